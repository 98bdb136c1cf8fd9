"""From nothing to the unlock window, against a bare PySide6 window: whole processes, one after the other.

The limit is for the leanest process that shows a window at all. An ordinary small PySide6 program
with an empty window is told too, without a limit.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import filled, measuring

LIMIT = 1.25
HOUSE = Path(__file__).resolve().parents[2]


def run(vault: filled.Filled, rounds: int) -> list[measuring.Result | measuring.Fact]:
    """From the parent's spawn to the first paint, by the one clock that both processes share."""
    desk = ("tests.benchmarks.probe_desk", "--data", str(vault.folder.root), "--no-keyring")
    found: list[measuring.Result | measuring.Fact] = []
    for other, named, limit in (
        ("probe_plain", "an ordinary small PySide6 program with an empty window", None),
        ("probe_bare", "a bare PySide6 window", LIMIT),
    ):
        bare = f"tests.benchmarks.{other}"
        ours, theirs = measuring.in_turn(
            lambda _: until_painted(*desk),
            lambda _, bare=bare: until_painted(bare),  # type: ignore[misc]
            rounds,
        )
        found.append(
            measuring.Result(
                f"Launch to the unlock window, against {named}",
                measuring.Side("unlock window", tuple(ours)),
                measuring.Side("bare window", tuple(theirs)),
                limit,
            )
        )
    return found


def until_painted(module: str, *arguments: str) -> float:
    """Seconds from the spawn of `python -m module` to the moment that it prints."""
    begun = time.monotonic_ns()
    printed = spawn(module, *arguments)
    return (int(printed) - begun) / 1e9


def spawn(module: str, *arguments: str) -> str:
    """Run a probe without a screen, its modules compiled as an installed program's are; what it printed."""
    compiled = Path(tempfile.gettempdir()) / "ehdesk-benchmarks-compiled"
    alone = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
    alone.pop("PYTHONDONTWRITEBYTECODE", None)
    ran = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=HOUSE, env=alone, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return ran.stdout.strip()
