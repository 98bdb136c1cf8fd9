"""The plan of an episode as it lives: kept up, reviewed, met about, printed, and ended."""

from datetime import date
from functools import partial
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.models import beginning, trail
from ehdesk.ui import desk as desks
from ehdesk.ui import flow, listing, plan_view, plan_words, print_dialog, rows, scrolling, stay_put, widgets


class PlanPage(desks.Page):
    """Everything around the plan of one episode. Ctrl+P prints it."""

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Plan")
        self._desk = desk
        self._episode_id = str(place.record_id)
        self._scroll = place.scroll
        self._wanted = place.path
        self._shown: plan_view.Shown | None = None
        self._is_first = True
        outer = widgets.stack(self, gap=0)
        self._column = widgets.Column(characters=92, gap=32)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area)
        self._build()
        self._read()

    def _build(self) -> None:
        top = widgets.stack(gap=12)
        self.name = widgets.heading("", 1)
        self.about = widgets.quiet("")
        top.addWidget(self.name)
        top.addWidget(self.about)
        ways = flow.FlowLayout(12, 8)
        self.review = widgets.primary("Review now", partial(self._go_on, "review"))
        self.meeting = widgets.button("Prepare a meeting", self._meet, sign="calendar")
        self.begin = widgets.primary("Begin the plan", partial(self._go_on, "action_plan"))
        self.print = widgets.link("Print", self.print_plan, sign="print")
        self.whole = widgets.link("Open the plan’s form", self._open_form, sign="form")
        self.family = widgets.link("The family’s file", self._open_family, sign="family")
        self.end = widgets.link("End Early Help", partial(self._go_on, "closure"), sign="next")
        self._working = (self.review, self.print, self.whole)
        for one in (self.begin, self.review, self.meeting, self.print, self.whole, self.family, self.end):
            ways.addWidget(one)
        top.addLayout(ways)
        self._column.body.addLayout(top)
        self.empty = widgets.quiet("No plan yet. Begin one with the family, once you know what they want.")
        self.view = plan_view.PlanView(self._desk)
        self.view.changed.connect(lambda: self._read())
        self.meetings = listing.Listing("Meetings", empty="No meeting yet.")
        self.reviews = listing.Listing("Reviews")
        for part in (self.empty, self.view, self.meetings, self.reviews):
            self._column.body.addWidget(part)
        for each in (self.meetings, self.reviews):
            each.chosen.connect(self._open)
        self._column.body.addStretch(1)
        QtGui.QShortcut(QtGui.QKeySequence("Ctrl+P"), self).activated.connect(self.print_plan)
        for widget in (*self._working, self.begin, self.empty, self.meeting, self.end):
            widget.hide()

    # Reading

    def _read(self, then: desks.Then | None = None) -> None:
        read, words, shown = plan_view.read, self._desk.words, then or self._show
        self._desk.ask(read, self._episode_id, words, then=shown, failed=self._on_failed, owner=self)

    def read_again(self) -> None:
        """Others' work has come in."""
        self._read(stay_put.showing(self, self._show))

    def _show(self, shown: plan_view.Shown) -> None:
        self._shown, whole, found = shown, shown.whole, shown.whole.plan
        if found is not None and self._is_first:
            self._desk.do(trail.viewed, found.id, quietly=True)
        self.setProperty("family_id", whole.family_id)
        self.set_title(f"Plan · {whole.family_name}")
        self.name.setText(f"The plan of the {whole.family_name} family")
        self.about.setText(self._about(shown))
        is_kept = found is not None
        for one in self._working:
            one.setVisible(is_kept)
        self.review.setVisible(is_kept and whole.is_open)
        self.begin.setVisible(not is_kept and whole.is_open)
        self.empty.setVisible(not is_kept)
        self.meeting.setVisible(whole.is_open)
        self.end.setVisible(whole.is_open)
        self.meeting.setText(self._meeting_words(shown))
        self.view.show_plan(shown)
        self._show_meetings(shown)
        if self._is_first:
            self._is_first = False
            QtCore.QTimer.singleShot(0, self, self._arrive)

    def _about(self, shown: plan_view.Shown) -> str:
        found, words = shown.whole.plan, self._desk.words
        if found is None:
            return ""
        told = []
        if found.start_on:
            days = (self._desk.clock.today() - date.fromisoformat(found.start_on)).days
            since = words.date(found.start_on)
            told.append(f"Since {since}, day {days}" if days >= 0 else f"From {since}")
        lead = shown.whole.names.get(found.lead, found.lead)
        told.append(f"{lead} leads" if lead else "Nobody leads yet")
        told.append("The family agrees" if found.family_agrees else "The family has not agreed yet")
        if found.status == "draft":
            told.append("Being written")
        if shown.whole.roll_up.outcomes:
            achieved = shown.whole.roll_up.achieved
            told.append(f"{achieved} of {len(shown.whole.roll_up.outcomes)} achieved")
        return " · ".join(told)

    def _meeting_words(self, shown: plan_view.Shown) -> str:
        waits = shown.whole.next_meeting
        if waits is None:
            return "Prepare a meeting"
        number = f" {waits.number}" if waits.number else ""
        return f"Write up meeting{number}" if waits.stage == "to_write_up" else f"Meeting{number}, prepared"

    def _show_meetings(self, shown: plan_view.Shown) -> None:
        whole = shown.whole
        owed: dict[str, int] = {}
        for one in whole.owed:
            owed[one.meeting_id] = owed.get(one.meeting_id, 0) + 1
        told = [
            plan_words.meeting_row(self._desk, one, owed.get(one.id, 0)) for one in reversed(whole.meetings)
        ]
        self.meetings.set_rows(told)
        self.reviews.set_rows([self._review_row(one) for one in reversed(whole.reviews)])

    def _review_row(self, one: Any) -> rows.Row:
        on = plan_words.day(self._desk, one.on) or "No day yet"
        is_done = bool(one.finished_at)
        sign, words = ("tick", "Finished") if is_done else ("edit", "Being written")
        return rows.Row(one.id, f"Review · {on}", words, "Open" if is_done else "Continue", sign=sign)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, errors.RecordMissing) and self._shown is not None:
            self._desk.say(desks.Notice("This plan is not on this laptop any more", stays=True))
            self._desk.go(desks.Place("today"))
            return
        if isinstance(error, errors.RecordMissing):
            self.name.setText("This plan is not on this laptop")
        self._desk.refused.emit(error)

    # What can be done

    def _go_on(self, form_id: str) -> None:
        """The form of this kind that is being written, or a new one with all that is known."""
        if self._shown is None:
            return
        verb, family_id = beginning.go_on_or_begin, self._shown.whole.family_id
        self._desk.do(
            verb, form_id, family_id=family_id, episode_id=self._episode_id, then=self._open, owner=self
        )

    def _meet(self) -> None:
        waits = self._shown.whole.next_meeting if self._shown is not None else None
        if waits is not None:
            self._open(waits.id)
        else:
            self._go_on("taf_meeting")

    def print_plan(self) -> None:
        """Choose for whom the plan is printed."""
        if self._shown is not None and self._shown.opened is not None:
            print_dialog.show(self, self._desk, self._shown.opened, None)

    def _open(self, record_id: str) -> None:
        self._desk.go(desks.Place("form", record_id))

    def _open_form(self) -> None:
        if self._shown is not None and self._shown.whole.plan is not None:
            self._open(self._shown.whole.plan.id)

    def _open_family(self) -> None:
        if self._shown is not None:
            self._desk.go(desks.Place("family", self._shown.whole.family_id))

    # Where the worker is

    def _arrive(self) -> None:
        """Where the page was scrolled to, or at the action that was asked for."""
        scrolling.return_to(self._area, self._scroll)
        self.take_focus()

    def _show_action(self, action_id: str) -> bool:
        if not self.view.go_to(action_id):
            return False
        self._area.ensureWidgetVisible(self.view.focusWidget(), 16, 160)
        return True

    def place(self) -> desks.Place:
        """This plan, as far down as it was scrolled."""
        return desks.Place("plan", self._episode_id, scroll=self._area.verticalScrollBar().value())

    def take_focus(self) -> None:
        """The action that was asked for, or else the first thing that can be done."""
        if self._wanted and self._show_action(self._wanted):
            return
        first: QtWidgets.QWidget = self.review if not self.review.isHidden() else self.begin
        if first.isHidden():
            first = self.family
        first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QtCore.QSize:
        """As small as the window may be: the page scrolls."""
        return QtCore.QSize(0, 0)
