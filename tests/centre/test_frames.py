"""A body of several zstd frames: an act that came as one is kept as it came, and no frame is believed."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import Any

import httpx
import msgspec
import pytest
import sqlalchemy as sa
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from ehdesk.centre import bodies, checking, enrolling, tables
from ehdesk.centre.refusing import Refused
from ehdesk.sync import packed, packing, protocol
from tests.centre import building
from tests.centre.building import AUTHORITY, Centre, Desk, new, worked_family

MOST = 200_000
HEAD, TAIL = b'{"acts":[', b'],"epoch":"e","incarnation":"i","number":1,"cursor":0}'


def words(size: int, seed: int = 1) -> str:
    """Invented words that pack to about a half."""
    return "".join(Random(seed).choices("abcdefghij   ", k=size))


def frame(said: bytes, **other: Any) -> bytes:
    return zstandard.ZstdCompressor(level=1, **other).compress(said)


def an_act(n: int, size: int) -> bytes:
    return b'{"id":"act-%d","text":"%s"}' % (n, words(size, n).encode())


def acts_of(plain: bytes) -> Sequence[msgspec.Raw]:
    return msgspec.json.decode(plain, type=protocol.Exchange).acts


# What is kept


def test_an_act_that_came_as_a_frame_is_kept_as_that_frame() -> None:
    long, short, other = an_act(1, 4_000), an_act(2, 50), an_act(3, 2_000)
    frames = [frame(HEAD), frame(long), frame(b"," + short + b","), frame(other), frame(TAIL)]
    came = bodies.read(b"".join(frames), "zstd", MOST)
    assert came.plain == HEAD + long + b"," + short + b"," + other + TAIL
    assert came.frames_of(acts_of(came.plain)) == [frames[1], None, frames[3]]


def test_what_a_desk_packs_is_found_whole_by_the_centre() -> None:
    acts = [an_act(n, size) for n, size in enumerate((4_000, 50, 60, 1_500, 3_000, 20))]
    kept = [packed.packed(one) for one in acts]
    message = protocol.Exchange("e", "i", 1, 0, rest=True)
    sent = packing.opening(acts, 1 << 20, kept).closed(message)
    came = bodies.read(sent.content, "zstd", MOST)
    assert protocol.digest(came.plain) == sent.digest
    assert [bytes(one) for one in acts_of(came.plain)] == acts
    assert came.frames_of(acts_of(came.plain)) == [one if one[:4] == packed.FRAME else None for one in kept]
    older = packing.opening(acts, 1 << 20).closed(message)
    assert bodies.unpacked(older.content, "zstd", MOST) == came.plain, "one frame for an older centre"


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 3_000), max_size=12),
    room=st.integers(2_000, 12_000),
)
def test_no_more_acts_go_into_a_message_than_it_may_hold(sizes: list[int], room: int) -> None:
    acts = [an_act(n, size) for n, size in enumerate(sizes)]
    kept = [packed.packed(one) for one in acts]
    opening = packing.opening(acts, room, kept)
    sent = opening.closed(protocol.Exchange("e", "i", 1, 0))
    assert len(sent.content) <= room + 300
    came = bodies.read(sent.content, "zstd", MOST)
    assert [bytes(one) for one in acts_of(came.plain)] == acts[: opening.count]
    assert opening.count == len(acts) or len(sent.content) + len(kept[opening.count]) > room - 1_200


PIECES = st.lists(
    st.tuples(
        st.sampled_from(["act", "cut", "head", "nothing", "spaces", "comma", "skip", "sum"]),
        st.integers(0, 4),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(pieces=PIECES, cuts=st.lists(st.integers(0, 9_000), max_size=4), lost=st.integers(0, 30))
def test_wherever_frames_lie_an_act_is_kept_as_a_frame_of_just_itself_or_not_at_all(
    pieces: list[tuple[str, int]], cuts: list[int], lost: int
) -> None:
    acts = [an_act(n, 1_000 + 400 * n) for n in range(5)]
    plain = HEAD + b",".join(acts) + TAIL
    made: dict[str, Callable[[int], bytes]] = {
        "act": lambda n: frame(acts[n]),
        "cut": lambda n: frame(acts[n][:-1]) + frame(acts[n][-1:]),
        "head": lambda _: frame(HEAD),
        "nothing": lambda _: frame(b""),
        "spaces": lambda n: frame(b" " * n * 1_000),
        "comma": lambda _: frame(b","),
        "skip": lambda n: b"\x50\x2a\x4d\x18" + n.to_bytes(4, "little") + b"x" * n,
        "sum": lambda n: zstandard.ZstdCompressor(level=1, write_checksum=True).compress(acts[n]),
    }
    edges = sorted({0, len(plain), *(min(cut, len(plain)) for cut in cuts)})
    cut_up = b"".join(frame(plain[at:to]) for at, to in pairwise(edges))
    scattered = b"".join(made[kind](n) for kind, n in pieces)
    for body in (cut_up, cut_up + scattered, scattered + cut_up, scattered, cut_up[: len(cut_up) - lost]):
        came = read_or_none(body) or bodies.Body(b"")
        assert came.plain or body != cut_up
        for begins, ends, one in came.frames:
            assert packed.plain(one) == came.plain[begins:ends]
        found = acts_if_any(came.plain)
        for act, its in zip(found, came.frames_of(found), strict=True):
            assert its is None or packed.plain(its) == bytes(act)


def read_or_none(body: bytes) -> bodies.Body | None:
    try:
        return bodies.read(body, "zstd", MOST)
    except Refused:
        return None


def acts_if_any(plain: bytes) -> Sequence[msgspec.Raw]:
    try:
        return acts_of(plain)
    except msgspec.DecodeError:
        return ()


# What is refused


def claiming(said: bytes, size: int) -> bytes:
    """A frame that says how much it holds, and says it wrong."""
    made = bytearray(frame(said))
    assert made[4] == 0x60
    made[5:7] = (size - 256).to_bytes(2, "little")
    return bytes(made)


ACT = an_act(1, 2_000)
UNSIZED = frame(ACT, write_content_size=False)
WITH_A_DICTIONARY = zstandard.ZstdCompressor(
    level=1, dict_data=zstandard.ZstdCompressionDict(b"the words of a dictionary " * 40)
)
HOSTILE = {
    "cut short": (frame(HEAD) + frame(ACT) + frame(TAIL))[:-3],
    "something behind it": frame(HEAD + ACT + TAIL) + b"x",
    "a frame that may be passed over": frame(HEAD + ACT) + b"\x50\x2a\x4d\x18\x01\0\0\0x" + frame(TAIL),
    "one that does not say its size": frame(HEAD) + UNSIZED + frame(TAIL),
    "one that says more than it holds": frame(HEAD) + claiming(ACT, len(ACT) + 9) + frame(TAIL),
    "one that says less than it holds": frame(HEAD) + claiming(ACT, len(ACT) - 9) + frame(TAIL),
    "a block of no kind": frame(HEAD) + packed.FRAME + b"\x20\x01\x0f\0\0x" + frame(TAIL),
    "frames of nothing without end": frame(b"") * 3_000 + frame(HEAD + ACT + TAIL),
    "half a header": frame(HEAD + ACT + TAIL) + packed.FRAME,
    "nothing but a header": packed.FRAME,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_body_of_broken_frames_is_refused_and_changes_nothing(
    centre: Centre, web: httpx.Client, body: bytes
) -> None:
    maya = centre.desk("Maya")
    assert refused(web, maya, body, HEAD + ACT + TAIL) == (400, "unreadable")
    assert refused(web, maya, frame(b"") * 3, b"") == (400, "unreadable")
    assert kept(centre) == []


def test_a_bomb_of_many_frames_is_refused_before_it_goes_off(
    centre: Centre, web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = centre.desk("Maya")
    monkeypatch.setattr(enrolling, "LIMITS", protocol.Limits(sent_bytes=90_000, plain_bytes=60_000))
    bomb = frame(b" " * 50_000) * 1_000
    assert refused(web, maya, bomb, b"") == (413, "too_large")
    assert kept(centre) == []


# And over HTTP, for good


def test_acts_come_in_frames_are_kept_packed_on_a_server_and_are_told_and_checked_as_they_were_said(
    centre: Centre, web: httpx.Client
) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    acts = [
        protocol.encode_act(maya.act("form.started", new(f"n{n}", "note", "fam", {"text": words(size, n)})))
        for n, size in enumerate((3_000, 20, 2_000))
    ]
    other = b'{"id":"another"' + acts[0][acts[0].index(b",") :]
    spoiled = [frame(other), acts[1], frame(acts[2])]
    body = framed(maya, acts, [packed.packed(one) for one in acts])
    lied = framed(maya, acts, spoiled)
    assert refused(web, maya, lied, plain_of(maya, acts)) == (401, "signature")
    answer = posted(web, maya, body, plain_of(maya, acts))
    assert answer.status_code == 200
    assert [ack["verdict"] for ack in answer.json()["acks"]] == ["taken"] * 3
    rows = [bytes(row.as_kept) for row in kept(centre)][-3:]
    assert sorted(rows) == sorted(as_kept_by(centre, one) for one in acts)
    assert [one[:4] == packed.FRAME for one in rows].count(True) == (2 if is_server(centre) else 0)
    told = [bytes(one.content) for one in ruth.swap().arrivals]
    assert told[-3:] == acts
    with centre.opened.transaction(AUTHORITY) as ledger:
        assert all(part.is_sound for part in checking.check(ledger, centre.now))


def test_the_same_act_in_another_frame_is_known_and_another_act_under_its_id_is_set_aside(
    centre: Centre, web: httpx.Client
) -> None:
    """What counts is what a frame says: neither how it was packed, nor the id that stands in it."""
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    one = maya.act("form.started", new("n", "note", "fam", {"text": words(4_000)}))
    act = protocol.encode_act(one)
    other = protocol.encode_act(msgspec.structs.replace(one, why="Something else."))
    ways = [frame(act), zstandard.ZstdCompressor(level=19).compress(act), frame(other), act]
    said = [act, act, other, act]
    body, plain = framed(maya, said, ways), plain_of(maya, said)
    answer, again = posted(web, maya, body, plain), posted(web, maya, frame(plain), plain)
    fates = [(ack["verdict"], ack.get("reason", "")) for ack in answer.json()["acks"]]
    assert fates == [("taken", ""), ("taken", ""), ("aside", "unreadable"), ("taken", "")]
    assert again.json()["acks"] == answer.json()["acks"], "in one frame it is the same message"
    assert [bytes(row.as_kept) for row in kept(centre) if row.number][-1] == as_kept_by(centre, act)
    assert [bytes(one.content) for one in ruth.swap().arrivals][-1] == act
    with centre.opened.transaction(AUTHORITY) as ledger:
        assert all(part.is_sound for part in checking.check(ledger, centre.now))


def test_a_frame_within_a_frame_is_no_act(centre: Centre, web: httpx.Client) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    before = len(kept(centre))
    act = protocol.encode_act(maya.act("form.started", new("n", "note", "fam", {"text": words(4_000)})))
    nested = framed(maya, [act], [frame(frame(act))])
    assert refused(web, maya, nested, plain_of(maya, [frame(act)])) == (400, "unreadable")
    assert refused(web, maya, frame(framed(maya, [act], [act])), plain_of(maya, [act])) == (401, "signature")
    assert len(kept(centre)) == before


def test_an_act_that_came_plain_is_kept_as_any_other(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    act = protocol.encode_act(maya.act("form.started", new("n", "note", "fam", {"text": words(5_000)})))
    assert maya.swap(act).acks[0].verdict == "taken"
    assert bytes(kept(centre)[-1].as_kept) == as_kept_by(centre, act)
    assert (as_kept_by(centre, act) != act) is is_server(centre)
    assert bytes(ruth.swap().arrivals[-1].content) == act


def test_a_centre_asks_for_frames_where_it_keeps_them(centre: Centre) -> None:
    assert centre.desk("Maya").swap().frames is is_server(centre)


def is_server(centre: Centre) -> bool:
    with centre.opened.transaction(AUTHORITY) as ledger:
        return ledger.is_server


def as_kept_by(centre: Centre, act: bytes) -> bytes:
    """An encrypted file keeps every act plain: to pack it there costs what it saves."""
    return packed.packed(act) if is_server(centre) else act


@pytest.fixture
def web(centre: Centre) -> Iterator[httpx.Client]:
    with building.served(centre.opened, lambda: centre.now) as client:
        yield client


def plain_of(desk: Desk, acts: list[bytes]) -> bytes:
    return HEAD + b",".join(acts) + b"]," + protocol.encode(desk.message())[1:]


def framed(desk: Desk, acts: list[bytes], as_sent: list[bytes]) -> bytes:
    message = desk.message()
    return packing.opening(acts, 1 << 20, as_sent).closed(message).content


def posted(web: httpx.Client, desk: Desk, body: bytes, plain: bytes) -> httpx.Response:
    headers = {**desk.signed(plain), "Ehdesk-Protocol": "1", "Content-Encoding": "zstd"}
    return web.post("/sync/v1/exchange", content=body, headers=headers)


def refused(web: httpx.Client, desk: Desk, body: bytes, plain: bytes) -> tuple[int, str]:
    answer = posted(web, desk, body, plain)
    return answer.status_code, answer.json()["code"]


def kept(centre: Centre) -> list[Any]:
    """The acts in their order, as they are written down."""
    as_kept = sa.type_coerce(tables.act.c.content, sa.LargeBinary).label("as_kept")
    with centre.opened.transaction(AUTHORITY) as ledger:
        return ledger.rows(
            tables.act, columns=(tables.act.c.number, as_kept), order=tables.act.c.number.asc()
        )
