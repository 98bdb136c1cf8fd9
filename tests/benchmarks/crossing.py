"""Every row of the way to the centre and back, each by itself: one that fails takes no other with it."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import carrying, growing, laden, typing_meanwhile

Row = Callable[[], list[carrying.Told]]

NAMES = (
    *("push-1000", "push-10000", "push-server", "replay", "pull", "nothing", "field"),
    *("far-1000", "far-10000", "typing", "growing"),
)
"""In the order in which they are run: what is small comes first."""


@dataclass(frozen=True)
class Size:
    """How much the long rows carry."""

    many: int = 10_000
    typing: int = 5_000
    growing: int = 50_000


WHOLE = Size(typing=50_000, growing=1_000_000)


def rows(scratch: Path, rounds: int, size: Size, say: Callable[[str], object]) -> dict[str, Row]:
    """Every row by its name. The vaults that they need are filled when the first of them is run."""
    bench = carrying.Bench(scratch / "crossing", rounds, size.many)

    def few() -> laden.Laden:
        return bench.laden(1_000)

    def many() -> laden.Laden:
        return bench.laden(size.many)

    return {
        "push-1000": lambda: carrying.pushing(bench, few(), 1_000, 1.5),
        "push-10000": lambda: carrying.pushing(bench, many(), size.many, 1.25),
        "push-server": lambda: carrying.pushing_to_server(bench, size.many),
        "replay": lambda: [carrying.replaying(bench, many())],
        "pull": lambda: [carrying.pulling(bench, many())],
        "nothing": lambda: [carrying.nothing_to_do(bench, few())],
        "field": lambda: carrying.one_field(bench, few()),
        "far-1000": lambda: carrying.pushing_far(bench, few(), 1_000, 1.5),
        "far-10000": lambda: carrying.pushing_far(bench, many(), size.many, 1.25),
        "typing": lambda: typing_meanwhile.run(bench, size.typing),
        "growing": lambda: growing.run(bench, 10_000, size.growing, say),
    }


def run(
    every: dict[str, Row], wanted: Iterable[str], say: Callable[[str], object]
) -> Iterator[tuple[str, Row]]:
    """The rows that are asked for, in order."""
    asked = set(wanted) or set(NAMES)
    for name in NAMES:
        if name in asked:
            say(f"Measuring {name} …")
            gc.collect()
            gc.freeze()  # as the desk and the centre do: what was loaded is not searched for garbage
            yield name, every[name]
