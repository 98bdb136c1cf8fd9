"""Step 2: what the whole family file asks for beside notes, checklists and feedback."""

import sqlalchemy as sa
from alembic.operations import Operations

from ehdesk.models.migrations import step_0002_casework


def upgrade(op: Operations) -> None:
    """Make the tables of the concepts that came after the first ones."""
    _visits(op)
    step_0002_casework.upgrade(op)


def _visits(op: Operations) -> None:
    """Planned visits."""
    op.create_table(
        "visit",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("cancelled_on", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["n"], ["record.n"]),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("visit_at", "visit", ["at"], unique=False)
    op.create_index("visit_of_family", "visit", ["family_id", "at"], unique=False)
