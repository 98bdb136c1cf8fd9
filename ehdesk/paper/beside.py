"""A question with the room for its answer beside it: boxes to tick, a scale, a line, a date."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ehdesk.paper import marks, page, sheet, tags, text

START = 196.0  # where answers start, so that they stand in one column where their questions let them
_FURTHER = 296.0
_WHITE = 11.0  # between a question and its answer
_BETWEEN = 8.0  # and between boxes
_LEAST = 76.0  # for the question
_MOST_LINES = 2
_HALF, _THIRD, _SOME = 0.5, 0.36, 3  # of a line that the first must be, the latter of at least three lines
_NEAR = 4.0  # white above a question whose own line has room over it
_TOGETHER = 2  # lines to write on that are never parted
_STEP = 7.0  # white between the boxes of a scale
_BOX = 27.0


@dataclass(frozen=True)
class Asked:
    """What is asked, with its hint; `left` moves a question in that depends on the one above.

    `name` is the question alone, where `label` begins with a condition.
    """

    label: str
    hint: str = ""
    left: float = 0.0
    name: str = ""

    @property
    def alt(self) -> str:
        """What a screen reader says of the room: the question without its condition."""
        return self.name or self.label


@dataclass(frozen=True)
class _Room:
    """The answer's place: how to draw it, how tall it is, and where the question's baseline belongs."""

    draw: marks.Drawing
    height: float
    baseline: float


def holds_ticks(on: sheet.Sheet, asked: Asked, options: Sequence[marks.Choice]) -> bool:
    """Whether all the boxes fit on one line beside the question."""
    widths = marks.choice_widths(on, options)
    total = sum(widths) + _BETWEEN * (len(options) - 1)
    return _start(on, asked, total, flush=not on.look.compact) is not None


def ticks(on: sheet.Sheet, asked: Asked, options: Sequence[marks.Choice], *, gap: float) -> bool:
    """All the boxes on one line beside the question; False, and nothing added, where they do not fit."""
    if not options or any(option.hint for option in options):
        return False
    widths = marks.choice_widths(on, options)
    total = sum(widths) + _BETWEEN * (len(options) - 1)
    start = _start(on, asked, total, flush=not on.look.compact)
    if start is None and on.look.compact:
        start, widths = _broken(on, asked, options)
    if start is None:
        return False
    words = _lines(on, asked, start)
    with on.within("L"):
        parts, left, height = [], start, 0.0
        for option, width in zip(options, widths, strict=True):
            drawing, tall = marks.choice(on, asked.alt, option, left, width)
            parts.append(drawing)
            height = max(height, tall)
            left += width + _BETWEEN
    _add(on, words, _Room(marks.drawn(parts), height, on.look.baseline), gap)
    return True


def _broken(
    on: sheet.Sheet, asked: Asked, options: Sequence[marks.Choice]
) -> tuple[float | None, list[float]]:
    """Where boxes of one width start whose labels stand on two lines, and how wide each is."""
    whole = on.set.width(asked.label, on.look.label, on.spoken(asked.label))
    for start in (whole + _WHITE + 1, whole * 0.68 + _WHITE):
        width = (page.ROOM - start - _BETWEEN * (len(options) - 1)) / len(options)
        lead = on.look.lead
        if _holds(on, asked, start) and marks.on_two_lines(on, options, width - lead):
            return start, [width] * len(options)
    return None, []


def scale(
    on: sheet.Sheet, asked: Asked, points: Sequence[marks.Choice], *, gap: float, tells_ends: bool = True
) -> bool:
    """A row of boxes with their numbers in them; what the ends mean stands under the question."""
    ends = (
        []
        if not tells_ends
        else [f"{each.label} = {each.hint}" for each in (points[0], points[-1]) if each.hint]
    )
    asked = replace(asked, hint="\n".join(filter(None, [asked.hint, *ends])))
    step = on.look.tick + _STEP
    start = page.ROOM - step * len(points) + _STEP
    if not _holds(on, asked, start, most=3):
        return False
    words = _lines(on, asked, start)
    with on.within("L"):
        parts = [_point(on, asked.alt, point, start + step * index) for index, point in enumerate(points)]
    _add(on, words, _Room(marks.drawn(parts), on.look.tick, on.look.baseline), gap)
    return True


def _point(on: sheet.Sheet, asked: str, point: marks.Choice, left: float) -> marks.Drawing:
    line = on.set.lines(point.label, on.look.small, on.look.tick, on.language)
    said = f"{asked}: {point.label}" + (f", {point.hint}" if point.hint else "")
    with on.within("LI"):
        with on.within("Lbl"):
            box = marks.tick_box(on, said, left)
        body = on.element("LBody")
    down = on.look.baseline - 0.5 - line[0].above

    def draw(pen: page.Pen, top: float) -> None:
        box(pen, top)
        pen.lines(body, line, left, top - down, on.look.tick, page.QUIET, "centre")

    return draw


def line(on: sheet.Sheet, asked: Asked, *, gap: float) -> bool:
    """One line to write on, from the question to the edge."""
    start = _start(on, asked, page.ROOM - _FURTHER, flush=False)
    if start is None:
        return False
    words = _lines(on, asked, start)
    element = on.element("Form", alt=asked.alt)
    element.attributes = marks.WRITE
    pitch = on.look.pitch
    _add(on, words, _Room(_rule(element, start, pitch), pitch, pitch - 5), gap)
    return True


def lines(on: sheet.Sheet, asked: Asked, count: int, *, gap: float, colour: page.Colour = page.INK) -> bool:
    """Lines to write on, the first of them after the last word asked and the others across.

    Only where the first is still half a line, or a third before two whole ones: the form asks for so many.
    """
    room = page.ROOM - asked.left
    language = on.spoken(asked.label)
    words = on.set.lines(asked.label, on.look.label, room, language)
    wide = words[-1].width + 8
    if asked.hint or room - wide < room * (_HALF if count < _SOME else _THIRD):
        return False
    told = on.element("P", language=language)
    element = on.element("Form", alt=asked.alt)
    element.attributes = marks.WRITE
    pitch = on.look.pitch
    last = _rule(element, asked.left + wide, pitch)
    down = pitch - 5 - words[-1].above
    above = sum(each.height for each in words[:-1])

    def draw(pen: page.Pen, top: float) -> None:
        pen.lines(told, words, asked.left, top - down, room, colour, "side")
        last(pen, top - above)

    gap = gap if above else min(gap, _NEAR)
    on.add(page.Strip(above + pitch, draw, gap=gap, keeps=count > 1))
    across = _rule(element, asked.left, pitch)
    for index in range(1, count):
        keeps = index < min(_TOGETHER, count - 1) or index == count - _TOGETHER
        on.add(page.Strip(pitch, across, keeps=keeps))
    return True


def _rule(element: tags.Element, left: float, pitch: float) -> marks.Drawing:
    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.content(element):
            pen.rule(left, page.ROOM - left, top - pitch, weight=0.8, colour=page.QUIET)

    return draw


def boxes(on: sheet.Sheet, asked: Asked, fields: Sequence[marks.Box], *, gap: float) -> bool:
    """Boxes to write in beside the question, each with what belongs in it over its upper edge."""
    fields = [_as_wide_as_its_words(on, field) for field in fields]
    total = sum(field.width for field in fields) + 6 * (len(fields) - 1)
    start = _start(on, asked, total, flush=False)
    if start is None:
        return False
    words = _lines(on, asked, start)
    parts, left, down = [], start, 0.0
    for field in fields:
        drawing, down = _field(on, asked.alt, field, left)
        parts.append(drawing)
        left += field.width + 6
    _add(on, words, _Room(marks.drawn(parts), down + _BOX, down + 18), gap)
    return True


def _as_wide_as_its_words(on: sheet.Sheet, field: marks.Box) -> marks.Box:
    """A box no narrower than any word over it: "Diwrnod" is longer than "Day"."""
    words = [on.set.width(each, on.look.hint, on.spoken(field.label)) + 1 for each in field.label.split()]
    return replace(field, width=max([field.width, *words]))


def _field(on: sheet.Sheet, asked: str, field: marks.Box, left: float) -> tuple[marks.Drawing, float]:
    """One box under its label, and how far down it stands."""
    language = on.spoken(field.label)
    lines = on.set.lines(field.label, on.look.hint, field.width, language) if field.label else []
    caption = on.element("P", language=language) if lines else None
    element = on.element("Form", alt=f"{asked}: {field.label}" if field.label else asked)
    element.attributes = marks.WRITE
    down = sum(each.height for each in lines)

    def draw(pen: page.Pen, top: float) -> None:
        if caption:
            pen.lines(caption, lines, left, top, field.width, page.QUIET, "side")
        with pen.document.content(element):
            pen.box(left, top - down, field.width, _BOX)

    return draw, down


# The question's side


@dataclass(frozen=True)
class _Words:
    element: tags.Element
    lines: list[text.Line]
    hints: list[tuple[tags.Element, list[text.Line]]]
    left: float
    width: float

    @property
    def height(self) -> float:
        return sum(each.height for each in self.lines) + sum(
            each.height for _, lines in self.hints for each in lines
        )


def _start(on: sheet.Sheet, asked: Asked, total: float, *, flush: bool) -> float | None:
    """Where an answer `total` wide starts beside its question; None where the two have no room."""
    at_edge = page.ROOM - total
    places = [at_edge] if flush else [START, _FURTHER, at_edge]
    fitting = [place for place in places if place + total <= page.ROOM + 0.1]
    return next((place for place in fitting if _holds(on, asked, place)), None)


def _holds(on: sheet.Sheet, asked: Asked, start: float, *, most: int = _MOST_LINES) -> bool:
    width = start - asked.left - _WHITE
    if width < _LEAST:
        return False
    label = on.set.lines(asked.label, on.look.label, width, on.spoken(asked.label))
    hint = on.set.lines(asked.hint, on.look.hint, width, on.spoken(asked.hint)) if asked.hint else []
    longest = max(each.width for each in [*label, *hint])
    return len(label) <= most and len(hint) <= most and longest <= width + 1


def _lines(on: sheet.Sheet, asked: Asked, start: float) -> _Words:
    width = start - asked.left - _WHITE
    language = on.spoken(asked.label)
    element = on.element("P", language=language)
    lines = on.set.lines(asked.label, on.look.label, width, language)
    hints = []
    for words in asked.hint.split("\n") if asked.hint else []:
        spoken = on.spoken(words)
        hints.append((on.element("P", language=spoken), on.set.lines(words, on.look.hint, width, spoken)))
    return _Words(element, lines, hints, asked.left, width)


def _add(on: sheet.Sheet, words: _Words, room: _Room, gap: float) -> None:
    """The strip with both sides, the question's first line level with the answer's."""
    above = words.lines[0].above
    lower = max(above - room.baseline, 0.0)  # how far the answer stands under the top
    down = lower + room.baseline - above

    def draw(pen: page.Pen, top: float) -> None:
        at = top - down
        pen.lines(words.element, words.lines, words.left, at, words.width, page.INK, "side")
        at -= sum(each.height for each in words.lines)
        for element, lines in words.hints:
            pen.lines(element, lines, words.left, at, words.width, page.QUIET, "side")
            at -= sum(each.height for each in lines)
        room.draw(pen, top - lower)

    on.add(page.Strip(max(lower + room.height, down + words.height), draw, gap=gap))
