"""Whose words stand in a field where somebody else's came first: the next edit is made upon those."""

from ehdesk.models import form, history, versions
from tests import building
from tests.sync.conftest import Team, Worker
from tests.sync.test_two_versions import assert_agree, quiet, write


def with_words_between(team: Team) -> tuple[Worker, Worker, str]:
    """Carol's words came first; Tom's, written twice and with something else between, are beside them."""
    carol, tom = team.joins("Carol"), team.joins("Tom")
    home = building.a_family(carol.desk)
    note = building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
    quiet(carol, tom)
    write(carol, note, "Carol's words")
    carol.sync()
    write(tom, note, "Tom's words")
    tom.desk.do(form.answer, note, "at", "2026-09-07T10:15", sitting="another")
    write(tom, note, "Tom's later words")
    quiet(tom, carol)
    return carol, tom, note


def test_words_that_stand_are_said_to_be_whose_they_are(team: Team) -> None:
    _carol, tom, note = with_words_between(team)
    (told,) = tom.desk.ask(versions.waiting)
    assert (told.now.value, told.now.who) == ("Carol's words", "Carol")
    assert tom.desk.ask(history.marks, note)["text"].who == "Carol"


def test_who_writes_upon_words_that_they_saw_makes_no_second_version(team: Team) -> None:
    carol, tom, note = with_words_between(team)
    write(tom, note, "Carol's words, and mine")
    waits = [("Carol's words, and mine", ("Tom's later words",))]
    assert_agree(note, tom, carol, text="Carol's words, and mine", waits=waits)
