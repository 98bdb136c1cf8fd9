"""What a screen reader is told of the real desk: the accessibility tree, read from outside over AT-SPI.

A real process on a screen in memory (Xvfb), real keys (xdotool), and a bus of its own on which the desk
tells what stands in its window, as Orca would hear it.
"""

import importlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ehdesk import clock, files
from ehdesk.models import sample
from ehdesk.ui import doors, opened, single
from ehdesk.vault import device, keyslots
from tests.proofs import outside

PASSPHRASE = "heron ladder tuesday marmalade"
_ROOT = "/org/a11y/atspi/accessible/root"
_REGISTRY = "org.a11y.atspi.Registry"
_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
_FOCUSABLE, _SHOWING = 11, 25
_MOST = 3000

needs_at_spi = pytest.mark.skipif(
    sys.platform != "linux" or not _SERVICE.exists() or shutil.which("dbus-daemon") is None,
    reason="at-spi2-core is not installed, or this is not Linux",
)


@dataclass(frozen=True)
class Node:
    """One thing that a screen reader can come to."""

    role: str
    name: str
    is_focusable: bool
    is_showing: bool


class Reader:
    """Reads the tree as a screen reader does: it asks the desk, over the bus."""

    def __init__(self, session: str) -> None:
        blocking: Any = importlib.import_module("jeepney.io.blocking")  # late: it is there on Linux alone
        with blocking.open_dbus_connection(session) as usual:
            address = _call(usual, ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus"), "GetAddress")[0]
        self._bus: Any = blocking.open_dbus_connection(str(address))

    def windows(self) -> list[tuple[str, str]]:
        """Every window of every program that has told of itself."""
        found = []
        for program in self._children((_REGISTRY, _ROOT)):
            found += self._children(program)
        return found

    def read(self) -> list[Node]:
        """Everything in those windows."""
        nodes: list[Node] = []
        waiting = self.windows()
        while waiting and len(nodes) < _MOST:
            place = waiting.pop()
            nodes.append(self._node(place))
            waiting += self._children(place)
        return nodes

    def close(self) -> None:
        """Let the bus go."""
        self._bus.close()

    def _children(self, place: tuple[str, str]) -> list[tuple[str, str]]:
        return [tuple(child) for child in self._ask(place, "GetChildren")[0]]

    def _node(self, place: tuple[str, str]) -> Node:
        states = self._ask(place, "GetState")[0]
        bits = sum(part << (32 * number) for number, part in enumerate(states))
        name = _call(
            self._bus,
            (*place, "org.freedesktop.DBus.Properties"),
            "Get",
            "ss",
            ("org.a11y.atspi.Accessible", "Name"),
        )[0][1]
        role = str(self._ask(place, "GetRoleName")[0])
        return Node(role, str(name), bool(bits >> _FOCUSABLE & 1), bool(bits >> _SHOWING & 1))

    def _ask(self, place: tuple[str, str], what: str) -> Any:
        return _call(self._bus, (*place, "org.a11y.atspi.Accessible"), what)


def _call(
    bus: Any, whom: tuple[str, str, str], what: str, kinds: str = "", said: tuple[str, ...] = ()
) -> Any:
    jeepney: Any = importlib.import_module("jeepney")
    name, path, interface = whom
    address = jeepney.DBusAddress(path, bus_name=name, interface=interface)
    message = jeepney.new_method_call(address, what, kinds or None, said)
    return bus.send_and_get_reply(message, timeout=10).body


@dataclass
class Laptop:
    """The real desk on a screen of its own, and a reader beside it."""

    screen: outside.Screen
    reader: Reader
    folder: files.DataFolder
    environment: dict[str, str]
    nodes: list[Node] = field(default_factory=list)

    def stands(self, title: str) -> list[Node]:
        """What is told once this window stands and has settled."""
        self.screen.window(title)
        door = Path(self.environment["TMPDIR"]) / single.name_of(self.folder)
        outside.wait("the desk answers", door.exists)
        outside.answers(self.environment, self.folder)
        return [node for node in self.reader.read() if node.is_showing]


@pytest.fixture
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    place = tmp_path_factory.mktemp("read")
    screen = outside.Screen(place / "screen")
    environment = {**outside.private(place / "home"), "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
    environment |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "GTK_A11Y": "none"}
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    assert bus.stdout is not None
    environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    folder = _vault(place)
    reader = Reader(environment["DBUS_SESSION_BUS_ADDRESS"])
    desk = outside.start(environment, place / "said", "--data", str(folder.root), "--no-keyring")
    yield Laptop(screen, reader, folder, environment)
    reader.close()
    for process in (desk, bus):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
    bus.stdout.close()
    screen.close()


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


def unnamed(nodes: list[Node]) -> list[str]:
    """The roles of what can have the keyboard and says nothing of itself."""
    return [node.role for node in nodes if node.is_focusable and not node.name]


@needs_at_spi
def test_a_screen_reader_is_told_every_control_of_the_main_pages(laptop: Laptop) -> None:
    told = laptop.stands("^Unlock")
    assert {"Passphrase", "Unlock"} <= {node.name for node in told}
    assert unnamed(told) == []
    laptop.screen.type(PASSPHRASE)
    laptop.screen.press("Return")
    for keys, title, names in (
        ((), "^Today", {"Search", "New note", "Next steps", "Menu", "Write a note"}),
        (("ctrl+2",), "^Caseload", {"Families", "Search"}),
        (("Return",), "^[A-Z].*", {"Write a note", "Add a person", "Notes: part of the page"}),
        (("ctrl+n",), "^Note", {"Done"}),
        (("ctrl+comma",), "^Settings", {"Size of text"}),
        (("F1",), "^Help", {"Find help"}),
    ):
        laptop.screen.press(*keys) if keys else None
        told = laptop.stands(title)
        assert names <= {node.name for node in told}, title
        assert unnamed(told) == [], title
        assert sum(node.is_focusable for node in told) >= len(names)
