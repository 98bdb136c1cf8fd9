"""Two records of one human: who is alike, linked, told apart, joined, and parted again."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ehdesk import errors
from ehdesk.commands import console, opening, people, reference
from ehdesk.forms import answers as form_answers
from ehdesk.models import acts, duplicates, joining, linking, person

_CHOICES: tuple[joining.Choice, ...] = ("kept", "other", "both")


@dataclass(frozen=True)
class Pair:
    """Two records. `other` may be of another family, by its id; `chosen` is "KEY=kept|other|both"."""

    who: str
    other: str
    chosen: tuple[str, ...] = ()


def alike(chosen: opening.Chosen, said: str, *, as_json: bool) -> None:
    """Who may be in the record twice, among the family's people and others, with the reasons."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        found = desk.store.ask(_alike, family_id)
    if as_json:
        told = [{"id": one, "name": name, "may_be": _like(like)} for one, name, like in found]
        console.as_json({"alike": told})
        return
    rows = [
        (name, like.name or "known to another team", like.reference, ", ".join(like.reasons), like.person_id)
        for _one, name, like in found
    ]
    console.table(("Name", "May be", "Family", "Why", "Id"), rows)


def link(chosen: opening.Chosen, said: str, pair: Pair, *, same: bool, as_json: bool) -> None:
    """Say that two records are of one human, or of two. Raises: errors.PersonNotFound, NotOnePerson."""
    verb: Any = linking.link if same else linking.tell_apart
    with opening.opened(chosen) as desk:
        one, other = _both(desk, said, pair)
        made = desk.store.do(verb, one, other).result
        found = desk.store.ask(_differing, one, other) if same else ()
    if as_json:
        console.as_json({"id": made, "differences": [_difference(each) for each in found]})
        return
    console.say(made)
    for each in found:
        console.say(f"  {each.key}: {each.kept} | {each.other}" + (" (or both)" if each.may_be_both else ""))


def unlink(chosen: opening.Chosen, said: str, pair: Pair) -> None:
    """Take back what was said of two records. Raises: errors.PersonNotFound, NoSuchLine."""
    with opening.opened(chosen) as desk:
        one, other = _both(desk, said, pair)
        links = desk.store.ask(linking.links_of, one, settled=True)
        found = next((line.link_id for line in links if line.person_id == other), None)
        if found is None:
            raise errors.NoSuchLine(what="word on these two", said="yet", command="ehdesk show REF --json")
        desk.store.do(linking.unlink, found)
    console.tell("It is taken back: nothing is said of these two records any more.")


def join(chosen: opening.Chosen, said: str, pair: Pair, *, as_json: bool) -> None:
    """Join the other record to the first, which stays; it can be undone.

    Raises: errors.NotOnePerson, AnswersUnusable for a choice that is none, RecordJoined, ProtectBothFirst.
    """
    with opening.opened(chosen) as desk:
        one, other = _both(desk, said, pair)
        open_to_choice = {
            each.key: each for each in desk.store.ask(joining.differences, one, other, whole=True)
        }
        desk.store.do(joining.join, one, other, _choices(pair.chosen, open_to_choice))
        name = desk.store.ask(person.get, one).full_name
    if as_json:
        console.as_json({"id": one, "joined": other})
    else:
        console.say(f"{one}  {name}")
    console.tell("Joined. The other record stays readable; --part brings both back as they were.")


def part(chosen: opening.Chosen, said: str, who: str, *, as_json: bool) -> None:
    """Undo a joining: both records are as they were. Raises: errors.PersonNotFound, LaterJoinFirst."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        other = reference.one_of(desk.store.ask(_joined, family_id), who)
        left = desk.store.do(joining.part, other).result
    if as_json:
        console.as_json({"id": other, "left": left})
    else:
        console.say(other)
    if left:
        fields = console.counted(left, "field", "fields")
        console.tell(f"{fields} changed since, and stayed in the record that stands.")


def _both(desk: opening.Opened, said: str, pair: Pair) -> tuple[str, str]:
    """The ids of both: the first of this family; the other too, or the id of somebody elsewhere."""
    family_id = reference.family_id(desk.store, said)
    names = desk.store.ask(people.standing, family_id)
    one = reference.one_of(names, pair.who)
    if desk.store.ask(_is_person, pair.other):
        return one, pair.other
    return one, reference.one_of({who: name for who, name in names.items() if who != one}, pair.other)


def _is_person(read: acts.Reading, said: str) -> bool:
    try:
        person.get(read, said)
    except errors.RecordMissing:
        return False
    return True


def _alike(read: acts.Reading, family_id: str) -> list[tuple[str, str, duplicates.Like]]:
    """Each likely pair once, also where both are of this family."""
    found, seen = [], set()
    for who, name in people.standing(read, family_id).items():
        for like in duplicates.like_person(read, who):
            if frozenset((who, str(like.person_id))) not in seen:
                seen.add(frozenset((who, str(like.person_id))))
                found.append((who, name, like))
    return found


def _joined(read: acts.Reading, family_id: str) -> dict[str, str]:
    """The records that were joined to others of the family, by id, under their own names."""
    here = people.standing(read, family_id)
    return {str(one.person_id): one.name for who in here for one in joining.joined_from(read, who)}


def _differing(read: acts.Reading, one: str, other: str) -> tuple[joining.Differing, ...]:
    """What differs of two records in one family, but what is kept apart; elsewhere nothing is joined."""
    same_family = person.get(read, one).family_id == person.get(read, other).family_id
    return joining.differences(read, one, other) if same_family else ()


def _choices(said: Iterable[str], open_to_choice: dict[str, joining.Differing]) -> dict[str, joining.Choice]:
    kept: dict[str, joining.Choice] = {}
    faults = []
    for each in said:
        key, _, word = each.partition("=")
        choice = next((one for one in _CHOICES if one == word), None)
        if choice is None or key not in open_to_choice:
            known = ", ".join(open_to_choice) or "none"
            faults.append(
                form_answers.Fault(
                    each, "", f"Say KEY=kept, KEY=other or KEY=both. Keys that differ: {known}"
                )
            )
        elif choice == "both" and not open_to_choice[key].may_be_both:
            faults.append(form_answers.Fault(each, "", "These two cannot stand together"))
        else:
            kept[key] = choice
    if faults:
        raise errors.AnswersUnusable(tuple(faults))
    return kept


def _like(like: duplicates.Like) -> dict[str, Any]:
    return {
        "id": like.person_id,
        "name": like.name,
        "reference": like.reference,
        "is_same_family": like.is_same_family,
        "reasons": list(like.reasons),
        "points": like.points,
    }


def _difference(each: joining.Differing) -> dict[str, Any]:
    return {key: value for key, value in asdict(each).items() if key != "is_restricted"}
