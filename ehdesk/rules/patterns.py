"""What a chronology may be telling: patterns, put as questions for a person to answer. Pure.

Source: local chronology guidance (Shropshire, Leeds, Hertfordshire) and the Dudley monitoring visit, which
found history and patterns unused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["repeated", "missed_appointments", "moves"]

WITHIN = timedelta(days=90)
MANY_MISSED = 2
MANY_MOVES = 3
_MOVES_WITHIN = timedelta(days=2 * 365)
# Meetings and good news come often and are no pattern; moves and missed appointments have their own rule.
_NOT_REPEATED = frozenset({"plan_meeting", "referral_assessment", "achievement", "other"})
_OWN_RULE = frozenset({"missed_appointment", "move_homeless"})


QUESTIONS: dict[Kind, str] = {
    "repeated": "This has happened more than once within three months. What connects it?",
    "missed_appointments": "Appointments were missed. What stood in the way?",
    "moves": "The family has moved often. What did that mean for each child?",
}
"""What a screen asks about each kind of pattern. It never says what the answer is."""


@dataclass(frozen=True)
class Event:
    """An event as far as patterns go: which it is, its first day (a partial date), its category."""

    id: str
    on: str
    category: str


@dataclass(frozen=True)
class Pattern:
    """Events that may belong together. A screen asks about them; nobody is told what they mean."""

    kind: Kind
    category: str
    events: tuple[str, ...]
    first: str
    last: str


def found_in(events: Iterable[Event]) -> tuple[Pattern, ...]:
    """Patterns among the events: the same category twice in 90 days, missed appointments, moves."""
    by_category: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: (_day(event.on), event.id)):
        by_category.setdefault(event.category, []).append(event)
    found = []
    for category, some in by_category.items():
        if category in _NOT_REPEATED:
            continue
        if category in _OWN_RULE:
            missed = category == "missed_appointment"
            most, within = (MANY_MISSED, WITHIN) if missed else (MANY_MOVES, _MOVES_WITHIN)
            kind: Kind = "missed_appointments" if missed else "moves"
        else:
            most, within, kind = 2, WITHIN, "repeated"
        found += [_pattern(kind, run) for run in _runs(some, within) if len(run) >= most]
    return tuple(sorted(found, key=lambda pattern: (pattern.last, pattern.category), reverse=True))


def _runs(events: Sequence[Event], within: timedelta) -> list[list[Event]]:
    """Events that follow one another closely; one of which only the year is known joins none."""
    runs: list[list[Event]] = []
    for event in events:
        if len(event.on) == 4:
            continue
        if runs and _day(event.on) - _day(runs[-1][0].on) <= within:
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


def _pattern(kind: Kind, run: Sequence[Event]) -> Pattern:
    return Pattern(kind, run[0].category, tuple(event.id for event in run), run[0].on, run[-1].on)


def _day(partial: str) -> date:
    """The first day that a partial date can mean."""
    parts = [int(part) for part in partial.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return date(year, month, day)
