"""What became of a form while it stood open: others finished it, moved it, or it went off this laptop."""

from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.models import acts, form
from ehdesk.ui import desk as desks
from ehdesk.ui import form_opening, form_session, left_over

_NOT_HERE = "This is not on this laptop any more"
_GONE = "It went to another team, or you are no longer part of the work. What was saved had been sent."


def _nothing(_read: acts.Reading) -> None:
    """Asked so as to hear when all that was handed in before has been answered."""


class Meanwhile(QtCore.QObject):
    """Says it calmly, and keeps the words that the record did not take: see `left_over`.

    `not_shown` says that nothing of the record may be shown any more.
    """

    not_shown = QtCore.Signal()

    def __init__(self, page: desks.Page, desk: desks.Desk, session: form_session.FormSession) -> None:
        super().__init__(page)
        self._page, self._desk, self._session = page, desk, session
        self.left_over = left_over.LeftOver(desk, session.record_id, page)
        self.left_over.filled.connect(self._place)
        session.not_here.connect(self._on_not_here)
        if not session.is_new:
            self.left_over.look()

    def tell(self, before: form.Sheet, now: form.Sheet) -> None:
        """Say it where others have made something else of the whole; what is typed goes in."""
        mark = now.marks.get("$status")
        me = self._desk.me.id if self._desk.me is not None else ""
        if mark is not None and mark.by != me and now.is_locked and not before.is_locked:
            who = f" by {mark.who}, {self._desk.words.when(mark.at, self._desk.clock.today())}"
            became = "taken off the file" if now.status == "void" else "finished"
            safe = "It can be read, and amended. What you typed last is handed in."
            self._desk.say(desks.Notice(f"This was {became}{who}", safe, stays=True))
            self._session.flush()
        elif now.family_id != before.family_id:
            self._desk.say(desks.Notice("This was moved to another family’s file", stays=True))
            self._session.flush()
            QtCore.QTimer.singleShot(0, self._session, self._session.read)

    def keep(self, label: str, path: str, value: Any, opened: form_opening.Opened | None, why: str) -> None:
        """Keep an answer that the record did not take where it can be copied."""
        if opened is None or value in (None, ""):
            return
        try:
            asked = form_answers.question_at(opened.sheet.form, path)
        except KeyError:
            return  # the order of rows: no words
        is_text, say = isinstance(value, str), self._desk.words
        told = value if is_text else form_answers.summary(asked, value, say, opened.names)
        self.left_over.add(label, str(told), why)

    def _place(self) -> None:
        """Beneath the strip, which is the first thing on every page of a form."""
        layout = self._page.layout()
        if isinstance(layout, QtWidgets.QBoxLayout) and layout.indexOf(self.left_over) < 0:
            layout.insertWidget(1, self.left_over)

    def _on_not_here(self) -> None:
        """Nothing of it may be shown any more, but what was typed last."""
        self.left_over.forget_here()
        self._session.flush()
        self._desk.ask(_nothing, then=self._on_all_refused, owner=self)

    def _on_all_refused(self, _none: object) -> None:
        stays = bool(self.left_over.words())
        if stays:
            self.not_shown.emit()
            for child in self._page.children():
                if isinstance(child, QtWidgets.QWidget) and child is not self.left_over:
                    child.hide()
        else:
            self._desk.go(desks.Place("today"))
        self._desk.say(desks.Notice(_NOT_HERE, _GONE, stays=True))
