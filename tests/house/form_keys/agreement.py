"""F02, the agreement. Source: domain, section 2, F02; the lawful basis from section 9."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F02", "agreement", "file", "practitioner", True)
VARIANTS: dict[str, set[str]] = {}

FIELDS: dict[str, Field] = {
    "given_by": ("person", (), True, ""),
    "capacity": (
        "single_choice",
        (
            "parent_carer_with_pr",
            "carer_without_pr",
            "young_person_16",
            "competent_under_16",
            "adult_for_self",
        ),
        True,
        "",
    ),
    "capacity_explanation": ("long_text", (), True, "capacity=carer_without_pr"),
    "competence_notes": ("long_text", (), True, "capacity=competent_under_16"),
    "explained": (
        "multiple_choice",
        (
            "why", "who_sees_it", "what_is_recorded", "where_kept", "how_long", "may_stop_any_time",
            "when_we_must_share_anyway", "access_and_complaint", "what_happens_next",
        ),
        True,
        "",
    ),
    "privacy_notice": ("text", (), True, ""),
    "privacy_notice_language": ("single_choice", shared.LANGUAGES, True, ""),
    "privacy_notice_date": ("date", (), True, ""),
    "privacy_notice_method": ("single_choice", ("paper", "email", "post", "read_aloud"), True, ""),
    "interpreter_name": ("text", (), False, ""),
    "choice_assessment": ("yes_no", (), True, ""),
    "choice_team_around_family": ("yes_no", (), True, ""),
    "choice_shared_register": ("yes_no", (), True, ""),
    "choice_copies": ("yes_no", (), True, ""),
    "copies_by": ("multiple_choice", ("paper", "email", "post", "in_person"), True, "choice_copies=True"),
    "choice_programme_evaluation": ("yes_no", (), True, ""),
    "choice_contact_after_closing": ("yes_no", (), True, ""),
    "choice_anonymous_quotes": ("yes_no", (), True, ""),
    "sharing": ("table", (), False, ""),
    "sharing/agency": ("agency", (), False, ""),
    "sharing/choice": ("single_choice", ("yes", "ask_first", "no"), False, ""),
    "sharing/limits": ("text", (), False, ""),
    "sharing/date": ("date", (), False, ""),
    "never_share_with": ("long_text", (), False, ""),
    "method": (
        "single_choice",
        ("signed_paper", "signed_screen", "spoken_with_witness", "email"),
        True,
        "",
    ),
    "signature": ("signature", (), False, "method not signed_paper|spoken_with_witness|email"),
    "held_at": ("text", (), True, "method=signed_paper"),
    "witness": ("text", (), True, "method=spoken_with_witness"),
    "agreed_at": ("time", (), True, ""),
    "renew_by": ("date", (), False, ""),
    "lawful_basis": (
        "single_choice",
        ("public_task", "consent", "legal_obligation", "vital_interests"),
        False,
        "",
    ),
    "article_9_condition": (
        "single_choice",
        ("health_social_care", "substantial_public_interest", "explicit_consent", "vital_interests"),
        False,
        "",
    ),
    "withdrawals": ("table", (), False, ""),
    "withdrawals/date": ("date", (), False, ""),
    "withdrawals/by": ("person", (), False, ""),
    "withdrawals/scope": ("single_choice", ("all", "agency", "activity"), False, ""),
    "withdrawals/which": ("text", (), True, "scope=agency|activity"),
    "withdrawals/effects_explained": ("tick", (), False, ""),
    "withdrawals/actions": ("long_text", (), False, ""),
    "withdrawals/manager_told": ("tick", (), False, ""),
    "shared_without_agreement": ("table", (), False, ""),
    "shared_without_agreement/what": ("text", (), False, ""),
    "shared_without_agreement/to_whom": ("text", (), False, ""),
    "shared_without_agreement/when": ("time", (), False, ""),
    "shared_without_agreement/ground": (
        "single_choice",
        ("risk_of_significant_harm", "serious_crime", "legal_duty", "vital_interests", "other"),
        False,
        "",
    ),
    "shared_without_agreement/reasoning": ("long_text", (), True, ""),
    "shared_without_agreement/adviser": ("text", (), False, ""),
    "shared_without_agreement/family_told": ("yes_no", (), False, ""),
    "shared_without_agreement/why_not": ("text", (), False, "family_told=False"),
    "shared_without_agreement/authorised_by": ("person", (), True, ""),
    **shared.PAPER,
}  # fmt: skip

RESTRICTED = {"never_share_with", "shared_without_agreement"}
