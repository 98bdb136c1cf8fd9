"""All that the plan's page shows, read in one go: the plan, its meetings and reviews, and what is written."""

from dataclasses import dataclass

from ehdesk.models import acts, base, closure, episode, family, person, plan, practitioner, review, taf


@dataclass(frozen=True)
class WholePlan:
    """The work around an episode's plan. `names` are people by id; `plan` is None where there is none.

    `owed` are copies of meetings that somebody has not been sent.
    """

    episode_id: base.EpisodeId
    family_id: base.FamilyId
    family_name: str
    is_open: bool
    opened_on: str | None
    plan: plan.Plan | None
    meetings: tuple[taf.Meeting, ...]
    reviews: tuple[review.Review, ...]
    owed: tuple[taf.Owed, ...]
    names: dict[str, str]
    roll_up: closure.RollUp

    @property
    def next_meeting(self) -> taf.Meeting | None:
        """The meeting that is prepared or waits to be written up."""
        return next((one for one in reversed(self.meetings) if one.stage != "written_up"), None)


def whole_plan(read: acts.Reading, episode_id: str) -> WholePlan:
    """Everything around the plan of one episode. Raises: RecordMissing."""
    one = episode.get(read, episode_id)
    name, _reference = family.named(read, one.family_id)
    called = {str(card.id): card.known_as or card.full_name for card in person.people(read, one.family_id)}
    return WholePlan(
        episode_id=one.id,
        family_id=one.family_id,
        family_name=name,
        is_open=one.is_open,
        opened_on=one.opened_on or None,
        plan=plan.living(read, episode_id),
        meetings=taf.meetings(read, episode_id),
        reviews=review.reviews(read, episode_id),
        owed=taf.copies_owed(read, episode_id=episode_id),
        names={**practitioner.names(read), **called},
        roll_up=closure.roll_up(read, episode_id),
    )
