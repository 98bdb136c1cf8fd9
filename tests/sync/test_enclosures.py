"""Files between two desks: after the words, from where it stopped, and off the desk with their family."""

import os
from pathlib import Path
from typing import Any

import pytest

from ehdesk import errors
from ehdesk.centre import admin
from ehdesk.models import document, enclosed, enrolled, family, soundness
from ehdesk.sync import enclosures, engine, http, protocol
from tests import building
from tests.at_a_centre import Office, link, office, sync
from tests.centre import building as centres

__all__ = ["office"]

LARGE = os.urandom(2 * protocol.PIECE + 9)


def adds(desk: building.Desk, content: bytes, to: str, title: str = "Letter") -> str:
    return str(desk.do(document.add, to, content, document.New(title)))


class Counts(http.Centre):
    """A way that counts, and breaks off after so many pieces."""

    def __enter__(self) -> "Counts":
        return self

    def __init__(self, at: enrolled.Link, breaks_after: int = 10_000) -> None:
        super().__init__(at.url, at.token, http.Seal(at.device, at.signs_with, at.keys))
        self.left, self.asked = breaks_after, list[str]()

    def _about_file(self, method: str, *said: Any) -> Any:
        self.asked.append(method)
        if method != "HEAD":
            self.left -= 1
        if self.left < 0:
            raise errors.CentreAway
        return super()._about_file(method, *said)


def test_a_file_reaches_the_colleague_after_the_words(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    letter = adds(maya, LARGE, home.family)
    told = sync(maya)
    assert (told.files.sent, told.files.came) == (1, 0)
    assert sync(ruth).files.came == 1
    assert ruth.ask(document.content, letter) == LARGE
    assert ruth.ask(soundness.documents).wrong == 0
    with Counts(link(ruth)) as way:
        assert engine.sync(ruth.store, way).files == enclosures.Moved()
        assert way.asked == [], "nothing to do asks nothing"


def test_until_it_has_come_the_page_says_so_and_nothing_counts_as_damaged(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    letter = adds(maya, b"Dear Ms Okonjo", home.family)
    with Counts(link(maya), breaks_after=0) as way, pytest.raises(errors.CentreAway):
        engine.sync(maya.store, way)
    assert maya.ask(enrolled.standing).waits == 0, "the words have gone"
    sync(ruth)
    (line,) = ruth.ask(document.documents, home.family)
    assert not line.is_here
    with pytest.raises(errors.DocumentNotHere) as met:
        ruth.ask(document.content, letter)
    assert met.value.words()[0] == "This file has not come to this laptop yet"
    assert ruth.ask(soundness.documents).wrong == 0
    assert sync(maya).files.sent == 1
    assert sync(ruth).files.came == 1
    assert ruth.ask(document.document, letter).is_here


def test_who_was_cut_off_goes_on_from_there_in_both_directions(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    letter = adds(maya, LARGE, building.a_family(maya).family)
    for desk, method in ((maya, "PUT"), (ruth, "GET")):
        with Counts(link(desk), breaks_after=2) as broken, pytest.raises(errors.CentreAway):
            engine.sync(desk.store, broken)
        with Counts(link(desk)) as way:
            engine.sync(desk.store, way)
            asked = [one for one in way.asked if one != "HEAD"]
        assert asked == [method], "one piece was left"
    assert ruth.ask(document.content, letter) == LARGE


def test_a_worker_who_locks_does_not_wait_for_a_long_file(office: Office) -> None:
    maya = office.desk("Maya Okonjo")
    adds(maya, LARGE, building.a_family(maya).family)
    told: list[tuple[int, int]] = []
    sync_words(maya)
    with Counts(link(maya)) as way:
        turns = iter([True, False, False, False])
        moved = enclosures.carry(
            maya.store, way, go_on=lambda: next(turns), progress=lambda done, of: told.append((done, of))
        )
        assert moved == enclosures.Moved(0, 0, is_done=False)
        assert told == [(protocol.PIECE, len(LARGE))]
        assert enclosures.carry(maya.store, way).sent == 1


def sync_words(desk: building.Desk) -> None:
    with Counts(link(desk), breaks_after=0) as way, pytest.raises(errors.CentreAway):
        engine.sync(desk.store, way)


def test_a_large_file_comes_when_somebody_asks_for_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosures, "BY_ITSELF", 100)
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    letter = adds(maya, LARGE, building.a_family(maya).family)
    sync(maya)
    assert sync(ruth).files.came == 0
    sha256 = ruth.ask(document.document, letter).sha256
    with http.at(link(ruth)) as way:
        assert enclosures.fetch(ruth.store, way, sha256)
        assert not enclosures.fetch(ruth.store, way, "0" * 64)
    assert ruth.ask(document.content, letter) == LARGE


def test_bytes_that_are_not_what_they_are_called_never_reach_the_cabinet(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    letter = adds(maya, b"Dear Ms Okonjo", building.a_family(maya).family)
    sync(maya)
    with Lies(link(ruth)) as way:
        assert engine.sync(ruth.store, way).files.came == 0
    assert not ruth.ask(document.document, letter).is_here
    assert sync(ruth).files.came == 1


class Lies(Counts):
    """A way on which somebody changes a file."""

    def piece(self, sha256: str, previous: str, start: int) -> bytes | None:
        found = super().piece(sha256, previous, start)
        return found and bytes(len(found))


def test_a_centre_that_was_put_back_from_a_copy_is_offered_every_file_again(office: Office) -> None:
    maya = office.desk("Maya Okonjo")
    adds(maya, b"Dear Ms Okonjo", building.a_family(maya).family)
    sync(maya)
    assert maya.ask(enclosed.waiting, link(maya).epoch) == ()
    assert [one.is_here for one in maya.ask(enclosed.waiting, "another epoch")] == [True]


def files_in(desk: building.Desk) -> list[Path]:
    places = (desk.folder.documents, desk.folder.documents_spare)
    return [path for place in places if place.is_dir() for path in place.iterdir()]


def withdraw(desk: building.Desk, *keeps: str) -> None:
    """What an answer says that allows these scopes only."""
    before = link(desk)
    answer = protocol.Answer(before.epoch, before.cursor, scopes=keeps)
    sent = protocol.Exchange(before.epoch, before.incarnation, before.number, before.cursor)
    desk.do(enrolled.settle, sent, answer, before.previous)


def test_a_family_that_is_withdrawn_takes_its_files_with_it(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home, other = building.a_family(maya), building.a_family(maya, "Okafor")
    adds(maya, b"only here", home.family)
    for one in (home, other):
        adds(maya, b"in both", one.family)
    sync(maya)
    assert sync(ruth).files.came == 2
    assert len(files_in(ruth)) == 4
    withdraw(ruth, f"family:{other.family}/file")
    assert len(files_in(ruth)) == 4, "nothing goes before the act that withdraws it stands"
    assert ruth.ask(enclosed.is_any_going)
    sync(ruth)
    assert len(files_in(ruth)) == 2 * len(ruth.ask(family.caseload).lines)


def test_a_file_that_was_not_sent_yet_reaches_the_centre_before_it_goes(office: Office) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    letter = adds(maya, b"Dear Ms Okonjo", building.a_family(maya).family)
    sync_words(maya)
    withdraw(maya)
    assert not maya.ask(enclosed.is_any_going)
    assert len(files_in(maya)) == 2
    with http.at(link(maya)) as way:
        assert enclosures.carry(maya.store, way).sent == 1
    assert files_in(maya) == []
    sync(ruth)
    assert ruth.ask(document.content, letter) == b"Dear Ms Okonjo"


def test_a_desk_without_a_centre_asks_nothing_of_files(tmp_path: Path) -> None:
    desk = building.new_desk(tmp_path / "alone")
    letter = adds(desk, b"Dear Ms Okonjo", building.a_family(desk).family)
    for path in files_in(desk):
        path.unlink()
    with pytest.raises(errors.DocumentDamaged):
        desk.ask(document.content, letter)
    assert desk.ask(soundness.documents).wrong == 1
    desk.close()


def test_a_file_that_no_record_names_is_not_taken_and_old_words_are_not_believed(office: Office) -> None:
    maya = office.desk("Maya Okonjo")
    adds(maya, b"Dear Ms Okonjo", building.a_family(maya).family)
    sync_words(maya)
    with http.at(link(maya)) as way:
        assert way.look("0" * 64, link(maya).previous) is None
        with pytest.raises(errors.ChangedOnTheWay):
            way.look("0" * 64, "1" * 64)


def test_a_laptop_that_was_revoked_meanwhile_is_told_so_at_its_next_file(office: Office) -> None:
    maya = office.desk("Maya Okonjo")
    adds(maya, b"Dear Ms Okonjo", building.a_family(maya).family)
    sync_words(maya)
    with office.centre.opened.transaction(centres.AUTHORITY) as ledger:
        admin.revoke(ledger, link(maya).device, office.centre.now)
    with http.at(link(maya)) as way, pytest.raises(errors.DeviceRevoked):
        enclosures.carry(maya.store, way)
