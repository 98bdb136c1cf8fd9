"""Step 6: the acts that wait for the centre, in a narrow table that the database itself keeps up."""

import sqlalchemy as sa
from alembic.operations import Operations

SPENT = frozenset({"waits_from"})
"""The key of `meta` that said from which act on they had to be looked for."""


def upgrade(op: Operations) -> None:
    """Make the table and what keeps it up, and fill it with every act that has no receipt."""
    act_n = sa.Column("act_n", sa.Integer(), sa.ForeignKey("act.n", ondelete="CASCADE"), primary_key=True)
    op.create_table("waiting", act_n)
    op.execute(
        "INSERT INTO waiting (act_n) SELECT n FROM act"
        " WHERE NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.act_n = act.n)"
    )
    op.execute("CREATE TRIGGER act_new AFTER INSERT ON act BEGIN INSERT INTO waiting VALUES (new.n); END")
    op.execute(
        "CREATE TRIGGER act_told AFTER INSERT ON receipt"
        " BEGIN DELETE FROM waiting WHERE act_n = new.act_n; END"
    )
    op.execute(
        "CREATE TRIGGER act_again AFTER DELETE ON receipt BEGIN INSERT INTO waiting VALUES (old.act_n); END"
    )
    op.execute("DELETE FROM meta WHERE key = 'waits_from'")
