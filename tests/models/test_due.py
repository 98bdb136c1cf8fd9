"""What is due and what drifts, to the day, however many families there are, in one statement."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import settings
from ehdesk.models import due, episode, person
from tests import building

LIMITS = settings.Limits()


def at(desk: building.Desk, month: int, day: int) -> None:
    desk.time.moment = datetime(2026, month, day, 8, 0, tzinfo=UTC)


def opened(desk: building.Desk, opened_on: str, name: str = "Kowalczyk-Hughes") -> building.Household:
    home = building.a_family(desk, name)
    desk.do(episode.open_episode, home.family, {"opened_on": opened_on})
    return home


def now(desk: building.Desk, limits: settings.Limits = LIMITS, **kw: Any) -> due.DueNow:
    return desk.ask(due.due_now, limits, **kw)


@pytest.mark.parametrize(("month", "day", "drifts"), [(8, 16, 0), (8, 17, 1)])
def test_an_episode_drifts_the_day_after_six_months(
    desk: building.Desk, month: int, day: int, drifts: int
) -> None:
    opened(desk, "2026-02-16", "Al-Masri–Qureshi")
    at(desk, month, day)
    found = now(desk).drifting
    assert [line.family_name for line in found.lines] == ["Al-Masri–Qureshi"] * drifts
    assert found.total == drifts


def test_a_closed_episode_drifts_no_more(desk: building.Desk) -> None:
    home = opened(desk, "2026-02-16")
    at(desk, 9, 1)
    (line,) = now(desk).drifting.lines
    desk.do(episode.close_episode, line.record_id)
    assert now(desk).drifting.lines == ()
    assert desk.ask(due.of_family, home.family, LIMITS) == ()


def test_a_child_who_was_not_seen_alone_for_four_weeks_is_told(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-01")
    seen = {"r1": {"rank": "a", "child": home.zofia, "seen": "seen_alone"}}
    building.a_note(desk, home.family, at="2026-06-20T10:00", text="Drew.", children=seen)
    at(desk, 7, 7)
    (line,) = now(desk).seen_alone.lines
    assert (line.about, line.since.isoformat()) == ("Łukasz", "2026-06-01")
    at(desk, 7, 19)
    assert [line.about for line in now(desk).seen_alone.lines] == ["Łukasz", "Zofia"]


def test_being_seen_with_others_is_not_being_seen_alone(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-01")
    seen = {"r1": {"rank": "a", "child": home.zofia, "seen": "seen"}}
    building.a_note(desk, home.family, at="2026-07-06T10:00", text="Drew.", children=seen)
    at(desk, 7, 7)
    assert "Zofia" in [line.about for line in now(desk).seen_alone.lines]


def test_a_baby_is_not_asked_to_be_seen_alone(desk: building.Desk) -> None:
    home = opened(desk, "2026-03-01")
    desk.do(person.add_person, home.family, {"given_names": "Ola", "role": "child", "dob": "2026-01-04"})
    at(desk, 7, 7)
    assert "Ola" not in [line.about for line in now(desk).seen_alone.lines]


def test_the_longest_drift_comes_first_and_the_rest_is_counted(desk: building.Desk) -> None:
    for month in (3, 1, 2):
        opened(desk, f"2025-0{month}-10", f"Family {month}")
    at(desk, 12, 1)
    found = now(desk, limit=2).drifting
    assert [line.family_name for line in found.lines] == ["Family 1", "Family 2"]
    assert found.total == 3


def test_an_authority_with_a_longer_limit_has_fewer_lines(desk: building.Desk) -> None:
    opened(desk, "2026-02-16")
    at(desk, 8, 17)
    assert now(desk, settings.Limits(drift_months=12)).drifting.lines == ()


def test_everything_due_is_one_statement_that_reads_the_record_of_nobody(desk: building.Desk) -> None:
    opened(desk, "2026-02-16")
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    sa.event.listen(desk.store._reader, "before_cursor_execute", listen)
    now(desk)
    sa.event.remove(desk.store._reader, "before_cursor_execute", listen)
    (statement,) = [one for one in said if one.startswith("SELECT")]
    assert "record.fields" not in statement


def test_a_clock_that_is_not_late_is_still_told_on_the_familys_page(desk: building.Desk) -> None:
    home = opened(desk, "2026-07-01")
    told = {line.rule: line.on.isoformat() for line in desk.ask(due.of_family, home.family, LIMITS)}
    assert told == {"seen_alone": "2026-07-29", "open_long": "2027-01-01"}
