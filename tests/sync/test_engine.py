"""Two desks and a centre: what one writes the other reads, and where both wrote, both keep their words."""

from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import (
    acts,
    base,
    enrolled,
    family,
    form,
    history,
    looked,
    practitioner,
    soundness,
)
from tests import building
from tests.sync import test_any_order as any_order
from tests.sync.conftest import Team, Worker


def sheet(worker: Worker, record_id: str) -> dict[str, Any]:
    return dict(worker.desk.ask(form.sheet, record_id).answers)


def seconds(worker: Worker, record_id: str) -> list[Any]:
    return [one.value for one in worker.desk.ask(history.second_versions, record_id)]


def write(worker: Worker, record_id: str, text: str) -> None:
    worker.desk.do(form.answer, record_id, "text", text, sitting=text)


def is_sound(worker: Worker) -> bool:
    return worker.desk.ask(soundness.history).wrong == 0


def test_what_one_writes_the_other_reads(team: Team) -> None:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    home = building.a_family(carol.desk)
    note = building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
    assert carol.sync().taken > 0
    told = tom.sync()
    assert sheet(tom, note)["text"] == "Zofia showed me a drawing."
    assert [line.name for line in tom.desk.ask(family.caseload).lines] == ["Kowalczyk-Hughes"]
    assert set(told.records) == {carol.desk.store.me}
    assert carol.desk.ask(enrolled.standing).waits == 0


def test_the_record_says_a_colleague_by_name_where_the_centre_told_it(team: Team) -> None:
    team.centre.may_hold = lambda _device, scope: not scope.startswith("practitioner:")
    carol, tom, note = a_shared_note(team)
    write(tom, note, "Tom's words")
    tom.sync()
    team.centre.people = {str(tom.desk.store.me): ("Tom Achebe", "Bridge Street")}
    carol.sync()
    assert carol.desk.ask(history.history, note, "text")[0].who == "Tom Achebe"
    assert carol.desk.ask(practitioner.names)[str(tom.desk.store.me)] == "Tom Achebe"
    family_id = carol.desk.ask(family.caseload).lines[0].family_id
    assert {line.who for line in carol.desk.ask(looked.lines, family_id)} == {"Carol", "Tom Achebe"}
    assert "Tom Achebe" in dict(carol.desk.ask(looked.workers, family_id)).values()


def test_nothing_to_do_is_one_empty_round(team: Team) -> None:
    carol = team.joins("Carol")
    building.a_family(carol.desk)
    carol.sync()
    assert carol.sync().rounds == 1


def a_shared_note(team: Team) -> tuple[Worker, Worker, str]:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    home = building.a_family(carol.desk)
    note = building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
    carol.sync()
    tom.sync()
    return carol, tom, note


def agree(team: Team, note: str, *workers: Worker) -> None:
    """Quiet: everybody has what the centre has, the same second versions, and a history that adds up."""
    for _ in range(2):
        for worker in workers:
            worker.sync()
    first = workers[0]
    for worker in workers:
        assert sheet(worker, note) == sheet(first, note)
        assert sheet(worker, note)["text"] == team.centre.fields(note)["text"]
        assert seconds(worker, note) == seconds(first, note)
        assert is_sound(worker)
        assert worker.desk.ask(enrolled.standing).waits == 0


def test_two_who_write_in_different_fields_both_stand(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    write(carol, note, "Zofia showed me a drawing of her room.")
    tom.desk.do(form.answer, note, "place", "home", sitting="t")
    agree(team, note, carol, tom)
    assert sheet(tom, note)["place"] == "home"
    assert seconds(tom, note) == []


def test_two_who_write_in_the_same_field_keep_both_texts(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    write(carol, note, "Carol's words")
    write(tom, note, "Tom's words")
    carol.sync()
    tom.sync()
    agree(team, note, tom, carol)
    assert sheet(tom, note)["text"] == "Carol's words", "what came to the centre first stays current"
    assert seconds(tom, note) == ["Tom's words"]


def test_what_was_not_sent_yet_is_settled_again_upon_what_came_in(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    write(carol, note, "Carol's words")
    carol.sync()
    write(tom, note, "Tom's words")
    write(tom, note, "Tom's later words")
    tom.desk.do(form.answer, note, "place", "school", sitting="t")
    tom.sync()
    agree(team, note, carol, tom)
    assert sheet(carol, note) == sheet(tom, note)
    assert sheet(carol, note)["place"] == "school"
    assert seconds(carol, note) == ["Tom's words", "Tom's later words"]


def test_an_edit_upon_what_came_in_is_no_second_version(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    write(tom, note, "Tom's words")
    tom.sync()
    carol.sync()
    write(carol, note, "Tom's words, and mine")
    agree(team, note, carol, tom)
    assert sheet(tom, note)["text"] == "Tom's words, and mine"
    assert seconds(tom, note) == []


def test_an_answer_that_is_lost_changes_nothing_twice(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    write(carol, note, "Carol's words")
    carol.door.loses = lambda: True
    for _ in range(3):
        with pytest.raises(ConnectionError):
            carol.sync()
    carol.door.loses = lambda: False
    before = len(team.centre.log)
    write(carol, note, "Carol's later words")
    agree(team, note, carol, tom)
    assert sheet(tom, note)["text"] == "Carol's later words"
    assert len(team.centre.log) == before + 1
    assert seconds(tom, note) == []


def test_an_act_that_is_set_aside_leaves_no_trace_and_is_kept_with_its_reason(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    team.centre.refuses = lambda act: "not_allowed" if "Tom" in str(act.changes) else ""
    write(tom, note, "Tom's words")
    tom.desk.do(form.answer, note, "place", "school", sitting="t")
    told = tom.sync()
    assert [reason for _act, reason in told.aside] == ["not_allowed"]
    agree(team, note, carol, tom)
    assert sheet(tom, note)["text"] == "Zofia showed me a drawing."
    assert sheet(tom, note)["place"] == "school", "one poisoned act never blocks another"
    assert tom.desk.ask(enrolled.standing).aside == 1


def test_a_scope_that_is_given_later_brings_all_that_lies_in_it(team: Team) -> None:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    team.centre.may_hold = lambda device, scope: device == "Carol" or scope in allowed
    team.centre.most = 2
    allowed: set[str] = set()
    homes = [building.a_family(carol.desk, name) for name in ("Kowalczyk-Hughes", "Okafor")]
    notes = [building.a_note(carol.desk, home.family, text=f"Note of {home.family}") for home in homes]
    carol.sync()
    tom.sync()
    assert tom.desk.ask(family.caseload).total == 0
    allowed.add(f"family:{homes[1].family}/file")
    tom.sync()
    assert [line.name for line in tom.desk.ask(family.caseload).lines] == ["Okafor"]
    assert sheet(tom, notes[1])["text"] == f"Note of {homes[1].family}"
    write(tom, notes[1], "Tom's words")
    agree(team, notes[1], carol, tom)


def test_a_scope_that_is_taken_away_leaves_the_desk_once_its_own_words_have_gone(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    lost: set[str] = set()
    team.centre.may_hold = lambda device, scope: device == "Carol" or scope not in lost
    home = building.a_family(carol.desk, "Okafor")
    stays = building.a_note(carol.desk, home.family, text="Another family")
    carol.sync()
    tom.sync()
    write(tom, note, "Tom's last words")
    lost.add(f"family:{tom.desk.ask(form.sheet, note).family_id}/file")
    tom.sync()
    assert sheet(tom, stays)["text"] == "Another family"
    with pytest.raises(errors.RecordMissing):
        tom.desk.ask(form.sheet, note)
    assert [line.name for line in tom.desk.ask(family.caseload).lines] == ["Okafor"]
    assert is_sound(tom)
    assert tom.desk.ask(soundness.database).wrong == 0
    assert [word for word in (b"a drawing", b"last words") if word in whole(tom)] == []
    assert b"Another family" in whole(tom), "the proof can see"
    carol.sync()
    assert sheet(carol, note)["text"] == "Tom's last words"


def whole(worker: Worker) -> bytes:
    """Everything that stands in a vault's tables, in the clear."""

    def read(reading: acts.Reading) -> bytes:
        return b"".join(
            repr(tuple(row)).encode()
            for table in base.metadata.sorted_tables
            for row in reading.connection.execute(sa.select(table))
        )

    return bytes(worker.desk.ask(read))


def test_a_row_that_somebody_wrote_in_meanwhile_stays_and_says_that_it_was_taken_away(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    carol.desk.do(any_order.edit, note, "rows/a", {"rank": "V", "said": "Begun"})
    carol.sync()
    tom.sync()
    tom.desk.do(any_order.edit, note, "rows/a/said", "Tom's words")
    carol.desk.do(any_order.edit, note, "rows/a", None)
    tom.sync()
    agree(team, note, carol, tom)
    assert any_order.fields(carol, note)["rows"]["a"]["said"] == "Tom's words"
    assert seconds(carol, note) == [None]


def test_a_row_whose_newest_words_were_seen_can_be_taken_away(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    carol.desk.do(any_order.edit, note, "rows/a", {"rank": "V", "said": "Begun"})
    carol.sync()
    tom.sync()
    tom.desk.do(any_order.edit, note, "rows/a/said", "Tom's words")
    tom.sync()
    carol.sync()
    carol.desk.do(any_order.edit, note, "rows/a", None)
    agree(team, note, carol, tom)
    assert "rows" not in any_order.fields(tom, note)
    assert seconds(tom, note) == []


def test_who_writes_again_where_an_act_was_set_aside_writes_upon_what_stands(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    team.centre.refuses = lambda act: "not_allowed" if "Tom" in str(act.changes) else ""
    write(tom, note, "Tom's words")
    tom.sync()
    team.centre.refuses = lambda _act: ""
    assert tom.desk.ask(history.marks, note)["text"].who == "Carol", "whose words they are"
    write(tom, note, "Zofia showed me a drawing of her room.")
    agree(team, note, tom, carol)
    assert sheet(carol, note)["text"] == "Zofia showed me a drawing of her room."
    assert seconds(carol, note) == []
