"""The code on a page: the same squares and letters at head and foot, and which questions each page asks."""

import pytest

from ehdesk.forms import answers, definition, loader
from ehdesk.paper import codes
from ehdesk.rules import paper_code
from tests.paper import readback, samples

FORMS = [form for form in loader.load_all().values() if form.blank_print]


def test_each_page_says_its_own_code_twice_and_no_other() -> None:
    pdf = samples.blank(loader.load("feedback_parent"), "taf")
    for number, said in enumerate(readback.page_words(pdf), start=1):
        assert said.count(samples.RUN.letters(number)) == 2
        assert paper_code.read(samples.RUN.letters(number)).page == number


def test_the_squares_hold_the_letters() -> None:
    marks = codes.Marks(987_654_321)
    rows = [["0"] * codes.MODULES for _ in range(codes.MODULES)]
    for left, top, width in marks.squares(3):
        row, first = round(top / codes.MODULE), round(left / codes.MODULE)
        for column in range(first, first + round(width / codes.MODULE)):
            rows[row][column] = "1"
    finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    assert ["".join(row[:7]) for row in rows[:7]] == finder
    assert ["".join(row[-7:]) for row in rows[:7]] == finder
    assert ["".join(row[:7]) for row in rows[-7:]] == finder
    assert ["".join(row[-7:]) for row in rows[-7:]] != finder  # else a camera would not know which way up
    assert [*marks.squares(3)] == [*marks.squares(3)] != [*marks.squares(2)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_question_of_an_empty_form_stands_on_one_page_in_order(form: definition.Form) -> None:
    for variant in form.variants or (None,):
        made = samples.blank_with_pages(form, variant)
        found = [key for keys in made.pages for key in keys]
        asked = [question.key for _, questions in answers.for_blank(form, variant) for question in questions]
        assert len(found) == len(set(found))
        assert len(made.pages) == len(readback.page_words(made.pdf))
        left = set(asked) - set(found)
        assert left <= {form.variant_question} | _not_on_paper(form)


def _not_on_paper(form: definition.Form) -> set[str]:
    if form.filled_by != "family":
        return set()
    return {question.key for question in form.questions() if not question.show_on_family_paper}
