"""One family's file: who they are, how they are, the forms and the notes, newest first."""

from functools import partial

from PySide6 import QtCore

from ehdesk import errors
from ehdesk.forms import loader
from ehdesk.models import beginning, family, note, trail
from ehdesk.ui import desk as desks
from ehdesk.ui import flow, listing, people_card, scrolling, telling, widgets

_NOTES = 50
_STARTED_HERE = ("self_assessment", "feedback_parent")


class FamilyPage(desks.Page):
    """Fills the window: no other family is on the table."""

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Family")
        self._desk = desk
        self._family_id = str(place.record_id)
        self._scroll = place.scroll
        self._notes: list[note.NoteLine] = []
        self.setProperty("family_id", self._family_id)
        outer = widgets.stack(self, gap=0)
        self._column = widgets.Column(characters=92, gap=32)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area)
        self._build()
        desk.do(trail.viewed, self._family_id, quietly=True)
        desk.ask(family.family_file, self._family_id, then=self._show, failed=self._on_failed, owner=self)

    def _build(self) -> None:
        top = widgets.line(gap=16)
        words = widgets.stack(gap=4)
        self.name = widgets.heading("", 1)
        self.about = widgets.quiet("")
        words.addWidget(self.name)
        words.addWidget(self.about)
        top.addLayout(words, 1)
        self.write = widgets.primary("Write a note", self._write_note)
        top.addWidget(self.write, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self.people = people_card.PeopleCard(self._desk)
        self.people.chosen.connect(self._open_person)
        self.forms = listing.Listing("Forms", empty="No form has been begun for this family.")
        self.forms.chosen.connect(self._open_form)
        self.notes = listing.Listing("Notes", empty="No notes yet.")
        self.notes.chosen.connect(self._open_note)
        self.older = widgets.link("Older notes", self._ask_older)
        self.older.hide()
        self.moved = widgets.quiet("")
        self._column.body.addLayout(top)
        people = widgets.stack(gap=12)
        people.addWidget(widgets.heading("People", 2))
        people.addWidget(self.people)
        self.add = widgets.button("Add a person", self._add_person, sign="add")
        people.addWidget(self.add, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._column.body.addLayout(people)
        forms = widgets.stack(gap=12)
        forms.addWidget(self.forms)
        forms.addLayout(self._starts())
        self._column.body.addLayout(forms)
        self._column.body.addWidget(self.notes)
        self._column.body.addWidget(self.older, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._column.body.addWidget(self.moved)
        self._column.body.addStretch(1)

    def _starts(self) -> flow.FlowLayout:
        across = flow.FlowLayout(8, 8)
        for form_id in _STARTED_HERE:
            asked = loader.load(form_id)
            words = f"Begin {(asked.short_title or asked.title).lower()}"
            across.addWidget(widgets.button(words, partial(self._start, form_id), sign="add"))
        return across

    def _show(self, file: family.FamilyFile) -> None:
        self.set_title(file.name)
        self.name.setText(file.name)
        self.about.setText(self._told(file))
        self.people.set_people(file.people)
        self.forms.set_rows([telling.form_row(self._desk, line) for line in file.forms])
        self._notes = []
        self._add_notes(file.notes)
        moved = len(file.moved_away)
        self.moved.setText(
            f"{moved} {'record' if moved == 1 else 'records'} filed here by mistake moved to another file."
        )
        self.moved.setVisible(bool(moved))
        QtCore.QTimer.singleShot(0, self, self._scroll_back)

    def _told(self, file: family.FamilyFile) -> str:
        words = self._desk.words
        told = [file.reference]
        for each in file.episodes[:1]:
            if each.closed_on:
                told.append(f"Early Help closed {words.date(each.closed_on)}")
            else:
                told.append(f"Early Help since {words.date(each.opened_on)}")
        return " · ".join(told)

    def _add_notes(self, more: tuple[note.NoteLine, ...]) -> None:
        self._notes += more
        self.notes.set_rows([telling.note_row(self._desk, line) for line in self._notes])
        self.older.setVisible(len(more) == _NOTES)

    def _ask_older(self) -> None:
        self._desk.ask(
            note.notes_of_family,
            self._family_id,
            limit=_NOTES,
            offset=len(self._notes),
            then=self._on_older,
            owner=self,
        )

    def _on_older(self, more: tuple[note.NoteLine, ...]) -> None:
        self._add_notes(more)
        self.notes.show_all()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, errors.RecordMissing):
            self.name.setText("This family is not on this laptop")
        self._desk.refused.emit(error)

    def _write_note(self) -> None:
        self._desk.go(desks.Place("note", more={"family": self._family_id}))

    def _add_person(self) -> None:
        self._desk.go(desks.Place("new_person", self._family_id))

    def _open_person(self, person_id: str) -> None:
        self._desk.go(desks.Place("person", person_id))

    def _start(self, form_id: str) -> None:
        self._desk.do(
            beginning.begin,
            form_id,
            family_id=self._family_id,
            then=self._open_form,
            owner=self,
        )

    def _open_form(self, record_id: str) -> None:
        self._desk.go(desks.Place("form", record_id))

    def _open_note(self, record_id: str) -> None:
        self._desk.go(desks.Place("note", record_id))

    def _scroll_back(self) -> None:
        scrolling.return_to(self._area, self._scroll)

    def place(self) -> desks.Place:
        """This family, as far down as it was scrolled."""
        return desks.Place("family", self._family_id, scroll=self._area.verticalScrollBar().value())

    def take_focus(self) -> None:
        """The one button."""
        self.write.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
