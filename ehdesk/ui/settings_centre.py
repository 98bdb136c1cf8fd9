"""The part of Settings about the authority's centre: connected or not, and what the lock screen may do."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ehdesk.ui import answer_choices, background, carrying, widgets
from ehdesk.ui import desk as desks

_HAND_IN = "The lock screen may send what waits"
_HAND_IN_WHY = (
    "It goes sealed, and nothing is opened. If this laptop is ever lost, your authority can give your work "
    "back to you, with your recovery code."
)


class Doors(Protocol):
    """What this part asks for."""

    def open_centre(self) -> None:
        """Go to the page that sends and receives, and connects."""

    def let_hand_in(self, *, may: bool, then: desks.Then, failed: desks.Failed) -> None:
        """Whether this laptop may send what waits while it is locked."""


class CentrePart(QWidget):
    """Says how it stands, and says it anew where that changes while the page is open.

    `hands_in` says whether the laptop may send while it is locked: None without a password store for that.
    `done` and `failed` make what is called once something was done, for a line of words and what to say.
    """

    def __init__(
        self,
        doors: Doors,
        centre: str,
        *,
        practice: bool,
        hands_in: bool | None,
        done: Callable[[QWidget, str], desks.Then],
        failed: Callable[[QWidget], desks.Failed],
    ) -> None:
        super().__init__()
        self._doors, self._hands_in, self._done, self._failed = doors, hands_in, done, failed
        self._is_practice, self.centre = practice, centre
        self.words = widgets.words("")
        self.centre_button = widgets.button("", doors.open_centre)
        self.hand_in_tick = answer_choices.Tick(_HAND_IN)
        self.hand_in_tick.setChecked(bool(hands_in))
        self.hand_in_tick.clicked.connect(self._let_hand_in)
        self.hand_in_said = widgets.quiet("")
        self.hand_in_said.hide()
        self._hand_in = QWidget()
        below = widgets.stack(self._hand_in, gap=12)
        for part in (self.hand_in_tick, widgets.quiet(_HAND_IN_WHY), self.hand_in_said):
            below.addWidget(part)
        column = widgets.stack(self, gap=12)
        column.addWidget(self.words)
        column.addWidget(self.centre_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._hand_in)
        self._show()

    def follow(self, state: carrying.State) -> None:
        """Who unlocks and returns to this page is here before it is known whether there is a centre."""
        if state.counts.authority != self.centre:
            self.centre = state.counts.authority
            self._show()

    def _show(self) -> None:
        connected = f"This laptop is connected to {self.centre}. Your work goes there by itself."
        alone = "This laptop is connected to no centre. Everything that you write stays on it."
        if self._is_practice:
            alone = "Nothing in the practice vault is ever sent."
        self.words.setText(connected if self.centre else alone)
        self.centre_button.setText("Sending and receiving" if self.centre else "Connect this laptop")
        self.centre_button.setVisible(bool(self.centre) or not self._is_practice)
        self._hand_in.setVisible(bool(self.centre) and self._hands_in is not None)

    def _let_hand_in(self, may: bool) -> None:  # noqa: FBT001 - Qt's own
        words = "Switched on. The lock screen offers it." if may else "Switched off."

        def refused(error: Exception) -> None:
            if background.is_here(self):
                self.hand_in_tick.setChecked(not may)
            self._failed(self.hand_in_said)(error)

        self._doors.let_hand_in(may=may, then=self._done(self.hand_in_said, words), failed=refused)
