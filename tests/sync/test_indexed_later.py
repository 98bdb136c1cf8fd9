"""What comes in by the hundred is found before it is indexed, and indexed beside the worker."""

from pathlib import Path
from typing import Any

import pytest

from ehdesk.models import form, indexing, search, soundness
from ehdesk.sync import http, way
from tests import building
from tests.sync.conftest import Team, Worker

MANY = indexing.FEW + 1


def many_notes(worker: Worker, count: int) -> list[str]:
    home = building.a_family(worker.desk)
    return [building.a_note(worker.desk, home.family, text=f"Allotment, visit {n}.") for n in range(count)]


def found(worker: Worker, words: str) -> list[str]:
    return sorted(hit.record_id for hit in worker.desk.ask(search.find, words, limit=1_000))


def test_many_that_come_in_wait_and_few_are_indexed_with_the_rest(team: Team) -> None:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    notes = many_notes(carol, MANY)
    carol.sync()
    tom.sync()
    assert tom.desk.ask(indexing.waits)
    assert found(tom, "allotment") == sorted(notes)
    assert tom.desk.ask(soundness.search).wrong == 0
    carol.desk.do(form.answer, notes[0], "text", "Wei opened the door.")
    carol.sync()
    tom.sync()
    for _ in range(2):
        assert found(tom, "wei") == [notes[0]]
        assert found(tom, "allotment") == sorted(notes[1:])
        way.index(tom.desk.store)
        assert not tom.desk.ask(indexing.waits)
    few = many_notes(carol, 3)
    carol.sync()
    tom.sync()
    assert not tom.desk.ask(indexing.waits)
    assert found(tom, "allotment") == sorted([*notes[1:], *few])
    assert tom.desk.ask(soundness.search).wrong == 0


def test_what_is_taken_away_while_it_waits_is_found_no_more(team: Team) -> None:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    many_notes(carol, MANY)
    carol.sync()
    tom.sync()
    assert found(tom, "allotment")
    team.centre.may_hold = lambda device, _scope: device != "Tom"
    tom.sync()
    for _ in range(2):
        assert found(tom, "allotment") == []
        way.index(tom.desk.store)
    assert tom.desk.ask(soundness.search).wrong == 0


def test_whoever_locks_does_not_wait_for_the_index(team: Team) -> None:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    notes = many_notes(carol, MANY)
    carol.sync()
    tom.sync()
    way.index(tom.desk.store, lambda: False)
    assert tom.desk.ask(indexing.waits)
    tom.desk.reopen()
    assert found(tom, "allotment") == sorted(notes)


def test_no_word_of_what_waits_lies_outside_the_vault(team: Team) -> None:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    many_notes(carol, MANY)
    carol.sync()
    tom.sync()
    assert tom.desk.ask(indexing.waits)
    for path in _files(tom.desk.folder.root):
        assert b"llotment" not in path.read_bytes(), path
    way.index(tom.desk.store)
    for path in _files(tom.desk.folder.root):
        assert b"llotment" not in path.read_bytes(), path


def _files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_the_window_s_way_indexes_what_it_brought(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    notes = many_notes(carol, MANY)
    carol.sync()

    class At:
        def __enter__(self) -> Any:
            return tom.door

        def __exit__(self, *_: object) -> None:
            assert tom.desk.ask(indexing.waits)

    monkeypatch.setattr(http, "at", lambda _link: At())
    way.sync(tom.desk.store, lambda: True)
    assert not tom.desk.ask(indexing.waits)
    assert found(tom, "allotment") == sorted(notes)
