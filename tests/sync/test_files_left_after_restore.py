"""Files of colleagues whose words a centre that was put back from a copy does not have, on who held them."""

from ehdesk.models import document, enclosed, episode, team
from tests import building
from tests.at_a_centre import Office, office, sync
from tests.sync.test_enclosures import adds, files_in
from tests.sync.test_files_after_restore import copy_of, put_back

__all__ = ["office"]

PHOTO = b"the wall in the kitchen"


def test_a_family_that_is_not_granted_again_takes_its_files_with_it_in_the_end(office: Office) -> None:
    maya, sam = office.desk("Maya Okonjo"), office.desk("Sam Ahmed", "Sam")
    home = building.a_family(maya)
    led = str(maya.do(episode.open_episode, home.family, {"opened_on": "2026-09-01"}))
    sync(maya)
    copy = copy_of(office)
    maya.do(team.join_team, led, {"agency": "Harlow", "practitioner": str(sam.store.me)})
    adds(maya, PHOTO, home.family)
    sync(maya)
    assert sync(sam).files.came == 1
    put_back(office, copy)
    sync(sam)
    assert sam.ask(document.documents, home.family) == ()
    assert len(files_in(sam)) == 2, "that Sam is on the team may yet come again"
    sam.time.pass_by(minutes=60 * 24 * 36)
    for _ in range(2):
        sync(sam)
    assert files_in(sam) == []


def test_a_file_is_kept_until_its_words_come_again_and_goes_to_the_centre_with_them(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    for desk in (maya, ruth):
        sync(desk)
    copy = copy_of(office)
    photo = adds(maya, PHOTO, home.family)
    sync(maya)
    assert sync(ruth).files.came == 1
    put_back(office, copy)
    sync(ruth)
    assert len(files_in(ruth)) == 2, "Maya's laptop may have lost it meanwhile"
    for path in files_in(maya):
        path.unlink()
    sync(maya)
    sync(ruth)
    assert sync(maya).files.came == 1, "Ruth's laptop has brought it"
    assert maya.ask(document.content, photo) == ruth.ask(document.content, photo) == PHOTO
    for _ in range(2):
        ruth.time.pass_by(minutes=60 * 24 * 20)
        sync(ruth)
    assert ruth.ask(enclosed.left) == frozenset()
    assert ruth.ask(document.content, photo) == PHOTO


def test_a_file_whose_words_never_come_again_goes_after_some_weeks(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    for desk in (maya, ruth):
        sync(desk)
    copy = copy_of(office)
    adds(maya, PHOTO, home.family)
    sync(maya)
    sync(ruth)
    put_back(office, copy)
    sync(ruth)
    ruth.time.pass_by(minutes=60 * 24 * 34)
    sync(ruth)
    assert len(files_in(ruth)) == 2
    ruth.time.pass_by(minutes=60 * 24 * 2)
    for _ in range(2):
        sync(ruth)
    assert files_in(ruth) == []
    assert ruth.ask(enclosed.left) == frozenset()
