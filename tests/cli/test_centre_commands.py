"""Keeping the centre by command: authorities, staff, codes, devices, and what was set aside."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ehdesk import cli
from ehdesk.centre import enrolling, people, store, tables
from ehdesk.centre.refusing import Refused
from ehdesk.commands import centre_code
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
    told = {"id": "harlow", "name": "Harlow Beck", "staff": 0, "devices": 0, "n": 0}
    assert admin("authority", "--json") == {"authorities": ["harlow"], "kept": [told]}
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
    lag = kept("lag", "--json")
    assert (lag["devices"], lag["never_here"], lag["most_behind"]) == (1, 1, 0)
    assert (lag["each"][0]["name"], lag["each"][0]["hours"]) == ("Maya Okonjo", None)
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
    assert kept("aside", "--json")["reasons"] == {"record_missing": 1}
    assert kept("aside", "--reason", "newer", "--json")["aside"] == []


def test_who_was_revoked_after_the_copy_stays_shut_out(kept: Says, database: str) -> None:
    desk = enrols(database, kept("code", "Maya Okonjo", "--json")["code"])
    shutil.copy(database, database + ".copy")
    kept("revoke", desk.device.id)
    shutil.copy(database + ".copy", database)
    for part in ("-wal", "-shm"):
        Path(database + part).unlink(missing_ok=True)
    assert "1 device stays shut out" in kept("restored")
    with closing(store.open_store(database)) as opened, pytest.raises(Refused, match="revoked"):
        people.device_at_door(opened, desk.token)


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


def test_a_code_is_shown_as_squares_and_drawn_on_a_sheet(kept: Says, tmp_path: Path) -> None:
    sheet = tmp_path / "maya.svg"
    said = kept("code", "Maya Okonjo", "--address", "https://centre.example", "--qr", "--sheet", str(sheet))
    code, *squares = said.splitlines()
    assert code.startswith("harlow.")
    assert {letter for line in squares[:-1] for letter in line} == set("█▀▄ ")
    drawn = sheet.read_text("utf-8")
    assert f"Code: {code}" in drawn
    assert "Address: https://centre.example" in drawn
    assert drawn.count("<rect") > 200
    assert oct(sheet.stat().st_mode & 0o777) == "0o600"
    assert "(619)" in kept("code", "Maya Okonjo", "--sheet", str(sheet), status=1)


def test_the_squares_say_address_and_code() -> None:
    sheet = centre_code.Sheet("https://centre.example")
    rows = centre_code.in_blocks(sheet, "harlow.AAAA-BBBB-CCCC-DDDD").splitlines()
    assert len({len(row) for row in rows}) == 1
    assert set(rows[0]) == {"█"}, "a camera needs a light edge"
    assert centre_code.said(sheet, "harlow.AAAA") == "https://centre.example harlow.AAAA"


def test_the_file_is_copied_while_it_is_in_use_and_the_copy_opens(
    kept: Says, database: str, tmp_path: Path
) -> None:
    desk = enrols(database, kept("code", "Maya Okonjo", "--json")["code"])
    with closing(store.open_store(database)) as opened:
        desk.centre = building.Centre(opened)
        desk.swap(desk.opens_family("fam"))
        with opened.transaction("harlow") as ledger:  # somebody writes meanwhile
            ledger.change(tables.authority, {"name": "Half a change"})
            told = kept("backup", str(tmp_path / "copies" / "monday.db"), "--json")
            ledger.change(tables.authority, {"name": "Harlow Beck"})
    assert (told["acts"], told["records"]) == (1, 1)
    assert "(619)" in kept("backup", told["file"], status=1)
    put_back = tmp_path / "elsewhere.db"
    shutil.copy(told["file"], put_back)
    shutil.copy(store.key_file(Path(database)), store.key_file(put_back))
    with closing(store.open_store(str(put_back))) as opened, opened.transaction("harlow") as ledger:
        assert ledger.rows(tables.authority)[0].name == "Harlow Beck"
        assert len(ledger.rows(tables.act)) == 1
    assert list((tmp_path / "copies").iterdir()) == [Path(told["file"])]


def test_a_damaged_file_gives_no_copy(kept: Says, database: str, tmp_path: Path) -> None:
    with Path(database).open("r+b") as file:
        file.seek(3 * 4096 + 100)
        file.write(b"\0" * 64)
    assert "(811)" in kept("backup", str(tmp_path / "copy.db"), status=1)
    assert not (tmp_path / "copy.db").exists()


def test_a_servers_database_is_copied_by_its_own_tools(
    admin: Says, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--database", "postgresql://ehdesk@127.0.0.1:1/centre"]
    assert cli.main(["centre", "admin", "backup", "copy.db", *where]) == 1
    assert "(810)" in capsys.readouterr().err


def test_the_check_is_quiet_until_something_was_altered(kept: Says, database: str) -> None:
    desk = enrols(database, kept("code", "Maya Okonjo", "--json")["code"])
    with closing(store.open_store(database)) as opened:
        desk.centre = building.Centre(opened)
        desk.swap(desk.opens_family("fam"))
    assert kept("check", "--json")["sound"] is True
    with closing(store.open_store(database)) as opened, opened.transaction("harlow") as ledger:
        ledger.change(tables.record, {"fields": b"{}"})
    assert "(620)" in kept("check", status=1)


def test_the_spare_key_takes_over_once_every_desk_knows_it(kept: Says, database: str) -> None:
    first = kept("keys", "--json")
    desk = enrols(database, kept("code", "Maya Okonjo", "--json")["code"])
    kept("keys", "--rotate")
    second = kept("keys", "--json")
    assert second["in_use"] == first["spare"]
    assert "(812)" in kept("keys", "--rotate", status=1), "Maya knows the two before only"
    with closing(store.open_store(database)) as opened:
        desk.centre = building.Centre(opened, now=datetime.now(UTC))
        assert desk.swap().keys == (second["in_use"], second["spare"])
    kept("keys", "--rotate")
    kept("keys", "--rotate", "--anyway")
    assert "--rotate" in kept("keys", "--anyway", status=2)


def test_an_agency_is_called_otherwise(kept: Says) -> None:
    assert kept("agencies", "--json") == {
        "agencies": [{"name": "Early Help", "staff": 1, "is_listed": False}],
    }
    kept("agencies", "--rename", "Early Help", "--to", "Family Help")
    assert [one["name"] for one in kept("agencies", "--json")["agencies"]] == ["Family Help"]
    assert "(813)" in kept("agencies", "--rename", "Nowhere", "--to", "There", status=1)
    kept("staff", "--change", "Ruth Hale", "--name", "Ruth Hale-Okafor")
    assert "Ruth Hale-Okafor" in kept("staff")
