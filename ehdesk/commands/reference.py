"""What a command names in words: the family of a reference, its episode; and people's names by their ids."""

from collections.abc import Mapping
from typing import Any

from ehdesk import errors
from ehdesk.models import acts, base, episode, family, person, practitioner, store


def family_id(kept: store.Store, said: str) -> base.FamilyId:
    """The family with this reference, or with the only one that begins so. Raises: errors.FamilyNotFound."""
    found = kept.ask(family.by_reference, said)
    if found is not None:
        return found
    lines = kept.ask(family.caseload, said, limit=20).lines
    wanted = [line for line in lines if line.reference.upper().startswith(said.strip().upper())]
    if len(wanted) != 1:
        raise errors.FamilyNotFound(found=len(wanted) or "No")
    return wanted[0].family_id


def episode_id(kept: store.Store, family: base.FamilyId) -> base.EpisodeId:
    """The family's open episode, or the newest that was closed. Raises: errors.NoEpisode."""
    found = kept.ask(episode.standing_open, family)
    if found is not None:
        return found
    closed = kept.ask(episode.episodes, family, limit=1)
    if not closed:
        raise errors.NoEpisode
    return closed[0].id


def names(read: acts.Reading, family: str) -> dict[str, str]:
    """The names of the family's people and of every practitioner, by id."""
    return {**practitioner.names(read), **person.names(read, family)}


def children(read: acts.Reading, family: str) -> dict[str, str]:
    """The full names of the family's children by id."""
    return {str(one.id): one.full_name for one in person.people(read, family) if one.is_child}


def called(somebody: Any, names: Mapping[str, str]) -> str:
    """The name of somebody in an answer: an id, or a name without a record."""
    if isinstance(somebody, Mapping):
        return str(somebody.get("name", ""))
    return names.get(str(somebody), str(somebody))


def one_of(names: Mapping[Any, str], said: str, who: str = "people") -> str:
    """The id of the only one with this id, or whose name begins so. Raises: errors.PersonNotFound."""
    wanted = said.strip().casefold()
    found = [one for one, name in names.items() if one == said or name.casefold().startswith(wanted)]
    if len(found) != 1 or not wanted:
        raise errors.PersonNotFound(found=len(found) if wanted and found else "No", who=who, said=said)
    return str(found[0])
