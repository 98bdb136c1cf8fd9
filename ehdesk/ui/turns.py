"""The order in which Tab goes: down the page as the eye does, whatever was made first."""

import itertools
from collections.abc import Collection, Iterator

from PySide6 import QtCore, QtWidgets

_NO_FOCUS = QtCore.Qt.FocusPolicy.NoFocus


def take_turns(page: QtWidgets.QWidget, *parts: QtWidgets.QWidget | QtWidgets.QLayout) -> None:
    """Let Tab come to these parts of a page one after another; within each it keeps the order it had.

    `page` may be one of the parts: then what comes after it in the window is put behind it.
    """
    place = {
        inner: at
        for at, part in enumerate(parts)
        for widget in _widgets(part)
        for inner in (widget, *widget.findChildren(QtWidgets.QWidget))
        if inner.focusPolicy() != _NO_FOCUS and inner.window() is page.window()
    }
    place.pop(page, None)
    for first, second in itertools.pairwise(sorted(_chain(page, place), key=place.__getitem__)):
        QtWidgets.QWidget.setTabOrder(first, second)


def _chain(page: QtWidgets.QWidget, wanted: Collection[QtWidgets.QWidget]) -> Iterator[QtWidgets.QWidget]:
    """Those that are wanted in the order in which Tab comes to them now, from the page on."""
    part: QtWidgets.QWidget | None = page.nextInFocusChain()
    left = len(wanted)
    while left and part is not None and part is not page:
        if part in wanted:
            left -= 1
            yield part
        part = part.nextInFocusChain()


def _widgets(part: QtWidgets.QWidget | QtWidgets.QLayout) -> Iterator[QtWidgets.QWidget]:
    """The part itself, or what a layout holds, in its order."""
    if isinstance(part, QtWidgets.QWidget):
        yield part
        return
    for place in range(part.count()):
        item = part.itemAt(place)
        inner = item.widget() or item.layout() if item is not None else None
        if inner is not None:
            yield from _widgets(inner)
