"""What a chronology repeats: the same kind of event again within 90 days, appointments missed, homes moved.

A pattern is a question to whoever reads the chronology, never an answer. Source: F16, "repeated category
in 90 days"; inspectors ask whether history and patterns were used.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["repeated", "missed", "moves"]

WITHIN = timedelta(days=90)
MISSED_WITHIN = timedelta(days=180)
MOVES_WITHIN = timedelta(days=730)
_MISSED, _MOVED = "missed_appointment", "move_homeless"
_NO_CONCERN = frozenset(
    {"achievement", "plan_meeting", "referral_assessment", "other", "birth_new_member", _MISSED, _MOVED}
)


@dataclass(frozen=True)
class Happened:
    """One event: `on` as much of its date as is known ("2026-03")."""

    record_id: str
    on: str
    category: str


@dataclass(frozen=True)
class Pattern:
    """Events that may belong together, the first and the last day, oldest first."""

    kind: Kind
    category: str
    record_ids: tuple[str, ...]
    since: date
    until: date

    @property
    def count(self) -> int:
        """How many events."""
        return len(self.record_ids)


def found(events: Iterable[Happened]) -> tuple[Pattern, ...]:
    """The patterns of one family (or one child), the newest first.

    An event whose month is not known counts for no window of days.
    """
    by_category: dict[str, list[tuple[date, str]]] = {}
    for event in events:
        day = first_day(event.on)
        if day is not None:
            by_category.setdefault(event.category, []).append((day, event.record_id))
    made = [pattern for category, dated in by_category.items() if (pattern := _of(category, sorted(dated)))]
    return tuple(sorted(made, key=lambda pattern: pattern.until, reverse=True))


def first_day(on: str) -> date | None:
    """The first day that a date, or a month, may mean; None for a year alone or what is no date."""
    try:
        return date.fromisoformat(on if len(on) == 10 else f"{on}-01")
    except ValueError:
        return None


def _of(category: str, dated: Sequence[tuple[date, str]]) -> Pattern | None:
    if category == _MISSED:
        return _densest("missed", category, dated, MISSED_WITHIN)
    if category == _MOVED:
        return _densest("moves", category, dated, MOVES_WITHIN)
    if category in _NO_CONCERN:
        return None
    return _densest("repeated", category, dated, WITHIN)


def _densest(
    kind: Kind, category: str, dated: Sequence[tuple[date, str]], within: timedelta
) -> Pattern | None:
    """The window with most events, the newest of equals; None where no window has two."""
    best: Sequence[tuple[date, str]] = ()
    for start, (day, _record) in enumerate(dated):
        run = [one for one in dated[start:] if one[0] - day <= within]
        if len(run) >= max(2, len(best)):
            best = run
    if not best:
        return None
    return Pattern(kind, category, tuple(record for _day, record in best), best[0][0], best[-1][0])
