"""An answer that is kept and not taken in yet: the next message may go out behind it at once.

Only an answer that changes nothing but that acts of ours came in waits so: nothing that is sent next hangs on
it. It is written down before that message goes, so that whoever is cut off takes it in first, and then sends
the same message once more under its number. What a power cut takes back the centre finds out: a new life of
the vault begins then, and everything is said again.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

import msgspec
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, arrivals, base, enrolled, outbox, quick, sealed_act
from ehdesk.sync import protocol

_KEEP = quick.Quick(
    sa.insert(base.meta).prefix_with("OR REPLACE").values(key=quick.asked("key"), value=quick.asked("value"))
)
_READ = sa.select(base.meta.c.value).where(base.meta.c.key == enrolled.UNSETTLED)


class Desk(Protocol):
    """What is needed of an opened vault."""

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a verb in one act."""

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""


class _Kept(msgspec.Struct, frozen=True):
    """What was sent, without its acts, and its SHA-256 (hex); the answer, and the receipts it comes to."""

    sent: protocol.Exchange
    digest: str
    answer: protocol.Answer
    listed: msgspec.Raw


_encoder, _decoder = msgspec.json.Encoder(), msgspec.json.Decoder(_Kept)


@acts.act("answer.kept", local=True, passing=True)
def keep(
    work: acts.Work,
    sent: protocol.Exchange,
    answer: protocol.Answer,
    digest: str,
    listed: bytes,
    page: enrolled.Page,
) -> protocol.Exchange | None:
    """Keep an answer that is taken in later, and give the message that follows it: with acts that were read
    before. None, and nothing kept, where something else may be next by now."""
    place = enrolled.known(work)
    then = enrolled.after(place, sent, answer, digest)
    if not (_is_plain(place, then, answer) and _is_next(work, place, answer, page)):
        return None
    without_acts = msgspec.structs.replace(sent, acts=())
    kept = _Kept(without_acts, digest, answer, msgspec.Raw(listed))
    said = {"key": enrolled.UNSETTLED, "value": _encoder.encode(kept).decode()}
    _KEEP.change(work.connection, said)
    return msgspec.structs.replace(enrolled.message(then), acts=page.acts, rest=page.rest)


def _is_plain(place: enrolled.Link, then: enrolled.Link, answer: protocol.Answer) -> bool:
    """Whether an answer says nothing but that acts of ours came in."""
    says_more = answer.idle or answer.more or answer.arrivals or answer.digests or answer.code
    is_same = then == msgspec.structs.replace(
        place, number=then.number, previous=then.previous, cursor=then.cursor
    )
    is_all_in = all(ack.verdict == "taken" for ack in answer.acks)
    return is_same and is_all_in and bool(answer.acks) and answer.staff is None and not says_more


def _is_next(read: acts.Reading, place: enrolled.Link, answer: protocol.Answer, page: enrolled.Page) -> bool:
    """Whether acts that were read before come right behind those that were answered."""
    is_same_life = place.incarnation == read.bench.incarnation and place.number > 0 and not place.anew
    if not is_same_life or sealed_act.is_to_tell(read):
        return False
    return outbox.up_to(read, page.ids[-1]) == [*(ack.act for ack in answer.acks), *page.ids]


def is_any(read: acts.Reading) -> bool:
    """Whether an answer is kept that was not taken in."""
    return read.connection.execute(_READ).first() is not None


@acts.act("answer.settled", local=True)
def settle(work: acts.Work) -> arrivals.TakenIn:
    """Take in the answer that is kept, if there is one."""
    place, kept = enrolled.known(work), _kept(work)
    if kept is None or (kept.sent.number, kept.sent.incarnation) != (place.number + 1, place.incarnation):
        enrolled.forget_unsettled(work)
        return arrivals.TakenIn()
    return enrolled.settle(work, kept.sent, kept.answer, kept.digest, bytes(kept.listed))


def _kept(read: acts.Reading) -> _Kept | None:
    """What is kept; None also where this version cannot read it: it is asked for again then."""
    told = read.connection.execute(_READ).scalar()
    try:
        return None if told is None else _decoder.decode(told)
    except protocol.UNREADABLE:
        return None


def settle_left(desk: Desk) -> None:
    """When the vault is opened: nobody sees an act wait that came in. No vault stays shut by it."""
    with suppress(errors.Refusal):  # the next exchange begins with it, and says what is wrong
        if desk.ask(is_any):
            desk.do(settle)
