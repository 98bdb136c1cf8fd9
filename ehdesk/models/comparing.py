"""Two versions of one form side by side: what is not as it was, who said so and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.models import acts, sheet, signing


@dataclass(frozen=True)
class Version:
    """One version: its number, when it was finished (None while it is written), by whom, and why it began."""

    number: int
    finished_at: datetime | None
    who: str
    why: str
    is_now: bool


@dataclass(frozen=True)
class Changed:
    """One answer that differs. `question` is the column's for a cell; `who` and `at` where they are known."""

    path: str
    question: definition.Question
    before: Any
    after: Any
    who: str
    at: datetime | None


@dataclass(frozen=True)
class Comparison:
    """Two versions and what differs between them, in the form's order."""

    first: Version
    second: Version
    changes: tuple[Changed, ...]
    form: definition.Form


def all_versions(read: acts.Reading, record_id: str) -> tuple[Version, ...]:
    """Every version of a form, the oldest first; the last is as the record stands now.

    Raises: RecordMissing.
    """
    numbers = sheet.versions(read, record_id)
    now = sheet.sheet(read, record_id)
    told = signing.happened(read, record_id)
    finished = [one for one in reversed(told) if one.verb == "form.finished"]
    made = [_version(sheet.sheet(read, record_id, version=number), finished) for number in numbers]
    return (*made, _version(now, finished, is_now=True))


def compare(read: acts.Reading, record_id: str, first: int, second: int) -> Comparison:
    """What is not in version `second` as it was in version `first`. Raises: RecordMissing."""
    known = {one.number: one for one in all_versions(read, record_id)}
    if first not in known or second not in known:
        raise errors.RecordMissing
    old, new = (sheet.sheet(read, record_id, version=number) for number in (first, second))
    found = form_answers.differences(new.form, old.answers, new.answers)
    changes = tuple(_changed(new, one, is_now=known[second].is_now) for one in found if _counts(one))
    return Comparison(known[first], known[second], changes, new.form)


def _counts(one: form_answers.Difference) -> bool:
    return not one.path.endswith("/rank")


def _changed(new: sheet.Sheet, one: form_answers.Difference, *, is_now: bool) -> Changed:
    try:
        asked = form_answers.question_at(new.form, one.path)
    except KeyError:
        asked = new.form.question(one.path.partition("/")[0])
    before, after = one.old, one.new
    if one.path.count("/") == 1:  # a whole row, told as a table of one
        before, after = ({"row": value} if value is not None else None for value in (before, after))
    mark = new.marks.get(one.path) if is_now else None
    return Changed(one.path, asked, before, after, mark.who if mark else "", mark.at if mark else None)


def _version(told: sheet.Sheet, finished: list[signing.Happened], *, is_now: bool = False) -> Version:
    by = next((one.who for one in finished if one.at == told.finished_at), told.author_name)
    is_written = told.status == "draft"
    return Version(
        told.version,
        None if is_written else told.finished_at,
        by,
        told.amended_because or "",
        is_now,
    )
