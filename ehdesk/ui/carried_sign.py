"""How a record stands on its way to the centre, in words and a sign; nothing where there is no centre."""

from typing import Any

from PySide6 import QtCore

from ehdesk.models import carried
from ehdesk.ui import autosave, widgets
from ehdesk.ui import desk as desks

Said = tuple[str, str, widgets.Tone]


def said(desk: desks.Desk, found: carried.Carried) -> Said:
    """The words, the sign and the tone: "Received 14:02"."""
    if found.kind == "needs":
        return "Needs you", "needs-you", "warm"
    if found.kind == "waits" or found.at is None:
        return "On this laptop", "laptop", "quiet"
    return f"Received {desk.words.when(found.at, desk.clock.today())}", "received", "received"


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
