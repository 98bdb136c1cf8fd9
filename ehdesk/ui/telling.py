"""How lists say things: a family's name or initials, a form's stage, when a child was last seen."""

from dataclasses import replace
from datetime import date, datetime

from ehdesk import clock
from ehdesk.forms import loader
from ehdesk.forms import visits as asked
from ehdesk.models import due, family, finding, form, note, visit
from ehdesk.rules import due_words
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
    return family.initials(name) if name and shows_initials(desk) else name


def shows_initials(desk: desks.Desk) -> bool:
    """Whether lists show initials: the authority says so, or the worker wants it."""
    return bool(getattr(desk.settings, "initials_in_lists", False)) or desk.prefers.initials


def child_name(desk: desks.Desk, name: str) -> str:
    """A child by name, or by the first letter where lists show initials."""
    return name[:1] if shows_initials(desk) else name


def how_long_ago(desk: desks.Desk, moment: datetime | None) -> str:
    """ "today", "3 days ago", or "" where it never was."""
    if moment is None:
        return ""
    return str(desk.words.how_far(clock.local(moment).date(), desk.clock.today()))


def stage(form_id: str, code: str) -> str:
    """The words of a form's stage."""
    return loader.load(form_id).stage_label(code)


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
    """A note: when and what kind, whose it is where it is a colleague's, and how it begins."""
    at = desk.words.when(line.at, desk.clock.today()) if line.at is not None else "No time yet"
    kind = _KINDS.get(line.kind, "Note")
    named = family_name(desk, line.family_name) if with_family else ""
    title = " · ".join(part for part in (named, kind, at) if part)
    side = "Choose family" if line.family_id is None else ""
    is_mine = desk.me is not None and line.author == desk.me.id
    begins = line.first_words or "Nothing written yet"
    detail = begins if is_mine else f"Written by {line.author_name or 'somebody else'} · {begins}"
    return rows.Row(line.record_id, title, detail, side, sign="note")


def _child(name: str, age: str) -> str:
    """ "Zofia 9"; a child who is not born yet needs no age."""
    return name if age and age in name.casefold() else f"{name} {age}".strip()


def caseload_row(desk: desks.Desk, line: family.FamilyLine) -> rows.Row:
    """A family in the caseload: its children with ages, when they were last seen, what is being written."""
    initials = shows_initials(desk)
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


_PLACES = {option.code: option.label for option in asked.PLACES}


def visit_row(desk: desks.Desk, line: visit.VisitLine, *, side: str = "") -> rows.Row:
    """A planned visit: its time and whose it is, then what for, where and how long."""
    today, at = desk.clock.today(), clock.local(line.at)
    day = "" if at.date() == today else _capital(_near_day(desk, at.date()))
    named = family_name(desk, line.family_name) or "No family yet"
    title = " · ".join(part for part in (day, at.strftime("%H:%M"), named) if part)
    where = " ".join(part for part in (_PLACES.get(line.place, ""), line.place_text) if part)
    told = (line.what_for, where, how_long(line.minutes))
    detail = " · ".join(part for part in told if part)
    return rows.Row(line.record_id, title, detail, side, sign="calendar", tone="accent")


def _near_day(desk: desks.Desk, day: date) -> str:
    today = desk.clock.today()
    away = (day - today).days
    near: str = desk.words.how_far(day, today) if away in (-1, 1) else desk.words.short_day(day)
    return near


def how_long(minutes: int) -> str:
    """ "45 minutes", "1 hour", "1 hour 30"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} minutes"
    return f"{hours} {'hour' if hours == 1 else 'hours'}" + (f" {rest}" if rest else "")


def unnoted_row(desk: desks.Desk, line: visit.VisitLine) -> rows.Row:
    """A visit of the last days since which nobody wrote a note."""
    row = visit_row(desk, line, side="Write the note")
    detail = " · ".join(part for part in ("No note yet", line.what_for) if part)
    return replace(row, key=f"unnoted/{row.key}", detail=detail, sign="note", tone="quiet")


def due_row(desk: desks.Desk, line: due.DueLine) -> rows.Row:
    """Something with a date: whose and what, then why it stands here or by when it is due."""
    words, today, said = desk.words, desk.clock.today(), due_words.DUE[line.rule]
    named = family_name(desk, line.family_name)
    about = _about(desk, line)
    title = " · ".join(part for part in (named, said.what.format(about=about)) if part)
    is_late = line.on < today
    if said.why:
        detail = said.why.format(since=words.date(line.since), on=words.date(line.on))
    elif is_late:
        detail = f"Was due {words.due(line.on, today)}"
    else:
        detail = _capital(words.due(line.on, today))
    sign, tone = _DUE_SIGNS.get(line.rule) or _DUE_SIGNS["late" if is_late else "soon"]
    return rows.Row(
        f"{line.rule}/{line.part or line.record_id}", title, detail, said.action, sign=sign, tone=tone
    )


def _about(desk: desks.Desk, line: due.DueLine) -> str:
    """Whom or what it is about; what somebody wrote stays out of lists that show initials."""
    if line.rule == "seen_alone":
        return child_name(desk, line.about)
    if line.rule in _TALKS:
        return line.about
    return "An action of yours" if shows_initials(desk) or not line.about else line.about


_TALKS = ("talk_today", "talk", "follow_up")
"""The rules whose line is done by a talk, and ends with the note of it."""
BEGINS = {
    "part_b": "eha_part_b",
    "part_b_named": "eha_part_b",
    "first_taf": "taf_meeting",
    "review": "review",
}
"""The rules whose line opens the form itself, or begins it."""


def due_place(line: due.DueLine) -> desks.Place:
    """Where the next action of a line is done."""
    if line.rule == "seen_alone":
        return desks.Place("visit", more={"family": line.family_id})
    if line.rule in _TALKS:
        return desks.Place("note", more={"family": line.family_id})
    if line.rule in ("meeting_record", "copies", "check_existing"):
        return desks.Place("form", line.record_id)
    if line.rule in ("review_missed", "action"):
        return desks.Place("plan", line.record_id, path=line.part or None)
    part = {"agreement": "sharing", "paper": "copies"}.get(line.rule)
    return desks.Place("family", line.family_id, path=part)


_FOUND: dict[finding.Group, tuple[str, str]] = {
    "family": ("Family", "family"),
    "person": ("Person", "person"),
    "note": ("Note", "note"),
    "form": ("Form", "form"),
    "visit": ("Visit", "calendar"),
}


def find_row(desk: desks.Desk, one: finding.Find) -> tuple[rows.Row, desks.Place]:
    """Something that search found, and where it opens."""
    kind, sign = _FOUND[one.group]
    named = family_name(desk, one.family_name)
    when = desk.words.when(one.at, desk.clock.today()) if one.at is not None else ""
    if one.group == "family":
        title, told = named, (one.snippet,)
    elif one.group == "person":
        title, told = child_name(desk, one.title), (named,)
    else:
        what = one.title if one.group == "form" else ""
        title = " · ".join(part for part in (named or "No family yet", what, when) if part)
        told = (one.snippet,)
    detail = " · ".join(part for part in told if part)
    row = rows.Row(f"{one.group}/{one.record_id}", title, detail, kind, sign=sign)
    return row, desks.Place(one.group, one.record_id)


_DUE_SIGNS: dict[str, tuple[str, widgets.Tone]] = {
    "late": ("needs-you", "warm"),
    "soon": ("waiting", "quiet"),
    "seen_alone": ("child", "quiet"),
    "review_missed": ("history", "quiet"),
    "open_long": ("history", "quiet"),
    "consult": ("history", "quiet"),
    "consult_reviews": ("history", "quiet"),
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
