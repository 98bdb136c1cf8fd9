"""The kerb note: seconds of machine time from the passphrase to the first word, and the keys for it."""

import json

from tests.benchmarks import filled, launching, measuring, unlocking

LIMIT_SECONDS = 4.0


def run(vault: filled.Filled, rounds: int) -> list[measuring.Result | measuring.Fact]:
    """With 2,000 families; the libraries come in while the passphrase is typed, or all of them after it."""
    where = ("--data", str(vault.folder.root), "--no-keyring")
    facts: list[measuring.Result | measuring.Fact] = []
    for typing_ms, words in ((unlocking.TYPING_MS, "typed in three seconds"), (0, "pasted at once")):
        told = [
            json.loads(launching.spawn("tests.benchmarks.probe_kerb", str(typing_ms), *where))
            for _ in range(rounds)
        ]
        taken = measuring.Side("", tuple((one["written"] - one["entered"]) / 1e9 for one in told))
        keys = sorted({one["keys"] for one in told})
        facts.append(
            measuring.Fact(
                f"Kerb note, passphrase {words}: from Enter to the first letter of a new note",
                f"{taken.told()} and {keys[-1]} keys (at most {LIMIT_SECONDS:.0f} s and 2 keys)",
            )
        )
    return facts
