"""A box to sign in, with mouse, finger or pen; and the signature shown afterwards."""

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import signatures
from ehdesk.ui import theme

Strokes = list[list[list[float]]]
_WIDTH = 560
_PEN = 4.0
_NEAR = 3.0
_RESTS_ON = 0.78


def paint(
    painter: QtGui.QPainter, place: QtCore.QRectF, strokes: Sequence[Sequence[Sequence[float]]]
) -> None:
    """Draw strokes into a place, in the pen's colour that the painter has."""
    scale = place.width() / signatures.WIDTH
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    pen = QtGui.QPen(painter.pen().color(), max(_PEN * scale, 1.5))
    pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in strokes:
        points = [QtCore.QPointF(place.left() + x * scale, place.top() + y * scale) for x, y in stroke]
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(points)


class SignatureShown(QtWidgets.QWidget):
    """A signature to look at."""

    def __init__(self, strokes: Strokes) -> None:
        super().__init__()
        self.strokes = strokes
        self.dress()

    def dress(self) -> None:
        """Be as large as the text setting asks."""
        width = theme.scaled(_WIDTH) // 2
        self.setFixedSize(width, width * signatures.HEIGHT // signatures.WIDTH)

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """The strokes in ink."""
        painter = QtGui.QPainter(self)
        painter.setPen(self.palette().color(QtGui.QPalette.ColorRole.WindowText))
        paint(painter, QtCore.QRectF(self.rect()), self.strokes)
        painter.end()


class SignaturePad(QtWidgets.QWidget):
    """Gathers strokes as lines in a box of `signatures.WIDTH` by `HEIGHT`; `drawn` says that one ended."""

    drawn = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strokes: Strokes = []
        self._is_down = False
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(QtCore.Qt.CursorShape.CrossCursor)
        self.dress()

    def dress(self) -> None:
        """Be no wider than a hand signs."""
        self.setMaximumWidth(theme.scaled(_WIDTH))

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Keep its shape."""
        super().resizeEvent(event)
        self.setFixedHeight(self.width() * signatures.HEIGHT // signatures.WIDTH)

    def strokes(self) -> Strokes:
        """What is drawn."""
        return [[list(point) for point in stroke] for stroke in self._strokes]

    def show_strokes(self, strokes: Strokes) -> None:
        """Show these, without speaking."""
        self._strokes = [[list(point) for point in stroke] for stroke in strokes]
        self.update()

    def clear(self) -> None:
        """Begin again."""
        self._strokes = []
        self.update()
        self.drawn.emit()

    # The hand. Fingers and pens come as mouse events too: nothing here takes them as touches.

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """The pen is put down."""
        if event.button() == QtCore.Qt.MouseButton.LeftButton:
            self._is_down = True
            self._strokes.append([self._point(event.position())])
            self.update()

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        """The pen moves; points that lie on top of one another are left out."""
        if not self._is_down or sum(map(len, self._strokes)) >= signatures.MOST_POINTS:
            return
        point, last = self._point(event.position()), self._strokes[-1][-1]
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _NEAR:
            self._strokes[-1].append(point)
            self.update()

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        """The pen is lifted."""
        if self._is_down and event.button() == QtCore.Qt.MouseButton.LeftButton:
            self._is_down = False
            self.drawn.emit()

    def _point(self, at: QtCore.QPointF) -> list[float]:
        scale = signatures.WIDTH / max(self.width(), 1)
        x = min(max(at.x() * scale, 0), signatures.WIDTH)
        return [round(x), round(min(max(at.y() * scale, 0), signatures.HEIGHT))]

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """The box, the line to sign on, and what is drawn."""
        painter = QtGui.QPainter(self)
        colours = self.palette()
        place = QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setBrush(colours.color(QtGui.QPalette.ColorRole.Base))
        is_wrong = bool(self.property("fault"))
        edge = theme.WARM if is_wrong else QtGui.QPalette.ColorRole.Mid
        painter.setPen(QtGui.QPen(colours.color(edge), 2 if is_wrong else 1))
        painter.drawRoundedRect(place, 6, 6)
        painter.setPen(colours.color(QtGui.QPalette.ColorRole.Midlight))
        line = place.top() + place.height() * _RESTS_ON
        painter.drawLine(QtCore.QPointF(place.left() + 16, line), QtCore.QPointF(place.right() - 16, line))
        painter.setPen(colours.color(QtGui.QPalette.ColorRole.Text))
        paint(painter, QtCore.QRectF(self.rect()), self._strokes)
        painter.end()
