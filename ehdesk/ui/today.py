"""Today: my visits, what is late or due, what waits, who was not seen, and one next action for each line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6 import QtCore

from ehdesk import clock, settings
from ehdesk.models import acts, beginning, due, family, form, note, visit
from ehdesk.ui import desk as desks
from ehdesk.ui import listing, rows, scrolling, stay_put, telling, widgets

_MOST = 50
_SOON_ENOUGH = timedelta(minutes=15)
"""So long before a visit begins, its line leads to the note and no longer to the plan."""


@dataclass(frozen=True)
class Day:
    """What Today shows, read in one go: seven bounded statements, whatever the caseload."""

    visits: tuple[visit.VisitLine, ...]
    unnoted: tuple[visit.VisitLine, ...]
    due: due.DueNow
    drafts: tuple[form.FormLine, ...]
    unfiled: tuple[note.NoteLine, ...]
    notes: tuple[note.NoteLine, ...]
    has_family: bool


def read_day(read: acts.Reading, limits: settings.Limits | None = None) -> Day:
    """Today's and tomorrow's visits, what is due, what waits and what was written today."""
    today = read.clock.today()
    return Day(
        visits=visit.visits_between(read, today, today + timedelta(days=1), limit=_MOST),
        unnoted=visit.without_a_note(read, limit=_MOST),
        due=due.due_now(read, limits or settings.Limits(), limit=_MOST),
        drafts=form.drafts(read, _MOST),
        unfiled=note.unfiled_notes(read, _MOST),
        notes=tuple(line for line in note.todays_notes(read, _MOST) if line.family_id is not None),
        has_family=family.has_any(read),
    )


class TodayPage(desks.Page):
    """The first page after unlocking. Five lines of each, then more; what is not there takes no room."""

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Today")
        self._desk = desk
        self._scroll = place.scroll
        self._doing: dict[str, Callable[[], None]] = {}
        outer = widgets.stack(self, gap=0)
        self._column = widgets.Column(characters=84, gap=32)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area)
        self._build()
        self._read(self._show)

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
        self._column.body.addLayout(top)
        self.visits = listing.Listing("Visits")
        self.late = listing.Listing("Late")
        self.soon = listing.Listing("Due in the next two weeks")
        self.unfiled = listing.Listing("Notes without a family")
        self.drafts = listing.Listing("To continue")
        self.seen_alone = listing.Listing("Not seen alone lately")
        self.drifting = listing.Listing("Drifting")
        self.setup = listing.Listing("Not arranged yet")
        self.notes = listing.Listing("Written today")
        for part in self._lists():
            part.chosen.connect(self._do)
            self._column.body.addWidget(part)
        foot = widgets.line(gap=12)
        self.plan = widgets.button(
            "Plan a visit", lambda: self._desk.go(desks.Place("visit")), sign="calendar"
        )
        self.all_visits = widgets.link("All visits", lambda: self._desk.go(desks.Place("visits")))
        self.families = widgets.button("Open the caseload", self._open_caseload, sign="caseload")
        self.first = widgets.button("Open a new family file", self._open_new_family, sign="add")
        self.first.hide()
        for button in (self.first, self.plan, self.families, self.all_visits):
            foot.addWidget(button)
        foot.addStretch(1)
        self._column.body.addLayout(foot)
        self._column.body.addStretch(1)

    def _lists(self) -> tuple[listing.Listing, ...]:
        return (
            self.visits,
            self.late,
            self.soon,
            self.unfiled,
            self.drafts,
            self.seen_alone,
            self.drifting,
            self.setup,
            self.notes,
        )

    def _read(self, then: Callable[[Day], None]) -> None:
        limits = getattr(self._desk.settings, "limits", None)
        self._desk.ask(read_day, limits, then=then, owner=self)

    def read_again(self) -> None:
        """Others' work has come in."""
        self._scroll = self._area.verticalScrollBar().value()
        self._read(stay_put.showing(self, self._show))

    # What is shown

    def _show(self, day: Day) -> None:
        self._doing = {}
        self.visits.set_rows([*self._visit_rows(day.visits), *self._unnoted_rows(day.unnoted)])
        for part, found in (
            (self.late, day.due.late),
            (self.soon, day.due.soon),
            (self.seen_alone, day.due.seen_alone),
            (self.drifting, day.due.drifting),
        ):
            part.set_rows(self._due_rows(found.lines), total=found.total)
        note_rows = [telling.note_row(self._desk, line) for line in day.unfiled]
        self.unfiled.set_rows(self._leading(note_rows, "note"))
        self.drafts.set_rows(
            self._leading([telling.draft_row(self._desk, line) for line in day.drafts], "form")
        )
        written = [telling.note_row(self._desk, line, with_family=True) for line in day.notes]
        self.notes.set_rows(self._leading(written, "note"))
        self.setup.set_rows(self._setup_rows())
        self.first.setVisible(not day.has_family)
        for button in (self.plan, self.families, self.all_visits):
            button.setVisible(day.has_family)
        self.summary.setText(_summary(day, self._desk.clock.today()))
        QtCore.QTimer.singleShot(0, self, self._scroll_back)

    def _visit_rows(self, lines: Iterable[visit.VisitLine]) -> list[rows.Row]:
        now, made = self._desk.clock.now(), []
        for line in lines:
            is_now = line.at - _SOON_ENOUGH <= now
            leads_to = self._note_place(line.family_id) if is_now else desks.Place("visit", line.record_id)
            side = "Write the note" if is_now else "Open"
            made.append(self._led(telling.visit_row(self._desk, line, side=side), leads_to))
        return made

    def _unnoted_rows(self, lines: Iterable[visit.VisitLine]) -> list[rows.Row]:
        """Visits of the last days since which nobody wrote a note."""
        made = []
        for line in lines:
            row = telling.unnoted_row(self._desk, line)
            made.append(self._led(row, self._note_place(line.family_id)))
        return made

    def _due_rows(self, lines: Iterable[due.DueLine]) -> list[rows.Row]:
        made = []
        for line in lines:
            row = self._led(telling.due_row(self._desk, line), telling.due_place(line))
            if line.rule in telling.BEGINS:
                self._doing[row.key] = partial(self._go_on, telling.BEGINS[line.rule], line.family_id)
            made.append(row)
        return made

    def _go_on(self, form_id: str, family_id: str) -> None:
        """Open the form that is being written, or begin it with all that is known."""

        def then(record_id: str) -> None:
            self._desk.go(desks.Place("form", record_id))

        self._desk.do(beginning.go_on_or_begin, form_id, family_id=family_id, then=then, owner=self)

    def _setup_rows(self) -> list[rows.Row]:
        """What no arrangement has been made for: a worker whom nobody is named to supervise."""
        me = self._desk.me
        if me is None or me.fields.get("overseer"):
            return []
        row = rows.Row(
            "overseer",
            "Nobody is named yet who supervises your work",
            "Say who, and how often you meet",
            "Name them",
            sign="person",
        )
        return [self._led(row, desks.Place("settings", path="overseer"))]

    def _leading(self, shown: list[rows.Row], page: str) -> list[rows.Row]:
        return [self._led(row, desks.Place(page, row.key)) for row in shown]

    def _led(self, row: rows.Row, place: desks.Place) -> rows.Row:
        self._doing[row.key] = partial(self._desk.go, place)
        return row

    def _note_place(self, family_id: str | None) -> desks.Place:
        return desks.Place("note", more={"family": family_id} if family_id else {})

    # Doing

    def _do(self, key: str) -> None:
        self._doing[key]()

    def _scroll_back(self) -> None:
        scrolling.return_to(self._area, self._scroll)

    def _open_new_family(self) -> None:
        self._desk.go(desks.Place("new_family"))

    def _open_caseload(self) -> None:
        self._desk.go(desks.Place("caseload"))

    def place(self) -> desks.Place:
        """Today, as far down as it was scrolled."""
        return desks.Place("today", scroll=self._area.verticalScrollBar().value())

    def take_focus(self) -> None:
        """The one button."""
        self.new_note.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


def _summary(day: Day, today: date) -> str:
    """How the day looks in one line: visits, notes and forms that wait. What is late is not counted here."""
    visits = sum(clock.local(line.at).date() == today for line in day.visits)
    counted = (
        (visits, "visit today", "visits today"),
        (len(day.unfiled), "note without a family", "notes without a family"),
        (len(day.drafts), "form to continue", "forms to continue"),
    )
    told = [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]
    if told:
        return " · ".join(told)
    if not day.has_family:
        return "No family is on this laptop yet. Open the first one’s file, or start with a note."
    waits = any((day.unnoted, day.due.late.lines, day.due.soon.lines))
    return "No visits today." if waits else "Nothing is waiting. Start with a note, or open a family."
