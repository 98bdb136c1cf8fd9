"""Two desks and a centre: two versions of one field, settled by a person, once for all."""

from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import (
    acts,
    arrivals,
    base,
    choosing,
    enrolled,
    form,
    history,
    soundness,
    taking_up,
    versions,
)
from ehdesk.rules import settling
from ehdesk.sync import protocol
from tests import building
from tests.sync.conftest import Team, Worker


def two(team: Team) -> tuple[Worker, Worker, str]:
    """Carol's words stand at the centre, Tom's are beside them, and both desks know."""
    carol, tom = team.joins("Carol"), team.joins("Tom")
    home = building.a_family(carol.desk)
    note = building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
    carol.sync()
    tom.sync()
    write(carol, note, "Carol's words")
    write(tom, note, "Tom's words")
    quiet(carol, tom)
    return carol, tom, note


def write(worker: Worker, record_id: str, text: str) -> None:
    worker.desk.do(form.answer, record_id, "text", text, sitting=text)


def quiet(*workers: Worker) -> None:
    for worker in workers * 2:
        worker.sync()


def settle(worker: Worker, record_id: str, value: Any = None, *, keeps: bool = False) -> choosing.Settled:
    choice = choosing.Choice(record_id, "text", keeps=keeps, value=value)
    return worker.desk.do(choosing.settle, [choice])


def open_ones(worker: Worker) -> list[tuple[Any, tuple[Any, ...]]]:
    found = worker.desk.ask(versions.waiting)
    return [(one.now.value, tuple(each.value for each in one.others)) for one in found]


def assert_agree(note: str, *workers: Worker, text: str, waits: list[tuple[Any, tuple[Any, ...]]]) -> None:
    """Everybody has the same text, the same versions that wait, and a history that adds up."""
    quiet(*workers)
    for worker in workers:
        assert worker.desk.ask(form.sheet, note).answers["text"] == text
        assert open_ones(worker) == waits
        assert worker.desk.ask(soundness.history).wrong == 0
        assert worker.desk.ask(enrolled.standing).seconds == len(waits)
        assert worker.desk.ask(enrolled.standing).aside == 0


def test_both_desks_show_whose_words_stand_and_whose_are_beside_them(team: Team) -> None:
    carol, tom, note = two(team)
    (hers,), (his,) = (one.desk.ask(versions.waiting) for one in (carol, tom))
    for told in (hers, his):
        assert (told.record_id, told.path, told.reason) == (note, "text", "same field")
        assert (told.now.value, told.now.who) == ("Carol's words", "Carol")
        assert [(one.value, one.who) for one in told.others] == [("Tom's words", "Tom")]
    assert (hers.now.is_mine, his.now.is_mine) == (True, False)
    assert tom.desk.ask(versions.paths_of, note) == {"text": ("Tom",)}


def test_weeks_later_nothing_of_it_is_lost(team: Team) -> None:
    carol, tom, note = two(team)
    for worker in (carol, tom):
        worker.desk.time.pass_by(minutes=60 * 24 * 40)
        worker.desk.reopen()
    assert_agree(note, carol, tom, text="Carol's words", waits=[("Carol's words", ("Tom's words",))])


@pytest.mark.parametrize(
    ("value", "keeps", "text"),
    [
        (None, True, "Carol's words"),
        ("Tom's words", False, "Tom's words"),
        ("Carol's words. Tom's words", False, "Carol's words. Tom's words"),
    ],
)
def test_one_settles_and_it_is_settled_for_all(team: Team, value: str, keeps: bool, text: str) -> None:
    carol, tom, note = two(team)
    settle(tom, note, value, keeps=keeps)
    assert open_ones(tom) == []
    assert_agree(note, tom, carol, text=text, waits=[])
    (told,) = carol.desk.ask(versions.beside, note, "text")
    assert (told.version.value, told.version.who, told.settled_by) == ("Tom's words", "Tom", "Tom")
    said = [one.value for one in carol.desk.ask(history.history, note, "text")]
    assert {"Carol's words", text} <= set(said)


@pytest.mark.parametrize("value", [None, "Tom's words", "Both"])
def test_two_who_settle_alike_without_knowing_leave_nothing_behind(team: Team, value: str | None) -> None:
    carol, tom, note = two(team)
    for worker in (carol, tom):
        settle(worker, note, value, keeps=value is None)
    assert_agree(note, carol, tom, text=value or "Carol's words", waits=[])


def test_two_who_settle_otherwise_have_one_more_thing_to_settle_and_then_none(team: Team) -> None:
    carol, tom, note = two(team)
    settle(carol, note, keeps=True)
    settle(tom, note, "Tom's words")
    assert_agree(note, carol, tom, text="Carol's words", waits=[("Carol's words", ("Tom's words",))])
    (told,) = carol.desk.ask(versions.waiting)
    assert told.reason == versions.APART
    settle(carol, note, "Tom's words")
    assert_agree(note, carol, tom, text="Tom's words", waits=[])


def test_an_answer_that_is_lost_leaves_it_settled(team: Team) -> None:
    carol, tom, note = two(team)
    settle(tom, note, "Tom's words")
    tom.door.loses = lambda: True
    with pytest.raises(ConnectionError):
        tom.sync()
    assert open_ones(tom) == []
    tom.door.loses = lambda: False
    assert_agree(note, tom, carol, text="Tom's words", waits=[])


def test_what_somebody_wrote_meanwhile_is_not_settled_away(team: Team) -> None:
    carol, tom, note = two(team)
    write(carol, note, "Carol's words, and more")
    settle(tom, note, "Tom's words")
    assert_agree(
        note,
        carol,
        tom,
        text="Carol's words, and more",
        waits=[("Carol's words, and more", ("Tom's words",))],
    )
    settle(carol, note, keeps=True)
    assert_agree(note, carol, tom, text="Carol's words, and more", waits=[])


def test_to_keep_what_stood_lets_stand_what_was_added_to_it_meanwhile(team: Team) -> None:
    carol, tom, note = two(team)
    write(carol, note, "Carol's words, and more")
    settle(tom, note, keeps=True)
    assert_agree(note, carol, tom, text="Carol's words, and more", waits=[])


def test_only_the_newest_of_what_one_person_wrote_is_shown(team: Team) -> None:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    home = building.a_family(carol.desk)
    note = building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
    quiet(carol, tom)
    write(carol, note, "Carol's words")
    carol.sync()
    write(tom, note, "Tom's words")
    write(tom, note, "Tom's later words")
    assert_agree(note, tom, carol, text="Carol's words", waits=[("Carol's words", ("Tom's later words",))])
    assert len(carol.desk.ask(versions.beside, note, "text")) == 2, "the older one is kept"
    settle(carol, note, keeps=True)
    assert_agree(note, carol, tom, text="Carol's words", waits=[])


def test_what_is_settled_already_says_so(team: Team) -> None:
    carol, tom, note = two(team)
    settle(tom, note, keeps=True)
    quiet(tom, carol)
    with pytest.raises(errors.AlreadySettled):
        settle(carol, note, keeps=True)


def test_what_came_in_while_somebody_looked_is_not_settled_unseen(team: Team) -> None:
    carol, tom, note = two(team)
    (shown,) = tom.desk.ask(versions.waiting)
    write(carol, note, "Carol's words, and more")
    quiet(carol, tom)
    with pytest.raises(errors.ChangedWhileLooking):
        tom.desk.do(choosing.settle, [choosing.of(shown)])
    assert len(tom.desk.ask(versions.waiting)) == 1


def test_words_that_were_not_shown_stay_beside_it(team: Team) -> None:
    carol, tom, note = two(team)
    (shown,) = tom.desk.ask(versions.waiting)
    building.arrive(tom.desk, note, protocol.Edit("text", value="Sarah's words"))
    tom.desk.do(choosing.settle, [choosing.of(shown)])
    assert open_ones(tom) == [("Carol's words", ("Sarah's words",))]
    assert carol.desk.ask(versions.count) == 1


def test_settling_can_be_taken_back_and_both_versions_wait_again(team: Team) -> None:
    carol, tom, note = two(team)
    told = settle(tom, note, "Tom's words")
    quiet(tom, carol)
    assert tom.desk.do(choosing.reopen, told.act_id) == 1
    assert_agree(note, tom, carol, text="Carol's words", waits=[("Carol's words", ("Tom's words",))])
    settle(carol, note, keeps=True)
    assert_agree(note, carol, tom, text="Carol's words", waits=[])
    with pytest.raises(errors.NothingToUndo):
        tom.desk.do(choosing.reopen, "nothing of the kind")


def test_settling_is_not_taken_back_over_what_somebody_wrote_since(team: Team) -> None:
    carol, tom, note = two(team)
    told = settle(tom, note, "Tom's words")
    quiet(tom, carol)
    write(carol, note, "Tom's words, and mine")
    quiet(carol, tom)
    with pytest.raises(errors.OtherVoice):
        tom.desk.do(choosing.reopen, told.act_id)


def test_a_settling_that_the_centre_does_not_take_leaves_both_versions_waiting(team: Team) -> None:
    carol, tom, note = two(team)
    team.centre.refuses = lambda act: "not_allowed" if act.verb == settling.SETTLED else ""
    settle(tom, note, "Tom's words")
    assert open_ones(tom) == []
    quiet(tom, carol)
    assert open_ones(tom) == open_ones(carol) == [("Carol's words", ("Tom's words",))]
    assert tom.desk.ask(form.sheet, note).answers["text"] == "Carol's words"


# Every kind of answer


def a_shared_form(team: Team, form_id: str, **answers: Any) -> tuple[Worker, Worker, str]:
    carol, tom = team.joins("Carol"), team.joins("Tom")
    home = building.a_family(carol.desk)
    record = carol.desk.do(form.start, form_id, family_id=home.family, answers=answers)
    quiet(carol, tom)
    return carol, tom, record


def answer(worker: Worker, record_id: str, path: str, value: Any) -> None:
    worker.desk.do(form.answer, record_id, path, value, sitting=f"{path} {value}")


def stands(worker: Worker, record_id: str) -> dict[str, Any]:
    return dict(worker.desk.ask(form.sheet, record_id).answers)


A_SIGNATURE = {"strokes": [[[0, 0], [4, 4]]], "name": "Agnieszka", "at": "2026-07-07T10:00"}
KINDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("eha_part_a", "checked_with", "Front door", "School"),
    ("eha_part_a", "family_hopes", "To sleep.", "To sleep, and a bed."),
    ("eha_part_a", "nth_eha", 2, 3),
    ("eha_part_a", "check_date", "2026-07-01", "2026-07-02"),
    ("eha_part_a", "interpreter", True, False),
    ("eha_part_a", "existing_check", "none_found", "open_eha"),
    ("eha_part_a", "staff_safety", "A dog.", "Two dogs."),
    ("eha_part_b", "physical_health_score_worker", 3, 4),
    ("note", "place", "home", "school"),
    ("note", "at", "2026-07-07T10:15", "2026-07-07T10:45"),
)


@pytest.mark.parametrize(("form_id", "path", "hers", "his"), KINDS)
def test_two_answers_of_every_kind_wait_and_are_settled(
    team: Team, form_id: str, path: str, hers: Any, his: Any
) -> None:
    carol, tom, record = a_shared_form(team, form_id)
    answer(carol, record, path, hers)
    answer(tom, record, path, his)
    quiet(carol, tom)
    (told,) = tom.desk.ask(versions.waiting)
    assert (told.path, told.now.value, told.others[0].value) == (path, hers, his)
    tom.desk.do(choosing.settle, [choosing.Choice(told.home_id, path, keeps=False, value=his)])
    quiet(tom, carol)
    for worker in (carol, tom):
        assert stands(worker, record)[path] == his
        assert worker.desk.ask(versions.waiting) == ()
        assert worker.desk.ask(soundness.history).wrong == 0


def test_one_who_cleared_and_one_who_wrote_leave_the_words_and_say_so(team: Team) -> None:
    carol, tom, record = a_shared_form(team, "eha_part_a", family_hopes="To sleep.")
    answer(carol, record, "family_hopes", None)
    answer(tom, record, "family_hopes", "To sleep, and a bed.")
    quiet(carol, tom)
    (told,) = carol.desk.ask(versions.waiting)
    assert (told.now.value, told.now.who, told.reason) == ("To sleep, and a bed.", "Tom", versions.REMOVED)
    assert [(one.value, one.who) for one in told.others] == [(None, "Carol")]
    carol.desk.do(choosing.settle, [choosing.Choice(told.home_id, told.path, keeps=False)])
    quiet(carol, tom)
    assert "family_hopes" not in stands(tom, record)


def test_ticks_of_one_list_join_by_themselves(team: Team) -> None:
    carol, tom, record = a_shared_form(team, "eha_part_a")
    one, other = (
        each.code for each in carol.desk.ask(form.sheet, record).form.question("training").options[:2]
    )
    answer(carol, record, "training", [one])
    answer(tom, record, "training", [other])
    quiet(carol, tom)
    assert set(stands(tom, record)["training"]) == {one, other}
    assert tom.desk.ask(versions.waiting) == ()


def test_a_restricted_answer_has_restricted_versions(team: Team) -> None:
    carol, tom, record = a_shared_form(team, "eha_part_a")
    answer(carol, record, "staff_safety", "A dog.")
    quiet(carol, tom)
    answer(carol, record, "staff_safety", "Two dogs.")
    answer(tom, record, "staff_safety", "No dog.")
    quiet(carol, tom)
    (told,) = tom.desk.ask(versions.waiting)
    assert told.is_restricted
    for audience in ("file", "family"):
        assert tom.desk.ask(versions.waiting, audience=audience) == ()
        assert tom.desk.ask(versions.waiting, record_id=record, audience=audience) == ()
        assert tom.desk.ask(versions.beside, record, "staff_safety", audience=audience) == ()
        assert tom.desk.ask(versions.paths_of, record, audience=audience) == {}


# Rows


def a_shared_row(team: Team) -> tuple[Worker, Worker, str, str]:
    carol, tom, plan = a_shared_form(team, "action_plan")
    row = carol.desk.do(form.add_row, plan, "outcomes", {"outcome": "Zofia sleeps", "target": "7 nights"})
    quiet(carol, tom)
    return carol, tom, plan, f"outcomes/{row}"


def test_cells_of_a_row_are_settled_one_by_one(team: Team) -> None:
    carol, tom, plan, row = a_shared_row(team)
    answer(carol, plan, f"{row}/target", "5 nights")
    answer(tom, plan, f"{row}/target", "6 nights")
    answer(tom, plan, f"{row}/baseline", "2 nights")
    quiet(carol, tom)
    (told,) = carol.desk.ask(versions.waiting)
    assert (told.path, told.now.value, told.others[0].value) == (f"{row}/target", "5 nights", "6 nights")
    carol.desk.do(choosing.settle, [choosing.Choice(told.home_id, told.path, keeps=False, value="6 nights")])
    quiet(carol, tom)
    found = stands(tom, plan)["outcomes"][row.partition("/")[2]]
    assert (found["target"], found["baseline"]) == ("6 nights", "2 nights")
    assert tom.desk.ask(versions.waiting) == ()


@pytest.mark.parametrize("keeps", [True, False])
def test_a_row_that_one_took_away_and_the_other_wrote_in_stays_and_says_so(team: Team, keeps: bool) -> None:
    carol, tom, plan, row = a_shared_row(team)
    carol.desk.do(form.remove_row, plan, *row.split("/"))
    answer(tom, plan, f"{row}/target", "5 nights")
    quiet(carol, tom)
    for worker in (carol, tom):
        (told,) = worker.desk.ask(versions.waiting)
        assert (told.path, told.reason, told.now.who) == (row, versions.REMOVED, "Tom")
        assert (told.now.value["outcome"], told.now.value["target"]) == ("Zofia sleeps", "5 nights")
        assert [(one.value, one.who) for one in told.others] == [(None, "Carol")]
        assert worker.desk.ask(enrolled.standing).aside == 0
    carol.desk.do(choosing.settle, [choosing.Choice(told.home_id, row, keeps=keeps)])
    quiet(carol, tom)
    for worker in (carol, tom):
        assert ("outcomes" in stands(worker, plan)) == keeps
        assert worker.desk.ask(versions.waiting) == ()
        assert worker.desk.ask(soundness.history).wrong == 0


def test_the_row_is_back_on_the_desk_before_the_centre_has_said_so(team: Team) -> None:
    carol, tom, plan, row = a_shared_row(team)
    carol.desk.do(form.remove_row, plan, *row.split("/"))
    carol.sync()
    answer(tom, plan, f"{row}/target", "5 nights")
    answer(tom, plan, f"{row}/baseline", "2 nights")
    asked = msgspec.structs.replace(tom.desk.do(enrolled.collect), acts=())
    tom.desk.do(arrivals.take_in, team.centre.exchange("Tom", asked))
    found = stands(tom, plan)["outcomes"][row.partition("/")[2]]
    assert (found["outcome"], found["target"], found["baseline"]) == ("Zofia sleeps", "5 nights", "2 nights")
    (told,) = tom.desk.ask(versions.waiting)
    assert (told.reason, told.now.who, told.others[0].who) == (versions.REMOVED, "Tom", "Carol")
    quiet(tom, carol)
    assert stands(tom, plan) == stands(carol, plan)
    assert tom.desk.ask(soundness.history).wrong == 0


def test_a_row_that_is_settled_while_somebody_takes_it_away_comes_back_and_says_so(team: Team) -> None:
    carol, tom, plan, row = a_shared_row(team)

    @acts.act("row.added")
    def put_whole(work: acts.Work, value: dict[str, str]) -> None:
        work.edit(work.record(plan), row, value)

    for worker, words in ((carol, "Carol's"), (tom, "Tom's")):
        worker.desk.do(put_whole, {"rank": "V", "outcome": words, "target": words})
    quiet(carol, tom)
    (told,) = tom.desk.ask(versions.waiting)
    carol.desk.do(form.remove_row, plan, *row.split("/"))
    carol.sync()
    his = told.others[0].value
    tom.desk.do(choosing.settle, [choosing.Choice(told.home_id, row, keeps=False, value=his)])
    quiet(tom, carol)
    for worker in (carol, tom):
        found = stands(worker, plan)["outcomes"][row.partition("/")[2]]
        assert (found["outcome"], found["target"]) == ("Tom's", "Tom's")
        (left,) = worker.desk.ask(versions.waiting)
        assert (left.reason, left.others[0].value) == (versions.REMOVED, None)


# Finished forms


def finished_with_two(team: Team) -> tuple[Worker, Worker, str, versions.Two]:
    """A plan that was finished with two versions in it."""
    carol, tom, plan, row = a_shared_row(team)
    answer(carol, plan, f"{row}/target", "5 nights")
    answer(tom, plan, f"{row}/target", "6 nights")
    quiet(carol, tom)

    @acts.act("form.finished")
    def finish(work: acts.Work) -> None:
        work.edit(work.record(plan), "$status", "finished")

    carol.desk.do(finish)
    quiet(carol, tom)
    (told,) = tom.desk.ask(versions.waiting)
    return carol, tom, plan, told


def test_what_stands_in_a_finished_form_is_kept_without_more_ado(team: Team) -> None:
    carol, tom, plan, told = finished_with_two(team)
    assert told.needs_reason
    tom.desk.do(choosing.settle, [choosing.Choice(told.home_id, told.path)])
    quiet(tom, carol)
    for worker in (carol, tom):
        assert worker.desk.ask(versions.waiting) == ()
        assert worker.desk.ask(form.sheet, plan).version == 1
        assert worker.desk.ask(enrolled.standing).aside == 0


def test_a_finished_form_takes_another_value_as_an_amendment_with_a_reason(team: Team) -> None:
    carol, tom, plan, told = finished_with_two(team)
    choice = choosing.Choice(told.home_id, told.path, keeps=False, value="6 nights")
    with pytest.raises(errors.ReasonMissing):
        tom.desk.do(choosing.settle, [choice])
    settled = tom.desk.do(choosing.settle, [choice], "Tom had asked Agnieszka")
    quiet(tom, carol)
    for worker in (carol, tom):
        sheet = worker.desk.ask(form.sheet, plan)
        assert (sheet.status, sheet.version, sheet.amended_because) == (
            "amended",
            2,
            "Tom had asked Agnieszka",
        )
        assert worker.desk.ask(versions.waiting) == ()
        assert worker.desk.ask(form.sheet, plan, version=1).answers != sheet.answers
    with pytest.raises(errors.RecordLocked):
        tom.desk.do(choosing.reopen, settled.act_id)


def test_a_form_that_is_void_has_nothing_to_settle(team: Team) -> None:
    carol, tom, note = two(team)
    carol.desk.do(form.void, note, "The wrong family")
    quiet(carol, tom)
    assert open_ones(tom) == []
    with pytest.raises(errors.RecordLocked):
        settle(tom, note, keeps=True)


# What was set aside


def aside(worker: Worker) -> list[str]:
    def read(reading: acts.Reading) -> list[str]:
        return list(reading.connection.execute(sa.select(base.set_aside.c.act_id)).scalars())

    return list(worker.desk.ask(read))


def locked_out(team: Team) -> tuple[Worker, Worker, str]:
    """Carol finished a plan while Tom, who had not heard of it, wrote in it."""
    carol, tom, plan = a_shared_form(team, "action_plan", contingency="Ring Agnieszka.")

    @acts.act("form.finished")
    def finish(work: acts.Work) -> None:
        work.edit(work.record(plan), "$status", "finished")

    carol.desk.do(finish)
    carol.sync()
    team.centre.refuses = lambda act: "record_locked" if act.verb == "answer.given" else ""
    answer(tom, plan, "contingency", "Ring the school.")
    quiet(tom, carol)
    return carol, tom, plan


def test_words_for_a_locked_form_are_taken_up_as_an_amendment_with_a_reason(team: Team) -> None:
    carol, tom, plan = locked_out(team)
    assert stands(tom, plan)["contingency"] == "Ring Agnieszka."
    ids = aside(tom)
    assert tom.desk.ask(taking_up.may_be_taken_up, ids)
    with pytest.raises(errors.ReasonMissing):
        tom.desk.do(taking_up.take_up, ids)
    assert aside(tom) == ids, "nothing is lost by trying"
    assert tom.desk.do(taking_up.take_up, ids, "The school had asked for it") == 1
    quiet(tom, carol)
    for worker in (carol, tom):
        sheet = worker.desk.ask(form.sheet, plan)
        assert sheet.answers["contingency"] == "Ring the school."
        assert (sheet.status, sheet.version) == ("amended", 2)
        assert sheet.amended_because == "The school had asked for it"
        assert worker.desk.ask(versions.waiting) == ()
        assert worker.desk.ask(soundness.history).wrong == 0
    assert aside(tom) == []
    with pytest.raises(errors.NothingSetAside):
        tom.desk.do(taking_up.take_up, ids, "Again")


def test_words_that_were_not_allowed_can_be_tried_again(team: Team) -> None:
    carol, tom, note = a_shared_form(team, "note", text="Zofia drew.")
    team.centre.refuses = lambda act: "not_allowed" if act.verb == "answer.given" else ""
    answer(tom, note, "text", "Zofia drew a house.")
    tom.sync()
    team.centre.refuses = lambda _act: ""
    assert tom.desk.do(taking_up.take_up, aside(tom)) == 1
    quiet(tom, carol)
    assert stands(carol, note)["text"] == "Zofia drew a house."
    assert aside(tom) == []


def test_a_record_that_was_not_taken_in_is_not_written_again(team: Team) -> None:
    carol, tom, note = a_shared_form(team, "note", text="Zofia drew.")
    home = carol.desk.ask(form.sheet, note).family_id
    team.centre.refuses = lambda act: "not_allowed" if act.verb == "form.started" else ""
    building.a_note(tom.desk, home, text="Mine alone.")
    tom.sync()
    ids = aside(tom)
    assert not tom.desk.ask(taking_up.may_be_taken_up, ids)
    with pytest.raises(errors.RecordLocked):
        tom.desk.do(taking_up.take_up, ids)
    assert aside(tom) == ids
