"""Where the unseen direction marks go, and where none is needed."""

import pytest

from ehdesk.paper import anchors, text

SETTER = text.Typesetter()
R, L = anchors.RIGHT_TO_LEFT, anchors.LEFT_TO_RIGHT


def marked(words: str, language: str, *, leftward_page: bool) -> str:
    """The words of one line with its marks in them."""
    [line] = SETTER.lines(words, text.Style(14), 900, language)
    said = ""
    for (_, piece), marks in zip(line.pieces, anchors.before(line, leftward_page=leftward_page), strict=True):
        said += "".join(marks.get(at, "") + char for at, char in enumerate(piece.words))
        said += marks.get(len(piece.words), "")
    return said.replace(R, "<").replace(L, ">")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("نعم لا", "نعم لا"),
        ("الرقم 999.", "الرقم 999<.<"),
        ("نعم، لا", "نعم،< لا"),
        ("رقم 01632 960100 الآن", "رقم 01632 960100< الآن"),
        ("نعم (Early Help) لا", "نعم (Early Help<) لا"),
        ("لا...", "لا...<"),
    ],
)
def test_on_a_page_from_the_right_a_sign_is_held_after_a_number_or_a_foreign_word(
    words: str, said: str
) -> None:
    assert marked(words, "ar", leftward_page=True) == said


def test_english_on_a_page_from_the_right_keeps_its_brackets() -> None:
    assert marked("(may have to)", "en-GB", leftward_page=True) == "<(may have to)>"
    assert marked("Yes.", "en-GB", leftward_page=True) == "<Yes."


def test_on_a_page_from_the_left_english_needs_none_but_after_a_name_that_reads_from_the_right() -> None:
    assert marked("Nothing (at all). 1, 2", "en-GB", leftward_page=False) == "Nothing (at all). 1, 2"
    assert marked("Noor (نور) and", "en-GB", leftward_page=False) == "Noor (نور>) and"


def test_a_hyphen_at_the_end_of_a_line_is_held() -> None:
    assert marked("well-", "en-GB", leftward_page=False) == "well->"


def test_a_mark_on_a_letter_is_never_parted_from_it() -> None:
    assert "<" not in marked("تُستخدم", "ar", leftward_page=True)
    assert marked("কথায়", "bn", leftward_page=True) == "<কথায়>"


def test_letters_are_weighed_and_signs_are_not() -> None:
    [line] = SETTER.lines("abc نور 123 ().", text.Style(14), 900, "en-GB")
    assert anchors.weight(line.pieces) == 0
    assert anchors.weight(line.pieces[:1]) == 3
