"""Lines of any script: right letters, right order, right breaks, and nothing that makes it stumble."""

import random
import re
import unicodedata

import bidi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehdesk.paper import fonts, languages, links, order, text
from tests.paper import samples

BODY = text.Style(14)
_LIBRARY = fonts.Library()


def setter() -> text.Typesetter:
    return text.Typesetter(_LIBRARY)


def whole(lines: list[text.Line]) -> str:
    """What a reader gets back of a paragraph."""
    words = "".join("".join(p.words for _, p in line.pieces) + " " * line.ended_by_space for line in lines)
    return " ".join(words.split())


def in_order(words: str, *, right_to_left: bool = False) -> str:
    levels = order.levels(words, right_to_left=right_to_left)
    return "".join(order.visual(words, levels))


@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
@pytest.mark.parametrize("language", samples.SCRIPTS)
def test_every_script_has_all_its_letters_in_every_weight(language: str, weight: fonts.Weight) -> None:
    for line in setter().lines(samples.SCRIPTS[language], text.Style(14, weight), 400, language):
        for _, piece in line.pieces:
            assert all(glyph.number != 0 for glyph in piece.glyphs)
            sign = piece.face.glyph(fonts.REPLACEMENT)
            assert not sign or all(glyph.number != sign for glyph in piece.glyphs)


@pytest.mark.parametrize("language", samples.SCRIPTS)
def test_lines_keep_every_word_and_fit_the_width(language: str) -> None:
    words = samples.SCRIPTS[language]
    lines = setter().lines(words, BODY, 300, language)
    assert whole(lines) == words
    assert len(lines) > 1
    assert all(line.width <= 300.01 for line in lines)


@pytest.mark.parametrize(("language", "words"), samples.SCRIPTS.items())
def test_a_language_is_known_by_its_words(language: str, words: str) -> None:
    assert languages.of(words) == language


def test_a_foreign_name_does_not_change_the_language_of_an_english_sentence() -> None:
    assert languages.of(samples.IMPACT) == "en-GB"
    assert languages.of(samples.MIXED) == "en-GB"
    assert languages.of("Łukasz") == "en-GB"
    assert languages.of("0-10", "pl") == "pl"


def test_urdu_is_set_in_nastaliq_and_arabic_in_naskh_side_by_side() -> None:
    [line] = setter().lines("(عمران قریشی) and (نور المصري)", BODY, 900, "en-GB")
    faces = [piece.face.script for _, piece in line.pieces if piece.right_to_left]
    assert faces == [fonts.NASTALIQ, fonts.ARABIC]


@pytest.mark.parametrize("words", [samples.MIXED, samples.SCRIPTS["ur"], samples.SCRIPTS["bn"]])
def test_a_number_stands_out_in_a_line_of_any_script_and_no_word_is_lost(words: str) -> None:
    said = f"{words} 01632 960100 {words}"
    leads = links.to_numbers(said, ("01632 960100",))
    lines = setter().lines(said, BODY, 300, languages.of(words), leads)
    assert said == whole(lines)
    strong = [piece for line in lines for _, piece in line.pieces if piece.face.name == "NotoSans-SemiBold"]
    assert "".join(piece.words for piece in strong).replace(" ", "") == "01632960100"
    assert all(line.width <= 300.01 for line in lines)


def test_urdu_lines_have_the_room_that_sloping_words_need() -> None:
    urdu = setter().lines(samples.SCRIPTS["ur"], BODY, 400, "ur")
    english = setter().lines(samples.IMPACT, BODY, 400, "en-GB")
    assert urdu[0].height >= 14 * 2.2
    assert english[0].height == pytest.approx(14 * 1.45)


def test_words_and_numbers_stand_right_in_a_line_that_reads_from_the_right() -> None:
    shown = in_order("رقم 25 (Early Help) تم", right_to_left=True)
    assert "Early Help" in shown
    assert "25" in shown
    assert shown.index("Early Help") < shown.index("25")


def test_brackets_go_with_the_text_that_they_belong_to() -> None:
    words = "نور Al-Masri (Noor) المصري"
    assert "Al-Masri (Noor)" in in_order(words, right_to_left=True)


@pytest.mark.parametrize("number", ["01632 960100", "020 7946 0123", "+44 1632 960100", "+441632960100"])
def test_a_phone_number_is_not_turned_round(number: str) -> None:
    assert number in in_order(f"رقم المدرسة {number}.", right_to_left=True)
    assert in_order(number, right_to_left=True) == number


def test_the_order_agrees_with_another_implementation_of_the_standard() -> None:
    source = random.Random(8)
    alphabet = "abc XY אבג نورا مم 123 ٤٥ ().,:-/%+ "
    for _ in range(1500):
        words = "".join(source.choice(alphabet) for _ in range(source.randint(1, 24))).strip()
        if not words or re.search(r"\d{3} \d{3}|\+\d\d", words):
            continue
        for right_to_left in (False, True):
            expected = bidi.get_display(words, base_dir="R" if right_to_left else "L")
            assert in_order(words, right_to_left=right_to_left) == expected, repr(words)


def test_a_line_breaks_after_spaces_and_hyphens_but_not_inside_references() -> None:
    lines = setter().lines("HB-2026-0412 is very well-known to everyone here", BODY, 104, "en-GB")
    starts = ["".join(piece.words for _, piece in line.pieces) for line in lines]
    assert starts[0] == "HB-2026-0412"
    assert "is very well-" in starts


def test_a_string_without_breaks_is_cut_to_the_width_and_loses_nothing() -> None:
    lines = setter().lines(samples.UNBROKEN, BODY, 200, "en-GB")
    assert len(samples.UNBROKEN) == 200
    assert len(lines) > 5
    assert all(line.width <= 200.01 for line in lines)
    assert "".join(piece.words for line in lines for _, piece in line.pieces) == samples.UNBROKEN


@pytest.mark.parametrize("letter", ["e\u0301\u0323", "কি", "ਕਿ", "કિ", "بَّ", "е\u0301"])
def test_a_mark_is_never_parted_from_its_letter(letter: str) -> None:
    for line in setter().lines(letter * 60, BODY, 97, languages.of(letter * 60)):
        words = "".join(piece.words for _, piece in line.pieces)
        assert unicodedata.category(words[0])[0] == "L"
        assert len(words) % len(letter) == 0


def test_controls_and_broken_letters_from_a_paste_are_made_safe() -> None:
    assert text.clean("a\x00b\x07c\ud800d\ufeffe\ufffff\tg") == "abc\ufffddef g"
    assert text.paragraphs("one\r\n\r\ntwo\u2029three\x0bfour\n") == ["one", "two", "three", "four"]


def test_a_letter_that_no_font_has_shows_as_a_sign_and_still_reads_as_itself() -> None:
    lines = setter().lines("家 😊 ok", BODY, 400, "en-GB")
    assert whole(lines) == "家 😊 ok"
    sign = _LIBRARY.face(fonts.LATIN, "regular").glyph(fonts.REPLACEMENT)
    assert sign in {glyph.number for line in lines for _, piece in line.pieces for glyph in piece.glyphs}


@given(st.text(max_size=120), st.sampled_from(["en-GB", "ar", "ur", "bn"]))
def test_any_text_at_all_can_be_set(words: str, language: str) -> None:
    lines = setter().lines(words, BODY, 160, language)
    assert all(line.width <= 160.01 or _is_one_group(line) for line in lines)
    assert all(glyph.number for line in lines for _, piece in line.pieces for glyph in piece.glyphs)


def _is_one_group(line: text.Line) -> bool:
    return len({glyph.cluster for _, piece in line.pieces for glyph in piece.glyphs}) == 1


def test_twenty_thousand_letters_are_set_in_well_under_a_second() -> None:
    words = (samples.IMPACT * 20)[:20_000]
    assert whole(setter().lines(words, BODY, 460, "en-GB")) == " ".join(words.split())
