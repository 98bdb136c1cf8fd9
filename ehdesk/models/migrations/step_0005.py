"""Step 5: acts of this worker that only the centre can read any more."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the table. What was withdrawn before is not kept in it."""
    op.create_table(
        "sealed_act",
        sa.Column("act_n", sa.Integer(), sa.ForeignKey("act.n"), primary_key=True, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("is_to_tell", sa.Boolean(create_constraint=False), nullable=False),
    )
