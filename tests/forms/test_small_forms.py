"""The few questions behind each thing that is done with an episode, a household or an agreement."""

import pytest

from ehdesk.forms import answers, definition, loader, sharing_questions, signatures, small_forms

TODAY = "2026-07-07"
CHILDREN = (("z", "Zofia"), ("l", "Łukasz"))
LEVELS = (("universal", "Universal", "All children"), ("partnership_plus", "Partnership Plus", "Many"))
DIFFER = (("dob", "Date of birth", (("mine", "2017"), ("theirs", "2018"))),)


def asked(form: definition.Form) -> dict[str, str]:
    """What must be answered, in the words that ask for it."""
    return {fault.path: fault.message for fault in answers.missing(form, {})}


@pytest.mark.parametrize(
    ("form", "needed"),
    [
        (small_forms.child_joins(CHILDREN), {"child": "Choose a child", "joined_on": "Enter the date: from"}),
        (small_forms.child_leaves("Zofia"), {"on": "Enter the date: from"}),
        (small_forms.level(LEVELS, "Levels"), {"level", "reason", "from_on"}),
        (small_forms.lead(is_first=True), {"who", "from_on"}),
        (small_forms.lead(is_first=False), {"who", "from_on", "reason"}),
        (small_forms.corrected_lead(), {"name": "Enter the name"}),
        (small_forms.accepted("Carol"), {"on": "Enter the date: on"}),
        (small_forms.member(is_new=True), {"agency": "Enter the agency"}),
        (small_forms.member(is_new=True, has_accounts=True), {"agency": "Enter the agency"}),
        (small_forms.member(is_new=False), {"agency": "Enter the agency"}),
        (small_forms.leaves("Carol"), {"on"}),
        (small_forms.agency(is_new=True), {"name"}),
        (small_forms.moves_out("Zofia"), {"on", "reason"}),
        (small_forms.moves_in("Zofia"), {"on"}),
        (small_forms.joining("Zofia", DIFFER, intro="Two"), {"dob": "Choose for “Date of birth”"}),
    ],
)
def test_nothing_is_done_before_what_it_needs_is_said(
    form: definition.Form, needed: dict[str, str] | set[str]
) -> None:
    told = asked(form)
    assert told == needed if isinstance(needed, dict) else set(told) == needed
    assert all(told.values())


def test_whoever_is_chosen_by_their_account_is_asked_for_neither_name_nor_agency() -> None:
    form = small_forms.member(is_new=True, has_accounts=True)
    chosen = {"practitioner": "sam"}
    assert not answers.missing(form, chosen)
    assert "worker" not in answers.visible(form, chosen)
    assert "worker" in answers.visible(form, {})
    assert not answers.missing(small_forms.member(is_new=False), {"worker": "Sam Reid"})


def test_each_says_what_will_happen_to_whom() -> None:
    assert small_forms.child_leaves("Zofia").title == "Zofia leaves this episode"
    assert small_forms.lead(is_first=True).title == "Choose who leads"
    assert small_forms.lead(is_first=False).title == "Hand over the lead"
    assert small_forms.member(is_new=False).title == "Change what is known of them"
    assert small_forms.agency(is_new=False).title == "Change this agency"
    assert small_forms.joining("Zofia", DIFFER, intro="").title == "Join both records into Zofia"


def test_what_can_be_chosen_is_what_was_handed_in() -> None:
    child = small_forms.child_joins(CHILDREN).question("child")
    assert [(one.value, one.label) for one in child.choices()] == list(CHILDREN)
    level = small_forms.level(LEVELS, "Levels of Harlow").question("level")
    assert level.label == "Levels of Harlow"
    assert [(one.code, one.label, one.hint) for one in level.options] == list(LEVELS)


def test_a_whole_date_begins_with_today_and_a_part_of_one_with_nothing() -> None:
    assert small_forms.begun(small_forms.accepted("Carol"), TODAY) == {"on": TODAY}
    assert small_forms.begun(small_forms.moves_in("Zofia"), TODAY) == {}


# An agreement that is taken back, and sharing without one


def test_only_what_there_is_can_be_taken_back() -> None:
    def scopes(*given: tuple[str, ...]) -> list[str]:
        form = sharing_questions.taking_back(*given)
        return [one.code for one in form.question("scope").options]

    assert scopes((), ()) == ["all"]
    assert scopes(("School",), ()) == ["all", "agency"]
    assert scopes((), ("Photos",)) == ["all", "activity"]


def test_which_agency_is_asked_only_where_one_of_them_is_meant() -> None:
    form = sharing_questions.taking_back(("School", "CAMHS"), ("Photos",))
    assert {"by", "scope", "date"} <= set(asked(form))
    assert "agency" not in answers.visible(form, {"scope": "all"})
    seen = answers.visible(form, {"scope": "agency"})
    assert "agency" in seen
    assert "activity" not in seen
    assert [one.label for one in form.question("agency").choices()] == ["School", "CAMHS"]


def test_sharing_without_agreement_asks_what_to_whom_and_on_which_ground() -> None:
    needed = asked(sharing_questions.sharing_without())
    assert needed["what"] == "Enter what was shared"
    assert needed["to_whom"] == "Enter who has it"
    assert needed["ground"] == "Choose the ground"


def test_what_a_family_says_yes_or_no_to_is_told_in_the_words_of_the_form() -> None:
    told = sharing_questions.purposes()
    form = loader.load("agreement")
    assert told
    assert all(form.question(key).label == label for key, label in told.items())
    assert set(told) == {one.key for one in form.questions() if one.key.startswith("choice_")}


# Signatures

LINE = [[0, 0], [20, 5]]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"method": "drawn", "strokes": [LINE]}, ""),
        ({"method": "drawn", "strokes": [[[5, 5], [5, 25]]]}, ""),
        ({"method": "drawn", "strokes": [[[5, 5], [24, 24]]]}, "Sign in the box"),
        ({"method": "drawn", "strokes": [[[5, 5]], []]}, "Sign in the box"),
        ({"method": "drawn", "strokes": "a line"}, "Sign in the box"),
        ({"method": "drawn", "strokes": [[[0, 0], [True, 900]], [[0, 0, 0], [900, 1]]]}, "Sign in the box"),
        ({"method": "drawn"}, "Sign in the box"),
        ({"method": "typed", "name": "Agnieszka"}, ""),
        ({"method": "typed", "name": "  "}, "Enter the name of the person who agrees"),
        ({"method": "paper"}, "Enter where the signed paper is held"),
        ({"method": "spoken", "held_at": "Carol"}, ""),
        ({"method": "email"}, "Enter where the email is kept"),
        ({"method": "smoke"}, "Say how it was signed"),
        ({}, "Say how it was signed"),
    ],
)
def test_what_is_missing_in_a_signature_is_said(value: dict[str, object], said: str) -> None:
    told = signatures.missing(value)
    assert told.startswith(said)
    assert bool(told) == bool(said)


def test_a_signature_is_told_by_how_it_was_given_and_its_name_or_place() -> None:
    assert signatures.summary({"method": "typed", "name": "Agnieszka"}) == (
        "Name typed instead of signing",
        "Agnieszka",
    )
    assert signatures.summary({"method": "paper", "held_at": "school"}) == ("Signed on paper", "school")
    assert signatures.summary({"method": "drawn", "strokes": [LINE]}) == ("Signed here", "")
    assert signatures.summary({}) == ("", "")


def test_strokes_that_are_none_are_not_drawn() -> None:
    assert signatures.strokes({"strokes": [LINE, [], "x", [[1, "2"]]]}) == [LINE]
    assert signatures.strokes(None) == []
