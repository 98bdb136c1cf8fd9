"""The bytes of one act as they are kept and carried: plain JSON, or a long one as one zstd frame of it.

What is packed says so by its first bytes, so that both may lie side by side. An act is packed once, by who
first has it as something that is never altered again; everybody else passes the frame on.
"""

import threading
from typing import Any

import msgspec

LONG = 1_000
"""Bytes. What is shorter is kept as it is: on its way many of them are packed together, which saves more."""
LARGEST = 32 << 20
"""Bytes of one act at most: as many as a whole message may have."""
FRAME = b"\x28\xb5\x2f\xfd"
"""What every zstd frame begins with, and no JSON does."""

_LEVEL = 1


class BrokenFrame(msgspec.DecodeError):
    """What begins like a frame is none that `packed` makes, or has been damaged: nobody can read it."""


def packed(content: bytes) -> bytes:
    """An act as it is kept: as it is, or as a frame where that is clearly smaller."""
    if len(content) < LONG:
        return content
    frame: bytes = _tools().packer.compress(content)
    return frame if is_worth_it(len(content), len(frame)) else content


def is_worth_it(plain: int, frame: int) -> bool:
    """Whether so many bytes are kept as a frame of so many."""
    return plain >= LONG and frame <= plain - plain // 4


def plain(kept: bytes) -> bytes:
    """What `packed` was given. Raises: BrokenFrame."""
    if kept[:4] != FRAME:
        return kept
    tools = _tools()
    try:
        if not 0 <= tools.zstd.frame_content_size(kept) <= LARGEST:
            raise BrokenFrame("a frame of no size, or too large")
        content: bytes = tools.unpacker.decompress(kept, allow_extra_data=False)
    except tools.zstd.ZstdError as error:
        raise BrokenFrame("a broken frame") from error
    return content


class _Tools:
    """What packs and unpacks. No two threads may use it at a time."""

    def __init__(self) -> None:
        import zstandard  # late: 6 ms of the desk's start, and not every vault holds a long act

        self.zstd: Any = zstandard
        self.packer = zstandard.ZstdCompressor(level=_LEVEL)
        self.unpacker = zstandard.ZstdDecompressor(max_window_size=LARGEST)


_local = threading.local()


def _tools() -> _Tools:
    """Those of this thread: to make them takes as long as to pack an act."""
    found: _Tools | None = getattr(_local, "tools", None)
    if found is None:
        found = _local.tools = _Tools()
    return found
