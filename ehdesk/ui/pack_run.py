"""Making a pack paper by paper on the vault lane: between two papers others have their turn.

Nothing of it is on the disk: the PDF stays in memory until it is printed or saved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6 import QtCore

from ehdesk import errors, words
from ehdesk.models import acts, tray, visit_pack
from ehdesk.rules import protected_words
from ehdesk.ui import desk as desks

Key = tuple[str, str]
Decided = Mapping[Key, visit_pack.Looked]
"""What a person decided of the words that were found, by the `key` of the paper."""


def key(piece: tray.Piece) -> Key:
    """Which form for whom, in whatever language and size."""
    return piece.record_id, piece.person


@dataclass(frozen=True)
class LeftOut:
    """A paper that could not go in, with what to do; `found` are words that a person is to look at first."""

    piece: tray.Piece
    why: str
    found: tuple[protected_words.Found, ...] = ()


@dataclass(frozen=True)
class Packed:
    """A pack that is made, and the papers that could not go in.

    `unprintable` says which letters cannot be printed; "" where all can.
    """

    pdf: bytes = field(repr=False)
    made: tuple[visit_pack.Made, ...]
    left_out: tuple[LeftOut, ...] = ()
    unprintable: str = ""


class PackRun(QtCore.QObject):
    """`progressed` carries (papers made, of how many), `done` a `Packed`; after `stop` neither comes."""

    progressed = QtCore.Signal(int, int)
    done = QtCore.Signal(object)
    failed = QtCore.Signal(object)

    def __init__(
        self,
        parent: QtCore.QObject,
        desk: desks.Desk,
        family_id: str | None,
        pieces: Sequence[tray.Piece],
        *,
        language: str = "en",
        decided: Decided | None = None,
    ) -> None:
        super().__init__(parent)
        self._decided = decided or {}
        self._desk, self._family_id = desk, family_id
        self._pieces = tuple(pieces)
        self._made: list[visit_pack.Made] = []
        self._left_out: list[LeftOut] = []
        self._binder: Any = None
        self._drawing: Iterator[int] | None = None
        self._at = 0
        self._is_stopped = False
        begin = partial(_begin, family_id=family_id, authority=desk.settings, language=language)
        desk.ask(begin, then=self._on_begun, failed=self._on_failed, owner=self)

    def stop(self) -> None:
        """Make no more of it."""
        self._is_stopped = True
        self.deleteLater()

    def _on_begun(self, begun: tuple[Any, Any]) -> None:
        self._binder, self._place = begun
        self._next()

    def _next(self) -> None:
        self.progressed.emit(self._at, len(self._pieces))
        if self._is_stopped:
            return
        if self._at < len(self._pieces):
            self._desk.ask(
                _put,
                self._pieces[self._at],
                self._family_id,
                self._binder,
                self._place,
                self._decided.get(key(self._pieces[self._at]), visit_pack.NOT_LOOKED),
                then=self._on_put,
                failed=self._on_not_put,
                owner=self,
            )
            return
        if not self._made:
            self.done.emit(Packed(b"", (), tuple(self._left_out)))
            self.deleteLater()
            return
        self._drawing = self._binder.drawing()
        self._draw()

    def _on_put(self, made: visit_pack.Made) -> None:
        self._made.append(made)
        self._at += 1
        self._next()

    def _on_not_put(self, error: Exception) -> None:
        """A paper that may not go as it is: the others go, and the words say what to do."""
        if not isinstance(error, errors.Refusal):
            self._on_failed(error)
            return
        title, _safe, todo = error.words()
        found = error.faults if isinstance(error, errors.LookFirst) else ()
        why = "Look at its words first." if found else f"{title}. {todo}"
        self._left_out.append(LeftOut(self._pieces[self._at], why, found))
        self._at += 1
        self._next()

    def _draw(self, drawn: int | None = 0) -> None:
        if self._is_stopped:
            return
        if drawn is None:
            finish = partial(_finish, self._binder)
            self._desk.work(finish, then=self._on_finished, failed=self._on_failed, owner=self)
            return
        job = partial(next, self._drawing, None)
        self._desk.work(job, then=self._draw, failed=self._on_failed, owner=self)

    def _on_finished(self, finished: tuple[bytes, str]) -> None:
        self._binder = self._drawing = None
        pdf, unprintable = finished
        self.done.emit(Packed(pdf, tuple(self._made), tuple(self._left_out), unprintable))
        self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self.deleteLater()


def _begin(read: acts.Reading, family_id: str | None, authority: Any, language: str) -> tuple[Any, Any]:
    """An empty pack, and whose paper it is."""
    from ehdesk.paper import pack, papers  # late: typesetting loads when it is first wanted

    place = papers.place_of(authority)
    return pack.Binder(words.of(language), papers.cover(read, family_id, place)), place


def _put(
    read: acts.Reading,
    piece: tray.Piece,
    family_id: str | None,
    binder: Any,
    place: Any,
    looked: visit_pack.Looked,
) -> visit_pack.Made:
    from ehdesk.paper import papers  # late: see above

    return papers.put(read, piece, family_id, binder, place, looked)


def _finish(binder: Any) -> tuple[bytes, str]:
    """The PDF, and which of its letters cannot be printed."""
    from ehdesk.paper import unprintable  # late: see above

    return binder.finish(), unprintable.said(binder.set.unknown)
