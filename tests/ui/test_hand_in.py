"""The lock screen sends what waits without opening anything, where that was switched on; it names nobody."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import shiboken6
from PySide6 import QtWidgets

from ehdesk import app as apps
from ehdesk import errors, files
from ehdesk.ui import hand_in, settings_page, unlock
from tests.ui import conftest
from tests.ui.test_unlock import page_of, said


@dataclass
class ASealedWay:
    """What would hand in; it stands still while `opens` is shut."""

    brings: int = 7
    trouble: Exception | None = None
    opens: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    was_stopped: bool = False
    came: bool = False

    def __post_init__(self) -> None:
        self.opens.set()

    def allow(self, folder: files.DataFolder, _link: Any, _device: Any) -> None:
        folder.hand_in.write_bytes(b"sealed")

    def forbid(self, folder: files.DataFolder) -> None:
        folder.hand_in.unlink(missing_ok=True)

    def hand_in(
        self, folder: files.DataFolder, _device: Any, *, go_on: Callable[[], bool], far: Callable[..., object]
    ) -> int:
        assert folder.hand_in.exists()
        far(1, 4)
        self.begun.set()
        assert self.opens.wait(20)
        self.was_stopped = not go_on()
        far(2, 4)  # a piece that was on its way has come
        self.came = True
        if self.trouble is not None:
            raise self.trouble
        return 0 if self.was_stopped else self.brings


@pytest.fixture
def sealed(lives: conftest.Lives) -> ASealedWay:
    """A vault that may hand in while it is locked."""
    lives.make_vault()
    lives.folder.hand_in.write_bytes(b"sealed")
    way = ASealedWay()
    lives.handing_in = lambda: way
    return way


def offer(life: apps.Life) -> hand_in.HandIn:
    found = page_of(life).hand_in
    assert found is not None
    return found


def test_where_nobody_switched_it_on_the_lock_screen_says_nothing_of_it(lives: conftest.Lives) -> None:
    lives.make_vault()
    page = page_of(lives.begin())
    assert page.hand_in is None
    assert hand_in.OFFER not in [one.text() for one in page.findChildren(QtWidgets.QPushButton)]


def test_it_is_sent_and_said_without_a_name(lives: conftest.Lives, sealed: ASealedWay) -> None:
    life = lives.begin()
    shown = offer(life)
    assert shown.button.text() == "Send what waits without opening"
    shown.button.click()
    lives.settle(life)
    assert shown.said.text() == "It has gone, sealed. Nothing was opened."
    assert "Carol" not in said(page_of(life))
    sealed.brings = 0
    shown.button.click()
    lives.settle(life)
    assert shown.said.text() == "Nothing waits: it has all gone."


def test_it_says_how_far_it_is_and_can_be_stopped(lives: conftest.Lives, sealed: ASealedWay) -> None:
    life = lives.begin()
    shown = offer(life)
    sealed.opens.clear()
    shown.button.click()
    lives.qtbot.waitUntil(lambda: shown.said.text() == "Sending: 25 %", timeout=5000)
    assert shown.button.text() == "Stop"
    shown.button.click()
    sealed.opens.set()
    lives.settle(life)
    assert sealed.was_stopped
    assert shown.said.text().startswith("Stopped.")
    assert shown.button.text() == hand_in.OFFER


def test_who_unlocks_meanwhile_waits_for_nothing(lives: conftest.Lives, sealed: ASealedWay) -> None:
    life = lives.begin()
    sealed.opens.clear()
    offer(life).button.click()
    assert sealed.begun.wait(5)
    page = page_of(life)
    page.field.line.setText(conftest.PASSPHRASE)
    page.try_it()
    lives.qtbot.waitUntil(lambda: life.window is not None, timeout=20_000)
    lives.qtbot.waitUntil(lambda: not shiboken6.isValid(page), timeout=20_000)
    sealed.opens.set()
    lives.settle(life)
    assert sealed.was_stopped
    assert sealed.came, "what goes is noted to the end, though the page that asked is gone"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (errors.CentreAway(), "No network: fine. It stays on this laptop"),
        (errors.NotTheCentre(), "On a public network, open a web page first"),
        (errors.DeviceRevoked(), "Call your manager."),
        (errors.VaultInUse(), "This vault is already open."),
        (errors.HandInNeedsKeyring(), "Unlock, and what waits goes by itself."),
    ],
)
def test_each_trouble_says_what_is_safe_or_what_to_do(
    lives: conftest.Lives, sealed: ASealedWay, trouble: Exception, words: str
) -> None:
    sealed.trouble = trouble
    life = lives.begin()
    shown = offer(life)
    shown.button.click()
    lives.settle(life)
    assert words in shown.said.text()
    assert shown.button.text() == hand_in.OFFER


def test_what_nobody_foresaw_is_not_shown_as_it_is(lives: conftest.Lives, sealed: ASealedWay) -> None:
    sealed.trouble = ZeroDivisionError("not for the screen")
    life = lives.begin()
    offer(life).button.click()
    lives.settle(life)
    assert [type(one) for one in lives.unforeseen] == [ZeroDivisionError]
    lives.unforeseen.clear()
    assert "not for the screen" not in said(page_of(life))


def test_the_passphrase_keeps_the_cursor_and_enter_still_opens(
    lives: conftest.Lives, sealed: ASealedWay
) -> None:
    life = lives.begin()
    page = page_of(life)
    assert isinstance(page, unlock.UnlockPage)
    assert not offer(life).button.isDefault()
    lives.unlock(life)
    assert life.window is not None
    assert not sealed.begun.is_set()


class _Doors:
    """The doors of Settings that this asks."""

    def __init__(self) -> None:
        self.asked: list[bool] = []
        self.trouble: Exception | None = None

    def open_centre(self) -> None:
        """Not pressed here."""

    def let_hand_in(self, *, may: bool, then: Callable[[Any], object], failed: Callable[..., object]) -> None:
        self.asked.append(may)
        if self.trouble is not None:
            failed(self.trouble)
        else:
            then(None)


def settings_of(doors: _Doors, *, centre: str, hands_in: bool | None) -> settings_page.SettingsPage:
    from ehdesk import settings
    from ehdesk.ui import next_steps

    shown = settings_page.Shown(
        settings.Preferences(), next_steps.Numbers("1", "2"), "Carol", "North", "Harlow", keyring=True,
        centre=centre, hands_in=hands_in,
    )  # fmt: skip
    return settings_page.SettingsPage(shown, doors)  # type: ignore[arg-type]


def test_settings_switch_it_on_and_off(qtbot: Any) -> None:
    doors = _Doors()
    page = settings_of(doors, centre="Harlow Beck", hands_in=False)
    qtbot.addWidget(page)
    page.centre.hand_in_tick.click()
    assert (doors.asked, page.centre.hand_in_said.text()) == (
        [True],
        "Switched on. The lock screen offers it.",
    )
    page.centre.hand_in_tick.click()
    assert (doors.asked, page.centre.hand_in_said.text()) == ([True, False], "Switched off.")
    doors.trouble = errors.HandInNeedsKeyring()
    page.centre.hand_in_tick.click()
    assert "It has no password store" in page.centre.hand_in_said.text()
    assert not page.centre.hand_in_tick.isChecked()


@pytest.mark.parametrize(("centre", "hands_in"), [("", False), ("Harlow Beck", None)])
def test_settings_do_not_offer_it_without_a_centre_or_a_password_store(
    qtbot: Any, centre: str, hands_in: bool | None
) -> None:
    page = settings_of(_Doors(), centre=centre, hands_in=hands_in)
    qtbot.addWidget(page)
    assert not page.centre.hand_in_tick.isVisibleTo(page)
