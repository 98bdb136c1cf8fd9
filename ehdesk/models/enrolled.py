"""The desk's place at a centre: who it is there, how far it has heard, and the next message to send.

Kept in `meta`, inside the vault: the token never lies open on the disk.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import (
    acts,
    arrivals,
    base,
    colleagues,
    out_of_sight,
    outbox,
    quiet,
    replay,
    sealed_act,
    versions,
    withdrawn,
)
from ehdesk.sync import protocol
from ehdesk.vault import primitives

KEY = "centre"
"""Of `meta`: the desk's place."""
UNSETTLED = "unsettled"
"""Of `meta`: an answer that is kept and not taken in yet (see there)."""
_ASKS_WITH = "centre_key"
_READ = sa.select(base.meta.c.value).where(base.meta.c.key == KEY)
_WRITE = sa.insert(base.meta).prefix_with("OR REPLACE")
_PROVE = sa.insert(base.answered).returning(base.answered.c.n)
_FORGET = sa.delete(base.meta).where(base.meta.c.key == UNSETTLED)
_ROOM = 4
"""A message is filled to a quarter of what it may hold unpacked: what is packed then fits too."""


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the centre is, its public keys (hex), and who this desk is there: its token, and the private key
    (hex) that it signs with; `number` and `previous` of the last exchange that was
    answered, `cursor` up to which arrivals are in the vault, and the scopes of which it holds everything;
    `filled_to` how far those of `filling` have come. `compared_on`: the day of the last comparison with the
    centre. `anew`: scopes that are fetched from their beginning before anything else is sent. `over`: another
    copy of the vault has its place, the centre does not know this desk, or it was shut out. `lives`: the
    incarnations that it has had here before. `staff_mark`: the staff list that it has. `seals_to` is the
    centre's key (hex) to which acts are sealed that may not be held any more. `frames`: it reads several.
    `account`: who the worker is there for good. `is_behind`: others may have gone on from acts of ours
    unheard; it compares itself once all is said."""

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
    compared_on: str = ""
    anew: tuple[str, ...] = ()
    over: Literal["", "copy", "unknown", "revoked"] = ""
    lives: tuple[str, ...] = ()
    limits: protocol.Limits = protocol.Limits()
    seals_to: str = ""
    frames: bool = False
    account: str = ""
    is_behind: bool = False


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


def known(read: acts.Reading) -> Link:
    """The desk's place at its centre. Raises: NotEnrolled."""
    found = link(read)
    if found is None:
        raise errors.NotEnrolled
    return found


def go_on(work: acts.Work, **changed: Any) -> None:
    """Keep the desk's place with something changed in it. Raises: NotEnrolled."""
    remember(work, msgspec.structs.replace(known(work), **changed))


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


def let_in_again(before: Link, now: Link) -> Link:
    """A desk that another copy had displaced, or that was shut out, is let in: it has heard what it had."""
    kept = ("epoch", "cursor", "has", "anew", "seals_to", "is_behind")
    heard = {name: getattr(before, name) for name in kept}
    return msgspec.structs.replace(now, **heard, lives=(*before.lives, before.incarnation))


_ASK_ANEW = sa.delete(base.meta).where(base.meta.c.key == _ASKS_WITH)


@acts.act("centre.linked", local=True)
def remember(work: acts.Work, known: Link) -> None:
    """Keep the desk's place."""
    work.connection.execute(_ASK_ANEW)
    work.connection.execute(_WRITE, {"key": KEY, "value": msgspec.json.encode(known).decode()})


@acts.act("acts.collected", local=True)
def collect(work: acts.Work, without: Collection[str] = (), most: int | None = None) -> protocol.Exchange:
    """The next message: closes what still grows, and takes the oldest acts that wait, `without` some (ids).

    A vault in a new life first hears all that there is to hear, and sends nothing. Raises: NotEnrolled.
    """
    place = _in_this_life(work)
    outbox.close_sitting(work, None)
    found = Page() if place.number == 0 else _page(work, place, without, most)
    is_all_said = not found.waits or (place.is_behind and not found.acts)
    return msgspec.structs.replace(
        message(place),
        acts=found.acts,
        held=is_all_said and place.compared_on != work.clock.today().isoformat(),
        rest=found.rest or place.number == 0,
    )


@dataclass(frozen=True)
class Page:
    """Acts for one message, in order, and their ids; `rest`: more of them are left, `waits`: any at all."""

    acts: tuple[msgspec.Raw, ...] = ()
    ids: tuple[str, ...] = ()
    rest: bool = False
    waits: bool = False


def _page(
    read: acts.Reading, place: Link, without: Collection[str], most: int | None, after: int = 0
) -> Page:
    limit, room = min(most or place.limits.acts, place.limits.acts), place.limits.plain_bytes // _ROOM
    every = outbox.waiting(read, limit + len(without) + 1, after, min(room, outbox.ROOM))
    told_again = () if after else sealed_act.told_again(read)
    found = [each for each in (*told_again, *sealed_act.as_sent(read, every)) if each.act_id not in without]
    some = found[:limit]
    is_more = len(found) > len(some) or outbox.is_any_behind(read, every[-1].n if every else after)
    raw = tuple(msgspec.Raw(each.content) for each in some)
    return Page(raw, tuple(each.act_id for each in some), is_more, waits=bool(every or told_again))


def behind(
    read: acts.Reading, last: msgspec.Raw, without: Collection[str] = (), most: int | None = None
) -> Page:
    """What will be sent after an act, as things stand: the next message, if the centre takes this one."""
    named = msgspec.json.decode(last, type=_Named).id
    return _page(read, known(read), without, most, outbox.number_of(read, named))


def next_with(read: acts.Reading, page: Page, without: Collection[str] = ()) -> protocol.Exchange | None:
    """The next message with acts that were read before; None where something else is next by now."""
    place = known(read)
    is_same_life = place.incarnation == read.bench.incarnation and place.number > 0 and not place.anew
    is_same_life = is_same_life and not sealed_act.is_to_tell(read)
    waits = [one for one in outbox.up_to(read, page.ids[-1]) if one not in without]
    if not is_same_life or waits != list(page.ids):
        return None
    return msgspec.structs.replace(message(place), acts=page.acts, rest=page.rest)


class _Named(msgspec.Struct):
    id: str


@acts.act("act.kept_aside", local=True)
def keep_aside(work: acts.Work, act: msgspec.Raw) -> arrivals.TakenIn:
    """An act that is larger than any message may be never gets to the centre: it is kept, and says so."""
    place, named = known(work), msgspec.json.decode(act, type=_Named).id
    ack = protocol.Ack(act=named, verdict="aside", reason="too_large")
    return arrivals.take_in(work, protocol.Answer(place.epoch, place.cursor, acks=(ack,)))


def message(place: Link) -> protocol.Exchange:
    """The next message as the desk's place has it, without any acts."""
    return protocol.Exchange(
        epoch=place.epoch,
        incarnation=place.incarnation,
        number=place.number + 1,
        previous=place.previous,
        cursor=place.cursor,
        has=place.has,
        filling=place.filling,
        filled_to=place.filled_to,
        staff=place.staff_mark,
    )


def _in_this_life(work: acts.Work) -> Link:
    """The desk's place; where the vault has begun a new life since, at the beginning of that."""
    place = known(work)
    if place.incarnation == work.bench.incarnation:
        return place
    begun = msgspec.structs.replace(
        place,
        incarnation=work.bench.incarnation,
        number=0,
        previous="",
        lives=(*place.lives, place.incarnation),
    )
    remember(work, begun)
    return begun


@acts.act("life.begun", local=True)
def begin_life(work: acts.Work) -> None:
    """Go on as another life of this vault: the centre has heard more of the one before than it knows."""
    replay.begin_new_life(work.connection, work.clock.new_id())


@acts.act("life.ended", local=True)
def end_life(work: acts.Work, over: Literal["copy", "unknown", "revoked"]) -> None:
    """The centre does not take this vault for the desk that it was: it keeps all, and needs a new code."""
    go_on(work, over=over)


def may_be_in_bites(read: acts.Reading, answer: protocol.Answer) -> bool:
    """Whether others' acts of an answer may come in before what it says of ours: of other records."""
    return quiet.are_apart(read, answer.acks, answer.arrivals)


@acts.act("act.arrived", local=True, passing=True)
def take_bite(work: acts.Work, arrivals_of: tuple[protocol.Arrival, ...]) -> arrivals.TakenIn:
    """Take in the first of an answer's acts of others, as far as they go, and move the cursor with them.

    The rest comes with `settle`, or again where it is cut off: the desk is then told from this cursor on.
    What a power cut takes back comes again too, as the cursor goes with it: nobody waits for the disk.
    """
    place = known(work)
    told = arrivals.take_in(work, protocol.Answer(place.epoch, place.cursor, arrivals=arrivals_of))
    newest = max((each.number for each in arrivals_of if not each.backfill), default=0)
    if newest > place.cursor:
        remember(work, msgspec.structs.replace(place, cursor=newest))
    return told


@acts.act("answer.settled", local=True)
def settle(
    work: acts.Work, sent: protocol.Exchange, answer: protocol.Answer, digest: str, listed: bytes = b""
) -> arrivals.TakenIn:
    """Take an answer in and move the cursor, in one transaction. `digest` is the SHA-256 of what was sent,
    `listed` the receipts that the answer comes to."""
    place = known(work)
    listed = listed or protocol.encode(protocol.receipts(sent.acts, answer.acks))
    told = arrivals.take_in(work, answer, _keep_proof(work, place, sent, answer, digest, listed))
    if not answer.more:
        replay.try_again(work)
        withdrawn.keep_what_came(work, out_of_sight.take_answered(work))
    forget_unsettled(work)
    colleagues.remember(work.connection, answer)
    if not answer.more:
        told.touched |= withdrawn.withdraw(work, answer.scopes)
    remember(work, msgspec.structs.replace(after(place, sent, answer, digest), told_at=base.stamp(work.at)))
    return told


def forget_unsettled(work: acts.Work) -> None:
    """No answer waits to be taken in any more."""
    work.connection.execute(_FORGET)


def after(place: Link, sent: protocol.Exchange, answer: protocol.Answer, digest: str) -> Link:
    """The desk's place once an answer is taken in. An exchange that does not count leaves the number. A desk
    whose acts were taken, but that was told nothing of what came before them, compares itself once it can; so
    does one that had heard beyond them: another laptop had brought them, others may have gone on since."""
    is_unheard = answer.code == "too_old" and bool(answer.acks)
    is_passed = any(ack.verdict == "taken" and ack.number <= sent.cursor for ack in answer.acks)
    counted = {} if answer.idle else {"number": sent.number, "previous": digest}
    return msgspec.structs.replace(
        place,
        epoch=answer.epoch,
        cursor=answer.cursor,
        has=answer.has,
        filling=answer.filling,
        filled_to=answer.filled_to,
        role=answer.role or place.role,
        manages=answer.manages,
        staff_mark=answer.staff_mark,
        keys=answer.keys or place.keys,
        seals_to=answer.seal_key or place.seals_to,
        frames=answer.frames,
        over="",
        compared_on="" if is_unheard or is_passed else place.compared_on,
        is_behind=place.is_behind or is_unheard or is_passed,
        **counted,
    )


def _keep_proof(
    work: acts.Work,
    place: Link,
    sent: protocol.Exchange,
    answer: protocol.Answer,
    digest: str,
    listed: bytes,
) -> int | None:
    """Keep by what this desk can prove later that the centre had these acts."""
    if not answer.acks:
        return None
    said = protocol.receipts_text(place.device, sent, digest, listed)
    line = {"said": said, "listed": listed, "signature": answer.signature}
    return int(work.connection.execute(_PROVE, line).scalar_one())


@acts.act("answer.counted", local=True)
def count(work: acts.Work, sent: protocol.Exchange, digest: str) -> None:
    """An answer has come that is taken in later, with others: the next exchange follows it."""
    go_on(work, number=sent.number, previous=digest)


@acts.act("answer.staged", local=True)
def next_page(work: acts.Work, before: protocol.Answer | None) -> protocol.Exchange:
    """The next message of those that fetch some scopes anew: it asks, and tells nothing."""
    place = _in_this_life(work)
    asks = protocol.Exchange(
        epoch=place.epoch,
        incarnation=place.incarnation,
        number=place.number + 1,
        previous=place.previous,
        cursor=place.cursor,
        has=tuple(one for one in place.has if one not in place.anew),
        rest=True,
    )
    if before is None:
        return asks
    heard = {name: getattr(before, name) for name in ("cursor", "has", "filling", "filled_to")}
    return msgspec.structs.replace(asks, **heard)


def waits(read: acts.Reading, without: Collection[str] = ()) -> bool:
    """Whether anything waits to be sent, `without` some acts (ids)."""
    return outbox.is_any(read, without) or sealed_act.is_to_tell(read)


_UNSENT = sa.select(sa.func.count()).select_from(base.waiting)
_ASIDE = sa.select(sa.func.count()).select_from(base.set_aside)


def standing(read: acts.Reading) -> Standing:
    """How things stand with the centre."""
    waits, set_aside = (read.connection.execute(each).scalar_one() for each in (_UNSENT, _ASIDE))
    return Standing(waits, set_aside, versions.count(read))
