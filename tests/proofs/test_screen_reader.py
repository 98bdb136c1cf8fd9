"""What a screen reader is told of the real desk: the accessibility tree, read from outside over AT-SPI.

A real process on a screen in memory (Xvfb), real keys (xdotool), and a bus of its own on which the desk
tells what stands in its window, as Orca would hear it. A few stops of the walk are read each time; all of
them, every page, part, dialog and menu there is, with

    EHDESK_READ_EVERYTHING=1 python -m pytest -n0 tests/proofs/test_screen_reader.py
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ehdesk import clock, files
from ehdesk.models import sample
from ehdesk.ui import doors, opened, pages, single, tour
from ehdesk.vault import device, keyslots
from tests.proofs import outside, reader

PASSPHRASE = "heron ladder tuesday marmalade"
_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
_FEW = ("plan-page", "tray", "family-sharing", "part-b-read", "right-to-left", "new-family", "sign-off")
_READS_ALL = bool(os.environ.get("EHDESK_READ_EVERYTHING"))
_READ = {stop.name for stop in tour.STOPS if _READS_ALL or stop.name in _FEW}
_CONTROLS = frozenset(
    {"push button", "button", "toggle button", "check box", "radio button", "combo box", "entry", "text",
     "list", "list box", "spin button", "menu item", "check menu item", "page tab", "slider", "link", "table"}
)  # fmt: skip
_REACHED = frozenset({"push button", "button", "check box", "combo box", "entry"})
_PATIENCE = 120.0

needs_at_spi = pytest.mark.skipif(
    sys.platform != "linux" or not _SERVICE.exists() or shutil.which("dbus-daemon") is None,
    reason="at-spi2-core is not installed, or this is not Linux",
)


@dataclass
class Laptop:
    """The real desk on a screen of its own, and a reader beside it."""

    screen: outside.Screen
    ears: reader.Reader
    folder: files.DataFolder
    environment: dict[str, str]

    def stands(self, title: str, names: set[str]) -> list[reader.Node]:
        """What is told once this window stands and tells of these."""

        def told() -> list[reader.Node]:
            outside.answers(self.environment, self.folder)
            heard = self.ears.read()
            return heard if names <= {node.name for node in heard} else []

        self.screen.window(title)
        door = Path(self.environment["TMPDIR"]) / single.name_of(self.folder)
        outside.wait("the desk answers", door.exists)
        return list(outside.wait(f"“{title}” tells of {sorted(names)}", told))


@contextmanager
def a_screen(place: Path) -> Iterator[tuple[outside.Screen, dict[str, str]]]:
    """A screen and a bus of their own, and the environment that leads a process to them."""
    screen = outside.Screen(place / "screen")
    environment = {**outside.private(place / "home"), "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
    environment |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "GTK_A11Y": "none"}
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    assert bus.stdout is not None
    environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    try:
        yield screen, environment
    finally:
        os.killpg(bus.pid, signal.SIGKILL)
        bus.wait(timeout=30)
        bus.stdout.close()
        screen.close()


@pytest.fixture
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    place = tmp_path_factory.mktemp("read")
    with a_screen(place) as (screen, environment):
        folder = _vault(place)
        ears = reader.Reader(environment["DBUS_SESSION_BUS_ADDRESS"])
        desk = outside.start(environment, place / "said", "--data", str(folder.root), "--no-keyring")
        yield Laptop(screen, ears, folder, environment)
        ears.close()
        os.killpg(desk.pid, signal.SIGKILL)
        desk.wait(timeout=30)


def _vault(place: Path) -> files.DataFolder:
    folder = files.DataFolder(place / "vault")
    vault = doors.Vault(folder, clock.system, device.NoKeyring, keyslots.Stretching.cheap)
    created = vault.create(
        opened.NewDesk(
            name="Carol Ndlovu",
            agency="Alder Bank Primary",
            passphrase=PASSPHRASE,
            keyring=False,
            daytime="01632 960 001",
            out_of_hours="01632 960 002",
        )
    )
    sample.fill(created.store)
    vault.close(created)
    return folder


def unnamed(nodes: list[reader.Node]) -> list[str]:
    """The roles of what can have the keyboard and says nothing of itself."""
    return [node.role for node in nodes if node.is_focusable and not node.name]


@needs_at_spi
def test_a_screen_reader_is_told_every_control_of_the_main_pages(laptop: Laptop) -> None:
    assert unnamed(laptop.stands("^Unlock", {"Passphrase", "Unlock"})) == []
    laptop.screen.type(PASSPHRASE)
    laptop.screen.press("Return")
    for keys, title, names in (
        ((), "^Today", {"Search", "New note", "Next steps", "Menu", "Write a note"}),
        (("ctrl+2",), "^Caseload", {"Families", "Search"}),
        (("Return",), "^[^C].* · ehdesk", {"Write a note", "Add a person", "Notes: part of the page"}),
        (("ctrl+n",), "^Note", {"Done"}),
        (("ctrl+comma",), "^Settings", {"Size of text"}),
        (("F1",), "^Help", {"Find help"}),
    ):
        laptop.screen.press(*keys) if keys else None
        told = laptop.stands(title, names)
        assert unnamed(told) == [], title
        assert sum(node.is_focusable for node in told) >= len(names)


# Every page, part, dialog and menu


class Walked:
    """A desk that is taken from stop to stop, and waits at each until it was read."""

    def __init__(self, place: Path, environment: dict[str, str], stops: set[str]) -> None:
        self._log = (place / "said").open("wb")
        self._desk = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.walked_desk", str(place), *sorted(stops)],
            cwd=outside.HOUSE, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._log, text=True, start_new_session=True,
        )  # fmt: skip

    def stops(self) -> Iterator[dict[str, Any]]:
        """What the desk says of each stop; it goes on when the next is asked for."""
        assert self._desk.stdout is not None
        assert self._desk.stdin is not None
        while select.select([self._desk.stdout], [], [], _PATIENCE)[0]:
            told = self._desk.stdout.readline()
            if not told:
                return
            yield json.loads(told)
            self._desk.stdin.write("\n")
            self._desk.stdin.flush()

    def close(self) -> int:
        """Wait for its end, or end it where it is stuck, and give its status."""
        try:
            status = self._desk.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self._desk.pid, signal.SIGKILL)
            status = self._desk.wait(timeout=30)
        for pipe in (self._desk.stdin, self._desk.stdout, self._log):
            if pipe is not None:
                pipe.close()
        return status


def faults(told: list[reader.Node], tabs: list[str], *, is_menu: bool) -> list[str]:
    """What somebody who hears the desk would miss."""
    controls = [node for node in told if node.role in _CONTROLS]
    found = [f"a {node.role} without a name" for node in controls if not node.name]
    found += [f"{node.name} is told as {node.role}" for node in told if node.is_focusable and _is_odd(node)]
    if not is_menu:
        found += [] if any(node.role == "heading" for node in told) else ["no heading"]
        found += [] if any(node.is_focused and node.name for node in told) else ["nothing has the keyboard"]
        found += [] if tabs and all(tabs) else ["Tab comes to something without a name"]
    return found


def _is_odd(node: reader.Node) -> bool:
    return node.role in ("filler", "panel", "unknown", "invalid", "")


@needs_at_spi
def test_a_screen_reader_is_told_what_everything_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("walked")
    wrong: dict[str, list[str]] = {}
    heard: dict[str, list[reader.Node]] = {}
    been: set[str] = set()
    with a_screen(place) as (_screen, environment):
        ears = reader.Reader(environment["DBUS_SESSION_BUS_ADDRESS"])
        walked = Walked(place, environment, _READ)
        for stop in walked.stops():
            name = str(stop["stop"])
            heard[name] = ears.read()
            been.add(str(stop["page"]))
            wrong[name] = faults(heard[name], stop["tabs"], is_menu=name in ("menu", "spelling"))
        status = walked.close()
        ears.close()

    assert set(heard) == _READ, (place / "said").read_text("utf-8")
    assert status == 0, "it ended without a crash"
    assert {name: told for name, told in wrong.items() if told} == {}
    if _READS_ALL:
        assert {*pages.table(), "settings"} - been == set()
    assert any("العاملة" in node.name for node in heard["right-to-left"]), "Arabic comes whole"
