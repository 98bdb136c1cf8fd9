"""A vault that comes back is let in as its own worker and as nobody else, whosever code is entered."""

from contextlib import nullcontext
from typing import Any

import msgspec
import pytest

from ehdesk import errors
from ehdesk.centre import admin, enrolling, tables
from ehdesk.centre.refusing import Refused
from ehdesk.models import enrolled
from ehdesk.sync import http, protocol
from tests import building
from tests.at_a_centre import Office, let_in, link, office, sync
from tests.centre import building as centres
from tests.sync.test_new_code import held, kept, shut_out, texts

__all__ = ["office"]


@pytest.fixture
def maya(office: Office) -> building.Desk:
    """A laptop that is shut out, with a note that was sent and one that waits."""
    maya = office.desk("Maya Okonjo")
    home = building.a_family(maya)
    building.a_note(maya, home.family, text="Sent.")
    sync(maya)
    shut_out(office, maya)
    building.a_note(maya, home.family, text="Waits.")
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    return maya


def lets_in(office: Office, desk: building.Desk, role_of: str) -> None:
    let_in(desk, office.url, office.centre.code(role_of))


def written_by(office: Office) -> dict[str, set[str]]:
    """Whose acts the centre has taken, by name."""
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        names = {one.id: one.name for one in admin.staff(ledger)}
        ids = {row.practitioner: names[row.staff] for row in ledger.rows(tables.alias)}
        of = {row.id: names[row.staff] for row in ledger.rows(tables.device)}
        taken = ledger.rows(tables.act, tables.act.c.verdict == "taken")
    told: dict[str, set[str]] = {}
    for row in taken:
        told.setdefault(ids.get(row.by, row.by), set()).add(of[row.device])
    return told


def test_a_colleagues_code_is_refused_before_anything_changes_and_stays_good_for_them(
    office: Office, maya: building.Desk
) -> None:
    code = office.centre.code("Sam")
    before, here, place = kept(office), held(maya), link(maya)
    with pytest.raises(errors.CodeForAnother) as met:
        let_in(maya, office.url, code)
    title, safe, todo = met.value.words()
    assert title == "That code was made for another person"
    assert "stays in your name" in safe
    assert "a code of your own" in todo
    assert "still" in todo, "the code is not used up"
    assert (kept(office), held(maya), link(maya)) == (before, here, place)
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    sam = building.new_desk(office.root / "sam", name="Sam Reed", life=7)
    office.desks.append(sam)
    let_in(sam, office.url, code)
    sync(sam)
    lets_in(office, maya, "Maya")
    assert not sync(maya).aside
    assert maya.ask(enrolled.standing).waits == 0
    assert written_by(office) == {"Maya": {"Maya"}, "Sam": {"Sam"}}


def test_also_where_the_centre_was_put_back_from_a_copy_that_knows_nothing_of_the_vault(
    office: Office, maya: building.Desk
) -> None:
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        worker = str(maya.store.me)
        for table in (tables.device, tables.life):
            ledger.forget(table, table.c.staff == office.centre.staff["Maya"])
        ledger.forget(tables.alias, tables.alias.c.practitioner == worker)
    with pytest.raises(errors.CodeForAnother):
        lets_in(office, maya, "Sam")
    lets_in(office, maya, "Maya")
    assert not sync(maya).aside


def test_a_vault_of_before_it_was_let_in_is_known_by_its_workers_id(office: Office) -> None:
    maya = building.new_desk(office.root / "maya", name="Maya Okonjo", life=1)
    office.desks.append(maya)
    building.a_family(maya)
    copied = maya.open_copy(office.root / "copied", life=3)
    office.desks.append(copied)
    copied.do(enrolled.begin_life)
    copied.reopen()
    lets_in(office, maya, "Maya")
    sync(maya)
    code = office.centre.code("Sam")
    with pytest.raises(errors.CodeForAnother):
        let_in(copied, office.url, code)
    assert copied.ask(enrolled.link) is None
    lets_in(office, copied, "Maya")
    assert not sync(copied).aside


# Ends that do not know the two fields yet


@pytest.fixture
def an_older_centre(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that lets in whoever has a code, and does not say who that is there."""

    def lets_anybody_in(*_said: Any) -> None:
        return None

    monkeypatch.setattr(enrolling, "_check_is_theirs", lets_anybody_in)
    whole = http.Centre.enrol

    def says_less(way: http.Centre, asked: protocol.Enrol) -> protocol.Enrolled:
        return msgspec.structs.replace(whole(way, asked), account="")

    monkeypatch.setattr(http.Centre, "enrol", says_less)


@pytest.mark.usefixtures("an_older_centre")
def test_at_an_older_centre_the_laptop_itself_does_not_go_on_and_keeps_its_place(
    office: Office, maya: building.Desk
) -> None:
    here, place = held(maya), link(maya)
    with pytest.raises(errors.CodeSpentOnAnother) as met:
        lets_in(office, maya, "Sam")
    assert "a new one for the other person" in met.value.words()[2]
    assert (held(maya), link(maya)) == (here, place)
    with pytest.raises(errors.DeviceRevoked):
        sync(maya)
    lets_in(office, maya, "Maya")
    assert not sync(maya).aside
    assert maya.ask(enrolled.standing).waits == 0
    assert written_by(office) == {"Maya": {"Maya"}}


@pytest.mark.usefixtures("an_older_centre")
def test_also_at_one_that_was_put_back_and_takes_the_id_for_the_others(
    office: Office, maya: building.Desk
) -> None:
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        for table in (tables.device, tables.life):
            ledger.forget(table, table.c.staff == office.centre.staff["Maya"])
        ledger.forget(tables.alias, tables.alias.c.practitioner == str(maya.store.me))
        ledger.change(tables.authority, {"epoch": "another"})
    with pytest.raises(errors.CodeSpentOnAnother):
        lets_in(office, maya, "Sam")
    assert texts(maya) == {"Sent.", "Waits."}


@pytest.mark.usefixtures("an_older_centre")
@pytest.mark.parametrize("changes", ["nothing", "a name", "a centre put back"])
def test_at_an_older_centre_its_own_worker_is_let_in(
    office: Office, maya: building.Desk, changes: str
) -> None:
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        if changes == "a name":
            ledger.change(tables.staff, {"name": "Maya Hale"}, tables.staff.c.name == "Maya")
        if changes == "a centre put back":
            ledger.change(tables.authority, {"epoch": "another"})
    lets_in(office, maya, "Maya")
    assert link(maya).over == ""


def test_an_older_laptop_is_known_by_its_workers_id_and_hears_that_the_code_does_not_let_it_in(
    office: Office, maya: building.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = http.Centre.enrol

    def says_less(way: http.Centre, asked: protocol.Enrol) -> protocol.Enrolled:
        return whole(way, msgspec.structs.replace(asked, device="", account=""))

    monkeypatch.setattr(http.Centre, "enrol", says_less)
    code, before = office.centre.code("Sam"), kept(office)
    with pytest.raises(errors.CodeForAnother):
        let_in(maya, office.url, code)
    assert kept(office) == before
    told = protocol.encode(protocol.Trouble("code", is_anothers=True))
    assert msgspec.json.decode(told, type=Trouble) == Trouble("code"), "what it has always heard"


class Trouble(msgspec.Struct):
    """What a desk of before knows of trouble."""

    code: str
    words: str = ""
    epoch: str = ""
    kept: int = 0


@pytest.mark.parametrize(
    ("changed", "is_refused"),
    [
        ({"account": "Sam"}, True),
        ({"account": "Maya"}, False),
        ({"account": "unknown"}, False),
        ({"device": "unknown"}, False),
    ],
)
def test_only_who_is_known_to_be_another_is_refused(
    office: Office, changed: dict[str, str], is_refused: bool
) -> None:
    said = {key: office.centre.staff.get(value, value) for key, value in changed.items()}
    asked = protocol.Enrol(office.centre.code("Maya"), centres.KEY, "life-a", "worker-a")
    with pytest.raises(Refused) if is_refused else nullcontext() as met:
        enrolling.enrol(office.centre.opened, msgspec.structs.replace(asked, **said), office.centre.now)
    assert met is None or met.value.trouble.is_anothers
