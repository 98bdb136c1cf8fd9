"""What each clock of a family is called: what is due, why it stands there, and the next action. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DueWords:
    """How one rule is told: what is due, the next action, why it stands there once it is late, and
    what comes `next` at the head of a family's file ("review by Friday").

    `plain` is what a list without names says, where `what` and `why` need some.
    """

    what: str
    action: str
    next: str
    why: str = ""
    plain: str = ""

    def named(self, about: str) -> str:
        """What is due, told in one piece: of a child or an action its own words."""
        return self.plain or self.what.format(about=about)


DUE: Mapping[str, DueWords] = {
    "part_b": DueWords("Part B", "Open", "assessment"),
    "first_taf": DueWords("First team meeting", "Open", "first Team Around the Family"),
    "review": DueWords("Review", "Open", "review"),
    "meeting_record": DueWords("Notes of the meeting to finish", "Continue", "finish the meeting’s notes"),
    "copies": DueWords("Copies of the meeting’s notes", "Open", "send copies of the meeting’s notes"),
    "feedback": DueWords("Feedback to offer", "Open", "offer feedback"),
    "action": DueWords("{about}", "Open", "an action of yours"),
    "agreement": DueWords("Agreement to renew", "Open", "renew the agreement"),
    "oversight": DueWords("Oversight by your manager", "Open", "oversight by your manager"),
    "reassess": DueWords("Assessment to do again", "Open", "do the assessment again"),
    "talk_today": DueWords("Talk with {about}, who asks for it today", "Write a note", "talk with {about}"),
    "talk": DueWords("Talk with {about}", "Write a note", "talk with {about}"),
    "follow_up": DueWords(
        "Ask how things are, {about} after closing", "Write a note", "ask how things are, {about} on,"
    ),
    "paper": DueWords("Printed paper to come back", "Open", "printed paper to come back"),
    "review_missed": DueWords("", "Open", "review", "The review was due on {on}", plain="The review was due"),
    "seen_alone": DueWords("{about}", "Plan a visit", "see {about} alone", "Not seen alone since {since}"),
    "open_long": DueWords(
        "",
        "Open",
        "six months of Early Help",
        "Open for longer than six months, since {since}",
        plain="Open for longer than six months",
    ),
}
"""One line for each rule of `due.RULES`; a test compares the two."""
