"""What Maryam says."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "stage": "closure",
    "given_on": "2026-08-26",
    "respondent": "child",
    "paper_end": "filled_in",
    "helper": "other",
    "language": "en",
    "share": "worker_and_manager",
    "c1": "3",
    "c2": "3",
    "c3": "skip",
    "c4": "3",
    "c5": "2",
    "c6": "3",
    "something_i_like": "A slide",
    "talk_today": False,
    "adult_notes": "The drawing: a slide, with one person at the top and a very large hand at the "
    "bottom. The teacher of the deaf sat beside her.",
    "received_on": "2026-08-26",
    "entered_from_paper": True,
    "paper_date": "2026-08-26",
    "typist": {"name": "Sarah Doyle"},
    "checked_by": {"name": "Elin Prosser"},
}
