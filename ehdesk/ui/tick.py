"""A box to tick whose words wrap."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from ehdesk.ui import widgets


class Tick(QWidget):
    """A box to tick whose words wrap; pressing the words ticks it too. `box` is the tick box itself.

    `entered` says that Enter was pressed on it, which a box does nothing with.
    """

    entered = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setProperty("look", "alone")
        self.box.setAccessibleName(text)
        label = widgets.words(text, "answer")
        label.setBuddy(self.box)
        across = widgets.line(self, gap=10)
        across.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def isChecked(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def setChecked(self, is_on: bool) -> None:  # noqa: FBT001 - as Qt has it
        """Tick it, or not."""
        self.box.setChecked(is_on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the box did not take."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the words."""
        if self.rect().contains(event.position().toPoint()):
            self.box.setFocus()
            self.box.click()
