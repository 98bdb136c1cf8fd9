"""After how many random seeds each planted fault is met: `python -m tests.proofs.simulation --planted`."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass

from tests.proofs.simulation import planted, play

ENOUGH = 3
"""So many seeds that meet a fault are enough to tell how often that is."""


@dataclass(frozen=True)
class Met:
    """How a planted fault fared: the seeds in which it showed, of so many, and what showed it first."""

    fault: str
    seeds: tuple[int, ...]
    played: int
    said: str


def met(asked: tuple[int, int, int, int]) -> Met:
    """Play seeds with one of the faults planted until it has been met often enough, or `most` of them."""
    which, first, most, steps = asked
    play.beginning()  # before the fault is there
    fault, said, seed = planted.FAULTS[which], "", first
    found: list[int] = []
    while seed < first + most and len(found) < ENOUGH:
        shows = planted.caught(fault, lambda: play.play(seed, steps).broken)  # noqa: B023 - played at once
        if shows:
            found.append(seed)
            said = said or shows
        seed += 1
    return Met(fault.__name__, tuple(found), seed - first, said)


def every(first: int, most: int, steps: int, cores: int) -> Iterator[Met]:
    """How every fault fares, as soon as it is known."""
    asked = [(which, first, most, steps) for which in range(len(planted.FAULTS))]
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        yield from pool.imap(met, asked)


def line(one: Met, first: int) -> str:
    """One line of the table of `docs/proofs.md`."""
    name = one.fault.replace("_", " ")
    if not one.seeds:
        return f"| {name} | none of {one.played} | | |"
    return f"| {name} | {len(one.seeds)} of {one.played} | {one.seeds[0] - first + 1} | {_tidy(one.said)} |"


def _tidy(said: str) -> str:
    """What showed it, without ids and without the end of a long list."""
    words = [word for word in said.replace("|", "/").split() if len(word) < 24 and "-" not in word]
    return " ".join(words)[:70]
