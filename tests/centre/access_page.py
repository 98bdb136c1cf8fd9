"""What docs/access.md says, read as a manager reads it, and the acts that each of its lines is about.

Nothing here asks `rules.rights`: the page is held against the centre by itself.
"""

from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"

Column = str
"""How the page calls somebody: a column of its tables."""

LIKE_A_LEAD = (
    "- A coordinator who is in the team themselves may do what its lead may, and signs nothing off in it."
)

COLUMNS: dict[tuple[str, str], Column] = {
    ("practitioner", "lead"): "Leads",
    ("practitioner", "team"): "In the team",
    ("practitioner", "manager_of"): "No part in it",  # managing is a tie for line managers only
    ("practitioner", "none"): "No part in it",
    ("line_manager", "lead"): "Leads",
    ("line_manager", "team"): "In the team",
    ("line_manager", "manager_of"): "Manages",
    ("line_manager", "none"): "No part in it",
    ("coordinator", "lead"): "Leads",
    ("coordinator", "team"): "Leads",  # see LIKE_A_LEAD
    ("coordinator", "manager_of"): "Coordinator",
    ("coordinator", "none"): "Coordinator",
    ("administrator", "lead"): "Administrator",
    ("administrator", "team"): "Administrator",
    ("administrator", "manager_of"): "Administrator",
    ("administrator", "none"): "Administrator",
}
"""A role and a tie, and the column that speaks of them."""

PLACES = {
    "file": "The family’s file",
    "restricted": "Answers kept apart",
    "quality": "Feedback and self-assessments",
    "own": "Their own",
    "authority": "Agencies and links",
}
"""The end of a scope, and the line that speaks of it."""

WRITING = (
    "form.started form.finished form.amended form.voided form.filed form.commented form.left_untouched "
    "form.taken_up form.sign_off_noted form.send_back_noted answer.given answer.carried answer.undone "
    "answer.redone answer.checked_together answer.unchecked_together row.added row.removed row.moved "
    "act.taken_back agreement.withdrawn agreement.shared_without chronology.added chronology.accepted "
    "chronology.declined plan.action_done plan.action_reopened plan.action_cancelled plan.outcome_judged "
    "plan.extended family.changed person.added person.changed person.kept_from household.joined "
    "household.left document.added document.changed document.taken_away visit.planned visit.changed "
    "visit.filed visit.called_off copy.given pack.given paper.printed paper.marked paper.opened "
    "paper.entered paper.filed paper.question_marked paper.kept tray.filled tray.emptied agency.added "
    "agency.changed word.added word.removed practitioner.introduced practitioner.added practitioner.changed "
    "version.settled version.reopened"
).split()
LEAD = "lead.handed_over lead.accepted lead.changed".split()
TEAM = "team.joined team.changed team.left".split()
LEVEL = ["level.set"]
EPISODE = "episode.opened episode.changed episode.closed child.joined child.left".split()
JUDGING = "form.signed_off form.sign_off_confirmed form.sent_back".split()
MOVING = ["record.moved"]
JOINING = "person.joined person.parted".split()
LINKING = "person.linked person.told_apart person.unlinked".split()
OPENING = "family.opened family.imported".split()
VERBS = frozenset({
    *(*WRITING, *LEAD, *TEAM, *LEVEL, *EPISODE, *JUDGING, *MOVING, *JOINING, *LINKING, *OPENING),
})  # fmt: skip

WORK = (
    "part_a agreement part_b taf_meeting plan review closure chronology_event step_record visit document tray"
).split()
"""What is meant by “an assessment, plan or review”: what the work with a family is written in."""

NOTES = "note copy paper_run".split()
"""What is meant by “a note”: what a coordinator without a part in the work writes, too."""

LINES: dict[str, tuple[tuple[list[str], list[str]], ...]] = {
    "Write a note": ((WRITING, NOTES),),
    "Fill in an assessment, plan or review": ((WRITING, [*WORK, "family"]),),
    "Change what is known of a person": ((WRITING, ["person"]),),
    "Note a sign-off given on paper or beside them": ((["form.sign_off_noted"], WORK),),
    "Sign off, confirm a sign-off, send back": ((JUDGING, ["part_b", "plan", "closure"]),),
    "Write oversight (F09)": ((WRITING, ["oversight"]),),
    "Hand over the lead": ((LEAD, ["episode"]),),
    "Say who is in the team": ((TEAM, ["episode"]), (WRITING, ["episode"])),
    "Agree a level of need": ((LEVEL, ["episode"]),),
    "Open or close an episode": ((EPISODE, ["episode"]),),
    "Move a record to the right family": ((MOVING, [*NOTES, *WORK, "person"]),),
    "Join two records of one person": ((JOINING, ["person"]),),
    "Say that people of two families are the same": ((LINKING, ["person_link"]),),
    "Finish feedback of a family": ((WRITING, ["feedback"]),),
    "Finish a self-assessment": ((WRITING, ["self_assessment"]),),
}
"""The lines of what they do, each with every verb and kind of record that it speaks of."""

WHERE = {"Finish feedback of a family": ["quality"], "Finish a self-assessment": ["quality"]}
"""Lines that speak of one place; the others hold in the whole of a family's file."""

PRETEXTS = (
    ([*LEAD, *TEAM, *LEVEL, *EPISODE, *JOINING], ["note", "part_b"]),
    (LINKING, ["person", "note", "person_link"]),
    (["note.invented", "form.erased"], ["note", "person"]),
)
"""Verbs on what they are not for, and verbs that nobody has heard of: nobody may."""


@dataclass(frozen=True)
class Page:
    """The two tables of the page: line, column, cell."""

    cells: dict[str, dict[Column, str]]
    text: str

    def reads(self, column: Column, place: str) -> bool:
        return "read" in self.cells[PLACES[place]][column]

    def writes(self, column: Column, place: str) -> bool:
        return "write" in self.cells[PLACES[place]][column]

    def does(self, column: Column, line: str) -> bool:
        return self.cells[line][column] == "yes"


def read() -> Page:
    """The page as it lies in the documents."""
    cells: dict[str, dict[Column, str]] = {}
    columns: list[Column] = []
    text = PAGE.read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("|"):
            continue
        first, *rest = (cell.strip() for cell in line.strip("|").split("|"))
        if not first:
            columns = rest
        elif not first.startswith("---"):
            cells[first] = dict(zip(columns, rest, strict=True))
    return Page(cells, text)
