"""The menu of the window: its places, how it looks, and what there is in need."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from ehdesk.ui import theme

SCHEME_WORDS: dict[theme.Scheme, str] = {
    "system": "Follow the system",
    "light": "Light",
    "dark": "Dark",
    "contrast": "High contrast",
}
_PLACES = (
    "today",
    "caseload",
    "visits",
    "new_family",
    "new_visit",
    "together",
    "tray",
    "sync",
    "directory",
    "settings",
)
_LOOKS = ("larger", "smaller")
_IN_NEED = ("next_steps", "help", "hide", "lock")


def schemes(
    parent: QWidget, chosen: theme.Scheme, choose: Callable[[theme.Scheme], None]
) -> dict[theme.Scheme, QAction]:
    """One action for each set of colours, of which one is on."""
    group = QActionGroup(parent)
    made: dict[theme.Scheme, QAction] = {}
    for scheme, words in SCHEME_WORDS.items():
        action = made[scheme] = QAction(words, parent)
        action.setCheckable(True)
        action.setChecked(scheme == chosen)
        action.triggered.connect(lambda _checked=False, wanted=scheme: choose(wanted))
        group.addAction(action)
    return made


class _Menu(QMenu):
    """A menu whose right edge is that of the button that opens it: the button ends the bar."""

    under: QWidget | None = None

    def showEvent(self, event: QShowEvent) -> None:
        """Stand under the button, not beyond the window."""
        if self.under is not None:
            right = self.under.mapToGlobal(QPoint(self.under.width(), 0)).x()
            self.move(max(right - self.width(), 0), self.y())
        super().showEvent(event)


def menu(
    parent: QWidget,
    under: QWidget,
    actions: Mapping[str, QAction],
    colours: Mapping[theme.Scheme, QAction],
) -> QMenu:
    """The menu under a button: places, then how it looks, then help, hiding and locking."""
    made = _Menu("Menu", parent)
    made.under = under
    for name in _PLACES:
        made.addAction(actions[name])
    made.addSeparator()
    inner = QMenu("Colours", made)
    inner.addActions(list(colours.values()))
    made.addMenu(inner)
    for name in _LOOKS:
        made.addAction(actions[name])
    made.addSeparator()
    for name in _IN_NEED:
        made.addAction(actions[name])
    return made
