"""Step 2, people and episodes: who is found by what, who takes part, agencies, and links of one human."""

import sqlalchemy as sa
from alembic.operations import Operations

from ehdesk.models import base, episode, person

_AT_ONCE = 500


def upgrade(op: Operations) -> None:
    """Make the tables, and fill those that are made from what the records say."""
    _person(op)
    _episode(op)
    _directory(op)
    for concept, kind in ((person.CONCEPT, "person"), (episode.CONCEPT, "episode")):
        _fill(op.get_bind(), concept, kind)


def _person(op: Operations) -> None:
    op.add_column("person", sa.Column("merged_into", sa.String(), nullable=True))
    op.create_index(
        "person_merged",
        "person",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_table(
        "likeness",
        sa.Column("record_n", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["record_n"], ["record.n"]),
    )
    op.create_index("likeness_of_record", "likeness", ["record_n"], unique=False)
    op.create_index("likeness_by_key", "likeness", ["key"], unique=False)
    op.create_table(
        "person_link",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("one", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["n"], ["record.n"]),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("person_link_one", "person_link", ["one"], unique=False)
    op.create_index("person_link_other", "person_link", ["other"], unique=False)


def _episode(op: Operations) -> None:
    op.create_table(
        "involved",
        sa.Column("record_n", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("from_on", sa.String(), nullable=True),
        sa.Column("to_on", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["record_n"], ["record.n"]),
    )
    op.create_index("involved_of_record", "involved", ["record_n"], unique=False)
    op.create_index("involved_who", "involved", ["who", "part"], unique=False)
    op.create_index("involved_agency", "involved", ["agency"], unique=False)


def _directory(op: Operations) -> None:
    op.create_table(
        "agency",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("report_group", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["n"], ["record.n"]),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("agency_by_name", "agency", ["folded"], unique=False)


def _fill(connection: sa.Connection, concept: base.Concept, kind: str) -> None:
    """What the table of rows would hold had it been there from the first."""
    if concept.rows is None or concept.rows_table is None:
        return
    last = 0
    while True:
        wanted = sa.select(base.record).where(base.record.c.kind == kind, base.record.c.n > last)
        found = connection.execute(wanted.order_by(base.record.c.n).limit(_AT_ONCE)).all()
        if not found:
            return
        lines = [
            {"record_n": row.n, **line}
            for row in found
            for line in concept.rows(
                base.Standing(row.n, row.id, row.family_id, row.author, row.status, base.unpack(row.fields))
            )
        ]
        if lines:
            connection.execute(sa.insert(concept.rows_table), lines)
        last = found[-1].n
