"""Making packs one after another and giving them: to a printer, to a file; each noted once it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtCore

from ehdesk import errors, files, settings
from ehdesk.models import tray, visit_pack
from ehdesk.ui import desk as desks
from ehdesk.ui import pack_run, printer

_SAVED = "Saved. The files are not encrypted: delete them after printing."
_SAVED_ONE = "Saved. The file is not encrypted: delete it after printing."


@dataclass(frozen=True)
class Batch:
    """What goes into one PDF: whose file, for whom ("" for several), which papers."""

    family_id: str | None
    to: str
    pieces: tuple[tray.Piece, ...]

    @property
    def language(self) -> str:
        """The cover's: its reader's, where all is in one language for one reader."""
        own = {piece.language for piece in self.pieces}
        return own.pop() if self.to and len(own) == 1 else "en"


_Ready = tuple[Batch, pack_run.Packed]


class Giving(QtCore.QObject):
    """`told` carries a sentence, `progressed` how many papers are made or pages sent, and of how many.

    `began` and `ended` say when it works, `given` that all is printed or saved, and noted.
    """

    told = QtCore.Signal(str)
    progressed = QtCore.Signal(int, int)
    began = QtCore.Signal()
    ended = QtCore.Signal()
    given = QtCore.Signal(str)

    def __init__(self, parent: QtCore.QObject, desk: desks.Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self._run: pack_run.PackRun | None = None
        self._sending: printer.Sending | None = None
        self.ready: list[_Ready] = []
        self._left: list[_Ready] = []
        self._gone: list[_Ready] = []

    @property
    def is_busy(self) -> bool:
        """Whether papers are being made."""
        return self._run is not None

    def make(self, batches: Sequence[Batch], then: Any) -> None:
        """Make a PDF of each, then go on."""
        self.ready = []
        self.began.emit()
        self._make_next(list(batches), then)

    def _make_next(self, left: list[Batch], then: Any) -> None:
        if not left:
            self._run = None
            self.ended.emit()
            then()
            return
        batch, rest = left[0], left[1:]
        run = pack_run.PackRun(self, self._desk, batch.family_id, batch.pieces, language=batch.language)
        run.progressed.connect(self._on_progressed)
        run.failed.connect(self._on_failed)

        def made(packed: pack_run.Packed) -> None:
            self.ready.append((batch, packed))
            self._make_next(rest, then)

        run.done.connect(made)
        self._run = run

    def _on_progressed(self, made: int, total: int) -> None:
        self.told.emit(f"Making the papers: {made} of {total}")
        self.progressed.emit(made, total)

    def _on_failed(self, error: Exception) -> None:
        self._run = None
        self.ended.emit()
        if isinstance(error, errors.Refusal):
            title, _safe, todo = error.words()
            self.told.emit(f"{title}. {todo}")
        else:
            self._desk.refused.emit(error)

    def stop(self) -> None:
        """Make and send no more. What went to the printer is written down though it is not all of it."""
        if self._sending is not None:
            sending, self._sending = self._sending, None
            sending.stop()
        if self._run is not None:
            self._run.stop()
            self._run = None
            self.ended.emit()
            self.told.emit("Stopped. Nothing was printed or saved.")

    def send_to(self, chosen: Any) -> None:
        """Send every pack that is made to this printer."""
        self._left, self._gone = list(self.ready), []
        self.began.emit()
        self._send_next(chosen)

    def _send_next(self, chosen: Any) -> None:
        if not self._left:
            self._sending = None
            self.ended.emit()
            self._note("printed", "Sent to the printer.")
            return
        one = self._left.pop(0)
        sending = printer.Sending(self, self._desk, one[1].pdf, chosen)
        sending.progressed.connect(lambda at, total: self.told.emit(f"Sending page {at} of {total}"))
        sending.progressed.connect(self.progressed)
        sending.done.connect(lambda pages: self._on_sent(one, pages, chosen))
        self._sending = sending

    def _on_sent(self, one: _Ready, pages: int, chosen: Any) -> None:
        if pages:
            self._gone.append(one)
        if self._sending is not None:
            self._send_next(chosen)
            return
        self.ended.emit()
        self._write_down(self._gone, "printed")
        went = "What went to the printer is among the copies." if self._gone else "Nothing was printed."
        self.told.emit(f"Stopped. {went}")

    def save_to(self, path: Path) -> None:
        """Write each pack to a file there; of several, each with a number."""
        total = len(self.ready)
        some = [(_numbered(path, at, total), packed.pdf) for at, (_b, packed) in enumerate(self.ready, 1)]
        self._desk.work(
            partial(_write, some),
            then=lambda _none: self._note("saved", _SAVED if total > 1 else _SAVED_ONE),
            failed=lambda _error: self.told.emit("It could not be saved there. Choose another folder."),
            owner=self,
        )

    def _note(self, method: str, said: str) -> None:
        """Write it all into the book and among the copies, and say what could not go."""
        self._write_down(self.ready, method)
        missing = [line for _batch, packed in self.ready for line in packed.left_out]
        told = " ".join(f"Not in it: {piece.title} for {piece.to or 'you'}. {why}" for piece, why in missing)
        self.told.emit(" ".join(part for part in (said, told) if part))
        self.given.emit(method)

    def _write_down(self, packs: Sequence[_Ready], method: str) -> None:
        limits = getattr(self._desk.settings, "limits", None) or settings.Limits()
        back = self._desk.clock.today() + timedelta(days=limits.paper_back_days)
        for batch, packed in packs:
            self._desk.do(
                visit_pack.given, batch.family_id, packed.made, method=method, back_on=back, quietly=True
            )


def _numbered(path: Path, number: int, total: int) -> Path:
    path = path if path.suffix else path.with_suffix(".pdf")
    return path if total == 1 else path.with_stem(f"{path.stem}-{number}")


def _write(some: Sequence[tuple[Path, bytes]]) -> None:
    for path, pdf in some:
        files.write_durably(path, pdf)
