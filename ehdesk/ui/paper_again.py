"""One page of a paper once more: typeset as it was, under the same code, for the printer alone."""

from functools import partial
from typing import Any

from PySide6 import QtGui, QtWidgets

from ehdesk import errors, settings, words
from ehdesk.forms import loader
from ehdesk.models import acts, paper_run
from ehdesk.ui import desk as desks
from ehdesk.ui import print_paper

_PAPER_DPI = 300


def make(
    _read: acts.Reading, authority: settings.Authority | None, run: paper_run.Run, page: int
) -> tuple[QtGui.QImage, ...]:
    """The picture of one page as it was printed. Runs off the window's thread.

    Raises: PaperOlder where the form, or what stands around it, would come out on other pages now.
    """
    from ehdesk.paper import codes  # late: typesetting loads when it is first wanted
    from ehdesk.paper import form as paper_form

    asked = loader.load(run.printed.form, run.printed.form_version)
    made = paper_form.blank(
        asked,
        words=words.of(run.printed.language),
        authority_name=authority.name if authority is not None else "",
        contacts=authority.contacts if authority is not None else settings.Contacts(),
        variant=run.printed.variant,
        practice=bool(authority is not None and authority.sample),
        run=codes.Marks(run.number),
    )
    if [list(keys) for keys in made.pages] != [list(keys) for keys in run.printed.pages]:
        raise errors.PaperOlder(form=asked.named_in_a_sentence)
    return print_paper.pictures(made.pdf, _PAPER_DPI, only=page)


def choose_printer(
    parent: QtWidgets.QWidget, desk: desks.Desk, run: paper_run.Run, page: int, tell: Any
) -> None:
    """Ask for a printer and send the page there; `tell` gets what is to be said about it."""
    from PySide6 import QtPrintSupport  # late: only printing needs it

    printer = QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Early Help form")
    chooser = QtPrintSupport.QPrintDialog(printer, parent)
    chooser.accepted.connect(partial(send, parent, desk, run, page, printer, tell))
    QtWidgets.QDialog.open(chooser)


def send(
    parent: QtWidgets.QWidget, desk: desks.Desk, run: paper_run.Run, page: int, printer: Any, tell: Any
) -> None:
    """Draw the page and hand it to the printer."""

    def drawn(pictures: tuple[QtGui.QImage, ...]) -> None:
        painter = QtGui.QPainter(printer)
        for picture in pictures:
            painter.drawImage(printer.paperRect(printer.Unit.DevicePixel), picture)
        painter.end()
        tell(f"Page {page} was sent to the printer.")

    tell("Making the page…")
    desk.ask(make, desk.settings, run, page, then=drawn, failed=partial(_failed, desk, tell), owner=parent)


def _failed(desk: desks.Desk, tell: Any, error: Exception) -> None:
    if isinstance(error, errors.Refusal):
        title, _safe, todo = error.words()
        tell(f"{title}. {todo}")
    else:
        desk.refused.emit(error)
