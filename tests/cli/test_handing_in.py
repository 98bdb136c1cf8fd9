"""By command: a locked laptop hands in its sealed work, it is lost, and another one brings the work back."""

import json
from pathlib import Path

import pytest

from ehdesk.vault import device
from tests import building
from tests.at_a_centre import Office, link, office
from tests.cli.conftest import Run
from tests.sync.test_handing_in import SAID, laptop

__all__ = ["office"]


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    place = tmp_path / "secret"
    place.write_text(building.PASSPHRASE, encoding="utf-8")
    return place


def test_the_work_of_a_lost_laptop_reaches_the_centre_from_another_one(
    office: Office, tmp_path: Path, passphrase: Path, command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = laptop(office, tmp_path / "lost", 1)
    at, note = (
        link(lost.desk).device,
        building.a_note(lost.desk, building.a_family(lost.desk).family, text=SAID),
    )
    lost.desk.close()
    monkeypatch.setattr(device, "keyring_secrets", lambda: lost.device)
    place = ("--data", lost.folder.root, "--passphrase-file", passphrase)
    assert "(726)" in command("hand-in", "--data", lost.folder.root).err
    assert command("hand-in", "--on", "--off", *place).status == 2
    assert command("hand-in", "--on", *place).status == 0
    said = command("hand-in", "--data", lost.folder.root)
    assert (said.status, "handed in, sealed" in said.out) == (0, True)

    kept = ("--database", tmp_path / "centre.db")
    (line,) = command("centre", "admin", "handed-in", "--json", *kept).json()["handed_in"]
    assert (line["device"], line["parts"]) == (at, 2)
    assert at in command("centre", "admin", "handed-in", *kept).out
    assert command("centre", "admin", "handed-in", at, *kept).status == 2
    assert command("centre", "admin", "handed-in", at, "--to", tmp_path / "out", *kept).status == 0
    assert command("centre", "admin", "handed-in", at, "--to", tmp_path / "out", *kept).status == 1
    assert "(807)" in command("centre", "admin", "handed-in", "no-such", "--to", tmp_path / "no", *kept).err

    new = laptop(office, tmp_path / "new", 2, keyring=False)
    new.desk.close()
    here = ("--data", new.folder.root, "--passphrase-file", passphrase, "--no-keyring")
    (tmp_path / "code").write_text(lost.code, encoding="utf-8")
    assert command("sync", *here).status == 0
    back = command("bring-back", tmp_path / "out", "--code-file", tmp_path / "code", *here)
    assert "came back" in back.out
    told = json.loads(command("sync", "--json", *here).out)
    assert (told["set_aside"], told["waits"]) == (0, 0)
    assert office.centre.fields(note)["text"] == SAID


def test_when_all_of_it_has_come_the_ordinary_way_nothing_sealed_is_kept(
    office: Office, tmp_path: Path, passphrase: Path, command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = laptop(office, tmp_path / "found", 1)
    building.a_family(found.desk)
    found.desk.close()
    monkeypatch.setattr(device, "keyring_secrets", lambda: found.device)
    place = ("--data", found.folder.root, "--passphrase-file", passphrase)
    command("hand-in", "--on", *place)
    command("hand-in", "--data", found.folder.root)
    assert command("sync", *place).status == 0
    kept = ("--database", tmp_path / "centre.db")
    assert command("centre", "admin", "handed-in", "--json", *kept).json() == {"handed_in": []}
    assert command("hand-in", "--off", *place).status == 0
    assert "(726)" in command("hand-in", "--data", found.folder.root).err
