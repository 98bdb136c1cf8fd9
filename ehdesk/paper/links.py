"""What a page on a screen leads to: a number to call, another page of the same file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_DIALLED = re.compile(r"\+?[\d ()-]+")


@dataclass(frozen=True)
class Link:
    """Letters of a paragraph, from `start` up to `end`, that lead to `target`: "tel:999" or "#Part2".

    `said` is what a reader is told that it is.
    """

    start: int
    end: int
    target: str
    said: str

    @property
    def is_number(self) -> bool:
        """Whether it is a number to call, which stands out on paper too."""
        return self.target.startswith("tel:")


def to_numbers(words: str, numbers: Iterable[str]) -> tuple[Link, ...]:
    """Where these numbers to call stand in a text; what is no number is not looked for."""
    found = [
        Link(match.start(), match.end(), f"tel:{re.sub('[^+0-9]', '', number)}", number)
        for number in dict.fromkeys(numbers)
        if number and _DIALLED.fullmatch(number)
        for match in re.finditer(rf"(?<![\d+]){re.escape(number)}(?!\d)", words)
    ]
    return tuple(sorted(found, key=lambda link: link.start))


def whole(words: str, target: str) -> tuple[Link, ...]:
    """All of a text as one link; none without a target."""
    return (Link(0, len(words), target, words),) if words and target else ()
