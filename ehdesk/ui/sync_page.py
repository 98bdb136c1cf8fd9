"""Sending and receiving: how it stands with the centre, what waits, what needs somebody, and what is new."""

from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.models import acts, looked, practitioner, sent, twice
from ehdesk.ui import (
    carrying,
    carrying_words,
    enrolling,
    flow,
    history_words,
    messages,
    rows,
    sent_words,
    set_aside,
    twice_card,
    widgets,
)
from ehdesk.ui import desk as desks

_LEFT = QtCore.Qt.AlignmentFlag.AlignLeft
_PRACTICE = "This is the practice vault. Nothing in it is ever sent, and nothing is received."
_NOTHING_WAITS = "Nothing waits. Whatever you write goes by itself within a few minutes."
_NOTHING_NEW = "Nothing new since you last looked here."


def read(reading: acts.Reading) -> tuple[sent.Overview, dict[str, str], tuple[twice.Twice, ...]]:
    """All of it, with the names of everybody whom a set-aside answer may mean; and who may be here twice."""
    found = sent.overview(reading)
    names = dict(practitioner.names(reading))
    for each in found.aside:
        names |= looked.people(reading, each.record.line.record_id)
    return found, names, twice.taken_in_twice(reading) if found.counts.is_enrolled else ()


class SyncPage(desks.Page):
    """One column. Where the laptop belongs to no centre yet, the way to connect it."""

    def __init__(self, desk: desks.Desk, _place: desks.Place) -> None:
        super().__init__("Sending and receiving")
        self._desk = desk
        self._carries: carrying.Carrying | None = desk.carrying
        self._news_shown = False
        self._needs_shown: tuple[tuple[sent.Aside, ...], int, tuple[twice.Twice, ...]] | None = None
        self._places: dict[str, desks.Place] = {}
        column = widgets.Column(characters=84, gap=16)
        self._area = widgets.scrolled(column)
        widgets.stack(self, gap=0).addWidget(self._area)
        column.body.addWidget(widgets.heading("Sending and receiving"))
        self._body = QtWidgets.QWidget()
        self._parts = widgets.stack(self._body, gap=16)
        column.body.addWidget(self._body)
        column.body.addStretch(1)
        self._first: QtWidgets.QWidget | None = None
        self._waits_for_focus = False
        self._is_built_for: bool | None = None
        if self._carries is None:
            self._show_practice()
            return
        self._carries.changed.connect(self._on_changed)
        self.begin()

    def _show_practice(self) -> None:
        self._parts.addWidget(widgets.words(_PRACTICE))
        self._first = widgets.button("Go to Today", lambda: self._desk.go(desks.Place("today")))
        self._parts.addWidget(self._first, 0, _LEFT)

    # Reading

    def begin(self) -> None:
        """Read how it stands."""
        self._desk.ask(read, then=self._show, owner=self)

    def _on_changed(self, state: carrying.State) -> None:
        if self._is_built_for:
            self._show_head(state)
        if not state.is_going:
            self.begin()

    def _show(self, told: tuple[sent.Overview, dict[str, str], tuple[twice.Twice, ...]]) -> None:
        overview, names, people = told
        if self._carries is None:
            return
        is_enrolled = self._carries.of(overview.counts).is_enrolled
        if self._is_built_for is not is_enrolled:
            self._build(is_enrolled=is_enrolled)
        if not is_enrolled:
            return
        self._show_head(self._carries.state)
        self._show_needs(overview, names, people)
        self._show_waiting(overview.waiting, overview.counts.waits)
        self._show_news(overview.news)

    # The two faces

    def _build(self, *, is_enrolled: bool) -> None:
        was_enrolling = self._is_built_for is False
        self._is_built_for = is_enrolled
        self._needs_shown = None
        widgets.clear(self._parts)
        if not is_enrolled and (self._carries is None or self._carries.is_practice):
            self._show_practice()
        elif not is_enrolled and self._carries is not None:
            self.enrolling = enrolling.Enrolling(self._carries)
            self._parts.addWidget(self.enrolling)
            self._first = self.enrolling.field
        else:
            self._welcomes = was_enrolling
            self._build_parts()
            self._first = self.now_button
        above: QtWidgets.QWidget | None = self._first
        while (
            above is not None and above is not self._body
        ):  # now, and not when Qt comes to it: what is hidden takes no focus
            above.show()
            above = above.parentWidget()
        if self._waits_for_focus or was_enrolling:
            self.take_focus()

    def _build_parts(self) -> None:
        self.welcome = widgets.words("", "received")
        self.welcome.hide()
        self.status = widgets.Status("", "waiting", wraps=True)
        self.about = widgets.quiet("")
        self.trouble = QtWidgets.QWidget()
        self._trouble = widgets.stack(self.trouble, gap=0)
        self.presses = QtWidgets.QWidget()
        across = flow.FlowLayout(12, 8)
        self.presses.setLayout(across)
        self.now_button = widgets.primary("Send and receive now", self._go_now)
        self.stop_button = widgets.link("Stop", self._stop)
        self.stop_button.hide()
        across.addWidget(self.now_button)
        across.addWidget(self.stop_button)
        self.again: enrolling.Enrolling | None = None
        self._again = widgets.stack(gap=0)
        for part in (self.welcome, self.status, self.trouble):
            self._parts.addWidget(part)
        self._parts.addLayout(self._again)
        for part in (self.about, self.presses):
            self._parts.addWidget(part)
        self.needs_title = self._title("Needs you")
        self.needs = QtWidgets.QWidget()
        self._needs = widgets.stack(self.needs, gap=12)
        self._parts.addWidget(self.needs)
        self._title("On this laptop")
        self.nothing_waits = self._sentence(_NOTHING_WAITS)
        self.waiting = self._list("What waits on this laptop")
        self.more_waits = self._sentence("")
        self._title("New from colleagues")
        self.nothing_new = self._sentence(_NOTHING_NEW)
        self.news = self._list("New from colleagues")

    def _title(self, words: str) -> QtWidgets.QWidget:
        self._parts.addSpacing(12)
        made = widgets.heading(words, 2)
        self._parts.addWidget(made)
        return made

    def _sentence(self, words: str) -> QtWidgets.QLabel:
        made = widgets.quiet(words)
        self._parts.addWidget(made)
        return made

    def _list(self, name: str) -> rows.RowList:
        made = rows.RowList(name, grows=True)
        made.chosen.connect(self._open)
        made.hide()
        self._parts.addWidget(made)
        return made

    # What the parts show

    def _show_head(self, state: carrying.State) -> None:
        counts = state.counts
        said = carrying_words.heading(state)
        if self.status.text() != said.text:
            self.status.set_status(said.text, said.sign, said.tone)
            widgets.announce(self.status, said.text)
        if self._welcomes and counts.is_enrolled:
            self.welcome.setText(enrolling.welcome(counts.authority, counts.role))
            self.welcome.show()
        last = "Not in contact yet"
        if counts.told_at is not None:
            last = f"Last contact {self._desk.words.when(counts.told_at, self._desk.clock.today())}"
        self.about.setText(f"{last} · {counts.authority}")
        if self.stop_button.hasFocus() and not state.is_going:
            self.now_button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.stop_button.setVisible(state.is_going)
        self._show_trouble(state)
        self._show_again(counts.asks_again)

    def _show_trouble(self, state: carrying.State) -> None:
        widgets.clear(self._trouble)
        shown = isinstance(state.error, errors.Refusal) and not state.is_going and state.mood != "away"
        self.trouble.setVisible(shown)
        self.status.setVisible(not shown)  # once is enough
        if shown and isinstance(state.error, errors.Refusal):
            title, safe, todo = state.error.words(on=self.title)
            needs = state.mood == "stopped"
            self._trouble.addWidget(
                widgets.notice(title, f"{safe} {todo}", kind="needs" if needs else "notice")
            )

    def _show_again(self, address: str) -> None:
        """The field for a new code, where the centre wants one of this laptop."""
        if self._carries is None or address == (self.again.again_at if self.again is not None else ""):
            return
        self.presses.setVisible(not address)  # until then nothing can be sent
        if self.again is not None:
            had_focus = self.again.isAncestorOf(QtWidgets.QApplication.focusWidget() or self)
            widgets.clear(self._again)
            self.again = None
            if had_focus:
                self.take_focus()
        if address:
            self.again = enrolling.Enrolling(self._carries, again_at=address)
            self._again.addWidget(self.again)
            self.again.field.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _show_needs(
        self, overview: sent.Overview, names: dict[str, str], people: tuple[twice.Twice, ...]
    ) -> None:
        seconds = overview.counts.seconds
        if self._needs_shown == (overview.aside, seconds, people):
            return  # whoever stands on one of these goes on standing there
        self._needs_shown = overview.aside, seconds, people
        widgets.clear(self._needs)
        for part in (self.needs_title, self.needs):
            part.setVisible(bool(overview.aside or seconds or people))
        if seconds:
            self._needs.addWidget(self._two_versions(seconds))
        for each in overview.aside:
            card = set_aside.SetAside(self._desk, each, names)
            card.seen_to.connect(self._ask_put_away)
            card.taken_up.connect(self._on_put_away)
            self._needs.addWidget(card)
        for one in people:
            self._needs.addWidget(twice_card.TwiceCard(self._desk, one))

    def _two_versions(self, count: int) -> QtWidgets.QWidget:
        frame, column = widgets.card(gap=8)
        answers = "1 answer has" if count == 1 else f"{count} answers have"
        column.addWidget(widgets.heading(f"{answers} two versions", 3))
        column.addWidget(
            widgets.quiet("Two people wrote in the same place. Both versions are kept until somebody looks.")
        )
        look = "Look at both" if count == 1 else "Look at them"
        self.versions_button = widgets.button(look, lambda: self._desk.go(desks.Place("versions")))
        column.addWidget(self.versions_button, 0, _LEFT)
        return frame

    def _show_waiting(self, waiting: tuple[sent.Waiting, ...], count: int) -> None:
        earlier = count - sum(each.acts for each in waiting)
        self.more_waits.setText(f"And {sent_words.changes(earlier)} from before.")
        self.more_waits.setVisible(earlier > 0)
        self.waiting.set_rows([self._waiting_row(each) for each in waiting])
        self.waiting.setVisible(bool(waiting))
        self.nothing_waits.setVisible(not waiting)

    def _waiting_row(self, each: sent.Waiting) -> rows.Row:
        key = self._place_of(f"waits/{each.record.line.record_id}", each.record)
        when = self._desk.words.when(each.at, self._desk.clock.today())
        detail = " · ".join(
            part for part in (f"Written {when}", history_words.detail(each.record.line)) if part
        )
        title = sent_words.title(self._desk, each.record)
        return rows.Row(key, title, detail, sent_words.changes(each.acts), "laptop")

    def _show_news(self, news: tuple[sent.News, ...]) -> None:
        self._news_shown = self._news_shown or bool(news)
        self.news.set_rows([self._news_row(place, each) for place, each in enumerate(news)])
        self.news.setVisible(bool(news))
        self.nothing_new.setVisible(not news)

    def _news_row(self, number: int, each: sent.News) -> rows.Row:
        key = self._place_of(f"news/{number}", each.record)
        when = self._desk.words.when(each.at, self._desk.clock.today())
        detail = f"{sent_words.changes(each.changes)} by {sent_words.by(each)}"
        if not each.record.is_here:
            detail = f"Taken off the file by {sent_words.by(each)}"
        if each.is_new:
            detail = "This family’s file is on your laptop now"
        return rows.Row(key, sent_words.title(self._desk, each.record), detail, when, "received", "received")

    def _place_of(self, key: str, record: sent.Record) -> str:
        place = sent_words.place(record)
        if place is not None:
            self._places[key] = place
        return key

    # What the presses do

    def _open(self, key: str) -> None:
        if key in self._places:
            self._desk.go(self._places[key])

    def _go_now(self) -> None:
        if self._carries is not None:
            self._carries.go_now()

    def _stop(self) -> None:
        if self._carries is not None:
            self._carries.end_soon()

    def _ask_put_away(self, act_ids: tuple[str, ...]) -> None:
        messages.ask(
            self,
            "Take this off the list?",
            "The centre will not have these words. They stay in this laptop’s history of what was written.",
            safe="Keep it here",
            other="Take it off",
            then=partial(self._put_away, act_ids),
        )

    def _put_away(self, act_ids: tuple[str, ...]) -> None:
        self._desk.do(sent.put_away, act_ids, then=self._on_put_away, owner=self, quietly=True)

    def _on_put_away(self, _result: object = None) -> None:
        self.begin()
        if self._carries is not None:
            self._carries.count()

    # As a page

    def leave_for(self, to: desks.Place) -> None:
        """What was new here has been looked at."""
        if self._news_shown:
            self._desk.do(sent.look, then=self._on_looked, quietly=True)
        super().leave_for(to)

    def _on_looked(self, _result: object) -> None:
        if self._carries is not None:
            self._carries.count()

    def place(self) -> desks.Place:
        """The page has no finer place than itself."""
        return desks.Place("sync")

    def take_focus(self) -> None:
        """What one comes for: sending now, or the field for the code."""
        self._waits_for_focus = self._first is None
        if self._first is not None:
            self._first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
