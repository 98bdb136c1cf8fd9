"""Tab goes down the page as it is read, although parts of it are made again later than others."""

import itertools
from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

_NO_FOCUS = QtCore.Qt.FocusPolicy.NoFocus


def take_turns(page: QtWidgets.QWidget, parts: Sequence[QtWidgets.QWidget]) -> None:
    """Let Tab visit these parts of a page in this order; within a part everything keeps its order."""
    place: dict[QtWidgets.QWidget, int] = {}
    for at, part in enumerate(parts):
        place[part] = at
        place |= dict.fromkeys(part.findChildren(QtWidgets.QWidget), at)
    turns: list[QtWidgets.QWidget] = []
    found: QtWidgets.QWidget | None = page.nextInFocusChain()
    while found is not None and found is not page:
        if found in place and found.focusPolicy() != _NO_FOCUS:
            turns.append(found)
        found = found.nextInFocusChain()
    for first, second in itertools.pairwise(sorted(turns, key=place.__getitem__)):
        QtWidgets.QWidget.setTabOrder(first, second)
