"""What an ending counts as, and how far an outcome has come: baseline, latest, target. Pure.

Source: the closing outcomes of the closure form (F07) and their groups, as the quarterly measures use
them; a case stepped up counts as taken on by social care only once that service has accepted it
(Salford's closing form); the outcome table of the action plan (F05).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Group = Literal["success", "partial", "up", "unplanned", "neutral", "excluded"]

GROUPS: Mapping[str, Group] = {
    "met_universal": "success",
    "met_single": "success",
    "part_met": "partial",
    "step_up": "up",
    "withdrawn": "unplanned",
    "disengaged": "unplanned",
    "moved": "neutral",
    "adult": "neutral",
    "no_plan": "neutral",
    "died": "neutral",
    "error": "excluded",
}
"""The group of each closing outcome."""

ACHIEVED = frozenset({"achieved"})
SETTLED = frozenset({"achieved", "partly", "not_achieved", "no_longer_needed"})
"""The states in which an outcome is not worked on any more."""

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_YES = frozenset({"yes", "y", "true", "done", "ja", "tak"})
_NO = frozenset({"no", "n", "false", "not yet", "not done"})


@dataclass(frozen=True)
class Distance:
    """How far an outcome has come. `travelled` is the part of the way from baseline to target: 0 is where
    it began, 1 is the target, below 0 is the wrong way; None where one of the three is no number."""

    baseline: float | None
    latest: float | None
    target: float | None
    travelled: float | None


def group(outcome: str) -> Group:
    """What a closing outcome counts as. Raises: KeyError for a code that no closure has."""
    return GROUPS[outcome]


def is_success(outcome: str) -> bool:
    """Outcomes met: the family goes on with universal services, or with one."""
    return GROUPS.get(outcome) == "success"


def counts_among_plans(outcome: str) -> bool:
    """Whether a closed plan stands below the line of the share of successes: all but neutral and excluded."""
    return GROUPS.get(outcome) not in ("neutral", "excluded", None)


def is_counted(outcome: str) -> bool:
    """Whether a closure is counted at all: a duplicate or an episode opened in error never is."""
    return GROUPS.get(outcome) not in ("excluded", None)


def value(measure: str | None, words: str | None) -> float | None:
    """The number in what somebody wrote ("71 per cent", "3 of 10", "yes"); None where there is none.

    A yes-or-no outcome is 1 or 0, whatever numbers its words hold.
    """
    said = " ".join((words or "").split()).casefold()
    if measure == "yes_no":
        return _yes_or_no(said)
    found = _NUMBER.search(said)
    if found is not None:
        return float(found.group().replace(",", "."))
    return _yes_or_no(said) if measure is None else None


def distance(measure: str | None, baseline: str | None, latest: str | None, target: str | None) -> Distance:
    """How far the outcome has come from its baseline to its target, as far as the three can be read."""
    start, now, end = (value(measure, words) for words in (baseline, latest, target))
    travelled = None
    if start is not None and now is not None and end is not None and start != end:
        travelled = (now - start) / (end - start)
    return Distance(start, now, end, travelled)


def _yes_or_no(said: str) -> float | None:
    """No before yes: “not yet done” is no."""
    begins = re.split(r"[\s,.;:]+", said, maxsplit=1)[0]
    if begins in _NO or said.startswith("not "):
        return 0.0
    return 1.0 if begins in _YES else None
