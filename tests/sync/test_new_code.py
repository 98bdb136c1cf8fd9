"""A laptop that was shut out, wrongly or because it was lost, comes back with a new code only."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.centre import admin
from ehdesk.models import acts, base, enrolled, episode, form, lead, soundness
from ehdesk.sync import http, protocol
from tests import building
from tests.at_a_centre import Office, let_in, link, office, sync
from tests.centre import building as centres

__all__ = ["office"]


def shut_out(office: Office, desk: building.Desk) -> None:
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        admin.revoke(ledger, link(desk).device, office.centre.now)


def enrols(office: Office, desk: building.Desk, code: str) -> enrolled.Link:
    return let_in(desk, office.url, code)


def held(desk: building.Desk) -> dict[str, Any]:
    def read(reading: acts.Reading) -> dict[str, Any]:
        rows = reading.connection.execute(sa.select(base.record.c.id, base.record.c.fields))
        return {row.id: base.unpack(row.fields) for row in rows}

    return dict(desk.ask(read))


def texts(desk: building.Desk) -> set[str]:
    return {fields["text"] for fields in held(desk).values() if "text" in fields}


def kept(office: Office) -> list[list[str]]:
    """All that the centre has, but for when a device was here last."""
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        return [sorted(repr(row) for row in ledger.rows(one)) for one in centres.tables_of_work()]


@pytest.fixture
def maya(office: Office) -> building.Desk:
    """A laptop that has sent all, and is shut out; its worker goes on writing, and so does her manager."""
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    written = building.a_note(maya, home.family, text="Before.")
    sync(maya)
    sync(ruth)
    shut_out(office, maya)
    ruth.do(form.answer, written, "place", "school")
    building.a_note(ruth, home.family, text="While Maya was shut out.")
    sync(ruth)
    building.a_note(maya, home.family, text="Written while nothing could be sent.")
    return maya


def test_it_says_so_and_neither_sends_nor_hears_anything(office: Office, maya: building.Desk) -> None:
    before, here = kept(office), held(maya)
    waits = maya.ask(enrolled.standing).waits
    for _ in range(2):
        with pytest.raises(errors.DeviceRevoked) as met:
            sync(maya)
    assert "If they give you a new code, enter it under “Sending and receiving”" in " ".join(
        met.value.words()
    )
    assert (kept(office), held(maya)) == (before, here)
    assert link(maya).over == "revoked"
    assert maya.ask(enrolled.standing).waits == waits > 0


def test_with_a_new_code_it_sends_what_waited_and_hears_what_it_missed(
    office: Office, maya: building.Desk
) -> None:
    first = link(maya)
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    again = enrols(office, maya, office.centre.code("Maya"))
    assert (again.device != first.device, again.token != first.token, again.over) == (True, True, "")
    assert not sync(maya).aside
    assert maya.ask(enrolled.standing).waits == 0
    ruth = office.desks[1]
    sync(ruth)
    assert texts(ruth) == {"Before.", "While Maya was shut out.", "Written while nothing could be sent."}
    assert texts(maya) == texts(ruth)
    assert maya.ask(soundness.history).wrong == 0


def test_what_it_showed_before_opens_nothing_ever_again(office: Office, maya: building.Desk) -> None:
    first = link(maya)
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    enrols(office, maya, office.centre.code("Maya"))
    sync(maya)
    before = kept(office)
    with http.at(first) as way:
        for ask in (lambda: way.exchange(b"{}"), lambda: way.look("0" * 64, ""), lambda: way.received("")):
            with pytest.raises(errors.DeviceRevoked):
                ask()
    assert kept(office) == before


def test_no_old_wrong_or_used_code_lets_it_in(office: Office, maya: building.Desk) -> None:
    used = office.centre.code("Maya")
    newcomer = building.new_desk(office.root / "used", name="Maya Okonjo", life=9)
    office.desks.append(newcomer)
    enrols(office, newcomer, used)
    sync(newcomer)
    old = office.centre.code("Maya")
    office.centre.later(hours=25)
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    before, here = kept(office), held(maya)
    for code in (used, old, "harlow.AAAA-AAAA-AAAA-AAAA"):
        with pytest.raises(errors.CodeRefused) as met:
            enrols(office, maya, code)
        title, safe, todo = met.value.words()
        assert title == "That code does not let this laptop in"
        assert "if it is used or old, ask for a new one" in todo
        assert safe
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    assert (kept(office), held(maya)) == (before, here)


def test_a_code_is_used_once_also_where_two_laptops_have_it(office: Office) -> None:
    code, first = office.centre.code("Maya"), building.new_desk(office.root / "one", name="Maya Okonjo")
    second = building.new_desk(office.root / "two", name="Maya Okonjo", life=2)
    office.desks += [first, second]
    enrols(office, first, code)
    with pytest.raises(errors.CodeRefused):
        enrols(office, second, code)
    assert second.ask(enrolled.link) is None
    assert sync(first).taken == 1


def test_whose_answer_was_lost_comes_back_with_the_same_code(
    office: Office, maya: building.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    code = office.centre.code("Maya")
    whole = http.Centre.enrol

    def loses(way: http.Centre, asked: protocol.Enrol) -> protocol.Enrolled:
        whole(way, asked)
        raise errors.CentreAway

    monkeypatch.setattr(http.Centre, "enrol", loses)
    with pytest.raises(errors.CentreAway):
        enrols(office, maya, code)
    monkeypatch.setattr(http.Centre, "enrol", whole)
    assert link(maya).over == "revoked"
    enrols(office, maya, code)
    assert sync(maya).taken > 0
    assert maya.ask(enrolled.standing).waits == 0


def test_a_family_that_was_handed_over_meanwhile_is_taken_from_it_and_its_last_words_stay(
    office: Office,
) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    sam = office.desk("Sam Reed", "Sam")
    home = building.a_family(maya)
    made = maya.do(episode.open_episode, home.family, {"opened_on": "2026-07-07"})
    sync(maya)
    sync(ruth)
    shut_out(office, maya)
    next_lead = {"name": "Sam Reed", "practitioner": sam.store.bench.me, "agency": "Harlow council"}
    ruth.do(lead.hand_over_lead, made, next_lead)
    sync(ruth)
    building.a_note(maya, home.family, text="Her last words on it.")
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    assert home.family in held(maya), "until it may come back it keeps all that it has"
    enrols(office, maya, office.centre.code("Maya"))
    assert not sync(maya).aside
    assert home.family not in held(maya)
    sync(sam)
    assert "Her last words on it." in texts(sam)


def test_a_code_of_somebody_who_has_left_brings_no_laptop_back(office: Office, maya: building.Desk) -> None:
    code = office.centre.code("Maya")
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        admin.end_staff(ledger, office.centre.staff["Maya"], "2026-09-07", office.centre.now)
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    before = kept(office)
    with pytest.raises(errors.CodeRefused):
        enrols(office, maya, code)
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    assert kept(office) == before


def test_who_is_connected_takes_no_other_code(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    with pytest.raises(errors.AlreadyEnrolled):
        enrols(office, desk, office.centre.code("Maya"))
    sync(desk)
    assert httpx.get(f"{office.url}/health").status_code == 200
