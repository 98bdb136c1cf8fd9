"""Words in two languages at once, for a page that says everything in both, side by side."""

from collections.abc import Iterable
from typing import Any

from ehdesk.words import Words


class Pair(str):
    """A text that carries itself in a second language; filled in and joined, it stays a pair.

    Whatever else is done to it works on the first language alone.
    """

    other: str

    def format(self, *args: Any, **kwargs: Any) -> str:
        """Both texts with their placeholders filled, each by its own side of a pair."""
        first = str.format(self, *args, **kwargs)
        beside = {name: other(value) or value for name, value in kwargs.items()}
        return of(first, self.other.format(*args, **beside))

    def join(self, parts: Iterable[str], /) -> str:
        """Both texts as what stands between the parts."""
        listed = list(parts)
        return of(str.join(self, listed), self.other.join(other(part) or part for part in listed))


class Both(Words):
    """The words of one language, each with its second language beside it."""

    def __init__(self, first: Words, second: Words) -> None:
        self._first, self._second = first, second
        self.language = first.language

    @property
    def second(self) -> str:
        """The language that stands beside."""
        return self._second.language

    @property
    def is_draft(self) -> bool:
        """Whether either is a draft."""
        return self._first.is_draft or self._second.is_draft

    @property
    def is_translated(self) -> bool:
        """Whether there are words for both."""
        return self._first.is_translated and self._second.is_translated

    def of_form(self, form_id: str) -> Words:
        """Both, as this form says them."""
        return Both(self._first.of_form(form_id), self._second.of_form(form_id))

    def text(self, source: str) -> str:
        """A text of ours in both languages."""
        return of(self._first.text(source), self._second.text(source))

    __call__ = text

    def count(self, singular: str, plural: str, number: int) -> str:
        """A text with a number in it, in both languages."""
        return of(self._first.count(singular, plural, number), self._second.count(singular, plural, number))

    def partial_date(self, value: str) -> str:
        """A date or a part of one, in both languages."""
        return of(self._first.partial_date(value), self._second.partial_date(value))


def of(first: str, second: str) -> str:
    """The two as a pair; where both say the same, one is enough."""
    if not second or first == second:
        return str(first)
    pair = Pair(first)
    pair.other = str(second)
    return pair


def other(words: Any) -> str:
    """The second language's side; nothing where there is none."""
    return words.other if isinstance(words, Pair) else ""


def sides(words: str) -> tuple[str, ...]:
    """The text, and its second language where it has one."""
    second = other(words)
    return (str(words), second) if second else (words,)


def joined(*parts: str) -> str:
    """Texts one after the other, with a space between, in both languages."""
    said = [part for part in parts if part]
    return of(" ".join(said), " ".join(other(part) or part for part in said))
