"""The questions of one form, section by section: conditions live, progress counted, nothing else."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, entries
from ehdesk.ui import (
    answer_entries,
    answer_input,
    answer_table,
    form_fields,
    form_section,
    how_far,
    in_hand,
    jump_dialog,
    offer_box,
    pile,
    question_field,
    questions,
    tall,
)

Answers = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """An answer was given. `path` is "text" or "children/<row>/seen"."""

    path: str
    value: object


@dataclass(frozen=True)
class RowAct:
    """A row of the table `table` is wanted, unwanted or moved; `act` says which."""

    table: str
    act: answer_table.RowWanted | answer_table.RowUnwanted | answer_table.RowMoved


class FormView(tall.Tall, QtWidgets.QWidget):
    """Shows a form and its answers. `spoke` carries Given and RowAct; `left` the path that was left, `came`
    the one where the focus came to.

    `optional` says beside an answer that it may be left out, `history` that what it was can be seen.
    With `lazy` the questions come in the pauses, from the top down; whatever is gone to is made first, and
    `stood` follows once the window is full of them.
    `only` names the sections that are shown at first, where a page shows some at a time (`show_only`);
    `section_wanted` then carries one that is to be gone to and is not shown.
    `whole` is the form in whose order the conditions are judged, where this one stands in another order.
    """

    spoke = QtCore.Signal(object)
    left = QtCore.Signal(str)
    came = QtCore.Signal(str)
    history_wanted = QtCore.Signal(str)
    accepted = QtCore.Signal(str)
    progressed = QtCore.Signal()
    section_wanted = QtCore.Signal(str)
    stood = QtCore.Signal()
    fields_made = QtCore.Signal()
    emptied = QtCore.Signal()

    def __init__(
        self,
        form: definition.Form,
        around: answer_input.Surroundings,
        *,
        optional: bool = True,
        history: bool = True,
        only: frozenset[str] | None = None,
        lazy: bool = False,
        whole: definition.Form | None = None,
    ) -> None:
        super().__init__()
        self._whole = whole or form
        self._optional, self._history, self._lazy = optional, history, lazy
        self._only = only
        self.form = form
        self._rows = dict(around.rows)
        self._around = replace(around, rows=self._rows)
        self._answers: Answers = {}
        self._due_now: frozenset[str] | None = None
        self._sections: dict[str, form_section.FormSection] = {}
        self._repeated = questions.repeated(form)
        self._alike = questions.alike(form)
        self._offers: Mapping[str, offer_box.Offered] = {}
        column = pile.Pile(self, gap=48)
        for section in form.sections:
            shown = form_section.FormSection(section, around.words)
            self._sections[section.id] = shown
            column.addWidget(shown)
        self._fields = form_fields.FormFields(
            self, form, self._sections, due=self._due, shows=self._shows, new=self._new_field, lazy=lazy
        )
        self._fields.grew.connect(self._offer_own_rows)
        self._fields.grew.connect(self.fields_made)
        self._fields.stood.connect(self.stood)
        self._fields.gone.connect(self.emptied)
        self._here = ""
        app = QtWidgets.QApplication.instance()
        if isinstance(app, QtWidgets.QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def set_answers(self, answers: Mapping[str, Any], *, keep: frozenset[str] = frozenset()) -> None:
        """Show these answers, except at the paths in `keep`: what is typed there is newer."""
        self._answers, self._due_now = in_hand.with_kept(self.form, answers, self._answers, keep), None
        self._show_due()
        for key, field in self._fields:
            field.input.set_answer(self._answers.get(key))

    def made(self) -> Iterator[tuple[str, question_field.QuestionField]]:
        """The fields that stand on the page by now, by the key of their question."""
        return iter(self._fields)

    def show_only(self, sections: frozenset[str]) -> None:
        """Show these sections and no others; what is not shown yet is made now."""
        self._only = sections
        self._show_due()

    def set_answer(self, path: str, value: object) -> None:
        """Show one answer that came from elsewhere (undo): of a question, a row or a cell."""
        key, *deeper = path.split("/")
        fresh = copy.deepcopy(self._answers)
        level = fresh
        for step in [key, *deeper][:-1]:
            level[step] = level = level.get(step) or {}
        last = [key, *deeper][-1]
        if value is None:
            level.pop(last, None)
        else:
            level[last] = value
        self._answers, self._due_now = fresh, None
        self._show_due()
        field = self._fields.get(key)
        if field is not None:
            field.input.set_answer(self._answers.get(key))

    def answers(self) -> Answers:
        """The answers as they are shown, typed ones included."""
        return dict(self._answers)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Put each message beside its question, by path, and take the others away."""
        for path in faults:
            self._fields.make_to(path.partition("/")[0])
        for key, field in self._fields:
            mine = {path: words for path, words in faults.items() if path.partition("/")[0] == key}
            if isinstance(field.input, answer_table.TableInput):
                field.input.show_messages({path.partition("/")[2]: words for path, words in mine.items()})
                mine = {path: words for path, words in mine.items() if path == key}
            field.show_message(next(iter(mine.values()), ""))

    def set_offers(self, offers: Mapping[str, offer_box.Offered]) -> None:
        """Offer what is known from earlier forms wherever nothing is answered."""
        self._offers = offers
        self._show_offers()
        self._fields.take_turns()

    def waiting_offers(self) -> list[str]:
        """The keys of the questions whose offers stand on the page, in its order."""
        return [
            key
            for key in form_answers.visible(self.form, self._answers)
            if key in self._offers and not form_answers.is_answered(self._answers.get(key))
        ]

    def _show_offers(self) -> None:
        for key, field in self._fields:
            self._show_offer(key, field)

    def _show_offer(self, key: str, field: question_field.QuestionField) -> None:
        if self._offers or field.offer() is not None:
            answered = form_answers.is_answered(self._answers.get(key))
            field.show_offer(None if answered else self._offers.get(key))

    def take_away(self, after_ms: int) -> None:
        """Take the questions away, in the pauses from then on. `emptied` follows."""
        self._fields.take_away(after_ms)

    def field(self, path: str) -> question_field.QuestionField | None:
        """The field of a path, where it is shown."""
        key = path.partition("/")[0]
        self._fields.make_to(key)
        return self._fields.get(key)

    def input_at(self, path: str) -> answer_input.AnswerInput | None:
        """The widget that answers at this path: a question's, or a cell's."""
        field = self.field(path)
        _, _, cell = path.partition("/")
        if field is None or not cell or not isinstance(field.input, answer_table.TableInput):
            return field.input if field is not None else None
        row, _, column = cell.partition("/")
        return field.input.cell(row, column) or field.input

    def go_to(self, path: str, cursor: int | None = None) -> None:
        """Put the focus into this question, at the same character where one is given."""
        self._want(self.section_of(path))
        shown = self.input_at(path)
        if shown is None:
            return
        if cursor is None:
            shown.focus_first()
        else:
            shown.set_cursor_place(cursor)

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

    def go_to_section(self, section_id: str) -> None:
        """Put the focus into the first question of a section."""
        self._want(section_id)
        due = self._due()
        first = (q.key for q in self._sections[section_id].section.questions if q.key in due)
        self._fields.make_to(next(first, ""))
        for question in self._sections[section_id].section.questions:
            field = self._fields.get(question.key)
            if field is not None and not field.isHidden():
                field.input.focus_first()
                return

    def section_of(self, path: str) -> str:
        """The id of the section that holds this path; empty where none does."""
        key = path.partition("/")[0]
        return next((s.id for s in self.form.sections if any(q.key == key for q in s.questions)), "")

    def order_of(self, section_id: str) -> int:
        """Where a section stands among the others."""
        return list(self._sections).index(section_id)

    def section_widget(self, section_id: str) -> QtWidgets.QWidget:
        """The section as it stands on the page, for scrolling to it."""
        return self._sections[section_id]

    @property
    def is_whole(self) -> bool:
        """Whether every question that is due stands on the page already."""
        return self._fields.is_whole

    @property
    def is_standing(self) -> bool:
        """Whether the questions reach down to the lower edge of the window; `stood` tells when they do."""
        return self._fields.stands

    def progress(self) -> tuple[how_far.Progress, ...]:
        """How far each section that is shown has come; sections where nothing counts are at 0 of 0."""
        return how_far.of_sections(self.form, self._answers, self._around.words)

    def targets(self) -> tuple[jump_dialog.Target, ...]:
        """Every question that is shown, to go to."""
        say = self._around.words
        return tuple(
            jump_dialog.Target(
                question.key,
                say(question.label),
                say(section.title),
                form_answers.is_answered(self._answers.get(question.key)),
            )
            for section, asked in form_answers.sections(self.form, self._answers)
            for question in asked
        )

    def _due(self) -> frozenset[str]:
        """The keys of the questions that these answers ask for."""
        if self._due_now is None:
            self._due_now = frozenset(form_answers.visible(self._whole, self._answers))
        return self._due_now

    def _show_due(self) -> None:
        self._tell_tables()
        self._fields.show_due()
        self._show_offers()
        self.progressed.emit()

    def _shows(self, section_id: str) -> bool:
        return self._only is None or section_id in self._only

    def _want(self, section_id: str) -> None:
        """Ask the page for a section that is not shown; it answers with `show_only`."""
        if section_id and not self._shows(section_id):
            self.section_wanted.emit(section_id)

    def _tell_tables(self) -> None:
        for _key, table in self._fields.tables():
            table.beyond = self._answers
        self._offer_own_rows()

    def _offer_own_rows(self) -> None:
        """Rows of this form that other questions of it choose among, by the words they have now."""
        for place, named in entries.own(self.form, self._answers).items():
            rows = tuple(answer_input.RowChoice(row_id, called) for row_id, called in named.items())
            self._rows[place] = rows  # for cells that are made later
            for chooser in self.findChildren(answer_entries.RowsInput):
                if chooser.question.rows_of == place:
                    chooser.offer(rows)

    def _new_field(self, question: definition.Question) -> question_field.QuestionField:
        beside, follows = self._is_short(question), self._follows_short(question)
        field = questions.make_field(
            question,
            self._around,
            beside=beside,
            follows=follows,
            optional=self._optional,
            history=self._history,
        )
        if isinstance(field.input, answer_table.TableInput):
            field.input.beyond = self._answers
        if self._lazy and question.key not in self._repeated:
            field.input.come_bit_by_bit()
        field.input.set_answer(self._answers.get(question.key))
        self._show_offer(question.key, field)
        field.answered.connect(lambda value, key=question.key: self._on_answered(key, value))
        field.history_wanted.connect(lambda key=question.key: self.history_wanted.emit(key))
        field.accepted.connect(lambda key=question.key: self.accepted.emit(key))
        if question.key in self._repeated:
            field.name_within(self._around.words(self._repeated[question.key]))
        return field

    def _is_short(self, question: definition.Question) -> bool:
        return question.kind in ("single_choice", "scale") and question.options in self._alike

    def _follows_short(self, question: definition.Question) -> bool:
        when = question.show_when
        return when is not None and self._is_short(self.form.question(when.question))

    def _on_answered(self, key: str, value: object) -> None:
        self._due_now = None
        if isinstance(value, answer_table.CellAnswered):
            self._answers.setdefault(key, {}).setdefault(value.row, {})[value.column] = value.value
            self.spoke.emit(Given(f"{key}/{value.row}/{value.column}", value.value))
        elif isinstance(value, answer_table.RowWanted | answer_table.RowUnwanted | answer_table.RowMoved):
            self.spoke.emit(RowAct(key, value))
        else:
            was_answered = form_answers.is_answered(self._answers.get(key))
            self._answers[key] = value
            self.spoke.emit(Given(key, value))
            is_writing = self.form.question(key).kind in ("text", "long_text")
            if is_writing and was_answered and form_answers.is_answered(value):
                return  # another letter of a text changes nothing else on the page
        self._show_due()

    def _on_focus_changed(self, _old: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        path = self._path_of(now)
        if path == self._here:
            return
        before, self._here = self._here, path or self._here
        if before:
            field = self.field(before)
            if field is not None:
                field.show_history_way(shown=False)
                field.show_unfinished()
            self.left.emit(before)
        field = self.field(path) if path else None
        if field is not None:
            field.show_history_way(shown=True)
            self._fields.make_beneath(field.question.key)
            self.came.emit(path)

    def _path_of(self, widget: QtWidgets.QWidget | None) -> str:
        if widget is None or not self.isAncestorOf(widget):
            return ""
        for key, field in self._fields:
            if field.isAncestorOf(widget):
                if isinstance(field.input, answer_table.TableInput):
                    cell = field.input.path_of(widget)
                    return f"{key}/{cell}" if cell else key
                return key
        return ""
