"""F06, a review of the plan."""

from tests.house.form_keys import shared
from tests.house.form_keys.shared import Field, Head

HEAD: Head = ("F06", "review", "file", "practitioner", True)

FIELDS: dict[str, Field] = {
    "date": ("date", (), True, ""),
    "outcomes": ("table", (), True, ""),
    "outcomes/outcome": ("entry", (), True, ""),
    "outcomes/current_value": ("text", (), False, ""),
    "outcomes/change": ("single_choice", ("better", "same", "worse"), True, ""),
    "outcomes/progress": ("long_text", (), True, ""),
    "outcomes/evidence": ("multiple_choice", ("child", "parent", "agency", "data"), False, ""),
    "outcomes/next_status": ("single_choice", shared.OUTCOME_STATES, False, ""),
    "scores": ("table", (), False, ""),
    "scores/domain": ("single_choice", shared.OPEN_DOMAINS, True, ""),
    "scores/score_family": ("scale", (), False, ""),
    "scores/score_worker": ("scale", (), False, ""),
    "child_better_off": ("single_choice", ("clearly", "somewhat", "no", "worse", "too_soon"), True, ""),
    "how_we_know": ("long_text", (), True, ""),
    "overdue_actions_reason": ("long_text", (), False, ""),
    "drift": ("yes_no", (), True, ""),
    "drift_response": ("long_text", (), True, "drift=True"),
    "level": ("single_choice", ("$levels",), True, ""),
    **shared.PAPER,
}

VARIANTS: dict[str, set[str]] = {}
