"""The people of a family as a bundle says them, with what cannot be read yet apart from what can."""

import re
from collections.abc import Iterator
from typing import Any

from ehdesk.models import base, bundle_shape, person, stored

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


def said(one: stored.Stored, *, is_own: bool) -> bundle_shape.PersonSaid:
    """A person as a bundle says them; for one's own other vault with who wrote it down, and when."""
    answers = {key: _legible(value) for key, value in one.answers.items()}
    table: base.Fields | None = answers.pop("relationships", None)
    hidden = {key: _legible(value) for key, value in one.restricted.items()}
    return bundle_shape.PersonSaid(
        one.id,
        answers,
        hidden,
        bundle_shape.ties(table),
        one.fields.get(person.MERGED_INTO),
        dict(_as_typed(one)) if is_own else {},
        author=one.author if is_own else None,
        at=one.created_at if is_own else None,
    )


def _as_typed(one: stored.Stored) -> Iterator[tuple[str, str]]:
    """The dates that cannot be read yet, as they were typed."""
    for key, value in (*one.fields.items(), *one.restricted.items()):
        if key.startswith(person.AS_TYPED):
            yield key.removeprefix(person.AS_TYPED), value
        elif isinstance(value, dict) and key != "relationships":
            for row_id, row in value.items():
                illegible = row.keys() - _legible({row_id: row})[row_id].keys()
                yield from ((f"{key}/{row_id}/{cell}", str(row[cell])) for cell in sorted(illegible))


def _legible(value: Any) -> Any:
    """An answer; of a table, no date that is still as it was typed and cannot be read."""
    if not isinstance(value, dict):
        return value
    return {
        row_id: {k: v for k, v in row.items() if k not in ("from", "to") or _DATE.fullmatch(str(v))}
        for row_id, row in value.items()
    }
