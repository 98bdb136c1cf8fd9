"""A forgotten passphrase: the recovery code from paper, then a new passphrase. No work is lost."""

from typing import Any, Protocol

from PySide6.QtCore import Signal

from ehdesk.ui import background, steps, widgets


class Doors(Protocol):
    """What this way in asks of the vault. Each runs on the vault lane and may raise a refusal."""

    def check_code(self, code: str) -> None:
        """Whether the code belongs to this vault."""

    def judge(self, phrase: str, avoid: tuple[str, ...] = ()) -> Any:
        """How strong a passphrase is, in words."""

    def unlock_with_code(self, code: str, phrase: str) -> Any:
        """Open with the code and set a new passphrase."""


class Forgotten(steps.Steps):
    """Two steps. `opened` carries the vault; `left` says that the worker went back."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, vault: Doors, lane: background.Lane) -> None:
        super().__init__()
        self._vault, self._lane = vault, lane
        self._code = ""
        self.show_step(self._ask_code())

    def _ask_code(self) -> steps.Step:
        step = steps.Step(
            "Open with the recovery code",
            "Your work is safe. Take the recovery sheet: the code has eight groups and one more character.",
        )
        line = step.ask("Recovery code", self._code, "Capitals, spaces and dashes do not matter.")

        def go_on() -> None:
            code = line.text().strip()
            if not code:
                step.complain("Enter the code from the recovery sheet.", line)
                return
            step.busy("Looking…")
            self._lane.submit(
                lambda: self._vault.check_code(code),
                lambda _none: self._right(code),
                step.refused,
                owner=step,
            )

        step.body.addWidget(
            widgets.quiet("No sheet? Your manager or IT support can tell you who keeps a copy of it.")
        )
        step.finish("Continue", go_on, self.left.emit)
        return step

    def _right(self, code: str) -> None:
        self._code = code
        self.show_step(self._ask_passphrase())

    def _ask_passphrase(self) -> steps.Step:
        step = steps.PassphraseStep(
            "Choose a new passphrase",
            "The code is right. 14 characters or more, or four words that do not belong together.",
            self._vault.judge,
            self._lane,
        )

        def go_on(phrase: str) -> None:
            step.busy("Opening…")
            self._lane.submit(
                lambda: self._vault.unlock_with_code(self._code, phrase),
                self.opened.emit,
                step.refused,
                owner=step,
            )

        step.chosen.connect(go_on)
        step.finish("Set the passphrase and open", step.go_on, lambda: self.show_step(self._ask_code()))
        return step
