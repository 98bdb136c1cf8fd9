"""Step 4: one table of everybody of whom the centre has told, in the place of two lists in `meta`."""

import json
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

SPENT = frozenset({"staff", "colleagues"})
"""The keys of `meta` whose content lies in the table now."""


def upgrade(op: Operations) -> None:
    """Make the table, and fill it with what the two lists say."""
    table = op.create_table(
        "colleague",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("is_here", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("has_written", sa.Boolean(create_constraint=False), nullable=False),
        sqlite_with_rowid=False,
    )
    rows = op.get_bind().execute(sa.text("SELECT key, value FROM meta WHERE key IN ('staff', 'colleagues')"))
    kept = {row.key: json.loads(row.value) for row in rows}
    lines = {line["id"]: line for one in kept.get("staff", ()) for line in _of_staff(one)}
    for who, (name, agency) in kept.get("colleagues", {}).items():
        alone = {"id": who, "name": name, "agency": agency, "role": "", "account": None, "is_here": False}
        lines[who] = {**lines.get(who, alone), "has_written": True}
    if lines:
        op.bulk_insert(table, list(lines.values()))
    op.execute("DELETE FROM meta WHERE key IN ('staff', 'colleagues')")


def _of_staff(one: dict[str, Any]) -> list[dict[str, Any]]:
    told = {"name": one["name"], "agency": one.get("agency", ""), "role": one.get("role", "")}
    told |= {"account": one["id"], "is_here": not one.get("left", False), "has_written": False}
    return [{"id": each, **told} for each in (one["id"], *one.get("ids", ()))]
