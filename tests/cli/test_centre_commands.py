"""Keeping the centre by command: authorities, staff, codes, devices, and what was set aside."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ehdesk import cli
from ehdesk.centre import enrolling, people, store
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol
from tests.centre import building

Says = Callable[..., Any]


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "centre" / "centre.db")


@pytest.fixture
def admin(database: str, capsys: pytest.CaptureFixture[str]) -> Says:
    """Runs `ehdesk centre admin …` and gives what it printed: JSON where that was asked for."""

    def run(*arguments: str, status: int = 0) -> Any:
        assert cli.main(["centre", "admin", *arguments, "--database", database]) == status
        said = capsys.readouterr()
        if status:
            return said.err
        return json.loads(said.out) if "--json" in arguments else said.out + said.err

    return run


@pytest.fixture
def kept(admin: Says) -> Says:
    admin("authority", "--add", "harlow", "--name", "Harlow Beck")
    admin("staff", "--add", "Ruth Hale", "--role", "line_manager", "--agency", "Early Help")
    admin("staff", "--add", "Maya Okonjo", "--manager", "Ruth Hale")
    return admin


def enrols(database: str, code: str) -> building.Desk:
    with closing(store.open_store(database)) as opened:
        asks = protocol.Enrol(code, building.KEY, "life-1", "worker-1")
        told = enrolling.enrol(opened, asks, datetime.now(UTC))
        device = people.device_at_door(opened, told.token)
    return building.Desk(building.Centre(opened), device, told.token, "worker-1", told.epoch, "life-1")


def test_an_authority_is_added_once_and_listed(admin: Says) -> None:
    admin("authority", "--add", "harlow", "--name", "Harlow Beck")
    assert admin("authority", "--json") == {"authorities": ["harlow"]}
    assert "(805)" in admin("authority", "--add", "harlow", "--name", "Again", status=1)
    assert "small letters" in admin("authority", "--add", "Harlow Beck!", "--name", "H", status=2)


def test_staff_join_change_and_leave(kept: Says) -> None:
    ruth, maya = sorted(kept("staff", "--json")["staff"], key=lambda one: one["role"])
    assert (maya["role"], maya["manager"], maya["ended_on"]) == ("practitioner", ruth["id"], None)
    kept("staff", "--change", "maya okonjo", "--role", "coordinator", "--manager", "")
    kept("staff", "--end", "Ruth Hale")
    told = {one["name"]: one for one in kept("staff", "--json")["staff"]}
    assert (told["Maya Okonjo"]["role"], told["Maya Okonjo"]["manager"]) == ("coordinator", None)
    assert told["Ruth Hale"]["ended_on"]
    assert "(806)" in kept("staff", "--end", "Nobody", status=1)
    assert "(806)" in kept("code", "Ruth Hale", status=1)


def test_a_code_lets_a_desk_in_and_a_revoked_one_gets_nothing(kept: Says, database: str) -> None:
    desk = enrols(database, kept("code", "Maya Okonjo", "--json")["code"])
    (line,) = kept("devices", "--json")["devices"]
    assert (line["id"], line["name"], line["last_seen_at"]) == (desk.device.id, "Maya Okonjo", None)
    assert kept("lag", "--json") == {"devices": 1, "never_here": 1, "most_behind": 0}
    kept("revoke", desk.device.id)
    with closing(store.open_store(database)) as opened, pytest.raises(Refused, match="revoked"):
        people.device_at_door(opened, desk.token)
    assert "(807)" in kept("revoke", "no-such-device", status=1)


def test_what_was_set_aside_is_listed_without_what_it_says(kept: Says, database: str) -> None:
    desk = enrols(database, kept("code", "Maya Okonjo", "--json")["code"])
    lost = desk.writes("nowhere", "fam", "text", "12 Mill Lane")
    with closing(store.open_store(database)) as opened:
        desk.centre = building.Centre(opened)
        desk.swap(lost)
    (line,) = kept("aside", "--json")["aside"]
    assert (line["act"], line["reason"], line["name"]) == (lost.id, "record_missing", "Maya Okonjo")
    assert "Mill Lane" not in kept("aside")


def test_after_a_restore_every_desk_is_told_of_it(kept: Says, database: str) -> None:
    desk = enrols(database, kept("code", "Maya Okonjo", "--json")["code"])
    kept("restored")
    with closing(store.open_store(database)) as opened:
        desk.centre = building.Centre(opened)
        with pytest.raises(Refused, match="epoch"):
            desk.swap()


def test_a_password_on_the_command_line_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--database", "postgresql://ehdesk:secret@db/centre"]
    assert cli.main(["centre", "admin", "authority", *where]) == 2
    assert "EHDESK_CENTRE_DATABASE" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_told_in_three_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--database", "postgresql://ehdesk@127.0.0.1:1/centre"]
    assert cli.main(["centre", "admin", "authority", *where]) == 1
    assert "(801)" in capsys.readouterr().err
