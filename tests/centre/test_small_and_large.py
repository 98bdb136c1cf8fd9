"""What is little on its way and much where it is read, or never comes to its end, brings down nothing."""

import socket
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
import zstandard

from ehdesk.centre import reading, routes, signing
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import Centre, Desk, worked_family


@pytest.fixture
def web(centre: Centre) -> Iterator[httpx.Client]:
    with building.served(centre.opened, lambda: centre.now) as client:
        yield client


def posted(web: httpx.Client, desk: Desk, plain: bytes, **changed: str) -> tuple[int, str]:
    """What is answered to a packed message, signed as its desk signs."""
    headers = {**desk.signed(plain), "Content-Encoding": "zstd", **changed}
    answer = web.post("/sync/v1/exchange", content=zstandard.compress(plain), headers=headers)
    return answer.status_code, answer.json().get("code", "")


def said(desk: Desk, **changed: Any) -> bytes:
    return protocol.encode(desk.message(**changed))


def been_here(web: httpx.Client, centre: Centre) -> Desk:
    """A desk that has heard everything but what a colleague did just now, and only asks."""
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    maya.pull()
    ruth.swap(ruth.opens_family("another"))
    assert posted(web, maya, said(maya, idle=True)) == (200, "")
    return maya


@pytest.mark.parametrize(
    "wrong",
    [{"cursor": -(2**63) - 1}, {"cursor": -(2**70)}, {"cursor": -1}, {"cursor": 2**63}, {"filled_to": 2**70}],
    ids=str,
)
def test_who_only_asks_with_numbers_that_no_database_can_be_asked_with_is_refused(
    centre: Centre, web: httpx.Client, wrong: dict[str, Any]
) -> None:
    maya = been_here(web, centre)
    assert posted(web, maya, said(maya, idle=True, **wrong)) == (400, "unreadable")


def test_a_message_of_another_hand_is_not_read_however_small_it_comes(
    centre: Centre, web: httpx.Client
) -> None:
    """Whoever stole a token, and not the key, makes the centre unpack it, and no more."""
    maya = been_here(web, centre)
    plain = said(maya, idle=True)[:-1] + b',"acts":[' + b"1," * (4 << 20) + b"1]}"
    assert len(zstandard.compress(plain)) < routes.SMALL
    other = signing.signer(signing.new_key())
    tracemalloc.start()
    answer = posted(web, maya, plain, **{protocol.SIGNATURE: other.sign(b"something else")})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer == (401, "signature")
    assert most < 60 << 20, "four million acts would have been 300 MiB"


def test_messages_that_say_very_much_are_read_one_after_the_other(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message of 32 MiB may become a hundred times as much where it is read."""
    monkeypatch.setattr(routes, "MUCH", 5_000)
    monkeypatch.setattr(routes, "MUCH_AT_ONCE", 0)
    maya = centre.desk("Maya")
    worked_family(maya)
    with building.served(centre.opened, lambda: centre.now) as web:
        assert posted(web, maya, said(maya, has=tuple(f"family:f{n}/file" for n in range(500)))) == (
            503,
            "busy",
        )
        assert posted(web, maya, said(maya)) == (200, "")


VALUES = {
    "lists": ("[]", ""),
    "lists in lists": ("[" * 900 + "]" * 900, ""),
    "fields": ("", '{"path":"%x"}'),
    "scopes": ("", '"%x"'),
}


def of_values(desk: Desk, kind: str, room: int) -> bytes:
    """A message that says nothing, in very many values."""
    same, each = VALUES[kind]
    some = [same] * (room // (len(same) + 1)) if same else [each % n for n in range(room // (len(each) + 7))]
    if kind == "scopes":
        return said(desk)[:-1] + b',"has":[' + ",".join(some).encode() + b"]}"
    act = protocol.encode_act(desk.opens_family("of values"))
    edits = some if kind == "fields" else ['{"path":"name","value":[' + ",".join(some) + "]}"]
    begins = act.index(b'"edits":[') + len(b'"edits":[')
    whole = act[:begins] + ",".join(edits).encode() + act[act.index(b"]", begins) :]
    return said(desk)[:-1] + b',"acts":[' + whole + b"]}"


def peak_of(web: httpx.Client, desk: Desk, plain: bytes) -> tuple[tuple[int, str], int]:
    """What is answered, and by how much memory more than the message is at the most."""
    tracemalloc.start()
    answer = posted(web, desk, plain)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return answer, most


@pytest.mark.parametrize("kind", VALUES)
def test_a_message_of_very_many_small_values_is_to_be_split_before_it_is_read(
    centre: Centre, web: httpx.Client, kind: str
) -> None:
    maya = been_here(web, centre)
    answer, most = peak_of(web, maya, of_values(maya, kind, 31 << 20))
    assert answer == (413, "too_large")
    assert most < 160 << 20, "some were 3.3 GB"


def test_as_many_values_as_an_ordinary_message_has_room_for_are_read_in_what_is_there(
    centre: Centre, web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenth of that here: about a hundred bytes for each that is said."""
    monkeypatch.setattr(reading, "_ORDINARY", 1 << 18)
    maya = been_here(web, centre)
    answer, most = peak_of(web, maya, of_values(maya, "lists in lists", (1 << 18) - 4096))
    assert answer == (200, "")
    assert most < 40 << 20
    assert posted(web, maya, of_values(maya, "lists in lists", 3 << 20)) == (413, "too_large")


def test_a_long_text_is_no_weight_beyond_its_bytes(centre: Centre, web: httpx.Client) -> None:
    maya = been_here(web, centre)
    text = "Zofia showed me a drawing, of the house, and of herself. " * (6 << 20 >> 6)
    act = maya.act("family.opened", building.new("long", "family", "long", {"name": text}))
    plain = said(maya)[:-1] + b',"acts":[' + protocol.encode_act(act) + b"]}"
    assert posted(web, maya, plain) == (200, "")
    assert centre.fields("long")["name"] == text


def test_strangers_who_never_come_to_their_end_hold_up_nobody_who_was_let_in(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "LINES", 6)
    monkeypatch.setattr(routes, "STRANGERS", 2)
    maya = centre.desk("Maya")
    begun = b"POST /sync/v1/enrol HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n{"
    with building.served(centre.opened, lambda: centre.now) as web, ExitStack() as lines:
        for _ in range(12):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", web.base_url.port or 80)))
            line.sendall(begun)
        time.sleep(0.5)
        assert web.post("/sync/v1/enrol", content=b"{}").status_code == 503
        assert posted(web, maya, said(maya)) == (200, "")
