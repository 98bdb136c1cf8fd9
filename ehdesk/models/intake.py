"""Taking in a family or a person: what is typed is kept in the vault, then becomes the record in one act.

What is kept before that is no record: it stays on this desk, and the trail does not tell it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.forms import people as asked
from ehdesk.models import acts, base, episode, family, half_typed, person


@dataclass(frozen=True)
class Begun:
    """What was typed and is not in the record yet. `may_open` is false while a refusal would come."""

    answers: base.Fields
    may_open: bool


def begun(read: acts.Reading, family_id: str | None = None) -> Begun:
    """What was typed for a new family file, or for a new person of this family."""
    answers = half_typed.typed(read, family_id or "")
    return Begun(answers, may_open=family_id is not None or family.may_be_taken(read))


@acts.act("place.kept", local=True)
def keep(work: acts.Work, answers: Mapping[str, Any] | None, family_id: str | None = None) -> None:
    """Keep what is typed so far for a new family, or for a new person of this one; None lets it go."""
    half_typed.keep(work, family_id or "", answers)


@acts.act("family.opened")
def open_file(work: acts.Work, answers: Mapping[str, Any]) -> base.FamilyId:
    """Open a family file from what was typed, which is kept no longer: it is the record now.

    Raises: NumbersFirst, NotComplete with what is missing or wrong.
    """
    made = open_whole(work, answers)
    keep(work, None)
    return made


@acts.act("family.opened")
def open_whole(work: acts.Work, answers: Mapping[str, Any]) -> base.FamilyId:
    """Open a family file with its people, and an episode where Early Help has started, in one act.

    Raises as `open_file`.
    """
    said = _complete(work, asked.NEW_FAMILY, answers)
    made = family.open_family(work, name=str(said["name"]).strip())
    children = []
    for _row_id, row in form_answers.rows(said.get("people")):
        fields = asked.person_fields(row, work.clock.new_id())
        who = person.add_person(work, made, fields)
        children += [who] if fields.get("role") == "child" else []
    if said.get("started"):
        opened_on = asked.start_of(said)
        begun = episode.open_episode(work, made, {"opened_on": opened_on})
        for child in children:
            episode.add_child(work, begun, child, joined_on=opened_on)
    return made


@acts.act("person.added")
def add_person(work: acts.Work, answers: Mapping[str, Any], family_id: str) -> base.PersonId:
    """Add a person to a family. Raises: RecordMissing, NotComplete."""
    said = _complete(work, asked.NEW_PERSON, answers)
    made = person.add_person(work, family_id, asked.person_fields(said, work.clock.new_id()))
    keep(work, None, family_id)
    return made


def _complete(work: acts.Work, form: definition.Form, answers: Mapping[str, Any]) -> base.Fields:
    faults = asked.faults(form, answers, work.clock.today())
    if faults:
        raise errors.NotComplete(faults=faults)
    return asked.meant(answers)
