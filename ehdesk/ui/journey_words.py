"""How the journey and the chronology are said: categories, lines, suggestions, patterns as questions."""

from datetime import date

from ehdesk.forms import loader
from ehdesk.models import chronicle, timeline
from ehdesk.rules import patterns
from ehdesk.ui import desk as desks
from ehdesk.ui import document_words, rows, telling

KINDS = (
    ("all", "Everything"),
    ("episode", "Early Help"),
    ("form", "Forms"),
    ("notes", "Notes"),
    ("event", "Events"),
    ("document", "Documents"),
    ("turn", "Level and lead"),
)
_SIGNS = {
    "episode": "family",
    "form": "form",
    "notes": "note",
    "event": "calendar",
    "document": "document",
    "level": "up",
    "lead": "person",
}
_ENDS = {
    "met_single": "needs met, a single service goes on",
    "met": "needs met",
    "step_up": "stepped up to children's social care",
    "moved": "the family moved away",
    "not_engaging": "the family did not want to go on",
}
_FROM_FORMS = {
    "taf_meeting": "Team Around the Family met",
    "action_plan": "A plan was agreed",
    "assessment_part_b": "The whole family assessment was finished",
    "step_record": "A step up or down was recorded",
}
_QUESTIONS = {
    "repeated": "What lies behind it, and what has changed since?",
    "missed": "What was happening for the family on those days?",
    "moves": "What did each move change for the children?",
}


def category(code: str) -> str:
    """The words of an event's category."""
    if not code:
        return "No category yet"
    question = loader.load(chronicle.FORM).question("category")
    return next((option.label for option in question.options if option.code == code), code)


def when(desk: desks.Desk, on: str, until: str = "") -> str:
    """ "3 July 2026", "July 2026", "March 2026 to May 2026"; as typed where it is no date yet."""
    told = [_partial(desk, part) for part in (on, until) if part]
    return " to ".join(told) or "No date yet"


def _partial(desk: desks.Desk, on: str) -> str:
    try:
        return str(desk.words.partial_date(on))
    except (ValueError, IndexError):
        return on


def journey_row(desk: desks.Desk, event: timeline.Event, names: dict[str, str], key: str) -> rows.Row:
    """One line of the journey: what, then when and about whom."""
    title = _title(event)
    about = ", ".join(names[one] for one in sorted(event.about) if one in names)
    about = "" if event.kind == "episode" or set(names) <= event.about else about
    detail = " · ".join(part for part in (_detail(event), about) if part)
    return rows.Row(key, title, detail, when(desk, event.on), sign=_SIGNS[event.kind])


def _title(event: timeline.Event) -> str:
    if event.kind == "episode":
        return "Early Help opened" if event.code == "opened" else "Early Help closed"
    if event.kind == "notes":
        return f"{event.count} {'note' if event.count == 1 else 'notes'}"
    if event.kind == "level":
        return f"Level of need changed to {event.title}"
    if event.kind == "lead":
        return f"{event.title or 'Nobody'} leads now"
    if event.kind == "form":
        stage = telling.stage(event.code, event.detail)
        return " · ".join(part for part in (event.title, stage) if part)
    if event.kind == "document":
        return event.title or document_words.APART
    return event.title or category(event.code)


def _detail(event: timeline.Event) -> str:
    if event.kind == "episode":
        return (
            f"Lead: {event.detail}"
            if event.code == "opened" and event.detail
            else _ENDS.get(event.detail, "")
        )
    if event.kind == "notes":
        tried = event.attempts
        return f"{tried} {'attempt that' if tried == 1 else 'attempts that'} reached nobody" if tried else ""
    if event.kind in ("level", "lead"):
        return f"Before: {event.detail}"
    if event.kind == "form":
        return "Finished"
    if event.kind == "document":
        return document_words.KINDS.get(event.code, "")
    return category(event.code)


def event_row(desk: desks.Desk, event: chronicle.EventLine, names: dict[str, str]) -> rows.Row:
    """One event of the chronology: when and what, then of which kind, about whom, how we know."""
    people = ", ".join(names[one] for one in event.people if one in names)
    told = [category(event.category), people, event.source]
    told += ["disputed"] if event.is_disputed else []
    told += ["still being written"] if event.is_draft else []
    title = event.event or "Nothing written yet"
    side = when(desk, event.since, event.until)
    return rows.Row(event.record_id, title, " · ".join(part for part in told if part), side, sign="calendar")


def suggested(suggestion: chronicle.Suggestion) -> str:
    """A suggestion as a sentence that may stand in the chronology."""
    if suggestion.kind == "episode" and suggestion.code == "opened":
        lead = f" {suggestion.detail} leads." if suggestion.detail else ""
        return f"Early Help began.{lead}"
    if suggestion.kind == "episode":
        why = _ENDS.get(suggestion.detail, "")
        return f"Early Help ended: {why}." if why else "Early Help ended."
    if suggestion.kind == "level":
        return f"The level of need changed from {suggestion.detail} to {suggestion.title}."
    if suggestion.kind == "lead":
        return f"{suggestion.title} took over as lead from {suggestion.detail}."
    return f"{_FROM_FORMS.get(suggestion.code, suggestion.title)}."


def source_of(suggestion: chronicle.Suggestion) -> str:
    """Where a suggestion comes from."""
    return suggestion.title if suggestion.kind == "form" else "This family's file"


def pattern(desk: desks.Desk, found: patterns.Pattern) -> tuple[str, str]:
    """What repeats, and the question that it asks."""
    span = f"{_day(desk, found.since)} and {_day(desk, found.until)}"
    if found.kind == "missed":
        return f"{found.count} appointments were missed between {span}.", _QUESTIONS["missed"]
    if found.kind == "moves":
        return f"The family moved {found.count} times between {span}.", _QUESTIONS["moves"]
    name = category(found.category)
    days = (found.until - found.since).days
    return f"{name}: {found.count} times within {days} days, {span}.", _QUESTIONS["repeated"]


def _day(desk: desks.Desk, day: date) -> str:
    return str(desk.words.date(day))
