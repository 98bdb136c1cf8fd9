"""Whatever two people wrote in one place, apart from each other: each kind has its case and its words, a
person settles it at the window, and the other laptop hears of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.forms import loader
from ehdesk.models import (
    document,
    episode,
    facts,
    filing,
    form,
    person,
    sent,
    taking_up,
    team,
    versions,
)
from ehdesk.ui import desk as desks
from ehdesk.ui import set_aside, versions_card
from tests import at_a_centre, building
from tests.stories.town import Seat, Town

DRAWN = {"method": "drawn", "strokes": [[[100, 150], [400, 120], [700, 160]]]}
PAPER = {"method": "paper", "held_at": "Bridge Street, blue folder"}


@dataclass
class Evening:
    """Maya at her window, Sam at a laptop of his own; both were without a network all day."""

    town: Town
    seat: Seat
    sam: building.Desk
    home: building.Household
    part_b: str
    note: str
    plan: str
    row: str
    agreement: str
    letter: str

    def maya(self, doing: Callable[[building.Desk], Any]) -> Any:
        return self.seat.write(doing)

    def both(self, verb: Any, record: str, path: str, hers: Any, his: Any) -> None:
        """Each writes at the same place, and neither knows."""
        self.maya(lambda desk: desk.do(verb, record, path, hers, sitting=f"maya {path}"))
        self.sam.do(verb, record, path, his, sitting=f"sam {path}")

    def meets(self) -> None:
        """The network is there again: hers goes first."""
        self.seat.sends()
        self.sam_sends()
        self.seat.sends()

    def sam_sends(self) -> None:
        at_a_centre.sync(self.sam)

    def page(self) -> Any:
        laptop = self.seat.laptop
        assert laptop.life is not None
        laptop.life.working().desk.go(desks.Place("versions"))
        self.seat.worker.settle()
        assert laptop.life.window is not None
        page: Any = laptop.life.window.page()
        return page

    def card(self, page: Any, named: str) -> versions_card.VersionsCard:
        every: list[versions_card.VersionsCard] = page.cards
        found = [one for one in every if named in one.named]
        assert len(found) == 1, [one.named for one in page.cards]
        return found[0]


def told_on(card: QtWidgets.QWidget) -> set[str]:
    labels = (one for one in card.findChildren(QtWidgets.QLabel) if one.isVisible())
    return {one.accessibleName() or one.text() for one in labels}


def presses(card: QtWidgets.QWidget) -> list[str]:
    return [one.text() for one in card.findChildren(QtWidgets.QPushButton) if one.isVisible()]


def begins(kind: str, begun: dict[str, Any], desk: building.Desk) -> Any:
    return desk.do(form.start, kind, **begun)


@pytest.fixture
def evening(town: Town, maya: Seat) -> Iterator[Evening]:
    home = maya.write(building.a_family)
    stay = maya.write(lambda desk: desk.do(episode.open_episode, home.family, {"opened_on": "2026-09-07"}))
    begun = {"family_id": home.family, "episode_id": stay}
    part_b, plan, agreement = (
        maya.write(partial(begins, kind, begun)) for kind in ("eha_part_b", "action_plan", "agreement")
    )
    note = maya.write(lambda desk: building.a_note(desk, home.family, text="As it was."))
    said = {"outcome": "Zofia sleeps", "target": "7 nights"}
    row = maya.write(lambda desk: desk.do(form.add_row, plan, "outcomes", said))
    new = document.New("A letter", "letter", media_type="text/plain")
    letter = maya.write(lambda desk: desk.do(document.add, home.family, b"Dear Agnieszka", new))
    maya.connects(town.centre.code(maya.name))
    sam = building.new_desk(town.root / "sam", name="Sam", life=5)
    at_a_centre.let_in(sam, maya.street.address, town.centre.code("Sam"))
    he = {"practitioner": str(sam.store.me), "agency": "Bridge Street", "role": "Youth worker"}
    maya.write(lambda desk: desk.do(team.join_team, stay, he))
    maya.sends()
    made = Evening(town, maya, sam, home, part_b, note, plan, row, agreement, letter)
    made.sam_sends()
    try:
        yield made
    finally:
        sam.close()


def test_each_kind_of_answer_is_told_in_its_words_and_settled_for_both(evening: Evening) -> None:
    mother, row = evening.home.mother, f"outcomes/{evening.row}"
    at = evening.both
    at(form.answer, evening.note, "text", "She slept.", "She slept all night.")
    at(form.answer, evening.note, "at", "2026-09-08T10:15", "2026-09-08T10:45")
    at(form.answer, evening.note, "place", "home", "school")
    at(form.answer, evening.part_b, "physical_health_score_worker", 3, 4)
    at(form.answer, evening.plan, f"{row}/target", "5 nights", "6 nights")
    at(form.answer, evening.agreement, "signature", DRAWN, PAPER)
    at(document.change, evening.letter, "title", "Letter to the school", "School's letter")
    at(facts.change, mother, "dob", "1989-03-04", "1989-04-03")
    at(facts.change, mother, "family_name", "Kowalska", "Kowalczyk-Hughes")
    at(facts.change, mother, f"tie.{evening.home.zofia}.is", "Mother", "Foster mother")
    evening.meets()
    assert len(evening.sam.ask(versions.waiting)) == 10

    page = evening.page()
    expected: list[tuple[str, set[str], str]] = [
        ("What happened", {"You: She slept.", "Sam: She slept all night."}, "Keep Sam’s words"),
        ("When it happened", {"You: 8 September 2026, 10:15", "Sam: 8 September 2026, 10:45"},
         "Keep Sam’s answer"),
        ("Where it was", {"You: Home", "Sam: School"}, "Keep Sam’s answer"),
        ("Zofia sleeps", {"You: 5 nights", "Sam: 6 nights"}, "Keep Sam’s words"),
        ("Signature", {"You: Signed here", "Sam: Signed on paper, Bridge Street, blue folder"},
         "Keep the one Sam recorded"),
        ("What to call it", {"You: Letter to the school", "Sam: School's letter"}, "Keep Sam’s words"),
        ("Date of birth", {"You: 4 March 1989", "Sam: 3 April 1989"}, "Keep Sam’s answer"),
        ("Family name", {"You: Kowalska", "Sam: Kowalczyk-Hughes"}, "Keep Sam’s words"),
        ("What Agnieszka is to Zofia", {"You: Mother", "Sam: Foster mother"}, "Keep Sam’s answer"),
    ]  # fmt: skip
    for named, words, press in expected:
        card = evening.card(page, named)
        assert words <= told_on(card), (named, told_on(card))
        assert press in presses(card), (named, presses(card))
        next(one for one in card.findChildren(QtWidgets.QPushButton) if one.text() == press).click()
        evening.seat.worker.settle()
        assert not card.waits, named
    left = [card for card in page.cards if card.waits]
    assert len(left) == 1, "the score"
    left[0].findChildren(QtWidgets.QPushButton)[1].click()
    evening.seat.worker.settle()
    evening.meets()
    assert evening.sam.ask(versions.waiting) == ()
    assert evening.maya(lambda desk: desk.ask(versions.waiting)) == ()
    for ask in (evening.sam.ask, lambda *said: evening.maya(lambda desk: desk.ask(*said))):
        assert ask(form.sheet, evening.note).answers["text"] == "She slept all night."
        assert ask(form.sheet, evening.agreement).answers["signature"] == PAPER
        assert ask(form.sheet, evening.part_b).answers["physical_health_score_worker"] == 4
        assert ask(form.sheet, evening.plan).answers["outcomes"][evening.row]["target"] == "6 nights"
        assert ask(document.document, evening.letter).title == "School's letter"
        assert ask(person.get, mother).dob == "1989-04-03"


def test_ticks_of_one_list_come_together_by_themselves(evening: Evening) -> None:
    one, other = (each.value for each in loader.load("agreement").question("explained").choices()[:2])
    evening.both(form.answer, evening.agreement, "explained", [one], [other])
    evening.meets()
    assert evening.sam.ask(versions.waiting) == ()
    assert set(evening.sam.ask(form.sheet, evening.agreement).answers["explained"]) == {one, other}


def test_a_row_taken_away_while_somebody_wrote_in_it_stays_and_says_so(evening: Evening) -> None:
    evening.maya(lambda desk: desk.do(form.remove_row, evening.plan, "outcomes", evening.row))
    evening.sam.do(form.answer, evening.plan, f"outcomes/{evening.row}/target", "6 nights", sitting="sam")
    evening.meets()
    card = evening.card(evening.page(), "Zofia sleeps")
    assert "You took this away while Sam was writing in it. So it was kept." in told_on(card)
    assert presses(card) == ["Keep it", "Take it away"]
    card.findChildren(QtWidgets.QPushButton)[0].click()
    evening.seat.worker.settle()
    evening.meets()
    assert evening.sam.ask(versions.waiting) == ()
    assert evening.row in evening.sam.ask(form.sheet, evening.plan).answers["outcomes"]


def test_a_signature_withdrawn_while_another_was_recorded_says_so(evening: Evening) -> None:
    evening.maya(lambda desk: desk.do(form.answer, evening.agreement, "signature", DRAWN, sitting="first"))
    evening.meets()
    evening.maya(lambda desk: desk.do(form.answer, evening.agreement, "signature", None, sitting="away"))
    evening.sam.do(form.answer, evening.agreement, "signature", PAPER, sitting="sam")
    evening.meets()
    card = evening.card(evening.page(), "Signature")
    assert "You took the signature away while Sam was recording one. So it was kept." in told_on(card)
    assert presses(card) == ["Keep the signature", "Leave it unsigned"]


def test_words_for_a_form_that_was_finished_meanwhile_are_offered_as_an_amendment(evening: Evening) -> None:
    finish(evening.sam, evening.plan)
    evening.maya(
        lambda desk: desk.do(form.answer, evening.plan, "contingency", "Ring Agnieszka.", sitting="m")
    )
    evening.sam_sends()
    evening.seat.sends()
    evening.seat.worker.looks_for("It had been finished by then")
    (aside,) = evening.maya(lambda desk: desk.ask(sent.overview)).aside
    assert (aside.reason, aside.may_be_taken_up) == ("record_locked", True)
    assert evening.seat.laptop.life is not None
    assert evening.seat.laptop.life.window is not None
    (card,) = evening.seat.laptop.life.window.page().findChildren(set_aside.SetAside)  # type: ignore[union-attr]
    assert card.again_button.text() == "Write it as an amendment"
    evening.maya(lambda desk: desk.do(taking_up.take_up, aside.act_ids, "Sam finished it while I wrote"))
    evening.meets()
    sheet = evening.sam.ask(form.sheet, evening.plan)
    assert (sheet.answers["contingency"], sheet.status) == ("Ring Agnieszka.", "amended")


def finish(desk: building.Desk, record: str) -> None:
    """Finish a form as its page does, whatever is missing in it."""
    from ehdesk.models import acts

    @acts.act("form.finished")
    def finished(work: acts.Work) -> None:
        work.edit(work.record(record), "$status", "finished")

    desk.do(finished)


def test_a_note_filed_elsewhere_keeps_its_two_versions(evening: Evening) -> None:
    evening.both(form.answer, evening.note, "text", "Hers.", "His.")
    evening.meets()
    other = evening.maya(lambda desk: building.a_family(desk, "Okafor")).family
    evening.maya(lambda desk: desk.do(filing.move, evening.note, other, "It is about the Okafors"))
    evening.meets()
    card = evening.card(evening.page(), "What happened")
    assert {"You: Hers.", "Sam: His."} <= told_on(card)
    assert evening.sam.ask(versions.waiting) == (), "it went to a family that Sam has no part in"


def test_what_nobody_settles_for_weeks_is_still_there_with_both_texts(evening: Evening) -> None:
    evening.both(form.answer, evening.note, "text", "Hers.", "His.")
    evening.meets()
    for week in (4, 8):
        evening.seat.worker.locks()
        for time in (evening.seat.laptop.time, evening.sam.time):
            time.pass_by(days=30)
        evening.town.centre.now += timedelta(days=30)
        evening.sam.do(form.answer, evening.plan, "contingency", f"Week {week}: ring Agnieszka.")
        evening.seat.worker.unlocks()
        evening.seat.is_quiet()
        evening.meets()
        evening.seat.says("1 needs you")
    told = evening.maya(lambda desk: desk.ask(form.sheet, evening.plan)).answers["contingency"]
    assert told == "Week 8: ring Agnieszka.", "the work around it went on"
    card = evening.card(evening.page(), "What happened")
    assert {"You: Hers.", "Sam: His."} <= told_on(card)
    next(one for one in card.findChildren(QtWidgets.QPushButton) if one.text() == "Keep Sam’s words").click()
    evening.seat.worker.settle()
    evening.meets()
    assert evening.sam.ask(form.sheet, evening.note).answers["text"] == "His."
    assert evening.sam.ask(versions.waiting) == ()


def test_words_for_a_note_that_was_taken_off_the_file_meanwhile_are_given_back(evening: Evening) -> None:
    note = evening.note
    evening.sam.do(form.void, note, "It is in another note already.")
    words = "Zofia has her place in the breakfast club."
    evening.maya(lambda desk: desk.do(form.answer, note, "text", words, sitting="maya"))
    evening.sam_sends()
    evening.seat.sends()
    evening.seat.worker.looks_for("It had been taken off the file by then")
    laptop = evening.seat.laptop
    assert laptop.life is not None
    assert laptop.life.window is not None
    (card,) = laptop.life.window.page().findChildren(set_aside.SetAside)  # type: ignore[union-attr]
    assert f"What happened: {words}" in told_on(card)
    assert "Write it as an amendment" not in presses(card), "there is nothing to amend"
    next(one for one in card.findChildren(QtWidgets.QPushButton) if one.text() == "Copy the words").click()
    assert words in QtWidgets.QApplication.clipboard().text()
