"""Settings: how it looks, when it locks, who to call, who you are, and what opens the vault."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from ehdesk import errors, settings
from ehdesk.ui import (
    background,
    carrying,
    messages,
    new_code,
    next_steps,
    settings_centre,
    settings_choices,
    steps,
    unlock,
    widgets,
)
from ehdesk.ui import desk as desks

_NO_CODE = "The old code still opens your vault. Destroy what you wrote down or printed of the new one."

_EVERY: tuple[tuple[str, str], ...] = (
    ("Not agreed yet", ""),
    ("Each week", "week"),
    ("Every two weeks", "two_weeks"),
    ("Each month", "month"),
    ("Every six weeks", "six_weeks"),
)


@dataclass(frozen=True)
class Shown:
    """What the page starts with."""

    preferences: settings.Preferences
    numbers: next_steps.Numbers
    name: str
    team: str
    agency: str
    keyring: bool
    longest_lock: int = 15
    initials: bool = False
    overseer: str = ""
    overseen_every: str = ""
    practice: bool = False
    centre: str = ""
    """The authority whose centre the laptop is connected to; "" where it is to none."""
    hands_in: bool | None = None
    """Whether it may send what waits while it is locked; None where there is no password store for that."""


class Doors(settings_centre.Doors, Protocol):
    """What this page asks for. All but `prefer` answer through `then` or `failed` on the window's thread."""

    def prefer(self, preferences: settings.Preferences) -> None:
        """Take over how it looks and when it locks, at once."""

    def keep_numbers(self, daytime: str, out_of_hours: str, then: desks.Then, failed: desks.Failed) -> None:
        """Keep the two numbers."""

    def rename(self, key: str, value: str, then: desks.Then, failed: desks.Failed) -> None:
        """Change the practitioner's name, team or agency, or who supervises them."""

    def change_passphrase(self, old: str, new: str, then: desks.Then, failed: desks.Failed) -> None:
        """Put a new passphrase in the place of the old one."""

    def new_code(self, then: desks.Then, failed: desks.Failed) -> None:
        """Make a new recovery code. The old one counts until it is taken into use."""

    def use_code(self, code: str, then: desks.Then, failed: desks.Failed) -> None:
        """Take a new recovery code into use, which ends the old one."""

    def back_up(self, then: desks.Then, failed: desks.Failed) -> None:
        """Take a backup now."""

    def own_words(self, then: desks.Then) -> None:
        """The words that the worker added to the dictionary."""

    def forget_word(self, word: str) -> None:
        """Take one of them away again."""

    def print_code(self, parent: QWidget, code: str) -> None:
        """Print a recovery sheet."""


class SettingsPage(desks.Page):
    """One column of sections. Whatever is chosen holds at once; what is written has its own button."""

    def __init__(self, shown: Shown, doors: Doors) -> None:
        super().__init__("Settings")
        self._shown, self._doors = shown, doors
        self._preferences = shown.preferences
        column = widgets.Column(gap=12)
        self._area = widgets.scrolled(column)
        widgets.stack(self).addWidget(self._area)
        body = column.body
        body.addWidget(widgets.heading("Settings"))
        if shown.practice:
            body.addWidget(
                widgets.notice(
                    "This is the practice vault",
                    "Try anything. Your own vault has its own settings: lock, then “Go to your own vault”.",
                )
            )
        self.choices = settings_choices.Choices(
            shown.preferences, longest_lock=shown.longest_lock, initials=shown.initials
        )
        self.choices.preferred.connect(self._prefer)
        self.choices.words_wanted.connect(lambda: doors.own_words(self._show_words))
        body.addWidget(self.choices)
        for title, build in (
            ("Numbers to call", self._numbers),
            ("Who you are", self._who),
            ("What opens your vault", self._opening),
            ("Backups", self._backups),
            ("Your authority’s centre", self._centre),
        ):
            body.addSpacing(20)
            body.addWidget(widgets.heading(title, 2))
            build(body)
        body.addStretch(1)

    def place(self) -> desks.Place:
        """Settings have no finer place than themselves."""
        return desks.Place("settings")

    def restore(self, place: desks.Place) -> None:
        """Go to the numbers, to who supervises or to the recovery code, where it is what one came for."""
        if place.path == "numbers":
            self.daytime.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(self.keep_button, 16, 48)
        elif place.path == "overseer":
            self.who["overseer"].setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(self.overseen_every, 16, 48)
        elif place.path == "code":
            self.code_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(self.code_button, 16, 48)

    def take_focus(self) -> None:
        """Start at the colours that are on."""
        self.choices.take_focus()

    # Sections

    def _numbers(self, body: QVBoxLayout) -> None:
        now = self._shown.numbers
        self.daytime, self.out_of_hours = QLineEdit(now.daytime), QLineEdit(now.out_of_hours)
        settings_choices.add(body, "Children’s services, daytime", self.daytime)
        settings_choices.add(body, "Children’s services, evenings and weekends", self.out_of_hours)
        self.numbers_said = widgets.words("")
        self.keep_button = widgets.button("Read back and keep", self._keep_numbers, sign="tick")
        _foot(body, self.keep_button, self.numbers_said)

    def _who(self, body: QVBoxLayout) -> None:
        self.who: dict[str, QLineEdit] = {}
        self._who_now: dict[str, str] = {}
        supervises = "Whoever looks at your work with you, such as your line manager"
        for key, label, value, hint in (
            ("name", "Your name", self._shown.name, ""),
            ("team", "Your team", self._shown.team, ""),
            ("agency", "Your agency", self._shown.agency, ""),
            ("overseer", "Who supervises your work", self._shown.overseer, supervises),
        ):
            line = self.who[key] = QLineEdit(value)
            self._who_now[key] = value
            line.editingFinished.connect(lambda key=key, line=line: self._rename(key, line))
            settings_choices.add(body, label, line, hint)
        self.overseen_every = QComboBox()
        for words, code in _EVERY:
            self.overseen_every.addItem(words, code)
        self.overseen_every.setCurrentIndex(max(0, self.overseen_every.findData(self._shown.overseen_every)))
        self.overseen_every.currentIndexChanged.connect(lambda _n: self._say_how_often())
        settings_choices.add(body, "How often you meet for it", self.overseen_every)
        self.who_said = widgets.words("")
        self.who_said.setVisible(False)
        body.addWidget(self.who_said)

    def _opening(self, body: QVBoxLayout) -> None:
        body.addWidget(
            widgets.words(
                "The passphrase and this computer’s password store open it together."
                if self._shown.keyring
                else "The passphrase alone opens it: this computer’s password store is not used."
            )
        )
        self.old = unlock.PassphraseField("The passphrase of today")
        self.new = unlock.PassphraseField("The new passphrase", "14 characters or more, or four words.")
        self.again = unlock.PassphraseField("The new passphrase again")
        for field in (self.old, self.new, self.again):
            body.addWidget(field)
        self.opening_said = widgets.words("")
        self.change_button = widgets.button("Change the passphrase", self._change, sign="key")
        _foot(body, self.change_button, self.opening_said)
        body.addSpacing(8)
        self.code_button = widgets.button("Make a new recovery code", self._ask_new_code, sign="shield")
        self.code_said = widgets.words("")
        _foot(body, self.code_button, self.code_said)

    def _backups(self, body: QVBoxLayout) -> None:
        body.addWidget(
            widgets.words(
                "ehdesk keeps encrypted copies by itself: each half hour of work, each day and each week. "
                "They stand on this laptop."
            )
        )
        self.backup_said = widgets.words("")
        self.backup_button = widgets.button("Back up now", self._back_up, sign="backup")
        _foot(body, self.backup_button, self.backup_said)

    def _centre(self, body: QVBoxLayout) -> None:
        self.centre = settings_centre.CentrePart(
            self._doors,
            self._shown.centre,
            practice=self._shown.practice,
            hands_in=self._shown.hands_in,
            done=self._done,
            failed=self._failed,
        )
        body.addWidget(self.centre)

    def follow(self, state: carrying.State) -> None:
        """How it stands with the centre has changed, or is known only now."""
        self.centre.follow(state)

    # What the buttons do

    def _prefer(self, preferences: settings.Preferences) -> None:
        if preferences != self._preferences:
            self._preferences = preferences
            self._doors.prefer(preferences)

    def _keep_numbers(self) -> None:
        for line in (self.daytime, self.out_of_hours):
            fault = steps.number_fault(line.text())
            if fault:
                _say(self.numbers_said, fault, "warm")
                line.setFocus()
                return
        daytime, out_of_hours = self.daytime.text().strip(), self.out_of_hours.text().strip()
        messages.ask(
            self,
            "Read the two numbers back",
            f"Daytime: {daytime}",
            f"Evenings and weekends: {out_of_hours}",
            "Check each digit against your authority’s own list.",
            safe="Go back and check",
            other="They are right",
            then=lambda: self._doors.keep_numbers(
                daytime, out_of_hours, self._done(self.numbers_said, "Kept."), self._failed(self.numbers_said)
            ),
        )

    def _rename(self, key: str, line: QLineEdit) -> None:
        text, before = line.text().strip(), self._who_now[key]
        if not text and key not in ("team", "overseer"):
            line.setText(before)
        elif text != before:
            self._who_now[key] = text
            self._keep_who(key, text)

    def _say_how_often(self) -> None:
        self._keep_who("overseen_every", str(self.overseen_every.currentData()))

    def _keep_who(self, key: str, text: str) -> None:
        self._doors.rename(key, text, self._done(self.who_said, "Saved."), self._failed(self.who_said))

    def _change(self) -> None:
        if self.new.text() != self.again.text() and not self.new.is_shown():
            _say(self.opening_said, "The two new passphrases are not the same.", "warm")
            self.again.line.setFocus()
            return
        _say(self.opening_said, "Changing…", "quiet")
        self._doors.change_passphrase(
            self.old.text(),
            self.new.text(),
            self._done(self.opening_said, "Changed. The recovery code stays as it is."),
            self._failed(self.opening_said),
        )
        for field in (self.old, self.new, self.again):
            field.clear()

    def _ask_new_code(self) -> None:
        messages.ask(
            self,
            "Make a new recovery code?",
            "The code on the old sheet works until you have the new one on paper. "
            "Have a printer or paper at hand.",
            safe="Keep the old code",
            other="Make a new code",
            then=lambda: self._doors.new_code(
                partial(self._show_code, self.window()), self._failed(self.code_said)
            ),
        )

    def _show_code(self, window: QWidget, code: str) -> None:
        """Over the window, wherever the worker went since. The old one counts until it is typed back."""
        dialog = new_code.NewCode(window, code, partial(self._doors.use_code, code))
        dialog.print_wanted.connect(lambda: self._doors.print_code(dialog, code))
        dialog.accepted.connect(lambda: _say(self.code_said, "Made. Destroy the old sheet.", "quiet"))
        dialog.rejected.connect(lambda: _say(self.code_said, _NO_CODE, "warm"))

    def _back_up(self) -> None:
        _say(self.backup_said, "Backing up…", "quiet")
        self.backup_button.setEnabled(False)

        told = self._done(self.backup_said, "Backed up, opened and compared.")
        failed = self._failed(self.backup_said)

        def ended(tell: Callable[[Any], object], came: Any) -> None:
            if background.is_here(self):
                self.backup_button.setEnabled(True)
            tell(came)

        self._doors.back_up(partial(ended, told), partial(ended, failed))

    def _show_words(self, words: tuple[str, ...]) -> None:
        """The worker's own words, each with a way to forget it."""
        if not background.is_here(self):
            return
        dialog = messages.Dialog(self, "Your own words")
        if not words:
            dialog.body.addWidget(
                widgets.quiet("No word of your own yet. F7 on a marked word offers to add it.")
            )
        for word in words:
            holder = QWidget()
            across = widgets.line(holder, gap=12)
            across.addWidget(widgets.words(word), 1)
            forget = widgets.link("Forget", partial(self._forget, holder, word))
            forget.setAccessibleName(f"Forget {word}")
            across.addWidget(forget)
            dialog.body.addWidget(holder)
        close = widgets.primary("Close", dialog.accept)
        close.setDefault(True)
        dialog.buttons.addWidget(close)
        dialog.buttons.addStretch(1)
        close.setFocus()
        dialog.open()

    def _forget(self, line: QWidget, word: str) -> None:
        line.hide()
        self._doors.forget_word(word)

    def _done(self, label: QWidget, words: str) -> desks.Then:
        return lambda _result: _say(label, words, "quiet")

    def _failed(self, label: QWidget) -> desks.Failed:
        def show(error: Exception) -> None:
            if not background.is_here(label):
                raise error  # the page is gone: it is said before the window
            if isinstance(error, errors.Refusal):
                _say(label, " ".join(unlock.stopped(part) for part in error.words()), "warm")
            else:
                _say(label, "", "quiet")
                raise error

        return show


def _foot(body: QVBoxLayout, press: widgets.Button, said: QWidget) -> None:
    said.setVisible(False)
    body.addWidget(press, 0, Qt.AlignmentFlag.AlignLeft)
    body.addWidget(said)


def _say(label: Any, text: str, look: str) -> None:
    if not background.is_here(label):
        return  # the worker went on to another page
    label.setText(text)
    label.setVisible(bool(text))
    widgets.relook(label, look)
    if text:
        widgets.announce(label, text)
