"""What people type, tick and bring in becomes the answer that a question holds, or a word of help."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehdesk import errors
from ehdesk.forms import answers, definition

OPTIONS = (definition.Option("a", "A"), definition.Option("b", "B"))
COLUMNS = (
    definition.Question("when", "date", "When"),
    definition.Question("kind", "single_choice", "Kind", options=OPTIONS),
)


def _question(kind: definition.Kind, **said: Any) -> definition.Question:
    if kind in ("single_choice", "multiple_choice", "picture_scale"):
        said.setdefault("options", OPTIONS)
    return definition.Question("one", kind, "One", **said)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  as typed ", "  as typed "),
        ("text", " \t", None),
        ("long_text", "one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("long_text", "نور المصري", "نور المصري"),
        ("long_text", "a\x00b\ud800c", "a\ufffdb\ufffdc"),
        ("text", "yes \u202eon\u202d", "yes on"),
        ("agency", "Alder Bank Primary", "Alder Bank Primary"),
        ("number", " 1,200 ", 1200),
        ("number", "3.50", 3.5),
        ("number", 4.0, 4),
        ("scale", "7", 7),
        ("date", "3 July 2026", "2026-07-03"),
        ("date", {"day": "3", "month": "7", "year": "2026"}, "2026-07-03"),
        ("partial_date", "July 2026", "2026-07"),
        ("time", "3/7/2026 10.40", "2026-07-03T10:40"),
        ("date_range", {"from": "2026", "to": ""}, {"from": "2026", "to": None}),
        ("date_range", {"from": "", "to": ""}, None),
        ("yes_no", "No", False),
        ("yes_no", True, True),
        ("yes_no_unknown", "Y", "yes"),
        ("yes_no_unknown", "unknown", "unknown"),
        ("single_choice", "a", "a"),
        ("picture_scale", "b", "b"),
        ("multiple_choice", ["b", "a", "b"], ["a", "b"]),
        ("multiple_choice", "a", ["a"]),
        ("multiple_choice", [], None),
        ("tick", "yes", True),
        ("tick", False, None),
        ("person", " p1 ", "p1"),
        ("person", {"name": "Ewa"}, {"name": "Ewa"}),
        ("people", ["p1", "p1", {"name": "Ewa"}], ["p1", {"name": "Ewa"}]),
        ("people", "p1", ["p1"]),
        ("signature", {"method": "paper", "held_at": "school"}, {"method": "paper", "held_at": "school"}),
        ("table", {"r": {"when": "3 7 2026", "kind": None}}, {"r": {"rank": "000001", "when": "2026-07-03"}}),
        ("table", {"r": {"rank": "c", "kind": "a"}}, {"r": {"rank": "c", "kind": "a"}}),
    ],
)
def test_what_was_entered_becomes_the_answer(kind: definition.Kind, typed: Any, kept: Any) -> None:
    columns = COLUMNS if kind == "table" else ()
    assert answers.normalise(_question(kind, columns=columns), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("text", ["a"], "Enter text"),
        ("number", "three", "Enter a number, like 3"),
        ("number", float("nan"), "Enter a number, like 3"),
        ("number", True, "Enter a number, like 3"),
        ("scale", 11, "Choose one of the answers: 0, 1"),
        ("date", "3 July 26", "Year must have 4 numbers, like 2026"),
        ("date", "July 2026", "Date must include a day"),
        ("time", "10:40", "Enter a date and a time, like 3 July 2026 10:40"),
        ("date_range", {"to": "2026"}, "Enter when it began"),
        ("date_range", "2026", "Enter when it began, and when it ended"),
        ("yes_no", "perhaps", "Choose yes or no"),
        ("yes_no", 1, "Choose yes or no"),
        ("yes_no_unknown", "perhaps", "Choose yes, no or do not know"),
        ("single_choice", "c", "Choose one of the answers: a, b"),
        ("single_choice", True, "Choose one of the answers: a, b"),
        ("multiple_choice", ["a", "c"], "Choose from these answers: a, b"),
        ("tick", "perhaps", "Choose yes or no"),
        ("person", {"name": " "}, "Choose a person or enter a name"),
        ("people", [3], "Choose a person or enter a name"),
        ("signature", {"held_at": "school"}, "Say how it was signed"),
        ("table", ["a"], "Enter each row under its own id"),
        ("table", {"r": {"colour": "red"}}, "There is no column “colour”: use when, kind"),
        ("table", {"r": {"kind": "c"}}, "Choose one of the answers: a, b"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_enter(
    kind: definition.Kind, typed: Any, said: str
) -> None:
    with pytest.raises(errors.AnswerUnreadable) as refused:
        answers.normalise(_question(kind, columns=COLUMNS if kind == "table" else ()), typed)
    assert said in refused.value.words()[2]


def test_a_refused_answer_does_not_reach_a_log_by_the_errors_text() -> None:
    with pytest.raises(errors.AnswerUnreadable) as refused:
        answers.normalise(_question("date"), "Zofia's birthday")
    assert "Zofia" not in str(refused.value)


def test_a_numbered_choice_may_be_given_as_a_number() -> None:
    grade = _question("single_choice", options=(definition.Option("1", "1 Outstanding"),))
    assert answers.normalise(grade, 1) == "1"


@given(st.text())
def test_text_that_was_kept_once_stays_as_it_is(typed: str) -> None:
    kept = answers.normalise(_question("long_text"), typed)
    assert answers.normalise(_question("long_text"), kept) == kept
    if kept is not None:
        kept.encode("utf-8")


@given(st.dates(min_value=__import__("datetime").date(1850, 1, 1)))
def test_every_way_to_write_a_day_means_that_day(day: Any) -> None:
    question = _question("date")
    if day.year > 2200:
        return
    for typed in (
        day,
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%a} {day.day} {day:%b} {day.year}",
        {"day": day.day, "month": f"{day:%B}", "year": day.year},
    ):
        assert answers.normalise(question, typed) == day.isoformat()
