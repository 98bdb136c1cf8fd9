"""Feedback of parents and carers (F12): at which stage, given and received when, and how it was overall."""

from typing import Any

import sqlalchemy as sa

from ehdesk.models import base

TABLE = sa.Table(
    "feedback",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("stage", sa.String),
    sa.Column("respondent", sa.String),
    sa.Column("share", sa.String),
    sa.Column("given_on", sa.String),
    sa.Column("received_on", sa.String),
    sa.Column("overall", sa.Integer),
    sa.Index("feedback_of_family", "family_id"),
)
_KEYS = ("stage", "respondent", "share", "given_on", "received_on", "overall")


def _columns(standing: base.Standing) -> dict[str, Any]:
    return {key: standing.fields.get(key) for key in _KEYS}


CONCEPT = base.Concept(TABLE, frozenset(_KEYS), _columns)
