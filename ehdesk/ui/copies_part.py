"""Copies of a family's file: who is still owed one, every copy that was given, and the book of paper."""

from PySide6 import QtCore, QtWidgets

from ehdesk.models import acts, copies
from ehdesk.ui import answer_input, asked, copies_words, listing, messages, paper_book, widgets
from ehdesk.ui import desk as desks

_PAGE = 100
_EMPTY = "No copies given yet. What you print, save or export is noted here by itself."


def read(
    reading: acts.Reading, family_id: str, offset: int = 0
) -> tuple[tuple[copies.CopyLine, ...], tuple[copies.Owed, ...]]:
    """A page of copies, and the forms that a copy is owed of."""
    given = copies.copies(reading, family_id, limit=_PAGE, offset=offset)
    return given, copies.owed(reading, family_id)


class CopiesPart(QtWidgets.QWidget):
    """`form_wanted` carries the form whose copy is owed."""

    form_wanted = QtCore.Signal(str)

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._given: list[copies.CopyLine] = []
        self._owed: tuple[copies.Owed, ...] = ()
        column = widgets.stack(self, gap=24)
        self.owed = listing.Listing("Still to give the family")
        self.owed.chosen.connect(self.form_wanted)
        self.list = listing.Listing("Copies given", empty=_EMPTY, first=_PAGE)
        self.list.chosen.connect(self._open)
        self.more = widgets.link("Earlier copies", self._ask_more)
        self.more.hide()
        self.note_button = widgets.button("Note a copy given by hand", self.note, sign="add")
        column.addWidget(self.owed)
        column.addWidget(self.list)
        column.addWidget(self.more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.note_button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self.paper = paper_book.PaperBook(desk, family_id)
        column.addWidget(self.paper)

    def begin(self) -> None:
        """Read the lists."""
        self._desk.ask(read, self._family_id, then=self._show, owner=self)
        self.paper.begin()

    def take_focus(self) -> None:
        """The list, or the button where it is empty."""
        (self.list.list if self._given else self.note_button).setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _ask_more(self) -> None:
        self._desk.ask(read, self._family_id, len(self._given), then=self._add, owner=self)

    def _show(self, told: tuple[tuple[copies.CopyLine, ...], tuple[copies.Owed, ...]]) -> None:
        self._given, self._owed = [], told[1]
        self.owed.set_rows([copies_words.owed_row(self._desk, one) for one in told[1]])
        self._add(told)

    def _add(self, told: tuple[tuple[copies.CopyLine, ...], tuple[copies.Owed, ...]]) -> None:
        self._given += told[0]
        self.list.set_rows([copies_words.row(self._desk, line) for line in self._given])
        self.list.show_all_quietly()
        self.more.setVisible(len(told[0]) == _PAGE)

    def _open(self, record_id: str) -> None:
        line = next(line for line in self._given if line.record_id == record_id)
        if line.copy.of_record and line.copy.what != copies_words.WHOLE_FILE:
            self.form_wanted.emit(line.copy.of_record)

    def note(self) -> messages.Dialog:
        """Note a copy that went by another way: handed over, read out to a witness, signed on the screen."""
        dialog = messages.Dialog(self.window(), "Note a copy given by hand")
        owed = self._owed
        form = asked.Asked(copies_words.by_hand_questions(self._desk, owed), answer_input.Surroundings())
        dialog.body.addWidget(form)

        def keep() -> None:
            answers = copies_words.of_what(form.answers(), owed)
            faults = copies_words.faults(answers)
            if not answers.get("what"):
                faults["what"] = "Enter what it was a copy of"
            form.show_messages(faults)
            if not faults:
                dialog.accept()
                self._keep(copies_words.by_hand(answers))

        dialog.buttons.addWidget(widgets.primary("Note it", keep))
        dialog.buttons.addWidget(widgets.link("Leave it", dialog.reject))
        dialog.buttons.addStretch(1)
        form.focus_first()
        dialog.open()
        return dialog

    def _keep(self, copy: copies.Copy) -> None:
        self._desk.do(copies.given, self._family_id, copy, then=lambda _id: self.begin(), owner=self)
