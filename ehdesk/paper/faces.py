"""Faces that differ by their mouths, each with its word and a box to tick: for who would rather not read."""

from collections.abc import Sequence

from ehdesk.paper import languages, marks, page, sheet, tags, text

_LEAST = 4  # places in a row, so that few faces do not stand too far apart


def faces(
    on: sheet.Sheet,
    asked: str,
    options: Sequence[marks.Choice],
    moods: Sequence[float | None],
    *,
    left: float = 0,
) -> None:
    """Faces that differ by their mouths, each with its word and a box; no mood is a question mark."""
    step = (page.ROOM - left) / max(len(options), _LEAST)
    parts: list[marks.Drawing] = []
    tallest = 0.0
    with on.within("L"):
        for index, (option, mood) in enumerate(zip(options, moods, strict=True)):
            drawing, height = _face(on, asked, option, mood, left + step * index, step)
            parts.append(drawing)
            tallest = max(tallest, height)
        on.add(page.Strip(tallest, marks.drawn(parts), gap=10))


def _face(
    on: sheet.Sheet, asked: str, option: marks.Choice, mood: float | None, left: float, width: float
) -> tuple[marks.Drawing, float]:
    radius = on.look.face
    sign = "؟" if languages.is_right_to_left(on.language) else "?"
    query = on.set.lines(sign, text.Style(radius * 1.16, "semibold"), width, on.language)[0]
    with on.within("LI"):
        with on.within("Lbl"):
            picture = on.element("Figure", alt=option.label)
            box = on.element("Form", alt=f"{asked}: {option.label}")
            box.attributes = marks.TICK
        with on.within("LBody"):
            words = marks.sided(on, option.label, on.look.body, width - 8, "Span")
    down = 2 * radius + sum(line.height for _, lines in words for line in lines) + 8

    def draw(pen: page.Pen, top: float) -> None:
        x, y = pen.x(left, width) + width / 2, top - radius
        corners = (x - radius, y - radius, x + radius, y + radius)
        bounds = " ".join(f"{corner:.1f}" for corner in corners)
        picture.attributes = f"<</O /Layout /Placement /Block /BBox [{bounds}]>>"
        with pen.document.content(picture):
            draw_face(pen.document, x, y, mood, radius)
            if mood is None:
                pen.document.write(query, x - query.width / 2, y - radius * 0.42)
        at = top - 2 * radius - 4
        for element, lines in words:
            pen.lines(element, lines, left + 4, at, width - 8, page.INK, "centre")
            at -= sum(line.height for line in lines)
        with pen.document.content(box):
            pen.box(left + (width - on.look.tick) / 2, top - down, on.look.tick, on.look.tick, weight=1.2)

    return draw, down + on.look.tick


def draw_face(document: tags.Document, x: float, y: float, mood: float | None, radius: float) -> None:
    """A round face; `mood` from 0 (sad) to 1 (happy) bends its mouth. Without one, an empty round."""
    canvas = document.canvas
    canvas.setLineWidth(max(1.8, radius * 0.08))
    canvas.setStrokeColorRGB(*page.INK)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.circle(x, y, radius - 1, stroke=1, fill=1)
    canvas.setFillColorRGB(*page.INK)
    if mood is None:
        return
    for side in (-1, 1):
        canvas.circle(x + side * radius * 0.34, y + radius * 0.26, radius * 0.09, stroke=0, fill=1)
    bend = (mood - 0.5) * radius * 1.1
    ends, path = y - radius * 0.32 + bend * 0.3, canvas.beginPath()
    path.moveTo(x - radius * 0.48, ends)
    path.curveTo(x - radius * 0.2, ends - bend, x + radius * 0.2, ends - bend, x + radius * 0.48, ends)
    canvas.drawPath(path, stroke=1, fill=0)
