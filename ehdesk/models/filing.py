"""A record that was filed under the wrong family: it moves with its revisions, and leaves one line behind.

The wrong file keeps that something moved, when and by whom, never what it was.
"""

from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, form, held, paper_run, person

_AT_MOST = 500


@acts.act("record.moved")
def move(work: acts.Work, record_id: str, family_id: str, reason: str) -> None:
    """Move a form, a note or a person to another family's file.

    Whatever in the wrong file points to a person who moved is taken away; their revisions go with them.
    Raises: RecordMissing, ReasonMissing, RecordJoined.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    record, family = work.record(record_id), work.record(family_id)
    if family.kind != "family":
        raise errors.RecordMissing
    work.hand.why = reason.strip()
    if record.form is not None:
        wrong = record.family_id
        form.file_under(work, record_id, family_id)
        paper_run.follow(work, record_id, wrong, family_id)
    elif record.kind == "person":
        _move_person(work, record, family_id)
    else:
        raise errors.RecordMissing


def _move_person(work: acts.Work, record: held.Held, family_id: str) -> None:
    wrong = record.family_id
    if wrong == family_id:
        return
    if record.fields.get(person.MERGED_INTO):
        raise errors.RecordJoined
    going = [record.id, *_joined_to(work, record.id)]
    for each in going:
        one = work.record(each)
        sibling = work.sibling(one)
        for row_id in list(one.fields.get("relationships") or {}):
            work.edit(one, f"relationships/{row_id}", None)
        for part, audience in ((one, "file"), (sibling, "restricted")):
            if part is not None:
                work.close_acts(part)
                work.move(part, base.family_scope(family_id, audience), family_id, None)
    if wrong is not None:
        _forget(work, wrong, frozenset(going))
        work.create("moved_away", base.family_scope(wrong), family=wrong, fields=[("$moved", True)])


def _joined_to(work: acts.Work, person_id: str) -> list[str]:
    """Every record that was joined to this one, or to one that was."""
    found, new = [], [person_id]
    while new:
        wanted = sa.select(person.TABLE.c.id).where(person.TABLE.c.merged_into.in_(new)).limit(_AT_MOST)
        new = [one for one in work.connection.execute(wanted).scalars() if one not in found]
        found += new
    return found


def _forget(work: acts.Work, family_id: str, going: frozenset[str]) -> None:
    """Take away what the file's people and episodes say of somebody who never belonged to it."""
    wanted = sa.select(base.record.c.id).where(
        base.record.c.family_id == family_id,
        base.record.c.kind.in_(("person", "person" + base.RESTRICTED, "episode")),
    )
    for record_id in work.connection.execute(wanted.limit(_AT_MOST)).scalars().all():
        if record_id not in going:
            _forget_in(work, work.record(record_id), going)


def _forget_in(work: acts.Work, record: held.Held, going: frozenset[str]) -> None:
    if record.beside in going:
        return
    for table in ("relationships", "children"):
        rows: dict[str, Any] = record.fields.get(table) or {}
        for row_id in [row_id for row_id, row in rows.items() if row.get("person") in going]:
            work.edit(record, f"{table}/{row_id}", None)
    hidden_from = record.fields.get("address_confidential_from") or []
    kept = [one for one in hidden_from if not (isinstance(one, str) and one in going)]
    if len(kept) != len(hidden_from):
        work.edit(record, "address_confidential_from", kept or None)
