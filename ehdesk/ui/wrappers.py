"""Qt's Python classes, all made at one quiet moment.

PySide 6.11 makes each class when it is first needed. When that happens while an event is on its way
through one of our event filters, making one class makes another, and the second loses the first's
place: a crash (seen on 23 November 2026 with 6.11.3, in `Shiboken::Module::get` below
`sendThroughObjectEventFilters`; others met it too, TimeLineAnnotator/desktop#586). So all of them are
made after the first paint and before the first filter is put up.
"""

from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets


def make_all(modules: tuple[ModuleType, ...] = (QtCore, QtGui, QtWidgets)) -> int:
    """Make every class of these modules, and say how many names there are."""
    made = 0
    for module in modules:
        for name in dir(module):
            getattr(module, name)
            made += 1
    return made
