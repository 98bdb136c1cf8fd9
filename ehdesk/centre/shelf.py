"""Files in a folder instead of the database: one sealed file for each, under a name that tells nothing.

A file is written whole beside its place, brought to the disk and then put there, so that whatever has a place
is all there. Its name follows from its hash and a key; nothing of what a desk says becomes part of a path.
"""

import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ehdesk import errors, files
from ehdesk.centre import signing

_LENGTH = struct.Struct(">I")
_UNFINISHED = ".part"


@dataclass(frozen=True)
class Shelf:
    """The folder, and the key that everything in it is sealed with."""

    folder: Path
    key: bytes = field(repr=False)

    def put(self, authority: str, sha256: str, pieces: Iterable[bytes]) -> None:
        """Keep a file. One that is there already is written again: it may have come to harm."""
        place = self._place(authority, sha256)
        files.make_folder(place.parent)
        partial = place.with_name(f"{place.name}.{secrets.token_hex(4)}{_UNFINISHED}")
        try:
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                at = 0
                for piece in pieces:
                    sealed = signing.seal(self.key, piece, _bound_to(authority, sha256, at))
                    file.write(_LENGTH.pack(len(sealed)) + sealed)
                    at += len(piece)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(place)
        except OSError as error:
            raise errors.DatabaseAway from error
        finally:
            partial.unlink(missing_ok=True)
        files.sync_folder(place.parent)
        files.sync_folder(self.folder)

    def pieces(self, authority: str, sha256: str, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """The pieces of a file in their order, each with its place, without those that end before `start`.

        Raises: errors.DatabaseAway where the file is not here, or not what was put here.
        """
        at = 0
        try:
            with self._place(authority, sha256).open("rb") as file:
                while head := file.read(_LENGTH.size):
                    length = _LENGTH.unpack(head)[0]
                    if at + length - signing.SEAL_BYTES <= start:
                        file.seek(length, os.SEEK_CUR)
                        at += length - signing.SEAL_BYTES
                        continue
                    sealed = file.read(length)
                    piece = signing.unseal(self.key, sealed, _bound_to(authority, sha256, at))
                    yield at, piece
                    at += len(piece)
        except (OSError, ValueError, struct.error) as error:
            raise errors.DatabaseAway from error

    def remove(self, authority: str, sha256: str) -> None:
        """Take a file away."""
        self._place(authority, sha256).unlink(missing_ok=True)

    def _place(self, authority: str, sha256: str) -> Path:
        name = signing.keyed_name(self.key, f"{authority}/{sha256}")
        return self.folder / name[:2] / name


def key_file(folder: Path) -> Path:
    """Where the key of a folder lies: beside it."""
    return folder.with_name(folder.name + ".key")


def open_shelf(folder: Path) -> Shelf:
    """The folder, made at its first use, with its key. Raises: errors.CentreKeyMissing."""
    folder = folder.absolute()
    beside = key_file(folder)
    if not beside.exists():
        if folder.exists() and any(folder.iterdir()):
            raise errors.CentreKeyMissing(file=beside.name)
        files.make_folder(folder)
        with suppress(FileExistsError):  # another process has made it just now
            new_key(beside)
    return Shelf(folder, bytes.fromhex(beside.read_text(encoding="ascii").strip()))


def new_key(beside: Path) -> bytes:
    """Make a key, and write it down where only this account reads it. Raises: FileExistsError."""
    key = secrets.token_bytes(32)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.hex().encode())
        file.flush()
        os.fsync(file.fileno())
    files.sync_folder(beside.parent)
    return key


def _bound_to(authority: str, sha256: str, at: int) -> bytes:
    return f"ehdesk-centre/1/file|{authority}|{sha256}|{at}".encode()
