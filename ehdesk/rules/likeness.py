"""How alike two people are whose records were made apart: by name, sound, birth date and NHS number.

Nothing here decides: it finds whom to look at, with the reasons. Names come folded (`search.fold`):
small letters without marks. Pure.

Source of the weights: tried out on the invented families and on pairs made from them by the slips
that people make (a letter, a sound, day and month swapped); a test holds them. Brothers, sisters and
twins must never be warned about, and the same child with one slip always.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import jellyfish

ENOUGH = 50
"""From so many points on a worker is told."""

_ALIKE, _UNLIKE = 0.9, 0.8
_SHORT_FORM = 3


@dataclass(frozen=True)
class Somebody:
    """What is known of one person. Dates are ISO text and may be partial; `nhs` is ten digits or ""."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    own_script: str = ""
    born: str = ""
    estimated: bool = False
    due: str = ""
    nhs: str = ""


@dataclass(frozen=True)
class Likeness:
    """How alike two people are, in points, and why, the strongest reason first.

    Reasons: same_nhs, same_name, like_name, same_born, swapped_born, near_born.
    """

    points: int
    reasons: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether a worker should be told."""
        return self.points >= ENOUGH


def keys(who: Somebody) -> frozenset[str]:
    """What a person is found by: people who share one of these may be one human."""
    found = {f"nhs:{who.nhs}"} if who.nhs else set()
    if len(who.born) == 10:
        found.add(f"born:{who.born}")
    if who.due:
        found.add(f"due:{who.due[:7]}")
    if who.own_script:
        found.add(f"own:{' '.join(sorted(who.own_script.split()))}")
    for given, family in product(who.given, who.family):
        found.add("name:" + "|".join(sorted((sound(given), sound(family)))))
    if who.born:
        found |= {f"given:{sound(given)}:{who.born[:4]}" for given in who.given}
    return frozenset(found)


def asked_keys(who: Somebody) -> frozenset[str]:
    """The keys to look for: a person's own, and those that a likely slip would have made of them."""
    found = set(keys(who))
    swapped = _swapped(who.born)
    if swapped:
        found.add(f"born:{swapped}")
    if who.born:
        years = (int(who.born[:4]) + step for step in (-1, 1))
        found |= {f"given:{sound(given)}:{year}" for given, year in product(who.given, years)}
    return frozenset(found)


def compare(one: Somebody, other: Somebody, *, same_family: bool = False) -> Likeness:
    """How alike two people are. `same_family`: both stand in one family file."""
    if one.nhs and one.nhs == other.nhs:
        return Likeness(100, ("same_nhs",))
    name, name_reason = _names(one, other)
    born, born_reason = _births(one, other)
    points = name + born + (20 if same_family and name > 0 else 0) - (60 if one.nhs and other.nhs else 0)
    told = [(name, name_reason), (born, born_reason)]
    reasons = tuple(reason for score, reason in sorted(told, reverse=True) if score > 0 and reason)
    return Likeness(points, reasons)


def sound(word: str) -> str:
    """What a name sounds like, roughly; a name in another script than Latin is its own sound."""
    return jellyfish.metaphone(word) or word


def _names(one: Somebody, other: Somebody) -> tuple[int, str]:
    if one.own_script and sorted(one.own_script.split()) == sorted(other.own_script.split()):
        return 50, "same_name"
    straight = _pair(one.given, other.given, one.family, other.family)
    crossed = _pair(one.given, other.family, one.family, other.given)
    return max(straight, (crossed[0] - 5, crossed[1]))


def _pair(
    given: Iterable[str], other_given: Iterable[str], family: Iterable[str], other_family: Iterable[str]
) -> tuple[int, str]:
    """Points for given names (which tell people of one family apart) and family names (which change)."""
    first = {2: 30, 1: 24, 0: 0, -1: -60}[_words(given, other_given)]
    second = {2: 20, 1: 16, 0: 0, -1: -10}[_words(family, other_family)]
    is_same = first == 30 and second in (20, 0)
    return first + second, "same_name" if is_same else "like_name"


def _words(some: Iterable[str], others: Iterable[str]) -> int:
    """The best of all pairs: 2 the same, 1 alike, 0 unknown or unclear, -1 clearly another name."""
    return max((_word(one, other) for one, other in product(some, others)), default=0)


def _word(one: str, other: str) -> int:
    if one == other:
        return 2
    near = jellyfish.jaro_winkler_similarity(one, other)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORT_FORM and longer.startswith(shorter):
        return 1
    if near >= _ALIKE or (sound(one) == sound(other) and near >= _UNLIKE):
        return 1
    return -1 if near < _UNLIKE else 0


def _births(one: Somebody, other: Somebody) -> tuple[int, str]:
    if not one.born or not other.born:
        return _expected(one, other)
    if len(one.born) == len(other.born) == 10:
        if one.born == other.born:
            return 35, "same_born"
        if _swapped(one.born) == other.born:
            return 28, "swapped_born"
        if sum(a != b for a, b in zip(one.born, other.born, strict=True)) == 1:
            return 18, "near_born"
    else:
        shorter = min(len(one.born), len(other.born))
        if one.born[:shorter] == other.born[:shorter]:
            return {4: 10, 7: 20}.get(shorter, 0), "near_born"
    guessed = one.estimated or other.estimated
    apart = abs(int(one.born[:4]) - int(other.born[:4]))
    if guessed and apart <= 1:
        return 8, "near_born"
    return -25 if guessed else -45, ""


def _expected(one: Somebody, other: Somebody) -> tuple[int, str]:
    """A baby who was due about then may be the child who was born about then."""
    when = one.due or one.born, other.due or other.born
    if not (one.due or other.due) or not all(when):
        return 0, ""
    near = min(len(day) for day in when) >= 7 and abs(_month(when[0]) - _month(when[1])) <= 1
    return (30, "near_born") if near else (-45, "")


def _month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7])


def _swapped(born: str) -> str:
    """The date with day and month the other way round; "" where there is no such date."""
    if len(born) != 10:
        return ""
    year, month, day = born.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 and day != month else ""
