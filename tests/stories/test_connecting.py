"""Being let in at a centre, and let in again: each mistake is told apart, and none costs a word or a code."""

import pytest

from ehdesk import errors
from ehdesk.centre import tables
from ehdesk.models import enrolled
from ehdesk.sync import engine, http
from tests import building
from tests.centre import building as centres
from tests.stories.test_carried_by_itself import NAME, Town, town

__all__ = ["town"]


def pastes(town: Town, typed: str) -> None:
    """Into the field that has the cursor, over what stands in it; then Enter."""
    town.worker.press("Ctrl+A")
    town.worker.enter(typed)
    town.worker.press("Return")


def test_a_wrong_code_a_wrong_address_and_no_network_are_told_apart_and_the_code_stays_good(
    town: Town,
) -> None:
    home = town.write(building.a_family)
    code = town.centre.code(NAME)
    town.worker.press("Ctrl+Shift+R")
    town.worker.wait("the field has the cursor", lambda: town.worker.focus().startswith("The centre’s"))
    pastes(town, f"{town.street.address} {code[:-1]}{'X' if code[-1] != 'X' else 'Y'}")
    town.worker.looks_for("That code does not let this laptop in")
    town.street.lets = "portal"
    pastes(town, f"{town.street.address} {code}")
    town.worker.looks_for("Something answered at this address that is no centre")
    town.street.lets = "nothing"
    pastes(town, f"{town.street.address} {code}")
    town.worker.looks_for("Nothing answered at this address")
    town.street.lets = "through"
    pastes(town, f"{town.street.address} {code}")
    town.worker.looks_for("This laptop is connected to")
    town.worker.looks_for("All that you wrote is received")
    assert town.centre.fields(home.family)["name"] == "Kowalczyk-Hughes"

    second = building.new_desk(town.root / "second", name=NAME, life=5)
    try:
        with http.Centre(town.street.address) as door, pytest.raises(errors.CodeRefused):
            engine.enrol(second.store, door, town.street.address, code)
    finally:
        second.close()


def test_a_laptop_that_a_centre_put_back_from_a_copy_does_not_know_is_let_in_again_with_all_its_work(
    town: Town,
) -> None:
    home = town.write(building.a_family)
    town.connects()
    town.worker.looks_for("All that you wrote is received")
    device = town.device()
    with town.centre.opened.transaction(centres.AUTHORITY) as ledger:
        ledger.forget(tables.device, tables.device.c.id == device)
    note = town.write(lambda desk: building.a_note(desk, home.family, text="Zofia showed me a drawing."))
    town.sends()
    town.worker.looks_for("The centre does not know this laptop")
    town.says("Needs you: the centre does not know this laptop")
    town.worker.wait("the field has the cursor", lambda: town.worker.focus().startswith("Your new code"))
    pastes(town, town.centre.code(NAME))
    town.worker.looks_for("All that you wrote is received")
    assert town.centre.fields(note)["text"] == "Zofia showed me a drawing."
    assert town.write(lambda desk: desk.ask(enrolled.standing)).waits == 0
    assert town.device() != device
