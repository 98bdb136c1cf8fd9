"""The page that tells a manager who may do what is written from the table, and tells it as it is."""

import re

import pytest

from ehdesk.rules import rights
from installer import tell_access


def turn(monkeypatch: pytest.MonkeyPatch, *cells: tuple[str, str, str], to: str) -> None:
    monkeypatch.setattr(rights, "_CELLS", {**rights._CELLS, **dict.fromkeys(cells, to)})


def test_the_page_in_the_documents_is_todays() -> None:
    written = tell_access.PAGE.read_text(encoding="utf-8")
    assert written == tell_access.page(), "write it again: .venv/bin/python installer/tell_access.py"


def test_the_page_changes_with_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tell_access.page()
    turn(monkeypatch, *((role, "team", "quality") for role in ("practitioner", "line_manager")), to="r")
    (line,) = set(tell_access.page().splitlines()) - set(before.splitlines())
    assert line.startswith("| Feedback and self-assessments | read, write | read | read, write |")


def test_the_page_tells_of_everything_that_takes_more_than_writing() -> None:
    told = {
        rights.taking(verb, kind) for _, verb, kind in (*tell_access.THINGS.values(), tell_access.OPENING)
    }
    assert told == {*rights.VERBS.values(), "overseeing"}


@pytest.mark.parametrize(
    ("cell", "to"),
    [
        (("administrator", "lead", "file"), "r"),
        (("line_manager", "team", "restricted"), "r"),
        (("coordinator", "team", "linking"), "-"),
        (("practitioner", "none", "authority"), "r"),
    ],
)
def test_a_right_that_the_words_do_not_tell_stops_the_page(
    monkeypatch: pytest.MonkeyPatch, cell: tuple[str, str, str], to: str
) -> None:
    turn(monkeypatch, cell, to=to)
    with pytest.raises(ValueError, match=r"no longer"):
        tell_access.page()


def test_somebody_who_has_no_column_stops_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {said: some for said, some in tell_access.WHO.items() if said != "Manages"}
    monkeypatch.setattr(tell_access, "WHO", fewer)
    with pytest.raises(ValueError, match=r"no words for .*manager_of"):
        tell_access.page()


def test_the_line_about_warnings_goes_when_the_team_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    turn(monkeypatch, *((role, "team", "restricted") for role in ("practitioner", "line_manager")), to="r")
    with pytest.raises(ValueError, match="warnings"):
        tell_access.page()


def test_the_page_uses_no_word_of_the_program() -> None:
    shown = re.sub(r"`[^`]*`", "", tell_access.page())
    assert not re.search(r"line_manager|manager_of|practitioner|person_link|\w+\.\w+ed\b", shown)
