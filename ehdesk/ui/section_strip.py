"""The parts of a page side by side, one of them open: chosen by tap, by arrows, or by Alt and a number."""

from collections.abc import Sequence
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.ui import flow


class SectionStrip(QtWidgets.QWidget):
    """Give it keys and titles; `picked` carries the key of the part that was chosen.

    With `keys_on`, Alt and a number choose one from anywhere in that widget.
    """

    picked = QtCore.Signal(str)

    def __init__(self, sections: Sequence[tuple[str, str]], keys_on: QtWidgets.QWidget | None = None) -> None:
        super().__init__()
        self._group = QtWidgets.QButtonGroup(self)
        self._keys = [key for key, _title in sections]
        self._buttons: dict[str, QtWidgets.QRadioButton] = {}
        across = flow.FlowLayout(6, 6)
        self.setLayout(across)
        for number, (key, title) in enumerate(sections, 1):
            button = QtWidgets.QRadioButton(title)
            button.setProperty("look", "part" if keys_on is not None else "tap")
            button.setAccessibleName(f"{title}: {'part of the page' if keys_on is not None else 'filter'}")
            self._group.addButton(button, number - 1)
            self._buttons[key] = button
            across.addWidget(button)
            if keys_on is None:
                continue
            button.setAccessibleDescription(f"Part {number} of {len(sections)}, Alt+{number}")
            button.setToolTip(f"{title} (Alt+{number})")
            shortcut = QtGui.QShortcut(QtGui.QKeySequence(f"Alt+{number}"), keys_on)
            shortcut.activated.connect(partial(self.choose, key))
        self._group.idToggled.connect(self._on_toggled)
        self.setAccessibleName("Parts of this page")

    def choose(self, key: str) -> None:
        """Open a part."""
        self._buttons[key].setChecked(True)

    def chosen(self) -> str:
        """The key of the part that is open."""
        return self._keys[max(self._group.checkedId(), 0)]

    def button(self, key: str) -> QtWidgets.QRadioButton:
        """The button of a part."""
        return self._buttons[key]

    def _on_toggled(self, number: int, is_on: bool) -> None:  # noqa: FBT001 - Qt's own signature
        if is_on:
            self.picked.emit(self._keys[number])

    def set_title(self, key: str, title: str) -> None:
        """Say more on a button: how many there are."""
        self._buttons[key].setText(title)
