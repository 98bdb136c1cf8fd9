"""A form as it lies on the table: every question once, on its page, in the order of the paper."""

import pytest

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, loader, paper_order
from tests.paper import samples

FORMS = [
    (form, variant)
    for form in loader.load_all().values()
    if form.blank_print
    for variant in form.variants or (None,)
]


@pytest.mark.parametrize(("form", "variant"), FORMS, ids=lambda each: getattr(each, "id", str(each)))
def test_every_question_of_a_form_stands_once_and_those_of_a_page_as_they_are_printed(
    form: definition.Form, variant: str | None
) -> None:
    pages = samples.blank_with_pages(form, variant).pages
    lying = paper_order.as_on_paper(form, pages)
    assert sorted(q.key for q in lying.questions()) == sorted(q.key for q in form.questions())
    for number, keys in enumerate(pages, start=1):
        here = paper_order.keys_of(lying, number)
        assert set(here) == set(keys)
        assert [key for key in keys if key in here[:1]] == list(here[:1])


def test_conditions_are_judged_in_the_order_of_the_form_and_asked_in_the_order_of_the_paper() -> None:
    form = loader.load("feedback_parent")
    pages = (("share", "concern", "concern_text"), ("declined", "respondent"))
    lying = paper_order.as_on_paper(form, pages)
    stage = {"stage": "closure"}
    assert list(paper_order.stops(lying, 1, stage, whole=form)) == ["share", "concern"]
    asked = paper_order.stops(lying, 1, {**stage, "concern": True}, whole=form)
    assert list(asked) == ["share", "concern", "concern_text"]
    assert list(paper_order.stops(lying, 2, stage, whole=form)) == ["declined", "respondent"]
    assert list(paper_order.stops(lying, 1, {**stage, "declined": True}, whole=form)) == []


def test_a_table_is_asked_cell_by_cell_and_an_empty_one_by_itself() -> None:
    form = loader.load("eha_part_b")
    lying = paper_order.as_on_paper(form, (("needs",),))
    assert list(paper_order.stops(lying, 1, {}, whole=form)) == ["needs"]
    row = {"rank": "a"}
    cells = list(paper_order.stops(lying, 1, {"needs": {"r1": row}}, whole=form))
    table = form.question("needs")
    assert cells == [
        f"needs/r1/{column.key}"
        for column in form_answers.visible_columns(table, row, {"needs": {"r1": row}})
    ]


def test_a_box_that_would_hide_what_was_answered_is_known() -> None:
    form = loader.load("feedback_parent")
    given = {"stage": "closure", "share": "no_name"}
    assert paper_order.would_undo(form, "declined", given)
    assert not paper_order.would_undo(form, "declined", {"stage": "closure"})
    assert not paper_order.would_undo(form, "declined", {**given, "declined": True}), "it is ticked already"
    assert not paper_order.would_undo(form, "share", given), "only a box can be ticked"
