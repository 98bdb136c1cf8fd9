"""Saved is saved: the order of a save, the second copy, and what cannot happen without a trace."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, family, form, note, outbox, practitioner, store
from ehdesk.sync import protocol
from ehdesk.vault import cipher
from tests import building


def parts_of(desk: building.Desk) -> list[tuple[str, int]]:
    return [(entry.act_id, entry.part) for entry in desk.store.journal.read().entries]


def test_a_new_vault_knows_whose_it_is(desk: building.Desk) -> None:
    me = desk.ask(practitioner.me)
    assert (me.name, me.agency) == ("Carol Ndlovu", "Alder Bank Primary")


def test_what_was_written_is_there_after_unlocking(desk: building.Desk, note: str) -> None:
    building.type_into(desk, note, "Zofia met me at the gate.")
    desk.reopen()
    assert desk.ask(form.sheet, note).answers["text"] == "Zofia met me at the gate."
    assert desk.store.recovered == 0


def test_saved_means_that_the_database_and_the_journal_have_it(desk: building.Desk, note: str) -> None:
    done = desk.store.do(form.answer, note, "text", "Damp wall", sitting="s")
    assert done.second_copy
    assert done.saved_at == building.START
    last = desk.store.journal.read().entries[-1]
    said = protocol.decode_act(last.content)
    assert (said.verb, said.changes[0].record, said.changes[0].edits[0].value) == (
        "answer.given",
        note,
        "Damp wall",
    )
    assert said.incarnation == desk.store.bench.incarnation


def test_the_act_in_the_outbox_is_the_one_in_the_journal(desk: building.Desk, note: str) -> None:
    building.type_into(desk, note, "Damp wall")
    desk.store.close_sitting("page 1")
    waiting = {kept.act_id: (kept.part, kept.content) for kept in desk.ask(outbox.waiting)}
    entries = {entry.act_id: (entry.part, entry.content) for entry in desk.store.journal.read().entries}
    assert waiting == entries


def test_an_open_act_does_not_wait_to_be_sent(desk: building.Desk, note: str) -> None:
    before = len(desk.ask(outbox.waiting))
    building.type_into(desk, note, "Damp wall")
    assert len(desk.ask(outbox.waiting)) == before
    desk.store.close_sitting("page 1")
    assert len(desk.ask(outbox.waiting)) == before + 1
    building.type_into(desk, note, "Damp wall in the hall")
    desk.time.pass_by(minutes=10)
    assert len(desk.ask(outbox.waiting)) == before + 2


def test_a_failed_append_is_told_kept_and_written_later(
    desk: building.Desk, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = desk.store.journal.append

    def full(*_args: Any, **_kw: Any) -> None:
        raise errors.SecondCopyNotWritten

    monkeypatch.setattr(desk.store.journal, "append", full)
    before = parts_of(desk)
    done = desk.store.do(form.answer, note, "text", "Damp wall", sitting="s")
    assert not done.second_copy
    assert desk.ask(form.sheet, note).answers["text"] == "Damp wall"
    assert not desk.store.retry_journal()
    assert parts_of(desk) == before
    monkeypatch.setattr(desk.store.journal, "append", written)
    assert desk.store.retry_journal()
    assert len(parts_of(desk)) == len(before) + 1


def test_the_next_save_writes_the_missing_second_copy_first(
    desk: building.Desk, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(desk.store.journal, "append", _refuse)
        desk.store.do(form.answer, note, "text", "Damp", sitting="s")
    done = desk.store.do(form.answer, note, "text", "Damp wall", sitting="s")
    assert done.second_copy
    assert [part for _, part in parts_of(desk)][-2:] == [1, 2]


def test_a_second_copy_that_a_crash_left_out_is_written_at_the_next_opening(
    desk: building.Desk, note: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(desk.store.journal, "append", _refuse)
    desk.store.do(form.answer, note, "text", "Damp wall", sitting="s")
    monkeypatch.undo()
    other = desk.open_copy(tmp_path / "after", life=1)
    assert len(parts_of(other)) == len(parts_of(desk)) + 1
    assert other.store.recovered == 0


def _refuse(*_args: Any, **_kw: Any) -> None:
    raise errors.SecondCopyNotWritten


def test_a_write_outside_an_act_is_stopped(desk: building.Desk, note: str) -> None:
    def sneak(read: acts.Reading) -> None:
        read.connection.execute(sa.update(base.record).values(status="void"))

    with pytest.raises(errors.OutsideAnAct):
        desk.ask(sneak)
    with pytest.raises(errors.OutsideAnAct), desk.writer().begin() as connection:
        connection.execute(sa.update(base.record).values(status="void"))
    with pytest.raises(errors.OutsideAnAct):
        desk.store.do(sneak)
    assert desk.ask(form.sheet, note).status == "draft"


def test_an_act_that_is_refused_leaves_nothing_and_never_comes_back(
    desk: building.Desk, note: str, tmp_path: Path
) -> None:
    @acts.act("answer.given")
    def fail_late(work: acts.Work) -> None:
        form.answer(work, note, "text", "Never said")
        raise errors.RecordLocked

    before = parts_of(desk)
    with pytest.raises(errors.RecordLocked):
        desk.do(fail_late)
    assert parts_of(desk) == before
    other = desk.open_copy(tmp_path / "after", life=1)
    assert "text" not in other.ask(form.sheet, note).answers
    assert other.store.recovered == 0


def test_a_constraint_that_refuses_at_the_write_leaves_nothing_either(desk: building.Desk) -> None:
    made = desk.do(family.open_family, name="One")
    before = parts_of(desk)
    with pytest.raises(sa.exc.IntegrityError):
        desk.do(family.open_family, name="Two", record_id=made)
    assert parts_of(desk) == before
    assert [line.name for line in desk.reopen().ask(family.caseload).lines] == ["One"]


def test_an_error_of_the_database_never_shows_what_was_written(desk: building.Desk) -> None:
    made = desk.do(family.open_family, name="One")
    with pytest.raises(sa.exc.IntegrityError) as caught:
        desk.do(family.open_family, name="Okafor", record_id=made)
    assert "Okafor" not in str(caught.value)


def test_saying_the_same_again_writes_nothing(desk: building.Desk, note: str) -> None:
    desk.do(form.answer, note, "text", "Damp wall", sitting="s")
    before = parts_of(desk)
    done = desk.store.do(form.answer, note, "text", "Damp wall", sitting="s")
    assert done.second_copy
    assert parts_of(desk) == before


def test_an_autosave_takes_three_statements_while_its_act_is_open(desk: building.Desk, note: str) -> None:
    desk.do(form.answer, note, "text", "Damp", sitting="s")
    said = building.statements(desk)
    desk.do(form.answer, note, "text", "Damp wall", sitting="s")
    assert [one.split()[0] for one in said] == ["BEGIN", "SELECT", "UPDATE", "UPDATE", "COMMIT"], said
    del said[:]
    desk.do(form.answer, note, "kind", "visit", sitting="s")
    writes = [one.split()[0] for one in said if not one.startswith("--")]
    assert writes[0] == "BEGIN"
    assert writes[-1] == "COMMIT"
    assert len(writes) <= 12, said


def test_an_autosave_writes_two_pages_while_its_act_is_open(desk: building.Desk, note: str) -> None:
    """The record's and the act's: no index is written anew where nothing of it changes."""
    desk.do(form.answer, note, "text", "Damp", sitting="s")
    beside = cipher.connect(desk.folder.database, desk.keys.database)
    assert cipher.checkpoint(beside)
    desk.do(form.answer, note, "text", "Damp wall", sitting="s")
    _, pages, _ = beside.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    beside.close()
    assert pages == 2


def test_the_columns_of_a_record_follow_whatever_is_done_to_it(
    desk: building.Desk, household: building.Household
) -> None:
    checklist = building.complete_checklist(desk, household.family)
    wanted = sa.select(base.record).where(base.record.c.id == checklist)

    def stands() -> tuple[str, bool, str | None, bool]:
        row = desk.ask(lambda read: read.connection.execute(wanted).one())
        assert row.status == base.unpack(row.fields)["$status"]
        assert row.changed_at == desk.time.moment
        return row.status, row.is_being_written, row.family_id, f"family:{row.family_id}/" in row.scope

    here, there = household.family, building.a_family(desk, "Okafor").family
    for verb, said, expected in (
        (form.answer, ("own_grade", "3"), ("draft", True, here, False)),
        (form.file_under, (there,), ("draft", True, there, False)),
        (form.finish, (), ("finished", False, there, True)),
        (form.amend, ("The grade was wrong",), ("draft", True, there, True)),
        (form.answer, ("own_grade", "2"), ("draft", True, there, True)),
        (form.finish, (), ("amended", False, there, True)),
        (form.void, ("The wrong family",), ("void", False, there, True)),
    ):
        desk.time.pass_by(minutes=1)
        desk.do(verb, checklist, *said)
        assert stands() == expected


def test_two_vaults_are_never_made_in_one_folder(desk: building.Desk) -> None:
    with pytest.raises(errors.VaultExists):
        store.create(desk.folder, desk.keys, desk.time.clock(), me=practitioner.New("Somebody"))


def test_a_vault_whose_making_was_cut_short_says_so(desk: building.Desk, tmp_path: Path) -> None:
    copy = desk.photograph(tmp_path / "cut")
    for part in ("", "-wal", "-shm"):
        copy.database.with_name(copy.database.name + part).unlink(missing_ok=True)
    with pytest.raises(errors.DatabaseMissing):
        store.open_store(copy, desk.keys, desk.time.clock())
    made = store.create(copy, desk.keys, desk.time.clock(), me=practitioner.New("Carol Ndlovu"))
    assert made.ask(practitioner.me).name == "Carol Ndlovu"
    made.close()


def test_a_vault_of_a_newer_ehdesk_is_left_alone(desk: building.Desk) -> None:
    with desk.store.writing() as connection:
        connection.exec_driver_sql("PRAGMA user_version=999")
    desk.store.close()
    with pytest.raises(errors.VaultTooNew):
        store.open_store(desk.folder, desk.keys, desk.time.clock())
    reopened = store.Store(desk.folder, desk.keys, desk.time.clock(), one_shot=True, forms=form_of)
    with reopened.writing() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={base.SCHEMA}")
    reopened.close()


def form_of(_form_id: str, _version: int | None) -> Any:
    raise AssertionError("no form is asked for")


def test_one_shot_commands_keep_no_connection(desk: building.Desk, note: str) -> None:
    desk.store.close()
    one_shot = store.open_store(desk.folder, desk.keys, desk.time.clock(), one_shot=True)
    one_shot.do(form.answer, note, "text", "By command")
    assert one_shot.ask(form.sheet, note).answers["text"] == "By command"
    assert isinstance(one_shot._writer.pool, sa.pool.NullPool)
    one_shot.close()
    desk.reopen()


def test_a_query_sees_one_state_of_the_record(desk: building.Desk, household: building.Household) -> None:
    def counted(read: acts.Reading) -> tuple[int, int]:
        first = len(note.notes_of_family(read, household.family))
        desk.store.do(form.start, "note", family_id=household.family)
        return first, len(note.notes_of_family(read, household.family))

    assert desk.ask(counted) == (0, 0)
    assert len(desk.ask(note.notes_of_family, household.family)) == 1


def test_unlocking_reads_the_journal_only_from_where_the_database_holds_it_all(
    desk: building.Desk, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PARTS_BEFORE_A_MARK", 3)
    building.type_into(desk, note, "Zofia met me at the gate.")
    desk.reopen()
    asked: list[int] = []
    read = type(desk.store.journal).read

    def listening(journal: Any, *, since: int = 0) -> Any:
        asked.append(since)
        return read(journal, since=since)

    monkeypatch.setattr(type(desk.store.journal), "read", listening)
    desk.reopen()
    assert asked[0] > 0
    assert desk.store.recovered == 0
