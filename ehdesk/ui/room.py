"""How large a window may be, so that its frame and its last line stay on the screen and above the taskbar."""

from PySide6 import QtCore, QtGui

from ehdesk import settings

_FRAME = QtCore.QSize(16, 40)  # what systems draw around a window; it is known only once that is shown


def available(screen: QtGui.QScreen | None) -> QtCore.QSize | None:
    """What the screen leaves to windows; None where there is none, as for pictures drawn into memory."""
    if screen is None or QtGui.QGuiApplication.platformName() == "offscreen":
        return None
    return screen.availableSize()


def fitting(prefers: settings.Preferences, screen: QtGui.QScreen | None) -> QtCore.QSize:
    """The size that the worker left the window in, as far as this screen has it."""
    wanted = QtCore.QSize(prefers.window_width, prefers.window_height)
    room = available(screen)
    return wanted if room is None else wanted.boundedTo(room - _FRAME)
