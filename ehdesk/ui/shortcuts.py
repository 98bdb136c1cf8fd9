"""Every key that does something everywhere, and the list of them (F1)."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ehdesk.ui import messages, widgets

ALL: dict[str, tuple[str, tuple[str, ...]]] = {
    "new_note": ("New note", ("Ctrl+N",)),
    "next_steps": ("Next steps: who to call", ("F9",)),
    "lock": ("Lock", ("Ctrl+L",)),
    "search": ("Search", ("Ctrl+K", "Ctrl+F")),
    "today": ("Today", ("Ctrl+1",)),
    "caseload": ("Caseload", ("Ctrl+2",)),
    "new_family": ("Open a new family file", ("Ctrl+Shift+N",)),
    "directory": ("Agencies", ("Ctrl+Shift+A",)),
    "settings": ("Settings", ("Ctrl+,",)),
    "back": ("Back", ("Alt+Left",)),
    "save": ("Save now (it also saves by itself)", ("Ctrl+S",)),
    "larger": ("Larger text", ("Ctrl++", "Ctrl+=")),
    "smaller": ("Smaller text", ("Ctrl+-",)),
    "menu": ("Menu", ("F10",)),
    "shortcuts": ("These keys", ("F1",)),
}
"""Name → words, keys. The first key is the one that is shown."""


def shown(name: str) -> str:
    """The key as this computer writes it."""
    return QKeySequence(ALL[name][1][0]).toString(QKeySequence.SequenceFormat.NativeText)


def show(parent: QWidget) -> messages.Dialog:
    """The list of keys."""
    dialog = messages.Dialog(parent, "Keys")
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(8)
    for row, name in enumerate(ALL):
        grid.addWidget(widgets.words(ALL[name][0]), row, 0)
        grid.addWidget(widgets.words(shown(name), "label"), row, 1)
    grid.setColumnStretch(0, 1)
    dialog.body.addLayout(grid)
    close = widgets.primary("Close", dialog.accept)
    close.setDefault(True)
    dialog.buttons.addWidget(close)
    dialog.buttons.addStretch(1)
    close.setFocus()
    dialog.open()
    return dialog
