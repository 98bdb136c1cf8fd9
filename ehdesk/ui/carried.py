"""The part of the foot that says where the work stands with the centre. Pressed, it opens the page for it."""

from PySide6 import QtCore
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from ehdesk import clock
from ehdesk.ui import carrying, carrying_words, theme, widgets
from ehdesk.words import Words

_ROOM = 36


class Carried(widgets.Button):
    """Not there where the laptop belongs to no centre. In a narrow window it says it shorter."""

    def __init__(self) -> None:
        super().__init__("", look="foot", sign="laptop", tone="quiet")
        self._said = carrying_words.Said("", "laptop", "quiet", "")
        self._needs = 0
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    def tell(self, said: carrying_words.Said, *, needs: int) -> None:
        """Say this. What newly needs somebody, a screen reader says."""
        if said == self._said and not self.isHidden():
            return
        self._said, self._tone = said, said.tone
        widgets.relook(self, "foot-warm" if said.tone == "warm" else "foot")
        self.set_sign(said.sign)
        self.setAccessibleName(f"Sending and receiving: {said.text}")
        self.setToolTip(f"{said.text}\nSending and receiving")
        self._fit()
        self.show()
        if needs > self._needs:
            widgets.announce(self, said.text)
        self._needs = needs
        self.updateGeometry()

    def words(self) -> str:
        """What it says, however much of it fits."""
        return self._said.text if not self.isHidden() else ""

    def sizeHint(self) -> QtCore.QSize:
        """As wide as the whole of its words."""
        made = super().sizeHint()
        return QtCore.QSize(self._wide(self._said.text), made.height())

    def minimumSizeHint(self) -> QtCore.QSize:
        """No wider than its sign: the window may be narrow."""
        made = super().minimumSizeHint()
        return QtCore.QSize(theme.scaled(_ROOM), made.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits."""
        super().resizeEvent(event)
        self._fit()

    def dress(self) -> None:
        """The size of text has changed."""
        super().dress()
        if hasattr(self, "_said"):
            self._fit()

    def _wide(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + theme.scaled(_ROOM + 12)

    def _fit(self) -> None:
        room = self.width()
        for text in (self._said.text, self._said.short):
            if self._wide(text) <= room:
                self.setText(text)
                return
        self.setText("")


def shown(state: carrying.State, words: Words, now: clock.Clock) -> carrying_words.Said:
    """What the foot says of a state."""
    return carrying_words.line(state, lambda moment: words.when(moment, now.today()))
