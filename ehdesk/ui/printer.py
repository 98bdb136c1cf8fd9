"""Sending pages to a printer, one by one: the window stays awake, and a long run can be stopped."""

from functools import partial
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.ui import desk as desks
from ehdesk.ui import print_paper

DPI = 300


def choose(parent: QtWidgets.QWidget, then: Any) -> None:
    """Ask which printer; `then` gets it."""
    from PySide6 import QtPrintSupport  # late: only printing needs it

    printer = QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Early Help form")
    chooser = QtPrintSupport.QPrintDialog(printer, parent)
    chooser.accepted.connect(lambda _same: then(printer))  # its signal brings the printer too
    QtWidgets.QDialog.open(chooser)


class Sending(QtCore.QObject):
    """Pages on their way to a printer. `progressed` carries (sent, of how many), `done` how many went."""

    progressed = QtCore.Signal(int, int)
    done = QtCore.Signal(int)

    def __init__(self, parent: QtCore.QObject, desk: desks.Desk, pdf: bytes, printer: Any) -> None:
        super().__init__(parent)
        self._desk, self._pdf, self._printer = desk, pdf, printer
        self._painter: QtGui.QPainter | None = None
        self._sent, self._total = 0, 0
        self._is_over = False
        desk.work(partial(print_paper.count, pdf), then=self._begin, owner=self)

    def stop(self) -> None:
        """Send no more pages: what went is printed. `done` comes at once."""
        if not self._is_over:
            self._end()

    def _begin(self, total: int) -> None:
        self._total = total
        if not self._is_over:
            self._next()

    def _next(self) -> None:
        if self._sent == self._total:
            self._end()
            return
        job = partial(print_paper.one_picture, self._pdf, self._sent, DPI)
        self._desk.work(job, then=self._draw, owner=self)

    def _draw(self, picture: QtGui.QImage) -> None:
        if self._is_over:
            return
        if self._painter is None:
            self._painter = QtGui.QPainter(self._printer)
        else:
            self._printer.newPage()
        self._painter.drawImage(self._printer.paperRect(self._printer.Unit.DevicePixel), picture)
        self._sent += 1
        self.progressed.emit(self._sent, self._total)
        self._next()

    def _end(self) -> None:
        self._is_over = True
        if self._painter is not None:
            self._painter.end()
            self._painter = None
        self.done.emit(self._sent)
        self.deleteLater()
