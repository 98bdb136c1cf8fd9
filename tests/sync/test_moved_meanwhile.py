"""A page that one worker moves while words of another come in from its old file, and the other way about."""

from dataclasses import dataclass

import pytest

from ehdesk.models import filing, form, soundness
from tests import building
from tests.at_a_centre import Office, office, sync
from tests.sync.test_files_after_restore import copy_of, put_back

__all__ = ["office"]


@dataclass
class Two:
    """Maya on two laptops: the note lies in the file of the Kowalczyks and belongs in that of the Okafors."""

    here: building.Desk
    there: building.Desk
    wrong: str
    right: str
    note: str

    def quiet(self) -> None:
        for one in (self.here, self.there) * 2:
            sync(one)

    def lies_in(self) -> list[str | None]:
        return [one.ask(form.sheet, self.note).family_id for one in (self.here, self.there)]

    def says(self) -> list[object]:
        return [one.ask(form.sheet, self.note).answers.get("text") for one in (self.here, self.there)]


@pytest.fixture
def two(office: Office) -> Two:
    here, there = office.desk("Maya Okonjo"), office.desk("Maya at home")
    wrong, right = (building.a_family(here, name).family for name in ("Kowalczyk", "Okafor"))
    note = building.a_note(here, wrong, text="Seen at home.")
    made = Two(here, there, wrong, right, note)
    made.quiet()
    return made


def moves(desk: building.Desk, two: Two) -> None:
    desk.do(filing.move, two.note, two.right, "It is about the Okafors")


def writes(desk: building.Desk, two: Two, text: str) -> None:
    desk.do(form.answer, two.note, "text", text, sitting=text)


def assert_moved(two: Two, text: str) -> None:
    assert two.lies_in() == [two.right, two.right]
    assert two.says() == [text, text]
    for one in (two.here, two.there):
        assert one.ask(soundness.history).wrong == 0


def test_words_from_the_old_file_do_not_take_a_page_back_that_was_moved_meanwhile(two: Two) -> None:
    moves(two.here, two)
    writes(two.there, two, "Zofia was alone.")
    sync(two.there)
    sync(two.here)
    assert two.here.ask(form.sheet, two.note).family_id == two.right
    two.quiet()
    assert_moved(two, "Zofia was alone.")


def test_nor_do_they_where_both_have_written_in_it(two: Two) -> None:
    writes(two.here, two, "Zofia was at her aunt's.")
    moves(two.here, two)
    writes(two.there, two, "Zofia was alone.")
    sync(two.there)
    two.quiet()
    assert_moved(two, "Zofia was alone.")


def test_words_that_wait_do_not_take_a_moved_page_back_when_it_is_fetched_anew(
    two: Two, office: Office
) -> None:
    copy = copy_of(office)
    building.a_note(two.here, two.wrong, text="The school rang.")
    two.quiet()
    writes(two.there, two, "Zofia was alone.")
    moves(two.here, two)
    put_back(office, copy)
    two.quiet()
    assert_moved(two, "Zofia was alone.")


def test_of_two_moves_the_one_that_the_centre_heard_last_stands(two: Two) -> None:
    other = building.a_family(two.here, "Nowak").family
    two.quiet()
    moves(two.here, two)
    two.there.do(filing.move, two.note, other, "It is about the Nowaks")
    sync(two.there)
    two.quiet()
    assert_moved(two, "Seen at home.")
