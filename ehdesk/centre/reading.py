"""Reading one act as it came: its bytes, their hash, and what they say where they say something sound.

What a database could choke on is refused here, act by act, so that one bad act never fails a batch.
"""

import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from ehdesk.centre import signing
from ehdesk.centre.refusing import Refused
from ehdesk.sync import packed, protocol

_LONGEST_ID, _LONGEST_PATH, _LONGEST_WHY = 200, 500, 20_000
_HIGHEST = 1_000_000
_LARGEST = 32 << 20
_FURTHEST, _MOST_ROUNDS = (1 << 63) - 1, (1 << 31) - 1
_REMEMBERED, _FEW = 256, 64
"""How many places and lists of paths are remembered as sound, and how long such a list is at most: hundreds
of acts of one batch say the same ones."""


_ORDINARY, _OF_A_VALUE = 5 << 19, 32
"""So many bytes, a full batch, are not looked through; beyond them each value counts as so many bytes at
least: it takes two hundred where it is read and settled."""
_MARKS = b",[{"


class Incoming(msgspec.Struct, frozen=True):
    """One act as it came: `content` is a part of the message, `frame` the same packed, where it came so.
    `act` is None where it cannot be read; then `id` may be the hash of its bytes. `aside`: why it is set
    aside whatever it says: it came sealed and nothing here opens it, or was set aside before."""

    id: str
    content: msgspec.Raw
    sha256: str
    act: protocol.Act | None
    aside: str = ""
    frame: bytes | None = None


class _OnlyId(msgspec.Struct):
    id: str


_id_decoder = msgspec.json.Decoder(_OnlyId)


def weight(said: bytes) -> int:
    """How much it is to read something: its bytes, or more where they say very many small values."""
    if len(said) <= _ORDINARY:
        return len(said)
    return max(len(said), _OF_A_VALUE * (len(said) - len(said.translate(None, _MARKS))))


def read(raw: msgspec.Raw, frame: bytes | None = None) -> Incoming:
    """One act of a message; `frame`: these bytes packed, as they came."""
    return _read(raw, frame)


def as_kept(one: Incoming) -> bytes:
    """Its bytes as they are written down: packed where they are long, by whoever sent it or here."""
    return packed.packed(bytes(one.content)) if one.frame is None else one.frame


def opened(came: Iterable[Incoming], seal_key: bytes) -> list[Incoming]:
    """Acts as they came, or what `seal_key` opens where they came sealed. All together unpack to no more than
    one message may say. Raises: Refused ("too_large")."""
    found, room = list[Incoming](), _LARGEST
    for one in came:
        sealed = _sealed_in(one)
        content = b"" if sealed is None else _unzipped(sealed, seal_key)
        room -= weight(content)
        if room < 0:
            raise Refused("too_large")
        found.append(one if sealed is None else _out_of(sealed, one, content))
    return found


def _sealed_in(one: Incoming) -> protocol.Sealed | None:
    if one.act is not None:
        return None
    try:
        return protocol.decode_sealed(one.content)
    except protocol.UNREADABLE:
        return None


def _unzipped(sealed: protocol.Sealed, seal_key: bytes) -> bytes:
    """What lies in an envelope; nothing where the key does not open it."""
    zipped = signing.unsealed(seal_key, sealed.content, protocol.sealed_for(sealed.id)) if seal_key else None
    try:
        return zlib.decompressobj().decompress(zipped or b"", _LARGEST)
    except zlib.error:
        return b""


def _out_of(sealed: protocol.Sealed, one: Incoming, content: bytes) -> Incoming:
    """The act that lay in an envelope, if it is the one that this says."""
    if signing.digest(content) != sealed.sha256 or _id_in(msgspec.Raw(content)) != sealed.id:
        return msgspec.structs.replace(one, aside=protocol.NO_KEY)
    again = sealed.aside if sealed.aside in protocol.ASIDE else ""
    return msgspec.structs.replace(_read(msgspec.Raw(content)), aside=again)


def _read(raw: msgspec.Raw, frame: bytes | None = None) -> Incoming:
    sha256 = signing.digest(memoryview(raw))
    try:
        act = protocol.decode_act(raw)
        if _is_sound(act):
            return Incoming(act.id, raw, sha256, act, frame=frame)
    except (*protocol.UNREADABLE, OverflowError, ValueError):
        pass  # told below: it is kept, and set aside as one that cannot be read
    return Incoming(_id_in(raw) or sha256, raw, sha256, None, frame=frame)


def beside(one: Incoming) -> Incoming:
    """An act whose id is another act's, as it is kept: it cannot be read under that id."""
    return Incoming(f"{one.id[:120]}/{one.sha256}", one.content, one.sha256, None, frame=one.frame)


def _id_in(content: msgspec.Raw) -> str:
    try:
        found = _id_decoder.decode(content).id
    except protocol.UNREADABLE:
        return ""
    return found if is_id(found) else ""


def _is_sound(act: protocol.Act) -> bool:
    """Whether the database and the record can hold what the act says of itself."""
    if not (is_id(act.id) and _are_sound_ids(act.verb, act.by, act.incarnation)):
        return False
    if act.at.tzinfo is None or not 1 <= act.part <= _HIGHEST or not act.changes:
        return False
    act.at.astimezone(UTC)
    if act.why is not None and len(act.why) > _LONGEST_WHY:
        return False
    if len(act.changes) == 1:  # most acts: nothing can be said twice
        return _is_sound_change(act.changes[0])
    return _is_said_once(act) and all(map(_is_sound_change, act.changes))


def _is_said_once(act: protocol.Act) -> bool:
    """Whether no path of a record is said twice, as far as `_are_sound_paths` does not see it."""
    records = {change.record for change in act.changes}
    if len(records) == len(act.changes):
        return True
    said_of = {(change.record, edit.path) for change in act.changes for edit in change.edits}
    return len(said_of) == sum(len(change.edits) for change in act.changes)


def _is_sound_change(change: protocol.Change) -> bool:
    where = (change.kind, change.scope, change.family, change.episode, change.form, change.form_version)
    if not (is_id(change.record) and _is_sound_place(*where)):
        return False
    if change.beside is not None and not is_id(change.beside):
        return False
    paths = tuple([edit.path for edit in change.edits])
    are_sound = _are_known_paths(paths) if len(paths) <= _FEW else _are_sound_paths(paths)
    return are_sound and _are_ids([edit.base for edit in change.edits if edit.base is not None])


@lru_cache(_REMEMBERED)
def _is_sound_place(
    kind: str, scope: str, family: str | None, episode: str | None, form: str | None, form_version: int | None
) -> bool:
    if not _are_ids((kind, scope, *(each for each in (family, episode, form) if each is not None))):
        return False
    return form_version is None or 0 <= form_version <= _HIGHEST


def _are_sound_paths(said: Sequence[str]) -> bool:
    """Whether each of them can be a path, and is said once."""
    return len(set(said)) == len(said) and all(map(_is_sound_path, said))


_are_known_paths = lru_cache(_REMEMBERED)(_are_sound_paths)


def _is_sound_path(path: str) -> bool:
    return 0 < len(path) <= _LONGEST_PATH and "\0" not in path and path.count("/") <= 2


@lru_cache(_REMEMBERED)
def _are_sound_ids(*said: str) -> bool:
    return _are_ids(said)


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
