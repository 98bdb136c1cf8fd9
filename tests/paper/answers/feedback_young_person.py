"""What Yusuf says."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "stage": "closure",
    "given_on": "2026-08-27",
    "respondent": "young_person",
    "helped_by": "alone",
    "language": "en",
    "share": "worker_and_manager",
    "y1": "true",
    "y2": "true",
    "y3": "true",
    "y4": "partly",
    "y5": "true",
    "y6": "true",
    "y7": "dont_know",
    "y8": "true",
    "y9": "true",
    "y10": "partly",
    "y11": "true",
    "good": "That my hour is on the door.",
    "not_good": "The meeting that did not happen. My mother had made tea.",
    "change": "Tell us the day before.",
    "concern": False,
    "talk_today": False,
    "received_on": "2026-08-28",
}
