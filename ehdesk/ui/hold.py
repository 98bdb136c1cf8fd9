"""A button that shows something only while it is held down: by mouse, or by Space on it."""

from collections.abc import Callable
from typing import Any

from PySide6 import QtGui, QtWidgets

from ehdesk.ui import answer_text, widgets
from ehdesk.ui import desk as desks


class Hold(widgets.Button):
    """Shows while it is held. Losing the focus lets go."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__(words, look="link", sign="show")
        self.setAccessibleName(f"{words}: {name}")
        self.setAccessibleDescription("Hold Space or the mouse button down to show, let go to hide")
        self.setToolTip("Hold to show")

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        """Let go."""
        if self.isDown():
            self.setDown(False)
            self.released.emit()
        super().focusOutEvent(event)


class Held(QtWidgets.QWidget):
    """What a `Hold` shows: asked of the record when it is pressed, and gone when it is let go.

    `told` makes words of the answer. An answer that comes late shows nothing.
    """

    def __init__(
        self, desk: desks.Desk, hold: Hold, query: Callable[..., Any], *args: Any, told: Callable[[Any], str]
    ) -> None:
        super().__init__()
        self._desk, self._hold, self._told = desk, hold, told
        self._query, self._args = query, args
        column = widgets.stack(self, gap=0)
        self.label = widgets.words("")
        column.addWidget(self.label)
        self.hide()
        hold.pressed.connect(self._ask)
        hold.released.connect(self._let_go)

    def _ask(self) -> None:
        self._desk.ask(self._query, *self._args, then=self._show, owner=self)

    def _show(self, answer: Any) -> None:
        if self._hold.isDown():
            self.label.setText(self._told(answer))
            self.show()
            widgets.announce(self.label, self.label.text())

    def _let_go(self) -> None:
        self.hide()
        self.label.clear()


class HeldWords(QtWidgets.QWidget):
    """Words that are known already and stand apart, behind a button that is held. In no widget until then."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self._told = words
        column = widgets.stack(self, gap=4)
        across = widgets.line(gap=8)
        self.button = Hold("Hold to show", name)
        across.addWidget(self.button)
        across.addStretch(1)
        self.words = widgets.words("")
        self.words.hide()
        column.addLayout(across)
        column.addWidget(self.words)
        self.button.pressed.connect(self._show)
        self.button.released.connect(self._let_go)

    def _show(self) -> None:
        self.words.setText(self._told)
        self.words.setLayoutDirection(answer_text.direction(self._told))
        self.words.show()
        widgets.announce(self.words, self._told)

    def _let_go(self) -> None:
        self.words.hide()
        self.words.clear()
