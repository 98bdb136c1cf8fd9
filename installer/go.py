#!/usr/bin/env python3
"""From a bare machine to a running desk, or to passing tests, in one command each.

    python3 installer/go.py run  [-- what ehdesk is given]
    python3 installer/go.py test [-- what pytest is given]

On Windows: py installer\\go.py run. Needs Python 3.11 to 3.14 and nothing else; what is missing is
fetched into .venv beside the code and checked against the hashes in the locks. Outside this folder
only system libraries are added, on Linux, and only after asking (or as root with no terminal).
"""

import sys

# Python 3.6 can read the whole file and run it up to here, so that an old Python says in one line
# what is wrong. A newer one beside it is used if there is one.
OLDEST, NEWEST = (3, 11), (3, 14)
if __name__ == "__main__" and not OLDEST <= sys.version_info[:2] <= NEWEST:
    import shutil
    import subprocess

    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            sys.exit(subprocess.call([newer, *sys.argv]))
    sys.exit(
        f"ehdesk needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this is Python "
        f"{sys.version_info[0]}.{sys.version_info[1]}. Install one of those and start again."
    )

import ctypes
import hashlib
import importlib
import importlib.util
import json
import os
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
STAMP = "ehdesk.json"

# Library file -> Debian package: found by adding one at a time to a bare Debian until a window opened.
DRAWING = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# For a desktop that draws by Wayland. Read from the files' own needs: no such desktop was tried.
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Program -> Debian package: for the proof that locks a real window (all other tests draw into memory), and
# to take the words off printed pages.
TEST_PACKAGES: dict[str, str] = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "dbus-daemon": "dbus-daemon",
    "pdftotext": "poppler-utils",
}
# What the proof reads that asks the window what a screen reader is told; its programs are on no path.
TEST_LIBRARIES = {"libatspi.so.0": "at-spi2-core"}

# What must be there for the quick road: our own package, and libraries from both ends of the lock.
PROBES = {
    "run": ("ehdesk", "alembic", "zxcvbn", "PySide6"),
    "test": ("ehdesk", "alembic", "PySide6", "pytest"),
}

OFFLINE = "No connection to the package registry. Check the network and start again."
FULL = "The disk is full. Free about 2 GB and start again."
# What the system, pip or apt says -> what that means. The first that fits is told.
MEANINGS = {
    "No space left on device": FULL,
    "enough free space": FULL,
    "DO NOT MATCH THE HASHES": "A download is not the file that the lock names, so nothing of it was "
    "installed. Start again; if it stays so, tell whoever keeps this code.",
    "CERTIFICATE_VERIFY_FAILED": "A proxy that Python does not trust inspects the connection. Ask for its "
    "certificate file, set PIP_CERT to it and start again.",
    "Temporary failure": OFFLINE,
    "Failed to establish a new connection": OFFLINE,
    "connection broken by": OFFLINE,
    "Could not resolve": OFFLINE,
    "Failed to fetch": OFFLINE,
    "Read timed out": OFFLINE,
    "Could not get lock": "Another program is installing packages. Wait for it and start again.",
    "Permission denied": "This folder cannot be written to. Put the code in a folder of your own.",
    "Read-only file system": "This folder cannot be written to. Put the code in a folder of your own.",
    "No matching distribution": "A library has no build for this kind of machine and Python. README.md "
    "says which are supported.",
    "Unable to locate package": "This system has no packages by those names. README.md says which systems "
    "were tried.",
}


class Stopped(Exception):
    """Set-up cannot go on. Its text is what the person reads."""


def execute(
    label: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    count: int = 0,
    heard: Sequence[str] = (),
) -> list[str]:
    """Run one step to its end, telling how long it takes, and give what it said.

    `count` is how many libraries pip will name, for "23 of 71". `heard` is what the steps before said:
    a failure may be explained there. Raises: Stopped, with the reason.
    """
    said: list[str] = []
    progress = Progress(label)
    with subprocess.Popen(  # only programs that this file names
        list(command),
        env={**environment, "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in lines_of(process):
                said.extend([line] if line else [])
                named = sum(text.startswith("Collecting ") for text in said)
                progress.show(f"{min(named, count)} of {count}, " if count else "")
            status = process.wait()
        finally:
            process.kill()  # a step does not outlive the person's Ctrl+C
            progress.end()
    if status:
        raise Stopped(explanation(label, [*heard, *said]))
    return said


def hand_over(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> int:
    """Become the desk or the tests, so that signals and the exit status are theirs."""
    sys.stdout.flush()
    if os.name == "nt":  # there, a replaced process would leave the terminal before it ends
        return subprocess.call(list(command), env=dict(environment), cwd=folder)
    os.chdir(folder)
    return os.execve(command[0], list(command), dict(environment))


def loads_library(name: str) -> bool:
    """Whether the system's loader finds a shared library by its file name."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_module(name: str) -> bool:
    """Whether this Python has a module: Debian leaves ensurepip out of its python3."""
    importlib.invalidate_caches()
    return importlib.util.find_spec(name) is not None


@dataclass(frozen=True)
class Machine:
    """The machine as set-up sees it: facts, and the doors through which it is asked and changed."""

    system: str
    environment: Mapping[str, str]
    is_root: bool
    has_terminal: bool
    root: Path = ROOT
    loads: Callable[[str], bool] = loads_library
    which: Callable[[str], str | None] = shutil.which
    has_module: Callable[[str], bool] = has_module
    ask: Callable[[str], str] = input
    execute: Callable[..., list[str]] = execute
    hand_over: Callable[[Sequence[str], Mapping[str, str], Path], int] = hand_over

    @property
    def venv(self) -> Path:
        """Beside the code and ignored by git: everything that is fetched lives in it."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter inside it."""
        return self.venv / ("Scripts/python.exe" if self.system == "win32" else "bin/python")

    def for_children(self) -> dict[str, str]:
        """What children inherit: all but the settings that would send them or their files elsewhere."""
        strays = (
            "PYTHONPATH",
            "PYTHONHOME",
            "PIP_TARGET",
            "PIP_PREFIX",
            "PIP_USER",
            "PIP_REQUIRE_VIRTUALENV",
        )
        return {name: value for name, value in self.environment.items() if name not in strays}


def this_machine() -> Machine:
    """The real one."""
    return Machine(
        system=sys.platform,
        environment=os.environ,
        is_root=hasattr(os, "geteuid") and os.geteuid() == 0,
        has_terminal=bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()),
    )


def main(arguments: Sequence[str], machine: Machine) -> int:
    """Do what the command line asks and give the exit status; no traceback for what can be foreseen."""
    if not arguments or arguments[0] not in LOCKS:
        print(__doc__)
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    verb, passed_on = arguments[0], list(arguments[1:])
    if passed_on[:1] == ["--"]:
        del passed_on[0]
    try:
        return start(machine, verb, passed_on)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
    except OSError as error:
        print(explanation("Set-up", [str(error)]), file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. Start again at any time; what was done is kept.", file=sys.stderr)
        return 130
    return 1


def start(machine: Machine, verb: str, passed_on: Sequence[str]) -> int:
    """Make everything ready, then become the desk or the tests."""
    if verb == "run" and lacks_screen(machine, passed_on):
        raise Stopped(
            "There is no screen here, so no window can open. To walk through a visit without one, and keep "
            "pictures of it in a folder:\n  python3 installer/go.py run -- demo --offscreen DIR"
        )
    add_system_packages(machine, missing_packages(machine, verb, passed_on))
    make_ready(machine, verb)
    environment = machine.for_children()
    if verb == "run":
        return machine.hand_over([str(machine.python), "-m", "ehdesk", *passed_on], environment, Path.cwd())
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return machine.hand_over([str(machine.python), "-m", "pytest", *passed_on], environment, machine.root)


# The screen and the system's libraries


def opens_window(passed_on: Sequence[str]) -> bool:
    """Whether these words given to ehdesk open a window: none, options only, or a demo on the screen."""
    if {"-h", "--help", "--version", "--offscreen"} & set(passed_on):
        return False
    return not passed_on or passed_on[0].startswith("-") or passed_on[0] == "demo"


def lacks_screen(machine: Machine, passed_on: Sequence[str]) -> bool:
    """Whether a window is wanted where none can open. macOS and Windows always have a screen."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    has_screen = any(machine.environment.get(name) for name in named)
    return machine.system.startswith("linux") and opens_window(passed_on) and not has_screen


def missing_packages(machine: Machine, verb: str, passed_on: Sequence[str]) -> list[str]:
    """The Debian packages that this machine lacks for this command. Only Linux lacks any."""
    if not machine.system.startswith("linux"):
        return []
    wanted = dict(DRAWING)
    if verb == "test":
        wanted.update(WINDOW)  # the proof that locks a real window opens one, on a screen in memory
        wanted.update(TEST_LIBRARIES)
    elif opens_window(passed_on) and not machine.environment.get("QT_QPA_PLATFORM"):
        wanted.update(WINDOW)
        wanted.update(WAYLAND if machine.environment.get("WAYLAND_DISPLAY") else {})
    missing = [package for library, package in wanted.items() if not machine.loads(library)]
    if verb == "test":
        missing += [package for program, package in TEST_PACKAGES.items() if not machine.which(program)]
    if not machine.has_module("ensurepip"):
        missing.append(
            "python3-venv" if is_default_python(machine) else f"python3.{sys.version_info[1]}-venv"
        )
    return missing


def is_default_python(machine: Machine) -> bool:
    """Whether this is the Python that the system calls python3."""
    default = machine.which("python3")
    return default is None or os.path.realpath(default) == os.path.realpath(sys.executable)


def add_system_packages(machine: Machine, packages: Sequence[str]) -> None:
    """Install system packages, or stop with the exact line for somebody who may."""
    if not packages:
        return
    if not machine.which("apt-get"):
        raise Stopped(
            "System libraries are missing. Install what this system calls these (they are Debian's names) "
            "and start again:\n  " + " ".join(packages)
        )
    before = [] if machine.is_root else ["sudo"]
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    by_hand = "  " + " ".join([*before, "apt-get", "update", "&&", *before, *line])
    if machine.has_terminal:
        print("Missing from this system: " + " ".join(packages))
        if machine.ask("Install them now with apt-get? [y/N] ").strip().lower() not in ("y", "yes"):
            raise Stopped("Nothing was installed. When you are ready:\n" + by_hand)
    elif not machine.is_root:
        raise Stopped("System libraries are missing. Somebody who may install them can run:\n" + by_hand)
    environment = {**machine.environment, "DEBIAN_FRONTEND": "noninteractive"}
    heard = machine.execute("Reading the system's package lists", [*before, "apt-get", "update"], environment)
    machine.execute(f"Installing {len(packages)} system packages", [*before, *line], environment, heard=heard)


# The virtual environment


def make_ready(machine: Machine, verb: str) -> None:
    """Bring .venv to what the lock names: nothing to do the second time, mended where it is broken."""
    state = wanted_state(machine)
    if is_ready(machine, verb, state):
        return
    stamp, environment = machine.venv / STAMP, machine.for_children()
    stamp.unlink(missing_ok=True)
    if not is_sound(machine):
        if machine.venv.exists():
            print("The folder .venv is broken, or another Python made it. Making it anew.", flush=True)
        anew = [sys.executable, "-m", "venv", "--clear", str(machine.venv)]
        machine.execute("Making .venv", anew, environment)
    pip = [str(machine.python), "-m", "pip", "install", "--no-cache-dir", "--no-input"]
    pip += ["--disable-pip-version-check"]
    lock = machine.root / "installer" / LOCKS[verb]
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    locked = ["--require-hashes", "--only-binary=:all:", "--retries=2", "-r", str(lock)]
    machine.execute("Fetching and checking the libraries", [*pip, *locked], environment, count)
    own = ["--no-index", "--no-deps", "--no-build-isolation", "--editable", str(machine.root)]
    machine.execute("Putting ehdesk in place", [*pip, *own], environment)
    stamp.write_text(json.dumps({"for": verb, "state": state}), encoding="utf-8")


def wanted_state(machine: Machine) -> str:
    """A fingerprint of all that decides what is in .venv: the locks, our package, Python and the place."""
    digest = hashlib.sha256(f"{machine.root} {sys.version} {sys.base_prefix}".encode())
    for name in ("installer/requirements.lock", "installer/requirements-dev.lock", "pyproject.toml"):
        digest.update((machine.root / name).read_bytes())
    return digest.hexdigest()


def is_ready(machine: Machine, verb: str, state: str) -> bool:
    """Whether .venv holds what is wanted and still works. What serves the tests serves the desk."""
    try:
        stamp = json.loads((machine.venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if stamp.get("state") != state or stamp.get("for") not in (verb, "test"):
        return False
    return answers(
        machine, f"from importlib.util import find_spec as f; assert all(map(f, {PROBES[verb]!r}))"
    )


def is_sound(machine: Machine) -> bool:
    """Whether .venv has pip and a Python that runs and is of this version."""
    return answers(
        machine, f"import pip, sys; assert sys.version_info[:2] == {tuple(sys.version_info[:2])!r}"
    )


def answers(machine: Machine, code: str) -> bool:
    """Whether the interpreter in .venv runs `code` to its end."""
    command = [str(machine.python), "-I", "-c", code]  # -I: not what lies in the current folder
    try:
        done = subprocess.run(
            command, capture_output=True, env=machine.for_children(), timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


# What the person sees


class Progress:
    """One line per step: its name, how far it is and how many seconds it has taken.

    At a terminal the line is rewritten each second; elsewhere a new one comes every ten.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._began = self._shown = time.monotonic()
        self._rewrites = bool(sys.stdout and sys.stdout.isatty())

    def show(self, so_far: str) -> None:
        """Say how far the step is, when it is time to."""
        now = time.monotonic()
        if now - self._shown < (1 if self._rewrites else 10):
            return
        self._shown = now
        start, end = ("\r", "") if self._rewrites else ("", "\n")
        print(f"{start}{self._label}: {so_far}{now - self._began:.0f} s ", end=end, flush=True)

    def end(self) -> None:
        """Close the line. A step of less than a second says nothing."""
        seconds = time.monotonic() - self._began
        if seconds >= 1:
            start = "\r" if self._rewrites else ""
            print(f"{start}{self._label}: {seconds:.0f} s{' ' * 20}".rstrip(), flush=True)


def lines_of(process: subprocess.Popen[str]) -> Iterator[str | None]:
    """Each line as it comes, and None about once a second while there is none."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            lines.put(line.rstrip())
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=1)
        except queue.Empty:
            yield None
            continue
        if line is None:
            return
        yield line


def explanation(label: str, said: Sequence[str]) -> str:
    """What went wrong, in one line where it is known; else the last error in its own words."""
    whole = "\n".join(said)
    for sign, meaning in MEANINGS.items():
        if sign.lower() in whole.lower():
            return meaning
    errors = [line for line in said if line.lower().startswith(("error", "e:", "fatal"))] or list(said)
    return f"{label} failed: {errors[-1].strip() if errors else 'it gave no reason'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], this_machine()))
