"""Each sentence of trouble with a centre, met where a worker meets it: it says what happened, what is safe
and what to do, costs nothing of what waits, and goes when it is over. A new one needs its place here."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6 import QtWidgets

from ehdesk import app as apps
from ehdesk import errors
from ehdesk.models import enrolled, sample, sent
from ehdesk.sync import protocol, reasons
from ehdesk.ui import hand_in, set_aside
from tests.ui.carried import centre_in_memory as memory
from tests.ui.carried.conftest import SOON, Office
from tests.ui.carried.test_sync_page import connect, seen
from tests.ui.test_hand_in import ASealedWay, offer, sealed

__all__ = ["sealed"]

CARRYING: tuple[tuple[errors.CentreRefusal, str], ...] = (
    (errors.NotTheCentre(), "Not sent yet: this network wants you to sign in first"),
    (errors.OtherKeys(), "Not sent yet: the answer was not signed by your authority’s centre"),
    (errors.ProxyAsks(), "Not sent yet: this network’s proxy asks for a name and a password"),
    (
        errors.CertificateUnknown(),
        "Not sent yet: the centre’s certificate is not one that this laptop trusts",
    ),
    (errors.ChangedOnTheWay(), "Not sent yet: what this laptop sent came to the centre changed"),
    (errors.CentreBehind(), "Not sent yet: the centre is older than this version of ehdesk"),
    (errors.CentreBusy(seconds=0), "Not sent yet: the centre is busy and is tried again by itself"),
    (errors.TooOldForCentre(), "Needs you: this version of ehdesk is too old to hear from the centre"),
    (errors.AddressNotSafe(), "Needs you: that is not a safe address for a centre"),
    (errors.DeviceRevoked(), "Needs you: this laptop may not send to the centre any more"),
    (errors.NotEnrolled(), "Needs you: this laptop is not connected to your authority’s centre yet"),
    (errors.NotKnownThere(), "Needs you: the centre does not know this laptop"),
    (errors.LifeEnded(), "Needs you: another copy of this vault has taken its place at the centre"),
)
"""What is met while work is carried, and what the foot of the window says then."""
CONNECTING = (
    *(errors.CodeRefused(), errors.CodeForAnother(), errors.CodeSpentOnAnother()),
    *(errors.AddressNotSafe(), errors.CertificateUnknown(), errors.ProxyAsks()),
    *(errors.NothingAnswered(), errors.NoCentreThere(), errors.TryTheCodeLater(seconds=40)),
    *(errors.CentreBehind(), errors.AlreadyEnrolled()),
)
LOCKED = (
    *(errors.HandInNotAllowed(), errors.HandInNeedsKeyring(), errors.DeviceRevoked(), errors.NotTheCentre()),
    *(errors.CertificateUnknown(), errors.ProxyAsks(), errors.CentreBusy(seconds=40), errors.NotKnownThere()),
)
ELSEWHERE: dict[type[errors.Refusal], str] = {
    errors.CentreAway: "is no trouble: test_no_network_is_a_state_and_no_trouble, and test_sync_page",
    errors.CentreRestored: "goes by itself: tests/sync/test_restored_after_withdrawal, and the simulator",
    errors.TooMuchAtOnce: "goes in halves, and one act is set aside as too large: tests/sync/test_batches",
    errors.SecondLife: "goes by itself: test_a_second_life_is_begun_without_a_word",
    errors.PracticeStaysHere: "a command: the window offers no field in a practice vault",
}


def kinds(kind: type[errors.Refusal]) -> Iterator[type[errors.Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds(one)


def says(page: QtWidgets.QWidget, words: str) -> bool:
    return words in seen(page)


def test_every_sentence_of_the_catalogue_has_a_place_here() -> None:
    here = (
        {type(one) for one, _foot in CARRYING} | {type(one) for one in (*CONNECTING, *LOCKED)} | {*ELSEWHERE}
    )
    missing = {one.__name__ for one in kinds(errors.CentreRefusal)} - {one.__name__ for one in here}
    assert missing == set(), "a worker may meet these, and no test has looked at them"


def test_each_trouble_on_the_way_says_what_it_is_what_is_safe_and_what_to_do(
    office: Office, life: apps.Life
) -> None:
    office.way.trouble = errors.CentreAway()
    office.a_family(life)
    page = office.page(life)
    for trouble, foot in CARRYING:
        office.way.trouble = trouble
        office.go(life)
        told = seen(page)
        for part in trouble.words(on=page.title):
            assert part in told, (trouble, told)
        assert f"“{page.title}”" not in told, "one need not be sent where one is"
        assert office.foot(life).startswith(foot), trouble
        assert office.ask(life, enrolled.standing).waits == 4, trouble
        assert "All that you wrote is received" not in told, trouble
    office.do(life, enrolled.end_life, "")  # a new code would: see test_sync_page
    office.way.trouble = None
    office.go(life)
    assert not page.trouble.isVisible()
    assert page.status.text() == "All that you wrote is received"


def test_no_network_is_a_state_and_no_trouble(office: Office, life: apps.Life) -> None:
    office.way.trouble = errors.CentreAway()
    page = office.page(life)
    office.go(life)
    assert not page.trouble.isVisible()
    assert page.status.text() == "No network: fine. Nothing waits."


def test_each_refusal_to_connect_says_what_to_do_and_keeps_what_was_typed(office: Office) -> None:
    office.lives.make_vault()
    alone = office.open()
    for trouble in CONNECTING:
        office.way.trouble = trouble
        page = connect(office, alone, f"{memory.ADDRESS} {memory.CODE}")
        title, _safe, todo = trouble.words()
        office.qtbot.waitUntil(partial(says, page, title), timeout=SOON)
        assert todo in seen(page), trouble
        assert page.enrolling.field.text() == f"{memory.ADDRESS} {memory.CODE}"
        assert page.enrolling.field.hasFocus()


@pytest.mark.parametrize("trouble", LOCKED, ids=lambda one: type(one).__name__)
def test_each_trouble_at_the_lock_screen_says_what_to_do_and_names_nobody(
    office: Office, sealed: ASealedWay, trouble: errors.CentreRefusal
) -> None:
    sealed.trouble = trouble
    opened = office.lives.begin()
    shown = offer(opened)
    shown.button.click()
    office.lives.settle(opened)
    assert shown.said.text() == f"{trouble.words()[0]}. {trouble.words()[2]}"
    assert shown.button.text() == hand_in.OFFER


def test_a_second_life_is_begun_without_a_word(office: Office, life: apps.Life) -> None:
    home, before = office.a_family(life), office.ask(life, enrolled.life)
    meets = office.way.go_through
    met: list[bool] = []

    def once() -> None:
        if not met:
            met.append(True)
            raise errors.SecondLife
        meets()

    office.way.go_through = once  # type: ignore[method-assign]
    page = office.page(life)
    office.go(life)
    assert office.ask(life, enrolled.life) != before
    assert not page.trouble.isVisible()
    assert page.status.text() == "All that you wrote is received"
    assert str(home.family) in office.centre.records


def test_each_reason_that_something_was_set_aside_is_read_on_its_card(
    office: Office, life: apps.Life
) -> None:
    home = office.a_family(life)
    words = "Zofia showed me a drawing."
    notes = {reason: office.a_note(life, home) for reason in protocol.ASIDE}
    office.go(life)
    for reason, note in notes.items():
        office.do(life, sample.let_centre_refuse, note, reason, protocol.Edit("text", value=words))
    page = office.page(life)
    cards = {one._aside.reason: one for one in page.findChildren(set_aside.SetAside)}
    assert set(cards) == set(protocol.ASIDE)
    for reason, card in cards.items():
        why, todo = reasons.why(reason)
        told = seen(card)
        assert f"{why}." in told, reason
        assert todo in told, reason
        assert f"What happened: {words}" in told, reason
        assert "Copy the words" in told, reason
        assert "Seen to: take it off this list" in told, reason
        again = "Write it as an amendment" if reason == "record_locked" else "Try again"
        assert (again in told) is card._aside.may_be_taken_up, reason
    assert office.ask(life, sent.counts).aside == len(protocol.ASIDE)
    assert QtWidgets.QApplication.focusWidget() is page.now_button
