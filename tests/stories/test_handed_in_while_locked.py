"""A laptop that was locked without a network hands in what waits, sealed; unlocked, nothing goes twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtWidgets

from ehdesk.centre import sealed
from ehdesk.models import enrolled
from ehdesk.ui import carrying, hand_in
from ehdesk.ui import desk as desks
from ehdesk.vault import device
from tests import building
from tests.centre import building as centres
from tests.stories import town as towns
from tests.stories.town import Seat, Town

SAID = "Zofia showed me a drawing."


@pytest.fixture
def town(
    tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    """Maya's laptop has a password store, as most have."""
    monkeypatch.setattr(carrying, "FIRST_GO_MS", 0)
    with towns.of(tmp_path, qapp, [towns.MAYA], device=device.InMemory()) as made:
        yield made


def handed_in(town: Town) -> dict[str, bytes]:
    """The sealed parts that the centre keeps."""
    with town.centre.opened.transaction(centres.AUTHORITY) as ledger:
        found = [sealed.parts(ledger, line.device) for line in sealed.lines(ledger)]
    return found[0] if found else {}


def switches_it_on(maya: Seat) -> None:
    maya.goes(desks.Place("settings"))
    maya.worker.settle()
    maya.worker.tap("The lock screen may send what waits")
    maya.worker.looks_for("Switched on. The lock screen offers it.")


def presses_the_offer(maya: Seat) -> None:
    """From the passphrase on, by keyboard."""
    maya.worker.wait("the rest of the page stands", lambda: maya.worker.sees(hand_in.OFFER))
    maya.worker.tab_to(hand_in.OFFER)
    maya.worker.press("Space")


def test_what_was_written_without_a_network_is_handed_in_sealed_and_goes_once(town: Town, maya: Seat) -> None:
    maya.connects(town.centre.code(maya.name))
    switches_it_on(maya)
    home = maya.write(building.a_family)
    maya.sends()
    maya.street.lets = "nothing"
    note = maya.write(lambda desk: building.a_note(desk, home.family, text=SAID))
    maya.sends()
    maya.says("No network: fine")
    before = town.acts()
    maya.worker.locks()

    maya.worker.opens_the_lid()
    presses_the_offer(maya)
    maya.worker.looks_for("No network: fine. It stays on this laptop")
    assert handed_in(town) == {}
    maya.street.lets = "through"
    presses_the_offer(maya)
    maya.worker.looks_for("It has gone, sealed. Nothing was opened.")
    parts = handed_in(town)
    assert len(parts) == 2, "a header and a journal"
    assert not [part for part in parts.values() if b"drawing" in part or b"Zofia" in part]
    assert town.acts() == before, "nobody reads it there"
    presses_the_offer(maya)
    maya.worker.looks_for("Nothing waits: it has all gone.")
    assert handed_in(town) == parts

    maya.worker.tab_to("Passphrase", back=True)
    maya.worker.unlocks()
    maya.worker.looks_for_title("Settings")
    maya.worker.looks_for("This laptop is connected to Harlow Beck")
    maya.is_quiet()
    maya.says("Received")
    assert town.centre.fields(note)["text"] == SAID
    assert town.acts() == before + 1, "the note, once"
    assert maya.write(lambda desk: desk.ask(enrolled.standing)).waits == 0
    maya.worker.wait("what was handed in is needed no more", lambda: handed_in(town) == {})
    maya.sends()
    assert town.acts() == before + 1
