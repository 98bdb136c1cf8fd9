"""Sound messages, and every way to spoil and to pack them that one can think of."""

import gzip
import random
from collections.abc import Callable
from itertools import pairwise

import msgspec
import zstandard

from ehdesk.sync import protocol
from tests.centre import building


def a_message(desk: building.Desk, chance: random.Random) -> bytes:
    """A sound exchange: some acts of several lengths, one of them maybe twice; or a question alone."""
    if chance.random() < 0.2:
        return protocol.encode(desk.message(idle=True))
    acts = [_act(desk, chance) for _ in range(chance.randrange(1, 4))]
    acts += [acts[0]] if chance.random() < 0.2 else []
    return protocol.encode(desk.message(*acts))


def _act(desk: building.Desk, chance: random.Random) -> protocol.Act:
    text = "Seen. Łukasz نور" * chance.choice((1, 1, 100, 1_000))
    return desk.act("form.started", building.new(building.new_id("n"), "note", "fam", {"text": text}))


def untouched(body: bytes, _chance: random.Random) -> bytes:
    """As its desk says it."""
    return body


def flipped(body: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(body)
    for _ in range(chance.randrange(1, 6)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body))]


def doubled(body: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(body))
    return body[:at] + body[max(0, at - chance.randrange(40)) :]


STRANGE: tuple[bytes, ...] = (
    b"null", b"true", b"-1", b"1e999", b"-0", b"NaN", b"Infinity", b"9" * 400, b"1.5", b'""', b'"\\u0000"',
    b'"\\ud800"', b'"\xff\xfe"', b"[]", b"{}", b"[[[[[[]]]]]]", b"[" * 3000, b'{"a":' * 3000,
    b'"' + b"x" * 5000,
    b'"' + b"y" * 5000 + b'"', b"18446744073709551616", b"-9223372036854775809", b'"2026-13-99T99:99:99Z"',
    b'"\\u202e"', b"'", b"/**/", b"\x00", b'{"$ref": "#"}', b'"family:fam/restricted"', b'"../../etc"',
)  # fmt: skip


def swapped(body: bytes, chance: random.Random) -> bytes:
    """One value of the message is something else, or comes twice."""
    message = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    name = chance.choice(list(message))
    said = {key: bytes(value) for key, value in message.items()} | {name: chance.choice(STRANGE)}
    parts = [b'"%s":%s' % (key.encode(), value) for key, value in said.items()]
    if chance.random() < 0.3:
        parts.append(b'"%s":%s' % (name.encode(), bytes(message[name])))
    return b"{" + b",".join(parts) + b"}"


def swapped_inside(body: bytes, chance: random.Random) -> bytes:
    """One value somewhere within is something else."""
    places = [at for at, letter in enumerate(body) if letter in b":,["]
    at = chance.choice(places) + 1
    end = min((body.find(mark, at) for mark in b",}]" if body.find(mark, at) >= 0), default=len(body))
    return body[:at] + chance.choice(STRANGE) + body[end:]


def many(body: bytes, chance: random.Random) -> bytes:
    """One act with very many edits, or a message with too many acts."""
    edits = b",".join(b'{"path":"p%d","value":1}' % n for n in range(chance.choice((500, 20_000))))
    act = (
        b'{"id":"many","verb":"form.started","by":"nobody","at":"2026-09-07T09:00:00Z","incarnation":"none",'
        b'"changes":[{"record":"many","kind":"note","scope":"family:fam/file","edits":[' + edits + b"]}]}"
    )
    acts = b",".join([act] if chance.random() < 0.7 else [b"{}"] * 600)
    message = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    head = b",".join(b'"%s":%s' % (key.encode(), bytes(message[key])) for key in message if key != "acts")
    return b"{" + head + b',"acts":[' + acts + b"]}"


SPOILS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flipped, cut, doubled, swapped, swapped_inside, many,
)  # fmt: skip


def zstd_deep(body: bytes) -> bytes:
    for _ in range(6):
        body = zstandard.compress(body)
    return body


def in_frames(body: bytes) -> bytes:
    """Cut anywhere, and often just before and behind what could be an act."""
    chance = random.Random(body)
    edges = [at for at, letter in enumerate(body) if letter in b"{}"] or [0]
    cuts = {chance.choice(edges) + chance.randrange(2) for _ in range(chance.randrange(1, 9))}
    cuts |= {chance.randrange(len(body) + 1)}
    return b"".join(map(zstandard.compress, _cut_at(body, cuts)))


def as_a_desk_packs(body: bytes) -> bytes:
    """Each act in a frame of its own, as far as the body can still be read."""
    try:
        acts = msgspec.json.decode(body, type=protocol.Exchange).acts
    except (msgspec.DecodeError, ValueError, RecursionError):
        return in_frames(body)
    places = [(at, at + len(bytes(one))) for one in acts if (at := body.find(bytes(one))) >= 0]
    return b"".join(map(zstandard.compress, _cut_at(body, {edge for place in places for edge in place})))


def _cut_at(body: bytes, cuts: set[int]) -> list[bytes]:
    edges = sorted({0, len(body), *(cut for cut in cuts if cut <= len(body))})
    return [body[at:to] for at, to in pairwise(edges)]


def in_spoilt_frames(body: bytes) -> bytes:
    """Frames with some bits of their heads turned: sizes that they do not have, blocks of no kind."""
    chance, spoilt = random.Random(body), bytearray(in_frames(body))
    heads = [at for at in range(len(spoilt) - 4) if spoilt[at : at + 4] == b"\x28\xb5\x2f\xfd"] or [0]
    for _ in range(chance.randrange(1, 4)):
        at = min(chance.choice(heads) + chance.randrange(14), len(spoilt) - 1)
        spoilt[at] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def frames_of_nothing(body: bytes) -> bytes:
    """Blocks that say nothing, without end, and frames that say nothing, before what is said."""
    empty = b"\x28\xb5\x2f\xfd\x20\0" + b"\0\0\0" * 200_000 + b"\1\0\0"
    return empty + zstandard.compress(b"") * 1_000 + zstandard.compress(body)


PACKS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "plain": ("", bytes),
    "zstd": ("zstd", zstandard.compress),
    "gzip": ("gzip", gzip.compress),
    "named and not packed": ("zstd", bytes),
    "packed and not named": ("", zstandard.compress),
    "packed in packing": ("zstd", zstd_deep),
    "two frames": ("zstd", lambda body: zstandard.compress(body) + zstandard.compress(body)),
    "in frames": ("zstd", in_frames),
    "as a desk packs": ("zstd", as_a_desk_packs),
    "spoilt frames": ("zstd", in_spoilt_frames),
    "frames of nothing": ("zstd", frames_of_nothing),
    "a bomb of frames": ("zstd", lambda _: zstandard.compress(b" " * (1 << 24)) * 60),
    "very many acts": ("zstd", lambda _: zstandard.compress(b'{"acts":[' + b"1," * (1 << 20) + b"1]}")),
    "a bomb": ("zstd", lambda _: zstandard.compress(b" " * (1 << 26))),
    "a bomb of gzip": ("gzip", lambda _: gzip.compress(b" " * (1 << 26))),
    "a list of packings": ("gzip, zstd", gzip.compress),
}
PACK_WEIGHTS = (30, 15, 10, 5, 5, 5, 5, 15, 15, 15, 2, 1, 1, 2, 1, 5)

HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Ehdesk-Protocol": "0"}, {"Ehdesk-Protocol": "9" * 6}, {"Ehdesk-Protocol": "-1"},
    {"Ehdesk-Protocol": "１"},
    {"Authorization": "Bearer"}, {"Authorization": "Bearer a b c"}, {"Authorization": "Bearer " + "x" * 9000},
    {"Authorization": "Bearer elsewhere.token"}, {"Authorization": "Bearer HARLOW.token"},
    {"Ehdesk-Signature": ""}, {"Ehdesk-Signature": "zz"}, {"Ehdesk-Signature": "0" * 128},
    {"Ehdesk-Signature": "00" * 5000}, {"Accept-Encoding": "zstd;q=nine, *;q=0"}, {"Content-Type": "a/b"},
    {"X-Forwarded-For": "a, b, c"}, {"X-HTTP-Method-Override": "GET"}, {"Expect": "100-continue"},
    {"Cookie": "a=" + "b" * 4000}, {"Range": "bytes=0-"}, {"If-None-Match": "*"}, {"Upgrade": "websocket"},
)  # fmt: skip
