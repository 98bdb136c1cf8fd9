"""A form is begun with what is known, and finished with an eye on the episode around it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ehdesk import errors, files
from ehdesk.forms import definition
from ehdesk.models import beginning, beyond, episode, form, offered, person, practitioner, store
from ehdesk.vault import device, keyslots, opening
from tests import building
from tests.paper.answers import agreement

Q = definition.Question
PLAN = definition.Form(
    id="plan",
    version=1,
    register="F99",
    title="Plan",
    record="plan",
    sections=(
        definition.Section(
            "one",
            "One",
            (
                Q("number", "number", "Number", prefill="number"),
                Q(
                    "outcomes",
                    "table",
                    "Outcomes",
                    row_name="outcome",
                    columns=(
                        Q("outcome", "text", "Outcome"),
                        Q("needs", "entries", "Needs", rows_of="eha_part_b.needs", row_label="statement"),
                    ),
                    checks=(
                        definition.Check(
                            "each_has_row",
                            "No outcome answers: {rows}",
                            other="eha_part_b.needs",
                            column="needs",
                        ),
                    ),
                ),
            ),
        ),
    ),
)


def _forms(form_id: str, version: int | None = None) -> definition.Form:
    return PLAN if form_id == "plan" else offered.form(form_id, version)


@pytest.fixture
def planning(tmp_path: Path) -> Iterator[building.Desk]:
    """A desk that knows our forms and an invented plan that points at the needs of Part B."""
    folder, time = files.DataFolder(tmp_path / "planning"), building.Time()
    cheap = keyslots.Stretching.cheap()
    made = opening.create(folder, building.PASSPHRASE, device=device.InMemory(), stretching=cheap)
    building.enter_numbers(folder, made.keys)
    me = practitioner.New("Carol Ndlovu", agency="Alder Bank Primary")
    desk = building.Desk(
        folder, made.keys, time, store.create(folder, made.keys, time.clock(), me=me, forms=_forms)
    )
    yield desk
    desk.close()


@pytest.fixture
def home(planning: building.Desk) -> building.Household:
    return building.a_family(planning)


def answers_of(desk: building.Desk, record_id: str) -> dict[str, Any]:
    return dict(desk.ask(form.sheet, record_id).answers)


def needs(desk: building.Desk, home: building.Household) -> tuple[str, dict[str, Any]]:
    """A Part B with two needs."""
    part_b = desk.do(beginning.begin, "eha_part_b", family_id=home.family)
    for statement in ("A dry bedroom", "School in the morning"):
        desk.do(form.add_row, part_b, "needs", {"statement": statement})
    return part_b, answers_of(desk, part_b)["needs"]


def test_part_b_begins_with_the_children_and_the_mother_on_file(
    planning: building.Desk, home: building.Household
) -> None:
    unborn = {"role": "child", "due_date": "2026-12-02"}
    planning.do(person.add_person, home.family, unborn)
    part_b = planning.do(beginning.begin, "eha_part_b", family_id=home.family)
    said = answers_of(planning, part_b)
    assert [row["child"] for row in said["children"].values()] == [home.zofia, home.lukasz]
    assert [row["adult"] for row in said["adults"].values()] == [home.mother]
    assert said["started_on"] == planning.time.clock().today().isoformat()


def test_a_form_is_begun_in_the_familys_open_episode(
    planning: building.Desk, home: building.Household
) -> None:
    opened = planning.do(episode.open_episode, home.family)
    part_a = planning.do(beginning.begin, "eha_part_a", family_id=home.family)
    assert planning.ask(form.sheet, part_a).episode_id == opened
    assert answers_of(planning, part_a)["agency"] == "Alder Bank Primary"


def test_what_the_worker_brings_is_not_replaced(planning: building.Desk, home: building.Household) -> None:
    step = planning.do(
        beginning.begin,
        "step_record",
        family_id=home.family,
        variant="step_up",
        answers={"received_at": "2026-06-01T09:00"},
    )
    assert answers_of(planning, step) == {"type": "step_up", "received_at": "2026-06-01T09:00"}


def test_forms_of_one_kind_are_counted_in_their_episode(
    planning: building.Desk, home: building.Household
) -> None:
    planning.do(episode.open_episode, home.family)
    first, second = (planning.do(beginning.begin, "plan", family_id=home.family) for _ in range(2))
    assert [answers_of(planning, each)["number"] for each in (first, second)] == [1, 2]


def test_a_part_b_that_starts_before_early_help_was_opened_is_not_finished(
    planning: building.Desk, home: building.Household
) -> None:
    planning.do(episode.open_episode, home.family, {"opened_on": "2026-06-08"})
    part_b, _needs = needs(planning, home)
    planning.do(form.answer, part_b, "started_on", "2026-06-07")
    with pytest.raises(errors.NotComplete) as refused:
        planning.do(form.finish, part_b)
    told = {fault.path: fault.message for fault in refused.value.faults}
    assert told["started_on"] == "Enter a date on or after the day Early Help was opened"
    planning.do(form.answer, part_b, "started_on", "2026-06-08")
    with pytest.raises(errors.NotComplete) as again:
        planning.do(form.finish, part_b)
    assert "started_on" not in {fault.path for fault in again.value.faults}


def test_a_plan_offers_the_needs_and_waits_until_each_is_answered(
    planning: building.Desk, home: building.Household
) -> None:
    _part_b, rows = needs(planning, home)
    dry, school = rows
    plan = planning.do(beginning.begin, "plan", family_id=home.family)
    told = planning.ask(beyond.rows, PLAN, {}, family_id=home.family)
    assert told == {"eha_part_b.needs": {dry: "A dry bedroom", school: "School in the morning"}}
    row = planning.do(form.add_row, plan, "outcomes", {"outcome": "Sleep", "needs": [dry]})
    with pytest.raises(errors.NotComplete) as refused:
        planning.do(form.finish, plan)
    assert [fault.message for fault in refused.value.faults] == ["No outcome answers: School in the morning"]
    planning.do(form.answer, plan, f"outcomes/{row}/needs", [dry, school])
    planning.do(form.finish, plan)
    assert planning.ask(form.sheet, plan).status == "finished"


def test_a_finished_plan_keeps_the_words_of_the_needs_as_they_were(
    planning: building.Desk, home: building.Household
) -> None:
    part_b, rows = needs(planning, home)
    dry, school = rows
    plan = planning.do(beginning.begin, "plan", family_id=home.family)
    planning.do(form.add_row, plan, "outcomes", {"outcome": "Sleep", "needs": [dry, school]})
    planning.do(form.finish, plan)
    planning.do(form.answer, part_b, f"needs/{dry}/statement", "A bedroom without mould")
    assert planning.ask(form.sheet, plan).as_shown[dry] == "A dry bedroom"


def test_the_first_agreement_says_from_when_work_was_agreed(
    planning: building.Desk, home: building.Household
) -> None:
    for day in ("2026-06-09", "2026-06-08"):
        given = {**agreement.ANSWERS, "given_by": home.mother, "agreed_at": f"{day}T09:20"}
        given = {key: value for key, value in given.items() if not isinstance(value, dict)}
        planning.do(form.finish, planning.do(form.start, "agreement", family_id=home.family, answers=given))
    asked = offered.form("eha_part_a")
    around = planning.ask(beyond.around, asked, {}, family_id=home.family)
    assert around.agreed_on == "2026-06-08"


def test_how_many_assessments_i_have_led_is_asked_once_and_then_known(desk: building.Desk) -> None:
    def begun() -> str:
        return desk.do(beginning.begin, "eha_part_a", family_id=building.a_family(desk).family)

    first = begun()
    assert "nth_eha" not in desk.ask(form.sheet, first).answers
    desk.do(form.answer, first, "nth_eha", 7)
    assert desk.ask(form.sheet, begun()).answers["nth_eha"] == 8


def test_an_offer_that_was_declined_and_a_void_form_are_no_assessments_of_mine(desk: building.Desk) -> None:
    for declined in (True, False):
        answers = {"declined": True} if declined else {}
        family = building.a_family(desk).family
        record = desk.do(form.start, "eha_part_a", family_id=family, answers=answers)
        if not declined:
            desk.do(form.void, record, "Twice")
    made = desk.do(beginning.begin, "eha_part_a", family_id=building.a_family(desk).family)
    assert "nth_eha" not in desk.ask(form.sheet, made).answers
