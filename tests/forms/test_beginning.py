"""What a new form starts with, and which rows it points at."""

from itertools import count
from typing import Any

from ehdesk.forms import beginning, definition, entries, loader

KNOWN = beginning.Known(
    today="2026-07-03",
    now="2026-07-03T10:40",
    me="carol",
    agency="Alder Bank Primary",
    number=3,
    children=("zofia", "lukasz"),
    adults=("agnieszka",),
    people=("zofia", "lukasz", "agnieszka", "baby"),
    rows={"plan.aims": ("a1", "a2")},
)
Q = definition.Question


def a_form(*questions: definition.Question) -> definition.Form:
    return definition.Form(
        "visit", 1, "F99", "Visit", "visit", (definition.Section("one", "One", questions),)
    )


def begun(form: definition.Form, given: dict[str, Any] | None = None) -> dict[str, Any]:
    numbers = count(1)
    return beginning.begun(form, given or {}, KNOWN, lambda: f"r{next(numbers)}")


def test_part_b_starts_with_a_row_for_each_child_and_each_adult() -> None:
    answers = begun(loader.load("eha_part_b"))
    assert [row["child"] for row in answers["children"].values()] == ["zofia", "lukasz"]
    assert [row["child"] for row in answers["analysis"].values()] == ["zofia", "lukasz"]
    assert [row["adult"] for row in answers["adults"].values()] == ["agnieszka"]
    assert answers["started_on"] == "2026-07-03"
    assert set(answers) == {"children", "analysis", "adults", "started_on"}


def test_part_a_knows_who_is_writing() -> None:
    answers = begun(loader.load("eha_part_a"))
    assert (answers["author"], answers["agency"]) == ("carol", "Alder Bank Primary")


def test_what_is_answered_already_stays() -> None:
    answers = begun(loader.load("eha_part_a"), {"agency": "Bridge Street"})
    assert answers["agency"] == "Bridge Street"


def test_what_is_not_asked_yet_is_not_filled() -> None:
    assert "typist" not in begun(loader.load("note"))
    assert begun(loader.load("note"), {"entered_from_paper": True})["typist"] == "carol"


def test_a_form_has_the_next_number_and_a_row_for_each_entry() -> None:
    aim = Q("aim", "entry", "Aim", rows_of="plan.aims", row_label="aim")
    seen = Q("seen_on", "date", "Seen", prefill="today")
    form = a_form(
        Q("number", "number", "Number", prefill="number"),
        Q("aims", "table", "Aims", prefill="entries", columns=(aim, seen)),
        Q("who", "people", "Who", prefill="me"),
    )
    assert begun(form) == {
        "number": 3,
        "aims": {
            "r1": {"aim": "a1", "seen_on": "2026-07-03"},
            "r2": {"aim": "a2", "seen_on": "2026-07-03"},
        },
        "who": ["carol"],
    }


def test_nobody_to_fill_in_leaves_a_table_empty() -> None:
    nobody = beginning.Known(today="2026-07-03", now="2026-07-03T10:40")
    answers = beginning.begun(loader.load("eha_part_b"), {}, nobody, lambda: "r")
    assert set(answers) == {"started_on"}


def test_a_row_that_is_added_knows_the_day() -> None:
    table = loader.load("agreement").question("sharing")
    assert beginning.new_row(table, KNOWN) == {"date": "2026-07-03"}


def test_a_form_names_the_tables_that_it_points_at_and_the_rows_that_are_chosen() -> None:
    aims = Q("aims", "table", "Aims", columns=(Q("aim", "text", "Aim"),))
    actions = Q(
        "actions",
        "table",
        "Actions",
        columns=(Q("aim", "entry", "Aim", rows_of="visit.aims", row_label="aim"),),
    )
    needs = Q("needs", "entries", "Needs", rows_of="eha_part_b.needs", row_label="statement")
    form = a_form(aims, actions, needs)
    answers = {
        "aims": {"a1": {"rank": "b", "aim": "Sleep"}, "a2": {"rank": "a"}},
        "actions": {"r1": {"rank": "a", "aim": "a1"}},
        "needs": ["n1", "n2"],
    }
    assert entries.places(form) == {"visit.aims": "aim", "eha_part_b.needs": "statement"}
    assert entries.own(form, answers) == {"visit.aims": {"a2": "1", "a1": "Sleep"}}
    assert list(entries.chosen(form, answers)) == [
        ("visit.aims", "a1"),
        ("eha_part_b.needs", "n1"),
        ("eha_part_b.needs", "n2"),
    ]
