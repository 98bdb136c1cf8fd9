"""The journal: a second, independent copy of every change, on disk before the word "Saved".

A row of segment files to which encrypted records are only ever appended. A damaged stretch costs the
records in it and no other: reading looks for the next record's mark and goes on. Each record is bound
to its vault, its segment and its place in the row, so that none can be moved or repeated.
"""

import os
import re
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ehdesk import errors, files
from ehdesk.vault import primitives, room

MARK = b"EHJ1"
LARGEST_SEGMENT = 16 * 1024 * 1024
_LARGEST_RECORD = 64 * 1024 * 1024
_FRAME = struct.Struct(">4sQI")  # mark, place in the row, length of what follows
_INSIDE = struct.Struct(">BI")  # length of the act's id, part number
_NAME = re.compile(r"([0-9]{8})\.ehj")


Owes = Callable[[set[str]], bool]
"""Whether one of these acts is still owed to somebody else: then the segment that holds it stays."""


def nothing_owed(_acts: set[str]) -> bool:
    """Without a centre nobody waits for anything."""
    return False


@dataclass(frozen=True)
class Entry:
    """One part of one act as it was handed to `append`."""

    act_id: str
    part: int
    content: bytes
    segment: int


@dataclass(frozen=True)
class Contents:
    """Everything that could be read, in the order it was written.

    `damaged` is how many records are known to be unreadable. `torn` is how many bytes at the very end
    are an append that a crash cut off: it was never called saved.
    """

    entries: list[Entry]
    damaged: int
    torn: int


@dataclass(frozen=True)
class _Scan:
    """What a segment's bytes hold: entries with their places, where good bytes end, what is wrong."""

    entries: list[tuple[int, Entry]]
    good_end: int
    stretches: int
    torn: int


class Journal:
    """The journal of one vault. One process has it open; its threads may share it."""

    def __init__(
        self,
        folder: files.DataFolder,
        key: bytes,
        vault_id: str,
        *,
        largest_segment: int = LARGEST_SEGMENT,
    ) -> None:
        self._folder = folder
        self._cipher = primitives.sealer(key)
        self._vault_id = vault_id
        self._largest = largest_segment
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        self._segment = 0
        self._length = 0
        self._place = 0

    def append(self, content: bytes, *, act_id: str, part: int) -> None:
        """Add one part of an act. It is on the disk when this returns.

        Raises: errors.SecondCopyNotWritten; the journal is then as long as before, and the same
        append may be tried again.
        """
        with self._lock:
            try:
                self._append(content, act_id, part)
            except OSError as error:
                if not (room.is_full(error) and room.release_ballast(self._folder)):
                    raise errors.SecondCopyNotWritten from error
                try:
                    self._append(content, act_id, part)
                except OSError as again:
                    raise errors.SecondCopyNotWritten from again

    def rotate(self) -> int:
        """Begin a new segment and give its number.

        Whatever was committed to the database before this call is in an earlier segment, or nowhere
        in the journal yet: a backup begun now holds every earlier segment.
        Raises: errors.SecondCopyNotWritten.
        """
        with self._lock:
            try:
                self._ready()
                if self._length:
                    self._begin(self._segment + 1)
            except OSError as error:
                raise errors.SecondCopyNotWritten from error
            return self._segment

    def drop_before(self, segment: int, owes: Owes = nothing_owed) -> int:
        """Delete the segments below this number, from the first on up to one that is `owed`; how many.

        `backup.safe_to_drop` says which may go.
        """
        with self._lock:
            going = []
            for number, path in self._segments():
                if number >= segment or owes(self._acts_in(number, path)):
                    break
                going.append(path)
            for path in going:
                path.unlink()
            if going:
                files.sync_folder(self._folder.journal)
            return len(going)

    def entries_in(self, number: int, content: bytes) -> list[Entry]:
        """What can be read in the bytes of one segment."""
        return [entry for _, entry in self._scan(number, content).entries]

    def _acts_in(self, number: int, path: Path) -> set[str]:
        return {entry.act_id for entry in self.entries_in(number, path.read_bytes())}

    def read(self, *, since: int = 0) -> Contents:
        """Everything that can be read, from segment `since` on. Changes nothing on disk."""
        with self._lock:
            segments = [each for each in self._segments() if each[0] >= since]
            scans = [self._scan(number, path.read_bytes()) for number, path in segments]
        entries = [entry for scan in scans for _, entry in scan.entries]
        places = [place for scan in scans for place, _ in scan.entries]
        missing = places[-1] - places[0] + 1 - len(places) if places else 0
        stretches = sum(scan.stretches for scan in scans)
        torn = scans[-1].torn if scans else 0
        cut_inside = sum(1 for scan in scans[:-1] if scan.torn)  # only the last may be torn by a crash
        return Contents(entries, max(missing, stretches + cut_inside), torn)

    def close(self) -> None:
        """Let go of the file. A later append opens it again."""
        with self._lock:
            self._close()

    def _append(self, content: bytes, act_id: str, part: int) -> None:
        self._ready()
        if self._length >= self._largest:
            self._begin(self._segment + 1)
        place = self._place + 1
        record = self._record(content, act_id, part, place)
        assert self._descriptor is not None  # noqa: S101 - _ready has opened it
        before = self._length
        try:
            files.write_all(self._descriptor, record)
            os.fsync(self._descriptor)
        except OSError:
            self._cut(before)
            raise
        self._length, self._place = before + len(record), place

    def _record(self, content: bytes, act_id: str, part: int, place: int) -> bytes:
        name = act_id.encode()
        inside = _INSIDE.pack(len(name), part) + name + content
        sealed = primitives.seal_with(self._cipher, inside, self._bound_to(self._segment, place))
        return _FRAME.pack(MARK, place, len(sealed)) + sealed

    def _ready(self) -> None:
        """Have the last segment open at the end of its good bytes, and know the next place."""
        if self._descriptor is not None:
            return
        files.make_folder(self._folder.journal)
        segments = self._segments()
        if not segments:
            self._begin(1)
            return
        number, path = segments[-1]
        scan = self._scan(number, path.read_bytes())
        self._place = scan.entries[-1][0] if scan.entries else self._last_place(segments[:-1])
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | _binary())
        try:
            if scan.torn:
                os.truncate(descriptor if os.truncate in os.supports_fd else path, scan.good_end)
                os.fsync(descriptor)
            self._length = os.fstat(descriptor).st_size
        except OSError:
            os.close(descriptor)
            raise
        self._descriptor, self._segment = descriptor, number

    def _last_place(self, segments: list[tuple[int, Path]]) -> int:
        for number, path in reversed(segments):
            if found := self._scan(number, path.read_bytes()).entries:
                return found[-1][0]
        return 0

    def _begin(self, number: int) -> None:
        path = self._folder.journal / f"{number:08}.ehj"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _binary(), 0o600)
        self._close()
        self._descriptor, self._segment, self._length = descriptor, number, 0
        files.sync_folder(self._folder.journal)

    def _cut(self, length: int) -> None:
        """Undo a failed append, and open the file anew next time.

        After a failed fsync the system may forget what it could not write, so nothing that this
        descriptor says later would count.
        """
        assert self._descriptor is not None  # noqa: S101 - an append was under way
        try:
            os.ftruncate(self._descriptor, length)
        except OSError:
            pass  # what is left is a torn tail, and opening it anew cuts that
        finally:
            self._close()

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _segments(self) -> list[tuple[int, Path]]:
        if not self._folder.journal.is_dir():
            return []
        named = ((_NAME.fullmatch(path.name), path) for path in self._folder.journal.iterdir())
        return sorted((int(name[1]), path) for name, path in named if name)

    def _bound_to(self, segment: int, place: int) -> bytes:
        return f"ehdesk/1/journal|{self._vault_id}|{segment}|{place}".encode()

    def _scan(self, segment: int, content: bytes) -> _Scan:
        """Read record after record; at a damaged one go on from the next mark."""
        entries: list[tuple[int, Entry]] = []
        at = good_end = stretches = 0
        for start, end, place, sealed in _frames(content):
            if start < at:
                continue  # a mark inside a good record is only bytes that look like one
            entry = self._entry(segment, place, sealed)
            if entry is None:
                continue
            stretches += start > at
            entries.append((place, entry))
            at = good_end = end
        rest = content[good_end:]
        torn = len(rest) if rest and _is_torn(rest) else 0
        return _Scan(entries, good_end, stretches + (bool(rest) and not torn), torn)

    def _entry(self, segment: int, place: int, sealed: bytes) -> Entry | None:
        try:
            inside = primitives.unseal_with(self._cipher, sealed, self._bound_to(segment, place))
        except primitives.NotOpened:
            return None
        length, part = _INSIDE.unpack_from(inside)
        name, content = inside[_INSIDE.size :][:length], inside[_INSIDE.size + length :]
        return Entry(name.decode(), part, content, segment)


def read_files(paths: Iterable[Path], key: bytes, vault_id: str) -> list[Entry]:
    """The entries of segments that lie anywhere, in the order of the segments; the same one may come twice.

    A name begins with the segment's number.
    """
    reader = Journal(files.DataFolder(Path()), key, vault_id)
    found = []
    for path in paths:
        if path.name[:8].isdigit():
            found += reader.entries_in(int(path.name[:8]), path.read_bytes())
    return found


def _frames(content: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Every stretch that looks like a record: start, end, place in the row, sealed bytes."""
    start = content.find(MARK)
    while start >= 0:
        if start + _FRAME.size <= len(content):
            _, place, length = _FRAME.unpack_from(content, start)
            end = start + _FRAME.size + length
            if length <= _LARGEST_RECORD and end <= len(content):
                yield start, end, place, content[start + _FRAME.size : end]
        start = content.find(MARK, start + 1)


def _is_torn(rest: bytes) -> bool:
    """Whether the bytes after the last good record are the beginning of one and nothing more."""
    return next(_frames(rest), None) is None


def _binary() -> int:
    """Windows changes line ends in files that are not opened as binary."""
    return getattr(os, "O_BINARY", 0)
