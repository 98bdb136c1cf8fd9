"""A finished form to read: the answers as text, nothing that looks as if it could be typed into."""

from collections.abc import Mapping
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, newer, signatures, spoken
from ehdesk.ui import answer_text, how_far, signature_pad, widgets

_WORDS_SHARE, _ANSWER_SHARE = 1, 1


class ReadView(QtWidgets.QWidget):
    """The sections and answers of one form. `history_wanted` carries the path that was asked about."""

    history_wanted = QtCore.Signal(str)

    def __init__(self, form: definition.Form, words: spoken.Words, names: Mapping[str, str]) -> None:
        super().__init__()
        self.form = form
        self._words = words
        self._names = names
        self._answers: dict[str, QtWidgets.QLabel] = {}
        self._column = widgets.stack(self, gap=40)

    def set_answers(self, answers: Mapping[str, Any]) -> None:
        """Show what was answered; what was not is left out."""
        widgets.clear(self._column)
        self._answers = {}
        for section, asked in form_answers.sections(self.form, answers):
            answered = [q for q in asked if form_answers.is_answered(answers.get(q.key))]
            if answered:
                self._column.addWidget(self._section(section, answered, answers))
        self._column.addStretch(1)

    def progress(self) -> tuple[how_far.Progress, ...]:
        """A finished form has nothing left to count."""
        return ()

    def answer_label(self, path: str) -> QtWidgets.QLabel | None:
        """Where the answer of a path stands."""
        return self._answers.get(path.partition("/")[0])

    def begin(self) -> None:
        """Put the focus on the first answer."""
        first = next(iter(self._answers.values()), None)
        if first is not None:
            first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def here(self) -> str:
        """The question whose answer has the focus; empty where none has."""
        focused = QtWidgets.QApplication.focusWidget()
        found = (key for key, label in self._answers.items() if label is focused)
        return next(found, "").partition("/")[0]

    def _section(
        self, section: definition.Section, answered: list[definition.Question], answers: Mapping[str, Any]
    ) -> QtWidgets.QWidget:
        holder = QtWidgets.QWidget()
        column = widgets.stack(holder, gap=0)
        column.addWidget(widgets.heading(self._words.text(section.title), 2))
        column.addSpacing(8)
        for question in answered:
            column.addWidget(widgets.hairline())
            column.addWidget(self._answer(question, answers[question.key]))
        return holder

    def _answer(self, question: definition.Question, value: Any) -> QtWidgets.QWidget:
        if question.kind == "table":
            return self._rows(question, value)
        told = form_answers.summary(question, value, self._words, self._names)
        if newer.is_beyond(question, value):
            told = self._words.text(newer.SAID)
        label = widgets.words(told, "answer", selectable=True)
        label.setLayoutDirection(answer_text.direction(told))
        label.setAccessibleName(f"{self._words.text(question.label)}: {told}")
        label.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self._answers[question.key] = label
        holder = QtWidgets.QWidget()
        asked = widgets.quiet(self._words.text(question.label))
        strokes = signatures.strokes(value) if question.kind == "signature" else []
        if strokes:
            column = widgets.stack(holder, gap=4)
            for part in (asked, signature_pad.SignatureShown(strokes), label):
                column.addWidget(part)
            column.setContentsMargins(0, 10, 0, 10)
            return holder
        if question.kind == "long_text":
            column = widgets.stack(holder, gap=4)
            column.addWidget(asked)
            column.addWidget(label)
            column.setContentsMargins(0, 10, 0, 14)
        else:
            across = widgets.line(holder, gap=24)
            across.addWidget(asked, _WORDS_SHARE, QtCore.Qt.AlignmentFlag.AlignTop)
            across.addWidget(label, _ANSWER_SHARE)
            across.setContentsMargins(0, 10, 0, 10)
        return holder

    def _rows(self, table: definition.Question, value: Mapping[str, Any]) -> QtWidgets.QWidget:
        """The rows of a table one beneath another: what each is first, then what is said of it."""
        holder = QtWidgets.QWidget()
        column = widgets.stack(holder, gap=12)
        column.setContentsMargins(0, 10, 0, 14)
        asked = self._words.text(table.label)
        if asked:
            column.addWidget(widgets.quiet(asked))
        for row_id, row in sorted(value.items(), key=lambda each: (str(each[1].get("rank", "")), each[0])):
            first, rest = self._cells(table, row)
            label = widgets.words("\n".join(rest), selectable=True)
            label.setLayoutDirection(answer_text.direction(label.text()))
            label.setAccessibleName(", ".join(part for part in (asked, first, *rest) if part))
            label.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
            self._answers.setdefault(table.key, label)
            self._answers[f"{table.key}/{row_id}"] = label
            inner = widgets.stack(gap=2)
            title = widgets.words(first, "label")
            title.setLayoutDirection(answer_text.direction(first))
            inner.addWidget(title)
            inner.addWidget(label)
            column.addLayout(inner)
        return holder

    def _cells(self, table: definition.Question, row: Mapping[str, Any]) -> tuple[str, list[str]]:
        """The first answer of a row, and each other one behind what was asked."""
        told = []
        for cell in table.columns:
            words = form_answers.summary(cell, row.get(cell.key), self._words, self._names)
            if words:
                told.append((self._words.text(cell.label), words))
        if not told:
            return "", []
        return told[0][1], [_said(asked, words) for asked, words in told[1:]]


def _said(asked: str, words: str) -> str:
    """ "Where: School", "Was a child seen alone? Yes"."""
    return f"{asked}{'' if asked.endswith('?') else ':'} {words}" if asked else words
