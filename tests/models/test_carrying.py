"""What is known already is offered, not written: an answer comes over with a yes, and none is ever lost."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehdesk import errors
from ehdesk.forms import definition, loader
from ehdesk.models import base, carrying, form
from tests import building

CARRIED = {q.key: q.carry.partition(".")[2] for q in loader.load("eha_part_b").questions() if q.carry}
LEVELS = st.sampled_from(["universal", "universal_plus", "partnership_plus"])
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=200)


@dataclass
class Two:
    """Part A, and Part B begun after it."""

    desk: building.Desk
    part_a: base.RecordId
    part_b: base.RecordId


def begun(desk: building.Desk, family_id: str, **said: Any) -> Two:
    part_a = desk.do(form.start, "eha_part_a", family_id=family_id, answers=said)
    desk.time.pass_by(days=30)
    return Two(desk, part_a, desk.do(form.start, "eha_part_b", family_id=family_id))


def test_a_new_form_offers_what_is_known_with_source_and_date(
    desk: building.Desk, household: building.Household
) -> None:
    two = begun(desk, household.family, tried_before="A sleep diary helped.")

    offered = desk.ask(form.carried, two.part_b)

    assert set(offered) == {"history"}
    offer = offered["history"]
    assert (offer.value, offer.source, offer.who) == ("A sleep diary helped.", "Part A", "Carol Ndlovu")
    assert offer.at == building.START
    assert desk.ask(form.sheet, two.part_b).answers == {}, "nothing is written by itself"


def test_a_yes_takes_it_over_and_undo_takes_it_back(
    desk: building.Desk, household: building.Household
) -> None:
    two = begun(desk, household.family, tried_before="A sleep diary helped.")

    assert desk.do(form.accept, two.part_b, "history") == "A sleep diary helped."

    assert desk.ask(form.sheet, two.part_b).answers == {"history": "A sleep diary helped."}
    assert desk.ask(form.carried, two.part_b) == {}
    (voice,) = desk.ask(form.history, two.part_b, "history")
    assert voice.verb == "answer.carried"
    desk.do(form.undo, two.part_b)
    assert desk.ask(form.sheet, two.part_b).answers == {}
    assert set(desk.ask(form.carried, two.part_b)) == {"history"}
    desk.do(form.redo, two.part_b)
    assert desk.ask(form.sheet, two.part_b).answers == {"history": "A sleep diary helped."}


def test_what_is_answered_here_is_never_offered_or_replaced(
    desk: building.Desk, household: building.Household
) -> None:
    two = begun(desk, household.family, tried_before="A sleep diary helped.")
    desk.do(form.answer, two.part_b, "history", "Said anew")

    assert desk.ask(form.carried, two.part_b) == {}
    with pytest.raises(errors.NothingOffered):
        desk.do(form.accept, two.part_b, "history")

    assert desk.ask(form.sheet, two.part_b).answers["history"] == "Said anew"


def test_of_two_forms_the_newer_one_is_asked(desk: building.Desk, household: building.Household) -> None:
    two = begun(desk, household.family, tried_before="Older words")
    desk.do(form.start, "eha_part_a", family_id=household.family, answers={"tried_before": "Newer words"})

    assert desk.ask(form.carried, two.part_b)["history"].value == "Newer words"


def test_nothing_comes_from_another_family_or_from_what_is_void(
    desk: building.Desk, household: building.Household
) -> None:
    other = building.a_family(desk, "Ionescu")
    two = begun(desk, household.family, tried_before="Theirs")
    elsewhere = desk.do(form.start, "eha_part_b", family_id=other.family)
    assert desk.ask(form.carried, elsewhere) == {}

    desk.do(form.void, two.part_a, "Begun twice")

    assert desk.ask(form.carried, two.part_b) == {}


def test_a_finished_form_and_one_without_a_family_are_offered_nothing(
    desk: building.Desk, household: building.Household
) -> None:
    two = begun(desk, household.family, tried_before="A sleep diary helped.")
    desk.do(form.void, two.part_b, "Begun twice")
    assert desk.ask(form.carried, two.part_b) == {}
    unfiled = desk.do(form.start, "eha_part_b")
    assert desk.ask(form.carried, unfiled) == {}
    with pytest.raises(errors.NothingOffered):
        desk.do(form.accept, unfiled, "history")


COLUMNS = (
    definition.Question(key="what", kind="text", label="What"),
    definition.Question(key="secret", kind="text", label="Secret", restricted=True),
    definition.Question(key="old", kind="text", label="No longer asked"),
)
TABLE = definition.Question(key="rows", kind="table", label="Rows", columns=COLUMNS)
SAID = {"a": {"rank": "A", "what": "Tea", "secret": "zqx", "old": "Coffee"}}


def taken(asked: definition.Question, source: definition.Question, value: Any) -> Any:
    """What a question is offered of an answer to another one."""
    there = definition.Form("x", 1, "F99", "X", "x", (definition.Section("one", "One", (source,)),))
    told = SimpleNamespace(form=there, answers={source.key: value})
    return carrying._value(asked, told, "rows")  # type: ignore[arg-type]


def test_of_a_table_only_the_open_columns_that_are_asked_here_come_over() -> None:
    here = definition.Question(key="rows", kind="table", label="Rows", columns=COLUMNS[:2])
    assert taken(here, TABLE, SAID) == {"a": {"rank": "A", "what": "Tea"}}


def test_what_is_kept_apart_comes_over_only_to_where_it_stays_apart() -> None:
    open_, apart = (
        definition.Question(key="rows", kind="text", label="X", restricted=one) for one in (False, True)
    )
    assert taken(open_, apart, "zqx") is None
    assert taken(apart, apart, "zqx") == "zqx"
    assert taken(apart, open_, "Tea") == "Tea"


def test_what_does_not_fit_or_is_not_asked_there_is_not_offered() -> None:
    number = definition.Question(key="rows", kind="number", label="X")
    text = definition.Question(key="rows", kind="text", label="X")
    assert taken(number, text, "many") is None
    assert taken(number, text, "7") == 7
    assert taken(text, definition.Question(key="other", kind="text", label="X"), "Tea") is None


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    said=st.fixed_dictionaries(
        {},
        optional={"tried_before": WORDS, "reason_text": WORDS, "initial_level": LEVELS},
    ),
    own=st.dictionaries(st.sampled_from(sorted(CARRIED)), LEVELS, max_size=2),
)
def test_carrying_forward_never_loses_an_answer(
    desk: building.Desk, household: building.Household, said: dict[str, str], own: dict[str, str]
) -> None:
    two = begun(desk, household.family, **said)
    for key, value in own.items():
        desk.do(form.answer, two.part_b, key, value)
    before = desk.ask(form.sheet, two.part_a).answers

    for key in desk.ask(form.carried, two.part_b):
        desk.do(form.accept, two.part_b, key)

    now = desk.ask(form.sheet, two.part_b).answers
    assert desk.ask(form.sheet, two.part_a).answers == before, "the source keeps all of it"
    for key, source in CARRIED.items():
        assert now.get(key) == (own.get(key) or before.get(source))
    desk.do(form.void, two.part_a, "Only for this example")
