"""The living plan: what the family wants and how far it has come, who does what; kept up where it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import plan_questions
from ehdesk.models import acts, plan, progress, whole_plan
from ehdesk.ui import (
    asking,
    episode_lines,
    flow,
    form_opening,
    plan_chart,
    plan_words,
    widgets,
)
from ehdesk.ui import desk as desks


@dataclass(frozen=True)
class Shown:
    """The work around a plan, and the plan's form as its page would open it; None without a plan."""

    whole: whole_plan.WholePlan
    opened: form_opening.Opened | None


def read(reading: acts.Reading, episode_id: str, words: form_opening.Words) -> Shown:
    """All that the plan shows. Raises: RecordMissing."""
    whole = whole_plan.whole_plan(reading, episode_id)
    found = whole.plan
    return Shown(whole, form_opening.open_form(reading, found.id, words) if found is not None else None)


class PlanView(QtWidgets.QWidget):
    """Shows what it is given by `show`; every change is one key, says so, and is asked for again.

    `because` is what the history will say: "Action done", or the meeting at which it was decided.
    `changed` wants everything read again.
    """

    changed = QtCore.Signal()

    def __init__(self, desk: desks.Desk, because: str = "") -> None:
        super().__init__()
        self._desk, self.because = desk, because
        self._shown: Shown | None = None
        self._column = widgets.stack(self, gap=24)
        self._turn: int | None = None

    def show_plan(self, shown: Shown) -> None:
        """Show this plan. The keyboard stays at the line where it was."""
        self._shown = shown
        widgets.clear(self._column)
        found = shown.whole.plan
        if found is None:
            return
        self._outcomes(found)
        self._needs(found)
        self._actions(found)
        self._contingency(found)
        if self._turn is not None:
            QtCore.QTimer.singleShot(0, self, self._back_to_line)

    def buttons(self, words: str) -> list[widgets.Button]:
        """The buttons with these words, from the top down."""
        return [one for one in self.findChildren(widgets.Button) if one.text() == words and one.isVisible()]

    def go_to(self, action_id: str) -> bool:
        """Put the keyboard at an action, by its row in the plan; False where it is there no more."""
        found = self._shown.whole.plan if self._shown is not None else None
        words = [one.what for one in found.actions if one.id == action_id] if found is not None else []
        for button in (*self.buttons("Done"), *self.buttons("Not done")):
            if button.accessibleName().partition(": ")[2] in words:
                button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
                return True
        return False

    # What we want

    def _outcomes(self, found: plan.Plan) -> None:
        self._column.addLayout(self._heading("What we want", "Add an outcome", self.add_outcome))
        for outcome in found.outcomes:
            self._column.addWidget(self._outcome(outcome))
        if not found.outcomes:
            self._column.addWidget(
                widgets.quiet("No outcome yet. What does the family want to be different?")
            )

    def _outcome(self, outcome: plan.Outcome) -> QtWidgets.QFrame:
        frame, column = widgets.card(gap=8)
        frame.setAccessibleName(f"Outcome {outcome.number}: {outcome.words}")
        column.addWidget(widgets.words(f"{outcome.number}. {outcome.words}", "label"))
        stands = flow.FlowLayout(12, 4)
        stands.addWidget(widgets.Status(*plan_words.status(outcome)))
        change = widgets.link("Change", partial(self.judge, outcome))
        change.setAccessibleName(f"Change how it stands: {outcome.words}")
        stands.addWidget(change)
        column.addLayout(stands)
        for told in self._told(outcome):
            column.addWidget(widgets.quiet(told))
        column.addWidget(plan_chart.Way(self._desk, outcome))
        return frame

    def _told(self, outcome: plan.Outcome) -> list[str]:
        names = [self._called(one) for one in outcome.for_whom]
        whom = f"For {', '.join(names)}" if names else ""
        know = f"We will know because: {outcome.how_we_know}" if outcome.how_we_know else ""
        measure = f"Measured: {plan_words.measure(outcome)}" if outcome.measure else ""
        return [part for part in (" · ".join(one for one in (whom, measure) if one), know) if part]

    def _needs(self, found: plan.Plan) -> None:
        if not found.uncovered:
            return
        part = episode_lines.Part("Needs without an outcome")
        part.set_lines([self._need(need.id, need.statement) for need in found.uncovered])
        self._column.addWidget(part)
        answers = self._shown.opened.sheet.answers if self._shown and self._shown.opened else {}
        if answers.get("reason_no_outcome"):
            self._column.addWidget(widgets.quiet(f"Why: {answers['reason_no_outcome']}"))

    def _need(self, need_id: str, words: str) -> episode_lines.Line:
        way = episode_lines.Way("Add an outcome", words, partial(self.add_outcome, need_id))
        return episode_lines.Line(words, ways=(way,))

    # Who does what

    def _actions(self, found: plan.Plan) -> None:
        self._column.addLayout(self._heading("Who does what", "Add an action", self.add_action))
        if not found.actions:
            self._column.addWidget(widgets.quiet("No action yet. Who will do the first thing, and by when?"))
        for owner, actions in by_owner(found):
            part = episode_lines.Part(self._called(owner) or "Nobody yet", level=3)
            part.set_lines([self._action(one) for one in actions])
            self._column.addWidget(part)

    def _action(self, action: plan.Action) -> episode_lines.Line:
        due, is_late = plan_words.due(self._desk, action), action.is_overdue(self._desk.clock.today())
        ways: tuple[episode_lines.Way, ...] = ()
        if action.is_open:
            ways = (episode_lines.Way("Done", action.what, partial(self.mark_done, action)),)
        elif action.status != "cancelled":
            ways = (episode_lines.Way("Not done", action.what, partial(self.mark_open, action)),)
        told = tuple(part for part in (action.agency, "" if is_late else due, action.result) if part)
        mark, sign = (due, "waiting") if is_late else ("", "")
        return episode_lines.Line(action.what, told, ways, not action.is_open, sign=sign, mark=mark)

    def _contingency(self, found: plan.Plan) -> None:
        if found.contingency:
            self._column.addWidget(widgets.heading("If the plan is not working", 2))
            self._column.addWidget(widgets.words(found.contingency))

    # Keeping it up

    def mark_done(self, action: plan.Action) -> None:
        """One key: the action is done."""
        self._keep_turn("Done")
        back = partial(self.mark_open, action)
        notice = desks.Notice("The action is marked as done.", action="Undo", then=back)
        self._change(progress.action_done, action.id, because=self.because or "Action done", said=notice)

    def mark_open(self, action: plan.Action) -> None:
        """It was not done after all."""
        because = self.because or "Action not done yet"
        notice = desks.Notice("The action is open again.")
        self._change(progress.action_open_again, action.id, because=because, said=notice)

    def judge(self, outcome: plan.Outcome) -> asking.Asking | None:
        """Ask how an outcome stands."""

        def verb(said: dict[str, Any]) -> Any:
            because = self.because or "How an outcome stands"
            args = (self._plan_id(), outcome.id, said["status"])
            return progress.outcome_stands, args, {"because": because}

        known = {"status": outcome.status} if outcome.status else {}
        return self._ask(plan_questions.stands(outcome.words), "Save", verb, known, outcome.id)

    def add_outcome(self, need_id: str = "") -> asking.Asking | None:
        """Ask for another outcome, for one need where it is known."""
        form = plan_questions.new_row("outcomes", "Add an outcome")
        known = {"needs": [need_id]} if need_id else {}
        return self._ask(form, "Add to the plan", self._adding("outcomes"), known, need_id)

    def add_action(self) -> asking.Asking | None:
        """Ask for another action."""
        form = plan_questions.new_row("actions", "Add an action")
        return self._ask(form, "Add to the plan", self._adding("actions"), {})

    def _adding(self, table: str) -> Callable[[dict[str, Any]], Any]:
        named = {"outcomes": "An outcome added", "actions": "An action added"}

        def verb(said: dict[str, Any]) -> Any:
            return progress.add, (self._plan_id(), table, said), {"because": self.because or named[table]}

        return verb

    def _ask(
        self,
        form: Any,
        words: str,
        verb: Callable[[dict[str, Any]], Any],
        known: dict[str, Any],
        about: str = "",
    ) -> asking.Asking | None:
        if self._shown is None or self._shown.opened is None:
            return None
        around = self._shown.opened.around
        return asking.ask(
            self,
            self._desk,
            form,
            around,
            words=words,
            about=f"{self._plan_id()}/{about}",
            verb=verb,
            done=self._on_kept_up,
            answers=known,
        )

    def _change(self, verb: Any, row_id: str, *, because: str, said: desks.Notice) -> None:
        def done(_none: object) -> None:
            self._desk.say(said)
            self.changed.emit()

        self._desk.do(verb, self._plan_id(), row_id, because=because, then=done, owner=self)

    def _on_kept_up(self, _result: object) -> None:
        self._desk.say("The plan is kept up. What it was before stays readable.")
        self.changed.emit()

    # Within

    def _heading(self, title: str, add: str, act: Callable[[], object]) -> QtWidgets.QHBoxLayout:
        across = widgets.line(gap=12)
        across.addWidget(widgets.heading(title, 2), 1)
        across.addWidget(widgets.link(add, act, sign="add"))
        return across

    def _keep_turn(self, words: str) -> None:
        buttons = self.buttons(words)
        self._turn = next((n for n, one in enumerate(buttons) if one.hasFocus()), None)

    def _back_to_line(self) -> None:
        turn, self._turn = self._turn or 0, None
        buttons = self.buttons("Done") or self.buttons("Not done")
        if buttons:
            buttons[min(turn, len(buttons) - 1)].setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _plan_id(self) -> str:
        found = self._shown.whole.plan if self._shown is not None else None
        return str(found.id) if found is not None else ""

    def _called(self, who: Any) -> str:
        if isinstance(who, dict):
            return str(who.get("name") or "")
        names = self._shown.whole.names if self._shown is not None else {}
        return str(names.get(str(who), who))


def by_owner(found: plan.Plan) -> list[tuple[str, tuple[plan.Action, ...]]]:
    """The actions by owner, family members first, each in the order of the days."""
    owners = found.by_owner()
    return sorted(owners.items(), key=lambda pair: all(one.owned_by != "family" for one in pair[1]))
