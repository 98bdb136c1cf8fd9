"""The code of a printed page: written, read aloud, mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehdesk import aloud, errors
from ehdesk.rules import paper_code

CODES = st.builds(
    paper_code.PageCode, st.integers(0, 2**paper_code.RUN_BITS - 1), st.integers(1, paper_code.MOST_PAGES)
)


@given(CODES)
def test_what_is_written_can_be_read(code: paper_code.PageCode) -> None:
    written = paper_code.written(code)
    assert paper_code.read(written) == code
    assert [len(group) for group in written.split("-")] == [4, 4, 3]


@given(CODES)
def test_case_spaces_and_letters_that_look_alike_do_not_matter(code: paper_code.PageCode) -> None:
    typed = paper_code.written(code).replace("-", " ").replace("0", "o").replace("1", "l").lower()
    assert paper_code.read(f" {typed}\n") == code


@given(CODES, st.data())
def test_any_single_wrong_character_is_noticed(code: paper_code.PageCode, data: st.DataObject) -> None:
    written = aloud.tidied(paper_code.written(code))
    at = data.draw(st.integers(0, len(written) - 1))
    wrong = data.draw(st.sampled_from(aloud.ALPHABET.replace(written[at], "")))
    with pytest.raises(errors.PaperCodeUnreadable):
        paper_code.read(written[:at] + wrong + written[at + 1 :])


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 11, "é" * 11, "0" * 12, "HB-2026-0412"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(errors.PaperCodeUnreadable):
        paper_code.read(typed)


def test_a_search_knows_a_code_from_a_name_or_a_reference() -> None:
    written = paper_code.written(paper_code.PageCode(987_654_321, 3))
    assert paper_code.looks_like_one(written)
    assert paper_code.looks_like_one(written.lower().replace("-", ""))
    for other in ("Kowalczyk-Hughes", "HB-2026-0412", "anastasiaok", ""):
        assert not paper_code.looks_like_one(other)
