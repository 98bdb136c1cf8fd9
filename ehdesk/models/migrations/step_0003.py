"""Step 3: one proof for each answer of a centre; files on their way; records by the scope they lie in."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the tables; a receipt of before keeps what it says, its own signature goes."""
    op.create_table(
        "answered",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("listed", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
    )
    op.create_table(
        "filed",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("epoch", sa.String(), nullable=False),
    )
    op.create_table(
        "file_piece",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("start", sa.Integer(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "file_going",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("is_owed", sa.Boolean(create_constraint=False), nullable=False),
    )
    op.execute("ALTER TABLE receipt DROP COLUMN signature")
    op.add_column("receipt", sa.Column("answered_n", sa.Integer(), nullable=True))
    op.create_index("record_of_scope", "record", ["scope", "kind"])
