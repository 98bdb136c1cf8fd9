"""A new recovery code over the window. The old one counts until two groups of this one are typed back.

So nobody is left without a code on paper: not where the desk locks by itself, or ends, while this is shown.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ehdesk import errors
from ehdesk.ui import background, messages, steps, widgets
from ehdesk.ui import desk as desks

Use = Callable[[desks.Then, desks.Failed], object]

_OLD = (
    "The old code opens your vault until you have typed two groups of this one back here and pressed Done. "
    "Keep its sheet until then."
)


class NewCode(messages.Dialog):
    """`print_wanted` asks for the sheet. Accepted, the code is in use; else it was given up knowingly."""

    print_wanted = Signal()

    def __init__(self, parent: QWidget, code: str, use: Use) -> None:
        """`use` takes the code into use, which ends the old one."""
        super().__init__(parent, "Your new recovery code", width=600)
        self._use, self._is_taking = use, False
        self.body.addWidget(widgets.words(_OLD))
        self.step = steps.RecoveryStep(code, (1, 5), is_inside=True)
        self.step.print_wanted.connect(self.print_wanted)
        self.step.chosen.connect(self._take)
        self.step.finish("Done", self.step.go_on)
        self.body.addWidget(self.step)
        self.open()
        self.step.take_focus()

    def _take(self) -> None:
        self._is_taking = True
        self.step.busy("One moment…")
        self._use(self._on_taken, self._on_failed)

    def _on_taken(self, _none: object) -> None:
        if background.is_here(self):
            self.accept()

    def _on_failed(self, error: Exception) -> None:
        """The old code counts, and this one is still shown: Done can be pressed again."""
        if not background.is_here(self):
            raise error  # the desk has gone meanwhile: it is said where there is a window
        self._is_taking = False
        self.step.refused(error)
        if not isinstance(error, errors.Refusal):
            raise error

    def reject(self) -> None:
        """Esc, or the window's own button: the new paper opens nothing, so this is asked about."""
        if self._is_taking:
            return  # it is about to count
        messages.ask(
            self,
            "Close without the new code?",
            "The old code still opens your vault. This one does not, and it is never shown again.",
            "Destroy what you wrote down or printed of it.",
            safe="Back to the code",
            other="Close without it",
            then=lambda: self.done(self.DialogCode.Rejected.value),
        )
