"""F09, a manager's oversight, on the child's record."""

from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F09", "oversight", "file", "manager", False)

FIELDS: dict[str, Field] = {
    "date": ("date", (), True, ""),
    "manager": ("person", (), True, ""),
    "trigger": (
        "single_choice",
        (
            *("allocation", "part_b_sign_off", "six_week", "routine", "review", "drift"),
            *("concern", "step_up", "closure"),
        ),
        True,
        "",
    ),
    "looked_at": (
        "multiple_choice",
        ("part_b", "plan", "taf", "chronology", "childs_views", "feedback"),
        False,
        "",
    ),
    "lived_experience": ("long_text", (), True, ""),
    "plan_working": ("single_choice", ("yes", "partly", "no", "too_soon"), True, ""),
    "plan_working_why": ("long_text", (), True, ""),
    "child_improving": ("single_choice", ("yes", "mixed", "no", "too_soon"), True, ""),
    "child_improving_evidence": ("long_text", (), True, ""),
    "pace_right": ("yes_no", (), True, ""),
    "risk_change": ("long_text", (), False, ""),
    "challenge_made": ("long_text", (), False, ""),
    "decision": ("long_text", (), True, ""),
    "reasons": ("long_text", (), True, ""),
    "actions": ("table", (), False, ""),
    "actions/what": ("text", (), True, ""),
    "actions/owner": ("person", (), True, ""),
    "actions/due": ("date", (), True, ""),
    "actions/done_on": ("date", (), False, ""),
    "next_oversight": ("date", (), True, ""),
    "acknowledged_by": ("person", (), False, ""),
    "acknowledged_on": ("date", (), False, ""),
}

VARIANTS: dict[str, set[str]] = {}
