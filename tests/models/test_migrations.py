"""An older vault comes forward whole, or stays as it was; both roads give one schema."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.operations import Operations

from ehdesk import errors
from ehdesk.models import base, colleagues, duplicates, episode, form, practitioner
from ehdesk.models.migrations import runner
from ehdesk.vault import cipher
from tests import building


def schema(connection: Any) -> dict[str, Any]:
    """What the tables are, however their making was written."""
    told: dict[str, Any] = {}
    names = connection.execute("SELECT type, name, tbl_name FROM sqlite_schema ORDER BY name").fetchall()
    for kind, name, table in names:
        if kind == "table":
            told[name] = [
                sorted(connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall()),
                sorted(
                    row[2:] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
                ),
                connection.execute("SELECT wr, strict FROM pragma_table_list(?)", (name,)).fetchone(),
            ]
        elif kind == "index":
            columns = connection.execute(f'PRAGMA index_xinfo("{name}")').fetchall()
            sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
            told[f"{table}: {columns}"] = " ".join((sql[0] or "").split()).replace('"', "")
        else:
            sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
            told[f"{kind} {name}"] = sql
    return told


@pytest.fixture
def driver(desk: building.Desk) -> Any:
    connection = cipher.connect(desk.folder.database, desk.keys.database)
    yield connection
    connection.close()


def test_a_new_vault_and_one_that_took_every_step_have_one_schema(desk: building.Desk, driver: Any) -> None:
    path = desk.folder.root / "stepped.db"
    cipher.connect(path, desk.keys.database, create=True).close()
    engine = sa.create_engine(
        "sqlite://", module=cipher.module, creator=lambda: cipher.connect(path, desk.keys.database)
    )
    with engine.connect() as plain:
        runner._take(plain, plain.connection.driver_connection, runner.steps())
        plain.commit()
        assert schema(plain.connection.driver_connection) == schema(driver)
        (version,) = plain.connection.driver_connection.execute("PRAGMA user_version").fetchone()  # type: ignore[union-attr]
    engine.dispose()
    assert version == base.SCHEMA == runner.steps()[-1].version


def rebuild_parent(op: Operations) -> None:
    """The dangerous one: rebuilding `record`, to which nearly every other table points."""
    with op.batch_alter_table("record", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.String, nullable=True))
    op.create_table("later", sa.Column("n", sa.Integer, primary_key=True))


def lose_a_row(op: Operations) -> None:
    op.execute("DELETE FROM seen")


def alter_an_answer(op: Operations) -> None:
    op.execute("UPDATE record SET fields = replace(fields, 'Damp', 'Dry')")


def orphan(op: Operations) -> None:
    op.execute("UPDATE revision SET record_n = 999999 WHERE n = 1")


def fail_half_way(op: Operations) -> None:
    op.execute("CREATE TABLE half (x)")
    raise RuntimeError("power cut")


def filled(desk: building.Desk) -> str:
    household = building.a_family(desk)
    children = {"z": {"rank": "A", "child": household.zofia, "seen": "seen"}}
    note = building.a_note(desk, household.family, text="Damp wall", children=children)
    desk.do(form.finish, building.complete_checklist(desk, household.family))
    return note


def run(
    desk: building.Desk, *upgrades: Callable[[Operations], None], rewrites: frozenset[str] = frozenset()
) -> None:
    taken = [runner.Step(base.SCHEMA + n, upgrade, rewrites) for n, upgrade in enumerate(upgrades, start=1)]
    runner.run(desk.writer(), base.SCHEMA, taken)


def test_a_step_that_rebuilds_a_parent_keeps_every_child(desk: building.Desk, driver: Any) -> None:
    note = filled(desk)
    before = {name: held.rows for name, held in runner.contents(driver).items()}
    run(desk, rebuild_parent)
    after = {name: held.rows for name, held in runner.contents(driver).items()}
    assert {name: after[name] for name in before} == before
    assert driver.execute("PRAGMA user_version").fetchone() == (base.SCHEMA + 1,)
    assert driver.execute("SELECT count(*) FROM later").fetchone() == (0,)
    assert desk.ask(form.sheet, note).answers["text"] == "Damp wall"
    assert desk.ask(lambda read: read.connection.exec_driver_sql("PRAGMA foreign_keys").scalar()) == 1
    with pytest.raises(errors.OutsideAnAct), desk.writer().begin() as connection:
        connection.execute(sa.update(base.record).values(status="void"))
    driver.execute(f"PRAGMA user_version={base.SCHEMA}")


@pytest.mark.parametrize("upgrade", [lose_a_row, alter_an_answer, orphan])
def test_a_step_that_would_lose_something_leaves_the_vault_as_it_was(
    desk: building.Desk, driver: Any, upgrade: Callable[[Operations], None]
) -> None:
    filled(desk)
    before = cipher.content(driver)
    with pytest.raises(errors.MigrationStopped):
        run(desk, rebuild_parent, upgrade, rewrites=frozenset({"revision.record_n"}))
    assert cipher.content(driver) == before


def test_a_step_may_rewrite_what_it_declares(desk: building.Desk) -> None:
    note = filled(desk)
    run(desk, alter_an_answer, rewrites=frozenset({"record.fields"}))
    assert desk.ask(form.sheet, note).answers["text"] == "Dry wall"
    with desk.store.writing() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={base.SCHEMA}")


def test_a_power_cut_half_way_leaves_the_vault_as_it_was(desk: building.Desk, driver: Any) -> None:
    filled(desk)
    before = cipher.content(driver)
    with pytest.raises(RuntimeError):
        run(desk, rebuild_parent, fail_half_way)
    assert cipher.content(driver) == before
    assert driver.execute("PRAGMA user_version").fetchone() == (base.SCHEMA,)
    desk.reopen()


def test_unlocking_an_older_vault_brings_it_forward(
    desk: building.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = filled(desk)
    monkeypatch.setattr(base, "SCHEMA", base.SCHEMA + 1)
    monkeypatch.setattr(runner, "steps", lambda: (runner.Step(base.SCHEMA, rebuild_parent),))
    desk.reopen()
    assert desk.store.version() == base.SCHEMA
    assert desk.ask(form.sheet, note).answers["text"] == "Damp wall"


def first_schema(desk: building.Desk) -> tuple[set[str], dict[str, set[str]]]:
    """The names of the indexes, and the columns of the tables, that step 1 makes."""
    path = desk.folder.root / "first.db"
    cipher.connect(path, desk.keys.database, create=True).close()
    engine = sa.create_engine(
        "sqlite://", module=cipher.module, creator=lambda: cipher.connect(path, desk.keys.database)
    )
    with engine.connect() as plain:
        driver = plain.connection.driver_connection
        runner._take(plain, driver, runner.steps()[:1])
        told = _names(driver)
    engine.dispose()
    path.unlink()
    return told


def _names(driver: Any) -> tuple[set[str], dict[str, set[str]]]:
    rows = driver.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall()
    indexes = {name for kind, name in rows if kind == "index"}
    tables = [name for kind, name in rows if kind == "table"]
    return indexes, {
        name: {row[1] for row in driver.execute(f'PRAGMA table_info("{name}")').fetchall()} for name in tables
    }


def without_waiting(driver: Any) -> None:
    """The vault before step 6."""
    for (name,) in driver.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        driver.execute(f'DROP TRIGGER "{name}"')
    driver.execute("DROP TABLE waiting")


def back_to_the_first_tables(desk: building.Desk) -> None:
    """The vault as the first ehdesk left it: none of what step 2 makes."""
    indexes, tables = first_schema(desk)
    with desk.writer().connect() as plain:
        driver: Any = plain.connection.driver_connection
        driver.execute("PRAGMA query_only=OFF")
        driver.execute("PRAGMA foreign_keys=OFF")
        without_waiting(driver)
        now_indexes, now = _names(driver)
        for name in now_indexes - indexes:
            driver.execute(f'DROP INDEX "{name}"')
        for table, columns in now.items():
            if table not in tables:
                driver.execute(f'DROP TABLE "{table}"')
                continue
            for column in columns - tables[table]:
                driver.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        driver.execute("PRAGMA user_version=1")


def test_a_vault_of_the_first_version_finds_its_people_and_knows_who_took_part(desk: building.Desk) -> None:
    household = building.a_family(desk)
    given = {"opened_on": "2026-06-08", "lead_name": "Sarah Doyle", "lead_agency": "Bridge Street"}
    children = {"z": {"rank": "a", "person": household.zofia, "joined_on": "2026-06-08"}}
    desk.do(episode.open_episode, household.family, {**given, "children": children})
    before = building.logical(desk)
    desk.store.close()
    desk.store._held = None
    back_to_the_first_tables(desk)
    desk.reopen()
    assert desk.store.version() == base.SCHEMA
    assert building.logical(desk) == before
    (found,) = desk.ask(
        duplicates.like, {"given_names": "Sofia", "family_name": "Kowalczyk", "dob": "2017-03-14"}
    )
    assert found.person_id == household.zofia


def test_opening_an_up_to_date_vault_loads_no_alembic_and_no_schema_checker() -> None:
    program = (
        "import sys, ehdesk.models.store;"
        "heavy = {'alembic', 'jsonschema', 'PySide6', 'reportlab', 'sqlalchemy.orm', 'httpx', 'keyring'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_two_lists_of_names_of_an_older_vault_become_one_table(desk: building.Desk) -> None:
    staff = [
        {"id": "a", "name": "Ola", "role": "practitioner", "agency": "School", "ids": ["a2"]},
        {"id": "b", "name": "Ben", "left": True},
    ]
    wrote = {"a": ["Ola, once", "School"], "c": ["Cleo", "Health"]}
    with desk.store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE colleague")
        connection.exec_driver_sql("DROP TABLE sealed_act")
        without_waiting(connection.connection.driver_connection)
        lists = [
            {"key": "staff", "value": base.pack(staff)},
            {"key": "colleagues", "value": base.pack(wrote)},
        ]
        connection.execute(sa.insert(base.meta), lists)
        connection.exec_driver_sql("PRAGMA user_version=3")
    desk.reopen()
    assert {who: desk.ask(practitioner.name_of, who) for who in ("a", "a2", "b", "c")} == {
        "a": "Ola",
        "a2": "Ola",
        "b": "Ben",
        "c": "Cleo",
    }
    assert set(desk.store.bench.staff or ()) == {"a", "a2", "b"}
    assert [one.id for one in desk.ask(colleagues.colleagues)] == ["a"]
    assert desk.ask(practitioner.alongside).keys() == {"a", "c", str(desk.store.me)}
    kept = desk.ask(lambda read: list(read.connection.execute(sa.select(base.meta.c.key)).scalars()))
    assert {"staff", "colleagues"} & set(kept) == set()


def test_a_step_that_spends_a_key_of_meta_may_take_no_other(desk: building.Desk) -> None:
    def spend(op: Operations) -> None:
        op.execute("DELETE FROM meta WHERE key IN ('vault', 'journal_act')")

    taken = [runner.Step(base.SCHEMA + 1, spend, spends=frozenset({"vault"}))]
    with pytest.raises(errors.MigrationStopped):
        runner.run(desk.writer(), base.SCHEMA, taken)
