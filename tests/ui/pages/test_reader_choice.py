"""Who will read this? What a worker sees, decides and gives out on purpose before a copy goes."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ehdesk.forms import loader
from ehdesk.models import copies, person
from ehdesk.rules import readers, sharing
from ehdesk.ui import reader_choice, reader_findings
from tests.paper import readback
from tests.ui.pages.conftest import AtWork
from tests.ui.pages.test_print_sharing import dialog_of

pytestmark = pytest.mark.usefixtures("no_strays")

HOME = {"h": {"rank": "a", "type": "home", "line_1": "12 Quillfeather Street", "postcode": "ZZ7 3QX"}}


@pytest.fixture
def choice(at_work: AtWork) -> Iterator[reader_choice.ReaderChoice]:
    """Part B of a family whose father must not learn where they live."""
    father = {
        "given_names": "Gareth",
        "family_name": "Hughes",
        "role": "parent_or_carer",
        "lives_here": False,
    }
    gareth = at_work.kept.do(person.add_person, at_work.home.family, father)
    for one in (at_work.home.mother, at_work.home.zofia):
        at_work.kept.do(person.change_person, one, "protected_addresses", HOME)
        at_work.kept.do(person.change_person, one, "address_confidential_from", [gareth])
    answers: dict[str, Any] = {
        "adults": {
            "a": {"rank": "a", "adult": at_work.home.mother, "views": "I never told him."},
            "b": {"rank": "b", "adult": gareth, "views": "I would like to see her more."},
        },
        "history": "They moved in May. Since then they live in Quillfeather St with an aunt.",
        "domestic_abuse_need": "significant",
    }
    about = reader_choice.About(
        loader.load("eha_part_b"), answers, sharing.Agreements(), ("Women's Space",), at_work.home.family
    )
    made = reader_choice.ReaderChoice(at_work.desk, about)
    made.setParent(at_work.window)
    made.resize(420, 900)
    made.show()
    at_work.settle()
    yield made
    made.setParent(None)
    made.deleteLater()
    at_work.settle()


def pick(choice: reader_choice.ReaderChoice, name: str) -> None:
    (button,) = [each for each in choice.radios.buttons if each.accessibleName().startswith(name)]
    button.click()


def test_the_people_of_the_family_are_offered_by_name_beside_agencies_and_a_court(
    choice: reader_choice.ReaderChoice,
) -> None:
    offered = [button.accessibleName().split(":")[0] for button in choice.radios.buttons]
    assert offered == [
        "Me or my team",
        "Agnieszka Kowalczyk",
        "Gareth Hughes",
        "Zofia Kowalczyk-Hughes, child",
        "Łukasz Kowalczyk-Hughes, child",
        "Women's Space",
        "A court or an inspector",
    ]
    assert choice.asked() == reader_choice.Asked()


def test_what_was_found_waits_until_a_person_has_decided(choice: reader_choice.ReaderChoice) -> None:
    pick(choice, "Gareth Hughes")
    assert choice.findings.isVisible()
    assert not choice.findings.shown.list.isVisible(), "the words themselves only while nobody is looking"
    choice.findings.shown.button.click()
    assert choice.findings.shown.list.isVisible()
    assert choice.asked().wait == "Look at the words that were found first."
    (radios,) = choice.findings.radios()
    radios.buttons[0].click()
    asked = choice.asked()
    assert asked.may_go
    assert asked.wish.without == {"history"}
    radios.buttons[1].click()
    assert choice.asked().wish.without == frozenset()
    pick(choice, "Me or my team")
    assert not choice.findings.isVisible()


def test_what_is_left_out_shows_only_while_nobody_is_looking(choice: reader_choice.ReaderChoice) -> None:
    pick(choice, "Zofia")
    assert choice.left_out.shown.button.isVisible(), "the button is there for every reader"
    pick(choice, "Gareth Hughes")
    assert not choice.left_out.shown.list.isVisible()
    choice.left_out.shown.button.click()
    assert choice.left_out.shown.list.isVisible()
    assert choice.left_out.shown.button.text() == reader_findings.HIDE
    told = [tick.accessibleName() for tick in choice.left_out._ticks.values()]
    assert any("Domestic abuse" in one for one in told)
    pick(choice, "Women's Space")
    assert not choice.left_out.shown.list.isVisible(), "another reader, and it is hidden again"


def test_giving_something_out_needs_a_reason_that_stays_with_the_copy(
    choice: reader_choice.ReaderChoice,
) -> None:
    pick(choice, "Gareth Hughes")
    choice.findings.radios()[0].buttons[0].click()
    choice.left_out.shown.button.click()
    choice.left_out._ticks["adults/a"].click()
    assert choice.asked().wait == "Say why they are to have it."
    choice.left_out.reason.setText("She asked us to show him")
    asked = choice.asked()
    assert asked.may_go
    copy = asked.copy(loader.load("eha_part_b"), "r", method="printed", how="standard")
    assert (copy.to, copy.reader, copy.released, copy.released_why) == (
        "Gareth Hughes",
        "family",
        "adults/a",
        "She asked us to show him",
    )
    assert copy.looked


def test_another_reader_begins_with_nothing_given_out(choice: reader_choice.ReaderChoice) -> None:
    pick(choice, "Gareth Hughes")
    choice.left_out._ticks["adults/a"].click()
    pick(choice, "Agnieszka Kowalczyk")
    assert choice.asked().wish.released == frozenset()
    assert choice.asked().reader == readers.Reader(
        "member", "Agnieszka Kowalczyk", choice.asked().reader.person
    )


def test_the_print_dialog_makes_a_page_for_the_one_who_is_named_and_notes_it(
    at_work: AtWork, tmp_path: Path
) -> None:
    made_home = {
        "given_names": "Gareth",
        "family_name": "Hughes",
        "role": "parent_or_carer",
        "lives_here": False,
    }
    gareth = at_work.kept.do(person.add_person, at_work.home.family, made_home)
    adults = {
        "a": {"rank": "a", "adult": at_work.home.mother, "views": "I never told him."},
        "b": {"rank": "b", "adult": gareth, "views": "I would like to see her more."},
    }
    dialog = dialog_of(at_work, "eha_part_b", {"adults": adults})
    pick(dialog.reader, "Gareth Hughes")
    at_work.settle()
    dialog.save_to(tmp_path / "his.pdf")
    at_work.settle()
    pdf = (tmp_path / "his.pdf").read_bytes()
    said = readback.words(pdf)
    assert "I would like to see her more." in said
    assert b"I never told him" not in readback.everything(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "Copy 1 for Gareth Hughes, 7 July 2026" in readback.shown_on(opened.pages[0])
    (line,) = at_work.kept.ask(copies.copies, at_work.home.family)
    assert (line.copy.to, line.copy.reader, line.copy.reader_id) == ("Gareth Hughes", "family", gareth)
    if os.environ.get("RC_SHOT"):
        dialog.reader.left_out.shown.button.click()
        at_work.settle()
        dialog.grab().save(os.environ["RC_SHOT"])
    dialog.reject()
