"""Step 2: what the whole family file asks for beside notes, checklists and feedback."""

import sqlalchemy as sa
from alembic.operations import Operations

from ehdesk.models.migrations import step_0002_casework, step_0002_people


def upgrade(op: Operations) -> None:
    """Make the tables of the concepts that came after the first ones."""
    _documents_and_copies(op)
    _visits(op)
    _paper(op)
    _tray(op)
    _centre(op)
    step_0002_casework.upgrade(op)
    step_0002_people.upgrade(op)


def _documents_and_copies(op: Operations) -> None:
    op.create_table(
        "document",
        sa.Column("n", sa.Integer, sa.ForeignKey("record.n"), primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("family_id", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("dated", sa.String),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.UniqueConstraint("id"),
    )
    op.create_index("document_of_family", "document", ["family_id"])
    op.create_index("document_by_content", "document", ["sha256"])
    op.create_table(
        "copy",
        sa.Column("n", sa.Integer, sa.ForeignKey("record.n"), primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("family_id", sa.String),
        sa.Column("of_record", sa.String),
        sa.Column("reader", sa.String, nullable=False),
        sa.Column("given_at", sa.String, nullable=False),
        sa.UniqueConstraint("id"),
    )
    op.create_index("copy_of_family", "copy", ["family_id"])
    op.create_index("copy_of_record", "copy", ["of_record"])
    op.create_index("view_line_of_record", "view_line", ["record_id"])


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


def _paper(op: Operations) -> None:
    """What was printed under a code."""
    op.create_table(
        "paper_run",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("of_record", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("printed_on", sa.String(), nullable=False),
        sa.Column("expected_on", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["n"], ["record.n"]),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("paper_run_by_code", "paper_run", ["code"], unique=False)
    op.create_index("paper_run_of_family", "paper_run", ["family_id"], unique=False)
    op.create_index(
        "paper_run_expected",
        "paper_run",
        ["expected_on"],
        unique=False,
        sqlite_where=sa.text("expected_on IS NOT NULL"),
    )


def _tray(op: Operations) -> None:
    """What waits for a printer, or is to be sent."""
    op.create_table(
        "tray",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["n"], ["record.n"]),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("tray_by_state", "tray", ["state"], unique=False)


def _centre(op: Operations) -> None:
    """What the centre said of acts, and what stands there."""
    op.create_table(
        "receipt",
        sa.Column("act_n", sa.Integer(), sa.ForeignKey("act.n"), primary_key=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
    )
    op.create_table(
        "ground",
        sa.Column("record_n", sa.Integer(), sa.ForeignKey("record.n"), primary_key=True),
        sa.Column("fields", sa.String(), nullable=False),
    )
    op.create_table(
        "settled",
        sa.Column("revision_n", sa.Integer(), sa.ForeignKey("revision.n"), primary_key=True),
        sa.Column("value", sa.String(), nullable=True),
    )
