"""Every row of the way to the centre and back, the short form or the whole."""

from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import carrying, growing, typing_meanwhile


def run(scratch: Path, rounds: int, *, whole: bool, say: Callable[[str], object]) -> list[carrying.Told]:
    """`whole`: with 50,000 records that come in while somebody types, and a centre that keeps a million."""
    bench = carrying.Bench(scratch / "crossing", rounds)
    say("Carrying …")
    told = carrying.run(bench)
    say("Typing meanwhile …")
    told += typing_meanwhile.run(bench, 50_000 if whole else 5_000)
    say("Growing …")
    told += growing.run(bench, 10_000, 1_000_000 if whole else 50_000)
    return told
