"""Settings hold at once: lists, reminders, spelling, who supervises; and the authority's word goes first."""

import errno
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ehdesk import errors, files, settings
from ehdesk.models import practitioner, spelling
from ehdesk.ui import (
    background,
    desk,
    messages,
    new_code,
    next_steps,
    rows,
    settings_choices,
    settings_page,
    theme,
    widgets,
)
from tests.ui import conftest


def opened(lives: conftest.Lives) -> Any:
    life = lives.open_desk()
    window = lives.window(life)
    window.go(desk.Place("settings"))
    lives.settle(life)
    return life, window.page()


def test_what_is_chosen_holds_at_once_and_after_a_lock(lives: conftest.Lives) -> None:
    life, page = opened(lives)
    page.choices.initials.click()
    page.choices.spelling.click()
    page.choices.reminder.setCurrentIndex(0)
    page.choices.densities.buttons()[1].click()
    assert life.working().desk.prefers.initials
    lives.settle(life)
    kept = settings.read_preferences(lives.folder).preferences
    assert (kept.initials, kept.spelling, kept.reminder_minutes, kept.density) == (True, False, 0, "compact")
    lives.lock(life)
    again = lives.begin()
    lives.unlock(again)
    assert again.working().desk.prefers.initials


def test_compact_lists_have_more_lines_on_a_page(lives: conftest.Lives, qapp: QApplication) -> None:
    theme.set_density(qapp, "comfortable")
    roomy = rows._row_height()
    theme.set_density(qapp, "compact")
    close = rows._row_height()
    theme.set_density(qapp, "comfortable")
    assert close < roomy
    assert close >= 24


def test_the_file_of_preferences_holds_no_name(lives: conftest.Lives) -> None:
    life, page = opened(lives)
    page.who["overseer"].setText("Ruth Abara")
    page.who["overseer"].editingFinished.emit()
    page.overseen_every.setCurrentIndex(3)
    lives.settle(life)
    for path in lives.folder.root.rglob("*.json"):
        assert b"Abara" not in Path(path).read_bytes()
    me = life.working().desk.me
    assert (me.fields["overseer"], me.fields["overseen_every"]) == ("Ruth Abara", "month")


def test_who_supervises_is_kept_in_the_vault_and_shown_again(lives: conftest.Lives) -> None:
    life, page = opened(lives)
    page.who["overseer"].setText("Ruth Abara")
    page.who["overseer"].editingFinished.emit()
    lives.settle(life)
    lives.lock(life)
    again = lives.begin()
    lives.unlock(again)
    lives.window(again).go(desk.Place("settings", path="overseer"))
    lives.settle(again)
    page = lives.window(again).page()
    assert isinstance(page, settings_page.SettingsPage)
    assert page.who["overseer"].text() == "Ruth Abara"
    lives.qtbot.waitUntil(page.who["overseer"].hasFocus, timeout=3000)
    assert again.working().desk.me.fields["overseer"] == "Ruth Abara"


def test_a_word_of_ones_own_can_be_forgotten_here(lives: conftest.Lives) -> None:
    life, page = opened(lives)
    life.working().desk.do(spelling.add_word, "quietspace")
    lives.settle(life)
    page.choices.words_button.click()
    lives.settle(life)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    (forget,) = [one for one in dialog.findChildren(widgets.Button) if one.text() == "Forget"]
    forget.click()
    lives.settle(life)
    asked: list[tuple[str, ...]] = []
    life.working().own_words(asked.append)
    lives.settle(life)
    assert asked == [()]
    dialog.close()


def test_initials_that_the_authority_asks_for_cannot_be_turned_off(qtbot: QtBot) -> None:
    made = settings_choices.Choices(settings.Preferences(), longest_lock=5, initials=True)
    qtbot.addWidget(made)
    assert made.initials.isChecked()
    assert not made.initials.isEnabled()
    assert made.lock_after.itemData(made.lock_after.count() - 1) == 5


def test_practice_is_said_in_words(qtbot: QtBot) -> None:
    class Silent:
        def __getattr__(self, name: str) -> object:
            return lambda *_arguments, **_more: None

    told = settings_page.Shown(
        settings.Preferences(), next_steps.Numbers(), "Carol", "", "Alder Bank", keyring=False, practice=True
    )
    page = settings_page.SettingsPage(told, Silent())  # type: ignore[arg-type]
    qtbot.addWidget(page)
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "This is the practice vault" in said


def test_a_new_worker_has_nobody_named(lives: conftest.Lives) -> None:
    life = lives.open_desk()
    me = life.working()._opened.store.ask(practitioner.me)
    assert "overseer" not in me.fields
    lives.window(life).go(desk.Place("today"))
    lives.settle(life)
    assert lives.window(life).page().setup.list.rows()[0].side == "Name them"  # type: ignore[union-attr]


@pytest.mark.parametrize("press", ["back_up", "new_code", "words"])
def test_an_answer_that_comes_when_the_page_is_left_hurts_nobody(lives: conftest.Lives, press: str) -> None:
    life, page = opened(lives)
    window, goes = lives.window(life), threading.Event()
    life.lane.submit(lambda: goes.wait(20))
    if press == "back_up":
        page.backup_button.click()
    elif press == "new_code":
        page._ask_new_code()
        (asked,) = window.findChildren(messages.Dialog)
        next(one for one in asked.findChildren(widgets.Button) if one.text() == "Make a new code").click()
    else:
        page.choices.words_wanted.emit()
    window.go(desk.Place("today"))
    lives.app.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    goes.set()
    lives.settle(life)
    assert not background.is_here(page)
    shown = [one.windowTitle() for one in window.findChildren(messages.Dialog) if one.isVisible()]
    assert shown == (["Your new recovery code"] if press == "new_code" else [])


def test_a_new_code_is_not_closed_by_a_slip_of_the_finger(lives: conftest.Lives) -> None:
    life, page, old = with_code(lives)
    window = lives.window(life)
    dialog, code = made(lives, life, page)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    (asked,) = dialog.findChildren(messages.Dialog)
    press(asked, "Back to the code")
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    (asked,) = [one for one in dialog.findChildren(messages.Dialog) if one.isVisible()]
    press(asked, "Close without it")
    lives.settle(life)
    assert window.findChildren(new_code.NewCode) == []
    assert page.code_said.text().startswith("The old code still opens your vault. ")
    assert opens(life, old)
    assert not opens(life, code)


def test_a_new_code_that_was_written_down_ends_the_old_one(lives: conftest.Lives) -> None:
    life, page, old = with_code(lives)
    dialog, code = made(lives, life, page)
    assert dialog.focusWidget() is dialog.step.lines[0]
    dialog.step.lines[0].setText("0000")
    press(dialog, "Done")
    lives.settle(life)
    assert opens(life, old)
    type_back(dialog)
    press(dialog, "Done")
    lives.settle(life)
    assert not background.is_here(dialog)
    assert page.code_said.text() == "Made. Destroy the old sheet."
    assert opens(life, code)
    assert not opens(life, old)


def test_a_desk_that_locks_by_itself_while_a_new_code_is_shown_still_opens_with_the_old_one(
    lives: conftest.Lives,
) -> None:
    life, page, old = with_code(lives)
    dialog, code = made(lives, life, page)
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "The old code opens your vault until you have typed two groups of this one back" in told
    before = len(lives.left)
    life.working().idle.expired.emit()
    lives.qtbot.waitUntil(lambda: len(lives.left) > before, timeout=10_000)
    again = lives.begin()
    assert opens(again, old)
    assert not opens(again, code)


def test_a_new_code_that_cannot_be_kept_stays_on_the_screen_and_the_old_one_counts(
    lives: conftest.Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, page, old = with_code(lives)
    dialog, code = made(lives, life, page)
    type_back(dialog)

    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as no_room:
        no_room.setattr(files, "write_durably", full)
        press(dialog, "Done")
        lives.settle(life)
    assert dialog.isVisible()
    assert errors.DiskFull().words()[0] in dialog.step.said.text()
    assert opens(life, old)
    press(dialog, "Done")
    lives.settle(life)
    assert not background.is_here(dialog)
    assert opens(life, code)


def with_code(lives: conftest.Lives) -> Any:
    """Settings in an open desk, and the code that opens its vault."""
    code = lives.make_vault()
    life = lives.begin()
    lives.unlock(life)
    window = lives.window(life)
    window.go(desk.Place("settings"))
    lives.settle(life)
    return life, window.page(), code


def made(lives: conftest.Lives, life: Any, page: Any) -> tuple[new_code.NewCode, str]:
    """A new code as the page shows it."""
    page.code_button.click()
    (asked,) = page.window().findChildren(messages.Dialog)
    press(asked, "Make a new code")
    lives.settle(life)
    (dialog,) = page.window().findChildren(new_code.NewCode)
    return dialog, "-".join(dialog.step.groups)


def type_back(dialog: new_code.NewCode) -> None:
    """The two groups that are asked for."""
    for place, line in zip(dialog.step.asked, dialog.step.lines, strict=True):
        line.setText(dialog.step.groups[place].lower())


def opens(life: Any, code: str) -> bool:
    """Whether this code opens the vault."""
    try:
        life.vault().check_code(code)
    except errors.WrongRecoveryCode:
        return False
    return True


def press(dialog: messages.Dialog, words: str) -> None:
    next(one for one in dialog.findChildren(widgets.Button) if one.text() == words).click()
