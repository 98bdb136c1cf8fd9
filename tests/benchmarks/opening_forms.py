"""A filled Part B, from the wish for it until it can be typed into, against a page of bare widgets."""

import time
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import form
from ehdesk.ui import desk as desks
from ehdesk.ui import widgets
from tests.benchmarks import measuring, windowed

LIMIT = 1.5
_BARE: tuple[type[QtWidgets.QWidget], ...] = (
    QtWidgets.QLabel, QtWidgets.QPushButton, QtWidgets.QRadioButton, QtWidgets.QCheckBox,
    QtWidgets.QLineEdit, QtWidgets.QPlainTextEdit, QtWidgets.QTextEdit, QtWidgets.QComboBox,
)  # fmt: skip
Bare = tuple[type[QtWidgets.QWidget], str]


def run(rounds: int, scratch: Path) -> list[measuring.Result | measuring.Fact]:
    """The family with two children of the sample; the first screen, and the page to its end."""
    with windowed.at_work(scratch / "opening") as desk:
        wanted = filled_part_b(desk)
        page = desk.go("form", wanted)
        desk.until(lambda: page._view.is_whole)
        bare = _bare_of(page)
        told = f"{len(page._view.findChildren(QtWidgets.QWidget))} widgets, {len(bare)} of them with words"
        first, whole = (
            measuring.in_turn(
                lambda _, end=end: _open(desk, wanted, to_the_end=end),  # type: ignore[misc]
                lambda _: _show_bare(desk, bare),
                rounds,
            )
            for end in (False, True)
        )
    return [
        _result("Opening a filled Part B until its first screen can be typed into", first, LIMIT),
        _result("The same until its last question stands, made in the pauses", whole, None),
        measuring.Fact("A filled Part B to its end", told),
    ]


def filled_part_b(desk: windowed.Windowed) -> str:
    """The longest Part B of the sample, opened again so that it can be typed into."""
    import sqlalchemy as sa

    from ehdesk.models import base

    wanted = sa.select(base.record.c.id).where(base.record.c.form == "eha_part_b")
    wanted = wanted.order_by(sa.func.length(base.record.c.fields).desc()).limit(1)
    found = str(desk.store.ask(lambda read: read.connection.execute(wanted).scalar_one()))
    desk.store.do(form.amend, found, "To measure how it opens")
    return found


def _open(desk: windowed.Windowed, wanted: str, *, to_the_end: bool) -> float:
    desk.go("settings")
    begun = time.perf_counter()
    desk.window.go(desks.Place("form", wanted))
    page: Any = desk.window.page()
    desk.until(lambda: not page.is_settling)
    if to_the_end:
        desk.until(lambda: page._view.is_whole)
    page.repaint()
    taken = time.perf_counter() - begun
    desk.until(lambda: page._view.is_whole)
    return taken


def _bare_of(page: QtWidgets.QWidget) -> list[Bare]:
    """Every widget of a page by the bare Qt class that it is made from, with its words."""
    found: list[Bare] = []
    for each in page.findChildren(QtWidgets.QWidget):
        kind = next((kind for kind in _BARE if isinstance(each, kind)), None)
        if kind is not None and each.isVisible():
            words = each.toPlainText() if hasattr(each, "toPlainText") else getattr(each, "text", str)()
            found.append((kind, words))
    return found


def _show_bare(desk: windowed.Windowed, bare: list[Bare]) -> float:
    """The same widgets and words in one column that scrolls, in a window of the same size."""
    begun = time.perf_counter()
    inside = QtWidgets.QWidget()
    column = QtWidgets.QVBoxLayout(inside)
    for kind, words in bare:
        made: Any = kind()
        if isinstance(made, QtWidgets.QComboBox):
            made.addItem(words)
        elif isinstance(made, QtWidgets.QPlainTextEdit | QtWidgets.QTextEdit):
            made.setPlainText(words)
        else:
            made.setText(words)
        if isinstance(made, QtWidgets.QLabel):
            made.setWordWrap(True)
        column.addWidget(made)
    area = widgets.scrolled(inside)
    area.resize(*windowed.SIZE)
    painted = _Painted(inside)
    area.show()
    desk.until(lambda: painted.is_painted)
    taken = time.perf_counter() - begun
    area.close()
    area.deleteLater()
    desk.settle()
    return taken


class _Painted(QtCore.QObject):
    def __init__(self, watched: QtWidgets.QWidget) -> None:
        super().__init__(watched)
        self.is_painted = False
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QtGui.QPaintEvent):
            self.is_painted = True
        return False


def _result(name: str, pair: tuple[list[float], list[float]], limit: float | None) -> measuring.Result:
    ours, bare = (tuple(seconds) for seconds in pair)
    return measuring.Result(
        f"{name}, against as many bare Qt widgets with the same words",
        measuring.Side("Part B", ours),
        measuring.Side("bare widgets", bare),
        limit,
    )
