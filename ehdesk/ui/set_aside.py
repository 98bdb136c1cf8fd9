"""One thing that the centre did not take: what it was, why, what was written, and what can be done."""

from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import sent, taking_up
from ehdesk.sync import reasons
from ehdesk.ui import desk as desks
from ehdesk.ui import flow, history_words, reason_dialog, sent_words, widgets

_MOST_SHOWN = 6
_LETTERS = 300


class SetAside(QtWidgets.QFrame):
    """`seen_to` says that the worker wants it off the list, `taken_up` that its words were written again."""

    seen_to = QtCore.Signal(object)  # the ids of the acts
    taken_up = QtCore.Signal()

    def __init__(self, desk: desks.Desk, aside: sent.Aside, names: dict[str, str]) -> None:
        super().__init__()
        self._desk, self._aside, self._names = desk, aside, names
        self.setProperty("look", "card")
        column = widgets.stack(self, gap=8, margin=16)
        titled = sent_words.title(desk, aside.record)
        column.addWidget(widgets.heading(titled, 3))
        why, todo = reasons.why(aside.reason, is_here=aside.record.is_here)
        when = desk.words.when(aside.record.line.at, desk.clock.today())
        column.addWidget(widgets.Status(f"{why}.", "needs-you", "warm", wraps=True))
        if aside.since is not None:
            when = f"{when}, out of sight since {desk.words.when(aside.since, desk.clock.today())}"
        column.addWidget(widgets.quiet(f"Written {when}. {todo}"))
        shown = [said for said in aside.said if not history_words.is_inner(said.field.path)]
        for said in shown[:_MOST_SHOWN]:
            column.addWidget(widgets.words(self._told(said), selectable=True))
        if len(shown) > _MOST_SHOWN:
            column.addWidget(widgets.quiet(f"And {len(shown) - _MOST_SHOWN} more; copying takes all of it."))
        self._shown = shown
        column.addWidget(self._presses(titled))

    def _presses(self, titled: str) -> QtWidgets.QWidget:
        holder = QtWidgets.QWidget()
        across = flow.FlowLayout(12, 8)
        holder.setLayout(across)
        self.open_button = widgets.button("Open it", self._open)
        is_locked = self._aside.reason == "record_locked"
        self.again_button = widgets.button(
            "Write it as an amendment" if is_locked else "Try again", self._ask
        )
        self.copy_button = widgets.button("Copy the words", self.copy, sign="copy")
        self.done_button = widgets.link("Seen to: take it off this list", self._put_away)
        place = sent_words.place(self._aside.record)
        if place is not None and place.page == "family":
            self.open_button.setText("Open the family’s file")
        for button in (self.again_button, self.open_button, self.copy_button, self.done_button):
            button.setAccessibleName(f"{button.text()}: {titled}")
            across.addWidget(button)
        self.again_button.setVisible(self._aside.may_be_taken_up)
        self.open_button.setVisible(place is not None)
        self.copy_button.setVisible(bool(self._shown))
        self.done_button.setVisible(self._aside.since is None)  # it goes by itself, and is off the list then
        return holder

    def _told(self, said: sent.Said) -> str:
        label = history_words.label(self._aside.record.line, said.field.path)
        if said.field.is_apart:
            return f"{label}: kept apart, so not shown here. Copying takes it."
        words = self._words(said)
        return f"{label}: {words if len(words) <= _LETTERS else words[:_LETTERS] + '…'}"

    def _words(self, said: sent.Said) -> str:
        return history_words.said(
            self._desk, self._aside.record.line, said.field.path, said.value, self._names
        )

    def copy(self) -> None:
        """All of the words, so that they can be written somewhere else."""
        line = self._aside.record.line
        told = [f"{history_words.label(line, each.field.path)}: {self._words(each)}" for each in self._shown]
        QtGui.QGuiApplication.clipboard().setText("\n".join(told))
        self.copy_button.setText("Copied")
        widgets.announce(self.copy_button, "Copied")
        QtCore.QTimer.singleShot(2000, self.copy_button, partial(self.copy_button.setText, "Copy the words"))

    def _ask(self) -> None:
        """A finished form asks why it is amended; whether it is one, the record knows."""
        if self._aside.reason == "record_locked":
            reason_dialog.ask_reason(
                self.window(), history_words.record(self._aside.record.line), self._take_up
            )
        else:
            self._take_up(None)

    def _take_up(self, why: str | None) -> None:
        def done(_count: int) -> None:
            self.taken_up.emit()

        self._desk.do(taking_up.take_up, self._aside.act_ids, why, then=done, owner=self)

    def _open(self) -> None:
        place = sent_words.place(self._aside.record)
        if place is not None:
            self._desk.go(place)

    def _put_away(self) -> None:
        self.seen_to.emit(self._aside.act_ids)
