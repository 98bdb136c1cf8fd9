"""What every page of a form does alike: taking back, checking, finishing, amending, history, printing."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, newer
from ehdesk.models import form
from ehdesk.rules import paths
from ehdesk.ui import (
    answer_input,
    background,
    carried_sign,
    error_summary,
    form_opening,
    form_session,
    form_view,
    history_dialog,
    meanwhile,
    move_dialog,
    note_view,
    others_words,
    page_strip,
    print_dialog,
    read_view,
    reason_dialog,
    stay_put,
)
from ehdesk.ui import desk as desks

EditView = form_view.FormView | note_view.NoteView
"""A view of a form that can be typed into: the form page's, or the note's."""


class Editing(QtCore.QObject):
    """Holds one form's session for a page. The page sets `form`, `opened`, and `view` or `reading`."""

    def __init__(
        self,
        page: desks.Page,
        desk: desks.Desk,
        record_id: str,
        begin: Callable[[], form_session.Begin] | None = None,
        kind: form_session.Kind = form_session.FORM,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self.form: definition.Form | None = None
        self._opened: form_opening.Opened | None = None
        self._view: EditView | None = None
        self._keeps: frozenset[str] = frozenset()
        self.reading: read_view.ReadView | None = None
        self._wanted_once_read: Callable[[], None] | None = None
        self.others = others_words.OthersWords(desk, self)
        self.others.wanted.connect(self._on_both_wanted)
        self.strip = page_strip.PageStrip()
        self.summary = error_summary.ErrorSummary()
        self.session = session = form_session.FormSession(desk, record_id, begin, kind)
        session.stepped.connect(self._on_stepped)
        session.told.connect(self.strip.tell)
        session.was_read.connect(self._on_read)
        session.not_finished.connect(self.show_faults)
        session.answer_refused.connect(self._on_refused)
        self.meanwhile = meanwhile.Meanwhile(page, desk, session)
        self.meanwhile.not_shown.connect(self._let_go_of_view)
        self._came_in = False
        session.autosave.changed.connect(self.strip.set_saved)
        self.carried = carried_sign.CarriedSign(desk, record_id, self)
        self.carried.changed.connect(self.strip.set_carried)
        self.carried.gone.connect(session.read)
        session.autosave.changed.connect(self.carried.saved)
        page.destroyed.connect(session.leave)
        self.add_key(self.undo, "Ctrl+Z")
        self.add_key(self.redo, "Ctrl+Shift+Z", "Ctrl+Y")
        self.add_key(self._on_history_key, "F8")
        if kind.prints:
            self.add_key(self.print_form, "Ctrl+P")

    def add_key(self, act: Callable[[], object], *keys: str) -> None:
        """Let a key, or any of several, do something anywhere on the page."""
        shortcut = QtGui.QShortcut(self._page)
        shortcut.setKeys([QtGui.QKeySequence(key) for key in keys])
        shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    @property
    def opened(self) -> form_opening.Opened | None:
        """The record as it was read last."""
        return self._opened

    @opened.setter
    def opened(self, opened: form_opening.Opened) -> None:
        """It was read again: what is being typed, and where the cursor stands, stays as it is shown."""
        if self._came_in:
            stay_put.hold(self._page)
        here = self._in_hand()
        keep = self.session.holds() | (frozenset([here]) if here else frozenset())
        changed = self._changed_by_others(opened)
        rows = {paths.row_of(path) for path in keep}
        self._keeps = keep | {path for path in rows & changed.keys() if path.count("/") == 1}
        self.session.seen.read(opened.seen, self._keeps)
        before, self._opened = self._opened, opened
        beyond = newer.beyond(opened.sheet.form, opened.sheet.answers)
        self.others.note(changed, self._keeps, opened.two, beyond)
        told = self.others.summary(changed, self.label)
        if told:
            self.strip.tell(told)
        if before is not None and self._came_in:
            self.meanwhile.tell(before.sheet, opened.sheet)
        self._came_in = False

    def _let_go_of_view(self) -> None:
        self.view = None

    def _on_both_wanted(self, key: str) -> None:
        self._desk.go(desks.Place("versions", self.session.record_id, key))

    def _changed_by_others(self, opened: form_opening.Opened) -> dict[str, form.FieldMark]:
        """What others have set, or taken away, since the page read the record last."""
        mark = self.session.seen.newest
        me = self._desk.me.id if self._desk.me is not None else ""
        if mark is None:
            return {}
        found = opened.sheet.marks.items()
        known = {question.key for question in opened.sheet.form.questions()}
        shown = ((path, each) for path, each in found if path.partition("/")[0] in known)
        return {path: each for path, each in shown if each.revision > mark and each.by != me}

    @property
    def view(self) -> EditView | None:
        """What can be typed into; None where the form is read."""
        return self._view

    @view.setter
    def view(self, view: EditView | None) -> None:
        self._view = view
        self.others.show_on(view)
        if view is not None:
            view.left.connect(self._on_left)

    def keep(self) -> frozenset[str]:
        """Paths whose answers on the screen stay, whatever was read: they are newer, or in hand."""
        return self._keeps

    def came_in(self, records: frozenset[str]) -> None:
        """Others have changed these records: read again what the page shows, quietly."""
        about = frozenset([self.session.record_id]) if self.opened is None else self.opened.about
        if records & about and not self.session.is_new:
            self._came_in = True
            self.session.read()

    def _in_hand(self) -> str:
        """The path with the cursor, or to which it comes back when what is in front of the page has gone."""
        if self.view is None:
            return ""
        focused = QtWidgets.QApplication.focusWidget()
        if focused is not None and focused.window() is self._page.window():
            return self.view.here()[0]
        return self.view.last_here()

    def _on_left(self, path: str) -> None:
        """What stayed as it was while the worker was in it is shown as it stands now."""
        if self.view is None or self.opened is None or not self.session.seen.is_older(path):
            return
        if self._in_hand() == path:
            return  # another window is in front of it, and they will come back
        if paths.get(self.view.answers(), path) != paths.get(self.opened.sheet.answers, path):
            self.session.flush()
            self.session.read()

    # Taking back

    def undo(self) -> None:
        """Take back typing here while there is any, or else the form's last saved step that is mine."""
        here = self._input_here()
        if self.view is not None and (here is None or not here.undo_typing()):
            self.session.undo()

    def redo(self) -> None:
        """Bring back what was taken back."""
        here = self._input_here()
        if self.view is not None and (here is None or not here.redo_typing()):
            self.session.redo()

    def _input_here(self) -> answer_input.AnswerInput | None:
        return self.view.input_at(self.view.here()[0]) if self.view is not None else None

    def _on_stepped(self, undone: form.Undone, told: str) -> None:
        if self.view is None:
            return
        if undone.path not in self.session.autosave.holds():
            self.view.set_answer(undone.path, undone.value)
        self.strip.tell(told.format(label=self.label(undone.path)))
        self.view.go_to(undone.path)

    def label(self, path: str) -> str:
        """The words of the question at a path; of a row, its table's."""
        whole = self.opened.sheet.form if self.opened is not None else self.form
        if whole is None:
            return ""
        try:
            asked = form_answers.question_at(whole, path)
        except KeyError:
            asked = whole.question(path.partition("/")[0])
        return str(self._desk.words(asked.label))

    # Checking, finishing, amending

    def faults(self) -> list[form_answers.Fault]:
        """What is missing or wrong as it stands on the screen."""
        if self.view is None or self.form is None:
            return []
        return list(form_answers.to_put_right(self.form, self.view.answers(), **self._around()))

    def doubts(self) -> list[form_answers.Fault]:
        """What is worth a second look as it stands on the screen, and keeps nothing from being finished."""
        if self.view is None or self.form is None:
            return []
        return list(form_answers.warnings(self.form, self.view.answers(), **self._around()))

    def _around(self) -> dict[str, Any]:
        """Today, and what the record told of the episode when the form was read."""
        around = self.opened.beyond if self.opened is not None else None
        return {"today": self._desk.clock.today(), "around": around}

    def check(self) -> None:
        """Say what is missing, wrong or worth a second look now; nothing is changed."""
        faults, doubts = self.faults(), self.doubts()
        self.show_faults(faults, doubts)
        if not faults and not doubts:
            self.strip.tell("Nothing is missing. You can finish when you are ready.")

    def finish(self, then: Callable[[], None] | None = None) -> None:
        """Finish the form, or say what has to be put right first; every answer stays."""
        faults, doubts = self.faults(), self.doubts()
        self.show_faults(faults)
        if not faults:
            self.session.change(form.finish, then=partial(self._while_here, then, doubts))

    def _while_here(self, then: Callable[[], None] | None, doubts: list[form_answers.Fault]) -> None:
        """Go on from this page, unless the worker has gone on already; say what was worth a second look."""
        if not background.is_here(self._page):
            return
        if doubts:
            told = " ".join(f"{doubt.message}." for doubt in doubts)
            self._desk.said.emit(desks.Notice("Finished. Worth a second look", detail=told))
        if then is not None:
            then()

    def amend(self) -> None:
        """Ask why, then open the finished form again."""
        reason_dialog.ask_reason(self._page, self._page.title, partial(self.session.change, form.amend))

    def move(self) -> None:
        """Ask for the family it belongs to, and why; then it goes there whole."""
        leaving = self.opened.sheet.family_id if self.opened is not None else None
        move_dialog.ask(
            self._page,
            self._desk,
            self.session.record_id,
            leaving=leaving,
            then=lambda _to: self.session.read(),
        )

    def show_faults(
        self, faults: list[form_answers.Fault], doubts: list[form_answers.Fault] | None = None
    ) -> None:
        """Summary at the top, words beside each question, and the title says so too."""
        if self.view is not None:
            self.view.show_faults({fault.path: fault.message for fault in reversed(faults)})
        self.summary.show_faults(faults, doubts or ())
        plain = self._page.title.removeprefix("Error: ")
        self._page.set_title(f"Error: {plain}" if faults else plain)

    def _on_refused(self, path: str, error: errors.Refusal, value: Any) -> None:
        """The record will not take this answer: say so beside it, and leave it as it was typed."""
        title, _safe, todo = error.words()
        field = self.view.field(path) if self.view is not None else None
        if field is not None and isinstance(error, errors.FormRefusal):
            field.show_message(todo)
        else:
            if isinstance(error, errors.NotInTheTeam | errors.NotAllowed):
                self._desk.say(desks.Notice(title, todo, tone="needs"))
                return  # the words stay, to be copied where they may go
            self.meanwhile.keep(self.label(path), path, value, self.opened, title)
            if not isinstance(error, errors.RecordMissing):
                self._desk.say(desks.Notice(title, todo, tone="needs"))
                self.session.read()

    # History and paper

    def show_history(self, path: str) -> None:
        """Open what this answer was before."""
        if path:
            self._once_read(partial(self._show_history, path))

    def _show_history(self, path: str) -> None:
        if self.opened is not None:
            history_dialog.show(self._page, self._desk, self.opened, path, self.session.kind.history)

    def _on_history_key(self) -> None:
        if self.view is not None:
            self.show_history(self.view.here()[0] or self.view.last_here())
        elif self.reading is not None:
            self.show_history(self.reading.here())

    def print_form(self) -> None:
        """Choose a paper and see it before it is printed."""
        self._once_read(self._show_paper)

    def _show_paper(self) -> None:
        if self.opened is not None:
            answers = self.view.answers() if self.view is not None else None
            print_dialog.show(self._page, self._desk, self.opened, answers)

    def _once_read(self, then: Callable[[], None]) -> None:
        """Hand in what is typed, then go on. A form that was begun here is read when it is first needed."""
        self.session.flush()
        if self.opened is not None:
            then()
        elif self.session.is_new:
            self.strip.tell("Nothing is written yet.")
        else:
            self._wanted_once_read = then
            self.session.read()

    def _on_read(self, _opened: object) -> None:
        """The page takes over what was read before anything goes on."""
        self.carried.read()
        then, self._wanted_once_read = self._wanted_once_read, None
        if then is not None:
            QtCore.QTimer.singleShot(0, self, then)
