"""How far an outcome has come, drawn once: where it began, every review, and the line it aims at.

Drawn as SVG, for the screen and later for paper. Every point carries its number in words, and the aim is
a broken line with its name, so that nothing depends on colour; the table beside it says the same.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.graphics import renderSVG, shapes
from reportlab.lib import colors

_MARGIN = 2.2
"""Room around the line, in heights of the type: for the numbers above and the days beneath."""


Anchor = Literal["start", "middle", "end"]

_SHORT = 6
_CLIP = re.compile(r"<clipPath.*?</clipPath>|clip-path=\"[^\"]*\"", re.DOTALL)
"""Qt's small SVG draws a clip's own box, in black."""


@dataclass(frozen=True)
class Point:
    """One measurement: when in a few words, what was said, and its number."""

    when: str
    said: str
    value: float


@dataclass(frozen=True)
class Look:
    """Width, height and type in points; the colours as "#rrggbb"."""

    width: float
    height: float
    type_size: float
    family: str
    ink: str
    quiet: str
    line: str


def distance(points: Sequence[Point], aim: Point | None, look: Look) -> bytes:
    """The way from the first point to the last, and the aim as a broken line; as SVG."""
    drawing = shapes.Drawing(look.width, look.height)
    place = _Place(points, aim, look)
    if aim is not None:
        _draw_aim(drawing, aim, place, look)
    ends = [place.of(n, point.value) for n, point in enumerate(points)]
    for (x1, y1), (x2, y2) in itertools.pairwise(ends):
        drawing.add(shapes.Line(x1, y1, x2, y2, strokeColor=_colour(look.line), strokeWidth=2))
    for n, (point, (x, y)) in enumerate(zip(points, ends, strict=True)):
        is_last = n == len(points) - 1 and aim is None
        _draw_point(drawing, point, x, y, look, anchor="end" if is_last and n else _anchor(point, n))
    svg: str = renderSVG.drawToString(drawing)
    return _CLIP.sub("", svg).replace("Helvetica", look.family).encode()


class _Place:
    """Where numbers stand on the drawing."""

    def __init__(self, points: Sequence[Point], aim: Point | None, look: Look) -> None:
        values = [point.value for point in points] + ([aim.value] if aim is not None else [])
        self._low, high = min(values), max(values)
        self._span = (high - self._low) or 1.0
        self._edge = look.type_size * _MARGIN
        self._height = look.height - 2 * self._edge
        self.right = look.width - look.type_size * 0.5
        steps = len(points) if aim is not None else max(len(points) - 1, 1)
        self._step = (look.width - 2 * self._edge) / max(steps, 1)

    def of(self, n: int, value: float) -> tuple[float, float]:
        return self._edge + n * self._step, self.y(value)

    def y(self, value: float) -> float:
        return self._edge + (value - self._low) / self._span * self._height


def _draw_aim(drawing: shapes.Drawing, aim: Point, place: _Place, look: Look) -> None:
    y = place.y(aim.value)
    left, right = look.type_size * 0.5, place.right
    drawing.add(
        shapes.Line(
            left, y, right, y, strokeColor=_colour(look.quiet), strokeWidth=1.5, strokeDashArray=[5, 4]
        )
    )
    words = f"{aim.when} {aim.said}"
    drawing.add(_words(words, place.right, y + look.type_size * 0.5, look, look.quiet, "end"))


def _draw_point(
    drawing: shapes.Drawing, point: Point, x: float, y: float, look: Look, *, anchor: Anchor
) -> None:
    drawing.add(shapes.Circle(x, y, look.type_size * 0.36, fillColor=_colour(look.line), strokeColor=None))
    at = x if anchor == "middle" else x - look.type_size * 0.36
    drawing.add(_words(point.said, at, y + look.type_size * 0.75, look, look.ink, anchor))
    drawing.add(_words(point.when, at, look.type_size * 0.4, look, look.quiet, anchor))


def _anchor(point: Point, n: int) -> Anchor:
    """Words at the left edge begin there where they are too long to stand in the middle."""
    return "start" if n == 0 and len(point.said) > _SHORT else "middle"


def _words(text: str, x: float, y: float, look: Look, colour: str, anchor: Anchor) -> shapes.String:
    return shapes.String(
        x,
        y,
        text,
        fontName="Helvetica",
        fontSize=look.type_size,
        fillColor=_colour(colour),
        textAnchor=anchor,
    )


def _colour(code: str) -> colors.Color:
    return colors.HexColor(code)
