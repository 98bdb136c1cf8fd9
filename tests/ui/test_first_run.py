"""First run: from nothing to a desk, with a way back, a code on paper and two numbers read back."""

from datetime import date
from pathlib import Path

import pytest
from PySide6 import QtPrintSupport
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ehdesk import app as apps
from ehdesk.ui import (
    doors,
    first_run,
    messages,
    printer,
    recovery_sheet,
    settings_page,
    steps,
    unlock,
    widgets,
)
from ehdesk.vault import device, public
from tests.ui import conftest


class Walk:
    """Somebody going through first run."""

    def __init__(self, lives: conftest.Lives, qtbot: QtBot) -> None:
        self.lives, self.qtbot = lives, qtbot
        self.life: apps.Life = lives.begin()

    def run(self) -> first_run.FirstRun:
        assert self.life.front is not None
        shown = self.life.front.currentWidget()
        assert isinstance(shown, first_run.FirstRun)
        return shown

    def step(self) -> steps.Step:
        return self.run().step()

    def words(self) -> str:
        return said(self.step())

    def fill(self, *texts: str) -> None:
        for line, text in zip(self.step().findChildren(QLineEdit), texts, strict=False):
            line.setText(text)

    def press(self, words: str = "") -> None:
        if words:
            next(b for b in self.step().findChildren(widgets.Button) if b.text() == words).click()
        else:
            button = self.step().primary
            assert button is not None
            button.click()
        self.lives.settle(self.life)

    def arrive(self, title: str) -> None:
        self.qtbot.waitUntil(lambda: self.step().title == title, timeout=10_000)
        self.lives.settle(self.life)

    def to_passphrase(self) -> None:
        self.press("Start with your own vault")
        self.fill("Carol Bennett", "North", "Harlow Beck Council")
        self.press()

    def to_code(self) -> None:
        self.to_passphrase()
        self.fill(conftest.PASSPHRASE, conftest.PASSPHRASE)
        self.press()
        self.arrive("This computer’s half of the key")
        self.press()
        self.arrive("Your recovery code")

    def to_numbers(self) -> steps.NumbersStep:
        """The last step, with both numbers filled in."""
        self.to_code()
        self.type_code_back()
        self.press()
        self.arrive("Two numbers to call")
        self.fill("01632 960 111", "01632 960 222")
        step = self.step()
        assert isinstance(step, steps.NumbersStep)
        return step

    def type_code_back(self) -> None:
        step = self.step()
        assert isinstance(step, steps.RecoveryStep)
        for place, line in zip(step.asked, step.lines, strict=True):
            line.setText(step.groups[place].lower())


def said(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


@pytest.fixture
def walk(lives: conftest.Lives, qtbot: QtBot) -> Walk:
    return Walk(lives, qtbot)


def test_five_steps_lead_from_nothing_to_a_desk(walk: Walk, lives: conftest.Lives, qtbot: QtBot) -> None:
    walk.to_numbers().read_back.box.click()
    walk.press()
    qtbot.waitUntil(lambda: walk.life.window is not None, timeout=10_000)
    kept = public.read(lives.folder)
    assert kept is not None
    assert (kept.daytime, kept.out_of_hours, kept.keyring) == ("01632 960 111", "01632 960 222", True)
    lives.lock(walk.life)
    again = lives.begin()
    lives.unlock(again)
    assert again.window is not None


def test_who_ended_before_the_last_step_is_asked_about_the_code_at_the_next_start(
    walk: Walk, lives: conftest.Lives
) -> None:
    walk.to_code()
    walk.life.vault().close(walk.run()._opened)
    again = lives.begin()
    lives.unlock(again)
    standing = {notice.text: notice for notice in lives.window(again).notices.standing()}
    for said, goes_to in (
        ("Your authority’s two numbers are not entered yet", "daytime"),
        ("Is your recovery code on paper?", "code_button"),
    ):
        then = standing[said].then
        assert then is not None
        then()
        lives.settle(again)
        page = lives.window(again).page()
        assert isinstance(page, settings_page.SettingsPage)
        assert getattr(page, goes_to).hasFocus()


def test_who_finished_first_run_is_not_asked_about_the_code(lives: conftest.Lives) -> None:
    window = lives.window(lives.open_desk())
    assert [one.text for one in window.notices.standing() if "recovery code" in one.text] == []


def test_a_name_and_an_agency_are_asked_for_and_the_cursor_goes_there(walk: Walk) -> None:
    walk.press("Start with your own vault")
    walk.fill("Carol Bennett")
    walk.press()
    assert "Enter your agency." in walk.words()
    name, _team, agency = walk.step().findChildren(QLineEdit)
    assert (name.property("fault"), agency.property("fault")) == (False, True)
    assert walk.step().title == "Who are you?"
    walk.fill("", "")
    walk.press()
    assert "Enter your name and your agency." in walk.words()


def test_a_complaint_goes_as_soon_as_its_field_is_put_right(walk: Walk) -> None:
    walk.to_passphrase()
    walk.fill("short")
    walk.press()
    step = walk.step()
    assert isinstance(step, steps.PassphraseStep)
    assert step.strength.text() == "Strength: very weak."  # why is said once, below
    QTest.keyClicks(step.field.line, "x")
    assert "too short" not in step.said.text()
    assert step.field.line.property("fault") is False


def test_enter_after_the_first_passphrase_asks_for_the_second_and_blames_nobody(walk: Walk) -> None:
    walk.to_passphrase()
    walk.fill(conftest.PASSPHRASE)
    walk.press()
    step = walk.step()
    assert isinstance(step, steps.PassphraseStep)
    assert step.said.text().startswith("Now the same again")
    assert step.said.property("look") == "quiet"
    assert not step.again.line.property("fault")


def test_the_two_groups_and_the_button_fit_under_the_code(walk: Walk) -> None:
    walk.to_code()
    step = walk.step()
    assert isinstance(step, steps.RecoveryStep)
    first, second = step.lines
    assert first.mapTo(step, first.rect().topLeft()).y() == second.mapTo(step, second.rect().topLeft()).y()


def test_going_back_keeps_what_was_answered(walk: Walk) -> None:
    walk.to_passphrase()
    walk.press("Back")
    assert [line.text() for line in walk.step().findChildren(QLineEdit)] == [
        "Carol Bennett",
        "North",
        "Harlow Beck Council",
    ]
    walk.press("Back")
    assert walk.step().title == "Welcome to ehdesk"


def test_the_strength_is_said_in_words_and_a_weak_one_is_not_taken(walk: Walk) -> None:
    walk.to_passphrase()
    walk.fill("short", "short")
    walk.press()
    assert "14 characters or more, or four words" in walk.step().said.text()
    walk.fill("harlow beck council carol", "harlow beck council carol")
    walk.press()
    assert "your name, your team" in walk.step().said.text()
    assert walk.step().title == "Choose a passphrase"


def test_a_passphrase_that_is_shown_need_not_be_typed_twice(walk: Walk) -> None:
    walk.to_passphrase()
    walk.fill(conftest.PASSPHRASE, "something else")
    walk.press()
    assert "The two are not the same" in walk.step().said.text()
    field = walk.step().findChildren(unlock.PassphraseField)[0]
    field.show_button.click()
    walk.press()
    walk.arrive("This computer’s half of the key")


def test_a_computer_without_a_password_store_is_said_aloud(walk: Walk, lives: conftest.Lives) -> None:
    lives.device = device.NoKeyring()
    walk.to_passphrase()
    walk.fill(conftest.PASSPHRASE, conftest.PASSPHRASE)
    walk.press()
    walk.arrive("This computer’s half of the key")
    assert "no password store" in walk.words()
    assert "with the passphrase alone" in walk.words()


def test_a_group_that_was_not_written_down_right_is_asked_again(walk: Walk) -> None:
    walk.to_code()
    walk.fill("0000", "0000")
    walk.press()
    assert "is not the same as on the paper" in walk.step().said.text()


@pytest.mark.parametrize(
    ("number", "complaint"),
    [
        ("", "Enter the number"),
        ("999", "999 stands there already"),
        ("12", "does not look like a whole telephone number"),
        ("01632 office", "does not look like a whole telephone number"),
        ("+44 (0)1632 960-111", ""),
    ],
)
def test_only_something_that_can_be_called_is_a_number(number: str, complaint: str) -> None:
    assert complaint in steps.number_fault(number)
    assert bool(steps.number_fault(number)) == bool(complaint)


def test_the_numbers_count_only_once_they_were_read_back(walk: Walk) -> None:
    walk.to_numbers()
    walk.press()
    assert "Read both numbers back" in walk.step().said.text()
    assert walk.life.window is None


def test_enter_on_the_tick_opens_the_desk(walk: Walk, lives: conftest.Lives, qtbot: QtBot) -> None:
    step = walk.to_numbers()
    box = step.read_back.box
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert "then tick the box" in step.said.text()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert step.said.text() == ""
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: walk.life.window is not None, timeout=10_000)


def test_practice_makes_a_second_vault_that_says_so(
    walk: Walk, lives: conftest.Lives, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.press("Practise with invented families")
    walk.fill("Carol Bennett", "", "Harlow Beck Council")
    walk.press()
    walk.fill(conftest.PASSPHRASE, conftest.PASSPHRASE)
    walk.press()
    qtbot.waitUntil(lambda: walk.life.window is not None, timeout=20_000)
    window = lives.window(walk.life)
    assert "PRACTICE: every family here is invented" in said(window)
    assert window.windowTitle().startswith("PRACTICE")
    assert not lives.folder.exists()
    assert doors.practice_folder(lives.folder).exists()
    lives.lock(walk.life)
    assert lives.started[-1].folder == doors.practice_folder(lives.folder)


def test_the_sheet_holds_the_code_and_no_name() -> None:
    text = recovery_sheet.document("AAAA-BBBB-CCCC-DDDD", "A & B Council", date(2026, 7, 7)).toPlainText()
    assert "DDDD" in text
    assert "A & B Council" in text
    assert "07/07/2026" in text


def test_the_sheet_goes_to_paper_and_never_into_a_file(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "has_printer", lambda: True)
    asking = QWidget()
    qtbot.addWidget(asking)
    recovery_sheet.print_sheet(asking, "AAAA-BBBB-CCCC-DDDD", "Harlow Beck Council", date(2026, 7, 7))
    (chooser,) = asking.findChildren(QtPrintSupport.QPrintDialog)
    assert not chooser.testOption(chooser.PrintDialogOption.PrintToFile)
    written = tmp_path / "Recovery sheet.pdf"
    chooser.printer().setOutputFileName(str(written))  # as some systems let their users do all the same
    chooser.accepted.emit(chooser.printer())
    assert not written.exists()
    (told,) = asking.findChildren(messages.Dialog)
    assert "not written into a file" in said(told)


def test_without_a_printer_the_code_is_to_be_written_down(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "has_printer", lambda: False)
    asking = QWidget()
    qtbot.addWidget(asking)
    recovery_sheet.print_sheet(asking, "AAAA-BBBB-CCCC-DDDD", "Harlow Beck Council", date(2026, 7, 7))
    assert not asking.findChildren(QtPrintSupport.QPrintDialog)
    (told,) = asking.findChildren(messages.Dialog)
    assert "write the code down by hand" in said(told)


def test_one_goes_between_practice_and_the_own_vault(walk: Walk, lives: conftest.Lives, qtbot: QtBot) -> None:
    walk.press("Practise with invented families")
    walk.fill("Carol Bennett", "", "Harlow Beck Council")
    walk.press()
    walk.fill(conftest.PASSPHRASE, conftest.PASSPHRASE)
    walk.press()
    qtbot.waitUntil(lambda: walk.life.window is not None, timeout=20_000)
    lives.lock(walk.life)
    walk.life = lives.begin(lives.started[-1].folder)
    assert walk.life.front is not None
    page = walk.life.front.currentWidget()
    assert page is not None
    assert "PRACTICE" in said(page)
    next(b for b in page.findChildren(widgets.Button) if b.text() == "Go to your own vault").click()
    assert walk.step().title == "Welcome to ehdesk"
    walk.press("Go to the practice vault")
    page = walk.life.front.currentWidget()
    assert isinstance(page, unlock.UnlockPage)
