"""What an ending counts as, and how far an outcome has come."""

import pytest

from ehdesk.forms import loader
from ehdesk.rules import outcomes


def test_every_ending_of_the_closure_form_has_its_group() -> None:
    codes = {option.code for option in loader.load("closure").question("outcome").options}
    assert codes == set(outcomes.GROUPS)


def test_the_groups_are_those_of_the_measures() -> None:
    groups: dict[str, set[str]] = {}
    for code, group in outcomes.GROUPS.items():
        groups.setdefault(group, set()).add(code)
    assert groups == {
        "success": {"met_universal", "met_single"},
        "partial": {"part_met"},
        "up": {"step_up"},
        "unplanned": {"withdrawn", "disengaged"},
        "neutral": {"moved", "adult", "no_plan", "died"},
        "excluded": {"error"},
    }


def test_withdrawn_and_stepped_up_stay_below_the_line_of_successes() -> None:
    counted = {code for code in outcomes.GROUPS if outcomes.counts_among_plans(code)}
    assert counted == {"met_universal", "met_single", "part_met", "step_up", "withdrawn", "disengaged"}
    assert not outcomes.is_counted("error")
    assert outcomes.is_counted("moved")
    assert not outcomes.is_counted("")


@pytest.mark.parametrize(
    ("measure", "words", "number"),
    [
        ("percent", "71 per cent", 71),
        ("percent", "71,5 %", 71.5),
        ("scale_0_10", "3 of 10", 3),
        ("count", "5 hours", 5),
        ("yes_no", "Yes, on 31 August", 1),
        ("yes_no", "Not yet", 0),
        ("yes_no", "no", 0),
        ("yes_no", "31 August", None),
        ("percent", "not yet known: Ruth finds out", None),
        (None, "yes", 1),
        (None, None, None),
    ],
)
def test_a_number_is_read_in_what_a_worker_wrote(
    measure: str | None, words: str | None, number: float | None
) -> None:
    assert outcomes.value(measure, words) == number


def test_the_way_is_counted_from_the_baseline_to_the_target() -> None:
    assert outcomes.distance(
        "percent", "71 per cent", "86 per cent", "92 per cent"
    ).travelled == pytest.approx(15 / 21)
    assert outcomes.distance("count", "9 days", "10 days", "0 days").travelled == pytest.approx(-1 / 9)
    assert outcomes.distance("yes_no", "No", "Yes", "Yes").travelled == 1
    assert outcomes.distance("percent", "not yet known", "86", "92").travelled is None
    assert outcomes.distance("count", "5", "5", "5").travelled is None
