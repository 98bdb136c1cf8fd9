"""An answer that is known already, beside its question: where it was said, when, and one key to keep it."""

from dataclasses import dataclass

from PySide6 import QtCore, QtWidgets

from ehdesk.ui import answer_text, theme, widgets


@dataclass(frozen=True)
class Offered:
    """What is offered for one question: the answer in words, and "From Part A, 8 June 2026"."""

    key: str
    told: str
    source: str


class OfferBox(QtWidgets.QFrame):
    """Shows the answer and asks whether it is still right; `accepted` says yes. Typing another says no."""

    accepted = QtCore.Signal()

    def __init__(self, offered: Offered, question: str) -> None:
        super().__init__()
        self.offered = offered
        self.setProperty("look", "notice")
        self.dress()
        column = widgets.stack(self, gap=8, margin=12)
        column.addWidget(widgets.quiet(f"{offered.source}. Still right?"))
        told = widgets.words(offered.told, "answer", selectable=True)
        told.setLayoutDirection(answer_text.direction(offered.told))
        told.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        column.addWidget(told)
        self.yes = widgets.button("Still right", self.accepted.emit, sign="tick")
        self.yes.setToolTip("Still right (Ctrl+Enter)")
        self.yes.setAccessibleName(f"Still right: {question}")
        self.yes.setAccessibleDescription(f"{offered.source}: {offered.told}")
        column.addWidget(self.yes, 0, QtCore.Qt.AlignmentFlag.AlignLeft)

    def dress(self) -> None:
        """Be as wide as the answer beneath."""
        self.setMaximumWidth(theme.scaled(answer_text.WIDEST))
