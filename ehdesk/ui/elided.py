"""One line of words that is cut short where it does not fit."""

from PySide6 import QtCore, QtGui, QtWidgets


class Elided(QtWidgets.QLabel):
    """One line that ends in three dots when it does not fit; the whole is its tool tip and its name."""

    def __init__(self, text: str = "", look: str = "body") -> None:
        super().__init__()
        self._whole = text
        self.setProperty("look", look)
        self.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show this text, as much of it as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, QtCore.Qt.TextElideMode.ElideRight, max(self.width(), 24)
        )
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
