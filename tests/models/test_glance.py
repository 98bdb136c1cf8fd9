"""What stands at the head of a family's file."""

from datetime import date, datetime

import pytest

from ehdesk import settings
from ehdesk.models import base, form, glance, visit
from tests import building, casework

LIMITS = settings.Limits()


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    return autumn


def looked(desk: building.Desk, family_id: base.FamilyId = casework.KOWALCZYK) -> glance.Glance:
    return desk.ask(glance.glance, family_id, LIMITS)


def test_the_days_of_a_plan_count_from_the_day_it_started(desk: building.Desk) -> None:
    plan = casework.answers_of(casework.KOWALCZYK, "action_plan", status="amended")
    started = date.fromisoformat(plan["start_on"])
    assert looked(desk).plan_day == (desk.time.moment.date() - started).days


def test_a_draft_of_a_plan_counts_no_days_and_a_start_that_cannot_be_read_yet_neither(
    desk: building.Desk,
) -> None:
    before = looked(desk).plan_day
    desk.do(form.start, "action_plan", family_id=casework.KOWALCZYK, answers={"start_on": "2026-09-29"})
    assert looked(desk).plan_day == before
    new = building.a_family(desk, "Nowak")
    assert looked(desk, new.family) == glance.Glance(None, None, ())


def test_children_are_heard_in_the_words_of_the_newest_assessment(desk: building.Desk) -> None:
    said = casework.answers_of(casework.KOWALCZYK, "eha_part_b")
    rows = [row for row in said["children"].values() if (row.get("own_words") or "").strip()]
    heard = looked(desk).words
    assert {one.child_id: one.words for one in heard} == {row["child"]: row["own_words"] for row in rows}
    assert {one.on.isoformat() for one in heard} == {said["completed_on"]}

    mute = {"a": {"rank": "A", "child": rows[0]["child"], "own_words": "  "}}
    desk.do(form.start, "eha_part_b", family_id=casework.KOWALCZYK, answers={"children": mute})
    assert looked(desk).words == heard, "an assessment in which nobody said anything yet hides nothing"


def test_what_comes_first_is_next_and_what_is_past_is_not(desk: building.Desk) -> None:
    new = building.a_family(desk, "Nowak")
    for at in ("2026-09-30T09:00", "2026-10-09T10:00", "2026-10-02T14:00"):
        desk.do(visit.plan, family_id=new.family, answers={"at": at})
    found = looked(desk, new.family).next
    assert found is not None
    assert (found.rule, found.on) == ("", date(2026, 10, 2))
    assert isinstance(found.at, datetime)
    assert (found.at.hour, found.at.minute) == (14, 0)
