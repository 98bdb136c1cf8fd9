"""The half minute before an idle lock: a quiet strip that counts, and one button to stay."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from ehdesk.ui import idle, messages, widgets


class LockWarning(QObject):
    """Shows the seconds that are left over the window. Any key or touch puts it away too."""

    def __init__(self, window: QWidget, watch: idle.Idle) -> None:
        super().__init__(window)
        self._window, self._watch = window, watch
        self._dialog: messages.Dialog | None = None
        self._words: QLabel | None = None
        watch.warned.connect(self.show)
        watch.stayed.connect(self.put_away)

    def dialog(self) -> messages.Dialog | None:
        """What is shown, while it is."""
        return self._dialog

    def show(self, seconds: int) -> None:
        """Say how long there is left."""
        if self._dialog is None:
            self._dialog, self._words = self._make()
            widgets.announce(self._dialog, f"Locking in {seconds} seconds")
        if self._words is not None:
            left = "1 second" if seconds == 1 else f"{seconds} seconds"
            self._words.setText(f"Locking in {left}, because nobody seems to be here.")

    def put_away(self) -> None:
        """Somebody is there."""
        if self._dialog is not None:
            before, self._dialog, self._words = self._dialog, None, None
            before.close()

    def _make(self) -> tuple[messages.Dialog, QLabel]:
        dialog = messages.Dialog(self._window, "Still there?")
        told = widgets.words("")
        dialog.body.addWidget(told)
        dialog.body.addWidget(widgets.quiet("What you typed is saved. Unlocking brings you back to it."))
        stay = widgets.primary("Stay unlocked", self._watch.touch)
        stay.setDefault(True)
        dialog.buttons.addWidget(stay)
        dialog.buttons.addStretch(1)
        dialog.rejected.connect(self._watch.touch)
        stay.setFocus()
        dialog.open()
        return dialog, told
