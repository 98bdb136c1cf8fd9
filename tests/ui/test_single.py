"""A second start on an open vault, and the options of the first."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ehdesk import __main__ as start
from ehdesk import app as apps
from ehdesk import files
from ehdesk.ui import single


@pytest.fixture
def folder(tmp_path: Path) -> files.DataFolder:
    return files.DataFolder(tmp_path / "desk")


def test_a_second_start_brings_the_first_window_to_the_front(folder: files.DataFolder, qtbot: QtBot) -> None:
    assert not single.may_be_open(folder)
    listener = single.Listener(folder)
    assert listener.is_listening()
    assert single.may_be_open(folder)
    other = QProcess()
    asks = "import sys; from ehdesk import files; from ehdesk.ui import single; from pathlib import Path; "
    asks += "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]); "
    asks += "sys.exit(0 if single.bring_other_to_front(files.DataFolder(Path(sys.argv[1]))) else 1)"
    with qtbot.waitSignals([listener.front_wanted, other.finished], timeout=10_000):
        other.start(sys.executable, ["-c", asks, str(folder.root)])
    assert other.exitCode() == 0
    listener.stop()
    assert not single.may_be_open(folder)


def test_a_window_that_was_killed_is_not_waited_for(folder: files.DataFolder, qtbot: QtBot) -> None:
    folder.root.mkdir()
    folder.window.touch()
    assert not single.bring_other_to_front(folder)


def test_another_vault_is_another_window(tmp_path: Path) -> None:
    names = {single.name_of(files.DataFolder(tmp_path / name)) for name in ("one", "two")}
    assert len(names) == 2
    assert not any(str(tmp_path) in name for name in names)


def test_the_second_process_ends_with_status_0(
    folder: files.DataFolder, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(apps, "QApplication", lambda _arguments: qapp)
    monkeypatch.setattr(single, "may_be_open", lambda _folder: True)
    monkeypatch.setattr(single, "bring_other_to_front", lambda _folder: True)
    assert apps.main(["--data", str(folder.root)]) == 0


@pytest.mark.parametrize(
    ("arguments", "opens_the_desk"),
    [
        ([], True),
        (["--data", "x"], True),
        (["--data=x", "--no-keyring"], True),
        (["--data"], False),
        (["--help"], False),
        (["families", "--data", "x"], False),
        (["--data", "x", "families"], False),
    ],
)
def test_only_options_of_the_desk_open_the_desk(arguments: list[str], *, opens_the_desk: bool) -> None:
    assert start.is_for_the_desk(arguments) == opens_the_desk


def test_the_options_go_on_to_the_next_process(tmp_path: Path) -> None:
    chosen = apps.read_options(["--data", str(tmp_path), "--no-keyring"])
    assert chosen.folder.root == tmp_path
    assert not chosen.keyring
    assert apps.read_options(chosen.arguments()) == chosen


def test_the_usual_folder_is_the_same_for_the_desk_and_the_commands() -> None:
    assert apps.usual_folder() == files.default_data_folder()
