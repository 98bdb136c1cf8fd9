"""A laptop that is too old to hear others' work keeps what it has, whatever the centre says meanwhile."""

import pytest

from ehdesk import errors
from ehdesk.models import acts, base, enrolled, form
from ehdesk.sync import engine
from tests import building
from tests.at_a_centre import Office, an_older_version, office, sync
from tests.sync.test_files_after_restore import copy_of, put_back

__all__ = ["office"]

SAID = "Zofia showed me a drawing."


def hands_in(desk: building.Desk) -> None:
    """It is refused others' work, and its own is taken."""
    with an_older_version(desk) as way, pytest.raises(errors.TooOldForCentre):
        engine.sync(desk.store, way)


def records(read: acts.Reading) -> set[str]:
    return set(read.connection.execute(base.record.select().with_only_columns(base.record.c.id)).scalars())


def test_the_day_s_comparison_takes_nothing_off_a_desk_that_is_too_old(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    for desk in (maya, ruth):
        sync(desk)
    note = building.a_note(maya, home.family, text=SAID)
    sync(maya)
    before = ruth.ask(records)
    ruth.time.pass_by(minutes=60 * 24)
    for _ in range(3):
        hands_in(ruth)
        assert ruth.ask(records) == before
    assert home.family in before
    sync(ruth)
    assert ruth.ask(form.sheet, note).answers["text"] == SAID


def test_a_centre_that_was_put_back_takes_nothing_off_it_and_gets_its_work(office: Office) -> None:
    maya = office.desk("Maya Okonjo")
    home = building.a_family(maya)
    sync(maya)
    copy = copy_of(office)
    before = building.a_note(maya, home.family, text=SAID)
    sync(maya)
    put_back(office, copy)
    had = maya.ask(records)
    after = building.a_note(maya, home.family, text="He laughed.")
    hands_in(maya)
    for note, text in ((before, SAID), (after, "He laughed.")):
        assert office.centre.fields(note)["text"] == text, "it was handed in all the same"
        assert maya.ask(form.sheet, note).answers["text"] == text
    assert maya.ask(enrolled.standing).waits == 0
    assert had < maya.ask(records)
    sync(maya)
    assert maya.ask(form.sheet, after).answers["text"] == "He laughed."


def who_handed_in_unheard(office: Office) -> tuple[building.Desk, building.Desk, str, str]:
    """Two who tick in one list; the second's laptop is too old to hear of the first, and hands in. Gives both
    desks, the family and the form."""
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    record = maya.do(form.start, "eha_part_a", family_id=home.family, answers={})
    for desk in (maya, ruth):
        sync(desk)
    maya.do(form.answer, record, "training", ["induction"], sitting="hers")
    sync(maya)
    ruth.do(form.answer, record, "training", ["other"], sitting="his")
    hands_in(ruth)
    return maya, ruth, home.family, record


def test_what_it_handed_in_before_it_could_hear_is_settled_once_it_can(office: Office) -> None:
    maya, ruth, _family, record = who_handed_in_unheard(office)
    for desk in (ruth, maya):
        sync(desk)
    both = ruth.ask(form.sheet, record).answers["training"]
    assert sorted(both) == ["induction", "other"]
    assert both == maya.ask(form.sheet, record).answers["training"]


def test_what_it_wrote_since_is_there_once_it_can_hear(office: Office) -> None:
    maya = office.desk("Maya Okonjo")
    home = building.a_family(maya)
    note = building.a_note(maya, home.family, text=SAID)
    sync(maya)
    copy = copy_of(office)
    building.a_note(maya, home.family, text="He laughed.")
    sync(maya)
    put_back(office, copy)
    hands_in(maya)
    maya.do(form.answer, note, "text", "Zofia showed me two drawings.", sitting="older")
    hands_in(maya)
    maya.do(form.answer, note, "at", "2026-09-07T11:30", sitting="newer")
    sync(maya)
    stands = maya.ask(form.sheet, note).answers
    assert (stands["text"], stands["at"]) == ("Zofia showed me two drawings.", "2026-09-07T11:30")


def test_what_was_said_before_its_own_words_does_not_cover_them_once_it_can_hear(office: Office) -> None:
    _maya, ruth, family, record = who_handed_in_unheard(office)
    building.a_note(ruth, family, text=SAID)
    sync(ruth)
    assert sorted(ruth.ask(form.sheet, record).answers["training"]) == ["induction", "other"]
