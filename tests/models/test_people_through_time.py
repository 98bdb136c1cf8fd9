"""Who lives here and since when, who is like whom, and records that were filed under the wrong family."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import (
    acts,
    base,
    duplicates,
    episode,
    family,
    filing,
    form,
    history,
    household,
    joining,
    linking,
    note,
    one_human,
    person,
    soundness,
    taking_back,
)
from tests import building


def names(members: tuple[household.Member, ...]) -> list[str]:
    return [one.known_as for one in members]


def test_somebody_moves_out_with_a_date_and_a_reason_and_nothing_is_deleted(
    desk: building.Desk, household_: building.Household
) -> None:
    for each in (household_.mother, household_.zofia, household_.lukasz):
        desk.do(household.bring_in, each, on="2024")
    desk.do(household.take_out, household_.lukasz, on="2026-07-01", reason="Lives with his father now")
    now = desk.ask(household.household_at, household_.family)
    assert names(now.members) == ["Zofia", "Agnieszka"]
    (gone,) = now.before
    assert (gone.known_as, gone.from_on, gone.to_on, gone.why) == (
        "Łukasz",
        "2024",
        "2026-07-01",
        "Lives with his father now",
    )
    then = desk.ask(household.household_at, household_.family, date(2026, 6, 30))
    assert names(then.members) == ["Zofia", "Łukasz", "Agnieszka"]
    assert desk.ask(household.household_at, household_.family, date(2026, 7, 1)).members == now.members
    assert "Łukasz" in [card.known_as for card in desk.ask(person.people, household_.family)]


def test_somebody_of_whom_only_lives_here_is_known_moves_out_too_and_comes_back(
    desk: building.Desk, household_: building.Household
) -> None:
    desk.do(person.change_person, household_.zofia, "lives_here", value=True)
    assert names(desk.ask(household.household_at, household_.family).members) == ["Zofia"]
    desk.do(household.take_out, household_.zofia, reason="With her grandmother")
    found = desk.ask(household.household_at, household_.family)
    assert (names(found.members), names(found.before)) == ([], ["Zofia"])
    desk.do(household.bring_in, household_.zofia, on="2026-07-07", part_time=True)
    (back,) = desk.ask(household.household_at, household_.family).members
    assert back.is_part_time
    desk.do(taking_back.take_back, household_.zofia)
    assert names(desk.ask(household.household_at, household_.family).before) == ["Zofia"]


def test_moving_out_asks_for_a_reason_and_never_lies_before_moving_in(
    desk: building.Desk, household_: building.Household
) -> None:
    desk.do(household.bring_in, household_.zofia, on="2026-05-04")
    with pytest.raises(errors.ReasonMissing):
        desk.do(household.take_out, household_.zofia, reason=" ")
    with pytest.raises(errors.DatesCrossed):
        desk.do(household.take_out, household_.zofia, on="2026-04-30", reason="Wrong")
    desk.do(household.take_out, household_.zofia, on="2026-05", reason="Some day in May")
    assert names(desk.ask(household.household_at, household_.family, date(2026, 5, 31)).members) == ["Zofia"]
    assert names(desk.ask(household.household_at, household_.family, date(2026, 6, 1)).members) == []


def test_somebody_like_a_new_person_is_found_with_the_reasons(
    desk: building.Desk, household_: building.Household
) -> None:
    typed = {"given_names": "Sofia", "family_name": "Kowalczyk", "dob": "2017-03-14"}
    (found,) = desk.ask(duplicates.like, typed)
    assert (found.person_id, found.family_name, found.age) == (household_.zofia, "Kowalczyk-Hughes", "9")
    assert found.reasons == ("like_name", "same_born") or found.reasons == ("same_born", "like_name")
    assert not found.is_same_family
    each = desk.ask(duplicates.like_each, {"a": typed, "b": {"given_names": "Marin"}}, household_.family)
    assert list(each) == ["a"]
    assert each["a"][0].is_same_family


def test_brothers_sisters_and_a_first_name_alone_raise_no_warning(
    desk: building.Desk, household_: building.Household
) -> None:
    building.a_family(desk, "Ionescu")
    assert desk.ask(duplicates.like, {"given_names": "Zofia"}) == ()
    assert desk.ask(duplicates.like, {}) == ()
    hanna = {"given_names": "Hanna", "family_name": "Kowalczyk-Hughes", "dob": "2017-03-14"}
    assert desk.ask(duplicates.like, hanna, family_id=household_.family) == ()


def test_nobody_asks_again_once_it_is_said_that_they_are_two(
    desk: building.Desk, household_: building.Household
) -> None:
    answers = {"given_names": "Zofia", "family_name": "Kowalczyk", "role": "child"}
    other = desk.do(person.add_person, household_.family, answers)
    assert [one.person_id for one in desk.ask(duplicates.like_person, other)] == [household_.zofia]
    desk.do(linking.tell_apart, other, household_.zofia)
    assert desk.ask(duplicates.like_person, other) == ()
    assert desk.ask(duplicates.like_person, household_.zofia) == ()


def test_looking_for_somebody_reads_no_table_from_end_to_end(
    desk: building.Desk, household_: building.Household
) -> None:
    typed = {"given_names": "Zofia", "family_name": "Kowalczyk", "dob": "2017-03-14", "nhs_no": "9990001235"}
    assert building.scans(desk, duplicates.like, typed) == []
    assert building.scans(desk, linking.links_of, household_.zofia) == []


def test_a_misfiled_person_moves_with_their_revisions_and_leaves_one_line(
    desk: building.Desk, household_: building.Household, tmp_path: Path
) -> None:
    right = desk.do(family.open_family, name="Ionescu")
    stray = desk.do(
        person.add_person, household_.family, {"given_names": "Andrei"}, {"contact_warning": "Two phones"}
    )
    desk.do(person.change_person, stray, "known_as", "Andi")
    tie = {"rank": "A", "person": stray, "is": "brother"}
    desk.do(person.change_person, household_.zofia, f"relationships/{stray}", tie)
    help_ = desk.do(episode.open_episode, household_.family)
    desk.do(episode.add_child, help_, stray)
    desk.do(filing.move, stray, right, "Two families in one afternoon")
    wrong_file = desk.ask(family.family_file, household_.family)
    assert "Andi" not in [card.known_as for card in wrong_file.people]
    assert len(wrong_file.moved_away) == 1
    assert desk.ask(episode.children_of_episode, help_) == ()
    assert "relationships" not in {k for card in wrong_file.people for k in card.answers}
    assert [card.known_as for card in desk.ask(person.people, right)] == ["Andi"]
    assert [voice.value for voice in desk.ask(history.history, stray, "known_as")] == ["Andi"]
    scopes = desk.ask(lambda read: [*read.connection.execute(sa.select(base.record.c.scope)).scalars()])
    assert scopes.count(base.family_scope(right, "restricted")) == 1
    assert scopes.count(base.family_scope(household_.family, "restricted")) == 0
    assert desk.ask(soundness.history).wrong == 0


def test_a_misfiled_note_moves_and_says_why(desk: building.Desk, household_: building.Household) -> None:
    right = desk.do(family.open_family, name="Ionescu")
    wrong = building.a_note(desk, household_.family, text="Marin rang")
    with pytest.raises(errors.ReasonMissing):
        desk.do(filing.move, wrong, right, "")
    desk.do(filing.move, wrong, right, "Filed from the car")
    assert [line.record_id for line in desk.ask(note.notes_of_family, right)] == [wrong]
    assert desk.ask(note.notes_of_family, household_.family) == ()
    assert len(desk.ask(family.family_file, household_.family).moved_away) == 1

    def why(read: acts.Reading) -> str | None:
        wanted = sa.select(base.act.c.why).where(base.act.c.verb == "record.moved")
        return read.connection.execute(wanted).scalar()

    assert desk.ask(why) == "Filed from the car"
    assert desk.ask(form.sheet, wrong).family_id == right


@pytest.fixture
def household_(desk: building.Desk) -> building.Household:
    return building.a_family(desk)


def test_who_was_told_apart_and_is_one_after_all_has_one_line(
    desk: building.Desk, household_: building.Household
) -> None:
    other = desk.do(person.add_person, household_.family, {"given_names": "Zosia", "role": "child"})
    apart = desk.do(linking.tell_apart, household_.zofia, other)
    assert desk.do(linking.link, other, household_.zofia) == apart, "a mind that changed is no second record"
    (line,) = desk.ask(linking.links_of, other, settled=True)
    assert line.person_id == household_.zofia
    desk.do(linking.unlink, apart)
    assert desk.ask(linking.links_of, other, settled=True) == ()


def test_likeness_of_somebody_who_is_not_there_is_none(desk: building.Desk) -> None:
    assert desk.ask(duplicates.like_person, "00000000-0000-7000-8000-00000000dead") == ()


def test_a_page_of_one_human_shows_links_and_what_was_joined(
    desk: building.Desk, household_: building.Household
) -> None:
    other = desk.do(person.add_person, household_.family, {"given_names": "Zosia", "role": "child"})
    desk.do(linking.link, household_.zofia, other)
    before = desk.ask(one_human.one_human, household_.zofia)
    assert [line.person_id for line in before.links] == [other]
    desk.do(joining.join, household_.zofia, other)
    kept, gone = (desk.ask(one_human.one_human, one) for one in (household_.zofia, other))
    assert kept.links == ()
    assert [one.person_id for one in kept.joined_from] == [other]
    assert kept.joined_into is None
    assert gone.joined_into is not None
    assert (gone.joined_into.kept_id, gone.likely) == (household_.zofia, ())
