"""Faces to choose from, drawn by us: they differ by the mouth, and each has its word beneath."""

from PySide6 import QtCore, QtGui

from ehdesk.forms import definition
from ehdesk.ui import answer_choices, answer_input, theme

_FACE, _ROOM = 56, 116


def moods(question: definition.Question) -> tuple[float | None, ...]:
    """From 0 (sad) to 1 (happy) by the number of each face; None for one without a number ("not sure")."""
    codes = [option.code for option in question.options]
    numbers = [int(code) for code in codes if code.isdigit()]
    low, high = min(numbers, default=0), max(numbers, default=1)
    reach = max(high - low, 1)
    return tuple((int(code) - low) / reach if code.isdigit() else None for code in codes)


class FaceButton(answer_choices.Radio):
    """A face that is chosen like a radio. Chosen, it has a thicker ring and a tick."""

    def __init__(self, label: str, mood: float | None) -> None:
        super().__init__(label)
        self._mood = mood

    def sizeHint(self) -> QtCore.QSize:
        """The face, and its word on as many lines as it needs."""
        room = theme.scaled(_ROOM)
        words = self.fontMetrics().boundingRect(
            QtCore.QRect(0, 0, room, 1000), int(QtCore.Qt.TextFlag.TextWordWrap), self.text()
        )
        return QtCore.QSize(room, theme.scaled(_FACE) + 20 + words.height())

    def hitButton(self, place: QtCore.QPoint) -> bool:
        """All of it can be tapped."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """The face, a tick where it is chosen, the word."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        across = theme.scaled(_FACE)
        place = QtCore.QRectF((self.width() - across) / 2, 6, across, across)
        colours, roles = self.palette(), QtGui.QPalette.ColorRole
        ink = colours.color(roles.Accent if self.isChecked() else roles.WindowText)
        painter.setPen(QtGui.QPen(ink, 4 if self.isChecked() else 2))
        painter.setBrush(colours.color(roles.Base))
        painter.drawEllipse(place)
        self._face(painter, place, ink)
        if self.isChecked():
            self._tick(painter, place, colours)
        painter.setPen(colours.color(roles.WindowText))
        words = QtCore.QRectF(0, place.bottom() + 8, self.width(), self.height() - place.bottom() - 8)
        wrapped = QtCore.Qt.TextFlag.TextWordWrap | QtCore.Qt.AlignmentFlag.AlignHCenter
        painter.drawText(words, int(wrapped), self.text())
        painter.end()

    def _face(self, painter: QtGui.QPainter, place: QtCore.QRectF, ink: QtGui.QColor) -> None:
        middle, reach = place.center(), place.width() / 2
        if self._mood is None:
            painter.drawText(place, int(QtCore.Qt.AlignmentFlag.AlignCenter), "?")
            return
        painter.setBrush(ink)
        for side in (-1, 1):
            eye = QtCore.QPointF(middle.x() + side * reach * 0.34, middle.y() - reach * 0.22)
            painter.drawEllipse(eye, reach * 0.06, reach * 0.06)
        bend = (self._mood - 0.5) * reach * 0.9
        left = QtCore.QPointF(middle.x() - reach * 0.45, middle.y() + reach * 0.36 - bend * 0.3)
        right = QtCore.QPointF(middle.x() + reach * 0.45, left.y())
        mouth = QtGui.QPainterPath(left)
        low = QtCore.QPointF(0, bend)
        mouth.cubicTo(left * 0.6 + right * 0.4 + low, left * 0.4 + right * 0.6 + low, right)
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.drawPath(mouth)

    def _tick(self, painter: QtGui.QPainter, place: QtCore.QRectF, colours: QtGui.QPalette) -> None:
        middle = place.topRight() + QtCore.QPointF(-6, 8)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(QtGui.QPalette.ColorRole.Accent))
        painter.drawEllipse(middle, 10, 10)
        painter.setPen(QtGui.QPen(colours.color(QtGui.QPalette.ColorRole.HighlightedText), 2))
        corners = [middle + QtCore.QPointF(*by) for by in ((-4.5, 0), (-1.5, 3.5), (4.5, -3.5))]
        painter.drawPolyline(corners)


def faces(question: definition.Question, around: answer_input.Surroundings) -> answer_choices.RadioInput:
    """One face out of a few, walked with the arrows as radios are."""
    labels = (str(around.words(option.label)) for option in question.options)
    feeling = dict(zip(labels, moods(question), strict=True))

    def make(label: str) -> FaceButton:
        return FaceButton(label, feeling.get(label.replace("&&", "&")))

    return answer_choices.RadioInput(question, around, look="face", make=make)
