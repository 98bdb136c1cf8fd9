"""The family's plan: as it stands, and kept up: what was done, how an outcome stands, what comes to it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ehdesk import errors
from ehdesk.commands import console, filling, opening, reference
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, loader
from ehdesk.models import plan, progress, trail


@dataclass(frozen=True)
class Progress:
    """What is said of one action, by its number: done on a day, called off, or open again."""

    action: int
    done_on: str | None = None
    cancelled: str | None = None


@dataclass(frozen=True)
class Judged:
    """How an outcome stands, by its number, and why that is said now."""

    outcome: int
    stands: str
    why: str


@dataclass(frozen=True)
class Extended:
    """An outcome or an action ("outcomes", "actions") that comes to the plan, from a file of answers."""

    table: str
    answers: Path
    why: str


def show_plan(chosen: opening.Chosen, said: str, *, as_json: bool) -> None:
    """The living plan: outcomes with what the reviews say, and actions. Raises: errors.NoPlan, NoEpisode."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        found = desk.store.ask(plan.living, reference.episode_id(desk.store, family_id))
        if found is None:
            raise errors.NoPlan
        names = desk.store.ask(reference.names, family_id)
        desk.store.do(trail.viewed, found.id)
    if as_json:
        console.as_json(_plan(found, names))
        return
    asked = loader.load("action_plan")
    stands, done = (asked.question(table).column("status") for table in ("outcomes", "actions"))
    console.say(f"Plan since {found.start_on or 'no day yet'}, {found.status}")
    for outcome in found.outcomes:
        latest = f", now {outcome.latest} ({outcome.latest_on})" if outcome.latest else ""
        console.say(f"\n{outcome.number}. {outcome.words}{latest}")
        how = stands.label_of(outcome.status) or "Not reviewed"
        console.say(f"   {how}, by {outcome.by or 'no day'}")
    console.say()
    rows = [
        (one.due or "", one.what, reference.called(one.owner, names), done.label_of(one.status))
        for one in sorted(found.actions, key=lambda one: (not one.is_open, one.due or "9"))
    ]
    console.table(("Due", "Action", "Who", "Status"), rows)


def _plan(found: plan.Plan, names: dict[str, str]) -> dict[str, Any]:
    actions = [asdict(one) | {"owner_name": reference.called(one.owner, names)} for one in found.actions]
    whom = [[reference.called(who, names) for who in one.for_whom] for one in found.outcomes]
    outcomes = [asdict(one) | {"for_names": some} for one, some in zip(found.outcomes, whom, strict=True)]
    return asdict(found) | {"actions": actions, "outcomes": outcomes}


# Kept up


def say_of_action(chosen: opening.Chosen, said: str, told: Progress, *, as_json: bool) -> None:
    """Say that an action is done, called off, or open again.

    Raises: errors.NoPlan, NoSuchLine, ReasonMissing, AnswersUnusable for a day that is to come.
    """
    with opening.opened(chosen) as desk:
        if told.done_on is not None and told.done_on > desk.clock.today().isoformat():
            later = form_answers.Fault("--done", "", "Date must be today or in the past")
            raise errors.AnswersUnusable((later,))
        found = _living(desk, said)
        action = _line_of(found.actions, told.action, "action", said)
        if told.done_on is not None:
            desk.store.do(progress.action_done, found.id, action, on=told.done_on)
        elif told.cancelled is not None:
            desk.store.do(progress.action_cancelled, found.id, action, told.cancelled)
        else:
            desk.store.do(progress.action_open_again, found.id, action)
        now = _living(desk, said)
    _say_line(next(one for one in now.actions if one.id == action), as_json=as_json)


def say_of_outcome(chosen: opening.Chosen, said: str, told: Judged, *, as_json: bool) -> None:
    """Say how an outcome stands. Raises: errors.NoPlan, NoSuchLine, ReasonMissing, AnswerUnreadable."""
    if not told.why.strip():
        raise errors.ReasonMissing
    with opening.opened(chosen) as desk:
        found = _living(desk, said)
        outcome = _line_of(found.outcomes, told.outcome, "outcome", said)
        desk.store.do(progress.outcome_stands, found.id, outcome, told.stands, because=told.why)
        now = _living(desk, said)
    _say_line(next(one for one in now.outcomes if one.id == outcome), as_json=as_json)


def extend(chosen: opening.Chosen, said: str, more: Extended, *, as_json: bool) -> None:
    """Add an outcome or an action: all of it or nothing.

    Raises: errors.NoPlan, AnswersUnusable, ReasonMissing.
    """
    if not more.why.strip():
        raise errors.ReasonMissing
    row = _as_form(loader.load("action_plan").question(more.table))
    given = filling.read_answers(more.answers, row)
    with opening.opened(chosen) as desk:
        found = _living(desk, said)
        names = desk.store.ask(reference.names, reference.family_id(desk.store, said))
        faults = [*form_answers.to_put_right(row, given), *_pointing_nowhere(given, found, names)]
        if faults:
            raise errors.AnswersUnusable(tuple(faults))
        made = desk.store.do(progress.add, found.id, more.table, given, because=more.why).result
        now = _living(desk, said)
    lines: tuple[plan.Outcome | plan.Action, ...] = (*now.outcomes, *now.actions)
    _say_line(next(one for one in lines if one.id == made), as_json=as_json)


def _as_form(table: definition.Question) -> definition.Form:
    """The columns of a table as questions of their own."""
    section = definition.Section(table.key, table.label, table.columns)
    return definition.Form(
        id=f"action_plan.{table.key}",
        version=1,
        register="",
        title=table.label,
        record="",
        sections=(section,),
    )


def _pointing_nowhere(
    given: dict[str, Any], found: plan.Plan, names: Mapping[str, str]
) -> list[form_answers.Fault]:
    """What names an outcome, a need or somebody who is not there. A number of an outcome becomes its id."""
    faults = []
    numbers = {str(one.number): one.id for one in found.outcomes}
    if "outcome" in given and "for_whom" not in given:
        given["outcome"] = numbers.get(str(given["outcome"]), given["outcome"])
        if given["outcome"] not in numbers.values():
            faults.append(form_answers.Fault("outcome", "", f"The plan has no outcome {given['outcome']}"))
    needs = {need.id for need in found.uncovered} | {need for one in found.outcomes for need in one.needs}
    for need in given.get("needs") or ():
        if need not in needs:
            faults.append(form_answers.Fault("needs", "", f"The assessment has no need {need}"))
    for key in ("owner", "for_whom"):
        value = given.get(key)
        for who in value if isinstance(value, list) else [value]:
            if isinstance(who, str) and who not in names:
                words = f'{who} is nobody\'s id. Somebody without a record is {{"name": …}}'
                faults.append(form_answers.Fault(key, "", words))
    return faults


def _living(desk: opening.Opened, said: str) -> plan.Plan:
    family_id = reference.family_id(desk.store, said)
    found = desk.store.ask(plan.living, reference.episode_id(desk.store, family_id))
    if found is None:
        raise errors.NoPlan
    return found


def _line_of(lines: tuple[Any, ...], number: int, what: str, said: str) -> str:
    """The id of the line with this number. Raises: errors.NoSuchLine."""
    found = [str(one.id) for one in lines if one.number == number]
    if not found:
        raise errors.NoSuchLine(what=what, said=number, command=f"ehdesk plan {said} --json")
    return found[0]


def _say_line(line: plan.Outcome | plan.Action, *, as_json: bool) -> None:
    words = line.words if isinstance(line, plan.Outcome) else line.what
    told = {"id": line.id, "number": line.number, "words": words, "status": line.status}
    if as_json:
        console.as_json(told)
    else:
        console.say(f"{line.number}. {words}  {line.status}")
