"""What lists and measures ask of self-assessments stands in a table of its own."""

from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, checklist, form
from tests import building
from tests.models.test_migrations import back_to_the_first_tables


def lines(read: acts.Reading) -> list[tuple[Any, ...]]:
    wanted = sa.select(checklist.TABLE.c.id, checklist.TABLE.c.stage, checklist.TABLE.c.own_grade)
    return [tuple(row) for row in read.connection.execute(wanted)]


def test_a_self_assessment_stands_among_the_checklists(desk: building.Desk) -> None:
    family = building.a_family(desk).family
    answers = {"stage": "first_plan", "own_grade": "2"}
    made = desk.do(form.start, "self_assessment", family_id=family, answers=answers)
    assert desk.ask(lines) == [(made, "first_plan", "2")]


def test_one_that_an_older_ehdesk_left_out_is_found_when_the_vault_comes_forward(
    desk: building.Desk,
) -> None:
    family = building.a_family(desk).family
    made = desk.do(form.start, "self_assessment", family_id=family, answers={"stage": "review"})
    desk.store.close()
    desk.store._held = None
    with desk.writer().connect() as plain:
        driver: Any = plain.connection.driver_connection
        driver.execute("PRAGMA query_only=OFF")
        driver.execute("DELETE FROM checklist")
    back_to_the_first_tables(desk)
    desk.reopen()
    assert desk.ask(lines) == [(made, "review", None)]
