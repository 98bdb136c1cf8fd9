"""Keys typed while the desk opens: kept in order, and handed to the place where the cursor comes to stand.

A worker who unlocks goes on typing at once, before the desk is built and the page read. Until then the
keyboard belongs to a keeper: a control without a face that remembers what is typed. A page that has no
text to type into gets none of it, so that no stray space presses a button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ehdesk.ui import background

if TYPE_CHECKING:
    from ehdesk.ui import desk

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_NEW_LINE = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
_MOVES = (
    *(int(Qt.Key.Key_Backspace), int(Qt.Key.Key_Delete)),
    *(int(Qt.Key.Key_Left), int(Qt.Key.Key_Right), int(Qt.Key.Key_Up), int(Qt.Key.Key_Down)),
    *(int(Qt.Key.Key_Home), int(Qt.Key.Key_End)),
)


class Stroke(NamedTuple):
    """One key as it was pressed, or a word that an input method made."""

    key: int
    held: Qt.KeyboardModifier
    text: str


class Keeper(QWidget):
    """Has the keyboard while there is nothing to type into yet, and remembers what is typed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._strokes: list[Stroke] = []
        self.setAccessibleName("Opening…")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setGeometry(-9, -9, 1, 1)
        self.show()

    def take(self) -> list[Stroke]:
        """What was typed so far; it is forgotten here."""
        taken, self._strokes = self._strokes, []
        return taken

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remember letters and what moves among them; a command is nobody's while the desk opens."""
        text, key = event.text(), event.key()
        is_letter = bool(text) and text.isprintable()
        is_new_line = key in _NEW_LINE and bool(self._strokes)  # Return pressed twice on the passphrase
        if is_letter or is_new_line or key in _MOVES:
            self._strokes.append(Stroke(key, event.modifiers(), text))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember a word that came from an input method."""
        if event.commitString():
            self._strokes.append(Stroke(int(Qt.Key.Key_unknown), _NO_MODIFIER, event.commitString()))
        event.accept()

    def focusNextPrevChild(self, _is_next: bool) -> bool:  # noqa: FBT001 - as Qt has it
        """Tab goes nowhere yet."""
        return False


class Ahead(QObject):
    """From the passphrase to the first page: `arrived` hands on what was typed once there is a cursor.

    `before` is the keeper of the window that asked for the passphrase. What was typed there comes first,
    so nothing is handed on before the keyboard has come over to this window.
    """

    def __init__(self, window: QWidget, before: Keeper | None) -> None:
        super().__init__(window)
        self._window, self._before = window, before
        self._keeper = Keeper(window)
        self._keeper.setFocus()
        self._page: desk.Page | None = None

    def arrived(self, page: desk.Page) -> None:
        """This page stands; it may still be reading what it shows."""
        self._page = page
        page.settled.connect(self._hand_on)
        page.destroyed.connect(self.end)
        QApplication.instance().focusWindowChanged.connect(self._hand_on)  # type: ignore[union-attr]
        self._hand_on()

    def end(self) -> None:
        """It is handed on, or the worker went elsewhere: what was typed has no other place."""
        self._page = None
        for part in (self._keeper, self):
            if background.is_here(part):
                part.deleteLater()

    def _hand_on(self, _window: object = None) -> None:
        page = self._page
        if page is None or page.is_settling or not self._window.isActiveWindow():
            return
        strokes = [*(self._before.take() if self._before is not None else ()), *self._keeper.take()]
        self.end()
        type_into(QApplication.focusWidget(), strokes)


def type_into(control: QWidget | None, strokes: list[Stroke]) -> None:
    """Type these keys into a text; anything else gets none of them."""
    if not isinstance(control, QLineEdit | QPlainTextEdit | QTextEdit) or control.isReadOnly():
        return
    for stroke in strokes:
        if stroke.key in _NEW_LINE and isinstance(control, QLineEdit):
            continue
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(control, QKeyEvent(kind, stroke.key, stroke.held, stroke.text))
