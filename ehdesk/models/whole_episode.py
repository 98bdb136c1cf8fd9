"""All that the page of an episode shows, read in one go."""

from dataclasses import dataclass

from ehdesk.models import acts, base, colleagues, directory, family, lead, level, person, practitioner, team
from ehdesk.models import episode as episodes


@dataclass(frozen=True)
class WholeEpisode:
    """An episode with its children, levels, leads and team. `report_groups` is by agency name;
    `practitioners` are whom this desk knows, by id, and `has_accounts` says that the
    authority's staff is among them."""

    episode: episodes.Episode
    family_name: str
    reference: str
    children: tuple[episodes.ChildOfEpisode, ...]
    children_outside: tuple[person.PersonCard, ...]
    levels: tuple[level.LevelLine, ...]
    leads: tuple[lead.LeadLine, ...]
    lead_now: lead.LeadLine | None
    team: tuple[team.TeamLine, ...]
    report_groups: dict[str, str]
    practitioners: dict[str, str]
    has_accounts: bool
    agencies: tuple[str, ...]

    @property
    def level_now(self) -> level.LevelLine | None:
        """The level that stands, or None where nobody has given one."""
        return self.levels[0] if self.levels else None


def whole_episode(read: acts.Reading, episode_id: str) -> WholeEpisode:
    """Everything of one episode. Raises: RecordMissing."""
    one = episodes.get(read, episode_id)
    name, reference = family.named(read, one.family_id)
    children = episodes.children_of_episode(read, episode_id)
    inside = {child.person_id for child in children if not child.left_on}
    people = person.people(read, one.family_id)
    return WholeEpisode(
        episode=one,
        family_name=name,
        reference=reference,
        children=children,
        children_outside=tuple(card for card in people if card.is_child and card.id not in inside),
        levels=level.level_history(read, episode_id),
        leads=lead.lead_history(read, episode_id),
        lead_now=lead.current_lead(read, episode_id),
        team=team.team(read, episode_id),
        report_groups=directory.report_groups(read),
        practitioners=colleagues.choosable(read, practitioner.alongside(read)),
        has_accounts=read.bench.staff is not None,
        agencies=tuple(line.name for line in directory.directory(read)),
    )


def current_episode(read: acts.Reading, family_id: str) -> base.EpisodeId | None:
    """The family's open episode, or else its newest one, or None."""
    found = episodes.episodes(read, family_id)
    standing = [one for one in found if one.is_open] or list(found)
    return standing[0].id if standing else None
