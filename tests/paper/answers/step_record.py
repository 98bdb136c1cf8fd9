"""The step up for the Ionescu-Țăranu family."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "type": "step_up",
    "concern": "New trainers, two phones, brought back by police from a town forty miles away.",
    "people": ["z", {"name": "Andrei"}],
    "received_at": "2026-09-18T15:05",
    "level_before": "partnership_plus",
    "level_after": "statutory",
    "copy_to_family": False,
    "no_copy_reason": "It names what the police shared.",
    "harm_need": "Likely criminal exploitation of a boy of 16.",
    "evidence": "Missing twice; what the police shared on 18 September.",
    "tried_and_result": "A youth worker, and a curfew that he agreed to. He left again.",
    "child_view": "It's just jobs.",
    "parents_told": False,
    "parents_not_told_why": "The police asked us to wait for a day.",
    "manager_agreed": True,
    "manager": {"name": "Martin Adeyemi"},
    "sent_at": "2026-09-21T10:00",
    "sent_method": "online_form",
    "response": "accepted_s47_looked_after",
    "response_at": "2026-09-24T12:30",
    "response_reason": "Significant harm is likely.",
    "challenges": {
        "r1": {
            "rank": "a",
            "date": "2026-09-22",
            "with_whom": "Front Door manager",
            "what": "An answer within the day",
            "result": "A call back the same evening",
        }
    },
}
