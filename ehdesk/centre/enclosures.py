"""Files of documents, piece by piece: taken from who may write a record that names one, given to its holders.

They lie in the database, or in a folder (`shelf`): the pieces of one that is still coming always in the
database. The words come first: a file that no record names is not taken. Nothing of a file is ever looked
into or run.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ehdesk import errors
from ehdesk.centre import asked, people, records, standing, store, tables
from ehdesk.centre import shelf as shelves
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol

MOST_UNFINISHED = 128 << 20
"""Bytes of files that one device has begun to send and not finished, at most: more than any one file has."""


_PIECE, _NAMED_BY = tables.file_piece.c, tables.file_named.c
_OF_FILE = _PIECE.sha256 == asked.given("sha256")
_PIECE_AT = asked.query(
    tables.file_piece,
    *(_OF_FILE, _PIECE.owner == "", _PIECE.start <= asked.given("start")),
    order=_PIECE.start.desc(),
    limit=1,
)
_HELD_TO = asked.query(
    tables.file_piece,
    *(_OF_FILE, _PIECE.owner == asked.given("device")),
    columns=(_PIECE.start, _PIECE.size),
    order=_PIECE.start.desc(),
    limit=1,
)
_NAMED = asked.query(tables.file_named, _NAMED_BY.sha256 == asked.given("sha256"))


@dataclass(frozen=True)
class Piece:
    """Some bytes of a file of `size` bytes, from `start` on."""

    start: int
    size: int
    content: bytes


def look(opened: store.Store, device: people.Device, sha256: str) -> protocol.Filed:
    """How far this desk has come in sending a file. Raises: Refused ("no_file"), errors.DatabaseAway."""
    with opened.transaction(device.authority) as ledger:
        named = _may_bring(ledger, device, sha256)
        return _filed(ledger, device, sha256, named)


def take(
    opened: store.Store, device: people.Device, sha256: str, piece: Piece, now: datetime
) -> protocol.Filed:
    """Take the next piece. One that is not the next changes nothing: the answer says which is.

    Raises: Refused ("no_file", "unreadable"), errors.DatabaseAway.
    """
    with opened.transaction(device.authority) as ledger:
        people.device_in_turn(ledger, device.id)  # one after the other: a piece is not counted twice
        named = _may_bring(ledger, device, sha256)
        size = named[0].size
        if piece.size != size or piece.start + len(piece.content) > size:
            raise Refused("unreadable", "that is not how large it is")
        before = _filed(ledger, device, sha256, named)
        if before.is_whole or piece.start != before.held or not piece.content:
            return before
        _make_room(ledger, device, sha256, len(piece.content))
        row = {"sha256": sha256, "owner": device.id, "start": piece.start}
        ledger.add(tables.file_piece, [{**row, "size": len(piece.content), "content": piece.content}])
        if before.held + len(piece.content) < size:
            return protocol.Filed(before.held + len(piece.content), size)
        return _finish(ledger, opened.shelf, device, sha256, named, now)


def give(opened: store.Store, device: people.Device, sha256: str, start: int) -> Piece:
    """A piece of a file, from `start` on. Raises: Refused ("no_file", "unreadable"), errors.DatabaseAway."""
    with opened.transaction(device.authority) as ledger:
        scopes = standing.scopes_of(ledger, _staff(ledger, device))
        if not any(row.is_brought and held.scope in scopes for row, held in _named(ledger, sha256)):
            raise Refused("no_file")
        whole = ledger.rows(tables.file, tables.file.c.sha256 == sha256)
        if not whole:
            raise Refused("no_file")
        size = whole[0].size
        if not 0 <= start < size:
            raise Refused("unreadable", "it is not as long as that")
        rows = ledger.told(_PIECE_AT, sha256=sha256, start=start)
        if rows:
            return Piece(start, size, rows[0].content[start - rows[0].start :])
    if opened.shelf is None:  # it lies in a folder of which this process was not told
        raise errors.DatabaseAway
    at, piece = next(opened.shelf.pieces(device.authority, sha256, start), (start, b""))
    if not piece:
        raise errors.DatabaseAway
    return Piece(start, size, piece[start - at :])


def move(opened: store.Store, authority: str, *, to_folder: bool) -> int:
    """Bring every file into the folder, or out of it into the database; how many were brought. Each goes by
    itself, and is in one place or in both at any moment: who was cut off begins again, and goes on.

    Raises: errors.DatabaseAway.
    """
    with opened.transaction(authority) as ledger:
        every = [row.sha256 for row in ledger.rows(tables.file, columns=(tables.file.c.sha256,))]
    bring = _to_folder if to_folder else _to_database
    return sum(bring(opened, _shelf(opened), authority, sha256) for sha256 in every)


def amiss(ledger: store.Ledger, shelf: shelves.Shelf | None) -> tuple[int, list[str]]:
    """How many files there are, and the hashes of those whose bytes are not what they should be."""
    every = [row.sha256 for row in ledger.rows(tables.file, columns=(tables.file.c.sha256,))]
    return len(every), [one for one in every if not _is_sound(ledger, shelf, one)]


def _is_sound(ledger: store.Ledger, shelf: shelves.Shelf | None, sha256: str) -> bool:
    if _is_right(ledger, "", sha256):
        return True
    try:
        return shelf is not None and _hash_of(shelf.pieces(ledger.authority, sha256)) == sha256
    except errors.DatabaseAway:
        return False


def _to_folder(opened: store.Store, shelf: shelves.Shelf, authority: str, sha256: str) -> bool:
    with opened.transaction(authority) as ledger:
        starts = _starts(ledger, "", sha256)
        if not starts:
            return False
        shelf.put(authority, sha256, _contents(ledger, "", sha256, starts))
        if _hash_of(shelf.pieces(authority, sha256)) != sha256:
            raise errors.DatabaseAway
        ledger.forget(tables.file_piece, *_whole(sha256))
    return True


def _to_database(opened: store.Store, shelf: shelves.Shelf, authority: str, sha256: str) -> bool:
    with opened.transaction(authority) as ledger:
        is_here = bool(_starts(ledger, "", sha256))
        if not is_here:
            for at, piece in shelf.pieces(authority, sha256):
                row = {"sha256": sha256, "owner": "", "start": at, "size": len(piece), "content": piece}
                ledger.add(tables.file_piece, [row])
            if not _is_right(ledger, "", sha256):
                raise errors.DatabaseAway
    shelf.remove(authority, sha256)
    return not is_here


def _shelf(opened: store.Store) -> shelves.Shelf:
    if opened.shelf is None:
        raise errors.DatabaseAway
    return opened.shelf


def _whole(sha256: str) -> tuple[Any, Any]:
    """The pieces of a file that is here whole."""
    return tables.file_piece.c.sha256 == sha256, tables.file_piece.c.owner == ""


def _finish(
    ledger: store.Ledger,
    shelf: shelves.Shelf | None,
    device: people.Device,
    sha256: str,
    named: list[store.Read],
    now: datetime,
) -> protocol.Filed:
    """All of it is here: keep it where the hash is right, once for everybody who may hold it."""
    mine = (tables.file_piece.c.sha256 == sha256, tables.file_piece.c.owner == device.id)
    size = named[0].size
    if not _is_right(ledger, device.id, sha256):
        ledger.forget(tables.file_piece, *mine)
        return protocol.Filed(0, size)
    if ledger.rows(tables.file, tables.file.c.sha256 == sha256):
        ledger.forget(tables.file_piece, *mine)
    else:
        if shelf is None:
            ledger.change_quietly(tables.file_piece, {"owner": ""}, *mine)
        else:  # on the disk for good before the database says so
            starts = _starts(ledger, device.id, sha256)
            shelf.put(ledger.authority, sha256, _contents(ledger, device.id, sha256, starts))
            ledger.forget(tables.file_piece, *mine)
        ledger.add(tables.file, [{"sha256": sha256, "size": size, "came_at": tables.stamp(now)}])
    records_here = tables.file_named.c.record.in_([row.record for row in named])
    ledger.change(tables.file_named, {"is_brought": True}, tables.file_named.c.sha256 == sha256, records_here)
    return protocol.Filed(size, size, is_whole=True)


def _is_right(ledger: store.Ledger, owner: str, sha256: str) -> bool:
    """Whether the pieces hash to what they are called."""
    starts = _starts(ledger, owner, sha256)
    return _hash_of(enumerate(_contents(ledger, owner, sha256, starts))) == sha256


def _starts(ledger: store.Ledger, owner: str, sha256: str) -> list[int]:
    piece = tables.file_piece
    mine = (piece.c.sha256 == sha256, piece.c.owner == owner)
    return [row[0] for row in ledger.rows(piece, *mine, columns=(piece.c.start,), order=piece.c.start)]


def _contents(ledger: store.Ledger, owner: str, sha256: str, starts: list[int]) -> Iterator[bytes]:
    """The pieces one after the other, never all of them in memory."""
    piece = tables.file_piece
    mine = (piece.c.sha256 == sha256, piece.c.owner == owner)
    for start in starts:
        yield ledger.rows(piece, *mine, piece.c.start == start)[0].content


def _hash_of(pieces: Iterable[tuple[int, bytes]]) -> str:
    found = hashlib.sha256()
    for _at, piece in pieces:
        found.update(piece)
    return found.hexdigest()


def _filed(
    ledger: store.Ledger, device: people.Device, sha256: str, named: list[store.Read]
) -> protocol.Filed:
    size = named[0].size
    if all(row.is_brought for row in named):
        return protocol.Filed(size, size, is_whole=True)
    rows = ledger.told(_HELD_TO, sha256=sha256, device=device.id)
    return protocol.Filed(rows[0].start + rows[0].size if rows else 0, size)


def _make_room(ledger: store.Ledger, device: people.Device, sha256: str, more: int) -> None:
    """Who begins more than they finish begins the others anew: nothing is lost by it but the way."""
    piece = tables.file_piece
    rows = ledger.rows(piece, piece.c.owner == device.id, columns=(piece.c.size,))
    if sum(row.size for row in rows) + more > MOST_UNFINISHED:
        ledger.forget(piece, piece.c.owner == device.id, piece.c.sha256 != sha256)


def _may_bring(ledger: store.Ledger, device: people.Device, sha256: str) -> list[store.Read]:
    """The records that name a file and that this device's worker may write, or has written: the words are
    here, and whose they are has the bytes, wherever the family went since. Raises: Refused ("no_file")."""
    staff = _staff(ledger, device)
    mine, writes = people.aliases(ledger, staff.id), standing.writes(ledger, staff)
    found = [row for row, held in _named(ledger, sha256) if held.scope in writes or held.author in mine]
    if not found:
        raise Refused("no_file")
    return found


def _named(ledger: store.Ledger, sha256: str) -> list[tuple[store.Read, records.Held]]:
    """The records that name a file, each with its line. Raises: Refused ("no_file") for what is no hash."""
    if not tables.is_sha256(sha256):
        raise Refused("no_file")
    rows = ledger.told(_NAMED, sha256=sha256)
    held = records.of(ledger, [row.record for row in rows])
    return [(row, held[row.record]) for row in rows if row.record in held]


def _staff(ledger: store.Ledger, device: people.Device) -> people.Staff:
    staff = people.one(ledger, device.staff)
    if staff is None:
        raise Refused("revoked")
    return staff
