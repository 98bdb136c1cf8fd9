"""Finding a record, and who set a field of it last: the statements with which every act begins."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk.models import base, held, quick
from ehdesk.models import hand as hands

OPEN_ON = (
    sa.select(base.act.c.n)
    .distinct()
    .join(base.revision, base.revision.c.act_n == base.act.c.n)
    .where(base.act.c.is_open, base.revision.c.record_n == sa.bindparam("record_n"))
)
SIBLING = sa.select(base.record.c.id).where(base.record.c.beside == sa.bindparam("id"))
STANDS = (
    base.record.c.n,
    base.record.c.id,
    base.record.c.kind,
    base.record.c.scope,
    base.record.c.family_id,
    base.record.c.episode_id,
    base.record.c.beside,
    base.record.c.form,
    base.record.c.form_version,
    base.record.c.author,
    base.record.c.created_at,
    base.record.c.changed_at,
    base.record.c.fields,
)
SAID = (
    base.revision.c.n,
    base.act.c.n,
    base.act.c.id,
    base.act.c.part,
    base.act.c.is_open,
    base.act.c.sitting,
    base.act.c.opened_at,
    base.act.c.by,
    base.act.c.incarnation,
    base.field.c.path,
    sa.case((base.act.c.is_open, base.act.c.content), else_=None),
    sa.case((base.act.c.is_open, base.revision.c.was), else_=None),
)
_HERE = sa.or_(base.field.c.path == sa.bindparam("path"), base.field.c.path == sa.bindparam("row"))
_BY_VOICE = base.field.join(base.revision, base.field.c.revision_n == base.revision.c.n).join(base.act)
VOICE = quick.Quick(
    sa.select(*SAID)
    .select_from(_BY_VOICE)
    .where(base.field.c.record_n == sa.bindparam("record_n"), _HERE)
    .order_by(base.revision.c.n.desc())
)
VOICE_OF = quick.Quick(
    sa.select(*SAID[:9], base.revision.c.path, *SAID[10:])
    .select_from(base.revision.join(base.act))
    .where(base.revision.c.n == sa.bindparam("n"))
)


def _find(here: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(*STANDS, *SAID)
        .select_from(
            # One join after the other: joined in brackets, SQLite would read the whole table of fields.
            base.record.outerjoin(base.field, sa.and_(base.field.c.record_n == base.record.c.n, here))
            .outerjoin(base.revision, base.revision.c.n == base.field.c.revision_n)
            .outerjoin(base.act, base.act.c.n == base.revision.c.act_n)
        )
        .where(base.record.c.id == sa.bindparam("id"))
    )


FIND = quick.Quick(_find(base.field.c.path == sa.bindparam("path")))
FIND_IN_ROW = quick.Quick(_find(_HERE).order_by(base.revision.c.n.desc()))
"""The record, and who set a field of it; in a row of a table whoever set the cell, or the row, last."""

VOICE_WITHIN = (
    sa.select(base.act.c.id)
    .select_from(_BY_VOICE)
    .where(
        base.field.c.record_n == sa.bindparam("record_n"),
        base.field.c.path >= sa.bindparam("path"),
        base.field.c.path < sa.bindparam("beyond"),
    )
    .order_by(base.revision.c.n.desc())
    .limit(quick.at_most(1))
)


def voice(row: Any) -> hands.Voice | None:
    """A row of `SAID`; None where nobody has set the field."""
    if row is None or row[0] is None:
        return None
    revision_n, act_n, act_id, part, is_open, sitting, opened_at, *rest = row
    opened = datetime.fromisoformat(opened_at)
    return hands.Voice(revision_n, act_n, act_id, part, bool(is_open), sitting, opened, *rest)


def record(row: tuple[Any, ...]) -> held.Held:
    """A row of `STANDS`."""
    *stands, created_at, changed_at, text = row
    times = datetime.fromisoformat(created_at), datetime.fromisoformat(changed_at)
    return held.Held(*stands, *times, base.unpack(text), text)  # type: ignore[call-arg]
