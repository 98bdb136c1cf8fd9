"""Help (F1): short pages for workers, found by typing, and every key there is. It needs no network."""

import functools
import re
from dataclasses import dataclass

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import files
from ehdesk.models import search
from ehdesk.ui import answer_text, rows, scrolling, shortcuts, widgets
from ehdesk.ui import desk as desks

KEYS = "keys"
_STEP = re.compile(r"^\d+\. ")


@dataclass(frozen=True)
class Topic:
    """One page of help. `pages` are those that it is about; `body` is its text without title and these."""

    id: str
    title: str
    pages: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def first_words(self) -> str:
        """The first sentence that is no heading, for the list."""
        return next((plain(line) for line in self.body if line and not line.startswith("#")), "")


@functools.cache
def topics() -> tuple[Topic, ...]:
    """Every page of help, in the order of their files."""
    folder = files.resources() / "help"
    return tuple(_topic(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.md")))


def _topic(name: str, text: str) -> Topic:
    title, *lines = text.strip().splitlines()
    pages = next((line for line in lines if line.startswith("Pages: ")), "")
    body = tuple(line for line in lines if line != pages)
    about = tuple(pages.removeprefix("Pages: ").split(", ")) if pages else ()
    return Topic(name.split("-", 1)[1], title.removeprefix("# "), about, body)


def plain(line: str) -> str:
    """A line without the marks of its kind: its number, its dash, its stars."""
    return _STEP.sub("", line.removeprefix("- ").removeprefix("## "), count=1).replace("**", "")


def found(words: str, page: str = "") -> tuple[Topic, ...]:
    """The topics that have all the words; without words all, those about `page` first."""
    parts = search.fold(words).split()
    texts = {topic: search.fold(" ".join((topic.title, *topic.body))) for topic in topics()}
    fitting = [topic for topic, text in texts.items() if all(part in text for part in parts)]
    if parts:
        in_title = {topic for topic in fitting if all(part in search.fold(topic.title) for part in parts)}
        said = {topic: sum(texts[topic].count(part) for part in parts) for topic in fitting}
        return tuple(sorted(fitting, key=lambda topic: (topic not in in_title, -said[topic])))
    return tuple(sorted(fitting, key=lambda topic: page not in topic.pages))


class HelpPage(desks.Page):
    """The list of topics, or one of them. Esc goes from a topic to the list."""

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Help")
        self._desk = desk
        self._from = str(place.more.get("from") or "")
        self._scroll = place.scroll
        self.topic = ""
        outer = widgets.stack(self, gap=0)
        self._column = widgets.Column(gap=16)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area)
        self._build_list(str(place.more.get("search") or ""))
        self._text = QtWidgets.QWidget()
        self._lines = widgets.stack(self._text, gap=12)
        self._column.body.addWidget(self._text)
        self._column.body.addStretch(1)
        away = QtGui.QShortcut(QtGui.QKeySequence("Esc"), self)
        away.activated.connect(lambda: self.show_topic(""))
        self.show_topic(place.path or "")

    def _build_list(self, words: str) -> None:
        self._list = QtWidgets.QWidget()
        column = widgets.stack(self._list, gap=12)
        column.addWidget(widgets.heading("Help", 1))
        self.search = answer_text.Line()
        self.search.setClearButtonEnabled(True)
        column.addWidget(widgets.caption("Find help", self.search, "A word or two: print, lock, passphrase"))
        column.addWidget(self.search)
        self.list = rows.RowList("Help topics", grows=True)
        self.list.chosen.connect(self.show_topic)
        column.addWidget(self.list)
        self.nothing = widgets.quiet("")
        column.addWidget(self.nothing)
        self._column.body.addWidget(self._list)
        self.search.setText(words)
        self.search.textChanged.connect(self._show_found)
        self.search.returnPressed.connect(self._open_first)
        self._show_found()

    def _show_found(self, _text: str = "") -> None:
        words = self.search.text().strip()
        shown = [
            rows.Row(topic.id, topic.title, topic.first_words, sign="info")
            for topic in found(words, self._from)
        ]
        if not words or search.fold(words) in "keys shortcuts keyboard":
            shown.append(rows.Row(KEYS, "All the keys", "What each key does, everywhere", sign="key"))
        self.list.set_rows(shown)
        self.list.setVisible(bool(shown))
        self.nothing.setText("" if shown else f"No help has “{words}”. Try one word.")
        self.nothing.setVisible(not shown)

    def _open_first(self) -> None:
        shown = self.list.rows()
        if shown:
            self.show_topic(shown[0].key)

    # One topic

    def show_topic(self, topic_id: str) -> None:
        """Show a topic; "" shows the list."""
        known = {topic.id: topic for topic in topics()}
        self.topic = topic_id if topic_id == KEYS or topic_id in known else ""
        self._list.setVisible(not self.topic)
        self._text.setVisible(bool(self.topic))
        widgets.clear(self._lines)
        if not self.topic:
            self.set_title("Help")
            self.search.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
            return
        back = widgets.link("All help", lambda: self.show_topic(""), sign="back")
        self._lines.addWidget(back, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        if self.topic == KEYS:
            self._show_keys()
        else:
            self._show_text(known[self.topic])
        back.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._area.verticalScrollBar().setValue(0)

    def _show_text(self, topic: Topic) -> None:
        self.set_title(f"Help · {topic.title}")
        self._lines.addWidget(widgets.heading(topic.title, 1))
        for line in topic.body:
            if line.startswith("## "):
                self._lines.addWidget(widgets.heading(plain(line), 2))
            elif line.startswith("- "):
                self._add_point("•", plain(line))
            elif _STEP.match(line):
                self._add_point(line.partition(" ")[0], plain(line))
            elif line:
                self._lines.addWidget(widgets.words(plain(line), selectable=True))

    def _add_point(self, mark: str, text: str) -> None:
        holder = QtWidgets.QWidget()
        across = widgets.line(holder, gap=12)
        number = widgets.words(mark, "label")
        number.setWordWrap(False)
        number.setFixedWidth(number.fontMetrics().horizontalAdvance("00.") + 8)
        across.addWidget(number, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        across.addWidget(widgets.words(text, selectable=True), 1)
        self._lines.addWidget(holder)

    def _show_keys(self) -> None:
        self.set_title("Help · All the keys")
        self._lines.addWidget(widgets.heading("All the keys", 1))
        everywhere = tuple((words, keys[0]) for words, keys in shortcuts.ALL.values())
        for title, listed in (
            ("Everywhere", everywhere),
            ("While something is written", shortcuts.ON_A_FORM),
        ):
            self._lines.addWidget(widgets.heading(title, 2))
            holder = QtWidgets.QWidget()
            grid = QtWidgets.QGridLayout(holder)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(32)
            grid.setVerticalSpacing(8)
            for row, (words, key) in enumerate(listed):
                grid.addWidget(widgets.words(words), row, 0)
                grid.addWidget(widgets.words(shortcuts.native(key), "label"), row, 1)
            grid.setColumnStretch(0, 1)
            self._lines.addWidget(holder)

    # Where the worker is

    def place(self) -> desks.Place:
        """Which topic, or what was searched for."""
        more = {"search": self.search.text(), "from": self._from}
        return desks.Place("help", path=self.topic or None, more=more)

    def restore(self, place: desks.Place) -> None:
        """As far down as it was scrolled."""
        scrolling.return_to(self._area, place.scroll)

    def take_focus(self) -> None:
        """The search, or the way back from a topic: both were given the focus when they were shown."""
        if not self.topic:
            self.search.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
