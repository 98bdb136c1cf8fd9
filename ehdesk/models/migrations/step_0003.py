"""Step 3: one proof for each answer of a centre, in the place of a signature for each act."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the table of proofs; a receipt of before keeps what it says, its own signature goes."""
    op.create_table(
        "answered",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("listed", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
    )
    op.execute("ALTER TABLE receipt DROP COLUMN signature")
    op.add_column("receipt", sa.Column("answered_n", sa.Integer(), nullable=True))
