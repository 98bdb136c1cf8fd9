"""The page of sending and receiving: what waits, what needs somebody, what is new, and connecting."""

from typing import Any

import pytest
from PySide6 import QtGui, QtWidgets
from PySide6.QtTest import QTest

from ehdesk import app as apps
from ehdesk import errors
from ehdesk.models import base, form, person, replay, sent
from ehdesk.sync import protocol, reasons
from ehdesk.ui import desk as desks
from ehdesk.ui import pages, sent_words, set_aside
from ehdesk.vault import journal
from tests import building
from tests.ui.carried import centre_in_memory as memory
from tests.ui.carried.conftest import SOON, Office
from tests.ui.pages import test_reachable as reachable


def seen(page: QtWidgets.QWidget) -> str:
    """Every word that is shown."""
    labels = page.findChildren(QtWidgets.QLabel) + page.findChildren(QtWidgets.QPushButton)
    return "\n".join(each.text() for each in labels if each.isVisible())


def connect(office: Office, life: apps.Life, typed: str) -> Any:
    """Paste this into the field, and press Enter."""
    page = office.page(life)
    page.enrolling.field.setText(typed)
    QTest.keyClick(page.enrolling.field, QtGui.Qt.Key.Key_Return)
    return page


@pytest.fixture
def alone(office: Office) -> apps.Life:
    """An open desk that belongs to no centre."""
    office.lives.make_vault()
    return office.open()


def test_connecting_says_to_whom_and_as_what_and_sends_what_was_written_before(
    office: Office, alone: apps.Life
) -> None:
    home = office.a_family(alone)
    office.way.role = "line_manager"
    page = connect(office, alone, f"{memory.ADDRESS} {memory.CODE}")
    office.qtbot.waitUntil(lambda: office.way.goes > 0, timeout=SOON)
    office.until_quiet(alone)
    assert page.welcome.text() == "This laptop is connected to Harlow Beck. You are a line manager there."
    assert page.status.text() == "All that you wrote is received"
    assert str(home.family) in office.centre.records


def test_the_field_for_the_code_has_the_cursor(office: Office, alone: apps.Life) -> None:
    page = office.page(alone)
    office.qtbot.waitUntil(lambda: QtWidgets.QApplication.focusWidget() is page.enrolling.field, timeout=SOON)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the address and the code."),
        (memory.ADDRESS, "Enter the code too."),
        (memory.CODE, "Enter the address too."),
    ],
)
def test_what_is_missing_is_named_before_anybody_is_asked(
    office: Office, alone: apps.Life, typed: str, said: str
) -> None:
    page = connect(office, alone, typed)
    assert page.enrolling.said.text() == said
    assert not office.way.arrived.is_set()


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (errors.CodeRefused(), "Check it letter by letter"),
        (errors.CodeRefused(), "if it is used or old, ask for a new one."),
        (errors.CentreAway(), "Nothing answered at this address"),
        (errors.NotTheCentre(), "Something answered at this address that is no centre"),
        (errors.NotTheCentre(), "the code is not used up. Check the address."),
        (errors.AddressNotSafe(), "It begins with https."),
    ],
)
def test_a_refused_connection_says_what_to_do_and_keeps_what_was_typed(
    office: Office, alone: apps.Life, trouble: errors.Refusal, said: str
) -> None:
    office.way.trouble = trouble
    page = connect(office, alone, f"{memory.ADDRESS} {memory.CODE}")
    office.qtbot.waitUntil(lambda: said in seen(page), timeout=SOON)
    assert "by itself" not in seen(page.enrolling.trouble), "it does not: somebody has to try again"
    assert page.enrolling.field.text().endswith(memory.CODE)
    assert page.enrolling.button.isEnabled()
    office.way.trouble = None
    QTest.keyClick(page.enrolling.field, QtGui.Qt.Key.Key_Return)
    office.qtbot.waitUntil(lambda: office.way.goes > 0, timeout=SOON)
    office.until_quiet(alone)


def test_why_a_code_was_refused_is_in_sight_also_in_a_small_window(office: Office, alone: apps.Life) -> None:
    office.way.trouble = errors.CodeForAnother()
    page = office.page(alone)
    page.window().resize(640, 300)
    page = connect(office, alone, f"{memory.ADDRESS} {memory.CODE}")
    trouble = page.enrolling.trouble

    def is_in_sight() -> bool:
        shown: int = trouble.visibleRegion().boundingRect().height()
        return shown > 1 and shown == trouble.height()

    office.qtbot.waitUntil(is_in_sight, timeout=SOON)
    assert page.enrolling.field.hasFocus()


def test_what_waits_is_told_by_record_and_opens(office: Office, life: apps.Life) -> None:
    office.way.trouble = errors.CentreAway()
    home = office.a_family(life)
    note = office.a_note(life, home, text="A drawing")
    office.go(life)
    page = office.page(life)
    titles = [row.title for row in page.waiting.rows()]
    assert titles[0] == "Note · Kowalczyk-Hughes"
    assert len(titles) == 5, "the note, three people and the family"
    assert page.status.text() == "No network: fine. 5 changes wait on this laptop."
    page.waiting.chosen.emit(page.waiting.rows()[0].key)
    here = office.lives.window(life).where()
    assert here is not None
    assert (here.page, here.record_id) == ("note", note)


def test_what_is_kept_apart_is_not_named_in_the_list(office: Office, life: apps.Life) -> None:
    office.way.trouble = errors.CentreAway()
    home = office.a_family(life)
    office.do(life, person.change_person, home.mother, "contact_warning", "Only by text, after six")
    office.go(life)
    rows = office.page(life).waiting.rows()
    assert rows[0].title == "Person: Agnieszka · Kowalczyk-Hughes"
    assert "unsafe" not in " ".join(row.spoken() for row in rows).casefold()


def test_more_than_the_list_holds_is_counted(office: Office, life: apps.Life, monkeypatch: Any) -> None:
    monkeypatch.setattr(sent, "_MOST", 2)
    office.way.trouble = errors.CentreAway()
    office.a_family(life)
    office.go(life)
    page = office.page(life)
    assert (len(page.waiting.rows()), page.more_waits.text()) == (2, "And 2 changes from before.")


def test_initials_stand_where_lists_show_those(office: Office, life: apps.Life) -> None:
    office.way.trouble = errors.CentreAway()
    working = life.working()
    working.prefer(working._prefers.__class__(initials=True))
    office.a_note(life, office.a_family(life))
    page = office.page(life)
    assert page.waiting.rows()[0].title == "Note · K-H"
    assert "Zofia" not in " ".join(row.spoken() for row in page.waiting.rows())


def test_news_says_who_changed_what_until_the_page_was_left(office: Office, life: apps.Life) -> None:
    home = office.a_family(life)
    note = office.a_note(life, home)
    office.go(life)
    office.sam_writes(note, "A drawing")
    office.go(life)
    page = office.page(life)
    (row,) = page.news.rows()
    assert (row.title, row.detail) == ("Note · Kowalczyk-Hughes", "1 change by Sam Reed, Bridge Street")
    office.lives.window(life).go(desks.Place("today"))
    office.until_quiet(life)
    assert office.foot(life) == "Received 10:40"
    assert office.page(life).news.rows() == ()


def test_a_family_that_is_new_here_is_one_line(office: Office, life: apps.Life) -> None:
    building.a_family(office.sam.desk, "Okonjo")
    office.sam.sync()
    office.go(life)
    (row,) = office.page(life).news.rows()
    assert (row.title, row.detail) == (
        "Family file · Okonjo",
        "This family’s file is on your laptop now",
    )


def test_what_was_there_when_the_laptop_was_let_in_is_no_news(office: Office, alone: apps.Life) -> None:
    building.a_family(office.sam.desk, "Okonjo")
    office.sam.sync()
    office.enrol(alone)
    assert office.page(alone).news.rows() == ()


def refused(office: Office, life: apps.Life, reason: str) -> Any:
    """A note that the centre does not take; the page then."""
    home = office.a_family(life)
    office.go(life)
    office.centre.refuses = lambda _act: reason
    note = office.a_note(life, home, text="Zofia showed me a drawing.", place="home")
    office.go(life)
    return office.page(life), note


def test_what_was_not_taken_says_why_and_gives_the_words_back(office: Office, life: apps.Life) -> None:
    page, _note = refused(office, life, "not_allowed")
    told = seen(page)
    assert "Where you stand with this family did not allow it when it came in." in told
    assert "What happened: Zofia showed me a drawing." in told
    assert page.status.text() == "All is sent, but not all of it was taken"
    (copy,) = [b for b in page.findChildren(QtWidgets.QPushButton) if b.text() == "Copy the words"]
    copy.click()
    assert "Zofia showed me a drawing." in QtGui.QGuiApplication.clipboard().text()
    (way_on,) = [b for b in page.findChildren(QtWidgets.QPushButton) if b.text().startswith("Open the")]
    way_on.click()
    here = office.lives.window(life).where()
    assert here is not None
    assert here.page == "family", "the note is void: its family is what there is to open"


def test_what_was_seen_to_is_off_the_list_and_its_act_stays(office: Office, life: apps.Life) -> None:
    page, _note = refused(office, life, "not_allowed")
    (aside,) = office.ask(life, sent.overview).aside
    page._put_away(aside.act_ids)
    office.until_quiet(life)
    assert not page.needs.isVisible()
    assert office.foot(life) == "Received 10:40"
    assert office.ask(life, sent.overview).aside == ()


def press(parent: QtWidgets.QWidget, words: str) -> None:
    (found,) = [b for b in parent.findChildren(QtWidgets.QPushButton) if b.text() == words and b.isVisible()]
    found.click()


@pytest.mark.parametrize(
    ("reason", "words"), [("record_locked", "Write it as an amendment"), ("not_allowed", "Try again")]
)
def test_what_was_not_taken_is_written_again_with_one_press(
    office: Office, life: apps.Life, reason: str, words: str
) -> None:
    note = office.a_note(life, office.a_family(life))
    office.go(life)
    office.centre.refuses = lambda act: reason if act.verb == "answer.given" else ""
    office.do(life, form.answer, note, "text", "Zofia showed me a drawing.", sitting="late")
    office.go(life)
    office.centre.refuses = lambda _act: ""
    page = office.page(life)
    press(page, words)
    if reason == "record_locked":
        (dialog,) = [each for each in page.window().findChildren(QtWidgets.QDialog) if each.isVisible()]
        dialog.findChildren(QtWidgets.QTextEdit)[0].setPlainText("It was said in time")
        press(dialog, "Amend")
    office.until_quiet(life)
    assert not page.needs.isVisible()
    assert office.ask(life, form.sheet, note).answers["text"] == "Zofia showed me a drawing."


@pytest.mark.parametrize("reason", protocol.ASIDE)
def test_every_reason_has_its_words(reason: str) -> None:
    assert reason in reasons.ASIDE
    why, todo = reasons.why(reason)
    assert why
    assert todo.endswith(".")


def test_a_reason_of_a_newer_centre_has_words_too() -> None:
    assert reasons.why("something_new") not in reasons.ASIDE.values()
    off_the_file, todo = reasons.why("record_locked", is_here=False)
    assert (off_the_file, "amendment" in todo) == ("It had been taken off the file by then", False)


def test_two_versions_are_counted_and_lead_to_where_they_are_settled(office: Office, life: apps.Life) -> None:
    home = office.a_family(life)
    note = office.a_note(life, home)
    office.go(life)
    office.sam_writes(note, "Sam's words")
    office.do(life, form.answer, note, "text", "Carol's words", sitting="c")
    office.go(life)
    office.go(life)
    page = office.page(life)
    assert "1 answer has two versions" in seen(page)
    wanted: list[desks.Place] = []
    life.working().desk.wanted.connect(wanted.append)
    page.versions_button.click()
    assert wanted[0].page == "versions"


def test_stopping_begins_no_other_exchange(office: Office, life: apps.Life) -> None:
    page = office.page(life)
    office.way.opens.clear()
    office.way.arrived.clear()
    page.now_button.click()
    office.qtbot.waitUntil(office.way.arrived.is_set, timeout=SOON)
    assert page.stop_button.isVisible()
    page.stop_button.setFocus()
    page.stop_button.click()
    assert page.status.text() == "Stopping…"
    office.way.opens.set()
    office.until_quiet(life)
    assert not page.stop_button.isVisible()
    assert page.now_button.hasFocus(), "who pressed Stop does not lose their place"


def test_a_laptop_that_is_cut_off_is_told_what_is_safe_and_what_to_do(
    office: Office, life: apps.Life
) -> None:
    office.way.trouble = errors.DeviceRevoked()
    page = office.page(life)
    office.go(life)
    told = seen(page)
    assert "This laptop may not send to the centre any more" in told
    assert "Call your manager." in told
    assert "nothing of it is lost" in told
    assert office.lives.window(life).notices.standing() == [], "the page says it already"


@pytest.mark.parametrize("trouble", [errors.NotKnownThere(), errors.LifeEnded(), errors.DeviceRevoked()])
def test_a_laptop_that_needs_a_new_code_takes_it_on_this_page_and_goes_on(
    office: Office, life: apps.Life, trouble: errors.Refusal
) -> None:
    home = office.a_family(life)
    office.way.trouble = trouble
    page = office.page(life)
    office.go(life)
    assert trouble.words()[0] in seen(page)
    assert office.foot(life).startswith("Needs you: ")
    assert page.again.field.isVisible()
    assert page.again.field.hasFocus()
    assert not page.now_button.isVisible(), "nothing can be sent before"
    assert "address" not in seen(page.again), "it is known already"
    QTest.keyClicks(page.again.field, memory.CODE)
    office.way.trouble = None
    before = office.way.goes
    QTest.keyClick(page.again.field, QtGui.Qt.Key.Key_Return)
    office.qtbot.waitUntil(lambda: office.way.goes > before, timeout=SOON)
    office.until_quiet(life)
    assert page.again is None
    assert page.status.text() == "All that you wrote is received"
    assert page.now_button.hasFocus()
    assert str(home.family) in office.centre.records


def test_trouble_stands_above_the_last_contact(office: Office, life: apps.Life) -> None:
    office.way.trouble = errors.TooOldForCentre()
    page = office.page(life)
    office.go(life)
    assert page.trouble.y() < page.about.y() < page.now_button.parentWidget().y()


def test_pressing_the_foot_opens_the_page(office: Office, life: apps.Life) -> None:
    window = office.lives.window(life)
    window.status.carried.click()
    office.lives.settle(life)
    here = window.where()
    assert here == desks.Place("sync")


def test_the_keys_send_from_any_page_without_leaving_it(office: Office, life: apps.Life) -> None:
    goes = office.way.goes
    window = office.lives.window(life)
    window._actions["sync_now"].trigger()
    office.qtbot.waitUntil(lambda: office.way.goes > goes, timeout=SOON)
    office.until_quiet(life)
    here = window.where()
    assert here is not None
    assert here.page == "today"


def test_the_foot_is_not_there_while_a_family_looks_on(office: Office, life: apps.Life) -> None:
    note = office.a_note(life, office.a_family(life))
    window = office.lives.window(life)
    window.go(desks.Place("together", note))
    office.until_quiet(life)
    office.centre.refuses = lambda _act: "not_allowed"
    office.a_note(life, office.a_family(life))
    office.go(life)
    assert not window.status.carried.isVisible()
    assert not window.notices.isVisible()


def test_where_a_record_opens_is_a_page_that_exists(office: Office, life: apps.Life) -> None:
    table = pages.table()
    assert set(sent_words._PAGES.values()) | {"family", "form"} <= set(table)


def test_settings_say_where_the_laptop_is_connected_and_lead_there(office: Office, alone: apps.Life) -> None:
    window = office.lives.window(alone)
    window.go(desks.Place("settings"))
    page: Any = window.page()
    assert page.centre.centre_button.text() == "Connect this laptop"
    assert "connected to no centre" in seen_all(page)
    office.enrol(alone)
    window.go(desks.Place("settings"))
    page = window.page()
    assert "This laptop is connected to Harlow Beck." in seen_all(page)
    page.centre.centre_button.click()
    assert window.where() == desks.Place("sync")
    office.until_quiet(alone)


def seen_all(page: QtWidgets.QWidget) -> str:
    """Every word of the page, scrolled to or not."""
    return "\n".join(each.text() for each in page.findChildren(QtWidgets.QLabel))


def test_a_vault_that_was_made_just_now_is_offered_to_be_connected_once(office: Office) -> None:
    office.lives.make_vault()
    opened = office.open()
    working = opened.working()
    assert not any("centre" in one.text for one in working._news())
    working._opened.recovery_code = "a code"
    (offer,) = [one for one in working._news() if "centre" in one.text]
    assert offer.then is not None
    offer.then()
    assert office.lives.window(opened).where() == desks.Place("sync")
    office.lives.settle(opened)


def test_once_the_laptop_is_connected_nobody_offers_to_connect_it(office: Office) -> None:
    office.lives.make_vault()
    opened = office.open()
    working, window = opened.working(), office.lives.window(opened)
    working._opened.recovery_code = "a code"
    for notice in working._news():
        window.say(notice)
    window.say(desks.Notice("Something else"))
    assert [one.text for one in window.notices.standing()][-2:] == [
        "Does your authority have a centre?",
        "Something else",
    ]
    office.enrol(opened)
    assert "Does your authority have a centre?" not in [one.text for one in window.notices.standing()]
    assert window.notices.standing()[-1].text == "Something else"


@pytest.mark.parametrize("face", ["to connect", "connected", "needs"])
def test_every_control_is_named_large_enough_and_reached_with_tab(
    office: Office, life: apps.Life, face: str
) -> None:
    if face == "needs":
        page, _note = refused(office, life, "not_allowed")
    else:
        page = office.page(life)
    if face == "to connect":
        page._build(is_enrolled=False)
        office.lives.settle(life)
    controls = [each for each in reachable.controls(page) if each.isVisible()]
    named = [reachable.spoken(each) for each in controls]
    assert controls
    assert all(named)
    assert len(set(named)) == len(named)
    assert [reachable.spoken(each) for each in controls if min(each.width(), each.height()) < 24] == []
    seen_by_tab = set()
    for _ in range(40):
        focused = QtWidgets.QApplication.focusWidget()
        assert focused is not None
        seen_by_tab.add(focused)
        QTest.keyClick(focused, QtGui.Qt.Key.Key_Tab)
    assert [reachable.spoken(each) for each in controls if each not in seen_by_tab] == []
    assert office.lives.window(life).status.carried in seen_by_tab


def test_words_whose_record_is_not_here_can_be_read_until_the_centre_has_them(
    office: Office, life: apps.Life
) -> None:
    home = office.a_family(life)
    office.go(life)
    office.way.trouble = errors.CentreAway()
    me, its_life = office.ask(life, lambda read: (read.me, read.bench.incarnation))
    at, edit = life.working().desk.clock.now(), protocol.Edit("text", value="Zofia showed me a drawing.")
    scope, family = base.family_scope(home.family), str(home.family)
    change = protocol.Change("not here", "note", scope, (edit,), family=family, form="note", form_version=1)
    act = protocol.Act("from the journal", "answer.given", me, at, its_life, (change,))
    office.do(life, replay.bring_back, [journal.Entry(act.id, 1, protocol.encode_act(act), 1)])
    page = office.page(life)
    (card,) = page.findChildren(set_aside.SetAside)
    told = seen(card)
    assert "The record that it was written in is not on this laptop just now." in told
    assert "Written 10:40, out of sight since 10:40." in told
    assert "What happened: Zofia showed me a drawing." in told
    assert "Copy the words" in told
    assert "Seen to" not in told
    assert "Note · Kowalczyk-Hughes" in [row.title for row in page.waiting.rows()]
