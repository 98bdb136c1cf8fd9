"""The recovery sheet: the code on paper. It goes to a printer and nowhere else, never into a file."""

from datetime import date
from html import escape

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from ehdesk import errors
from ehdesk.ui import printer


def document(code: str, agency: str, on: date) -> QTextDocument:
    """The sheet as it is printed: no name, so that paper and laptop together are needed to know whose."""
    groups = code.replace(" ", "-").split("-")
    rows = [groups[start : start + 3] for start in range(0, len(groups), 3)]
    made = QTextDocument()
    lines = "".join(f"<p style='font-size:20pt'>{'&nbsp;&nbsp;&nbsp;'.join(row)}</p>" for row in rows)
    made.setHtml(
        f"<h1>Recovery code</h1><p>Made on {on:%d/%m/%Y}. {escape(agency)}</p>{lines}"
        "<p>This code opens a locked vault when its passphrase is forgotten. Keep this sheet locked away, "
        "apart from the laptop. Making a new code ends this one.</p>"
        "<p>It has no letter I, L, O or U. Spaces and dashes do not matter when you type it.</p>"
    )
    return made


def print_sheet(parent: QWidget, code: str, agency: str, on: date) -> None:
    """Ask for a printer and print the sheet; say so where there is none, or where a file was chosen."""
    printer.choose(
        parent,
        document(code, agency, on).print_,
        named="Recovery sheet",
        missing=errors.CodeOnPaperOnly,
        no_paper=errors.CodeOnPaperOnly,
    )
