"""The acts of one message: as many as one may carry, and the next ones made ready while the centre works.

What hangs on the answer (the cursor, the digest of the message before) stands behind the acts and is filled
in last. What was read ahead is only sent where it is still what comes next.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol, TypeGuard, runtime_checkable

import msgspec

from ehdesk import errors
from ehdesk.models import enrolled, unsettled
from ehdesk.sync import packed, packing, protocol
from ehdesk.vault import primitives

_ROOM_AROUND = 16 << 10
"""Room in a message for what stands around its acts and is not known yet, beside what is known."""


class Desk(Protocol):
    """What is needed of an opened vault."""

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a verb in one act."""

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""


@runtime_checkable
class Line(Protocol):
    """A way that sends what was packed before, and lets the desk work while the centre does.

    What waits for an answer need not be called: that answer is let go then."""

    def begin(self, sent: packing.Sent) -> Callable[[], protocol.Answer]:
        """Hand in one message, and give what waits for the answer, which raises: CentreRefusal."""


def is_line(way: object) -> TypeGuard[Line]:
    """Whether a way is one. Python's own check of a protocol takes longer than a statement."""
    return callable(getattr(way, "begin", None))


@dataclass(frozen=True)
class Ready:
    """Acts that were read, hashed and packed before it was their turn."""

    page: enrolled.Page
    digests: tuple[str, ...]
    opening: packing.Opening | None


@dataclass(frozen=True)
class Batch:
    """One message, and the SHA-256 of each of its acts. `too_large`: no message can carry the first that
    waits, and this one is not sent."""

    message: protocol.Exchange
    digests: tuple[str, ...] = ()
    opening: packing.Opening | None = None
    too_large: msgspec.Raw | None = None

    def sent(self) -> packing.Sent:
        """As it goes out."""
        if self.opening is None:
            return packing.sent(protocol.encode(self.message))
        return self.opening.closed(msgspec.structs.replace(self.message, acts=()))


@dataclass(frozen=True)
class UnderWay:
    """A message that went out while the answer before it is taken in."""

    batch: Batch
    digest: str
    answer: Callable[[], protocol.Answer]


def send_ahead(
    desk: Desk,
    way: object,
    ready: Ready | None,
    sent: protocol.Exchange,
    answer: protocol.Answer,
    *heard: Any,
) -> UnderWay | None:
    """Send what was made ready before the answer is taken in, where that says nothing but that all came in.

    The answer is kept first, so that whoever is cut off takes it in before anything else. `heard`: the digest
    of what was sent, and the receipts.
    """
    if ready is None or not is_line(way):
        return None
    message = desk.do(unsettled.keep, sent, answer, *heard, ready.page).result
    if message is None:
        return None
    batch = Batch(message, ready.digests, ready.opening)
    gone = batch.sent()
    return UnderWay(batch, gone.digest, way.begin(gone))


@dataclass(frozen=True)
class Asked:
    """A page that was asked for while the one before is taken in."""

    message: protocol.Exchange
    digest: str
    answer: Callable[[], protocol.Answer]

    def answers(self, message: protocol.Exchange | None) -> protocol.Answer | None:
        """The answer, where this was asked with the words that are to be said now, and it came."""
        if message is None or msgspec.structs.replace(message, ahead=True) != self.message:
            return None
        try:
            told = self.answer()
        except errors.CentreRefusal:
            return None  # it is asked for once more, and says why then
        return told if told.idle and told.signature else None


Ahead = Asked | UnderWay
"""What went out before the answer to the message before was in the vault."""


def ask_ahead(
    way: "Way", place: enrolled.Link, sent: protocol.Exchange, answer: protocol.Answer, digest: str
) -> Asked | None:
    """Ask for the page behind an answer before it is taken in, where the centre says that it does not count:
    the cursor moves only with what is in the vault, and whoever is cut off asks for the page again."""
    if not (sent.idle and answer.idle and answer.more):
        return None
    next_one = enrolled.message(enrolled.after(place, sent, answer, digest))
    message = msgspec.structs.replace(next_one, idle=True, ahead=True)
    body = protocol.encode(message)
    if is_line(way):
        return Asked(message, protocol.digest(body), way.begin(packing.sent(body)))
    try:
        told = way.exchange(body)
    except errors.CentreRefusal:
        return None
    return Asked(message, protocol.digest(body), lambda: told)


class Way(Protocol):
    """The way to the centre."""

    def exchange(self, body: bytes) -> protocol.Answer:
        """Hand in one message, and give the answer. Raises: CentreRefusal."""


def following(
    desk: Desk,
    ready: Ready | None,
    place: enrolled.Link,
    without: Collection[str],
    most: int | None,
    way: object,
) -> Batch:
    """The next message: what was made ready, where that is still next, or what waits now."""
    if ready is not None:
        message = desk.ask(enrolled.next_with, ready.page, without)
        if message is not None:
            return Batch(message, ready.digests, ready.opening)
    message = desk.do(enrolled.collect, without, most).result
    if not message.acts:
        return Batch(message)
    opening, count = _opened(message.acts, place, way)
    if not count:
        return Batch(message, too_large=message.acts[0])
    some = message.acts[:count]
    whole = msgspec.structs.replace(message, acts=some, rest=message.rest or count < len(message.acts))
    return Batch(whole, _digests(some), opening)


def ahead(
    desk: Desk,
    sent: protocol.Exchange,
    place: enrolled.Link,
    without: Collection[str],
    most: int | None,
    way: object,
) -> Ready | None:
    """What will be next if the centre takes what was sent; None where that cannot be made ready now."""
    page = desk.ask(enrolled.behind, sent.acts[-1], without, most)
    if not page.acts:
        return None
    opening, count = _opened(page.acts, place, way)
    if not count:
        return None
    acts, ids = page.acts[:count], page.ids[:count]
    some = enrolled.Page(acts, ids, page.rest or count < len(page.acts), waits=True)
    return Ready(some, _digests(acts), opening)


def _opened(
    acts: tuple[msgspec.Raw, ...], place: enrolled.Link, way: object
) -> tuple[packing.Opening | None, int]:
    """How many acts one message may carry, by what they weigh plain and packed; and packed, where the way is
    for that."""
    around = protocol.encode(enrolled.message(place))
    room = place.limits.plain_bytes - len(around) - _ROOM_AROUND
    if not is_line(way):
        return None, len(acts) if len(acts[0]) <= room else 0
    most = place.limits.sent_bytes - packing.packed_size(around) - _ROOM_AROUND
    plain = [bytes(one) for one in acts]
    kept = [packed.packed(one) for one in plain] if place.frames else None
    opening = packing.opening(plain, min(most, room), kept)
    return opening, opening.count


def _digests(acts: tuple[msgspec.Raw, ...]) -> tuple[str, ...]:
    return tuple(protocol.digest(bytes(one)) for one in acts)


def checked_receipts(link: enrolled.Link, batch: Batch, answer: protocol.Answer, digest: str) -> bytes:
    """Each act that was sent is answered, and the centre that this desk enrolled with has signed for all.

    Raises: NotTheCentre; nothing of the answer is taken in then.
    """
    if len(answer.acks) != len(batch.message.acts) or not all(map(_is_readable, answer.arrivals)):
        raise errors.NotTheCentre
    listed = protocol.encode(protocol.receipts(batch.message.acts, answer.acks, batch.digests))
    said = protocol.receipts_text(link.device, batch.message, digest, listed)
    if link.keys and not primitives.is_signed_by_one(link.keys, answer.signature, said):
        raise errors.OtherKeys
    return listed


def _is_readable(arrival: protocol.Arrival) -> bool:
    try:
        return bool(arrival.act.id)
    except protocol.UNREADABLE:
        return False
