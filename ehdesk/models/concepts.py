"""Which columns each kind of record fills: the one list that the store hands to every act."""

from collections.abc import Mapping

from ehdesk.models import (
    agreement,
    assessment,
    base,
    checklist,
    chronology,
    closure,
    episode,
    family,
    feedback,
    note,
    oversight,
    person,
    plan,
    practitioner,
    review,
    step,
    taf,
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
    "visit": visit.CONCEPT,
    "part_a": assessment.CONCEPT_A,
    "agreement": agreement.CONCEPT,
    "part_b": assessment.CONCEPT_B,
    "taf_meeting": taf.CONCEPT,
    "plan": plan.CONCEPT,
    "review": review.CONCEPT,
    "closure": closure.CONCEPT,
    "oversight": oversight.CONCEPT,
    "chronology_event": chronology.CONCEPT,
    "step_record": step.CONCEPT,
}
