"""The review of the Kowalczyk-Hughes family."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "date": "2026-09-01",
    "outcomes": {
        "r1": {
            "rank": "a",
            "outcome": "o1",
            "current_value": "Yes, on 31 August",
            "change": "better",
            "progress": "Treated on 31 August, seventeen days late. The room should be dry within the week.",
            "evidence": ["parent", "agency"],
            "next_status": "achieved",
        },
        "r2": {
            "rank": "b",
            "outcome": "o2",
            "current_value": "86 per cent",
            "change": "better",
            "progress": "86 per cent by the end of term. Everybody has a part in the first mornings back.",
            "evidence": ["agency", "data"],
            "next_status": "on_track",
        },
        "r3": {
            "rank": "c",
            "outcome": "o3",
            "current_value": "5",
            "change": "better",
            "progress": "The seven o’clock call was kept on nine evenings of fourteen; lights out on most.",
            "evidence": ["child", "parent"],
            "next_status": "on_track",
        },
        "r4": {
            "rank": "d",
            "outcome": "o4",
            "current_value": "Not yet",
            "change": "same",
            "progress": "Booked for 24 September.",
            "evidence": ["agency"],
            "next_status": "on_track",
        },
    },
    "scores": {
        "emotional": {"rank": "a", "domain": "emotional", "score_family": 5, "score_worker": 5},
        "education": {"rank": "b", "domain": "education", "score_family": 6, "score_worker": 6},
        "housing": {"rank": "c", "domain": "housing", "score_family": 3, "score_worker": 3},
    },
    "child_better_off": "somewhat",
    "how_we_know": "Łukasz sleeps in his own bed and says so. Zofia came to the meeting and spoke. "
    "The register.",
    "overdue_actions_reason": "Housing’s builder could not come before 31 August.",
    "drift": False,
    "level": "partnership_plus",
}
