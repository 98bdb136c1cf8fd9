"""Latin text is set by a short way: it comes out as by the long way that every other script takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehdesk.paper import fonts, languages, text
from tests.paper import samples

_LETTERS = "aàbćdéfghiïjklłmnñoøpqrsßtuŵxyzžAĄBCÉŁSTŻ0123456789"
_SIGNS = " \t.,;:!?'’“”‘-–—…()[]/@&%+*=<>#°½²€£§\u00a0\u00ad\u2009\u200b\u2028_\n"
_MARKS = "\u0301\u0327\u0308\u036f\u2039ﬁ"
_OTHERS = "Σяשلখਬ漢あ한\u202e\ue000\ud800☃"
WORDS = st.text(st.sampled_from(_LETTERS + _LETTERS + _SIGNS + _SIGNS + _MARKS + _OTHERS), max_size=60)
_STYLES = (text.Style(12), text.Style(14, "semibold"), text.Style(25, "bold", 0.92))
_LANGUAGES = ("en-GB", "pl", "ar", "ur", "bn")


def both_ways(said: str, style: text.Style, width: float, language: str) -> tuple[list[text.Line], ...]:
    """The lines as they are set, and as they would be if nothing counted as plain Latin."""
    library = fonts.Library()
    short = text.Typesetter(library).lines(said, style, width, language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "is_plain", lambda _said: False)
        long = text.Typesetter(library).lines(said, style, width, language)
    return short, long


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
    asked = [at for at in range(1, len(said)) if text._may_break(said, at)] + [len(said)] * bool(said)
    assert text._places(said) == asked


def test_every_plain_character_is_cleaned_as_by_the_long_way() -> None:
    characters = [f"a{chr(point)}b" for point in range(0x3000)]
    short = [text.clean(each) for each in characters]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "is_plain", lambda _said: False)
        assert [text.clean(each) for each in characters] == short
