"""Files after the centre was put back from a copy: who has one brings it again, also one that has to go."""

from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.centre import admin, tables
from ehdesk.models import document, enclosed, enrolled, episode, lead
from tests import building
from tests.at_a_centre import Office, link, office, sync
from tests.centre import building as centres
from tests.sync.test_enclosures import adds, files_in, withdraw

__all__ = ["office"]

Copy = dict[sa.Table, list[dict[str, Any]]]


def copy_of(office: Office) -> Copy:
    with office.centre.opened.engine.begin() as connection:
        return {
            table: [dict(row._mapping) for row in connection.execute(sa.select(table))]
            for table in tables.metadata.sorted_tables
        }


def put_back(office: Office, copy: Copy) -> None:
    """The database is what it was, and its keeper says so."""
    with office.centre.opened.engine.begin() as connection:
        for table, rows in copy.items():
            connection.execute(sa.delete(table))
            if rows:
                connection.execute(sa.insert(table), rows)
    admin.begin_epoch(office.centre.opened, centres.AUTHORITY, office.centre.now)


def test_a_file_that_the_centre_lost_is_brought_again_and_reaches_the_colleague(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    sync(maya)
    copy = copy_of(office)
    letter = adds(maya, b"Dear Ms Okonjo", home.family)
    assert sync(maya).files.sent == 1
    put_back(office, copy)
    assert sync(maya).files.sent == 1
    assert sync(ruth).files.came == 1
    assert ruth.ask(document.content, letter) == b"Dear Ms Okonjo"


def test_who_took_the_family_over_brings_the_file_whose_words_come_from_who_had_it(office: Office) -> None:
    maya, sam = office.desk("Maya Okonjo"), office.desk("Sam Ahmed", "Sam")
    home = building.a_family(maya)
    led = maya.do(episode.open_episode, home.family, {"opened_on": "2026-09-01"})
    for one in (maya, sam):
        sync(one)
    copy = copy_of(office)
    adds(maya, b"Dear Ms Okonjo", home.family)
    told = {"name": "Sam", "practitioner": str(sam.store.me)}
    maya.do(lead.hand_over_lead, led, told, reason="Away for a year")
    sync(maya)
    assert sync(sam).files.came == 1
    sync(maya)
    assert files_in(maya) == []
    put_back(office, copy)
    sync(sam)
    sync(maya)
    assert sync(sam).files.sent == 1
    assert sam.ask(document.documents, home.family)[0].is_here


def test_a_file_that_went_to_an_earlier_epoch_only_is_still_owed_when_its_family_goes(office: Office) -> None:
    maya = office.desk("Maya Okonjo")
    adds(maya, b"Dear Ms Okonjo", building.a_family(maya).family)
    assert sync(maya).files.sent == 1
    maya.do(enrolled.remember, msgspec.structs.replace(link(maya), epoch="after a copy"))
    withdraw(maya)
    assert not maya.ask(enclosed.is_any_going), "the centre may have lost it: it goes once it is there again"
    assert [one.is_here for one in maya.ask(enclosed.waiting, "after a copy")] == [True]
    assert len(files_in(maya)) == 2
