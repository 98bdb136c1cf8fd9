"""A set of papers that shows each way of setting: readable aloud, nothing clipped, words taken off whole.

All of them, some thousands of pages, by `python -m tests.proofs.all_paper`.
"""

import io

import pikepdf
import pytest

from ehdesk import errors, words
from ehdesk.forms import answers
from ehdesk.paper import looks, page, pairs, preview
from tests.paper import cases, looked_at, readback, samples
from tests.paper.cases import FORMS, Case


@pytest.mark.parametrize("case", cases.SOME, ids=str)
def test_a_paper_of_any_size_is_whole(case: Case) -> None:
    """PDF/UA-1; no letter without its sign; nothing on anything else; read in order; words come off whole."""
    assert looked_at.look(case).faults() == []


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
