"""How Early Help ended for the Ionescu-Țăranu family."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "closed_on": "2026-09-24",
    "decided_at_taf": False,
    "outcome": "step_up",
    "accepted_as": "s47",
    "step_up_ref": "Step record of 21 September 2026",
    "accepted_on": "2026-09-24",
    "children": {
        "andrei": {
            "rank": "a",
            "child": {"name": "Andrei"},
            "difference": "He is known to people who can do something about it. That is all we can say.",
        },
        "stefania": {
            "rank": "b",
            "child": {"name": "Ștefania"},
            "difference": "One afternoon a week. Somebody else is to wash her grandmother from October.",
        },
    },
    "end_scores": {
        "safety": {"rank": "a", "domain": "safety_exploitation", "score_family": 2, "score_worker": 1},
        "relationships": {"rank": "b", "domain": "relationships", "score_family": 5, "score_worker": 5},
        "housing": {"rank": "c", "domain": "housing", "score_family": 5, "score_worker": 4},
    },
    "remaining_needs": "All of Andrei’s; a programme for young carers that does not exist here.",
    "who_to_turn_to": "The social worker who visited on 24 September; Aisha Grant at school.",
    "universal_told": {
        "school": {"rank": "a", "agency": "Northgate School", "who": "Aisha Grant", "told_on": "2026-09-24"},
        "adult-care": {
            "rank": "b",
            "agency": "Harlow Beck Adult Social Care",
            "who": "Owen Tully",
            "told_on": "2026-09-24",
        },
    },
    "family_views": "Marin was angry, then quiet, then asked who would sit with Elena.",
    "child_views": "Ștefania asked whether her Wednesdays go on. They do. Andrei said nothing.",
    "feedback_offered": {
        "marin": {
            "rank": "a",
            "who": {"name": "Marin"},
            "language": "Romanian",
            "given_on": "2026-09-24",
            "returned_on": "2026-09-28",
        },
        "stefania": {
            "rank": "b",
            "who": {"name": "Ștefania"},
            "language": "English",
            "given_on": "2026-09-24",
        },
    },
}
