"""The centre was put back from a copy, and a laptop that had written since is lost: another one of the same
worker sends again what it holds of it."""

from ehdesk.centre import history
from ehdesk.models import enrolled, episode, form, lead, replay, soundness
from tests import building
from tests.at_a_centre import Office, office, sync
from tests.centre import building as centres
from tests.sync.test_files_after_restore import copy_of, put_back

__all__ = ["office"]

SAID = "Zofia showed me a drawing."


def test_what_a_lost_laptop_had_sent_comes_again_from_the_worker_s_new_one(office: Office) -> None:
    lost, new = office.desk("Maya Okonjo"), office.desk("Maya Okonjo's new one")
    home = building.a_family(lost)
    for one in (lost, new):
        sync(one)
    copy = copy_of(office)
    note = building.a_note(lost, home.family, text=SAID)
    for one in (lost, new):
        sync(one)
    put_back(office, copy)
    assert sync(new).taken == 1
    assert office.centre.fields(note)["text"] == SAID
    assert new.ask(form.sheet, note).answers["text"] == SAID


def test_what_was_brought_back_from_a_lost_laptop_comes_again_too(office: Office) -> None:
    lost, new = office.desk("Maya Okonjo"), office.desk("Maya Okonjo's new one")
    home = building.a_family(lost)
    for one in (lost, new):
        sync(one)
    copy = copy_of(office)
    note = building.a_note(lost, home.family, text=SAID)
    new.do(replay.bring_back, lost.store.journal.read().entries)
    assert sync(new).taken == 1
    put_back(office, copy)
    assert sync(new).taken == 1
    assert office.centre.fields(note)["text"] == SAID


def test_it_comes_again_where_its_family_has_gone_to_somebody_else_meanwhile(office: Office) -> None:
    lost, new = office.desk("Maya Okonjo"), office.desk("Maya Okonjo's new one")
    sam = office.desk("Sam Ahmed", "Sam")
    home = building.a_family(lost)
    led = lost.do(episode.open_episode, home.family, {"opened_on": "2026-09-01"})
    for one in (lost, new, sam):
        sync(one)
    copy = copy_of(office)
    note = building.a_note(lost, home.family, text=SAID)
    for one in (lost, new):
        sync(one)
    told = {"name": "Sam", "practitioner": str(sam.store.me)}
    new.do(lead.hand_over_lead, led, told, reason="Away for a year")
    for one in (new, sam, new):
        sync(one)
    put_back(office, copy)
    for one in (sam, new, sam):
        sync(one)
    assert office.centre.fields(note)["text"] == SAID
    assert sam.ask(form.sheet, note).answers["text"] == SAID


def test_two_laptops_that_both_send_it_again_make_one_act_of_it(office: Office) -> None:
    one, other = office.desk("Maya Okonjo"), office.desk("Maya Okonjo's other one")
    home = building.a_family(one)
    for each in (one, other):
        sync(each)
    copy = copy_of(office)
    note = building.a_note(one, home.family, text=SAID)
    for each in (one, other):
        sync(each)
    put_back(office, copy)
    for each in (other, one, other):
        sync(each)
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        said = [line.act for line in history.everything(ledger) if (line.record, line.path) == (note, "text")]
    assert len(said) == 1
    assert office.centre.fields(note)["text"] == SAID
    for each in (one, other):
        assert each.ask(enrolled.standing) == enrolled.Standing(0, 0, 0)


def test_the_history_adds_up_where_somebody_wrote_what_the_lost_laptop_took_away(office: Office) -> None:
    lost, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(lost)
    note = building.a_note(lost, home.family)
    for one in (lost, ruth):
        sync(one)
    for text in (SAID, None):
        lost.do(form.answer, note, "text", text, sitting=f"typed {text}")
    ruth.do(form.answer, note, "text", "He said nothing.", sitting="hers")
    sync(ruth)
    new = office.desk("Maya Okonjo's new one")
    sync(new)
    new.do(replay.bring_back, lost.store.journal.read().entries)
    assert new.ask(form.sheet, note).answers["text"] == "He said nothing."
    assert new.ask(soundness.history).wrong == 0
    sync(new)
    assert new.ask(soundness.history).wrong == 0
