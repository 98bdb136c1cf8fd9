"""The agreement of the Kowalczyk-Hughes family."""

from typing import Any

ANSWERS: dict[str, Any] = {
    "given_by": "a",
    "capacity": "parent_carer_with_pr",
    "explained": [
        "why",
        "who_sees_it",
        "what_is_recorded",
        "where_kept",
        "how_long",
        "may_stop_any_time",
        "when_we_must_share_anyway",
        "access_and_complaint",
        "what_happens_next",
    ],
    "privacy_notice": "Early Help notice, version 3",
    "privacy_notice_language": "pl",
    "privacy_notice_date": "2026-06-08",
    "privacy_notice_method": "read_aloud",
    "interpreter_name": "Ewa Sikora",
    "choice_assessment": True,
    "choice_team_around_family": True,
    "choice_shared_register": True,
    "choice_copies": True,
    "copies_by": ["paper", "in_person"],
    "choice_programme_evaluation": False,
    "choice_contact_after_closing": True,
    "choice_anonymous_quotes": True,
    "sharing": {
        "r1": {"rank": "a", "agency": "Housing", "choice": "yes", "limits": "The damp", "date": "2026-06-08"},
        "r2": {"rank": "b", "agency": "Women's Space", "choice": "ask_first", "date": "2026-06-08"},
    },
    "never_share_with": "Mr Quill must not learn who complained",
    "method": "signed_paper",
    "held_at": "Alder Bank office",
    "agreed_at": "2026-06-08T09:20",
    "renew_by": "2027-06-08",
    "lawful_basis": "public_task",
    "article_9_condition": "health_social_care",
    "withdrawals": {
        "r1": {
            "rank": "a",
            "date": "2026-06-20",
            "by": "a",
            "scope": "agency",
            "which": "Women's Space",
            "effects_explained": True,
            "actions": "They were told the same day.",
            "manager_told": True,
        }
    },
    "shared_without_agreement": {
        "r1": {
            "rank": "a",
            "what": "That Łukasz was at home alone",
            "to_whom": "The Front Door",
            "when": "2026-06-24T16:10",
            "ground": "risk_of_significant_harm",
            "reasoning": "He is six, and nobody could be reached for an hour.",
            "adviser": "Duty manager",
            "family_told": False,
            "why_not": "Not before he was safe",
            "authorised_by": {"name": "Martin Adeyemi"},
        }
    },
}
