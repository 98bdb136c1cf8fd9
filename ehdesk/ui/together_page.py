"""Together (Ctrl+T): one form of one family, shown to them: large words, nobody else's name."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.forms import together as shown_together
from ehdesk.models import acts, form, together
from ehdesk.ui import (
    answer_text,
    form_opening,
    form_session,
    form_view,
    left_over,
    messages,
    scrolling,
    stay_put,
    widgets,
)
from ehdesk.ui import desk as desks

_WHY = "Changed together with the family"
_LOOK = "This is what we wrote down. Tell me what is right and what is not."
_GONE = "This can no longer be shown here."
_LOCKED = "This was finished in the meantime, so it did not go in. It is kept, and stands above the form."
_NOT_IN = "It did not go in. It is kept, and stands above the form."


@dataclass(frozen=True)
class Shown:
    """The form as a family may see it, and which answers they have called right on which day."""

    opened: form_opening.Opened
    checked: dict[str, str]


def _read(read: acts.Reading, record_id: str, words: form_opening.Words) -> Shown:
    """The form without anything restricted: that is not even read. Raises: RecordMissing."""
    return Shown(_open(read, record_id, words), together.checked(read, record_id))


def _open(read: acts.Reading, record_id: str, words: form_opening.Words) -> form_opening.Opened:
    return form_opening.open_form(read, record_id, words, audience="file")


_FORM = replace(form_session.FORM, read=_open, prints=False)


class TogetherPage(desks.Page):
    """Each answer with [Right] and [Change]. Left to this family's file, by its button, Esc or Ctrl+T."""

    shows_alone = True

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Together")
        self._desk = desk
        self._record_id = str(place.record_id)
        self._scroll = place.scroll
        self._open_at: str = str(place.more.get("changing") or "")
        self._shown: Shown | None = None
        self._is_gone = False
        self._views: dict[str, form_view.FormView] = {}
        self._lines: dict[str, Line] = {}
        self._session = form_session.FormSession(desk, self._record_id, kind=_FORM)
        self._session.was_read.connect(lambda _opened: self._read())
        self._session.not_here.connect(self._on_not_here)
        self._session.answer_refused.connect(self._on_refused)
        self.destroyed.connect(self._session.leave)
        self._build()
        leave = QtGui.QShortcut(QtGui.QKeySequence("Esc"), self)
        leave.activated.connect(self.leave)
        self._session.note_view()
        self._read()

    def _build(self) -> None:
        outer = widgets.stack(self, gap=0)
        self._column = widgets.Column(gap=32)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area)
        top = widgets.stack(gap=8)
        self.heading = widgets.heading("", 1)
        self.about = widgets.words(_LOOK)
        self.said = widgets.words("", "warm", selectable=True)
        self.said.hide()
        for part in (self.heading, self.about, self.said):
            top.addWidget(part)
        self._column.body.addLayout(top)
        self._body = widgets.stack(gap=40)
        self._column.body.addLayout(self._body)
        self.leave_button = widgets.primary("We have looked at it", self.leave)
        self._column.body.addWidget(self.leave_button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._column.body.addStretch(1)

    def _read(self) -> None:
        self._ask(self._show)

    def came_in(self, records: frozenset[str]) -> None:
        """Others have changed these records: read again what is shown, quietly and without their names."""
        if self._shown is not None and records & self._shown.opened.about:
            self._ask(stay_put.showing(self, self._show))

    def _ask(self, then: desks.Then) -> None:
        words = self._desk.words
        self._desk.ask(_read, self._record_id, words, then=then, failed=self._on_not_read, owner=self)

    # Showing

    def _show(self, shown: Shown) -> None:
        before, self._shown = self._shown, shown
        keep = frozenset(self._views) if before is not None and self._open_at else frozenset()
        self._session.seen.read(shown.opened.seen, keep)
        sheet = shown.opened.sheet
        self.setProperty("family_id", sheet.family_id)
        self.heading.setText(self._desk.words(sheet.form.title))
        if not shown_together.may_be_shown(sheet.form):
            self.about.setText("This form is not one to look at together.")
            return
        if before is not None and self._open_at:
            self._tell_others()  # somebody is typing: that answer stays as it is on the page
            return
        if before is not None:
            self._scroll = self._area.verticalScrollBar().value()
        widgets.clear(self._body)
        self._lines, self._views = {}, {}
        for section, asked in shown_together.sections(sheet.form, sheet.answers):
            self._body.addWidget(self._section(section, asked))
        self.about.setText(_LOOK if self._lines else "Nothing is written here yet.")
        QtCore.QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        if self._open_at and self._open_at in self._lines:
            self._change_now(self._open_at)
        scrolling.return_to(self._area, self._scroll)

    def _section(
        self, section: definition.Section, asked: tuple[definition.Question, ...]
    ) -> QtWidgets.QWidget:
        holder = QtWidgets.QWidget()
        column = widgets.stack(holder, gap=20)
        column.addWidget(widgets.heading(self._desk.words(section.title), 2))
        for question in asked:
            line = Line(self._desk.words(question.label), self._told(question), self._day(question.key))
            line.right.clicked.connect(partial(self._say_right, question.key))
            line.change.clicked.connect(partial(self._change, question.key))
            line.done.clicked.connect(partial(self._done, question.key))
            self._lines[question.key] = line
            column.addWidget(line)
        return holder

    def _tell_others(self) -> None:
        """Show the answers that nobody is changing as they stand now."""
        assert self._shown is not None  # noqa: S101 - it has just been read
        asked = self._shown.opened.sheet.form
        for key, line in self._lines.items():
            if key not in self._views:
                line.show_told(self._told(asked.question(key)))

    def _told(self, question: definition.Question) -> str:
        shown = self._shown
        if shown is None:
            return ""
        value = shown_together.seen_by_families(question, shown.opened.sheet.answers.get(question.key))
        return str(form_answers.summary(question, value, self._desk.words, shown.opened.names))

    def _day(self, key: str) -> str:
        day = self._shown.checked.get(key) if self._shown is not None else None
        return str(self._desk.words.date(day)) if day else ""

    # Right and change

    def _say_right(self, key: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
        today = self._desk.clock.today()
        self._lines[key].show_right(self._desk.words.date(today))
        self._desk.do(together.say_right, self._record_id, key, owner=self, quietly=True)
        keys = list(self._lines)
        after = keys[keys.index(key) + 1 :]
        (self._lines[after[0]].right if after else self.leave_button).setFocus()

    def _change(self, key: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
        if self._shown is None or not self._shown.opened.sheet.is_locked:
            self._change_now(key)
            return
        messages.ask(
            self,
            "Change what was finished?",
            "It opens again as the next version. The one before stays as it is and can always be read.",
            "When you have both looked at it, the form has to be finished again.",
            safe="Keep it as it is",
            other="Change it",
            then=partial(self._amend, key),
        )

    def _amend(self, key: str) -> None:
        self._open_at = key
        self._shown = None
        self._session.change(form.amend, _WHY)

    def _change_now(self, key: str) -> None:
        if self._shown is None or key not in self._lines:
            return
        sheet = self._shown.opened.sheet
        if sheet.is_locked:
            return
        self._open_at = key
        asked = shown_together.alone(sheet.form, key)
        view = form_view.FormView(asked, self._shown.opened.around, optional=False, history=False)
        view.set_answers(
            {key: shown_together.seen_by_families(sheet.form.question(key), sheet.answers.get(key))}
        )
        view.spoke.connect(self._session.typed)
        self._views[key] = view
        self._lines[key].open_with(view)
        view.go_to(key)

    def _done(self, key: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
        """What was changed is what the family says: it is right."""
        self._open_at = ""
        self._session.flush()
        self._desk.do(
            together.say_right,
            self._record_id,
            key,
            then=lambda _none: self._read(),
            owner=self,
            quietly=True,
        )

    # What the record does not take

    def _on_refused(self, path: str, error: errors.Refusal, value: Any) -> None:
        """It is kept for the form's own page, and said without anybody's name: a family looks on."""
        told = self._words_of(path, value)
        if self._shown is None or not told:
            return
        label, words = told
        title, _safe, _todo = error.words()
        left_over.keep_for_later(self._desk, self._record_id, label, words)
        self._say(_LOCKED if isinstance(error, errors.RecordLocked) else f"{title}. {_NOT_IN}", words)
        self._open_at = ""
        self._read()

    def _words_of(self, path: str, value: Any) -> tuple[str, str] | None:
        if self._shown is None:
            return None
        opened = self._shown.opened
        try:
            asked = form_answers.question_at(opened.sheet.form, path)
        except KeyError:
            return None  # the order of rows: no words
        words = form_answers.summary(asked, value, self._desk.words, opened.names)
        return (str(self._desk.words(asked.label)), str(words)) if words else None

    def _say(self, why: str, words: str) -> None:
        self.said.setText(f"{why}\n“{words}”")
        self.said.show()
        widgets.announce(self.said, why)

    def _on_not_read(self, error: Exception) -> None:
        if self._shown is not None and isinstance(error, errors.RecordMissing):
            self._on_not_here()
        else:
            self._desk.refused.emit(error)

    def _on_not_here(self) -> None:
        """It went off this laptop: nothing of it is shown, but what is being typed here."""
        typed = [self._words_of(key, view.answers().get(key)) for key, view in self._views.items()]
        widgets.clear(self._body)
        self._lines, self._views, self._open_at = {}, {}, ""
        self.setProperty("family_id", None)
        self.heading.setText("")
        self.about.setText(_GONE)
        self._is_gone = True
        if typed and typed[0] is not None:
            self._say("What you typed last is not in it, and can be copied from here.", typed[0][1])
        self.leave_button.setText("Go on")
        self.take_focus()

    # Where the worker is

    def leave(self) -> None:
        """Go to this family's file, never to another's."""
        self._session.flush()
        family_id = self.property("family_id")
        if self._is_gone:
            self._desk.go(desks.Place("today"))
        elif family_id:
            self._desk.go(desks.Place("family", str(family_id)))
        else:
            self._desk.go(desks.Place("form", self._record_id))

    def flush(self) -> None:
        """Hand in what is typed."""
        self._session.flush()

    def place(self) -> desks.Place:
        """The form, how far down, and which answer is being changed."""
        more: dict[str, Any] = {"changing": self._open_at} if self._open_at else {}
        scroll = self._area.verticalScrollBar().value()
        return desks.Place("together", self._record_id, scroll=scroll, more=more)

    def take_focus(self) -> None:
        """The button that ends it; the first answer is one Tab away."""
        self.leave_button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


class Line(QtWidgets.QWidget):
    """One question, its answer in large letters, and what the family may say to it."""

    def __init__(self, asked: str, told: str, right_on: str) -> None:
        super().__init__()
        column = widgets.stack(self, gap=8)
        self.asked = widgets.quiet(asked)
        column.addWidget(self.asked)
        self.answer = widgets.words(told, "answer")
        self.answer.setLayoutDirection(answer_text.direction(told))
        column.addWidget(self.answer)
        self._place = widgets.stack(gap=0)
        column.addLayout(self._place)
        across = widgets.line(gap=12)
        self.right = widgets.button("Right", sign="tick")
        self.change = widgets.button("Change", sign="edit")
        self.done = widgets.primary("That is it")
        self.said = widgets.Status("", "tick", "received")
        for part, name in ((self.right, "Right"), (self.change, "Change"), (self.done, "That is it")):
            part.setAccessibleName(f"{name}: {asked}")
            across.addWidget(part)
        across.addWidget(self.said)
        across.addStretch(1)
        column.addLayout(across)
        self.done.hide()
        self.said.hide()
        if right_on:
            self.show_right(right_on)

    def show_told(self, told: str) -> None:
        """The answer as it stands now."""
        self.answer.setText(told)
        self.answer.setLayoutDirection(answer_text.direction(told))

    def show_right(self, day: str) -> None:
        """The family has called it right."""
        self.said.set_status(f"Right, {day}", "tick", "received")
        self.said.show()

    def open_with(self, view: QtWidgets.QWidget) -> None:
        """Ask the question again where its answer stood."""
        self.asked.hide()
        self.answer.hide()
        self._place.addWidget(view)
        for part, shown in ((self.right, False), (self.change, False), (self.said, False), (self.done, True)):
            part.setVisible(shown)
