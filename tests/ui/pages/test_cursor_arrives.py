"""The cursor stands where a page begins, also where it was opened from a small window in front."""

from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.ui import desk as desks
from tests.ui.pages import conftest


@pytest.mark.parametrize("name", ["new_family", "visit", "note"])
def test_what_a_page_begins_with_is_shown_before_the_cursor_goes_there(
    at_work: conftest.AtWork, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Else Qt gives the cursor to the first button of a window that comes to the front meanwhile."""
    seen: list[bool] = []
    set_focus: Any = QtWidgets.QWidget.setFocus

    def noting(widget: QtWidgets.QWidget, *reason: Any) -> None:
        seen.append(widget.isVisible())
        set_focus(widget, *reason)

    for kind in (QtWidgets.QLineEdit, QtWidgets.QPlainTextEdit, QtWidgets.QTextEdit):
        monkeypatch.setattr(kind, "setFocus", noting)
    at_work.window.go(desks.Place(name))
    at_work.settle()
    at_work.qtbot.waitUntil(lambda: at_work.window.focusWidget() is not None and bool(seen))
    assert all(seen)
