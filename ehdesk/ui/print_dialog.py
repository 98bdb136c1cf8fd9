"""Choosing a paper: empty or filled, who will read it, in which language; seen before it is printed.

The pages stay in memory: nothing is written but the file that the worker asks for.
"""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors, files, words
from ehdesk.forms import definition
from ehdesk.models import copies
from ehdesk.ui import (
    answer_choices,
    chosen_file,
    form_opening,
    messages,
    print_paper,
    reader_choice,
    theme,
    widgets,
)
from ehdesk.ui import desk as desks

_WIDTH = 880
_HEIGHT = 520
_PAGE_WIDTH = 440
_LEAST_PAGE_WIDTH = 260
_BESIDE = 112  # what else stands across: margins, the gap, the scroll bar
_PAPER_DPI = 300
_FILE_NAME = "early-help-form.pdf"


def show(
    parent: QtWidgets.QWidget,
    desk: desks.Desk,
    opened: form_opening.Opened,
    answers: dict[str, Any] | None,
) -> "PrintDialog":
    """Open the dialog for this form; `answers` are the ones on the screen where they are newer."""
    return PrintDialog(parent, desk, opened, answers or opened.sheet.answers)


class PrintDialog(messages.Dialog):
    """Every choice shows its pages at once; "Print" and "Save as PDF" take what is shown."""

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        desk: desks.Desk,
        opened: form_opening.Opened,
        answers: dict[str, Any],
    ) -> None:
        super().__init__(parent, "Print", width=_WIDTH)
        self._desk, self._opened, self._answers = desk, opened, answers
        self._paper: print_paper.Paper | None = None
        self._made_for = print_paper.Wanted(filled=True, asked=reader_choice.Asked(), language="en")
        self._asked = 0
        self._shown_width = 0
        across = widgets.line(gap=32)
        self.body.addLayout(across, 1)
        self._column = self._choices()
        across.addLayout(self._column)
        holder = QtWidgets.QWidget()
        holder.setMinimumSize(_LEAST_PAGE_WIDTH, _HEIGHT)
        self._pages = widgets.stack(holder, gap=16)
        across.addWidget(holder, 1)
        self.print_button = widgets.primary("Print", self._print)
        self.save_button = widgets.button("Save as PDF", self._save)
        self.buttons.addWidget(self.print_button)
        self.buttons.addWidget(self.save_button)
        self.buttons.addWidget(widgets.link("Close", self.reject))
        self.buttons.addStretch(1)
        self._make()
        self.open()

    def _choices(self) -> QtWidgets.QVBoxLayout:
        column = widgets.stack(gap=8)
        self.what = self._radios(
            "What to print", (("filled", "This form, filled"), ("blank", "An empty form"))
        )
        self.what.show_value("filled")
        empty = self._opened.sheet.form.blank_print
        self.what.buttons[1].setEnabled(empty)
        self.reader = self._reader_choice()
        self.language = self._radios("Language", languages(self._opened.sheet.form))
        self.language.show_value("en")
        several = [("Language", self.language)] if len(self.language.buttons) > 1 else []
        self.language.setVisible(bool(several))
        for title, asks in (("What to print", self.what), ("Who will read it?", self.reader), *several):
            column.addWidget(widgets.heading(title, 3))
            column.addWidget(asks)
            column.addSpacing(16)
        if not self._opened.sheet.form.family_copy:
            column.addWidget(widgets.quiet("This form is not copied for families."))
        self.count = widgets.quiet("")
        column.addWidget(self.count)
        if not empty:
            column.addWidget(widgets.quiet("This form is not printed empty."))
        column.addStretch(1)
        return column

    def _reader_choice(self) -> reader_choice.ReaderChoice:
        sheet = self._opened.sheet
        about = reader_choice.About(
            form=sheet.form,
            answers=self._answers,
            agreements=self._opened.agreements,
            agencies=self._opened.agencies,
            family_id=sheet.family_id,
            record_id=sheet.record_id,
            today=self._desk.clock.today(),
        )
        made = reader_choice.ReaderChoice(self._desk, about)
        made.changed.connect(self._make)
        return made

    def _radios(self, title: str, choices: tuple[tuple[str, str], ...]) -> answer_choices.Radios:
        def name(control: QtWidgets.QWidget, label: str, _hint: str) -> None:
            control.setAccessibleName(f"{label}: {title}")

        made = answer_choices.Radios(tuple((code, label, "") for code, label in choices), name, in_line=False)
        made.picked.connect(self._make)
        for button in made.buttons:
            reader_choice.shorten(button)
        return made

    # The paper

    def _wanted(self) -> print_paper.Wanted:
        filled = self.what.value() != "blank"
        asked = self.reader.asked() if filled else reader_choice.Asked()
        return print_paper.Wanted(filled, asked, str(self.language.value() or "en"))

    def _make(self, _picked: object = None) -> None:
        """Typeset what is chosen; what comes back for an older choice is dropped.

        What this reader may not have, or what a person is still to look at, is not even typeset.
        """
        self._asked += 1
        wanted = self._wanted()
        self.reader.setEnabled(wanted.filled)
        if not wanted.asked.may_go:
            self._show_nothing(wanted.asked.wait)
            return
        self.count.setText("Making the pages…")
        self._typeset(partial(self._on_made, self._asked))

    def _typeset(self, then: Any) -> None:
        """Make the pages, each time under a number of their own: what was printed keeps its codes."""
        self._desk.ask(
            print_paper.make,
            self._desk.settings,
            self._opened,
            self._answers,
            self._wanted(),
            then=then,
            failed=partial(self._on_failed, self._asked),
            owner=self,
        )

    def _on_made(self, asked: int, paper: print_paper.Paper) -> None:
        if asked != self._asked:
            return
        self._paper, self._made_for = paper, self._wanted()
        self._show_pages(paper)
        pages = len(paper.pictures)
        self.count.setText(f"{pages} {'page' if pages == 1 else 'pages'}, A4")
        for button in (self.print_button, self.save_button):
            button.setEnabled(True)

    def _on_made_again(self, asked: int, paper: print_paper.Paper) -> None:
        if asked == self._asked and self._paper is not None:
            self._paper = paper
            self._show_pages(paper)

    def _show_pages(self, paper: print_paper.Paper) -> None:
        """The pages one under the other, as wide as there is room for beside the choices."""
        self._shown_width = self._page_width()
        widgets.clear(self._pages)
        for number, picture in enumerate(paper.pictures, 1):
            label = QtWidgets.QLabel()
            label.setPixmap(_fitted(picture, self._page_width(), self.devicePixelRatioF()))
            label.setAccessibleName(f"Page {number} of {len(paper.pictures)}")
            label.setProperty("look", "paper")
            self._pages.addWidget(label, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)

    def _page_width(self) -> int:
        room = self.width() - self._column.sizeHint().width() - theme.scaled(_BESIDE)
        return max(_LEAST_PAGE_WIDTH, min(room, _PAGE_WIDTH))

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Narrower pages in a narrower window, so that it never scrolls sideways."""
        super().resizeEvent(event)
        if self._paper is not None and self._page_width() != self._shown_width:
            self._show_pages(self._paper)

    def _on_failed(self, asked: int, error: Exception) -> None:
        if asked != self._asked:
            return
        self._show_nothing("")
        if isinstance(error, errors.Refusal):
            title, _safe, todo = error.words()
            self.count.setText(f"{title}. {todo}")
        else:
            self._desk.refused.emit(error)

    def _show_nothing(self, why: str) -> None:
        """No pages, nothing to print, and the words that say why."""
        self._paper = None
        widgets.clear(self._pages)
        for button in (self.print_button, self.save_button):
            button.setEnabled(False)
        self.count.setText(why)

    def _save(self) -> None:
        if self._paper is None:
            return
        chosen, _kind = QtWidgets.QFileDialog.getSaveFileName(self, "Save as PDF", _FILE_NAME, "PDF (*.pdf)")
        chosen_file.forget_folders()
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the PDF that is shown to a file of the worker's choice."""
        if self._paper is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        self._desk.work(
            partial(_write, path, self._paper.pdf),
            then=lambda _done: self._on_saved(path),
            failed=lambda _error: self.count.setText("It could not be saved there. Choose another folder."),
            owner=self,
        )

    def _on_saved(self, path: Path) -> None:
        self.count.setText(f"Saved as {path.name}. It is not encrypted there.")
        self._note_copy("saved")

    def _note_copy(self, method: str) -> None:
        """Note what was printed in the book, and a filled paper as a copy that left the vault.

        The next paper gets codes of its own.
        """
        wanted, sheet = self._made_for, self._opened.sheet
        asked = wanted.asked
        if self._paper is not None:
            print_paper.note(
                self._desk, self._opened, self._paper.run, asked.kind, wanted.language, filled=wanted.filled
            )
        if wanted.filled:
            language = dict(languages(sheet.form)).get(wanted.language, "")
            how = "standard" if wanted.language == "en" else language
            copy = asked.copy(sheet.form, sheet.record_id, method=method, how=how)
            self._desk.do(copies.given, sheet.family_id, copy, quietly=True)
        if self._paper is not None:
            self._typeset(partial(self._on_made_again, self._asked))

    def _print(self) -> None:
        if self._paper is None:
            return
        from PySide6 import QtPrintSupport  # late: only printing needs it

        printer = QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Early Help form")
        chooser = QtPrintSupport.QPrintDialog(printer, self)
        chooser.accepted.connect(partial(self._send, printer))
        QtWidgets.QDialog.open(chooser)

    def _send(self, printer: Any) -> None:
        """Draw the pages for the printer, off the window's thread, then hand them over."""
        if self._paper is None:
            return
        self.count.setText("Sending to the printer…")
        self._desk.work(
            partial(print_paper.pictures, self._paper.pdf, _PAPER_DPI),
            then=partial(self._draw, printer),
            owner=self,
        )

    def _draw(self, printer: Any, pictures: tuple[QtGui.QImage, ...]) -> None:
        painter = QtGui.QPainter(printer)
        for number, picture in enumerate(pictures):
            if number:
                printer.newPage()
            painter.drawImage(printer.paperRect(printer.Unit.DevicePixel), picture)
        painter.end()
        self._note_copy("printed")
        self.count.setText("Sent to the printer.")


def languages(asked: definition.Form) -> tuple[tuple[str, str], ...]:
    """English, and every language whose catalogue has this form: its title at least."""
    folders = {path.parent.parent.name for path in words.locale_folder().glob("*/LC_MESSAGES/*.mo")}
    spoken = sorted(code for code in folders - {"en"} if words.of(code)(asked.title) != asked.title)
    return (
        ("en", "English"),
        *((code, QtCore.QLocale(code).nativeLanguageName() or code) for code in spoken),
    )


def _fitted(picture: QtGui.QImage, width: int, ratio: float) -> QtGui.QPixmap:
    smooth = QtCore.Qt.TransformationMode.SmoothTransformation
    shown = QtGui.QPixmap.fromImage(picture.scaledToWidth(round(width * ratio), smooth))
    shown.setDevicePixelRatio(ratio)
    return shown


def _write(path: Path, pdf: bytes) -> None:
    files.write_durably(path, pdf)
