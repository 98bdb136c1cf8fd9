"""The long run of kills can be stopped, and goes on where it was."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.proofs import carry_on


def test_what_was_counted_is_kept_and_added_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def some(rounds: int, seed: int) -> dict[str, Any]:
        asked.append(seed)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return {"rounds": rounds, "saved": 7, "losses": ["one"] if seed == 8 else []}

    monkeypatch.setattr(carry_on, "portion", some)
    command = ["--rounds", "60", "--so-far", str(tmp_path / "kills.json")]
    with pytest.raises(KeyboardInterrupt):
        carry_on.main(command)
    assert carry_on.main(command) == 1, "a loss is never forgotten"
    assert asked == [7, 8, 9, 9]
    told = json.loads((tmp_path / "kills.json").read_text())
    assert told == {"rounds": 60, "saved": 21, "losses": ["one"]}
