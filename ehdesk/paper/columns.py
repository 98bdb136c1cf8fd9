"""What a table's column needs on empty paper: room to write, boxes to tick, or a letter to write in."""

from collections.abc import Sequence
from dataclasses import dataclass

from ehdesk.forms import definition
from ehdesk.paper import page, sheet, text
from ehdesk.words import Words

PAD = 5.0
_FEW = 3  # boxes that stand in one cell
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TO = "\u2011"  # a hyphen that no line breaks after
_TICKED = 7.0  # the white between a tick box and its label
_LABEL = 66.0  # a label in a cell is broken rather than wider
_LEAST = {
    "date": 66.0, "partial_date": 66.0, "time": 84.0, "date_range": 130.0, "number": 50.0, "scale": 50.0,
    "text": 74.0, "agency": 74.0, "person": 82.0, "people": 82.0, "entry": 74.0, "entries": 74.0,
}  # fmt: skip
_STRETCH = {"text": 3.5, "people": 3.0, "entries": 3.0, "person": 2.5, "agency": 2.5, "entry": 2.5}


@dataclass(frozen=True)
class Column:
    """One column: its head, the boxes in each of its cells, and how wide it is.

    `stretch` is its share of the room that is left over; `lettered` are the answers that a letter
    stands for, where there are too many to tick.
    """

    key: str
    head: str
    kind: str
    ticks: tuple[str, ...] = ()
    lettered: tuple[str, ...] = ()
    width: float = 0.0
    stretch: float = 0.0


def of(on: sheet.Sheet, column: definition.Question, words: Words, *, few: int = _FEW) -> Column:
    """The column as paper needs it, as narrow as it may be; more than `few` answers get letters."""
    labels = tuple(words.text(choice.label) for choice in column.choices())
    if column.kind == "tick":
        labels = ("",)
    head = words.text(column.label)
    scaled = column.kind in ("scale", "number") and not column.options
    ticked = bool(labels) and not scaled and column.kind != "multiple_choice" and _is_short(on, labels, few)
    lettered = () if ticked or scaled or len(labels) > len(_LETTERS) else labels
    if column.kind == "scale" and scaled:
        low, high = column.bounds()
        head = f"{head} {low}{_TO}{high}"
    if lettered:
        codes = _codes(lettered)
        head = f"{head} {codes[0]}{_TO}{codes[len(lettered) - 1]}"
    least = _ticks_width(on, labels) if ticked else _LEAST.get(column.kind, 44.0) if not lettered else 44.0
    return Column(
        key=column.key,
        head=head,
        kind=column.kind,
        ticks=labels if ticked else (),
        lettered=lettered,
        width=max(least, longest_word(on, head, on.look.head) + 2 * PAD),
        stretch=0.5 if ticked or lettered else _STRETCH.get(column.kind, 0.5),
    )


def legend(column: Column, label: str) -> str:
    """What each letter stands for, as one line; nothing where none does."""
    numbered = _codes(column.lettered) != _LETTERS
    pairs = zip(_LETTERS, column.lettered, strict=False)
    said = ",  ".join(answer if numbered else f"{letter}\u00a0{answer}" for letter, answer in pairs)
    return f"{label}: {said}" if said else ""


def _codes(answers: Sequence[str]) -> str:
    """A letter for each answer; its own number where each begins with one."""
    firsts = "".join(answer[:1] for answer in answers)
    return firsts if firsts.isdigit() and len(set(firsts)) == len(answers) else _LETTERS


def longest_word(on: sheet.Sheet, words: str, style: text.Style) -> float:
    """How wide the widest word of a text is."""
    return max((on.set.width(word, style, on.spoken(words)) for word in words.split()), default=0.0)


def stretched(columns: Sequence[Column], room: float = page.ROOM) -> list[float]:
    """The columns' widths when they share what is left of the room."""
    spare = room - sum(column.width for column in columns)
    shares = sum(column.stretch for column in columns)
    if not shares:
        return [column.width + spare / len(columns) for column in columns]
    return [column.width + spare * column.stretch / shares for column in columns]


def _is_short(on: sheet.Sheet, labels: Sequence[str], few: int) -> bool:
    """Whether there are few answers, none of whose words is too wide for a cell."""
    return len(labels) <= few and all(
        longest_word(on, label, on.look.small) <= _LABEL
        and on.set.width(label, on.look.small, on.spoken(label)) <= 2 * _LABEL
        for label in labels
    )


def _ticks_width(on: sheet.Sheet, labels: Sequence[str]) -> float:
    widest = 0.0
    for label in labels:
        whole = on.set.width(label, on.look.small, on.spoken(label)) if label else 0.0
        widest = max(widest, min(whole, max(_LABEL, longest_word(on, label, on.look.small))))
    return on.look.tick + _TICKED + widest + 2 * PAD
