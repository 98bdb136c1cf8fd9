"""What `show` tells beyond the lists: household, ties, links, levels, leads and team."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ehdesk.commands import console
from ehdesk.models import (
    acts,
    base,
    episode,
    family,
    household,
    joining,
    lead,
    level,
    linking,
    person,
    team,
)


def read(reading: acts.Reading, file: family.FamilyFile) -> dict[str, Any]:
    """Everything of it as JSON values, for `show --json`: `household`, `people` by id, `episodes` by id."""
    names = person.names(reading, file.id)
    home = household.household_at(reading, file.id)
    return {
        "household": {
            "members": [_member(one) for one in home.members],
            "before": [_member(one) for one in home.before],
            "elsewhere": [one.person_id for one in home.elsewhere],
        },
        "people": {one.id: _person(reading, one, names) for one in file.people},
        "episodes": {one.id: episode_of(reading, one.id) for one in file.episodes},
    }


def say(told: Mapping[str, Any], names: Mapping[str, str]) -> None:
    """The household, for people to read."""
    home = told["household"]
    console.say("\nHousehold")
    console.say(", ".join(names.get(one["id"], "") for one in home["members"]) or "Nobody is written down")
    for one in home["before"]:
        until = f"until {one['to']}" if one["to"] else ""
        console.say(" ".join(part for part in (names.get(one["id"], ""), until, one["why"]) if part))


def say_episode(told: Mapping[str, Any]) -> None:
    """The children, level, lead and team of an episode, for people to read."""
    for child in told["children"]:
        until = f" to {child['left_on']}" if child["left_on"] else ""
        console.say(f"  {child['name']}: {child['joined_on']}{until}")
    for line in told["levels"][:1]:
        console.say(f"  Level {line['order']}, {line['name']}, since {line['from_on']}: {line['reason']}")
    for line in told["leads"]:
        until = f" to {line['to_on']}" if line["to_on"] else ""
        who = ", ".join(part for part in (line["name"], line["agency"]) if part)
        console.say(f"  Lead: {who}: {line['from_on']}{until}")
    for line in told["team"]:
        who = ", ".join(part for part in (line["worker"], line["role"], line["agency"]) if part)
        console.say(f"  {who}" + (" (left)" if line["to_on"] else ""))


def _member(one: household.Member) -> dict[str, Any]:
    return {
        "id": one.person_id,
        "from": one.from_on,
        "to": one.to_on,
        "part_time": one.is_part_time,
        "why": one.why,
    }


def _person(reading: acts.Reading, card: person.PersonCard, names: Mapping[str, str]) -> dict[str, Any]:
    rows = (card.answers.get("relationships") or {}).values()
    return {
        "ties": [
            {
                "to": row["person"],
                "name": names.get(row["person"], ""),
                "is": row.get("is", ""),
                "parental_responsibility": row.get("parental_responsibility"),
                "basis": row.get("basis", ""),
            }
            for row in rows
        ],
        "links": [_link(line) for line in linking.links_of(reading, card.id)],
        "joined": [one.person_id for one in joining.joined_from(reading, card.id)],
    }


def _link(line: linking.LinkLine) -> dict[str, Any]:
    """Of a family that this desk does not hold, only that there is one."""
    if not line.is_here:
        return {"known_to_another_team": True}
    return {"id": line.person_id, "name": line.name, "reference": line.reference}


def episode_of(reading: acts.Reading, episode_id: base.EpisodeId) -> dict[str, Any]:
    """Children, levels, leads and team of an episode, as JSON values."""
    children = episode.children_of_episode(reading, episode_id)
    return {
        "children": [without("row_id", asdict(one)) for one in children],
        "levels": [without("row_id", asdict(one)) for one in level.level_history(reading, episode_id)],
        "leads": [without("row_id", asdict(one)) for one in lead.lead_history(reading, episode_id)],
        "team": [without("row_id", asdict(one)) for one in team.team(reading, episode_id)],
    }


def without(key: str, told: dict[str, Any]) -> dict[str, Any]:
    """What is told, but for one key."""
    return {name: value for name, value in told.items() if name != key}
