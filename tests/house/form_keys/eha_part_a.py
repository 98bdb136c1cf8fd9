"""F01, Part A. Source: domain, section 2, F01 A1 to A9; codes of section 1.

The Person block is on the person's own record; the tables hold who it is and what only this form asks.
"""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F01", "part_a", "file", "practitioner", True)
VARIANTS: dict[str, set[str]] = {}

_REASONS = (
    *(f"SF{number}" for number in range(1, 11)),
    "sen_disability", "young_carer", "bereavement", "parenting", "immigration_no_recourse", "pregnancy",
    "other",
)  # fmt: skip
_VULNERABILITY = (
    "disability", "sen", "mental_health", "young_carer", "antisocial_gang_county_lines", "missing",
    "slavery_trafficking_exploitation", "radicalisation", "family_in_prison_or_offending",
    "parental_substance_use", "parental_mental_ill_health", "parental_domestic_abuse", "own_substance_use",
    "home_from_care", "honour_fgm_forced_marriage", "privately_fostered", "persistent_absence",
)  # fmt: skip
_GOES_ON = "declined unanswered"

FIELDS: dict[str, Field] = {
    "existing_check": (
        "single_choice",
        ("none_found", "open_eha", "closed_eha", "open_to_social_care", "could_not_check"),
        True,
        "",
    ),
    "check_date": ("date", (), True, ""),
    "checked_with": ("text", (), False, ""),
    "immediate_risk": ("yes_no", (), True, ""),
    "entry_route": (
        "single_choice",
        (
            "new_need",
            "family_asked",
            "step_down_from_social_care",
            "screening_outcome",
            "moved_in",
            "re_opened",
        ),
        True,
        "",
    ),
    "referral_source": ("single_choice", shared.REFERRAL_SOURCES, True, ""),
    "opened_on": ("date", (), True, ""),
    "declined": ("tick", (), False, ""),
    "declined_reason": ("long_text", (), True, "declined=True"),
    "author": ("person", (), False, ""),
    "role": ("text", (), False, ""),
    "agency": ("agency", (), False, ""),
    "report_group": ("single_choice", shared.REPORT_GROUPS, False, ""),
    "training": (
        "multiple_choice",
        ("induction", "early_help_academy", "workshop_1_eha", "workshop_2_lead_professional", "other"),
        False,
        "",
    ),
    "nth_eha": ("number", (), _GOES_ON, ""),
    "children": ("table", (), _GOES_ON, ""),
    "children/child": ("person", (), True, ""),
    "children/subject": ("yes_no", (), False, ""),
    "children/lives_here": ("yes_no", (), False, ""),
    "children/gp": ("text", (), False, ""),
    "children/health_visitor_school_nurse": ("text", (), False, ""),
    "children/existing_plan": (
        "single_choice",
        ("none", "ehc", "cin", "cp", "looked_after", "youth_justice", "unknown"),
        False,
        "",
    ),
    "adults": ("table", (), _GOES_ON, ""),
    "adults/adult": ("person", (), True, ""),
    "adults/relationship": ("text", (), False, ""),
    "adults/parental_responsibility": ("yes_no_unknown", (), False, ""),
    "adults/responsibility_basis": ("text", (), False, "parental_responsibility=yes"),
    "adults/lives_in_home": ("yes_no", (), False, ""),
    "adults/involved": ("yes_no", (), False, ""),
    "adults/not_involved_reason": ("long_text", (), False, "involved=False"),
    "network": ("table", (), False, ""),
    "network/person": ("person", (), False, ""),
    "network/lives_here": ("yes_no", (), False, ""),
    "network/how_they_help": ("text", (), False, ""),
    "network/influence": ("single_choice", ("supportive", "mixed", "difficult"), False, ""),
    "meeting_language": ("single_choice", shared.LANGUAGES, False, ""),
    "interpreter": ("yes_no", (), False, ""),
    "interpreter_language": ("text", (), False, "interpreter=True"),
    "reading_writing_help": ("text", (), False, ""),
    "place_time": ("text", (), False, ""),
    "childcare": ("text", (), False, ""),
    "online_access": ("text", (), False, ""),
    "staff_safety": ("long_text", (), False, ""),
    "do_not_tell": ("table", (), False, ""),
    "do_not_tell/person": ("person", (), False, ""),
    "do_not_tell/reason": ("text", (), False, ""),
    "services": ("table", (), False, ""),
    "services/agency": ("agency", (), False, ""),
    "services/worker": ("text", (), False, ""),
    "services/contact": ("text", (), False, ""),
    "services/who_for": ("people", (), False, ""),
    "services/since": ("partial_date", (), False, ""),
    "services/knows_of_eha": ("yes_no", (), False, ""),
    "services/sharing": ("single_choice", ("agreed", "ask_first", "no"), False, ""),
    "presenting_reasons": ("multiple_choice", _REASONS, True, ""),
    "main_reason": ("single_choice", _REASONS, True, ""),
    "reason_text": ("long_text", (), True, ""),
    "vulnerability": ("multiple_choice", _VULNERABILITY, False, ""),
    "family_hopes": ("long_text", (), _GOES_ON, ""),
    "child_hopes": ("long_text", (), False, ""),
    "tried_before": ("long_text", (), False, ""),
    "initial_level": ("single_choice", ("$levels",), True, _GOES_ON),
    "next": (
        "single_choice",
        ("part_b", "single_service_plan", "advice_only", "refer_up"),
        True,
        _GOES_ON,
    ),
    "part_b_due": ("date", (), False, f"{_GOES_ON}, next=part_b"),
    **shared.PAPER,
}

RESTRICTED = {"network/influence", "staff_safety", "do_not_tell"}
