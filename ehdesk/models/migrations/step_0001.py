"""Step 1: the tables as the first ehdesk made them. Never changed afterwards."""

import sqlalchemy as sa
from alembic.operations import Operations

_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(body, content='', contentless_delete=1, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
)


def upgrade(op: Operations) -> None:
    """Make every table of a vault."""
    _machinery(op)
    _history(op)
    _traces(op)
    _concepts(op)
    op.execute(_SEARCH)


def _machinery(op: Operations) -> None:
    """Acts, and who they belong to."""
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "act",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("incarnation", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("sitting", sa.String(), nullable=True),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("act_open", "act", ["is_open"], unique=False, sqlite_where=sa.text("is_open = 1"))
    op.create_table(
        "record",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("episode_id", sa.String(), nullable=True),
        sa.Column("beside", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("form_version", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_being_written", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "record_being_written",
        "record",
        ["family_id"],
        unique=False,
        sqlite_where=sa.text("is_being_written = 1"),
    )
    op.create_index(
        "record_beside", "record", ["beside"], unique=False, sqlite_where=sa.text("beside IS NOT NULL")
    )
    op.create_index("record_of_family", "record", ["family_id", "kind"], unique=False)


def _history(op: Operations) -> None:
    """What each field was, and what waits to be settled."""
    op.create_table(
        "revision",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("act_n", sa.Integer(), nullable=False),
        sa.Column("record_n", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["act_n"],
            ["act.n"],
        ),
        sa.ForeignKeyConstraint(
            ["record_n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("revision_of_act", "revision", ["act_n"], unique=False)
    op.create_index("revision_of_field", "revision", ["record_n", "path"], unique=False)
    op.create_table(
        "field",
        sa.Column("record_n", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("revision_n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_n"],
            ["record.n"],
        ),
        sa.ForeignKeyConstraint(
            ["revision_n"],
            ["revision.n"],
        ),
        sa.PrimaryKeyConstraint("record_n", "path"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finished_version",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("record_n", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("record_n", "number"),
    )
    op.create_table(
        "second_version",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("record_n", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("record_n", "path", "act_id"),
    )
    op.create_table(
        "set_aside",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("act_id"),
    )


def _traces(op: Operations) -> None:
    """Who did, who looked, and where the worker was."""
    op.create_table(
        "trail",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_table(
        "view_line",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("by", "record_id", "quarter"),
    )
    op.create_table(
        "place",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )


def _concepts(op: Operations) -> None:
    """What lists and measures ask for."""
    op.create_table(
        "practitioner",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "family",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("family_by_name", "family", ["folded"], unique=False)
    op.create_index("family_by_reference", "family", ["reference"], unique=False)
    op.create_table(
        "person",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("known_as", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("dob", sa.String(), nullable=True),
        sa.Column("due_date", sa.String(), nullable=True),
        sa.Column("dob_estimated", sa.Boolean(), nullable=False),
        sa.Column("is_subject", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("person_of_family", "person", ["family_id"], unique=False)
    op.create_table(
        "episode",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("opened_on", sa.String(), nullable=True),
        sa.Column("closed_on", sa.String(), nullable=True),
        sa.Column("lead", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("episode_of_family", "episode", ["family_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("note_at", "note", ["at"], unique=False)
    op.create_index("note_of_family", "note", ["family_id", "at"], unique=False)
    op.create_table(
        "seen",
        sa.Column("record_n", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("child_id", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_n"],
            ["record.n"],
        ),
    )
    op.create_index("seen_of_family", "seen", ["family_id", "child_id", "at"], unique=False)
    op.create_index("seen_of_record", "seen", ["record_n"], unique=False)
    op.create_table(
        "checklist",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("own_grade", sa.String(), nullable=True),
        sa.Column("discussed_on", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("checklist_of_family", "checklist", ["family_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("respondent", sa.String(), nullable=True),
        sa.Column("share", sa.String(), nullable=True),
        sa.Column("given_on", sa.String(), nullable=True),
        sa.Column("received_on", sa.String(), nullable=True),
        sa.Column("overall", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["n"],
            ["record.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("feedback_of_family", "feedback", ["family_id"], unique=False)
