"""What goes over the line, packed with zstd: the acts of a message may be packed and hashed before the rest
of it is known, and no more of them than one message may hold.

The acts stand first in a message, so that all that hangs on the answer before stands behind them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import zstandard

from ehdesk.sync import protocol

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
    _packer: Any
    _packed: list[bytes]

    def closed(self, message: protocol.Exchange) -> Sent:
        """The whole message; the acts in it are passed over for those packed here."""
        rest = b"," + protocol.encode(message)[1:]
        self._hashed.update(rest)
        content = b"".join((*self._packed, self._packer.compress(rest), self._packer.flush()))
        return Sent(content, self._hashed.hexdigest(), is_packed=True)


def opening(acts: Sequence[bytes], room: int) -> Opening:
    """As many of some acts as go into `room` bytes when packed. None fits where the count is 0."""
    packer, hashed, packed = zstandard.ZstdCompressor(level=_LEVEL).compressobj(), hashlib.sha256(), [b""]
    most, made, fed, count = room - _LEAST_ROOM, 0, 0, 0
    for act in acts:
        piece = (b'{"acts":[' if not count else b",") + act
        if made + fed + len(piece) > most:
            # all that was fed goes out now: what it came to is known then, and no guess
            packed.append(packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
            made, fed = made + len(packed[-1]), 0
            if made + len(piece) > most and made + packed_size(piece) > most:
                break
        packed.append(packer.compress(piece))
        hashed.update(piece)
        made, fed, count = made + len(packed[-1]), fed + len(piece), count + 1
        if packed[-1]:
            fed = min(fed, zstandard.BLOCKSIZE_MAX)
    end = b"]" if count else b'{"acts":[]'
    hashed.update(end)
    packed.append(packer.compress(end))
    return Opening(count, made + fed, hashed, packer, packed)


def packed_size(content: bytes) -> int:
    """How many bytes of it go over the line, by itself."""
    return len(zstandard.ZstdCompressor(level=_LEVEL).compress(content))


def sent(plain: bytes) -> Sent:
    """A message that is there as a whole."""
    is_packed = len(plain) > ONE_SEGMENT
    content = zstandard.ZstdCompressor(level=_LEVEL).compress(plain) if is_packed else plain
    return Sent(content, protocol.digest(plain), is_packed)
