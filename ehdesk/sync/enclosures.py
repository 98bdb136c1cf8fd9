"""Files of documents after the words: sent from where the centre stands, fetched piece by piece.

A piece that was handed over is never handed over again; who stops goes on from there the next time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from ehdesk import errors
from ehdesk.models import enclosed, enrolled
from ehdesk.sync import protocol

BY_ITSELF = 25 << 20
"""Bytes of a file that comes without being asked for: all of them, the small ones first. Lower it where the
way is dear; then a larger one comes by `fetch`."""


@runtime_checkable
class Way(Protocol):
    """A way to the centre that carries files. All raise a CentreRefusal."""

    def look(self, sha256: str, previous: str) -> protocol.Filed | None:
        """How far the centre is with this file; None where it does not take it from this desk."""

    def send_piece(
        self, sha256: str, previous: str, start: int, size: int, piece: bytes
    ) -> protocol.Filed | None:
        """Hand in a piece, and hear how far the centre is."""

    def piece(self, sha256: str, previous: str, start: int) -> bytes | None:
        """A piece of a file; None where the centre does not have it for this desk."""


class Desk(Protocol):
    """What is needed of an opened vault."""

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a verb in one act."""

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""


@dataclass
class Moved:
    """What was done: files sent, files that came, and whether some are left for another time."""

    sent: int = 0
    came: int = 0
    is_done: bool = True


Progress = Callable[[int, int], None]
"""Is told how many bytes of how many have gone or come."""


def carry(
    desk: Desk,
    way: Way,
    *,
    go_on: Callable[[], bool] = lambda: True,
    progress: Progress = lambda _done, _of: None,
) -> Moved:
    """Send what the centre has not got, then fetch what has not come. Raises: CentreRefusal; what was handed
    over stays. `go_on` is asked before each piece."""
    link: enrolled.Link = desk.ask(enrolled.link)
    waits: tuple[enclosed.Waiting, ...] = desk.ask(enclosed.waiting, link.epoch)
    due = [one for one in waits if one.is_here or one.size <= BY_ITSELF]
    moved, done, of = Moved(), 0, sum(one.size for one in due)
    for one in due:
        told = _Watched(go_on, progress, done, of)
        if one.is_here:
            moved.sent += _send(desk, way, link, one, told)
        else:
            moved.came += _fetch(desk, way, link, one, told)
        done += one.size
        if not go_on():
            moved.is_done = False
            break
    if desk.ask(enclosed.is_any_going):
        desk.do(enclosed.clear_away)
    return moved


def fetch(
    desk: Desk,
    way: Way,
    sha256: str,
    *,
    go_on: Callable[[], bool] = lambda: True,
    progress: Progress = lambda _done, _of: None,
) -> bool:
    """Bring one file here, from where it stopped the last time. Whether it is here now.

    Raises: CentreRefusal, DiskFull, FolderUnusable.
    """
    link: enrolled.Link = desk.ask(enrolled.link)
    waits = {one.sha256: one for one in desk.ask(enclosed.waiting, link.epoch)}
    return sha256 in waits and _fetch(desk, way, link, waits[sha256], _Watched(go_on, progress))


@dataclass
class _Watched:
    """One file among all of them."""

    go_on: Callable[[], bool]
    progress: Progress
    before: int = 0
    of: int = 0

    def at(self, done: int, size: int) -> None:
        """So many bytes of this one have gone or come."""
        self.progress(self.before + done, self.of or size)


def _fetch(desk: Desk, way: Way, link: enrolled.Link, one: enclosed.Waiting, told: _Watched) -> bool:
    """Whether all of it is here now."""
    start: int = desk.ask(enclosed.held, one.sha256)
    while start < one.size:
        piece = way.piece(one.sha256, link.previous, start) if told.go_on() else None
        if not piece:
            return False
        desk.do(enclosed.take_piece, one.sha256, start, piece[: one.size - start])
        start += len(piece)
        told.at(min(start, one.size), one.size)
    return bool(desk.do(enclosed.keep, one.sha256, link.epoch).result)


def _send(desk: Desk, way: Way, link: enrolled.Link, one: enclosed.Waiting, told: _Watched) -> bool:
    """Whether the centre has it now. A damaged file is left for the full check, and holds up no other."""
    filed = way.look(one.sha256, link.previous)
    try:
        content: bytes = desk.ask(enclosed.content, one.sha256) if filed and not filed.is_whole else b""
    except errors.DocumentDamaged:
        return False
    went = -1
    while filed is not None and not filed.is_whole and told.go_on() and filed.held > went:
        went = filed.held
        piece = content[went : went + protocol.PIECE]
        filed = way.send_piece(one.sha256, link.previous, went, len(content), piece)
        told.at(filed.held if filed else 0, one.size)
    if filed is None:
        desk.do(enclosed.let_go, one.sha256)
        return False
    if filed.is_whole:
        desk.do(enclosed.note_filed, one.sha256, link.epoch)
    return filed.is_whole
