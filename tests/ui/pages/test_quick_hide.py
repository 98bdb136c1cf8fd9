"""One key hides everything: no name on the screen, in the title or aloud, and back to the same character."""

import pytest
from PySide6 import QtGui, QtWidgets
from PySide6.QtTest import QTest

from ehdesk.ui import desk as desks
from ehdesk.ui import messages, widgets
from tests import building
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def visible_words(at_work: AtWork) -> str:
    shown = [part for part in QtWidgets.QApplication.allWidgets() if part.isVisible()]
    said = [part.windowTitle() + part.accessibleName() for part in shown]
    said += [part.text() for part in shown if isinstance(part, QtWidgets.QLabel | QtWidgets.QAbstractButton)]
    return " ".join(said)


def read_aloud(widget: QtWidgets.QWidget) -> list[str]:
    """Every name that a screen reader walking the window finds and that is not marked as invisible."""
    found: list[str] = []

    def walk(one: QtGui.QAccessibleInterface | None) -> None:
        if one is None or one.state().invisible:
            return
        found.append(one.text(QtGui.QAccessible.Text.Name))
        for place in range(one.childCount()):
            walk(one.child(place))

    walk(QtGui.QAccessible.queryAccessibleInterface(widget))
    return found


def test_one_key_hides_every_name_and_the_same_key_returns_to_the_same_character(at_work: AtWork) -> None:
    record_id = building.a_note(at_work.kept, at_work.home.family, text="Zofia made toast.")
    page = at_work.go("note", record_id)
    page._view.go_to("text", 5)
    at_work.type("!")
    at_work.press(Key.Key_F12)
    assert at_work.window.windowTitle() == "ehdesk"
    for name in ("Kowalczyk", "Zofia", "toast"):
        assert name not in visible_words(at_work)
        assert name not in " ".join(read_aloud(at_work.window))
    at_work.press(Key.Key_F12)
    assert at_work.window.windowTitle() == "Note · Kowalczyk-Hughes · ehdesk"
    assert page._view.here() == ("text", 6)
    at_work.type("?")
    at_work.window.flush()
    at_work.settle()
    assert at_work.answers(record_id)["text"] == "Zofia!? made toast."


@pytest.mark.parametrize("key", [Key.Key_N, Key.Key_K, Key.Key_2, Key.Key_T])
def test_no_other_key_does_anything_beneath_the_cover(at_work: AtWork, key: Key) -> None:
    at_work.go("family", at_work.home.family)
    at_work.press(Key.Key_F12)
    at_work.press(key, Ctrl)
    at_work.settle()
    assert at_work.window.hiding.is_hidden
    assert QtWidgets.QApplication.activeModalWidget() is None
    at_work.press(Key.Key_F12)
    place = at_work.window.where()
    assert place is not None
    assert place.page == "family"


def test_a_dialog_with_a_name_in_it_is_hidden_too_and_comes_back(at_work: AtWork) -> None:
    at_work.go("today")
    dialog = messages.tell(at_work.window, "Close the Kowalczyk-Hughes family file?", "Words.")
    at_work.qtbot.waitUntil(dialog.isActiveWindow, timeout=3000)
    QTest.keyClick(dialog, Key.Key_F12)
    assert not dialog.isVisible()
    assert "Kowalczyk" not in visible_words(at_work)
    at_work.window.hide_or_go_on()
    assert dialog.isVisible()
    dialog.accept()


def test_nothing_is_said_aloud_while_hidden(at_work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work.go("today")
    said: list[str] = []
    monkeypatch.setattr(
        QtGui.QAccessible, "updateAccessibility", lambda event: said.append(str(event.type()))
    )
    at_work.press(Key.Key_F12)
    said.clear()
    widgets.announce(at_work.window.status, "Zofia")
    at_work.desk.say(desks.Notice("Something about Zofia"))
    at_work.settle()
    assert not [one for one in said if "Announcement" in one]
    at_work.press(Key.Key_F12)
    widgets.announce(at_work.window.status, "Saved")
    assert [one for one in said if "Announcement" in one]


def test_a_page_that_arrives_beneath_the_cover_changes_no_title(at_work: AtWork) -> None:
    at_work.go("today")
    at_work.press(Key.Key_F12)
    at_work.window.go(desks.Place("family", at_work.home.family))
    at_work.settle()
    assert at_work.window.windowTitle() == "ehdesk"
    at_work.press(Key.Key_F12)
    assert "Kowalczyk-Hughes" in at_work.window.windowTitle()
