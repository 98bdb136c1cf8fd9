"""Step 2: what the whole family file asks for beside notes, checklists and feedback."""

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the tables of the concepts that came after the first ones."""
