"""Printing for another agency: the family's agreement decides before anything is typeset."""

from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.models import agreement, form
from ehdesk.ui import messages, print_dialog
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")

CHOSEN = {
    "school": {"rank": "a", "agency": "Harlow Beck NHS School Nursing", "choice": "yes"},
    "housing": {"rank": "b", "agency": "Harlow Beck Housing", "choice": "ask_first"},
    "landlord": {"rank": "c", "agency": "Tannery Lettings", "choice": "no"},
}


def agreed(at_work: AtWork) -> None:
    """A finished agreement that names three agencies."""
    agreed_with(at_work, CHOSEN)


def agreed_with(at_work: AtWork, sharing: dict[str, Any]) -> None:
    """A finished agreement on sharing with these."""
    choices = ("assessment", "team_around_family", "shared_register", "copies", "programme_evaluation")
    ticked = ["why", "who_sees_it", "what_is_recorded", "where_kept", "how_long", "may_stop_any_time"]
    answers: dict[str, Any] = {
        "given_by": at_work.home.mother,
        "capacity": "parent_carer_with_pr",
        "explained": [*ticked, "when_we_must_share_anyway", "access_and_complaint", "what_happens_next"],
        "privacy_notice": "3",
        "privacy_notice_language": "pl",
        "privacy_notice_date": "2026-07-06",
        "privacy_notice_method": "paper",
        **{f"choice_{key}": True for key in (*choices, "contact_after_closing", "anonymous_quotes")},
        "copies_by": ["paper"],
        "sharing": sharing,
        "method": "signed_paper",
        "held_at": "Cabinet 2",
        "agreed_at": "2026-07-06T10:00",
    }
    record = at_work.kept.do(form.start, "agreement", family_id=at_work.home.family, answers=answers)
    at_work.kept.do(form.finish, record)


def dialog_of(
    at_work: AtWork, form_id: str = "review", answers: dict[str, Any] | None = None
) -> print_dialog.PrintDialog:
    """The print dialog of a form of this family."""
    record = at_work.kept.do(form.start, form_id, family_id=at_work.home.family, answers=answers or {})
    at_work.go("form", record)
    at_work.press(Key.Key_P, Ctrl)
    shown = QtWidgets.QApplication.topLevelWidgets()
    (dialog,) = [each for each in shown if isinstance(each, messages.Dialog) and each.isVisible()]
    assert isinstance(dialog, print_dialog.PrintDialog)
    at_work.qtbot.waitUntil(lambda: dialog._paper is not None, timeout=20_000)
    return dialog


def choose(dialog: print_dialog.PrintDialog, name: str) -> None:
    (button,) = [each for each in dialog.reader.buttons if each.accessibleName().startswith(name)]
    button.click()


def test_an_agency_that_was_refused_gets_no_page_and_the_words_say_why(at_work: AtWork) -> None:
    agreed(at_work)
    dialog = dialog_of(at_work)
    choose(dialog, "Tannery Lettings")
    assert "The family does not want Tannery Lettings to have anything" in dialog.reader.why.text()
    assert dialog.reader.why.isVisible()
    assert not dialog.print_button.isEnabled()
    assert not dialog.save_button.isEnabled()
    assert dialog._paper is None
    dialog.what.buttons[1].click()
    at_work.qtbot.waitUntil(lambda: dialog._paper is not None, timeout=20_000)
    dialog.reject()


def test_where_the_family_is_to_be_asked_a_tick_says_that_it_was(at_work: AtWork) -> None:
    agreed(at_work)
    dialog = dialog_of(at_work)
    assert not dialog.reader.was_asked.isVisible()
    choose(dialog, "Harlow Beck Housing")
    assert dialog.reader.was_asked.isVisible()
    assert not dialog.print_button.isEnabled()
    dialog.reader.was_asked.click()
    at_work.qtbot.waitUntil(lambda: dialog._paper is not None, timeout=20_000)
    assert dialog.print_button.isEnabled()
    choose(dialog, "Harlow Beck NHS School Nursing")
    at_work.qtbot.waitUntil(lambda: dialog._paper is not None, timeout=20_000)
    assert not dialog.reader.was_asked.isVisible()
    dialog.reject()


def test_a_withdrawal_acts_at_once(at_work: AtWork) -> None:
    agreed(at_work)
    said = agreement.Withdrawal("2026-07-07", at_work.home.mother)
    at_work.kept.do(agreement.withdraw, at_work.home.family, said)
    dialog = dialog_of(at_work)
    choose(dialog, "Harlow Beck NHS School Nursing")
    assert "The family no longer agrees to Early Help" in dialog.reader.why.text()
    assert dialog._paper is None
    dialog.reject()


def test_a_long_agency_name_pushes_no_page_off_a_narrow_window(at_work: AtWork) -> None:
    long = "Harlow Beck and Upper Tannery Valleys Community Health and Family Nursing Partnership"
    agreed_with(at_work, {"nurses": {"rank": "a", "agency": long, "choice": "yes"}})
    dialog = dialog_of(at_work)
    dialog.resize(738, 600)  # what is left of a window 770 wide
    at_work.qtbot.waitUntil(lambda: dialog.width() == 738)
    at_work.qtbot.waitUntil(lambda: dialog._scroll.horizontalScrollBar().maximum() == 0)
    (button,) = [each for each in dialog.reader.buttons if each.toolTip() == long]
    assert button.accessibleName().startswith(long)
    assert button.text().endswith("…")
    dialog.reject()


def test_a_form_that_is_never_printed_empty_says_so(at_work: AtWork) -> None:
    answers = {"event": "Zofia read aloud at assembly.", "category": "achievement"}
    dialog = dialog_of(at_work, "chronology", answers)
    assert not dialog.what.buttons[1].isEnabled()
    words = [label.text() for label in dialog.findChildren(QtWidgets.QLabel)]
    assert "This form is not printed empty." in words
    dialog.reject()
