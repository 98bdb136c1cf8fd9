"""What can be done with a person's whole record: out of the household, into it, to the right family."""

from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import small_forms
from ehdesk.models import household, taking_back
from ehdesk.ui import answer_input, asking, flow, move_dialog, widgets
from ehdesk.ui import desk as desks


class PersonWays(QtWidgets.QWidget):
    """Three buttons. `asked` comes before a question, so that typing is handed in; `changed` after it."""

    asked = QtCore.Signal()
    changed = QtCore.Signal()

    def __init__(self, desk: desks.Desk, person_id: str) -> None:
        super().__init__()
        self._desk, self._person_id = desk, person_id
        self._name, self._family_id = "", ""
        column = widgets.stack(self, gap=8)
        column.addWidget(widgets.heading("This record", 2))
        holder = QtWidgets.QWidget()
        across = flow.FlowLayout(12, 8)
        holder.setLayout(across)
        for words, act in (
            ("Does not live here any more…", self.moves_out),
            ("Lives here…", self.moves_in),
            ("Move to another family…", self.move_away),
        ):
            across.addWidget(widgets.button(words, act))
        column.addWidget(holder)
        self.hide()

    def show_for(self, name: str, family_id: str) -> None:
        """Offer them for this person of this family."""
        self._name, self._family_id = name, family_id
        self.show()

    def moves_out(self) -> None:
        """Take them out of the household, with a date and a reason; nothing is deleted."""

        def verb(said: dict[str, Any]) -> Any:
            return household.take_out, (self._person_id,), {"on": said["on"], "reason": said["reason"]}

        self._ask(small_forms.moves_out(self._name), verb)

    def moves_in(self) -> None:
        """Let them live here."""

        def verb(said: dict[str, Any]) -> Any:
            more = {"part_time": bool(said.get("part_time")), "reason": said.get("reason", "")}
            return household.bring_in, (self._person_id,), {"on": said["on"], **more}

        self._ask(small_forms.moves_in(self._name), verb)

    def _ask(self, form: Any, verb: Any) -> None:
        self.asked.emit()
        today = self._desk.clock.today()
        around = answer_input.Surroundings(today=today, words=self._desk.words)
        begun = {"on": today.isoformat()}
        asking.ask(
            self,
            self._desk,
            form,
            around,
            words="Save",
            about=self._person_id,
            verb=verb,
            done=self._on_done,
            answers=begun,
        )

    def _on_done(self, _result: object) -> None:
        told = "It stands under “Where they live”."
        self._desk.say(desks.Notice("Saved.", told, action="Undo", then=self.take_back))
        self.changed.emit()

    def take_back(self) -> None:
        """Take the last move in or out back."""
        self._desk.do(
            taking_back.take_back, self._person_id, then=lambda _back: self.changed.emit(), owner=self
        )

    def move_away(self) -> None:
        """Move the whole record to the right family."""
        self.asked.emit()
        then = partial(self._on_moved_away, self._family_id)
        move_dialog.ask(self, self._desk, self._person_id, leaving=self._family_id, then=then)

    def _on_moved_away(self, leaving: str, _family_id: str) -> None:
        self._desk.go(desks.Place("family", leaving))
