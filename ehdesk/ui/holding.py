"""Words that show only while a button is held down: by mouse, or by Space. Losing the focus lets go."""

from PySide6 import QtGui, QtWidgets

from ehdesk.ui import answer_text, widgets


class HoldButton(widgets.Button):
    """Shows while it is held. `pressed` and `released` are Qt's own."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, look="link", sign="show")
        self.setAccessibleName(name)
        self.setAccessibleDescription("Hold Space or the mouse button down to show, let go to hide")
        self.setToolTip("Hold to show")

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        """Let go."""
        if self.isDown():
            self.setDown(False)
            self.released.emit()
        super().focusOutEvent(event)


class Held(QtWidgets.QWidget):
    """Words that stand apart, behind a button that is held. They are in no widget until then."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self._told = words
        column = widgets.stack(self, gap=4)
        across = widgets.line(gap=8)
        self.button = HoldButton("Hold to show", name)
        across.addWidget(self.button)
        across.addStretch(1)
        self.words = widgets.words("")
        self.words.hide()
        column.addLayout(across)
        column.addWidget(self.words)
        self.button.pressed.connect(self._show)
        self.button.released.connect(self._hide)

    def _show(self) -> None:
        self.words.setText(self._told)
        self.words.setLayoutDirection(answer_text.direction(self._told))
        self.words.show()
        widgets.announce(self.words, self._told)

    def _hide(self) -> None:
        self.words.hide()
        self.words.clear()
