"""A real vault with cheap key stretching, opened, and a family in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import building, casework


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[building.Desk]:
    made = building.new_desk(tmp_path / "vault")
    yield made
    made.close()


@pytest.fixture(scope="session")
def autumn_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[building.Desk]:
    made = casework.desk_of_autumn(tmp_path_factory.mktemp("autumn") / "vault")
    yield made
    made.close()


@pytest.fixture
def autumn(autumn_once: building.Desk, tmp_path: Path) -> Iterator[building.Desk]:
    """A vault with the three invented families, at the end of September 2026."""
    made = casework.copy_of(autumn_once, tmp_path / "autumn")
    yield made
    made.close()


@pytest.fixture
def household(desk: building.Desk) -> building.Household:
    return building.a_family(desk)


@pytest.fixture
def note(desk: building.Desk, household: building.Household) -> str:
    return building.a_note(desk, household.family)
