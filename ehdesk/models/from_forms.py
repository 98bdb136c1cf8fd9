"""What a finished form says of its episode: who leads from its day on, and at which level of need.

Used within the act of finishing. What the episode says already is not said again.
"""

from collections.abc import Mapping
from typing import Any

from ehdesk import settings
from ehdesk.models import acts, episode, lead, level, practitioner


def lead_said(work: acts.Work, episode_id: str, who: Any, *, on: str | None, source: str) -> None:
    """Let somebody lead: a practitioner's id, or the name of someone without a record.

    `source` is the form in words ("Part B"); it is the reason that the history of leads keeps.
    """
    to = _as_lead(work, who)
    found = episode.the_episode(work, episode_id)
    if to and to["name"] != found.fields.get("lead_name"):
        lead.hand_over_lead(work, episode_id, to, from_on=on, reason=f"As {source} says")


def level_said(work: acts.Work, episode_id: str, code: Any, *, on: str | None, source: str) -> None:
    """Let the episode stand at this level of need, by the code of the authority's scheme."""
    found = episode.the_episode(work, episode_id)
    scheme = settings.authority().scheme
    if any(one.code == code for one in scheme.levels) and code != _stands_at(found.fields):
        level.set_level(work, episode_id, scheme, code, f"As {source} says", from_on=on)


def _stands_at(fields: Mapping[str, Any]) -> str | None:
    """The code of the level that the episode has, where its history says it."""
    rows = [row for _row_id, row in episode.rows(fields, "levels")]
    newest = max(rows, key=lambda row: str(row.get("from") or ""), default=None)
    return newest.get("code") if newest else None


def _as_lead(work: acts.Work, who: Any) -> dict[str, Any]:
    if isinstance(who, dict) and who.get("name"):
        return {"name": who["name"]}
    found = work.find(who) if isinstance(who, str) else None
    if found is None or not found.fields.get("name"):
        return {}
    told = {key: found.fields.get(key) for key in ("name", "role", "agency")}
    if told["role"] == practitioner.ROLE:
        del told["role"]
    return {"practitioner": found.id, **{key: value for key, value in told.items() if value}}
