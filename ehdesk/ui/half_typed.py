"""What is typed in a small window is kept as it is typed, and stands there when it is opened next."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import half_typed
from ehdesk.ui import desk as desks
from ehdesk.ui import messages, widgets

AFTER_MS = 500
Answers = dict[str, Any]
_SEEN = "$seen"


class HalfTyped(QtCore.QObject):
    """Keeps what is typed in `dialog` until it is handed in (accepted) or given up (`let_go`).

    Closing in any other way (Esc, a lock, a power cut) keeps it. `answers` gives what is typed now, `show`
    puts answers into the window; `seen` is the mark of what it began with. Only what differs from how the
    window began is kept and shown again, so that what the record says by then is never covered by what it
    said before.
    """

    def __init__(
        self,
        dialog: messages.Dialog,
        desk: desks.Desk,
        about: str,
        *,
        answers: Callable[[], Answers],
        show: Callable[[Answers], None],
        seen: int | None = None,
    ) -> None:
        super().__init__(dialog)
        self.seen = seen
        self._desk, self._key = desk, half_typed.small_window(dialog.windowTitle(), about)
        self._dialog, self._answers, self._show = dialog, answers, show
        self._begun = answers()
        self._kept: Answers = {}
        self._is_over = False
        self._timer = QtCore.QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self.hand_in)
        self._told = QtWidgets.QWidget()
        across = widgets.line(self._told, gap=12)
        across.addWidget(widgets.words("What you typed here before is still here."), 1)
        across.addWidget(widgets.link("Start afresh", self.start_afresh))
        self._told.hide()
        dialog.body.insertWidget(0, self._told)
        desk.handing_in.connect(self.hand_in)
        dialog.accepted.connect(self.let_go)
        dialog.rejected.connect(self._on_closed)
        desk.ask(half_typed.typed, self._key, then=self._on_typed, owner=self)

    @property
    def shows_earlier(self) -> bool:
        """Whether the window says that something was typed here before."""
        return not self._told.isHidden()

    def changed(self) -> None:
        """Something was typed: it is kept a moment later."""
        self._timer.start()

    def hand_in(self) -> None:
        """Keep what is typed now."""
        self._timer.stop()
        typed = differing(self._answers(), self._begun)
        if self._is_over or typed == self._kept:
            return
        self._kept = typed
        marked = {**typed, _SEEN: self.seen} if typed and self.seen is not None else typed
        self._desk.do(half_typed.keep, self._key, marked, quietly=True)

    def start_afresh(self) -> None:
        """Show the window as it began, and let go of what was typed."""
        self._show(dict(self._begun))
        self._told.hide()
        self.hand_in()

    def let_go(self) -> None:
        """It was handed in, or the worker gave it up: nothing of it is kept."""
        self._timer.stop()
        if self._kept and not self._is_over:
            self._desk.do(half_typed.keep, self._key, None, quietly=True)
        self._is_over = True

    def _on_typed(self, kept: Mapping[str, Any]) -> None:
        typed = {key: value for key, value in kept.items() if key != _SEEN}
        if not typed or self._answers() != self._begun:
            return
        self._kept = typed
        self.seen = kept.get(_SEEN, self.seen)  # it was typed upon what was shown then
        self._show({**self._begun, **typed})
        self._told.show()
        _go_to_end(self._dialog.focusWidget())

    def _on_closed(self) -> None:
        self.hand_in()
        if self._kept and not self._is_over:
            self._desk.say("What you typed is kept. It stands there when you open it again.")


def _go_to_end(writing: QtWidgets.QWidget | None) -> None:
    """Go on after the last word, not before the first."""
    if isinstance(writing, QtWidgets.QTextEdit | QtWidgets.QPlainTextEdit):
        writing.moveCursor(QtGui.QTextCursor.MoveOperation.End)
    elif isinstance(writing, QtWidgets.QLineEdit):
        writing.end(False)  # noqa: FBT003


def differing(answers: Mapping[str, Any], begun: Mapping[str, Any]) -> Answers:
    """What was answered otherwise than at the beginning; None where an answer was taken away."""
    keys = [*answers, *(key for key in begun if key not in answers)]
    return {key: answers.get(key) for key in keys if answers.get(key) != begun.get(key)}
