"""The plan of a family, in the file: what we want, who does what by when; and the way to the whole of it."""

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import loader
from ehdesk.models import acts, beginning, episode, person, plan, practitioner
from ehdesk.ui import desk as desks
from ehdesk.ui import flow, listing, rows, widgets

_EMPTY = "No plan yet. Begin one with the family, once you know what they want."
_STATUS = {"done": ("Done", "tick"), "started": ("Begun", "waiting"), "cancelled": ("Called off", "remove")}


def read(
    reading: acts.Reading, family_id: str
) -> tuple[plan.Plan | None, dict[str, str], episode.Episode | None]:
    """The plan that is being worked to, of the newest episode; people's names by id; that episode."""
    newest = episode.episodes(reading, family_id, limit=1)
    found = plan.living(reading, newest[0].id) if newest else None
    people = {str(card.id): card.known_as for card in person.people(reading, family_id)}
    return found, {**practitioner.names(reading), **people}, newest[0] if newest else None


class PlanPart(QtWidgets.QWidget):
    """Outcomes with their actions; Enter opens the plan."""

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._plan: plan.Plan | None = None
        self._names: dict[str, str] = {}
        self._episode: episode.Episode | None = None
        column = widgets.stack(self, gap=24)
        self.outcomes = listing.Listing("What we want", empty=_EMPTY, first=20)
        self.who_does_what = listing.Listing("Who does what", first=30)
        self.open_button = widgets.button("The plan, its meetings and reviews", self._open, sign="form")
        self.prepare = widgets.button("Prepare a meeting", self._prepare, sign="calendar")
        for button in (self.open_button, self.prepare):
            button.hide()
        for one in (self.outcomes, self.who_does_what):
            one.chosen.connect(lambda _key: self._open())
            column.addWidget(one)
        ways = flow.FlowLayout(12, 8)
        ways.addWidget(self.open_button)
        ways.addWidget(self.prepare)
        column.addLayout(ways)

    def begin(self) -> None:
        """Read the plan."""
        self._desk.ask(read, self._family_id, then=self._show, owner=self)

    def take_focus(self) -> None:
        """The first outcome."""
        self.outcomes.list.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _show(self, told: tuple[plan.Plan | None, dict[str, str], episode.Episode | None]) -> None:
        self._plan, self._names, self._episode = told
        found = self._plan
        self.open_button.setVisible(self._episode is not None)
        self.prepare.setVisible(self._episode is not None and self._episode.is_open)
        outcomes = found.outcomes if found else ()
        actions = found.actions if found else ()
        self.outcomes.set_rows([self._outcome(one) for one in outcomes])
        self.who_does_what.set_rows([self._action(one) for one in actions])

    def _outcome(self, outcome: plan.Outcome) -> rows.Row:
        by = f"by {self._desk.words.date(outcome.by)}" if outcome.by else ""
        now = (
            f"{outcome.baseline} → {outcome.latest}"
            if outcome.baseline and outcome.latest
            else outcome.baseline
        )
        told = [_measure(outcome.measure), now, f"aim {outcome.target}" if outcome.target else ""]
        detail = " · ".join(part for part in told if part)
        return rows.Row(outcome.id, f"{outcome.number}. {outcome.words}", detail, by)

    def _action(self, action: plan.Action) -> rows.Row:
        status, sign = _STATUS.get(action.status, ("To do", "waiting"))
        due = f"by {self._desk.words.date(action.due)}" if action.due else ""
        who = self._names.get(action.owner, action.owner) or action.agency
        return rows.Row(
            action.id, action.what, " · ".join(part for part in (who, status) if part), due, sign=sign
        )

    def _open(self) -> None:
        if self._episode is not None:
            self._desk.go(desks.Place("plan", self._episode.id))

    def _prepare(self) -> None:
        """The meeting that is prepared already, or the next one with whoever is in the team."""
        verb = beginning.go_on_or_begin
        self._desk.do(verb, "taf_meeting", family_id=self._family_id, then=self._open_form, owner=self)

    def _open_form(self, record_id: str) -> None:
        self._desk.go(desks.Place("form", record_id))


def _measure(code: str) -> str:
    """The words of how an outcome is measured, as the plan's form says it."""
    outcomes = loader.load("action_plan").question("outcomes")
    asked = next((column for column in outcomes.columns if column.key == "measure"), None)
    choices = asked.choices() if asked is not None else ()
    return next((choice.label for choice in choices if choice.value == code), code)
