"""The real lock, driven from outside: the process that held the data ends, and nothing of it is left.

A real process on a screen in memory (Xvfb), real keys (xdotool), and the memory of what stands there
afterwards, read from outside.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from ehdesk import clock, files
from ehdesk.models import sample
from ehdesk.ui import doors, opened
from ehdesk.vault import device, keyslots
from tests.proofs import outside

PASSPHRASE = "heron ladder tuesday marmalade"
BEFORE, AFTER = "Kerfuffle at the quayside", " about a walrus"
BETWEEN = " and a pomegranate"
REFERENCE = "HB-2026-0412"
OPEN_NOTE = "^Note.*Kowalczyk"
"""The family stands in the title once the note is read."""

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc and types with xdotool")


@dataclass(frozen=True)
class Outside:
    """A laptop with a vault, its screen, and how ehdesk is started on it."""

    screen: outside.Screen
    environment: dict[str, str]
    place: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def vault(self) -> tuple[str, ...]:
        return ("--data", str(self.place / "vault"), "--no-keyring")

    def start(self) -> int:
        """Start ehdesk; gives the process that asks for the passphrase."""
        self.start_again()
        return self.screen.window("^Unlock")[1]

    def start_again(self) -> subprocess.Popen[bytes]:
        """Start ehdesk as a worker does who forgot that it is open."""
        self.started.append(outside.start(self.environment, self.place / "said", *self.vault))
        return self.started[-1]

    def waits(self) -> None:
        """Look until the window has settled, as a worker does before typing on."""
        outside.answers(self.environment, files.DataFolder(self.place / "vault"))

    def unlock(self) -> None:
        self.screen.type(PASSPHRASE)
        self.screen.press("Return")


@pytest.fixture
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    tmp_path = tmp_path_factory.mktemp("lock")  # short: a socket's path has at most 107 characters
    screen = outside.Screen(tmp_path / "screen")
    environment = {**outside.private(tmp_path / "home"), "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
    folder = files.DataFolder(tmp_path / "vault")
    vault = doors.Vault(folder, clock.system, device.NoKeyring, keyslots.Stretching.cheap)
    new = opened.NewDesk(
        name="Carol Ndlovu",
        agency="Alder Bank Primary",
        passphrase=PASSPHRASE,
        keyring=False,
        daytime="01632 960 001",
        out_of_hours="01632 960 002",
    )
    created = vault.create(new)
    sample.fill(created.store)
    vault.close(created)
    made = Outside(screen, environment, tmp_path)
    yield made
    left = screen.windows("ehdesk")
    for process in left.values():
        os.kill(process, signal.SIGKILL)
    for started in made.started:
        started.wait(timeout=30)
    screen.close()
    assert (tmp_path / "said").read_text("utf-8") == "", "ehdesk said something on its terminal"


@linux_only
def test_the_lock_ends_the_process_that_held_the_data(laptop: Outside) -> None:
    screen = laptop.screen
    first = laptop.start()
    screen.type(PASSPHRASE)
    outside.wait("the passphrase is typed", lambda: holds(first, PASSPHRASE))
    screen.press("Return")
    _window, worked = screen.window("^Today")
    assert worked == first, "the process that took the passphrase becomes the desk"
    screen.press("ctrl+2")
    screen.window("^Caseload")
    screen.type("kowal")
    screen.press("Return")
    screen.window("^Kowalczyk-Hughes")
    screen.press("ctrl+n")
    screen.window(OPEN_NOTE)
    laptop.waits()
    screen.type(BEFORE + AFTER)
    screen.press(*["Left"] * len(AFTER))
    for words in (BEFORE, REFERENCE):
        outside.wait(f"“{words}” is in the memory of the desk", partial(holds, worked, words))

    screen.press("ctrl+l")

    outside.wait("the process that held the data is gone", lambda: outside.is_gone(worked))
    _window, fresh = screen.window("^Unlock")
    assert fresh != worked
    for words in (PASSPHRASE, BEFORE, AFTER.strip(), REFERENCE):
        assert not remains(fresh, words), f"“{words}” is still in memory"

    laptop.unlock()
    screen.window(OPEN_NOTE)
    laptop.waits()
    screen.type(BETWEEN)
    screen.press("ctrl+l")
    outside.wait("the second process is gone too", lambda: outside.is_gone(fresh))
    screen.window("^Unlock")
    assert [text for text in notes(laptop) if BEFORE in text] == [BEFORE + BETWEEN + AFTER]


@linux_only
def test_a_second_start_brings_the_first_to_the_front_and_ends(laptop: Outside) -> None:
    screen = laptop.screen
    laptop.start()
    laptop.unlock()
    window, pid = screen.window("^Today")
    root = screen.hand("search", "--maxdepth", "0", ".*").split()[0]
    screen.hand("windowfocus", root)
    outside.wait("the keyboard is elsewhere", lambda: screen.focused() != window)

    # The screen lets a window take the keyboard only if it has seen something later than the last change.
    screen.hand("mousemove", "--window", window, "300", "300", "mousemove", "--window", window, "310", "310")
    second = laptop.start_again()

    assert second.wait(timeout=30) == 0
    outside.wait("the first window has the keyboard again", lambda: screen.focused() == window)
    assert set(screen.windows(".*ehdesk").values()) == {pid}, "and no other"


def notes(laptop: Outside) -> list[str]:
    """The text of every note in the vault, read by command."""
    secret = laptop.place / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    vault = (*laptop.vault, "--passphrase-file", str(secret))
    families = outside.exported(laptop.environment, vault, laptop.place / "out.json")["families"]
    forms = [form for family in families for form in family["forms"]]
    return [form["answers"]["text"] for form in forms if form["form"] == "note"]


def holds(pid: int, words: str) -> bool:
    """Whether a process holds these words; where nobody may look, that it may not be looked at."""
    try:
        return outside.held(pid, words)
    except PermissionError:
        return os.geteuid() != 0  # ehdesk forbids it: only an administrator sees more


def remains(pid: int, words: str) -> bool:
    """Whether words are left in a process that should never have had them."""
    try:
        return outside.held(pid, words)
    except PermissionError:
        assert os.geteuid() != 0
        return False
