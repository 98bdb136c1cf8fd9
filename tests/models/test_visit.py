"""Planned visits: in the day they are planned for, of whoever goes, and never lost when called off."""

from datetime import date
from typing import Any

import pytest

from ehdesk import errors
from ehdesk.models import family, history, practitioner, search, visit
from tests import building

TODAY = date(2026, 7, 7)


def planned(desk: building.Desk, family_id: str | None, at: str, **answers: Any) -> str:
    return desk.do(visit.plan, family_id=family_id, answers={"at": at, **answers})


def on(desk: building.Desk, day: date) -> list[str]:
    return [line.at.strftime("%H:%M") for line in desk.ask(visit.visits_between, day, day)]


def test_a_visit_stands_in_its_day_in_the_order_of_time(desk: building.Desk) -> None:
    home = building.a_family(desk)
    planned(desk, home.family, "2026-07-07T14:00", what_for="Plan to sign", place="home", minutes="90")
    planned(desk, home.family, "2026-07-07T10:00")
    planned(desk, home.family, "2026-07-08T09:00")
    first, second = desk.ask(visit.visits_between, TODAY, TODAY)
    assert (first.at.hour, second.at.hour) == (10, 14)
    assert (second.family_name, second.what_for, second.minutes) == ("Kowalczyk-Hughes", "Plan to sign", 90)
    assert first.minutes == 60
    assert on(desk, date(2026, 7, 8)) == ["09:00"]


def test_a_visit_that_moves_leaves_the_day_it_stood_in(desk: building.Desk) -> None:
    home = building.a_family(desk)
    record_id = planned(desk, home.family, "2026-07-07T10:00")
    desk.do(visit.change, record_id, "at", "2026-07-09T11:30")
    assert on(desk, TODAY) == []
    assert on(desk, date(2026, 7, 9)) == ["11:30"]
    desk.do(visit.undo, record_id)
    assert on(desk, TODAY) == ["10:00"]
    told = desk.ask(history.history, record_id, "at")
    assert [voice.value for voice in told] == ["2026-07-07T10:00", "2026-07-09T11:30", "2026-07-07T10:00"]


def test_a_visit_that_was_called_off_is_out_of_the_day_and_still_there(desk: building.Desk) -> None:
    home = building.a_family(desk)
    record_id = planned(desk, home.family, "2026-07-07T10:00")
    desk.do(visit.call_off, record_id, "Agnieszka is in hospital")
    assert on(desk, TODAY) == []
    kept = desk.ask(visit.visit_sheet, record_id)
    assert kept.is_locked
    assert kept.answers["at"] == "2026-07-07T10:00"


def test_only_whoever_goes_has_it_in_their_day(desk: building.Desk) -> None:
    home = building.a_family(desk)
    sarah = desk.do(practitioner.add, {"name": "Sarah Doyle"})
    record_id = planned(desk, home.family, "2026-07-07T10:00")
    desk.do(visit.change, record_id, "who", sarah)
    assert on(desk, TODAY) == []
    desk.do(visit.change, record_id, "who", None)
    assert on(desk, TODAY) == ["10:00"]


def test_a_time_that_cannot_be_read_yet_is_kept_and_stands_in_no_day(desk: building.Desk) -> None:
    record_id = planned(desk, None, "9/July/ ")
    assert on(desk, TODAY) == []
    assert desk.ask(visit.visit_sheet, record_id).answers["at"] == "9/July/ "


def test_a_visit_without_a_note_since_is_asked_about_for_a_week(desk: building.Desk) -> None:
    home, other = building.a_family(desk), building.a_family(desk, "Ionescu-Țăranu")
    for each in (home, other):
        planned(desk, each.family, "2026-07-06T10:00")
    planned(desk, home.family, "2026-06-20T10:00")
    building.a_note(desk, other.family, at="2026-07-06T12:00", text="Talked.")
    assert [line.family_name for line in desk.ask(visit.without_a_note)] == ["Kowalczyk-Hughes"]
    building.a_note(desk, home.family, at="2026-07-07T10:15", text="Went again.")
    assert desk.ask(visit.without_a_note) == ()


def test_a_visit_is_found_by_what_it_is_for(desk: building.Desk) -> None:
    record_id = planned(desk, building.a_family(desk).family, "2026-07-07T10:00", what_for="Bedroom wall")
    (hit,) = desk.ask(search.find, "bedroom")
    assert (hit.record_id, hit.kind) == (record_id, "visit")


def test_a_visit_can_be_filed_later_and_only_visits_are_changed(desk: building.Desk) -> None:
    home = building.a_family(desk)
    record_id = planned(desk, None, "2026-07-07T10:00")
    desk.do(visit.file_under, record_id, home.family)
    (line,) = desk.ask(visit.visits_of_family, home.family)
    assert line.reference == desk.ask(family.named, home.family)[1]
    with pytest.raises(errors.RecordMissing):
        desk.do(visit.change, home.family, "at", "2026-07-07T10:00")


def test_the_day_is_read_through_an_index(desk: building.Desk) -> None:
    building.a_family(desk)
    assert building.scans(desk, visit.visits_between, TODAY, TODAY) == []
    assert building.scans(desk, visit.without_a_note) == []


def test_a_visit_to_nobody_yet_is_filed_once(desk: building.Desk) -> None:
    home = building.a_family(desk)
    made = planned(desk, None, "2026-07-07T10:00")
    assert desk.ask(visit.visits_of_family, home.family) == ()
    for _ in range(2):
        desk.do(visit.file_under, made, home.family)
    assert [line.at.hour for line in desk.ask(visit.visits_of_family, home.family)] == [10]
    desk.do(visit.change, made, "what_for", "Tea")
    desk.do(visit.undo, made)
    desk.do(visit.redo, made)
    assert desk.ask(visit.visit_sheet, made).answers["what_for"] == "Tea"
