"""Why we are involved, in plain words, any language and size; and what a copy says of its English."""

from dataclasses import replace
from typing import Any

import page as checker
import pytest

from ehdesk import words
from ehdesk.forms import loader
from ehdesk.models import why
from tests.paper import drawn, readback, samples
from tests.paper.test_easy_read import LONGEST, sentences

TRANSLATED = why.Plain(
    "We mend the wall.", "Naprawimy ścianę i nie będzie zimno.", "Ewa Sikora", "2026-07-01"
)


@pytest.mark.parametrize("setting", [{}, {"size": "large"}, {"size": "easy", "tint": True}], ids=str)
@pytest.mark.parametrize("language", ["en", "ur", "pl"])
def test_the_page_is_whole_in_every_size(
    language: str, setting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = drawn.Watch(monkeypatch)
    pdf = samples.why_involved(language=language, **setting)
    assert [*watch.collisions()] == []
    assert watch.outside() == []
    report = checker.validate_pdf_bytes(pdf, profile=checker.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []


def test_it_says_what_brought_us_what_comes_next_and_how_to_say_no() -> None:
    said = readback.words(samples.why_involved())
    for words_of_it in (
        "School, learning or attendance",
        "A dry bedroom wall",
        "We meet next on 1 September 2026.",
        "Carol Ndlovu is your main worker.",
        "Jo Marsden, Health Visiting",
        "You can say no. You can stop at any time.",
        "call 01632 960100",
    ):
        assert words_of_it in said
    assert said.count("Carol Ndlovu") == 1


def test_each_page_carries_its_code_at_head_and_foot_as_every_paper_does() -> None:
    for number, said in enumerate(readback.page_words(samples.why_involved(size="large")), start=1):
        assert said.count(samples.RUN.letters(number)) == 2


@pytest.mark.parametrize("next_step", ["part_b", "single_service_plan", "advice_only", "refer_up", ""])
def test_its_sentences_are_short(next_step: str) -> None:
    told = replace(samples.WHY, next_step=next_step, meeting_on="", reasons=(), hopes=(), team=(), lead=None)
    said = readback.words(samples.why_involved(told))
    assert [each for each in sentences(said) if len(each.split()) > LONGEST] == []


def test_plain_words_are_there_in_the_language_of_the_page_once_somebody_answers_for_them() -> None:
    told = replace(samples.WHY, plain=TRANSLATED)
    said = readback.words(samples.why_involved(told, language="pl"))
    assert TRANSLATED.translation in said
    assert "Ewa Sikora" in said
    assert TRANSLATED.words not in said
    nameless = replace(told, plain=replace(TRANSLATED, translator=""))
    said = readback.words(samples.why_involved(nameless, language="pl"))
    assert TRANSLATED.words in said
    assert words.of("pl").text("These words are in English. Ask us to go through them.") in said


PLAN = loader.load("action_plan")
ANSWERS = samples.FILLED["action_plan"]


def copy(language: str, answers: dict[str, Any] = ANSWERS, **setting: Any) -> str:
    return readback.words(samples.filled(PLAN, answers, "family", language=language, **setting))


def test_a_copy_in_another_language_says_that_its_answers_are_in_english_and_who_explains_them() -> None:
    polish = words.of("pl")
    said = copy("pl", explains="Ewa Sikora")
    assert polish.text("The words in the boxes are in English.") in said
    assert polish.text("{name} will go through them with you.").format(name="Ewa Sikora") in said
    assert polish.text("Who will go through them with you") in copy("pl")
    assert "The words in the boxes" not in copy("en")


def test_a_copy_has_the_plain_words_as_the_translator_wrote_them() -> None:
    said = copy("pl")
    assert ANSWERS["in_plain_words_translation"] in said
    assert ANSWERS["in_plain_words"] not in said
    assert ANSWERS["in_plain_words"] in copy("en")


@pytest.mark.parametrize("missing", ["translator", "translated_on"])
def test_a_translation_that_nobody_answers_for_is_not_put_in_the_place_of_what_was_written(
    missing: str,
) -> None:
    answers = {key: value for key, value in ANSWERS.items() if key != missing}
    assert ANSWERS["in_plain_words"] in copy("pl", answers)


def test_a_translation_into_another_language_is_not_taken_for_this_one() -> None:
    assert ANSWERS["in_plain_words"] in copy("ur")


def test_the_setting_of_a_copy_changes_nothing_that_it_says() -> None:
    usual, large = (set(copy("en", size=size).split("\n")) for size in ("standard", "large"))
    heads = {"Page", "Plan", samples.ABOUT.reference}
    assert {each for each in usual - large if len(each) > 40} - heads == set()
