"""Taking in a new family, or one more person of it: kept as it is typed, opened in one act."""

import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.forms import definition
from ehdesk.forms import people as asked
from ehdesk.models import answering, intake
from ehdesk.ui import (
    answer_input,
    answer_table,
    autosave,
    background,
    error_summary,
    form_view,
    likeness_card,
    messages,
    page_strip,
    scrolling,
    widgets,
)
from ehdesk.ui import desk as desks

_CHARACTERS = 92
_ALL = "everything"
"""The one path under which what is typed is kept: it is one value until the file is open."""


@dataclass(frozen=True)
class Intake:
    """What is taken in: which questions, which verb, and how the page speaks of it."""

    form: definition.Form
    verb: Any
    open_words: str
    leave_words: str
    kept_words: str


FAMILY = Intake(
    asked.NEW_FAMILY,
    intake.open_file,
    "Open the file",
    "Leave without opening",
    "Not opened yet. What you type is kept on this laptop.",
)
PERSON = Intake(
    asked.NEW_PERSON,
    intake.add_person,
    "Add to the family",
    "Leave without adding",
    "Not added yet. What you type is kept on this laptop.",
)


def new_family(desk: desks.Desk, place: desks.Place) -> "IntakePage":
    """The page that opens a family file."""
    return IntakePage(desk, place, FAMILY)


def new_person(desk: desks.Desk, place: desks.Place) -> "IntakePage":
    """The page that adds a person to the family of `place.record_id`."""
    return IntakePage(desk, place, PERSON)


class IntakePage(desks.Page):
    """Questions, and one button that makes the record of them. What is typed is in the vault before that.

    Leaving in any way keeps it; only “Leave without …” lets it go, and asks first. Ctrl+Z brings back
    a person that was taken away.
    """

    says_what_is_saved = True

    def __init__(self, desk: desks.Desk, place: desks.Place, taken: Intake) -> None:
        super().__init__(taken.form.title)
        self._desk, self._place, self._taken = desk, place, taken
        self._family_id = place.record_id
        self._removed: list[Any] = list(place.undo)
        self._view: form_view.FormView | None = None
        self._wanted: desks.Place | None = None
        self._is_returning = False
        if self._family_id:
            self.setProperty("family_id", self._family_id)
        self._keeping = _Keeping(desk, self._family_id)
        self.destroyed.connect(self._keeping.leave)
        self._build()
        desk.ask(intake.begun, self._family_id, then=self._on_begun, owner=self)

    def _build(self) -> None:
        outer = widgets.stack(self, gap=0)
        self.strip = page_strip.PageStrip()
        self.strip.set_words(self._taken.kept_words)
        self._keeping.autosave.changed.connect(self.strip.set_saved)
        outer.addWidget(self.strip)
        self._column = widgets.Column(characters=_CHARACTERS, gap=24)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area, 1)
        self.likeness = likeness_card.LikenessCard(self._desk, self._family_id)
        self.likeness.wanted.connect(self._look_at)
        self.likeness.shown.connect(lambda: QtCore.QTimer.singleShot(0, self, self._keep_in_sight))
        outer.addWidget(self.likeness)
        self.summary = error_summary.ErrorSummary()
        self.summary.wanted.connect(self._go_to)
        self._column.body.addWidget(self.summary)
        self._column.body.addWidget(widgets.heading(self._taken.form.title, 1))
        self._body = widgets.stack(gap=32)
        self._column.body.addLayout(self._body)
        self._column.body.addStretch(1)
        undo = QtGui.QShortcut(QtGui.QKeySequence("Ctrl+Z"), self)
        undo.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undo)

    def _on_begun(self, begun: intake.Begun) -> None:
        """Show what was typed before, or an empty beginning; or what has to come first."""
        today = self._desk.clock.today()
        answers = begun.answers or asked.begun(self._taken.form, today, self._desk.clock.new_id())
        if not begun.may_open:
            self._show_numbers_first()
            return
        around = answer_input.Surroundings(today=today, words=self._desk.words)
        self._view = view = form_view.FormView(self._taken.form, around, optional=False, history=False)
        view.set_answers(copy.deepcopy(answers))
        view.spoke.connect(self._on_spoke)
        view.left.connect(self._on_left)
        widgets.stand_in(self._body, view)
        self._body.addLayout(self._foot())
        self._show_hint()
        wanted, self._wanted = self._wanted, None
        self._is_returning = wanted is not None
        if wanted is not None:
            QtCore.QTimer.singleShot(0, self, partial(self._return_to, wanted))

    def _show_numbers_first(self) -> None:
        """No form is shown that could not be opened; what was typed earlier stays kept."""
        title, _safe, todo = errors.NumbersFirst().words()
        self.strip.hide()
        frame = widgets.notice(title, todo, kind="needs")
        self._body.addWidget(frame)
        self.enter = widgets.primary("Enter the numbers", self._enter_numbers)
        self._body.addWidget(self.enter, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        QtCore.QTimer.singleShot(0, self.enter, self.enter.setFocus)

    def _enter_numbers(self) -> None:
        self._desk.go(desks.Place("settings", path="numbers"))

    def _foot(self) -> QtWidgets.QLayout:
        foot = widgets.stack(gap=12)
        self.hint = widgets.quiet("")
        self.open = widgets.primary(self._taken.open_words, self.open_it)
        across = widgets.line(gap=12)
        across.addWidget(self.open)
        across.addWidget(widgets.link(self._taken.leave_words, self.ask_to_leave))
        across.addStretch(1)
        foot.addWidget(self.hint)
        foot.addLayout(across)
        return foot

    # What is typed

    def _on_spoke(self, said: object) -> None:
        if isinstance(said, form_view.RowAct):
            self._on_row(said.table, said.act)
        self._keep()

    def _on_left(self, _path: str) -> None:
        self.flush()

    def _on_row(self, table: str, act: object) -> None:
        view = self._view
        rows = dict(view.answers().get(table) or {}) if view is not None else {}
        if view is None:
            return
        if isinstance(act, answer_table.RowWanted):
            rank = answering.rank_after(rows, act.after, at_end=act.after is None)
            view.set_answer(f"{table}/{self._desk.clock.new_id()}", {"rank": rank})
        elif isinstance(act, answer_table.RowMoved):
            moved = rows.pop(act.row)
            rank = answering.rank_after(rows, act.after, at_end=False)
            view.set_answer(f"{table}/{act.row}", {**moved, "rank": rank})
        elif isinstance(act, answer_table.RowUnwanted):
            self._removed.append([table, act.row, rows[act.row]])
            view.set_answer(f"{table}/{act.row}", None)
            who = asked.called(rows[act.row]) or "The person"
            self.strip.tell(f"{who} is taken away. Ctrl+Z brings them back.")

    def undo(self) -> None:
        """Take back typing here while there is any, or else bring back the last person taken away."""
        view = self._view
        here = view.input_at(view.here()[0]) if view is not None and view.here()[0] else None
        if view is None or (here is not None and here.undo_typing()) or not self._removed:
            return
        table, row_id, row = self._removed.pop()
        view.set_answer(f"{table}/{row_id}", row)
        self.strip.tell(f"{asked.called(row) or 'The person'} is back.")
        view.go_to(f"{table}/{row_id}/given_names")
        self._keep()

    def _keep(self) -> None:
        self._keeping.autosave.typed(_ALL, self._answers())
        self._show_hint()

    def _answers(self) -> dict[str, Any]:
        return copy.deepcopy(self._view.answers()) if self._view is not None else {}

    def _show_hint(self) -> None:
        answers = self._answers()
        self.likeness.look(asked.known_of(self._taken.form, answers))
        lacks = asked.lacks_a_child(self._taken.form, answers)
        self.hint.setText("No child or unborn baby is named yet. You can add one later." if lacks else "")
        self.hint.setVisible(lacks)

    def _keep_in_sight(self) -> None:
        """What is being typed stays in sight when something comes to stand under it."""
        focused: QtWidgets.QWidget | None = self.focusWidget()
        if focused is not None and self._column.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 16, 24)

    def _look_at(self, family_id: str) -> None:
        """What is typed is kept; “Back” returns to it."""
        self.flush()
        self._desk.go(desks.Place("family", family_id))

    # Opening, and leaving without

    def open_it(self) -> None:
        """Make the record of what is typed, or say what has to be put right first."""
        if self._view is None:
            return
        answers = self._answers()
        faults = asked.faults(self._taken.form, answers, self._desk.clock.today())
        self._show_faults(faults)
        if faults:
            return
        self.flush()
        self.open.setEnabled(False)
        more = () if self._family_id is None else (self._family_id,)
        self._desk.do(
            self._taken.verb, answers, *more, then=self._on_opened, failed=self._on_refused, owner=self
        )

    def _on_opened(self, made: str) -> None:
        """Go to the family; what is behind it is where one came from, not this page."""
        self._keeping.forget()
        self._desk.back()
        self._desk.go(desks.Place("family", self._family_id or made))

    def _on_refused(self, error: Exception) -> None:
        self.open.setEnabled(True)
        if isinstance(error, errors.NotComplete):
            self._show_faults(tuple(error.faults))
        else:
            self._desk.refused.emit(error)

    def _show_faults(self, faults: Any) -> None:
        if self._view is not None:
            self._view.show_faults({fault.path: fault.message for fault in reversed(faults)})
        self.summary.show_faults(faults)
        self.set_title(f"Error: {self._taken.form.title}" if faults else self._taken.form.title)
        if faults:
            self._area.verticalScrollBar().setValue(0)

    def ask_to_leave(self) -> None:
        """Leave and let go of what was typed, after naming it."""
        answers = self._answers()
        if asked.is_untouched(self._taken.form, answers):
            self._let_go()
            return
        messages.ask(
            self,
            f"{self._taken.leave_words}?",
            f"You would lose {asked.told(self._taken.form, answers)}.",
            "With “Back”, everything stays as it is until you come again.",
            safe="Stay here",
            other="Leave and lose it",
            then=self._let_go,
        )

    def _let_go(self) -> None:
        self._keeping.forget()
        self._desk.do(intake.keep, None, self._family_id, quietly=True)
        self._desk.back()

    # Where the worker is

    def flush(self) -> None:
        """Keep what is typed."""
        self._keeping.flush()

    def place(self) -> desks.Place:
        """The question, the character, the scroll, and the people that were taken away."""
        path, cursor = self._view.stands() if self._view is not None else ("", 0)
        return desks.Place(
            self._place.page,
            self._family_id,
            path or None,
            cursor,
            self._area.verticalScrollBar().value(),
            undo=tuple(self._removed),
        )

    def restore(self, place: desks.Place) -> None:
        """Go back to the question and the character, or to the first question."""
        if self._view is None:
            self._wanted = place
        else:
            self._return_to(place)

    @property
    def is_settling(self) -> bool:
        """Whether the record is not read yet, or the cursor not in its place."""
        return self._is_returning or self._wanted is not None

    def take_focus(self) -> None:
        """The window calls `restore` next, which knows where to."""

    def _return_to(self, place: desks.Place) -> None:
        if self._view is None:
            return
        if place.path:
            self._view.go_to(place.path, place.cursor)
        else:
            self._view.go_to(self._taken.form.questions()[0].key)
        scrolling.return_to(self._area, place.scroll)
        self._is_returning = False
        self.settled.emit()

    def _go_to(self, path: str) -> None:
        if self._view is not None:
            self._view.go_to(path)
            focused: QtWidgets.QWidget | None = self.focusWidget()
            if focused is not None:
                self._area.ensureWidgetVisible(focused, 16, 120)


class _Keeping(QtCore.QObject):
    """Keeps what is typed in the vault. It outlives its page until the vault has it all."""

    def __init__(self, desk: desks.Desk, family_id: str | None) -> None:
        super().__init__(desk)
        self._desk, self._family_id = desk, family_id
        self._left = False
        self.autosave = autosave.Autosave(desk, self._keep, self)
        self.autosave.changed.connect(self._on_changed)

    def flush(self) -> None:
        """Hand in what is typed now."""
        if background.is_here(self.autosave):
            self.autosave.flush()

    def forget(self) -> None:
        """Nothing of it is wanted any more: it is in the record, or let go."""
        self.autosave.forget(_ALL)

    def leave(self) -> None:
        """The page is going: hand in everything, and go too when the vault has it."""
        if background.is_here(self.autosave):
            self._left = True
            self.flush()
            self._on_changed()

    def _keep(self, _path: str, answers: object, then: desks.Then, failed: desks.Failed) -> None:
        self._desk.do(intake.keep, answers, self._family_id, then=then, failed=failed, owner=self)

    def _on_changed(self, _state: object = None) -> None:
        if self._left and not self.autosave.holds():
            self.deleteLater()
