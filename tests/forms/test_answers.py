"""What is shown, missing, wrong and changed in the answers of the three forms."""

from datetime import date
from pathlib import Path

import pytest

from ehdesk import words
from ehdesk.forms import answers, definition, loader

TODAY = date(2026, 9, 4)
NOTE = loader.load("note")
CHECKLIST = loader.load("self_assessment")
FEEDBACK = loader.load("feedback_parent")
PART_B = loader.load("eha_part_b")


def _messages(faults: tuple[answers.Fault, ...]) -> dict[str, str]:
    return {fault.path: fault.message for fault in faults}


def test_an_empty_note_asks_for_what_happened_and_when() -> None:
    assert _messages(answers.missing(NOTE, {})) == {
        "text": "Enter what happened",
        "at": "Enter when it happened",
    }


def test_blank_text_is_no_answer_but_no_and_nought_are() -> None:
    assert not answers.is_answered("  \n")
    assert answers.is_answered(value=False)
    assert answers.is_answered(0)


def test_only_the_criteria_due_at_the_stage_are_shown() -> None:
    shown = answers.visible(CHECKLIST, {"stage": "review"})
    assert [key for key in shown if key[0] == "q"] == ["q24", "q25", "q26"]


def test_before_the_stage_is_chosen_no_criterion_is_shown() -> None:
    assert not [key for key in answers.visible(CHECKLIST, {}) if key[0] == "q"]


@pytest.mark.parametrize(("mark", "asked"), [("met", False), ("partly", True), ("not_met", True)])
def test_a_note_is_asked_for_where_a_criterion_was_not_met(mark: str, asked: bool) -> None:
    given = {"stage": "first_plan", "q19": mark}
    assert ("q19_note" in answers.visible(CHECKLIST, given)) is asked
    assert ("q19_note" in _messages(answers.missing(CHECKLIST, given))) is asked


def test_an_answer_hidden_by_another_stage_does_not_count() -> None:
    given = {"stage": "closure", "q19": "not_met", "q27": "met"}
    assert "q19_note" not in answers.visible(CHECKLIST, given)
    assert "q19" not in _messages(answers.missing(CHECKLIST, given))


def test_the_short_card_asks_five_things_of_the_family() -> None:
    shown = answers.shown(FEEDBACK, {"stage": "taf"})
    family = [question.key for question in shown if question.filled_by == "family"]
    assert family == ["share", "p3", "p9", "p11", "change", "talk_today"]


def test_declined_ends_the_form_with_one_tap() -> None:
    given = {"stage": "closure", "declined": True}
    assert answers.missing(FEEDBACK, given) == ()
    assert not [question for question in answers.shown(FEEDBACK, given) if question.filled_by == "family"]


def test_the_translation_of_an_answer_is_asked_for_when_it_is_not_in_english() -> None:
    given = {"stage": "taf", "language": "pl", "change": "po polsku"}
    assert "change_translation" in answers.visible(FEEDBACK, given)
    assert "change_translation" not in answers.visible(FEEDBACK, {**given, "language": "en"})
    assert "best_translation" not in answers.visible(FEEDBACK, given)


def test_a_named_variant_overrides_the_answer() -> None:
    assert "p9" not in answers.visible(FEEDBACK, {"stage": "closure"}, variant="end_of_assessment")


def test_sections_with_nothing_to_show_are_left_out() -> None:
    titles = [section.title for section, _questions in answers.sections(CHECKLIST, {"stage": "first_plan"})]
    assert "D. Plan" in titles
    assert "B. Voice" not in titles


def test_blank_paper_asks_all_that_could_come_to_be_asked_at_one_stage() -> None:
    keys = [q.key for _section, questions in answers.for_blank(CHECKLIST, "first_plan") for q in questions]
    assert "q19" in keys
    assert "q19_note" in keys
    assert "q01" not in keys


def test_blank_paper_has_no_place_for_typing_it_in() -> None:
    keys = [q.key for _section, questions in answers.for_blank(FEEDBACK) for q in questions]
    assert not {"entered_from_paper", "received_on", "best_translation"} & set(keys)
    assert {"p1", "p12", "taf_number", "concern_text"} <= set(keys)


def test_the_taf_number_is_printed_on_the_short_card_only() -> None:
    def keys(variant: str) -> list[str]:
        return [q.key for _section, questions in answers.for_blank(FEEDBACK, variant) for q in questions]

    assert "taf_number" in keys("taf")
    assert "taf_number" not in keys("closure")


def test_a_date_after_today_is_wrong_where_the_future_is_not_asked_for() -> None:
    given = {"stage": "closure", "received_on": "2026-09-05", "share": "no_name"}
    assert _messages(answers.check(FEEDBACK, given, today=TODAY)) == {
        "received_on": "Date must be today or in the past"
    }
    assert answers.check(FEEDBACK, {**given, "received_on": "2026-09-04"}, today=TODAY) == ()


def test_a_number_out_of_bounds_may_be_saved_and_is_said_to_be_wrong() -> None:
    given = {"stage": "taf", "taf_number": 0}
    assert _messages(answers.check(FEEDBACK, given))["taf_number"] == "Enter a number that is 1 or more"
    assert _messages(answers.check(FEEDBACK, {**given, "taf_number": 100}))


def test_an_answer_of_the_wrong_shape_is_wrong() -> None:
    assert _messages(answers.check(NOTE, {"kind": "letter"}))["kind"].startswith("Choose one of the answers")


def test_what_to_put_right_comes_in_the_forms_order() -> None:
    given = {"at": "2027-01-01T10:00", "kind": "letter"}
    faults = answers.to_put_right(NOTE, given, today=TODAY)
    assert [fault.path for fault in faults] == ["text", "at", "kind"]


def test_faults_in_a_table_name_row_and_column() -> None:
    given = {"children": {"zofia": {"rank": "a", "seen": "sometimes"}}}
    assert set(_messages(answers.check(NOTE, given))) == {"children/zofia/seen"}


def test_a_column_is_shown_by_what_its_own_row_says() -> None:
    table = NOTE.question("children")
    not_seen = answers.visible_columns(table, {"seen": "not_seen"}, {})
    seen = answers.visible_columns(table, {"seen": "seen"}, {})
    assert [column.key for column in not_seen] == ["child", "seen", "why_not"]
    assert [column.key for column in seen] == ["child", "seen"]


def test_a_required_table_and_its_required_cells_are_missed(tmp_path: Path) -> None:
    text = """
        id = "plan"
        version = 1
        register = "F05"
        title = "Plan"
        record = "plan"
        [[sections]]
        id = "one"
        title = "One"
        [[sections.questions]]
        key = "actions"
        kind = "table"
        label = "Actions"
        required = true
        columns = [
            { key = "what", kind = "text", label = "What", required = true, if_missing = "Enter what" },
            { key = "done", kind = "yes_no", label = "Done" },
            { key = "by", kind = "text", label = "By", required_when = WAIT },
        ]
    """.replace("WAIT", '{ question = "done", one_of = [true] }')
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    form = loader.read_form(path)
    assert _messages(answers.missing(form, {})) == {"actions": "Add an answer to “Actions”"}
    rows = {"a": {"rank": "a"}, "b": {"rank": "b", "what": "Ring", "done": True}}
    assert _messages(answers.missing(form, {"actions": rows})) == {
        "actions/a/what": "Enter what (row 1)",
        "actions/b/by": "Enter an answer to “By” (row 2)",
    }


def test_progress_counts_what_is_asked_at_this_stage() -> None:
    given = {"stage": "review", "q24": "met", "q25": "partly"}
    assert answers.progress(CHECKLIST, given) == (3, 6)
    assert answers.progress(CHECKLIST, {**given, "q25_note": "Late"}) == (4, 6)


def test_paths_lead_to_questions_columns_and_values() -> None:
    given = {"text": "Hello", "children": {"r1": {"rank": "a", "seen": "seen"}}}
    assert answers.question_at(NOTE, "text").kind == "long_text"
    assert answers.question_at(NOTE, "children/r1/seen").key == "seen"
    assert answers.value_at(given, "children/r1/seen") == "seen"
    assert answers.value_at(given, "children/r2/seen") is None
    for path in ("nothing", "children/r1/nothing", "text/r1/seen"):
        with pytest.raises(KeyError):
            answers.question_at(NOTE, path)


def test_rows_come_in_the_order_of_their_ranks() -> None:
    table = {"x": {"rank": "c"}, "y": {"rank": "a"}, "z": {"rank": "b"}}
    assert [row_id for row_id, _row in answers.rows(table)] == ["y", "z", "x"]


def test_differences_are_told_by_path() -> None:
    old = {"text": "One", "children": {"a": {"rank": "1", "seen": "seen"}, "b": {"rank": "2"}}}
    new = {
        "text": "Two",
        "kind": "visit",
        "children": {"a": {"rank": "3", "seen": "not_seen"}, "c": {"rank": "2"}},
        "$status": "finished",
    }
    told = {each.path: (each.old, each.new) for each in answers.differences(NOTE, old, new)}
    assert told == {
        "text": ("One", "Two"),
        "kind": (None, "visit"),
        "children/a/seen": ("seen", "not_seen"),
        "children/a/rank": ("1", "3"),
        "children/b": ({"rank": "2"}, None),
        "children/c": (None, {"rank": "2"}),
    }


def test_nothing_and_an_empty_answer_do_not_differ() -> None:
    assert answers.differences(NOTE, {"text": "", "kind": None}, {}) == ()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("text", "Zofia met me", "Zofia met me"),
        ("at", "2026-07-03T10:40", "3 July 2026, 10:40"),
        ("kind", "visit", "Visit"),
        ("kind", "a code of later years", "a code of later years"),
        ("who_was_there", ["p1", {"name": "Aunt Ewa"}, "p9"], "Agnieszka, Aunt Ewa, Someone on file"),
        (
            "children",
            {"b": {"rank": "2", "child": "p1"}, "a": {"rank": "1", "seen": "seen"}},
            "Seen\nAgnieszka",
        ),
        ("entered_from_paper", True, "Yes"),
        ("paper_date", "2026-07-03", "3 July 2026"),
        ("text", None, ""),
    ],
)
def test_an_answer_is_shown_in_words(path: str, value: object, said: str) -> None:
    shown = answers.summary(NOTE.question(path), value, words.of("en"), {"p1": "Agnieszka"})
    assert shown == said


@pytest.mark.parametrize(
    "typed", ["31 6 2026", "3 Ju", "32/13/2026", "2026-02-30", "2026-13", "2026-07-03Tten"]
)
def test_a_date_that_cannot_be_read_yet_is_shown_as_it_was_typed(typed: str) -> None:
    english = words.of("en")
    assert answers.summary(NOTE.question("paper_date"), typed, english) == typed
    assert answers.summary(NOTE.question("at"), typed, english) == typed
    period = definition.Question("when", "date_range", "When")
    assert answers.summary(period, {"from": typed, "to": None}, english) == typed
    assert "paper_date" in _messages(
        answers.check(NOTE, {"entered_from_paper": True, "paper_date": typed}, today=TODAY)
    )


def test_a_scales_answer_is_shown_with_its_word() -> None:
    assert answers.summary(FEEDBACK.question("p1"), 5, words.of("en")) == "Strongly agree"
    assert answers.summary(FEEDBACK.question("overall"), 7, words.of("en")) == "7"
    assert answers.summary(FEEDBACK.question("concern"), False, words.of("en")) == "No"
    assert answers.summary(CHECKLIST.question("help_wanted"), ["mentor", "other"], words.of("en")) == (
        "A mentor, Something else"
    )


def test_choices_give_the_answer_beside_the_words() -> None:
    points = FEEDBACK.question("p1").choices()
    assert [point.value for point in points] == [5, 4, 3, 2, 1, 0]
    overall = FEEDBACK.question("overall").choices()
    assert (overall[0].hint, overall[10].hint) == ("Very bad", "Very good")
    assert [choice.value for choice in definition.Question("a", "yes_no_unknown", "A").choices()] == [
        "yes",
        "no",
        "unknown",
    ]


def test_a_stage_that_is_no_answer_at_all_asks_nothing_of_any_stage() -> None:
    assert not [key for key in answers.visible(CHECKLIST, {"stage": []}) if key[0] == "q"]


# What comes next


def test_the_next_thing_to_answer_is_the_one_below_else_the_first_above() -> None:
    assert answers.missing_after(NOTE, {}, "text") == "at"
    assert answers.missing_after(NOTE, {}, "at") == "text"
    assert answers.missing_after(NOTE, {}, "nowhere") == answers.missing(NOTE, {})[0].path
    assert answers.missing_after(NOTE, {"text": "Tea"}, "at") is None, "only this one is left"
    assert answers.missing_after(NOTE, {"text": "Tea", "at": "2026-09-04T10:15"}, "text") is None


def test_in_a_table_the_next_cell_of_the_row_comes_before_the_next_question() -> None:
    row = {"rank": "A", "child": "z", "seen": False}
    given = {"children": {"r": row, "q": {**row, "rank": "B", "why_not": "At school"}}}
    waiting = [fault.path for fault in answers.missing(PART_B, given)]
    assert "children/q/why_not" not in waiting
    assert answers.missing_after(PART_B, given, "children/r/seen") == "children/r/why_not"
    last = [path for path in waiting if path.startswith("children/q")][-1]
    beyond = waiting[waiting.index(last) + 1] if waiting[-1] != last else waiting[0]
    assert answers.missing_after(PART_B, given, last) == beyond
