"""A manager's oversight of the Al-Masri–Qureshi family."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "date": "2026-07-29",
    "manager": {"name": "Helen Marsh"},
    "trigger": "drift",
    "looked_at": ["plan", "taf", "chronology"],
    "lived_experience": "He sleeps seven hours. She wears both aids. The family waits to hear whether "
    "we come again.",
    "plan_working": "partly",
    "plan_working_why": "Two outcomes of three are nearly there; the review of 28 July was not held.",
    "child_improving": "yes",
    "child_improving_evidence": "Both lists, and the nursery.",
    "pace_right": False,
    "challenge_made": "A cancelled interpreter is not a reason for four weeks. The father’s view is "
    "thin. My own oversight is four months late.",
    "decision": "Keep the plan, hold the review before the end of August, and ask there whether one "
    "service can carry on alone.",
    "reasons": "What works is the family’s own.",
    "actions": {
        "review": {
            "rank": "a",
            "what": "Hold the review",
            "owner": {"name": "Sarah Doyle"},
            "due": "2026-08-31",
            "done_on": "2026-08-27",
        }
    },
    "next_oversight": "2026-09-09",
    "acknowledged_by": {"name": "Sarah Doyle"},
    "acknowledged_on": "2026-07-29",
}
