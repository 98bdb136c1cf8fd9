"""F16, one event of the chronology."""

from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F16", "chronology_event", "file", "practitioner", True)

FIELDS: dict[str, Field] = {
    "date": ("date_range", (), True, ""),
    "people": ("people", (), True, ""),
    "category": (
        "single_choice",
        (
            *("birth_new_member", "separation", "death", "move_homeless", "health", "disability_diagnosis"),
            *("school_change", "attendance_exclusion", "police_crime", "domestic_abuse", "substance"),
            *("mental_health", "missing", "income_job", "referral_assessment", "plan_meeting"),
            *("missed_appointment", "worker_change", "step_up_down", "achievement", "other"),
        ),
        True,
        "",
    ),
    "event": ("long_text", (), True, ""),
    "source": ("text", (), True, ""),
    "source_kind": ("single_choice", ("seen", "told", "record"), True, ""),
    "disputed": ("tick", (), False, ""),
    "impact": ("single_choice", ("positive", "negative", "neutral", "unknown"), False, ""),
    "impact_text": ("text", (), False, "impact answered"),
    "action": ("text", (), False, ""),
    "link_to_form": ("text", (), False, ""),
    "third_party": ("long_text", (), False, ""),
}

VARIANTS: dict[str, set[str]] = {}

RESTRICTED = {"third_party"}
