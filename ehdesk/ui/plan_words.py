"""How the plan is said: how an outcome stands, how it is measured, by when an action is due."""

from ehdesk.forms import definition, loader
from ehdesk.models import plan, taf
from ehdesk.ui import desk as desks
from ehdesk.ui import rows, widgets

_SIGNS: dict[str, tuple[str, widgets.Tone]] = {
    "": ("waiting", "quiet"),
    "not_started": ("waiting", "quiet"),
    "on_track": ("next", "accent"),
    "slipping": ("needs-you", "warm"),
    "achieved": ("received", "received"),
    "partly": ("tick", "received"),
    "not_achieved": ("remove", "quiet"),
    "no_longer_needed": ("remove", "quiet"),
}
_STAGES: dict[str, tuple[str, str]] = {
    "prepared": ("Prepared", "calendar"),
    "to_write_up": ("To write up", "edit"),
    "written_up": ("Written up", "tick"),
}


def column(table: str, key: str) -> definition.Question:
    """A column of the plan's form, with its words."""
    return loader.load("action_plan").question(table).column(key)


def areas() -> dict[str, str]:
    """The areas of the assessment by code."""
    asked = loader.load("closure").question("end_scores").columns
    return {str(one.code): one.label for one in asked[0].options}


def status(outcome: plan.Outcome) -> tuple[str, str, widgets.Tone]:
    """How an outcome stands: its words, its sign and its tone."""
    words = column("outcomes", "status").label_of(outcome.status) or "Not started"
    return (words, *_SIGNS.get(outcome.status, _SIGNS[""]))


def measure(outcome: plan.Outcome) -> str:
    """How it is measured: "Per cent"."""
    return column("outcomes", "measure").label_of(outcome.measure)


def steps(desk: desks.Desk, outcome: plan.Outcome) -> list[tuple[str, str, str]]:
    """The way of an outcome as a table: when, where it stood, and since the last time."""
    told = [("At the start", outcome.baseline or "Not known yet", "")]
    changed = {"better": "Better", "same": "The same", "worse": "Worse"}
    told += [
        (day(desk, each.on), each.value or "Not measured", changed.get(each.change, ""))
        for each in outcome.changes
    ]
    aim = f"Aim, by {day(desk, outcome.by)}" if outcome.by else "Aim"
    return [*told, (aim, outcome.target or "Not said yet", "")]


def due(desk: desks.Desk, action: plan.Action) -> str:
    """By when, in words; of what is done, when it was."""
    words, today = desk.words, desk.clock.today()
    if action.status == "cancelled":
        return "Cancelled"
    if not action.is_open:
        late = ", later than planned" if action.status == "done_late" else ""
        return f"Done {day(desk, action.done_on)}{late}" if action.done_on else "Done"
    if not action.due:
        return "No day yet"
    told = words.due(action.due, today)
    return f"Was due {told}" if action.is_overdue(today) else f"{told[:1].upper()}{told[1:]}"


def meeting_row(desk: desks.Desk, meeting: taf.Meeting, owed: int) -> rows.Row:
    """A meeting: which and when, how it stands, who came, and copies that somebody waits for."""
    words, sign = _STAGES[meeting.stage]
    title = f"Meeting {meeting.number}" if meeting.number else "Meeting"
    on = day(desk, meeting.on) if meeting.on else "No day yet"
    came = f"{meeting.came} of {meeting.invited} came" if meeting.stage == "written_up" else ""
    waits = f"{owed} {'copy' if owed == 1 else 'copies'} to send" if owed else ""
    detail = " · ".join(part for part in (words, came, waits) if part)
    side = "Open" if meeting.stage == "written_up" else "Continue"
    return rows.Row(meeting.id, f"{title} · {on}", detail, side, sign=sign)


def day(desk: desks.Desk, on: str | None) -> str:
    """ "1 September 2026"; as typed where it is no date yet."""
    try:
        return str(desk.words.date(on)) if on else ""
    except ValueError:
        return str(on)
