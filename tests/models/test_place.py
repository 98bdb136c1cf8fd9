"""Where the worker was is kept inside the vault, and travels nowhere."""

from ehdesk.models import outbox, place
from tests import building


def test_a_new_vault_remembers_no_place(desk: building.Desk) -> None:
    assert desk.ask(place.recall) is None


def test_unlocking_returns_to_the_same_character(desk: building.Desk, note: str) -> None:
    building.type_into(desk, note, "Zofia met me at the ga")
    here = place.Place(
        "note", note, "text", cursor=22, scroll=140, undo=({"text": "Zofia"},), more={"tab": 2}
    )
    desk.do(place.remember, place.Place("today"))
    desk.do(place.remember, here)
    assert desk.reopen().ask(place.recall) == here


def test_a_place_is_no_change_that_travels(desk: building.Desk) -> None:
    before = (len(desk.ask(outbox.waiting)), len(desk.store.journal.read().entries))
    desk.do(place.remember, place.Place("caseload"))
    assert (len(desk.ask(outbox.waiting)), len(desk.store.journal.read().entries)) == before
