"""On a desk that is enrolled every act is checked before it is kept: the whole of it, or nothing."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import ehdesk.commands
import ehdesk.models
from ehdesk import errors, settings
from ehdesk.models import (
    acts,
    base,
    bundle,
    bundle_out,
    directory,
    document,
    episode,
    facts,
    family,
    filing,
    form,
    joining,
    lead,
    level,
    linking,
    person,
    practitioner,
    signing,
    standing,
    taking_back,
    team,
    trail,
)
from ehdesk.rules import rights
from tests import building, casework

SARAH = "sarah's id at the authority"


@pytest.fixture
def open_episode(desk: building.Desk, household: building.Household) -> base.EpisodeId:
    return desk.do(episode.open_episode, household.family, {"opened_on": "2026-06-08"})


def me(desk: building.Desk) -> dict[str, str]:
    """Whose desk it is, as a lead."""
    return {"name": desk.ask(practitioner.me).name, "practitioner": desk.store.me}


def enrol(desk: building.Desk, role: str = "practitioner", manages: tuple[str, ...] = ()) -> None:
    desk.store.take_standing(role, manages)


def let_lead(desk: building.Desk, episode_id: str, who: str = SARAH, **said: Any) -> None:
    """Somebody whom the authority knows leads; before the desk is enrolled, as its record came to be."""
    desk.do(lead.hand_over_lead, episode_id, {"name": "Sarah Doyle", "practitioner": who}, **said)


def let_join(desk: building.Desk, episode_id: str, who: str) -> base.RowId:
    return desk.do(team.join_team, episode_id, {"agency": "Beck Food Bank", "practitioner": who})


def outside(desk: building.Desk, episode_id: str) -> None:
    """Sarah leads, and Carol, whose desk it is, is nobody of this family's team any more."""
    let_lead(desk, episode_id)
    enrol(desk)


def everything(desk: building.Desk) -> dict[str, Any]:
    """All that the vault holds of the record, the trail and the acts that wait included."""
    lines = [tuple(line.__dict__.items()) for line in desk.ask(trail.lines, limit=1000)]
    return {**building.logical(desk), "lines": lines, "places": desk.ask(_places)}


def _places(read: acts.Reading) -> list[Any]:
    return list(read.connection.execute(sa.select(base.act.c.id, base.act.c.part, base.act.c.content)).all())


def tie(desk: building.Desk, family_id: str) -> str:
    return desk.ask(standing.tie_of, family_id)


# Before it is enrolled


def test_a_vault_that_is_not_enrolled_belongs_to_its_practitioner(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    let_lead(desk, open_episode)
    assert desk.ask(standing.role_of) is None
    assert tie(desk, household.family) == "none"
    written = building.a_note(desk, household.family, text="Tea")
    assert desk.ask(form.sheet, written).answers["text"] == "Tea"


def test_the_role_is_kept_through_a_lock(desk: building.Desk) -> None:
    enrol(desk, "line_manager", ("tom", SARAH))
    desk.reopen()
    assert desk.ask(standing.role_of) == "line_manager"
    assert desk.store.bench.manages == {"tom", SARAH}
    enrol(desk, "practitioner")
    assert (desk.ask(standing.role_of), desk.store.bench.manages) == ("practitioner", frozenset())


# Lead, team and nobody


def test_the_lead_writes(desk: building.Desk, household: building.Household, open_episode: str) -> None:
    desk.do(lead.hand_over_lead, open_episode, me(desk))
    enrol(desk)
    assert tie(desk, household.family) == "lead"
    written = building.a_note(desk, household.family, text="Tea")
    assert desk.ask(form.sheet, written).answers["text"] == "Tea"


def test_a_member_of_the_team_writes(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    let_lead(desk, open_episode)
    let_join(desk, open_episode, desk.store.me)
    enrol(desk)
    assert tie(desk, household.family) == "team"
    written = building.a_note(desk, household.family, text="Tea")
    assert desk.ask(form.sheet, written).answers["text"] == "Tea"


def test_who_is_neither_writes_no_note_of_that_family(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    outside(desk, open_episode)
    before = everything(desk)
    with pytest.raises(errors.NotInTheTeam):
        building.a_note(desk, household.family, text="Tea")
    assert everything(desk) == before
    assert desk.store.journal.read(since=0).damaged == 0


def test_who_opens_a_family_leads_it_until_somebody_else_does(desk: building.Desk) -> None:
    enrol(desk)
    home = building.a_family(desk)
    begun = desk.do(episode.open_episode, home.family)
    building.a_note(desk, home.family, text="Tea")
    let_lead(desk, begun, reason="She knows them")
    assert tie(desk, home.family) == "none"
    with pytest.raises(errors.NotInTheTeam):
        building.a_note(desk, home.family, text="More tea")


def test_losing_the_tie_stops_writing_in_what_one_has_begun(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    let_lead(desk, open_episode)
    row = let_join(desk, open_episode, desk.store.me)
    enrol(desk)
    note = building.a_note(desk, household.family)
    desk.do(form.answer, note, "text", "Tea", sitting="page 1")
    desk.store.take_standing("coordinator")
    desk.do(team.leave_team, open_episode, row)
    enrol(desk)
    before = everything(desk)
    with pytest.raises(errors.NotInTheTeam):
        desk.do(form.answer, note, "text", "Tea and toast", sitting="page 1")
    assert everything(desk) == before
    assert desk.ask(form.sheet, note).answers["text"] == "Tea"


def test_a_last_day_that_is_still_to_come_stops_nothing_yet(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    desk.do(lead.hand_over_lead, open_episode, me(desk))
    let_lead(desk, open_episode, from_on="2026-07-09", reason="Leave")
    enrol(desk)
    building.a_note(desk, household.family, text="Tea")
    desk.time.pass_by(days=2)
    with pytest.raises(errors.NotInTheTeam):
        building.a_note(desk, household.family, text="Too late")


def test_ones_own_is_always_ones_own(desk: building.Desk, open_episode: str) -> None:
    outside(desk, open_episode)
    note = building.a_note(desk, None, text="A call, of whom I cannot say yet")
    desk.do(form.answer, note, "text", "A call")
    assert desk.ask(form.sheet, note).answers["text"] == "A call"


def test_a_draft_that_is_ones_own_is_filed_only_where_one_may_write(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    outside(desk, open_episode)
    note = building.a_note(desk, None, text="A call")
    with pytest.raises(errors.NotInTheTeam):
        desk.do(form.file_under, note, household.family)
    assert desk.ask(form.sheet, note).family_id is None


def test_what_is_another_workers_own_is_nobodys_here(desk: building.Desk) -> None:
    desk.do(practitioner.add, {"name": "Sarah Doyle"}, record_id=SARAH)
    enrol(desk, "coordinator")
    for change in (
        lambda: desk.do(practitioner.change, SARAH, "phone", "01632 960 999"),
        lambda: desk.do(practitioner.add, {"name": "Tom Achebe"}),
    ):
        with pytest.raises(errors.NotAllowed) as refused:
            change()
        assert "The person whose it is" in refused.value.words()[2]
    desk.do(practitioner.change, desk.store.me, "phone", "01632 960 999")


# The team has the file, and no more


def test_a_member_of_the_team_writes_nothing_that_is_kept_apart(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    let_lead(desk, open_episode)
    let_join(desk, open_episode, desk.store.me)
    enrol(desk)
    desk.do(document.add, household.family, b"Dear", document.New("A letter"))
    for change in (
        lambda: desk.do(facts.change, household.mother, "contact_warning", "Ring first"),
        lambda: desk.do(document.add, household.family, b"Dear", document.New("A letter", is_apart=True)),
    ):
        before = everything(desk)
        with pytest.raises(errors.NotAllowed):
            change()
        assert everything(desk) == before


def test_a_member_of_the_team_finishes_no_form_that_the_lead_answers_for(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    let_lead(desk, open_episode)
    let_join(desk, open_episode, desk.store.me)
    enrol(desk)
    checklist = building.complete_checklist(desk, household.family)
    with pytest.raises(errors.NotAllowed):
        desk.do(form.finish, checklist)
    assert desk.ask(form.sheet, checklist).status == "draft"


Change = Callable[[building.Desk, building.Household, str], object]
LEADING: dict[str, Change] = {
    "hand over": lambda desk, home, help_: desk.do(lead.hand_over_lead, help_, me(desk), reason="I will"),
    "join": lambda desk, home, help_: let_join(desk, help_, "tom"),
    "level": lambda desk, home, help_: desk.do(
        level.set_level, help_, settings.practice().scheme, settings.practice().scheme.levels[0].code, "Worse"
    ),
    "close": lambda desk, home, help_: desk.do(episode.close_episode, help_),
    "open another": lambda desk, home, help_: desk.do(episode.open_episode, home.family),
    "a child": lambda desk, home, help_: desk.do(episode.add_child, help_, home.zofia),
}


@pytest.mark.parametrize("change", LEADING.values(), ids=LEADING)
def test_who_leads_and_who_is_in_the_team_is_not_the_teams_to_say(
    desk: building.Desk, household: building.Household, open_episode: str, change: Change
) -> None:
    let_lead(desk, open_episode)
    let_join(desk, open_episode, desk.store.me)
    enrol(desk)
    before = everything(desk)
    with pytest.raises(errors.NotAllowed) as refused:
        change(desk, household, open_episode)
    assert everything(desk) == before
    assert "Whoever leads the work with this family" in refused.value.words()[2]


@pytest.mark.parametrize("change", LEADING.values(), ids=LEADING)
@pytest.mark.parametrize("role", ["practitioner", "line_manager", "coordinator"])
def test_the_lead_the_manager_and_the_coordinator_say_it(
    desk: building.Desk, household: building.Household, open_episode: str, change: Change, role: str
) -> None:
    let_lead(desk, open_episode, desk.store.me if role == "practitioner" else SARAH)
    enrol(desk, role, (SARAH,))
    waiting = len(desk.ask(_places))
    change(desk, household, open_episode)
    assert len(desk.ask(_places)) == waiting + 1


def test_nobody_lets_themselves_in(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    outside(desk, open_episode)
    for change in (
        lambda: desk.do(lead.hand_over_lead, open_episode, me(desk), reason="I will"),
        lambda: let_join(desk, open_episode, desk.store.me),
        lambda: desk.do(episode.open_episode, household.family, {"leads": {"r": {"rank": "a", **me(desk)}}}),
        lambda: desk.do(taking_back.take_back, open_episode),
    ):
        before = everything(desk)
        with pytest.raises(errors.NotInTheTeam):
            change()
        assert everything(desk) == before


def test_handing_over_cannot_be_taken_back_by_who_no_longer_leads(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    desk.do(lead.hand_over_lead, open_episode, me(desk))
    let_join(desk, open_episode, desk.store.me)
    enrol(desk)
    let_lead(desk, open_episode, reason="She knows them")
    assert tie(desk, household.family) == "team"
    with pytest.raises(errors.NotAllowed):
        desk.do(taking_back.take_back, open_episode)


# Judging, overseeing


@pytest.fixture
def finished(desk: building.Desk, household: building.Household) -> base.RecordId:
    record_id = building.complete_checklist(desk, household.family)
    desk.do(form.finish, record_id)
    return record_id


@pytest.fixture
def manager(
    desk: building.Desk, finished: base.RecordId, open_episode: str, tmp_path: Path
) -> Iterator[building.Desk]:
    """The manager's own desk, with what Carol, who leads, had finished."""
    desk.do(lead.hand_over_lead, open_episode, me(desk))
    other = building.new_desk(tmp_path / "manager", name="Ruth Adeyemi", life=6)
    said = bundle.read_bundle(desk.ask(bundle_out.take_out), today=date(2026, 7, 8)).bundle
    other.do(bundle.bring_in, said)
    yield other
    other.close()


def test_a_line_manager_signs_off_the_work_of_those_they_manage(
    desk: building.Desk, manager: building.Desk, finished: str
) -> None:
    enrol(manager, "line_manager", (desk.store.me,))
    manager.do(form.sign_off, finished)
    assert manager.ask(form.sheet, finished).state == "signed_off"


def test_a_line_manager_of_others_signs_nothing_off(manager: building.Desk, finished: str) -> None:
    enrol(manager, "line_manager", ("tom",))
    with pytest.raises(errors.NotInTheTeam):
        manager.do(form.sign_off, finished)
    assert manager.ask(form.sheet, finished).state == "finished"


def test_the_coordinator_signs_off_and_sends_back(manager: building.Desk, finished: str) -> None:
    enrol(manager, "coordinator")
    manager.do(form.sign_off, finished)
    manager.do(form.send_back, finished, "Say what Zofia wants")
    assert manager.ask(form.sheet, finished).state == "sent_back"


@pytest.mark.parametrize("role", ["practitioner", "line_manager", "coordinator"])
def test_who_leads_the_work_judges_nobody_in_it(
    desk: building.Desk, manager: building.Desk, finished: str, open_episode: str, role: str
) -> None:
    manager.do(lead.hand_over_lead, open_episode, me(manager), reason="She is ill")
    enrol(manager, role, (desk.store.me,))
    with pytest.raises(errors.NotAllowed):
        manager.do(form.sign_off, finished)
    with pytest.raises(errors.NotAllowed):
        manager.do(form.send_back, finished, "No")
    assert manager.ask(form.sheet, finished).state == "finished"


def test_a_coordinator_sends_nothing_back_that_is_their_own(desk: building.Desk, finished: str) -> None:
    household = desk.ask(form.sheet, finished).family_id or ""
    help_ = desk.do(episode.open_episode, household)
    let_lead(desk, help_)
    enrol(desk, "coordinator")
    with pytest.raises(errors.OwnSignOff):
        desk.do(form.send_back, finished, "No")
    assert desk.ask(form.sheet, finished).state == "finished"


def test_a_worker_notes_a_sign_off_on_paper_and_confirms_none(
    desk: building.Desk, household: building.Household, open_episode: str, finished: str
) -> None:
    desk.do(lead.hand_over_lead, open_episode, me(desk))
    enrol(desk)
    with pytest.raises(errors.RecordRefusal):
        desk.do(form.send_back, finished, "No")
    desk.do(form.sign_off_on_laptop, finished, "Ruth Adeyemi")
    signed = desk.ask(form.sheet, finished).sign_off
    assert signed is not None
    assert not signed.is_confirmed
    with pytest.raises(errors.OwnSignOff):
        desk.do(form.confirm_sign_off, finished)
    desk.do(form.send_back, finished, "She wants more", name="Ruth Adeyemi")
    assert desk.ask(form.sheet, finished).state == "sent_back"


def test_oversight_is_written_by_a_manager(
    desk: building.Desk, manager: building.Desk, household: building.Household, open_episode: str
) -> None:
    said: dict[str, Any] = {"family_id": household.family, "episode_id": open_episode}
    enrol(manager, "line_manager", (desk.store.me,))
    written = manager.do(form.start, "oversight", **said)
    assert manager.ask(form.sheet, written).form.id == "oversight"
    for other, role in ((desk, "practitioner"), (manager, "coordinator")):
        enrol(other, role)
        with pytest.raises(errors.NotAllowed) as refused:
            other.do(form.start, "oversight", **said)
        assert "line manager" in refused.value.words()[2]


# The coordinator, and who has no records


def test_a_coordinator_writes_advice_and_not_the_assessment(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    let_lead(desk, open_episode)
    enrol(desk, "coordinator")
    building.a_note(desk, household.family, text="Ask Housing")
    with pytest.raises(errors.NotAllowed):
        desk.do(form.start, "eha_part_b", family_id=household.family, episode_id=open_episode)
    with pytest.raises(errors.NotAllowed):
        desk.do(person.change_person, household.mother, "known_as", "Aga")


@pytest.mark.parametrize("role", ["administrator", "a role of a later version", ""])
def test_an_administrator_and_a_role_that_we_do_not_know_have_no_records_at_all(
    desk: building.Desk, household: building.Household, role: str
) -> None:
    enrol(desk, role)
    assert desk.ask(standing.role_of) is not None
    before = everything(desk)
    for change in (
        lambda: building.a_note(desk, household.family, text="Tea"),
        lambda: building.a_note(desk, None, text="Tea"),
        lambda: desk.do(directory.add_agency, {"name": "Beck Food Bank"}),
        lambda: desk.do(family.open_family, name="Ionescu"),
        lambda: desk.do(practitioner.change, desk.store.me, "phone", "01632 960 999"),
    ):
        with pytest.raises(errors.RecordRefusal):
            change()
        assert everything(desk) == before


# Two families at once


def two(desk: building.Desk, *, leads_other: bool) -> tuple[building.Household, building.Household]:
    """Carol leads one family, and the other one too or Sarah does."""
    one, other = building.a_family(desk), building.a_family(desk, "Ionescu")
    desk.do(lead.hand_over_lead, desk.do(episode.open_episode, one.family), me(desk))
    let_lead(desk, desk.do(episode.open_episode, other.family), desk.store.me if leads_other else SARAH)
    enrol(desk)
    return one, other


def test_a_record_is_moved_between_families_that_one_leads_both_of(desk: building.Desk) -> None:
    one, other = two(desk, leads_other=True)
    note = building.a_note(desk, one.family, text="Tea")
    desk.do(filing.move, note, other.family, "The wrong file")
    assert desk.ask(form.sheet, note).family_id == other.family


def moved(desk: building.Desk, note: str, to: str) -> None:
    desk.do(filing.move, note, to, "The wrong file")


def filed(desk: building.Desk, note: str, to: str) -> None:
    desk.do(form.file_under, note, to)


@pytest.mark.parametrize("change", [moved, filed])
def test_a_record_is_moved_neither_into_nor_out_of_somebody_elses_family(
    desk: building.Desk, change: Callable[[building.Desk, str, str], None]
) -> None:
    one, other = two(desk, leads_other=False)
    desk.store.take_standing("coordinator")
    theirs = building.a_note(desk, other.family, text="Toast")
    enrol(desk)
    mine = building.a_note(desk, one.family, text="Tea")
    for note, to in ((mine, other.family), (theirs, one.family)):
        before = everything(desk)
        with pytest.raises(errors.NotInTheTeam):
            change(desk, note, to)
        assert everything(desk) == before


def test_taking_a_record_out_of_a_family_needs_the_same_right_as_putting_it_in(desk: building.Desk) -> None:
    """Where an act leaves no line behind that something moved, the place it left is asked all the same."""
    one, other = two(desk, leads_other=False)
    desk.store.take_standing("coordinator")
    theirs = building.a_note(desk, other.family, text="Toast")
    enrol(desk)

    @acts.act("record.moved")
    def carry_off(work: acts.Work) -> None:
        work.move(work.record(theirs), base.family_scope(one.family), one.family, None)
        work.move(work.record(theirs), base.own_scope(work.by), None, None)

    with pytest.raises(errors.NotInTheTeam):
        desk.do(carry_off)
    assert desk.ask(form.sheet, theirs).family_id == other.family


def test_a_link_needs_a_tie_to_both_families(desk: building.Desk) -> None:
    one, other = two(desk, leads_other=False)
    with pytest.raises(errors.NotAllowed):
        desk.do(linking.link, one.zofia, other.zofia)
    desk.do(linking.link, one.zofia, one.lukasz)
    enrol(desk, "coordinator")
    made = desk.do(linking.link, one.zofia, other.zofia)
    enrol(desk)
    with pytest.raises(errors.NotAllowed):
        desk.do(linking.unlink, made)


def test_two_people_are_joined_by_the_lead_and_not_by_the_team(
    desk: building.Desk, household: building.Household, open_episode: str
) -> None:
    let_lead(desk, open_episode)
    row = let_join(desk, open_episode, desk.store.me)
    enrol(desk)
    desk.do(linking.link, household.zofia, household.lukasz)
    with pytest.raises(errors.NotAllowed):
        desk.do(joining.join, household.zofia, household.lukasz)
    desk.store.take_standing("coordinator")
    desk.do(team.leave_team, open_episode, row)
    desk.do(lead.hand_over_lead, open_episode, me(desk), reason="She left")
    enrol(desk)
    desk.do(joining.join, household.zofia, household.lukasz)
    assert desk.ask(joining.joined_into, household.lukasz) is not None


# The whole act


def test_the_unit_of_refusal_is_the_whole_act(desk: building.Desk) -> None:
    """One act writes into two families; where one part is not allowed, nothing of it is kept."""
    one, other = two(desk, leads_other=False)

    @acts.act("person.changed")
    def both(work: acts.Work) -> None:
        work.edit(work.record(one.mother), "known_as", "Aga")
        work.edit(work.record(other.mother), "known_as", "Aga")

    before = everything(desk)
    with pytest.raises(errors.NotInTheTeam):
        desk.do(both)
    assert everything(desk) == before
    desk.do(person.change_person, one.mother, "known_as", "Aga")


def test_a_verb_that_nobody_wrote_down_is_refused(desk: building.Desk, household: building.Household) -> None:
    @acts.act("family.destroyed")
    def destroy(work: acts.Work, name: str) -> None:
        work.edit(work.record(household.family), "name", name)

    desk.do(destroy, "Nobody")
    enrol(desk)
    with pytest.raises(errors.NotAllowed):
        desk.do(destroy, "Nobody at all")


Forgery = Callable[[acts.Work, building.Household, building.Household], object]
FORGERIES: dict[str, Forgery] = {
    "an episode of their family in my own scope": lambda work, mine, theirs: work.create(
        "episode", base.own_scope(work.by), family=theirs.family, fields=_led_by(work)
    ),
    "an episode of their family in my family's scope": lambda work, mine, theirs: work.create(
        "episode", base.family_scope(mine.family), family=theirs.family, fields=_led_by(work)
    ),
    "a sign-off that looks like the manager's own": lambda work, mine, theirs: work.create(
        "part_b",
        base.family_scope(mine.family),
        family=mine.family,
        fields=[("$sign_off", {"name": "Ruth Adeyemi", "how": "desk", "at": work.at.isoformat()})],
    ),
    "a scope that is none": lambda work, mine, theirs: work.create(
        "note", f"family:{mine.family}", family=mine.family
    ),
}


def _led_by(work: acts.Work) -> list[tuple[str, Any]]:
    return [("leads/row", {"rank": "a", "practitioner": work.by, "from": "2026-06-01"})]


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_record_that_would_let_somebody_in_is_refused(desk: building.Desk, forge: Forgery) -> None:
    mine, theirs = two(desk, leads_other=False)

    @acts.act("form.started")
    def forged(work: acts.Work) -> None:
        forge(work, mine, theirs)

    before = everything(desk)
    with pytest.raises(errors.RecordRefusal):
        desk.do(forged)
    assert everything(desk) == before
    assert tie(desk, theirs.family) == "none"


def test_an_episode_outside_the_familys_file_ties_nobody_to_it(desk: building.Desk) -> None:
    """Such a record may have come in before the desk was enrolled."""
    home = building.a_family(desk)
    let_lead(desk, desk.do(episode.open_episode, home.family))

    @acts.act("episode.opened")
    def astray(work: acts.Work) -> None:
        work.create("episode", base.own_scope(work.by), family=home.family, fields=_led_by(work))

    desk.do(astray)
    enrol(desk)
    assert tie(desk, home.family) == "none"


def test_who_judges_a_form_changes_none_of_its_answers(manager: building.Desk, finished: str) -> None:
    enrol(manager, "coordinator")

    @acts.act("form.signed_off")
    def improve(work: acts.Work) -> None:
        work.edit(work.record(finished), "own_grade", "1")

    with pytest.raises(errors.NotAllowed):
        manager.do(improve)
    assert manager.ask(form.sheet, finished).answers["own_grade"] == "2"


def test_a_bundle_of_other_peoples_families_does_not_come_in_by_the_side_door(
    desk: building.Desk, tmp_path: Path
) -> None:
    other = building.new_desk(tmp_path / "other", name="Sarah Doyle", life=7)
    desk.others.append(other)
    building.a_family(other)
    said = bundle.read_bundle(other.ask(bundle_out.take_out), today=date(2026, 7, 8)).bundle
    enrol(desk)
    before = everything(desk)
    with pytest.raises(errors.RecordRefusal):
        desk.do(bundle.bring_in, said)
    assert everything(desk) == before


def test_who_brings_in_a_family_that_another_worker_opened_does_not_lead_it(desk: building.Desk) -> None:
    enrol(desk)

    @acts.act("family.imported")
    def bring_in(work: acts.Work, author: str) -> None:
        made = family.open_family(work, name="Ionescu")
        work.edit(work.record(made), "$author", author)

    with pytest.raises(errors.NotInTheTeam):
        desk.do(bring_in, SARAH)
    desk.do(bring_in, desk.store.me)
    assert [line.name for line in desk.ask(family.caseload).lines] == ["Ionescu"]


def test_a_save_asks_nothing_more_before_the_desk_is_enrolled_and_one_thing_after(
    desk: building.Desk, household: building.Household
) -> None:
    note = building.a_note(desk, household.family)
    desk.do(form.answer, note, "text", "T", sitting="page 1")

    def said_by(text: str) -> list[str]:
        said = building.statements(desk)
        desk.do(form.answer, note, "text", text, sitting="page 1")
        return [one for one in said if "record.kind" in one and one.startswith("SELECT record.kind")]

    assert said_by("Te") == []
    enrol(desk)
    assert len(said_by("Tea")) == 1


def test_what_the_journal_alone_holds_comes_back_whatever_became_of_the_tie(
    desk: building.Desk, household: building.Household, open_episode: str, tmp_path: Path
) -> None:
    """It was allowed when it was written, and saved is saved."""
    early = desk.photograph(tmp_path / "early")
    note = building.a_note(desk, household.family, text="Tea")
    outside(desk, open_episode)
    desk.store.close()
    for old in early.root.glob("journal/*"):
        old.unlink()
    for new in desk.folder.root.glob("journal/*"):
        (early.root / "journal" / new.name).write_bytes(new.read_bytes())
    desk.store = desk.open_at(early, life=3).store
    assert desk.store.recovered > 0
    assert desk.ask(form.sheet, note).answers["text"] == "Tea"


# Every verb


def test_every_verb_that_writes_is_in_the_table_of_rights() -> None:
    found = {signing.NOTED}
    for package in (ehdesk.models, ehdesk.commands):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                for _name, each in inspect.getmembers(importlib.import_module(module.name)):
                    told = getattr(each, "told", None)
                    if isinstance(told, acts.Told) and not told.local:
                        found.add(told.verb)
    assert found == set(rights.VERBS)


def test_a_days_work_of_the_lead_meets_no_refusal(tmp_path: Path) -> None:
    """The invented families, with Carol leading: a form each begun and finished, as before."""
    desk = casework.desk_of_autumn(tmp_path / "vault")
    for family_id in (casework.KOWALCZYK, casework.AL_MASRI):
        to = me(desk)
        desk.do(lead.hand_over_lead, casework.episode_of(family_id), to, reason="She leads them all now")
    enrol(desk)
    answers = casework.answers_of(casework.AL_MASRI, "closure")
    closed = casework.finished(
        desk, "closure", casework.AL_MASRI, answers, casework.episode_of(casework.AL_MASRI)
    )
    assert desk.ask(form.sheet, closed).status == "finished"
    answers = casework.answers_of(casework.KOWALCZYK, "taf_meeting")
    met = casework.finished(
        desk, "taf_meeting", casework.KOWALCZYK, answers, casework.episode_of(casework.KOWALCZYK)
    )
    assert desk.ask(form.sheet, met).status == "finished"
    desk.close()
