"""Choosing a paper: empty or filled, who will read it, in which language; seen before it is printed.

The pages stay in memory: nothing is written but the file that the worker asks for.
"""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtWidgets

from ehdesk import errors, files
from ehdesk.models import copies, tray
from ehdesk.ui import (
    answer_choices,
    beside,
    chosen_file,
    form_opening,
    messages,
    paper_choices,
    print_pages,
    print_paper,
    printer,
    reader_choice,
    send_dialog,
    widgets,
)
from ehdesk.ui import desk as desks

_WIDTH = 960
_HEIGHT = 520
_WAITS = "It waits in your tray: “To print and send” in the menu."
_AGAIN = "There you look at the words that were found once more."
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
        self._sending: printer.Sending | None = None
        choices = QtWidgets.QWidget()
        self._choices(widgets.stack(choices, gap=8))
        self.pages = print_pages.Pages(_HEIGHT)
        self.pages.wanted.connect(self._scroll.ensureWidgetVisible)
        self._across = beside.Beside(choices, self.pages)
        self._across.resized.connect(self._fit)
        self.body.addWidget(self._across, 1)
        self.count = self._foot_note(widgets.quiet(""))
        self.unprintable = self._foot_note(widgets.words(""))
        self.unprintable.hide()
        self.print_button = widgets.primary("Print", self._print)
        self.save_button = widgets.button("Save as PDF", self._save)
        self.later_button = widgets.button("Print later", self._print_later)
        self.send_button = widgets.button("Copy to send", self.send)
        self.stop_button = widgets.button("Stop printing", self._stop)
        self.stop_button.hide()
        for each in (self.print_button, self.save_button, self.later_button, self.send_button):
            self.buttons.addWidget(each)
        self.buttons.addWidget(self.stop_button)
        self.buttons.addWidget(widgets.link("Close", self.reject))
        self.finished.connect(self._stop)
        self.buttons.addStretch(1)
        self._make()
        self.open()

    def _choices(self, column: QtWidgets.QVBoxLayout) -> None:
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
        if not empty:
            column.addWidget(widgets.quiet("This form is not printed empty."))
        column.addStretch(1)

    def _foot_note(self, note: QtWidgets.QLabel) -> QtWidgets.QLabel:
        """What is to be known of printing, over the buttons: it is seen however long the choices are."""
        note.setContentsMargins(24, 0, 24, 0)
        outer = self.layout()
        if isinstance(outer, QtWidgets.QVBoxLayout):
            outer.insertWidget(1, note)
        return note

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
        self._say_unprintable(paper.unprintable)
        self._enable(on=True)

    def _say_unprintable(self, said: str) -> None:
        """Before anything is printed: which letters no font has."""
        self.unprintable.setText(said)
        self.unprintable.setVisible(bool(said))
        if said:
            widgets.announce(self.unprintable, said)

    def _on_made_again(self, asked: int, paper: print_paper.Paper) -> None:
        if asked == self._asked and self._paper is not None:
            self._paper = paper
            self._show_pages(paper)

    def _show_pages(self, paper: print_paper.Paper) -> None:
        """The pages one under the other, as wide as there is room for beside the choices."""
        self.pages.show_pages(paper.pictures, self._across.room())

    def _fit(self) -> None:
        """Narrower pages in a narrower window, so that it never scrolls sideways."""
        if self._paper is not None and not self.pages.fits(self._across.room()):
            self.pages.show_in(self._across.room())

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
        self._say_unprintable("")
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
            failed=lambda _error: self._tell("It could not be saved there. Choose another folder."),
            owner=self,
        )

    def _on_saved(self, path: Path) -> None:
        self._tell(f"Saved as {path.name}. It is not encrypted there.")
        self._note_copy("saved")

    def _note_copy(self, method: str) -> None:
        """Note what was printed in the book, and a filled paper as a copy that left the vault.

        The next paper gets codes of its own.
        """
        wanted, sheet = self._made_for, self._opened.sheet
        asked = wanted.asked
        if self._paper is not None:
            print_paper.note(self._desk, self._opened, self._paper.run, wanted)
        if wanted.filled:
            named = dict(languages(sheet.form))
            told = [named.get(one, one) for one in (wanted.language, wanted.beside) if one]
            spoken = " and ".join(told) if wanted.language != "en" or wanted.beside else ""
            how = ", ".join(part for part in (wanted.size_said, spoken) if part)
            copy = asked.copy(sheet.form, sheet.record_id, method=method, how=how or "standard")
            self._desk.do(copies.given, sheet.family_id, copy, quietly=True)
        if self._paper is not None:
            self._typeset(partial(self._on_made_again, self._asked))

    def _print(self) -> None:
        if self._paper is not None:
            printer.choose(self, self._send, lambda: self._tell("Nothing was printed."))

    def _send(self, chosen: Any) -> None:
        """Draw page after page for the printer, off the window's thread."""
        if self._paper is None:
            return
        self._show_sending(on=True)
        self._sending = printer.Sending(self, self._desk, self._paper.pdf, chosen)
        self._sending.progressed.connect(
            lambda at, total: self.count.setText(f"Sending page {at} of {total}")
        )
        self._sending.done.connect(self._on_sent)
        self._sending.failed.connect(self._on_not_sent)

    def _show_sending(self, *, on: bool) -> None:
        """While pages are on their way they stay as they are; they can be stopped."""
        self._enable(on=not on)
        for choice in (self.what, self.reader, self.language, self.how_large, self.beside, self.tint):
            choice.setEnabled(not on)
        self.reader.setEnabled(not on and self._made_for.filled)
        self.stop_button.setVisible(on)

    def _stop(self, _result: int = 0) -> None:
        """Send no more pages to the printer."""
        if self._sending is not None:
            self._sending.stop()

    def _on_sent(self, _pages: int) -> None:
        self._sending = None
        self._show_sending(on=False)
        self._note_copy("printed")
        self._tell("Sent to the printer.")

    def _on_not_sent(self, error: Exception) -> None:
        """Nothing is noted: no copy was given, and no paper is out."""
        self._sending = None
        self._show_sending(on=False)
        if isinstance(error, errors.Refusal):
            self._tell(printer.said(error))
        else:
            self._desk.refused.emit(error)

    def _tell(self, words: str) -> None:
        self.count.setText(words)
        widgets.announce(self.count, words)

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
            self._tell("This copy is made for once. Print it or save it now.")
            return
        self._desk.do(
            tray.put,
            self._opened.sheet.family_id,
            [piece],
            title=piece.title,
            then=lambda _id: self._tell(f"{_WAITS} {_AGAIN}" if self._made_for.asked.looked else _WAITS),
            owner=self,
        )


languages = paper_choices.languages


def _write(path: Path, pdf: bytes) -> None:
    files.write_durably(path, pdf)
