"""What the centre says to each act, and an act that travels sealed: a part of `protocol`."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

import msgspec

from ehdesk.sync.signed import digest

Verdict = Literal["taken", "aside", "later"]
"""Taken: applied whole (again, for an act that was known). Aside: kept whole, and nothing of it applied.
Later: not kept, and to be sent again another time: a centre that was put back from a copy waits for others
first."""

NO_KEY = "sealed"
"""The reason for which a sealed act is set aside that the centre cannot open."""


class Sealed(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is", tag="sealed"):
    """An act as it comes again to a centre that was put back from a copy, where its author's desk may not
    hold it any more, or not as a whole. It stands among the acts of an exchange in its place, and is answered
    as the act itself would be.

    `id` is the act's, `sha256` (hex) that of its bytes. `content` are these bytes, packed (zlib) and sealed
    to the centre's `seal_key` (HPKE: X25519, HKDF-SHA256, AES-256-GCM; info is "ehdesk/1/act|" and the id).
    `aside` is the reason for which the centre had set the act aside: it is set aside again.
    """

    id: str
    sha256: str
    content: bytes
    aside: str = ""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Sealed)
_BEGINS = b'{"is":"sealed"'


def sealed_for(act_id: str) -> bytes:
    """To what a sealed act is bound: it is no other act's."""
    return f"ehdesk/1/act|{act_id}".encode()


def encode_sealed(act: Sealed) -> bytes:
    """As it stands among the acts of an exchange."""
    return _encoder.encode(act)


def decode_sealed(content: bytes | msgspec.Raw) -> Sealed:
    """What `encode_sealed` wrote. Raises: msgspec.DecodeError on anything else."""
    return _decoder.decode(content)


class Receipt(msgspec.Struct, frozen=True, array_like=True):
    """That the bytes of one act (SHA-256, hex) came in, and what became of them."""

    act: str
    sha256: str
    verdict: Verdict
    number: int


class Answered(Protocol):
    """What an answer says to one act."""

    @property
    def act(self) -> str:
        """Its id."""

    @property
    def verdict(self) -> Verdict:
        """What became of it."""

    @property
    def number(self) -> int:
        """Its place in the order of all."""

    @property
    def reason(self) -> str:
        """Why it was set aside."""


def receipts(
    acts: Sequence[msgspec.Raw], acks: Iterable[Answered], digests: Iterable[str] = ()
) -> tuple[Receipt, ...]:
    """What the answers to some acts say, act by act, in the order in which they were sent. `digests`: the
    SHA-256 (hex) of each as it was sent, where they are known already."""
    sent = digests or (digest(bytes(raw)) for raw in acts)
    return tuple(
        Receipt(ack.act, _sha256_of(raw, sha256, ack), ack.verdict, ack.number)
        for raw, sha256, ack in zip(acts, sent, acks, strict=True)
    )


def _sha256_of(raw: msgspec.Raw, sent: str, ack: Answered) -> str:
    """The hash of an act's own bytes; of a sealed one that could not be opened, of what was sent."""
    if bytes(raw).startswith(_BEGINS) and ack.reason != NO_KEY:
        return decode_sealed(raw).sha256
    return sent
