"""F14, what a child says."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F14", "feedback", "quality", "family", True)

_ASKED = "declined unanswered"
_FACES = ("3", "2", "1", "skip")

FIELDS: dict[str, Field] = {
    **shared.FEEDBACK,
    "paper_end": ("single_choice", ("filled_in", "spoiled", "kept_by_child"), False, _ASKED),
    "helper": ("single_choice", ("alone", "worker", "parent", "other"), False, _ASKED),
    **{f"c{number}": ("picture_scale", _FACES, False, _ASKED) for number in range(1, 7)},
    "something_i_like": ("long_text", (), False, _ASKED),
    "something_i_want_different": ("long_text", (), False, _ASKED),
    "adult_notes": ("long_text", (), False, _ASKED),
    "something_i_like_translation": ("long_text", (), False, "language not en, something_i_like answered"),
    "something_i_want_different_translation": (
        "long_text",
        (),
        False,
        "language not en, something_i_want_different answered",
    ),
}

VARIANTS: dict[str, set[str]] = {}
