"""When the centre is tried next, and how things stand with it: pure, with the time and the chance passed in.

After trouble the wait grows, and a random part of it is waited ("full jitter"), so that a county's laptops
do not all come back at once when the centre does. What a person has to settle is not tried until they did.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from ehdesk import errors

EVERY = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
LOOKED_EVERY = timedelta(seconds=15)
"""How often whoever keeps a schedule looks at it. If much more has passed, the laptop slept."""
_SLEPT = timedelta(minutes=1)

Mood = Literal["not_yet", "fine", "away", "elsewhere", "busy", "trouble", "stopped"]
"""`away`: no network, which is a state and no fault. `elsewhere`: another page answers. `stopped`: it is
not tried until a person does something."""

NEEDS_A_PERSON: tuple[type[errors.Refusal], ...] = (
    errors.DeviceRevoked,
    errors.SecondLife,
    errors.LifeEnded,
    errors.NotKnownThere,
    errors.TooOldForCentre,
    errors.NotEnrolled,
    errors.AddressNotSafe,
)
"""What trying again does not mend."""

_MOODS: dict[type[Exception], Mood] = {
    errors.CentreAway: "away",
    errors.NotTheCentre: "elsewhere",
    errors.CentreBusy: "busy",
}


@dataclass(frozen=True)
class Schedule:
    """When the next try is due (None: not until a person does something), and what the last one came to.

    `tries` counts those that failed, one after another. `not_before` is what the centre asked for.
    """

    due: datetime | None
    mood: Mood = "not_yet"
    tries: int = 0
    not_before: datetime | None = None
    looked: datetime | None = None


def begin(now: datetime) -> Schedule:
    """The vault was unlocked, or the laptop was let in: try at once."""
    return Schedule(due=now, looked=now)


def every(minutes: int) -> timedelta:
    """How often to go, as the authority says: not more than once a minute, and at least once an hour."""
    return timedelta(minutes=min(max(minutes, 1), 60))


def went_well(was: Schedule, now: datetime, every: timedelta = EVERY) -> Schedule:
    """All was said and heard."""
    return Schedule(due=now + every, mood="fine", looked=was.looked)


def cut_short(was: Schedule, now: datetime, every: timedelta = EVERY) -> Schedule:
    """Somebody stopped it before all was said: the rest goes at the next round."""
    return replace(was, due=now + every)


def failed(was: Schedule, error: Exception, now: datetime, chance: Callable[[], float]) -> Schedule:
    """It did not go through. `chance` gives a number from 0 to 1."""
    if isinstance(error, NEEDS_A_PERSON):
        return replace(was, due=None, mood="stopped", tries=was.tries + 1)
    wait = min(FIRST_WAIT * 2 ** min(was.tries, 10), LONGEST_WAIT) * chance()
    asked = error.details.get("seconds", 0) if isinstance(error, errors.CentreBusy) else 0
    not_before = now + timedelta(seconds=asked) if isinstance(asked, int) and asked else None
    due = max(now + wait, now + timedelta(seconds=1), (not_before or now) + wait)
    return replace(was, due=due, mood=mood_of(error), tries=was.tries + 1, not_before=not_before)


def mood_of(error: Exception) -> Mood:
    """How things stand after a refusal."""
    if isinstance(error, NEEDS_A_PERSON):
        return "stopped"
    return _MOODS.get(type(error), "trouble")


def asked(was: Schedule, now: datetime) -> Schedule:
    """A person asks for it: whatever was, it is tried now, unless the centre asked to be left alone."""
    return replace(was, due=max(now, was.not_before or now), tries=0)


def finished(was: Schedule, now: datetime) -> Schedule:
    """A form was finished: it goes now, unless the centre asked to be left alone or a person is needed."""
    return was if was.due is None else replace(was, due=max(now, was.not_before or now))


def look(was: Schedule, now: datetime) -> Schedule:
    """Time has passed. After a sleep, or where the clock was set, the next try is due at once."""
    looked = was.looked or now
    if was.due is not None and not looked - _SLEPT <= now <= looked + LOOKED_EVERY + _SLEPT:
        asked_for = was.not_before if now > looked else None
        return replace(was, due=max(now, asked_for or now), tries=0, not_before=asked_for, looked=now)
    return replace(was, looked=now)


def is_due(was: Schedule, now: datetime) -> bool:
    """Whether it is time."""
    return was.due is not None and was.due <= now


def may_go_before_lock(was: Schedule) -> bool:
    """Whether a last short go is worth a moment of a worker's time: the last one went well."""
    return was.mood == "fine"
