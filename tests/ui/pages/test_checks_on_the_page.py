"""What a check says stands on the page: with what must be put right, or alone, and it stops nothing."""

from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.forms import definition
from ehdesk.models import beginning, episode
from ehdesk.ui import answer_entries, answer_input, form_view, questions
from tests.ui.pages.conftest import AROUND, AtWork, question

pytestmark = pytest.mark.usefixtures("no_strays")


def a_step(at_work: AtWork, **answers: Any) -> Any:
    """The page of a screening of which everything that must be is answered."""
    given = {
        "concern": "A call from school",
        "level_before": "universal",
        "level_after": "universal_plus",
        "received_at": "2026-07-01T09:00",
        "rating": "green",
        "reasons": "Late three times",
        "on_both_systems": True,
        "decision": "single_service",
        "referrer_told_at": "2026-07-01T15:00",
        **answers,
    }
    record_id = at_work.kept.do(
        beginning.begin,
        "step_record",
        family_id=at_work.home.family,
        variant="screening",
        answers=given,
    )
    return at_work.go("form", record_id)


def test_a_warning_is_said_on_checking_and_lets_the_form_be_finished(at_work: AtWork) -> None:
    page = a_step(at_work, on_both_systems=False)
    page._edit.check()
    assert page._edit.summary.links() == []
    assert [words[:30] for words in page._edit.summary.doubts()] == ["Put this contact on the other "]
    said: list[Any] = []
    at_work.desk.said.connect(said.append)
    page._edit.finish()
    at_work.settle()
    assert page._edit.opened.sheet.status == "finished"
    assert [notice.text for notice in said] == ["Finished. Worth a second look"]


def test_with_nothing_to_say_the_page_says_that_it_can_be_finished(at_work: AtWork) -> None:
    page = a_step(at_work)
    page._edit.check()
    assert not page._edit.summary.isVisible()
    assert "You can finish" in page._edit.strip.words()


def test_what_the_episode_forbids_is_told_on_the_page_before_finishing(at_work: AtWork) -> None:
    at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-07-02"})
    part_b = at_work.kept.do(
        beginning.begin,
        "eha_part_b",
        family_id=at_work.home.family,
        answers={"started_on": "2026-07-01"},
    )
    page = at_work.go("form", part_b)
    page._edit.check()
    assert "Enter a date on or after the day Early Help was opened" in page._edit.summary.links()
    assert "Enter this child’s own words, or what you saw (child 2)" in page._edit.summary.links()


def test_a_section_that_is_kept_apart_says_so_and_shows_its_prompts(at_work: AtWork) -> None:
    part_b = at_work.kept.do(beginning.begin, "eha_part_b", family_id=at_work.home.family)
    page = at_work.go("form", part_b)
    at_work.qtbot.waitUntil(lambda: page._view.is_whole)
    told = [label.text() for label in page._view.findChildren(QtWidgets.QLabel) if label.isVisible()]
    assert "Ask alone." in told
    assert sum(words.startswith("Kept apart") for words in told) == 1


def test_none_takes_the_others_away_and_goes_when_another_is_ticked(qtbot: Any) -> None:
    options = (
        definition.Option("NONE", "None", exclusive=True),
        definition.Option("MOB", "Moving about"),
        definition.Option("VIS", "Vision"),
    )
    made = questions.make_input(question("multiple_choice", options=options), AROUND)
    qtbot.addWidget(made)
    said: list[object] = []
    made.answered.connect(said.append)
    none, moving, vision = (box for box in made.controls() if isinstance(box, QtWidgets.QCheckBox))
    for box in (moving, vision, none, moving):
        box.click()
    assert said == [["MOB"], ["MOB", "VIS"], ["NONE"], ["MOB"]]


@pytest.mark.parametrize(
    ("among", "offered"),
    [
        ("children", ["Zofia, 9"]),
        ("adults", ["Agnieszka Kowalczyk, mother"]),
        ("anyone", ["Agnieszka Kowalczyk, mother", "Zofia, 9", "Carol Ndlovu"]),
    ],
)
def test_a_question_offers_only_those_it_is_about(qtbot: Any, among: Any, offered: list[str]) -> None:
    made = questions.make_input(question("people", among=among), AROUND)
    qtbot.addWidget(made)
    boxes = [box.text() for box in made.controls() if isinstance(box, QtWidgets.QCheckBox)]
    assert boxes == offered


OUTCOMES = definition.Form(
    "plan",
    1,
    "F99",
    "Plan",
    "plan",
    (
        definition.Section(
            "one",
            "One",
            (
                definition.Question(
                    "outcomes",
                    "table",
                    "Outcomes",
                    columns=(definition.Question("outcome", "text", "Outcome"),),
                ),
                definition.Question(
                    "first", "entry", "Which comes first", rows_of="plan.outcomes", row_label="outcome"
                ),
            ),
        ),
    ),
)


def chooser_of(view: form_view.FormView) -> Any:
    """The question that chooses among the rows."""
    return view.findChild(answer_entries.EntryInput)


def test_a_row_that_was_just_written_can_be_chosen_and_keeps_its_new_words(qtbot: Any) -> None:
    view = form_view.FormView(OUTCOMES, answer_input.Surroundings())
    qtbot.addWidget(view)
    view.set_answers({"first": "r1"})
    view.set_answer("outcomes", {"r1": {"rank": "a", "outcome": "Sleep"}, "r2": {"rank": "b"}})
    chooser = chooser_of(view)
    assert [radio.text() for radio in chooser.controls()] == ["Sleep", "2"]
    assert chooser.answer() == "r1"
    view.set_answer("outcomes/r2/outcome", "School in the morning")
    assert [radio.text() for radio in chooser.controls()] == ["Sleep", "School in the morning"]


def test_without_rows_an_entry_says_that_there_is_nothing_yet(qtbot: Any) -> None:
    view = form_view.FormView(OUTCOMES, answer_input.Surroundings())
    qtbot.addWidget(view)
    view.set_answers({})
    chooser = chooser_of(view)
    assert [label.text() for label in chooser.findChildren(QtWidgets.QLabel)] == [
        "There is nothing to choose from yet"
    ]
