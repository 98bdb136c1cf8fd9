"""The parts of a family's file that are short lists: its notes, its forms, its plan."""

from collections.abc import Iterator
from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition, loader
from ehdesk.models import beginning, family, note
from ehdesk.ui import carried_sign, flow, listing, telling, widgets
from ehdesk.ui import desk as desks

_NOTES = 50
_STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("First contact", ("eha_part_a", "agreement", "step_record")),
    ("Whole family assessment", ("eha_part_b",)),
    ("Plan and meetings", ("taf_meeting", "action_plan", "review")),
    ("Ending", ("closure",)),
    (
        "What the family says",
        ("feedback_parent", "feedback_young_person", "feedback_child", "feedback_professional"),
    ),
    ("How we work", ("self_assessment", "oversight", "supervision", "audit")),
)
_NOT_HERE = frozenset({"note", "chronology", "needs_audit"})
"""Begun elsewhere: a note on its own page, an event in the chronology, a study by the authority."""


class NotesPart(QtWidgets.QWidget):
    """The notes, newest first, fifty at a time."""

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._notes: list[note.NoteLine] = []
        column = widgets.stack(self, gap=12)
        self.list = listing.Listing("Notes", empty="No notes yet. Ctrl+N begins one from anywhere.")
        self.list.chosen.connect(self._open)
        self.older = widgets.link("Older notes", self._ask_older)
        self.older.hide()
        self.moved = widgets.quiet("")
        self.moved.hide()
        column.addWidget(self.list)
        column.addWidget(self.older, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.moved)

    def show_file(self, file: family.FamilyFile) -> None:
        """Show the file's newest notes."""
        self._notes = []
        self._add(file.notes)
        moved = len(file.moved_away)
        records = "record" if moved == 1 else "records"
        self.moved.setText(f"{moved} {records} filed here by mistake moved to another file.")
        self.moved.setVisible(bool(moved))

    def begin(self) -> None:
        """The file brings its first page."""

    def take_focus(self) -> None:
        """The list."""
        self.list.list.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _add(self, more: tuple[note.NoteLine, ...]) -> None:
        self._notes += more
        found = [telling.note_row(self._desk, line) for line in self._notes]
        carried_sign.in_list(self._desk, found, self.list.set_rows, self)
        self.older.setVisible(len(more) == _NOTES)

    def _ask_older(self) -> None:
        offset = len(self._notes)
        self._desk.ask(
            note.notes_of_family,
            self._family_id,
            limit=_NOTES,
            offset=offset,
            then=self._on_older,
            owner=self,
        )

    def _on_older(self, more: tuple[note.NoteLine, ...]) -> None:
        self._add(more)
        self.list.show_all()

    def _open(self, record_id: str) -> None:
        self._desk.go(desks.Place("note", record_id))


class FormsPart(QtWidgets.QWidget):
    """The forms that there are, and every form that can be begun, in the order of the work."""

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        column = widgets.stack(self, gap=24)
        self.list = listing.Listing("Forms", empty="No form has been begun for this family.", first=10)
        self.list.chosen.connect(self._open)
        column.addWidget(self.list)
        begin = widgets.stack(gap=12)
        begin.addWidget(widgets.heading("Begin a form", 2))
        self.starts: dict[str, widgets.Button] = {}
        for title, forms in by_stage():
            begin.addWidget(widgets.quiet(title))
            across = flow.FlowLayout(8, 8)
            for asked in forms:
                self.starts[asked.id] = self._start_button(asked)
                across.addWidget(self.starts[asked.id])
            begin.addLayout(across)
        column.addLayout(begin)

    def _start_button(self, asked: definition.Form) -> widgets.Button:
        words = asked.short_title or asked.title
        button = widgets.button(words, partial(self._start, asked.id), sign="add")
        button.setAccessibleName(f"Begin {words}")
        return button

    def show_file(self, file: family.FamilyFile) -> None:
        """Show the file's forms."""
        forms = [line for line in file.forms if line.form_id not in _NOT_HERE]
        found = [telling.form_row(self._desk, line) for line in forms]
        carried_sign.in_list(self._desk, found, self.list.set_rows, self)

    def begin(self) -> None:
        """The file brings the forms."""

    def take_focus(self) -> None:
        """The list, or the first form to begin."""
        first: QtWidgets.QWidget = self.list.list
        if not self.list.list.rows():
            first = next(iter(self.starts.values()))
        first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _start(self, form_id: str) -> None:
        self._desk.do(beginning.begin, form_id, family_id=self._family_id, then=self._open, owner=self)

    def _open(self, record_id: str) -> None:
        self._desk.go(desks.Place("form", record_id))


def by_stage() -> Iterator[tuple[str, list[definition.Form]]]:
    """Every form that is begun from a family's file, under the stage of the work it belongs to."""
    known = loader.load_all()
    placed = {form_id for _title, ids in _STAGES for form_id in ids} | _NOT_HERE
    for title, ids in _STAGES:
        found = [known[form_id] for form_id in ids if form_id in known]
        if found:
            yield title, found
    others = [asked for form_id, asked in sorted(known.items()) if form_id not in placed]
    if others:
        yield "Others", others
