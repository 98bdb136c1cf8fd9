"""Nothing that was called saved is lost when the desk is killed while typing, saving, finishing or locking.

300 rounds here; `python -m tests.proofs.kill_rounds --rounds 3000 --seed 7` is the long form.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def rounds(count: int, *, seed: int, control: str = "") -> dict[str, Any]:
    asked = ["--rounds", str(count), "--seed", str(seed), *(["--control", control] if control else [])]
    done = subprocess.run(
        [sys.executable, "-m", "tests.proofs.kill_rounds", *asked], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("seed", range(1, 7))
def test_every_change_that_was_called_saved_is_there_and_none_is_there_twice(seed: int) -> None:
    told = rounds(50, seed=seed)
    assert told["losses"] == []
    assert told["rounds"] == 50
    assert told["saved"] > 50, "the desks were killed before they could do anything"
    assert told["put back"] > 0, "no round needed the journal"


@pytest.mark.parametrize("control", ["early", "unsafe"])
def test_a_desk_that_says_saved_too_early_or_keeps_no_journal_is_caught(control: str) -> None:
    """Else the proof above would prove nothing."""
    assert rounds(50, seed=9, control=control)["losses"] != []
