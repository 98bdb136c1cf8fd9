"""How a form stands, at its top: sent back and why, signed off and by whom, a line to the manager."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk import settings
from ehdesk.forms import limits as form_limits
from ehdesk.forms import loader
from ehdesk.models import form, paper_run
from ehdesk.rules import dates, first_assessments
from ehdesk.ui import desk as desks
from ehdesk.ui import paper_words, widgets

NEWER = "Written with a newer ehdesk"
_NEWER_TOO = "Nothing is lost. What is new in it is kept, and not shown. Update to see it and to finish it."
_NOTED = (
    "Written down by {name} on their own laptop, before it was connected. No manager has said it themselves"
)
_FROM_PAPER = "entered_from_paper"
_Line = tuple[str, str, widgets.Tone]
_VERBS = {
    "form.started": "Begun",
    "form.finished": "Finished",
    "form.amended": "Opened again to amend it",
    "form.voided": "Made void",
    "form.filed": "Filed under this family",
    "form.signed_off": "Signed off",
    "form.sign_off_noted": "Signed off",
    "form.sign_off_confirmed": "Sign-off confirmed",
    "form.sent_back": "Sent back",
    "form.send_back_noted": "Sent back",
}


class Standing(QtWidgets.QWidget):
    """One line with a sign for the state, and beneath it what is to be said. Empty for a plain draft."""

    def __init__(self, desk: desks.Desk) -> None:
        super().__init__()
        self.body = widgets.stack(self, gap=8)
        self._desk = desk
        self.hide()

    def show_sheet(self, told: form.Sheet) -> None:
        """Say how this form stands."""
        widgets.clear(self.body)
        if loader.is_newer(told.form):
            self.body.addWidget(widgets.notice(NEWER, _NEWER_TOO))
        if told.state == "sent_back" and told.sent_back is not None:
            back = told.sent_back
            when = self._when(back.at)
            self.body.addWidget(widgets.notice(f"Sent back by {back.name}, {when}", back.why, kind="needs"))
        for words, sign, tone in (*self._finished(told), *self._signed(told.sign_off)):
            across = widgets.line(gap=8)
            across.addWidget(widgets.Sign(sign, tone), 0, QtCore.Qt.AlignmentFlag.AlignTop)
            across.addWidget(widgets.words(words), 1)
            self.body.addLayout(across)
        if told.is_noted:
            self.body.addWidget(widgets.notice(_NOTED.format(name=told.author_name or "its author")))
        for words, detail in self._first_steps(told):
            self.body.addWidget(widgets.notice(words, detail))
        if told.to_manager:
            self.body.addWidget(widgets.notice("To the manager", told.to_manager))
        self.setVisible(self.body.count() > 0)
        if told.answers.get(_FROM_PAPER) and told.family_id is not None:
            show = partial(self._show_paper, told)
            ask = self._desk.ask
            ask(paper_run.typed_into, told.family_id, told.record_id, then=show, owner=self)

    def _show_paper(self, told: form.Sheet, runs: tuple[paper_run.Run, ...]) -> None:
        """What the paper left open, and where it is kept."""
        for title, detail in paper_words.of_form(self._desk.words, told.form, runs):
            self.body.addWidget(widgets.notice(title, detail))
        self.setVisible(self.body.count() > 0)

    def _first_steps(self, told: form.Sheet) -> Iterator[tuple[str, str]]:
        """What follows a finished Part A: by when Part B is due; of the first ones, the manager's look."""
        if told.form.id != "eha_part_a" or not told.is_locked or told.status == "void":
            return
        limits = getattr(self._desk.settings, "limits", None) or settings.Limits()
        is_first = first_assessments.is_looked_at_together(told.answers.get("nth_eha"), limits)
        if told.sign_off is None and is_first:
            how_many = form_limits.in_words(limits.new_practitioner_assessments)
            author = told.author_name or "its author"
            if told.author == self._desk.me.id:
                whose = f"It is one of your first {how_many} assessments: you go through it together."
                yield "Ask your manager to sign this off", whose
            else:
                whose = f"It is one of the first {how_many} assessments of {author}."
                yield "A manager goes through this with its author, and signs it off", whose
        due, today = self._part_b_due(told), self._desk.clock.today()
        if due is not None and due >= today:
            words = self._desk.words.due(due, today)
            yield f"Part B is due {words}", "Counted in working days from the day Early Help opened."

    def _part_b_due(self, told: form.Sheet) -> date | None:
        """The day that Part A says, or else the one that follows from when Early Help opened."""
        if told.answers.get("declined") or told.answers.get("next", "part_b") != "part_b":
            return None
        limits = getattr(self._desk.settings, "limits", None) or settings.Limits()
        try:
            if told.answers.get("part_b_due"):
                return date.fromisoformat(told.answers["part_b_due"])
            return dates.part_b_due(date.fromisoformat(told.answers["opened_on"]), limits)
        except (KeyError, TypeError, ValueError):
            return None

    def _finished(self, told: form.Sheet) -> Iterator[_Line]:
        if told.status == "void":
            yield "Void: it does not count any more, and can still be read", "remove", "quiet"
        elif told.status != "draft" and told.finished_at is not None:
            words = "Amended" if told.status == "amended" else "Finished"
            by = f" by {told.author_name}" if told.author_name else ""
            why = f": {told.amended_because}" if told.status == "amended" and told.amended_because else ""
            yield f"{words} {self._when(told.finished_at)}{by}{why}", "tick", "received"

    def _signed(self, signed: form.SignOff | None) -> Iterator[_Line]:
        if signed is None:
            return
        when = self._when(signed.at)
        if signed.how == "paper":
            day = self._desk.words.date(signed.signed_on) if signed.signed_on else when
            words = f"Signed off on paper by {signed.name}, {day}. Held at: {signed.held_at}"
            yield words, "received", "received"
        elif not signed.is_confirmed:
            words = f"Signed off by {signed.name}, typed on this laptop {when}. Not confirmed yet"
            yield words, "waiting", "warm"
        else:
            confirmed = f", confirmed by {signed.confirmed_by}" if signed.confirmed_by else ""
            yield f"Signed off by {signed.name}, {when}{confirmed}", "received", "received"

    def _when(self, at: object) -> str:
        return str(self._desk.words.when(at, self._desk.clock.today()))


def story(desk: desks.Desk, happened: tuple[form.Happened, ...]) -> list[tuple[str, str]]:
    """What happened to a form in words: "Sent back, Mon 16:52, Ruth Adeyemi", and why."""
    today = desk.clock.today()
    return [
        (f"{_VERBS.get(one.verb, one.verb)} {desk.words.when(one.at, today)} · {one.who}", _why(one))
        for one in happened
    ]


def _why(one: form.Happened) -> str:
    if not one.why:
        return ""
    return f"By {one.why}" if one.verb in ("form.signed_off", "form.sign_off_noted") else f"Why: {one.why}"
