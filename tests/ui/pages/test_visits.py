"""Planning a visit, finding it on Today, moving it, taking it to a calendar, and being reminded quietly."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import settings
from ehdesk.models import due, episode, form, practitioner, visit
from ehdesk.rules import due_words
from ehdesk.ui import desk as desks
from ehdesk.ui import messages, reminders, visit_page, visits_page
from tests import building
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def planned(at_work: AtWork, at: str, **answers: Any) -> str:
    return at_work.kept.do(visit.plan, family_id=at_work.home.family, answers={"at": at, **answers})


def where(at_work: AtWork) -> desks.Place:
    at_work.settle()
    place = at_work.window.where()
    assert place is not None
    return place


# Today


def test_today_shows_visits_with_time_family_and_purpose(at_work: AtWork) -> None:
    planned(at_work, "2026-07-07T14:00", what_for="Plan to sign", place="home")
    planned(at_work, "2026-07-08T09:00")
    page = at_work.go("today")
    first, second = page.visits.list.rows()
    assert (first.title, first.side) == ("14:00 · Kowalczyk-Hughes", "Open")
    assert first.detail == "Plan to sign · Home · 1 hour"
    assert second.title == "Tomorrow · 09:00 · Kowalczyk-Hughes"
    assert page.summary.text() == "1 visit today"


def test_today_shows_initials_where_the_worker_wants_them(at_work: AtWork) -> None:
    at_work.desk.prefers = replace(settings.Preferences(), initials=True)
    planned(at_work, "2026-07-07T14:00")
    page = at_work.go("today")
    assert page.visits.list.rows()[0].title == "14:00 · K-H"


def test_a_visit_that_begins_leads_to_its_note(at_work: AtWork) -> None:
    planned(at_work, "2026-07-07T10:50")
    page = at_work.go("today")
    assert page.visits.list.rows()[0].side == "Write the note"
    page.visits.list.setFocus()
    at_work.press(Key.Key_Return)
    place = where(at_work)
    assert (place.page, place.more) == ("note", {"family": at_work.home.family})


def test_a_visit_without_a_note_stands_there_until_it_is_written(at_work: AtWork) -> None:
    planned(at_work, "2026-07-06T10:00")
    (row,) = at_work.go("today").visits.list.rows()
    assert (row.title, row.detail) == ("Yesterday · 10:00 · Kowalczyk-Hughes", "No note yet")
    building.a_note(at_work.kept, at_work.home.family, at="2026-07-06T11:00", text="Talked.")
    assert at_work.go("today").visits.isHidden()


def test_a_child_not_seen_alone_leads_to_a_visit_for_that_family(at_work: AtWork) -> None:
    at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-06-01"})
    page = at_work.go("today")
    rows = page.seen_alone.list.rows()
    assert [row.title for row in rows] == ["Kowalczyk-Hughes · Zofia", "Kowalczyk-Hughes · Łukasz"]
    assert rows[0].detail == "Not seen alone since 1 June 2026"
    page.seen_alone.list.chosen.emit(rows[0].key)
    place = where(at_work)
    assert (place.page, place.more) == ("visit", {"family": at_work.home.family})


def test_a_drifting_family_says_why(at_work: AtWork) -> None:
    at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-01-05"})
    page = at_work.go("today")
    (row,) = page.drifting.list.rows()
    assert row.detail == "Open for longer than six months, since 5 January 2026"


def test_an_action_of_mine_leads_to_its_line_on_the_plans_page(at_work: AtWork) -> None:
    episode_id = at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-06-08"})
    mine = {"owner": at_work.desk.me.id, "status": "open", "due": "2026-07-10"}
    actions = {
        "a": {"rank": "a", "what": "Ring the landlord", **mine},
        "b": {"rank": "b", "what": "Write to the school", **mine},
    }
    answers = {"actions": actions}
    at_work.kept.do(
        form.start,
        "action_plan",
        family_id=at_work.home.family,
        episode_id=episode_id,
        answers=answers,
    )
    page = at_work.go("today")
    row = next(row for row in page.soon.list.rows() if "Write to the school" in row.title)
    page.soon.list.chosen.emit(row.key)
    place = where(at_work)
    assert (place.page, place.record_id) == ("plan", episode_id)
    assert at_work.named() == "Done: Write to the school"


def test_five_lines_stand_there_and_the_rest_is_counted(at_work: AtWork) -> None:
    for n in range(7):
        home = building.a_family(at_work.kept, f"Family {n}")
        at_work.kept.do(episode.open_episode, home.family, {"opened_on": "2025-12-01"})
    page = at_work.go("today")
    assert len(page.drifting.list.rows()) == 5
    assert page.drifting.more.text() == "2 more"


def test_today_asks_for_the_name_of_a_supervisor_until_there_is_one(at_work: AtWork) -> None:
    page = at_work.go("today")
    assert page.setup.list.rows()[0].title == "Nobody is named yet who supervises your work"
    at_work.kept.do(practitioner.change, at_work.desk.me.id, "overseer", "Ruth Abara")
    at_work.desk.me = at_work.kept.ask(practitioner.me)
    assert at_work.go("today").setup.isHidden()


def test_every_rule_has_its_words() -> None:
    assert {rule.key for rule in due.RULES} == set(due_words.DUE)


# One visit


def test_a_visit_is_planned_by_typing_and_nothing_more(at_work: AtWork) -> None:
    page = at_work.go("visit", more={"family": at_work.home.family})
    assert isinstance(page, visit_page.VisitPage)
    for text in ("9", "7", "2026", "10"):
        at_work.type(text)
        at_work.press(Key.Key_Tab)
    at_work.type("Plan to sign")
    page.done_button.click()
    at_work.settle()
    (line,) = at_work.kept.ask(visit.visits_of_family, at_work.home.family)
    assert (line.at.isoformat()[:16], line.what_for) == ("2026-07-09T10:00", "Plan to sign")
    assert where(at_work).page == "today"


def test_leaving_an_untouched_visit_plans_none(at_work: AtWork) -> None:
    page = at_work.go("visit", more={"family": at_work.home.family})
    page.done_button.click()
    at_work.settle()
    assert at_work.kept.ask(visit.visits_of_family, at_work.home.family) == ()


def test_a_visit_without_its_time_is_asked_for_it(at_work: AtWork) -> None:
    page = at_work.go("visit", more={"family": at_work.home.family})
    page._view.go_to("what_for")
    at_work.type("Tea")
    page.done_button.click()
    at_work.settle()
    assert where(at_work).page == "visit"
    assert at_work.named() == "There is a problem. 1 to put right: Enter the day and the time"


def test_calling_off_asks_first_and_names_no_mistake(at_work: AtWork) -> None:
    record_id = planned(at_work, "2026-07-09T10:00")
    page = at_work.go("visit", record_id)
    page.off_button.click()
    dialog = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(dialog, messages.Dialog)
    dialog.accept()
    at_work.settle()
    assert at_work.kept.ask(visit.visits_of_family, at_work.home.family) == ()
    page = at_work.go("visit", record_id)
    assert page._told.isVisible()
    assert not page._view.isEnabled()


def test_locking_in_the_middle_of_a_visit_returns_to_the_same_character(at_work: AtWork) -> None:
    record_id = planned(at_work, "2026-07-09T10:00", what_for="Plan to sign")
    page = at_work.go("visit", record_id)
    page._view.go_to("what_for", 4)
    place = where(at_work)
    at_work.go("today")
    at_work.window.go(place)
    at_work.settle()
    back: Any = at_work.window.page()
    assert back._view.here() == ("what_for", 4)


# Calendar and reminders


def test_the_calendar_file_is_written_where_the_worker_says_and_names_nobody(
    at_work: AtWork, tmp_path: Path
) -> None:
    planned(at_work, "2026-07-09T10:00", what_for="Plan to sign with Agnieszka")
    page = at_work.go("visits")
    dialog = visits_page.CalendarDialog(page, at_work.desk, page._lines)
    dialog.choices["initials"].setChecked(True)
    dialog.save_to(tmp_path / "mine.ics")
    at_work.settle()
    said = (tmp_path / "mine.ics").read_text(encoding="utf-8")
    assert "SUMMARY:Appointment K-H" in said
    assert "Agnieszka" not in said
    assert "Kowalczyk" not in said


def test_a_reminder_says_when_and_never_who_and_only_once(at_work: AtWork) -> None:
    planned(at_work, "2026-07-07T10:50")
    heard: list[desks.Notice] = []
    at_work.desk.said.connect(heard.append)
    made = reminders.Reminders(at_work.desk, lambda: 15, at_work.window)
    for _ in range(2):
        made.look()
        at_work.settle()
    made.stop()
    assert [(one.text, one.detail) for one in heard] == [("A visit begins in 10 minutes", "At 10:50")]


@pytest.mark.parametrize("minutes", [0, 5])
def test_no_reminder_where_none_is_wanted_and_none_before_its_time(at_work: AtWork, minutes: int) -> None:
    planned(at_work, "2026-07-07T10:50")
    heard: list[desks.Notice] = []
    at_work.desk.said.connect(heard.append)
    made = reminders.Reminders(at_work.desk, lambda: minutes, at_work.window)
    made.look()
    at_work.settle()
    made.stop()
    assert heard == []
