#!/usr/bin/env python3
"""Prove the two commands on bare Debians: from nothing but python3 to a window and to passing tests.

    sudo python3 tests/proofs/bare_machine.py                    Debian 12 and 13, all tests
    sudo python3 tests/proofs/bare_machine.py trixie -- tests/house

Needs debootstrap, Xvfb and xwininfo on this machine, and takes from it how packages are reached (apt and
pip settings, certificates, names of hosts). Works in a temporary folder and leaves nothing mounted.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITES = {"bookworm": "Debian 12", "trixie": "Debian 13"}
CLONE = "srv/ehdesk"
DATA = "root/.local/share/ehdesk"
GO = ["python3", "installer/go.py"]
SOCKETS = "/tmp/.X11-unix"  # noqa: S108 - where every X server keeps its sockets
TRUSTED = "opt/certificates.pem"  # apart from the system's own, which its packages write anew
LIMIT = 1800  # seconds that any step may take
# Where the system's packages, running programs and the desk itself may write. Anything else is reported.
EXPECTED = (
    "proc",
    "sys",
    "dev",
    "run",
    "tmp",
    "usr",
    "etc",
    "var",
    "bin",
    "sbin",
    "lib",
    "lib64",
    CLONE,
    DATA,
)


class Failed(Exception):
    """A promise that this machine did not keep."""


@dataclass(frozen=True)
class Bare:
    """One bare Debian in a folder."""

    suite: str
    root: Path

    def run(self, *command: str, screen: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in the clone, as root and with no terminal."""
        return subprocess.run(
            self.inside(command, screen),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT,
            check=False,
        )

    def inside(self, command: tuple[str, ...], screen: str | None = None) -> list[str]:
        """The command line that runs `command` there. Its mounts vanish with it."""
        root = shlex.quote(str(self.root))
        mounts = f"mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev"
        if screen:
            mounts += f" && mkdir -p {root}{SOCKETS} && mount --bind {SOCKETS} {root}{SOCKETS}"
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", **registry_settings(self.root)}
        variables |= {"DISPLAY": screen} if screen else {}
        setting = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
        work = f"cd /{CLONE} && exec {shlex.join(command)}"
        script = f"{mounts} && exec chroot {root} env -i {setting} sh -c {shlex.quote(work)}"
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", script]


def registry_settings(root: Path) -> dict[str, str]:
    """What this machine says about how pip reaches its registry, as far as it holds there too."""
    named = ("PIP_", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "no_proxy")
    found = {name: value for name, value in os.environ.items() if name.startswith(named)}
    known = {name: value for name, value in found.items() if not value.startswith("/")}
    return known | ({"PIP_CERT": f"/{TRUSTED}"} if (root / TRUSTED).exists() else {})


def lay(suite: str, folder: Path) -> Bare:
    """Lay a bare Debian into a folder: debootstrap's smallest, python3 and this machine's ways out."""
    bare = Bare(suite, folder / suite)
    mirror = re.search(r"^(?:URIs:|deb(?: \[.*\])?) +(\S+)", apt_sources(), re.MULTILINE)
    command = ["debootstrap", "--variant=minbase", "--include=python3", suite, str(bare.root)]
    subprocess.run(command + ([mirror[1]] if mirror else []), check=True, stdout=subprocess.DEVNULL)
    trusted = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE")
    if trusted:
        shutil.copyfile(trusted, bare.root / TRUSTED)
    acquiring = [str(path) for path in Path("/etc/apt/apt.conf.d").iterdir() if "Acquire" in path.read_text()]
    for name in ["/etc/pip.conf", "/etc/hosts", "/etc/resolv.conf", *acquiring]:
        if Path(name).is_file():
            inside = bare.root / name[1:]
            inside.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, inside)
    return bare


def apt_sources() -> str:
    """What this machine's apt reads."""
    folder = Path("/etc/apt/sources.list.d")
    files = [*sorted(folder.glob("debian*")), Path("/etc/apt/sources.list")]
    return "\n".join(path.read_text() for path in files if path.is_file())


@contextmanager
def a_screen() -> Iterator[str]:
    """A screen that nobody sees, by its name."""
    reading, writing = os.pipe()
    options = ["-screen", "0", "1280x900x24", "-nolisten", "tcp", "-ac", "-displayfd", str(writing)]
    server = subprocess.Popen(["Xvfb", *options], pass_fds=[writing], stderr=subprocess.DEVNULL)
    try:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def seconds_to_window(bare: Bare, screen: str, picture: Path | None) -> float:
    """How long `go.py run` takes to show a window of ehdesk's on the screen. Raises: Failed."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        desk = subprocess.Popen(
            bare.inside((*GO, "run"), screen), stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            while time.monotonic() - began < LIMIT:
                if shows_window(screen):
                    took = time.monotonic() - began
                    time.sleep(3)
                    keep_picture(screen, picture)
                    if desk.poll() is None and not re.search(r" (ERROR|CRITICAL) ", its_log(bare)):
                        return took
                    raise Failed(f"the window came and something went wrong:\n{its_log(bare)[-3000:]}")
                if desk.poll() is not None:
                    said.seek(0)
                    raise Failed(f"no window, exit status {desk.returncode}:\n{said.read()[-3000:]}")
                time.sleep(0.2)
        finally:
            desk.kill()
            desk.wait()
    raise Failed(f"no window within {LIMIT} seconds")


def its_log(bare: Bare) -> str:
    """What the desk noted about itself."""
    log = bare.root / DATA / "ehdesk.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def shows_window(screen: str) -> bool:
    """Whether a window of a real size with our name in its title is on the screen."""
    tree = subprocess.run(
        ["xwininfo", "-root", "-tree", "-display", screen], capture_output=True, text=True, check=False
    ).stdout
    return (
        re.search(r'"[^"]*ehdesk[^"]*": .* [3-9]\d\dx\d{3}\+|"[^"]*ehdesk[^"]*": .* 1\d{3}x\d{3}\+', tree)
        is not None
    )


def keep_picture(screen: str, picture: Path | None) -> None:
    """Keep what the screen shows, where this machine can."""
    if picture and shutil.which("import"):
        subprocess.run(["import", "-display", screen, "-window", "root", str(picture)], check=False)


def must(ran: subprocess.CompletedProcess[str], status: int, saying: str = "") -> None:
    """Raise Failed where a command ended otherwise or did not say what it should."""
    if ran.returncode != status or saying not in ran.stdout:
        raise Failed(f"{shlex.join(ran.args[-1:])[-200:]}: status {ran.returncode}\n{ran.stdout[-6000:]}")


def strays(bare: Bare, since: float) -> list[str]:
    """Files outside the clone that are neither the system's packages nor temporary."""
    found = []
    for folder, names, files in os.walk(bare.root):
        inside = Path(folder).relative_to(bare.root)
        names[:] = [name for name in names if str(inside / name) not in EXPECTED]
        paths = [Path(folder) / name for name in files]
        found += [str(path.relative_to(bare.root)) for path in paths if path.lstat().st_mtime > since]
    return found


def prove(bare: Bare, tests: list[str], pictures: Path | None) -> None:
    """All the promises on one bare machine, with their times."""
    subprocess.run(["git", "clone", "-q", "--no-local", str(ROOT), str(bare.root / CLONE)], check=True)
    since = time.time()
    say(bare, f"{len(bare.run('dpkg-query', '-f', '.', '-W').stdout)} packages, python3 and nothing else")
    must(bare.run(*GO, "run"), 1, "go.py run -- demo --offscreen DIR")
    say(bare, "with no screen, run explains itself and changes nothing")
    with a_screen() as screen:
        picture = pictures / f"{bare.suite}.png" if pictures else None
        say(bare, f"run: a window after {seconds_to_window(bare, screen, picture):.0f} s from nothing")
        say(bare, f"run: a window after {seconds_to_window(bare, screen, None):.1f} s the second time")
    began = time.monotonic()
    must(bare.run(*GO, "run", "--", "demo", "--offscreen", "/tmp/visit"), 0)  # noqa: S108 - of that machine
    count = len(list((bare.root / "tmp" / "visit").glob("*.png")))
    if not count:
        raise Failed("the demo left no pictures")
    say(bare, f"demo: {count} pictures of a visit in {time.monotonic() - began:.0f} s without a screen")
    began = time.monotonic()
    ran = bare.run(*GO, "test", "--", *tests)
    must(ran, 0, " passed")
    say(bare, f"test: {time.monotonic() - began:.0f} s with set-up: {ran.stdout.strip().splitlines()[-1]}")
    began = time.monotonic()
    must(bare.run(*GO, "test", "--", "--version"), 0, "pytest")
    say(bare, f"test: {time.monotonic() - began:.1f} s before pytest works the second time")
    left = strays(bare, since)
    if left:
        raise Failed("written outside the checkout:\n" + "\n".join(left[:20]))
    say(bare, "nothing but system packages was written outside the checkout")


def say(bare: Bare, what: str) -> None:
    """One line of the proof."""
    print(f"{SUITES.get(bare.suite, bare.suite)}: {what}", flush=True)


def main() -> int:
    """Read the command line, prove each machine, give the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suites", nargs="*", default=list(SUITES), help="Debian's names (bookworm trixie)")
    parser.add_argument("--pictures", type=Path, help="keep a picture of each first window in this folder")
    ours, _, tests = " ".join(sys.argv[1:]).partition("-- ")
    options = parser.parse_args(ours.split())
    for suite in options.suites:
        with tempfile.TemporaryDirectory(prefix="bare-") as folder:
            try:
                prove(lay(suite, Path(folder)), tests.split(), options.pictures)
            except Failed as failed:
                print(f"{suite}: {failed}", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
