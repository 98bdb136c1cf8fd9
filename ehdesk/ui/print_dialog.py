"""Choosing a paper: empty or filled, who will read it, in which language; seen before it is printed.

The pages stay in memory: nothing is written but the file that the worker asks for.
"""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtGui, QtWidgets

from ehdesk import errors, files
from ehdesk.models import copies, tray
from ehdesk.ui import (
    answer_choices,
    chosen_file,
    form_opening,
    messages,
    paper_choices,
    print_pages,
    print_paper,
    printer,
    reader_choice,
    send_dialog,
    theme,
    widgets,
)
from ehdesk.ui import desk as desks

_WIDTH = 880
_HEIGHT = 520
_BESIDE = 112  # what else stands across: margins, the gap, the scroll bar
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
        across = widgets.line(gap=32)
        self.body.addLayout(across, 1)
        self._column = self._choices()
        across.addLayout(self._column)
        self.pages = print_pages.Pages(_HEIGHT)
        self.pages.wanted.connect(self._scroll.ensureWidgetVisible)
        across.addWidget(self.pages, 1)
        self.print_button = widgets.primary("Print", self._print)
        self.save_button = widgets.button("Save as PDF", self._save)
        self.later_button = widgets.button("Print later", self._print_later)
        self.send_button = widgets.button("Copy to send", self.send)
        for each in (self.print_button, self.save_button, self.later_button, self.send_button):
            self.buttons.addWidget(each)
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
        self.how_large = self._radios("Size", paper_choices.sizes(self._opened.sheet.form))
        self.how_large.show_value("standard")
        self.language.show_value("en")
        several = [("Size", self.how_large)]
        if len(self.language.buttons) > 1:
            several.insert(0, ("Language", self.language))
        else:
            self.language.hide()
        for title, asks in (("What to print", self.what), ("Who will read it?", self.reader), *several):
            column.addWidget(widgets.heading(title, 3))
            column.addWidget(asks)
            column.addSpacing(16)
        if not self._opened.sheet.form.family_copy:
            column.addWidget(widgets.quiet("This form is not copied for families."))
        self._add_more(column)
        self.count = widgets.quiet("")
        column.addWidget(self.count)
        if not empty:
            column.addWidget(widgets.quiet("This form is not printed empty."))
        column.addStretch(1)
        return column

    def _add_more(self, column: QtWidgets.QVBoxLayout) -> None:
        """A second language beside the first, and a pale ground."""
        spoken = languages(self._opened.sheet.form)
        self.beside = paper_choices.combo(
            "A second language beside it", (("", "No second language"), *spoken), ""
        )
        if len(spoken) == 1:
            self.beside.hide()
        self.beside.currentIndexChanged.connect(self._make)
        self.tint = QtWidgets.QCheckBox("On a pale ground")
        self.tint.toggled.connect(self._make)
        column.addWidget(self.beside)
        column.addWidget(self.tint)
        column.addSpacing(16)

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
        language, beside = str(self.language.value() or "en"), str(self.beside.currentData() or "")
        return print_paper.Wanted(
            filled,
            asked,
            language,
            size=self._size(),
            tint=self.tint.isChecked(),
            beside=beside if beside != language else "",
        )

    def _size(self) -> print_paper.Size:
        chosen = self.how_large.value()
        return "large" if chosen == "large" else "easy" if chosen == "easy" else "standard"

    def _make(self, _picked: object = None) -> None:
        """Typeset what is chosen; what comes back for an older choice is dropped.

        Until it is there nothing can be printed: what stands there is another reader's.
        What this reader may not have, or what a person is still to look at, is not even typeset.
        """
        self._asked += 1
        wanted = self._wanted()
        self.reader.setEnabled(wanted.filled)
        if not wanted.asked.may_go:
            self._show_nothing(wanted.asked.wait)
            return
        self._paper = None
        self._enable(on=False)
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
        self._enable(on=True)

    def _on_made_again(self, asked: int, paper: print_paper.Paper) -> None:
        if asked == self._asked and self._paper is not None:
            self._paper = paper
            self._show_pages(paper)

    def _show_pages(self, paper: print_paper.Paper) -> None:
        """The pages one under the other, as wide as there is room for beside the choices."""
        self.pages.show_pages(paper.pictures, self._room())

    def _room(self) -> int:
        """What is left for the pages beside the choices."""
        return self.width() - self._column.sizeHint().width() - theme.scaled(_BESIDE)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Narrower pages in a narrower window, so that it never scrolls sideways."""
        super().resizeEvent(event)
        if self._paper is not None and not self.pages.fits(self._room()):
            self.pages.show_in(self._room())

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
        self.pages.forget()
        self._enable(on=False)
        self.count.setText(why)

    def _enable(self, *, on: bool) -> None:
        for button in (self.print_button, self.save_button, self.send_button, self.later_button):
            button.setEnabled(on)

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
            spoken = language if wanted.language != "en" else ""
            how = ", ".join(part for part in (wanted.size_said, spoken) if part)
            copy = asked.copy(sheet.form, sheet.record_id, method=method, how=how or "standard")
            self._desk.do(copies.given, sheet.family_id, copy, quietly=True)
        if self._paper is not None:
            self._typeset(partial(self._on_made_again, self._asked))

    def _print(self) -> None:
        if self._paper is not None:
            printer.choose(self, self._send)

    def _send(self, chosen: Any) -> None:
        """Draw page after page for the printer, off the window's thread."""
        if self._paper is None:
            return
        self._enable(on=False)
        sending = printer.Sending(self, self._desk, self._paper.pdf, chosen)
        sending.progressed.connect(lambda at, total: self.count.setText(f"Sending page {at} of {total}"))
        sending.done.connect(self._on_sent)
        self.finished.connect(sending.stop)

    def _on_sent(self, pages: int) -> None:
        if not pages:
            return  # closed before the first went
        self._note_copy("printed")
        self._enable(on=True)
        self.count.setText("Sent to the printer.")

    def send(self) -> send_dialog.SendDialog | None:
        """Lock what is shown with a password that is said aloud."""
        if self._paper is None:
            return None
        reader = self._made_for.asked.reader
        return send_dialog.SendDialog(
            self,
            self._desk,
            self._paper.pdf,
            to=reader.name,
            person_id=reader.person,
            note=lambda: self._note_copy("emailed"),
        )

    def _print_later(self) -> None:
        """Put it into the tray: it is made when there is a printer."""
        if self._paper is None:
            return
        piece = print_paper.piece(self._opened, self._answers, self._made_for)
        if piece is None:
            self.count.setText("This copy is made for once. Print it or save it now.")
            return
        self._desk.do(
            tray.put,
            self._opened.sheet.family_id,
            [piece],
            title=piece.title,
            then=lambda _id: self.count.setText("It waits in your tray: “To print and send” in the menu."),
            owner=self,
        )


languages = paper_choices.languages


def _write(path: Path, pdf: bytes) -> None:
    files.write_durably(path, pdf)
