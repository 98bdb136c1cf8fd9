"""What an episode came to, beside its closure: outcomes, scores from start to end, what is owed."""

from datetime import date

from PySide6 import QtWidgets

from ehdesk.models import plan
from ehdesk.ui import desk as desks
from ehdesk.ui import episode_lines, plan_view, plan_words, widgets


class RollUp(QtWidgets.QWidget):
    """Shows what it is given; nothing here is changed. The areas are scored in the form beside it."""

    def __init__(self, desk: desks.Desk) -> None:
        super().__init__()
        self._desk = desk
        self._column = widgets.stack(self, gap=24)

    def show_plan(self, shown: plan_view.Shown) -> None:
        """Show what this episode came to."""
        widgets.clear(self._column)
        whole = shown.whole
        rolled = whole.roll_up
        self._column.addWidget(widgets.heading("What it came to", 2))
        counted = widgets.stack(gap=4)
        for words in self._counted(shown):
            counted.addWidget(widgets.words(words))
        self._column.addLayout(counted)
        outcomes = episode_lines.Part("Outcomes", "There was no plan with outcomes.", level=3)
        outcomes.set_lines([self._outcome(one) for one in rolled.outcomes])
        self._column.addWidget(outcomes)
        scores = episode_lines.Part("Scores, from the start to the end", "No area was scored.", level=3)
        scores.set_lines([self._travel(*one) for one in self._travels(shown)])
        self._column.addWidget(scores)
        found = whole.plan
        left = [one for one in found.actions if one.is_open] if found is not None else []
        if left:
            actions = episode_lines.Part("Actions still open", level=3)
            actions.set_lines([self._action(one, whole.names) for one in left])
            self._column.addWidget(actions)
        if whole.owed:
            people = len({one.to_whom for one in whole.owed})
            copies = "copy" if len(whole.owed) == 1 else "copies"
            told = f"{len(whole.owed)} {copies} of meeting notes to send, to {people} people"
            self._column.addWidget(widgets.words(told))

    def words(self) -> str:
        """Everything that it says."""
        return "\n".join(one.text() for one in self.findChildren(QtWidgets.QLabel) if one.isVisibleTo(self))

    def _counted(self, shown: plan_view.Shown) -> list[str]:
        rolled, words = shown.whole.roll_up, self._desk.words
        told = []
        if shown.whole.opened_on:
            days = (self._desk.clock.today() - date.fromisoformat(shown.whole.opened_on)).days
            told.append(
                f"Open for {days} {'day' if days == 1 else 'days'}, since {words.date(shown.whole.opened_on)}"
            )
        if rolled.outcomes:
            many = "outcome" if len(rolled.outcomes) == 1 else "outcomes"
            told.append(f"{rolled.achieved} of {len(rolled.outcomes)} {many} achieved")
        going = len(rolled.outcomes) - rolled.settled
        if going:
            told.append(f"{going} not settled yet: say in a last review how each stands")
        return told

    def _outcome(self, outcome: plan.Outcome) -> episode_lines.Line:
        status, sign, _tone = plan_words.status(outcome)
        way = " → ".join(part for part in (outcome.baseline, outcome.latest) if part)
        aim = f"Aim: {outcome.target}" if outcome.target else ""
        told = tuple(part for part in (way, aim) if part)
        return episode_lines.Line(outcome.words, told, mark=status, sign=sign)

    def _travels(self, shown: plan_view.Shown) -> list[tuple[str, str, str]]:
        asked = plan_words.areas()
        return [
            (asked.get(one.domain, one.domain), _from_to(one.family), _from_to(one.worker))
            for one in shown.whole.roll_up.travels
        ]

    def _travel(self, area: str, family: str, worker: str) -> episode_lines.Line:
        return episode_lines.Line(area, (f"The family’s score: {family}", f"The worker’s score: {worker}"))

    def _action(self, action: plan.Action, names: dict[str, str]) -> episode_lines.Line:
        who = names.get(action.owner, action.owner)
        due = plan_words.due(self._desk, action)
        return episode_lines.Line(action.what, tuple(part for part in (who, due) if part))


def _from_to(scores: tuple[int | None, int | None]) -> str:
    start, end = ("not scored" if one is None else str(one) for one in scores)
    return f"{start} → {end}"
