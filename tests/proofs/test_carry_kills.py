"""Nothing is lost, nothing comes twice and nothing sticks on a bad line, whatever is killed beside it.

20 rounds here; `python -m tests.proofs.carry_kills --rounds 1000 --seed 7` is the long form.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the processes to kill in /proc")


def rounds(count: int, *, seed: int) -> dict[str, Any]:
    asked = [sys.executable, "-m", "tests.proofs.carry_kills", "--rounds", str(count), "--seed", str(seed)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_what_was_called_saved_comes_to_the_centre_once_through_anything() -> None:
    told = rounds(20, seed=1)
    assert told["losses"] == []
    assert (told["rounds"], told["quiet"]) == (20, 5)
    assert told["saved"] > 40, "the desks were killed before they could do anything"
    assert told["told: CentreAway"] > 0, "nothing stood in the way"
    assert sum(count for what, count in told.items() if what.startswith("killed: ")) == 20
    seen = [told[f"seen: {what}"] for what in ("lost", "twice", "stuck")]
    assert all(seen), "an act that is lost, comes twice or sticks would not be noticed"
