"""Which columns each kind of record fills: the one list that the store hands to every act."""

from collections.abc import Mapping

from ehdesk.models import (
    base,
    checklist,
    directory,
    episode,
    family,
    feedback,
    linking,
    note,
    person,
    practitioner,
)

ALL: Mapping[str, base.Concept] = {
    "family": family.CONCEPT,
    "person": person.CONCEPT,
    "episode": episode.CONCEPT,
    "note": note.CONCEPT,
    "checklist": checklist.CONCEPT,
    "feedback": feedback.CONCEPT,
    "practitioner": practitioner.CONCEPT,
    "agency": directory.CONCEPT,
    linking.KIND: linking.CONCEPT,
}
