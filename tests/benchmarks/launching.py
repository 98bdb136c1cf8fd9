"""From nothing to the unlock window, against a bare PySide6 window: whole processes, one after the other."""

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
    bare = ("tests.benchmarks.probe_bare",)
    pair = measuring.in_turn(lambda _: until_painted(*desk), lambda _: until_painted(*bare), rounds)
    result = measuring.Result(
        "Launch to the unlock window, against a bare PySide6 window",
        measuring.Side("unlock window", tuple(pair[0])),
        measuring.Side("bare window", tuple(pair[1])),
        LIMIT,
    )
    return [result]


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
