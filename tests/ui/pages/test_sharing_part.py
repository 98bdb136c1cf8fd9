"""Sharing, in a family's file: what stands, taking it back in one window, sharing without it."""

import pytest
from PySide6 import QtWidgets

from ehdesk.models import agreement
from ehdesk.ui import sharing_part
from tests.casework import KOWALCZYK
from tests.ui.pages.conftest import AtWork

pytestmark = pytest.mark.usefixtures("no_strays")


def _open(worker: AtWork) -> sharing_part.SharingPart:
    page = worker.go("family", KOWALCZYK, path="sharing")
    worker.settle()
    part = page.part("sharing")
    assert isinstance(part, sharing_part.SharingPart)
    return part


def _words(part: QtWidgets.QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QtWidgets.QLabel) if one.isVisibleTo(part))


def test_what_was_agreed_is_told_by_agency_purpose_and_person(in_autumn: AtWork) -> None:
    words = _words(_open(in_autumn))
    for told in ("The family agrees to Early Help", "Alder Bank Primary", "Ask first"):
        assert told in words
    assert "Agnieszka Kowalczyk, 8 June 2026" in words
    assert "Ask again by 8 June 2027" in words


def test_who_must_never_be_told_is_on_the_page_only_when_asked_for(in_autumn: AtWork) -> None:
    part = _open(in_autumn)
    assert "Piotr Zieliński" not in _words(part)
    part.apart.click()
    assert "Piotr Zieliński" in _words(part)


def test_taking_back_one_agency_acts_at_once(in_autumn: AtWork) -> None:
    part = _open(in_autumn)
    dialog = part.take_back("Alder Bank Primary")
    assert dialog is not None
    dialog.view.set_answers({**dialog.view.answers(), "by": in_autumn.home.mother})
    dialog.finish()
    in_autumn.settle()
    answer = in_autumn.kept.ask(agreement.may_share, KOWALCZYK, "Alder Bank Primary")
    assert answer.verdict == "no"
    assert "Taken back" in part.agencies.words()


def test_taking_everything_back_leaves_the_lawful_basis_as_it_is(in_autumn: AtWork) -> None:
    part = _open(in_autumn)
    before = part.basis.words()
    dialog = part.take_back()
    assert dialog is not None
    said = {**dialog.view.answers(), "by": in_autumn.home.mother, "scope": "all"}
    dialog.view.set_answers(said)
    dialog.finish()
    in_autumn.settle()
    assert part.service.text() == "The family has taken its agreement back"
    assert part.basis.words() == before
    assert part.take_back_button.isHidden()


def test_an_activity_that_is_taken_back_says_so(in_autumn: AtWork) -> None:
    part = _open(in_autumn)
    dialog = part.take_back()
    assert dialog is not None
    which = "A call after Early Help has ended, to ask how we are"
    said = {"by": in_autumn.home.mother, "scope": "activity", "activity": which, "date": "2026-09-30"}
    dialog.view.set_answers(said)
    dialog.finish()
    in_autumn.settle()
    assert which in part.back.words()
    assert in_autumn.kept.ask(agreement.standing, KOWALCZYK).service == "yes"


def test_taking_back_asks_who_said_so(in_autumn: AtWork) -> None:
    dialog = _open(in_autumn).take_back()
    assert dialog is not None
    dialog.finish()
    assert not dialog.summary.isHidden()
    dialog.reject()


def test_sharing_without_agreement_keeps_ground_reasons_and_who_authorised_it(in_autumn: AtWork) -> None:
    part = _open(in_autumn)
    before = in_autumn.kept.ask(agreement.standing, KOWALCZYK).shared_without
    dialog = part.share_without()
    assert dialog is not None
    said = {
        "what": "The bruise that was seen",
        "to_whom": "Children’s social care",
        "when": "2026-09-30T15:00",
        "ground": "risk_of_significant_harm",
        "reasoning": "Waiting for an answer would not be safe",
        "adviser": "Ruth Adeyemi",
        "authorised_by": in_autumn.desk.me.id,
    }
    dialog.view.set_answers(said)
    dialog.finish()
    in_autumn.settle()
    assert in_autumn.kept.ask(agreement.standing, KOWALCZYK).shared_without == before + 1
    assert "The bruise that was seen" not in _words(part)
    part.apart.click()
    assert "Risk of significant harm" in part.decisions.words()
    assert "Authorised by Carol Ndlovu" in part.decisions.words()
