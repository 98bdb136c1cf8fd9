"""A laptop whose vault holds the three invented families, and somebody at its keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtWidgets

from tests.stories import laptop as laptops
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
