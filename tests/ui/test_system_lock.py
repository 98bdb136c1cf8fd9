"""The desk hears that the laptop sleeps or its screen is locked."""

import ctypes
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from ehdesk.ui import system_lock


class FakeBus:
    """A bus that notes what is listened to, and is there or not."""

    def __init__(self, *, is_there: bool) -> None:
        self.is_there, self.heard = is_there, []  # type: tuple[bool, list[str]]

    def isConnected(self) -> bool:  # noqa: N802 - Qt's own name
        return self.is_there

    def connect(
        self, service: str, path: str, interface: str, name: str, listener: QObject, slot: str
    ) -> bool:
        self.heard.append(f"{interface}.{name} {slot[1:]}")
        return interface != "org.mate.ScreenSaver"


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> system_lock.LinuxLock:
    monkeypatch.setattr(system_lock.LinuxLock, "_hold_sleep", lambda self, bus: None)
    system, desktop = FakeBus(is_there=True), FakeBus(is_there=True)
    made = system_lock.LinuxLock(system, desktop)  # type: ignore[arg-type]
    made.heard = [*system.heard, *desktop.heard]  # type: ignore[attr-defined]
    return made


def test_sleep_screen_lock_and_screen_saver_are_listened_to(linux: system_lock.LinuxLock) -> None:
    heard = linux.heard  # type: ignore[attr-defined]
    assert "org.freedesktop.login1.Manager.PrepareForSleep on_active(bool)" in heard
    assert "org.freedesktop.login1.Session.Lock on_lock()" in heard
    assert "org.gnome.ScreenSaver.ActiveChanged on_active(bool)" in heard
    assert (linux.hears_sleep, linux.hears_lock, linux.hears_saver) == (True, True, True)


def test_going_to_sleep_locks_and_waking_does_not(linux: system_lock.LinuxLock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(linux.locking):
        linux.on_active(True)
    with qtbot.assertNotEmitted(linux.locking):
        linux.on_active(False)


def test_locking_the_screen_locks_the_desk(linux: system_lock.LinuxLock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(linux.locking):
        linux.on_lock()


def test_a_machine_without_a_bus_is_no_fault(qtbot: QtBot) -> None:
    nothing = FakeBus(is_there=False)
    made = system_lock.LinuxLock(nothing, nothing)  # type: ignore[arg-type]
    assert (made.hears_sleep, made.hears_lock, made.hears_saver) == (False, False, False)


def test_the_real_connection_takes_our_slots(qtbot: QtBot) -> None:
    """Where there is no bus at all the call gives False; a slot of the wrong kind would raise."""
    nowhere = QDBusConnection("nowhere")
    listener = system_lock.LinuxLock(nowhere, nowhere)
    assert not nowhere.connect("a.b", "/a", "a.b", "C", listener, system_lock.slot("on_lock()"))


@pytest.mark.parametrize(
    ("message", "w_param", "locks"),
    [
        (system_lock.POWER, system_lock.SUSPEND, True),
        (system_lock.SESSION, system_lock.SESSION_LOCK, True),
        (system_lock.SESSION, system_lock.LOGOFF, True),
        (system_lock.SESSION, 0x8, False),  # unlocked
        (system_lock.POWER, 0x7, False),  # awake again
        (0x0100, system_lock.SUSPEND, False),  # a key
    ],
)
def test_windows_messages_lock_when_the_laptop_is_left(
    qtbot: QtBot, message: int, w_param: int, *, locks: bool
) -> None:
    told = system_lock.Told()
    seen: list[bool] = []
    told.locking.connect(lambda: seen.append(True))
    found = system_lock.Message(message=message, w_param=w_param)
    listener = system_lock.WindowsLock(told)
    answer = listener.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(found))
    assert answer == (False, 0)
    assert bool(seen) == locks


def test_windows_is_asked_to_tell_our_window(qtbot: QtBot) -> None:
    asked: list[tuple[object, int]] = []

    def register(window: ctypes.c_void_p, scope: int) -> int:
        asked.append((window.value, scope))
        return 1

    installed: list[object] = []
    libraries = SimpleNamespace(wtsapi32=SimpleNamespace(WTSRegisterSessionNotification=register))
    app = SimpleNamespace(installNativeEventFilter=installed.append)
    told = system_lock.hear_windows(77, app, QObject(), libraries)
    assert asked == [(77, 0)]
    assert installed == [told.listener]
    assert told.hears_lock
