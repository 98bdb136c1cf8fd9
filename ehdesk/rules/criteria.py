"""The 30 quality criteria that a self-assessment and an audit share, word for word.

The same key and wording in both, so that what the practitioner saw and what the auditor saw can be
compared. A test of the house holds every form that asks them to these words.
Source: the audit cycle of the Darlington framework, and checklists of Walsall, Nottingham and
Shropshire.
"""

from dataclasses import dataclass
from typing import Literal

Stage = Literal["assessment_done", "first_plan", "review", "closure"]
Mark = Literal["met", "partly", "not_met", "not_applicable"]


@dataclass(frozen=True)
class Criterion:
    """One criterion. `is_key`: an audit that finds it not met needs a reason for a grade of 1 or 2."""

    key: str
    section: str
    text: str
    due: Stage
    is_key: bool = False


SECTIONS: tuple[tuple[str, str], ...] = (
    ("A", "Agreement and process"),
    ("B", "Voice"),
    ("C", "Assessment"),
    ("D", "Plan"),
    ("E", "Team and review"),
    ("F", "Difference made"),
    ("G", "Oversight and sharing"),
)

CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "q01",
        "A",
        "Valid agreement before starting, from someone able to give it, checked again at the end",
        "assessment_done",
        is_key=True,
    ),
    Criterion(
        "q02", "A", "Privacy, limits and rights explained in a usable language/format", "assessment_done"
    ),
    Criterion("q03", "A", "Existing EHA, plan or worker looked for first", "assessment_done"),
    Criterion(
        "q04",
        "A",
        "Identity, contact, ethnicity, language and disability complete for each child",
        "assessment_done",
    ),
    Criterion("q05", "A", "On time, or delay explained", "assessment_done"),
    Criterion(
        "q06", "B", "Every child heard or observed; own words recorded", "assessment_done", is_key=True
    ),
    Criterion("q07", "B", "Daily life of each child is clear", "assessment_done"),
    Criterion("q08", "B", "Both parents and other carers involved, or real effort shown", "assessment_done"),
    Criterion("q09", "B", "Brothers, sisters and all household members considered", "assessment_done"),
    Criterion("q10", "C", "Reason for help clear", "assessment_done"),
    Criterion("q11", "C", "Strengths as well as needs across domains", "assessment_done"),
    Criterion("q12", "C", "Information from every involved agency", "assessment_done"),
    Criterion("q13", "C", "History, patterns and past help used; chronology current", "assessment_done"),
    Criterion("q14", "C", "Identity, culture, disability, communication shape the work", "assessment_done"),
    Criterion("q15", "C", "Safety risks recognised and acted on", "assessment_done", is_key=True),
    Criterion(
        "q16",
        "C",
        "Analysis: what it means for the child and if nothing changes",
        "assessment_done",
        is_key=True,
    ),
    Criterion("q17", "C", "Level of need stated and justified", "assessment_done"),
    Criterion(
        "q18", "C", "Fact, opinion and others' words distinct; respectful plain language", "assessment_done"
    ),
    Criterion("q19", "D", "Every need answered in the plan", "first_plan", is_key=True),
    Criterion("q20", "D", "Outcomes specific, measurable, with baseline and date", "first_plan"),
    Criterion("q21", "D", "Named owners; family owns actions; not one agency's list", "first_plan"),
    Criterion("q22", "D", "Lead professional agreed and known", "first_plan"),
    Criterion("q23", "D", "Contingency stated", "first_plan"),
    Criterion("q24", "E", "Right people took part or reported; family and child took part", "review"),
    Criterion("q25", "E", "Reviews on time, plan updated, drift challenged", "review"),
    Criterion("q26", "F", "Evidence the child's life improved", "review", is_key=True),
    Criterion(
        "q27",
        "F",
        "Ending or step change reasoned, views noted, support and universal services arranged",
        "closure",
    ),
    Criterion("q28", "F", "Feedback sought at each stage and used", "closure"),
    Criterion("q29", "G", "Manager's oversight on file tests whether the plan works", "closure"),
    Criterion("q30", "G", "Family has copies of assessment, plan, notes", "closure"),
)


def due_at(stage: Stage) -> tuple[Criterion, ...]:
    """The criteria that can first be judged at this stage, in order."""
    return tuple(criterion for criterion in CRITERIA if criterion.due == stage)
