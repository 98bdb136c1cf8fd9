"""Fetching some scopes of the record from their beginning, in place of what is here of them.

It is needed where the centre was put back from a copy, and where a comparison shows that this desk holds
something else than the centre. Everything is fetched before anything is replaced, and replaced in one
transaction: no page ever shows half of it. What waits to be sent is put upon what came.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ehdesk.models import (
    acts,
    arrivals,
    base,
    enclosed,
    enrolled,
    ground,
    held,
    keeping,
    moving,
    out_of_sight,
    provisional,
    quick,
    replay,
    sealed_act,
    withdrawn,
)
from ehdesk.rules import paths, settling
from ehdesk.sync import protocol

_SINCE = base.receipt.c.verdict == "taken", base.receipt.c.number > sa.bindparam("kept")
_RECEIVED = (
    sa.select(
        base.act.c.n,
        base.act.c.content,
        base.sealed_act.c.act_n.is_not(None).label("is_part"),
        base.sealed_act.c.content.is_not(None).label("is_sealed"),
    )
    .join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .outerjoin(base.sealed_act, base.sealed_act.c.act_n == base.act.c.n)
    .where(*_SINCE)
)
_OURS = (
    sa.select(base.act.c.n)
    .join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(*_SINCE, sealed_act.IS_OURS)
)
_SCOPES = (
    sa.select(base.record.c.scope)
    .distinct()
    .join(base.revision, base.revision.c.record_n == base.record.c.n)
    .join(base.receipt, base.receipt.c.act_n == base.revision.c.act_n)
    .where(*_SINCE)
)
_UNANSWER = sa.delete(base.receipt).where(base.receipt.c.act_n == sa.bindparam("at_n"))
_VOID = "$void_because"
_AT_A_TIME = 200
_IN_SCOPES = sa.select(base.record.c.id, base.record.c.scope, base.record.c.fields).where(
    base.record.c.scope.in_(sa.select(sa.func.json_each(sa.bindparam("some")).table_valued("value").c.value))
)


@acts.act("epoch.begun", local=True)
def begin_epoch(work: acts.Work, epoch: str, kept: int) -> None:
    """The centre was put back from a copy in which `kept` is the last number. What this worker had told it
    after that is sent again, also what was done on another laptop of theirs, which may be lost; what others
    had is fetched again, as they send it again.

    Raises: NotEnrolled.
    """
    known = enrolled.known(work)
    ours = set(work.connection.execute(_OURS, {"kept": kept, **sealed_act.us(work)}).scalars())
    scopes = {*known.anew, *work.connection.execute(_SCOPES, {"kept": kept}).scalars()}
    for row in work.connection.execute(_RECEIVED, {"kept": kept}).all():
        act = protocol.decode_act(row.content)
        scopes |= _scopes_of(work, act)
        can_be_said = row.is_sealed or (not row.is_part and act.changes)
        if row.n in ours and can_be_said:
            work.connection.execute(_UNANSWER, {"at_n": row.n})
    sealed_act.tell_aside_again(work)
    enrolled.go_on(work, epoch=epoch, cursor=min(known.cursor, kept), anew=_closed(work, scopes))


Digests = Mapping[str, tuple[int, int]]
"""By scope, what `settling.digest_of` says of it."""


def portions(digests: Digests) -> Iterator[Digests]:
    """The scopes some at a time, with so few records that who types does not wait while they are read."""
    some: dict[str, tuple[int, int]] = {}
    for scope, said in sorted(digests.items()):
        if some and said[0] + sum(count for count, _ in some.values()) > _AT_A_TIME:
            yield some
            some = {}
        some[scope] = said
    if some:
        yield some


def unlike(read: acts.Reading, said: Digests) -> list[str]:
    """Which of some scopes are something else here than is said of them."""
    here: dict[str, list[tuple[str, Any]]] = {scope: [] for scope in said}
    for row in read.connection.execute(_IN_SCOPES, {"some": base.pack(list(said))}):
        fields = base.unpack(row.fields)
        here[row.scope] += [(row.id, fields)] if fields and _VOID not in fields else []
    return [scope for scope, rows in here.items() if settling.digest_of(rows) != tuple(said[scope])]


@acts.act("digests.compared", local=True)
def compare(work: acts.Work, unlike: Collection[str]) -> bool:
    """The scopes that are something else here than at the centre are fetched anew; whether there are any.

    Only where nothing waits can it be told, by now too: else it is asked again. Whoever is behind does not
    wait for that: what a centre that was put back cannot take yet may wait for a month, and where it waits is
    fetched anew as well, and it is put upon what came. Raises: NotEnrolled.
    """
    sealed_act.let_go(work)
    waits = enrolled.waits(work)
    if waits and not enrolled.known(work).is_behind:
        return False
    if not waits:
        enclosed.let_go_of_left(work)
    compared_on = "" if waits else work.clock.today().isoformat()
    enrolled.go_on(work, anew=tuple(sorted(unlike)), compared_on=compared_on, is_behind=False)
    return bool(unlike)


@acts.act("unheard.noted", local=True)
def note_unheard(work: acts.Work) -> None:
    """Acts of ours were taken behind others' that this desk is too old to hear. Where they lie is fetched
    anew once it can: what was said before them would else come in upon them. Raises: NotEnrolled."""
    known = enrolled.known(work)
    asked = {"kept": known.cursor}
    scopes = {*known.anew, *work.connection.execute(_SCOPES, asked).scalars()}
    for row in work.connection.execute(_RECEIVED, asked).all():
        scopes |= _scopes_of(work, protocol.decode_act(row.content))
    enrolled.go_on(work, anew=_closed(work, scopes))


_UNHEARD = (
    sa.select(base.act.c.n)
    .join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(*_SINCE, base.act.c.incarnation == sa.bindparam("life"))
    .limit(quick.at_most(1))
)


def has_unheard(read: acts.Reading) -> bool:
    """Whether this life's own acts were taken behind what it has heard, as those of a desk too old to hear
    are: what is fetched from before them would come without them. Raises: NotEnrolled."""
    asked = {"kept": enrolled.known(read).cursor, "life": read.bench.incarnation}
    return read.connection.execute(_UNHEARD, asked).first() is not None


@acts.act("scopes.fetched", local=True)
def swap(work: acts.Work, answers: Sequence[protocol.Answer]) -> bool:
    """Put what was fetched in the place of what is here of these scopes, and what waits upon it. False where
    somebody has written meanwhile in these scopes and others at once: then those are fetched too.

    Raises: NotEnrolled.
    """
    known = enrolled.known(work)
    wanted = _closed(work, set(known.anew))
    if wanted != known.anew:
        enrolled.go_on(work, anew=wanted)
        return False
    rows = work.connection.execute(sa.select(base.record.c.id, base.record.c.scope)).all()
    ids = frozenset(row.id for row in rows if row.scope in wanted)
    lay = {act_n for act_n, act in _waiting(work) if ids & {change.record for change in act.changes}}
    lay |= out_of_sight.wholly(work)
    files, kept = withdrawn.files_in(work, ids), withdrawn.drop(work, ids)
    for answer in answers:
        arrivals.take_in(work, answer)
    withdrawn.keep_what_came(work, kept | out_of_sight.take_answered(work))
    for act_n, act in _waiting(work):
        if act_n in lay:
            _put_upon(work, act_n, act)
            out_of_sight.note(work, act_n)
    last = answers[-1]
    withdrawn.withdraw(work, last.scopes)
    enclosed.leave(work, files)
    heard: dict[str, Any] = {"cursor": last.cursor, "has": last.has}
    enrolled.go_on(work, anew=(), filling=last.filling, filled_to=last.filled_to, **heard)
    return True


def _put_upon(whole: acts.Work, act_n: int, act: protocol.Act) -> None:
    """Put an act of ours that waits upon records that were fetched anew. One that is not here any more is
    left out: what the act says of it comes back with it, and stands in a list until then."""
    work = acts.Work(whole.connection, whole.bench, whole.told, why=None, sitting=None)
    replay.take_up(work, act)
    work.hand.n = act_n
    became: dict[tuple[int, str], Any] = {}
    again: list[tuple[held.Held, ground.Again]] = []
    for change in act.changes:
        record = work.find(change.record)
        if record is None and not change.new:
            continue
        record = record or replay.record_of(work, change)
        moving.follow(work, record, change, act.verb)
        below = ground.of(work, record)
        waits = [*([] if record.is_new else ground.waiting(work, record.n)), ground.Waiting(act_n, act)]
        stands = ground.upon(work, record, below, waits, ground.Heard())
        if not record.is_new:
            ground.keep(work, record, below)
        provisional.keep(work, record, waits, stands.seconds)
        upon = list(_said_again(work, record, act_n, change, stands))
        again += [(record, one) for one in upon]
        said, none = {one.path: one.was for one in upon}, frozenset[str]()
        became |= arrivals.put_all(work, record, change.edits, stands.fields, always=none, said=said)
    keeping.write_more(work, keeping.changed(work))
    arrivals.note_what_became(work, became)
    for record, one in again:
        arrivals.note(work, record, one.act_n, one.path, one.was, one.value)
    for record in list(work.records.values()):  # where the act moved nothing, nothing waits upon the ground
        if not ground.waiting(work, record.n):
            ground.let_go(work, record)


def _said_again(
    work: acts.Work, record: held.Held, act_n: int, change: protocol.Change, stands: ground.Upon
) -> Iterator[ground.Again]:
    """Where what an act of ours says stands beside: whose word stood there has it again, behind ours."""
    for each, path, second in stands.seconds:
        if each.n == act_n and ground.is_wholly_beside(second.value, second.reason):
            voice, value = work.voice(record, path), paths.get(stands.fields, path)
            if voice is not None and ground.is_alone(path, change.edits, stands.fields):
                yield ground.Again(voice.act_n, path, second.value, value)


def _closed(work: acts.Work, scopes: set[str]) -> tuple[str, ...]:
    """These scopes, and those of every act that waits in them: each stands as a whole, or not at all."""
    waiting = [_scopes_of(work, act) for _n, act in _waiting(work)]
    found = set(scopes)
    while more := {one for touched in waiting if touched & found for one in touched} - found:
        found |= more
    return tuple(sorted(found))


_WAITING = (
    sa.select(base.act.c.n, base.act.c.content).select_from(base.THAT_WAIT).order_by(base.waiting.c.act_n)
)


def _waiting(work: acts.Work) -> list[tuple[int, protocol.Act]]:
    return [(row.n, protocol.decode_act(row.content)) for row in work.connection.execute(_WAITING)]


def _scopes_of(work: acts.Work, act: protocol.Act) -> set[str]:
    """Where an act was done, and where its records lie now."""
    found = {change.scope for change in act.changes}
    for change in act.changes:
        record = work.find(change.record)
        found |= {record.scope} if record else set()
    return found
