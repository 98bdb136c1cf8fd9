"""Hands and eyes for a walk through the real windows without a screen: keys, clicks, patience, pictures."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QEventLoop,
    QKeyCombination,
    QPoint,
    Qt,
    QTimer,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QPainter, QPixmap, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QWidget,
)

from ehdesk import errors
from ehdesk.ui import desk as desks
from ehdesk.ui import front_window

PATIENCE_MS = 30_000
_GLANCE_MS = 5
_QUIET_GLANCES = 6
_ABOVE = 48


Application = QApplication
Window = QWidget
Desk = desks.Desk


_OF_NO_MATTER = (
    *("propagateSizeHints", "support raise()", "support grabbing the keyboard"),
    "OpenType support missing",
)
"""What Qt says of a screen in memory, which cannot do these and needs not; and of each face that it asks for
a script before it comes to the right one."""


def application() -> QApplication:
    """Qt's one application, made where there is none yet, without what it says of each window in memory."""
    running = QApplication.instance()
    found = running if isinstance(running, QApplication) else QApplication(["ehdesk"])
    qInstallMessageHandler(_say)
    return found


def _say(_kind: object, _where: object, message: str | None) -> None:
    if message and not any(known in message for known in _OF_NO_MATTER):
        sys.stderr.write(f"{message}\n")


class Process(Protocol):
    """One life of the desk, from its first window to its lock."""

    @property
    def frame(self) -> QWidget | None:
        """The window that stands now: unlock, first run, or the desk."""

    @property
    def desk(self) -> desks.Desk:
        """The desk of the open window."""

    @property
    def is_idle(self) -> bool:
        """Whether the vault has answered everything."""

    @property
    def has_left(self) -> bool:
        """Whether the process has ended, as far as its worker can see."""


class Walker:
    """Works a process by keys and clicks as a person would, and takes pictures of what stands there."""

    def __init__(self, application: QApplication, pictures: Path) -> None:
        self._application = application
        self._pictures = pictures
        self.taken: list[Path] = []
        self.process: Process | None = None

    # Hands

    def press(self, *chords: str) -> None:
        """Press keys one after another: "Ctrl+N", "Tab"."""
        for chord in chords:
            keys: QKeyCombination = QKeySequence(chord)[0]  # type: ignore[index] # left out of the stubs
            QTest.keyClick(self._window(), keys.key(), keys.keyboardModifiers())
            self.settle()

    def write(self, prose: str) -> None:
        """Type words, in any script, into whatever has the cursor."""
        plain = Qt.KeyboardModifier.NoModifier
        for letter in prose:
            key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
            QTest.sendKeyEvent(QTest.KeyAction.Click, self._window(), key, letter, plain)
        self.settle()

    def fill(self, name: str, words: str) -> None:
        """Write into the line that has this in its name."""
        self.wait(f"there is a line “{name}”", lambda: self._line(name) is not None)
        line = self._line(name)
        if line is not None:
            line.setFocus(Qt.FocusReason.TabFocusReason)
        self.write(words)

    def click(self, words: str) -> None:
        """Click the button that says this, or whose name begins so."""
        self.wait(f"there is a button “{words}”", lambda: self._button(words) is not None)
        button = self._button(words)
        if button is not None:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def open_row(self, list_name: str, words: str) -> None:
        """Open the row of a list in which these words stand."""
        self.wait(f"“{list_name}” has a row “{words}”", lambda: self._row(list_name, words) is not None)
        found = self._row(list_name, words)
        if found is not None:
            shown, place = found
            shown.scrollTo(shown.model().index(place, 0))
            point = shown.visualRect(shown.model().index(place, 0)).center()
            QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=point)
        self.settle()

    def go(self, place: desks.Place) -> None:
        """Open a page straight away."""
        if self.process is not None:
            self.process.desk.go(place)
        self.settle()

    def prepare(self, fill: Callable[[desks.Desk], None]) -> None:
        """Let something be written into the record, and wait for it."""
        if self.process is not None:
            fill(self.process.desk)
        self.settle()

    @contextmanager
    def holding(self, words: str) -> Iterator[None]:
        """Hold down the button that says this, as long as what is inside takes."""
        self.wait(f"there is a button “{words}”", lambda: self._button(words) is not None)
        button = self._button(words)
        if button is not None:
            QTest.mousePress(button, Qt.MouseButton.LeftButton)
        self.settle()
        yield
        if button is not None:
            QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
        self.settle()

    def bring_up(self, words: str) -> None:
        """Scroll the page until these words, or the button of this name, stand near its top."""
        self.wait(f"“{words}” is there", lambda: self.sees(words) or self._button(words) is not None)
        labels = (one for one in self.front().findChildren(QLabel) if one.isVisible() and words in one.text())
        found: QWidget | None = next(labels, self._button(words))
        area = _area_around(found) if found is not None else None
        inside = area.widget() if area is not None else None
        if found is not None and area is not None and inside is not None:
            top = found.mapTo(inside, QPoint(0, 0)).y()
            area.verticalScrollBar().setValue(max(top - _ABOVE, 0))
        self.settle()

    def copy(self, png: bytes) -> None:
        """Put a picture on the clipboard, as a phone's program does."""
        QApplication.clipboard().setImage(QImage.fromData(png))

    def offers(self, chord: str) -> bool:
        """Press keys that open a menu; whether it is open."""
        if QApplication.activePopupWidget() is None:
            self.press(chord)
        return QApplication.activePopupWidget() is not None

    def close_menu(self) -> None:
        """Close the menu that is open, if one is."""
        menu = QApplication.activePopupWidget()
        if menu is not None:
            menu.close()
            self.settle()

    def has_dialog(self) -> bool:
        """Whether a dialog lies over the window."""
        return QApplication.activeModalWidget() is not None

    def close_dialog(self) -> None:
        """Close the dialog in front, as Esc does."""
        dialog = QApplication.activeModalWidget()
        self.press("Esc")
        self.wait("the dialog is closed", lambda: QApplication.activeModalWidget() is not dialog)
        self.front().activateWindow()
        self.wait("the window has the keyboard", lambda: self.front().isActiveWindow())

    def lock(self) -> None:
        """Lock, and wait until the process is gone."""
        process = self.process
        QTest.keyClick(self._window(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.wait("the desk is locked", lambda: process is not None and process.has_left)

    def is_enabled(self, words: str) -> bool:
        """Whether the button that says this can be pressed."""
        return self._button(words) is not None

    def _window(self) -> QWindow:
        front = self.front()
        if not front.isActiveWindow():
            front.activateWindow()
        focused = cast(
            "QWindow | None", QGuiApplication.focusWindow()
        )  # None where no window has the keyboard
        return front.windowHandle() if focused is None else focused

    def _button(self, words: str) -> QAbstractButton | None:
        for button in self.front().findChildren(QAbstractButton):
            said = (button.text().replace("&", ""), button.accessibleName())
            if button.isVisible() and button.isEnabled() and any(one.startswith(words) for one in said):
                return button
        return None

    def _line(self, name: str) -> QLineEdit | None:
        lines = self.front().findChildren(QLineEdit)
        return next((one for one in lines if one.isVisible() and name in one.accessibleName()), None)

    def _row(self, list_name: str, words: str) -> tuple[QListView, int] | None:
        for shown in self.front().findChildren(QListView):
            if not shown.isVisible() or not shown.accessibleName().startswith(list_name):
                continue
            for place in range(shown.model().rowCount()):
                index = shown.model().index(place, 0)
                said = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")
                if words in said:
                    return shown, place
        return None

    # Eyes

    def front(self) -> QWidget:
        """The window or the dialog that is in front."""
        frame = self.process.frame if self.process is not None else None
        found = QApplication.activeModalWidget() or frame
        if found is None:
            raise errors.WalkStopped(what="a window stands")
        return found

    def sees(self, words: str) -> bool:
        """Whether these words stand in the window in front."""
        labels = self.front().findChildren(QLabel)
        return any(label.isVisible() and words in label.text() for label in labels)

    def looks_for(self, words: str) -> None:
        """Wait until these words stand there. Raises: errors.WalkStopped."""
        self.wait(f"“{words}” is read", lambda: self.sees(words))

    def fit(self) -> None:
        """Give the first window the room it would have had, started at this size of text."""
        window = self.process.frame if self.process is not None else None
        if isinstance(window, front_window.FrontWindow):
            window.fit()

    def picture(self, name: str) -> None:
        """Keep what stands there as a PNG; a dialog is shown over its window."""
        self.settle()
        front, frame = self.front(), self.process.frame if self.process is not None else None
        if not front.isActiveWindow() and QApplication.activePopupWidget() is None:
            front.activateWindow()  # nobody manages windows here: the keyboard stayed with a closed dialog
            self.settle()
        shown = (frame or front).grab()
        if frame is not None and front is not frame:
            _lay_over(shown, front.grab(), front, frame)
        menu = QApplication.activePopupWidget()
        if menu is not None:
            _lay_menu_over(shown, menu, frame or front)
        path = self._pictures / f"{name}.png"
        if not shown.save(str(path)):
            raise errors.FileUnwritable(file=path.name, reason="the picture could not be saved")
        self.taken.append(path)

    # Patience

    def settle(self) -> None:
        """Wait until the vault has answered and the window has drawn what came."""
        quiet = 0

        def is_quiet() -> bool:
            nonlocal quiet
            process = self.process
            quiet = quiet + 1 if process is None or process.is_idle else 0
            return quiet >= _QUIET_GLANCES

        self.wait("the vault has answered", is_quiet)

    def wait(self, what: str, happened: Callable[[], bool]) -> None:
        """Let the desk go on until this has happened. Raises: errors.WalkStopped."""
        loop, timer, since = QEventLoop(), QTimer(), QElapsedTimer()
        since.start()

        def look() -> None:
            if happened() or since.elapsed() > PATIENCE_MS:
                loop.quit()

        timer.timeout.connect(look)
        timer.start(_GLANCE_MS)
        loop.exec()
        timer.stop()
        self._application.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        if since.elapsed() > PATIENCE_MS:
            raise errors.WalkStopped(what=what)


def _lay_over(shown: QPixmap, dialog_shown: QPixmap, dialog: QWidget, frame: QWidget) -> None:
    """Paint a dialog into the picture of its window, in the middle, where the system would put it."""
    painter = QPainter(shown)
    painter.fillRect(shown.rect(), Qt.GlobalColor.transparent)
    painter.setOpacity(0.35)
    painter.fillRect(shown.rect(), Qt.GlobalColor.black)
    painter.setOpacity(1.0)
    middle = QPoint(frame.width() - dialog.width(), frame.height() - dialog.height()) / 2
    painter.drawPixmap(middle, dialog_shown)
    painter.end()


def _lay_menu_over(shown: QPixmap, menu: QWidget, frame: QWidget) -> None:
    """Paint a menu into the picture of its window, where it stands."""
    painter = QPainter(shown)
    painter.drawPixmap(frame.mapFromGlobal(menu.mapToGlobal(QPoint(0, 0))), menu.grab())
    painter.end()


def _area_around(label: QWidget) -> QScrollArea | None:
    """The scroll area in which it stands, if it stands in one."""
    around: QWidget | None = label
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around
