"""What travels: an act with its changes and edits, and the messages that carry acts to the centre and back.

An act is the same on the desk, in the journal and on the wire.

An act is applied whole or set aside whole. It may touch several records; each is one `Change`.
While a worker stays on a page one field's autosaves extend one open act: the same id, a higher
`part`, and the whole of that act again. Nothing here knows the database or the network.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from ehdesk.sync.joining import Colleague as Colleague
from ehdesk.sync.joining import Enrol as Enrol
from ehdesk.sync.joining import Enrolled as Enrolled
from ehdesk.sync.joining import Hello as Hello
from ehdesk.sync.joining import Limits as Limits
from ehdesk.sync.receipts import NO_KEY as NO_KEY
from ehdesk.sync.receipts import Receipt as Receipt
from ehdesk.sync.receipts import Sealed as Sealed
from ehdesk.sync.receipts import Verdict as Verdict
from ehdesk.sync.receipts import decode_sealed as decode_sealed
from ehdesk.sync.receipts import encode_sealed as encode_sealed
from ehdesk.sync.receipts import receipts as receipts
from ehdesk.sync.receipts import sealed_for as sealed_for
from ehdesk.sync.signed import answer_text as answer_text
from ehdesk.sync.signed import digest as digest
from ehdesk.sync.signed import exchange_text as exchange_text
from ehdesk.sync.signed import file_text as file_text
from ehdesk.sync.signed import hand_in_token as hand_in_token
from ehdesk.sync.signed import idle_text as idle_text
from ehdesk.sync.signed import receipts_text as receipts_text

PROTOCOL = 1
OLDEST = 1
"""The newest protocol that this ehdesk speaks, and the oldest: at least the one before the newest. Either end
names its newest, and the lower of the two is spoken."""

PIECE = 1 << 20
"""Bytes of one piece of a file at most."""

HELD, SIZE, DIGEST = "Ehdesk-Held", "Ehdesk-Size", "Ehdesk-Digest"
"""The headers that say how much of a file the centre has from this desk, its size, and the SHA-256 of it."""

VERSION, SIGNATURE = "Ehdesk-Protocol", "Ehdesk-Signature"
"""The headers with the protocol, and with the Ed25519 signature (hex) of a message, either way."""

ASKED = "Ehdesk-Asked"
"""The header with a random word of the desk, signed with an idle answer: no old one passes for it."""


class Edit(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One field of one record as somebody left it.

    `path` is a field key ("text"), a field of a table row ("children/<row id>/seen") or a row
    ("children/<row id>"). `base` is the id of the act that had set the value this edit was made
    upon, or None where the field was empty. Exactly one of these says what happened:
    `value` (a new value; None clears), `add`/`remove` (lists), `gone` (a row taken away); an edit that says
    none of them keeps what its author saw standing. `seconds` are the acts whose second versions here it
    settles, or opens again: the verb says which.
    """

    path: str
    base: str | None = None
    value: Any = msgspec.UNSET
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    gone: bool = False
    seconds: tuple[str, ...] = ()

    @property
    def keeps(self) -> bool:
        """Whether it leaves what stands as it is."""
        return self.value is msgspec.UNSET and not (self.add or self.remove or self.gone)


class Change(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
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


class Act(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
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


# The messages. Unknown fields are passed over, and missing ones have a default, so that a desk or a centre
# that is one version back always works.


class Exchange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One round: acts go in, others' come back.

    `acts` are the bytes of closed acts, oldest first, whole (or in its place a `Sealed` one). `number` counts
    the exchanges of this incarnation from 1; `previous` is the SHA-256 (hex) of the one before, so that a gap
    or a second life shows. An exchange whose answer did not come is sent again under its number: with the
    same acts first, and more behind them if there are more. `cursor` is the number up to which arrivals are
    in the vault. `has` are the scopes of which the desk holds everything up to the cursor; `filling` and
    `filled_to` say how far new ones have come. All four are kept as the last answer gave them. `held` asks
    for the digests of scopes. `staff` is the mark of the staff list that the desk has. `rest` says that more
    acts wait behind these. `idle` says that the desk has nothing to tell: where there is nothing to hear
    either, the exchange does not count, and no end writes it down.
    """

    epoch: str
    incarnation: str
    number: int
    cursor: int
    previous: str = ""
    acts: tuple[msgspec.Raw, ...] = ()
    has: tuple[str, ...] = ()
    held: bool = False
    filling: tuple[str, ...] = ()
    filled_to: int = 0
    staff: str = ""
    rest: bool = False
    idle: bool = False
    ahead: bool = False


class Ack(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one act. `number` is its place in the order of all (0 for one set aside).

    `settled` tells the fields in which something else stands than what the act said; `reason` is a code
    of `ASIDE` where it was set aside.
    """

    act: str
    verdict: Verdict
    number: int = 0
    settled: tuple["Settled", ...] = ()
    reason: str = ""


ASIDE = (
    "unreadable",
    "not_allowed",
    "record_missing",
    "record_locked",
    "row_gone",
    "destroyed",
    "waits_for_another",
    "newer",
    "too_large",
    NO_KEY,
)
"""Why an act is set aside. `waits_for_another`: a record that it changes was made by one that was. `newer`:
only a later version of the centre knows what it is. `too_large` says the desk by itself: no message can carry
it. `sealed`: it came sealed, and no key here opens it."""


class Settled(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What stands in a field at the centre after an act, where that is not simply what the act said.

    `second` is the value that the act brought and that did not become the current one, with its `reason`.
    """

    record: str
    path: str
    value: Any = None
    second: Any = msgspec.UNSET
    reason: str = ""


class Beside(msgspec.Struct, frozen=True, omit_defaults=True):
    """A second version in a record which comes whole: who brought it, by which act and when, and the act that
    settled it ("" while it waits)."""

    record: str
    path: str
    act: str
    by: str
    at: datetime
    value: Any = None
    reason: str = ""
    settled_by: str = ""


class Arrival(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """An act of somebody else, or of this worker's other life, as far as the desk may hold it.

    `content` are its bytes as they came from whoever wrote it ("act" on the wire), so that nothing is lost
    of what a later version says and this one does not know; `act` is what this version reads in them.

    `number` is its place in the order of all. `received_at` is the centre's time. `backfill` says that
    its place is not after the cursor: the desk was given a scope that it had not. Then the act may be one
    of which the desk knows other changes already, or one of its own. `is_part` says that `content` is not
    all that its author sent, or not as they sent it.

    A record that an act moved into a scope of the desk comes whole, as `new`, and with it `beside`: the
    second versions that it had by then. `gone` are records that it moved out of every scope of the desk.
    """

    number: int
    content: msgspec.Raw = msgspec.field(name="act")
    received_at: datetime
    settled: tuple[Settled, ...] = ()
    backfill: bool = False
    gone: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    is_part: bool = False

    @cached_property
    def act(self) -> Act:
        """The act, read. Raises: msgspec.DecodeError."""
        return decode_act(self.content)


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an exchange brings back.

    `scopes` are all that the desk may hold now; what it holds of others goes away once its own unsent
    work is in. `cursor` is the next one, to be kept in the transaction that keeps the arrivals; `more` asks
    for another exchange at once. `digests` give, by scope, what `rules.settling.digest_of` gives.
    `has`, `filling` and `filled_to` are for the next exchange. `people` are name and agency, by practitioner
    id, of those whose acts arrive. `role` and `manages` (practitioner ids) are the worker's own,
    as they are today. `acks` stand in the order of the acts that were sent. `staff` is everybody of the
    authority's staff, where that is not what `staff_mark` of an earlier answer stood for. `keys` are the
    centre's public keys as they are today, the one in use first and the spare behind it. `signature` is the
    centre's Ed25519 signature (hex) of `receipts_text`: by it a desk can prove later what came in. `code` is
    "too_old" where the acts were taken in, but the desk speaks too old a protocol to be told of others'.
    `idle`: the exchange does not count, and the next one has the same number; where nothing else stands here,
    all is as the desk has it. `about`: with `more`, about so many acts are still to come; 0 where
    the desk asked ahead and can count by itself.
    `seal_key` is the X25519 key (hex) to which a desk seals acts that it may not hold any more (`Sealed`).
    `frames`: acts are asked for as zstd frames of their own, as they are kept there.
    """

    epoch: str
    cursor: int
    acks: tuple[Ack, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    scopes: tuple[str, ...] = ()
    more: bool = False
    digests: dict[str, tuple[int, int]] = {}
    has: tuple[str, ...] = ()
    filling: tuple[str, ...] = ()
    filled_to: int = 0
    people: dict[str, tuple[str, str]] = {}
    role: str = ""
    manages: tuple[str, ...] = ()
    staff: tuple[Colleague, ...] | None = None
    staff_mark: str = ""
    keys: tuple[str, ...] = ()
    signature: str = ""
    code: str = ""
    idle: bool = False
    about: int = 0
    seal_key: str = ""
    frames: bool = False


class Filed(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much of a file the centre has from this desk, of how much; `is_whole` once all of it is there, and
    its hash is right. A file whose hash was wrong begins anew: 0."""

    held: int
    size: int
    is_whole: bool = False


class Trouble(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a message was refused: a code ("epoch", "token", "revoked", "second_life", "life_ended", "too_old",
    "too_large", "signature", "unreadable", "too_many", "busy", "code"), and words for a log, never of a
    family.

    With "epoch": the epoch that counts now, and up to which number the centre still has what it had in the
    epoch that the desk named. With "code", `is_anothers`: it lets somebody in, but the vault is of another.
    """

    code: str
    words: str = ""
    epoch: str = ""
    kept: int = 0
    is_anothers: bool = False


Message = TypeVar("Message")

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding raises on bytes that are no such message: no JSON, other fields, broken letters, or nested
without end."""

_encoder = msgspec.json.Encoder()
_act_decoder = msgspec.json.Decoder(Act)
_parts_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
_changes_decoder = msgspec.json.Decoder(list[msgspec.Raw])


def encode_act(act: Act) -> bytes:
    """One act as JSON bytes, as the journal and the outbox keep it."""
    return _encoder.encode(act)


def narrowed(content: bytes | msgspec.Raw, kept: Iterable[int | Change]) -> msgspec.Raw:
    """An act with some of its changes only (by place), or others in their stead; all else as it came."""
    said = _parts_decoder.decode(content)
    every = _changes_decoder.decode(said["changes"])
    changes = [every[one] if isinstance(one, int) else one for one in kept]
    return msgspec.Raw(_encoder.encode({**said, "changes": changes}))


def author_of(content: bytes | msgspec.Raw) -> str:
    """Who did an act, without reading the rest."""
    return _by_decoder.decode(content).by


class _By(msgspec.Struct):
    by: str


_by_decoder = msgspec.json.Decoder(_By)


def decode_act(content: bytes | msgspec.Raw) -> Act:
    """The act that `encode_act` wrote. Raises: msgspec.DecodeError on anything else."""
    return _act_decoder.decode(content)


def decoder(of: type[Message]) -> msgspec.json.Decoder[Message]:
    """Reads one kind of message. Raises, when it decodes: msgspec.DecodeError."""
    return msgspec.json.Decoder(of)


def encode(message: msgspec.Struct | tuple[msgspec.Struct, ...]) -> bytes:
    """A message, or a list of them, as JSON bytes."""
    return _encoder.encode(message)
