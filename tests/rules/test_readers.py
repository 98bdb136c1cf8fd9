"""Who in a family may read what: apart, shielded, told nothing."""

from dataclasses import replace
from typing import Any

import pytest

from ehdesk.forms import loader
from ehdesk.rules import protected_words, readers, withholding

HIDDEN = readers.Place("12 Quillfeather Street", "", "Osierham", "ZZ7 3QX")
HIS = readers.Place("4 Mill Lane", "", "Alderby", "ZZ1 1AA")
MOTHER = readers.Person(
    "m", ("Agnieszka Kowalczyk",), "parent_or_carer", hidden=(HIDDEN,), hidden_from=frozenset({"f"}),
    reach=("01632 960123",),
)  # fmt: skip
FATHER = readers.Person("f", ("Gareth Hughes",), "parent_or_carer", homes=(HIS,))
CHILD = readers.Person(
    "c", ("Zofia Hughes",), "child", is_child=True, hidden=(HIDDEN,),
    schools=("Sedgewick Moss Primary School",),
    age=9,
)  # fmt: skip
LODGER = readers.Person("l", ("Tomasz Żebrowski",), "household", hidden=(HIDDEN,))
FACTS = readers.Facts((MOTHER, FATHER, CHILD, LODGER))
TO_HIM = readers.Reader("member", "Gareth Hughes", "f")
TO_HER = readers.Reader("member", "Agnieszka Kowalczyk", "m")
TO_CHILD = readers.Reader("child", "Zofia Hughes", "c")
PART_B = loader.load("eha_part_b")


def test_two_adults_belong_together_only_where_both_are_known_to_live_in_one_home() -> None:
    one, other = readers.Person("a"), readers.Person("b")
    assert readers.are_apart(one, other), "nothing is known"
    assert not readers.are_apart(replace(one, lives_here=True), replace(other, lives_here=True))
    assert readers.are_apart(replace(one, lives_here=True), replace(other, lives_here=False))
    assert not readers.are_apart(replace(one, homes=(HIS,)), replace(other, homes=(HIS,)))


def test_who_hides_from_somebody_is_apart_though_they_live_in_one_home() -> None:
    hiding = replace(MOTHER, homes=(HIS,), hidden=())
    assert readers.are_apart(hiding, FATHER)
    by_name = replace(hiding, hidden_from=frozenset({"gareth hughes"}))
    assert readers.hides(by_name, FATHER)


def test_everybody_who_lives_in_a_hidden_home_is_shielded_with_it() -> None:
    assert {one.id for one in readers.shielded(TO_HIM, FACTS)} == {"m", "c", "l"}
    assert readers.shielded(TO_HER, FACTS) == ()
    assert readers.unnamed(TO_HIM, FACTS) == {"l"}, "a father knows the names of his child and of her mother"


def test_readers_are_offered_by_what_they_are() -> None:
    older = replace(CHILD, id="o", names=("Ada Hughes",), age=14)
    assert [(one.kind, one.name) for one in readers.offered((CHILD, older, FATHER))] == [
        ("member", "Gareth Hughes"), ("young_person", "Ada Hughes"), ("child", "Zofia Hughes"),
    ]  # fmt: skip


def test_whoever_must_never_have_anything_gets_nothing() -> None:
    assert readers.may_have_nothing(TO_HIM, replace(FACTS, untold=frozenset({"f"})))
    assert readers.may_have_nothing(TO_HIM, replace(FACTS, never=frozenset({"gareth hughes"})))
    assert not readers.may_have_nothing(TO_HER, replace(FACTS, never=frozenset({"gareth hughes"})))


# What is left out, and what is given out on purpose


def test_a_row_of_another_adult_leaves_no_trace() -> None:
    rows = {
        "a": {"rank": "a", "adult": "m", "views": "Hers"},
        "b": {"rank": "b", "adult": "f", "views": "His"},
    }
    theirs = withholding.filtered(PART_B, {"adults": rows}, TO_HIM, FACTS)
    assert theirs.answers == {"adults": {"b": rows["b"]}}
    assert [one.key for one in theirs.left_out] == ["adults/a"]
    wish = withholding.Wish(released=frozenset({"adults/a"}))
    assert withholding.filtered(PART_B, {"adults": rows}, TO_HIM, FACTS, wish).answers == {"adults": rows}


def test_a_child_reads_neither_adults_nor_brothers_and_sisters() -> None:
    answers: dict[str, Any] = {
        "children": {"a": {"rank": "a", "child": "c", "own_words": "Mine"}, "b": {"rank": "b", "child": "o"}},
        "parent_comments": "Ours",
    }
    theirs = withholding.filtered(PART_B, answers, TO_CHILD, FACTS)
    assert theirs.answers == {"children": {"a": answers["children"]["a"]}}


def test_what_depends_on_something_kept_apart_goes_with_it_and_comes_with_it() -> None:
    answers = {"domestic_abuse_need": "significant", "domestic_abuse_worries": "He waited outside"}
    assert withholding.filtered(PART_B, answers, TO_HER, FACTS).answers == {}
    wish = withholding.Wish(released=frozenset({"domestic_abuse_worries"}))
    given = withholding.filtered(PART_B, answers, TO_HER, FACTS, wish).answers
    assert given == {"domestic_abuse_worries": "He waited outside"}


def test_a_court_has_what_is_kept_apart_but_no_third_party_unless_the_authority_says_otherwise() -> None:
    row = {"rank": "a", "agency": "GP", "third_party": True, "third_party_information": "A neighbour said"}
    answers = {"domestic_abuse_need": "some", "agencies_asked": {"a": row}}
    court = readers.Reader("court", "The court")
    got = withholding.filtered(PART_B, answers, court, FACTS).answers
    assert got == {"domestic_abuse_need": "some", "agencies_asked": {"a": {"rank": "a", "agency": "GP"}}}
    closed = replace(FACTS, court="nothing_kept_apart")
    assert "domestic_abuse_need" not in withholding.filtered(PART_B, answers, court, closed).answers


@pytest.mark.parametrize("form_id", ["feedback_young_person", "feedback_child"])
def test_what_a_child_filled_in_goes_back_to_a_child_and_to_no_parent(form_id: str) -> None:
    form = loader.load(form_id)
    parents = withholding.filtered(form, {"language": "en"}, TO_HER, FACTS)
    assert parents.held is not None
    assert parents.for_nobody_else
    assert withholding.filtered(form, {"language": "en"}, TO_CHILD, FACTS).held is None


def test_feedback_of_a_parent_waits_for_a_reason_where_it_does_not_say_whose_it_is() -> None:
    form = loader.load("feedback_parent")
    assert withholding.filtered(form, {"language": "pl"}, TO_HER, FACTS).held is not None
    wish = withholding.Wish(released=frozenset({withholding.WHOLE}))
    assert withholding.filtered(form, {"language": "pl"}, TO_HER, FACTS, wish).answers == {"language": "pl"}
    together = readers.Facts((replace(MOTHER, hidden_from=frozenset()), replace(FATHER, homes=(HIDDEN,))))
    assert withholding.filtered(form, {"language": "pl"}, TO_HER, together).held is None


def test_a_note_of_a_talk_with_one_parent_is_not_for_the_other() -> None:
    note = loader.load("note")
    hers = {"text": "We talked.", "who_was_there": ["m", "c"]}
    assert withholding.filtered(note, hers, TO_HIM, FACTS).held is not None
    assert withholding.filtered(note, hers, TO_HER, FACTS).held is None
    assert withholding.filtered(note, hers, readers.Reader("agency", "GP"), FACTS).held is None


def test_our_own_team_reads_everything() -> None:
    answers = {"domestic_abuse_need": "some", "history": "x"}
    assert withholding.filtered(PART_B, answers, readers.TEAM, FACTS).answers == answers


# Words


def words_in(said: str, reader: readers.Reader = TO_HIM) -> set[str]:
    found = protected_words.found(PART_B, {"history": said}, reader, FACTS)
    return {one.kind for one in found}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("They live in Quillfeather St.", "place"),
        ("at 12, QUILLFEATHER  STREET", "place"),
        ("near Quillfeather", "place"),
        ("post to zz73qx", "place"),
        ("post to ZZ7-3QX", "place"),
        ("in Osierham since May", "place"),
        ("ring 01632-960-123", "place"),
        ("ring +44 1632 960123", "place"),
        ("starts at Sedgewick Moss", "school"),
        ("Sedgewick Moss Primary’s gate", "school"),
        ("Zebrowski was there", "name"),
        ("od Tomasza Żebrowskiego", "name"),
    ],
)
def test_something_protected_is_found_however_it_is_spelled(said: str, kind: str) -> None:
    assert words_in(said) >= {kind}


@pytest.mark.parametrize(
    "said",
    [
        "They like the moss and the quill.",
        "Ring 01632 960999.",
        "Quillfeather Road is elsewhere.",
        "Gareth came.",
    ],
)
def test_other_words_are_left_in_peace(said: str) -> None:
    assert words_in(said) == set()


def test_who_lives_there_may_read_of_it() -> None:
    assert words_in("They live in Quillfeather Street, ZZ7 3QX.", TO_HER) == set()
    assert words_in("They live in Quillfeather Street, ZZ7 3QX.", readers.Reader("agency", "GP")) == {"place"}


def test_the_excerpt_is_the_sentence_in_which_it_stands() -> None:
    said = "All is well. They moved to Quillfeather Street. Sleep is better."
    (found,) = protected_words.found(PART_B, {"history": said}, TO_HIM, FACTS)
    assert (found.key, found.excerpt) == ("history", "They moved to Quillfeather Street.")
