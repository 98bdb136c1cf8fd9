"""How a record stands on its way to the centre, in words and a sign; nothing where there is no centre."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6 import QtCore

from ehdesk.models import carried
from ehdesk.ui import autosave, rows, widgets
from ehdesk.ui import desk as desks

Said = tuple[str, str, widgets.Tone]


def said(desk: desks.Desk, found: carried.Carried) -> Said:
    """The words, the sign and the tone: "Received 14:02"."""
    if found.kind == "needs":
        return "Needs you", "needs-you", "warm"
    if found.kind == "waits" or found.at is None:
        return "On this laptop", "laptop", "quiet"
    return f"Received {desk.words.when(found.at, desk.clock.today())}", "received", "received"


def in_list(
    desk: desks.Desk,
    found: Sequence[rows.Row],
    show: Callable[[Sequence[rows.Row]], object],
    owner: QtCore.QObject,
) -> None:
    """Show these rows, and beside those that have not come to the centre, or need somebody, say so.

    That a record was received is not said in a list: most were.
    """

    def signed(stands: Mapping[str, carried.Carried]) -> None:
        told = {key: said(desk, each)[0] for key, each in stands.items() if each.kind != "received"}
        if told:
            show([_beside(row, told.get(row.key, "")) for row in found])

    show(found)
    desk.ask(carried.of_records, [row.key for row in found], then=signed, owner=owner)


def _beside(row: rows.Row, words: str) -> rows.Row:
    return replace(row, side=" · ".join(part for part in (words, row.side) if part))


class CarriedSign(QtCore.QObject):
    """Follows one record: `changed` carries what is to be said of it, or None."""

    changed = QtCore.Signal(object)
    gone = QtCore.Signal()  # it was here, and is not on this laptop any more

    def __init__(self, desk: desks.Desk, record_id: str, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._desk, self._record_id = desk, record_id
        self._found: carried.Carried | None = None
        carrying: Any = getattr(desk, "carrying", None)
        if carrying is not None:
            carrying.went.connect(self.read)

    def read(self, _told: object = None) -> None:
        """Ask how it stands."""
        self._desk.ask(carried.of_record, self._record_id, then=self._on_read, owner=self)

    def saved(self, state: autosave.SaveState) -> None:
        """Something was saved here: it waits again. Nothing has to be asked for that."""
        if self._found is not None and self._found.kind == "received" and state.kind.startswith("saved"):
            self._on_read(carried.Carried("waits"))

    def _on_read(self, found: carried.Carried | None) -> None:
        was, self._found = self._found, found
        if found is None and was is not None:
            self.gone.emit()
        self.changed.emit(None if found is None else said(self._desk, found))
