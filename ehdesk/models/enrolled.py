"""The desk's place at a centre: who it is there, how far it has heard, and the next message to send.

Kept in `meta`, inside the vault: the token never lies open on the disk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import (
    acts,
    arrivals,
    base,
    colleagues,
    outbox,
    practitioner,
    quiet,
    versions,
    withdrawn,
)
from ehdesk.models import hand as hands
from ehdesk.sync import protocol
from ehdesk.vault import primitives

_KEY, _ASKS_WITH = "centre", "centre_key"
_READ = sa.select(base.meta.c.value).where(base.meta.c.key == _KEY)
_WRITE = sa.insert(base.meta).prefix_with("OR REPLACE")
_PROVE = sa.insert(base.answered).returning(base.answered.c.n)
_ROOM = 4
"""A message is filled to this part of what it may hold unpacked: what is packed then fits too."""


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the centre is, its public keys (hex), and who this desk is there: its token, and the private key
    (hex) that it signs with; `number` and `previous` of the last exchange that was
    answered, `cursor` up to which arrivals are in the vault, and the scopes of which it holds everything;
    `filled_to` how far those of `filling` have come. `staff_mark` stands for the staff list that it has."""

    url: str
    device: str
    token: str
    keys: tuple[str, ...]
    signs_with: str
    epoch: str
    incarnation: str
    role: str = ""
    manages: tuple[str, ...] = ()
    authority: str = ""
    number: int = 0
    previous: str = ""
    cursor: int = 0
    has: tuple[str, ...] = ()
    filling: tuple[str, ...] = ()
    filled_to: int = 0
    told_at: str = ""
    staff_mark: str = ""
    limits: protocol.Limits = protocol.Limits()


@dataclass(frozen=True)
class Standing:
    """How things stand with the centre: acts that wait, acts set aside, fields with two versions."""

    waits: int
    aside: int
    seconds: int


def link(read: acts.Reading) -> Link | None:
    """The desk's place at its centre; None before it enrolled."""
    told = read.connection.execute(_READ).scalar()
    return None if told is None else msgspec.json.decode(told, type=Link)


def life(read: acts.Reading) -> str:
    """The incarnation of this vault."""
    return read.bench.incarnation


def now(read: acts.Reading) -> datetime:
    """The time by this desk's own clock."""
    return read.clock.now()


@acts.act("centre.asked", local=True)
def key_to_ask_with(work: acts.Work) -> tuple[bytes, bytes]:
    """The pair of keys (private, public) with which this desk asks to be let in: the same until it is.

    Its answer may have been lost; whoever asks again with the same code has to be the same desk.
    """
    kept = work.connection.execute(sa.select(base.meta.c.value).where(base.meta.c.key == _ASKS_WITH)).scalar()
    if kept is not None:
        private, public = str(kept).split()
        return bytes.fromhex(private), bytes.fromhex(public)
    made = primitives.new_signing_key()
    work.connection.execute(_WRITE, {"key": _ASKS_WITH, "value": " ".join(one.hex() for one in made)})
    return made


@acts.act("centre.linked", local=True)
def remember(work: acts.Work, known: Link) -> None:
    """Keep the desk's place."""
    work.connection.execute(sa.delete(base.meta).where(base.meta.c.key == _ASKS_WITH))
    work.connection.execute(_WRITE, {"key": _KEY, "value": msgspec.json.encode(known).decode()})


@acts.act("acts.collected", local=True)
def collect(work: acts.Work) -> protocol.Exchange:
    """The next message: closes what still grows, and takes the oldest acts that wait.

    A vault in a new life first hears all that there is to hear, and sends nothing. Raises: NotEnrolled.
    """
    known = _known(work)
    is_new_life = known.incarnation != work.bench.incarnation
    if is_new_life:
        known = msgspec.structs.replace(known, incarnation=work.bench.incarnation, number=0, previous="")
        remember(work, known)
    pulls_first = known.number == 0
    outbox.close_sitting(work, None)
    found = () if pulls_first else outbox.waiting(work, known.limits.acts)
    return protocol.Exchange(
        epoch=known.epoch,
        incarnation=known.incarnation,
        number=known.number + 1,
        previous=known.previous,
        cursor=known.cursor,
        acts=tuple(msgspec.Raw(each.content) for each in _within(found, known.limits)),
        has=known.has,
        filling=known.filling,
        filled_to=known.filled_to,
        staff=known.staff_mark,
    )


def may_be_in_bites(read: acts.Reading, answer: protocol.Answer) -> bool:
    """Whether others' acts of an answer may come in before what it says of ours: of other records."""
    return quiet.are_apart(read, answer.acks, answer.arrivals)


@acts.act("act.arrived", local=True)
def take_bite(work: acts.Work, arrivals_of: tuple[protocol.Arrival, ...]) -> arrivals.TakenIn:
    """Take in the first of an answer's acts of others, as far as they go, and move the cursor with them.

    The rest comes with `settle`, or again where it is cut off: the desk is then told from this cursor on.
    """
    known = _known(work)
    told = arrivals.take_in(work, protocol.Answer(known.epoch, known.cursor, arrivals=arrivals_of))
    newest = max((each.number for each in arrivals_of if not each.backfill), default=0)
    if newest > known.cursor:
        remember(work, msgspec.structs.replace(known, cursor=newest))
    return told


@acts.act("answer.settled", local=True)
def settle(
    work: acts.Work, sent: protocol.Exchange, answer: protocol.Answer, digest: str
) -> arrivals.TakenIn:
    """Take an answer in and move the cursor, in one transaction. `digest` is the SHA-256 of what was sent."""
    known = _known(work)
    told = arrivals.take_in(work, answer, _keep_proof(work, known, sent, answer, digest))
    outbox.move_on(work)
    if answer.staff is not None:
        colleagues.remember(work.connection, answer.staff)
    practitioner.remember_colleagues(work, answer.people)
    if not answer.more:
        withdrawn.withdraw(work, answer.scopes)
    remember(
        work,
        msgspec.structs.replace(
            known,
            epoch=answer.epoch,
            number=sent.number,
            previous=digest,
            cursor=answer.cursor,
            has=answer.has,
            filling=answer.filling,
            filled_to=answer.filled_to,
            role=answer.role or known.role,
            manages=answer.manages,
            told_at=base.stamp(work.at),
            staff_mark=answer.staff_mark,
            keys=answer.keys or known.keys,
        ),
    )
    return told


def _keep_proof(
    work: acts.Work, known: Link, sent: protocol.Exchange, answer: protocol.Answer, digest: str
) -> int | None:
    """Keep by what this desk can prove later that the centre had these acts."""
    if not answer.acks:
        return None
    listed = protocol.encode(protocol.receipts(sent.acts, answer.acks))
    said = protocol.receipts_text(known.device, sent, digest, listed)
    line = {"said": said, "listed": listed, "signature": answer.signature}
    return int(work.connection.execute(_PROVE, line).scalar_one())


def waits(read: acts.Reading) -> bool:
    """Whether anything waits to be sent."""
    wanted = sa.select(base.act.c.n).where(base.unanswered()).limit(1)
    return read.connection.execute(wanted).first() is not None


def standing(read: acts.Reading) -> Standing:
    """How things stand with the centre."""
    unsent = sa.select(sa.func.count()).select_from(base.act).where(base.unanswered())
    aside = sa.select(sa.func.count()).select_from(base.set_aside)
    waits, set_aside = (read.connection.execute(each).scalar_one() for each in (unsent, aside))
    return Standing(waits, set_aside, versions.count(read))


def _known(read: acts.Reading) -> Link:
    known = link(read)
    if known is None:
        raise errors.NotEnrolled
    return known


def _within(waits: Iterable[hands.Kept], limits: protocol.Limits) -> Iterator[hands.Kept]:
    """As many as one message may hold; at least one, however large."""
    size = 0
    for each in waits:
        size += len(each.content)
        if size > limits.plain_bytes // _ROOM and size > len(each.content):
            return
        yield each
