"""What happens does not hang on the order in which Python happens to keep a set."""

import os
import subprocess
import sys

_SEEDS = range(6)
_PLAYED = f"""
from tests.proofs.simulation import play
for seed in {list(_SEEDS)}:
    print(play.play(seed, every_row=True).trace, hash("the order of sets"))
"""


def _told(hash_seed: str) -> list[list[str]]:
    """The trace of each seed, and how this process hashes."""
    given = {**os.environ, "PYTHONHASHSEED": hash_seed}
    asked = [sys.executable, "-c", _PLAYED]
    told = subprocess.run(asked, env=given, capture_output=True, text=True, check=True)
    return [line.split() for line in told.stdout.splitlines()]


def test_a_seed_is_the_same_to_the_last_row_whatever_the_order_of_sets() -> None:
    (traces, hashes), (others, other_hashes) = (zip(*_told(each), strict=True) for each in ("1", "2"))
    assert len(set(traces)) == len(_SEEDS)
    assert traces == others
    assert hashes != other_hashes  # which shows that the order was another one
