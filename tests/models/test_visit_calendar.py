"""The calendar file that leaves the vault: right times, nobody's name, and the same event when it moved."""

from datetime import UTC, date, datetime

import icalendar
import pytest

from ehdesk.models import visit, visit_calendar
from tests import building

WHEN = datetime(2026, 7, 7, 9, 40, tzinfo=UTC)


@pytest.fixture
def lines(desk: building.Desk) -> tuple[visit.VisitLine, ...]:
    home = building.a_family(desk)
    answers = {"at": "2026-07-09T10:00", "minutes": "90", "place": "home"}
    answers |= {"what_for": "Tell Agnieszka about the wall"}
    desk.do(visit.plan, family_id=home.family, answers=answers)
    return desk.ask(visit.visits_between, date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize("shows", ["nothing", "reference", "initials"])
def test_no_name_and_no_purpose_leaves_the_vault(
    lines: tuple[visit.VisitLine, ...], shows: visit_calendar.Shows
) -> None:
    said = visit_calendar.calendar(lines, shows=shows, made_at=WHEN).decode()
    for word in ("Kowalczyk", "Hughes", "Agnieszka", "wall", "Home"):
        assert word.casefold() not in said.casefold()


def test_the_title_is_what_the_worker_chose(lines: tuple[visit.VisitLine, ...]) -> None:
    (line,) = lines
    assert visit_calendar.title(line, "nothing") == "Appointment"
    assert visit_calendar.title(line, "initials") == "Appointment K-H"
    assert visit_calendar.title(line, "reference") == f"Appointment {line.reference}"


def test_another_calendar_reads_the_times_of_a_summer_day(lines: tuple[visit.VisitLine, ...]) -> None:
    read = icalendar.Calendar.from_ical(visit_calendar.calendar(lines, shows="nothing", made_at=WHEN))
    (event,) = read.walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 7, 9, 9, 0, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 7, 9, 10, 30, tzinfo=UTC)


def test_a_visit_that_moved_is_the_same_event(
    desk: building.Desk, lines: tuple[visit.VisitLine, ...]
) -> None:
    desk.do(visit.change, lines[0].record_id, "at", "2026-07-10T10:00")
    after = desk.ask(visit.visits_between, date(2026, 7, 1), date(2026, 7, 31))
    made = [visit_calendar.calendar(each, shows="nothing", made_at=WHEN) for each in (lines, after)]
    uids = [icalendar.Calendar.from_ical(one).walk("VEVENT")[0]["uid"] for one in made]
    assert uids[0] == uids[1]
