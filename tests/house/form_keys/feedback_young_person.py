"""F13, what a young person says."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F13", "feedback", "quality", "family", True)

_ASKED = "declined unanswered"
_TRUE = ("true", "partly", "not_true", "dont_know")
_ALL_Y = {f"y{number}" for number in range(1, 12)}
_WORDS = {"good", "not_good", "change", "concern", "concern_text", "talk_today"}

FIELDS: dict[str, Field] = {
    **shared.FEEDBACK,
    "helped_by": (
        "single_choice",
        ("alone", "worker", "interpreter", "relative_or_friend", "other"),
        False,
        _ASKED,
    ),
    **{f"y{number}": ("single_choice", _TRUE, False, _ASKED) for number in range(1, 12)},
    "good": ("long_text", (), False, _ASKED),
    "not_good": ("long_text", (), False, _ASKED),
    "change": ("long_text", (), False, _ASKED),
    "concern": ("yes_no", (), False, _ASKED),
    "concern_text": ("long_text", (), False, f"{_ASKED}, concern=True"),
    "good_translation": ("long_text", (), False, "language not en, good answered"),
    "not_good_translation": ("long_text", (), False, "language not en, not_good answered"),
    "change_translation": ("long_text", (), False, "language not en, change answered"),
    "concern_text_translation": ("long_text", (), False, "language not en, concern_text answered"),
}

VARIANTS: dict[str, set[str]] = {
    "end_of_assessment": (_ALL_Y - {"y9", "y10", "y11"}) | _WORDS,
    "taf": _ALL_Y | _WORDS,
    "closure": _ALL_Y | _WORDS,
}
