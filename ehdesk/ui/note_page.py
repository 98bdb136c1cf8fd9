"""A note: the cursor in the text at once, everything else a tap, and nothing asked that is known."""

from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import loader
from ehdesk.models import form
from ehdesk.ui import (
    answer_input,
    editing,
    family_picker,
    form_opening,
    form_session,
    note_view,
    read_view,
    scrolling,
    turns,
    widgets,
)
from ehdesk.ui import desk as desks

_CHARACTERS = 84
_FORM = "note"
_WHOLE = len("2026-07-03T10:40")


class NotePage(desks.Page):
    """A new note, one that is still open, or one to read. It is written with the first key, not before.

    Ctrl+Z takes back typing, then the saved steps; F8 shows what an answer was, Ctrl+P prints, Ctrl+Return
    is Done.
    """

    says_what_is_saved = True

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Note")
        self._desk = desk
        self._family_id: str | None = place.more.get("family")
        self._wanted: desks.Place | None = place if place.path else None
        self._is_returning = False
        self._taps_wanted_for: str | None = None
        self._view: note_view.NoteView | None = None
        is_new = place.record_id is None
        record_id = place.record_id or desk.clock.new_id()
        self._edit = editing.Editing(self, desk, record_id, self._begin if is_new else None)
        self._session = self._edit.session
        self._edit.form = loader.load(_FORM)
        self._edit.summary.wanted.connect(self._go_to)
        self._edit.add_key(self.done, "Ctrl+Return", "Ctrl+Enter")
        self._session.was_read.connect(self._on_read)
        self._build()
        if is_new:
            known = form_opening.prefilled(self._edit.form, desk.clock.now())
            self._show_editing(known, answer_input.Surroundings(words=desk.words))
            self._show_family("")
            self._ask_people()
        else:
            self._session.note_view()
            self._session.read()

    def _build(self) -> None:
        outer = widgets.stack(self, gap=0)
        outer.addWidget(self._edit.strip)
        column = widgets.Column(characters=_CHARACTERS, margin=24, gap=16)
        self._area = widgets.scrolled(column)
        outer.addWidget(self._area, 1)
        self.family = widgets.button("Choose the family", self.choose_family, sign="family")
        self.when = widgets.link("When was it?", self._change_when, sign="calendar")
        self.when.setAccessibleDescription("Press to change when it happened")
        self._edit.strip.lead_with(self.family, self.when)
        self._told = widgets.quiet("")
        self._body = widgets.stack(gap=0)
        self._foot = widgets.line(gap=12)
        column.body.addWidget(self._edit.summary)
        column.body.addWidget(self._told)
        column.body.addLayout(self._body)
        column.body.addLayout(self._foot)
        column.body.addStretch(1)
        self._column = column

    # What is shown

    def _show_editing(self, answers: dict[str, Any], around: answer_input.Surroundings) -> None:
        widgets.clear(self._body)
        asked = self._edit.opened.sheet.form if self._edit.opened is not None else self._edit.form
        assert asked is not None  # noqa: S101 - set before anything is shown
        view = note_view.NoteView(asked, around, self._desk.clock.new_id)
        view.set_answers(answers)
        view.spoke.connect(self._session.typed)
        view.spoke.connect(self._show_when)
        view.left.connect(self._on_left)
        view.history_wanted.connect(self._edit.show_history)
        widgets.stand_in(self._body, view)
        self._view, self._edit.view, self._edit.reading = view, view, None
        self._told.hide()
        self._show_when()
        widgets.clear(self._foot)
        self._foot.addWidget(widgets.primary("Done", self.done))
        self._foot.addWidget(widgets.link("Print", self._edit.print_form, sign="print"))
        self._foot.addStretch(1)
        turns.take_turns(self, self._edit.strip, self._edit.summary, view, self._foot)

    def _show_reading(self, opened: form_opening.Opened) -> None:
        widgets.clear(self._body)
        view = read_view.ReadView(opened.sheet.form, self._desk.words, opened.names)
        view.set_answers(opened.sheet.answers)
        view.history_wanted.connect(self._edit.show_history)
        widgets.stand_in(self._body, view)
        self._view, self._edit.view, self._edit.reading = None, None, view
        begun = self._desk.words.when(opened.sheet.begun_at, self._desk.clock.today())
        self._told.setText(f"Written by {opened.sheet.author_name}, {begun}")
        self._told.show()
        self.when.hide()
        widgets.clear(self._foot)
        self._foot.addWidget(widgets.button("Amend", self._edit.amend, sign="edit"))
        self._foot.addWidget(widgets.link("Print", self._edit.print_form, sign="print"))
        self._foot.addStretch(1)
        turns.take_turns(self, self._edit.strip, view, self._foot)

    def _show_family(self, name: str) -> None:
        self.setProperty("family_id", self._family_id)
        self.family.setText(name or "Choose the family")
        self.family.setAccessibleName(f"Family: {name}" if name else "Choose the family")
        self.set_title(f"Note · {name}" if name else "Note")

    def _show_when(self, _said: object = None) -> None:
        at = str(self._view.answers().get("at") or "") if self._view is not None else ""
        today = self._desk.clock.today().isoformat()
        if len(at) == _WHOLE and at[10] == "T":
            day = "Today" if at[:10] == today else self._desk.words.short_day(at[:10])
            self.when.setText(f"{day} {at[11:]}")
        else:
            self.when.setText("When was it?")

    # The record

    def _begin(self) -> form_session.Begin:
        answers = self._view.answers() if self._view is not None else {}
        return form_session.Begin(_FORM, self._family_id, answers)

    def _ask_people(self) -> None:
        if self._family_id is not None:
            self._desk.ask(
                form_opening.open_new,
                self._family_id,
                self._desk.words,
                then=partial(self._on_people, self._family_id),
                owner=self,
            )

    def _on_people(self, family_id: str, told: tuple[str, answer_input.Surroundings]) -> None:
        """The family's people have come: lay the taps out for them, and leave the typing alone."""
        if family_id != self._family_id or self._view is None:
            return
        name, around = told
        self._show_family(name)
        self._view.set_people(around)
        self._go_to_taps()

    def _on_read(self, opened: form_opening.Opened) -> None:
        before, self._edit.opened = self._edit.opened, opened
        self._edit.form = opened.sheet.form
        self._family_id = opened.sheet.family_id
        self._show_family(opened.family_name)
        if opened.sheet.is_locked:
            self._show_reading(opened)
        elif self._view is None:
            self._show_editing(opened.sheet.answers, opened.around)
        else:
            self._view.set_answers(opened.sheet.answers, keep=self._edit.keep())
            self._view.set_people(opened.around)
            self._go_to_taps()
        if not self._session.autosave.holds():
            locked = opened.sheet.is_locked
            self._session.autosave.show_saved_at(None if locked else opened.sheet.saved_at)
        if before is None and self._wanted is not None:
            wanted, self._wanted, self._is_returning = self._wanted, None, True
            QtCore.QTimer.singleShot(0, self, partial(self._return_to, wanted))

    def choose_family(self) -> None:
        """File the note: under its family, or under another if it was the wrong one.

        A note that is finished stands in its file, so it is moved with a reason.
        """
        if self._edit.reading is not None and self._family_id is not None:
            self._edit.move()
            return
        family_picker.FamilyPicker(self, self._desk, self._on_family)

    def _on_family(self, family_id: str, name: str) -> None:
        self._family_id = family_id
        self._show_family(name)
        if self._session.is_new:
            self._ask_people()
        else:
            self._session.change(form.file_under, family_id)
        if self._view is not None and not self._view.answers().get("text"):
            QtCore.QTimer.singleShot(0, self._view, self._view.begin)
        else:
            self._taps_wanted_for = family_id

    def _go_to_taps(self) -> None:
        """The family's children are laid out, which comes a moment after the family was chosen."""
        if self._taps_wanted_for is not None and self._taps_wanted_for == self._family_id:
            self._taps_wanted_for = None
            if self._view is not None:
                self._view.begin_taps()

    def _change_when(self) -> None:
        if self._view is not None:
            self._view.show_when()

    def _on_left(self, _path: str) -> None:
        self._session.flush()

    def done(self) -> None:
        """Finish the note and go back. It stays open until midnight; an empty one was never written."""
        if self._view is None or (self._session.is_new and not self._session.autosave.holds()):
            self._desk.back()
            return
        self._edit.finish(self._desk.back)

    # Where the worker is

    def came_in(self, records: frozenset[str]) -> None:
        """Others have changed these records."""
        self._edit.came_in(records)

    def flush(self) -> None:
        """Hand in what is typed."""
        self._session.flush()

    def place(self) -> desks.Place:
        """The note, the question, the character and the scroll."""
        more = {"family": self._family_id} if self._family_id else {}
        written = not self._session.is_new or bool(self._session.autosave.holds())
        record_id = self._session.record_id if written else None
        if self._wanted is not None:
            return self._wanted
        path, cursor = self._view.stands() if self._view is not None else ("", 0)
        scroll = self._area.verticalScrollBar().value()
        return desks.Place("note", record_id, path or None, cursor, scroll, more=more)

    def restore(self, place: desks.Place) -> None:
        """Go back to the question and the character, once the note is read."""
        if place.path and self._view is not None and self._edit.opened is not None:
            self._return_to(place)
        elif place.path and not self._session.is_new:
            self._wanted = place

    @property
    def is_settling(self) -> bool:
        """Whether the record is not read yet, or the cursor not in its place."""
        return self._is_returning or (self._edit.opened is None and not self._session.is_new)

    def take_focus(self) -> None:
        """The cursor in the text, ready for the first word."""
        if self._view is not None:
            self._view.begin()
        elif self._wanted is None:
            self._wanted = desks.Place("note", self._session.record_id, "text", 1 << 30)

    def _return_to(self, place: desks.Place) -> None:
        if self._view is not None and place.path:
            self._view.go_to(place.path, place.cursor)
        scrolling.return_to(self._area, place.scroll)
        self._is_returning = False
        self.settled.emit()

    def _go_to(self, path: str) -> None:
        if self._view is not None:
            self._view.go_to(path)
            focused: QtWidgets.QWidget | None = self.focusWidget()
            if focused is not None:
                self._area.ensureWidgetVisible(focused, 16, 120)
