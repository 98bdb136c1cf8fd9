"""A real vault with cheap key stretching, opened, and a family in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import building


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[building.Desk]:
    made = building.new_desk(tmp_path / "vault")
    yield made
    made.close()


@pytest.fixture
def household(desk: building.Desk) -> building.Household:
    return building.a_family(desk)


@pytest.fixture
def note(desk: building.Desk, household: building.Household) -> str:
    return building.a_note(desk, household.family)
