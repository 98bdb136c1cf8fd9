"""Bodies as they come and go: compressed or not, never larger than agreed, and never a surprise."""

import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import msgspec
import zstandard

from ehdesk.centre.refusing import Refused
from ehdesk.sync import packed as packing

_LEVEL = 1
_WORTH_IT = 600
_WINDOW = 8 << 20
"""The largest window a zstd body may ask for: level 1 needs half a megabyte."""
_MOST_FRAMES = 2_048
"""Of how many frames a body may be: two for each act that a message may hold, and some around them."""
_SIZE_BYTES = (0, 2, 4, 8)


@dataclass(frozen=True)
class Body:
    """What a body says. `frames` are those of it that could be an act of their own: where in the plain bytes
    what each says begins and ends, and the frame."""

    plain: bytes
    frames: Sequence[tuple[int, int, bytes]] = field(default=())

    def frames_of(self, acts: Sequence[msgspec.Raw]) -> list[bytes | None]:
        """For each act of a message its frame, where it came as one: what the frame says is that act, byte by
        byte. Who writes the acts in another way than desks do has none."""
        if not self.frames:
            return [None] * len(acts)
        waiting = iter(self.frames)
        begins, ends, frame = next(waiting, _NO_FRAME)
        at, found = len(b'{"acts":['), list[bytes | None]()
        for act in acts:
            said = bytes(act)
            while begins < at:
                begins, ends, frame = next(waiting, _NO_FRAME)
            is_it = begins == at and ends == at + len(said) and self.plain[begins:ends] == said
            found.append(frame if is_it else None)
            at += len(said) + 1
        return found


_NO_FRAME = (1 << 62, 1 << 62, b"")


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
    """What a body says. Raises: as `read` does."""
    return read(body, encoding, most).plain


def read(body: bytes, encoding: str, most: int) -> Body:
    """What a body says, and of which frames it is. Raises: Refused ("too_large") where it would unpack to
    more than `most` bytes, Refused ("unreadable") where it is broken or in an encoding that is not ours."""
    if encoding in ("", "identity"):
        found = Body(body)
    elif encoding == "zstd":
        found = _unzstd(body, most)
    elif encoding == "gzip":
        found = Body(_ungzip(body, most))
    else:
        raise Refused("unreadable", "zstd and gzip are spoken here")
    if len(found.plain) > most:
        raise Refused("too_large")
    return found


def packed(content: bytes, accepted: str) -> tuple[bytes, str]:
    """An answer as the desk can read it, and its encoding ("" for none)."""
    if len(content) < _WORTH_IT:
        return content, ""
    spoken = {each.split(";")[0].strip().lower() for each in accepted.split(",")}
    if "zstd" not in spoken:
        return content, ""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(content), "zstd"


def _unzstd(body: bytes, most: int) -> Body:
    places = _places(body)
    is_one, whole = len(places) == 1, places[-1][1]
    if not is_one and whole > most:
        raise Refused("too_large")
    unpacking = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    try:
        plain = unpacking.stream_reader(body, read_across_frames=not is_one).read(most + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise Refused("unreadable") from error
    if not is_one and len(plain) != whole:
        raise Refused("unreadable")
    worth = packing.is_worth_it
    frames = [(at, to, body[start:end]) for at, to, start, end in places if worth(to - at, end - start)]
    return Body(plain, frames)


def _places(body: bytes) -> list[tuple[int, int, int, int]]:
    """The frames of a body, one behind the other: from where to where what each says lies in the plain bytes,
    and the frame in these. Of several each has to claim how much it says; that it does is for who unpacks it
    to see. Raises: Refused ("unreadable")."""
    found: list[tuple[int, int, int, int]] = []
    at = said = 0
    try:
        while at < len(body):
            size, end = _past_frame(body, at)
            if len(found) == _MOST_FRAMES or (size is None and (found or end < len(body))):
                raise Refused("unreadable")
            found.append((said, said + (size or 0), at, end))
            at, said = end, found[-1][1]
    except IndexError as error:
        raise Refused("unreadable") from error
    if at != len(body) or not found:
        raise Refused("unreadable")
    return found


def _past_frame(body: bytes, at: int) -> tuple[int | None, int]:
    """How much a frame claims to say, and where it ends (RFC 8878, 3.1.1). Raises: Refused, IndexError."""
    mark = body[at + 4]
    if body[at : at + 4] != packing.FRAME or mark & 0b11:  # no frame, or one that asks for a dictionary
        raise Refused("unreadable")
    is_single = mark >> 5 & 1
    begins, length = at + 6 - is_single, _SIZE_BYTES[mark >> 6] or is_single
    at = begins + length
    is_last = 0
    while not is_last:
        block = body[at] | body[at + 1] << 8 | body[at + 2] << 16
        at += 4 if block & 0b110 == 0b010 else 3 + (block >> 3)
        is_last = block & 1
    at += 4 if mark & 0b100 else 0
    if not length:
        return None, at
    return int.from_bytes(body[begins : begins + length], "little") + (256 if length == 2 else 0), at


def _ungzip(body: bytes, most: int) -> bytes:
    inflating = zlib.decompressobj(wbits=31)
    try:
        plain = inflating.decompress(body, most + 1)
    except zlib.error as error:
        raise Refused("unreadable") from error
    if len(plain) <= most and not inflating.eof:
        raise Refused("unreadable")
    return plain
