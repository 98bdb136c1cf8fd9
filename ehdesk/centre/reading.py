"""Reading one act as it came: its bytes, their hash, and what they say where they say something sound.

What a database could choke on is refused here, act by act, so that one bad act never fails a batch.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from ehdesk.centre import signing
from ehdesk.sync import protocol

_LONGEST_ID, _LONGEST_PATH, _LONGEST_WHY = 200, 500, 20_000
_HIGHEST = 1_000_000
_LARGEST = 32 << 20
_FURTHEST, _MOST_ROUNDS = (1 << 63) - 1, (1 << 31) - 1


@dataclass(frozen=True)
class Incoming:
    """One act as it came. `act` is None where it cannot be read; then `id` may be the hash of its bytes.
    `aside`: why it is set aside whatever it says: it came sealed and nothing here opens it, or was set aside
    before."""

    id: str
    content: bytes
    sha256: str
    act: protocol.Act | None
    aside: str = ""


class _OnlyId(msgspec.Struct):
    id: str


_id_decoder = msgspec.json.Decoder(_OnlyId)


def read(raw: msgspec.Raw, seal_key: bytes = b"") -> Incoming:
    """One act of a message. One that comes sealed is what `seal_key` opens."""
    found = _read(bytes(raw))
    if found.act is not None:
        return found
    try:
        sealed = protocol.decode_sealed(found.content)
    except (msgspec.DecodeError, RecursionError):
        return found
    opened = _opened(sealed, seal_key)
    if opened is None:
        return replace(found, aside=protocol.NO_KEY)
    return replace(_read(opened), aside=sealed.aside if sealed.aside in protocol.ASIDE else "")


def _opened(sealed: protocol.Sealed, seal_key: bytes) -> bytes | None:
    """The bytes of a sealed act, if it is the one that it says."""
    packed = signing.unsealed(seal_key, sealed.content, protocol.sealed_for(sealed.id)) if seal_key else None
    try:
        content = zlib.decompressobj().decompress(packed or b"", _LARGEST)
    except zlib.error:
        return None
    is_this = signing.digest(content) == sealed.sha256 and _id_in(content) == sealed.id
    return content if is_this else None


def _read(content: bytes) -> Incoming:
    sha256 = signing.digest(content)
    try:
        act = protocol.decode_act(content)
        if _is_sound(act):
            return Incoming(act.id, content, sha256, act)
    except (msgspec.DecodeError, RecursionError, OverflowError, ValueError):
        pass  # told below: it is kept, and set aside as one that cannot be read
    return Incoming(_id_in(content) or sha256, content, sha256, None)


def _id_in(content: bytes) -> str:
    try:
        found = _id_decoder.decode(content).id
    except (msgspec.DecodeError, RecursionError):
        return ""
    return found if is_id(found) else ""


def _is_sound(act: protocol.Act) -> bool:
    """Whether the database and the record can hold what the act says of itself."""
    if not _are_ids((act.id, act.verb, act.by, act.incarnation)):
        return False
    if act.at.tzinfo is None or not 1 <= act.part <= _HIGHEST or not act.changes:
        return False
    act.at.astimezone(UTC).replace(tzinfo=UTC)
    if act.why is not None and len(act.why) > _LONGEST_WHY:
        return False
    said_of = {(change.record, edit.path) for change in act.changes for edit in change.edits}
    is_said_once = len(said_of) == sum(len(change.edits) for change in act.changes)
    return is_said_once and all(map(_is_sound_change, act.changes))


def _is_sound_change(change: protocol.Change) -> bool:
    if not _are_ids((change.record, change.kind, change.scope)):
        return False
    maybe = (change.family, change.episode, change.beside, change.form)
    if not _are_ids(each for each in maybe if each is not None):
        return False
    if change.form_version is not None and not 0 <= change.form_version <= _HIGHEST:
        return False
    return all(map(_is_sound_edit, change.edits))


def _is_sound_edit(edit: protocol.Edit) -> bool:
    is_path = 0 < len(edit.path) <= _LONGEST_PATH and "\0" not in edit.path and edit.path.count("/") <= 2
    return is_path and (edit.base is None or is_id(edit.base))


def _are_ids(said: Iterable[str]) -> bool:
    return all(map(is_id, said))


def is_sound(message: protocol.Exchange) -> bool:
    """Whether the database can be asked with what a message says of its desk."""
    named = (message.epoch, message.incarnation, *message.has, *message.filling)
    numbers = (message.cursor, message.filled_to)
    return (
        all(map(is_id, named))
        and all(0 <= one <= _FURTHEST for one in numbers)
        and 1 <= message.number <= _MOST_ROUNDS
        and len(message.previous) <= _LONGEST_ID
        and "\0" not in message.previous
    )


def is_id(said: str) -> bool:
    """Whether this can be an id: short enough, and nothing that a database cannot keep."""
    return 0 < len(said) <= _LONGEST_ID and "\0" not in said


def is_after(moment: str, other: datetime) -> bool:
    """Whether a moment, as the tables keep it, comes after another."""
    return datetime.fromisoformat(moment) > other
