"""What is due, late, or drifting: a list of rules, each one query for its triggers and one pure date rule.

To add a rule, add a line to `RULES`: a select of the triggers that still run (`record_id`, `family_id`,
`since`, `about`) and the function of `rules.dates` that says which day follows from `since`. Since every
such day comes later when its trigger does, the late ones are those whose trigger lies before one date:
all rules together are one bounded statement, whatever the caseload.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk import settings
from ehdesk.models import acts, base, episode, family, person
from ehdesk.rules import dates

SOON = timedelta(days=14)
Group = Literal["due", "seen_alone", "drift"]


@dataclass(frozen=True)
class Rule:
    """One clock. `group` says in which list its lines stand; only what is "due" is told before it is late."""

    key: str
    group: Group
    due: Callable[[date, settings.Limits], date]
    triggers: Callable[[date, settings.Limits], sa.Select[Any]]


@dataclass(frozen=True)
class DueLine:
    """One thing that is due. `on` is the last day in time; `since` the day that started the clock."""

    rule: str
    record_id: base.RecordId
    family_id: base.FamilyId
    family_name: str
    about: str
    since: date
    on: date


@dataclass(frozen=True)
class Found:
    """The lines of one list, the most pressing first, and how many there are in all."""

    lines: tuple[DueLine, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class DueNow:
    """Everything that Today says about dates."""

    late: Found
    soon: Found
    seen_alone: Found
    drifting: Found


def due_now(read: acts.Reading, limits: settings.Limits, *, limit: int = 50) -> DueNow:
    """What is late and what is due within two weeks, at most `limit` of each rule. One statement."""
    today = read.clock.today()
    parts = [part for rule in RULES for part in _parts(rule, today, limits, limit)]
    rows = read.connection.execute(sa.union_all(*parts)).all()
    by_key = {rule.key: rule for rule in RULES}
    lists: dict[str, list[DueLine]] = {}
    totals: dict[tuple[str, str], int] = {}
    for row in rows:
        rule = by_key[row.rule]
        name = row.which if rule.group == "due" else rule.group
        lists.setdefault(name, []).append(_line(row, rule, limits))
        totals[(name, rule.key)] = row.total
    return DueNow(*(_found(name, lists, totals) for name in ("late", "soon", "seen_alone", "drift")))


def of_family(read: acts.Reading, family_id: str, limits: settings.Limits) -> tuple[DueLine, ...]:
    """Every clock that runs for one family, the first due day first, late or not."""
    today = read.clock.today()
    parts = []
    for rule in RULES:
        found = rule.triggers(today, limits).subquery()
        parts.append(_told(rule, "all", found).where(found.c.family_id == family_id).limit(20))
    rows = read.connection.execute(sa.union_all(*(sa.select(part.subquery()) for part in parts))).all()
    by_key = {rule.key: rule for rule in RULES}
    return tuple(sorted((_line(row, by_key[row.rule], limits) for row in rows), key=lambda line: line.on))


# The statement


def _parts(rule: Rule, today: date, limits: settings.Limits, limit: int) -> Iterator[sa.Select[Any]]:
    """The late ones and, where they are told before, the ones that are due soon."""
    found = rule.triggers(today, limits).subquery()
    not_late = dates.first_trigger(lambda day: rule.due(day, limits), today)
    late = _told(rule, "late", found).where(found.c.since < not_late.isoformat())
    yield _bounded(late, found, limit)
    if rule.group == "due":
        later = dates.first_trigger(lambda day: rule.due(day, limits), today + SOON + timedelta(days=1))
        within = found.c.since >= not_late.isoformat(), found.c.since < later.isoformat()
        yield _bounded(_told(rule, "soon", found).where(*within), found, limit)


def _told(rule: Rule, which: str, found: sa.Subquery) -> sa.Select[Any]:
    return sa.select(
        sa.literal(rule.key).label("rule"),
        sa.literal(which).label("which"),
        found.c.record_id,
        found.c.family_id,
        found.c.since,
        found.c.about,
        family.TABLE.c.name.label("family_name"),
        sa.func.count().over().label("total"),
    ).join(family.TABLE, family.TABLE.c.id == found.c.family_id)


def _bounded(wanted: sa.Select[Any], found: sa.Subquery, limit: int) -> sa.Select[Any]:
    return sa.select(wanted.order_by(found.c.since, found.c.record_id).limit(limit).subquery())


def _line(row: Any, rule: Rule, limits: settings.Limits) -> DueLine:
    since = date.fromisoformat(row.since)
    return DueLine(
        rule=rule.key,
        record_id=row.record_id,
        family_id=row.family_id,
        family_name=row.family_name,
        about=row.about or "",
        since=since,
        on=rule.due(since, limits),
    )


def _found(name: str, lists: dict[str, list[DueLine]], totals: dict[tuple[str, str], int]) -> Found:
    lines = sorted(lists.get(name, ()), key=lambda line: (line.on, line.family_name, line.about))
    return Found(tuple(lines), sum(total for (which, _), total in totals.items() if which == name))


# The triggers


def _is_day(column: Any) -> sa.ColumnElement[bool]:
    """A whole date: "2026-07" starts no clock that counts days."""
    return sa.func.length(column) == len("2026-07-07")


def _open_episodes(_today: date, _limits: settings.Limits) -> sa.Select[Any]:
    """Every episode that is not closed, since it was opened."""
    return sa.select(
        episode.TABLE.c.id.label("record_id"),
        episode.TABLE.c.family_id,
        episode.TABLE.c.opened_on.label("since"),
        sa.literal("").label("about"),
    ).where(episode.TABLE.c.closed_on.is_(None), _is_day(episode.TABLE.c.opened_on))


def _children_seen_alone(today: date, limits: settings.Limits) -> sa.Select[Any]:
    """Every child of an open episode who is old enough, since they were last seen alone, or since opening."""
    last = (
        sa.select(sa.func.substr(sa.func.max(person.SEEN.c.at), 1, 10))
        .where(
            person.SEEN.c.family_id == person.TABLE.c.family_id,
            person.SEEN.c.child_id == person.TABLE.c.id,
            person.SEEN.c.how == "seen_alone",
        )
        .correlate(person.TABLE)
        .scalar_subquery()
    )
    opened = (
        sa.select(sa.func.min(episode.TABLE.c.opened_on).label("opened_on"), episode.TABLE.c.family_id)
        .where(episode.TABLE.c.closed_on.is_(None), _is_day(episode.TABLE.c.opened_on))
        .group_by(episode.TABLE.c.family_id)
        .subquery()
    )
    born_by = dates.after_months(today, -12 * limits.seen_alone_from_age).isoformat()
    return (
        sa.select(
            person.TABLE.c.id.label("record_id"),
            person.TABLE.c.family_id,
            sa.func.coalesce(last, opened.c.opened_on).label("since"),
            person.TABLE.c.known_as.label("about"),
        )
        .join(opened, opened.c.family_id == person.TABLE.c.family_id)
        .where(person.TABLE.c.role == "child", person.TABLE.c.dob <= born_by)
    )


RULES: tuple[Rule, ...] = (
    Rule("seen_alone", "seen_alone", dates.seen_alone_due, _children_seen_alone),
    Rule("open_long", "drift", dates.last_day_of_six_months, _open_episodes),
)
"""Every clock, in the order in which lines of one day stand."""
