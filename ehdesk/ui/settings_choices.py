"""What a worker chooses and what holds at once: colours, text, lists, locking, reminders, spelling."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QVBoxLayout, QWidget

from ehdesk import settings
from ehdesk.ui import theme, widgets, window_menu

LOCK_MINUTES = (1, 2, 3, 5, 10, 15)
_DENSITIES: tuple[tuple[str, settings.Density], ...] = (
    ("Comfortable: room around each line", "comfortable"),
    ("Compact: more lines on a page", "compact"),
)


class Choices(QWidget):
    """`preferred` carries the preferences as they are after a choice. The authority's word goes first:
    `longest_lock` minutes, and `initials` where its lists show them whatever a worker prefers.
    """

    preferred = Signal(object)
    words_wanted = Signal()

    def __init__(self, preferences: settings.Preferences, *, longest_lock: int, initials: bool) -> None:
        super().__init__()
        self._preferences = preferences
        self._longest_lock, self._authority_initials = longest_lock, initials
        body = widgets.stack(self, gap=12)
        for title, build in (
            ("How it looks", self._looks),
            ("Lists", self._lists),
            ("Locking", self._locking),
            ("Visits", self._reminders),
            ("Notices", self._notices),
            ("Spelling", self._spelling),
        ):
            body.addSpacing(20)
            body.addWidget(widgets.heading(title, 2))
            build(body)

    def take_focus(self) -> None:
        """Start at the colours that are on."""
        if (checked := self._schemes.checkedButton()) is not None:
            checked.setFocus()

    def _choose(self, **chosen: Any) -> None:
        self._preferences = replace(self._preferences, **chosen)
        self.preferred.emit(self._preferences)

    # Sections

    def _looks(self, body: QVBoxLayout) -> None:
        self._schemes = _radios(
            self,
            body,
            "Colours",
            [(words, scheme) for scheme, words in window_menu.SCHEME_WORDS.items()],
            self._preferences.theme,
            lambda scheme: self._choose(theme=scheme),
        )
        sizes = [(f"{size} %", size) for size in theme.TEXT_SIZES]
        self.text_size = combo(sizes, self._preferences.text_percent)
        self.text_size.currentIndexChanged.connect(
            lambda _n: self._choose(text_percent=self.text_size.currentData())
        )
        add(body, "Size of text", self.text_size, "Also Ctrl and + or −, on every page.")

    def _lists(self, body: QVBoxLayout) -> None:
        self.densities = _radios(
            self,
            body,
            "Lines in lists",
            list(_DENSITIES),
            self._preferences.density,
            lambda density: self._choose(density=density),
        )
        self.initials = _tick(
            body,
            "Show initials instead of names in lists",
            "Your authority has lists show initials."
            if self._authority_initials
            else "On Today, in the caseload and in search. A family’s own file shows its names.",
            ticked=self._authority_initials or self._preferences.initials,
            then=lambda ticked: self._choose(initials=ticked),
        )
        self.initials.setEnabled(not self._authority_initials)

    def _locking(self, body: QVBoxLayout) -> None:
        allowed = [minutes for minutes in LOCK_MINUTES if minutes <= self._longest_lock]
        words = [("1 minute" if minutes == 1 else f"{minutes} minutes", minutes) for minutes in allowed]
        self.lock_after = combo(words, self._preferences.lock_minutes)
        self.lock_after.currentIndexChanged.connect(
            lambda _n: self._choose(lock_minutes=self.lock_after.currentData())
        )
        add(
            body,
            "Lock when nobody is there for",
            self.lock_after,
            "You are told 30 seconds before. It also locks when the laptop sleeps or its screen is locked, "
            "and with Ctrl+L. F12 only covers the page.",
        )

    def _reminders(self, body: QVBoxLayout) -> None:
        words = [
            (f"{minutes} minutes before" if minutes else "Never", minutes)
            for minutes in settings.REMINDER_MINUTES
        ]
        self.reminder = combo(words, self._preferences.reminder_minutes)
        self.reminder.currentIndexChanged.connect(
            lambda _n: self._choose(reminder_minutes=self.reminder.currentData())
        )
        add(body, "Say that a visit begins", self.reminder, "One quiet line with the time. It names nobody.")

    def _notices(self, body: QVBoxLayout) -> None:
        self.notices = _tick(
            body,
            "Say when work comes in while ehdesk is behind other windows",
            "A short notice of your system: how many changes, or that something needs you. It names nobody.",
            ticked=self._preferences.notices,
            then=lambda ticked: self._choose(notices=ticked),
        )

    def _spelling(self, body: QVBoxLayout) -> None:
        self.spelling = _tick(
            body,
            "Mark words that may be misspelt",
            "British spelling with the field’s words. F7 goes to the next one. Nothing leaves this laptop.",
            ticked=self._preferences.spelling,
            then=lambda ticked: self._choose(spelling=ticked),
        )
        self.words_button = widgets.button("Your own words", self.words_wanted.emit)
        body.addWidget(self.words_button, 0, Qt.AlignmentFlag.AlignLeft)


def combo(choices: list[tuple[str, int]], chosen: int) -> QComboBox:
    """A list to pick from, at the choice nearest to the one that holds."""
    made = QComboBox()
    for words, value in choices:
        made.addItem(words, value)
    nearest = min(range(len(choices)), key=lambda place: abs(choices[place][1] - chosen))
    made.setCurrentIndex(nearest)
    return made


def add(body: QVBoxLayout, label: str, field: QWidget, hint: str = "") -> None:
    """A field under its label."""
    holder = QWidget()
    column = widgets.stack(holder, gap=4)
    column.addWidget(widgets.caption(label, field, hint))
    where = Qt.AlignmentFlag.AlignLeft if isinstance(field, QComboBox) else Qt.AlignmentFlag(0)
    column.addWidget(field, 0, where)
    body.addWidget(holder)


def _radios(
    parent: QWidget,
    body: QVBoxLayout,
    title: str,
    choices: list[tuple[str, Any]],
    chosen: Any,
    then: Callable[[Any], None],
) -> QButtonGroup:
    group, holder = QButtonGroup(parent), QWidget()
    holder.setAccessibleName(title)
    column = widgets.stack(holder, gap=4)
    column.addWidget(widgets.heading(title, 3))
    for words, value in choices:
        choice = QRadioButton(words)
        choice.setChecked(value == chosen)
        choice.clicked.connect(lambda _checked, wanted=value: then(wanted))
        group.addButton(choice)
        column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
    body.addWidget(holder)
    return group


def _tick(
    body: QVBoxLayout, words: str, hint: str, *, ticked: bool, then: Callable[[bool], None]
) -> QCheckBox:
    holder = QWidget()
    column = widgets.stack(holder, gap=2)
    box = QCheckBox(words)
    box.setChecked(ticked)
    box.setAccessibleDescription(hint)
    box.clicked.connect(then)
    column.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(widgets.quiet(hint))
    body.addWidget(holder)
    return box
