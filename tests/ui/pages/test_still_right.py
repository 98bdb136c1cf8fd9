"""Nothing is asked twice: what is known stands beside its question, and one key keeps it."""

from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import words
from ehdesk.models import form
from ehdesk.ui import form_page, offer_box
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")

TRIED = "A sleep diary helped."
WHY = "Zofia is tired at school."


@pytest.fixture
def part_b(at_work: AtWork) -> form_page.FormPage:
    said = {"tried_before": TRIED, "reason_text": WHY, "initial_level": "universal_plus"}
    at_work.kept.do(form.start, "eha_part_a", family_id=at_work.home.family, answers=said)
    at_work.kept.time.pass_by(days=20)
    record_id = at_work.kept.do(form.start, "eha_part_b", family_id=at_work.home.family)
    page: form_page.FormPage = at_work.go("form", record_id)
    return page


def offers(page: Any) -> dict[str, offer_box.OfferBox]:
    return {key: page._view.field(key).offer() for key in page._view.waiting_offers()}


def words_in(widget: QtWidgets.QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QtWidgets.QLabel) if label.text()]


def test_what_is_known_stands_beside_its_question(part_b: form_page.FormPage, at_work: AtWork) -> None:
    said = words_in(offers(part_b)["history"])
    assert said == [f"From Part A, {words.of('en').date('2026-07-07')}, Carol Ndlovu. Still right?", TRIED]
    assert words_in(offers(part_b)["level"])[1] == "Universal Plus", "in words, not as a code"
    assert "3 answers are known from earlier forms" in part_b._edit.strip.words()
    assert at_work.answers(part_b._record_id) == {}


def test_one_key_goes_there_and_one_key_keeps_it(part_b: form_page.FormPage, at_work: AtWork) -> None:
    at_work.press(Key.Key_Return, Ctrl)
    assert at_work.named() == "What has happened before"
    at_work.press(Key.Key_Return, Ctrl)
    at_work.settle()
    assert at_work.answers(part_b._record_id) == {"history": TRIED}
    assert "history" not in offers(part_b)
    assert part_b._view is not None
    assert part_b._view.input_at("history").answer() == TRIED  # type: ignore[union-attr]
    for _ in range(2):
        at_work.press(Key.Key_Return, Ctrl)
        at_work.settle()
    assert at_work.answers(part_b._record_id)["level"] == "universal_plus"
    assert offers(part_b) == {}
    at_work.press(Key.Key_Return, Ctrl)
    assert part_b._edit.strip.words() == "Nothing from an earlier form waits for your yes."


def test_a_yes_stays_on_the_page_while_what_was_read_before_it_arrives(
    part_b: form_page.FormPage, at_work: AtWork
) -> None:
    """Two yeses quickly: the page as it was after the first comes while the second is on its way."""
    view = part_b._view
    assert view is not None
    shown: list[Any] = []
    part_b._session.was_read.connect(lambda _opened: shown.append(view.answers().get("level")))
    while "level" in view.waiting_offers():
        part_b._session.read()
        at_work.press(Key.Key_Return, Ctrl)
    view.go_to("history")  # it does not stay for the cursor's sake
    at_work.settle()
    assert (len(shown) > 2, set(shown)) == (True, {"universal_plus"})
    assert at_work.answers(part_b._record_id)["level"] == "universal_plus"


def test_a_tap_keeps_it_and_ctrl_z_offers_it_again(part_b: form_page.FormPage, at_work: AtWork) -> None:
    box = offers(part_b)["history"]
    assert box.yes.accessibleName() == "Still right: What has happened before"
    box.yes.click()
    at_work.settle()
    assert at_work.answers(part_b._record_id) == {"history": TRIED}
    at_work.press(Key.Key_Z, Ctrl)
    at_work.settle()
    assert at_work.answers(part_b._record_id) == {}
    assert "history" in offers(part_b)


def test_typing_another_answer_is_a_no(part_b: form_page.FormPage, at_work: AtWork) -> None:
    at_work.press(Key.Key_Return, Ctrl)
    at_work.type("Nothing was tried.")
    assert "history" not in offers(part_b)
    at_work.saves(part_b)
    assert at_work.answers(part_b._record_id) == {"history": "Nothing was tried."}


def test_what_nobody_said_yes_to_is_not_in_the_record(part_b: form_page.FormPage, at_work: AtWork) -> None:
    at_work.go("family", at_work.home.family)
    assert at_work.answers(part_b._record_id) == {}
    page = at_work.go("form", part_b._record_id)
    assert set(offers(page)) == {"history", "why_now", "level"}
