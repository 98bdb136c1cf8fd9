"""F05, the plan."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F05", "plan", "file", "practitioner", True)

FIELDS: dict[str, Field] = {
    "start_on": ("date", (), True, ""),
    "lead": ("person", (), True, ""),
    "outcomes": ("table", (), True, ""),
    "outcomes/outcome": ("text", (), True, ""),
    "outcomes/needs": ("entries", (), True, ""),
    "outcomes/for_whom": ("people", (), True, ""),
    "outcomes/how_we_know": ("text", (), True, ""),
    "outcomes/measure": ("single_choice", ("scale_0_10", "percent", "count", "yes_no"), False, ""),
    "outcomes/baseline": ("text", (), True, ""),
    "outcomes/target": ("text", (), True, ""),
    "outcomes/by": ("date", (), True, ""),
    "outcomes/status": ("single_choice", shared.OUTCOME_STATES, False, ""),
    "reason_no_outcome": ("long_text", (), False, ""),
    "actions": ("table", (), True, ""),
    "actions/outcome": ("entry", (), True, ""),
    "actions/what": ("text", (), True, ""),
    "actions/owned_by": ("single_choice", ("family", "worker"), True, ""),
    "actions/owner": ("person", (), True, ""),
    "actions/agency": ("agency", (), False, ""),
    "actions/due": ("date", (), True, ""),
    "actions/status": ("single_choice", ("open", "done", "done_late", "cancelled"), False, ""),
    "actions/cancelled_reason": ("text", (), True, "status=cancelled"),
    "actions/done_on": ("date", (), False, "status=done|done_late"),
    "actions/result": ("text", (), False, ""),
    "contingency": ("long_text", (), True, ""),
    "family_agrees": ("tick", (), True, ""),
    **shared.IN_PLAIN_WORDS,
    **shared.PAPER,
}

VARIANTS: dict[str, set[str]] = {}
