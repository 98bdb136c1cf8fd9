"""The history of everything: who looked, who changed what, in which fields, and what stood there."""

from ehdesk.models import copies, document, form, looked, person, trail
from tests import building


def told(desk: building.Desk, household: building.Household, **asked: object) -> list[tuple[str, str]]:
    lines = desk.ask(looked.lines, household.family, **asked)
    return [(line.verb, line.title or line.record_kind) for line in lines]


def test_looking_and_changing_stand_side_by_side_newest_first(
    desk: building.Desk, household: building.Household
) -> None:
    desk.time.pass_by(hours=1)
    desk.do(trail.viewed, household.zofia)
    desk.time.pass_by(hours=1)
    desk.do(person.change_person, household.zofia, "say_it", "ZOF-ya")
    assert told(desk, household)[:2] == [("person.changed", "Zofia"), ("record.viewed", "Zofia")]


def test_only_this_family_is_told(desk: building.Desk, household: building.Household) -> None:
    other = building.a_family(desk, "Owen")
    desk.do(trail.viewed, other.family)
    building.a_note(desk, other.family, text="Elsewhere")
    assert {line.record_id for line in desk.ask(looked.lines, household.family)} == {
        household.family,
        household.mother,
        household.zofia,
        household.lukasz,
    }


def test_filters_show_one_kind_one_worker_one_record(
    desk: building.Desk, household: building.Household
) -> None:
    desk.do(trail.viewed, household.family)
    desk.do(copies.given, household.family, copies.Copy("Agnieszka", "Plan"))
    assert told(desk, household, what="looked") == [("record.viewed", "Kowalczyk-Hughes")]
    assert told(desk, household, what="copied") == [("copy.given", "Plan for Agnieszka")]
    assert ("record.viewed", "Kowalczyk-Hughes") not in told(desk, household, what="changed")
    assert told(desk, household, by="nobody") == []
    assert told(desk, household, record_id=household.lukasz) == [("person.added", "Łukasz")]


def test_pages_go_on_without_a_gap(desk: building.Desk, household: building.Household) -> None:
    for number in range(7):
        desk.time.pass_by(minutes=20)
        desk.do(person.change_person, household.zofia, "say_it", f"way {number}")
    whole = desk.ask(looked.lines, household.family, limit=100)
    pages = [desk.ask(looked.lines, household.family, limit=3, offset=start) for start in range(0, 12, 3)]
    assert tuple(line for page in pages for line in page) == whole[:12]


def test_a_line_opens_to_what_was_and_what_became(desk: building.Desk, household: building.Household) -> None:
    for words in ("ZOF-ya", "ZOH-fya"):
        desk.time.pass_by(minutes=20)
        desk.do(person.change_person, household.zofia, "say_it", words)
    newest, before = desk.ask(looked.lines, household.family)[:2]
    field = looked.Field("say_it", is_apart=False)
    assert newest.fields == (field,)
    assert newest.act is not None
    assert before.act is not None
    assert desk.ask(looked.values, newest.act, household.zofia) == (looked.Value(field, "ZOF-ya", "ZOH-fya"),)
    assert desk.ask(looked.values, before.act, household.zofia) == (looked.Value(field, None, "ZOF-ya"),)


def test_a_restricted_field_stands_in_the_line_of_its_person_and_is_marked(
    desk: building.Desk, household: building.Household
) -> None:
    desk.time.pass_by(minutes=20)
    desk.do(person.change_person, household.mother, "contact_warning", "Never leave a message")
    line = desk.ask(looked.lines, household.family)[0]
    assert (line.record_id, line.title) == (household.mother, "Agnieszka")
    assert line.fields == (looked.Field("contact_warning", is_apart=True),)
    assert line.act is not None
    (value,) = desk.ask(looked.values, line.act, household.mother)
    assert (value.field.is_apart, value.became) == (True, "Never leave a message")


def test_the_reason_of_a_change_is_told(desk: building.Desk, household: building.Household) -> None:
    made = desk.do(document.add, household.family, b"a letter", document.New("Letter"))
    desk.time.pass_by(minutes=1)
    desk.do(document.take_away, made, "Belongs to another family")
    assert desk.ask(looked.lines, household.family)[0].why == "Belongs to another family"


def test_everybody_who_wrote_is_named_once(desk: building.Desk, household: building.Household) -> None:
    desk.do(trail.viewed, household.family)
    assert desk.ask(looked.workers, household.family) == ((desk.store.me, "Carol Ndlovu"),)


def test_reading_it_scans_no_table(desk: building.Desk, household: building.Household) -> None:
    desk.do(trail.viewed, household.family)
    desk.do(form.finish, building.complete_checklist(desk, household.family))
    assert building.scans(desk, looked.lines, household.family) == []
