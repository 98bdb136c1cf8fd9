"""Records that leave a laptop go whole or not at all, and a full vault makes that no harder."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

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


def test_whatever_points_at_a_row_is_found_by_an_index_but_for_what_is_found_in_another_way(
    desk: building.Desk,
) -> None:
    """A row that is deleted is asked after in every table that may point at it."""
    with desk.store.writing() as connection:
        tables = sa.inspect(connection)
        unfound = {
            (name, *key["constrained_columns"])
            for name in tables.get_table_names()
            for key in tables.get_foreign_keys(name)
            if key["constrained_columns"][0] not in _first_columns(tables, name)
        }
    assert unfound == {("field", "revision_n")}, "see withdrawn._take_away"


def _first_columns(tables: Any, name: str) -> set[str]:
    whole = [one for one in tables.get_indexes(name) if "sqlite_where" not in one["dialect_options"]]
    found = [one["column_names"] for one in (*whole, *tables.get_unique_constraints(name))]
    found.append(tables.get_pk_constraint(name)["constrained_columns"])
    return {columns[0] for columns in found if columns}
