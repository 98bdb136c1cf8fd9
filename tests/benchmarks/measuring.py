"""How a benchmark is measured: both sides in one run, in turn, and told as median, spread and ratio."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what it is, and how many seconds each round took."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles: half of all rounds lie between them."""
        if len(self.seconds) < 2:
            return self.seconds[0], self.seconds[0]
        low, _, high = statistics.quantiles(self.seconds, n=4, method="inclusive")
        return low, high

    def told(self) -> str:
        low, high = self.spread
        return f"{shown(self.median)} ({shown(low)} to {shown(high)})"


@dataclass(frozen=True)
class Result:
    """One comparison. `limit` is the ratio that may not be passed; None where nothing is promised.

    `paired`: the ratio is taken inside each round, and the worst round is told too.
    """

    name: str
    ours: Side
    theirs: Side
    limit: float | None = None
    notes: tuple[str, ...] = ()
    paired: bool = False

    @property
    def ratio(self) -> float:
        if self.paired:
            return statistics.median(self._of_rounds())
        return self.ours.median / self.theirs.median

    @property
    def ratios(self) -> tuple[float, float]:
        """The quartiles of the ratios of rounds that were run one after the other."""
        return Side("", self._of_rounds()).spread

    @property
    def worst(self) -> float:
        """The ratio of the worst round."""
        return max(self._of_rounds())

    def _of_rounds(self) -> tuple[float, ...]:
        pairs = zip(self.ours.seconds, self.theirs.seconds, strict=True)
        return tuple(ours / theirs for ours, theirs in pairs)

    @property
    def kept(self) -> bool:
        return self.limit is None or self.ratio <= self.limit


@dataclass(frozen=True)
class Fact:
    """A number that has no other side."""

    name: str
    value: str


def in_turn(
    ours: Callable[[int], float], theirs: Callable[[int], float], rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of both sides, one round of each after the other, so that both meet the same machine.

    Who goes first changes from round to round; the first round of each warms up and is dropped.
    """
    found: tuple[list[float], list[float]] = ([], [])
    for n in range(rounds + 1):
        sides: Sequence[tuple[int, Callable[[int], float]]] = ((0, ours), (1, theirs))
        for which, run in sides if n % 2 else reversed(sides):
            seconds = run(n)
            if n:
                found[which].append(seconds)
    return found


def timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def shown(seconds: float) -> str:
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 1:
        return f"{seconds * 1e3:.1f} ms" if seconds < 0.1 else f"{seconds * 1e3:.0f} ms"
    return f"{seconds:.2f} s"
