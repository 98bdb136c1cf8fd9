"""A file whose family went to somebody else before its bytes did: its author's laptop still hands it in."""

import pytest

from ehdesk import errors
from ehdesk.models import document, enclosed, episode, lead
from ehdesk.sync import engine
from tests import building
from tests.at_a_centre import Office, link, office, sync
from tests.sync.test_enclosures import Counts, adds, files_in, sync_words
from tests.sync.test_files_after_restore import copy_of, put_back

__all__ = ["office"]

PHOTO = b"the wall in the kitchen"


def hands_over(desk: building.Desk, led: str, to: building.Desk) -> None:
    told = {"name": "Sam", "practitioner": str(to.store.me)}
    desk.do(lead.hand_over_lead, led, told, reason="Away for a year")


def a_family_with_a_photo(maya: building.Desk) -> tuple[str, str, str]:
    """The family, the episode and the photo."""
    home = building.a_family(maya)
    led = str(maya.do(episode.open_episode, home.family, {"opened_on": "2026-09-01"}))
    return home.family, led, adds(maya, PHOTO, home.family, "Photo")


def test_a_family_that_is_opened_and_handed_over_before_it_is_sent_loses_no_file(office: Office) -> None:
    maya, sam = office.desk("Maya Okonjo"), office.desk("Sam Ahmed", "Sam")
    _family, led, photo = a_family_with_a_photo(maya)
    hands_over(maya, led, sam)
    assert sync(maya).files.sent == 1
    assert files_in(maya) == [], "it was let go of once the centre had it"
    assert sync(sam).files.came == 1
    assert sam.ask(document.content, photo) == PHOTO


def test_a_laptop_that_comes_back_after_months_still_hands_its_file_in(office: Office) -> None:
    maya, sam = office.desk("Maya Okonjo"), office.desk("Sam Ahmed", "Sam")
    _family, led, photo = a_family_with_a_photo(maya)
    sync_words(maya)
    hands_over(maya, led, sam)
    with Counts(link(maya), breaks_after=0) as way, pytest.raises(errors.CentreAway):
        engine.sync(maya.store, way)
    office.centre.later(days=90)
    for desk in (maya, sam):
        desk.time.pass_by(minutes=90 * 24 * 60)
    assert sync(maya).files.sent == 1
    assert sync(sam).files.came == 1
    assert sam.ask(document.content, photo) == PHOTO


def test_a_file_is_kept_while_its_words_wait_for_another_laptop_s(office: Office) -> None:
    maya, sam = office.desk("Maya Okonjo"), office.desk("Sam Ahmed", "Sam")
    copy = copy_of(office)
    home = building.a_family(sam)
    led = str(sam.do(episode.open_episode, home.family, {"opened_on": "2026-09-01"}))
    told = {"name": "Maya", "practitioner": str(maya.store.me)}
    sam.do(lead.hand_over_lead, led, told, reason="Away for a year")
    sync(sam)
    sync(maya)
    photo = adds(maya, PHOTO, home.family, "Photo")
    sync_words(maya)
    hands_over(maya, led, sam)
    with Counts(link(maya), breaks_after=0) as way, pytest.raises(errors.CentreAway):
        engine.sync(maya.store, way)
    put_back(office, copy)
    waits = sync(maya)
    assert waits.later, "the family that they speak of comes again from Sam's laptop"
    assert [one.is_here for one in maya.ask(enclosed.waiting, link(maya).epoch)] == [True]
    sync(sam)
    assert sync(maya).files.sent == 1
    assert sync(sam).files.came == 1
    assert sam.ask(document.content, photo) == PHOTO
