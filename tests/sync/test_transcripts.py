"""What was said in any protocol that we ever spoke is answered and understood today as it was then."""

import json
from pathlib import Path

import pytest

from ehdesk.sync import protocol
from tests.sync import told_before

EVERY = told_before.kept()
NAMES = [f"{path.parent.name}/{path.stem}" for path in EVERY]


def test_there_is_a_transcript_of_each_story_in_todays_protocol() -> None:
    """`python -m tests.sync.told_before` writes the missing ones, and never changes one that is there."""
    today = {path.stem for path in EVERY if path.parent.name == f"v{protocol.PROTOCOL}"}
    assert today == told_before.STORIES.keys()


@pytest.mark.parametrize("path", EVERY, ids=NAMES)
def test_todays_centre_answers_as_it_did_then(path: Path, tmp_path: Path) -> None:
    assert list(told_before.wrong_at_centre(told_before.read(path), tmp_path)) == []


@pytest.mark.parametrize("path", EVERY, ids=NAMES)
def test_todays_desk_makes_of_what_it_hears_what_it_did_then(path: Path, tmp_path: Path) -> None:
    lines = told_before.read(path)
    assert list(told_before.wrong_on_desk(lines, "Ruth", tmp_path)) == []
    held = [line["holds"] for line in lines if line["who"] == "Ruth" and "holds" in line]
    assert held[0]
    assert any(one["second"] for one in held[1].values())
    assert held[-1] == {}, "what is withdrawn goes"


def test_a_transcript_tells_of_every_kind_of_answer() -> None:
    told = json.dumps([told_before.read(path) for path in EVERY])
    for word in ("hello", "enrol", "arrivals", "backfill", "settled", "second", "aside", "not_allowed"):
        assert f'"{word}"' in told
    assert {"epoch", "second_life"} <= {
        line.get("refused") for path in EVERY for line in told_before.read(path)
    }


def test_another_answer_than_then_is_seen(tmp_path: Path) -> None:
    lines = told_before.read(EVERY[0])
    at = next(n for n, line in enumerate(lines) if line.get("hears", {}).get("arrivals"))
    lines[at]["hears"]["cursor"] += 1
    assert len(list(told_before.wrong_at_centre(lines, tmp_path))) == 1
