"""F08, the self-assessment with the 30 criteria."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F08", "self_assessment", "quality", "practitioner", False)

_MARKS = ("met", "partly", "not_met", "not_applicable")
_CRITERIA = tuple(f"q{number:02d}" for number in range(1, 31))

FIELDS: dict[str, Field] = {
    "stage": ("single_choice", ("assessment_done", "first_plan", "review", "closure"), True, ""),
    **dict.fromkeys(_CRITERIA, ("single_choice", _MARKS, True, "")),
    **{f"{key}_note": ("long_text", (), True, f"{key}=partly|not_met") for key in _CRITERIA},
    "own_grade": ("single_choice", ("1", "2", "3", "4"), True, ""),
    "proud_of": ("long_text", (), False, ""),
    "do_differently": ("long_text", (), False, ""),
    "help_wanted": (
        "multiple_choice",
        (
            "induction",
            "early_help_academy",
            "workshop_1_eha",
            "workshop_2_lead_professional",
            "supervision",
            "mentor",
            "joint_visit",
            "other",
        ),
        False,
        "",
    ),
    "help_wanted_text": ("long_text", (), False, ""),
    "discussed_on": ("date", (), False, ""),
    **shared.PAPER,
}

VARIANTS: dict[str, set[str]] = {
    "assessment_done": set(_CRITERIA[:18]),
    "first_plan": set(_CRITERIA[18:23]),
    "review": set(_CRITERIA[23:26]),
    "closure": set(_CRITERIA[26:]),
}
