"""Latin text is set by a short way: it comes out as by the long way that every other script takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehdesk.paper import anchors, breaking, fonts, languages, links, text
from tests.paper import samples

_LETTERS = "aàbćdéfghiïjklłmnñoøpqrsßtuŵxyzžAĄBCÉŁSTŻ0123456789"
_SIGNS = " \t.,;:!?'’“”‘-–—…()[]/@&%+*=<>#°½²€£§\u00a0\u00ad\u2009\u200b\u2028_\n"
_MARKS = "\u0301\u0327\u0308\u036f\u2039ﬁ"
_OTHERS = "Σяשلখਬ漢あ한\u202e\ue000\ud800☃"
WORDS = st.text(st.sampled_from(_LETTERS + _LETTERS + _SIGNS + _SIGNS + _MARKS + _OTHERS), max_size=60)
_STYLES = (text.Style(12), text.Style(14, "semibold"), text.Style(25, "bold", 0.92))
_LANGUAGES = ("en-GB", "pl", "ar", "ur", "bn")


def both_ways(
    said: str, style: text.Style, width: float, language: str, leads: tuple[links.Link, ...] = ()
) -> tuple[tuple[list[text.Line], set[str]], ...]:
    """The lines as they are set, and as they would be if nothing counted as plain Latin.

    Each with the letters that no font has.
    """
    library = fonts.Library()
    short, long = text.Typesetter(library), text.Typesetter(library)
    lines = short.lines(said, style, width, language, leads)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "is_plain", lambda _said: False)
        return (lines, short.unknown), (long.lines(said, style, width, language, leads), long.unknown)


@settings(deadline=None, max_examples=150)
@given(WORDS, st.sampled_from(_STYLES), st.floats(10, 500), st.sampled_from(_LANGUAGES))
def test_lines_break_and_join_as_by_the_long_way(
    said: str, style: text.Style, width: float, language: str
) -> None:
    short, long = both_ways(said, style, width, language)
    assert short == long


@pytest.mark.parametrize("said", [samples.IMPACT, samples.MIXED, samples.UNBROKEN, *samples.SCRIPTS.values()])
def test_whole_answers_are_set_as_by_the_long_way(said: str) -> None:
    for language in _LANGUAGES:
        short, long = both_ways(said, text.Style(14), 300, language)
        assert short == long


@st.composite
def _with_links(draw: st.DrawFn) -> tuple[str, tuple[links.Link, ...]]:
    """Words of which some lead to a number or to another page."""
    said = draw(WORDS)
    places = sorted(draw(st.sets(st.integers(0, len(said)), max_size=4)))
    targets = st.sampled_from(("tel:999", "#Part2"))
    pairs = zip(places[::2], places[1::2], strict=False)
    return said, tuple(links.Link(start, end, draw(targets), said[start:end]) for start, end in pairs)


@settings(deadline=None, max_examples=150)
@given(_with_links(), st.sampled_from(_STYLES), st.floats(10, 500), st.sampled_from(_LANGUAGES))
def test_words_that_lead_somewhere_are_set_as_by_the_long_way(
    told: tuple[str, tuple[links.Link, ...]], style: text.Style, width: float, language: str
) -> None:
    said, leads = told
    short, long = both_ways(said, style, width, language, leads)
    assert short == long
    assert all(line.leads == leads for line in short[0])


@settings(deadline=None, max_examples=150)
@given(_with_links(), st.floats(10, 500), st.sampled_from(_LANGUAGES), st.booleans())
def test_direction_marks_stand_where_the_long_way_puts_them(
    told: tuple[str, tuple[links.Link, ...]],
    width: float,
    language: str,
    leftward: bool,
) -> None:
    said, leads = told
    lines = text.Typesetter().lines(said, text.Style(14), width, language, leads)
    short = [anchors.before(line, leftward_page=leftward) for line in lines]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "is_plain", lambda _said: False)
        assert [anchors.before(line, leftward_page=leftward) for line in lines] == short


def test_a_line_of_nothing_that_shows_has_no_pieces() -> None:
    """It would have no last letter for the direction marks of a page that starts at the right."""
    first, _ = text.Typesetter().lines("\u200bAminata", text.Style(14), 10, "en-GB")[:2]
    assert first.pieces == ()
    assert anchors.before(first, leftward_page=True) == []


def test_the_same_words_with_and_without_a_link_are_kept_apart() -> None:
    """Lines are kept for the next time that the same words come."""
    said, style = "Call 999 now", text.Style(14)
    setter = text.Typesetter()
    lead = links.Link(5, 8, "tel:999", "999")
    there = links.Link(5, 8, "#Part2", "999")
    for leads in ((), (lead,), (), (there,), (lead,)):
        [line] = setter.lines(said, style, 500, "en-GB", leads)
        assert line.leads == leads
        assert [line.led(piece) for _, piece in line.pieces] == ([None, *leads, None] if leads else [None])
        assert text.Typesetter().lines(said, style, 500, "en-GB", leads)[0].width == line.width


def test_a_letter_that_no_font_has_is_told_though_its_words_were_set_before() -> None:
    setter = text.Typesetter()
    for said in ("Wei 家", "Wei", "Wei 家"):
        setter.lines(said, text.Style(14), 300, "en-GB")
        assert setter.unknown == {"家"}


@settings(deadline=None, max_examples=150)
@given(WORDS, st.sampled_from(_LANGUAGES))
def test_the_language_of_a_text_is_found_as_by_the_long_way(said: str, default: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "is_plain", lambda _said: False)
        long = languages.of(said, default)
    assert languages.of(said, default) == long


@settings(deadline=None, max_examples=150)
@given(WORDS)
def test_a_line_may_end_where_each_letter_says_so(said: str) -> None:
    asked = [at for at in range(1, len(said)) if breaking.may_break(said, at)] + [len(said)] * bool(said)
    assert breaking.places(said) == asked


def test_every_plain_character_is_cleaned_as_by_the_long_way() -> None:
    characters = [f"a{chr(point)}b" for point in range(0x3000)]
    short = [text.clean(each) for each in characters]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "is_plain", lambda _said: False)
        assert [text.clean(each) for each in characters] == short
