"""How far an outcome has come, as a small picture with its table, which says all that it does."""

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

from ehdesk.models import plan
from ehdesk.paper import chart
from ehdesk.rules import outcomes as rules
from ehdesk.ui import desk as desks
from ehdesk.ui import plan_words, theme, widgets

_WIDTH, _HEIGHT, _TYPE = 330, 132, 12


class Chart(QtWidgets.QWidget):
    """The picture. A screen reader is given the table beside it."""

    def __init__(self, points: tuple[chart.Point, ...], aim: chart.Point | None) -> None:
        super().__init__()
        self._points, self._aim = points, aim
        self._picture = QtSvg.QSvgRenderer(self)
        self.dress()

    def dress(self) -> None:
        """Draw it again: the scheme or the size of text has changed."""
        width, height = theme.scaled(_WIDTH), theme.scaled(_HEIGHT)
        look = chart.Look(
            width=width,
            height=height,
            type_size=theme.scaled(_TYPE),
            family=QtWidgets.QApplication.font().family(),
            ink=widgets.tint("ink").name(),
            quiet=widgets.tint("quiet").name(),
            line=widgets.tint("accent").name(),
        )
        self._picture.load(QtCore.QByteArray(chart.distance(self._points, self._aim, look)))
        self.setFixedSize(width, height)
        self.update()

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """Draw the picture."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self._picture.render(painter, QtCore.QRectF(self.rect()))
        painter.end()


class Table(QtWidgets.QFrame):
    """When, where it stood, and since the last time; one line each. Its name tells all of it."""

    def __init__(self, steps: list[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName("; ".join(", ".join(part for part in step if part) for step in steps))
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for row, (when, stood, change) in enumerate(steps):
            grid.addWidget(widgets.quiet(when), row, 0)
            grid.addWidget(widgets.words(stood), row, 1)
            if change:
                grid.addWidget(widgets.quiet(change), row, 2)
        for place, share in enumerate((3, 3, 2)):
            grid.setColumnStretch(place, share)


class Way(QtWidgets.QWidget):
    """An outcome's way: the table, and the picture at its side, or beneath where it is narrow."""

    def __init__(self, desk: desks.Desk, outcome: plan.Outcome) -> None:
        super().__init__()
        self._across = widgets.line(self, gap=24)
        self._across.addWidget(Table(plan_words.steps(desk, outcome)), 1, QtCore.Qt.AlignmentFlag.AlignTop)
        self._picture = chart_of(desk, outcome)
        if self._picture is not None:
            self._across.addWidget(self._picture, 0, QtCore.Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QtCore.QSize:
        """As narrow as need be."""
        return QtCore.QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Side by side while the words keep as much room as the picture."""
        super().resizeEvent(event)
        ways = QtWidgets.QBoxLayout.Direction
        is_wide = self._picture is None or self.width() >= 2 * self._picture.width()
        self._across.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)


def chart_of(desk: desks.Desk, outcome: plan.Outcome) -> Chart | None:
    """The picture of an outcome's way; None where what was said is no number."""
    told = [("Start", outcome.baseline)]
    told += [(_near(desk, one.on), one.value) for one in outcome.changes if one.value and one.on]
    points = tuple(point for when, said in told if (point := _point(outcome, when, said)) is not None)
    aim = _point(outcome, "Aim", outcome.target)
    if not points or outcome.distance.baseline is None or (aim is None and len(points) < 2):
        return None
    return Chart(points, aim)


def _near(desk: desks.Desk, on: str) -> str:
    """ "1 September": the year stands in the table."""
    return plan_words.day(desk, on).rpartition(" ")[0] or on


def _point(outcome: plan.Outcome, when: str, said: str) -> chart.Point | None:
    value = rules.value(outcome.measure or None, said)
    return None if value is None else chart.Point(when, _short(outcome, said, value), value)


def _short(outcome: plan.Outcome, said: str, value: float) -> str:
    """What stands at a point: the number alone, for what was said may be long."""
    if outcome.measure == "yes_no":
        return "Yes" if value else "No"
    number = f"{value:g}"
    return f"{number} %" if outcome.measure == "percent" else number if len(said) > 12 else said
