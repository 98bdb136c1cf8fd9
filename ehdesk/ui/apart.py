"""Opening what others made (photos, scans, PDFs) in a process of its own, which holds no vault and no key.

A decoder is where a poisoned file strikes. The child gets the bytes over a pipe and gives bare pixels
back over another; it may not write a file, and it ends when it takes too long or too much. Source:
T11 of the threats in docs/security.md.
"""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from ehdesk import errors

Job = Literal["redraw", "look", "pages"]

ASKED_FOR = "--open-apart"
"""What the child is started with; it is for nobody else."""
PATIENCE_SECONDS = 30.0
_MOST_BYTES = 512 * 1024 * 1024
_HEADER_BYTES = 64 * 1024
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "HOME")


class Asked(msgspec.Struct, frozen=True):
    """What to do with the bytes that follow: draw a picture anew, look at one, or at the pages of a PDF."""

    job: Job
    size: int
    most_pixels: int = 0
    keep_lines: bool = False
    widest: int = 0
    most_pages: int = 0
    dots_per_inch: int = 0


class Pixels(msgspec.Struct, frozen=True):
    """A picture of so many pixels; three bytes for each, four where some of it is see-through."""

    width: int
    height: int
    bytes_each: int

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return self.width * self.height * self.bytes_each


class Told(msgspec.Struct, frozen=True):
    """What the child says: why not, or which pictures follow, after the file as it is to be kept."""

    refused: str = ""
    locked: bool = False
    pictures: tuple[Pixels, ...] = ()
    count: int = 1
    media_type: str = ""
    file_size: int = 0


@dataclass(frozen=True)
class Opened:
    """What came back. `pictures` are sizes with their bytes, `content` is the file as it is to be kept."""

    told: Told
    content: bytes
    pictures: tuple[tuple[Pixels, bytes], ...]


class Stop:
    """Ends an opening half-way, from any thread; what is opened with it afterwards ends at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self.is_asked = False

    def ask(self, *_: object) -> None:
        """Go no further."""
        with self._lock:
            self.is_asked = True
            if self._child is not None:
                self._child.kill()

    def watch(self, child: "subprocess.Popen[bytes] | None") -> None:
        """This child does the work now, or none any more."""
        with self._lock:
            self._child = child
            if child is not None and self.is_asked:
                child.kill()


def run(asked: Asked, content: bytes, stop: Stop | None = None) -> Opened:
    """Let the child open something. Slow: call it off the window's thread, and not on the vault's.

    Raises: errors.DocumentUnreadable, when the child refuses, crashes, or takes too long; AddingStopped
    when `stop` was asked for.
    """
    stop = stop or Stop()
    child = subprocess.Popen(  # noqa: S603 # this very program, with words of ours
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parents[2],
        env=_environment(),
    )
    stop.watch(child)
    late = threading.Timer(PATIENCE_SECONDS, child.kill)
    late.start()
    try:
        said = _exchanged(child, msgspec.json.encode(asked) + b"\n" + content)
    finally:
        is_in_time = late.is_alive()
        late.cancel()
        stop.watch(None)
        child.kill()
        child.wait()
    if stop.is_asked:
        raise errors.AddingStopped
    if not said:
        reason = "it is broken or cut off" if is_in_time else "it takes too long to open"
        raise errors.DocumentUnreadable(reason=reason)
    return _understood(said)


def _exchanged(child: "subprocess.Popen[bytes]", said: bytes) -> bytes:
    """Hand everything in, then take what comes, and no more than a sound child would say."""
    if child.stdin is None or child.stdout is None:
        return b""
    with suppress(BrokenPipeError), child.stdin as way_in:
        way_in.write(said)
    with child.stdout as way_out:
        told = way_out.read(_MOST_BYTES + 1)
    return told if len(told) <= _MOST_BYTES else b""


def _understood(said: bytes) -> Opened:
    """Nothing the child says is taken on trust: a decoder may have been turned."""
    header, newline, rest = said[:_HEADER_BYTES].partition(b"\n")
    try:
        told = msgspec.json.decode(header, type=Told)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise errors.DocumentUnreadable(reason="it is broken or cut off") from error
    if told.refused:
        raise errors.DocumentUnreadable(reason=told.refused[:200])
    rest = said[len(header) + len(newline) :]
    sizes = [told.file_size, *(one.size for one in told.pictures)]
    is_sound = all(one.bytes_each in (3, 4) and one.width > 0 < one.height for one in told.pictures)
    if not is_sound or min(sizes) < 0 or sum(sizes) != len(rest):
        raise errors.DocumentUnreadable(reason="it is broken or cut off")
    pictures, at = [], told.file_size
    for one in told.pictures:
        pictures.append((one, rest[at : at + one.size]))
        at += one.size
    return Opened(told, rest[: told.file_size], tuple(pictures))


def _command() -> list[str]:
    before = [] if getattr(sys, "frozen", False) else ["-m", "ehdesk"]
    return [sys.executable, *before, ASKED_FOR]


def _environment() -> dict[str, str]:
    """As little as a process needs to start: nothing that was meant for this one."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
