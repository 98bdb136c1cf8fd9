"""Looking for words in files, however they might have been written."""

import base64
import contextlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

_ZLIB = re.compile(rb"[\x68\x78][\x01\x5e\x9c\xda]")
_ASCII85 = re.compile(rb"stream\r?\n([!-uz\s]+)~>")
_HEX = re.compile(rb"<FEFF([0-9A-Fa-f]+)>")
_LARGEST = 64 << 20


def shapes(words: str) -> Iterator[bytes]:
    """The words as they might stand in a file. The first and last letters are left out of base64, which
    depends on what stands before."""
    for said in {words, words.casefold(), words.replace(" ", "%20")}:
        yield said.encode()
        yield said.encode("utf-16-le")
        yield said.encode("utf-16-be")
        yield said.encode().hex().encode()
        yield said.encode().hex().upper().encode()
        for before in range(3):
            yield base64.b64encode(b"x" * before + said.encode())[4:-4]


def unpacked(content: bytes) -> Iterator[bytes]:
    """The content, and whatever in it is compressed or written in letters, as the streams of a PDF are."""
    yield content
    for found in _ASCII85.finditer(content):
        try:
            plain = base64.a85decode(found[1])
        except ValueError:
            continue  # letters that only looked like it
        yield from unpacked(plain)
    for found in _ZLIB.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[found.start() :], _LARGEST)
        except zlib.error:
            continue  # two bytes that only looked like it
    for code in _HEX.findall(content):
        yield bytes.fromhex(code.decode()) if len(code) % 2 == 0 else b""


def found_in(content: bytes, words: Iterable[str]) -> set[str]:
    """Which of these words stand in the content, in any shape."""
    looked_at = list(unpacked(content))
    # A PDF may write each stream's text in hex once it is unpacked.
    looked_at += [inner for piece in looked_at[1:] for inner in list(unpacked(piece))[1:]]
    return {said for said in words if any(shape in piece for shape in shapes(said) for piece in looked_at)}


def found_below(folders: Iterable[Path], words: Iterable[str]) -> dict[str, set[str]]:
    """Every file below these folders that holds any of the words in its content or its name."""
    told = tuple(words)
    hits: dict[str, set[str]] = {}
    for path in (each for folder in folders for each in folder.rglob("*")):
        hit = found_in(str(path.name).encode(), told)
        if path.is_file() and not path.is_symlink():
            hit |= found_in(path.read_bytes(), told)
        if hit:
            hits[str(path)] = hit
    return hits


def found_deleted(pid: int, words: Iterable[str]) -> dict[str, set[str]]:
    """The same for files that a process holds open though they were deleted."""
    hits = {}
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        target = os.readlink(descriptor)
        if target.endswith(" (deleted)") and descriptor.is_file():
            hit = found_in(descriptor.read_bytes(), words)
            if hit:
                hits[target] = hit
    return hits


def written_elsewhere(pid: int, inside: Iterable[Path]) -> set[str]:
    """Files outside these folders that a process holds open for writing."""
    folders, found = tuple(inside), set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        target = Path(os.readlink(descriptor))
        told = Path(f"/proc/{pid}/fdinfo/{descriptor.name}").read_text("utf-8")
        writes = int(told.partition("flags:")[2].split()[0], 8) & (os.O_WRONLY | os.O_RDWR)
        is_ours = any(target.is_relative_to(folder) for folder in folders)
        if writes and descriptor.is_file() and not is_ours:
            found.add(str(target))
    return found


def found_lying(words: Iterable[str], *, since: float) -> set[str]:
    """Files written since then, where any program may put one, that hold any of the words."""
    told, found = tuple(words), set()
    places = [Path(place) for place in ("/tmp", "/var/tmp", "/dev/shm")]  # noqa: S108 - looked at, not used
    for path in (each for place in places if place.is_dir() for each in place.iterdir()):
        with contextlib.suppress(OSError):  # another program's, gone by now or not ours to read
            status = path.stat()
            fresh = path.is_file() and status.st_mtime >= since and status.st_size < _LARGEST
            if fresh and found_in(path.read_bytes(), told):
                found.add(str(path))
    return found
