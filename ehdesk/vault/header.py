"""The header: which vault this is, the slots that open it, and the inbox's public key.

Kept twice beside the database and a third time beside the backups, each copy with a checksum and a
generation number. The newest whole copy is read. A seal under the data key, checked once a slot has
opened, shows whether a hand has been at it; then the other copies are brought up to it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ehdesk import errors, files
from ehdesk.vault import keyslots, primitives, room

FORMAT = 1


@dataclass(frozen=True)
class Header:
    """What stands in the clear beside the locked vault. Nothing of a worker or a family."""

    vault_id: str
    generation: int
    slots: tuple[keyslots.Slot, ...]
    inbox_public: bytes
    inbox_wrapped: bytes  # the inbox's private key, under a sub-key of the data key
    seal: str = ""

    def slot(self, *kinds: str) -> keyslots.Slot | None:
        """The first slot of one of these kinds."""
        return next((slot for slot in self.slots if slot.get("kind") in kinds), None)

    def with_slot(self, slot: keyslots.Slot, *, instead_of: tuple[str, ...]) -> "Header":
        """The same header with `slot` in the place of every slot of those kinds; others stay."""
        others = tuple(each for each in self.slots if each.get("kind") not in instead_of)
        return replace(self, slots=(*others, slot))


def write(folder: files.DataFolder, header: Header, data_key: bytes) -> Header:
    """Put the header on disk as the next generation: one copy after the other, each durably.

    Returns it as it was written. A power cut leaves one whole copy, the old or the new.
    Raises: errors.DiskFull, FolderUnusable.
    """
    following = replace(header, generation=header.generation + 1, seal="")
    following = replace(following, seal=_seal(following, data_key))
    content = _record(following)
    try:
        for place in _places(folder):
            files.make_folder(place.parent)
            files.write_durably(place, content)
    except OSError as error:
        raise room.refusal(error) from error
    return following


def read(folder: files.DataFolder) -> Header:
    """The newest whole copy. Changes nothing: `mend` does, once a slot has opened and proved it ours.

    Raises: errors.VaultMissing, HeaderDamaged, VaultTooNew.
    """
    if not folder.exists():
        raise errors.VaultMissing
    whole = [found for found in map(_look_at, _places(folder)[:2]) if found is not None]
    if not whole:
        raise errors.HeaderDamaged
    return max(whole, key=lambda found: found.generation)


def verify(header: Header, data_key: bytes) -> None:
    """Check that nothing but ehdesk wrote this header. Raises: errors.HeaderAltered."""
    if not primitives.same(_seal(replace(header, seal=""), data_key), header.seal):
        raise errors.HeaderAltered


def mend(folder: files.DataFolder, header: Header) -> None:
    """Bring every copy that is damaged, missing or older up to this one, which was verified.

    A disk that is full or read-only must not stop an opening: then the next one tries again.
    """
    content = _record(header)
    for place in _places(folder):
        try:
            if place.read_bytes() == content:
                continue
        except OSError:
            pass  # missing or unreadable: written below
        try:
            files.make_folder(place.parent)
            files.write_durably(place, content)
        except OSError:
            continue  # the newest copy is whole: see above


def recover(folder: files.DataFolder) -> Header:
    """Put back the two copies from the third one beside the backups.

    Raises: errors.BackupMissing when that one is missing or damaged too.
    """
    found = _look_at(folder.header_spare)
    if found is None:
        raise errors.BackupMissing
    for place in _places(folder)[:2]:
        files.write_durably(place, _record(found))
    return found


def _places(folder: files.DataFolder) -> tuple[Path, Path, Path]:
    return folder.header, folder.header_copy, folder.header_spare


def _look_at(place: Path) -> Header | None:
    """A copy, or None when it is missing or damaged."""
    try:
        content = place.read_bytes()
    except OSError:
        return None
    stated, _, body = content.partition(b"\n")
    if stated != primitives.checksum(body).encode():
        return None
    return _parse(body)


def _record(header: Header) -> bytes:
    body = _body(header)
    return primitives.checksum(body).encode() + b"\n" + body


def _body(header: Header) -> bytes:
    fields = {
        "format": FORMAT,
        "vault_id": header.vault_id,
        "generation": header.generation,
        "slots": [dict(slot) for slot in header.slots],
        "inbox": {"public": header.inbox_public.hex(), "wrapped": header.inbox_wrapped.hex()},
        "seal": header.seal,
    }
    return json.dumps(fields, indent=1, sort_keys=True, ensure_ascii=False).encode()


def _parse(body: bytes) -> Header:
    """The header of a body whose checksum is right. Raises: errors.HeaderDamaged, VaultTooNew."""
    try:
        fields = json.loads(body)
        if fields["format"] > FORMAT:
            raise errors.VaultTooNew
        slots = tuple(slot for slot in fields["slots"] if isinstance(slot, Mapping))
        return Header(
            vault_id=str(fields["vault_id"]),
            generation=int(fields["generation"]),
            slots=slots,
            inbox_public=bytes.fromhex(fields["inbox"]["public"]),
            inbox_wrapped=bytes.fromhex(fields["inbox"]["wrapped"]),
            seal=str(fields["seal"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise errors.HeaderDamaged from error


def _seal(header: Header, data_key: bytes) -> str:
    return primitives.authenticate(keyslots.sub_key(data_key, "header"), _body(header))
