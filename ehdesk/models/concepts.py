"""Which columns each kind of record fills: the one list that the store hands to every act."""

from collections.abc import Mapping

from ehdesk.models import (
    base,
    checklist,
    copies,
    document,
    episode,
    family,
    feedback,
    note,
    person,
    practitioner,
    visit,
)

ALL: Mapping[str, base.Concept] = {
    "family": family.CONCEPT,
    "person": person.CONCEPT,
    "episode": episode.CONCEPT,
    "note": note.CONCEPT,
    "checklist": checklist.CONCEPT,
    "feedback": feedback.CONCEPT,
    "practitioner": practitioner.CONCEPT,
    "document": document.CONCEPT,
    document.APART: document.CONCEPT,
    "copy": copies.CONCEPT,
    "visit": visit.CONCEPT,
}
