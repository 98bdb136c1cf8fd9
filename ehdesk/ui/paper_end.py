"""The end of a paper that was typed in: its date, who checked it, and where the paper itself is."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.models import paper_run
from ehdesk.ui import (
    answer_text,
    choosing,
    document_adding,
    form_opening,
    form_view,
    paper_words,
    widgets,
)
from ehdesk.ui import desk as desks

_BLOCK = "paper"
_CHECKED_BY, _TYPIST = "checked_by", "typist"
_OWN_CHECK = "The same person typed it in. Ask somebody else to check it, where you can"
_INNER = "entered_from_paper"


class PaperEnd(QtWidgets.QWidget):
    """`spoke` carries the form's own answers, as its view says them."""

    spoke = QtCore.Signal(object)
    form_wanted = QtCore.Signal()
    another_wanted = QtCore.Signal()
    check_wanted = QtCore.Signal()

    def __init__(
        self,
        desk: desks.Desk,
        opened: form_opening.Opened,
        run: paper_run.Run,
        *,
        was_checked: bool = False,
    ) -> None:
        super().__init__()
        self._desk, self._opened, self._run = desk, opened, run
        self._was_checked = was_checked
        column = widgets.stack(self, gap=24)
        if run.marks:
            column.addLayout(self._marks())
        self.view = self._questions()
        if self.view is not None:
            column.addWidget(self.view)
        column.addLayout(self._paper())
        across = widgets.line(gap=12)
        self.open_button = widgets.primary("Open the form", self.form_wanted.emit)
        self.another_button = widgets.button("Enter another page", self.another_wanted.emit)
        across.addWidget(self.open_button)
        self.check_button = widgets.button("Check it against the paper", self.check_wanted.emit)
        if was_checked:
            self.check_button.hide()
        across.addWidget(self.check_button)
        across.addWidget(self.another_button)
        across.addStretch(1)
        column.addLayout(across)

    def _marks(self) -> QtWidgets.QVBoxLayout:
        """What was said of questions, to be asked when the family is seen again."""
        column = widgets.stack(gap=4)
        column.addWidget(widgets.heading("To ask when you see them", 2))
        for asked, mark in paper_words.marked(self._desk.words, self._opened.sheet.form, self._run):
            column.addWidget(widgets.words(f"{asked} {mark}."))
        return column

    def _questions(self) -> form_view.FormView | None:
        """What the form itself asks of its paper; not whether it came on paper, which is known."""
        import msgspec  # late: the end of a paper is far from the start of the desk

        form = self._opened.sheet.form
        block = next((section for section in form.sections if section.id == _BLOCK), None)
        if block is None:
            return None
        asked = tuple(
            msgspec.structs.replace(question, show_when=None)
            for question in block.questions
            if not question.key.endswith(_INNER)
        )
        section = definition.Section(block.id, "About the paper", asked)
        view = form_view.FormView(
            msgspec.structs.replace(form, sections=(section,), variants={}), self._opened.around
        )
        view.set_answers(self._opened.sheet.answers)
        view.spoke.connect(self._on_spoke)
        return view

    def _on_spoke(self, said: object) -> None:
        """Pass it on; whoever checks their own typing is told so, and may."""
        self.spoke.emit(said)
        if self.view is None or not isinstance(said, form_view.Given) or said.path != _CHECKED_BY:
            return
        field = self.view.field(_CHECKED_BY)
        if field is not None and said.value and said.value == self.view.answers().get(_TYPIST):
            field.input.told.emit(_OWN_CHECK)

    def _paper(self) -> QtWidgets.QVBoxLayout:
        column = widgets.stack(gap=8)
        self.held = answer_text.Line()
        self.held.setMaximumWidth(520)
        self.held.setText(self._run.held_at)
        self.held.editingFinished.connect(self.flush)
        column.addWidget(
            widgets.caption("Where the paper is kept", self.held, "For example, the locked cabinet in room 4")
        )
        column.addWidget(self.held)
        self.attach_button = widgets.button("Attach a picture of it", self._choose, sign="photo")
        self.attached = widgets.Status("A picture of it is in the family’s documents", "tick", "received")
        if self._run.original is None:
            self.attached.hide()
        column.addWidget(self.attach_button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.attached)
        return column

    def flush(self) -> None:
        """Note where the paper is kept."""
        said = self.held.text().strip()
        if said != self._run.held_at:
            self._desk.do(paper_run.keep, self._run.record_id, held_at=said, then=self._on_kept, owner=self)

    def _on_kept(self, run: paper_run.Run) -> None:
        self._run = run
        self.attached.setVisible(run.original is not None)

    def _choose(self) -> None:
        self.attach(choosing.open_files(self, "Attach a picture of the paper"))

    def attach(self, paths: Sequence[Path]) -> None:
        """Keep a picture of the paper among the family's documents."""
        family_id = self._opened.sheet.family_id
        if not paths or family_id is None:
            return
        dialog = document_adding.AddingDialog(self.window(), self._desk, family_id, self._opened.around)
        dialog.added.connect(self._on_added)
        dialog.take(document_adding.reading(paths[0]))

    def _on_added(self, document_id: str) -> None:
        keep = partial(self._desk.do, paper_run.keep, self._run.record_id)
        keep(original=document_id, then=self._on_kept, owner=self)

    def take_focus(self) -> None:
        """The first question about the paper; after a check, who checked it."""
        keys = [each.key for each in self.view.form.questions()] if self.view is not None else []
        if self.view is not None and keys:
            self.view.go_to(keys[-1] if self._was_checked else keys[0])
        else:
            self.held.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


def form_place(run: paper_run.Run, record_id: str | None = None) -> desks.Place:
    """Where the form of a paper is read and finished; of one that is no form, the family's book."""
    if run.printed.form == paper_run.WHY:
        return desks.Place("family", run.family_id, "copies")
    return desks.Place("note" if run.printed.form == "note" else "form", record_id or run.printed.of_record)


def check_place(run: paper_run.Run) -> desks.Place:
    """Where what was typed in is checked against the paper."""
    return desks.Place("paper", more={"check": run.record_id})
