"""My visits: the weeks that come, planned and moved here, and taken into a calendar that names nobody."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6 import QtCore, QtWidgets

from ehdesk import errors, files
from ehdesk.models import acts, visit, visit_calendar
from ehdesk.ui import chosen_file, messages, rows, stay_put, telling, theme, widgets
from ehdesk.ui import desk as desks

_WEEKS = 8
_MOST = 200
_CALENDAR = "Calendar (*.ics)"
_SHOWS: tuple[tuple[visit_calendar.Shows, str, str], ...] = (
    ("nothing", "Only “Appointment”", "Best for a phone or a calendar that others can see"),
    ("reference", "“Appointment” and the reference", "Nobody outside knows whose it is"),
    ("initials", "“Appointment” and initials", "Somebody who knows the family may guess"),
)


def read_visits(read: acts.Reading) -> tuple[visit.VisitLine, ...]:
    """My visits of the coming weeks, today's included."""
    today = read.clock.today()
    return visit.visits_between(read, today, today + timedelta(weeks=_WEEKS), limit=_MOST)


class VisitsPage(desks.Page):
    """Every visit from today on, the next one first."""

    def __init__(self, desk: desks.Desk, _place: desks.Place) -> None:
        super().__init__("Visits")
        self._desk = desk
        self._lines: tuple[visit.VisitLine, ...] = ()
        outer = widgets.stack(self, gap=0)
        column = widgets.Column(characters=84, gap=24)
        outer.addWidget(widgets.scrolled(column))
        top = widgets.line(gap=16)
        words = widgets.stack(gap=4)
        words.addWidget(widgets.heading("Your visits", 1))
        self.count = widgets.quiet("")
        words.addWidget(self.count)
        top.addLayout(words, 1)
        self.plan = widgets.primary("Plan a visit", lambda: desk.go(desks.Place("visit")))
        top.addWidget(self.plan, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        column.body.addLayout(top)
        self.list = rows.RowList("Your visits", grows=True)
        self.list.chosen.connect(lambda key: desk.go(desks.Place("visit", key)))
        self.list.hide()
        column.body.addWidget(self.list)
        self.export = widgets.button("Put them in my calendar", self._export, sign="calendar")
        self.export.hide()
        column.body.addWidget(self.export, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.body.addStretch(1)
        desk.ask(read_visits, then=self._show, owner=self)

    def read_again(self) -> None:
        """Others' work has come in."""
        self._desk.ask(read_visits, then=stay_put.showing(self, self._show), owner=self)

    def _show(self, lines: tuple[visit.VisitLine, ...]) -> None:
        self._lines = lines
        self.list.set_rows([telling.visit_row(self._desk, line, side="Open") for line in lines])
        self.list.setVisible(bool(lines))
        self.export.setVisible(bool(lines))
        counted = "1 visit" if len(lines) == 1 else f"{len(lines)} visits"
        said = f"{counted} in the next {_WEEKS} weeks" if lines else "No visit is planned yet."
        self.count.setText(said)

    def _export(self) -> None:
        CalendarDialog(self, self._desk, self._lines)

    def place(self) -> desks.Place:
        """The list has no finer place than itself."""
        return desks.Place("visits")

    def take_focus(self) -> None:
        """The one button."""
        self.plan.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


class CalendarDialog(messages.Dialog):
    """What the calendar may say, then where the file goes."""

    def __init__(
        self, parent: QtWidgets.QWidget, desk: desks.Desk, lines: tuple[visit.VisitLine, ...]
    ) -> None:
        super().__init__(parent, "Put your visits in a calendar", width=560)
        self._desk, self._lines = desk, lines
        self.body.addWidget(
            widgets.words(
                "ehdesk writes one file that your calendar opens. No name, no address and nothing of what a "
                "visit is for goes into it. Do it again after a change: the same visits move."
            )
        )
        self.body.addWidget(widgets.heading("What may the calendar say?", 3))
        self.choices: dict[str, QtWidgets.QRadioButton] = {}
        for shows, words, hint in _SHOWS:
            choice = QtWidgets.QRadioButton(words)
            choice.setAccessibleDescription(hint)
            self.choices[shows] = choice
            about = widgets.quiet(hint)
            about.setContentsMargins(theme.scaled(38), 0, 0, 0)
            pair = widgets.stack(gap=0)
            pair.addWidget(choice)
            pair.addWidget(about)
            self.body.addLayout(pair)
        self.choices["nothing"].setChecked(True)
        save = widgets.primary("Choose where to save it", self._choose)
        save.setDefault(True)
        self.buttons.addWidget(save)
        self.buttons.addWidget(widgets.link("Close", self.reject))
        self.buttons.addStretch(1)
        self.open()

    def shows(self) -> visit_calendar.Shows:
        """What was chosen."""
        return next(shows for shows, _words, _hint in _SHOWS if self.choices[shows].isChecked())

    def _choose(self) -> None:
        chosen = chosen_file.save_as(self, "Save the calendar file", visit_calendar.NAME, _CALENDAR)
        if chosen is not None:
            self.save_to(chosen)

    def save_to(self, path: Path) -> None:
        """Write the file there, and say so."""
        self._desk.work(
            partial(write, path, self._lines, self.shows(), self._desk),
            then=self._on_saved,
            failed=self._on_failed,
            owner=self,
        )

    def _on_saved(self, _none: object) -> None:
        self.accept()
        self._desk.say(desks.Notice("The calendar file is saved", "Open it with your calendar.", "received"))

    def _on_failed(self, error: Exception) -> None:
        self._desk.refused.emit(error)


def write(
    path: Path, lines: tuple[visit.VisitLine, ...], shows: visit_calendar.Shows, desk: desks.Desk
) -> None:
    """Write the calendar file. Raises: FileUnwritable."""
    content = visit_calendar.calendar(lines, shows=shows, made_at=desk.clock.now())
    try:
        files.write_durably(path, content)
    except OSError as error:
        raise errors.FileUnwritable(file=path.name, reason=error.strerror or "") from error
