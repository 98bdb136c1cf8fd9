"""What goes over the line, packed with zstd: the acts of a message may be packed and hashed before the rest
of it is known, and no more of them than one message may hold.

The acts stand first in a message, so that all that hangs on the answer before stands behind them. To a centre
that can read it an act that is kept packed goes as the frame that it is, between frames of what stands around
it: nobody packs it a second time, and the centre keeps the frame.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import zstandard

from ehdesk.sync import packed, protocol

_LEVEL = 1
_LEAST_ROOM = 1 << 10
"""Room for what zstd adds around what it packs."""
ONE_SEGMENT = 1_400
"""What goes over the line in one piece anyway is not packed."""


@dataclass(frozen=True)
class Sent:
    """A message as it goes out: its SHA-256 (hex) before it was packed, and whether it was."""

    content: bytes
    digest: str
    is_packed: bool


@dataclass
class Opening:
    """The beginning of a message: so many acts as fit into one, packed and hashed. It is closed once."""

    count: int
    size: int
    _hashed: Any
    _packed: list[bytes]
    _end: Callable[[bytes], bytes]

    def closed(self, message: protocol.Exchange) -> Sent:
        """The whole message; the acts in it are passed over for those packed here."""
        rest = b"," + protocol.encode(message)[1:]
        self._hashed.update(rest)
        content = b"".join((*self._packed, self._end(rest)))
        return Sent(content, self._hashed.hexdigest(), is_packed=True)


def opening(acts: Sequence[bytes], room: int, kept: Sequence[bytes] | None = None) -> Opening:
    """As many of some acts as go into `room` bytes when packed. None fits where the count is 0. `kept` are
    these acts as they are kept, each packed or not; None: all go in one frame, for who reads no more."""
    return _in_one_frame(acts, room) if kept is None else _in_frames(acts, room, kept)


def _in_one_frame(acts: Sequence[bytes], room: int) -> Opening:
    packer, hashed, made_of = zstandard.ZstdCompressor(level=_LEVEL).compressobj(), hashlib.sha256(), [b""]
    most, made, fed, count = room - _LEAST_ROOM, 0, 0, 0
    for act in acts:
        piece = (b'{"acts":[' if not count else b",") + act
        if made + fed + len(piece) > most:
            # all that was fed goes out now: what it came to is known then, and no guess
            made_of.append(packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
            made, fed = made + len(made_of[-1]), 0
            if made + len(piece) > most and made + packed_size(piece) > most:
                break
        made_of.append(packer.compress(piece))
        hashed.update(piece)
        made, fed, count = made + len(made_of[-1]), fed + len(piece), count + 1
        if made_of[-1]:
            fed = min(fed, zstandard.BLOCKSIZE_MAX)
    end = b"]" if count else b'{"acts":[]'
    hashed.update(end)
    made_of.append(packer.compress(end))

    def ended(rest: bytes) -> bytes:
        return packer.compress(rest) + packer.flush()

    return Opening(count, made + fed, hashed, made_of, ended)


def _in_frames(acts: Sequence[bytes], room: int, kept: Sequence[bytes]) -> Opening:
    hashed, made, count = hashlib.sha256(), _Frames(), 0
    most = room - _LEAST_ROOM
    for act, one in zip(acts, kept, strict=True):
        lead = b"," if count else b'{"acts":['
        if made.size + len(lead) + len(one) > most:
            made.end_run()  # what it came to is known then
            if made.size + len(lead) + len(one) > most:
                break
        made.add(lead, one)
        hashed.update(lead)
        hashed.update(act)
        count += 1
    end = b"]" if count else b'{"acts":[]'
    hashed.update(end)
    made.run += end
    return Opening(count, made.size, hashed, made.frames, lambda rest: _frame(bytes(made.run) + rest))


@dataclass
class _Frames:
    """Frames one behind the other, and what is to go into the next one."""

    frames: list[bytes] = field(default_factory=list)
    run: bytearray = field(default_factory=bytearray)
    _size: int = 0

    @property
    def size(self) -> int:
        """How many bytes all of it comes to at most, but for what zstd adds around the last frame."""
        return self._size + len(self.run)

    def add(self, lead: bytes, kept: bytes) -> None:
        """An act as it is kept, and what stands before it."""
        self.run += lead
        if kept[:4] == packed.FRAME:
            self.end_run()
            self._keep(kept)
        else:
            self.run += kept

    def end_run(self) -> None:
        """What has gathered is a frame of its own now."""
        if self.run:
            self._keep(_COMMA if self.run == b"," else _frame(bytes(self.run)))
            self.run.clear()

    def _keep(self, frame: bytes) -> None:
        self.frames.append(frame)
        self._size += len(frame)


def _frame(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_LEVEL).compress(content)


_COMMA = _frame(b",")


def packed_size(content: bytes) -> int:
    """How many bytes of it go over the line, by itself."""
    return len(_frame(content))


def sent(plain: bytes) -> Sent:
    """A message that is there as a whole."""
    is_packed = len(plain) > ONE_SEGMENT
    content = _frame(plain) if is_packed else plain
    return Sent(content, protocol.digest(plain), is_packed)
