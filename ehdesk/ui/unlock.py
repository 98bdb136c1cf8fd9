"""The first window of every day: the passphrase, and who to call. Nothing of a family is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ehdesk.ui import background, next_steps, widgets

if TYPE_CHECKING:
    from ehdesk.ui import hand_in as hand_ins
    from ehdesk.ui import typed_ahead

NOT_OPENED = (
    "Your desk could not be opened. What you saved is safe on this laptop. "
    "Enter your passphrase to try again: ehdesk will open on Today."
)


class Front(NamedTuple):
    """What may be shown before the passphrase."""

    numbers: next_steps.Numbers
    practice: bool = False
    has_other: bool = False
    may_hand_in: bool = False


class Doors(Protocol):
    """What this window asks of the vault. Each runs on the vault lane and may raise a refusal."""

    def unlock(self, phrase: str) -> Any:
        """Open everything."""

    def delay(self, wrong: int) -> int:
        """Seconds to wait after so many wrong tries in a row."""

    def hand_in(self, go_on: Callable[[], bool], far: Callable[[int, int], object]) -> int:
        """Hand in what waits, sealed and unopened; how many bytes went."""


class UnlockPage(QWidget):
    """Asks for the passphrase and speaks by `opened`, which carries what the unlock door returned."""

    opened = Signal(object)
    forgotten = Signal()
    other_wanted = Signal()

    def __init__(self, front: Front, doors: Doors, lane: background.Lane) -> None:
        super().__init__()
        self._front, self._doors, self._lane = front, doors, lane
        self._wrong = self._left = 0
        self._ticking = QTimer(self)
        self._ticking.setInterval(1000)
        self._ticking.timeout.connect(self.tick)
        self.field = PassphraseField("Passphrase")
        self.button = widgets.primary("Unlock", self.try_it)
        self.said = widgets.words("")
        self.hand_in: hand_ins.HandIn | None = None
        self._keeper: typed_ahead.Keeper | None = None
        self._build(front)
        self.field.line.returnPressed.connect(self.try_it)

    def _build(self, front: Front) -> None:
        page = widgets.Column(characters=52, margin=40)
        widgets.stack(self).addWidget(widgets.scrolled(page))
        body = page.body
        body.addWidget(widgets.quiet("ehdesk"))
        body.addWidget(widgets.heading("Unlock practice vault" if front.practice else "Unlock your desk"))
        if front.practice:
            body.addWidget(widgets.words("PRACTICE: every family here is invented.", "warm"))
        body.addSpacing(8)
        body.addWidget(self.field)
        self.said.setVisible(False)
        body.addWidget(self.said)
        across = widgets.line(gap=12)
        across.addWidget(self.button)
        across.addWidget(widgets.link("I have forgotten my passphrase", self.forgotten.emit))
        across.addStretch(1)
        body.addLayout(across)
        body.addSpacing(16)
        self._below = widgets.stack(gap=16)
        body.addLayout(self._below)
        body.addStretch(1)

    def show_rest(self, saved: str = "") -> None:
        """Show whom to call, when the vault was last saved, and the way to the other vault.

        It comes a breath after the first paint: it is half of what the window has to build, and the
        passphrase can be typed meanwhile.
        """
        self._below.addWidget(next_steps.urgent(self._front.numbers))
        if saved:
            self._below.addWidget(widgets.quiet(saved))
        if self._front.may_hand_in:
            from ehdesk.ui import hand_in  # late: where it was switched on

            self.hand_in = hand_in.HandIn(self._doors, self._lane)
            self._below.addWidget(self.hand_in)
        if self._front.has_other:
            words = "Go to your own vault" if self._front.practice else "Practise with invented families"
            across = widgets.line()
            across.addWidget(widgets.link(words, self.other_wanted.emit))
            across.addStretch(1)
            self._below.addLayout(across)

    @property
    def keeper(self) -> typed_ahead.Keeper:
        """What keeps the keys typed since the passphrase was handed in."""
        if self._keeper is None:
            from ehdesk.ui import typed_ahead  # late: it brings much of Qt, and nothing is typed yet

            self._keeper = typed_ahead.Keeper(self)
        return self._keeper

    def take_focus(self) -> None:
        """Put the cursor in the passphrase."""
        self.field.line.setFocus()

    def try_it(self) -> None:
        """Hand the passphrase to the vault; it leaves the field at once."""
        passphrase = self.field.text()
        if not passphrase or not self.button.isEnabled():
            self.take_focus()
            return
        if self.hand_in is not None:
            self.hand_in.stop()
        self.keeper.setFocus()  # whoever goes on typing loses no letter while the desk opens
        self._busy(is_busy=True)
        self._say("Opening…")
        self._lane.submit(
            lambda: self._doors.unlock(passphrase), self._on_opened, self._on_refused, owner=self
        )

    def _on_opened(self, opened: object) -> None:
        self.field.clear()
        self.opened.emit(opened)

    def _on_refused(self, error: Exception) -> None:
        from ehdesk import errors  # late: the catalogue of all that can go wrong is long

        self.keeper.take()
        self._busy(is_busy=False)
        if isinstance(error, errors.WrongPassphrase):
            self._wrong += 1
            self._left = self._doors.delay(self._wrong)
            self.field.line.selectAll()
            self.button.setEnabled(False)
            self._ticking.start()
            self._say_wait()
        elif isinstance(error, errors.Refusal):
            self._say(" ".join(stopped(part) for part in error.words()), look="warm")
        else:
            self._say("")
            self._lane.stumbled.emit(error)
        self.take_focus()

    def show_not_opened(self) -> None:
        """The passphrase was right, and the desk could not be built. The vault is closed again."""
        self.keeper.take()
        self._busy(is_busy=False)
        self._say(NOT_OPENED, look="warm")
        self.take_focus()

    def tick(self) -> None:
        """A second of waiting has gone by."""
        self._left -= 1
        if self._left > 0:
            self._say_wait()
            return
        self._ticking.stop()
        self.button.setEnabled(True)
        self._say("That is not the passphrase of this vault. You can try again now.", look="warm")

    def _say_wait(self) -> None:
        seconds = "1 second" if self._left == 1 else f"{self._left} seconds"
        hint = " Is Caps Lock on?" if self._wrong == 1 else ""
        self._say(f"That is not the passphrase of this vault.{hint} Try again in {seconds}.", look="warm")

    def _busy(self, *, is_busy: bool) -> None:
        self.field.setEnabled(not is_busy)
        self.button.setEnabled(not is_busy)

    def _say(self, text: str, look: str = "quiet") -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        widgets.relook(self.said, look)
        if text:
            widgets.announce(self.said, text)


def stopped(sentence: str) -> str:
    """The sentence with its full stop."""
    return sentence if sentence.endswith((".", "?")) else sentence + "."


class PassphraseField(QWidget):
    """A passphrase with its label and Show. Pasting is allowed; it is hidden until Show is pressed."""

    changed = Signal(str)

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(400)
        self.show_button = widgets.button("Show")
        self.show_button.setCheckable(True)
        self.show_button.setAccessibleName(f"Show {label[0].lower()}{label[1:]}")
        self.show_button.toggled.connect(self._on_show)
        column = widgets.stack(self)
        column.addWidget(widgets.caption(label, self.line, hint))
        across = widgets.line()
        across.addWidget(self.line, 1)
        across.addWidget(self.show_button)
        column.addLayout(across)
        self.line.textChanged.connect(self.changed)

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def is_shown(self) -> bool:
        """Whether the words can be read on the screen, so that typing them twice proves nothing."""
        return self.show_button.isChecked()

    def clear(self) -> None:
        """Empty the field, its undo steps too."""
        self.line.clear()
        self.show_button.setChecked(False)

    def _on_show(self, is_shown: bool) -> None:  # noqa: FBT001 - a slot
        normal, hidden = QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password
        self.line.setEchoMode(normal if is_shown else hidden)
        self.show_button.setText("Hide" if is_shown else "Show")
