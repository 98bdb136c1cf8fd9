"""Hearing from the system that the computer goes to sleep or its screen is locked, where it tells us.

Linux: logind and the desktop's screen saver, over D-Bus. Windows: power and session messages to our
window. macOS gives no such word through Qt; there the gap between two ticks of the clock tells that
the computer slept (see `idle`), and the idle limit does the rest.
"""

from ctypes import Structure, c_int, c_size_t, c_ssize_t, c_uint32, c_void_p
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage

_LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
)


def slot(name: str) -> Any:
    """A slot as `connect` takes it: the text of SLOT. PySide 6.11 takes no bytes, as its stub says."""
    return SLOT(name)


class LinuxLock(QObject):
    """Listens to logind and the screen saver. `locking` says that the laptop is being left."""

    locking = Signal()

    def __init__(
        self, system: QDBusConnection, desktop: QDBusConnection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._pause: object = None
        service, path, interface = _LOGIN
        self.hears_sleep = system.isConnected() and system.connect(
            service, path, interface, "PrepareForSleep", self, slot("on_active(bool)")
        )
        self.hears_lock = system.isConnected() and system.connect(
            service, "", "org.freedesktop.login1.Session", "Lock", self, slot("on_lock()")
        )
        heard = [
            desktop.connect(name, place, name, "ActiveChanged", self, slot("on_active(bool)"))
            for name, place in _SAVERS
            if desktop.isConnected()
        ]
        self.hears_saver = any(heard)
        self._hold_sleep(system)

    def _hold_sleep(self, system: QDBusConnection) -> None:
        """Ask logind to wait a moment before it sleeps, so that the lock is done first."""
        if not self.hears_sleep:
            return
        login = QDBusInterface(*_LOGIN, system)
        reply = login.call("Inhibit", "sleep", "ehdesk", "Locks the records first", "delay")
        if reply.type() == QDBusMessage.MessageType.ReplyMessage and reply.arguments():
            self._pause = reply.arguments()[0]  # a descriptor; it goes with our process

    @Slot(bool)
    def on_active(self, is_active: bool) -> None:  # noqa: FBT001 - the signal's own shape
        """Sleep begins, or the screen saver comes on. Waking up says False, and nothing is done."""
        if is_active:
            self.locking.emit()

    @Slot()
    def on_lock(self) -> None:
        """The screen is being locked."""
        self.locking.emit()


class Message(Structure):
    """Windows' MSG as far as we read it."""

    _fields_ = (
        ("hwnd", c_void_p),
        ("message", c_uint32),
        ("w_param", c_size_t),
        ("l_param", c_ssize_t),
        ("time", c_uint32),
        ("x", c_int),
        ("y", c_int),
    )


POWER, SUSPEND = 0x0218, 0x0004  # WM_POWERBROADCAST, PBT_APMSUSPEND
SESSION, SESSION_LOCK, LOGOFF = 0x02B1, 0x7, 0x6  # WM_WTSSESSION_CHANGE and two of its reasons


class Told(QObject):
    """Carries the word from a listener that is no QObject itself, and keeps the listener alive."""

    locking = Signal()
    listener: object = None
    hears_lock = False


class WindowsLock(QAbstractNativeEventFilter):
    """Reads the messages that Windows sends our window. `told` is called when the laptop is being left."""

    def __init__(self, owner: Told) -> None:
        super().__init__()
        self._owner = owner

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Look at one message and let it go on its way."""
        if bytes(kind.data() if isinstance(kind, QByteArray) else kind) == b"windows_generic_MSG":
            found = Message.from_address(int(message))
            is_sleep = found.message == POWER and found.w_param == SUSPEND
            is_lock = found.message == SESSION and found.w_param in (SESSION_LOCK, LOGOFF)
            if is_sleep or is_lock:
                self._owner.locking.emit()
        return False, 0


def hear_windows(window_id: int, app: Any, parent: QObject, libraries: Any = None) -> Told:
    """Listen to Windows' messages, and ask it to tell this window when its user locks the screen.

    `libraries` is `ctypes.windll`, which is only there on Windows.
    """
    told = Told(parent)
    told.listener = WindowsLock(told)
    app.installNativeEventFilter(told.listener)
    if libraries is None:
        import ctypes  # late: only Windows comes here without libraries

        libraries = ctypes.windll  # type: ignore[attr-defined]
    told.hears_lock = bool(libraries.wtsapi32.WTSRegisterSessionNotification(c_void_p(window_id), 0))
    return told
