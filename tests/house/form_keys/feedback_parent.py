"""F12, what a parent or carer says."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F12", "feedback", "quality", "family", True)

_AGREE = ("5", "4", "3", "2", "1", "0")
_LANGUAGES = (
    "en", "cy", "pl", "ro", "ur", "pa", "ar", "bn", "gu", "pt", "so",
    "es", "uk", "sq", "tr", "ps", "fa", "ckb", "ti", "ta", "zh", "other",
)  # fmt: skip

FIELDS: dict[str, Field] = {
    "stage": ("single_choice", ("end_of_assessment", "taf", "closure"), True, ""),
    "taf_number": ("number", (), True, "stage=taf"),
    "given_on": ("date", (), False, ""),
    "declined": ("tick", (), False, ""),
    "respondent": (
        "single_choice",
        ("parent", "other_carer", "young_person", "child", "professional"),
        False,
        "",
    ),
    "helped_by": (
        "single_choice",
        ("alone", "worker", "interpreter", "relative_or_friend", "other"),
        False,
        "declined unanswered",
    ),
    "language": ("single_choice", _LANGUAGES, False, "declined unanswered"),
    "language_other": ("text", (), False, "language=other"),
    "share": (
        "single_choice",
        ("worker_and_manager", "manager_or_coordinator_only", "no_name"),
        True,
        "declined unanswered",
    ),
    **{f"p{number}": ("scale", _AGREE, False, "declined unanswered") for number in range(1, 13)},
    "overall": ("scale", (), False, "declined unanswered"),
    "best": ("long_text", (), False, "declined unanswered"),
    "change": ("long_text", (), False, "declined unanswered"),
    "missing_service": ("long_text", (), False, "declined unanswered"),
    "concern": ("yes_no", (), False, "declined unanswered"),
    "concern_text": ("long_text", (), False, "declined unanswered, concern=True"),
    "call_me": ("yes_no", (), False, "declined unanswered"),
    "phone": ("text", (), False, "declined unanswered, call_me=True"),
    "quote_ok": ("yes_no", (), False, "declined unanswered"),
    "talk_today": ("yes_no", (), False, "declined unanswered"),
    "received_on": ("date", (), False, "declined unanswered"),
    "best_translation": ("long_text", (), False, "language not en, best answered"),
    "change_translation": ("long_text", (), False, "language not en, change answered"),
    "missing_service_translation": ("long_text", (), False, "language not en, missing_service answered"),
    "concern_text_translation": ("long_text", (), False, "language not en, concern_text answered"),
    "translator": ("text", (), False, "language not en"),
    "translated_on": ("date", (), False, "language not en"),
    **shared.PAPER,
}

_WORDS = {"overall", "best", "change", "missing_service", "concern", "concern_text"}
_ENDING = {"call_me", "phone", "quote_ok", "talk_today"}
_ALL_P = {f"p{number}" for number in range(1, 13)}

VARIANTS: dict[str, set[str]] = {
    "end_of_assessment": (_ALL_P - {"p9", "p11", "p12"}) | _WORDS | _ENDING,
    "taf": {"p3", "p9", "p11", "change", "talk_today"},
    "closure": _ALL_P | _WORDS | _ENDING,
}
