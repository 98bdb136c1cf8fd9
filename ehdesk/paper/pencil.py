"""What pictograms are drawn with: one rounded line on a field of 100 by 100, and the parts they share."""

from collections.abc import Sequence
from typing import Any

from ehdesk.paper import page

LINE = 3.2
_WASH: page.Colour = (0.80, 0.905, 0.91)
_WHITE: page.Colour = (1, 1, 1)
Point = tuple[float, float]


class Pencil:
    """Draws on a canvas, in hundredths of a picture's side from its lower left corner."""

    def __init__(self, canvas: Any, left: float, bottom: float, side: float) -> None:
        self._canvas, self._left, self._bottom, self._scale = canvas, left, bottom, side / 100
        canvas.setLineWidth(LINE * self._scale)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.setStrokeColorRGB(*page.INK)

    def lift(self) -> None:
        """Leave the canvas as it was found."""
        self._canvas.setLineCap(0)
        self._canvas.setLineJoin(0)

    def _at(self, point: Point) -> Point:
        return self._left + point[0] * self._scale, self._bottom + point[1] * self._scale

    def _ground(self, wash: str) -> None:
        colours = {"wash": _WASH, "white": _WHITE, "accent": page.ACCENT, "ink": page.INK}
        self._canvas.setFillColorRGB(*colours.get(wash, _WHITE))

    # Strokes

    def line(self, *points: Point, closed: bool = False, wash: str = "") -> None:
        """A line through points; `closed` it is a shape with a ground ("wash", "white", "accent", "ink")."""
        self._ground(wash)
        path = self._canvas.beginPath()
        path.moveTo(*self._at(points[0]))
        for point in points[1:]:
            path.lineTo(*self._at(point))
        if closed:
            path.close()
        self._canvas.drawPath(path, stroke=1, fill=int(bool(wash)))

    def curve(self, start: Point, *bends: Sequence[Point], wash: str = "") -> None:
        """A line of bends, each two handles and where it ends."""
        self._ground(wash)
        path = self._canvas.beginPath()
        path.moveTo(*self._at(start))
        for first, second, end in bends:
            path.curveTo(*self._at(first), *self._at(second), *self._at(end))
        self._canvas.drawPath(path, stroke=1, fill=int(bool(wash)))

    def ring(self, x: float, y: float, radius: float, wash: str = "") -> None:
        """A round, with a ground or without."""
        self._ground(wash)
        x, y = self._at((x, y))
        self._canvas.circle(x, y, radius * self._scale, stroke=1, fill=int(bool(wash)))

    def dot(self, x: float, y: float, radius: float = 3) -> None:
        """A full round."""
        self._ground("ink")
        x, y = self._at((x, y))
        self._canvas.circle(x, y, radius * self._scale, stroke=0, fill=1)

    def sheet(self, x: float, y: float, width: float, height: float, wash: str = "white") -> None:
        """A rectangle with soft corners."""
        self._ground(wash)
        x, y = self._at((x, y))
        scale = self._scale
        self._canvas.roundRect(x, y, width * scale, height * scale, 4 * scale, stroke=1, fill=int(bool(wash)))

    # Parts

    def person(self, x: float, y: float, tall: float = 60, wash: str = "wash") -> None:
        """Somebody from the front: a head over shoulders, standing on `y`."""
        head = tall * 0.2
        body = tall - 2.35 * head
        wide = tall * 0.27
        self.curve(
            (x - wide, y),
            ((x - wide, y + body * 0.8), (x - wide * 0.7, y + body), (x, y + body)),
            ((x + wide * 0.7, y + body), (x + wide, y + body * 0.8), (x + wide, y)),
            ((x + wide, y), (x - wide, y), (x - wide, y)),
            wash=wash,
        )
        self.ring(x, y + tall - head, head, "white")

    def bubble(
        self, x: float, y: float, width: float, height: float, tail: float = 0.25, wash: str = "white"
    ) -> None:
        """A speech bubble; `tail` says where along its lower edge the tail hangs."""
        tip = x + width * tail
        self.sheet(x, y, width, height, wash)
        self.line((tip - 4, y), (tip - 7, y - 10), (tip + 7, y), wash=wash or "white")

    def page(self, x: float, y: float, width: float = 44, height: float = 58, lines: int = 4) -> None:
        """A written page."""
        self.sheet(x, y, width, height)
        for index in range(lines):
            at = y + height - (index + 1) * height / (lines + 1)
            self.line((x + 8, at), (x + width - (8 if index % 2 == 0 else 16), at))

    def arrow(self, start: Point, end: Point) -> None:
        """An arrow that points along its line."""
        (x1, y1), (x2, y2) = start, end
        length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1)
        ux, uy = (x2 - x1) / length * 9, (y2 - y1) / length * 9
        self.line(start, end)
        self.line((x2 - ux - uy, y2 - uy + ux), end, (x2 - ux + uy, y2 - uy - ux))

    def tick(self, x: float, y: float, size: float = 20) -> None:
        """A tick whose lowest point is at x, y."""
        self.line((x - size * 0.4, y + size * 0.4), (x, y), (x + size * 0.7, y + size * 0.9))

    def cross(self, x: float, y: float, size: float = 14) -> None:
        """A cross around a point."""
        self.line((x - size / 2, y - size / 2), (x + size / 2, y + size / 2))
        self.line((x - size / 2, y + size / 2), (x + size / 2, y - size / 2))

    def query(self, x: float, y: float, size: float = 26) -> None:
        """A question mark that stands on y."""
        s = size
        self.curve(
            (x - s * 0.26, y + s * 0.76),
            ((x - s * 0.26, y + s * 1.08), (x + s * 0.3, y + s * 1.08), (x + s * 0.28, y + s * 0.74)),
            ((x + s * 0.26, y + s * 0.54), (x, y + s * 0.54), (x, y + s * 0.3)),
        )
        self.dot(x, y + s * 0.06, s * 0.08)

    def heart(self, x: float, y: float, size: float = 30, wash: str = "wash") -> None:
        """A heart whose tip is at x, y."""
        s = size
        self.curve(
            (x, y),
            ((x - s * 0.9, y + s * 0.5), (x - s * 0.5, y + s * 1.1), (x, y + s * 0.68)),
            ((x + s * 0.5, y + s * 1.1), (x + s * 0.9, y + s * 0.5), (x, y)),
            wash=wash,
        )

    def house(self, x: float, y: float, size: float = 60) -> None:
        """A house whose lower left corner is at x, y."""
        s = size
        self.sheet(x + s * 0.12, y, s * 0.76, s * 0.55, "wash")
        self.line(
            (x, y + s * 0.5), (x + s / 2, y + s * 0.95), (x + s, y + s * 0.5), closed=True, wash="white"
        )
        self.sheet(x + s * 0.4, y, s * 0.22, s * 0.34)

    def star(self, x: float, y: float, size: float = 30) -> None:
        """A star around a point."""
        far = ((0, 1), (0.24, 0.32), (0.95, 0.31), (0.38, -0.12), (0.59, -0.81), (0, -0.4))
        points = [*far, *[(-a, b) for a, b in reversed(far[1:5])]]
        half = size / 2
        self.line(*[(x + a * half, y + b * half) for a, b in points], closed=True, wash="wash")

    def phone(self, x: float, y: float, tall: float = 56) -> None:
        """A telephone that stands on y, x its left edge."""
        wide = tall * 0.54
        self.sheet(x, y, wide, tall, "wash")
        self.sheet(x + wide * 0.14, y + tall * 0.24, wide * 0.72, tall * 0.62)
        self.dot(x + wide / 2, y + tall * 0.12, tall * 0.045)

    def calendar(self, x: float, y: float, size: float = 60) -> None:
        """A leaf of a calendar with one day marked."""
        s = size
        self.sheet(x, y, s, s * 0.84)
        self.sheet(x, y + s * 0.62, s, s * 0.22, "wash")
        for at in (0.27, 0.73):
            self.line((x + s * at, y + s * 0.76), (x + s * at, y + s * 0.94))
        for row in (0.18, 0.42):
            for column in (0.22, 0.5, 0.78):
                self.dot(x + s * column, y + s * row, s * 0.04)

    def lock(self, x: float, y: float, size: float = 30) -> None:
        """A lock whose lower left corner is at x, y."""
        s = size
        self.curve(
            (x + s * 0.2, y + s * 0.6),
            ((x + s * 0.2, y + s * 1.2), (x + s * 0.8, y + s * 1.2), (x + s * 0.8, y + s * 0.6)),
        )
        self.sheet(x, y, s, s * 0.64, "wash")
        self.dot(x + s / 2, y + s * 0.32, s * 0.09)

    def eye(self, x: float, y: float, wide: float = 50) -> None:
        """An open eye around a point."""
        w, h = wide / 2, wide * 0.36
        self.curve(
            (x - w, y),
            ((x - w * 0.4, y + h), (x + w * 0.4, y + h), (x + w, y)),
            ((x + w * 0.4, y - h), (x - w * 0.4, y - h), (x - w, y)),
            wash="white",
        )
        self.ring(x, y, wide * 0.14, "wash")
        self.dot(x, y, wide * 0.05)

    def pen(self, x: float, y: float, size: float = 46) -> None:
        """A pen that writes at x, y, leaning to the right."""
        s = size
        tip, left, right = (x, y), (x + s * 0.08, y + s * 0.26), (x + s * 0.26, y + s * 0.08)
        top_left, top_right = (x + s * 0.72, y + s * 0.9), (x + s * 0.9, y + s * 0.72)
        self.line(tip, left, top_left, top_right, right, closed=True, wash="wash")
        self.line(left, right)
