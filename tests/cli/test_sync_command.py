"""The command that sends and hears: it says how far it is, and can be stopped between two exchanges."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehdesk.centre import admin, enrolling
from ehdesk.commands import centre_link
from ehdesk.models import episode, family
from ehdesk.sync import http, protocol
from tests import building
from tests.at_a_centre import Office, office, sync
from tests.centre import building as centres
from tests.cli.conftest import Run
from tests.proofs import outside
from tests.sync.test_handing_in import laptop

__all__ = ["office"]


@pytest.fixture
def place(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, ...]:
    """A laptop with a dozen notes that wait, four of which go at once."""
    secret = tmp_path / "secret"
    secret.write_text(building.PASSPHRASE, encoding="utf-8")
    monkeypatch.setattr(enrolling, "LIMITS", protocol.Limits(acts=4))
    monkeypatch.setattr(centre_link, "_MANY", 4)
    made = laptop(office, tmp_path / "maya", 1, keyring=False)
    home = building.a_family(made.desk)
    for n in range(12):
        building.a_note(made.desk, home.family, text=f"Note {n}")
    made.desk.close()
    return ("--data", made.folder.root, "--passphrase-file", secret, "--no-keyring")


def test_who_sends_much_hears_how_far_it_is(place: tuple[Any, ...], command: Run) -> None:
    ran = command("sync", *place)
    assert ran.status == 0
    said = [line for line in ran.err.splitlines() if line.startswith("Sent ")]
    assert len(said) >= 3
    assert said[0].startswith("Sent 4 of about ")
    assert "Stopped" not in ran.out


def test_ctrl_c_stops_it_between_two_exchanges_and_it_goes_on_from_there(
    place: tuple[Any, ...], command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = http.Centre.begin

    def stopped(self: http.Centre, *given: Any) -> Callable[[], protocol.Answer]:
        os.kill(os.getpid(), signal.SIGINT)
        return begin(self, *given)

    before = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patched:
        patched.setattr(http.Centre, "begin", stopped)
        ran = command("sync", *place)
    assert ran.status == 0
    assert "Stopping: what is on its way still comes in" in ran.err
    assert "4 changes sent." in ran.out, "what was on its way was taken in"
    assert "Stopped before all was done." in ran.out
    assert signal.getsignal(signal.SIGINT) is before
    again = command("sync", *place)
    assert (again.status, "Stopped" in again.out) == (0, False)
    assert command("status", "--json", *place).json()["waits"] == 0


def test_status_says_what_was_not_taken_and_why(office: Office, place: tuple[Any, ...], command: Run) -> None:
    assert "not heard from yet" in command("status", *place).out
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        changed = {"role": "administrator"}
        admin.change_staff(ledger, office.centre.staff["Maya"], changed, office.centre.now)
    assert "17 changes were not taken" in command("sync", *place).out
    told = command("status", *place).out
    assert "17 changes not taken by the centre, and kept on this laptop:" in told
    assert "note" in told
    assert "family · Kowalczyk-Hughes" in told, "it is not here any more, and is named all the same"
    assert "Where you stand with this family did not allow it when it came in. Ask whoever" in told
    listed = command("status", "--json", *place).json()["set_aside"]
    assert {one["reason"] for one in listed} == {"not_allowed", "waits_for_another"}
    assert [one["kind"] for one in listed].count("note") == 12


def test_the_staff_are_named_by_command_with_their_account(
    office: Office, command: Run, tmp_path: Path
) -> None:
    secret, member = tmp_path / "secret", tmp_path / "member.json"
    secret.write_text(building.PASSPHRASE, encoding="utf-8")
    made = laptop(office, tmp_path / "maya", 1, keyring=False)
    home = building.a_family(made.desk)
    made.desk.do(episode.open_episode, home.family, {"opened_on": "2026-07-01"})
    ref = made.desk.ask(family.family_file, home.family).reference
    made.desk.close()
    place = ("--data", made.folder.root, "--passphrase-file", secret, "--no-keyring")
    sam = office.desk("Sam Reed", "Sam")
    command("sync", *place)
    member.write_text('{"agency": "Harlow", "practitioner": "Sam Read"}', encoding="utf-8")
    refused = command("episode", ref, "--team", member, *place)
    assert "Nobody of your authority’s staff answers to Sam Read (630)" in refused.err
    member.write_text('{"agency": "Harlow", "practitioner": "Sam"}', encoding="utf-8")
    assert command("episode", ref, "--team", member, *place).status == 0
    command("sync", *place)
    sync(sam)
    assert sam.ask(family.family_file, home.family).name == "Kowalczyk-Hughes"
    assert command("episode", ref, "--lead", "Sam", "--why", "Nearer", *place).status == 0
    command("sync", *place)
    assert command("families", "--json", *place).json()["families"] == []
    sync(sam)
    assert sam.ask(family.family_file, home.family).name == "Kowalczyk-Hughes"


KILLED = """
import os, sys
from ehdesk import cli
from ehdesk.sync import http

begin, sent = http.Centre.begin, []

def killed(self, message):
    sent.append(message)
    answer = begin(self, message)
    if len(sent) == 2:
        answer()  # it has come to the centre, and nothing of the first is in the vault
        os._exit(9)
    return answer

http.Centre.begin = killed
sys.exit(cli.main(sys.argv[1:]))
"""


def test_who_is_killed_with_an_answer_in_hand_hears_from_status_what_came_in(
    place: tuple[Any, ...], command: Run
) -> None:
    waited = command("status", "--json", *place).json()["waits"]
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, "sync", *map(str, place)],
        cwd=outside.HOUSE, env={**os.environ, "PYTHONPATH": str(outside.HOUSE)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 9, ran.stderr
    said = command("status", *place)
    assert f"{waited - 4} changes on this laptop only." in said.out
    again = command("sync", *place)
    assert f"{waited - 4} changes sent." in again.out
    assert command("status", "--json", *place).json()["waits"] == 0


def test_a_colleagues_code_is_refused_in_plain_words_and_its_number(
    office: Office, place: tuple[Any, ...], command: Run
) -> None:
    shut_out_all(office)
    assert "(706)" in command("sync", *place).err
    ran = command("enrol", office.url, office.centre.code("Sam"), *place)
    assert ran.status == 1
    for words in (
        "That code was made for another person (732)",
        "Nothing was sent and nothing has changed.",
        "Ask your manager for a code of your own",
    ):
        assert words in ran.err
    assert command("enrol", office.url, office.centre.code("Maya"), *place).status == 0


def test_who_enters_a_code_where_nobody_answers_is_not_told_that_it_goes_by_itself(
    office: Office, place: tuple[Any, ...], command: Run
) -> None:
    shut_out_all(office)
    command("sync", *place)
    ran = command("enrol", "http://127.0.0.1:9", office.centre.code("Maya"), *place)
    assert ran.status == 1
    assert "Nothing answered at this address (734)" in ran.err
    assert "Nothing has been changed, and the code is not used up." in ran.err
    assert "Check the address. See that this laptop has a network, then try again." in ran.err


def shut_out_all(office: Office) -> None:
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        for line in admin.devices(ledger):
            admin.revoke(ledger, line.id, office.centre.now)
