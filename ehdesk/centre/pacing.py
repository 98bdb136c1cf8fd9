"""How often somebody may come: a budget for each device, and one for the mistakes of each address.

Kept in the memory of one process, so that it costs no database; several processes each keep their own.
Whoever has been seen to belong here is not held up by others who share their address.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from ehdesk.centre.refusing import Refused

MOST_KNOWN = 20_000
"""So many are remembered; who has not come for longest is forgotten first."""


@dataclass(frozen=True)
class Allowance:
    """So much at once, and so much more each second."""

    at_once: int
    each_second: float


EXCHANGES = Allowance(600, 10.0)
"""A first fill of 300,000 acts goes through without a pause."""

PIECES = Allowance(3_000, 30.0)
"""Pieces of files: three gigabytes without a pause."""

MISTAKES = Allowance(30, 0.5)
"""Wrong tokens and codes of one address. Nobody guesses either; it is the work of looking that is spared."""


@dataclass
class Budget:
    """What is left of an allowance, by whoever spends it."""

    allowance: Allowance
    now: Callable[[], float] = time.monotonic
    left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def check(self, who: str) -> None:
        """Raises: Refused ("too_many") where nothing is left."""
        if self._left(who) < 1:
            raise Refused("too_many")

    def spend(self, who: str) -> None:
        """One less. Raises: Refused ("too_many") where nothing was left."""
        left = self._left(who)
        if left < 1:
            raise Refused("too_many")
        self.left[who] = (left - 1, self.now())
        self.left.move_to_end(who)
        while len(self.left) > MOST_KNOWN:
            self.left.popitem(last=False)

    def _left(self, who: str) -> float:
        left, when = self.left.get(who, (float(self.allowance.at_once), self.now()))
        return min(self.allowance.at_once, left + (self.now() - when) * self.allowance.each_second)


@dataclass
class Pace:
    """The budgets of one process, and the tokens that it has seen to be good: whose each is (a device)."""

    exchanges: Budget = field(default_factory=lambda: Budget(EXCHANGES))
    pieces: Budget = field(default_factory=lambda: Budget(PIECES))
    mistakes: Budget = field(default_factory=lambda: Budget(MISTAKES))
    good: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def check_address(self, address: str, secret: str = "") -> None:
        """Whether somebody may try a secret. Raises: Refused ("too_many") after many wrong ones."""
        if secret not in self.good:
            self.mistakes.check(address)

    def was_wrong(self, address: str) -> None:
        """A secret was none. Raises: Refused ("too_many") where this was one too many."""
        self.mistakes.spend(address)

    def was_good(self, secret: str, device: str) -> None:
        """A secret was one of a device."""
        self.good[secret] = device
        self.good.move_to_end(secret)
        while len(self.good) > MOST_KNOWN:
            self.good.popitem(last=False)
