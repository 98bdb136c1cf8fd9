"""Next steps (F9): who to call now. Reachable everywhere, before the vault is opened too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ehdesk.ui import plain, widgets

if TYPE_CHECKING:
    from ehdesk.ui import messages

EMERGENCY = "999"


class Numbers(NamedTuple):
    """The authority's two numbers as the worker entered them; empty when they have not been yet."""

    daytime: str = ""
    out_of_hours: str = ""
    practice: bool = False

    @property
    def are_known(self) -> bool:
        """Whether both numbers stand, so that a family can be taken."""
        return bool(self.daytime.strip() and self.out_of_hours.strip())


def urgent(numbers: Numbers) -> QFrame:
    """The three numbers on one quiet surface, for the unlock window and for Next steps."""
    frame, column = widgets.card(gap=12)
    frame.setAccessibleName("Urgent numbers")
    column.addWidget(widgets.heading("If somebody needs help now", 3))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for row, (who, number) in enumerate(_lines(numbers)):
        name = widgets.words(who)
        grid.addWidget(name, row, 0)
        shown = widgets.words(number or "Not entered yet", "number" if number else "quiet", selectable=True)
        shown.setAccessibleName(f"{who}: {number or 'not entered yet'}")
        shown.setWordWrap(not number)
        plain.put(shown, alignment=plain.RIGHT_AND_MIDDLE, focusPolicy=plain.NO_FOCUS)
        grid.addWidget(shown, row, 1)
    grid.setColumnStretch(0, 1)
    column.addLayout(grid)
    if numbers.practice:
        column.addWidget(widgets.words("PRACTICE: these two numbers are invented. 999 is real.", "warm"))
    return frame


def _lines(numbers: Numbers) -> tuple[tuple[str, str], ...]:
    return (
        ("Immediate danger", EMERGENCY),
        ("Children’s services, daytime", numbers.daytime),
        ("Children’s services, evenings and weekends", numbers.out_of_hours),
    )


def show(parent: QWidget, numbers: Numbers) -> messages.Dialog:
    """Open Next steps over whatever is on the screen. Nothing that was being typed is touched."""
    from ehdesk.ui import messages  # late: the first window shows the numbers and no dialog

    dialog = messages.Dialog(parent, "Next steps")
    dialog.body.addWidget(
        widgets.words("Are you worried about a child or a grown-up? You do not have to be sure.")
    )
    dialog.body.addWidget(urgent(numbers))
    for sentence in (
        "Call first, write afterwards. What you have typed is kept while you call.",
        "Say who you are, where the child is now, and what you saw or heard, in their words.",
        "Tell your manager as soon as you can. You need no agreement from anybody to make this call.",
    ):
        dialog.body.addWidget(widgets.words(sentence))
    if not numbers.are_known:
        dialog.body.addWidget(
            widgets.notice(
                "Your authority’s two numbers are not entered yet",
                "Settings asks for them. Until then use the number on your team’s wall, or 999.",
                kind="needs",
            )
        )
    close = widgets.primary("Back to where I was", dialog.accept)
    close.setDefault(True)
    dialog.buttons.addWidget(close)
    dialog.buttons.addStretch(1)
    close.setFocus()
    dialog.open()
    return dialog
