"""What travels: an act, its changes and their edits, the same on the desk, in the journal and on the wire.

An act is applied whole or set aside whole. It may touch several records; each is one `Change`.
While a worker stays on a page one field's autosaves extend one open act: the same id, a higher
`part`, and the whole of that act again. Nothing here knows the database or the network.
"""

from datetime import datetime
from typing import Any

import msgspec

PROTOCOL = 1


class Edit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field of one record as somebody left it.

    `path` is a field key ("text"), a field of a table row ("children/<row id>/seen") or a row
    ("children/<row id>"). `base` is the id of the act that had set the value this edit was made
    upon, or None where the field was empty. Exactly one of these says what happened:
    `value` (a new value; None clears), `add`/`remove` (lists), `gone` (a row taken away).
    """

    path: str
    base: str | None = None
    value: Any = msgspec.UNSET
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    gone: bool = False


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an act did to one record. `new` says that the act created it.

    `scope` is "family:<id>/file", "family:<id>/restricted", "family:<id>/quality",
    "practitioner:<id>" or "authority". `beside` names the record whose restricted sibling this is.
    """

    record: str
    kind: str
    scope: str
    edits: tuple[Edit, ...]
    new: bool = False
    family: str | None = None
    episode: str | None = None
    beside: str | None = None
    form: str | None = None
    form_version: int | None = None


class Act(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that somebody did. `id` is a random UUIDv7; `part` counts from 1.

    `verb` is noun.past_participle ("note.written"); `by` the practitioner; `at` the desk's UTC time;
    `incarnation` the device's life in which it was made (a restored or copied vault takes a new one).
    """

    id: str
    verb: str
    by: str
    at: datetime
    incarnation: str
    changes: tuple[Change, ...]
    part: int = 1
    why: str | None = None


_encoder = msgspec.json.Encoder()
_act_decoder = msgspec.json.Decoder(Act)


def encode_act(act: Act) -> bytes:
    """One act as JSON bytes, as the journal and the outbox keep it."""
    return _encoder.encode(act)


def decode_act(content: bytes) -> Act:
    """The act that `encode_act` wrote. Raises: msgspec.DecodeError on anything else."""
    return _act_decoder.decode(content)
