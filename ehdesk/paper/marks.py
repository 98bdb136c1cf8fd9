"""Places to answer on paper: tick boxes, writing lines, boxes for dates and numbers, faces."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ehdesk.paper import page, pairs, sheet, tags, text

Drawing = Callable[[page.Pen, float], None]

BETWEEN = 22.0  # white between choices in a row
BETWEEN_COLUMNS = 12.0
TICK = "<</O /PrintField /Role /cb /checked /off>>"
WRITE = "<</O /PrintField /Role /tv>>"
_INSET = 2.0
_TWO = 2
_MANY = 6
_FEW = 3  # choices that may stand in one row where everything else is under one another
_CAPTION = 60.0  # the least room for the words over a box
_CLOSE = 6.0
_TALLEST = 300.0  # a box to draw in, of which two fit on a page


@dataclass(frozen=True)
class Choice:
    """One answer to tick, as the page words it."""

    label: str
    hint: str = ""


@dataclass(frozen=True)
class Box:
    """One box to write in, with what belongs in it."""

    label: str
    width: float


def tick_box(on: sheet.Sheet, alt: str, left: float, down: float = 0) -> Drawing:
    """One tick box of 8 mm as part of a strip, under the element in hand."""
    element = on.element("Form", alt=alt)
    element.attributes = TICK

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.content(element):
            pen.box(left, top - down, on.look.tick, on.look.tick, weight=1.2)

    return draw


def choices(
    on: sheet.Sheet, asked: str, options: Sequence[Choice], *, left: float = 0, gap: float = 8
) -> None:
    """Boxes to tick with their labels, in one row where they fit, in columns, or one under the other.

    The list is never parted by a page.
    """
    room = page.ROOM - left
    rows = _rows(on, options, room)
    with on.together(), on.within("L"):
        for index, row in enumerate(rows):
            parts, height = [], 0.0
            for option, start, width in row:
                drawing, tall = choice(on, asked, option, left + start, width)
                parts.append(drawing)
                height = max(height, tall)
            on.add(page.Strip(height, drawn(parts), gap=on.look.choices if index else gap))


def _rows(on: sheet.Sheet, options: Sequence[Choice], room: float) -> list[list[tuple[Choice, float, float]]]:
    """Each row's choices with where they start and the room they have."""
    hinted = any(option.hint for option in options)
    in_two = any(pairs.other(option.label) for option in options)
    if in_two or (on.look.stacked and len(options) > _FEW):
        return [[(option, 0.0, room)] for option in options]
    widths = choice_widths(on, options)
    if not hinted and sum(widths) + BETWEEN * (len(options) - 1) <= room:
        starts = [sum(widths[:index]) + BETWEEN * index for index in range(len(options))]
        return [list(zip(options, starts, widths, strict=True))]
    count = _columns(on, options, room)
    white = _white(on)
    width = (room - white * (count - 1)) / count
    placed = [(option, (width + white) * (index % count), width) for index, option in enumerate(options)]
    return [placed[start : start + count] for start in range(0, len(placed), count)]


def _columns(on: sheet.Sheet, options: Sequence[Choice], room: float) -> int:
    """In how many columns the choices stand: as few as make the list no longer than the most would."""
    hinted = any(option.hint for option in options)
    if on.look.stacked:
        return 1
    widest = max(choice_widths(on, options))
    broken = on.look.compact or len(options) > _MANY
    for most in range(min(5, len(options)), 1, -1):
        width = (room - _white(on) * (most - 1)) / most
        lead = on.look.lead
        if (not hinted and widest <= width) or (broken and on_two_lines(on, options, width - lead)):
            rows = math.ceil(len(options) / most)
            return math.ceil(len(options) / rows)
    return 1


def _white(on: sheet.Sheet) -> float:
    return _CLOSE if on.look.compact else BETWEEN_COLUMNS


def choice_widths(on: sheet.Sheet, options: Sequence[Choice]) -> list[float]:
    """How wide each box is with its label on one line."""
    lead = on.look.lead + 1
    return [lead + on.set.width(option.label, on.look.body, on.spoken(option.label)) for option in options]


def on_two_lines(on: sheet.Sheet, options: Sequence[Choice], width: float) -> bool:
    """Whether each label and hint has room on two lines, no word of a label broken."""
    words = (word for option in options for word in option.label.split())
    said = [(option.label, on.look.body) for option in options]
    said += [(option.hint, on.look.hint) for option in options if option.hint]
    return all(on.set.width(word, on.look.body, on.spoken(word)) <= width for word in words) and all(
        len(on.set.lines(label, style, width, on.spoken(label))) <= _TWO for label, style in said
    )


def choice(on: sheet.Sheet, asked: str, option: Choice, left: float, width: float) -> tuple[Drawing, float]:
    """One box and its label as part of a strip, and how tall they are."""
    if pairs.other(option.label):
        return _choice_in_two(on, asked, option, left, width)
    lead = on.look.lead
    language = on.spoken(option.label)
    lines = on.set.lines(option.label, on.look.body, width - lead, language)
    hints = (
        on.set.lines(option.hint, on.look.hint, width - lead, on.spoken(option.hint)) if option.hint else []
    )
    after = lines[-1].width + 10
    runs_on = bool(hints) and len(lines) == 1 and on.look.compact
    if runs_on and on.set.width(option.hint, on.look.hint, on.spoken(option.hint)) > width - lead - after:
        runs_on = False
    label = 0.0 if runs_on else sum(line.height for line in lines)
    baseline = max(on.look.baseline, lines[0].above)
    with on.within("LI"):
        with on.within("Lbl"):
            box = tick_box(on, f"{asked}: {option.label}", left, baseline - on.look.baseline)
        body = on.element("LBody", language=language)
        body, told = _words_and_hint(on, option, body) if hints else (body, body)
    hint_left = left + lead + (after if runs_on else 0)

    def draw(pen: page.Pen, top: float) -> None:
        box(pen, top)
        first = top - baseline + lines[0].above
        pen.lines(body, lines, left + lead, first, width - lead, page.INK, "side")
        if hints:
            pen.lines(told, hints, hint_left, first - label, left + width - hint_left, page.QUIET, "side")

    tall = (
        baseline
        - lines[0].above
        + max(label + sum(line.height for line in hints), sum(line.height for line in lines))
    )
    return draw, max(tall, baseline - on.look.baseline + on.look.tick)


def _words_and_hint(on: sheet.Sheet, option: Choice, body: tags.Element) -> tuple[tags.Element, tags.Element]:
    """A paragraph for the words and one for the hint, so that they are not read as one word."""
    words = tags.Element("P", body, language=on.spoken(option.label))
    return words, tags.Element("P", body, language=on.spoken(option.hint))


def _choice_in_two(
    on: sheet.Sheet, asked: str, option: Choice, left: float, width: float
) -> tuple[Drawing, float]:
    """One box with its label in two languages, each in its own half of the room."""
    lead = on.look.lead
    half = (width - lead - sheet.GUTTER) / 2
    hints = [*pairs.sides(option.hint), ""] if option.hint else ["", ""]
    parts: list[tuple[tags.Element, list[text.Line], float, page.Colour, float]] = []
    under = 0.0  # the baseline
    with on.within("LI"):
        with on.within("Lbl"):
            down = _above_words(on, option.label, half)
            box = tick_box(on, f"{asked}: {option.label}", left, down)
        with on.within("LBody"):
            for side, (words, hint) in enumerate(zip(pairs.sides(option.label), hints, strict=False)):
                language = on.side(words, side)
                lines = on.set.lines(words, on.look.body, half, language)
                told = on.set.lines(hint, on.look.hint, half, language) if hint else []
                start = left + lead + (half + sheet.GUTTER) * side
                rise = lines[0].above
                parts.append((on.element("P", language=language), lines, start, page.INK, rise))
                rise -= sum(line.height for line in lines)
                if told:
                    parts.append((on.element("P", language=language), told, start, page.QUIET, rise))
                under = max(under, sum(line.height for line in told) - rise)
    baseline = down + on.look.baseline

    def draw(pen: page.Pen, top: float) -> None:
        box(pen, top)
        for element, lines, start, colour, rise in parts:
            pen.lines(element, lines, start, top - baseline + rise, half, colour)

    return draw, max(baseline + under, down + on.look.tick)


def _above_words(on: sheet.Sheet, words: str, width: float) -> float:
    """How far a box stands under the top, so that no language's first line reaches over it."""
    above = max(
        on.set.lines(each, on.look.body, width, on.side(each, side))[0].above
        for side, each in enumerate(pairs.sides(words))
    )
    return max(above - on.look.baseline, 0.0)


def tick(on: sheet.Sheet, option: Choice, *, left: float = 0, gap: float = 0) -> None:
    """One box to tick that needs no question above it."""
    with on.within("L"):
        drawing, height = choice(on, option.label, Choice(option.label, option.hint), left, page.ROOM - left)
        on.add(page.Strip(height, drawing, gap=gap))


def writing_lines(on: sheet.Sheet, asked: str, count: int, *, left: float = 0, gap: float = 0) -> None:
    """Ruled lines to write on; the first two stay with what is above them, and the last two together."""
    element = on.element("Form", alt=asked)
    element.attributes = WRITE
    pitch = on.look.pitch

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.content(element):
            pen.rule(left, page.ROOM - left, top - pitch, weight=0.8, colour=page.QUIET)

    for index in range(count):
        on.add(
            page.Strip(
                pitch,
                draw,
                gap=gap if index == 0 else 0,
                keeps=index < min(1, count - 1) or index == count - 2,
            )
        )


def open_box(on: sheet.Sheet, asked: str, lines: int, *, left: float = 0, gap: float = 8) -> None:
    """A box over the whole width to draw or write in, as tall as so many lines."""
    height = min(lines * on.look.pitch, _TALLEST)
    element = on.element("Form", alt=asked)
    element.attributes = WRITE

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.content(element):
            pen.box(left, top, page.ROOM - left, height)

    on.add(page.Strip(height, draw, gap=gap))


def boxes(on: sheet.Sheet, asked: str, fields: Sequence[Box], *, left: float = 0, gap: float = 8) -> None:
    """Boxes side by side to write in, each with its label above."""
    parts: list[Drawing] = []
    height = 0.0
    for field in fields:
        width = min(_box_width(on, field), page.ROOM - left)
        drawing, height = _field(on, asked, Box(field.label, width), left, height)
        parts.append(drawing)
        left += width + 14
    on.add(page.Strip(height, drawn(parts), gap=gap))


def _box_width(on: sheet.Sheet, field: Box) -> float:
    """How wide a box is: wider in larger print, and never narrower there than a word over it."""
    if not on.look.stacked:
        return field.width
    words = [word for side in pairs.sides(field.label) for word in side.split()]
    return max(
        [
            field.width * on.look.wide,
            *(on.set.width(each, on.look.hint, on.spoken(each)) + 1 for each in words),
        ]
    )


def _field(on: sheet.Sheet, asked: str, field: Box, left: float, height: float) -> tuple[Drawing, float]:
    room = field.width if on.look.stacked else max(field.width, _CAPTION)
    captions = sided(on, field.label, on.look.hint, room)
    element = on.element("Form", alt=f"{asked}: {field.label}" if field.label else asked)
    element.attributes = WRITE
    down = sum(each.height for _, lines in captions for each in lines) + (3 if captions else 0)
    tall = 30 * on.look.wide

    def draw(pen: page.Pen, top: float) -> None:
        at = top
        for caption, lines in captions:
            pen.lines(caption, lines, left, at, room, page.QUIET)
            at -= sum(each.height for each in lines)
        with pen.document.content(element):
            pen.box(left, top - down, field.width, tall)

    return draw, max(height, down + tall)


def sided(
    on: sheet.Sheet, words: str, style: text.Style, width: float, role: str = "P"
) -> list[tuple[tags.Element, list[text.Line]]]:
    """Words that stand over or under something, set; in two languages one under the other."""
    found = []
    for side, each in enumerate(pairs.sides(words) if words else ()):
        language = on.side(each, side)
        found.append((on.element(role, language=language), on.set.lines(each, style, width, language)))
    return found


def scale(on: sheet.Sheet, asked: str, points: Sequence[Choice], *, left: float = 0, gap: float = 8) -> None:
    """A row of numbered boxes, with words at its ends."""
    room = page.ROOM - left
    step = min(room / len(points), on.look.tick + 37)
    over = max(18.0, on.look.number.size * 1.38)
    with on.together():
        with on.within("L"):
            parts = [
                _point(on, asked, point, left + step * index, over) for index, point in enumerate(points)
            ]
            on.add(page.Strip(over + on.look.tick, drawn(parts), gap=gap))
        end = left + step * (len(points) - 1) + _INSET + on.look.tick
        wide = min(180.0, (end - left) / 2 - 6)
        cells = []
        for words, start, align in (
            (points[0].hint, left, "start"),
            (points[-1].hint, end - wide, "end"),
        ):
            said = " / ".join(pairs.sides(words)) if words else ""
            if said:
                side: page.Align = "end" if align == "end" else "start"
                cells.append(sheet.Cell(said, start, wide, on.look.hint, page.QUIET, side))
        if cells:
            on.row(cells, gap=4)


def _point(on: sheet.Sheet, asked: str, point: Choice, left: float, over: float) -> Drawing:
    line = on.set.lines(point.label, on.look.number, on.look.tick + 8, on.language)
    said = f"{asked}: {point.label}" + (f", {point.hint}" if point.hint else "")
    with on.within("LI"):
        with on.within("Lbl"):
            box = tick_box(on, said, left + _INSET, over)
        body = on.element("LBody")

    def draw(pen: page.Pen, top: float) -> None:
        box(pen, top)
        pen.lines(body, line, left + _INSET, top, on.look.tick, page.INK, "centre")

    return draw


def drawn(parts: Sequence[Drawing]) -> Drawing:
    """Several drawings as one."""

    def draw(pen: page.Pen, top: float) -> None:
        for part in parts:
            part(pen, top)

    return draw
