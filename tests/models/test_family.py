"""The caseload and the family file: who, how old, when last seen, in bounded statements."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import episode, family, form, history, person, reference
from ehdesk.models import note as notes
from tests import building

TODAY = date(2026, 7, 7)


def statements(desk: building.Desk) -> list[str]:
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    sa.event.listen(desk.store._reader, "before_cursor_execute", listen)
    return said


def test_a_line_of_the_caseload_says_what_matters(desk: building.Desk, household: building.Household) -> None:
    children = {"z": {"rank": "A", "child": household.zofia, "seen": "seen_alone"}}
    building.a_note(desk, household.family, children=children, at="2026-07-03T10:15")
    building.a_note(desk, household.family, at="2026-07-06T09:00")
    building.a_checklist(desk, household.family)
    (line,) = desk.ask(family.caseload).lines
    assert (line.name, line.initials, line.people_count) == ("Kowalczyk-Hughes", "K-H", 3)
    assert line.children == (("Zofia", "9"), ("Łukasz", "6"))
    assert line.last_seen is not None
    assert line.last_note_at is not None
    assert (line.last_seen.isoformat(), line.last_note_at.day) == ("2026-07-03T10:15:00+01:00", 6)
    assert (line.drafts, line.status) == (1, "open")


def test_families_are_found_by_their_name_reference_and_people(
    desk: building.Desk, household: building.Household
) -> None:
    building.a_family(desk, "Okafor")
    desk.do(family.open_family, name="Țăranu", reference="HB-2026-0455")
    for asked, names in (
        ("", ["Kowalczyk-Hughes", "Okafor", "Țăranu"]),
        ("taran", ["Țăranu"]),
        ("hb-2026", ["Țăranu"]),
        ("lukasz hughes", ["Kowalczyk-Hughes"]),
        ("AGNIESZKA", ["Kowalczyk-Hughes", "Okafor"]),
        ("100%", []),
        ("_", []),
    ):
        found = desk.ask(family.caseload, asked)
        assert ([line.name for line in found.lines], found.total) == (names, len(names)), asked


def test_the_caseload_is_paged(desk: building.Desk) -> None:
    for number in range(7):
        desk.do(family.open_family, name=f"Family {number}")
    page = desk.ask(family.caseload, limit=3, offset=3)
    assert ([line.name for line in page.lines], page.total) == (["Family 3", "Family 4", "Family 5"], 7)


def test_a_page_of_the_caseload_takes_two_statements(
    desk: building.Desk, household: building.Household
) -> None:
    desk.ask(family.caseload)
    said = statements(desk)
    desk.ask(family.caseload)
    assert len(said) == 2


def test_lists_read_by_their_indexes(desk: building.Desk, household: building.Household, note: str) -> None:
    assert building.scans(desk, family.caseload) == []
    assert building.scans(desk, family.family_file, household.family) == []
    assert building.scans(desk, form.drafts) == []
    assert building.scans(desk, form.sheet, note) == []
    assert building.scans(desk, form.history, note, "text") == []
    assert building.scans(desk, history.steps, note) == []
    assert building.scans(desk, notes.todays_notes) == []
    assert building.scans(desk, notes.unfiled_notes) == []


def test_a_family_file_opens_whole(desk: building.Desk, household: building.Household) -> None:
    first = desk.do(episode.open_episode, household.family, {"opened_on": "2026-02-16"})
    desk.do(episode.close_episode, first, on="2026-04-01", reason="met")
    second = desk.do(episode.open_episode, household.family)
    note = building.a_note(desk, household.family, text="Zofia met me at the gate.")
    checklist = building.a_checklist(desk, household.family)
    told = desk.ask(family.family_file, household.family)
    assert [card.known_as for card in told.people] == ["Zofia", "Łukasz", "Agnieszka"]
    assert [(one.id, one.is_open, one.opened_on) for one in told.episodes] == [
        (second, True, "2026-07-07"),
        (first, False, "2026-02-16"),
    ]
    assert [line.record_id for line in told.notes] == [note]
    assert told.notes[0].first_words == "Zofia met me at the gate."
    assert [line.record_id for line in told.forms] == [checklist]


def test_a_family_that_is_not_here_says_so(desk: building.Desk, note: str) -> None:
    with pytest.raises(errors.RecordMissing):
        desk.ask(family.family_file, "nobody")
    with pytest.raises(errors.RecordMissing):
        desk.ask(family.family_file, note)


def test_a_child_is_last_seen_when_a_note_says_so(desk: building.Desk, household: building.Household) -> None:
    for at, seen in (
        ("2026-07-01T10:00", "seen_alone"),
        ("2026-07-03T10:00", "seen"),
        ("2026-07-05T10:00", "not_seen"),
    ):
        children = {"z": {"rank": "A", "child": household.zofia, "seen": seen}}
        building.a_note(desk, household.family, at=at, children=children)
    zofia, lukasz = desk.ask(family.family_file, household.family).children
    assert zofia.last_seen is not None
    assert zofia.last_seen_alone is not None
    assert (zofia.last_seen.day, zofia.last_seen_alone.day, lukasz.last_seen) == (3, 1, None)


def test_taking_a_tick_back_takes_the_seeing_back(desk: building.Desk, household: building.Household) -> None:
    note = building.a_note(desk, household.family)
    row = desk.do(form.add_row, note, "children", {"child": household.zofia, "seen": "seen"})
    desk.do(form.answer, note, f"children/{row}/seen", None)
    assert desk.ask(family.caseload).lines[0].last_seen is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"dob": "2017-03-14"}, "9"),
        ({"dob": "2017-07-07"}, "9"),
        ({"dob": "2017-07-08"}, "8"),
        ({"dob": "2024-07-08"}, "23 months"),
        ({"dob": "2026-06-07"}, "1 month"),
        ({"dob": "2026-07-01"}, "6 days"),
        ({"dob": "2026-07-07"}, "0 days"),
        ({"dob": "2012"}, "about 14"),
        ({"dob": "2012-05"}, "about 14"),
        ({"dob": "2012-05-02", "dob_estimated": True}, "about 14"),
        ({"due_date": "2026-12-02"}, "unborn"),
        ({"dob": "2026-12-02"}, "unborn"),
        ({"dob": "2012-05-02", "deceased_on": "2020-01-01"}, "died"),
        ({"dob": "2016-02-29"}, "10"),
        ({}, ""),
    ],
)
def test_ages_are_told_in_words(fields: dict[str, Any], told: str) -> None:
    assert person.age(fields, TODAY) == told


@pytest.mark.parametrize(
    ("fields", "child"),
    [
        ({"role": "child", "dob": "1990"}, True),
        ({"role": "household", "dob": "2020"}, False),
        ({"dob": "2009"}, True),
        ({"dob": "2008"}, False),
        ({"due_date": "2026-12-02"}, True),
        ({}, False),
    ],
)
def test_a_child_is_who_the_file_says_or_else_the_age(fields: dict[str, Any], child: bool) -> None:
    assert person.is_child(fields, TODAY) is child


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Kowalczyk-Hughes", "K-H"),
        ("Al-Masri–Qureshi", "A-M-Q"),
        ("Țăranu", "Ț"),
        ("", ""),
        ("نور المصري", "ن-ا"),
    ],
)
def test_initials_stand_for_names_in_lists(name: str, told: str) -> None:
    assert family.initials(name) == told


def test_references_are_made_offline_and_a_slip_shows(desk: building.Desk) -> None:
    made = {reference.make("hb", 2026) for _ in range(200)}
    assert len(made) == 200
    for said in made:
        assert reference.is_whole(said)
        assert reference.is_whole(said.lower())
        assert said.startswith("HB-2026-")
    said = made.pop()
    for place in range(8, 14):
        for other in reference.ALPHABET:
            slip = said[:place] + other + said[place + 1 :]
            assert reference.is_whole(slip) is (slip == said)
    for place in range(8, 13):
        swapped = said[:place] + said[place + 1] + said[place] + said[place + 2 :]
        assert reference.is_whole(swapped) is (swapped == said)
    assert not reference.is_whole("")


def test_an_imported_reference_is_kept_and_another_is_made_where_there_is_none(desk: building.Desk) -> None:
    kept = desk.do(family.open_family, name="One", reference="HB-2026-0412")
    made = desk.do(family.open_family, name="Two")
    assert desk.ask(family.family_file, kept).reference == "HB-2026-0412"
    assert reference.is_whole(desk.ask(family.family_file, made).reference)
    assert desk.ask(family.by_reference, "hb-2026-0412 ") == kept
    with pytest.raises(errors.ReferenceTaken):
        desk.do(family.open_family, name="Three", reference="HB-2026-0412")


def test_a_family_is_opened_with_what_is_known_and_nothing_that_no_family_has(desk: building.Desk) -> None:
    made = desk.do(family.open_family, name="Ionescu", say_it="Yo-nes-cu")
    assert desk.ask(family.family_file, made).name == "Ionescu"
    with pytest.raises(errors.FieldUnknown):
        desk.do(family.open_family, name="Ionescu", mood="X")
    assert desk.ask(family.caseload).total == 1


def test_a_person_is_shown_alone_with_when_they_were_last_seen(
    desk: building.Desk, household: building.Household
) -> None:
    seen = {"z": {"rank": "A", "child": household.zofia, "seen": "seen_alone"}}
    building.a_note(desk, household.family, text="Drew.", children=seen)
    card = desk.ask(person.get, household.zofia)
    assert (card.known_as, card.is_child) == ("Zofia", True)
    assert card.last_seen_alone is not None
    assert desk.ask(person.get, household.lukasz).last_seen_alone is None
