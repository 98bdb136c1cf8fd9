"""Locking in mid-sentence, and coming back to the same character."""

import dataclasses
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ehdesk import app as apps
from ehdesk import clock, errors
from ehdesk.ui import background, desk, leaving, widgets, working
from tests.ui import conftest


class Sentence(desk.Page):
    """A page with one text that is saved when asked."""

    def __init__(self, at: desk.Desk, place: desk.Place) -> None:
        super().__init__("A sentence")
        self._desk = at
        self.text = QPlainTextEdit(str(place.more.get("text", "")))
        widgets.stack(self).addWidget(self.text)

    def flush(self) -> None:
        self._desk.do(keep, self.text.toPlainText(), owner=self)

    def place(self) -> desk.Place:
        cursor = self.text.textCursor().position()
        return desk.Place(
            "today", path="text", cursor=cursor, undo=("one",), more={"text": self.text.toPlainText()}
        )

    def restore(self, place: desk.Place) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(place.cursor)
        self.text.setTextCursor(cursor)


def sentence_of(lives: conftest.Lives, life: apps.Life) -> Sentence:
    page = lives.window(life).page()
    assert isinstance(page, Sentence)
    return page


def keep(work: object, text: str) -> str:
    return text


@dataclasses.dataclass
class Done:
    result: object
    saved_at: datetime = datetime(2026, 7, 7, 9, 52, tzinfo=UTC)
    second_copy: bool = True


class FakeStore:
    """Remembers what it was told; refuses while `refusal` is set."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.refusal: Exception | None = None

    def do(self, verb: object, *args: object, **kw: object) -> Done:
        if self.refusal is not None:
            raise self.refusal
        self.told.append(("saved", *args))
        return Done(args[0])

    def ask(self, query: object, *args: object, **kw: object) -> object:
        return None


class FakeWindow:
    def __init__(self, at: desk.Desk, page: Sentence) -> None:
        self.page, self.hidden = page, False

    def flush(self) -> None:
        self.page.flush()

    def where(self) -> desk.Place | None:
        return self.page.place()

    def leave_screen(self) -> None:
        self.hidden = True


@pytest.fixture
def parts(qtbot: QtBot, lane: background.Lane) -> tuple[FakeStore, FakeWindow, leaving.Leaving]:
    store = FakeStore()
    at = desk.Desk(store=store, lane=lane, clock=clock.system())
    at.refused.connect(lambda _error: None)
    page = Sentence(at, desk.Place("today"))
    qtbot.addWidget(page)
    page.text.setPlainText("She said that")
    window = FakeWindow(at, page)
    made = leaving.Leaving(
        at,
        window,
        lane,
        remember=lambda place: store.told.append(("place", place.cursor)),
        close=lambda: store.told.append("closed"),
    )
    made.setParent(page)
    at.setParent(page)
    return store, window, made


def test_locking_saves_then_keeps_the_place_then_closes(
    parts: tuple[FakeStore, FakeWindow, leaving.Leaving], qtbot: QtBot
) -> None:
    store, window, way_out = parts
    with qtbot.waitSignal(way_out.left):
        way_out.start()
        assert window.hidden
    assert store.told == [("saved", "She said that"), ("place", 0), "closed"]


def test_locking_twice_closes_once(
    parts: tuple[FakeStore, FakeWindow, leaving.Leaving], qtbot: QtBot
) -> None:
    store, _window, way_out = parts
    with qtbot.waitSignal(way_out.left):
        way_out.start()
        way_out.start()
    assert store.told.count("closed") == 1


def test_last_words_that_cannot_be_saved_keep_the_process_but_not_the_screen(
    parts: tuple[FakeStore, FakeWindow, leaving.Leaving], qtbot: QtBot
) -> None:
    store, window, way_out = parts
    store.refusal = errors.DiskFull()
    way_out.start()
    qtbot.waitUntil(lambda: way_out.waiting is not None)
    assert window.hidden
    assert store.told == []
    store.refusal = None
    with qtbot.waitSignal(way_out.left):
        way_out.try_again()
    assert store.told[0] == ("saved", "She said that")


def test_the_last_words_can_be_given_up_by_hand_only(
    parts: tuple[FakeStore, FakeWindow, leaving.Leaving], qtbot: QtBot
) -> None:
    store, _window, way_out = parts
    store.refusal = errors.DiskFull()
    way_out.start()
    qtbot.waitUntil(lambda: way_out.waiting is not None)
    dialog = way_out.waiting
    assert dialog is not None
    press = next(b for b in dialog.findChildren(widgets.Button) if b.text().startswith("Lock and give up"))
    with qtbot.waitSignal(way_out.left):
        press.click()
    assert store.told[-1] == "closed"


def test_unlocking_returns_to_the_same_character(
    lives: conftest.Lives, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "page_table", lambda: {"today": Sentence})
    monkeypatch.setattr(Sentence, "flush", lambda self: None)
    life = lives.open_desk()
    page = sentence_of(lives, life)
    page.text.setPlainText("She said that she wanted to")
    cursor = page.text.textCursor()
    cursor.setPosition(13)
    page.text.setTextCursor(cursor)
    lives.lock(life)
    assert lives.started[-1].folder == lives.folder

    life = lives.begin()
    lives.unlock(life)
    page = sentence_of(lives, life)
    qtbot.waitUntil(lambda: page.text.textCursor().position() == 13)
    assert page.text.toPlainText() == "She said that she wanted to"


def test_ctrl_l_locks_and_starts_the_next_process(lives: conftest.Lives, qtbot: QtBot) -> None:
    life = lives.open_desk()
    QTest.keyClick(lives.window(life), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: lives.left == [0], timeout=10_000)
    assert not lives.window(life).isVisible()
    assert len(lives.started) == 1


def test_what_was_copied_is_gone_after_locking(
    lives: conftest.Lives, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The offscreen screen owns no clipboard; every real one answers this.
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)
    life = lives.open_desk()
    qapp.clipboard().setText("her new address")
    lives.lock(life)
    assert qapp.clipboard().text() == ""


def test_the_vault_is_free_for_the_next_process_when_this_one_leaves(lives: conftest.Lives) -> None:
    life = lives.open_desk()
    lives.lock(life)
    assert not lives.folder.window.exists()
    life = lives.begin()
    lives.unlock(life)
    assert life.window is not None


def test_closing_the_window_locks(lives: conftest.Lives, qtbot: QtBot) -> None:
    life = lives.open_desk()
    lives.window(life).close()
    qtbot.waitUntil(lambda: lives.left == [0], timeout=10_000)
