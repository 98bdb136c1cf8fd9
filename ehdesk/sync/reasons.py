"""Why the centre set something aside, and what to do then, in words for whoever wrote it."""

ASIDE: dict[str, tuple[str, str]] = {
    "unreadable": (
        "The centre could not read it",
        "Copy the words and write them again. If it happens again, call your support.",
    ),
    "not_allowed": (
        "Where you stand with this family did not allow it when it came in",
        "Ask whoever leads the work with this family. They can write it, or let you into the team.",
    ),
    "record_missing": (
        "The centre does not know the record that it belongs to",
        "Copy the words and write them into a note of the family.",
    ),
    "record_locked": (
        "It had been finished by then",
        "Write them as an amendment, with a reason. Or copy them into a note.",
    ),
    "row_gone": (
        "The row that it was written in is not there",
        "Open the record and add the row again, if it is still right.",
    ),
    "newer": (
        "The centre is older than this ehdesk and does not know this yet",
        "It is kept. When the centre has been renewed, write these words again.",
    ),
    "too_large": (
        "It is larger than can be sent at once",
        "Copy the words and write them in parts.",
    ),
    "destroyed": (
        "The authority has removed this record",
        "Nothing is to be done. If that surprises you, ask your manager.",
    ),
    "sealed": (
        "It came again after the centre was put back from a copy, and the centre could not open it",
        "Tell whoever keeps the centre. If you still have the words on paper or know them, write them again.",
    ),
    "waits_for_another": (
        "It belongs to something else on this list",
        "See to that first, then write these words again.",
    ),
}
"""Reason → why, and what to do. The reasons are those of `protocol.ASIDE`."""


_GOES_BY_ITSELF = (
    "It is kept, and goes to the centre by itself. Once the centre has it, the record comes back with these "
    "words in it, or you are told why not. Until then they can be copied from here."
)
_ON_THIS_LAPTOP = {
    "RecordMissing": ("The record that it was written in is not on this laptop just now", _GOES_BY_ITSELF),
    "RowGone": ("The row that it was written in is not on this laptop just now", _GOES_BY_ITSELF),
}
"""What was not put in its place here, and waits for the centre (`models.out_of_sight`)."""

_OFF_THE_FILE = (
    "It had been taken off the file by then",
    "If the words are still wanted, copy them and write them where they belong.",
)


def why(reason: str, *, is_here: bool = True) -> tuple[str, str]:
    """Why something was set aside, and what to do; for a reason of a newer centre too. What is not here any
    more cannot be amended."""
    if reason == "record_locked" and not is_here:
        return _OFF_THE_FILE
    fallback = "The centre did not take it", "Copy the words and ask your support."
    return (ASIDE | _ON_THIS_LAPTOP).get(reason, fallback)
