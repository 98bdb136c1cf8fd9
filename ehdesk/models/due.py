"""What is due, late, or drifting: all rules together are one bounded statement, whatever the caseload.

Every due day comes later when its trigger does, so the late ones are those whose trigger lies before one
date: the statement asks for triggers and counts no days itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from ehdesk import settings
from ehdesk.models import acts, base, due_rules, family, quick
from ehdesk.rules import dates

SOON = timedelta(days=14)
RULES = due_rules.RULES
_BY_KEY = {rule.key: rule for rule in RULES}


@dataclass(frozen=True)
class DueLine:
    """One thing that is due. `on` is the last day in time; `since` the day that started the clock.

    `part` is the row of the record that it is about (an action of a plan), or "".
    """

    rule: str
    record_id: base.RecordId
    family_id: base.FamilyId
    family_name: str
    about: str
    since: date
    on: date
    part: str = ""


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
    asked: dict[str, Any] = {"most": limit, **_known(read, limits, today, today + SOON)}
    for rule in RULES:
        asked[f"{rule.key}_first"] = _first(rule, limits, today)
        if rule.group == "due":
            asked[f"{rule.key}_last"] = _first(rule, limits, today + SOON + timedelta(days=1))
    lists: dict[str, list[DueLine]] = {}
    totals: dict[tuple[str, str], int] = {}
    for row in _NOW.rows(read.connection, asked):
        group = _BY_KEY[row.rule].group
        name = row.which if group == "due" else group
        lists.setdefault(name, []).append(_line(row, limits))
        totals[(name, row.rule)] = row.total
    return DueNow(*(_found(name, lists, totals) for name in ("late", "soon", "seen_alone", "drift")))


def of_family(read: acts.Reading, family_id: str, limits: settings.Limits) -> tuple[DueLine, ...]:
    """Every clock that runs for one family, the first due day first, late or not."""
    asked = {"family": family_id, "most": 20, **_known(read, limits, read.clock.today(), date.max)}
    lines = [_line(row, limits) for row in _OF_FAMILY.rows(read.connection, asked)]
    return tuple(sorted(lines, key=lambda line: (line.on, line.about)))


def get_ready(today: date) -> None:
    """Compile the long statement, and load the bank holidays, before somebody waits for Today."""
    _NOW.get_ready()
    dates.bank_holidays(today.year)


def _known(read: acts.Reading, limits: settings.Limits, today: date, until: date) -> dict[str, Any]:
    """What the triggers may ask for: see `due_rules`."""
    return {
        "today": today.isoformat(),
        "until": until.isoformat(),
        "me": read.me,
        "old_enough": dates.after_months(today, -12 * limits.seen_alone_from_age).isoformat(),
        "oversight_gap": f"-{limits.oversight_days} days",
        "consult_gap": f"-{limits.consult_months} months",
        "consult_reviews": limits.consult_reviews,
        **{f"follow_up_{n}": dates.months_in_words(limits.follow_up_months, n) for n in range(2)},
    }


def _first(rule: due_rules.Rule, limits: settings.Limits, on: date) -> str:
    return dates.first_trigger(lambda day: rule.due(day, limits), on).isoformat()


# The statement


_FOUND: dict[int, sa.CTE] = {}


def _triggers(rule: due_rules.Rule) -> sa.CTE:
    """The triggers of a rule, worked out once for all its lists and for every rule that shares them."""
    made = rule.triggers.cte(f"since_{rule.key}").prefix_with("MATERIALIZED")
    return _FOUND.setdefault(id(rule.triggers), made)


def _parts(rule: due_rules.Rule) -> Iterator[sa.Select[Any]]:
    """The late ones and, where they are told before, the ones that are due soon."""
    found = _triggers(rule)
    first = sa.bindparam(f"{rule.key}_first", type_=sa.String)
    yield _bounded(_told(rule, "late", found).where(found.c.since < first), found)
    if rule.group == "due":
        within = found.c.since >= first, found.c.since < sa.bindparam(f"{rule.key}_last", type_=sa.String)
        yield _bounded(_told(rule, "soon", found).where(*within), found)


def _told(rule: due_rules.Rule, which: str, found: sa.FromClause) -> sa.Select[Any]:
    return sa.select(
        sa.literal(rule.key).label("rule"),
        found.c.record_id,
        found.c.family_id,
        found.c.about,
        found.c.part,
        found.c.since,
        sa.literal(which).label("which"),
        sa.func.count().over().label("total"),
    )


def _bounded(wanted: sa.Select[Any], found: sa.FromClause) -> sa.Select[Any]:
    in_order = wanted.order_by(found.c.since, found.c.record_id)
    return sa.select(in_order.limit(quick.at_most("most")).subquery())


def _named(parts: Iterator[sa.Select[Any]]) -> quick.QuickList:
    """All parts as one statement, with the families' names put to the few lines that are left."""
    every = sa.union_all(*parts).subquery()
    wanted = sa.select(*every.c, family.TABLE.c.name.label("family_name"))
    # An expression, so that the lines come first: SQLite does not know how few they are, and would rather
    # read every family and look each up among them.
    of_line = every.c.family_id.concat(sa.literal_column("''"))
    return quick.QuickList(wanted.select_from(every.join(family.TABLE, family.TABLE.c.id == of_line)))


def _of_family(rule: due_rules.Rule) -> sa.Select[Any]:
    found = rule.triggers.subquery()
    of_it = found.c.family_id == sa.bindparam("family"), found.c.since.is_not(None)
    return _bounded(_told(rule, "all", found).where(*of_it), found)


_NOW = _named(part for rule in RULES for part in _parts(rule))
_OF_FAMILY = _named(_of_family(rule) for rule in RULES)


def _line(row: Any, limits: settings.Limits) -> DueLine:
    began = date.fromisoformat(row.since)
    on = _BY_KEY[row.rule].due(began, limits)
    name, about = row.family_name, row.about or ""
    return DueLine(row.rule, row.record_id, row.family_id, name, about, began, on, row.part)


def _found(name: str, lists: dict[str, list[DueLine]], totals: dict[tuple[str, str], int]) -> Found:
    lines = sorted(lists.get(name, ()), key=lambda line: (line.on, line.family_name, line.about))
    return Found(tuple(lines), sum(total for (which, _), total in totals.items() if which == name))
