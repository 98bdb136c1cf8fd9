"""A form's name in the middle of a sentence, as on the button that finishes it."""

import pytest

from ehdesk.forms import loader


@pytest.mark.parametrize(
    ("form_id", "named"),
    [
        ("eha_part_b", "Part B"),
        ("taf_meeting", "TAF meeting"),
        ("review", "review"),
        ("self_assessment", "self-assessment"),
        ("feedback_young_person", "young person's feedback"),
    ],
)
def test_a_name_keeps_its_capitals_and_a_word_does_not(form_id: str, named: str) -> None:
    assert loader.load(form_id).named_in_a_sentence == named
