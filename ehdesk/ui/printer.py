"""Sending pages to a printer, one by one: the window stays awake, and a long run can be stopped."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.ui import desk as desks
from ehdesk.ui import messages, print_paper

DPI = 300


def has_printer() -> bool:
    """Whether this computer knows any printer."""
    from PySide6 import QtPrintSupport  # late: only printing needs it

    return bool(QtPrintSupport.QPrinterInfo.availablePrinterNames())


def choose(
    parent: QtWidgets.QWidget,
    then: Any,
    otherwise: Callable[[], None] | None = None,
    *,
    named: str = "Early Help form",
    missing: type[errors.Refusal] = errors.NoPrinter,
    no_paper: type[errors.Refusal] = errors.FormOnPaperOnly,
) -> None:
    """Ask which printer; `then` gets it. `otherwise` runs where none was chosen, none is known, or a file.

    `named` is what the printer's queue shows; `missing` and `no_paper` say what is wrong with it.
    """
    from PySide6 import QtPrintSupport  # late: only printing needs it

    def refuse(why: type[errors.Refusal]) -> None:
        messages.refusal(parent, why())
        if otherwise is not None:
            otherwise()

    if not has_printer():
        refuse(missing)
        return

    printer = QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)
    printer.setDocName(named)
    chooser = QtPrintSupport.QPrintDialog(printer, parent)
    # A file would lie there unencrypted, noted as paper. "Save as PDF" says both as it is.
    chooser.setOption(QtPrintSupport.QPrintDialog.PrintDialogOption.PrintToFile, on=False)
    # Its signal brings the printer too.
    chooser.accepted.connect(lambda _same: refuse(no_paper) if makes_a_file(printer) else then(printer))
    if otherwise is not None:
        chooser.rejected.connect(otherwise)
    QtWidgets.QDialog.open(chooser)


def makes_a_file(printer: Any) -> bool:
    """Whether a system's own window was told to make a file, which some offer whatever they are asked.

    Without a name for it Qt writes none, whatever the format.
    """
    return bool(printer.outputFileName())


class Sending(QtCore.QObject):
    """Pages on their way to a printer. `progressed` carries (sent, of how many).

    `done` says that Qt's printer took the whole job, and how many pages went; `failed` carries the refusal
    where it did not, or where the job was stopped. One of the two comes, once.
    """

    progressed = QtCore.Signal(int, int)
    done = QtCore.Signal(int)
    failed = QtCore.Signal(object)

    def __init__(
        self,
        parent: QtCore.QObject,
        desk: desks.Desk,
        pdf: bytes,
        printer: Any,
        only: Sequence[int] | None = None,
    ) -> None:
        """`only` are the pages to send, counted from 1; all of them without it."""
        super().__init__(parent)
        self._desk, self._pdf, self._printer = desk, pdf, printer
        self._left = list(only or ())
        self._painter: QtGui.QPainter | None = None
        self._sent, self._total = 0, 0
        self._is_over = False
        desk.work(partial(print_paper.count, pdf), then=self._begin, failed=self._on_failed, owner=self)

    def stop(self) -> None:
        """Send no more, and take back what the printer has not put on paper yet."""
        if not self._is_over:
            self._break_off(errors.PrintingStopped(page=self._sent, total=self._total or "all"))

    def _begin(self, total: int) -> None:
        if self._is_over:
            return
        self._left = self._left or list(range(1, total + 1))
        self._total = len(self._left)
        if _is_gone(self._printer):
            self._fail(errors.PrinterSilent())
            return
        painter = QtGui.QPainter()
        if not painter.begin(self._printer):
            self._fail(errors.PrinterSilent())
            return
        self._painter = painter
        self._next()

    def _next(self) -> None:
        if self._is_over:
            return
        if not self._left:
            self._end()
            return
        job = partial(print_paper.one_picture, self._pdf, self._left.pop(0) - 1, DPI)
        self._desk.work(job, then=self._draw, failed=self._on_failed, owner=self)

    def _draw(self, picture: QtGui.QImage) -> None:
        if self._is_over or self._painter is None:
            return
        if (self._sent and not self._printer.newPage()) or _is_broken(self._printer):
            self._break_off(errors.PrintingStopped(page=self._sent, total=self._total))
            return
        self._painter.drawImage(self._printer.paperRect(self._printer.Unit.DevicePixel), picture)
        self._sent += 1
        self.progressed.emit(self._sent, self._total)
        self._next()

    def _end(self) -> None:
        assert self._painter is not None  # noqa: S101 - `_begin` made it
        took_it = self._painter.end() and not _is_broken(self._printer) and _is_written(self._printer)
        self._painter = None
        if not took_it:
            self._fail(errors.PrinterSilent())
            return
        self._is_over = True
        self.done.emit(self._sent)
        self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        if not self._is_over:
            self._break_off(error)

    def _break_off(self, error: Exception) -> None:
        """Take back what can be taken back, and say why."""
        if self._painter is not None:
            self._printer.abort()
            self._painter.end()
            self._painter = None
        self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._is_over = True
        self.failed.emit(error)
        self.deleteLater()


def said(error: errors.Refusal) -> str:
    """A refusal as one line under the pages."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in error.words())


def _is_gone(printer: Any) -> bool:
    """Whether the printer that was chosen is not there any more. A file is always there."""
    from PySide6 import QtPrintSupport  # late: see `choose`

    if printer.outputFileName():
        return False
    return not printer.isValid() or QtPrintSupport.QPrinterInfo.printerInfo(printer.printerName()).isNull()


def _is_broken(printer: Any) -> bool:
    return printer.printerState() in (printer.PrinterState.Error, printer.PrinterState.Aborted)


def _is_written(printer: Any) -> bool:
    """Whether a file that was printed to holds anything: Qt says nothing of a disk that is full."""
    path = printer.outputFileName()
    return not path or (Path(path).is_file() and Path(path).stat().st_size > 0)
