"""How large a window may be, so that its frame and its last line stay on the screen and above the taskbar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui

if TYPE_CHECKING:
    from ehdesk import settings

_FRAME = QtCore.QSize(16, 40)  # what systems draw around a window; it is known only once that is shown


def within_frame(screen: QtGui.QScreen) -> QtCore.QSize:
    """What a screen leaves to what stands in a window."""
    return screen.availableSize() - _FRAME


def available(screen: QtGui.QScreen) -> QtCore.QSize | None:
    """The same for the main window; None for pictures drawn into memory, which have no screen to fit."""
    return None if QtGui.QGuiApplication.platformName() == "offscreen" else within_frame(screen)


def fitting(prefers: settings.Preferences, screen: QtGui.QScreen) -> QtCore.QSize:
    """The size that the worker left the window in, as far as this screen has it."""
    wanted = QtCore.QSize(prefers.window_width, prefers.window_height)
    most = available(screen)
    return wanted if most is None else wanted.boundedTo(most)
