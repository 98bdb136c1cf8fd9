"""The first three minutes: who you are, a passphrase, the recovery code, two numbers to call."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QRandomGenerator, Qt, Signal

from ehdesk.ui import background, opened, steps, widgets

PRACTICE_NUMBERS = ("01632 960 100", "01632 960 200")
"""Numbers that Ofcom keeps for drama: they ring nowhere."""


class Doors(Protocol):
    """What first run asks of the vault. All but the sheet run on the vault lane."""

    def judge(self, phrase: str, avoid: tuple[str, ...]) -> Any:
        """How strong a passphrase is, in words."""

    def has_keyring(self) -> bool:
        """Whether this computer has a password store."""

    def create(self, answers: opened.NewDesk) -> Any:
        """Make the vault; what comes back has `recovery_code`."""

    def keep_numbers(self, opened: Any, daytime: str, out_of_hours: str) -> Any:
        """Keep the two numbers; gives back what was opened."""


class FirstRun(steps.Steps):
    """Steps in one calm column. `opened` carries the vault once everything is answered."""

    opened = Signal(object)
    other_wanted = Signal()
    print_wanted = Signal(str)  # the code

    def __init__(self, vault: Doors, lane: background.Lane, *, has_practice: bool = False) -> None:
        super().__init__()
        self._doors, self._lane = vault, lane
        self.answers = opened.NewDesk()
        self._opened: Any = None
        self._trail: list[Callable[[], steps.Step]] = []
        self._has_practice = has_practice
        self.open_step(self._welcome)

    def open_step(self, make: Callable[[], steps.Step]) -> None:
        """Show a step and remember the way back."""
        self._trail.append(make)
        self.show_step(make())

    def back(self) -> None:
        """Show the step before this one, with what was answered still in it."""
        if len(self._trail) > 1:
            self._trail.pop()
            self.show_step(self._trail[-1]())

    # The steps

    def _welcome(self) -> steps.Step:
        step = steps.Step("Welcome to ehdesk", "Records of Early Help, kept locked on this laptop.")
        step.body.addWidget(
            widgets.words(
                "It takes about three minutes: who you are, a passphrase, a recovery code on paper, "
                "and the two numbers to call when a child is not safe."
            )
        )
        step.body.addSpacing(8)
        own = widgets.primary("Start with your own vault", lambda: self._begin(practice=False))
        step.first = own
        step.body.addWidget(own, 0, Qt.AlignmentFlag.AlignLeft)
        step.body.addSpacing(16)
        step.body.addWidget(widgets.heading("Just looking?", 3))
        step.body.addWidget(
            widgets.quiet("A second vault with invented families. Nothing in it can reach the real one.")
        )
        if self._has_practice:
            practise = widgets.button("Go to the practice vault", self.other_wanted.emit)
        else:
            practise = widgets.button("Practise with invented families", lambda: self._begin(practice=True))
        step.body.addWidget(practise, 0, Qt.AlignmentFlag.AlignLeft)
        step.finish()
        return step

    def _begin(self, *, practice: bool) -> None:
        self.answers = replace(self.answers, practice=practice)
        self.open_step(self._who)

    def _who(self) -> steps.Step:
        step = self._numbered(1, "Who are you?", "Your name stands beside what you write.")
        name = step.ask("Your name", self.answers.name, "As colleagues and families know you.")
        team = step.ask("Your team (optional)", self.answers.team)
        agency = step.ask(
            "Your agency", self.answers.agency, "The council, school or organisation that you work for."
        )

        def go_on() -> None:
            asked = {"your name": name, "your agency": agency}
            missing = {what: field for what, field in asked.items() if not field.text().strip()}
            if missing:
                step.complain(f"Enter {' and '.join(missing)}.", *missing.values())
                return
            self.answers = replace(
                self.answers,
                name=name.text().strip(),
                team=team.text().strip(),
                agency=agency.text().strip(),
            )
            self.open_step(self._passphrase)

        step.finish("Continue", go_on, self.back)
        return step

    def _passphrase(self) -> steps.Step:
        step = steps.PassphraseStep(
            "Choose a passphrase",
            "14 characters or more, or four words that do not belong together. Spaces are welcome. "
            "You type it each morning, so choose one that your fingers will learn.",
            lambda phrase: self._doors.judge(phrase, self.answers.avoid()),
            self._lane,
            number=self._of(2),
        )

        def go_on(phrase: str) -> None:
            self.answers = replace(self.answers, passphrase=phrase)
            if self.answers.practice:
                self.make_vault(step, keyring=False)
            else:
                self.open_step(self._keyring)

        step.chosen.connect(go_on)
        step.finish("Make the practice vault" if self.answers.practice else "Continue", step.go_on, self.back)
        return step

    def _keyring(self) -> steps.Step:
        step = self._numbered(3, "This computer’s half of the key", "")
        told = widgets.words("Looking for this computer’s password store…")
        step.body.addWidget(told)
        alone = widgets.button("Use the passphrase alone", lambda: self.make_vault(step, keyring=False))
        alone.setVisible(False)
        chosen = {"keyring": False}

        def arrived(has_keyring: bool) -> None:  # noqa: FBT001 - what the lane brings
            chosen["keyring"] = has_keyring
            told.setText(_WITH_KEYRING if has_keyring else _WITHOUT_KEYRING)
            widgets.announce(told, told.text())
            alone.setVisible(has_keyring)
            if step.primary is not None:
                step.primary.setText(
                    "Use the password store" if has_keyring else "Go on with the passphrase alone"
                )
                step.primary.setEnabled(True)
                step.primary.setFocus()

        step.finish("Continue", lambda: self.make_vault(step, keyring=chosen["keyring"]), self.back)
        if step.primary is not None:
            step.primary.setEnabled(False)
            step.first = step.primary
        step.body.insertWidget(step.body.count() - 1, alone, 0, Qt.AlignmentFlag.AlignLeft)
        self._lane.submit(
            self._doors.has_keyring, arrived, lambda _error: arrived(has_keyring=False), owner=step
        )
        return step

    def make_vault(self, step: steps.Step, *, keyring: bool) -> None:
        """Make the vault with what was answered, then show the recovery code."""
        self.answers = replace(self.answers, keyring=keyring)
        if self.answers.practice:
            day, night = PRACTICE_NUMBERS
            self.answers = replace(self.answers, daytime=day, out_of_hours=night)
        answers = self.answers
        step.busy("Making your vault…" if not answers.practice else "Inventing families…")

        def made(vault: Any) -> None:
            self.answers = replace(self.answers, passphrase="")
            self._opened = vault
            self._trail.clear()
            if answers.practice:
                self.opened.emit(vault)
            else:
                self.open_step(self._recovery)

        self._lane.submit(lambda: self._doors.create(answers), made, step.refused, owner=step)

    def _recovery(self) -> steps.Step:
        chance = QRandomGenerator.system()
        first = chance.bounded(4)
        step = steps.RecoveryStep(
            self._opened.recovery_code, (first, first + 1 + chance.bounded(4)), number=self._of(4)
        )
        step.print_wanted.connect(lambda: self.print_wanted.emit(self._opened.recovery_code))
        step.chosen.connect(lambda: self.open_step(self._numbers))
        step.finish("Continue", step.go_on, None)
        return step

    def _numbers(self) -> steps.Step:
        step = steps.NumbersStep(self.answers.daytime, self.answers.out_of_hours, number=self._of(5))

        def go_on(daytime: str, out_of_hours: str) -> None:
            self.answers = replace(self.answers, daytime=daytime, out_of_hours=out_of_hours)
            step.busy("Opening your desk…")
            self._lane.submit(
                lambda: self._doors.keep_numbers(self._opened, daytime, out_of_hours),
                self.opened.emit,
                step.refused,
                owner=step,
            )

        step.chosen.connect(go_on)
        step.finish("Open my desk", step.go_on, self.back)
        return step

    def _numbered(self, number: int, title: str, why: str) -> steps.Step:
        return steps.Step(title, why, number=self._of(number))

    def _of(self, number: int) -> str:
        return f"Step {number} of {2 if self.answers.practice else 5}"


_WITH_KEYRING = (
    "This computer has a password store. It can keep the second half of the key, so that a copy of your "
    "vault cannot be opened elsewhere, even by somebody who knows the passphrase."
)
_WITHOUT_KEYRING = (
    "This computer has no password store that ehdesk may use. Your vault opens with the passphrase alone: "
    "whoever copies it and learns the passphrase can read it. So keep the passphrase strong and to yourself."
)
