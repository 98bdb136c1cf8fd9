"""One page of a paper once more: typeset as it was, under the same code, for the printer alone."""

from functools import partial
from typing import Any

from PySide6 import QtWidgets

from ehdesk import errors, settings, words
from ehdesk.forms import loader
from ehdesk.models import acts, paper_run
from ehdesk.ui import desk as desks
from ehdesk.ui import print_paper, printer

_SIZES: dict[str, print_paper.Size] = {"large": "large", "easy": "easy"}


def make(_read: acts.Reading, authority: settings.Authority | None, run: paper_run.Run) -> bytes:
    """The paper as it was printed, as a PDF. Runs off the window's thread.

    Raises: PaperOlder where the form, or what stands around it, would come out on other pages now.
    """
    from ehdesk.paper import codes  # late: typesetting loads when it is first wanted
    from ehdesk.paper import form as paper_form

    asked = loader.load(run.printed.form, run.printed.form_version)
    made = paper_form.blank(
        asked,
        words=words.of(run.printed.language),
        authority_name=authority.name if authority is not None else "",
        logo=settings.logo(authority),
        contacts=authority.contacts if authority is not None else settings.Contacts(),
        variant=run.printed.variant,
        practice=bool(authority is not None and authority.sample),
        run=codes.Marks(run.number),
        size=_SIZES.get(run.printed.size, "standard"),
        tint=run.printed.tint,
        beside=words.of(run.printed.beside) if run.printed.beside else None,
    )
    if [list(keys) for keys in made.pages] != [list(keys) for keys in run.printed.pages]:
        raise errors.PaperOlder(form=asked.named_in_a_sentence)
    return made.pdf


def choose_printer(
    parent: QtWidgets.QWidget, desk: desks.Desk, run: paper_run.Run, page: int, tell: Any
) -> None:
    """Ask for a printer and send the page there; `tell` gets what is to be said about it."""
    printer.choose(
        parent, partial(send, parent, desk, run, page, tell=tell), lambda: tell("Nothing was printed.")
    )


def send(
    parent: QtWidgets.QWidget, desk: desks.Desk, run: paper_run.Run, page: int, chosen: Any, *, tell: Any
) -> None:
    """Make the page and hand it to the printer; `tell` gets what became of it."""

    def made(pdf: bytes) -> None:
        sending = printer.Sending(parent, desk, pdf, chosen, only=(page,))
        sending.done.connect(lambda _pages: tell(f"Page {page} was sent to the printer."))
        sending.failed.connect(partial(_failed, desk, tell))

    tell("Making the page…")
    desk.ask(make, desk.settings, run, then=made, failed=partial(_failed, desk, tell), owner=parent)


def _failed(desk: desks.Desk, tell: Any, error: Exception) -> None:
    if isinstance(error, errors.Refusal):
        tell(printer.said(error))
    else:
        desk.refused.emit(error)
