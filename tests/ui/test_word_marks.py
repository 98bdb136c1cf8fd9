"""Two texts word by word: nothing is lost in the marking, and nothing in a text can dress as a mark."""

from hypothesis import given
from hypothesis import strategies as st

from ehdesk.ui import word_marks

TEXTS = st.text(max_size=300)


def shown(before: str, after: str) -> tuple[list[str], list[str]]:
    """What is marked in each."""
    old, new = word_marks.pieces(before, after)
    return [one.text for one in old if one.is_other], [one.text for one in new if one.is_other]


def test_only_the_words_that_differ_are_marked() -> None:
    assert shown("Zofia sleeps badly now.", "Zofia sleeps well now.") == (["badly"], ["well"])
    assert shown("She came.", "She came late.") == ([], [" late"])
    assert shown("مرحبا بك", "مرحبا بكم") == (["بك"], ["بكم"])
    assert shown("same", "same") == ([], [])


@given(before=TEXTS, after=TEXTS)
def test_joined_the_stretches_are_the_texts_again(before: str, after: str) -> None:
    old, new = word_marks.pieces(before, after)
    assert "".join(one.text for one in old) == before
    assert "".join(one.text for one in new) == after
    same = [one.text for one in old if not one.is_other], [one.text for one in new if not one.is_other]
    assert "".join(same[0]) == "".join(same[1])


def test_a_text_cannot_bring_marks_of_its_own() -> None:
    told = word_marks.marked((word_marks.Piece("<b>1 < 2</b>\nnext", is_other=True),), gone=True)
    assert "<s>&lt;b&gt;1 &lt; 2&lt;/b&gt;<br>next</s>" in told


def test_very_long_texts_are_marked_whole_at_once() -> None:
    before, after = "a b " * 20_000, "b a " * 20_000
    assert shown(before, after) == ([before], [after])


SAID = st.lists(st.sampled_from(["She slept.", "He", "sang", "well,", "then left.", "\n", "Why?"])).map(
    " ".join
)


@given(SAID, SAID)
def test_nothing_that_either_says_is_missing_where_both_are_put_together(one: str, other: str) -> None:
    told = word_marks.joined(one, other)
    for text in (one, other):
        left = iter(told.split())
        assert all(word in left for word in text.split()), "every word, in its order"


@given(SAID)
def test_the_same_text_twice_is_put_together_once(text: str) -> None:
    assert word_marks.joined(text, text) == text


def test_what_one_adds_stands_in_its_place_and_other_sentences_one_after_the_other() -> None:
    assert word_marks.joined("She slept all night.", "She slept.") == "She slept all night."
    assert word_marks.joined("One. Two. Three.", "One. Twice. Three.") == "One. Two. Twice. Three."
    assert word_marks.joined("Ring Ruth", "Ring Dean", between=" / ") == "Ring Ruth / Ring Dean"


def test_words_that_differ_side_by_side_are_under_one_line() -> None:
    _old, new = word_marks.pieces("the sea.", "the sea and of Sam.")
    assert "<b><u> and of Sam</u></b>." in word_marks.marked(new, gone=False)
    old, _new = word_marks.pieces("She has the keys.", "We got the keys.")
    assert "<b><u>She has</u></b> the keys." in word_marks.marked(old, gone=False)
