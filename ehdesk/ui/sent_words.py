"""How the page of sending and receiving names records, and where each of them opens."""

from ehdesk.models import sent
from ehdesk.ui import desk as desks
from ehdesk.ui import history_words, telling

_PAGES = {"family": "family", "person": "person", "episode": "episode", "visit": "visit", "note": "note"}
_PARTS = {"chronology_event": "chronology", "document": "documents", "copy": "copies", "paper_run": "copies"}
_OWN = {"practitioner": "About you", "agency": "An agency", "word": "A word of the dictionary"}


def title(desk: desks.Desk, record: sent.Record) -> str:
    """ "Note · Okonjo": what it is and whose; initials where lists show those."""
    kind = record.line.record_kind.partition(".")[0]
    initials = telling.shows_initials(desk)
    if kind == "family":
        what = "Family file"
    elif kind in _OWN:
        what = _OWN[kind]
    elif kind == "person":
        what = f"Person: {telling.child_name(desk, record.line.title)}" if record.line.title else "Person"
    elif initials and record.line.form is None:
        what = history_words.kind(record.line)
    else:
        what = history_words.record(record.line)
    name = record.line.title if kind == "family" else ""
    family = telling.family_name(desk, record.family_name or name)
    return " · ".join(part for part in (what, family) if part)


def place(record: sent.Record) -> desks.Place | None:
    """Where it opens; None where it is not on this desk any more, or has no page."""
    kind, line = record.line.record_kind.partition(".")[0], record.line
    if not record.is_here:
        return desks.Place("family", record.family_id) if record.family_name else None
    if kind in _PAGES:
        return desks.Place(_PAGES[kind], line.record_id)
    if kind in _PARTS and record.family_id:
        return desks.Place("family", record.family_id, path=_PARTS[kind])
    if line.form is not None:
        return desks.Place("form", line.record_id)
    return desks.Place("family", record.family_id) if record.family_name else None


def changes(count: int) -> str:
    """ "1 change", "3 changes"."""
    return "1 change" if count == 1 else f"{count:,} changes"


def by(news: sent.News) -> str:
    """ "Sam Reed, Bridge Street"."""
    return f"{news.who}, {news.agency}" if news.agency else news.who
