"""One stay with one form: everything typed is handed in, steps are taken back, and it outlives its page.

A page may be closed while something is still on its way, or waits for a full disk: the session stays
until the record has it all, and only then goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6 import QtCore

from ehdesk import errors
from ehdesk.models import form, trail, untouched
from ehdesk.ui import answer_table, autosave, background, form_opening, form_view, in_hand
from ehdesk.ui import desk as desks


@dataclass(frozen=True)
class Begin:
    """How a form that is not written yet begins: with the first key, not before."""

    form_id: str
    family_id: str | None
    answers: dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """How a record of one kind is read, answered and taken back. `answer` gives the verb for a path."""

    read: Callable[..., Any]
    answer: Callable[[str], Any]
    add_row: Callable[..., Any]
    remove_row: Callable[..., Any]
    move_row: Callable[..., Any]
    undo: Callable[..., Any]
    redo: Callable[..., Any]
    history: Callable[..., Any]
    prints: bool = False
    start: Callable[..., Any] = form.start


FORM = Kind(
    read=form_opening.open_form,
    answer=lambda _path: form.answer,
    add_row=form.add_row,
    remove_row=form.remove_row,
    move_row=form.move_row,
    undo=form.undo,
    redo=form.redo,
    history=form.history,
    prints=True,
)


class FormSession(QtCore.QObject):
    """Hands one form's answers to the record and brings the record back to the page.

    `begin` is asked at the first key of a new form. `was_read` carries Opened, `stepped` (Undone,
    what to say), `told` a sentence, `not_finished` the faults, `answer_refused` (path, Refusal, value).
    """

    was_read = QtCore.Signal(object)
    stepped = QtCore.Signal(object, str)
    told = QtCore.Signal(str)
    not_finished = QtCore.Signal(object)
    answer_refused = QtCore.Signal(str, object, object)
    not_here = QtCore.Signal()  # it was read before, and is not on this laptop any more
    begun = QtCore.Signal()

    def __init__(
        self,
        desk: desks.Desk,
        record_id: str,
        begin: Callable[[], Begin] | None = None,
        kind: Kind = FORM,
    ) -> None:
        super().__init__(desk)
        self.kind = kind
        self.record_id = record_id
        self.sitting = desk.clock.new_id()
        self._desk = desk
        self._begin = begin
        self.seen = in_hand.Seen(0 if begin is not None else None)
        self._left = False
        self._is_only_begun = False
        self._taking_over: set[str] = set()
        self.autosave = autosave.Autosave(desk, self._keep, self)
        self.autosave.refused.connect(self.answer_refused)
        self.autosave.changed.connect(self._on_saved)

    @property
    def is_new(self) -> bool:
        """Whether nothing of the form has been written yet."""
        return self._begin is not None

    def read(self) -> None:
        """Ask for the form as it is now."""
        self._desk.ask(
            self.kind.read,
            self.record_id,
            self._desk.words,
            then=self._on_read,
            failed=self._on_not_read,
            owner=self,
        )

    def _on_not_read(self, error: Exception) -> None:
        if self.seen.newest and isinstance(error, errors.RecordMissing):
            self.not_here.emit()
        else:
            self._desk.refused.emit(error)

    def _on_read(self, opened: Any) -> None:
        """A form that was left untouched is gone on with by coming back to it."""
        sheet = opened.sheet
        if getattr(sheet, "is_left_untouched", False):
            self._desk.do(untouched.take_up, self.record_id, then=lambda _none: self.read(), owner=self)
            return
        self._is_only_begun = getattr(sheet, "is_only_begun", False) and sheet.status == "draft"
        self.was_read.emit(form_opening.with_authority(opened, self._desk.settings))

    def note_view(self) -> None:
        """Leave a line that this record was looked at."""
        self._desk.do(trail.viewed, self.record_id, quietly=True)

    def typed(self, said: object) -> None:
        """Take what a view of the form said: an answer, or something about a row."""
        if isinstance(said, form_view.Given):
            self.autosave.typed(said.path, said.value)
        elif isinstance(said, form_view.RowAct):
            self._on_row(said.table, said.act)

    def flush(self) -> None:
        """Hand in everything now. When the desk itself is going there is nobody left to hand it to."""
        if background.is_here(self.autosave):
            self.autosave.flush()

    def leave(self) -> None:
        """The page is going: hand in everything, and go too when the record has it all."""
        if background.is_here(self.autosave):
            self._left = True
            self.flush()
            self._go_when_done()

    def leave_untouched(self) -> None:
        """Take a form that was begun and never answered out of the lists again."""
        if self._is_only_begun:
            self._desk.do(untouched.leave, self.record_id, quietly=True)

    def change(self, verb: Any, *args: Any, then: Callable[[], None] | None = None, **kw: Any) -> None:
        """Run another verb on this form, after what is typed, and read it again."""
        self.flush()

        def done(_result: object) -> None:
            if then is not None:
                then()
            self.read()

        failed = self._on_not_finished if verb is form.finish else None
        self._desk.do(
            verb, self.record_id, *args, then=done, failed=failed, owner=self, sitting=self.sitting, **kw
        )

    def accept(self, key: str, failed: desks.Failed) -> None:
        """Take over what is offered for one question, after what is typed. The page shows it already."""
        self.flush()
        self._taking_over.add(key)

        def taken_over(_value: object) -> None:
            self._taking_over.discard(key)
            self.read()

        def not_taken_over(error: Exception) -> None:
            self._taking_over.discard(key)
            failed(error)

        self._desk.do(
            form.accept,
            self.record_id,
            key,
            seen=self.seen.of(key),
            then=taken_over,
            failed=not_taken_over,
            owner=self,
            sitting=self.sitting,
        )

    def holds(self) -> frozenset[str]:
        """The paths whose answer on the page is newer than what the record was last known to hold."""
        return self.autosave.holds() | self._taking_over

    def undo(self) -> None:
        """Take back the last saved step that is mine."""
        self._step(self.kind.undo, "Taken back: “{label}”. Ctrl+Shift+Z brings it back.")

    def redo(self) -> None:
        """Bring back what was taken back."""
        self._step(self.kind.redo, "Brought back: “{label}”.")

    def _keep(self, path: str, value: object, then: desks.Then, failed: desks.Failed) -> None:
        if self._begin is not None:
            self._start(self._begin, then, failed)
            return
        self._desk.do(
            self.kind.answer(path),
            self.record_id,
            path,
            value,
            then=then,
            failed=failed,
            owner=self,
            sitting=self.sitting,
            seen=self.seen.of(path),
        )

    def _start(self, begin: Callable[[], Begin], then: desks.Then, failed: desks.Failed) -> None:
        """Begin the form with everything that is answered so far; if that fails, it is new again."""
        self._begin = None
        said = begin()

        def started(result: object) -> None:
            self.begun.emit()
            then(result)

        def not_started(error: Exception) -> None:
            self._begin = begin
            failed(error)

        self._desk.do(
            self.kind.start,
            said.form_id,
            family_id=said.family_id,
            answers=said.answers,
            record_id=self.record_id,
            then=started,
            failed=not_started,
            owner=self,
            sitting=self.sitting,
        )

    def _on_row(self, table: str, act: object) -> None:
        if isinstance(act, answer_table.RowWanted):
            self.change(self.kind.add_row, table, {}, after=act.after)
        elif isinstance(act, answer_table.RowUnwanted):
            self.autosave.forget(f"{table}/{act.row}")
            self.change(self.kind.remove_row, table, act.row, seen=self.seen.of(f"{table}/{act.row}"))
            self.told.emit("The row is taken away. Ctrl+Z brings it back.")
        elif isinstance(act, answer_table.RowMoved):
            self.change(self.kind.move_row, table, act.row, act.after)

    def _step(self, verb: Any, told: str) -> None:
        if self.is_new:
            return
        self.flush()
        self._desk.do(
            verb,
            self.record_id,
            then=partial(self._on_stepped, told),
            failed=self._on_not_stepped,
            owner=self,
            sitting=self.sitting,
        )

    def _on_stepped(self, told: str, undone: form.Undone) -> None:
        self.stepped.emit(undone, told)
        self.read()

    def _on_not_stepped(self, error: Exception) -> None:
        if isinstance(error, errors.RecordRefusal):
            title, _safe, todo = error.words()
            self.told.emit(f"{title}. {todo}")
        else:
            self._desk.refused.emit(error)

    def _on_not_finished(self, error: Exception) -> None:
        if isinstance(error, errors.NotComplete):
            self.not_finished.emit(list(error.faults))
        else:
            self._desk.refused.emit(error)

    def _on_saved(self, _state: object) -> None:
        if self._left:
            self._go_when_done()

    def _go_when_done(self) -> None:
        if not self.autosave.holds():
            self.deleteLater()
