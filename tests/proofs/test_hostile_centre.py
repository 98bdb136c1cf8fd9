"""Whatever is sent to it, the centre answers with a meant status, keeps its rows and lives on.

Some seconds here; `python -m tests.proofs.hostile_centre --seconds 600 --seed 7` is the long form, and
`--postgresql` puts a real PostgreSQL behind it.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("behind", ["a file", "PostgreSQL"])
def test_no_message_brings_the_centre_down_or_changes_what_it_may_not(behind: str) -> None:
    asked = [sys.executable, "-m", "tests.proofs.hostile_centre", "--seconds", "8", "--seed", "1"]
    done = subprocess.run(
        [*asked, *(["--postgresql"] if behind == "PostgreSQL" else [])],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert {"200", "400", "401", "404", "409", "413"} <= told["answers"].keys()
    assert told["MiB at the end"] < told["MiB after the first salvo"] + 100
