"""What waits to be sent, what the centre set aside, and what came in from whom since one last looked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.models import acts, base, enrolled, family, idle, looked, out_of_sight, practitioner, taking_up
from ehdesk.sync import protocol

_MOST = 200
"""So many acts of each kind are told; there is a count of all."""
_NEAR = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/.*)?", re.ASCII)
"""A centre on this very computer."""
_LOOKED = "news_looked_at"
_MOST_NEWS = 50
_FAR_BACK = 5_000
"""So many acts back news goes at most: who has not looked for a year waits for no long count."""
_NEWEST = sa.select(sa.func.max(base.act.c.n))


@dataclass(frozen=True)
class Record:
    """A record as a list names it: `line` for its words, the family it belongs to, whether it is here."""

    line: looked.Line
    family_id: str | None
    family_name: str
    is_here: bool


@dataclass(frozen=True)
class Waiting:
    """One record of which acts wait to be sent: how many, and when it was last written in."""

    record: Record
    acts: int
    at: datetime


@dataclass(frozen=True)
class Said:
    """One field of what was set aside."""

    field: looked.Field
    value: Any


@dataclass(frozen=True)
class Aside:
    """What the centre did not take of one record: acts, the reason (`protocol.ASIDE`), the newest words, and
    whether they can be written again from here (`taking_up`). `since`: it was not refused, but is out of
    sight since then, and on its way to the centre (`out_of_sight`)."""

    act_ids: tuple[str, ...]
    reason: str
    record: Record
    said: tuple[Said, ...]
    may_be_taken_up: bool = False
    since: datetime | None = None


@dataclass(frozen=True)
class News:
    """What somebody changed in one record since the worker last looked; of a family that is new here,
    all of it is one (`is_new`)."""

    record: Record
    who: str
    agency: str
    changes: int
    at: datetime
    is_new: bool = False


@dataclass(frozen=True)
class Counts:
    """How things stand with the centre, for one line. `told_at`: when it last answered (UTC). `waits` counts
    acts, `aside` records, `seconds` answers, `news` lines of the page. `is_near`: the centre runs on this
    computer. `asks_again`: the address of the centre, where it wants a new code of this laptop."""

    is_enrolled: bool = False
    authority: str = ""
    role: str = ""
    told_at: datetime | None = None
    waits: int = 0
    aside: int = 0
    seconds: int = 0
    news: int = 0
    is_near: bool = False
    asks_again: str = ""


@dataclass(frozen=True)
class Overview:
    """Everything that the page of sending and receiving shows."""

    counts: Counts
    waiting: tuple[Waiting, ...]
    aside: tuple[Aside, ...]
    news: tuple[News, ...]


def counts(read: acts.Reading) -> Counts:
    """How things stand, in a few numbers."""
    link = enrolled.link(read)
    if link is None:
        return Counts()
    stands = enrolled.standing(read)
    heard = idle.heard_at(read, link)
    told = datetime.fromisoformat(heard) if heard else None
    return Counts(
        is_enrolled=True,
        authority=link.authority or link.url,
        role=link.role,
        told_at=told,
        waits=stands.waits,
        aside=len(_aside_by_record(read)) if stands.aside else 0,
        seconds=stands.seconds,
        news=len(_news_lines(read)),
        is_near=_NEAR.fullmatch(link.url) is not None,
        asks_again=link.url if link.over else "",
    )


def overview(read: acts.Reading) -> Overview:
    """What waits, what was set aside, and what is new."""
    stands = counts(read)
    if not stands.is_enrolled:
        return Overview(stands, (), (), ())
    return Overview(stands, _waiting(read), _aside(read), _news(read))


# What waits


def _waiting(read: acts.Reading) -> tuple[Waiting, ...]:
    """The records of which acts wait, the one that was written in last first. What waits sealed is not told:
    it may not be read here any more."""
    wanted = (
        sa.select(base.act.c.content, base.act.c.n)
        .select_from(base.THAT_WAIT)
        .order_by(base.waiting.c.act_n.desc())
        .limit(_MOST)
    )
    acts_here = (protocol.decode_act(row.content) for row in read.connection.execute(wanted))
    every = [act for act in acts_here if act.changes]
    found = _records(read, every)
    told: dict[str, Waiting] = {}
    for act in every:
        record = found[act.id]
        known = told.get(record.line.record_id)
        told[record.line.record_id] = (
            Waiting(record, 1, act.at)
            if known is None
            else Waiting(known.record, known.acts + 1, max(known.at, act.at))
        )
    return tuple(told.values())


# What was set aside


def _aside(read: acts.Reading) -> tuple[Aside, ...]:
    grouped = _aside_by_record(read)
    found = _records(read, [group[-1][0] for group in grouped])
    told, mine = [], {read.me, *read.bench.own_ids}
    going = out_of_sight.since(read) if grouped else {}
    for group in grouped:
        said = {one.field: one for act, _reason in group for one in _said(act, mine)}
        ids = tuple(act.id for act, _reason in group)
        again = taking_up.may_be_taken_up(read, ids) and found[ids[-1]].is_here
        since = min((going[one] for one in ids if one in going), default=None)
        told.append(Aside(ids, _first_reason(group), found[ids[-1]], tuple(said.values()), again, since))
    return tuple(told)


_Aside = tuple[protocol.Act, str]


def _aside_by_record(read: acts.Reading) -> list[list[_Aside]]:
    """Acts and their reasons, oldest first, by the record that they are about; the newest record first."""
    wanted = sa.select(base.set_aside).order_by(base.set_aside.c.n.desc()).limit(_MOST)
    told: dict[str, list[_Aside]] = {}
    for row in read.connection.execute(wanted):
        act = protocol.decode_act(row.content)
        change = _main(act)
        told.setdefault(change.beside or change.record, []).insert(0, (act, row.reason))
    return list(told.values())


def _first_reason(group: Sequence[_Aside]) -> str:
    """Why it all began: what only hangs on another act of the same record says nothing of its own."""
    reasons = [reason for _act, reason in group]
    return next((reason for reason in reasons if reason != "waits_for_another"), reasons[0])


def _said(act: protocol.Act, mine: Iterable[str]) -> Iterable[Said]:
    for change in act.changes:
        if all(base.is_of_another(change.scope, me) for me in mine):  # it came in a bundle
            continue
        apart = change.kind.endswith(base.RESTRICTED)
        for edit in change.edits:
            value = edit.value if edit.value is not msgspec.UNSET else (list(edit.add) or None)
            if value is not None and not edit.path.startswith("$"):
                yield Said(looked.Field(edit.path, apart), value)


@acts.act("aside.put_away", local=True)
def put_away(work: acts.Work, act_ids: Sequence[str]) -> None:
    """The worker has seen to what was set aside: it is on the list no more. The acts themselves stay. What
    goes to the centre by itself stays on it until it has."""
    seen_to = set(act_ids) - out_of_sight.since(work).keys()
    work.connection.execute(sa.delete(base.set_aside).where(base.set_aside.c.act_id.in_(seen_to)))


# What is new


@acts.act("news.looked_at", local=True)
def look(work: acts.Work) -> None:
    """From now on only what comes in after this is new."""
    newest = work.connection.execute(_NEWEST).scalar() or 0
    line = {"key": _LOOKED, "value": str(newest)}
    work.connection.execute(sa.insert(base.meta).prefix_with("OR REPLACE"), line)


def has_looked(read: acts.Reading) -> bool:
    """Whether there is a moment since which things are new."""
    return _looked_at(read) is not None


def _looked_at(read: acts.Reading) -> int | None:
    told = read.connection.execute(sa.select(base.meta.c.value).where(base.meta.c.key == _LOOKED)).scalar()
    return None if told is None else int(told)


_OWNER_ID = sa.func.coalesce(base.record.c.beside, base.record.c.id)
_NEW = (
    sa.select(
        _OWNER_ID.label("owner"),
        base.act.c.by,
        practitioner.called(base.act.c.by).label("who"),
        sa.func.count(base.act.c.n.distinct()).label("changes"),
        sa.func.max(base.act.c.at).label("at"),
        sa.func.max(base.act.c.n).label("newest"),
        sa.func.max(base.record.c.family_id).label("family_id"),
    )
    .select_from(base.act)
    .join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .join(base.revision, base.revision.c.act_n == base.act.c.n)
    .join(base.record, base.record.c.n == base.revision.c.record_n)
    .where(base.act.c.n > sa.bindparam("since"), base.act.c.by != sa.bindparam("me"))
    .group_by(_OWNER_ID, base.act.c.by)
    .order_by(sa.text("newest DESC"))
    .limit(_MOST_NEWS * 10)
)
_KNOWN_BEFORE = (
    sa.select(base.record.c.id)
    .join(base.revision, base.revision.c.record_n == base.record.c.n)
    .join(base.act, base.act.c.n == base.revision.c.act_n)
    .where(
        base.record.c.id.in_(sa.bindparam("families", expanding=True)),
        sa.or_(base.act.c.n <= sa.bindparam("since"), base.act.c.by == sa.bindparam("me")),
    )
    .distinct()
)


def _news_lines(read: acts.Reading) -> list[tuple[Any, bool]]:
    """A row for each record and person; of a family that is new on this desk, one row for all of it."""
    looked_at = _looked_at(read)
    if looked_at is None:
        return []
    newest = read.connection.execute(_NEWEST).scalar() or 0
    since = max(looked_at, newest - _FAR_BACK)
    rows = read.connection.execute(_NEW, {"since": since, "me": read.me}).all()
    families = sorted({row.family_id for row in rows if row.family_id})
    asked = {"families": families, "since": since, "me": read.me}
    known = set(read.connection.execute(_KNOWN_BEFORE, asked).scalars()) if families else set()
    told: list[tuple[Any, bool]] = []
    new: set[str] = set()
    for row in rows:
        if row.family_id and row.family_id not in known:
            if row.family_id not in new:
                new.add(row.family_id)
                told.append((row, True))
        else:
            told.append((row, False))
    return told[:_MOST_NEWS]


def _news(read: acts.Reading) -> tuple[News, ...]:
    told = _news_lines(read)
    here = _here(read, {row.family_id if is_new else row.owner for row, is_new in told})
    agencies = practitioner.agencies_of(read, {row.by for row, _ in told})
    every = []
    for row, is_new in told:
        found = here.get(row.family_id if is_new else row.owner)
        if found is None:
            continue
        record = _record(read, found, row.at, row.who, row.by, "", ())
        agency = agencies.get(row.by, "")
        at = datetime.fromisoformat(row.at) if isinstance(row.at, str) else row.at
        every.append(News(record, row.who, agency, row.changes, at, is_new))
    return tuple(every)


# Records as lists name them

_TITLES = ("title", "name", "known_as", "given_names")


def _records(read: acts.Reading, every: Sequence[protocol.Act]) -> dict[str, Record]:
    """What each act is about in the main, by the act’s id; fields kept apart are not named."""
    mains = {act.id: _main(act) for act in every}
    here = _here(read, {change.beside or change.record for change in mains.values()})
    told = {}
    for act in every:
        change = mains[act.id]
        plainly = (one for one in act.changes if not one.kind.endswith(base.RESTRICTED))
        fields = tuple(looked.Field(edit.path, is_apart=False) for one in plainly for edit in one.edits)
        found = here.get(change.beside or change.record) or _gone(change)
        told[act.id] = _record(read, found, act.at, "", act.by, act.verb, fields)
    return told


def _gone(change: protocol.Change) -> "_Found":
    """A record that is not here, with the title that the act itself gives it."""
    is_named = change.form is None and not change.kind.endswith(base.RESTRICTED)
    said = {edit.path: edit.value for edit in change.edits if edit.path in _TITLES} if is_named else {}
    title = next((str(said[key]) for key in _TITLES if said.get(key)), "")
    where = change.form, change.form_version, change.family
    return _Found(change.record, change.kind, *where, title=title, is_here=False)


def _main(act: protocol.Act) -> protocol.Change:
    """The change that an act is named after: the one that makes a record, else the first."""
    return next((change for change in act.changes if change.new), act.changes[0])


@dataclass(frozen=True)
class _Found:
    id: str
    kind: str
    form: str | None
    form_version: int | None
    family_id: str | None
    title: str
    is_here: bool = True


def _here(read: acts.Reading, ids: Iterable[str | None]) -> dict[str, _Found]:
    """These records, as far as they are on this desk and not void."""
    title = sa.func.coalesce(
        *(sa.func.json_extract(base.record.c.fields, f"$.{key}") for key in _TITLES), sa.literal("")
    )
    wanted = sa.select(
        *(base.record.c[key] for key in ("id", "kind", "form", "form_version", "family_id", "status")),
        sa.case((base.record.c.form.is_(None), title), else_="").label("title"),
    ).where(base.record.c.id.in_([each for each in ids if each]))
    return {
        row.id: _Found(*row[:5], title=str(row.title or ""), is_here=row.status != "void")
        for row in read.connection.execute(wanted)
    }


def _record(
    read: acts.Reading,
    found: _Found,
    at: datetime,
    who: str,
    by: str,
    verb: str,
    fields: tuple[looked.Field, ...],
) -> Record:
    line = looked.Line(
        at=at,
        who=who,
        by=by,
        what="changed",
        verb=verb,
        why="",
        record_id=found.id,
        record_kind=found.kind,
        form=found.form,
        form_version=found.form_version,
        title=found.title,
        fields=fields,
        act=None,
    )
    name = family.named(read, base.FamilyId(found.family_id))[0] if found.family_id else ""
    return Record(line, found.family_id, name, found.is_here)
