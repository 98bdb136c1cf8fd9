"""Where the centre keeps things: versions, its key, transactions, and the authority in every query."""

import re
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.centre import admin, checking, exchange, store, tables
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import AUTHORITY, Centre, new, worked_family

FREE = re.compile(
    r"^(BEGIN|COMMIT|ROLLBACK|PRAGMA|CREATE|SET TRANSACTION|INSERT INTO schema_version)|FROM schema_version\b"
)
EVERY_AUTHORITY = "SELECT authority.authority_id FROM authority ORDER BY authority.authority_id"


def without_authority(statement: str) -> bool:
    """Whether a statement reads or changes rows of more than one authority."""
    said = " ".join(statement.split())
    if FREE.search(said) or said == EVERY_AUTHORITY:
        return False
    if said.startswith("INSERT INTO"):
        return "(authority_id" not in said
    tables_named = re.findall(r"(?:FROM|UPDATE|JOIN|DELETE FROM) (?!json_each)([a-z_]+)", said)
    return not tables_named or not all(f"{name}.authority_id = " in said for name in tables_named)


@pytest.fixture
def said(opened: store.Store) -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    sa.event.listen(opened.engine, "before_cursor_execute", hear)
    yield heard
    sa.event.remove(opened.engine, "before_cursor_execute", hear)


def test_every_statement_carries_the_authority(centre: Centre, said: list[str]) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    note, first = worked_family(maya)
    ruth.pull()
    maya.swap(maya.writes(note, "fam", "text", "One", first), b'{"id": "bad"}')
    ruth.swap(ruth.writes(note, "fam", "text", "Two", first))
    link = new("l1", "person_link", None, {"one": "a", "other": "b"}, scope="authority")
    maya.swap(maya.act("person.linked", link))
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.devices(ledger), admin.aside(ledger, 9), admin.staff(ledger)
        admin.revoke(ledger, maya.device.id, centre.now)
        admin.agencies(ledger), admin.rename_agency(ledger, "Harlow council", "Harlow Beck council")
        admin.keys(ledger), admin.turn_keys(ledger, centre.now)
    with centre.opened.transaction(AUTHORITY) as ledger:
        checking.check(ledger, centre.now)
    admin.authorities(centre.opened)
    admin.begin_epoch(centre.opened, AUTHORITY, centre.now)
    assert len(said) > 60
    assert {statement for statement in said if without_authority(statement)} == set()


def test_a_statement_without_the_authority_would_be_seen(centre: Centre, said: list[str]) -> None:
    with centre.opened.engine.begin() as connection:
        connection.execute(sa.select(tables.record.c.fields).where(tables.record.c.id == "n1"))
    assert without_authority(said[-1])


def test_what_one_authority_keeps_is_not_there_for_another(centre: Centre) -> None:
    worked_family(centre.desk("Maya"))
    admin.add_authority(centre.opened, "poole", "Poole")
    with centre.opened.transaction("poole") as ledger:
        own = {tables.schema_version, tables.authority, tables.epoch}
        for table in set(tables.metadata.tables.values()) - own:
            assert ledger.rows(table) == []


def test_the_first_column_of_every_key_is_the_authority() -> None:
    for table in set(tables.metadata.tables.values()) - {tables.schema_version}:
        assert table.primary_key.columns.keys()[0] == "authority_id", table.name
        assert all(index.columns.keys()[0] == "authority_id" for index in table.indexes), table.name


def test_a_batch_that_fails_half_way_leaves_nothing(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    maya = centre.desk("Maya")
    message = maya.message(maya.opens_family("fam"))

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(exchange, "_remember", fails)
        with pytest.raises(ZeroDivisionError):
            maya.send(message)
    with centre.opened.transaction(AUTHORITY) as ledger:
        assert ledger.rows(tables.act) + ledger.rows(tables.record) + ledger.rows(tables.grant) == []
        assert ledger.rows(tables.authority)[0].n == 0
    assert maya.keep(message, maya.send(message)).acks[0].number == 1


def test_desks_that_come_at_once_are_numbered_in_the_order_of_their_commits(centre: Centre) -> None:
    desks = [centre.desk("Maya") for _ in range(4)]
    reader = centre.desk("Carol")
    failed: list[BaseException] = []

    def works(desk: building.Desk, n: int) -> None:
        try:
            for turn in range(5):
                family = desk.opens_family(f"f{n}-{turn}")
                while True:
                    try:
                        desk.swap(family)
                        break
                    except errors.DatabaseAway:
                        continue
        except BaseException as error:
            failed.append(error)
            raise

    running = [threading.Thread(target=works, args=(desk, n)) for n, desk in enumerate(desks)]
    for one in running:
        one.start()
    while any(one.is_alive() for one in running):
        reader.pull()
        time.sleep(0.01)
    for one in running:
        one.join()
    reader.pull()
    assert failed == []
    numbers = [one.number for one in reader.came]
    assert numbers == list(range(1, 21)), "a reader who looks in between misses none and hears none twice"


def test_the_tables_are_led_forward_and_a_later_program_s_are_left_alone(database: str) -> None:
    store.open_store(database).close()
    led: list[int] = []
    later = tables.SCHEMA + 1

    def step(connection: sa.Connection) -> None:
        led.append(1)
        connection.execute(sa.text("ALTER TABLE staff ADD COLUMN phone VARCHAR"))

    for _ in range(2):
        store.open_store(database, steps={later: step}, schema=later).close()
    assert led == [1]
    with pytest.raises(errors.CentreTooNew):
        store.open_store(database)


def test_a_centre_from_before_there_were_epochs_has_its_first_one(database: str) -> None:
    with closing(store.open_store(database)) as opened:
        building.a_centre(opened)
        with opened.engine.begin() as connection:
            for later in ("epoch", "digest"):
                connection.execute(sa.text(f"DROP TABLE {later}"))
            connection.execute(sa.text("ALTER TABLE device DROP COLUMN told_all_in"))
            connection.execute(sa.update(tables.schema_version).values(version=4))
    with closing(store.open_store(database)) as opened, opened.transaction(AUTHORITY) as ledger:
        (first,) = ledger.rows(tables.epoch)
        assert (first.id, first.place, first.kept) == (ledger.rows(tables.authority)[0].epoch, 0, 0)


def test_postgresql_leaves_acts_as_they_are_packed_and_is_told_so_where_it_did_not(
    server: building.Server,
) -> None:
    asked = sa.text(
        "SELECT c.reloptions, a.attstorage FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relname = 'act' AND a.attname = 'content'"
    )

    def is_told(opened: store.Store) -> bool:
        with opened.engine.begin() as connection:
            options, storage = connection.execute(asked).one()
        return options == ["toast_tuple_target=8160"] and storage in ("e", b"e")

    address = server.fresh()
    with closing(store.open_store(address)) as opened:
        assert is_told(opened)
        with opened.engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE act RESET (toast_tuple_target)"))
            connection.execute(sa.text("ALTER TABLE act ALTER COLUMN content SET STORAGE EXTENDED"))
            connection.execute(sa.update(tables.schema_version).values(version=8))
        assert not is_told(opened)
    with closing(store.open_store(address)) as opened:
        assert is_told(opened)


def test_the_embedded_file_is_encrypted_and_its_key_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "centre.db"
    with closing(store.open_store(str(path))) as opened:
        building.a_centre(opened)
        written = path.read_bytes() + path.with_name("centre.db-wal").read_bytes()
    key = store.key_file(path)
    assert stat.S_IMODE(key.stat().st_mode) == stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"Harlow" not in written
    key.rename(tmp_path / "elsewhere")
    with pytest.raises(errors.CentreKeyMissing):
        store.open_store(str(path))
    (tmp_path / "elsewhere").rename(key)
    with closing(store.open_store(str(path))) as opened:
        assert opened.authorities() == (AUTHORITY,)


def test_a_database_that_is_away_is_a_state_and_not_a_fault(server: building.Server) -> None:
    with closing(store.open_store(server.fresh())) as opened, building.served(opened) as web:
        maya = building.a_centre(opened).desk("Maya")
        server.running.psql("DROP DATABASE centre WITH (FORCE)")
        headers = {"Authorization": f"Bearer {maya.token}"}
        answer = web.post("/sync/v1/exchange", content=protocol.encode(maya.message()), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert int(answer.headers["retry-after"]) > 0
        assert web.get("/ready").status_code == 503
        assert web.get("/health").status_code == 200


def test_several_processes_serve_one_database_and_stop_without_haste(server: building.Server) -> None:
    address = server.fresh()
    with closing(store.open_store(address)) as opened:
        centre = building.a_centre(opened)
        desks = [centre.desk("Maya"), centre.desk("Sam")]
    with building.processes(address, count=2) as (base, stop):
        with building.asked(base) as web:
            for turn in range(10):
                for n, desk in enumerate(desks):
                    message = desk.message(desk.opens_family(f"p{n}-{turn}"))
                    body = protocol.encode(message)
                    said = web.post("/sync/v1/exchange", content=body, headers=desk.signed(body))
                    desk.keep(message, protocol.decoder(protocol.Answer).decode(said.content))
        assert stop() == 0
    numbers = sorted(ack.number for desk in desks for ack in desk.acks.values())
    assert numbers == list(range(1, 21))


def test_a_database_from_before_the_staff_was_told_to_desks_is_led_forward(database: str) -> None:
    opened = store.open_store(database)
    admin.add_authority(opened, AUTHORITY, "Harlow Beck")
    with opened.engine.begin() as connection:
        for later in ("epoch", "sealed", "digest"):
            connection.execute(sa.text(f"DROP TABLE {later}"))
        gone = (("authority", "staff_n"), ("authority", "keys_since"), ("device", "alone_until"))
        for table, name in (*gone, ("device", "told_all_in")):
            connection.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN {name}"))
        connection.execute(sa.text("UPDATE schema_version SET version = 2"))
    opened.close()
    opened = store.open_store(database)
    centre = building.Centre(opened)
    centre.joins("Maya", "practitioner")
    desk = centre.desk("Maya")
    assert [ack.verdict for ack in desk.swap(desk.opens_family("fam")).acks] == ["taken"]
    opened.close()
