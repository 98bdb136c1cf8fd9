"""The centre over HTTP: what each kind of bad message gets, and that none of it changes anything."""

import gzip
import logging
import select
import socket
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest
import zstandard

from ehdesk.centre import admin, bodies, enrolling, exchange, hearing, routes, signing, tables
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import AUTHORITY, Centre, Desk, new, worked_family

SMALL = protocol.Limits(acts=500, sent_bytes=20_000, plain_bytes=60_000, arrivals=500)


@pytest.fixture
def web(centre: Centre) -> Iterator[httpx.Client]:
    with building.served(centre.opened, lambda: centre.now) as client:
        yield client


def sent(web: httpx.Client, desk: Desk, body: bytes, **headers: str) -> Any:
    given = {**desk.signed(body), "Ehdesk-Protocol": "1"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return web.post("/sync/v1/exchange", content=body, headers=given)


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def acts_kept(centre: Centre) -> int:
    with centre.opened.transaction(AUTHORITY) as ledger:
        return len(ledger.rows(tables.act))


def test_a_desk_says_hello_enrols_and_exchanges(centre: Centre, web: httpx.Client) -> None:
    hello = msgspec.json.decode(web.get("/sync/v1/hello").content, type=protocol.Hello)
    assert (hello.centre, hello.oldest, hello.newest, len(hello.keys)) == ("Harlow Beck", 1, 1, 2)
    asked = protocol.Enrol(centre.code("Maya").lower(), building.KEY, "life-1", "worker-1")
    answer = web.post("/sync/v1/enrol", content=protocol.encode(asked))
    enrolled = msgspec.json.decode(answer.content, type=protocol.Enrolled)
    assert (enrolled.name, enrolled.role, enrolled.practitioner) == ("Maya", "practitioner", "worker-1")
    act = protocol.Act(
        "a1", "family.opened", "worker-1", centre.now, "life-1", (new("f", "family", "f", {}),)
    )
    raw = msgspec.Raw(protocol.encode_act(act))
    message = protocol.Exchange(enrolled.epoch, "life-1", 1, 0, acts=(raw,))
    body = zstandard.compress(protocol.encode(message))
    signed = building.SIGNS.sign(
        protocol.exchange_text(enrolled.device, signing.digest(protocol.encode(message)))
    )
    headers = {"Authorization": f"Bearer {enrolled.token}", "Content-Encoding": "zstd"}
    said = web.post("/sync/v1/exchange", content=body, headers={**headers, protocol.SIGNATURE: signed})
    acks = msgspec.json.decode(said.content, type=protocol.Answer).acks
    assert [(ack.act, ack.verdict, ack.number) for ack in acks] == [("a1", "taken", 1)]


def test_gzip_and_plain_are_taken_and_zstd_is_answered_where_it_is_spoken(
    centre: Centre, web: httpx.Client
) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    maya.swap(*[maya.act("form.started", new(f"n{n}", "note", "fam", {"text": "x"})) for n in range(9)])
    message = protocol.encode(ruth.message())
    plain = sent(web, ruth, message, Accept_Encoding="identity")
    spoken = {"Content_Encoding": "gzip", "Accept_Encoding": "gzip, zstd"}
    spoken["Ehdesk_Signature"] = ruth.signed(message)[protocol.SIGNATURE]
    zipped = sent(web, ruth, gzip.compress(message), **spoken)
    assert zipped.headers["content-encoding"] == "zstd"
    assert "content-encoding" not in plain.headers
    assert len(plain.json()["arrivals"]) == 12


BROKEN = [
    (b"", {}, 400, "unreadable"),
    (b"<html>Sign in to the guest network</html>", {}, 400, "unreadable"),
    (b'{"epoch": 1}', {}, 400, "unreadable"),
    (b"[" * 50_000, {}, 400, "unreadable"),
    (b'{"acts": ' + b"[" * 50_000, {}, 400, "unreadable"),
    (b"not zstd", {"Content_Encoding": "zstd"}, 400, "unreadable"),
    (gzip.compress(b"{}", mtime=0)[:-9], {"Content_Encoding": "gzip"}, 400, "unreadable"),
    (b"{}", {"Content_Encoding": "br"}, 400, "unreadable"),
    (b"{}", {"Ehdesk_Protocol": "0"}, 400, "unreadable"),
    (b"{}", {"Ehdesk_Protocol": "one"}, 400, "unreadable"),
    (b"{}", {"Authorization": "Bearer harlow.nobody"}, 401, "token"),
    (b"{}", {"Authorization": "Bearer nowhere.nobody"}, 401, "token"),
    (b"{}", {"Authorization": "Basic bWF5YTptYXlh"}, 401, "token"),
    (b"{}", {"Authorization": ""}, 401, "token"),
]


@pytest.mark.parametrize(("body", "headers", "status", "code"), BROKEN, ids=range(len(BROKEN)))
def test_a_bad_message_gets_its_own_answer_and_changes_nothing(
    centre: Centre, web: httpx.Client, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    maya = centre.desk("Maya")
    assert told(sent(web, maya, body, **headers)) == (status, code)
    assert acts_kept(centre) == 0


@pytest.mark.parametrize("pack", [zstandard.compress, gzip.compress], ids=["zstd", "gzip"])
def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(
    centre: Centre, web: httpx.Client, pack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = centre.desk("Maya")
    monkeypatch.setattr(enrolling, "LIMITS", SMALL)
    bomb = pack(b" " * 10_000_000)
    assert len(bomb) < SMALL.sent_bytes
    kind = "zstd" if pack is zstandard.compress else "gzip"
    assert told(sent(web, maya, bomb, Content_Encoding=kind)) == (413, "too_large")


@pytest.mark.parametrize(("pack", "kind"), [(zstandard.compress, "zstd"), (gzip.compress, "gzip")])
def test_no_more_of_it_is_unpacked_than_it_takes_to_see_that(pack: Any, kind: str) -> None:
    bomb = pack(b" " * 100_000_000)
    tracemalloc.start()
    with pytest.raises(Refused, match="too_large"):
        bodies.unpacked(bomb, kind, 50_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_body_that_is_too_long_is_refused_whether_it_says_so_or_not(
    centre: Centre, web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = centre.desk("Maya")
    monkeypatch.setattr(enrolling, "LIMITS", SMALL)
    assert told(sent(web, maya, b" " * 30_000)) == (413, "too_large")

    def drip() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 1_000

    headers = {"Authorization": f"Bearer {maya.token}"}
    assert told(web.post("/sync/v1/exchange", content=drip(), headers=headers)) == (413, "too_large")


def test_a_sender_who_never_comes_to_an_end_is_let_go(
    centre: Centre, web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = centre.desk("Maya")
    monkeypatch.setattr(hearing, "BODY_SECONDS", 0.3)

    def drip() -> Iterator[bytes]:
        for _ in range(20):
            yield b" "
            time.sleep(0.1)

    headers = {"Authorization": f"Bearer {maya.token}"}
    assert told(web.post("/sync/v1/exchange", content=drip(), headers=headers)) == (400, "unreadable")


def test_a_window_that_would_take_too_much_memory_is_refused(centre: Centre, web: httpx.Client) -> None:
    maya = centre.desk("Maya")
    wide = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=0)
    packing = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    greedy = packing.compress(b" " * 99) + packing.flush()
    assert told(sent(web, maya, greedy, Content_Encoding="zstd")) == (400, "unreadable")


def test_a_revoked_device_and_one_of_somebody_who_left_get_nothing(centre: Centre, web: httpx.Client) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    body = protocol.encode(maya.message(maya.opens_family("fam")))
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.revoke(ledger, maya.device.id, centre.now)
        admin.end_staff(ledger, centre.staff["Sam"], "2026-09-07", centre.now)
    assert told(sent(web, maya, body)) == (410, "revoked")
    assert told(sent(web, sam, protocol.encode(sam.message()))) == (410, "revoked")
    assert acts_kept(centre) == 0


def test_who_speaks_too_old_a_protocol_may_hand_in_and_hears_nothing(
    centre: Centre, web: httpx.Client
) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    body = protocol.encode(ruth.message(ruth.opens_family("hers")))
    answer = sent(web, ruth, body, Ehdesk_Protocol="0")
    assert told(answer) == (426, "too_old")
    heard = msgspec.json.decode(answer.content, type=protocol.Answer)
    assert [ack.verdict for ack in heard.acks] == ["taken"]
    assert (heard.arrivals, heard.cursor, heard.more) == ((), 0, False)
    assert "family:hers/file" in heard.scopes
    asked = protocol.Enrol(centre.code("Sam"), building.KEY, "life-9", "worker-9")
    refused = web.post("/sync/v1/enrol", content=protocol.encode(asked), headers={"Ehdesk-Protocol": "0"})
    assert told(refused) == (426, "too_old")


def test_an_act_that_is_heard_in_part_keeps_what_a_later_version_says_more(centre: Centre) -> None:
    """The manager holds the file and not what is the worker's own."""
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    own = new("n2", "self_assessment", None, {"text": "Mine"}, scope=f"practitioner:{maya.me}")
    act = maya.act("form.started", new("n1", "note", "fam", {"text": "Seen."}), own)
    later = protocol.encode_act(act)[:-1] + b',"later":{"n":1.50}}'
    assert [ack.verdict for ack in maya.swap(later).acks] == ["taken"]
    (came,) = [one for one in ruth.pull() if one.act.id == act.id]
    assert bytes(came.content).endswith(b',"later":{"n":1.50}}')
    assert came.act == msgspec.structs.replace(act, changes=act.changes[:1])


def test_a_stolen_token_alone_is_nothing(centre: Centre, web: httpx.Client) -> None:
    maya = centre.desk("Maya")
    body = protocol.encode(maya.message(maya.opens_family("fam")))
    another = protocol.encode(maya.message())
    thief = signing.signer(signing.new_key())
    said = protocol.exchange_text(maya.device.id, signing.digest(body))
    for signature in ("", "no hex", thief.sign(said), maya.signed(another)[protocol.SIGNATURE]):
        assert told(sent(web, maya, body, Ehdesk_Signature=signature)) == (401, "signature")
    assert acts_kept(centre) == 0
    assert sent(web, maya, body).status_code == 200


def test_an_answer_is_signed_whole_by_the_centre(centre: Centre, web: httpx.Client) -> None:
    maya = centre.desk("Maya")
    body = protocol.encode(maya.message(maya.opens_family("fam")))
    answer = sent(web, maya, body)
    hello = msgspec.json.decode(web.get("/sync/v1/hello").content, type=protocol.Hello)
    said = protocol.answer_text(maya.device.id, signing.digest(body), signing.digest(answer.content))
    assert signing.is_signed(hello.keys[0], answer.headers[protocol.SIGNATURE], said)


def test_an_exchange_that_is_played_again_later_is_refused_and_at_once_is_answered_alike(
    centre: Centre, web: httpx.Client
) -> None:
    maya = centre.desk("Maya")
    message = maya.message(maya.opens_family("fam"))
    body = protocol.encode(message)
    first, again = sent(web, maya, body), sent(web, maya, body)
    assert first.content == again.content
    maya.keep(message, msgspec.json.decode(first.content, type=protocol.Answer))
    assert sent(web, maya, protocol.encode(maya.message())).status_code == 200
    assert told(sent(web, maya, body)) == (409, "second_life")
    assert acts_kept(centre) == 1


def test_another_epoch_and_a_second_life_are_told_apart(centre: Centre, web: httpx.Client) -> None:
    maya = centre.desk("Maya")
    assert told(sent(web, maya, protocol.encode(maya.message(epoch="old")))) == (409, "epoch")
    assert told(sent(web, maya, protocol.encode(maya.message(number=7)))) == (409, "second_life")


def test_who_comes_while_the_house_is_full_is_asked_to_come_again(centre: Centre) -> None:
    maya = centre.desk("Maya")
    with building.served(centre.opened, at_once=0) as web:
        answer = sent(web, maya, protocol.encode(maya.message()))
    assert told(answer) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0


def test_slow_lines_hold_up_nobody_else(centre: Centre) -> None:
    maya = centre.desk("Maya")
    head = b"Content-Length: 900\r\n\r\n{"
    slow = [
        b"POST /sync/v1/enrol HTTP/1.1\r\nHost: a\r\n" + head,
        b"POST /sync/v1/exchange HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n" % maya.token.encode()
        + head,
        b"GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: ",
    ]
    with building.served(centre.opened, at_once=2) as web, ExitStack() as lines:
        for n in range(60):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", web.base_url.port or 80)))
            line.sendall(slow[n % 3])
        time.sleep(0.3)
        assert sent(web, maya, protocol.encode(maya.message())).status_code == 200


def test_one_desk_that_sends_slowly_does_not_hold_every_line(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of its lines the newest are heard, so that it comes through itself where its old ones are dead."""
    monkeypatch.setattr(routes, "LINES", 12)
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    begun = (
        b"POST /sync/v1/exchange HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n" % maya.token.encode()
    )
    piece = begun.replace(b"POST /sync/v1/exchange", b"PUT /sync/v1/files/%s" % (b"0" * 64))
    slow = [
        begun + b"Content-Length: 900\r\n\r\n{",
        begun + b"Content-Length: 90000\r\n\r\n{",
        piece + b"Content-Range: bytes 0-899/900\r\nContent-Length: 900\r\n\r\n{",
    ]
    with building.served(centre.opened) as web, ExitStack() as lines:
        opened = []
        for n in range(30):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", web.base_url.port or 80)))
            line.sendall(slow[n % 3])
            opened.append(line)
        opened[0].settimeout(hearing.BODY_SECONDS / 2)
        assert b"400 Bad Request" in opened[0].recv(1 << 16), "it was not the clock that ended it"
        until = time.monotonic() + 20
        while (going := still_heard(opened)) > routes.LINES_OF_ONE and time.monotonic() < until:
            time.sleep(0.05)
        assert going <= routes.LINES_OF_ONE
        for who in (sam, maya):
            assert sent(web, who, protocol.encode(who.message())).status_code == 200


def still_heard(lines: list[socket.socket]) -> int:
    """How many lines have had no answer yet."""
    return len(lines) - len(select.select(lines, [], [], 0)[0])


@pytest.mark.parametrize(
    "framing", ["Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: x"]
)
def test_no_message_hides_behind_one_whose_end_can_be_read_in_two_ways(
    centre: Centre, web: httpx.Client, framing: str
) -> None:
    maya = centre.desk("Maya")
    body = protocol.encode(maya.message(maya.opens_family("hidden")))
    said = {**maya.signed(body), "Host": "a", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    post = "POST /sync/v1/exchange HTTP/1.1\r\n"
    with socket.create_connection(("127.0.0.1", web.base_url.port or 80), timeout=10) as line:
        line.sendall(f"{post}Host: a\r\n{framing}\r\n\r\n0\r\n\r\n{post}{head}\r\n".encode() + body)
        with suppress(OSError):
            while line.recv(1 << 16):
                pass
    assert acts_kept(centre) == 0


def test_what_nobody_foresaw_is_told_without_a_word_of_it(
    centre: Centre, web: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    maya = centre.desk("Maya")
    secret = "Okafor family, 12 Mill Lane"
    monkeypatch.setattr(logging.getLogger("ehdesk"), "propagate", True)

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(exchange, "answered", fails)
    answer = sent(web, maya, protocol.encode(maya.message()))
    assert told(answer) == (500, "unforeseen")
    assert secret not in answer.text + caplog.text
    assert "ZeroDivisionError at" in caplog.text


def test_logs_carry_ids_and_never_what_was_written(
    centre: Centre, web: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    maya = centre.desk("Maya")
    monkeypatch.setattr(logging.getLogger("ehdesk"), "propagate", True)
    caplog.set_level(logging.DEBUG)
    sent(web, maya, protocol.encode(maya.message(maya.opens_family("fam"), b'{"id": "Okafor"}')))
    assert maya.device.id in caplog.text
    assert "2 acts, 1 set aside" in caplog.text
    assert "Okafor" not in caplog.text
    assert maya.token not in caplog.text


def test_an_empty_house_says_that_it_is_well(web: httpx.Client) -> None:
    assert web.get("/health").status_code == 200
    assert web.get("/ready").status_code == 200
    assert told(web.get("/etc/passwd")) == (404, "unreadable")
    assert told(web.get("/sync/v1/exchange")) == (405, "unreadable")
    assert told(web.get("/sync/v1/hello?authority=nowhere")) == (400, "unreadable")


def test_the_message_is_hashed_as_it_came(centre: Centre, web: httpx.Client) -> None:
    """A desk of a later version says more than we know: its next exchange names the hash of all of it."""
    maya = centre.desk("Maya")
    body = protocol.encode(maya.message())[:-1] + b', "later": true}'
    assert sent(web, maya, body).status_code == 200
    following = replace(maya, number=1, previous=signing.digest(body))
    assert sent(web, maya, protocol.encode(following.message())).status_code == 200
