"""Qt's Python classes that an event filter can be handed, all made at one quiet moment.

PySide 6.11 makes each class when it is first needed. When that happens while an event is on its way
through one of our event filters, making one class makes another, and the second loses the first's
place: a crash (seen on 23 November 2026 with 6.11.3, in `Shiboken::Module::get` below
`sendThroughObjectEventFilters`; others met it too, TimeLineAnnotator/desktop#586). A filter is handed
an event and what it was sent to, and ours stand on windows and widgets: so every event, every widget
and the window are made after the first paint and before the first filter is put up. Making all of
Qt's classes took 0.2 s, in which nobody could type.
"""

from collections.abc import Iterator
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets

_NO_WIDGETS = ("QStyle", "QGraphics", "QCommonStyle", "QProxyStyle")
"""How the names begin that are no widgets, and slow to make. `QGraphicsView` is one, and not ours."""


def make_all() -> int:
    """Make them, and say how many there are."""
    wanted = list(_wanted())
    for module, name in wanted:
        getattr(module, name)
    return len(wanted)


def _wanted() -> Iterator[tuple[ModuleType, str]]:
    yield QtGui, "QWindow"
    for module in (QtCore, QtGui, QtWidgets):
        yield from ((module, name) for name in dir(module) if name.endswith("Event"))
    yield from ((QtWidgets, name) for name in dir(QtWidgets) if not name.startswith(_NO_WIDGETS))
