"""Two versions of one form: each answer that differs, before and after, marked word by word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.models import comparing, form
from ehdesk.ui import answer_text, form_opening, messages, read_view, theme, widgets, word_marks
from ehdesk.ui import desk as desks

_WIDTH = 860
_ROOM = 360
_FITS = QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


@dataclass(frozen=True)
class _Told:
    """One difference in words: both texts, in stretches."""

    changed: comparing.Changed
    before: tuple[word_marks.Piece, ...]
    after: tuple[word_marks.Piece, ...]


class CompareDialog(messages.Dialog):
    """Choose two versions; what differs stands beneath, calm and whole."""

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        desk: desks.Desk,
        opened: form_opening.Opened,
        versions: tuple[comparing.Version, ...],
    ) -> None:
        super().__init__(parent, "Two versions", width=_WIDTH)
        self._desk, self._opened, self._versions = desk, opened, versions
        self.first, self.second = (self._chooser(name) for name in ("Earlier version", "Later version"))
        across = widgets.line(gap=16)
        for name, chooser in (("Earlier version", self.first), ("Later version", self.second)):
            column = widgets.stack(gap=4)
            column.addWidget(widgets.caption(name, chooser))
            column.addWidget(chooser)
            across.addLayout(column, 1)
        self.body.addLayout(across)
        self.told = widgets.quiet("")
        self.body.addWidget(self.told)
        holder = QtWidgets.QWidget()
        holder.setMinimumHeight(theme.scaled(_ROOM))
        self._entries = widgets.stack(holder, gap=0)
        self.body.addWidget(holder, 1)
        close = widgets.primary("Close", self.accept)
        close.setDefault(True)
        self.buttons.addWidget(close)
        self.buttons.addWidget(widgets.link("Read the earlier version", self._ask_whole))
        self.buttons.addStretch(1)
        self.first.setCurrentIndex(max(len(versions) - 2, 0))
        self.second.setCurrentIndex(len(versions) - 1)
        for chooser in (self.first, self.second):
            chooser.currentIndexChanged.connect(self._ask)
        self._ask()
        close.setFocus()
        self.open()

    def _chooser(self, name: str) -> QtWidgets.QComboBox:
        chooser = QtWidgets.QComboBox()
        chooser.setAccessibleName(name)
        chooser.setMinimumHeight(40)
        chooser.setSizeAdjustPolicy(_FITS)
        chooser.setMinimumContentsLength(7)
        for version in self._versions:
            chooser.addItem(self._named(version), version.number)
        return chooser

    def _named(self, version: comparing.Version) -> str:
        if version.finished_at is None:
            return f"{version.number} · being written"
        when = self._desk.words.when(version.finished_at, self._desk.clock.today())
        return f"{version.number} · {when} · {version.who}"

    def _ask(self, _index: int = 0) -> None:
        wanted = (self.first.currentData(), self.second.currentData())
        self._desk.ask(
            comparing.compare,
            self._opened.sheet.record_id,
            *wanted,
            then=partial(self._word_by_word, wanted),
            owner=self,
        )

    def _word_by_word(self, wanted: tuple[int, int], found: comparing.Comparison) -> None:
        words, names = self._desk.words, self._opened.names
        self._desk.work(
            lambda: [_in_words(one, words, names) for one in found.changes],
            then=partial(self._show, wanted, found),
            owner=self,
        )

    def _show(self, wanted: tuple[int, int], found: comparing.Comparison, told: list[_Told]) -> None:
        if wanted != (self.first.currentData(), self.second.currentData()):
            return
        widgets.clear(self._entries)
        count = len(told)
        differ = {0: "Nothing differs.", 1: "1 answer differs."}.get(count, f"{count} answers differ.")
        why = f" Amended because: {found.second.why}" if found.second.why else ""
        self.told.setText(differ + why)
        for place, one in enumerate(told):
            if place:
                self._entries.addWidget(widgets.hairline())
            self._entries.addWidget(self._entry(one))
        self._entries.addStretch(1)

    def _ask_whole(self) -> None:
        number = self.first.currentData()
        record_id = self._opened.sheet.record_id
        self._desk.ask(form.sheet, record_id, version=number, then=self._show_whole, owner=self)

    def _show_whole(self, told: form.Sheet) -> None:
        dialog = messages.Dialog(self, f"Version {told.version}", width=_WIDTH)
        view = read_view.ReadView(told.form, self._desk.words, {**self._opened.names, **told.as_shown})
        view.set_answers(told.answers)
        dialog.body.addWidget(view)
        close = widgets.primary("Close", dialog.accept)
        close.setDefault(True)
        dialog.buttons.addWidget(close)
        dialog.buttons.addStretch(1)
        dialog.open()
        view.begin()

    def _entry(self, one: _Told) -> QtWidgets.QWidget:
        entry = QtWidgets.QWidget()
        column = widgets.stack(entry, gap=6)
        column.setContentsMargins(0, 14, 0, 14)
        say = self._desk.words
        column.addWidget(widgets.words(say(one.changed.question.label), "label"))
        if one.changed.at is not None:
            when = say.when(one.changed.at, self._desk.clock.today())
            column.addWidget(widgets.quiet(f"Changed {when} by {one.changed.who}"))
        across = widgets.line(gap=24)
        for name, some, gone in (("Before", one.before, True), ("After", one.after, False)):
            side = widgets.stack(gap=2)
            side.addWidget(widgets.quiet(name))
            side.addWidget(_text(name, some, gone=gone))
            side.addStretch(1)
            across.addLayout(side, 1)
        column.addLayout(across)
        return entry


def _in_words(one: comparing.Changed, words: object, names: Mapping[str, str]) -> _Told:
    told = [
        form_answers.summary(one.question, value, words, names) if value is not None else ""  # type: ignore[arg-type]
        for value in (one.before, one.after)
    ]
    before, after = word_marks.pieces(*told)
    return _Told(one, before, after)


def _text(name: str, some: tuple[word_marks.Piece, ...], *, gone: bool) -> QtWidgets.QLabel:
    whole = "".join(one.text for one in some)
    shown = widgets.words("", "answer" if whole else "quiet", selectable=True)
    shown.setTextFormat(QtCore.Qt.TextFormat.RichText)
    shown.setText(word_marks.marked(some, gone=gone) if whole else "Empty")
    shown.setLayoutDirection(answer_text.direction(whole))
    shown.setAccessibleName(f"{name}: {whole or 'Empty'}")
    return shown
