"""Boxes to tick in a cell or in a line of boxes, each with its label beside it."""

from collections.abc import Sequence

from ehdesk.paper import marks, page, sheet

_GAP = 5.0


def small_tick(
    on: sheet.Sheet, asked: str, label: str, left: float, width: float, down: float
) -> marks.Drawing:
    """One box of a cell or a line of boxes, `down` under the strip's top, with its label beside it."""
    lead = on.look.tick + _GAP
    language = on.spoken(label)
    lines = on.set.lines(label, on.look.small, width - lead, language) if label else []
    tall = sum(line.height for line in lines)
    with on.within("LI"):
        with on.within("Lbl"):
            box = marks.tick_box(on, f"{asked}: {label}" if label else asked, left, down)
        body = on.element("LBody", language=language) if lines else None

    def draw(pen: page.Pen, top: float) -> None:
        box(pen, top)
        if body:
            first = top - down - max((on.look.tick - tall) / 2, 0)
            pen.lines(body, lines, left + lead, first, width - lead, page.INK, "side")

    return draw


def stack(
    on: sheet.Sheet, asked: str, labels: Sequence[str], left: float, width: float, tall: float
) -> marks.Drawing:
    """Boxes one under the other in a cell `tall` high."""
    heights = _stacked(on, labels, width)
    down = (tall - sum(heights) - _GAP * (len(heights) - 1)) / 2
    parts = []
    with on.within("L"):
        for label, height in zip(labels, heights, strict=True):
            parts.append(small_tick(on, asked, label, left, width, down))
            down += height + _GAP
    return marks.drawn(parts)


def stack_height(on: sheet.Sheet, labels: Sequence[str], width: float) -> float:
    """How tall so many boxes in a cell are."""
    heights = _stacked(on, labels, width)
    return sum(heights) + _GAP * (len(heights) - 1)


def _stacked(on: sheet.Sheet, labels: Sequence[str], width: float) -> list[float]:
    room = width - on.look.tick - _GAP
    return [
        max(
            on.look.tick,
            sum(line.height for line in on.set.lines(label, on.look.small, room, on.spoken(label)))
            if label
            else 0,
        )
        for label in labels
    ]
