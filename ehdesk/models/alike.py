"""What each person is found by where somebody like them is taken in, kept as lines of keys."""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ehdesk.forms import identifiers
from ehdesk.models import base, search
from ehdesk.rules import likeness

MERGED_INTO = "$merged_into"
"""On a record that was joined to another one of the same human: the id of the one that stands."""

_WORDS = re.compile(r"\w+")

TABLE = sa.Table(
    "likeness",
    base.metadata,
    sa.Column("record_n", sa.ForeignKey("record.n"), nullable=False),
    sa.Column("family_id", sa.String),
    sa.Column("key", sa.String, nullable=False),
    sa.Index("likeness_of_record", "record_n"),
    sa.Index("likeness_by_key", "key"),
)
"""What each person is found by where somebody like them is taken in; filled from `fields`."""


def somebody(fields: Mapping[str, Any]) -> likeness.Somebody:
    """A person as they are compared with others: names folded, the number in digits."""

    def words(*keys: str) -> tuple[str, ...]:
        said = search.fold(" ".join(str(fields.get(key) or "") for key in keys))
        return tuple(dict.fromkeys(_WORDS.findall(said)))

    number = identifiers.nhs_number(str(fields.get("nhs_no") or ""))
    return likeness.Somebody(
        given=words("given_names", "known_as"),
        family=words("family_name", "former_names"),
        own_script=search.fold(str(fields.get("name_own_script") or "")).strip(),
        born=str(fields.get("dob") or ""),
        estimated=bool(fields.get("dob_estimated")),
        due="" if fields.get("dob") else str(fields.get("due_date") or ""),
        nhs=number.shown.replace(" ", "") if number.is_valid else "",
    )


def rows(standing: base.Standing) -> list[dict[str, Any]]:
    """One line for each key; none for a record that was joined to another one."""
    if standing.fields.get(MERGED_INTO):
        return []
    found = sorted(likeness.keys(somebody(standing.fields)))
    return [{"family_id": standing.family_id, "key": key} for key in found]
