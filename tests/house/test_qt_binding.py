"""PySide6 6.12.0 loses one reference to None at every call that returns nothing: Python 3.11 then dies.

Kept as a test so that a newer release is taken only when this passes on Python 3.11.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

CALLS = 300
# References that other threads and caches may take or give meanwhile. From Python 3.12 on None lives for
# ever and has two thousand million to lose: there a signal's emit does lose one (6.11.3), which is harmless.
SLACK = 30 if sys.version_info < (3, 12) else CALLS


class Bell(QObject):
    """A signal of our own, which is sent through the same layer."""

    rung = Signal(str)


def test_qt_calls_that_return_nothing_lose_no_reference_to_none(qapp: QApplication) -> None:
    line, label, tick, text = QLineEdit(), QLabel(), QCheckBox(), QPlainTextEdit()
    choice, plain, bell = QComboBox(), QWidget(), Bell()
    heard: list[str] = []
    bell.rung.connect(heard.append)
    calls: dict[str, Callable[[int], object]] = {
        "QLineEdit.setText": lambda n: line.setText(str(n)),
        "QLabel.setText": lambda n: label.setText(str(n)),
        "QCheckBox.setChecked": lambda n: tick.setChecked(bool(n % 2)),
        "QPlainTextEdit.setPlainText": lambda n: text.setPlainText(str(n)),
        "QComboBox.addItem": lambda n: choice.addItem(str(n)),
        "QWidget.setEnabled": lambda n: plain.setEnabled(bool(n % 2)),
        "QWidget.update": lambda _: plain.update(),
        "QObject.setObjectName": lambda n: bell.setObjectName(str(n)),
        "Signal.emit": lambda n: bell.rung.emit(str(n)),
        "QApplication.processEvents": lambda _: qapp.processEvents(),
    }
    assert {name: lost for name, call in calls.items() if (lost := references_lost(call)) > SLACK} == {}
    assert len(heard) == CALLS + 1


def references_lost(call: Callable[[int], object]) -> int:
    call(0)
    before = sys.getrefcount(None)
    for number in range(CALLS):
        call(number)
    return before - sys.getrefcount(None)
