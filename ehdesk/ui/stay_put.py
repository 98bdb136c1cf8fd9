"""Showing a page's lists again without moving the worker: the focus and the scroll stay where they were."""

from collections.abc import Callable
from functools import partial
from typing import Any

import shiboken6
from PySide6 import QtCore, QtWidgets

from ehdesk.ui import scrolling

_LAID_OUT_MS = 400
"""By then a page that is shown again is laid out, the writing in it grown with its words."""

Places = list[tuple[QtWidgets.QScrollArea, int]]


def showing(page: QtWidgets.QWidget, show: Callable[[Any], object]) -> Callable[[Any], None]:
    """The same as `show`, with the focus afterwards on what is called the same as what had it before."""

    def shown(answer: Any) -> None:
        focused = QtWidgets.QApplication.focusWidget()
        inside = focused if focused is not None and page.isAncestorOf(focused) else None
        called = _called(inside)
        places = [(area, area.verticalScrollBar().value()) for area in _areas(page)]
        show(answer)
        is_gone = inside is not None and not inside.isVisibleTo(page)
        # Afterwards: what was laid out anew is shown by then.
        back = partial(_back, page, (type(inside), called) if is_gone else None, places)
        QtCore.QTimer.singleShot(0, page, back)

    return shown


def hold(page: QtWidgets.QWidget) -> None:
    """Keep what has the focus where it stands on the screen, while what is above it grows or shrinks."""
    focused = QtWidgets.QApplication.focusWidget()
    area = _around(focused) if focused is not None and page.isAncestorOf(focused) else None
    if focused is None or area is None:
        return
    stood = focused.mapTo(area.viewport(), QtCore.QPoint(0, 0)).y()

    def back() -> None:
        if shiboken6.isValid(focused) and area.isAncestorOf(focused):
            moved = focused.mapTo(area.viewport(), QtCore.QPoint(0, 0)).y() - stood
            area.verticalScrollBar().setValue(area.verticalScrollBar().value() + moved)

    # The bar is asked for each time, as in `scrolling`.
    later = partial(QtCore.QTimer.singleShot, 0, page, back)
    held = area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: later())
    done = partial(_let_go, area, held)
    QtCore.QTimer.singleShot(_LAID_OUT_MS, area, done)


def _let_go(area: QtWidgets.QScrollArea, held: Any) -> None:
    area.verticalScrollBar().rangeChanged.disconnect(held)


def _around(widget: QtWidgets.QWidget) -> QtWidgets.QScrollArea | None:
    above: QtCore.QObject | None = widget.parent()
    while above is not None and not isinstance(above, QtWidgets.QScrollArea):
        above = above.parent()
    return above


def _back(page: QtWidgets.QWidget, gone: tuple[type, str] | None, places: Places) -> None:
    if gone is not None:
        _focus(page, *gone)
    for area, place in places:
        scrolling.return_to(area, place)


def _areas(page: QtWidgets.QWidget) -> list[QtWidgets.QScrollArea]:
    return page.findChildren(QtWidgets.QScrollArea)


def _called(widget: QtWidgets.QWidget | None) -> str:
    if widget is None:
        return ""
    said = widget.text() if isinstance(widget, QtWidgets.QAbstractButton) else ""
    return widget.accessibleName() or said


def _focus(page: QtWidgets.QWidget, kind: type, called: str) -> None:
    """What is called the same, or, where that is gone, nothing that would do something at the next key."""
    every = page.findChildren(QtWidgets.QWidget)
    alike = (each for each in every if type(each) is kind and each.isVisibleTo(page))
    found = next((each for each in alike if _called(each) == called), page)
    found.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
