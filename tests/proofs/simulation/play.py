"""One seed from its beginning until it is quiet, and what did not hold then."""

import functools
import gc
import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ehdesk.models import team
from ehdesk.sync import protocol
from tests.proofs.simulation import (
    databases,
    doing,
    doors,
    happening,
    holds,
    in_a_row,
    kept_seeds,
    swift,
    way,
    world,
)

STEPS = 20
TWICE = 100
"""One seed in so many is played twice, and has to be the same to the last byte."""

_AHEAD = 7
"""In one seed of so many desks send the next message before the answer is taken in (no seed that is kept)."""

_QUIET_ROUNDS = 8
_SWEPT_AFTER = 5000
"""After so many messages (some four hundred seeds) garbage is swept: it is little, and all that is alive is
looked through for it."""

_TOLD_AFTER = 250
_unswept = [0]


@dataclass(frozen=True)
class Played:
    """What one seed came to: what did not hold, and a hash over everything that happened."""

    seed: int
    broken: tuple[str, ...]
    trace: str


@dataclass(frozen=True)
class Odds:
    """How often what happens in one seed. Each seed draws its own: where all may happen in all of them, what
    needs several of one kind in a row hardly ever does."""

    work: dict[doing.Doing, float]
    trouble: dict[happening.Happening, float]
    syncs: float

    @classmethod
    def drawn(cls, chance: random.Random) -> "Odds":
        """As a seed will have it: some things often, some now and then, some not at all."""
        work = {one: weight * chance.choice(_HOW_OFTEN) for one, weight in doing.WORK.items()}
        trouble = {one: weight * chance.choice(_HOW_OFTEN) for one, weight in happening.HAPPENINGS.items()}
        work[doing.write] += 1
        trouble[happening.wait_a_day] += 0.1
        return cls(work, trouble, chance.uniform(0.35, 0.75))

    def happening(self, chance: random.Random) -> happening.Happening:
        """What happens next."""
        if chance.random() < self.syncs:
            return happening.sync
        (found,) = chance.choices(list(self.trouble), list(self.trouble.values()))
        return found


_HOW_OFTEN = (0, 0, 1, 1, 5)
_RUTH_IS_HERE = 0.5


@functools.cache
def beginning() -> world.World:
    """Three desks, two families, and everybody in step: where every seed starts from."""
    chance = random.Random("the beginning")
    made = world.empty(chance)
    with doors.seeded_secrets(made.time):
        maya, sam, _ruth = (made.joins(name) for name in ("Maya", "Sam", "Ruth"))
        for desk in made.desks:
            desk.sync()
        first = doing.open_family(made, maya, "Okafor")
        maya.do(team.join_team, made.episodes[first], {"agency": "Harlow", "practitioner": sam.me})
        doing.open_family(made, sam, "Lindqvist")
        for desk in made.desks * 2:
            made.time.pass_by(minutes=11)
            desk.sync()
    gc.freeze()  # what stands from here on is never garbage
    return made


def play(
    seed: int, steps: int = STEPS, desks: int = 3, *, in_files: bool = False, every_row: bool = False
) -> Played:
    """Play one seed: so much happens, on so many desks, whose databases are encrypted files or in memory.
    `every_row`: the trace is of all that the databases hold, too."""

    def at_random(made: world.World) -> None:
        if seed % _AHEAD == 1:
            made.sends_ahead()
        for n in range(desks - len(made.desks)):
            newcomer = made.joins(("Maya", "Sam", "Ola", "Carol")[n % 4], enrols=False)
            made.newcomer_works(newcomer)
            newcomer.enrol()
        made.faults = world.Faults(*(made.chance.random() * most for most in (0.2, 0.25, 0.2, 0.15)))
        odds = Odds.drawn(made.chance)
        if made.way is way.Line:  # most of all what cuts them off in between
            odds.trouble[happening.die] += 10
        made.desks[2].is_on = made.chance.random() < _RUTH_IS_HERE or desks > len(made.desks)
        stories = in_a_row.Stories(made, seed, has_none=seed in kept_seeds.KEPT)
        for step in range(steps):
            _step(made, odds, f"{seed}.{step}")
            stories.go_on()
            if step % _TOLD_AFTER == _TOLD_AFTER - 1:
                print(f"seed {seed}: {step + 1} of {steps} operations", flush=True)
        stories.end()

    beginning()  # which is in memory
    with databases.in_files() if in_files else databases.used_again():
        return played(seed, at_random, every_row=every_row)


def one_of_many(asked: tuple[int, int, int, bool]) -> Played:
    """Play one seed of a long run (seed, steps, desks, whether in files); one in so many is played twice. One
    that fails is a broken one: the run goes on."""
    seed, steps, desks, in_files = asked
    try:
        first = play(seed, steps, desks, in_files=in_files)
    except Exception as failure:  # noqa: BLE001 - whatever it is, it is told and the run goes on
        return Played(seed, (f"it fails: {type(failure).__name__} {failure}",), "")
    if seed % TWICE == 0 and play(seed, steps, desks) != first:
        return replace(first, broken=(*first.broken, "played again, it went another way"))
    return first


def played(seed: int, what: Callable[[world.World], None], *, every_row: bool = False) -> Played:
    """Let something happen from the beginning on, and get quiet."""
    chance, first = random.Random(seed), beginning()
    time = doors.Time(chance, first.time.moment, first.time._last)
    with doors.seeded_secrets(time), _nothing_swept(), swift.comparisons(), databases.used_again():
        made = first.copy(time)
        what(made)
        get_quiet(made)
        _unswept[0] += len(made.told)
        broken = tuple(holds.broken(made))
        return Played(seed, broken, _trace(made, every_row=every_row))


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """Garbage is swept between seeds, not after each: all the time it would take a tenth of their time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if _unswept[0] >= _SWEPT_AFTER:
            _unswept[0] = 0
            gc.collect()
        if was_on:
            gc.enable()


def _step(made: world.World, odds: "Odds", words: str) -> None:
    desk = made.chance.choice([one for one in made.desks if one.is_on])
    made.time.pass_by(seconds=made.chance.choice((5, 60, 900)))
    try:
        if made.chance.random() < 0.5:
            doing.work(made, desk, words, odds.work)
        else:
            odds.happening(made.chance)(made, desk)
    except doors.Crash:
        desk.open_again()


def get_quiet(made: world.World) -> None:
    """No more faults; everybody exchanges until no desk has anything to say or to hear."""
    made.faults = world.Faults()
    made.centre.opened.dies.clear()
    while made.late:
        made.deliver_late()
    heard = {id(one): one.heard_all_at for one in made.desks}
    for _ in range(_QUIET_ROUNDS):
        made.time.pass_by(minutes=11)
        behind = [one for one in made.desks if one.is_on and heard.get(id(one)) != made.centre.newest()]
        if not behind:
            return
        before, is_waited_for = made.centre.newest(), False
        for desk in behind:
            happening.mend(desk)
            told = desk.sync()
            is_waited_for |= told is not None and bool(told.later)
            heard[id(desk)] = desk.heard_all_at if desk.counts else made.centre.newest()
        if is_waited_for and made.centre.newest() == before:  # a laptop is away, and a centre waits so long
            made.time.pass_by(days=31)


def _trace(made: world.World, *, every_row: bool) -> str:
    digest = hashlib.sha256()
    for device, answer in made.told:
        digest.update(device.encode() + protocol.encode(answer))
    for desk in made.desks:
        digest.update(repr(sorted(desk.records().items())).encode())
    if every_row:
        for raw in (*(desk.disk.raw for desk in made.desks), made.centre.opened.raw):
            digest.update(repr(databases.content(raw)).encode())
    return digest.hexdigest()
