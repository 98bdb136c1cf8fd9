"""Every form in every size and language: readable aloud, nothing clipped, no sign missing.

A set that shows each way of setting runs always. All of it, some thousands of pages, by

    EHDESK_PRINT_EVERYTHING=1 pytest tests/paper/test_sizes.py
"""

import io
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import page as checker
import pikepdf
import pytest

from ehdesk import errors, words
from ehdesk.forms import answers, definition
from ehdesk.paper import fonts, looks, page, pairs, preview
from tests.paper import drawn, readback, samples

FORMS = {form.id: form for form in samples.forms()}
LANGUAGES = (
    "en",
    *sorted(path.parent.parent.name for path in words.locale_folder().glob("*/LC_MESSAGES/*.po")),
)
EVERYTHING = bool(os.environ.get("EHDESK_PRINT_EVERYTHING"))


@dataclass(frozen=True)
class Case:
    """One paper: which form, how it is set, in which language, filled or empty."""

    form: str
    size: looks.Size = "standard"
    language: str = "en"
    beside: str = ""
    filled: bool = False
    tint: bool = False

    def __str__(self) -> str:
        kind = "filled" if self.filled else "blank"
        return "-".join(filter(None, (self.form, kind, self.size, self.language, self.beside)))

    def printed(self) -> bytes:
        setting: dict[str, Any] = {"size": self.size, "tint": self.tint, "language": self.language}
        if self.beside:
            setting["beside"] = words.of(self.beside)
        form = FORMS[self.form]
        if self.filled:
            return samples.filled(form, samples.FILLED[self.form], **setting)
        return samples.blank(form, **setting)


def _every() -> Iterator[Case]:
    sizes: tuple[looks.Size, ...] = ("standard", "large", "easy")
    for form, size, language, filled in itertools.product(FORMS.values(), sizes, LANGUAGES, (False, True)):
        if (filled or form.blank_print) and (size != "easy" or form.is_easy_read):
            yield Case(form.id, size, language, filled=filled)
    for form, language in itertools.product(FORMS.values(), LANGUAGES[1:]):
        if form.blank_print:
            yield Case(form.id, beside=language)


SOME = (
    *(Case(form.id, "easy") for form in FORMS.values() if form.is_easy_read),
    Case("eha_part_a", "large"),
    Case("self_assessment", "large", filled=True),
    Case("taf_meeting", "large", filled=True, tint=True),
    Case("action_plan", "large"),
    Case("feedback_parent", "large", "ar", tint=True),
    Case("feedback_child", "easy", "ur"),
    Case("agreement", "easy", "bn", filled=True),
    Case("feedback_young_person", "easy", "pa"),
    Case("agreement", beside="ur"),
    Case("feedback_child", beside="ar"),
    Case("review", "large", beside="pl", filled=True),
    Case("action_plan", language="pl", filled=True),
)
CASES = list(_every()) if EVERYTHING else SOME
each_case = pytest.mark.parametrize("case", CASES, ids=str)


@each_case
def test_a_paper_of_any_size_is_whole(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF/UA-1; nothing clipped, nothing on anything else; no letter without its sign."""
    watch = drawn.Watch(monkeypatch)
    pdf = case.printed()
    assert [*watch.collisions()] == []
    assert watch.outside() == []
    report = checker.validate_pdf_bytes(pdf, profile=checker.ValidationProfile.PDF_UA_1)
    assert sorted({failure.message for failure in report.failures}) == []
    assert fonts.REPLACEMENT not in readback.words(pdf)


@each_case
def test_what_is_asked_is_read_in_the_order_of_the_form(case: Case) -> None:
    if case.filled:
        pytest.skip("what is asked of a filled form depends on its answers")
    form = FORMS[case.form]
    said = "".join(readback.words(case.printed()).split())
    spoken = words.of(case.language).of_form(form.id)
    own, workers = _sections(form)
    place = 0
    for question in [*own, *workers]:
        label = (question.easy if case.size == "easy" else "") or question.label
        found = said.find("".join(spoken.text(label).split()), place)
        assert found >= 0, question.key
        place = found


def _sections(form: definition.Form) -> tuple[list[definition.Question], list[definition.Question]]:
    """The questions in the order of paper: on a family's form the worker's come last."""
    own: list[definition.Question] = []
    workers: list[definition.Question] = []
    for _section, questions in answers.for_blank(form):
        theirs = form.filled_by != "family" or any(each.filled_by == "family" for each in questions)
        shown = [each for each in questions if form.filled_by != "family" or each.show_on_family_paper]
        (own if theirs else workers).extend(each for each in shown if each.key != "language_other")
    return own, workers


def sizes_of_type(pdf: bytes) -> set[float]:
    """Every size that letters on the pages have, those of other scripts as they look beside Latin."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.pages:
            for step in pikepdf.parse_content_stream(each):
                if str(step.operator) == "Tf":
                    found.add(float(step.operands[1]))
    return found


@pytest.mark.parametrize("form_id", ["eha_part_a", "feedback_parent", "action_plan"])
def test_large_print_has_nothing_under_sixteen_points_and_all_that_is_asked_at_eighteen(form_id: str) -> None:
    for pdf in (Case(form_id, "large").printed(), Case(form_id, "large", filled=True).printed()):
        sizes = sizes_of_type(pdf)
        assert min(sizes) >= 16
        assert 18.0 in sizes
        assert min(sizes - {16.0}) >= 18


def test_large_print_is_set_anew_and_not_enlarged() -> None:
    """One thing under the other: no answer stands beside its question, and there is no table of boxes."""
    large = readback.tree(Case("feedback_parent", "large").printed())
    assert any(node.role == "Table" for node in readback.tree(Case("feedback_parent").printed()).all())
    assert not any(node.role == "Table" for node in large.all())


def test_a_pale_ground_lies_under_everything_and_is_not_read_out() -> None:
    tinted = Case("feedback_parent", tint=True)
    picture = preview.picture(tinted.printed(), 0, dots_per_inch=30)
    assert tuple(picture.rgba[:3]) == tuple(round(part * 255) for part in page.CREAM)
    assert readback.words(tinted.printed()) == readback.words(Case("feedback_parent").printed())


def test_two_languages_stand_side_by_side_each_under_its_own_name() -> None:
    nodes = readback.paragraphs(Case("agreement", beside="ur").printed())
    for text in ("Who is agreeing", "Young person of 16 or over"):
        at = next(index for index, (_, said) in enumerate(nodes) if said == text)
        assert nodes[at][0] == "en-GB"
        assert (nodes[at + 1][0], nodes[at + 1][1]) == ("ur", words.of("ur").of_form("agreement").text(text))


def test_a_condition_is_told_in_both_languages() -> None:
    said = [words for _, words in readback.paragraphs(Case("agreement", beside="pl").printed())]
    told = next(at for at, words in enumerate(said) if words.startswith("If you ticked “Carer without"))
    assert "„Opiekun bez odpowiedzialności rodzicielskiej”" in said[told + 1]


def test_a_pair_is_filled_in_and_joined_on_both_sides() -> None:
    pair = pairs.of("Say {word}", "Powiedz {word}")
    filled = pair.format(word=pairs.of("yes", "tak"))
    assert pairs.sides(filled) == ("Say yes", "Powiedz tak")
    assert pairs.sides(pairs.of(" or ", " lub ").join([pairs.of("yes", "tak"), "7"])) == (
        "yes or 7",
        "tak lub 7",
    )
    assert pairs.sides(pairs.of("999", "999")) == ("999",)


def test_a_form_that_nobody_put_into_easy_words_says_so() -> None:
    with pytest.raises(errors.NotEasyRead) as refused:
        Case("eha_part_b", "easy").printed()
    assert refused.value.words()[0] == "This form is not printed in easy read"


@pytest.mark.parametrize("size", ["standard", "large", "easy"])
def test_every_question_of_a_page_is_known_by_its_code_in_every_size(size: looks.Size) -> None:
    pages = samples.blank_with_pages(FORMS["feedback_parent"], "closure", size=size)
    asked = {
        each.key
        for _section, questions in answers.for_blank(FORMS["feedback_parent"], "closure")
        for each in questions
        if each.show_on_family_paper and each.key != "stage"
    }
    assert preview.page_count(pages.pdf) == len(pages.pages)
    assert {key for keys in pages.pages for key in keys} == asked
