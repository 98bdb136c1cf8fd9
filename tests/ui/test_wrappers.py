"""No class of Qt is made for the first time while an event passes through one of our filters."""

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ehdesk.ui import focus, wrappers

ORDER = """
import sys
from PySide6 import QtGui, QtWidgets
app = QtWidgets.QApplication([])
window = QtWidgets.QWidget()
line = QtWidgets.QLineEdit(window)
assert "QExposeEvent" not in vars(QtGui)
from ehdesk.ui import focus
focus.FocusRing(window, app)
assert "QExposeEvent" in vars(QtGui)
"""


ALL = """
from PySide6 import QtCore, QtGui, QtWidgets
from ehdesk.ui import wrappers
wrappers.make_all()
modules = (QtCore, QtGui, QtWidgets)
made = {name for module in modules for name in vars(module)}
handed = (QtCore.QEvent, QtGui.QWindow, QtWidgets.QWidget)
every = {name: getattr(module, name) for module in modules for name in dir(module)}
late = {name for name, one in every.items() if isinstance(one, type) and issubclass(one, handed)} - made
print(sorted(late))
"""


def test_nothing_that_a_filter_can_be_handed_is_left_to_be_made_later() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ALL],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    ours_has_none = {"QGraphicsView", "QOpenGLWindow", "QRasterWindow", "QPaintDeviceWindow"}
    assert set(json.loads(ran.stdout.replace("'", '"'))) <= ours_has_none


def test_every_class_is_made_before_the_first_filter_is_put_up() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ORDER],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_making_them_again_makes_nothing(qapp: QApplication) -> None:
    assert wrappers.make_all() == wrappers.make_all() > 100


def test_the_ring_follows_the_focus_and_goes_with_it(qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    inner = QLineEdit(window)
    inner.setGeometry(10, 10, 80, 30)
    ring = focus.FocusRing(window, qapp)
    window.resize(200, 100)
    window.show()
    window.activateWindow()
    inner.setFocus()
    qtbot.waitUntil(ring.isVisible)
    assert ring.geometry().contains(inner.geometry())
    inner.move(60, 40)
    assert ring.geometry().contains(inner.geometry())
    inner.hide()
    assert not ring.isVisible()
