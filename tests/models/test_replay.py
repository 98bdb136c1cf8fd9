"""The journal gives back what the database lost, once, in order, and never what was refused."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors, files
from ehdesk.models import acts, base, family, form, history, person, replay, search, store
from ehdesk.models import note as notes
from ehdesk.sync import protocol
from ehdesk.vault import backup, cipher
from tests import building


def a_day(desk: building.Desk) -> str:
    """Something of everything: a family, people, a note typed in two sittings, a checklist finished."""
    household = building.a_family(desk)
    restricted = {"contact_warning": "Ring only in school hours"}
    desk.do(
        person.add_person, household.family, {"given_names": "Gareth", "role": "parent_or_carer"}, restricted
    )
    street = {"a": {"rank": "A", "type": "home", "line_1": "4 Canary Street"}}
    moved = desk.do(person.add_person, household.family, {"given_names": "Razia", "addresses": street})
    desk.do(person.change_person, moved, "address_confidential_from", [household.mother])
    note = building.a_note(desk, household.family)
    building.type_into(desk, note, "Zofia met me at the gate.", sitting="one")
    desk.do(form.add_row, note, "children", {"child": household.zofia, "seen": "seen_alone"})
    desk.store.close_sitting("one")
    building.type_into(desk, note, "Zofia met me at the gate with Łukasz.", sitting="two")
    desk.do(form.undo, note)
    desk.do(form.redo, note)
    checklist = building.complete_checklist(desk, household.family)
    desk.do(form.finish, checklist)
    desk.do(form.amend, checklist, "A word was wrong")
    desk.do(form.answer, checklist, "own_grade", "3", sitting="three")
    unfiled = building.a_note(desk, None, text="In the car park")
    desk.do(form.file_under, unfiled, household.family)
    return note


@pytest.fixture
def empty(desk: building.Desk, tmp_path: Path) -> files.DataFolder:
    """The vault as it was before the day began: what an old backup would give."""
    return desk.photograph(tmp_path / "before")


def with_journal_of(desk: building.Desk, folder: files.DataFolder) -> files.DataFolder:
    """An old database with today's journal beside it."""
    for segment in desk.folder.journal.iterdir():
        (folder.journal / segment.name).write_bytes(segment.read_bytes())
    return folder


def test_replay_onto_yesterdays_database_gives_today(desk: building.Desk, empty: files.DataFolder) -> None:
    note = a_day(desk)
    other = desk.open_at(with_journal_of(desk, empty), life=1)
    desk.store.close_sitting()
    assert other.store.recovered > 10
    assert building.logical(other) == building.logical(desk)
    assert other.ask(form.sheet, note).answers == desk.ask(form.sheet, note).answers
    assert other.ask(search.find, "Łukasz gate")[0].record_id == note
    assert other.ask(notes.todays_notes)[0].first_words == desk.ask(notes.todays_notes)[0].first_words


def test_replay_a_second_time_changes_nothing(desk: building.Desk, empty: files.DataFolder) -> None:
    a_day(desk)
    other = desk.open_at(with_journal_of(desk, empty), life=1)
    once = building.logical(other)
    other.reopen()
    assert other.store.recovered == 0
    assert building.logical(other) == once


def test_replay_over_a_healthy_vault_changes_nothing(desk: building.Desk) -> None:
    a_day(desk)
    before = building.logical(desk)
    desk.reopen()
    assert (desk.store.recovered, desk.store.damaged) == (0, 0)
    assert building.logical(desk) == before


def test_a_lower_part_in_the_database_is_brought_up_to_the_journals(
    desk: building.Desk, note: str, tmp_path: Path
) -> None:
    desk.do(form.answer, note, "text", "Damp", sitting="s")
    earlier = desk.photograph(tmp_path / "earlier")
    desk.do(form.answer, note, "text", "Damp wall", sitting="s")
    desk.do(form.answer, note, "text", "Damp wall in the bedroom", sitting="s")
    other = desk.open_at(with_journal_of(desk, earlier), life=1)
    assert other.store.recovered == 1
    assert other.ask(form.sheet, note).answers["text"] == "Damp wall in the bedroom"
    assert [voice.value for voice in other.ask(history.history, note, "text")] == ["Damp wall in the bedroom"]


def test_a_journal_that_is_behind_never_takes_the_database_back(
    desk: building.Desk, note: str, tmp_path: Path
) -> None:
    building.type_into(desk, note, "Damp wall in the bedroom")
    journal = desk.photograph(tmp_path / "old journal").journal
    building.type_into(desk, note, "Damp wall in the bedroom, and in the hall")
    copy = desk.photograph(tmp_path / "copy")
    for segment in copy.journal.iterdir():
        segment.write_bytes((journal / segment.name).read_bytes())
    other = desk.open_at(copy, life=1)
    assert other.ask(form.sheet, note).answers["text"] == "Damp wall in the bedroom, and in the hall"
    assert other.store.recovered == 0


def test_a_vault_that_lost_work_takes_a_new_incarnation(desk: building.Desk, empty: files.DataFolder) -> None:
    a_day(desk)
    life = desk.store.bench.incarnation
    other = desk.open_at(with_journal_of(desk, empty), life=1)
    assert other.store.bench.incarnation != life
    assert desk.reopen().store.bench.incarnation == life


def test_a_restored_vault_takes_a_new_incarnation_and_gets_today_from_the_journal(
    desk: building.Desk,
) -> None:
    household = building.a_family(desk)
    taken = desk.store.backup("daily")
    note = building.a_note(desk, household.family, text="After the backup")
    life = desk.store.bench.incarnation
    desk.store.close()
    backup.restore(desk.folder, desk.keys, taken, desk.time.clock())
    desk.store = store.open_store(desk.folder, desk.keys, desk.time.clock())
    assert desk.ask(form.sheet, note).answers["text"] == "After the backup"
    assert desk.store.bench.incarnation != life
    assert not backup.was_restored(desk.folder)
    second = desk.store.bench.incarnation
    assert desk.reopen().store.bench.incarnation == second


def test_an_older_header_than_the_database_has_seen_takes_a_new_incarnation(desk: building.Desk) -> None:
    life = desk.store.bench.incarnation
    with desk.store.writing() as connection:
        seen = sa.update(base.meta).where(base.meta.c.key == "header_generation")
        connection.execute(seen.values(value=str(desk.keys.generation + 1)))
    desk.reopen()
    assert desk.store.bench.incarnation != life
    life = desk.store.bench.incarnation
    assert desk.reopen().store.bench.incarnation == life


def test_an_act_whose_record_the_journal_lost_is_set_aside_and_the_rest_comes_back(
    desk: building.Desk, empty: files.DataFolder
) -> None:
    household = building.a_family(desk)
    lost = building.a_note(desk, household.family)
    desk.do(form.answer, lost, "text", "Without its beginning")
    kept = building.a_note(desk, household.family, text="Whole")
    journal = desk.store.journal.read().entries
    copy = with_journal_of(desk, empty)
    gone = next(entry for entry in journal if lost.encode() in entry.content)
    (segment,) = copy.journal.iterdir()
    content = bytearray(segment.read_bytes())
    place = journal.index(gone)
    marks = [at for at in range(len(content)) if content.startswith(b"EHJ1", at)]
    content[marks[place] + 40] ^= 0xFF
    segment.write_bytes(bytes(content))
    other = desk.open_at(copy, life=1)
    assert other.store.damaged == 1
    assert other.ask(form.sheet, kept).answers["text"] == "Whole"

    def aside(read: acts.Reading) -> list[Any]:
        return list(read.connection.execute(sa.select(base.set_aside)))

    (line,) = other.ask(aside)
    assert line.reason == "RecordMissing"
    assert b"Without its beginning" in line.content
    other.reopen()
    assert len(other.ask(aside)) == 1


def test_a_replayed_act_is_byte_for_byte_the_one_that_was_written(
    desk: building.Desk, empty: files.DataFolder
) -> None:
    a_day(desk)
    other = desk.open_at(with_journal_of(desk, empty), life=1)

    def contents(read: acts.Reading) -> dict[str, bytes]:
        rows = read.connection.execute(sa.select(base.act.c.id, base.act.c.content))
        return {row.id: row.content for row in rows}

    assert other.ask(contents) == desk.ask(contents)


def test_an_arrival_on_another_field_merges(desk: building.Desk, note: str) -> None:
    desk.do(form.answer, note, "text", "Mine")
    building.arrive(desk, note, protocol.Edit(path="place", value="home"))
    answers = desk.ask(form.sheet, note).answers
    assert (answers["text"], answers["place"]) == ("Mine", "home")
    assert desk.ask(history.second_versions, note) == ()


def test_an_arrival_on_the_same_field_is_kept_as_a_second_version(desk: building.Desk, note: str) -> None:
    desk.do(form.answer, note, "text", "Mine")
    building.arrive(desk, note, protocol.Edit(path="text", value="Hers"))
    assert desk.ask(form.sheet, note).answers["text"] == "Mine"
    (second,) = desk.ask(history.second_versions, note)
    assert (second.path, second.value, second.who, second.reason) == ("text", "Hers", "sarah", "same field")


def test_undo_is_refused_after_an_arrival_set_the_field(desk: building.Desk, note: str) -> None:
    desk.do(form.answer, note, "text", "Mine")
    mine = desk.ask(history.history, note, "text")[0]
    upon = last_act_id(desk)
    building.arrive(desk, note, protocol.Edit(path="text", base=upon, value="Mine, and hers"))
    assert desk.ask(form.sheet, note).answers["text"] == "Mine, and hers"
    with pytest.raises(errors.OtherVoice):
        desk.do(form.undo, note)
    assert mine.value in [voice.value for voice in desk.ask(history.history, note, "text")]


def last_act_id(desk: building.Desk) -> str:
    return str(
        desk.ask(
            lambda read: read.connection.execute(
                sa.select(base.act.c.id).order_by(base.act.c.n.desc())
            ).scalar()
        )
    )


def test_lists_of_two_desks_are_joined(desk: building.Desk, household: building.Household) -> None:
    note = building.a_note(desk, household.family, who_was_there=[household.mother])
    desk.do(form.answer, note, "who_was_there", [household.mother, household.zofia])
    building.arrive(
        desk, note, protocol.Edit(path="who_was_there", add=(household.lukasz,), remove=(household.mother,))
    )
    there = desk.ask(form.sheet, note).answers["who_was_there"]
    assert set(there) == {household.zofia, household.lukasz}


@pytest.mark.parametrize("then", ["another answer", "the row is taken away"])
def test_a_part_that_comes_after_what_was_written_next_stands_in_the_history(
    desk: building.Desk, note: str, tmp_path: Path, then: str
) -> None:
    row = desk.do(form.add_row, note, "children", {"child": "somebody"})
    path, earlier = f"children/{row}/why_not", desk.photograph(tmp_path / "earlier")
    for words in ("At", "At school"):
        desk.do(form.answer, note, path, words, sitting="s")
    desk.store.close_sitting("s")
    if then == "another answer":
        desk.do(form.answer, note, path, "At home", sitting="t")
    else:
        desk.do(form.remove_row, note, "children", row)
    entries = desk.store.journal.read().entries
    late = next(one for one in entries if b"At school" in one.content)
    other = desk.open_at(earlier, life=1)

    for some in ([one for one in entries if one is not late], entries):
        with other.store.writing() as connection:
            replay.put_back(connection, other.store.bench, some)

    told = [[voice.value for voice in each.ask(history.history, note, path)] for each in (desk, other)]
    assert told[0] == told[1]
    assert "At school" in told[1]
    assert building.logical(other) == building.logical(desk)


def test_arriving_twice_changes_nothing(desk: building.Desk, note: str, empty: files.DataFolder) -> None:
    before = desk.ask(family.caseload)
    entries = desk.store.journal.read().entries
    with desk.store.writing() as connection:
        told = replay.put_back(connection, desk.store.bench, [*entries, *entries])
    assert (told.put_back, told.set_aside) == (0, 0)
    assert desk.ask(family.caseload) == before


def test_a_flipped_bit_in_the_write_ahead_log_costs_nothing(
    desk: building.Desk, note: str, tmp_path: Path
) -> None:
    """The database alone would silently forget every commit behind the flip."""
    cipher.checkpoint(cipher.connect(desk.folder.database, desk.keys.database))
    for number in range(20):
        desk.do(form.answer, note, "text", f"Line {number}")
    copy = desk.photograph(tmp_path / "flipped")
    log = copy.database.with_name(copy.database.name + "-wal")
    content = bytearray(log.read_bytes())
    content[len(content) // 3] ^= 0x04
    log.write_bytes(bytes(content))
    other = desk.open_at(copy, life=1)
    assert other.store.recovered > 0
    assert other.ask(form.sheet, note).answers["text"] == "Line 19"
    assert [voice.value for voice in other.ask(history.history, note, "text")][::-1] == [
        f"Line {number}" for number in range(20)
    ]
