"""Levels of need: which level an episode had when, in whose scheme, why, and who said so.

Each line keeps its scheme with the level's name and band, so that it stays readable after the
authority has taken another scheme.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehdesk import errors, settings
from ehdesk.models import acts, base, episode, practitioner


@dataclass(frozen=True)
class LevelLine:
    """One level that an episode had. `from_on` is ISO text; `until` the day on which another one began."""

    row_id: base.RowId | None
    scheme_id: str
    scheme_name: str
    code: str
    name: str
    order: int
    band: str
    reason: str
    from_on: str
    until: str
    by_name: str


@acts.act("level.set")
def set_level(
    work: acts.Work,
    episode_id: str,
    scheme: settings.Scheme,
    code: str,
    reason: str,
    *,
    from_on: str | None = None,
) -> base.RowId:
    """Give an episode a level of the authority's scheme, from today unless another date is given.

    Raises: RecordMissing, LevelUnknown, ReasonMissing.
    """
    found = episode.the_episode(work, episode_id)
    level = next((one for one in scheme.levels if one.code == code), None)
    if level is None:
        raise errors.LevelUnknown(level=code)
    if not reason.strip():
        raise errors.ReasonMissing
    _keep_first(work, episode_id)
    told = {"scheme": scheme.id, "scheme_name": scheme.name, "code": level.code, "name": level.name}
    told |= {"order": level.order, "band": level.band, "by": work.by}  # type: ignore[dict-item]
    day = from_on or work.clock.today().isoformat()
    row_id = episode.add_row(work, found, "levels", {**told, "from": day, "reason": reason.strip()})
    newest = _newest_first(found.fields)[0][1]
    work.edit(found, "level", newest["order"])
    return row_id


def level_history(read: acts.Reading, episode_id: str) -> tuple[LevelLine, ...]:
    """The levels of an episode, newest first. Raises: RecordMissing."""
    one = episode.get(read, episode_id)
    names = practitioner.names(read)
    rows: list[tuple[str | None, Mapping[str, Any]]] = [*_newest_first(one.fields)]
    if not rows and one.fields.get("level") is not None:
        rows = [(None, _first(one.fields))]
    found, until = [], ""
    for row_id, row in rows:
        found.append(_line(row_id, row, until, names))
        until = str(row.get("from") or "")
    return tuple(found)


def level_at(read: acts.Reading, episode_id: str, day: str) -> LevelLine | None:
    """The level that an episode had on a day (ISO text), or None."""
    lines = level_history(read, episode_id)
    return next((line for line in lines if line.from_on <= day), None)


def _keep_first(work: acts.Work, episode_id: str) -> None:
    """A level that was written before levels had a history becomes its first line."""
    found = episode.the_episode(work, episode_id)
    if not found.fields.get("levels") and found.fields.get("level") is not None:
        episode.add_row(work, found, "levels", _first(found.fields))


def _first(fields: Mapping[str, Any]) -> dict[str, Any]:
    order = fields["level"]
    return {"order": order, "name": f"Level {order}", "from": fields.get("opened_on", "")}


def _newest_first(fields: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    latest_first = [*episode.rows(fields, "levels")][::-1]
    return sorted(latest_first, key=lambda one: str(one[1].get("from") or ""), reverse=True)


def _line(row_id: str | None, row: Mapping[str, Any], until: str, names: Mapping[str, str]) -> LevelLine:
    return LevelLine(
        row_id=base.RowId(row_id) if row_id else None,
        scheme_id=row.get("scheme", ""),
        scheme_name=row.get("scheme_name", ""),
        code=row.get("code", ""),
        name=row.get("name", ""),
        order=row.get("order", 0),
        band=row.get("band", ""),
        reason=row.get("reason", ""),
        from_on=row.get("from", ""),
        until=until,
        by_name=names.get(row.get("by", ""), ""),
    )
