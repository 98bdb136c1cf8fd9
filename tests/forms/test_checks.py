"""A check speaks of answers that are there: faults keep a form open, warnings only say so."""

from datetime import date
from typing import Any

import msgspec
import pytest

from ehdesk.forms import answers, definition

TODAY = date(2026, 9, 4)


def form(*questions: dict[str, Any]) -> definition.Form:
    """A form with these questions, as a file would give them."""
    told = [{"kind": "text", "label": each["key"].capitalize(), **each} for each in questions]
    return msgspec.convert(
        {
            "id": "visit",
            "version": 1,
            "register": "F99",
            "title": "Visit",
            "record": "visit",
            "sections": [{"id": "one", "title": "One", "questions": told}],
        },
        definition.Form,
    )


def check(rule: str, message: str = "Put it right", **said: Any) -> dict[str, Any]:
    """One check of a question."""
    return {"rule": rule, "message": message, **said}


def told(asked: definition.Form, given: dict[str, Any], **around: Any) -> dict[str, str]:
    """What keeps this form open, by path."""
    known = answers.Around(**around)
    return {
        fault.path: fault.message for fault in answers.to_put_right(asked, given, today=TODAY, around=known)
    }


def warned(asked: definition.Form, given: dict[str, Any], **around: Any) -> dict[str, str]:
    """What is worth a second look, by path."""
    known = answers.Around(**around)
    return {fault.path: fault.message for fault in answers.warnings(asked, given, today=TODAY, around=known)}


DATES = form(
    {"key": "start", "kind": "date"},
    {"key": "end", "kind": "date", "checks": [check("not_before", other="start")]},
)


@pytest.mark.parametrize(
    ("start", "end", "is_told"),
    [
        ("2026-07-03", "2026-07-03", False),
        ("2026-07-03", "2026-07-02", True),
        ("2026-07-03", None, False),
        (None, "2026-07-02", False),
        ("3 Jully", "2026-07-02", False),  # the first cannot be read: that is told, and not this
    ],
)
def test_a_date_is_not_before_another(start: str | None, end: str | None, is_told: bool) -> None:
    given = {"start": start, "end": end}
    assert ("end" in told(DATES, given)) is is_told


def test_a_hidden_date_is_not_compared_with() -> None:
    asked = form(
        {"key": "met", "kind": "yes_no"},
        {"key": "start", "kind": "date", "show_when": {"question": "met", "one_of": [True]}},
        {"key": "end", "kind": "date", "checks": [check("not_before", other="start")]},
    )
    assert told(asked, {"met": False, "start": "2026-07-03", "end": "2026-07-02"}) == {}


def test_a_part_of_a_date_is_compared_as_far_as_it_goes() -> None:
    asked = form(
        {"key": "start", "kind": "date"},
        {"key": "since", "kind": "partial_date", "checks": [check("not_after", other="start")]},
    )
    assert told(asked, {"start": "2026-07-03", "since": "2026"}) == {}
    assert "since" in told(asked, {"start": "2026-07-03", "since": "2026-08"})


def test_a_time_is_compared_with_a_day_and_with_a_time() -> None:
    asked = form(
        {"key": "came", "kind": "time"},
        {"key": "sent", "kind": "time", "checks": [check("not_before", other="came")]},
        {"key": "closed", "kind": "date", "checks": [check("not_before", other="came")]},
    )
    given = {"came": "2026-07-03T10:40", "sent": "2026-07-03T10:39", "closed": "2026-07-03"}
    assert set(told(asked, given)) == {"sent"}


@pytest.mark.parametrize("name", ["opened_on", "closed_on", "agreed_on"])
def test_a_day_of_the_episode_is_asked_from_outside_and_not_judged_where_it_is_unknown(name: str) -> None:
    asked = form({"key": "day", "kind": "date", "checks": [check("not_before", other=f"${name}")]})
    assert told(asked, {"day": "2026-07-03"}) == {}
    assert "day" in told(asked, {"day": "2026-07-03"}, **{name: "2026-07-04"})


def test_today_is_known() -> None:
    asked = form(
        {
            "key": "next",
            "kind": "date",
            "future_allowed": True,
            "checks": [check("not_before", other="$today")],
        }
    )
    assert "next" in told(asked, {"next": "2026-09-03"})
    assert told(asked, {"next": "2026-09-04"}) == {}


def test_two_days_may_lie_so_far_apart_and_no_farther() -> None:
    asked = form(
        {"key": "sent", "kind": "date"},
        {
            "key": "accepted",
            "kind": "date",
            "checks": [check("within_days", other="sent", days=10, level="warn")],
        },
    )
    assert warned(asked, {"sent": "2026-07-01", "accepted": "2026-07-11"}) == {}
    assert warned(asked, {"sent": "2026-07-01", "accepted": "2026-07-12"}) == {"accepted": "Put it right"}


def test_a_warning_never_keeps_a_form_open() -> None:
    asked = form(
        {"key": "met", "kind": "yes_no", "checks": [check("not_one_of", one_of=[False], level="warn")]}
    )
    assert told(asked, {"met": False}) == {}
    assert warned(asked, {"met": False}) == {"met": "Put it right"}
    assert warned(asked, {"met": True}) == {}


def test_the_note_taker_is_somebody_else_than_the_lead() -> None:
    asked = form(
        {"key": "lead", "kind": "person"},
        {"key": "notes", "kind": "person", "checks": [check("not_same_person", other="lead")]},
    )
    assert told(asked, {"lead": "carol", "notes": "tom"}) == {}
    assert "notes" in told(asked, {"lead": "carol", "notes": "carol"})
    assert "notes" in told(asked, {"lead": {"name": "Carol Ndlovu"}, "notes": {"name": "carol ndlovu"}})


TABLE: dict[str, Any] = {
    "key": "outcomes",
    "kind": "table",
    "columns": [
        {"key": "outcome", "kind": "text", "label": "Outcome"},
        {
            "key": "needs",
            "kind": "entries",
            "label": "Needs",
            "rows_of": "eha_part_b.needs",
            "row_label": "statement",
        },
        {
            "key": "owner",
            "kind": "single_choice",
            "label": "Owner",
            "options": [{"code": "family", "label": "Family"}, {"code": "worker", "label": "Worker"}],
        },
    ],
}


def rows(*said: dict[str, Any]) -> dict[str, Any]:
    """Rows of a table, in their order."""
    return {f"r{number}": {"rank": str(number), **row} for number, row in enumerate(said, start=1)}


def test_a_table_has_no_more_and_no_fewer_rows_than_it_may() -> None:
    asked = form({**TABLE, "checks": [check("at_most", number=2), check("at_least", "Too few", number=2)]})
    assert told(asked, {"outcomes": rows({}, {})}) == {}
    assert told(asked, {"outcomes": rows({}, {}, {})}) == {"outcomes": "Put it right"}
    assert told(asked, {"outcomes": rows({})}) == {"outcomes": "Too few"}
    assert told(asked, {}) == {}


def test_some_row_must_be_the_familys() -> None:
    asked = form({**TABLE, "checks": [check("some_row", column="owner", one_of=["family"], level="warn")]})
    assert "outcomes" in warned(asked, {"outcomes": rows({"owner": "worker"}, {})})
    assert warned(asked, {"outcomes": rows({"owner": "worker"}, {"owner": "family"})}) == {}


def test_each_need_of_another_form_has_an_outcome_and_what_has_none_is_named() -> None:
    said = check("each_has_row", "No outcome answers: {rows}", other="eha_part_b.needs", column="needs")
    asked = form({**TABLE, "checks": [said]})
    needs = {"eha_part_b.needs": {"n1": "A dry bedroom", "n2": "School in the morning"}}
    given = {"outcomes": rows({"needs": ["n1"]})}
    assert told(asked, given, rows=needs) == {"outcomes": "No outcome answers: School in the morning"}
    assert told(asked, {"outcomes": rows({"needs": ["n1"]}, {"needs": ["n2"]})}, rows=needs) == {}
    assert told(asked, given) == {}, "needs that are not at hand are not judged"


def test_each_outcome_of_this_form_has_an_action() -> None:
    actions = {
        "key": "actions",
        "kind": "table",
        "columns": [
            {
                "key": "outcome",
                "kind": "entry",
                "label": "For",
                "rows_of": "visit.outcomes",
                "row_label": "outcome",
            }
        ],
        "checks": [check("each_has_row", "Nothing is done for: {rows}", other="outcomes", column="outcome")],
    }
    asked = form(TABLE, actions)
    given = {
        "outcomes": rows({"outcome": "Sleep"}, {"outcome": "School"}),
        "actions": rows({"outcome": "r2"}),
    }
    assert told(asked, given) == {"actions": "Nothing is done for: Sleep"}


def test_a_main_reason_is_one_of_those_that_are_ticked() -> None:
    options = [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}]
    asked = form(
        {"key": "reasons", "kind": "multiple_choice", "options": options},
        {
            "key": "main",
            "kind": "single_choice",
            "options": options,
            "checks": [check("chosen_in", other="reasons")],
        },
    )
    assert told(asked, {"reasons": ["a"], "main": "a"}) == {}
    assert "main" in told(asked, {"reasons": ["a"], "main": "b"})


def test_a_check_in_a_row_looks_in_its_own_row_first() -> None:
    asked = form(
        {"key": "asked", "kind": "date"},
        {
            "key": "agencies",
            "kind": "table",
            "columns": [
                {"key": "asked", "kind": "date", "label": "Asked"},
                {
                    "key": "told",
                    "kind": "date",
                    "label": "Told",
                    "checks": [check("not_before", other="asked")],
                },
            ],
        },
    )
    given: dict[str, Any] = {
        "asked": "2026-07-09",
        "agencies": rows({"asked": "2026-07-01", "told": "2026-07-02"}),
    }
    assert told(asked, given) == {}
    given["agencies"]["r1"]["asked"] = "2026-07-03"
    assert set(told(asked, given)) == {"agencies/r1/told"}


# Formats, lengths and answers that stand alone


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("nhs_number", "999 000 1235", "999 000 1236"),
        ("upn", "B801200005001", "A801200005001"),
        ("email", "carol@alderbank.example", "carol at alderbank"),
        ("phone", "01632 960100", "ask at school"),
    ],
)
def test_a_format_is_judged_when_the_form_is_finished(kind: str, good: str, bad: str) -> None:
    asked = form({"key": "number", "format": kind})
    assert told(asked, {"number": good}) == {}
    assert "number" in told(asked, {"number": bad})


def test_an_odd_postcode_and_an_odd_authority_only_warn() -> None:
    asked = form({"key": "postcode", "format": "postcode"}, {"key": "upn", "format": "upn"})
    given = {"postcode": "SW1", "upn": "Z000999921001"}
    assert told(asked, given) == {}
    assert set(warned(asked, given)) == {"postcode", "upn"}
    assert warned(asked, {"postcode": "hb1 4qp", "upn": "B801200005001"}) == {}


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    asked = form({"key": "event", "kind": "long_text", "max_length": 400})
    assert told(asked, {"event": "a" * 400}) == {}
    assert told(asked, {"event": "a" * 403})["event"].endswith("it is 3 too long")


def test_none_stands_alone() -> None:
    options = [
        {"code": "NONE", "label": "None", "exclusive": True},
        {"code": "MOB", "label": "Moving"},
        {"code": "VIS", "label": "Vision"},
    ]
    asked = form({"key": "disability", "kind": "multiple_choice", "options": options})
    assert told(asked, {"disability": ["NONE"]}) == {}
    assert told(asked, {"disability": ["MOB", "VIS"]}) == {}
    assert "“None”" in told(asked, {"disability": ["NONE", "VIS"]})["disability"]


def test_a_range_of_dates_does_not_end_in_the_future() -> None:
    asked = form({"key": "span", "kind": "date_range"})
    assert told(asked, {"span": {"from": "2026-01", "to": "2026-09-04"}}) == {}
    assert "span" in told(asked, {"span": {"from": "2026-01", "to": "2027"}})


def test_where_a_table_has_several_rows_a_message_says_which() -> None:
    column = {
        "key": "seen",
        "kind": "date",
        "label": "Seen",
        "required": True,
        "if_missing": "Enter the date",
    }
    asked = form({"key": "children", "kind": "table", "row_name": "child", "columns": [column]})
    assert told(asked, {"children": rows({})}) == {"children/r1/seen": "Enter the date"}
    two = {"children": rows({"seen": "2026-07-03"}, {})}
    assert told(asked, two) == {"children/r2/seen": "Enter the date (child 2)"}


@pytest.mark.parametrize(
    ("number", "said"), [(0, "1 or more"), (1, ""), (3, ""), (5, ""), (6, "5 or less"), (0.5, "1 or more")]
)
def test_a_number_lies_within_its_bounds_and_on_them(number: float, said: str) -> None:
    asked = form({"key": "hours", "kind": "number", "low": 1, "high": 5})
    assert told(asked, {"hours": number}).get("hours", "").endswith(said)
    assert bool(told(asked, {"hours": number})) is bool(said)


def test_a_number_may_have_one_bound_or_none() -> None:
    most = form({"key": "hours", "kind": "number", "high": 5})
    assert told(most, {"hours": -9}) == {}
    assert "hours" in told(most, {"hours": 6})
    least = form({"key": "hours", "kind": "number", "low": 1})
    assert told(least, {"hours": 900}) == {}
    assert "hours" in told(least, {"hours": 0})
    assert told(form({"key": "hours", "kind": "number"}), {"hours": -900}) == {}


def test_a_second_look_at_a_span_of_dates_is_no_look_into_a_table() -> None:
    asked = form(
        {"key": "start", "kind": "date"},
        {"key": "span", "kind": "date_range", "checks": [check("not_before", other="start", level="warn")]},
    )
    span = {"from": "2026-07-01", "to": "2026-07-09"}
    assert warned(asked, {"start": "2026-06-01", "span": span}) == {}
    assert warned(asked, {"span": span}) == {}


def test_a_question_is_required_always_or_on_its_condition() -> None:
    asked = form(
        {"key": "came", "kind": "yes_no"},
        {"key": "who", "required": True},
        {"key": "why", "required_when": {"question": "came", "one_of": [False]}},
        {"key": "note"},
    )

    def required(**given: Any) -> list[str]:
        return [one.key for one in asked.questions() if answers.is_required(asked, one, given)]

    assert required() == ["who"]
    assert required(came=False) == ["who", "why"]
    assert required(came=True) == ["who"]


def test_an_empty_page_asks_nothing_that_is_kept_apart_nor_a_column_that_is() -> None:
    columns = [
        {"key": "name", "kind": "text", "label": "Name"},
        {"key": "secret", "kind": "text", "label": "Secret", "restricted": True},
    ]
    asked = form(
        {"key": "people", "kind": "table", "columns": columns},
        {"key": "open", "kind": "table", "columns": columns[:1]},
        {"key": "hidden", "restricted": True},
        {"key": "after", "show_when": {"question": "hidden", "answered": True}},
    )
    ((_section, questions),) = answers.for_blank(asked)
    assert [one.key for one in questions] == ["people", "open"]
    assert [[column.key for column in one.columns] for one in questions] == [["name"], ["name"]]


@pytest.mark.parametrize(
    ("kind", "now", "later"),
    [
        ("time", "2026-09-04T23:59", "2026-09-05T00:00"),
        ("date", "2026-09-04", "2026-09-05"),
        ("partial_date", "2026-09", "2026-10"),
    ],
)
def test_what_was_today_is_not_in_the_future(kind: str, now: str, later: str) -> None:
    asked = form({"key": "at", "kind": kind})
    assert told(asked, {"at": now}) == {}
    assert told(asked, {"at": later}) == {"at": "Date must be today or in the past"}


def test_rows_of_one_rank_stand_by_their_ids() -> None:
    table = {"b": {"rank": "A"}, "c": {"rank": "0"}, "a": {"rank": "A"}}
    assert [row_id for row_id, _row in answers.rows(table)] == ["c", "a", "b"]
