"""Two workers' laptops and their authority's centre, a process of its own: nothing is lost on the way."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ehdesk.models import choosing, enrolled, episode, family, form, history, team, versions
from ehdesk.sync import engine
from tests import at_a_centre, building
from tests.proofs import outside


@dataclass
class Office:
    """A centre that runs, and its keeper's commands."""

    database: Path
    url: str
    environment: dict[str, str]

    def keeper(self, *words: str) -> str:
        """Run a command of the centre's keeper; gives what it says."""
        ran = subprocess.run(
            [sys.executable, "-m", "ehdesk", "centre", "admin", *words, "--database", str(self.database)],
            cwd=outside.HOUSE, env=self.environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def code(self, who: str) -> str:
        return self.keeper("code", who).split()[0]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(outside.HOUSE)}
    made = Office(tmp_path / "centre.db", f"http://127.0.0.1:{port}", environment)
    made.keeper("authority", "--add", "harlow", "--name", "Harlow Beck")
    for who in ("Carol Ndlovu", "Tom Achebe"):
        made.keeper("staff", "--add", who)
    with (tmp_path / "said").open("wb") as said:
        running = subprocess.Popen(
            [sys.executable, "-m", "ehdesk", "centre", "--database", str(made.database), "--port", str(port)],
            cwd=outside.HOUSE, env=environment, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
    outside.wait("the centre is ready", lambda: is_ready(made.url))
    yield made
    running.terminate()
    running.wait(timeout=40)


def is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ready", timeout=2).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@dataclass
class Laptop:
    """A worker's vault and its way to the centre."""

    desk: building.Desk
    url: str

    def sync(self) -> engine.Told:
        return at_a_centre.sync(self.desk)


def laptop(office: Office, root: Path, name: str, life: int) -> Laptop:
    desk = building.new_desk(root / name, name=name, life=life)
    at_a_centre.let_in(desk, office.url, office.code(name))
    return Laptop(desk, office.url)


def test_what_two_workers_write_about_one_family_reaches_both_and_nothing_is_lost(
    office: Office, tmp_path: Path
) -> None:
    carol, tom = (
        laptop(office, tmp_path, name, at) for at, name in enumerate(("Carol Ndlovu", "Tom Achebe"), 1)
    )
    try:
        home = building.a_family(carol.desk)
        stay = carol.desk.do(episode.open_episode, home.family, {"opened_on": "2026-07-01"})
        note = building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
        assert carol.sync().taken > 0
        tom.sync()
        assert tom.desk.ask(family.caseload).total == 0, "nobody has named Tom yet"

        he = {"practitioner": str(tom.desk.store.me), "agency": "Bridge Street", "role": "Youth worker"}
        carol.desk.do(team.join_team, stay, he)
        carol.sync()
        tom.sync()
        assert [line.name for line in tom.desk.ask(family.caseload).lines] == ["Kowalczyk-Hughes"]
        assert tom.desk.ask(form.sheet, note).answers["text"] == "Zofia showed me a drawing."

        tom.desk.do(form.answer, note, "place", "home", sitting="tom")
        carol.desk.do(form.answer, note, "text", "Carol's words", sitting="carol")
        tom.desk.do(form.answer, note, "text", "Tom's words", sitting="tom 2")
        for each in (tom, carol, tom):
            each.sync()
        told = tom.desk.ask(form.sheet, note).answers
        assert (told["text"], told["place"]) == ("Tom's words", "home")
        assert tom.desk.ask(enrolled.standing).waits == 0

        (waits,) = carol.desk.ask(versions.waiting)
        assert (waits.now.value, waits.others[0].value) == ("Tom's words", "Carol's words")
        both = choosing.of(waits, keeps=False, value="Tom's words. Carol's words")
        carol.desk.do(choosing.settle, [both])
        for each in (carol, tom):
            each.sync()
            assert each.desk.ask(form.sheet, note).answers["text"] == "Tom's words. Carol's words"
            assert each.desk.ask(versions.waiting) == (), "settled by one, for both"
    finally:
        for each in (carol, tom):
            each.desk.close()


def test_a_desk_that_lost_its_answer_and_was_locked_goes_on_where_it_was(
    office: Office, tmp_path: Path
) -> None:
    carol = laptop(office, tmp_path, "Carol Ndlovu", 1)
    try:
        home = building.a_family(carol.desk)
        note = building.a_note(carol.desk, home.family, text="One")
        carol.sync()
        carol.desk.reopen()
        carol.desk.do(form.answer, note, "text", "Two", sitting="after")
        assert carol.sync().taken == 1
        assert carol.desk.ask(history.second_versions, note) == ()
        assert carol.sync().rounds == 1
    finally:
        carol.desk.close()
