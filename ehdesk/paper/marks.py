"""Places to answer on paper: tick boxes, writing lines, boxes for dates and numbers, faces."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ehdesk.paper import languages, page, sheet, tags, text

Drawing = Callable[[page.Pen, float], None]

BETWEEN = 22.0  # white between choices in a row
BETWEEN_COLUMNS = 12.0
_TICK = "<</O /PrintField /Role /cb /checked /off>>"
WRITE = "<</O /PrintField /Role /tv>>"
IN_CELL = text.Style(12)
BASELINE = 16.5  # of a label, under the top of its tick box
_FACE = 19.0  # radius
_INSET = 2.0
_TWO = 2
_MANY = 6
_CLOSE = 6.0
_CELL_GAP = 5.0


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
    element.attributes = _TICK

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.content(element):
            pen.box(left, top - down, sheet.TICK_BOX, sheet.TICK_BOX, weight=1.2)

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
    widest = max(choice_widths(on, options))
    broken = on.look.compact or len(options) > _MANY
    for most in range(min(5, len(options)), 1, -1):
        width = (room - _white(on) * (most - 1)) / most
        lead = sheet.TICK_BOX + sheet.TICK_GAP
        if (not hinted and widest <= width) or (broken and on_two_lines(on, options, width - lead)):
            rows = math.ceil(len(options) / most)
            return math.ceil(len(options) / rows)
    return 1


def _white(on: sheet.Sheet) -> float:
    return _CLOSE if on.look.compact else BETWEEN_COLUMNS


def choice_widths(on: sheet.Sheet, options: Sequence[Choice]) -> list[float]:
    """How wide each box is with its label on one line."""
    lead = sheet.TICK_BOX + sheet.TICK_GAP + 1
    return [lead + on.set.width(option.label, on.look.body, on.spoken(option.label)) for option in options]


def on_two_lines(on: sheet.Sheet, options: Sequence[Choice], width: float) -> bool:
    """Whether each label and hint has room on two lines, no word of a label broken."""
    words = (word for option in options for word in option.label.split())
    said = [(option.label, on.look.body) for option in options]
    said += [(option.hint, sheet.HINT) for option in options if option.hint]
    return all(on.set.width(word, on.look.body, on.spoken(word)) <= width for word in words) and all(
        len(on.set.lines(label, style, width, on.spoken(label))) <= _TWO for label, style in said
    )


def choice(on: sheet.Sheet, asked: str, option: Choice, left: float, width: float) -> tuple[Drawing, float]:
    """One box and its label as part of a strip, and how tall they are."""
    lead = sheet.TICK_BOX + sheet.TICK_GAP
    language = on.spoken(option.label)
    lines = on.set.lines(option.label, on.look.body, width - lead, language)
    hints = on.set.lines(option.hint, sheet.HINT, width - lead, on.spoken(option.hint)) if option.hint else []
    after = lines[-1].width + 10
    runs_on = bool(hints) and len(lines) == 1 and on.look.compact
    if runs_on and on.set.width(option.hint, sheet.HINT, on.spoken(option.hint)) > width - lead - after:
        runs_on = False
    label = 0.0 if runs_on else sum(line.height for line in lines)
    baseline = max(BASELINE, lines[0].above)
    with on.within("LI"):
        with on.within("Lbl"):
            box = tick_box(on, f"{asked}: {option.label}", left, baseline - BASELINE)
        body = on.element("LBody", language=language)
    hint_left = left + lead + (after if runs_on else 0)

    def draw(pen: page.Pen, top: float) -> None:
        box(pen, top)
        first = top - baseline + lines[0].above
        pen.lines(body, lines, left + lead, first, width - lead, page.INK, "side")
        if hints:
            pen.lines(body, hints, hint_left, first - label, left + width - hint_left, page.QUIET, "side")

    tall = (
        baseline
        - lines[0].above
        + max(label + sum(line.height for line in hints), sum(line.height for line in lines))
    )
    return draw, max(tall, baseline - BASELINE + sheet.TICK_BOX)


def tick(on: sheet.Sheet, option: Choice, *, gap: float = 0) -> None:
    """One box to tick that needs no question above it."""
    with on.within("L"):
        drawing, height = choice(on, option.label, Choice(option.label, option.hint), 0, page.ROOM)
        on.add(page.Strip(height, drawing, gap=gap))


def small_tick(on: sheet.Sheet, asked: str, label: str, left: float, width: float, down: float) -> Drawing:
    """One box of a cell or a line of boxes, `down` under the strip's top, with its label beside it."""
    lead = sheet.TICK_BOX + _CELL_GAP
    language = on.spoken(label)
    lines = on.set.lines(label, IN_CELL, width - lead, language) if label else []
    tall = sum(line.height for line in lines)
    with on.within("LI"):
        with on.within("Lbl"):
            box = tick_box(on, f"{asked}: {label}" if label else asked, left, down)
        body = on.element("LBody", language=language) if lines else None

    def draw(pen: page.Pen, top: float) -> None:
        box(pen, top)
        if body:
            first = top - down - max((sheet.TICK_BOX - tall) / 2, 0)
            pen.lines(body, lines, left + lead, first, width - lead, page.INK, "side")

    return draw


def stack(
    on: sheet.Sheet, asked: str, labels: Sequence[str], left: float, width: float, tall: float
) -> Drawing:
    """Boxes one under the other in a cell `tall` high."""
    heights = _stacked(on, labels, width)
    down = (tall - sum(heights) - _CELL_GAP * (len(heights) - 1)) / 2
    parts = []
    with on.within("L"):
        for label, height in zip(labels, heights, strict=True):
            parts.append(small_tick(on, asked, label, left, width, down))
            down += height + _CELL_GAP
    return drawn(parts)


def stack_height(on: sheet.Sheet, labels: Sequence[str], width: float) -> float:
    """How tall so many boxes in a cell are."""
    heights = _stacked(on, labels, width)
    return sum(heights) + _CELL_GAP * (len(heights) - 1)


def _stacked(on: sheet.Sheet, labels: Sequence[str], width: float) -> list[float]:
    room = width - sheet.TICK_BOX - _CELL_GAP
    return [
        max(
            sheet.TICK_BOX,
            sum(line.height for line in on.set.lines(label, IN_CELL, room, on.spoken(label))) if label else 0,
        )
        for label in labels
    ]


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


def open_box(on: sheet.Sheet, asked: str, lines: int, *, gap: float = 8) -> None:
    """A box over the whole width to draw or write in, as tall as so many lines."""
    height = lines * on.look.pitch
    element = on.element("Form", alt=asked)
    element.attributes = WRITE

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.content(element):
            pen.box(0, top, page.ROOM, height)

    on.add(page.Strip(height, draw, gap=gap))


def boxes(on: sheet.Sheet, asked: str, fields: Sequence[Box], *, left: float = 0, gap: float = 8) -> None:
    """Boxes side by side to write in, each with its label above."""
    parts: list[Drawing] = []
    height = 0.0
    for field in fields:
        drawing, height = _field(on, asked, field, left, height)
        parts.append(drawing)
        left += field.width + 14
    on.add(page.Strip(height, drawn(parts), gap=gap))


def _field(on: sheet.Sheet, asked: str, field: Box, left: float, height: float) -> tuple[Drawing, float]:
    language = on.spoken(field.label)
    lines = on.set.lines(field.label, sheet.HINT, max(field.width, 60), language) if field.label else []
    caption = on.element("P", language=language) if field.label else None
    element = on.element("Form", alt=f"{asked}: {field.label}" if field.label else asked)
    element.attributes = WRITE
    down = sum(line.height for line in lines) + (3 if lines else 0)

    def draw(pen: page.Pen, top: float) -> None:
        if caption:
            pen.lines(caption, lines, left, top, max(field.width, 60), page.QUIET)
        with pen.document.content(element):
            pen.box(left, top - down, field.width, 30)

    return draw, max(height, down + 30)


def scale(on: sheet.Sheet, asked: str, points: Sequence[Choice], *, gap: float = 8) -> None:
    """A row of numbered boxes, with words at its ends."""
    step = min(page.ROOM / len(points), 60.0)
    parts: list[Drawing] = []
    with on.together():
        with on.within("L"):
            for index, point in enumerate(points):
                parts.append(_point(on, asked, point, step * index, step))
            on.add(page.Strip(18 + sheet.TICK_BOX, drawn(parts), gap=gap))
        ends = [
            (points[0].hint, 0.0, "start"),
            (points[-1].hint, step * (len(points) - 1) + _INSET + sheet.TICK_BOX - 180, "end"),
        ]
        cells = [
            sheet.Cell(words, max(left, 0), 180, sheet.HINT, page.QUIET, "end" if side == "end" else "start")
            for words, left, side in ends
            if words
        ]
        if cells:
            on.row(cells, gap=4)


def _point(on: sheet.Sheet, asked: str, point: Choice, left: float, width: float) -> Drawing:
    line = on.set.lines(point.label, text.Style(13), width, on.language)
    said = f"{asked}: {point.label}" + (f", {point.hint}" if point.hint else "")
    with on.within("LI"):
        with on.within("Lbl"):
            box = tick_box(on, said, left + _INSET, 18)
        body = on.element("LBody")

    def draw(pen: page.Pen, top: float) -> None:
        box(pen, top)
        pen.lines(body, line, left + _INSET, top, sheet.TICK_BOX, page.INK, "centre")

    return draw


def faces(on: sheet.Sheet, asked: str, options: Sequence[Choice], moods: Sequence[float | None]) -> None:
    """Faces that differ by their mouths, each with its word and a box; no mood is a question mark."""
    step = page.ROOM / max(len(options), 4)
    parts: list[Drawing] = []
    tallest = 0.0
    with on.within("L"):
        for index, (option, mood) in enumerate(zip(options, moods, strict=True)):
            drawing, height = _face(on, asked, option, mood, step * index, step)
            parts.append(drawing)
            tallest = max(tallest, height)
        on.add(page.Strip(tallest, drawn(parts), gap=10))


def _face(
    on: sheet.Sheet, asked: str, option: Choice, mood: float | None, left: float, width: float
) -> tuple[Drawing, float]:
    lines = on.set.lines(option.label, on.look.body, width - 8, on.spoken(option.label))
    tall = sum(line.height for line in lines)
    sign = "؟" if languages.is_right_to_left(on.language) else "?"
    query = on.set.lines(sign, text.Style(22, "semibold"), width, on.language)[0]
    with on.within("LI"):
        with on.within("Lbl"):
            picture = on.element("Figure", alt=option.label)
            down = 2 * _FACE + tall + 8
            box = tick_box(on, f"{asked}: {option.label}", left + (width - sheet.TICK_BOX) / 2, down)
        body = on.element("LBody", language=on.spoken(option.label))

    def draw(pen: page.Pen, top: float) -> None:
        x, y = pen.x(left, width) + width / 2, top - _FACE
        corners = (x - _FACE, y - _FACE, x + _FACE, y + _FACE)
        bounds = " ".join(f"{corner:.1f}" for corner in corners)
        picture.attributes = f"<</O /Layout /Placement /Block /BBox [{bounds}]>>"
        with pen.document.content(picture):
            _draw_face(pen.document, x, y, mood)
            if mood is None:
                pen.document.write(query, x - query.width / 2, y - 8)
        pen.lines(body, lines, left + 4, top - 2 * _FACE - 4, width - 8, page.INK, "centre")
        box(pen, top)

    return draw, down + sheet.TICK_BOX


def _draw_face(document: tags.Document, x: float, y: float, mood: float | None) -> None:
    """A round face; `mood` from 0 (sad) to 1 (happy) bends its mouth. Without one, an empty round."""
    canvas = document.canvas
    canvas.setLineWidth(1.8)
    canvas.setStrokeColorRGB(*page.INK)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.circle(x, y, _FACE - 1, stroke=1, fill=1)
    canvas.setFillColorRGB(*page.INK)
    if mood is None:
        return
    for side in (-1, 1):
        canvas.circle(x + side * _FACE * 0.34, y + _FACE * 0.26, _FACE * 0.09, stroke=0, fill=1)
    bend = (mood - 0.5) * _FACE * 1.1
    ends, path = y - _FACE * 0.32 + bend * 0.3, canvas.beginPath()
    path.moveTo(x - _FACE * 0.48, ends)
    path.curveTo(x - _FACE * 0.2, ends - bend, x + _FACE * 0.2, ends - bend, x + _FACE * 0.48, ends)
    canvas.drawPath(path, stroke=1, fill=0)


def drawn(parts: Sequence[Drawing]) -> Drawing:
    """Several drawings as one."""

    def draw(pen: page.Pen, top: float) -> None:
        for part in parts:
            part(pen, top)

    return draw
