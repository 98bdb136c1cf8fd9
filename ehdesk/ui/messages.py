"""The only place that shows an error, a notice or a question. Nothing here is called a traceback."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from ehdesk import errors
from ehdesk.ui import flow, focus, theme, widgets

After = Callable[[], None] | None


class Buttons(flow.FlowLayout):
    """The buttons at the bottom: they go on beneath where large text leaves no room on one line."""

    def __init__(self) -> None:
        super().__init__(12, 12)

    def addStretch(self, _stretch: int = 0) -> None:
        """Nothing: lines of buttons begin at the side where reading begins as it is."""


class Dialog(QDialog):
    """A small window of ours: a title in words, a column to fill, buttons at the bottom of the thought.

    It carries its title as heading and as window title, closes with Esc, and F9 asks for Next steps.
    """

    def __init__(self, parent: QWidget | None, title: str, *, width: int = 520) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._wanted_width = theme.scaled(width)
        outer = widgets.stack(self, gap=16)
        outer.setContentsMargins(0, 24, 0, 24)
        self._content = QWidget()
        self._content.setProperty("surface", "page")
        self._inside = inside = widgets.stack(self._content, gap=16)
        inside.setContentsMargins(24, 0, 24, 0)
        self.title = widgets.heading(title, 2)
        inside.addWidget(self.title)
        self.body: QVBoxLayout = widgets.stack(gap=12)
        inside.addLayout(self.body)
        inside.addStretch(1)
        self._scroll = widgets.scrolled(self._content)
        outer.addWidget(self._scroll, 1)
        self.buttons = Buttons()
        holder = widgets.stack(gap=0)
        holder.setContentsMargins(24, 0, 24, 0)
        holder.addLayout(self.buttons)
        outer.addLayout(holder)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._ring = focus.FocusRing(self, app)
        steps = QShortcut(QKeySequence("F9"), self)
        steps.activated.connect(self._on_next_steps)
        hide = QShortcut(QKeySequence("F12"), self)
        hide.activated.connect(self._on_hide)

    def call(self, title: str) -> None:
        """Give it another title, in the window's frame and as its heading."""
        self.setWindowTitle(title)
        self.title.setText(title)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as tall as the words need, and no taller than the screen: then it scrolls."""
        room = self.screen().availableGeometry().size()
        width = min(self._wanted_width, room.width() - 32)
        self._content.ensurePolished()
        needed = self._inside.totalHeightForWidth(width)
        chrome = self.buttons.heightForWidth(width - 48) + 24 + 16 + 24 + 2
        self.resize(width, min(needed + chrome, room.height() - 64))
        super().showEvent(event)
        self.grow()

    def grow(self) -> None:
        """Make room for words that came later, as far as the screen has it; what it has not, scrolls."""
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """What Qt could not foresee of wrapped words inside cards shows as something to scroll."""
        self._inside.activate()
        needed = self._inside.totalHeightForWidth(self._content.width())
        missing = max(self._scroll.verticalScrollBar().maximum(), needed - self._scroll.viewport().height())
        tallest = self.screen().availableGeometry().height() - 64
        if missing > 0 and self.height() < tallest:
            self.resize(self.width(), min(self.height() + missing, tallest))

    def _on_hide(self) -> None:
        above = self.parentWidget()
        while above is not None and not hasattr(above, "hide_or_go_on"):
            above = above.parentWidget()
        if above is not None:
            above.hide_or_go_on()

    def _on_next_steps(self) -> None:
        above = self.parentWidget()
        show = getattr(above.window(), "show_next_steps", None) if above is not None else None
        if show is not None:
            show(self)


def refusal(parent: QWidget | None, problem: errors.Refusal, then: After = None) -> Dialog:
    """Say what happened, what is safe and what to do; the number is small, for whoever helps."""
    title, safe, todo = problem.words()
    dialog = Dialog(parent, title)
    dialog.body.addWidget(widgets.words(safe))
    dialog.body.addWidget(widgets.words(todo))
    dialog.body.addWidget(widgets.small(f"Number {problem.number}"))
    _answer(dialog, "Close", then)
    return _shown(dialog)


def unexpected(parent: QWidget | None, reference: str, then: After = None) -> Dialog:
    """Say calmly that something went wrong that we had not foreseen, with a number to pass on."""
    dialog = Dialog(parent, "Something went wrong that we did not expect")
    dialog.body.addWidget(
        widgets.words(
            "What was saved is still saved. If the line at the bottom says Saved, your last words are in."
        )
    )
    dialog.body.addWidget(
        widgets.words(
            "You can carry on. If it happens again, lock and unlock, and tell your support this number."
        )
    )
    dialog.body.addWidget(widgets.words(reference, "code", selectable=True))
    _answer(dialog, "Carry on", then)
    return _shown(dialog)


def tell(
    parent: QWidget | None,
    title: str,
    *sentences: str,
    button: str = "Close",
    then: After = None,
) -> Dialog:
    """Tell something that needs no answer."""
    dialog = Dialog(parent, title)
    for sentence in sentences:
        dialog.body.addWidget(widgets.words(sentence))
    _answer(dialog, button, then)
    return _shown(dialog)


def ask(
    parent: QWidget | None,
    title: str,
    *sentences: str,
    safe: str,
    other: str,
    then: Callable[[], None],
    otherwise: After = None,
) -> Dialog:
    """Ask before something that matters. `safe` is the default and what Esc means; `other` runs `then`."""
    dialog = Dialog(parent, title)
    for sentence in sentences:
        dialog.body.addWidget(widgets.words(sentence))
    keep = widgets.primary(safe, dialog.reject)
    keep.setDefault(True)
    dialog.buttons.addWidget(keep)
    dialog.buttons.addWidget(widgets.button(other, dialog.accept))
    dialog.buttons.addStretch(1)
    dialog.accepted.connect(then)
    if otherwise is not None:
        dialog.rejected.connect(otherwise)
    keep.setFocus()
    return _shown(dialog)


def _answer(dialog: Dialog, words: str, then: After) -> None:
    close = widgets.primary(words, dialog.accept)
    close.setDefault(True)
    dialog.buttons.addWidget(close)
    dialog.buttons.addStretch(1)
    if then is not None:
        dialog.finished.connect(lambda _result: then())
    close.setFocus()


def _shown(dialog: Dialog) -> Dialog:
    dialog.open()
    return dialog
