"""The code of a printed page: which run of the printer, and which page of it. Pure.

It holds a random number and a page number, so it means nothing outside the vault that printed it.
"""

from typing import NamedTuple

from ehdesk import aloud, errors

RUN_BITS = 40
MOST_PAGES = 999
_RUN, _PAGE = RUN_BITS // aloud.BITS, 2


class PageCode(NamedTuple):
    """A run as the number that stands for it (40 bits), and a page, from 1."""

    run: int
    page: int


def written(code: PageCode) -> str:
    """As it stands on the page: "7KQ4-M2XD-03F", the last character checks the others."""
    characters = aloud.spelled(code.run, _RUN) + aloud.spelled(code.page, _PAGE)
    return aloud.grouped(characters + aloud.check_character(characters), 4, 4, 3)


def read(typed: str) -> PageCode:
    """The code that was typed or scanned. Raises: errors.PaperCodeUnreadable."""
    characters = aloud.tidied(typed)
    if len(characters) != _RUN + _PAGE + 1 or not aloud.is_spelled(characters):
        raise errors.PaperCodeUnreadable
    return PageCode(aloud.number(characters[:_RUN]), aloud.number(characters[_RUN:-1]))


def looks_like_one(typed: str) -> bool:
    """Whether something typed in a search is the code of a page, right or wrong by one character."""
    characters = aloud.tidied(typed)
    is_as_long = len(characters) == _RUN + _PAGE + 1
    return is_as_long and set(characters) <= set(aloud.ALPHABET) and any(map(str.isdigit, typed))
