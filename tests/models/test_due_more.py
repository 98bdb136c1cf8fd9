"""Clocks that a form, the authority or other people's work set: a named day, a check, a social worker."""

from datetime import UTC, datetime

import pytest

from ehdesk import settings
from ehdesk.models import acts, due, episode, form
from tests import building

LIMITS = settings.Limits()


def at(desk: building.Desk, year: int, month: int, day: int) -> None:
    desk.time.moment = datetime(year, month, day, 8, 0, tzinfo=UTC)


@pytest.fixture
def home(desk: building.Desk) -> building.Household:
    """A family whose episode began on 8 June 2026, looked at on that day."""
    made = building.a_family(desk, "Kowalczyk-Hughes")
    at(desk, 2026, 6, 8)
    desk.do(episode.open_episode, made.family, {"opened_on": "2026-06-08"})
    return made


def filled(desk: building.Desk, home: building.Household, form_id: str, **answers: object) -> str:
    here = desk.ask(episode.episodes, home.family)[0].id
    made: str = desk.do(form.start, form_id, family_id=home.family, episode_id=here, answers=answers)
    return made


def finished(desk: building.Desk, record: str, status: str = "finished") -> None:
    """As an import leaves it: what finishing asks for is another test's."""
    desk.do(_put_status, record, status)


@acts.act("form.finished")
def _put_status(work: acts.Work, record: str, status: str) -> None:
    work.edit(work.record(record), "$status", status)


def lines(desk: building.Desk, which: str, limits: settings.Limits = LIMITS) -> list[tuple[str, str]]:
    found = getattr(desk.ask(due.due_now, limits), which)
    return [(line.rule, line.on.isoformat()) for line in found.lines]


def test_part_b_is_due_on_the_day_that_part_a_names(desk: building.Desk, home: building.Household) -> None:
    record = filled(desk, home, "eha_part_a", opened_on="2026-06-08", next="part_b", part_b_due="2026-06-19")
    assert ("part_b", "2026-07-06") in [
        (one.rule, one.on.isoformat()) for one in desk.ask(due.of_family, home.family, LIMITS)
    ], "a draft names nothing yet"
    finished(desk, record)
    at(desk, 2026, 6, 20)
    assert ("part_b_named", "2026-06-19") in lines(desk, "late")
    assert "part_b" not in [rule for which in ("late", "soon") for rule, _on in lines(desk, which)]
    filled(desk, home, "eha_part_b", completed_on="2026-06-18")
    assert "part_b_named" not in [rule for rule, _on in lines(desk, "late")]


def test_a_part_a_that_goes_another_way_names_no_day(desk: building.Desk, home: building.Household) -> None:
    said = {"opened_on": "2026-06-08", "next": "single_service_plan", "part_b_due": "2026-06-19"}
    finished(desk, filled(desk, home, "eha_part_a", **said))
    at(desk, 2026, 6, 22)
    assert "part_b_named" not in [rule for rule, _on in lines(desk, "late")]


def test_whoever_could_not_check_for_other_work_is_told_after_two_days(
    desk: building.Desk, home: building.Household
) -> None:
    said = {"existing_check": "could_not_check", "check_date": "2026-06-08"}
    record = filled(desk, home, "eha_part_a", **said)
    assert ("check_existing", "2026-06-10") in lines(desk, "soon")
    at(desk, 2026, 6, 11)
    (line,) = [one for one in desk.ask(due.due_now, LIMITS).late.lines if one.rule == "check_existing"]
    assert line.record_id == record
    desk.do(form.answer, record, "existing_check", "none_found")
    assert "check_existing" not in [rule for rule, _on in lines(desk, "late")]


def test_an_episode_of_a_year_asks_for_a_social_worker_until_the_manager_looked(
    desk: building.Desk, home: building.Household
) -> None:
    at(desk, 2027, 6, 8)
    assert "consult" not in [rule for rule, _on in lines(desk, "drifting")]
    at(desk, 2027, 6, 9)
    assert ("consult", "2027-06-08") in lines(desk, "drifting")
    assert "consult" not in [r for r, _ in lines(desk, "drifting", settings.Limits(consult_months=18))]
    filled(desk, home, "oversight", date="2027-06-09")
    assert "consult" not in [rule for rule, _on in lines(desk, "drifting")]


def test_the_third_review_asks_for_a_social_worker(desk: building.Desk, home: building.Household) -> None:
    at(desk, 2026, 11, 1)
    for day in ("2026-07-20", "2026-08-31"):
        finished(desk, filled(desk, home, "review", date=day))
    draft = filled(desk, home, "review", date="2026-10-12")
    assert "consult_reviews" not in [rule for rule, _on in lines(desk, "drifting")]
    finished(desk, draft)
    assert ("consult_reviews", "2026-10-12") in lines(desk, "drifting")
    assert ("consult_reviews", "2026-08-31") in lines(desk, "drifting", settings.Limits(consult_reviews=2))
    filled(desk, home, "oversight", date="2026-10-20")
    assert "consult_reviews" not in [rule for rule, _on in lines(desk, "drifting")]


def test_these_clocks_are_read_through_indexes(desk: building.Desk, home: building.Household) -> None:
    scanned = set(building.scans(desk, due.due_now, LIMITS))
    assert not scanned & {"record", "part_a", "review", "oversight"}
