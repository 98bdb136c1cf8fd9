"""Settings: how it looks, when it locks, who to call, who you are, and what opens the vault."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from ehdesk import errors, settings
from ehdesk.ui import desk as desks
from ehdesk.ui import messages, next_steps, steps, theme, unlock, widgets, window_menu

LOCK_MINUTES = (1, 2, 3, 5, 10, 15)


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


class Doors(Protocol):
    """What this page asks for. All but `prefer` answer through `then` or `failed` on the window's thread."""

    def prefer(self, preferences: settings.Preferences) -> None:
        """Take over how it looks and when it locks, at once."""

    def keep_numbers(self, daytime: str, out_of_hours: str, then: desks.Then, failed: desks.Failed) -> None:
        """Keep the two numbers."""

    def rename(self, key: str, value: str, then: desks.Then, failed: desks.Failed) -> None:
        """Change the practitioner's name, team or agency."""

    def change_passphrase(self, old: str, new: str, then: desks.Then, failed: desks.Failed) -> None:
        """Put a new passphrase in the place of the old one."""

    def new_code(self, then: desks.Then, failed: desks.Failed) -> None:
        """Make a new recovery code, which ends the old one."""

    def back_up(self, then: desks.Then, failed: desks.Failed) -> None:
        """Take a backup now."""

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
        for title, build in (
            ("How it looks", self._looks),
            ("Locking", self._locking),
            ("Numbers to call", self._numbers),
            ("Who you are", self._who),
            ("What opens your vault", self._opening),
            ("Backups", self._backups),
        ):
            body.addSpacing(20)
            body.addWidget(widgets.heading(title, 2))
            build(body)
        body.addStretch(1)

    def place(self) -> desks.Place:
        """Settings have no finer place than themselves."""
        return desks.Place("settings")

    def restore(self, place: desks.Place) -> None:
        """Go to the numbers where they are what one came for."""
        if place.path == "numbers":
            self.daytime.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(self.keep_button, 16, 48)

    def take_focus(self) -> None:
        """Start at the colours that are on."""
        if (checked := self._schemes.checkedButton()) is not None:
            checked.setFocus()

    # Sections

    def _looks(self, body: QVBoxLayout) -> None:
        self._schemes = QButtonGroup(self)
        group = QWidget()
        group.setAccessibleName("Colours")
        column = widgets.stack(group, gap=0)
        column.addWidget(widgets.heading("Colours", 3))
        for scheme, words in window_menu.SCHEME_WORDS.items():
            choice = QRadioButton(words)
            choice.setChecked(scheme == self._preferences.theme)
            choice.clicked.connect(
                lambda _checked, chosen=scheme: self._prefer(replace(self._preferences, theme=chosen))
            )
            self._schemes.addButton(choice)
            column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(group)
        self.text_size = _combo(
            [(f"{size} %", size) for size in theme.TEXT_SIZES], self._preferences.text_percent
        )
        self.text_size.currentIndexChanged.connect(
            lambda _n: self._prefer(replace(self._preferences, text_percent=self.text_size.currentData()))
        )
        _add(body, "Size of text", self.text_size, "Also Ctrl and + or −, on every page.")

    def _locking(self, body: QVBoxLayout) -> None:
        allowed = [minutes for minutes in LOCK_MINUTES if minutes <= self._shown.longest_lock]
        words = [("1 minute" if minutes == 1 else f"{minutes} minutes", minutes) for minutes in allowed]
        self.lock_after = _combo(words, self._preferences.lock_minutes)
        self.lock_after.currentIndexChanged.connect(
            lambda _n: self._prefer(replace(self._preferences, lock_minutes=self.lock_after.currentData()))
        )
        _add(
            body,
            "Lock when nobody is there for",
            self.lock_after,
            "You are told 30 seconds before. It also locks when the laptop sleeps or its screen is locked, "
            "and with Ctrl+L.",
        )

    def _numbers(self, body: QVBoxLayout) -> None:
        now = self._shown.numbers
        self.daytime, self.out_of_hours = QLineEdit(now.daytime), QLineEdit(now.out_of_hours)
        _add(body, "Children’s services, daytime", self.daytime)
        _add(body, "Children’s services, evenings and weekends", self.out_of_hours)
        self.numbers_said = widgets.words("")
        self.keep_button = widgets.button("Read back and keep", self._keep_numbers, sign="tick")
        _foot(body, self.keep_button, self.numbers_said)

    def _who(self, body: QVBoxLayout) -> None:
        self.who: dict[str, QLineEdit] = {}
        self._who_now: dict[str, str] = {}
        for key, label, value in (
            ("name", "Your name", self._shown.name),
            ("team", "Your team", self._shown.team),
            ("agency", "Your agency", self._shown.agency),
        ):
            line = self.who[key] = QLineEdit(value)
            self._who_now[key] = value
            line.editingFinished.connect(lambda key=key, line=line: self._rename(key, line))
            _add(body, label, line)
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
        if not text and key != "team":
            line.setText(before)
        elif text != before:
            self._who_now[key] = text
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
            "The code on the old sheet stops working at once. Have a printer or paper at hand.",
            safe="Keep the old code",
            other="Make a new code",
            then=lambda: self._doors.new_code(self._show_code, self._failed(self.code_said)),
        )

    def _show_code(self, code: str) -> None:
        dialog = messages.Dialog(self, "Your new recovery code", width=560)
        step = steps.RecoveryStep(code, (1, 5))
        step.print_wanted.connect(lambda: self._doors.print_code(dialog, code))
        step.chosen.connect(dialog.accept)
        step.finish("Done", step.go_on)
        dialog.body.addWidget(step)
        dialog.resize(theme.scaled(640), theme.scaled(640))
        dialog.accepted.connect(lambda: _say(self.code_said, "Made. Destroy the old sheet.", "quiet"))
        dialog.open()

    def _back_up(self) -> None:
        _say(self.backup_said, "Backing up…", "quiet")
        self.backup_button.setEnabled(False)

        def done(_backup: Any) -> None:
            self.backup_button.setEnabled(True)
            _say(self.backup_said, "Backed up, opened and compared.", "quiet")

        def failed(error: Exception) -> None:
            self.backup_button.setEnabled(True)
            self._failed(self.backup_said)(error)

        self._doors.back_up(done, failed)

    def _done(self, label: QWidget, words: str) -> desks.Then:
        return lambda _result: _say(label, words, "quiet")

    def _failed(self, label: QWidget) -> desks.Failed:
        def show(error: Exception) -> None:
            if isinstance(error, errors.Refusal):
                _say(label, " ".join(unlock.stopped(part) for part in error.words()), "warm")
            else:
                _say(label, "", "quiet")
                raise error

        return show


def _combo(choices: list[tuple[str, int]], chosen: int) -> QComboBox:
    combo = QComboBox()
    for words, value in choices:
        combo.addItem(words, value)
    nearest = min(range(len(choices)), key=lambda place: abs(choices[place][1] - chosen))
    combo.setCurrentIndex(nearest)
    return combo


def _add(body: QVBoxLayout, label: str, field: QWidget, hint: str = "") -> None:
    holder = QWidget()
    column = widgets.stack(holder, gap=4)
    column.addWidget(widgets.caption(label, field, hint))
    column.addWidget(field)
    body.addWidget(holder)


def _foot(body: QVBoxLayout, press: widgets.Button, said: QWidget) -> None:
    said.setVisible(False)
    body.addWidget(press, 0, Qt.AlignmentFlag.AlignLeft)
    body.addWidget(said)


def _say(label: Any, text: str, look: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
    widgets.relook(label, look)
    if text:
        widgets.announce(label, text)
