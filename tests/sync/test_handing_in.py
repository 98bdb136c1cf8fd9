"""A locked laptop hands in what it cannot read, and what it wrote comes back when the laptop is lost."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from ehdesk import errors, files
from ehdesk.centre import admin, sealed
from ehdesk.models import enrolled, practitioner, replay, store
from ehdesk.sync import handing_in, http, protocol
from ehdesk.vault import device, keyslots, opening
from tests import building
from tests.at_a_centre import Office, let_in, link, office, sync
from tests.centre import building as centres
from tests.sync.test_engine import sheet

__all__ = ["office"]

SAID = "Zofia showed me a drawing."


@dataclass
class Laptop:
    """A vault whose device secret lies in a password store, and its recovery code."""

    folder: files.DataFolder
    device: device.DeviceSecrets
    code: str
    desk: Any

    def locked(self) -> "Laptop":
        self.desk.close()
        return self


def laptop(office: Office, root: Path, life: int, *, keyring: bool = True) -> Laptop:
    folder, time = files.DataFolder(root), building.Time(life=life)
    kept: device.DeviceSecrets = device.InMemory() if keyring else device.NoKeyring()
    made = opening.create(folder, building.PASSPHRASE, device=kept, stretching=keyslots.Stretching.cheap())
    building.enter_numbers(folder, made.keys)
    me = practitioner.New("Maya Okonjo", "Alder Bank Primary")
    desk = store.create(folder, made.keys, time.clock(), me=me)
    opened = building.Desk(folder, made.keys, time, desk)
    office.desks.append(opened)
    let_in(opened, office.url, office.centre.code("Maya"))
    return Laptop(folder, kept, made.recovery_code, opened)


def held(office: Office) -> dict[str, bytes]:
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        (line,) = sealed.lines(ledger)
        return sealed.parts(ledger, line.device)


def allowed(lost: Laptop) -> None:
    handing_in.allow(lost.folder, link(lost.desk), lost.device)


def test_what_a_lost_laptop_had_handed_in_comes_back_on_another_one(office: Office, tmp_path: Path) -> None:
    lost = laptop(office, tmp_path / "lost", 1)
    home = building.a_family(lost.desk)
    sync(lost.desk)
    allowed(lost)
    note = building.a_note(lost.desk, home.family, text=SAID)
    lost.locked()
    assert handing_in.hand_in(lost.folder, lost.device) > 0
    assert handing_in.hand_in(lost.folder, lost.device) == 0, "nothing goes twice"
    parts = held(office)
    assert not [part for part in parts.values() if b"drawing" in part or b"Zofia" in part]
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        admin.revoke(ledger, sealed.lines(ledger)[0].device, office.centre.now)
    handing_in.lay_out(tmp_path / "out", parts)

    new = laptop(office, tmp_path / "new", 2)
    sync(new.desk)
    entries = handing_in.read(tmp_path / "out", lost.code)
    assert new.desk.do(replay.bring_back, entries).put_back == 1
    assert sync(new.desk).taken == 1
    assert office.centre.fields(note)["text"] == SAID
    assert new.desk.do(replay.bring_back, entries).put_back == 0, "twice changes nothing"
    new.desk.reopen()
    assert sheet(new, note)["text"] == SAID  # type: ignore[arg-type] # it has a desk, too


def test_only_the_recovery_code_opens_what_was_handed_in(office: Office, tmp_path: Path) -> None:
    lost, other = laptop(office, tmp_path / "lost", 1), laptop(office, tmp_path / "other", 2)
    allowed(lost)
    lost.locked()
    handing_in.hand_in(lost.folder, lost.device)
    handing_in.lay_out(tmp_path / "out", held(office))
    with pytest.raises(errors.WrongRecoveryCode):
        handing_in.read(tmp_path / "out", other.code)
    with pytest.raises(errors.DeviceSecretMissing):
        opening.open_with_passphrase(
            files.DataFolder(tmp_path / "out"), building.PASSPHRASE, device=device.InMemory()
        )


def test_it_is_off_until_somebody_switches_it_on_and_needs_a_password_store(
    office: Office, tmp_path: Path
) -> None:
    lost = laptop(office, tmp_path / "lost", 1)
    with pytest.raises(errors.HandInNotAllowed):
        handing_in.hand_in(lost.folder, lost.device)
    allowed(lost)
    with pytest.raises(errors.VaultInUse), opening.claim(lost.folder):
        handing_in.hand_in(lost.folder, lost.device)
    with pytest.raises(errors.HandInNeedsKeyring):
        handing_in.hand_in(lost.folder, device.NoKeyring())
    handing_in.forbid(lost.folder)
    with pytest.raises(errors.HandInNotAllowed):
        handing_in.hand_in(lost.folder, lost.device)
    bare = laptop(office, tmp_path / "bare", 2, keyring=False)
    with pytest.raises(errors.HandInNeedsKeyring):
        allowed(bare)


def test_the_door_file_tells_nothing_and_opens_on_no_other_computer(office: Office, tmp_path: Path) -> None:
    lost = laptop(office, tmp_path / "lost", 1)
    allowed(lost)
    content = lost.folder.hand_in.read_bytes()
    assert office.url.encode() not in content
    elsewhere = device.InMemory()
    elsewhere.write(lost.desk.keys.vault_id, bytes(32))
    with pytest.raises(errors.HandInNotAllowed):
        handing_in.hand_in(lost.folder, elsewhere)


def test_after_unlocking_and_a_whole_sync_the_centre_forgets_it(office: Office, tmp_path: Path) -> None:
    lost = laptop(office, tmp_path / "lost", 1)
    allowed(lost)
    building.a_family(lost.desk)
    lost.desk.store.close()
    handing_in.hand_in(lost.folder, lost.device)
    lost.desk.reopen()
    sync(lost.desk)
    with http.at(link(lost.desk)) as way:
        handing_in.settle(lost.folder, link(lost.desk), way)
        handing_in.settle(lost.folder, link(lost.desk), way)
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        assert sealed.lines(ledger) == ()
    assert not lost.folder.handed_in.exists()


def test_more_of_the_same_part_is_added_and_what_was_cut_off_never_replaces_it(
    office: Office, tmp_path: Path
) -> None:
    lost = laptop(office, tmp_path / "lost", 1)
    allowed(lost)
    building.a_family(lost.desk)
    lost.desk.store.close()
    handing_in.hand_in(lost.folder, lost.device)
    before = held(office)
    (segment,) = lost.folder.journal.glob("*.ehj")
    whole = segment.read_bytes()
    segment.write_bytes(whole + b"EHJ1 torn")
    assert handing_in.hand_in(lost.folder, lost.device) == len(b"EHJ1 torn")
    segment.write_bytes(whole)
    assert handing_in.hand_in(lost.folder, lost.device) == len(whole)
    now = held(office)
    assert {name: now[name][: len(content)] for name, content in before.items()} == before
    handing_in.lay_out(tmp_path / "out", now)
    once = {entry.act_id for entry in handing_in.read(tmp_path / "out", lost.code)}
    assert once == {entry.act_id for entry in lost.desk.store.journal.read().entries}


def test_what_came_back_outlasts_the_new_laptop_s_database_too(office: Office, tmp_path: Path) -> None:
    lost, new = laptop(office, tmp_path / "lost", 1), laptop(office, tmp_path / "new", 2)
    home = building.a_family(lost.desk)
    building.a_note(lost.desk, home.family, text=SAID)
    entries = lost.desk.store.journal.read().entries
    fits_nowhere = replace(entries[-1], act_id="of a family that is withdrawn by now", content=b"{}")
    done = new.desk.store.do(replay.bring_back, [*entries, fits_nowhere])
    assert done.second_copy
    assert done.result.set_aside == 1
    in_journal = {one.act_id: one.content for one in new.desk.store.journal.read().entries}
    assert in_journal.items() >= {one.act_id: one.content for one in (*entries, fits_nowhere)}.items()


def test_who_has_the_door_file_s_token_gets_nothing_out(office: Office, tmp_path: Path) -> None:
    lost = laptop(office, tmp_path / "lost", 1)
    at = link(lost.desk)
    token = protocol.hand_in_token("harlow", at.device, protocol.digest(at.token.encode()))
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=office.url, headers=headers, trust_env=False) as thief:
        assert thief.post("/sync/v1/exchange", content=b"{}").status_code == 401
        assert thief.get("/sync/v1/sealed/00000001").status_code == 405
        assert thief.delete("/sync/v1/sealed").status_code == 401
        assert thief.head("/sync/v1/sealed/..%2f..%2fetc").status_code in (400, 404)
        assert thief.head("/sync/v1/sealed/passwords").status_code == 400
        wrong = {"Authorization": f"Bearer {token[:-1]}{'0' if token[-1] != '0' else '1'}"}
        assert thief.head("/sync/v1/sealed/00000001", headers=wrong).status_code == 401


def test_a_laptop_cannot_fill_the_centre(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed, "MOST", 100)
    lost = laptop(office, tmp_path / "lost", 1)
    allowed(lost)
    lost.locked()
    with pytest.raises(errors.CentreRefusal):
        handing_in.hand_in(lost.folder, lost.device)
    assert lost.desk.folder.journal.exists()
    assert lost.desk.reopen().ask(enrolled.standing).waits > 0
