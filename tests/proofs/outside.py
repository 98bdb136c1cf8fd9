"""ehdesk seen from outside: a real process on a screen of its own, real keys, its memory and its files."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ehdesk import files
from ehdesk.ui import single

HOUSE = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30.0
_FIRST_DISPLAY = 1000
_SIZE = ("-screen", "0", "1280x900x24")
_PIECE = 1 << 24
_OVERLAP = 1024


def wait(what: str, happened: Callable[[], Any]) -> Any:
    """Ask again and again until something is there, and give it."""
    until = time.monotonic() + PATIENCE
    while not (found := happened()):
        if time.monotonic() > until:
            raise AssertionError(f"Waited in vain until {what}")
        time.sleep(0.02)
    return found


class Screen:
    """An X display in memory, and hands on its keyboard."""

    def __init__(self, log: Path) -> None:
        for number in range(_FIRST_DISPLAY + os.getpid() % 20_000, 60_000):
            self.display = f":{number}"
            if self._starts(log):
                return
        raise AssertionError(f"No screen could be started: {log.read_text('utf-8')}")

    def _starts(self, log: Path) -> bool:
        """Start the display of this number, unless another program has it."""
        read_end, write_end = os.pipe()
        with log.open("wb") as said:
            self._server = subprocess.Popen(
                ["Xvfb", self.display, "-displayfd", str(write_end), *_SIZE, "-nolisten", "tcp", "-noreset"],
                pass_fds=(write_end,),
                stdout=said,
                stderr=said,
            )
        os.close(write_end)
        with os.fdopen(read_end) as told:
            if told.readline().strip():
                return True
        self._server.wait(timeout=20)
        return False

    def hand(self, *words: str, may_fail: bool = False) -> str:
        """Let xdotool do something; gives what it says."""
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == 0 or may_fail, done.stderr
        return done.stdout.strip()

    def windows(self, title: str) -> dict[str, int]:
        """The visible windows with this in their title, and the process of each."""
        found = self.hand("search", "--onlyvisible", "--name", title, may_fail=True).split()
        pids = {window: self.hand("getwindowpid", window, may_fail=True) for window in found}
        return {window: int(pid) for window, pid in pids.items() if pid}

    def window(self, title: str) -> tuple[str, int]:
        """The window with this title, once it is there, and its process. It is given the keyboard."""
        window, pid = wait(f"a window “{title}” stands", lambda: list(self.windows(title).items()))[0]

        def has_keyboard() -> bool:
            if self.focused() == window:
                return True
            self.hand("windowfocus", window, may_fail=True)  # nobody manages windows on this screen
            return False

        wait(f"“{title}” has the keyboard", has_keyboard)
        return window, pid

    def focused(self) -> str:
        """The window that has the keyboard."""
        return self.hand("getwindowfocus", may_fail=True)

    def type(self, words: str) -> None:
        """Type on the keyboard, into whatever has it."""
        self.hand("type", "--delay", "4", words)

    def press(self, *chords: str) -> None:
        """Press keys: "ctrl+n", "Return"."""
        self.hand("key", "--delay", "4", *chords)

    def close(self) -> None:
        """Take the screen away; what still stands on it ends."""
        self._server.terminate()
        self._server.wait(timeout=20)


def answers(environment: Mapping[str, str], folder: files.DataFolder) -> None:
    """Wait until the window has done what it had begun: its own thread answers a second start."""
    door = Path(environment["TMPDIR"]) / single.name_of(folder)
    for _ in range(3):
        with socket.socket(socket.AF_UNIX) as call:
            call.settimeout(PATIENCE)
            call.connect(str(door))
            call.sendall(b"front\n")
            assert call.recv(16) == b"here\n"


def private(place: Path) -> dict[str, str]:
    """An environment in which everything that a process may write of its own accord is below `place`."""
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "TMPDIR")
    folders = {name: place / name.lower() for name in (*names, "XDG_RUNTIME_DIR", "SQLITE_TMPDIR")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL") if key in os.environ}
    # No bytecode: what is compiled beside the code has nothing of a day in it, and is not ours to scan.
    own = {"PYTHONPATH": str(HOUSE), "PYTHONDONTWRITEBYTECODE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
    return {**kept, **own, **{name: str(folder) for name, folder in folders.items()}}


def start(environment: Mapping[str, str], log: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start `python -m ehdesk` with these words; what it says goes to `log`."""
    with log.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "ehdesk", *words],
            cwd=HOUSE,
            env=dict(environment),
            stdout=said,
            stderr=said,
            start_new_session=True,
        )


def command(environment: Mapping[str, str], *words: str) -> str:
    """Run a command to its end; gives what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "ehdesk", *words],
        cwd=HOUSE,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def exported(environment: Mapping[str, str], vault: tuple[str, ...], file: Path) -> dict[str, Any]:
    """What the vault holds, by command."""
    command(environment, "export", "-o", str(file), "--reader", "practitioner", *vault)
    return dict(json.loads(file.read_text("utf-8")))


def is_gone(pid: int) -> bool:
    """Whether there is no such process any more, or only its exit status."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return "State:\tZ" in status


def held(pid: int, words: str) -> bool:
    """Whether the memory of a process holds these words, as UTF-8 or as Qt keeps them.

    Raises: PermissionError, where the process has forbidden to be looked at and we are not root.
    """
    shapes = (words.encode(), words.encode("utf-16-le"))
    return any(shape in piece for piece in _memory(pid) for shape in shapes)


def _memory(pid: int) -> Iterator[bytes]:
    """Everything that a process may write to, piece by piece; pieces overlap a little."""
    maps = Path(f"/proc/{pid}/maps").read_text("utf-8")
    ranges = re.findall(r"^([0-9a-f]+)-([0-9a-f]+) rw", maps, re.MULTILINE)
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for first, last in ((int(low, 16), int(high, 16)) for low, high in ranges):
            for at in range(first, last, _PIECE):
                memory.seek(at)
                with contextlib.suppress(OSError):  # a page that is mapped and cannot be read
                    yield memory.read(min(_PIECE + _OVERLAP, last - at))
