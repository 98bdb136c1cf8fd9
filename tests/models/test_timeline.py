"""The journey of a family: one line for each thing that happened, of all or of one child."""

from ehdesk.models import chronology, document, episode, form, timeline
from tests import building


def journey(desk: building.Desk, household: building.Household) -> list[tuple[str, str, str]]:
    return [(event.kind, event.on, event.code) for event in desk.ask(timeline.journey, household.family)]


def test_everything_stands_in_one_list_newest_first(
    desk: building.Desk, household: building.Household
) -> None:
    began = desk.do(episode.open_episode, household.family, {"opened_on": "2026-06-08"})
    building.a_note(desk, household.family, text="Seen", at="2026-06-20T10:00")
    desk.do(document.add, household.family, b"a drawing", document.New("Drawing", "drawing", "2026-06-30"))
    desk.do(form.finish, building.complete_checklist(desk, household.family))
    desk.do(episode.close_episode, began, on="2026-07-09", reason="met")
    assert journey(desk, household) == [
        ("episode", "2026-07-09", "closed"),
        ("form", "2026-07-07", "self_assessment"),
        ("document", "2026-06-30", "drawing"),
        ("episode", "2026-06-08", "opened"),
        ("notes", "2026-06", "notes"),
    ]


def test_notes_are_told_by_month_with_whom_they_saw(
    desk: building.Desk, household: building.Household
) -> None:
    seen = {"z": {"rank": "a", "child": household.zofia, "seen": "seen"}}
    building.a_note(desk, household.family, at="2026-06-02T10:00", children=seen)
    building.a_note(desk, household.family, at="2026-06-20T10:00", kind="attempt")
    building.a_note(desk, household.family, at="2026-07-01T10:00")
    july, june = desk.ask(timeline.journey, household.family)
    assert (june.count, june.attempts, june.about) == (2, 1, frozenset({household.zofia}))
    assert (july.count, july.about) == (1, frozenset())


def test_one_child_leaves_out_what_is_about_another(
    desk: building.Desk, household: building.Household
) -> None:
    for who, title in ((household.zofia, "Hers"), (household.lukasz, "His")):
        desk.do(document.add, household.family, title.encode(), document.New(title, about=(who,)))
    desk.do(document.add, household.family, b"all", document.New("Of all"))
    events = timeline.of_child(desk.ask(timeline.journey, household.family), household.zofia)
    assert {event.title for event in events} == {"Hers", "Of all"}


def test_a_change_of_level_and_of_lead_is_told_and_the_first_ones_are_not(
    desk: building.Desk, household: building.Household
) -> None:
    first = {"opened_on": "2026-06-08", "level": 3, "lead_name": "Carol Ndlovu"}
    made = desk.do(episode.open_episode, household.family, first)
    desk.time.pass_by(days=3)
    desk.do(episode.change_episode, made, "lead_name", "Sarah Doyle")
    desk.do(episode.change_episode, made, "level", 2)
    turns = [event for event in desk.ask(timeline.journey, household.family) if event.kind != "episode"]
    assert {(event.kind, event.on, event.title, event.detail) for event in turns} == {
        ("lead", "2026-07-10", "Sarah Doyle", "Carol Ndlovu"),
        ("level", "2026-07-10", "2", "3"),
    }


def test_a_table_of_levels_tells_them_on_the_days_they_were_given(
    desk: building.Desk, household: building.Household
) -> None:
    levels = {
        "one": {"rank": "a", "name": "Level 2", "from": "2026-06-08"},
        "two": {"rank": "b", "name": "Level 3", "from": "2026-06-20"},
    }
    told = {"opened_on": "2026-06-08", "level": 2, "levels": levels}
    made = desk.do(episode.open_episode, household.family, told)
    desk.do(episode.change_episode, made, "level", 3)
    (turn,) = [event for event in desk.ask(timeline.journey, household.family) if event.kind == "level"]
    assert (turn.on, turn.title, turn.detail) == ("2026-06-20", "Level 3", "Level 2")


def test_a_document_kept_apart_is_told_without_its_title(
    desk: building.Desk, household: building.Household
) -> None:
    desk.do(document.add, household.family, b"order", document.New("Court order", is_apart=True))
    (event,) = desk.ask(timeline.journey, household.family)
    assert (event.kind, event.title) == ("document", "")


def test_an_event_of_the_chronology_stands_where_it_happened(
    desk: building.Desk, household: building.Household
) -> None:
    told = {
        "date": {"from": "2024-05", "to": None},
        "people": [household.zofia],
        "category": "move_homeless",
        "event": "Moved to Harlow Beck",
        "source": "Her mother",
        "source_kind": "told",
    }
    desk.do(chronology.add, household.family, told)
    (event,) = desk.ask(timeline.journey, household.family)
    assert (event.kind, event.on, event.title) == ("event", "2024-05", "Moved to Harlow Beck")
    assert event.about == {household.zofia}


def test_the_journey_is_four_statements_whatever_there_is(
    desk: building.Desk, household: building.Household
) -> None:
    for day in range(1, 25):
        building.a_note(desk, household.family, at=f"2026-06-{day:02}T10:00")
        building.complete_checklist(desk, household.family)
    assert building.scans(desk, timeline.journey, household.family) == []
    assert building.asked(desk, timeline.journey, household.family) == 4
