"""Self-assessment checklists (F08): what each worker thinks of their own work, at each stage."""

from typing import Any

import sqlalchemy as sa

from ehdesk.models import base

TABLE = sa.Table(
    "checklist",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("stage", sa.String),
    sa.Column("own_grade", sa.String),
    sa.Column("discussed_on", sa.String),
    sa.Index("checklist_of_family", "family_id"),
)
_KEYS = ("stage", "own_grade", "discussed_on")


def _columns(standing: base.Standing) -> dict[str, Any]:
    return {key: _text(standing.fields.get(key)) for key in _KEYS}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


CONCEPT = base.Concept(TABLE, frozenset(_KEYS), _columns)
