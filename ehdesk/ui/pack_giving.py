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
        self._decided: pack_run.Decided = {}
        self.ready: list[_Ready] = []
        self.left_out: list[pack_run.LeftOut] = []
        self._left: list[_Ready] = []
        self._gone: list[_Ready] = []

    @property
    def is_busy(self) -> bool:
        """Whether papers are being made."""
        return self._run is not None

    @property
    def is_sending(self) -> bool:
        """Whether pages are on their way to a printer."""
        return self._sending is not None

    def make(self, batches: Sequence[Batch], then: Any, *, decided: pack_run.Decided | None = None) -> None:
        """Make a PDF of each, then go on; what was being made is dropped.

        `ready` has each with what is in it, `left_out` the papers that could not go.
        """
        self._drop()
        self.ready, self.left_out, self._decided = [], [], decided or {}
        self.began.emit()
        self._make_next(list(batches), then)

    def _make_next(self, left: list[Batch], then: Any) -> None:
        if not left:
            self._run = None
            self.ended.emit()
            if self._unprintable():
                self.told.emit(self._unprintable())
            then()
            return
        batch, rest = left[0], left[1:]
        run = pack_run.PackRun(
            self,
            self._desk,
            batch.family_id,
            batch.pieces,
            language=batch.language,
            decided=self._decided,
        )
        run.progressed.connect(self._on_progressed)
        run.failed.connect(self._on_failed)

        def made(packed: pack_run.Packed) -> None:
            self.left_out += packed.left_out
            if packed.made:
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
        """Make and send no more. What a printer took whole is noted; what was on its way is taken back."""
        if self._sending is not None:
            self._sending.stop()
        if self._drop():
            self.told.emit("Stopped. Nothing was printed or saved.")

    def _drop(self) -> bool:
        """Make no more of what is being made; whether there was anything."""
        if self._run is None:
            return False
        self._run.stop()
        self._run = None
        self.ended.emit()
        return True

    def send_to(self, chosen: Any) -> None:
        """Send every pack that is made to this printer; each is noted once the printer has taken it."""
        self._left, self._gone = list(self.ready), []
        self._send_next(chosen)
        self.began.emit()

    def _send_next(self, chosen: Any) -> None:
        if not self._left:
            self._end_sending()
            self._conclude("printed", "Sent to the printer.")
            return
        sending = printer.Sending(self, self._desk, self._left[0][1].pdf, chosen)
        sending.progressed.connect(self.progressed)
        sending.progressed.connect(lambda at, total: self.told.emit(f"Sending page {at} of {total}"))
        sending.done.connect(lambda _pages: self._on_sent(chosen))
        sending.failed.connect(self._on_not_sent)
        self._sending = sending

    def _on_sent(self, chosen: Any) -> None:
        self._gone.append(self._left.pop(0))
        self._note(self._gone[-1:], "printed")
        self._send_next(chosen)

    def _end_sending(self) -> None:
        self._sending = None
        self.ended.emit()

    def _on_not_sent(self, error: Exception) -> None:
        """What the printer did not take is not noted, and stays to be printed."""
        self._end_sending()
        self.ready = self._left
        if not isinstance(error, errors.Refusal):
            self._desk.refused.emit(error)
            return
        names = ", ".join(batch.to or "you" for batch, _packed in self._gone)
        before = f"What was for {names} had been printed before, and is noted." if self._gone else ""
        self.told.emit(" ".join(part for part in (printer.said(error), before) if part))

    def save_to(self, path: Path) -> None:
        """Write each pack to a file there; of several, each with a number."""
        total = len(self.ready)
        some = [(_numbered(path, at, total), packed.pdf) for at, (_b, packed) in enumerate(self.ready, 1)]
        self._desk.work(
            partial(_write, some),
            then=lambda _none: self._on_saved(total),
            failed=lambda _error: self.told.emit("It could not be saved there. Choose another folder."),
            owner=self,
        )

    def _on_saved(self, total: int) -> None:
        self._note(self.ready, "saved")
        self._conclude("saved", _SAVED if total > 1 else _SAVED_ONE)

    def _unprintable(self) -> str:
        """Which letters of all that is made cannot be printed: said before it is given, and again after."""
        return " ".join(
            dict.fromkeys(packed.unprintable for _batch, packed in self.ready if packed.unprintable)
        )

    def _note(self, some: Sequence[_Ready], method: str) -> None:
        """Write them into the book and among the copies."""
        limits = getattr(self._desk.settings, "limits", None) or settings.Limits()
        back = self._desk.clock.today() + timedelta(days=limits.paper_back_days)
        for batch, packed in some:
            self._desk.do(
                visit_pack.given, batch.family_id, packed.made, method=method, back_on=back, quietly=True
            )

    def _conclude(self, method: str, said: str) -> None:
        """Say what became of it, and what could not go."""
        self.told.emit("\n".join(part for part in (said, self.missing(), self._unprintable()) if part))
        self.ready = []  # the next ones get codes of their own
        self.given.emit(method)

    def missing(self) -> str:
        """The papers that could not go in, each with what to do."""
        return "\n".join(
            f"Not in it: {one.piece.title} for {one.piece.to or 'you'}. {one.why}" for one in self.left_out
        )


def _numbered(path: Path, number: int, total: int) -> Path:
    path = path if path.suffix else path.with_suffix(".pdf")
    return path if total == 1 else path.with_stem(f"{path.stem}-{number}")


def _write(some: Sequence[tuple[Path, bytes]]) -> None:
    for path, pdf in some:
        files.write_durably(path, pdf)
