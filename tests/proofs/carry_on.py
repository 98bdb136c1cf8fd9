"""Many rounds of `carry_kills`, some at a time: what was counted so far stands in a file, and is added to.

    python -m tests.proofs.carry_on --rounds 1000 --so-far kills.json

may be stopped at any time, and goes on from there with the same command.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def portion(rounds: int, seed: int) -> dict[str, Any]:
    """Some rounds in a process of their own. Raises: RuntimeError where it tells nothing."""
    asked = [sys.executable, "-m", "tests.proofs.carry_kills", "--rounds", str(rounds), "--seed", str(seed)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.stdout:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def added(before: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What was counted in both: numbers are added up, lists are joined."""
    counts = Counter({name: said for name, said in before.items() if isinstance(said, int)})
    counts.update({name: said for name, said in told.items() if isinstance(said, int)})
    losses = [*before.get("losses", []), *told.get("losses", [])]
    return {**dict(sorted(counts.items())), "losses": losses}


def main(given: list[str] | None = None) -> int:
    """Go on until so many rounds have been played; 1 when something was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7, help="the first portion's; the next takes the next")
    parser.add_argument("--portion", type=int, default=20, help="so many rounds at a time")
    parser.add_argument("--so-far", type=Path, required=True)
    asked = parser.parse_args(given)
    told = json.loads(asked.so_far.read_text()) if asked.so_far.exists() else {}
    while told.get("rounds", 0) < asked.rounds:
        done = told.get("rounds", 0)
        told = added(told, portion(asked.portion, asked.seed + done // asked.portion))
        fresh = asked.so_far.with_suffix(".new")
        fresh.write_text(json.dumps(told, ensure_ascii=False, indent=1))
        fresh.replace(asked.so_far)
        print(
            f"{told['rounds']} rounds, {told.get('saved', 0)} words, {len(told['losses'])} losses", flush=True
        )
    return 1 if told["losses"] else 0


if __name__ == "__main__":
    sys.exit(main())
