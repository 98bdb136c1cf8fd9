"""One family's file: who they are and where the work stands, then its parts, one open at a time."""

from typing import Any, Protocol

from PySide6 import QtCore, QtWidgets

from ehdesk import errors, settings
from ehdesk.models import acts, family, glance, trail
from ehdesk.ui import (
    chronology_panel,
    copies_part,
    documents_part,
    family_head,
    family_parts,
    pack_dialog,
    people_card,
    plan_part,
    scrolling,
    section_strip,
    sharing_part,
    stay_put,
    timeline_part,
    whole_history,
    widgets,
)
from ehdesk.ui import desk as desks

PARTS = (
    ("notes", "Notes"),
    ("plan", "Plan"),
    ("timeline", "Timeline"),
    ("forms", "Forms"),
    ("documents", "Documents"),
    ("copies", "Copies"),
    ("history", "History"),
    ("chronology", "Chronology"),
    ("sharing", "Sharing"),
)
_MAKERS: dict[str, Any] = {
    "notes": family_parts.NotesPart,
    "plan": plan_part.PlanPart,
    "timeline": timeline_part.TimelinePart,
    "forms": family_parts.FormsPart,
    "documents": documents_part.DocumentsPart,
    "copies": copies_part.CopiesPart,
    "history": whole_history.HistoryPart,
    "chronology": chronology_panel.ChronologyPanel,
    "sharing": sharing_part.SharingPart,
}


class Part(Protocol):
    """What every part of the file can do."""

    def begin(self) -> None:
        """Read what it shows."""

    def take_focus(self) -> None:
        """Put the focus where reading begins."""


def read(
    reading: acts.Reading, family_id: str, limits: settings.Limits
) -> tuple[family.FamilyFile, glance.Glance]:
    """The file and its head, in one go."""
    return family.family_file(reading, family_id), glance.glance(reading, family_id, limits)


class FamilyPage(desks.Page):
    """Fills the window: no other family is on the table. Alt+1 to Alt+9 open its parts.

    A part is made when it is first opened, so that the file itself opens at once.
    """

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Family")
        self._desk = desk
        self._family_id = str(place.record_id)
        self._scroll = place.scroll
        self._file: family.FamilyFile | None = None
        self.parts: dict[str, Any] = {}
        self.setProperty("family_id", self._family_id)
        outer = widgets.stack(self, gap=0)
        self._column = widgets.Column(characters=92, margin=24, gap=16)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area)
        self._build()
        self.strip.choose(place.path if place.path in dict(PARTS) else "notes")
        self.strip.picked.connect(self._on_picked)
        desk.do(trail.viewed, self._family_id, quietly=True)
        self._read(self._show)

    def _read(self, then: desks.Then) -> None:
        limits = getattr(self._desk.settings, "limits", None) or settings.Limits()
        self._desk.ask(read, self._family_id, limits, then=then, failed=self._on_failed, owner=self)

    def read_again(self) -> None:
        """Others' work has come in: the head of the file, its people, and the part that is open."""
        self._read(stay_put.showing(self, self._show_again))

    def _show_again(self, told: tuple[family.FamilyFile, glance.Glance]) -> None:
        self._scroll = self._area.verticalScrollBar().value()
        self._show(told)
        for made in self.parts.values():
            if hasattr(made, "show_file"):
                made.show_file(told[0])
        self.part(self.strip.chosen()).begin()

    def _build(self) -> None:
        self.write = widgets.primary("Write a note", self._write_note)
        self.head = family_head.FamilyHead(self._desk, self.write)
        self.people = people_card.PeopleCard(self._desk)
        self.people.chosen.connect(self._open_person)
        self.add = widgets.link("Add a person", self._add_person, sign="add")
        self.around = widgets.link("Team, level and lead", self._open_episode, sign="family")
        self.around.hide()
        self.papers = widgets.link("Papers for a visit", self._open_papers, sign="print")
        self.strip = section_strip.SectionStrip(PARTS, self)
        self._inside = QtWidgets.QWidget()
        self._inner = widgets.stack(self._inside, gap=0)
        people = widgets.stack(gap=4)
        people.addWidget(self.people)
        ways = widgets.line(gap=16)
        ways.addWidget(self.add)
        ways.addWidget(self.around)
        ways.addWidget(self.papers)
        ways.addStretch(1)
        people.addLayout(ways)
        body = self._column.body
        body.addWidget(self.head)
        body.addLayout(people)
        body.addWidget(self.strip)
        body.addWidget(self._inside)
        body.addStretch(1)

    def _show(self, told: tuple[family.FamilyFile, glance.Glance]) -> None:
        self._file = file = told[0]
        self.set_title(file.name)
        self.head.show_file(file, told[1])
        self.people.set_people(file.people)
        self.around.setVisible(bool(file.episodes))
        self._open_part(self.strip.chosen())
        QtCore.QTimer.singleShot(0, self, self._scroll_back)

    def part(self, key: str) -> Any:
        """A part of the file, made when it is first asked for."""
        if key not in self.parts:
            self.parts[key] = made = _MAKERS[key](self._desk, self._family_id)
            self._inner.addWidget(made)
            self._connect(key, made)
            if self._file is not None and hasattr(made, "show_file"):
                made.show_file(self._file)
            made.begin()
        return self.parts[key]

    def _connect(self, key: str, made: Any) -> None:
        if key == "timeline":
            made.wanted.connect(self._open_event)
            made.notes_wanted.connect(lambda: self.strip.choose("notes"))
        elif key == "copies":
            made.form_wanted.connect(self._open_form)
        elif key == "chronology":
            made.event_wanted.connect(self._open_form)

    def _open_part(self, key: str) -> None:
        if self._file is None:
            return
        chosen = self.part(key)
        for made in self.parts.values():
            made.setVisible(made is chosen)

    def _on_picked(self, key: str) -> None:
        """Open it; by keyboard the focus goes on into it, and its top comes into view."""
        is_new = key in self.parts
        self._open_part(key)
        if is_new and self._file is not None:
            self.parts[key].begin()
        QtCore.QTimer.singleShot(0, self, self._show_strip)

    def _show_strip(self) -> None:
        """Bring the strip and what is under it into view, where it is further down."""
        bar = self._area.verticalScrollBar()
        top = self.strip.mapTo(self._column, QtCore.QPoint(0, 0)).y() - 12
        if bar.value() < top < bar.value() + self._area.viewport().height() // 2:
            return
        bar.setValue(min(top, bar.maximum()))

    def _open_event(self, kind: str, record_id: str) -> None:
        if kind == "document":
            self.strip.choose("documents")
            self.part("documents").open_document(record_id)
        elif kind == "episode":
            self._desk.go(desks.Place("episode", record_id))
        else:
            self._open_form(record_id)

    def _open_form(self, record_id: str) -> None:
        self._desk.go(desks.Place("form", record_id))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, errors.RecordMissing) and self._file is not None:
            self._desk.say(desks.Notice("This family’s file is not on this laptop any more", stays=True))
            self._desk.go(desks.Place("today"))
            return
        if isinstance(error, errors.RecordMissing):
            self.head.show_missing()
        self._desk.refused.emit(error)

    def _write_note(self) -> None:
        self._desk.go(desks.Place("note", more={"family": self._family_id}))

    def _add_person(self) -> None:
        self._desk.go(desks.Place("new_person", self._family_id))

    def _open_episode(self) -> None:
        """The newest episode: who is around the family, its level, who leads."""
        if self._file is not None and self._file.episodes:
            self._desk.go(desks.Place("episode", self._file.episodes[0].id))

    def _open_papers(self) -> None:
        """What a visit needs on paper."""
        pack_dialog.PackDialog(self, self._desk, self._family_id)

    def _open_person(self, person_id: str) -> None:
        self._desk.go(desks.Place("person", person_id))

    def _scroll_back(self) -> None:
        scrolling.return_to(self._area, self._scroll)

    def place(self) -> desks.Place:
        """This family, the part that is open, as far down as it was scrolled."""
        scroll = self._area.verticalScrollBar().value()
        return desks.Place("family", self._family_id, self.strip.chosen(), scroll=scroll)

    def take_focus(self) -> None:
        """The one button."""
        self.write.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
