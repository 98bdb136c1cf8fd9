"""Two workers at two laptops, each at their own window, and a real centre: both write in the same box."""

from typing import Any

from PySide6 import QtWidgets

from ehdesk.models import episode, team
from ehdesk.ui import desk as desks
from tests import building
from tests.stories.town import Seat


def opens(seat: Seat, note: str) -> None:
    """Open the note; the cursor stands at the end of what happened."""
    seat.sits_down()
    seat.goes(desks.Place("note", note, "text"))
    seat.worker.wait("the text has the cursor", lambda: seat.worker.focus() == "What happened")
    seat.worker.settle()
    seat.worker.press("Ctrl+End")


def box() -> QtWidgets.QTextEdit:
    """What has the cursor."""
    focused = QtWidgets.QApplication.focusWidget()
    assert isinstance(focused, QtWidgets.QTextEdit)
    return focused


def text() -> str:
    return box().toPlainText()


def cursor() -> int:
    return box().textCursor().position()


def a_shared_note(maya: Seat, sam: Seat) -> str:
    """Maya takes a family in and lets Sam into her team; both have a note of it."""
    home = maya.write(building.a_family)
    stay = maya.write(lambda desk: desk.do(episode.open_episode, home.family, {"opened_on": "2026-09-07"}))
    note = maya.write(lambda desk: building.a_note(desk, home.family, text="Rang Agnieszka."))
    he = sam.write(lambda desk: str(desk.store.me))
    said = {"practitioner": he, "agency": "Bridge Street", "role": "Youth worker"}
    maya.write(lambda desk: desk.do(team.join_team, stay, said))
    maya.sends()
    sam.sends()
    return str(note)


def test_two_who_write_in_the_same_box_both_keep_their_words_and_one_settles_it_for_both(
    seats: tuple[Seat, Seat],
) -> None:
    maya, sam = seats
    note = a_shared_note(maya, sam)
    for seat, words in ((maya, " She sleeps better."), (sam, " She asked about the keys.")):
        seat.street.lets = "nothing"
        opens(seat, note)
        seat.worker.write(words)
        seat.worker.saves()
        seat.sends()
        seat.worker.looks_for("No network: fine")
        seat.street.lets = "through"
    maya.sends()
    sam.sends()  # Sam's page stands open, with the cursor in that very box
    assert text() == "Rang Agnieszka. She asked about the keys."
    sam.worker.looks_for("Two versions are kept")
    sam.worker.press("Ctrl+End")
    sam.worker.write(" Friday")
    at = cursor()
    maya.sends()
    maya.worker.looks_for("Two versions are kept")

    maya.worker.tab_to("Look at both versions: What happened", back=True)
    maya.worker.press("Space")
    maya.worker.looks_for("Where two people wrote in the same place")
    maya.worker.wait("the first choice has the focus", lambda: maya.worker.focus().startswith("Keep "))
    maya.worker.tab_to("Put together: What happened")
    maya.worker.press("Space")
    maya.worker.press("Ctrl+A")
    maya.worker.write("Rang Agnieszka. She sleeps better and asked about the keys.")
    maya.worker.press("Tab", "Space")
    maya.worker.looks_for("Put together")
    maya.sends()

    sam.sits_down()
    assert (text(), cursor()) == ("Rang Agnieszka. She asked about the keys. Friday", at)
    sam.sends()
    sam.sits_down()
    assert text() == "Rang Agnieszka. She asked about the keys. Friday", "what is in hand stays"
    assert cursor() == at
    maya.sends()
    both = {seat.name: waiting(seat) for seat in seats}
    assert both["Maya"] == both["Sam"], "both laptops hold the same"
    (stands, beside) = both["Sam"][0]
    assert {stands, beside} == {
        "Rang Agnieszka. She sleeps better and asked about the keys.",
        "Rang Agnieszka. She asked about the keys. Friday",
    }, "what Sam wrote after Maya had looked is kept beside what she settled"


def test_who_looks_on_sees_that_it_was_settled(seats: tuple[Seat, Seat]) -> None:
    maya, sam = seats
    note = a_shared_note(maya, sam)
    for seat, words in ((maya, " Maya’s words."), (sam, " Sam’s words.")):
        seat.street.lets = "nothing"
        opens(seat, note)
        seat.worker.write(words)
        seat.worker.saves()
        seat.street.lets = "through"
    for seat in (maya, sam, maya):
        seat.sends()
    sam.worker.looks_for("1 needs you")
    sam.sits_down()
    sam.worker.press("Ctrl+Shift+R")
    sam.worker.looks_for("1 answer has two versions")
    maya.sits_down()
    maya.worker.tab_to("Look at both versions: What happened", back=True)
    maya.worker.press("Space")
    maya.worker.wait("the first choice has the focus", lambda: maya.worker.focus().startswith("Keep mine"))
    maya.worker.tab_to("Keep Sam’s words: What happened")
    maya.worker.press("Space")
    maya.worker.looks_for("Kept Sam’s words")
    maya.sends()
    sam.sends()
    sam.worker.wait("nothing needs him", lambda: not sam.worker.sees("needs you"))
    assert not sam.worker.sees("has two versions")
    assert waiting(maya) == waiting(sam) == []
    opens(sam, note)
    assert text() == "Rang Agnieszka. Sam’s words."
    assert not sam.worker.sees("Two versions are kept")


def waiting(seat: Seat) -> list[tuple[Any, Any]]:
    """What stands and what is beside it."""
    from ehdesk.models import versions

    found = seat.write(lambda desk: desk.ask(versions.waiting))
    return [(one.now.value, one.others[0].value) for one in found]
