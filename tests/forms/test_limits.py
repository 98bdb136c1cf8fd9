"""An authority's own limits stand in the checks of a form, and in the words beside them."""

from datetime import date
from typing import Any

import msgspec
import pytest

from ehdesk import settings
from ehdesk.forms import answers, definition, faults, limits, loader

USUAL = settings.Limits()


def told(form: definition.Form, **given: Any) -> list[str]:
    around = answers.Around(today=date(2026, 9, 1))
    return [one.message for one in answers.warnings(form, given, today=around.today, around=around)]


def with_own(form_id: str, **own: int) -> definition.Form:
    return limits.with_limits(loader.load(form_id), settings.Limits(**own))  # type: ignore[arg-type]


@pytest.mark.parametrize("form_id", ["action_plan", "taf_meeting", "oversight", "note"])
def test_the_usual_limits_leave_a_form_as_it_is_written(form_id: str) -> None:
    form = loader.load(form_id)
    assert limits.with_limits(form, USUAL) is form


def test_an_authority_with_eight_weeks_between_meetings_says_so_everywhere() -> None:
    form = with_own("taf_meeting", review_days=56)
    question = form.question("next_on")
    assert question.hint == "Within eight weeks"
    meeting = {"date": "2026-09-01", "next_step": "continue"}
    assert not [one for one in told(form, next_on="2026-10-27", **meeting) if "weeks" in one]
    late = [one for one in told(form, next_on="2026-10-28", **meeting) if "weeks" in one]
    assert late == ["The next meeting is more than eight weeks away. Say why below"]
    assert form.question("next_on_reason").label == "If the next meeting is later than that, why"


def test_days_that_make_no_whole_weeks_are_told_as_days() -> None:
    assert with_own("oversight", oversight_days=30).question("next_oversight").hint == "Within 30 days"
    assert with_own("oversight", oversight_days=7).question("next_oversight").hint == "Within one week"


def test_an_authority_that_allows_six_outcomes_warns_at_the_seventh() -> None:
    form = with_own("action_plan", max_outcomes=6)
    rows = {str(n): {"rank": str(n), "outcome": f"Outcome {n}"} for n in range(7)}
    assert form.question("outcomes").hint == "Few and clear: six at most works best"
    assert not [one for one in told(form, outcomes=dict(list(rows.items())[:6])) if "outcomes" in one]
    message = "There are more than six outcomes. A family can hold six at most in mind"
    assert message in told(form, outcomes=rows)


def test_a_limit_that_nobody_sets_is_told_when_a_form_is_checked() -> None:
    form = loader.load("oversight")
    question = form.question("next_oversight")
    wrong = msgspec.structs.replace(question.checks[1], limit="fortnight")
    bad = msgspec.structs.replace(question, checks=(question.checks[0], wrong))
    assert "cannot take the limit “fortnight”" in " ".join(
        one.problem for one in faults._check(wrong, bad, "next_oversight")
    )
