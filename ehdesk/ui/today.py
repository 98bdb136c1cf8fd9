"""Today: the date, what waits to be continued, notes that have no family yet, what was written today."""

from dataclasses import dataclass

from PySide6 import QtCore

from ehdesk.models import acts, form, note
from ehdesk.ui import desk as desks
from ehdesk.ui import listing, scrolling, telling, widgets

_MOST = 50


@dataclass(frozen=True)
class Day:
    """What Today shows, read in one go."""

    drafts: tuple[form.FormLine, ...]
    unfiled: tuple[note.NoteLine, ...]
    notes: tuple[note.NoteLine, ...]


def read_day(read: acts.Reading) -> Day:
    """What waits and what was written today."""
    return Day(
        form.drafts(read, _MOST),
        note.unfiled_notes(read, _MOST),
        tuple(line for line in note.todays_notes(read, _MOST) if line.family_id is not None),
    )


class TodayPage(desks.Page):
    """The first page after unlocking. Five lines of each, then more."""

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Today")
        self._desk = desk
        self._scroll = place.scroll
        outer = widgets.stack(self, gap=0)
        self._column = widgets.Column(characters=84, gap=32)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area)
        self._build()
        self._desk.ask(read_day, then=self._show, owner=self)

    def _build(self) -> None:
        top = widgets.line(gap=16)
        words = widgets.stack(gap=4)
        today = self._desk.clock.today()
        self.date = widgets.heading(self._desk.words.long_day(today, today), 1)
        self.summary = widgets.quiet("")
        words.addWidget(self.date)
        words.addWidget(self.summary)
        top.addLayout(words, 1)
        self.new_note = widgets.primary("Write a note", lambda: self._desk.go(desks.Place("note")))
        top.addWidget(self.new_note, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self.unfiled = listing.Listing("Notes without a family")
        self.drafts = listing.Listing("To continue")
        self.notes = listing.Listing("Written today")
        self.unfiled.chosen.connect(self._open_note)
        self.notes.chosen.connect(self._open_note)
        self.drafts.chosen.connect(lambda record: self._desk.go(desks.Place("form", record)))
        self.families = widgets.button("Open the caseload", self._open_caseload, sign="caseload")
        self._column.body.addLayout(top)
        for part in (self.unfiled, self.drafts, self.notes):
            self._column.body.addWidget(part)
        self._column.body.addWidget(self.families, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._column.body.addStretch(1)

    def _show(self, day: Day) -> None:
        self.unfiled.set_rows([telling.note_row(self._desk, line) for line in day.unfiled])
        self.drafts.set_rows([telling.draft_row(self._desk, line) for line in day.drafts])
        self.notes.set_rows([telling.note_row(self._desk, line, with_family=True) for line in day.notes])
        self.summary.setText(_summary(day))
        QtCore.QTimer.singleShot(0, self, self._scroll_back)

    def _scroll_back(self) -> None:
        scrolling.return_to(self._area, self._scroll)

    def _open_note(self, record_id: str) -> None:
        self._desk.go(desks.Place("note", record_id))

    def _open_caseload(self) -> None:
        self._desk.go(desks.Place("caseload"))

    def place(self) -> desks.Place:
        """Today, as far down as it was scrolled."""
        return desks.Place("today", scroll=self._area.verticalScrollBar().value())

    def take_focus(self) -> None:
        """The one button."""
        self.new_note.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


def _summary(day: Day) -> str:
    told = []
    if day.unfiled:
        told.append(f"{len(day.unfiled)} {'note' if len(day.unfiled) == 1 else 'notes'} without a family")
    if day.drafts:
        told.append(f"{len(day.drafts)} {'form' if len(day.drafts) == 1 else 'forms'} to continue")
    return " · ".join(told) if told else "Nothing is waiting. Start with a note, or open a family."
