"""A change leaves the journal only against a receipt, and when backups hold it: whichever comes last."""

from pathlib import Path

from ehdesk.vault import backup
from tests import building
from tests.sync.conftest import Team, Worker
from tests.sync.test_engine import sheet


def in_journal(worker: Worker) -> set[str]:
    return {entry.act_id for entry in worker.desk.store.journal.read().entries}


def two_days_of_backups(worker: Worker) -> None:
    for _ in range(2):
        worker.desk.time.pass_by(days=1)
        worker.desk.store.backup("daily")


def test_what_the_centre_has_not_acknowledged_stays_in_the_journal_whatever_backups_there_are(
    team: Team,
) -> None:
    carol = team.joins("Carol")
    home = building.a_family(carol.desk)
    carol.sync()
    building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
    before = in_journal(carol)
    two_days_of_backups(carol)
    two_days_of_backups(carol)
    assert in_journal(carol) == before
    carol.sync()
    assert in_journal(carol) == before, "and the backups say when"
    two_days_of_backups(carol)
    assert in_journal(carol) == set()


def test_without_a_centre_the_backups_alone_decide(tmp_path: Path) -> None:
    desk = building.new_desk(tmp_path / "alone")
    building.a_family(desk)
    for _ in range(2):
        desk.time.pass_by(days=1)
        desk.store.backup("daily")
    assert desk.store.journal.read().entries == []
    desk.close()


def test_a_database_that_is_lost_comes_back_with_all_that_was_never_received(team: Team) -> None:
    carol = team.joins("Carol")
    home = building.a_family(carol.desk)
    carol.sync()
    oldest = carol.desk.store.backup("daily")
    note = building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
    two_days_of_backups(carol)
    later = building.a_note(carol.desk, home.family, text="She is well.")
    carol.desk.store.close()
    carol.desk.folder.database.unlink()
    for each in backup.list_backups(carol.desk.folder):
        if each.path != oldest.path:
            each.path.unlink()
    backup.restore(carol.desk.folder, carol.desk.keys, oldest, carol.desk.time.clock())
    carol.desk.reopen()
    assert carol.desk.store.recovered > 0
    assert sheet(carol, note)["text"] == "Zofia showed me a drawing."
    assert sheet(carol, later)["text"] == "She is well."


def test_one_act_that_waits_keeps_its_segment_and_those_behind_it(team: Team) -> None:
    carol = team.joins("Carol")
    home = building.a_family(carol.desk)
    carol.sync()
    two_days_of_backups(carol)
    assert in_journal(carol) == set()
    building.a_note(carol.desk, home.family, text="Waits.")
    two_days_of_backups(carol)
    building.a_note(carol.desk, home.family, text="Waits too.")
    two_days_of_backups(carol)
    waits = in_journal(carol)
    assert len(waits) > 1
    carol.sync()
    two_days_of_backups(carol)
    assert in_journal(carol) == set()
