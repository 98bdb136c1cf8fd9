"""How a note is written: one box, a few taps, one line for each child; the rest when it is wanted."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import msgspec
from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import (
    answer_choices,
    answer_dates,
    answer_input,
    answer_table,
    answer_text,
    children_seen,
    form_view,
    question_field,
    turns,
    widgets,
)

_LINES = 7
_MAIN = ("text", "at", "kind", "place", "children")


class NoteView(QtWidgets.QWidget):
    """The note's questions as screen 3 lays them out. `spoke` carries Given and RowAct, as FormView's."""

    spoke = QtCore.Signal(object)
    left = QtCore.Signal(str)
    fields_made = QtCore.Signal()
    history_wanted = QtCore.Signal(str)

    def __init__(
        self, form: definition.Form, around: answer_input.Surroundings, new_id: Callable[[], str]
    ) -> None:
        super().__init__()
        self.form = form
        self._around = around
        self._answers: dict[str, Any] = {}
        self._fields: dict[str, question_field.QuestionField] = {}
        self._rest: form_view.FormView | None = None
        self._here = ""
        self._column = widgets.stack(self, gap=16)
        self._add_writing()
        self._taps = QtWidgets.QGridLayout()
        self._taps.setHorizontalSpacing(16)
        self._taps.setVerticalSpacing(12)
        self._taps.setColumnStretch(1, 1)
        for key in ("kind", "place"):
            asked = form.question(key)
            self._add_taps(key, answer_choices.RadioInput(asked, around, look="tap"))
        self._children = children_seen.ChildrenSeen(form.question("children"), around, new_id)
        self._add_taps("children", self._children)
        self._column.addLayout(self._taps)
        self._show_children()
        self._add(self._field("at", answer_dates.MomentInput(form.question("at"), around)))
        self._fields["at"].hide()
        self.more = widgets.link("Who else was there, and more", self.show_rest, sign="add")
        self._column.addWidget(self.more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        app = QtWidgets.QApplication.instance()
        if isinstance(app, QtWidgets.QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    # Laying out

    def _add_writing(self) -> None:
        writing = answer_text.WritingInput(self.form.question("text"), self._around)
        writing.writing.set_fewest(_LINES)
        self._writing = writing
        self._add(self._field("text", writing))

    def _field(self, key: str, made: answer_input.AnswerInput) -> question_field.QuestionField:
        field = question_field.QuestionField(self.form.question(key), made, level=2)
        field.answered.connect(partial(self._on_answered, key))
        field.history_wanted.connect(partial(self.history_wanted.emit, key))
        self._fields[key] = field
        return field

    def _add(self, field: question_field.QuestionField) -> None:
        self._column.addWidget(field)

    def _add_taps(self, key: str, made: answer_input.AnswerInput) -> None:
        field = question_field.QuestionField(self.form.question(key), made, level=2, bare=True)
        field.answered.connect(partial(self._on_answered, key))
        field.history_wanted.connect(partial(self.history_wanted.emit, key))
        self._fields[key] = field
        row = self._taps.rowCount()
        label = widgets.quiet(self._around.words(_SHORT[key]))
        label.setWordWrap(False)
        label.setContentsMargins(0, 7, 0, 0)
        self._taps.addWidget(label, row, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self._taps.addWidget(field, row, 1)
        if key == "children":
            self._label_of_children = label

    def _show_children(self) -> None:
        asked = self._children.has_children()
        self._label_of_children.setVisible(asked)
        self._fields["children"].setVisible(asked)

    def set_people(self, around: answer_input.Surroundings) -> None:
        """Who can be picked has come, or the family is another one. What is typed stays."""
        if around == self._around:
            return
        self._around = around
        self._children.set_people(around)
        self._show_children()
        self._take_turns()
        if self._rest is not None:
            rest = self._rest.answers()
            self._column.removeWidget(self._rest)
            self._rest.deleteLater()
            self._rest = None
            self._answers.update(rest)
            self.show_rest()

    def _take_turns(self) -> None:
        """What was laid out late still comes for Tab where it stands."""
        rest = [self._rest] if self._rest is not None else []
        turns.take_turns(self, *self._fields.values(), self.more, *rest)

    def show_when(self) -> None:
        """Let the time be changed."""
        self._fields["at"].show()
        self._fields["at"].input.focus_first()

    def show_rest(self) -> None:
        """Ask the rest of the form: who else was there, other workers, paper."""
        if self._rest is None:
            asked = tuple(q for s in self.form.sections for q in s.questions if q.key not in _MAIN)
            section = definition.Section("rest", "Who else was there", asked)
            self._rest = form_view.FormView(
                msgspec.structs.replace(self.form, sections=(section,)), self._around
            )
            self._rest.spoke.connect(self.spoke)
            self._rest.left.connect(self.left)
            self._rest.history_wanted.connect(self.history_wanted)
            self._column.addWidget(self._rest)
        self._rest.set_answers({k: v for k, v in self._answers.items() if k not in _MAIN})
        self._take_turns()
        self.fields_made.emit()
        self.more.hide()
        self._rest.go_to_section("rest")

    # Answers

    def set_answers(self, answers: Mapping[str, Any], *, keep: frozenset[str] = frozenset()) -> None:
        """Show these answers, except at the paths in `keep`: what is typed there is newer."""
        kept = {path.partition("/")[0] for path in keep}
        now = self.answers()
        self._answers = {**answers, **{key: now.get(key) for key in kept}}
        for key, field in self._fields.items():
            field.input.set_answer(self._answers.get(key))
        rest = {key: value for key, value in self._answers.items() if key not in _MAIN}
        if self._rest is not None:
            self._rest.set_answers(rest, keep=keep)

    def made(self) -> Iterator[tuple[str, question_field.QuestionField]]:
        """The fields that stand on the page by now, by the key of their question."""
        yield from self._fields.items()
        if self._rest is not None:
            yield from self._rest.made()

    def set_answer(self, path: str, value: object) -> None:
        """Show one answer that came from elsewhere (undo)."""
        key, _, deeper = path.partition("/")
        if key not in self._fields:
            self._answers[key] = value
            self.show_rest()
            if self._rest is not None:
                self._rest.set_answer(path, value)
        elif not deeper:
            self._answers[key] = value
            self._fields[key].input.set_answer(value)

    def answers(self) -> dict[str, Any]:
        """Everything that is answered, typed or tapped."""
        main = {key: field.input.answer() for key, field in self._fields.items()}
        rest = self._rest.answers() if self._rest is not None else {}
        known = {key: value for key, value in self._answers.items() if key not in main}
        return {key: value for key, value in {**known, **main, **rest}.items() if value is not None}

    def _on_answered(self, key: str, value: object) -> None:
        self._answers[key] = self._fields[key].input.answer()
        if isinstance(value, children_seen.RowGiven):
            self.spoke.emit(form_view.Given(f"{key}/{value.row}", value.values))
        elif isinstance(value, answer_table.CellAnswered):
            self.spoke.emit(form_view.Given(f"{key}/{value.row}/{value.column}", value.value))
        else:
            self.spoke.emit(form_view.Given(key, value))

    # Faults, focus and place

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Put each message beside its question."""
        for key, field in self._fields.items():
            mine = [words for path, words in faults.items() if path.partition("/")[0] == key]
            field.show_message(mine[0] if mine else "")
            if mine:
                field.show()
        if any(path.partition("/")[0] not in self._fields for path in faults):
            self.show_rest()
        if self._rest is not None:
            self._rest.show_faults(faults)

    def field(self, path: str) -> question_field.QuestionField | None:
        """The field of a path, where it is shown."""
        own = self._fields.get(path.partition("/")[0])
        return own or (self._rest.field(path) if self._rest is not None else None)

    def input_at(self, path: str) -> answer_input.AnswerInput | None:
        """The widget that answers at this path."""
        own = self._fields.get(path.partition("/")[0])
        if own is not None:
            return own.input
        return self._rest.input_at(path) if self._rest is not None else None

    def begin(self) -> None:
        """Put the cursor in the text."""
        self._writing.focus_first()

    def begin_taps(self) -> None:
        """Go to the first child's taps, or to the kind."""
        first = self._children if self._children.has_children() else self._fields["kind"].input
        first.focus_first()

    def go_to(self, path: str, cursor: int | None = None) -> None:
        """Put the focus into this question, at the same character where one is given."""
        if path.partition("/")[0] not in self._fields:
            self.show_rest()
        elif path == "at":
            self._fields["at"].show()
        shown = self.input_at(path)
        if shown is not None and cursor is not None:
            shown.set_cursor_place(cursor)
        elif shown is not None:
            shown.focus_first()

    def here(self) -> tuple[str, int]:
        """The path that has the focus and the character in it; ("", 0) when none has."""
        path = self._path_of(QtWidgets.QApplication.focusWidget())
        shown = self.input_at(path) if path else None
        return (path, shown.cursor_place()) if shown is not None else ("", 0)

    def stands(self) -> tuple[str, int]:
        """The path that has the focus, or had it last, and the character in it; ("", 0) before any had."""
        path = self.here()[0] or self._here
        shown = self.input_at(path) if path else None
        return (path, shown.cursor_place()) if shown is not None else ("", 0)

    def last_here(self) -> str:
        """The path that had the focus last."""
        return self._here

    def _path_of(self, widget: QtWidgets.QWidget | None) -> str:
        if widget is None or not self.isAncestorOf(widget):
            return ""
        own = next((key for key, field in self._fields.items() if field.isAncestorOf(widget)), "")
        return own or (self._rest.here()[0] if self._rest is not None else "")

    def _on_focus_changed(self, _old: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        path = self._path_of(now)
        if path != self._here:
            before, self._here = self._here, path or self._here
            if before in self._fields:
                self._fields[before].show_unfinished()
            if before:
                self.left.emit(before)


_SHORT = {"kind": "Kind", "place": "Where", "children": "Children"}
