"""Part B for two children and two adults stays short: at most 30 required answers, 12 of them long text.

Counted on the real definition, with the rows that a new form starts with (one for each child, one for each
adult), one contact, one need, and nobody absent: the least that a worker has to give.
"""

from typing import Any

from ehdesk.forms import answers, definition, loader

FORM = loader.load("eha_part_b")
CHILDREN, ADULTS = ("zofia", "lukasz"), ("agnieszka", "gareth")
MOST_REQUIRED, MOST_LONG = 30, 12


def begun() -> dict[str, Any]:
    """The form as it opens for this family, with one row in each table that must have one."""
    people = {"children": ("child", CHILDREN), "adults": ("adult", ADULTS), "analysis": ("child", CHILDREN)}
    given: dict[str, Any] = {
        table: {person: {"rank": person, column: person} for person in named}
        for table, (column, named) in people.items()
    }
    given["contacts"] = {"r1": {"rank": "a"}}
    given["needs"] = {"r1": {"rank": "a"}}
    return {**given, "absent_parent": False}


def required(given: dict[str, Any]) -> list[definition.Question]:
    """Every answer that finishing waits for, counted once for each row."""
    found = []
    for question in answers.shown(FORM, given):
        if question.kind != "table":
            found += [question] if answers.is_required(FORM, question, given) else []
            continue
        for _row_id, row in answers.rows(given.get(question.key)):
            cells = {**row, "seen": True} if "seen" in {each.key for each in question.columns} else row
            found += [each for each in answers.visible_columns(question, cells, given) if each.required]
    return found


def test_a_new_part_b_has_a_row_for_each_child_and_each_adult() -> None:
    prefills = {question.key: question.prefill for question in FORM.questions() if question.prefill}
    assert prefills["children"] == prefills["analysis"] == "children"
    assert prefills["adults"] == "adults"


def test_part_b_asks_no_more_than_30_required_answers_of_a_family_of_four() -> None:
    asked = required(begun())
    assert len(asked) <= MOST_REQUIRED, [question.key for question in asked]


def test_no_more_than_12_of_them_are_long() -> None:
    long = [question.key for question in required(begun()) if question.kind == "long_text"]
    assert len(long) <= MOST_LONG, long


def test_nothing_else_keeps_part_b_from_being_finished() -> None:
    """The required answers are all there is: with them given, the form can be finished."""
    given = begun()
    filled = {
        "date": "2026-06-10",
        "long_text": "Said",
        "text": "Said",
        "yes_no": True,
        "person": {"name": "Carol Ndlovu"},
    }
    for question in answers.shown(FORM, given):
        if question.kind == "table":
            for row in (given.get(question.key) or {}).values():
                for column in question.columns:
                    if column.required and column.key != "why_not":
                        row.setdefault(column.key, filled[column.kind])
        elif question.required:
            first = question.options[0].code if question.options else "partnership_plus"
            given.setdefault(question.key, filled.get(question.kind, first))
    assert answers.to_put_right(FORM, given) == ()


def test_progress_counts_what_is_required_in_each_row() -> None:
    given = begun()
    children = next(question for question in FORM.questions() if question.key == "children")
    assert answers.tally(children, given) == (2, 8)
    given["children"]["zofia"] = {**given["children"]["zofia"], "seen": False}
    assert answers.tally(children, given) == (3, 9), "and why not is asked"
    assert answers.tally(children, {}) == (0, 1)
