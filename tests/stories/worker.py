"""Somebody who works by keyboard alone and reads what the screen says, as a screen reader would.

Every key goes to the window that has the focus, the way the system hands it in. Nothing is called on
a widget; nothing is read but accessible names and values.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6 import QtCore, QtGui, QtTest, QtWidgets

from ehdesk.ui import rows
from tests.stories.laptop import PASSPHRASE, Laptop

PATIENCE = 30.0
_MOST_TABS = 400
_CLICK = QtTest.QTest.KeyAction.Click
_NAME, _VALUE = QtGui.QAccessible.Text.Name, QtGui.QAccessible.Text.Value
_DESCRIPTION = QtGui.QAccessible.Text.Description


class Worker:
    """Types and reads. `keys` counts every key but the letters of prose, which are in `letters`."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.keys = 0
        self.letters = 0
        self.taps = 0

    # Hands

    def press(self, *chords: str) -> None:
        """Press these keys one after another: "Ctrl+N", "Tab", "Down"."""
        for chord in chords:
            key, modifiers = _combination(chord)
            QtTest.QTest.keyClick(self.window(), key, modifiers)
            self.keys += 1
            self._look_up()

    def write(self, prose: str) -> None:
        """Type words into whatever has the focus."""
        for letter in prose:
            self._type(letter)
            self.letters += 1
        self._look_up()

    def enter(self, characters: str) -> None:
        """Type something short that is no prose: a date, a search. Every character is a key."""
        for letter in characters:
            self._type(letter)
            self.keys += 1
        self._look_up()

    def _type(self, letter: str) -> None:
        plain = QtCore.Qt.KeyboardModifier.NoModifier
        if letter == "\n":
            QtTest.QTest.keyClick(self.window(), QtCore.Qt.Key.Key_Return)
            return
        key = QtCore.Qt.Key(ord(letter.upper())) if letter.isascii() else QtCore.Qt.Key.Key_unknown
        QtTest.QTest.sendKeyEvent(_CLICK, self.window(), key, letter, plain)

    def tap(self, name: str) -> None:
        """Tap the control of this name, as somebody does who was handed the laptop."""
        front = QtWidgets.QApplication.activeModalWidget() or self.frame()
        named = [one for one in front.findChildren(QtWidgets.QWidget) if _read(one)[0] == name]
        (control,) = [one for one in named if one.isVisible()]
        area = _scrolling(control)
        if area is not None:
            area.ensureWidgetVisible(control)
        self._look_up()
        middle = QtCore.QPoint(12, control.height() // 2)
        QtTest.QTest.mouseClick(control, QtCore.Qt.MouseButton.LeftButton, pos=middle)
        self.taps += 1
        self._look_up()

    def hold(self, chord: str) -> None:
        """Press a key and keep it down."""
        QtTest.QTest.keyPress(self.window(), _combination(chord)[0])
        self.keys += 1
        self._look_up()

    def let_go(self, chord: str) -> None:
        """Let the key up."""
        QtTest.QTest.keyRelease(self.window(), _combination(chord)[0])
        self._look_up()

    def window(self) -> QtGui.QWindow:
        """The window that keys go to."""
        self.wait("a window has the keyboard", self._has_window)
        focused = QtGui.QGuiApplication.focusWindow()
        assert focused is not None
        return focused

    def _has_window(self) -> bool:
        """When a window closes, the system gives the keyboard to the one behind it; this screen does not."""
        focused: QtGui.QWindow | None = QtGui.QGuiApplication.focusWindow()
        if focused is not None and focused.isVisible():
            return True
        behind = QtWidgets.QApplication.activeModalWidget() or self.frame()
        if behind.isVisible():
            behind.activateWindow()
        return False

    def frame(self) -> QtWidgets.QWidget:
        """The window that stands behind every dialog."""
        life = self.laptop.life
        frame = (life.window or life.front) if life is not None else None
        return frame or QtWidgets.QWidget()

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """Go on with Tab (or back with Shift+Tab) to the control of this name."""
        passed = []
        for _ in range(_MOST_TABS):
            self.press("Shift+Tab" if back else "Tab")
            if self.focus() == name or self.focus().startswith(name + ","):
                return
            passed.append(self.focus())
        raise AssertionError(f"Tab never came to “{name}”, only to {passed}")

    # Eyes

    def focus(self) -> str:
        """The name of the control that has the keyboard."""
        control = QtWidgets.QApplication.focusWidget()
        return _read(control)[0] if control is not None else ""

    def value(self) -> str:
        """What stands in the control that has the keyboard."""
        control = QtWidgets.QApplication.focusWidget()
        return _value(control) if control is not None else ""

    def rows(self) -> list[str]:
        """The records in the list that has the keyboard, from top to bottom."""
        control = QtWidgets.QApplication.focusWidget()
        return [row.key for row in control.rows()] if isinstance(control, rows.RowList) else []

    def lines(self) -> list[str]:
        """What a screen reader says of each row of the list that has the keyboard, from top to bottom."""
        control = QtWidgets.QApplication.focusWidget()
        return list(_rows(control)) if isinstance(control, QtWidgets.QAbstractItemView) else []

    def stands_at(self) -> tuple[int, int]:
        """Where the control with the keyboard stands in the window."""
        control: QtWidgets.QWidget | None = QtWidgets.QApplication.focusWidget()
        corner = control.mapTo(control.window(), QtCore.QPoint()) if control is not None else QtCore.QPoint()
        return corner.x(), corner.y()

    def scrolled(self) -> int:
        """How far the page is scrolled."""
        bars = self.frame().findChildren(QtWidgets.QScrollBar)
        return max((bar.value() for bar in bars if bar.isVisible()), default=0)

    def screen(self) -> list[str]:
        """Everything that can be read in the window in front, control by control."""
        front = QtWidgets.QApplication.activeModalWidget() or self.frame()
        return [front.windowTitle(), *_lines(front)]

    def sees(self, words: str) -> bool:
        """Whether these words stand on the screen."""
        return any(words in line for line in self.screen())

    def looks_for(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        self.wait(f"“{words}” is read on the screen", lambda: self.sees(words))

    def looks_for_title(self, title: str) -> None:
        """Wait until the window in front has this title."""
        self.wait(f"the window is called “{title}”", lambda: title in self.screen()[0])

    # Patience

    def wait(self, what: str, happened: Callable[[], bool]) -> None:
        """Let the program go on until this has happened."""
        until = time.monotonic() + PATIENCE
        while not happened():
            self._has_window()
            if time.monotonic() > until or self._is_surprised():
                told = "\n".join(self.screen()) if self.laptop.life is not None else "no window"
                raise AssertionError(f"Waited in vain until {what}. Focus: {self.focus()!r}\n{told}")
            QtTest.QTest.qWait(5)

    def _is_surprised(self) -> bool:
        """Whether ehdesk says that something went wrong which nobody foresaw."""
        front = QtWidgets.QApplication.activeModalWidget()
        return front is not None and front.windowTitle().startswith("Something went wrong that we did not")

    def settle(self) -> None:
        """Wait until the vault has answered everything that was asked."""
        life = self.laptop.life
        assert life is not None
        for _ in range(3):
            self.wait("the vault lane is idle", lambda: life.lane.is_idle)
            self._look_up()
        self.wait("the form stands whole", self._is_whole)

    def _is_whole(self) -> bool:
        """Whether every question stands on the page; a long form is made in the pauses."""
        life = self.laptop.life
        page = life.window.page() if life is not None and life.window is not None else None
        return bool(getattr(getattr(page, "_view", None), "is_whole", True))

    def _look_up(self) -> None:
        QtWidgets.QApplication.processEvents()
        QtCore.QCoreApplication.sendPostedEvents(None, int(QtCore.QEvent.Type.DeferredDelete))
        if QtGui.QGuiApplication.focusWindow() is None and self._has_window():
            QtWidgets.QApplication.processEvents()

    # What a worker does every day

    def opens_the_lid(self) -> None:
        """Start ehdesk and stand before its first window."""
        self.laptop.start()
        self.wait("the first window has the keyboard", lambda: self.focus() != "")

    def unlocks(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase; the desk stands when this returns."""
        if self.laptop.life is None:
            self.opens_the_lid()
        self.wait("the passphrase is asked", lambda: self.focus() == "Passphrase")
        self.write(passphrase)
        self.press("Return")
        self.wait("the desk is open", lambda: self._life_window() is not None)
        self.settle()

    def saves_as(self, path: Path) -> None:
        """Press the button that has the focus, and in the file dialog go to the folder and name the file."""
        answering = QtCore.QTimer()

        def answer() -> None:
            asking = QtWidgets.QApplication.activeModalWidget()
            if isinstance(asking, QtWidgets.QFileDialog) and asking.isVisible():
                answering.stop()
                for said in (f"{path.parent}/", path.name):
                    self.press("Ctrl+A")
                    self.enter(said)
                    self.press("Return")

        answering.timeout.connect(answer)
        answering.start(10)
        self.press("Space")
        self.settle()

    def locks(self) -> None:
        """Ctrl+L; the process that held the data has ended when this returns."""
        self.press("Ctrl+L")
        self.sees_it_end()

    def sees_it_end(self) -> None:
        """Wait until this process has ended, and let it be gone."""
        ended = len(self.laptop.exits)
        self.wait("the process ends", lambda: len(self.laptop.exits) > 0 or ended > 0)
        assert self.laptop.exits.pop() == 0
        assert self.laptop.is_next_wanted, "Nobody started the process that asks for the passphrase"
        self.laptop.is_next_wanted = False
        self.laptop.end()

    def finds(self, search: str, family: str) -> None:
        """Ctrl+K, a little of a name, Enter: the family's file stands when this returns."""
        self.press("Ctrl+K")
        self.enter(search)
        self.press("Return")
        self.looks_for_title(family)
        self.settle()

    def begins(
        self,
        form: str,
        search: str = "kowal",
        family: str = "Kowalczyk-Hughes",
        shows: str = "Finish ",
    ) -> None:
        """Begin a form of a family, from its file. `shows` are words that it comes with."""
        self.finds(search, family)
        self.press("Alt+4")
        self.looks_for("Begin a form")
        self.tab_to(f"Begin {form[:1].upper()}{form[1:]}")
        self.press("Space")
        self.looks_for(shows)
        self.settle()

    def _life_window(self) -> QtWidgets.QWidget | None:
        return self.laptop.life.window if self.laptop.life is not None else None

    def saves(self) -> None:
        """Ctrl+S, and wait for the word."""
        self.press("Ctrl+S")
        self.settle()
        self.wait("the foot of the window says Saved", lambda: self.sees("Saved "))


def _combination(chord: str) -> tuple[QtCore.Qt.Key, QtCore.Qt.KeyboardModifier]:
    """The key and what is held with it."""
    combined: QtCore.QKeyCombination = QtGui.QKeySequence(chord)[0]  # type: ignore[index]
    return combined.key(), combined.keyboardModifiers()


def _scrolling(control: QtWidgets.QWidget) -> QtWidgets.QScrollArea | None:
    """The area that this control scrolls in."""
    above = control.parentWidget()
    while above is not None and not isinstance(above, QtWidgets.QScrollArea):
        above = above.parentWidget()
    return above


def _lines(front: QtWidgets.QWidget) -> Iterator[str]:
    for control in front.findChildren(QtWidgets.QWidget):
        if not control.isVisible():
            continue
        if isinstance(control, QtWidgets.QAbstractItemView):
            yield from _rows(control)
        yield from (said for said in (*_read(control), _value(control)) if said)


def _rows(view: QtWidgets.QAbstractItemView) -> Iterator[str]:
    rows = view.model()
    for place in range(rows.rowCount()):
        yield str(rows.index(place, 0).data(QtCore.Qt.ItemDataRole.AccessibleTextRole))


def _read(control: QtWidgets.QWidget) -> tuple[str, str]:
    """The name and the description that a screen reader says."""
    read: QtGui.QAccessibleInterface | None = QtGui.QAccessible.queryAccessibleInterface(control)
    if read is None:
        return "", ""
    named = isinstance(control, QtWidgets.QComboBox) and control.accessibleName()  # Qt gives its value here
    return (named or read.text(_NAME)).replace("&", ""), read.text(_DESCRIPTION)


def _value(control: QtWidgets.QWidget) -> str:
    read: QtGui.QAccessibleInterface | None = QtGui.QAccessible.queryAccessibleInterface(control)
    return read.text(_VALUE) if read is not None else ""
