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
    "settings": ("Settings", ("Ctrl+,",)),
    "back": ("Back", ("Alt+Left",)),
    "save": ("Save now (it also saves by itself)", ("Ctrl+S",)),
    "larger": ("Larger text", ("Ctrl++", "Ctrl+=")),
    "smaller": ("Smaller text", ("Ctrl+-",)),
    "menu": ("Menu", ("F10",)),
    "shortcuts": ("These keys", ("F1",)),
}
"""Name → words, keys. The first key is the one that is shown."""

ON_A_FORM: tuple[tuple[str, str], ...] = (
    ("Take back", "Ctrl+Z"),
    ("Bring back", "Ctrl+Shift+Z"),
    ("Go to a question", "Ctrl+J"),
    ("Next section", "Ctrl+PgDown"),
    ("Section before", "Ctrl+PgUp"),
    ("Still right", "Ctrl+Return"),
    ("Move a row up", "Alt+Up"),
    ("Move a row down", "Alt+Down"),
    ("History of an answer", "F8"),
    ("Print", "Ctrl+P"),
)
"""What these keys do on a page of a form, which has them itself."""


def shown(name: str) -> str:
    """The key as this computer writes it."""
    return _native(ALL[name][1][0])


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _grid(told: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(8)
    for row, (words, key) in enumerate(told):
        grid.addWidget(widgets.words(words), row, 0)
        grid.addWidget(widgets.words(key, "label"), row, 1)
    grid.setColumnStretch(0, 1)
    return grid


def show(parent: QWidget) -> messages.Dialog:
    """The list of keys."""
    dialog = messages.Dialog(parent, "Keys")
    dialog.body.addLayout(_grid([(ALL[name][0], shown(name)) for name in ALL]))
    dialog.body.addWidget(widgets.heading("On a form", 3))
    dialog.body.addLayout(_grid([(told, _native(key)) for told, key in ON_A_FORM]))
    close = widgets.primary("Close", dialog.accept)
    close.setDefault(True)
    dialog.buttons.addWidget(close)
    dialog.buttons.addStretch(1)
    close.setFocus()
    dialog.open()
    return dialog
