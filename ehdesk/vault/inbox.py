"""The inbox: what was written for the vault while it was closed, sealed so that only it can read it.

A process without the vault's keys seals to the public key in the header; unlocking takes each piece
in. A piece that cannot be read is set aside, never deleted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ehdesk import clock as clocks
from ehdesk import files
from ehdesk.vault import header, keyslots, primitives, room

MARK = b"EHI1"
_ASIDE = "set-aside"
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Address:
    """What it takes to seal something for a vault: nothing secret."""

    vault_id: str
    public_key: bytes


@dataclass(frozen=True)
class Piece:
    """One thing that came in. `piece_id` is the same however often it is taken in."""

    piece_id: str
    content: bytes
    path: Path


def address(folder: files.DataFolder) -> Address:
    """The address of the vault in this folder. Raises: errors.VaultMissing, HeaderDamaged."""
    found = header.read(folder)
    return Address(found.vault_id, found.inbox_public)


def seal(folder: files.DataFolder, to: Address, content: bytes, clock: clocks.Clock) -> str:
    """Put `content` into the inbox so that only the vault can read it; durable when this returns.

    Gives the piece's id. Raises: errors.DiskFull, FolderUnusable.
    """
    piece_id = clock.new_id()
    sealed = primitives.seal_to(to.public_key, content, _context(to.vault_id, piece_id))
    try:
        files.make_folder(folder.inbox)
        files.write_durably(folder.inbox / f"{piece_id}.ehi", MARK + sealed)
    except OSError as error:
        raise room.refusal(error) from error
    return piece_id


def take_in(folder: files.DataFolder, keys: keyslots.Keys) -> Iterator[Piece]:
    """Read the pieces one by one, oldest first, and set aside what cannot be read.

    A piece stays where it is until `taken`: keep it first, under its id, then say so.
    """
    if not folder.inbox.is_dir():
        return
    for path in sorted(folder.inbox.glob("*.ehi")):
        content = _open(path, keys)
        if content is None:
            _set_aside(path)
        else:
            yield Piece(path.stem, content, path)


def taken(piece: Piece) -> None:
    """The piece is in the vault: remove its sealed copy."""
    piece.path.unlink(missing_ok=True)
    files.sync_folder(piece.path.parent)


def unreadable(folder: files.DataFolder) -> tuple[Path, ...]:
    """The pieces that were set aside."""
    return tuple(sorted((folder.inbox / _ASIDE).glob("*.ehi")))


def _open(path: Path, keys: keyslots.Keys) -> bytes | None:
    if path.stat().st_size > _LARGEST:
        return None
    sealed = path.read_bytes()
    if not sealed.startswith(MARK):
        return None
    context = _context(keys.vault_id, path.stem)
    try:
        return primitives.unseal_from(keys.inbox_private, sealed.removeprefix(MARK), context)
    except primitives.NotOpened:
        return None


def _set_aside(path: Path) -> None:
    aside = path.parent / _ASIDE
    files.make_folder(aside)
    path.replace(aside / path.name)
    files.sync_folder(aside)


def _context(vault_id: str, piece_id: str) -> bytes:
    return f"ehdesk/1/inbox|{vault_id}|{piece_id}".encode()
