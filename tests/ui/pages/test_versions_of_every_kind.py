"""Two versions that are no plain text: a signature, what is said of a document, and of a person."""

from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.models import acts, document, facts, form, joining, linking, person, replay, versions
from ehdesk.sync import protocol
from ehdesk.ui import document_dialog, signature_pad, versions_card
from tests import building
from tests.ui.pages.conftest import AtWork
from tests.ui.pages.test_others_work import upon
from tests.ui.pages.test_versions_page import buttons, open_page, texts

DRAWN = {"method": "drawn", "strokes": [[[100, 150], [400, 120], [700, 160]]]}
DRAWN_TOO = {"method": "drawn", "strokes": [[[120, 200], [500, 90]]]}
TYPED = {"method": "typed", "name": "Agnieszka Kowalczyk"}
A_PICTURE = b"\x89PNG not really, and never opened here"


def an_agreement(at_work: AtWork) -> str:
    return at_work.kept.do(form.start, "agreement", family_id=at_work.home.family)


def beside(at_work: AtWork, record_id: str, path: str, mine: Any, hers: Any) -> versions_card.VersionsCard:
    """I have written one thing there, Sarah another; the card of it."""
    at_work.kept.do(form.answer, record_id, path, mine)
    building.arrive(at_work.kept, record_id, protocol.Edit(path, value=hers))
    (card,) = open_page(at_work).cards
    return card


def drawings(card: QtWidgets.QWidget) -> list[list[Any]]:
    return [one.strokes for one in card.findChildren(signature_pad.SignatureShown) if one.isVisible()]


def test_two_signatures_are_shown_as_they_were_drawn(at_work: AtWork) -> None:
    agreement = an_agreement(at_work)
    card = beside(at_work, agreement, "signature", DRAWN, DRAWN_TOO)
    assert drawings(card) == [DRAWN["strokes"], DRAWN_TOO["strokes"]]
    told = texts(card)
    assert "Two signatures were recorded in this place, apart from each other. Both are kept." in told
    assert "You: Signed here" in told
    assert not [one for one in card.findChildren(QtWidgets.QLabel) if "<u>" in one.text()], "no word of hers"
    assert buttons(card) == ["Keep the one you recorded", "Keep the one sarah recorded"]
    card.findChildren(QtWidgets.QPushButton)[1].click()
    at_work.settle()
    assert at_work.answers(agreement)["signature"] == DRAWN_TOO
    assert "Kept the one sarah recorded" in texts(card)


def test_a_signature_on_paper_beside_a_drawn_one_says_where_it_is(at_work: AtWork) -> None:
    paper = {"method": "paper", "held_at": "Alder Bank, blue folder"}
    card = beside(at_work, an_agreement(at_work), "signature", DRAWN, paper)
    assert drawings(card) == [DRAWN["strokes"]]
    assert "sarah: Signed on paper, Alder Bank, blue folder" in texts(card)
    assert not [one for one in card.findChildren(QtWidgets.QLabel) if "<u>" in one.text()], "no word of hers"


def test_a_signature_that_one_took_away_while_the_other_recorded_one_says_so(at_work: AtWork) -> None:
    agreement = an_agreement(at_work)
    at_work.kept.do(form.answer, agreement, "signature", TYPED, sitting="first")
    made = upon(at_work, agreement, "signature")
    at_work.kept.do(form.answer, agreement, "signature", None, sitting="again")
    building.arrive(at_work.kept, agreement, protocol.Edit("signature", base=made, value=DRAWN))
    (card,) = open_page(at_work).cards
    told = texts(card)
    assert "You took the signature away while sarah was recording one. So it was kept." in told
    assert "You: Not signed" in told
    assert buttons(card) == ["Keep the signature", "Leave it unsigned"]
    card.findChildren(QtWidgets.QPushButton)[1].click()
    at_work.settle()
    assert "signature" not in at_work.answers(agreement)
    assert "Left unsigned" in texts(card)


def a_document(at_work: AtWork, *, is_apart: bool = False) -> str:
    new = document.New("Drawing of the wall", "drawing", media_type="image/png", is_apart=is_apart)
    return at_work.kept.do(document.add, at_work.home.family, A_PICTURE, new)


def said_of(at_work: AtWork, path: str, mine: Any, hers: Any, *, is_apart: bool = False) -> str:
    made = a_document(at_work, is_apart=is_apart)
    at_work.kept.do(document.change, made, path, mine)
    building.arrive(at_work.kept, made, protocol.Edit(path, value=hers))
    return made


def test_what_two_people_said_of_a_document_stands_beside_what_the_file_is(at_work: AtWork) -> None:
    made = said_of(at_work, "title", "Zofia’s wall", "The damp wall, drawn by Zofia")
    page = open_page(at_work)
    (card,) = page.cards
    (about,) = [one for one in texts(page) if one.startswith("Picture, 1 KB · Added ")]
    assert about.endswith(" by Carol Ndlovu")
    assert "It is one file, and nobody has changed it. Only what is said of it differs." in texts(card)
    assert {"What to call it", "You: Zofia’s wall"} <= set(texts(card))
    assert buttons(card) == ["Keep mine", "Keep sarah’s words", "Put together"]
    card.findChildren(QtWidgets.QPushButton)[1].click()
    at_work.settle()
    assert at_work.kept.ask(document.document, made).title == "The damp wall, drawn by Zofia"


@pytest.mark.parametrize(
    ("path", "mine", "hers", "asked", "said"),
    [
        ("kind", "drawing", "photo", "What it is", {"You: Child's drawing", "sarah: Photo"}),
        ("dated", "2026-07", "2026-07-01", "Date on it", {"You: July 2026", "sarah: 1 July 2026"}),
        ("note", "The wall.", "The wall by the bed.", "Note", {"You: The wall."}),
    ],
)
def test_each_thing_that_is_said_of_a_document_has_its_words(
    at_work: AtWork, path: str, mine: Any, hers: Any, asked: str, said: set[str]
) -> None:
    said_of(at_work, path, mine, hers)
    (card,) = open_page(at_work).cards
    assert card.named == asked
    assert said <= set(texts(card))


def test_the_file_opens_in_front_of_both_versions(at_work: AtWork) -> None:
    said_of(at_work, "title", "One", "Two")
    page = open_page(at_work)
    (opens,) = [one for one in page.findChildren(QtWidgets.QPushButton) if one.text() == "Open it"]
    opens.click()
    at_work.settle()
    (shown,) = [one for one in at_work.window.findChildren(document_dialog.DocumentDialog) if one.isVisible()]
    at_work.qtbot.waitUntil(lambda: shown.save_button.isEnabled(), timeout=10_000)
    assert "1 KB" in shown.about.text()
    shown.accept()
    assert at_work.window.page() is page


def test_a_document_that_is_kept_apart_is_named_only_when_it_is_asked_for(at_work: AtWork) -> None:
    said_of(at_work, "title", "Where Dad lives", "Dad's new address", is_apart=True)
    page = open_page(at_work)
    (card,) = page.cards
    before = " ".join(texts(page))
    assert "A document kept apart" in before
    assert "Dad" not in before
    assert buttons(card) == ["Show both, nobody is looking"]
    assert at_work.kept.ask(versions.waiting, audience="file") == ()
    card.findChildren(QtWidgets.QPushButton)[0].click()
    assert "You: Where Dad lives" in texts(card)


def said_of_mother(at_work: AtWork, path: str, mine: Any, hers: Any) -> versions_card.VersionsCard:
    at_work.kept.do(facts.change, at_work.home.mother, path, mine)
    building.arrive(at_work.kept, at_work.home.mother, protocol.Edit(facts.stored_path(path), value=hers))
    (card,) = open_page(at_work).cards
    return card


@pytest.mark.parametrize(
    ("path", "mine", "hers", "asked", "said"),
    [
        ("family_name", "Kowalczyk", "Kowalczyk-Hughes", "Family name", {"sarah: Kowalczyk-Hughes"}),
        ("dob", "1989-03-04", "1989-04-03", "Date of birth", {"You: 4 March 1989", "sarah: 3 April 1989"}),
        ("sex", "F", "X", "Sex", {"You: Female"}),
    ],
)
def test_each_fact_of_a_person_has_its_words(
    at_work: AtWork, path: str, mine: Any, hers: Any, asked: str, said: set[str]
) -> None:
    card = said_of_mother(at_work, path, mine, hers)
    assert card.named == asked
    assert said <= set(texts(card))
    card.findChildren(QtWidgets.QPushButton)[0].click()
    at_work.settle()
    assert at_work.kept.ask(person.get, at_work.home.mother).answers.get(path, mine) == mine


def test_what_somebody_is_to_a_child_is_told_by_both_their_names(at_work: AtWork) -> None:
    tie = f"tie.{at_work.home.zofia}.is"
    at_work.kept.do(facts.change, at_work.home.mother, tie, "Mother")
    at_work.kept.time.pass_by(minutes=5)
    card = said_of_mother(at_work, tie, "Her mother", "Foster mother")
    assert card.named == "What Agnieszka is to Zofia Kowalczyk-Hughes"
    assert {"You: Her mother", "sarah: Foster mother"} <= set(texts(card))
    assert "Put together" in buttons(card)


def test_a_whole_tie_that_two_people_added_is_told_in_one_line(at_work: AtWork) -> None:
    child = at_work.home.zofia
    at_work.kept.do(facts.change, at_work.home.mother, f"tie.{child}.is", "Mother")
    hers = {"rank": "V", "person": child, "is": "Aunt", "parental_responsibility": "no"}
    building.arrive(at_work.kept, at_work.home.mother, protocol.Edit(f"relationships/{child}", value=hers))
    (card,) = open_page(at_work).cards
    assert card.named == "What Agnieszka is to Zofia Kowalczyk-Hughes"
    told = {"You: Mother, parental responsibility: No", "sarah: Aunt, parental responsibility: No"}
    assert told <= set(texts(card))


def a_second_zofia(at_work: AtWork, **said: Any) -> str:
    """Sarah has taken the same girl in at her laptop."""
    family = at_work.home.family

    @acts.act("test.arrived", local=True)
    def apply(work: acts.Work) -> str:
        record = work.clock.new_id()
        answers = {"given_names": "Zofia", "family_name": "Kowalczyk-Hughes", "role": "child", **said}
        edits = tuple(protocol.Edit(key, value=value) for key, value in answers.items())
        change = protocol.Change(record, "person", f"family:{family}/file", edits, new=True, family=family)
        made = protocol.Act(work.clock.new_id(), "person.added", "sarah", work.at, "sarah's", (change,))
        replay.apply(work, made, protocol.encode_act(made))
        return record

    return str(at_work.kept.do(apply))


def test_somebody_taken_in_at_two_laptops_is_pointed_to_where_both_can_be_joined(at_work: AtWork) -> None:
    zofia = at_work.kept.ask(person.get, at_work.home.zofia)
    second = a_second_zofia(at_work, dob=zofia.dob)
    page = open_page(at_work)
    (card,) = page.people
    told = " ".join(texts(card))
    assert "Zofia Kowalczyk-Hughes may be in this file twice" in told
    assert "by you (" in told
    assert "by somebody else (" in told
    assert at_work.named() == "Look at both records: Zofia Kowalczyk-Hughes"
    card.button.click()
    at_work.settle()
    here = at_work.window.where()
    assert here is not None
    assert (here.page, here.record_id) == ("person", second)
    assert any(one.startswith("May be the same: Zofia") for one in texts(at_work.window))


def test_who_was_said_to_be_two_people_is_not_asked_about_again(at_work: AtWork) -> None:
    zofia = at_work.kept.ask(person.get, at_work.home.zofia)
    second = a_second_zofia(at_work, dob=zofia.dob)
    at_work.kept.do(linking.tell_apart, at_work.home.zofia, second)
    assert open_page(at_work).people == []


def test_who_was_said_to_be_one_is_still_to_be_joined_and_then_is_off_the_page(at_work: AtWork) -> None:
    zofia = at_work.kept.ask(person.get, at_work.home.zofia)
    second = a_second_zofia(at_work, dob=zofia.dob)
    at_work.kept.do(linking.link, at_work.home.zofia, second)
    (card,) = open_page(at_work).people
    assert card.button.text() == "Join the two records"
    at_work.kept.do(joining.join, at_work.home.zofia, second)
    assert open_page(at_work).people == []


def test_two_children_whom_one_worker_wrote_down_are_left_to_the_persons_page(at_work: AtWork) -> None:
    a_second_zofia(at_work, given_names="Helena", family_name="Nowak", dob="2001-01-01")
    assert open_page(at_work).people == []
