"""How the history of everything is said: what was done, with which record, in which fields."""

from typing import Any

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, loader, person_form
from ehdesk.models import facts, looked
from ehdesk.ui import copies_words, document_words
from ehdesk.ui import desk as desks

_VERBS = {
    "form.started": "Begun",
    "form.finished": "Finished",
    "form.amended": "Opened again to amend",
    "form.voided": "Made void",
    "form.filed": "Filed here",
    "form.left_untouched": "Looked at and left without an answer",
    "form.taken_up": "Gone on with",
    "answer.given": "Written",
    "answer.undone": "A step taken back",
    "answer.redone": "A step brought back",
    "row.added": "A row added",
    "row.removed": "A row taken away",
    "row.moved": "A row moved",
    "family.opened": "Family file opened",
    "family.imported": "Brought in",
    "person.added": "Added",
    "document.added": "Added",
    "document.taken_away": "Taken away",
    "copy.given": "Copy given",
    "paper.printed": "Printed",
    "paper.marked": "Where the paper is",
    "paper.opened": "Paper opened to type in",
    "paper.entered": "A page typed in",
    "paper.filed": "Paper filed here",
    "paper.question_marked": "A question on paper marked",
    "paper.kept": "Where the paper is kept",
    "plan.action_done": "An action done",
    "plan.action_cancelled": "An action called off",
    "plan.action_reopened": "An action to do again",
    "plan.outcome_judged": "How an outcome stands",
    "plan.extended": "Added to the plan",
    "agreement.withdrawn": "Agreement taken back",
    "agreement.shared_without": "Sharing without agreement recorded",
    "episode.opened": "Early Help opened",
    "episode.closed": "Early Help closed",
    "chronology.added": "Added",
    "version.settled": "Two versions settled",
    "version.reopened": "Two versions opened again",
    "suggestion.accepted": "Suggestion taken",
    "suggestion.declined": "Suggestion declined",
    "suggestion.offered_again": "Suggestion brought back",
    looked.LOOKED: "Looked at",
}
_KINDS = {
    "family": "The family",
    "person": "Person",
    "episode": "Early Help",
    "document": "Document",
    "copy": "Copy",
    "paper_run": "Printed paper",
    "tray": "Your tray",
    "suggestion": "Chronology",
    "moved_away": "Filed here by mistake",
}
_LABELS = {
    "relationships": "Family ties",
    "dated": "Date on it",
    "of_record": "Copy of",
    "given_at": "When",
    "opened_on": "Opened on",
    "closed_on": "Closed on",
    "lead_name": "Lead",
    "known_as": "Known as",
    "nhs_no": "NHS number",
    "upn": "UPN",
}
_INNER = ("$", "sha256", "media_type", "size")
_FEW = 4


def title(line: looked.Line) -> str:
    """ "Finished · Part B", "Looked at · Zofia"."""
    verb = _VERBS.get(line.verb) or line.verb.partition(".")[2].replace("_", " ").capitalize()
    return f"{verb} · {record(line)}"


def detail(line: looked.Line) -> str:
    """Which fields, or why; a few of them, then how many more."""
    if line.what == "looked":
        return "Within a quarter of an hour"
    if line.what == "copied":
        return "Open it to see how and why"
    paths = [field.path for field in line.fields if not is_inner(field.path)]
    labels = list(dict.fromkeys(label(line, path) for path in paths))
    more = f" and {len(labels) - _FEW} more" if len(labels) > _FEW else ""
    told = ", ".join(labels[:_FEW]) + more
    return " · ".join(part for part in (told, f"Why: {line.why}" if line.why else "") if part)


def label(line: looked.Line, path: str) -> str:
    """A field as its form calls it."""
    question = _question(line, path)
    key = path.split("/", 1)[0]
    if question is None:
        return _LABELS.get(key) or key.replace("_", " ").capitalize()
    return question.label


def values(desk: desks.Desk, line: looked.Line, value: looked.Value, names: dict[str, str]) -> str:
    """ "Damp wall", or "was: Dry wall" under it where there was something before."""
    became = said(desk, line, value.field.path, value.became, names) or "Empty"
    if value.was is None:
        return became
    return f"{became}\nBefore: {said(desk, line, value.field.path, value.was, names)}"


def said(desk: desks.Desk, line: looked.Line, path: str, value: Any, names: dict[str, str]) -> str:
    """An answer as its form says it."""
    return _said(desk, _question(line, path), path, value, names)


def is_inner(path: str) -> bool:
    """What the record keeps for itself, and the places of rows."""
    return path.startswith(_INNER) or path.endswith("/rank")


def record(line: looked.Line) -> str:
    """What the record is called: its form's title, its own, or its kind."""
    if line.record_kind.startswith("document."):
        return document_words.APART
    if line.form is not None:
        form = _form(line)
        return (form.short_title or form.title) if form else line.form
    return line.title or kind(line)


def kind(line: looked.Line) -> str:
    """What kind of record it is."""
    return _KINDS.get(line.record_kind, line.record_kind.replace("_", " ").capitalize())


def _form(line: looked.Line) -> definition.Form | None:
    if line.form is None:
        return person_form.sheet(whole=True) if line.record_kind == "person" else None
    return loader.load_written(line.form, line.form_version)


def _question(line: looked.Line, path: str) -> definition.Question | None:
    form = _form(line)
    if form is None:
        return None
    if line.record_kind == "person":
        path = facts.shown_path(path)
    for at in (path, path.partition("/")[0]):
        try:
            return form_answers.question_at(form, at)
        except KeyError:
            continue
    return None


def _said(
    desk: desks.Desk, question: definition.Question | None, path: str, value: Any, names: dict[str, str]
) -> str:
    if value is None:
        return "Empty"
    if question is not None:
        if question.kind == "table" and path.count("/") == 1:
            value = {"row": value}
        return form_answers.summary(question, value, desk.words, names)
    known = {**document_words.KINDS, **copies_words.READERS, **copies_words.METHODS}
    if path == "dated":
        return str(desk.words.partial_date(value))
    told = [value] if not isinstance(value, list) else value
    if isinstance(value, dict):
        told = [each for key, each in value.items() if key != "rank"]
    return ", ".join(names.get(str(one), known.get(str(one), str(one))) for one in told)
