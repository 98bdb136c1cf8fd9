"""The filing cabinet: documents and photos as encrypted files beside the database, each one twice.

A file is called after a keyed hash of its content, so its name tells nothing and the same letter is kept
once. It is written, flushed and read back before the record may name it; until the record does, it waits
under another name, and the next opening settles what a crash left waiting. The second copy lies with the
backups and mends the first. docs/data-format.md says how a file is made.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ehdesk import errors, files
from ehdesk.vault import primitives, room

LARGEST = 25 * 1024 * 1024
"""Bytes of one document at most."""
PIECE = 1024 * 1024

_MARK = b"EHF1"
_SIZE = 8
_ROUNDED_TO = 64 * 1024
_SEAL = primitives.NONCE_BYTES + 16
_KEPT, _WAITING, _PART = ".ehf", ".new", ".part"

GoOn = Callable[[int, int], bool]
"""Is told how many bytes of how many are done; False stops."""


def always(_done: int, _of: int) -> bool:
    """Nobody watches: go on."""
    return True


class Cabinet:
    """The documents of one vault. `put` makes one wait, `keep` or `drop` decide; `read` gives it back."""

    def __init__(self, folder: files.DataFolder, key: bytes, vault_id: str) -> None:
        self._places = (folder.documents, folder.documents_spare)
        self._key, self._vault_id = key, vault_id
        self._waiting: list[str] = []

    def put(self, content: bytes, go_on: GoOn = always) -> str:
        """Write a document twice, flushed and read back; gives its SHA-256. It waits until `keep`.

        Raises: errors.DocumentTooLarge, AddingStopped, DiskFull, FolderUnusable; nothing is left then.
        """
        if len(content) > LARGEST:
            raise errors.DocumentTooLarge(megabytes=LARGEST // 1024**2)
        sha256 = hashlib.sha256(content).hexdigest()
        name = self.name_of(sha256)
        self._waiting.append(name)
        try:
            for place, folder in enumerate(self._places):
                if not self._opens(folder / (name + _KEPT), sha256):
                    files.make_folder(folder)
                    self._write(folder / name, sha256, content, _half(go_on, place))
        except OSError as error:
            self.drop()
            raise room.refusal(error) from error
        except BaseException:
            self.drop()
            raise
        return sha256

    @contextmanager
    def with_the_act(self) -> Iterator[None]:
        """What is put meanwhile is kept when the act was committed, and gone when it was not. Where the
        process is asked to end in between, nobody knows which: `settle` does at the next opening."""
        try:
            yield
        except Exception:
            self.drop()
            raise
        except BaseException:
            self._waiting.clear()
            raise
        self.keep()

    def keep(self) -> None:
        """The record names what waited: it is here for good."""
        for name in self._waiting:
            self._settle(name)
        self._waiting.clear()

    def drop(self) -> None:
        """The record does not name what waited: away with it. What was kept before stays."""
        for name in self._waiting:
            for folder in self._places:
                for ending in (_WAITING, _PART):
                    (folder / (name + ending)).unlink(missing_ok=True)
        self._waiting.clear()

    def read(self, sha256: str) -> bytes:
        """A document's bytes, checked; a bad or missing copy is mended from the good one.

        Raises: errors.DocumentDamaged when neither copy can be read.
        """
        name = self.name_of(sha256)
        for folder in self._places:
            for ending in (_KEPT, _WAITING):
                content = self._content(folder / (name + ending), sha256)
                if content is not None:
                    self._mend(folder / (name + ending), name, sha256)
                    return content
        raise errors.DocumentDamaged

    def holds(self, sha256: str) -> bool:
        """Whether there is a file of this document at all: a look at the folder, not at what is in it."""
        name = self.name_of(sha256)
        return any(
            (folder / (name + ending)).exists() for folder in self._places for ending in (_KEPT, _WAITING)
        )

    def remove(self, sha256: str) -> None:
        """Take a document's file away, both copies. Nothing happens where there is none."""
        name = self.name_of(sha256)
        for folder in self._places:
            if folder.is_dir():
                (folder / (name + _KEPT)).unlink(missing_ok=True)
                files.sync_folder(folder)

    def is_sound(self, sha256: str) -> bool:
        """Whether both copies can be read."""
        name = self.name_of(sha256) + _KEPT
        return all(self._opens(folder / name, sha256) for folder in self._places)

    def leftovers(self) -> bool:
        """Whether a crash left something waiting."""
        return any(self._unsettled())

    def settle(self, named: Callable[[], set[str]]) -> None:
        """Keep what waits and a record names (by SHA-256), and remove the rest of what a crash left."""
        if not self.leftovers():
            return
        known = {self.name_of(sha256) for sha256 in named()}
        for path in list(self._unsettled()):
            if path.suffix == _WAITING and path.stem in known:
                path.replace(path.with_suffix(_KEPT))
            else:
                path.unlink()
            files.sync_folder(path.parent)

    def name_of(self, sha256: str) -> str:
        """What the file of a document is called: says nothing without the key."""
        return primitives.authenticate(self._key, sha256.encode())

    def _settle(self, name: str) -> None:
        for folder in self._places:
            waits = folder / (name + _WAITING)
            if waits.exists():
                waits.replace(waits.with_suffix(_KEPT))
                files.sync_folder(folder)

    def _unsettled(self) -> Iterator[Path]:
        for folder in self._places:
            if folder.is_dir():
                yield from (path for path in folder.iterdir() if path.suffix in (_WAITING, _PART))

    def _write(self, path: Path, sha256: str, content: bytes, go_on: GoOn) -> None:
        part = path.with_suffix(_PART)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            files.write_all(descriptor, _MARK)
            for done, sealed in self._sealed(path.stem, content):
                if not go_on(min(done, len(content)), len(content)):
                    raise errors.AddingStopped
                files.write_all(descriptor, sealed)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if not self._opens(part, sha256):
            raise errors.FolderUnusable
        part.replace(path.with_suffix(_WAITING))
        files.sync_folder(path.parent)

    def _sealed(self, name: str, content: bytes) -> Iterator[tuple[int, bytes]]:
        """Piece by piece: how far it has come, and the piece."""
        padding = -(_SIZE + len(content)) % _ROUNDED_TO
        whole = len(content).to_bytes(_SIZE, "big") + content + bytes(padding)
        cipher = primitives.sealer(self._key)
        for place, start in enumerate(range(0, len(whole), PIECE)):
            is_last = start + PIECE >= len(whole)
            piece = whole[start : start + PIECE]
            yield start, primitives.seal_with(cipher, piece, self._bound(name, place, is_last=is_last))

    def _content(self, path: Path, sha256: str) -> bytes | None:
        """What a file holds, or None where it is not there or not whole."""
        try:
            sealed = path.read_bytes()
        except OSError:
            return None
        name, cipher, pieces = self.name_of(sha256), primitives.sealer(self._key), []
        starts = range(len(_MARK), len(sealed), PIECE + _SEAL)
        try:
            for place, start in enumerate(starts):
                bound = self._bound(name, place, is_last=place == len(starts) - 1)
                piece = sealed[start : start + PIECE + _SEAL]
                pieces.append(primitives.unseal_with(cipher, piece, bound))
        except primitives.NotOpened:
            return None
        whole = b"".join(pieces)
        content = whole[_SIZE : _SIZE + int.from_bytes(whole[:_SIZE], "big")]
        return content if whole and hashlib.sha256(content).hexdigest() == sha256 else None

    def _opens(self, path: Path, sha256: str) -> bool:
        return self._content(path, sha256) is not None

    def _mend(self, good: Path, name: str, sha256: str) -> None:
        """Write the other copy again where it is missing or bad. Best effort: there is a good one."""
        for folder in self._places:
            path = folder / (name + _KEPT)
            waits = folder / (name + _WAITING)
            if path != good and not waits.exists() and not self._opens(path, sha256):
                try:
                    files.make_folder(folder)
                    files.write_durably(path, good.read_bytes())
                except OSError:
                    return  # a full or unwritable disk: what was asked for can be read all the same

    def _bound(self, name: str, place: int, *, is_last: bool) -> bytes:
        end = "last" if is_last else "more"
        return f"ehdesk/1/document|{self._vault_id}|{name}|{place}|{end}".encode()


def mirror(folder: files.DataFolder) -> int:
    """Copy to the backups what lies only in the vault; how many. The bytes stay sealed as they are.

    Raises: OSError.
    """
    if not folder.documents.is_dir():
        return 0
    missing = [
        path
        for path in folder.documents.iterdir()
        if path.suffix == _KEPT and not (folder.documents_spare / path.name).exists()
    ]
    for path in missing:
        files.make_folder(folder.documents_spare)
        files.write_durably(folder.documents_spare / path.name, path.read_bytes())
    return len(missing)


def _half(go_on: GoOn, place: int) -> GoOn:
    """The two copies as one way from nothing to all."""
    return lambda done, of: go_on((done + place * of) // 2, of)
