"""Keeping a plan up between its reviews: what was done or called off, how outcomes stand, what is added."""

from collections.abc import Callable
from typing import TypeVar

from ehdesk import errors
from ehdesk.forms import definition
from ehdesk.models import acts, answering, base, columns, form, held, locking, plan, signing


@acts.act("plan.action_done")
def action_done(
    work: acts.Work, plan_id: str, action_id: str, *, on: str | None = None, because: str = "Action done"
) -> None:
    """Mark an action as done, today or on another day (ISO); done late where its day had passed.

    A finished plan becomes its next version with `because` as the reason, and a manager's sign-off stands.
    Raises: RowGone, RecordLocked, RecordMissing.
    """

    day = on or work.clock.today().isoformat()

    def done(row: base.Fields) -> base.Fields:
        due = columns.day(row.get("due"))
        is_late = due is not None and day > due
        return {"status": "done_late" if is_late else "done", "done_on": day}

    _say_of_action(work, plan_id, action_id, because, done)


@acts.act("plan.action_reopened")
def action_open_again(
    work: acts.Work, plan_id: str, action_id: str, *, because: str = "Action not done yet"
) -> None:
    """Take it back that an action was done or called off. Raises as `action_done`."""
    again = {"status": "open", "done_on": None, "cancelled_reason": None}
    _say_of_action(work, plan_id, action_id, because, lambda _row: again)


@acts.act("plan.action_cancelled")
def action_cancelled(work: acts.Work, plan_id: str, action_id: str, why: str) -> None:
    """Call an action off, with a reason. Raises as `action_done`, and ReasonMissing."""
    if not why.strip():
        raise errors.ReasonMissing
    off = {"status": "cancelled", "done_on": None, "cancelled_reason": why.strip()}
    _say_of_action(work, plan_id, action_id, why.strip(), lambda _row: off)


@acts.act("plan.outcome_judged")
def outcome_stands(work: acts.Work, plan_id: str, outcome_id: str, status: str, *, because: str) -> None:
    """Say how an outcome stands. Raises as `action_done`."""

    def change(record: held.Held, asked: definition.Form) -> None:
        _row(record, "outcomes", outcome_id)
        answering.put(work, record, asked, f"outcomes/{outcome_id}/status", status)

    _keep_up(work, plan_id, because, change, is_progress=True)


@acts.act("plan.extended")
def add(work: acts.Work, plan_id: str, table: str, values: base.Fields, *, because: str) -> base.RowId:
    """Add an outcome or an action ("outcomes", "actions") at the end; gives its id.

    The plan is another one then: a manager's sign-off was of the one before. Raises as `action_done`.
    """

    def change(record: held.Held, asked: definition.Form) -> base.RowId:
        return answering.new_row(work, record, answering.question(asked, table), values, None)

    return _keep_up(work, plan_id, because, change, is_progress=False)


def _say_of_action(
    work: acts.Work,
    plan_id: str,
    action_id: str,
    because: str,
    said: Callable[[base.Fields], base.Fields],
) -> None:
    def change(record: held.Held, asked: definition.Form) -> None:
        for key, value in said(_row(record, "actions", action_id)).items():
            answering.put(work, record, asked, f"actions/{action_id}/{key}", value)

    _keep_up(work, plan_id, because, change, is_progress=True)


Changed = TypeVar("Changed")


def _keep_up(
    work: acts.Work,
    plan_id: str,
    because: str,
    change: Callable[[held.Held, definition.Form], Changed],
    *,
    is_progress: bool,
) -> Changed:
    """Change a plan: one that is being written where it stands, a finished one as its next version."""
    record = work.record(plan_id)
    asked = work.form(record.form or "action_plan", record.form_version)
    if record.status not in ("finished", "amended"):
        locking.check_author(record, work.by)
        locking.check_open(record, work.clock)
        return change(record, asked)
    signed = record.fields.get(signing.SIGN_OFF)
    found = plan.living(work, record.episode_id or "")
    form.amend(work, plan_id, because)
    if found is not None and found.id == plan_id:
        _take_over(work, record, asked, found)
    changed = change(record, asked)
    if is_progress and signed:
        work.edit(record, signing.SIGN_OFF, signed)
    names = form.as_shown(work, asked, record.fields)
    work.edit(record, "$as_shown", {**(record.fields.get("$as_shown") or {}), **names})
    work.edit(record, "$status", "amended")
    work.edit(record, "$finished_at", work.at.isoformat())
    return changed


def _take_over(work: acts.Work, record: held.Held, asked: definition.Form, found: plan.Plan) -> None:
    """What reviews found since: the next version is newer than they are, and may not say less."""
    for outcome in found.outcomes:
        said = _row(record, "outcomes", outcome.id).get("status") or ""
        if outcome.status != said:
            answering.put(work, record, asked, f"outcomes/{outcome.id}/status", outcome.status)


def _row(record: held.Held, table: str, row_id: str) -> base.Fields:
    row: base.Fields | None = (record.fields.get(table) or {}).get(row_id)
    if row is None:
        raise errors.RowGone
    return row
