"""A new form opens with what is known: the day, who writes it, a row for each child."""

import pytest

from ehdesk.models import base, beginning, episode, form, practitioner
from tests import building


@pytest.fixture
def part_a(desk: building.Desk, household: building.Household) -> form.Sheet:
    return desk.ask(form.sheet, desk.do(form.begin, "eha_part_a", family_id=household.family))


def people_in(rows: base.Fields) -> set[str]:
    return {value for row in rows.values() for value in row.values() if value != row["rank"]}


def test_it_knows_the_day_the_writer_and_the_agency(desk: building.Desk, part_a: form.Sheet) -> None:
    known = (q for q in part_a.form.questions() if q.key in part_a.answers)
    asked = {q.prefill: q.key for q in known if q.prefill in ("me", "agency", "today")}
    me = desk.ask(practitioner.me)
    assert part_a.answers[asked["agency"]] == "Alder Bank Primary"
    assert part_a.answers[asked["me"]] in (me.id, me.name)
    assert part_a.answers[asked["today"]] == "2026-07-07"


def test_every_child_and_every_adult_has_a_row(
    desk: building.Desk, household: building.Household, part_a: form.Sheet
) -> None:
    asked = {q.prefill: q.key for q in part_a.form.questions()}
    assert people_in(part_a.answers[asked["children"]]) == {household.zofia, household.lukasz}
    assert people_in(part_a.answers[asked["adults"]]) == {household.mother}


def test_it_belongs_to_the_familys_open_episode(desk: building.Desk, household: building.Household) -> None:
    now = desk.do(episode.open_episode, household.family)
    begun = desk.do(form.begin, "eha_part_b", family_id=household.family)
    assert desk.ask(form.sheet, begun).episode_id == now


def test_what_is_said_at_the_beginning_comes_before_what_is_known(
    desk: building.Desk, household: building.Household
) -> None:
    given = {"started_on": "2026-07-01"}
    begun = desk.do(form.begin, "eha_part_b", family_id=household.family, answers=given)
    assert desk.ask(form.sheet, begun).answers["started_on"] == "2026-07-01"


def test_a_new_row_knows_the_day_too(desk: building.Desk, household: building.Household) -> None:
    begun = desk.do(form.start, "agreement", family_id=household.family)
    tables = [q for q in desk.ask(form.sheet, begun).form.questions() if q.kind == "table"]
    table, column = next((q, c) for q in tables for c in q.columns if c.prefill == "today")
    row = desk.do(form.add_row, begun, table.key, {})
    assert desk.ask(form.sheet, begun).answers[table.key][row][column.key] == "2026-07-07"


def test_entry_questions_choose_among_rows_by_their_words(
    desk: building.Desk, household: building.Household
) -> None:
    begun = desk.do(form.start, "eha_part_b", family_id=household.family)
    asked = [
        column
        for question in desk.ask(form.sheet, begun).form.questions()
        for column in (question, *question.columns)
        if column.rows_of
    ]
    if not asked:
        pytest.skip(reason="no form points to rows yet")
    form_id, _, table = asked[0].rows_of.partition(".")
    assert form_id == "eha_part_b"
    row = desk.do(form.add_row, begun, table, {asked[0].row_label: "Zofia is tired"})
    offered = desk.ask(lambda read: beginning.entries(read, form.sheet(read, begun)))
    assert offered[asked[0].rows_of] == (beginning.Entry(str(row), "Zofia is tired"),)
