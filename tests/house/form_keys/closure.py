"""F07, the closure."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F07", "closure", "file", "practitioner", True)

_COUNTED = "outcome not error"

FIELDS: dict[str, Field] = {
    "closed_on": ("date", (), True, ""),
    "decided_at_taf": ("yes_no", (), False, ""),
    "outcome": (
        "single_choice",
        (
            *("met_universal", "met_single", "part_met", "step_up", "withdrawn", "disengaged"),
            *("moved", "adult", "no_plan", "died", "error"),
        ),
        True,
        "",
    ),
    "transfer_sent": ("yes_no", (), True, "outcome=moved"),
    "accepted_as": ("single_choice", ("s17", "s47", "looked_after"), True, "outcome=step_up"),
    "step_up_ref": ("text", (), True, "outcome=step_up"),
    "accepted_on": ("date", (), True, "outcome=step_up"),
    "attempts_to_contact": ("table", (), True, "outcome=disengaged"),
    "attempts_to_contact/date": ("date", (), True, ""),
    "attempts_to_contact/who": ("text", (), False, ""),
    "attempts_to_contact/method": (
        "single_choice",
        ("visit", "call", "message", "letter", "through_agency"),
        False,
        "",
    ),
    "attempts_to_contact/result": ("text", (), False, ""),
    "children": ("table", (), True, _COUNTED),
    "children/child": ("person", (), True, ""),
    "children/difference": ("long_text", (), True, ""),
    "end_scores": ("table", (), True, f"{_COUNTED}, outcome not error|no_plan|died"),
    "end_scores/domain": ("single_choice", shared.OPEN_DOMAINS, True, ""),
    "end_scores/score_family": ("scale", (), False, ""),
    "end_scores/score_worker": ("scale", (), False, ""),
    "domestic_abuse_score_family": ("scale", (), False, _COUNTED),
    "domestic_abuse_score_worker": ("scale", (), False, _COUNTED),
    "remaining_needs": ("long_text", (), True, _COUNTED),
    "who_to_turn_to": ("long_text", (), True, _COUNTED),
    "universal_told": ("table", (), True, _COUNTED),
    "universal_told/agency": ("agency", (), True, ""),
    "universal_told/who": ("text", (), False, ""),
    "universal_told/told_on": ("date", (), False, ""),
    "family_views": ("long_text", (), True, _COUNTED),
    "child_views": ("long_text", (), True, _COUNTED),
    "feedback_offered": ("table", (), True, _COUNTED),
    "feedback_offered/who": ("person", (), True, ""),
    "feedback_offered/language": ("text", (), False, ""),
    "feedback_offered/given_on": ("date", (), False, ""),
    "feedback_offered/returned_on": ("date", (), False, ""),
    "follow_up_6m": ("date", (), False, _COUNTED),
    "follow_up_12m": ("date", (), False, _COUNTED),
    **shared.PAPER,
}

VARIANTS: dict[str, set[str]] = {}

RESTRICTED = {"domestic_abuse_score_family", "domestic_abuse_score_worker"}
