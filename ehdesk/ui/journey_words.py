"""How the journey and the chronology are said: categories, lines, suggestions, patterns as questions."""

from ehdesk.forms import loader
from ehdesk.models import chronology, timeline
from ehdesk.rules import patterns
from ehdesk.ui import desk as desks
from ehdesk.ui import document_words, rows, telling

FORM = "chronology"
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


def category(code: str) -> str:
    """The words of an event's category."""
    if not code:
        return "No category yet"
    question = loader.load(FORM).question("category")
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
    is_apart = event.kind == "document" and not event.title
    sign = "lock" if is_apart else _SIGNS[event.kind]
    return rows.Row(key, title, detail, when(desk, event.on), sign=sign)


def _title(event: timeline.Event) -> str:
    if event.kind == "episode":
        return "Early Help opened" if event.code == "opened" else "Early Help closed"
    if event.kind == "notes":
        return f"{event.count} {'note' if event.count == 1 else 'notes'}"
    if event.kind == "level":
        return f"Level of need: {event.title}"
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


def event_row(desk: desks.Desk, event: chronology.Event, names: dict[str, str]) -> rows.Row:
    """One event of the chronology: when and what, then of which kind, about whom, how we know."""
    people = ", ".join(names.get(one, "") for one in event.people if names.get(one))
    told = [day_of(desk, event), category(event.category), people, event.source]
    told += ["disputed"] if event.disputed else []
    told += [] if event.is_finished else ["still being written"]
    title = event.event or "Nothing written yet"
    detail = " · ".join(part for part in told if part)
    return rows.Row(event.id, title, detail, sign="calendar")


def day_of(desk: desks.Desk, event: chronology.Event) -> str:
    """When an event happened: "3 July 2026", "March 2026 to May 2026"."""
    until = event.date_to if event.date_to != event.date_from else None
    return when(desk, event.date_from or "", until or "")


def pattern(desk: desks.Desk, found: patterns.Pattern) -> tuple[str, str]:
    """What repeats, and the question that it asks."""
    told = f"{category(found.category)}: {len(found.events)} times, {when(desk, found.first, found.last)}."
    return told, patterns.QUESTIONS[found.kind]
