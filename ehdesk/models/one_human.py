"""All that is known of whether somebody's record is the only one of them: links, likenesses, joinings."""

from dataclasses import dataclass

from ehdesk.models import acts, duplicates, joining, linking, person


@dataclass(frozen=True)
class OneHuman:
    """What a person's page shows of other records of the same human."""

    card: person.PersonCard
    links: tuple[linking.LinkLine, ...]
    likely: tuple[duplicates.Like, ...]
    joined_into: joining.Joined | None
    joined_from: tuple[joining.Joined, ...]


def one_human(read: acts.Reading, person_id: str) -> OneHuman:
    """Links, likenesses and joinings of one person. Raises: RecordMissing."""
    into = joining.joined_into(read, person_id)
    gone = {one.person_id for one in joining.joined_from(read, person_id)}
    links = linking.links_of(read, person_id)
    return OneHuman(
        card=person.get(read, person_id),
        links=tuple(line for line in links if line.person_id not in gone),
        likely=duplicates.like_person(read, person_id) if into is None else (),
        joined_into=into,
        joined_from=joining.joined_from(read, person_id),
    )
