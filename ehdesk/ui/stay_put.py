"""Showing a page's lists again without moving the worker: the focus and the scroll stay where they were."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.ui import scrolling

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
