"""Somebody who may be in one family's file twice: who wrote which record down, and the way to join them."""

from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.models import twice
from ehdesk.ui import desk as desks
from ehdesk.ui import telling, widgets

_LEFT = QtCore.Qt.AlignmentFlag.AlignLeft


class TwiceCard(QtWidgets.QFrame):
    """Leads to the newer record, where both can be looked at, joined, or said to be two people."""

    def __init__(self, desk: desks.Desk, found: twice.Twice) -> None:
        super().__init__()
        self.setProperty("look", "card")
        column = widgets.stack(self, gap=8, margin=16)
        name = telling.child_name(desk, found.name)
        told = "is in this file twice" if found.is_linked else "may be in this file twice"
        column.addWidget(widgets.heading(f"{name} {told}", 3))
        column.addWidget(widgets.quiet(_whose(desk, found)))
        words = "Join the two records" if found.is_linked else "Look at both records"
        self.button = widgets.button(words, partial(desk.go, desks.Place("person", found.other)))
        self.button.setAccessibleName(f"{words}: {name}")
        column.addWidget(self.button, 0, _LEFT)


def _whose(desk: desks.Desk, found: twice.Twice) -> str:
    """ "Written down by Carol Ndlovu (Mon 16:52) and by Sarah Doyle (10:42)."."""
    me = desk.me.name if desk.me is not None else ""
    told = [
        f"by {'you' if who == me else who or 'somebody else'} ({desk.words.when(at, desk.clock.today())})"
        for who, at in found.whose
    ]
    return f"Written down {' and '.join(told)}. Nothing is lost whichever record stands."
