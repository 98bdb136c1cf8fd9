"""An exchange in which nobody has anything to tell: it does not count, and is written nowhere."""

from collections.abc import Callable
from typing import Any

import pytest

from ehdesk.centre import admin, idle, signing, tables
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol
from tests.centre.building import AUTHORITY, Centre, Desk, served, worked_family


def rows(centre: Centre, table: Any) -> list[Any]:
    with centre.opened.transaction(AUTHORITY) as ledger:
        return [tuple(row) for row in ledger.rows(table)]


@pytest.fixture
def quiet(centre: Centre) -> Desk:
    """A desk that has said and heard all."""
    maya = centre.desk("Maya")
    worked_family(maya)
    maya.pull()
    return maya


def is_silent(told: protocol.Answer) -> bool:
    return told == protocol.Answer(epoch=told.epoch, cursor=told.cursor, idle=True)


def ask(desk: Desk, **changed: Any) -> protocol.Answer:
    return desk.send(desk.message(idle=True, **changed))


def test_nothing_is_said_and_nothing_is_written(centre: Centre, quiet: Desk) -> None:
    before = rows(centre, tables.device)
    for _ in range(3):
        told = ask(quiet)
        assert told == protocol.Answer(epoch=quiet.epoch, cursor=quiet.cursor, idle=True)
    assert rows(centre, tables.device) == before
    assert not quiet.swap().idle, "who does not ask for it is counted as ever"


def test_what_comes_in_between_is_told_and_does_not_count_either(centre: Centre, quiet: Desk) -> None:
    ask(quiet)
    manager = centre.desk("Ruth")
    (note,) = [one.act.changes[0] for one in manager.pull() if one.act.verb == "form.started"]
    quiet.keep(quiet.message(), quiet.send(quiet.message()))  # a new desk has changed the staff list
    manager.swap(manager.writes(note.record, "fam", "text", "Ruth's words"))
    before = rows(centre, tables.device)
    message = quiet.message(idle=True)
    told = quiet.send(message)
    assert told.idle
    assert not is_silent(told)
    assert [one.act.by for one in told.arrivals] == [manager.me]
    assert quiet.send(message) == told, "whoever lost it asks for it again"
    assert rows(centre, tables.device) == before
    quiet.keep(message, told)
    assert is_silent(ask(quiet))
    assert quiet.swap(quiet.opens_family("another")).acks[0].verdict == "taken", "the next one follows"


def test_once_an_hour_it_counts_all_the_same(centre: Centre, quiet: Desk) -> None:
    centre.later(minutes=59)
    assert ask(quiet).idle
    centre.later(minutes=2)
    message = quiet.message(idle=True)
    told = quiet.send(message)
    assert not told.idle
    quiet.keep(message, told)
    assert ask(quiet).idle
    assert idle.SEEN_EVERY.total_seconds() == 3_600


def staff_changes(centre: Centre, _desk: Desk) -> None:
    centre.joins("Newcomer", "practitioner")


def keys_are_turned(centre: Centre, _desk: Desk) -> None:
    centre.later(minutes=1)
    with centre.opened.transaction(AUTHORITY) as ledger:
        ledger.change(tables.authority, {"keys_since": tables.stamp(centre.now)})


def a_tie_ends_today(centre: Centre, desk: Desk) -> None:
    with centre.opened.transaction(AUTHORITY) as ledger:
        ledger.change(tables.grant, {"review_on": "2020-01-01"}, tables.grant.c.staff == desk.device.staff)


@pytest.mark.parametrize("happens", [staff_changes, keys_are_turned, a_tie_ends_today])
def test_what_a_desk_has_to_know_is_no_silence(
    centre: Centre, quiet: Desk, happens: Callable[[Centre, Desk], None]
) -> None:
    assert is_silent(ask(quiet))
    happens(centre, quiet)
    assert not is_silent(ask(quiet))


@pytest.mark.parametrize(
    "changed",
    [
        {"held": True},
        {"rest": True},
        {"has": ()},
        {"filling": ("authority",)},
        {"staff": ""},
    ],
)
def test_who_asks_for_more_gets_a_whole_answer(quiet: Desk, changed: dict[str, Any]) -> None:
    assert not is_silent(ask(quiet, **changed))


def late(centre: Centre, _desk: Desk) -> None:
    centre.later(hours=2)


@pytest.mark.parametrize("happens", [late, keys_are_turned, a_tie_ends_today])
def test_who_asks_ahead_never_counts_and_hears_nothing_where_it_would_have_to(
    centre: Centre, quiet: Desk, happens: Callable[[Centre, Desk], None]
) -> None:
    happens(centre, quiet)
    before = rows(centre, tables.device)
    assert is_silent(ask(quiet, ahead=True))
    assert is_silent(ask(quiet, ahead=True, number=7))
    assert rows(centre, tables.device) == before
    assert not ask(quiet).idle


def test_another_copy_of_the_vault_is_found_out_as_ever(quiet: Desk) -> None:
    behind = quiet.message(idle=True)
    quiet.swap(quiet.opens_family("another"))
    with pytest.raises(Refused) as met:
        quiet.send(behind)
    assert met.value.trouble.code == "second_life"


def test_a_revoked_device_hears_so(centre: Centre, quiet: Desk) -> None:
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.revoke(ledger, quiet.device.id, centre.now)
    with pytest.raises(Refused) as met:
        ask(quiet)
    assert met.value.trouble.code == "revoked"


def test_over_http_it_is_signed_with_the_word_that_asked_for_it(centre: Centre, quiet: Desk) -> None:
    plain = protocol.encode(quiet.message(idle=True))
    heard = []
    with served(centre.opened, lambda: centre.now) as web:
        (key, _spare) = web.get("/sync/v1/hello").json()["keys"]
        for word in ("one", "another"):
            said = {**quiet.signed(plain), protocol.ASKED: word}
            answer = web.post("/sync/v1/exchange", content=plain, headers=said)
            answered = (quiet.device.id, signing.digest(plain), signing.digest(answer.content))
            signature = answer.headers[protocol.SIGNATURE]
            assert signing.is_signed(key, signature, protocol.idle_text(*answered, word))
            heard.append((answer.content, signature))
    assert heard[0][0] == heard[1][0]
    assert heard[0][1] != heard[1][1], "an old answer is none to a new question"


def test_over_http_who_was_here_a_moment_ago_and_is_shut_out_hears_that_and_nothing_else(
    centre: Centre, quiet: Desk
) -> None:
    plain = protocol.encode(quiet.message(idle=True))
    said = {**quiet.signed(plain), protocol.ASKED: "word"}
    with served(centre.opened, lambda: centre.now) as web:
        for _ in range(2):
            assert web.post("/sync/v1/exchange", content=plain, headers=said).status_code == 200
        forged = {**said, protocol.SIGNATURE: "00" * 64}
        answer = web.post("/sync/v1/exchange", content=plain, headers=forged)
        assert (answer.status_code, answer.json()["code"]) == (401, "signature")
        with centre.opened.transaction(AUTHORITY) as ledger:
            admin.revoke(ledger, quiet.device.id, centre.now)
        before = rows(centre, tables.device)
        for body, headers in ((plain, said), (b"{}", said), (plain[:-1], said), (plain, forged)):
            answer = web.post("/sync/v1/exchange", content=body, headers=headers)
            assert (answer.status_code, answer.json()) == (410, {"code": "revoked"})
        assert rows(centre, tables.device) == before
        nobody = {**said, "Authorization": f"Bearer {quiet.token}x"}
        answer = web.post("/sync/v1/exchange", content=plain, headers=nobody)
        assert (answer.status_code, answer.json()["code"]) == (401, "token")
