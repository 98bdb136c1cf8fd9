"""The plan beside a meeting or review that is written up, and what it came to beside a closure."""

from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import beginning
from ehdesk.ui import desk as desks
from ehdesk.ui import flow, form_opening, plan_view, plan_words, roll_up, theme, widgets

FORMS = {"taf_meeting": "The plan", "review": "The plan", "closure": "What it came to"}
"""The forms that have it, and what its button says."""

KEYS = "Ctrl+Shift+P"
_WIDTH = 440
_ROOM_FOR_FORM = 560
_NO_LIMIT = 16_777_215


class PlanBeside(QtWidgets.QFrame):
    """Open where there is room, else at its key; then it takes the place of `form` until it is closed.

    `show_for` is told the form each time it is read. What is changed here is the plan's own next
    version, with the meeting as the reason.
    """

    moved = QtCore.Signal()  # opened or put away: the form has another width

    def __init__(self, desk: desks.Desk, page: desks.Page, form: QtWidgets.QWidget) -> None:
        super().__init__()
        self._desk, self._page, self._form = desk, page, form
        self._opened: form_opening.Opened | None = None
        self._is_put_away = False
        self.view: plan_view.PlanView | roll_up.RollUp | None = None
        self.setProperty("look", "card")
        column = widgets.stack(self, gap=0)
        top = widgets.line(gap=8)
        top.setContentsMargins(16, 12, 8, 4)
        self.review = widgets.button("Review each outcome", self._review, sign="tick")
        self.whole = widgets.link("Open the plan", self._open_plan, sign="form")
        self._title = widgets.words("", "label")
        top.addWidget(self._title, 1)
        top.addWidget(widgets.icon_button(f"Close ({KEYS})", self.toggle, sign="close"))
        column.addLayout(top)
        inside = QtWidgets.QWidget()
        inside.setProperty("surface", "page")
        self._inner = widgets.stack(inside, gap=16)
        self._inner.setContentsMargins(16, 8, 16, 16)
        self.empty = widgets.quiet("No plan yet. It shows here once one is begun.")
        self.empty.hide()
        ways = flow.FlowLayout(12, 8)
        ways.addWidget(self.review)
        ways.addWidget(self.whole)
        self._inner.addLayout(ways)
        self._inner.addWidget(self.empty)
        self._inner.addStretch(1)
        column.addWidget(widgets.scrolled(inside), 1)
        self.hide()
        QtGui.QShortcut(QtGui.QKeySequence(KEYS), page).activated.connect(self.toggle)

    def words(self) -> str:
        """What the button that opens it says; "" where this form has none."""
        form_id = self._opened.sheet.form.id if self._opened is not None else ""
        return FORMS.get(form_id, "")

    def show_for(self, opened: form_opening.Opened) -> None:
        """Open beside a form that is being written, where there is room for both."""
        is_first, self._opened = self._opened is None, opened
        if self.view is not None and isinstance(self.view, plan_view.PlanView):
            self.view.because = self._because(opened)
        if not self.words() or opened.sheet.episode_id is None or opened.sheet.is_locked:
            if self.isVisible() and opened.sheet.is_locked:
                self.toggle()
            return
        if is_first and not self._is_put_away and self._has_room():
            self._open()

    def toggle(self) -> None:
        """Open it, or close it and go back to the form."""
        if not self.isHidden():
            self._is_put_away = True
            self.hide()
            self._form.show()
            self.moved.emit()
        elif self.words() and self._opened is not None and self._opened.sheet.episode_id is not None:
            self._open()
            self.dress()

    def dress(self) -> None:
        """As wide as its words need; the whole page where the form would have no room beside it."""
        has_room, wanted = self._has_room(), theme.scaled(_WIDTH)
        self.setMinimumWidth(wanted if has_room else 0)
        self.setMaximumWidth(wanted if has_room else _NO_LIMIT)
        if not self.isHidden():
            self._form.setVisible(has_room)

    def taken(self) -> int:
        """How much of the page's width it takes from the form beside it."""
        return self.maximumWidth() if not self.isHidden() and self.maximumWidth() < _NO_LIMIT else 0

    def _has_room(self) -> bool:
        return self._page.width() - theme.scaled(_WIDTH) >= theme.scaled(_ROOM_FOR_FORM)

    def _open(self) -> None:
        if self._opened is None:
            return
        form_id = self._opened.sheet.form.id
        self._title.setText(FORMS[form_id])
        self.setAccessibleName(f"{FORMS[form_id]}, beside the form")
        if self.view is None:
            self.view = self._make(form_id)
            self._inner.insertWidget(1, self.view)
        self.review.setVisible(form_id == "taf_meeting")
        self._read()
        self.show()
        self.dress()
        self.moved.emit()

    def _make(self, form_id: str) -> "plan_view.PlanView | roll_up.RollUp":
        if form_id == "closure":
            return roll_up.RollUp(self._desk)
        view = plan_view.PlanView(self._desk)
        if self._opened is not None:
            view.because = self._because(self._opened)
        view.changed.connect(self._read)
        return view

    def _read(self) -> None:
        if self._opened is not None:
            episode_id, words = self._opened.sheet.episode_id, self._desk.words
            self._desk.ask(plan_view.read, episode_id, words, then=self._show, owner=self)

    def _show(self, shown: plan_view.Shown) -> None:
        if self.view is not None:
            self.view.show_plan(shown)
        has_plan = shown.whole.plan is not None
        self.empty.setVisible(not has_plan and not isinstance(self.view, roll_up.RollUp))
        self.review.setEnabled(has_plan)

    def _because(self, opened: form_opening.Opened) -> str:
        """What the plan's history says of what is changed here: "Meeting 3, 13 October 2026"."""
        answers, form = opened.sheet.answers, opened.sheet.form
        number = f" {answers['number']}" if answers.get("number") else ""
        named = f"Meeting{number}" if form.id == "taf_meeting" else "Review"
        on = plan_words.day(self._desk, answers.get("date"))
        return ", ".join(part for part in (named, on) if part)

    def _review(self) -> None:
        """The review of this meeting: a row for each outcome of the plan."""
        if self._opened is None:
            return
        sheet, verb = self._opened.sheet, beginning.go_on_or_begin
        go = partial(desks.Place, "form")
        self._desk.do(
            verb,
            "review",
            family_id=sheet.family_id,
            episode_id=sheet.episode_id,
            then=lambda record_id: self._desk.go(go(record_id)),
            owner=self,
        )

    def _open_plan(self) -> None:
        if self._opened is not None:
            self._desk.go(desks.Place("plan", self._opened.sheet.episode_id))
