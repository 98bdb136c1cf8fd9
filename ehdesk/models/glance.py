"""What stands at the head of a family's file: the plan's day, the next date, and the children's own words."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from ehdesk import settings
from ehdesk.models import acts, base, due, quick, visit
from ehdesk.rules import merge


@dataclass(frozen=True)
class ChildsWords:
    """What a child said, in their own words, and when it was written down."""

    child_id: str
    words: str
    on: date


@dataclass(frozen=True)
class Next:
    """The next date: a visit (`rule` is "") or what a rule says is due. `at` is a time where there is one."""

    rule: str
    about: str
    on: date
    at: datetime | None = None


@dataclass(frozen=True)
class Glance:
    """`plan_day` counts from the day the plan started; None without a plan."""

    plan_day: int | None
    next: Next | None
    words: tuple[ChildsWords, ...]


def glance(read: acts.Reading, family_id: str, limits: settings.Limits) -> Glance:
    """The head of the file, in three statements."""
    day, words = _plan_and_words(read, family_id)
    return Glance(day, _next(read, family_id, limits), words)


def _plan_and_words(read: acts.Reading, family_id: str) -> tuple[int | None, tuple[ChildsWords, ...]]:
    """The newest plan that was finished, and the newest assessment in which children were heard."""
    day: int | None = None
    words: tuple[ChildsWords, ...] = ()
    for row in _PLANS.rows(read.connection, {"family": family_id}):
        if row.kind == "plan" and day is None and row.status != "draft":
            day = _days_since(row.start_on, read.clock.today())
        elif row.kind == "part_b" and not words and row.children:
            words = tuple(_heard(base.unpack(row.children), _day(row.completed_on) or row.changed_at.date()))
    return day, words


_PLANS = quick.QuickList(
    sa.select(
        base.record.c.kind,
        base.record.c.status,
        base.record.c.changed_at,
        sa.func.json_extract(base.record.c.fields, "$.start_on").label("start_on"),
        sa.func.json_extract(base.record.c.fields, "$.completed_on").label("completed_on"),
        sa.func.json_extract(base.record.c.fields, "$.children").label("children"),
    )
    .where(base.record.c.family_id == quick.asked("family"))
    .where(sa.or_(base.record.c.kind == "plan", base.record.c.kind == "part_b"))
    .where(base.record.c.status != "void")
    .order_by(base.record.c.n.desc())
    .limit(quick.at_most(50))
)


def _heard(children: base.Fields, on: date) -> list[ChildsWords]:
    rows = (row for _row_id, row in merge.ordered(children))
    told = ((row.get("child"), str(row.get("own_words") or "").strip()) for row in rows)
    return [ChildsWords(child, words, on) for child, words in told if isinstance(child, str) and words]


def _days_since(day: str | None, today: date) -> int | None:
    found = _day(day)
    return None if found is None else (today - found).days


def _day(text: str | None) -> date | None:
    """A date; None where there is none, or where it cannot be read yet."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _next(read: acts.Reading, family_id: str, limits: settings.Limits) -> Next | None:
    """What comes first: a visit that is planned, or the first rule that is due and not late yet."""
    today = read.clock.today()
    visits = [one for one in visit.visits_of_family(read, family_id) if one.at >= read.clock.now()]
    found = [Next("", "", one.at.date(), one.at) for one in visits]
    lines = due.of_family(read, family_id, limits)
    found += [Next(line.rule, line.about, line.on) for line in lines if line.on >= today]
    return min(found, key=lambda one: one.on, default=None)
