"""Headings that a screen reader knows as such, so that its user can go from one to the next.

Qt tells every label as text. Here a label in the looks of a heading is told as a heading; nothing is done
until a screen reader (or whatever else asks for the tree) is there.
"""

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QLabel

LOOKS = frozenset({"title", "heading", "where"})


class _Heading(QAccessibleWidget):
    """What is told of one heading."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.Heading)

    def text(self, kind: QAccessible.Text, /) -> str:
        """Its words; a name that was given to it comes first."""
        label = self.object()
        if kind == QAccessible.Text.Name and isinstance(label, QLabel):
            return label.accessibleName() or label.text()
        return super().text(kind)


def install(app: QApplication) -> None:
    """Tell headings as headings from now on."""
    if not app.property("tells_headings"):
        app.setProperty("tells_headings", True)  # noqa: FBT003 - Qt's own
        QAccessible.installFactory(_told)


def _told(_class: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, QLabel) or thing.property("look") not in LOOKS:
        return None
    made = _Heading(thing)
    _HELD[:] = [*filter(shiboken6.isValid, _HELD), made]
    return made


_HELD: list[_Heading] = []
"""What Qt still knows, and ends with its label. Where Python let go of one before, at the end of the process,
Qt asked it once more: a crash whenever a screen reader was there (seen in November 2026)."""
