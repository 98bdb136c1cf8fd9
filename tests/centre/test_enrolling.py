"""Letting a desk in: with a code, once, for its own worker."""

import msgspec
import pytest

from ehdesk.centre import admin, enrolling, people, signing, tables
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import AUTHORITY, Centre

OTHER_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"


def asks(code: str, life: str = "life-a", who: str = "worker-a", key: str = building.KEY) -> protocol.Enrol:
    return protocol.Enrol(code, key, life, who)


def enrols(centre: Centre, message: protocol.Enrol) -> protocol.Enrolled:
    return enrolling.enrol(centre.opened, message, centre.now)


def test_a_code_is_used_once(centre: Centre) -> None:
    code = centre.code("Maya")
    told = enrols(centre, asks(code))
    assert (told.name, told.role, told.agency) == ("Maya", "practitioner", "Harlow council")
    with pytest.raises(Refused, match="code"):
        enrols(centre, asks(code, life="life-b", key=OTHER_KEY))


def test_a_code_may_be_typed_as_people_type(centre: Centre) -> None:
    authority, drawn = centre.code("Maya").split(".")
    typed = f" {authority.upper()}.{drawn.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert enrols(centre, asks(typed)).name == "Maya"


def test_a_desk_whose_answer_was_lost_asks_again_and_only_its_last_token_counts(centre: Centre) -> None:
    code = centre.code("Maya")
    first, second = enrols(centre, asks(code)), enrols(centre, asks(code))
    assert people.device_at_door(centre.opened, second.token).id == second.device
    with pytest.raises(Refused, match="revoked"):
        people.device_at_door(centre.opened, first.token)


def test_once_it_has_exchanged_the_code_is_spent_for_it_too(centre: Centre) -> None:
    code = centre.code("Maya")
    told = enrols(centre, asks(code))
    device = people.device_at_door(centre.opened, told.token)
    desk = building.Desk(centre, device, told.token, told.practitioner, told.epoch, "life-a")
    desk.swap()
    with pytest.raises(Refused, match="code"):
        enrols(centre, asks(code))


@pytest.mark.parametrize("wrong", ["harlow.AAAA-AAAA-AAAA-AAAA", "nowhere.AAAA", "AAAA", "harlow."])
def test_a_wrong_code_lets_nobody_in(centre: Centre, wrong: str) -> None:
    with pytest.raises(Refused, match="code"):
        enrols(centre, asks(wrong))


def test_a_code_lasts_a_day(centre: Centre) -> None:
    code = centre.code("Maya")
    centre.later(hours=24)
    with pytest.raises(Refused, match="code"):
        enrols(centre, asks(code))


def test_a_code_of_somebody_who_has_left_lets_nobody_in(centre: Centre) -> None:
    code = centre.code("Maya")
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.end_staff(ledger, centre.staff["Maya"], "2026-09-07", centre.now)
    with pytest.raises(Refused, match="code"):
        enrols(centre, asks(code))


@pytest.mark.parametrize("changed", [{"key": "ff"}, {"incarnation": ""}, {"practitioner": "a\0b"}])
def test_an_unsound_request_is_refused(centre: Centre, changed: dict[str, str]) -> None:
    message = msgspec.structs.replace(asks(centre.code("Maya")), **changed)
    with pytest.raises(Refused, match="unreadable"):
        enrols(centre, message)


def test_the_worker_keeps_the_id_of_their_first_desk_and_acts_of_the_second_are_theirs(
    centre: Centre,
) -> None:
    first = enrols(centre, asks(centre.code("Maya")))
    second = enrols(centre, asks(centre.code("Maya"), life="life-b", who="worker-b", key=OTHER_KEY))
    assert (first.practitioner, second.practitioner) == ("worker-a", "worker-a")
    device = people.device_at_door(centre.opened, second.token)
    desk = building.Desk(centre, device, second.token, "worker-b", second.epoch, "life-b")
    assert desk.swap(desk.opens_family("fam")).acks[0].verdict == "taken"
    assert {"practitioner:worker-a", "practitioner:worker-b"} <= set(desk.scopes)


@pytest.mark.parametrize("said", [{"who": "worker-a"}, {"life": "life-a", "who": "worker-s"}])
def test_nobody_takes_an_id_or_a_life_that_is_somebody_elses_and_their_code_stays_good(
    centre: Centre, said: dict[str, str]
) -> None:
    enrols(centre, asks(centre.code("Maya")))
    code = centre.code("Sam")
    with pytest.raises(Refused, match="code") as met:
        enrols(centre, asks(code, **{"life": "life-s", "key": OTHER_KEY, **said}))
    assert met.value.trouble.is_anothers
    assert enrols(centre, asks(code, life="life-t", who="worker-t", key=OTHER_KEY)).practitioner == "worker-t"


def test_neither_token_nor_code_is_kept_as_it_was_told(centre: Centre) -> None:
    code = centre.code("Maya")
    token = enrols(centre, asks(code)).token
    with centre.opened.transaction(AUTHORITY) as ledger:
        rows = [*ledger.rows(tables.code), *ledger.rows(tables.device)]
    kept = [repr(tuple(row)) for row in rows]
    assert not [row for row in kept if code in row or token in row]
    assert any(signing.hash_of(token) in row for row in kept)


def revokes(centre: Centre, device: str) -> None:
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.revoke(ledger, device, centre.now)


def test_who_was_shut_out_before_the_first_exchange_is_not_let_in_by_the_code_once_more(
    centre: Centre,
) -> None:
    code = centre.code("Maya")
    told = enrols(centre, asks(code))
    revokes(centre, told.device)
    with pytest.raises(Refused, match="code"):
        enrols(centre, asks(code))
    with pytest.raises(Refused, match="revoked"):
        people.device_at_door(centre.opened, told.token)


def test_a_laptop_that_comes_back_with_a_new_code_was_its_workers_alone_until_the_first_time_only(
    centre: Centre,
) -> None:
    first = enrols(centre, asks(centre.code("Maya")))
    device = people.device_at_door(centre.opened, first.token)
    building.Desk(centre, device, first.token, first.practitioner, first.epoch, "life-a").swap()
    revokes(centre, first.device)
    centre.later(days=3)
    again = enrols(centre, asks(centre.code("Maya"), life="life-b", key=OTHER_KEY))
    assert people.device_at_door(centre.opened, again.token).alone_until == device.alone_until
    another = enrols(centre, asks(centre.code("Maya"), life="life-c", who="worker-c"))
    alone_until = people.device_at_door(centre.opened, another.token).alone_until
    assert alone_until == tables.stamp(centre.now), "a vault of another beginning was alone until now"
    with pytest.raises(Refused, match="revoked"):
        people.device_at_door(centre.opened, first.token)


def test_whose_first_answer_never_came_was_alone_until_it_is_let_in(centre: Centre) -> None:
    enrols(centre, asks(centre.code("Maya")))
    centre.later(hours=5)
    told = enrols(centre, asks(centre.code("Maya")))
    assert people.device_at_door(centre.opened, told.token).alone_until == tables.stamp(centre.now)
