"""A laptop whose vault holds the three invented families, and somebody at its keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk.ui import carrying
from tests.stories import laptop as laptops
from tests.stories import town as towns
from tests.stories.worker import Worker


@pytest.fixture
def private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Qt keeps what it remembers: nowhere near the person who runs the tests."""
    home = tmp_path / "home"
    home.mkdir()
    for scope in (QtCore.QSettings.Format.NativeFormat, QtCore.QSettings.Format.IniFormat):
        QtCore.QSettings.setPath(scope, QtCore.QSettings.Scope.UserScope, str(home))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def laptop(tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path) -> Iterator[laptops.Laptop]:
    """Closed, with the three families in its vault. Nothing unforeseen may happen on it."""
    made = laptops.new(tmp_path / "data", qapp)
    yield made
    noted = made.noted()
    made.end()
    assert noted == "", "Something happened that nobody foresaw"


@pytest.fixture
def worker(laptop: laptops.Laptop) -> Worker:
    """Carol, in front of the closed laptop."""
    return Worker(laptop)


@pytest.fixture
def town(
    tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[towns.Town]:
    """Maya at her window, a centre, and a colleague without one."""
    monkeypatch.setattr(carrying, "FIRST_GO_MS", 0)
    with towns.of(tmp_path, qapp, [towns.MAYA]) as made:
        yield made


@pytest.fixture
def maya(town: towns.Town) -> towns.Seat:
    """At her window, not connected yet."""
    return town.seats[0]


@pytest.fixture
def seats(
    tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[towns.Seat, towns.Seat]]:
    """Maya and Sam, both connected."""
    monkeypatch.setattr(carrying, "FIRST_GO_MS", 0)
    with towns.of(tmp_path, qapp, [towns.MAYA, towns.SAM]) as made:
        for seat in made.seats:
            seat.connects(made.centre.code(seat.name))
        yield made.seats[0], made.seats[1]
