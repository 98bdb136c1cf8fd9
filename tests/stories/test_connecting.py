"""Being let in at a centre, and let in again: each mistake is told apart, and none costs a word or a code."""

from ehdesk.centre import admin, tables
from ehdesk.models import enrolled
from tests import at_a_centre, building
from tests.centre import building as centres
from tests.stories.town import Seat, Town


def test_a_wrong_code_a_wrong_address_and_no_network_are_told_apart_and_the_code_stays_good(
    town: Town, maya: Seat
) -> None:
    home = maya.write(building.a_family)
    code = town.centre.code(maya.name)
    maya.worker.press("Ctrl+Shift+R")
    maya.worker.wait("the field has the cursor", lambda: maya.worker.focus().startswith("The centre’s"))
    maya.pastes(f"{maya.street.address} {code[:-1]}{'X' if code[-1] != 'X' else 'Y'}")
    maya.worker.looks_for("That code does not let this laptop in")
    maya.street.lets = "portal"
    maya.pastes(f"{maya.street.address} {code}")
    maya.worker.looks_for("Something answered at this address that is no centre")
    maya.street.lets = "nothing"
    maya.pastes(f"{maya.street.address} {code}")
    maya.worker.looks_for("Nothing answered at this address")
    maya.street.lets = "through"
    maya.pastes(f"{maya.street.address} {code}")
    maya.worker.looks_for("This laptop is connected to")
    maya.worker.looks_for("All that you wrote is received")
    assert town.centre.fields(home.family)["name"] == "Kowalczyk-Hughes"


def another_laptop_uses(town: Town, maya: Seat, code: str) -> None:
    second = building.new_desk(town.root / "second", name=maya.name, life=5)
    try:
        at_a_centre.let_in(second, maya.street.address, code)
    finally:
        second.close()


def test_a_code_that_lets_nobody_in_says_so_and_stays_where_it_was_typed(town: Town, maya: Seat) -> None:
    """Used before, of yesterday, of an authority that the centre does not serve, and mistyped."""
    used, old = town.centre.code(maya.name), town.centre.code(maya.name)
    another_laptop_uses(town, maya, used)
    elsewhere = used.replace(centres.AUTHORITY, "bradwell", 1)
    mistyped = old[:-1] + ("X" if old[-1] != "X" else "Y")
    maya.worker.press("Ctrl+Shift+R")
    maya.worker.wait("the field has the cursor", lambda: maya.worker.focus().startswith("The centre’s"))
    for code in (used, elsewhere, mistyped, old):
        if code == old:
            town.centre.later(days=1, minutes=1)
        typed = f"{maya.street.address} {code}"
        maya.pastes(typed)
        maya.worker.looks_for("That code does not let this laptop in")
        maya.worker.looks_for("It works once and for a day; if it is used or old, ask for a new one.")
        assert maya.worker.focus().startswith("The centre’s")
        assert maya.worker.value() == typed
        assert not maya.carries.is_enrolled
    maya.pastes(f"{maya.street.address} {old[:-5]}")
    maya.worker.looks_for("Enter the code too.")
    assert maya.worker.value() == f"{maya.street.address} {old[:-5]}"
    maya.pastes(f"{maya.street.address} {town.centre.code(maya.name)}")
    maya.worker.looks_for("This laptop is connected to")


def test_a_laptop_that_a_centre_put_back_from_a_copy_does_not_know_is_let_in_again_with_all_its_work(
    town: Town, maya: Seat
) -> None:
    home = maya.write(building.a_family)
    maya.connects(town.centre.code(maya.name))
    maya.worker.looks_for("All that you wrote is received")
    device = maya.device()
    with town.centre.opened.transaction(centres.AUTHORITY) as ledger:
        ledger.forget(tables.device, tables.device.c.id == device)
    note = maya.write(lambda desk: building.a_note(desk, home.family, text="Zofia showed me a drawing."))
    maya.sends()
    maya.worker.looks_for("The centre does not know this laptop")
    maya.says("Needs you: the centre does not know this laptop")
    maya.worker.wait("the field has the cursor", lambda: maya.worker.focus().startswith("Your new code"))
    maya.pastes(town.centre.code(maya.name))
    maya.worker.looks_for("All that you wrote is received")
    assert town.centre.fields(note)["text"] == "Zofia showed me a drawing."
    assert maya.write(lambda desk: desk.ask(enrolled.standing)).waits == 0
    assert maya.device() != device


def test_a_colleagues_code_is_refused_where_it_was_typed_and_still_lets_the_colleague_in(
    town: Town, maya: Seat
) -> None:
    maya.write(building.a_family)
    maya.connects(town.centre.code(maya.name))
    maya.worker.looks_for("All that you wrote is received")
    with town.centre.opened.transaction(centres.AUTHORITY) as ledger:
        admin.revoke(ledger, maya.device(), town.centre.now)
    maya.sends()
    maya.worker.looks_for("This laptop may not send to the centre any more")
    maya.worker.wait("the field has the cursor", lambda: maya.worker.focus().startswith("Your new code"))
    code = town.centre.code("Sam")
    maya.pastes(code)
    maya.worker.looks_for("That code was made for another person")
    maya.worker.looks_for("What is on this laptop stays in your name.")
    maya.worker.looks_for("The other person can still use this one.")
    assert maya.worker.value() == code
    sam = building.new_desk(town.root / "sam", name="Sam Reed", life=5)
    at_a_centre.let_in(sam, maya.street.address, code)
    sam.close()
    maya.pastes(town.centre.code(maya.name))
    maya.worker.looks_for("All that you wrote is received")
