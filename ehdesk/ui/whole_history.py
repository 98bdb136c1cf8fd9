"""The history of everything of a family: who looked, who changed what and when; values on opening a line."""

from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.models import acts, looked, practitioner
from ehdesk.ui import answer_text, history_words, hold, listing, messages, rows, section_strip, widgets
from ehdesk.ui import desk as desks

_PAGE = 50
_WIDTH = 680
_EMPTY = "Nothing of this kind yet."
_WHAT = (("all", "Everything"), ("changed", "Changed"), ("looked", "Looked"), ("copied", "Copies"))


def read(
    reading: acts.Reading, family_id: str, what: str, by: str | None, offset: int
) -> tuple[looked.Line, ...]:
    """A page of lines."""
    kinds: dict[str, Any] = {"what": None if what == "all" else what}
    return looked.lines(reading, family_id, by=by, limit=_PAGE, offset=offset, **kinds)


class HistoryPart(QtWidgets.QWidget):
    """Filters above, lines below, fifty at a time."""

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._lines: list[looked.Line] = []
        column = widgets.stack(self, gap=12)
        self.what = section_strip.SectionStrip(_WHAT)
        self.what.choose("all")
        self.what.picked.connect(lambda _key: self.begin())
        self.who = QtWidgets.QComboBox()
        self.who.addItem("Everybody", None)
        self.who.currentIndexChanged.connect(lambda _index: self.begin())
        self._who_caption = widgets.caption("Who", self.who)
        self.list = listing.Listing("Who looked and who changed", empty=_EMPTY, first=_PAGE)
        self.list.chosen.connect(self.open_line)
        self.more = widgets.button("Show earlier", self._ask_more)
        self.more.hide()
        column.addWidget(self.what)
        column.addWidget(self._who_caption)
        column.addWidget(self.who, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list)
        column.addWidget(self.more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        desk.ask(looked.workers, family_id, then=self._show_workers, owner=self)

    def begin(self) -> None:
        """Read the newest lines."""
        self._ask(0, self._show)

    def take_focus(self) -> None:
        """The first line, or the filters."""
        first: QtWidgets.QWidget = self.list.list if self._lines else self.what.button("all")
        first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _ask_more(self) -> None:
        self._ask(len(self._lines), self._add)

    def _ask(self, offset: int, then: Any) -> None:
        by, what = self.who.currentData(), self.what.chosen()
        self._desk.ask(
            read, self._family_id, what, by, offset, then=partial(self._on_read, (what, by), then), owner=self
        )

    def _on_read(self, asked: tuple[str, str | None], then: Any, told: tuple[looked.Line, ...]) -> None:
        """What comes back for an older filter is dropped."""
        if asked == (self.what.chosen(), self.who.currentData()):
            then(told)

    def _show_workers(self, workers: tuple[tuple[str, str], ...]) -> None:
        for worker_id, name in workers:
            self.who.addItem(name, worker_id)
        for part in (self.who, self._who_caption):
            part.setVisible(len(workers) > 1)

    def _show(self, told: tuple[looked.Line, ...]) -> None:
        self._lines = []
        self._add(told)

    def _add(self, told: tuple[looked.Line, ...]) -> None:
        self._lines += told
        shown = [self._row(place, line) for place, line in enumerate(self._lines)]
        self.list.set_rows(shown)
        self.list.show_all_quietly()
        self.more.setVisible(len(told) == _PAGE)

    def _row(self, place: int, line: looked.Line) -> rows.Row:
        sign = {"looked": "show", "copied": "copy"}.get(line.what, "edit")
        when = self._desk.words.when(line.at, self._desk.clock.today())
        return rows.Row(
            str(place),
            history_words.title(line),
            history_words.detail(line),
            f"{line.who} · {when}",
            sign=sign,
        )

    def open_line(self, key: str) -> "LineDialog | None":
        """Show what the fields were and became; of looking there is no more to show."""
        line = self._lines[int(key)]
        return LineDialog(self.window(), self._desk, line) if line.act is not None else None


class LineDialog(messages.Dialog):
    """The values of one line. Restricted ones show only while they are held."""

    def __init__(self, parent: QtWidgets.QWidget, desk: desks.Desk, line: looked.Line) -> None:
        super().__init__(parent, history_words.title(line), width=_WIDTH)
        self._desk, self._line = desk, line
        when = desk.words.when(line.at, desk.clock.today())
        self.body.addWidget(widgets.quiet(f"{line.who} · {when}"))
        if line.why:
            self.body.addWidget(widgets.words(f"Why: {line.why}"))
        self._values = widgets.stack(gap=0)
        self.body.addLayout(self._values)
        close = widgets.primary("Close", self.accept)
        close.setDefault(True)
        self.buttons.addWidget(close)
        self.buttons.addStretch(1)
        desk.ask(_values, line, then=self._show, owner=self)
        close.setFocus()
        self.open()

    def _show(self, told: tuple[tuple[looked.Value, ...], dict[str, str]]) -> None:
        values, names = told
        shown = [value for value in values if not history_words.is_inner(value.field.path)]
        for place, value in enumerate(shown):
            if place:
                self._values.addWidget(widgets.hairline())
            self._values.addWidget(self._value(value, names))
        if not shown:
            self._values.addWidget(widgets.quiet("No answer was changed."))
        QtCore.QTimer.singleShot(0, self, self._grow)  # once the values have their places

    def _value(self, value: looked.Value, names: dict[str, str]) -> QtWidgets.QWidget:
        holder = QtWidgets.QWidget()
        column = widgets.stack(holder, gap=4)
        column.setContentsMargins(0, 12, 0, 12)
        label = history_words.label(self._line, value.field.path)
        column.addWidget(widgets.words(label, "label"))
        told = history_words.values(self._desk, self._line, value, names)
        if value.field.is_apart:
            column.addWidget(hold.HeldWords(label, told))
        else:
            words = widgets.words(told, selectable=True)
            words.setLayoutDirection(answer_text.direction(told))
            column.addWidget(words)
        return holder


def _values(reading: acts.Reading, line: looked.Line) -> tuple[tuple[looked.Value, ...], dict[str, str]]:
    """The values of a line, and the names that they may point to."""
    act = line.act if line.act is not None else 0
    names = {**practitioner.names(reading), **looked.people(reading, line.record_id)}
    return looked.values(reading, act, line.record_id), names
