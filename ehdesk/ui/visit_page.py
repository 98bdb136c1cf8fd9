"""One planned visit: when, what for, where and who goes; kept as it is typed, moved, or called off."""

from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import visits as asked
from ehdesk.models import acts, family, person, practitioner, visit
from ehdesk.ui import (
    answer_input,
    editing,
    family_picker,
    flow,
    form_opening,
    form_session,
    form_view,
    messages,
    pack_dialog,
    scrolling,
    widgets,
)
from ehdesk.ui import desk as desks

_CHARACTERS = 84


def _read(read: acts.Reading, visit_id: str, words: form_opening.Words) -> form_opening.Opened:
    """The visit's sheet and what its page needs. Raises: RecordMissing."""
    sheet = visit.visit_sheet(read, visit_id)
    people = person.people(read, sheet.family_id) if sheet.family_id else ()
    workers = practitioner.names(read)
    name, reference = family.named(read, sheet.family_id) if sheet.family_id else ("", "")
    return form_opening.Opened(
        sheet,
        name,
        reference,
        form_opening.surroundings(people, practitioner.alongside(read), read, words),
        workers,
        seen=read.mark,
        about=form_opening.about(read, sheet, ()),
        two=form_opening.two_versions(read, sheet),
    )


def _no_rows(*_said: object, **_more: object) -> None:
    """A visit asks for no rows."""


def _no_history(read: acts.Reading, visit_id: str, path: str) -> Any:
    from ehdesk.models import history  # late: hardly ever asked for

    return history.history(read, visit_id, path)


VISIT = form_session.Kind(
    read=_read,
    answer=lambda _path: visit.change,
    add_row=_no_rows,
    remove_row=_no_rows,
    move_row=_no_rows,
    undo=visit.undo,
    redo=visit.redo,
    history=_no_history,
    start=visit.plan,
)


class VisitPage(desks.Page):
    """A new visit, one to change, or one that was called off. Written with the first key, not before."""

    says_what_is_saved = True

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Visit")
        self._desk = desk
        self._family_id: str | None = place.more.get("family")
        self._view: form_view.FormView | None = None
        self._wanted: desks.Place | None = None
        is_new = place.record_id is None
        record_id = place.record_id or desk.clock.new_id()
        self._edit = editing.Editing(self, desk, record_id, self._begin if is_new else None, VISIT)
        self._session = self._edit.session
        self._edit.form = asked.VISIT
        self._edit.summary.wanted.connect(self._go_to)
        self._session.was_read.connect(self._on_read)
        self._build()
        if is_new:
            self._ask_around()
        else:
            self._session.note_view()
            self._session.read()

    def _build(self) -> None:
        outer = widgets.stack(self, gap=0)
        outer.addWidget(self._edit.strip)
        self._column = widgets.Column(characters=_CHARACTERS, gap=24)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area, 1)
        self.family = widgets.button("Choose the family", self.choose_family, sign="family")
        self._edit.strip.lead_with(self.family)
        self._told = widgets.notice("This visit was called off", "It stays in the family’s file.")
        self._told.hide()
        self._body = widgets.stack(gap=0)
        self._foot = flow.FlowLayout(12, 8)
        self._column.body.addWidget(self._edit.summary)
        self._column.body.addWidget(self._told)
        self._column.body.addLayout(self._body)
        self._column.body.addLayout(self._foot)
        self._column.body.addStretch(1)

    # What is shown

    def _ask_around(self) -> None:
        self._desk.ask(
            form_opening.open_new, self._family_id, self._desk.words, then=self._on_around, owner=self
        )

    def _on_around(self, told: tuple[str, answer_input.Surroundings]) -> None:
        name, around = told
        self._show_family(name)
        if self._view is None:
            self._show({"who": self._desk.me.id} if self._desk.me is not None else {}, around)

    def _on_read(self, opened: form_opening.Opened) -> None:
        self._edit.opened = opened
        self._family_id = opened.sheet.family_id
        self._show_family(opened.family_name)
        if self._view is None:
            self._show(opened.sheet.answers, opened.around)
        else:
            self._view.set_answers(opened.sheet.answers, keep=self._edit.keep())
        self._told.setVisible(opened.sheet.is_locked)
        self._view_enabled(not opened.sheet.is_locked)
        if not self._session.autosave.holds():
            self._session.autosave.show_saved_at(opened.sheet.saved_at)

    def _show(self, answers: dict[str, Any], around: answer_input.Surroundings) -> None:
        view = form_view.FormView(asked.VISIT, around, optional=False)
        view.set_answers(answers)
        view.spoke.connect(self._session.typed)
        view.left.connect(lambda _path: self._session.flush())
        view.history_wanted.connect(self._edit.show_history)
        widgets.stand_in(self._body, view)
        self._view = self._edit.view = view
        self._show_foot()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            QtCore.QTimer.singleShot(0, self, partial(self._return_to, wanted))

    def _show_foot(self) -> None:
        widgets.clear(self._foot)
        self.done_button = widgets.primary("Done", self._done)
        self.note_button = widgets.button("Write the note", self._write_note, sign="note")
        self.papers_button = widgets.button("Papers for this visit", self._open_papers, sign="print")
        self.off_button = widgets.link("Call it off", self._call_off)
        for button in (self.done_button, self.note_button, self.papers_button, self.off_button):
            self._foot.addWidget(button)

    def _view_enabled(self, enabled: bool) -> None:  # noqa: FBT001 - like setEnabled
        if self._view is not None:
            self._view.setEnabled(enabled)
            self.off_button.setVisible(enabled)

    def _show_family(self, name: str) -> None:
        self.setProperty("family_id", self._family_id)
        self.family.setText(name or "Choose the family")
        self.family.setAccessibleName(f"Family: {name}" if name else "Choose the family")
        self.set_title(f"Visit · {name}" if name else "Visit")

    # What the buttons do

    def _begin(self) -> form_session.Begin:
        answers = self._view.answers() if self._view is not None else {}
        return form_session.Begin(asked.VISIT.id, self._family_id, answers)

    def choose_family(self) -> None:
        """Say whom the visit is to."""
        family_picker.FamilyPicker(self, self._desk, self._on_family)

    def _on_family(self, family_id: str, name: str) -> None:
        self._family_id = family_id
        self._show_family(name)
        if not self._session.is_new:
            self._session.change(visit.file_under, family_id)

    def _write_note(self) -> None:
        self._desk.go(desks.Place("note", more={"family": self._family_id} if self._family_id else {}))

    def _open_papers(self) -> None:
        """What the visit needs on paper; first whose it is, where nobody has said so."""
        if self._family_id is None:
            self.choose_family()
            return
        pack_dialog.PackDialog(self, self._desk, self._family_id)

    def _call_off(self) -> None:
        if self._session.is_new and not self._session.autosave.holds():
            self._desk.back()
            return
        messages.ask(
            self,
            "Call off this visit?",
            "It leaves your day and stays in the family’s file.",
            safe="Keep the visit",
            other="Call it off",
            then=lambda: self._session.change(visit.call_off, then=self._desk.back),
        )

    def _done(self) -> None:
        """Go back. Everything is kept already; a visit without a time is in no day, so it says so first."""
        faults = self._edit.faults()
        is_written = not self._session.is_new or bool(self._session.autosave.holds())
        self._edit.show_faults(faults if is_written else [])
        if not faults or not is_written:
            self._desk.back()

    def _go_to(self, path: str) -> None:
        if self._view is not None:
            self._view.go_to(path)

    # Where the worker is

    def came_in(self, records: frozenset[str]) -> None:
        """Others have changed these records."""
        self._edit.came_in(records)

    def flush(self) -> None:
        """Hand in what is typed."""
        self._session.flush()

    def place(self) -> desks.Place:
        """The visit, the question and the character."""
        written = not self._session.is_new or bool(self._session.autosave.holds())
        path, cursor = self._view.stands() if self._view is not None else ("", 0)
        return desks.Place(
            "visit",
            self._session.record_id if written else None,
            path or None,
            cursor,
            self._area.verticalScrollBar().value(),
            more={"family": self._family_id} if self._family_id else {},
        )

    def restore(self, place: desks.Place) -> None:
        """Go back to the question and the character, or to the first question."""
        if self._view is None:
            self._wanted = place
        else:
            self._return_to(place)

    @property
    def is_settling(self) -> bool:
        """Until the visit is read there is no question to stand in."""
        return self._view is None or self._wanted is not None

    def take_focus(self) -> None:
        """The window calls `restore` next, which knows where to."""

    def _return_to(self, place: desks.Place) -> None:
        view = self._view
        if view is None:
            return
        if place.path and view.field(place.path) is not None:
            view.go_to(place.path, place.cursor)
        else:
            view.go_to_section(view.form.sections[0].id)
        scrolling.return_to(self._area, place.scroll)
        focused: QtWidgets.QWidget | None = self.focusWidget()
        if focused is not None and self._column.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 16, 48)
        self.settled.emit()
