"""The files of documents on their way: which the centre has, which have not come yet, which have to go.

The words travel as acts and say the SHA-256 of a file; its bytes follow, both ways, when there is time.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ehdesk.models import acts, base, document, quick

FILED, PIECE, GOING = base.filed, base.file_piece, base.file_going

_EPOCH = sa.select(sa.func.json_extract(base.meta.c.value, "$.epoch")).where(base.meta.c.key == "centre")
_PUT = sqlite.insert(FILED)
_FILE = _PUT.on_conflict_do_update(index_elements=["sha256"], set_={"epoch": _PUT.excluded.epoch})
_GO = sqlite.insert(GOING).on_conflict_do_nothing()


@dataclass(frozen=True)
class Waiting:
    """One file and how large it is. `is_here`: it is to be sent; otherwise it has not come yet."""

    sha256: str
    size: int
    is_here: bool


_KNOWN = sa.select(FILED.c.sha256).where(FILED.c.epoch == sa.bindparam("epoch"))
_NOT_FILED = (
    sa.select(document.TABLE.c.sha256, sa.func.max(document.TABLE.c.size).label("size"))
    .where(
        document.TABLE.c.sha256.not_in(
            sa.select(FILED.c.sha256).where(FILED.c.epoch == sa.bindparam("epoch"))
        ),
        document.TABLE.c.sha256 != "",
    )
    .group_by(document.TABLE.c.sha256)
)


def waiting(read: acts.Reading, epoch: str) -> tuple[Waiting, ...]:
    """The files that are not both here and at the centre, those that are here first, the small ones first."""
    rows = read.connection.execute(_NOT_FILED, {"epoch": epoch}).all()
    holds = read.bench.cabinet.holds
    found = [Waiting(row.sha256, row.size, holds(row.sha256)) for row in rows]
    found += [Waiting(sha256, len(content(read, sha256)), is_here=True) for sha256 in _owed(read)]
    return tuple(sorted(found, key=lambda one: (not one.is_here, one.size, one.sha256)))


def content(read: acts.Reading, sha256: str) -> bytes:
    """The bytes of a file. Raises: DocumentDamaged."""
    return read.bench.cabinet.read(sha256)


_NEWEST_PIECE = (
    sa.select(PIECE.c.start, sa.func.length(PIECE.c.content).label("size"))
    .where(PIECE.c.sha256 == sa.bindparam("sha256"))
    .order_by(PIECE.c.start.desc())
    .limit(quick.at_most(1))
)


def held(read: acts.Reading, sha256: str) -> int:
    """How many bytes of a file have come so far."""
    row = read.connection.execute(_NEWEST_PIECE, {"sha256": sha256}).first()
    return 0 if row is None else row.start + row.size


@acts.act("file.sent", local=True)
def note_filed(work: acts.Work, sha256: str, epoch: str) -> None:
    """The centre has this file."""
    work.connection.execute(_FILE, {"sha256": sha256, "epoch": epoch})
    _owe_no_more(work, sha256)


@acts.act("file.refused", local=True)
def let_go(work: acts.Work, sha256: str) -> None:
    """The centre has no words that name this file: where it has to go, it may. Not while words of ours wait
    for those of another laptop, as they do after the centre was put back from a copy: it may be theirs."""
    if not work.connection.execute(sa.select(base.waiting.c.act_n).limit(1)).all():
        _owe_no_more(work, sha256)


_OWES_NO_MORE = sa.update(GOING).where(GOING.c.sha256 == sa.bindparam("of_file")).values(is_owed=False)


def _owe_no_more(work: acts.Work, sha256: str) -> None:
    work.connection.execute(_OWES_NO_MORE, {"of_file": sha256})


_KEEP_PIECE = sa.insert(PIECE)


@acts.act("file.came", local=True)
def take_piece(work: acts.Work, sha256: str, start: int, piece: bytes) -> None:
    """Keep the next piece of a file that is coming."""
    if start == held(work, sha256):
        work.connection.execute(_KEEP_PIECE, {"sha256": sha256, "start": start, "content": piece})


_PIECES = sa.select(PIECE.c.content).where(PIECE.c.sha256 == sa.bindparam("sha256")).order_by(PIECE.c.start)


@acts.act("file.kept", local=True)
def keep(work: acts.Work, sha256: str, epoch: str) -> bool:
    """All of a file has come: into the cabinet with it. False where it is not what it is called; then its
    pieces are gone. Raises: DocumentTooLarge, DiskFull, FolderUnusable."""
    whole = b"".join(work.connection.execute(_PIECES, {"sha256": sha256}).scalars())
    _drop_pieces(work, [sha256])
    if sha256 not in document.named(work) or hashlib.sha256(whole).hexdigest() != sha256:
        return False
    work.bench.cabinet.put(whole)
    work.connection.execute(_FILE, {"sha256": sha256, "epoch": epoch})
    return True


# Files that have to go


_FILED_NOW = sa.select(FILED.c.sha256).where(FILED.c.epoch == _EPOCH.scalar_subquery())
_NOT_FILED_NOW = sa.delete(FILED).where(FILED.c.sha256 == sa.bindparam("of_file"))


def withdraw(work: acts.Work, rows: Collection[tuple[str, str]]) -> None:
    """Documents (SHA-256, author) leave this desk: their files go too, where no other record names them. What
    only went to a centre that was put back from a copy since is owed as if it had never gone."""
    if not rows:
        return
    stays, at_centre = document.named(work), set(work.connection.execute(_FILED_NOW).scalars())
    mine = {work.by, *work.bench.own_ids}
    for sha256, author in rows:
        if sha256 and sha256 not in stays:
            is_owed = author in mine and sha256 not in at_centre and work.bench.cabinet.holds(sha256)
            work.connection.execute(_GO, {"sha256": sha256, "is_owed": is_owed})
            _drop_pieces(work, [sha256])
            work.connection.execute(_NOT_FILED_NOW, {"of_file": sha256})


class _Left(msgspec.Struct):
    """A file whose words went: who had written them, and since when."""

    author: str
    since: date


LEFT_FOR = timedelta(days=35)
"""So long such a file is kept: an older copy of a centre nobody goes back to."""

_LEFT = "files_left"
_READ_LEFT = sa.select(base.meta.c.value).where(base.meta.c.key == _LEFT)
_KEEP_LEFT = sa.insert(base.meta).prefix_with("OR REPLACE")
_left_decoder = msgspec.json.Decoder(dict[str, _Left])


def leave(work: acts.Work, rows: Iterable[tuple[str, str]]) -> None:
    """Documents (SHA-256, author) have not come again from a centre that was put back from a copy. Their
    files are kept: the words, or the hand-over of their family to this desk, may yet come from a laptop
    which has let go of the bytes or lost them. No page shows them meanwhile."""
    named, today = document.named(work), work.clock.today()
    fresh = {sha256: _Left(author, today) for sha256, author in rows if sha256 and sha256 not in named}
    if fresh:
        _keep_left(work, fresh | _left(work))


def let_go_of_left(work: acts.Work) -> None:
    """Of the files that were left without words those go whose words have not come for so long that nobody
    has them."""
    if not (left := _left(work)):
        return
    named, oldest = document.named(work), work.clock.today() - LEFT_FOR
    waits = {sha256: one for sha256, one in left.items() if sha256 not in named}
    withdraw(work, [(sha256, one.author) for sha256, one in waits.items() if one.since <= oldest])
    _keep_left(work, {sha256: one for sha256, one in waits.items() if one.since > oldest})


def left(read: acts.Reading) -> frozenset[str]:
    """The files whose words may yet come again."""
    return frozenset(_left(read))


def _left(read: acts.Reading) -> dict[str, _Left]:
    kept = read.connection.execute(_READ_LEFT).scalar()
    return {} if kept is None else _left_decoder.decode(kept)


def _keep_left(work: acts.Work, left: dict[str, _Left]) -> None:
    work.connection.execute(_KEEP_LEFT, {"key": _LEFT, "value": msgspec.json.encode(left).decode()})


def is_any_going(read: acts.Reading) -> bool:
    """Whether a file has to go and may."""
    return bool(_going(read))


@acts.act("file.cleared", local=True)
def clear_away(work: acts.Work) -> int:
    """Take the files away that have to go, unless a record names them again. How many went.

    After the act that withdrew them: a file that is gone cannot come back with a transaction that failed.
    """
    named, going = document.named(work), _going(work)
    gone = [sha256 for sha256 in going if sha256 not in named]
    for sha256 in gone:
        work.bench.cabinet.remove(sha256)
        work.connection.execute(_NOT_FILED_NOW, {"of_file": sha256})  # or it never came again
    for sha256 in going:
        work.connection.execute(sa.delete(GOING).where(GOING.c.sha256 == sha256))
    return len(gone)


_GOING = sa.select(GOING.c.sha256).where(GOING.c.is_owed.is_(False))
_OWED = sa.select(GOING.c.sha256).where(GOING.c.is_owed.is_(True))
_DROP = sa.delete(PIECE).where(PIECE.c.sha256.in_(sa.bindparam("files", expanding=True)))


def _going(read: acts.Reading) -> list[str]:
    return list(read.connection.execute(_GOING).scalars())


def _owed(read: acts.Reading) -> list[str]:
    return [one for one in read.connection.execute(_OWED).scalars() if read.bench.cabinet.holds(one)]


def _drop_pieces(work: acts.Work, sha256s: Sequence[str]) -> None:
    work.connection.execute(_DROP, {"files": sha256s})
