"""While somebody is taken in: who is here already and may be the same person. It warns and never stops."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.models import duplicates
from ehdesk.ui import desk as desks
from ehdesk.ui import flow, likeness_words, widgets

_PAUSE_MS = 400


class LikenessCard(QtWidgets.QWidget):
    """Ask with `look` after every key; it waits for a pause. `wanted` carries the family to look at.

    It stands under the questions, in sight wherever the page is scrolled, and shows one at a time.
    “This is somebody else” takes it away for as long as the page stands, and shows the next.
    """

    wanted = QtCore.Signal(str)

    def __init__(self, desk: desks.Desk, family_id: str | None) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._people: Mapping[str, Mapping[str, Any]] = {}
        self._found: dict[str, tuple[duplicates.Like, ...]] = {}
        self._others: set[tuple[str, str]] = set()
        self._shown: list[tuple[str, str]] = []
        self._asked = 0
        self._column = widgets.stack(self, gap=0)
        self._pause = QtCore.QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.hide()

    def look(self, people: Mapping[str, Mapping[str, Any]]) -> None:
        """Look for people like these (row → what is known of them) once the typing pauses."""
        if people != self._people:
            self._people = people
            self._pause.start()

    def words(self) -> str:
        """Everything that the card says."""
        return "\n".join(label.text() for label in self.findChildren(QtWidgets.QLabel))

    def _ask(self) -> None:
        self._asked += 1
        self._desk.ask(
            duplicates.like_each,
            self._people,
            self._family_id,
            then=partial(self._on_found, self._asked),
            owner=self,
        )

    def _on_found(self, asked: int, found: dict[str, tuple[duplicates.Like, ...]]) -> None:
        if asked == self._asked:
            self._found = found
            self._show()

    def _show(self) -> None:
        lines = [
            (row, like)
            for row, some in self._found.items()
            for like in some
            if (row, like.person_id) not in self._others
        ]
        now = [(row, str(like.person_id)) for row, like in lines]
        if now == self._shown:
            return
        is_more = len(now) > len(self._shown)
        self._shown = now
        widgets.clear(self._column)
        for row, like in lines[:1]:
            self._column.addWidget(self._line(row, like, len(lines) - 1))
        self.setVisible(bool(lines))
        if lines and is_more:
            first = lines[0][1]
            widgets.announce(
                self, f"Somebody like this is already here: {likeness_words.title(self._desk, first)}"
            )

    def _line(self, row: str, like: duplicates.Like, more: int) -> QtWidgets.QWidget:
        title = likeness_words.title(self._desk, like)
        where = likeness_words.where(self._desk, like)
        frame = QtWidgets.QFrame()
        frame.setProperty("look", "needs")
        across = widgets.line(frame, gap=12)
        across.setContentsMargins(24, 10, 24, 10)
        across.addWidget(widgets.Sign("person", "warm"), 0, QtCore.Qt.AlignmentFlag.AlignTop)
        column = widgets.stack(gap=2)
        column.addWidget(widgets.words(f"Somebody like this is already here: {title}", "label"))
        others = f"and {more} more" if more else ""
        told = (where, likeness_words.why(like), others)
        column.addWidget(widgets.quiet(" · ".join(part for part in told if part)))
        holder = QtWidgets.QWidget()
        ways = flow.FlowLayout(8, 4)
        holder.setLayout(ways)
        if like.family_id:
            ways.addWidget(self._way("Look", title, partial(self.wanted.emit, str(like.family_id)), "show"))
        ways.addWidget(self._way("This is somebody else", title, partial(self._is_other, row, like), "tick"))
        column.addWidget(holder)
        across.addLayout(column, 1)
        frame.setAccessibleName(f"Somebody like this is already here: {title}")
        return frame

    def _way(self, words: str, about: str, act: Callable[[], object], sign: str) -> widgets.Button:
        button = widgets.button(words, act, sign=sign)
        button.setAccessibleName(f"{words}: {about}")
        return button

    def _is_other(self, row: str, like: duplicates.Like) -> None:
        self._others.add((row, str(like.person_id)))
        self._show()
