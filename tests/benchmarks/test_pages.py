"""What was measured is kept row by row, with when and how busy the machine was."""

from pathlib import Path

import pytest

from tests.benchmarks import crossing, measuring, pages


def result(name: str, ours: float) -> measuring.Result:
    sides = measuring.Side("ours", (ours, ours)), measuring.Side("plain", (1.0, 1.0))
    return measuring.Result(name, *sides, 1.5, paired=True)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    made = tmp_path / "benchmarks.md"
    old = "| What | Ours | Theirs | Ratio | Limit |\n|---|---|---|---|---|\n"
    old += "| Push | 9 s | 1 s | **9** | 1.5 |\n"
    made.write_text(f"Before.\n{pages.SYNC_BEGIN}\n{old}{pages.SYNC_END}\nAfter.\n", "utf-8")
    return made


def test_a_row_that_is_measured_again_takes_its_own_place_only(page: Path) -> None:
    pages.keep_rows(
        [result("Push", 1.2), measuring.Fact("One field", "0.04 of the bytes")], "26 Nov, load 0.2", page
    )
    pages.keep_rows([result("Pull", 1.3)], "26 Nov, load 0.3", page)
    pages.keep_rows([result("Push", 2.0)], "27 Nov, load 9.0", page)
    said = page.read_text("utf-8")
    rows = [line for line in said.splitlines() if line.startswith(("| Pu", "- "))]
    assert [row.split("|")[1].strip() for row in rows[:2]] == ["Push", "Pull"]
    assert "**2.00**" in rows[0]
    assert rows[0].endswith("1.5 **missed** | 27 Nov, load 9.0 |")
    assert rows[1].endswith("| 1.5 | 26 Nov, load 0.3 |")
    assert rows[2] == "- One field: 0.04 of the bytes (26 Nov, load 0.2)"
    assert said.startswith("Before.\n")
    assert said.endswith("After.\n")
    assert "9 s" not in said, "a row that does not say when it was measured goes"


def test_rows_are_run_in_their_order_and_only_those_that_are_asked_for() -> None:
    every: dict[str, crossing.Row] = dict.fromkeys(crossing.NAMES, list)
    said: list[str] = []
    asked = [name for name, _ in crossing.run(every, ["growing", "push-1000"], said.append)]
    assert asked == ["push-1000", "growing"]
    assert len(list(crossing.run(every, (), said.append))) == len(crossing.NAMES)
