"""The directory: agencies by name, how to reach them, and what they do."""

from functools import partial
from typing import Any

from PySide6 import QtCore

from ehdesk.forms import person_codes, small_forms
from ehdesk.models import acts, directory
from ehdesk.ui import answer_input, answer_text, asking, rows, widgets
from ehdesk.ui import desk as desks

_PAUSE_MS = 100
_GROUPS = {option.code: option.label for option in person_codes.REPORT_GROUPS}


class DirectoryPage(desks.Page):
    """Type a little of a name, or what is looked for; Enter or a click opens the agency to change it."""

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Agencies")
        self._desk = desk
        self._asked = 0
        self._seen: int | None = None
        self._lines: dict[str, directory.AgencyLine] = {}
        inside = widgets.Column(characters=92, gap=12)
        widgets.stack(self).addWidget(inside)
        column = inside.body
        column.setContentsMargins(24, 32, 24, 0)
        top = widgets.line(gap=16)
        top.addWidget(widgets.heading("Agencies", 1), 1)
        self.add = widgets.primary("Add an agency", self.add_agency)
        top.addWidget(self.add)
        column.addLayout(top)
        self.search = answer_text.Line()
        hint = "A name, whom to ask for, or what they do"
        column.addWidget(widgets.caption("Find an agency", self.search, hint))
        column.addWidget(self.search)
        self.found = widgets.quiet("")
        column.addWidget(self.found)
        self.list = rows.RowList("Agencies found")
        self.list.chosen.connect(self.change)
        column.addWidget(self.list, 1)
        self._pause = QtCore.QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.search.setText(str(place.more.get("words", "")))
        self.search.textChanged.connect(self._on_text)
        self._ask()

    def _on_text(self, _text: str) -> None:
        self._pause.start(_PAUSE_MS)

    def _ask(self) -> None:
        self._asked += 1
        self._desk.ask(
            acts.marked,
            directory.directory,
            self.search.text(),
            authority=self._desk.settings.agencies,
            then=partial(self._show, self._asked),
            owner=self,
        )

    def read_again(self) -> None:
        """Others' work has come in."""
        self._ask()

    def _show(self, asked: int, told: tuple[tuple[directory.AgencyLine, ...], int]) -> None:
        if asked != self._asked:
            return
        found, self._seen = told
        self._lines = {line.name: line for line in found}
        self.list.set_rows([_row(line) for line in found])
        count = f"{len(found)} {'agency' if len(found) == 1 else 'agencies'}"
        empty = (
            "No agency has these words. You can add one." if self.search.text() else "No agency is known yet."
        )
        self.found.setText(count if found else empty)

    def add_agency(self) -> None:
        """Write an agency into the directory."""

        def verb(said: dict[str, Any]) -> Any:
            return directory.add_agency, (said,), {}

        typed = {"name": self.search.text()} if self.search.text() and not self._lines else {}
        self._open(small_forms.agency(is_new=True), "Add the agency", verb, typed)

    def change(self, name: str) -> None:
        """Change what is known of an agency."""
        line = self._lines[name]
        form = small_forms.agency(is_new=False)
        keys = [question.key for question in form.questions()]
        known = {key: getattr(line, key) or None for key in keys}

        def verb(said: dict[str, Any]) -> Any:
            answers = {key: said.get(key) for key in keys}
            if line.record_id is None:
                return directory.add_agency, (answers,), {}
            return directory.change_agency, (line.record_id, answers), {}

        self._open(form, "Save", verb, known)

    def _open(self, form: Any, words: str, verb: Any, known: dict[str, Any]) -> None:
        around = answer_input.Surroundings(
            today=self._desk.clock.today(), words=self._desk.words, compact=True
        )
        asking.ask(
            self,
            self._desk,
            form,
            around,
            words=words,
            about=str(known.get("name", "")),
            verb=verb,
            done=self._on_done,
            answers=known,
            seen=self._seen,
        )

    def _on_done(self, _result: object) -> None:
        self._ask()

    def place(self) -> desks.Place:
        """The directory, with the words that are looked for."""
        return desks.Place("directory", more={"words": self.search.text()})

    def take_focus(self) -> None:
        """The search line."""
        self.search.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


def _row(line: directory.AgencyLine) -> rows.Row:
    told = (line.contact, line.phone, line.email, line.about)
    detail = " · ".join(part for part in told if part) or "Nothing more is known yet"
    return rows.Row(line.name, line.name, detail, _GROUPS.get(line.report_group, ""), sign="family")
