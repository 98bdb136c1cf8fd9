"""The life of one process: it asks for the passphrase, becomes the desk, and ends when it is locked.

This is where every part is built and introduced. The first window loads Qt and little else; what the
desk needs comes in on a lane of its own while the passphrase is typed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ehdesk import files
from ehdesk.ui import background, doors, front, front_window, icons, next_steps, single, theme

if TYPE_CHECKING:
    from ehdesk import clock
    from ehdesk.ui import ahead, carrying, main_window, working
    from ehdesk.ui.opened import Opened

ALREADY_OPEN = 0
BREATH_MS = 40
"""After the first paint: the screen shows the window, and takes keys, before anything else is loaded."""


class Options(NamedTuple):
    """What the command line chose."""

    folder: files.DataFolder
    keyring: bool = True

    def arguments(self) -> list[str]:
        """The same choice, for the process that comes after."""
        chosen = ["--data", str(self.folder.root.resolve())]
        return chosen if self.keyring else [*chosen, "--no-keyring"]


def catch(show: Callable[[BaseException], None]) -> None:
    """Show what nobody caught, instead of printing it: its text may hold what was typed."""
    sys.excepthook = lambda _kind, error, _trace: show(error)


def over_the_network() -> carrying.Way:
    """The way to the centre. Called on the lane that goes there."""
    from ehdesk.sync import way  # late: only a desk that belongs to a centre needs the network

    return way


def handing_in() -> doors.Sealed:
    """What hands in sealed work from a locked laptop. Called off the window's thread."""
    from ehdesk.sync import handing_in as sealed  # late, as above

    return sealed


class Machine(NamedTuple):
    """The doors to the outside that a test replaces: how this process ends, and how the next one starts."""

    leave: Callable[[int], object]
    start_again: Callable[[Options], object]
    clock: Callable[[], clock.Clock]
    device: doors.Device
    stretching: doors.Stretching
    catch: Callable[[Callable[[BaseException], None]], object] = catch
    protect: Callable[[], object] = lambda: None
    way: Callable[[], carrying.Way] = over_the_network
    handing_in: Callable[[], doors.Sealed] = handing_in


def main(arguments: Sequence[str]) -> int:
    """Open the desk and stay until it is locked or closed. Gives the exit status."""
    options = read_options(arguments)
    app = QApplication(["ehdesk", "-style", "Fusion"])
    if single.may_be_open(options.folder) and single.bring_other_to_front(options.folder):
        return ALREADY_OPEN
    life = Life(app, options, real_machine(options))
    life.begin()
    return app.exec()


def read_options(arguments: Sequence[str]) -> Options:
    """Read `--data DIR` and `--no-keyring`; `__main__` lets nothing else through."""
    left, root, keyring = list(arguments), "", True
    while left:
        option, _equals, value = left.pop(0).partition("=")
        if option == "--data":
            root = value or left.pop(0)
        elif option == "--no-keyring":
            keyring = False
    return Options(files.DataFolder(Path(root)) if root else usual_folder(), keyring)


def usual_folder() -> files.DataFolder:
    """The worker's own data folder: the same as `files.default_data_folder`, as Qt knows it already."""
    from PySide6.QtCore import QStandardPaths  # late, where --data does not say it

    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return files.DataFolder(Path(place) / "ehdesk")


def real_machine(options: Options) -> Machine:
    """The machine as it is outside tests."""

    def device() -> Any:
        from ehdesk.vault import device as devices  # late: the first window does not wait for the vault

        return devices.keyring_secrets() if options.keyring else devices.NoKeyring()

    def stretching() -> Any:
        from ehdesk.vault import keyslots  # late, as above

        return keyslots.Stretching.calibrated()

    def system_clock() -> clock.Clock:
        from ehdesk import clock as clocks  # late: dates and ids are needed once the vault opens

        return clocks.system()

    return Machine(os._exit, start_again, system_clock, device, stretching, protect=protect)


def protect() -> None:
    """Keep memory out of crash dumps. A breath after the first paint: nothing is typed or open before."""
    from ehdesk.vault import process  # late: the first window does not wait for it

    process.protect_process()


def start_again(options: Options) -> bool:
    """Start the process that asks for the passphrase next."""
    from PySide6.QtCore import QProcess  # late: the first window does not wait for it

    before = [] if getattr(sys, "frozen", False) else ["-m", "ehdesk"]
    house = str(Path(__file__).resolve().parent.parent)
    started, _process_id = QProcess.startDetached(sys.executable, [*before, *options.arguments()], house)
    return bool(started)


class Life(QObject):
    """From the first window to the end of the process. `desk_opened` carries the main window."""

    desk_opened = Signal(object)
    front_shown = Signal()
    ready = Signal()
    ended = Signal()

    def __init__(self, app: QApplication, options: Options, machine: Machine) -> None:
        super().__init__()
        self._app, self._options, self._machine = app, options, machine
        self._folder = options.folder
        self._lane = background.Lane("vault", self)
        self._lane.stumbled.connect(self.unforeseen)
        self._numbers = next_steps.Numbers()
        self._front: front_window.FrontWindow | None = None
        self._listener: single.Listener | None = None
        self._pages: front.Pages | None = None
        self._work: working.Working | None = None
        self._ahead: ahead.Ahead | None = None
        self._hints: Any = None
        self._log: Any = None
        self._opens_today = False
        app.setQuitOnLastWindowClosed(False)
        theme.load_first_fonts()
        self._look = front.look(self._folder)
        self._first = theme.first_colours(self._look.scheme, app)
        theme.apply_first(app, self._look, self._first)

    @property
    def window(self) -> main_window.MainWindow | None:
        """The main window, once the vault is open."""
        return self._work.window if self._work is not None else None

    def working(self) -> working.Working:
        """The open vault at work. Only once `window` is there."""
        assert self._work is not None  # noqa: S101 - the caller has looked
        return self._work

    @property
    def lane(self) -> background.Lane:
        """The vault lane."""
        return self._lane

    @property
    def front(self) -> front_window.FrontWindow | None:
        """The window before that."""
        return self._front

    def begin(self) -> None:
        """Show the first window, then get everything else ready."""
        window = self._front = front_window.FrontWindow(self._app, lambda: self._numbers)
        window.closed.connect(self._on_front_closed)
        window.painted.connect(lambda: QTimer.singleShot(BREATH_MS, self, self._get_ready))
        self._show_front(self._folder)
        window.show()
        self.front_shown.emit()

    def _get_ready(self) -> None:
        """What the first window did not wait for."""
        if self._front is not None and not background.is_here(self._front):
            return  # taken down within the breath
        if self._front is not None:
            self._front.get_ready()
        self._machine.protect()
        self._machine.catch(self.unforeseen)
        self._hear_second_start()
        if self._pages is not None:
            self._pages.show_rest()
        from ehdesk.ui import headings  # late: the first window has only one

        headings.install(self._app)
        theme.load_all_fonts()
        theme.apply_rest(self._app, self._look, self._first)
        self._app.setWindowIcon(icons.mark())
        self._follow_system()
        self._load_ahead()
        self.ready.emit()

    def _load_ahead(self) -> None:
        from ehdesk.ui import ahead  # late: the first window does not wait for it

        self._ahead = ahead.Ahead(self._lane, self.vault().get_ready, self.unforeseen, self)

    def _follow_system(self) -> None:
        """Change with the system, when it goes dark in the evening, where that was chosen."""
        self._hints = self._app.styleHints()  # held: without it the connection goes with the wrapper
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        if theme.colours(self._look.scheme, self._app) != self._first:
            self._on_system_changed()

    def _on_system_changed(self) -> None:
        look = self._work.window.look() if self._work is not None else self._look
        if look.scheme == "system":
            theme.apply(self._app, look)

    def _hear_second_start(self) -> None:
        if self._listener is not None:
            self._listener.stop()
        self._listener = single.Listener(self._folder, self)
        self._listener.front_wanted.connect(self._come_to_front)

    def _come_to_front(self) -> None:
        window: QWidget | None = self.window or self._front
        if window is not None:
            window.showNormal() if window.isMinimized() else window.show()
            window.raise_()
            window.activateWindow()

    # Before the vault is open

    def vault(self, folder: files.DataFolder | None = None) -> doors.Vault:
        """The doors of a data folder's vault; of ours where none is named."""
        machine = self._machine
        known = machine.clock, machine.device, machine.stretching, machine.handing_in
        return doors.Vault(folder or self._folder, *known)

    def _show_front(self, folder: files.DataFolder) -> None:
        """Unlock where there is a vault, first run where there is none."""
        window = self._front
        if window is None:
            return
        self._folder = folder
        self._options = self._options._replace(folder=folder)
        pages = front.Pages(self.vault, self._lane, folder)
        pages.opened.connect(self._on_opened)
        pages.unexpected.connect(self.unforeseen)
        pages.other_wanted.connect(self._on_other_folder)
        self._numbers = pages.numbers()
        pages.show_in(window)
        self._pages = pages

    def _on_other_folder(self, folder: files.DataFolder) -> None:
        self._show_front(folder)
        if self._pages is not None:
            self._pages.show_rest()
        self._hear_second_start()

    def _on_front_closed(self) -> None:
        if self._work is None:
            self._end(start_again=False)

    # The vault is open

    def _on_opened(self, opened: Opened) -> None:
        if opened.folder != self._folder:
            self._folder = opened.folder
            self._options = self._options._replace(folder=opened.folder)
            self._hear_second_start()
        try:
            self._build_desk(opened)
        finally:
            if self._work is None:
                self._could_not_build(opened)
        before, self._front, self._pages = self._front, None, None
        if before is not None:
            front_window.put_away(before, self.working().window)
        self.desk_opened.emit(self.working().window)

    def _build_desk(self, opened: Opened) -> None:
        from ehdesk.ui import working  # late: it brings the pages, which are warm by now

        if self._opens_today:
            opened.place = None
        work = working.Working(
            self._app,
            opened,
            self.vault(opened.folder),
            self._lane,
            self._look,
            self._machine.clock(),
            self._machine.way,
        )
        work.lock_wanted.connect(self.lock)
        work.unforeseen.connect(self.unforeseen)
        work.left.connect(lambda: self._end(start_again=True))
        try:
            work.show(self._pages.keeper() if self._pages is not None else None)
            self._work = work
        finally:
            if self._work is None:
                work.give_up()

    def _could_not_build(self, opened: Opened) -> None:
        """Close the vault, so that it can be tried again. What went wrong goes on to `unforeseen`."""
        self._opens_today = True  # the place it should have returned to may be what cannot be shown
        self._lane.submit(lambda: self.vault(opened.folder).close(opened))
        if self._pages is not None:
            self._pages.say_not_opened()

    def lock(self) -> None:
        """Save, close, and end this process; a new one asks for the passphrase."""
        if self._work is not None:
            self._work.lock()

    def _end(self, *, start_again: bool) -> None:
        if self._listener is not None:
            self._listener.stop()
        if start_again:
            self._machine.start_again(self._options)
        self.ended.emit()
        self._machine.leave(0)

    def take_down(self) -> None:
        """Put every window and thread away where the process goes on: in a test, or in the demonstration."""
        if self._listener is not None:
            self._listener.stop()
        for window in (self._front, self.window):
            if window is not None:
                window.hide()
                window.deleteLater()
        if self._work is not None:
            self._work.take_down()
        if self._ahead is not None:
            self._ahead.close()
        self._lane.close()
        if self._hints is not None:
            self._hints.colorSchemeChanged.disconnect(self._on_system_changed)

    # What nobody foresaw

    def unforeseen(self, error: BaseException) -> None:
        """Show a calm page with a number, and note the kind and place of the error under that number."""
        from ehdesk import errors  # late, as the next line: the first window shows no message
        from ehdesk.ui import messages, unforeseen

        if isinstance(error, errors.Refusal):
            messages.refusal(self.window or self._front, error)
            return
        reference = unforeseen.note(error, self._folder)
        messages.unexpected(self.window or self._front, reference)
