"""Bodies as they come and go: compressed or not, never larger than agreed, and never a surprise."""

import zlib
from collections.abc import AsyncIterator

import zstandard

from ehdesk.centre.refusing import Refused

_LEVEL = 1
_WORTH_IT = 600
_WINDOW = 8 << 20
"""The largest window a zstd body may ask for: level 1 needs half a megabyte."""


async def gathered(chunks: AsyncIterator[bytes], most: int) -> bytes:
    """A body in one piece. Raises: Refused ("too_large") as soon as it is longer than agreed."""
    came, length = [], 0
    async for chunk in chunks:
        length += len(chunk)
        if length > most:
            raise Refused("too_large")
        came.append(chunk)
    return b"".join(came)


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """What a body says. Raises: Refused ("too_large") where it would unpack to more than `most` bytes,
    Refused ("unreadable") where it is broken or in an encoding that we do not speak."""
    if encoding in ("", "identity"):
        plain = body
    elif encoding == "zstd":
        plain = _unzstd(body, most)
    elif encoding == "gzip":
        plain = _ungzip(body, most)
    else:
        raise Refused("unreadable", "zstd and gzip are spoken here")
    if len(plain) > most:
        raise Refused("too_large")
    return plain


def packed(content: bytes, accepted: str) -> tuple[bytes, str]:
    """An answer as the desk can read it, and its encoding ("" for none)."""
    spoken = {each.split(";")[0].strip().lower() for each in accepted.split(",")}
    if len(content) < _WORTH_IT or "zstd" not in spoken:
        return content, ""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(content), "zstd"


def _unzstd(body: bytes, most: int) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(body, read_across_frames=False)
    try:
        return reader.read(most + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise Refused("unreadable") from error


def _ungzip(body: bytes, most: int) -> bytes:
    inflating = zlib.decompressobj(wbits=31)
    try:
        plain = inflating.decompress(body, most + 1)
    except zlib.error as error:
        raise Refused("unreadable") from error
    if len(plain) <= most and not inflating.eof:
        raise Refused("unreadable")
    return plain
