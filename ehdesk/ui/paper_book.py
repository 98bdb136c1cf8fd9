"""The out and in book of a family: what was printed, where it is, and the way back into the record."""

from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.models import paper_run
from ehdesk.ui import answer_choices, answer_text, listing, messages, paper_again, rows, widgets
from ehdesk.ui import desk as desks

STATES: dict[paper_run.State, str] = {
    "out": "Out",
    "returned": "Came back",
    "spoiled": "Spoiled",
    "kept_by_child": "Kept by the child",
    "destroyed": "Destroyed",
}
_FIRST = 5


class PaperBook(QtWidgets.QWidget):
    """A list of what was printed; each opens to say where it is now."""

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._runs: dict[str, paper_run.Run] = {}
        column = widgets.stack(self, gap=12)
        self.list = listing.Listing("Paper out and in", first=_FIRST)
        self.list.chosen.connect(self.open_run)
        column.addWidget(self.list)

    def begin(self) -> None:
        """Read the book."""
        self._desk.ask(paper_run.of_family, self._family_id, then=self._show, owner=self)

    def _show(self, runs: tuple[paper_run.Run, ...]) -> None:
        self._runs = {run.record_id: run for run in runs}
        self.list.set_rows([row(self._desk, run) for run in runs])

    def open_run(self, record_id: str) -> "RunDialog":
        """Open one paper of the book."""
        dialog = RunDialog(self.window(), self._desk, self._runs[record_id])
        dialog.changed.connect(self.begin)
        return dialog


class RunDialog(messages.Dialog):
    """Where one paper is now, its pages once more, and the way to type it in."""

    changed = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget, desk: desks.Desk, run: paper_run.Run) -> None:
        super().__init__(parent, title(desk, run), width=560)
        self._desk, self._run = desk, run
        self.body.addWidget(widgets.quiet(detail(desk, run)))
        if run.held_at:
            self.body.addWidget(widgets.quiet(f"Kept at: {run.held_at}"))
        self.state = self._radios("Where is it now?", [(code, STATES[code]) for code in paper_run.STATES])
        self.state.show_value(run.state)
        self.why = answer_text.Line()
        self.body.addWidget(widgets.caption("Why (optional)", self.why, "For example, tea was spilt on it"))
        self.body.addWidget(self.why)
        self.told = widgets.quiet("")
        if not run.printed.filled:
            self._offer_pages()
        self.body.addWidget(self.told)
        self.keep_button = widgets.primary("Save where it is", self._keep)
        self.buttons.addWidget(self.keep_button)
        if run.left and run.state not in ("spoiled", "destroyed"):
            self.enter_button = widgets.button("Type it in", self._enter)
            self.buttons.addWidget(self.enter_button)
        self.buttons.addWidget(widgets.link("Leave it as it is", self.reject))
        self.buttons.addStretch(1)
        self.open()

    def _radios(self, asked: str, choices: list[tuple[str, str]]) -> answer_choices.Radios:
        def name(control: QtWidgets.QWidget, label: str, _hint: str) -> None:
            control.setAccessibleName(f"{label}: {asked}")

        self.body.addWidget(widgets.heading(asked, 3))
        made = answer_choices.Radios(tuple((code, label, "") for code, label in choices), name)
        self.body.addWidget(made)
        return made

    def _offer_pages(self) -> None:
        """A page that was spoiled is printed alone, under the code that it had."""
        numbers = [(str(page), str(page)) for page in range(1, len(self._run.printed.pages) + 1)]
        self.page = self._radios("Print one page again", numbers)
        self.page.show_value(numbers[0][0])
        self.print_button = widgets.button("Print this page again", self._print, sign="print")
        self.body.addWidget(self.print_button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)

    def _print(self) -> None:
        page = int(str(self.page.value() or 1))
        paper_again.choose_printer(self, self._desk, self._run, page, self.told.setText)

    def _enter(self) -> None:
        self.accept()
        self._desk.go(desks.Place("paper", more={"code": self._run.code(self._run.left[0])}))

    def _keep(self) -> None:
        state = self.state.value() or self._run.state
        self._desk.do(
            paper_run.mark,
            self._run.record_id,
            state,
            self.why.text().strip(),
            then=partial(self._on_kept),
            owner=self,
        )

    def _on_kept(self, _none: object) -> None:
        self.changed.emit()
        self.accept()


def row(desk: desks.Desk, run: paper_run.Run) -> rows.Row:
    """One paper in a list: what, when and how far, and where it is."""
    is_late = run.state == "out" and _expected(run) < desk.clock.today().isoformat()
    return rows.Row(
        run.record_id,
        title(desk, run),
        detail(desk, run),
        STATES[run.state] if run.printed.expected_on or run.state != "out" else "Given out",
        sign="needs-you" if is_late else "print",
        tone="warm" if is_late else "quiet",
    )


def title(desk: desks.Desk, run: paper_run.Run) -> str:
    """ "Parent or carer feedback, empty"."""
    return ", ".join(part for part in (desk.words(run.printed.title), run.printed.how) if part)


def detail(desk: desks.Desk, run: paper_run.Run) -> str:
    """When it was printed, of how many pages, by when it is to be back and how much of it is in."""
    words, pages = desk.words, len(run.printed.pages)
    told = [
        f"Printed {words.date(run.printed_on.isoformat())}",
        "1 page" if pages == 1 else f"{pages} pages",
    ]
    if run.entered:
        told.append(f"{len(run.entered)} typed in")
    if run.state == "out" and run.printed.expected_on:
        late = _expected(run) < desk.clock.today().isoformat()
        told.append(f"{'was ' if late else ''}to be back by {words.date(_expected(run))}")
    return " · ".join(told)


def _expected(run: paper_run.Run) -> str:
    """The day as text; far away where the paper is not expected."""
    on = run.printed.expected_on
    return on.isoformat() if on is not None else "9999-12-31"
