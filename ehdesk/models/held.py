"""A record in the hand: its fields as they stand within one act, and how a path finds its place in them.

A path is a field ("text"), a row of a table ("children/<row id>") or a field of a row
("children/<row id>/seen"). Nothing here touches the database.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ehdesk.models import base


@dataclass
class Held:
    """One record as an act sees it: read once, changed in the hand, written once.

    `text_before` is `fields` as the table held it, `None` for a record that this act made.
    """

    n: int
    id: str
    kind: str
    scope: str
    family_id: str | None
    episode_id: str | None
    beside: str | None
    form: str | None
    form_version: int | None
    author: str
    created_at: datetime
    changed_at: datetime
    fields: base.Fields
    text_before: str | None = None
    touched: set[str] = field(default_factory=set)
    moved: bool = False

    @property
    def is_new(self) -> bool:
        """Made by the act in hand."""
        return self.text_before is None

    @property
    def status(self) -> str:
        """draft, finished, amended or void; "kept" for what is not a form."""
        status: str = self.fields.get("$status", "kept")
        return status

    @property
    def is_being_written(self) -> bool:
        """A form's draft. A note is open all day and counts as none, a sibling neither."""
        return self.status == "draft" and self.kind != "note" and not self.is_restricted

    def standing_author(self) -> str:
        """Who wrote it: not always who brought it in."""
        author: str = self.fields.get("$author", self.author)
        return author

    def standing_created_at(self) -> datetime:
        """When it was begun: not always when it was brought in."""
        told = self.fields.get("$created_at")
        return datetime.fromisoformat(told) if told else self.created_at

    @property
    def is_restricted(self) -> bool:
        """The sibling that holds what not everybody may read."""
        return self.kind.endswith(base.RESTRICTED)

    def standing(self, follow_up_months: Callable[[], tuple[int, ...]]) -> base.Standing:
        """As its concept's mapping sees it. When a closed family is asked again is the authority's to say."""
        return base.Standing(
            n=self.n,
            id=self.id,
            family_id=self.family_id,
            author=self.standing_author(),
            status=self.status,
            fields=self.fields,
            episode_id=self.episode_id,
            form=self.form,
            follow_up_months=follow_up_months,
        )


def get(fields: base.Fields, path: str) -> Any:
    """The value at `path`, or None where there is none."""
    value: Any = fields
    for step in path.split("/"):
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def put(fields: base.Fields, path: str, value: Any) -> bool:
    """Set the value at `path`; None takes it away. False where the row is not there any more."""
    steps = path.split("/")
    inside: Any = fields
    for step in steps[:-1]:
        below = inside.get(step)
        if below is None and len(steps) == 2:
            below = inside[step] = {}
        if not isinstance(below, dict):
            return False
        inside = below
    if value is None:
        inside.pop(steps[-1], None)
    else:
        inside[steps[-1]] = value
    if len(steps) == 2 and not inside:
        fields.pop(steps[0], None)
    return True


def row_of(path: str) -> str:
    """The row that a path lies in ("children/<row id>"), or the path itself."""
    return "/".join(path.split("/")[:2])


def paths_of(key: str, value: Any) -> list[tuple[str, Any]]:
    """The paths and values that say an answer: a table row by row, anything else at once."""
    if (
        isinstance(value, dict)
        and value
        and all(isinstance(row, dict) and "rank" in row for row in value.values())
    ):
        return [(f"{key}/{row_id}", row) for row_id, row in value.items()]
    return [(key, value)]
