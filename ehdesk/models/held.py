"""A record in the hand: its fields as they stand within one act. Nothing here touches the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ehdesk.models import base


@dataclass
class Held:
    """One record as an act sees it: read once, changed in the hand, written once.

    `text_before` is `fields` as the table held it, `None` for a record that this act made; `moved_from` the
    scope that it was taken out of.
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
    moved_from: str | None = None

    @property
    def is_new(self) -> bool:
        """Made by the act in hand."""
        return self.text_before is None

    @property
    def status(self) -> str:
        """draft, finished, amended or void; "kept" for what is not a form."""
        return status(self.fields)

    @property
    def is_being_written(self) -> bool:
        """A form's draft. A note is open all day and counts as none, a sibling neither."""
        return is_draft(self.kind, self.status)

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
        return is_restricted(self.kind)

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


def status(fields: base.Fields) -> str:
    """What `Held.status` says of these fields."""
    said: str = fields.get("$status", "kept")
    return said


def is_draft(kind: str, status: str) -> bool:
    """Whether a record of this kind and status counts as one that is being written."""
    return status == "draft" and kind != "note" and not is_restricted(kind)


def is_restricted(kind: str) -> bool:
    """Whether records of this kind are siblings that not everybody may read."""
    return kind.endswith(base.RESTRICTED)
