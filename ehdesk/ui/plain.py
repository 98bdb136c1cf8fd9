"""Values of Qt's own enums, set as properties on the way to the first window.

Touching the namespace `QtCore.Qt` builds all of its enums: 13 ms with PySide6 6.11.3 on the machine it
was measured on in November 2026, an eighth of the whole start. A property takes the number as it is.
A test compares these with Qt's. Once the first window stands, write `Qt.Something` as anywhere.
"""

from PySide6.QtCore import QObject

PLAIN_TEXT = 0
NO_FOCUS = 0
SELECTABLE = 0x1 | 0x2
RIGHT_AND_MIDDLE = 0x2 | 0x80


def put(target: QObject, **values: int) -> None:
    """Set properties by name: `put(label, textFormat=PLAIN_TEXT)`."""
    for name, value in values.items():
        target.setProperty(name, value)
