"""The linters are part of the tests: one command says whether the house is in order."""

import subprocess
import sys

import pytest

from tests.house import tracked


@pytest.mark.parametrize(
    "tool",
    [["ruff", "check", "--no-cache"], ["ruff", "format", "--check", "--no-cache"], ["mypy"]],
    ids=" ".join,
)
def test_a_tool_finds_nothing(tool: list[str]) -> None:
    where = [] if tool[0] == "mypy" else ["."]
    ran = subprocess.run(
        [sys.executable, "-m", *tool, *where], cwd=tracked.ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
