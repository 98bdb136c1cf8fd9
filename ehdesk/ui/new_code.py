"""A new recovery code over the window: it is shown once, so it is not closed by a slip of the finger."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ehdesk.ui import messages, steps


class NewCode(messages.Dialog):
    """`print_wanted` asks for the sheet. Accepted, it was written down; else it was given up knowingly."""

    print_wanted = Signal()

    def __init__(self, parent: QWidget, code: str) -> None:
        super().__init__(parent, "Your new recovery code", width=600)
        self.step = steps.RecoveryStep(code, (1, 5), is_inside=True)
        self.step.print_wanted.connect(self.print_wanted)
        self.step.chosen.connect(self.accept)
        self.step.finish("Done", self.step.go_on)
        self.body.addWidget(self.step)
        self.open()
        self.step.take_focus()

    def reject(self) -> None:
        """Esc, or the window's own button: the old code has ended, so this is asked about first."""
        messages.ask(
            self,
            "Close without the new code?",
            "The old code opens nothing any more, and this one is never shown again.",
            "Without either of them, a forgotten passphrase cannot be helped.",
            safe="Back to the code",
            other="Close without it",
            then=lambda: self.done(self.DialogCode.Rejected.value),
        )
