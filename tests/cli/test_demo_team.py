"""The demonstration with a team: three desks and a centre in one folder, amid their work."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from ehdesk import errors
from ehdesk.centre import admin, serving, store
from ehdesk.commands import demo_team, opening, reference
from ehdesk.models import enrolled, family, history, note
from ehdesk.vault import keyslots, public


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> demo_team.Team:
    root = tmp_path_factory.mktemp("demo") / "team"
    return demo_team.make(root, stretching=keyslots.Stretching.cheap())


@pytest.fixture
def carol(made: demo_team.Team) -> Iterator[opening.Opened]:
    chosen = opening.Chosen(made.vault(demo_team.CAROL).root, made.root / "passphrase", keyring=False)
    with opening.opened(chosen) as desk:
        yield desk


def test_carols_desk_has_two_versions_something_set_aside_and_something_unsent(carol: opening.Opened) -> None:
    standing = carol.store.ask(enrolled.standing)
    assert (standing.waits, standing.aside, standing.seconds) == (1, 1, 1)
    shared = reference.family_id(carol.store, demo_team.SHARED)
    lines = carol.store.ask(note.notes_of_family, shared)
    (second,) = (each for line in lines for each in carol.store.ask(history.second_versions, line.record_id))
    assert "drawings" in second.value
    assert {"Weighed and measured: no worries."} <= {line.first_words for line in lines}
    assert len(carol.store.ask(family.caseload).lines) == 2


def test_the_vaults_are_for_practice_and_nothing_lies_outside_the_folder(made: demo_team.Team) -> None:
    for one in demo_team.MEMBERS:
        shown = public.read(made.vault(one.name))
        assert shown is not None
        assert shown.practice
    assert {path.name for path in made.root.iterdir()} == {
        *("helen", "carol", "sarah", "centre", "passphrase", "port"),
    }
    assert [path for path in made.root.parent.iterdir() if path != made.root] == []


def test_the_centre_knows_three_desks_and_what_it_set_aside(made: demo_team.Team) -> None:
    with closing(store.open_store(str(made.database))) as opened, opened.transaction("harlow") as ledger:
        assert {one.name for one in admin.devices(ledger)} == {one.name for one in demo_team.MEMBERS}
        assert [(one.name, one.reason) for one in admin.aside(ledger, 10)] == [
            (demo_team.CAROL, "record_locked")
        ]


def test_the_centre_stands_where_the_desks_look_for_it_while_a_window_is_open_and_then_no_more(
    made: demo_team.Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[int] = []

    def look(team: demo_team.Team) -> None:
        asked.append(httpx.get(f"http://127.0.0.1:{team.port}/ready", trust_env=False).status_code)

    monkeypatch.setattr(demo_team, "_open_and_wait", look)
    demo_team.open_team(made.root)
    assert asked == [200]
    assert demo_team.PASSPHRASE in capsys.readouterr().err
    with pytest.raises(httpx.TransportError):
        look(made)


def test_a_port_that_is_taken_is_told_in_our_words(made: demo_team.Team, tmp_path: Path) -> None:
    with serving.beside(str(tmp_path / "other" / "centre.db")) as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(errors.PortTaken), serving.beside(str(made.database), port):
            raise AssertionError("it listens twice")
