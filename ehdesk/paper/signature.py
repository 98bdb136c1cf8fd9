"""A signature on paper: its strokes as lines, with words for who cannot see them."""

from ehdesk.forms import signatures
from ehdesk.paper import page, sheet

_WIDTH = 240.0
_HEIGHT = _WIDTH * signatures.HEIGHT / signatures.WIDTH
_PEN = 1.4


def draw(on: sheet.Sheet, alt: str, strokes: list[list[list[float]]], *, left: float = 0) -> None:
    """Put a drawn signature on the sheet."""
    picture = on.element("Figure", alt=alt)

    def drawing(pen: page.Pen, top: float) -> None:
        x = pen.x(left, _WIDTH)
        corners = (x, top - _HEIGHT, x + _WIDTH, top)
        bounds = " ".join(f"{corner:.1f}" for corner in corners)
        picture.attributes = f"<</O /Layout /Placement /Block /BBox [{bounds}]>>"
        with pen.document.content(picture):
            _strokes(pen, x, top, strokes)

    on.add(page.Strip(_HEIGHT, drawing, gap=4))


def _strokes(pen: page.Pen, x: float, top: float, strokes: list[list[list[float]]]) -> None:
    canvas, scale = pen.document.canvas, _WIDTH / signatures.WIDTH
    canvas.setLineWidth(_PEN)
    canvas.setLineCap(1)
    canvas.setStrokeColorRGB(*page.INK)
    for stroke in strokes:
        path = canvas.beginPath()
        path.moveTo(x + stroke[0][0] * scale, top - stroke[0][1] * scale)
        for point in stroke[1:] or stroke:
            path.lineTo(x + point[0] * scale, top - point[1] * scale)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.setLineCap(0)
