"""How lists say things: a family's name or initials, a form's stage, when a child was last seen."""

from datetime import datetime
from typing import Any

from ehdesk import clock
from ehdesk.forms import loader
from ehdesk.models import family, form, note
from ehdesk.ui import desk as desks
from ehdesk.ui import rows, widgets

_KINDS = {"visit": "Visit", "call": "Call", "message": "Message", "talk": "Talk", "attempt": "Attempt"}
_STATUS: dict[str, tuple[str, str, widgets.Tone]] = {
    "draft": ("Being written", "edit", "accent"),
    "sent_back": ("Sent back", "needs-you", "warm"),
    "signed_off": ("Signed off", "received", "received"),
    "finished": ("Finished", "tick", "received"),
    "amended": ("Amended", "tick", "received"),
    "void": ("Void", "remove", "quiet"),
}


def family_name(desk: desks.Desk, name: str) -> str:
    """The name, or its initials where lists show those."""
    return family.initials(name) if name and shows_initials(desk.settings) else name


def shows_initials(settings: Any) -> bool:
    """Whether this authority's lists show initials."""
    return bool(getattr(settings, "initials_in_lists", False))


def how_long_ago(desk: desks.Desk, moment: datetime | None) -> str:
    """ "today", "3 days ago", or "" where it never was."""
    if moment is None:
        return ""
    return str(desk.words.how_far(clock.local(moment).date(), desk.clock.today()))


def stage(form_id: str, code: str) -> str:
    """The words of a form's stage."""
    asked = loader.load(form_id)
    if not code or not asked.variant_question:
        return ""
    choices = asked.question(asked.variant_question).choices()
    return next((choice.label for choice in choices if choice.value == code), "")


def draft_row(desk: desks.Desk, line: form.FormLine) -> rows.Row:
    """A form that is being written, as Today lists it."""
    told = [family_name(desk, line.family_name) or "No family yet", stage(line.form_id, line.stage)]
    when = f"Last written {desk.words.when(line.at, desk.clock.today())}"
    detail = " · ".join(part for part in (*told, when) if part)
    return rows.Row(line.record_id, line.title, detail, "Continue", sign="edit", tone="accent")


def form_row(desk: desks.Desk, line: form.FormLine) -> rows.Row:
    """A form of a family, as its file lists it."""
    status, sign, tone = _STATUS[line.state]
    when = desk.words.when(line.at, desk.clock.today())
    title = " · ".join(part for part in (line.title, stage(line.form_id, line.stage)) if part)
    told = (f"{status} {when}", line.author_name)
    side = "Continue" if line.status == "draft" else ""
    if line.status == "draft" and not line.is_mine:
        told, side = (f"Being written by {line.author_name or 'somebody else'}", f"Last written {when}"), ""
    detail = " · ".join(part for part in told if part)
    return rows.Row(line.record_id, title, detail, side, sign=sign, tone=tone)


def note_row(desk: desks.Desk, line: note.NoteLine, *, with_family: bool = False) -> rows.Row:
    """A note: when, what kind and where, and how it begins."""
    at = desk.words.when(line.at, desk.clock.today()) if line.at is not None else "No time yet"
    kind = _KINDS.get(line.kind, "Note")
    named = family_name(desk, line.family_name) if with_family else ""
    title = " · ".join(part for part in (named, kind, at) if part)
    side = "Choose family" if line.family_id is None else ""
    return rows.Row(line.record_id, title, line.first_words or "Nothing written yet", side, sign="note")


def _child(name: str, age: str) -> str:
    """ "Zofia 9"; a child who is not born yet needs no age."""
    return name if age and age in name.casefold() else f"{name} {age}".strip()


def caseload_row(desk: desks.Desk, line: family.FamilyLine) -> rows.Row:
    """A family in the caseload: its children with ages, when they were last seen, what is being written."""
    initials = shows_initials(desk.settings)
    children = ", ".join(_child(name[:1] if initials else name, age) for name, age in line.children)
    title = line.initials if initials else line.name
    seen = how_long_ago(desk, line.last_seen)
    side = [f"Seen {seen}" if seen else "Not seen yet"]
    if line.drafts:
        side.insert(0, f"{line.drafts} {'draft' if line.drafts == 1 else 'drafts'}")
    return rows.Row(
        line.family_id,
        title,
        " · ".join(part for part in (children or "No children yet", line.reference) if part),
        " · ".join(side),
        sign="family",
    )
