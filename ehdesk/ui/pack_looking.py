"""Words that a person is to look at before papers go, one list for each paper that waits for it."""

from collections.abc import Iterable

from PySide6 import QtCore, QtWidgets

from ehdesk.models import tray, visit_pack
from ehdesk.ui import pack_run, reader_findings, widgets


class Looking(QtWidgets.QWidget):
    """`changed` says that something was decided; `decided` is what, of the papers of which all is."""

    changed = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines = widgets.stack(self, gap=16)
        self._lists: dict[pack_run.Key, reader_findings.Findings] = {}
        self.hide()

    def show_found(self, left_out: Iterable[pack_run.LeftOut]) -> None:
        """Show what was found, and keep what was decided of it before."""
        for one in left_out:
            if one.found:
                self._list(one.piece).show_found(one.found)
        self.setVisible(bool(self._lists))

    def keep_for(self, pieces: Iterable[tray.Piece]) -> None:
        """Forget what belongs to papers that are not wanted any more."""
        wanted = {pack_run.key(piece) for piece in pieces}
        for gone in self._lists.keys() - wanted:
            found = self._lists.pop(gone)
            self._lines.removeWidget(found)
            found.hide()
            found.deleteLater()
        self.setVisible(bool(self._lists))

    def decided(self) -> dict[pack_run.Key, visit_pack.Looked]:
        """What a person said of each paper; of one of which not all is decided, nothing."""
        return {
            key: visit_pack.Looked(one.left_out(), frozenset(one.found))
            for key, one in self._lists.items()
            if one.all_decided
        }

    @property
    def lists(self) -> tuple[reader_findings.Findings, ...]:
        """One for each paper."""
        return tuple(self._lists.values())

    def _list(self, piece: tray.Piece) -> reader_findings.Findings:
        key = pack_run.key(piece)
        if key not in self._lists:
            made = reader_findings.Findings(f"{piece.title}, for {piece.to or 'you'}")
            made.changed.connect(self.changed)
            self._lists[key] = made
            self._lines.addWidget(made)
        return self._lists[key]
