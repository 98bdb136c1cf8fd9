"""The desk's place at a centre: who it is there, how far it has heard, and the next message to send.

Kept in `meta`, inside the vault: the token never lies open on the disk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, arrivals, base, colleagues, outbox, withdrawn
from ehdesk.models import hand as hands
from ehdesk.sync import protocol

_KEY = "centre"
_READ = sa.select(base.meta.c.value).where(base.meta.c.key == _KEY)
_WRITE = sa.insert(base.meta).prefix_with("OR REPLACE")
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
    """How things stand with the centre: acts that wait, acts set aside, values that two people set."""

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


@acts.act("centre.linked", local=True)
def remember(work: acts.Work, known: Link) -> None:
    """Keep the desk's place."""
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


@acts.act("answer.settled", local=True)
def settle(
    work: acts.Work, sent: protocol.Exchange, answer: protocol.Answer, digest: str
) -> arrivals.TakenIn:
    """Take an answer in and move the cursor, in one transaction. `digest` is the SHA-256 of what was sent."""
    known = _known(work)
    told = arrivals.take_in(work, answer)
    if answer.staff is not None:
        colleagues.remember(work.connection, answer.staff)
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


def waits(read: acts.Reading) -> bool:
    """Whether anything waits to be sent."""
    wanted = sa.select(base.act.c.n).where(base.unanswered()).limit(1)
    return read.connection.execute(wanted).first() is not None


def standing(read: acts.Reading) -> Standing:
    """How things stand with the centre."""
    unsent = sa.select(sa.func.count()).select_from(base.act).where(base.unanswered())
    aside = sa.select(sa.func.count()).select_from(base.set_aside)
    seconds = (
        sa.select(sa.func.count())
        .select_from(base.second_version)
        .where(base.second_version.c.settled_by.is_(None))
    )
    counts = (read.connection.execute(each).scalar_one() for each in (unsent, aside, seconds))
    return Standing(*counts)


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
