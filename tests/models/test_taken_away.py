"""Records that leave a laptop go whole or not at all, and a full vault makes that no harder."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, soundness, withdrawn
from tests import building

NOTES = 40


@acts.act("test.taken_away", local=True)
def taken_away(work: acts.Work, record_ids: Sequence[str]) -> int:
    """Take records away; gives how many thousand steps SQLite took for it."""
    ticks = []
    driver = work.connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(lambda: ticks.append(1), 1000)
    withdrawn.take_away(work, record_ids)
    driver.set_progress_handler(None, 1000)
    return len(ticks)


def notes_of(desk: building.Desk, name: str, count: int) -> list[str]:
    home = building.a_family(desk, name)
    return [building.a_note(desk, home.family, text=f"Visit {number}") for number in range(count)]


def counted(desk: building.Desk, table: sa.Table) -> int:
    with desk.store.writing() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_taking_many_away_reads_the_rest_of_the_vault_once_and_not_for_each(tmp_path: Path) -> None:
    small, full = (building.new_desk(tmp_path / name) for name in ("small", "full"))
    notes_of(full, "Okafor", 5 * NOTES)
    steps = [desk.do(taken_away, notes_of(desk, "Hughes", NOTES)) for desk in (small, full)]
    assert steps[0] > 5
    assert steps[1] < 3 * steps[0]
    for desk in (small, full):
        assert desk.ask(soundness.history).wrong == 0
        desk.close()


def test_what_fails_on_the_way_takes_nothing_away(
    desk: building.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = notes_of(desk, "Hughes", NOTES)
    tables = (base.record, base.revision, base.field)
    before = [counted(desk, table) for table in tables]
    every = withdrawn._taking_away()

    def all_and_then_the_disk_is_full() -> Iterator[sa.Delete]:
        yield from every
        raise errors.DiskFull

    with monkeypatch.context() as failing:
        failing.setattr(withdrawn, "_taking_away", all_and_then_the_disk_is_full)
        with pytest.raises(errors.DiskFull):
            desk.do(taken_away, going)
    assert [counted(desk, table) for table in tables] == before
    with desk.store.writing() as connection:
        assert sa.inspect(connection).get_indexes("field") == []
    desk.do(taken_away, going)
    assert counted(desk, base.record) == before[0] - NOTES
    assert desk.ask(soundness.history).wrong == 0
