"""Every key that does something everywhere: what it does, and which key. Help lists them all."""

from PySide6.QtGui import QKeySequence

ALL: dict[str, tuple[str, tuple[str, ...]]] = {
    "new_note": ("New note", ("Ctrl+N",)),
    "next_steps": ("Next steps: who to call", ("F9",)),
    "hide": ("Hide everything, and go on", ("F12",)),
    "lock": ("Lock", ("Ctrl+L",)),
    "search": ("Search everywhere", ("Ctrl+K",)),
    "today": ("Today", ("Ctrl+1",)),
    "caseload": ("Caseload: find a family", ("Ctrl+2", "Ctrl+F")),
    "visits": ("Your visits", ("Ctrl+3",)),
    "together": ("Look at this form together with the family", ("Ctrl+T",)),
    "new_visit": ("Plan a visit", ("Ctrl+Shift+V",)),
    "new_family": ("Open a new family file", ("Ctrl+Shift+N",)),
    "paper": ("Enter paper that came back", ("Ctrl+Shift+E",)),
    "tray": ("To print and send", ("Ctrl+Shift+T",)),
    "sync": ("Sending and receiving", ("Ctrl+Shift+R",)),
    "sync_now": ("Send and receive now", ("Ctrl+Shift+S",)),
    "directory": ("Agencies", ("Ctrl+Shift+A",)),
    "settings": ("Settings", ("Ctrl+,",)),
    "back": ("Back", ("Alt+Left",)),
    "save": ("Save now (it also saves by itself)", ("Ctrl+S",)),
    "larger": ("Larger text", ("Ctrl++", "Ctrl+=")),
    "smaller": ("Smaller text", ("Ctrl+-",)),
    "menu": ("Menu", ("F10",)),
    "help": ("Help, and these keys", ("F1",)),
}
"""Name → words, keys. The first key is the one that is shown."""

ON_A_FORM: tuple[tuple[str, str], ...] = (
    ("Take back the last step", "Ctrl+Z"),
    ("Bring it back", "Ctrl+Shift+Z"),
    ("What an answer was before, and who said so", "F8"),
    ("Next word that may be misspelt", "F7"),
    ("Go to a question", "Ctrl+J"),
    ("Next answer that is needed to finish", "F6"),
    ("Choose by number, where one is chosen", "1"),
    ("Today, in the first box of a date", "T"),
    ("Next section", "Ctrl+PgDown"),
    ("Section before", "Ctrl+PgUp"),
    ("Still right: keep what is known", "Ctrl+Return"),
    ("Move a row up", "Alt+Up"),
    ("Move a row down", "Alt+Down"),
    ("Chronology beside the form", "Ctrl+H"),
    ("The plan beside a meeting, what it came to beside a closure", "Ctrl+Shift+P"),
    ("Print", "Ctrl+P"),
    ("Done with a note", "Ctrl+Return"),
)
"""What else there is while something is written: words, key."""

LEFT_WHILE_HIDDEN = frozenset({"hide", "lock", "next_steps"})
LEFT_WHILE_TOGETHER = LEFT_WHILE_HIDDEN | {"save", "together"}
"""The only keys that do something while nobody's file may show, and while a family looks on."""


def shown(name: str) -> str:
    """The key as this computer writes it."""
    return native(ALL[name][1][0])


def native(key: str) -> str:
    """Any key as this computer writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
