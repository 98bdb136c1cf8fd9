"""What is asked when a family or a person is taken in, and what becomes of the answers."""

from datetime import date
from typing import Any

import pytest

from ehdesk.forms import people, person_form

TODAY = date(2026, 7, 7)
ZOFIA = {"rank": "A", "who": "child", "given_names": "Zofia", "dob": "14 3 2017", "phone": "01632 960001"}
BABY = {"rank": "B", "who": "unborn", "due_date": "2026-12-15"}
EMPTY = {"rank": "C", "who": "child"}


def family(**rows: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Kowalczyk", "people": rows}


def messages(form: Any, answers: dict[str, Any]) -> dict[str, str]:
    return {fault.path: fault.message for fault in people.faults(form, answers, TODAY)}


def test_a_new_family_begins_today_with_a_row_for_a_child_and_a_new_person_with_nothing() -> None:
    began = people.begun(people.NEW_FAMILY, TODAY, "one")
    assert began == {"opened_on": "2026-07-07", "people": {"one": {"rank": "V", "who": "child"}}}
    assert people.begun(people.NEW_PERSON, TODAY, "one") == {}


def test_a_row_of_which_nothing_was_said_is_nobody_but_an_unborn_baby_is_somebody() -> None:
    said = family(a=ZOFIA, b=BABY, c=EMPTY, d={"rank": "D", "who": "unborn"})
    assert list(people.meant(said)["people"]) == ["a", "b", "d"]
    assert people.meant({"name": " ", "started": None}) == {}


def test_what_a_page_begins_with_is_lost_without_a_question_and_what_was_typed_is_not() -> None:
    began = people.begun(people.NEW_FAMILY, TODAY, "one")
    assert people.is_untouched(people.NEW_FAMILY, {"opened_on": began["opened_on"]})
    assert not people.is_untouched(people.NEW_FAMILY, {**began, "name": "Kowalczyk"})
    assert not people.is_untouched(people.NEW_FAMILY, family(a=ZOFIA))


@pytest.mark.parametrize(
    ("who", "lacks"), [("child", False), ("unborn", False), ("parent_or_carer", True), (None, True)]
)
def test_a_family_without_a_child_or_a_baby_on_the_way_is_noticed(who: str | None, lacks: bool) -> None:
    said = family(a={"rank": "A", "who": who, "given_names": "Agnieszka"})
    assert people.lacks_a_child(people.NEW_FAMILY, said) is lacks
    assert not people.lacks_a_child(people.NEW_PERSON, said), "nobody asks that of one person"


def test_early_help_started_on_the_day_that_was_typed() -> None:
    assert people.start_of({"opened_on": "7 7 2026"}) == "2026-07-07"


@pytest.mark.parametrize(
    ("row", "called"),
    [
        ({"known_as": "Zosia", "given_names": "Zofia"}, "Zosia"),
        ({"given_names": "Zofia", "family_name": "Kowalczyk"}, "Zofia"),
        ({"family_name": "Kowalczyk"}, "Kowalczyk"),
        ({"who": "unborn"}, "unborn baby"),
        ({"who": "child"}, ""),
    ],
)
def test_somebody_is_called_by_the_name_that_they_use(row: dict[str, Any], called: str) -> None:
    assert people.called(row) == called


def test_leaving_names_what_would_be_lost() -> None:
    form = people.NEW_FAMILY
    nameless = {"rank": "D", "who": "child", "dob": "2020"}
    assert people.told(form, family(a=ZOFIA, b=BABY, d=nameless)) == (
        "the name Kowalczyk, and 3 people: Zofia, unborn baby, a person without a name"
    )
    assert people.told(form, family(a=ZOFIA)) == "the name Kowalczyk, and 1 person: Zofia"
    assert people.told(form, {"name": "Kowalczyk"}) == "the name Kowalczyk"
    assert people.told(form, {"people": {"a": ZOFIA}}) == "1 person: Zofia"
    assert people.told(form, {}) == "what you typed"
    assert people.told(people.NEW_PERSON, ZOFIA) == "what you typed about Zofia"
    assert people.told(people.NEW_PERSON, {}) == "what you typed about this person"


def test_others_like_them_are_looked_for_by_what_can_be_read() -> None:
    known = people.known_of(people.NEW_FAMILY, family(a={**ZOFIA, "dob": "in spring"}, c=EMPTY))
    assert known == {"a": {"who": "child", "given_names": "Zofia", "phone": "01632 960001"}}
    assert people.known_of(people.NEW_PERSON, ZOFIA)[""]["dob"] == "2017-03-14"
    assert people.known_of(people.NEW_PERSON, {"who": "child"}) == {}


def test_what_is_missing_or_cannot_be_is_said_at_its_place() -> None:
    far = {**BABY, "due_date": "2027-05-08"}
    found = messages(people.NEW_FAMILY, family(a={**ZOFIA, "given_names": None}, b=far))
    assert found["people/a/given_names"] == "Enter a given name (person 1)"
    assert "more than 10 months ahead" in found["people/b/due_date"]
    assert messages(people.NEW_FAMILY, family(b={**BABY, "due_date": "2027-05-07"})) == {}
    assert messages(people.NEW_FAMILY, {"people": {"a": ZOFIA}}) == {"name": "Enter the family’s name"}


def test_a_due_date_that_is_missing_or_unreadable_is_told_once() -> None:
    told = people.faults(people.NEW_PERSON, {"who": "unborn", "due_date": "soon"}, TODAY)
    assert [fault.path for fault in told] == ["due_date"]
    assert messages(people.NEW_PERSON, {"who": "unborn"}) == {
        "due_date": "Enter the date the baby is due; the middle of the month will do"
    }
    assert "due_date" in messages(people.NEW_PERSON, {"who": "unborn", "due_date": "2028-01-01"})
    assert "due_date" not in messages(people.NEW_PERSON, {"who": "child", "given_names": "Zofia"})


def test_the_record_keeps_what_was_asked_under_its_own_keys() -> None:
    assert people.person_fields(ZOFIA, "p1") == {
        "given_names": "Zofia",
        "dob": "2017-03-14",
        "role": "child",
        "phones": {"p1": {"rank": "V", "number": "01632 960001"}},
    }


def test_an_unborn_baby_is_a_child_with_a_due_date_and_nothing_that_only_the_born_have() -> None:
    row = {**BABY, "dob": "2017", "dob_estimated": True, "phone": "01632 960001"}
    assert people.person_fields(row, "p1") == {"role": "child", "due_date": "2026-12-15"}


def test_an_estimate_of_no_date_is_nothing() -> None:
    told = {"who": "household", "given_names": "Jan", "dob_estimated": True}
    assert people.person_fields(told, "p1") == {"given_names": "Jan", "role": "household"}
    with_date = people.person_fields({**told, "dob": "1961"}, "p1")
    assert with_date["dob_estimated"] is True
    assert people.person_fields({"given_names": "Jan"}, "p1") == {"given_names": "Jan"}, (
        "a role is not made up"
    )


def test_what_looks_odd_in_a_persons_numbers_is_said_beside_it() -> None:
    said = {
        "nhs_no": "999 000 1230",
        "upn": "Z000999921009",
        "disability": ["NONE", "HEAR"],
        "addresses": {"h": {"rank": "A", "postcode": "nowhere"}, "i": {"rank": "B", "town": "Leeds"}},
    }
    odd = person_form.oddities(said)
    assert set(odd) == {"nhs_no", "upn", "disability", "addresses/h/postcode"}
    assert all(odd.values())


def test_what_looks_right_is_left_alone() -> None:
    said = {"nhs_no": "999 000 0018", "disability": ["NONE"], "addresses": {"h": {"postcode": "LS1 4AP"}}}
    assert person_form.oddities(said) == {}
    assert person_form.oddities({"disability": ["HEAR", "VIS"]}) == {}
    assert person_form.oddities({}) == {}
