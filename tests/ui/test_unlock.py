"""The unlock window: the passphrase, what it says when it is wrong, and the way in with the code."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ehdesk import app as apps
from ehdesk.ui import doors, forgotten, front, messages, unlock
from ehdesk.vault import opening
from tests.ui import conftest


def page_of(life: apps.Life) -> unlock.UnlockPage:
    assert life.front is not None
    page = life.front.currentWidget()
    assert isinstance(page, unlock.UnlockPage)
    return page


def said(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_it_shows_whom_to_call_and_when_it_was_saved_before_any_passphrase(lives: conftest.Lives) -> None:
    lives.make_vault()
    page = page_of(lives.begin())
    words = said(page)
    for part in ("999", "01632 960 111", "01632 960 222", "Saved 7 July"):
        assert part in words
    assert "Carol" not in words


def test_the_passphrase_opens_the_desk_on_today(lives: conftest.Lives) -> None:
    life = lives.open_desk()
    assert lives.window(life).windowTitle().endswith("ehdesk")
    assert life.front is None


def test_a_wrong_passphrase_says_so_and_when_to_try_again(lives: conftest.Lives) -> None:
    lives.make_vault()
    life = lives.begin()
    page = page_of(life)
    page.field.line.setText("not this one at all")
    QTest.keyClick(page.field.line, Qt.Key.Key_Return)
    lives.settle(life)
    assert "Try again in 1 second." in page.said.text()
    assert "Caps Lock" in page.said.text()
    assert not page.button.isEnabled()
    page.tick()
    assert page.button.isEnabled()
    for seconds in (2, 4):
        page.try_it()
        lives.settle(life)
        assert f"Try again in {seconds} seconds." in page.said.text()
        for _ in range(seconds):
            page.tick()
    lives.unlock(life)
    assert life.window is not None


def test_show_lets_the_passphrase_be_read_and_pasting_is_allowed(lives: conftest.Lives) -> None:
    lives.make_vault()
    page = page_of(lives.begin())
    field = page.field
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    field.show_button.click()
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal
    assert field.show_button.text() == "Hide"
    field.line.paste()  # raises nothing, and no filter stands in its way
    assert not field.line.isReadOnly()


def test_a_damaged_copy_of_the_header_is_mended_and_told_in_a_line(lives: conftest.Lives) -> None:
    lives.make_vault()
    lives.folder.header_copy.write_bytes(b"rotten")
    life = lives.begin()
    lives.unlock(life)
    assert "damaged and has been put right" in said(lives.window(life))
    assert lives.folder.header.read_bytes() == lives.folder.header_copy.read_bytes()


def test_a_forgotten_passphrase_opens_with_the_code_and_takes_a_new_one(
    lives: conftest.Lives, qtbot: QtBot
) -> None:
    code = lives.make_vault()
    life = lives.begin()
    page_of(life).forgotten.emit()
    assert life.front is not None
    way = life.front.currentWidget()
    assert isinstance(way, forgotten.Forgotten)
    line = way.step().findChildren(QLineEdit)[0]
    line.setText("ABCD-EFGH")
    press(way)
    lives.settle(life)
    assert "not a whole recovery code" in way.step().said.text()
    line.setText(code.lower().replace("-", " "))
    press(way)
    qtbot.waitUntil(lambda: way.step().title == "Choose a new passphrase")
    fields = way.step().findChildren(unlock.PassphraseField)
    for field in fields:
        field.line.setText("copper lantern walrus teapot")
    press(way)
    qtbot.waitUntil(lambda: life.window is not None, timeout=20_000)
    lives.lock(life)
    life = lives.begin()
    lives.unlock(life, "copper lantern walrus teapot")
    assert life.window is not None


def press(way: forgotten.Forgotten) -> None:
    button = way.step().primary
    assert button is not None
    button.click()


def test_next_steps_opens_over_the_unlock_window(lives: conftest.Lives) -> None:
    lives.make_vault()
    life = lives.begin()
    assert life.front is not None
    life.front.show_next_steps()
    dialog = life.front.findChildren(messages.Dialog)[0]
    assert "01632 960 111" in said(dialog)
    dialog.accept()


def test_whoever_goes_to_the_code_at_once_is_not_in_the_way(
    lives: conftest.Lives, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives.make_vault()
    monkeypatch.setattr(apps, "BREATH_MS", 0)
    life = apps.Life(lives.app, apps.Options(lives.folder), lives.machine())
    lives.lives.append(life)
    life.lane.stumbled.connect(lives.unforeseen.append)
    with qtbot.waitSignal(life.ready):
        life.begin()
        page_of(life).forgotten.emit()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    lives.settle(life)
    assert life.front is not None
    assert isinstance(life.front.currentWidget(), forgotten.Forgotten)


def test_a_vault_that_is_open_elsewhere_is_said_in_words(
    lives: conftest.Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "CLAIM_SECONDS", 0.0)
    lives.make_vault()
    with opening.claim(lives.folder):
        life = lives.begin()
        page = page_of(life)
        page.field.line.setText(conftest.PASSPHRASE)
        page.try_it()
        lives.settle(life)
        assert "already open" in page.said.text()
    lives.unlock(life)


def test_when_it_was_saved_is_said_as_a_clock_in_london_shows_it() -> None:
    assert front.saved_words("2020-07-07T09:40:00+00:00") == "Saved 7 July 2020, 10:40"
    assert front.saved_words("") == ""
    assert front.saved_words("rubbish") == ""
