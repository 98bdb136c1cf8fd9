"""What a form may take over from an earlier one: offered with its source and date, and never taken by itself.

An offer is worked out when it is asked for and stands nowhere: an answer that nobody said yes to is not in
the record. Saying yes is an act like typing, so that it has its history and is taken back like any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.models import acts, answering, base, locking, sheet


@dataclass(frozen=True)
class Offer:
    """An answer that is known already: where it was said, when, and by whom. `value` fits the question."""

    key: str
    value: Any
    source: str
    at: datetime
    who: str
    record_id: base.RecordId


def carried(read: acts.Reading, record_id: str) -> dict[str, Offer]:
    """What is offered for the open questions of a draft that have no answer yet, by key.

    The newest form of the same episode is asked, finished ones before those that are being written.
    Raises: RecordMissing.
    """
    now = sheet.sheet(read, record_id)
    if now.is_locked:
        return {}
    sources: dict[str, sheet.Sheet | None] = {}
    return {offer.key: offer for offer in _offers(read, now, sources)}


@acts.act("answer.carried")
def accept(work: acts.Work, record_id: str, key: str) -> Any:
    """Take over what is offered for a question: "still right". Gives the answer.

    Raises: NothingOffered, RecordLocked, RecordMissing.
    """
    offer = carried(work, record_id).get(key)
    record = work.record(record_id, key)
    locking.check_author(record, work.by)
    locking.check_open(record, work.clock)
    if offer is None:
        raise errors.NothingOffered
    form = work.form(record.form or "", record.form_version)
    answering.put(work, record, form, key, offer.value)
    return offer.value


def _offers(read: acts.Reading, now: sheet.Sheet, sources: dict[str, sheet.Sheet | None]) -> Iterator[Offer]:
    for question in now.form.questions():
        form_id, _, key = question.carry.partition(".")
        if not key or form_answers.is_answered(now.answers.get(question.key)):
            continue
        if form_id not in sources:
            place = (now.family_id, now.episode_id)
            sources[form_id] = _newest(read, form_id, *place, but=now.record_id)
        source = sources[form_id]
        value = _value(question, source, key) if source is not None else None
        if source is not None and form_answers.is_answered(value):
            said = source.form.short_title or source.form.title
            at = source.finished_at or source.saved_at
            yield Offer(question.key, value, said, at, source.author_name, source.record_id)


def _value(question: definition.Question, source: sheet.Sheet, key: str) -> Any:
    """The source's answer in the shape of this question; None where it does not fit or may not come over.

    What is restricted there is offered only where it stays restricted.
    """
    try:
        asked = source.form.question(key)
    except KeyError:
        return None
    if asked.restricted and not question.restricted:
        return None
    value = source.answers.get(key)
    if question.kind == "table" and isinstance(value, dict):
        known = {column.key for column in question.columns} | {"rank"}
        open_ones = {column.key for column in asked.columns if not column.restricted} | {"rank"}
        value = {
            row: {k: v for k, v in cells.items() if k in known & open_ones} for row, cells in value.items()
        }
    try:
        return form_answers.normalise(question, value)
    except errors.AnswerUnreadable:
        return None


def _newest(
    read: acts.Reading, form_id: str, family_id: str | None, episode_id: str | None, *, but: str
) -> sheet.Sheet | None:
    """The newest form of this kind of a family (and episode), finished ones first; None where none is."""
    if family_id is None:
        return None
    here = [
        base.record.c.family_id == family_id,
        base.record.c.form == form_id,
        base.record.c.id != but,
        base.record.c.beside.is_(None),
        base.record.c.status != "void",
        base.may_hold(base.record.c.scope, read.me),
    ]
    if episode_id is not None:
        here.append(base.record.c.episode_id == episode_id)
    wanted = sa.select(base.record.c.id).where(*here)
    wanted = wanted.order_by(base.record.c.status == "draft", base.record.c.n.desc()).limit(1)
    found = read.connection.execute(wanted).scalar()
    return None if found is None else sheet.sheet(read, found)
