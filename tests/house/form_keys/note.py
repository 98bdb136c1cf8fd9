"""F19, the note."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F19", "note", "file", "practitioner", True)

FIELDS: dict[str, Field] = {
    "text": ("long_text", (), True, ""),
    "at": ("time", (), True, ""),
    "kind": ("single_choice", ("visit", "call", "message", "talk", "attempt"), False, ""),
    "place": ("single_choice", ("home", "school", "hub", "other"), False, ""),
    "who_was_there": ("people", (), False, ""),
    "children": ("table", (), False, ""),
    "children/child": ("person", (), False, ""),
    "children/seen": ("single_choice", ("seen", "seen_alone", "not_seen"), False, ""),
    "children/why_not": ("text", (), False, "seen=not_seen"),
    "also_present": ("people", (), False, ""),
    **shared.PAPER,
}

VARIANTS: dict[str, set[str]] = {}
