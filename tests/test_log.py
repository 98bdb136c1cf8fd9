"""The log holds ids and acts, and of an error its kind and place: never what somebody typed."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehdesk import log

SECRET = "Zofia is afraid of the big knife"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "ehdesk.log"
    log.start(logging.INFO, path)
    yield path
    log.stop()


def _fails() -> None:
    typed = SECRET
    raise ValueError(typed)


def test_ids_and_acts_are_noted(file: Path) -> None:
    log.get("ehdesk.models.acts").info("%s of %s", "note.written", "0197f000")
    assert "ehdesk.models.acts note.written of 0197f000" in file.read_text("utf-8")


def test_an_error_is_noted_without_its_text(file: Path) -> None:
    try:
        try:
            _fails()
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        log.get("store").exception("act failed")
    written = file.read_text("utf-8")
    assert SECRET not in written
    assert "RuntimeError at test_log.py:" in written
    assert "from ValueError at test_log.py:" in written


def test_an_error_is_told_by_kind_and_place() -> None:
    assert log.where(KeyError(SECRET)) == "KeyError"
    with pytest.raises(ValueError, match="Zofia") as caught:
        _fails()
    assert log.where(caught.value).startswith("ValueError at test_log.py:")


def test_no_file_is_written_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    log.start()
    log.get("desk").warning("started")
    log.stop()
    assert not list(tmp_path.iterdir())


def test_starting_again_does_not_note_everything_twice(file: Path) -> None:
    log.start(logging.INFO, file)
    log.get("desk").info("locked")
    assert file.read_text("utf-8").count("locked") == 1


def test_after_the_end_nothing_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    log.start()
    log.stop()
    log.get("desk").warning("late")
    assert capsys.readouterr().err == ""


def test_a_window_without_a_terminal_notes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    started = log.start()
    log.get("desk").warning("started")
    assert [type(handler) for handler in started.handlers] == [logging.NullHandler, logging.NullHandler]
    log.stop()
