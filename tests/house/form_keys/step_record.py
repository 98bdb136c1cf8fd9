"""F17, screening and steps. Source: domain, section 2, F17."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F17", "step_record", "file", "practitioner", True)

_SCREENING: dict[str, Field] = {
    "rating": ("single_choice", ("blue", "green", "amber", "red"), True, ""),
    "reasons": ("long_text", (), True, ""),
    "agencies_checked": ("table", (), False, ""),
    "previous_contacts": ("long_text", (), False, ""),
    "on_both_systems": ("yes_no", (), True, ""),
    "check_done_by": ("person", (), False, ""),
    "decision": (
        "single_choice",
        ("universal", "single_service", "eha_taf", "social_care", "no_further_action"),
        True,
        "",
    ),
    "decision_why": ("long_text", (), True, "decision=no_further_action"),
    "decided_by": ("person", (), False, ""),
    "decided_at": ("time", (), False, ""),
    "referrer_told_at": ("time", (), True, ""),
}
_STEP_UP: dict[str, Field] = {
    "harm_need": ("long_text", (), True, ""),
    "evidence": ("long_text", (), True, ""),
    "tried_and_result": ("long_text", (), True, ""),
    "child_view": ("long_text", (), False, ""),
    "parents_told": ("yes_no", (), False, ""),
    "parents_agree": ("yes_no", (), False, "parents_told=True"),
    "parents_not_told_why": ("long_text", (), True, "parents_told=False"),
    "manager_agreed": ("yes_no", (), True, ""),
    "manager": ("person", (), False, ""),
    "sent_at": ("time", (), True, ""),
    "sent_method": ("single_choice", ("phone", "secure_email", "online_form", "other"), False, ""),
    "response": (
        "single_choice",
        ("accepted_s17", "accepted_s47_looked_after", "advice_only", "not_accepted"),
        False,
        "",
    ),
    "response_at": ("time", (), True, "response answered"),
    "response_reason": ("long_text", (), False, "response answered"),
    "challenges": ("table", (), False, ""),
}
_STEP_DOWN_IN: dict[str, Field] = {
    "stepped_down_from": ("single_choice", ("assessment", "cin", "cp", "looked_after"), False, ""),
    "last_social_work_review": ("date", (), False, ""),
    "assessment_reused": ("yes_no", (), False, ""),
    "agreement": ("yes_no", (), True, ""),
    "lead_named": ("person", (), True, ""),
    "first_taf_on": ("date", (), False, ""),
    "social_worker_attending": ("yes_no", (), False, ""),
    "remaining_outcomes": ("long_text", (), False, ""),
}
_STEP_DOWN_OUT: dict[str, Field] = {
    "stepped_down_to": ("single_choice", ("universal", "single_service"), False, ""),
    "receiver_accepted_on": ("date", (), True, ""),
    "return_route": ("long_text", (), False, ""),
}

FIELDS: dict[str, Field] = {
    "type": ("single_choice", ("screening", "step_up", "step_down_in", "step_down_out"), True, ""),
    "concern": ("long_text", (), True, ""),
    "people": ("people", (), False, ""),
    "received_at": ("time", (), True, ""),
    "level_before": ("single_choice", ("$levels",), True, ""),
    "level_after": ("single_choice", ("$levels",), True, ""),
    "copy_to_family": ("yes_no", (), False, ""),
    "no_copy_reason": ("long_text", (), True, "copy_to_family=False"),
    **_SCREENING,
    "agencies_checked/agency": ("agency", (), False, ""),
    "agencies_checked/asked_at": ("time", (), False, ""),
    "agencies_checked/answer": ("long_text", (), False, ""),
    **_STEP_UP,
    "challenges/date": ("date", (), False, ""),
    "challenges/with_whom": ("text", (), False, ""),
    "challenges/what": ("long_text", (), False, ""),
    "challenges/result": ("long_text", (), False, ""),
    **_STEP_DOWN_IN,
    **_STEP_DOWN_OUT,
    **shared.PAPER,
}

VARIANTS: dict[str, set[str]] = {
    "screening": set(_SCREENING),
    "step_up": set(_STEP_UP),
    "step_down_in": set(_STEP_DOWN_IN),
    "step_down_out": set(_STEP_DOWN_OUT),
}

RESTRICTED = {"no_copy_reason", "parents_not_told_why"}
