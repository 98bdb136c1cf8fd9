"""A centre under fire: whatever is sent to it, it answers with a meant status, keeps its rows and lives on.

    .venv/bin/python -m tests.proofs.hostile_centre --seconds 600 --seed 7

Valid exchanges are spoilt in every way that one can think of (bits, lengths, types, depth, numbers, letters
that are none, keys said twice, packing in packing), signed as their desk would sign them or not, and sent to
a real uvicorn; so are raw bytes that are hardly HTTP. After each salvo every row of the database has to be
what it was, but for what the centre is there to note: that a device was here.
"""

import argparse
import hashlib
import json
import random
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from ehdesk.centre import checking, pacing, store, tables
from ehdesk.sync import protocol
from tests.centre import building
from tests.proofs.spoiling import HEADERS, PACK_WEIGHTS, PACKS, SPOILS, a_message, untouched

MEANT = frozenset({200, 206, 400, 401, 403, 404, 405, 409, 410, 413, 426, 429, 431, 503})
"""Every status that the centre means. None of the others, and above all no 500."""

_SEEN = ("last_seen_at", "round", "round_digest", "round_before", "round_acts", "round_acts_digest", "cursor")


@dataclass
class Fire:
    """A centre, a desk that it knows, and what was answered."""

    opened: store.Store
    web: httpx.Client
    desk: building.Desk
    stranger: building.Desk
    chance: random.Random
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.web.base_url.port or 80


def digest(opened: store.Store) -> str:
    """Everything in the tables, but for when and with which exchange a device was here last."""
    told = hashlib.sha256()
    with opened.engine.begin() as connection:
        for table in tables.metadata.sorted_tables:
            columns = [column for column in table.c if not (table is tables.device and column.name in _SEEN)]
            for row in connection.execute(sa.select(*columns).order_by(*table.primary_key.columns)):
                told.update(repr(tuple(row)).encode())
    return told.hexdigest()


def shoot(fire: Fire, *, is_signed: bool) -> None:
    """One spoilt exchange, signed as it is, or as it was before; or with something else in its headers."""
    chance, body = fire.chance, a_message(fire.desk, fire.chance)
    spoil = chance.choice((*SPOILS, untouched) if is_signed else SPOILS)
    was, body = body, spoil(body, chance)
    if was == body and not is_signed:
        return
    pack = chance.choices(list(PACKS), PACK_WEIGHTS)[0]
    encoding, packed = PACKS[pack]
    headers = {name: value.encode() for name, value in fire.desk.signed(body if is_signed else was).items()}
    if chance.random() < 0.3:
        headers |= {name: value.encode() for name, value in chance.choice(HEADERS).items()}
    if encoding:
        headers["Content-Encoding"] = encoding.encode()
    heard(fire, f"{spoil.__name__}, {pack}", "POST", "/sync/v1/exchange", packed(body), headers)


def heard(
    fire: Fire, what: str, method: str, path: str, body: bytes, headers: dict[str, bytes]
) -> httpx.Response | None:
    """Send it, and note what comes back. An answer that is not meant is kept."""
    try:
        answer = fire.web.request(method, path, content=body, headers=_as_sent(headers))
    except httpx.TransportError as error:
        fire.answers[type(error).__name__] += 1
        return None
    fire.answers[str(answer.status_code)] += 1
    if answer.status_code not in MEANT:
        fire.wrong.append(f"{what}: {answer.status_code} for {method} {path} {body[:200]!r}")
    return answer


def _as_sent(headers: dict[str, bytes]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value) for name, value in headers.items()]


def elsewhere(fire: Fire) -> None:
    """The other doors: enrolling with what is no code, files that are none, places that are not there."""
    chance = fire.chance
    sha = chance.choice(["0" * 64, "../../etc/passwd", "%00", "x", "é", "0" * 63 + "G"])
    said = protocol.encode(protocol.Enrol("harlow.AAAA-AAAA-AAAA-AAAA", building.KEY, "life", "worker"))
    signed = {name: value.encode() for name, value in fire.desk.signed(b"").items()}
    span = {
        "Content-Range": chance.choice([b"bytes 0-4/5", b"bytes 9-1/2", b"bytes", b"bytes 0-1/" + b"9" * 40])
    }
    for method, path, body, headers in (
        ("POST", "/sync/v1/enrol", chance.choice(SPOILS[:4])(said, chance), {}),
        ("POST", "/sync/v1/enrol", b"[" * 9_000, {}),
        ("PUT", f"/sync/v1/files/{sha}", b"hello", {**signed, **span}),
        ("GET", f"/sync/v1/files/{sha}", b"", {**signed, "Range": b"bytes=0-"}),
        ("HEAD", f"/sync/v1/files/{sha}", b"", signed),
        ("GET", "/sync/v1/hello?authority=" + chance.choice(["%00", "x" * 5000, "é", "a%27--"]), b"", {}),
        (chance.choice(["DELETE", "PATCH", "OPTIONS", "TRACE"]), "/sync/v1/exchange", b"", signed),
        ("GET", chance.choice(["//", "/sync/v1/../../", "/%2e%2e/", "/sync/v2/hello", "/docs"]), b"", {}),
    ):  # fmt: skip
        heard(fire, "elsewhere", method, path, body, headers)


def replayed(fire: Fire) -> None:
    """What was taken once comes again, with another's token, with another's signature, and out of turn."""
    desk, stranger = fire.desk, fire.stranger
    body = protocol.encode(desk.message(number=desk.number + 5))
    mine, theirs, secret = desk.signed(body), stranger.signed(body), desk.token.partition(".")[2]
    for name, headers in (
        ("out of turn", mine),
        ("another's token", {**mine, "Authorization": theirs["Authorization"]}),
        ("another's signature", {**mine, protocol.SIGNATURE: theirs[protocol.SIGNATURE]}),
        ("another authority's token", {**mine, "Authorization": f"Bearer other.{secret}"}),
    ):  # fmt: skip
        said = {key: value.encode() for key, value in headers.items()}
        answer = heard(fire, name, "POST", "/sync/v1/exchange", body, said)
        if answer is not None and answer.status_code == 200:
            fire.wrong.append(f"{name} was taken")


# Bytes that are hardly HTTP


def raw(desk: building.Desk) -> dict[str, bytes]:
    """What no client of ours sends. `smuggled` hides a second request in the first one's body."""
    body = protocol.encode(desk.message(desk.opens_family("smuggled")))
    head = "".join(f"{name}: {value}\r\n" for name, value in desk.signed(body).items()).encode()
    hidden = (
        b"POST /sync/v1/exchange HTTP/1.1\r\nHost: a\r\n" + head + b"Content-Length: %d\r\n\r\n" % len(body)
    )
    post = b"POST /sync/v1/exchange HTTP/1.1\r\nHost: a\r\n"
    return {
        "two lengths": post + b"Content-Length: 2\r\nContent-Length: 200\r\n\r\n{}" + hidden + body,
        "length and chunks": post
        + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        + hidden
        + body,
        "chunks, oddly said": post + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden + body,
        "a length that is none": post + b"Content-Length: +2\r\n\r\n{}",
        "a length below nothing": post + b"Content-Length: -2\r\n\r\n{}",
        "a chunk without end": post + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        "a bare line": b"GET /health\n\n",
        "an old version": b"GET /health HTTP/0.9\r\n\r\n",
        "a folded header": b"GET /health HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
        "a nul in a header": b"GET /health HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
        "a very long line": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        "very many headers": b"GET /health HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
        "TLS to a plain door": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        "the next protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "noise": random.Random(3).randbytes(5_000),
    }


def say_raw(fire: Fire) -> None:
    for name, said in raw(fire.desk).items():
        with socket.create_connection(("127.0.0.1", fire.port), timeout=20) as line:
            line.settimeout(1.0)
            came = b""
            try:
                line.sendall(said)
                line.shutdown(socket.SHUT_WR)
                while some := line.recv(1 << 16):
                    came += some
            except OSError:
                pass  # it hung up on us, which is one way to answer
        for status in (int(part[:3]) for part in came.split(b"HTTP/1.1 ")[1:] if part[:3].isdigit()):
            fire.answers[str(status)] += 1
            if status not in MEANT:
                fire.wrong.append(f"{name}: {status}")


def salvo(fire: Fire, shots: int) -> None:
    """Some of everything. What was spoilt on the way leaves every row as it was; what the desk itself made up
    and signed may be taken, and then changes nothing of a family that is not its own."""
    before = digest(fire.opened)
    for _ in range(shots):
        shoot(fire, is_signed=False)
    elsewhere(fire)
    replayed(fire)
    say_raw(fire)
    if digest(fire.opened) != before:
        fire.wrong.append("some row is not what it was")
    far = of_others(fire.opened)
    for _ in range(shots):
        keep_step(fire)
        shoot(fire, is_signed=True)
    if of_others(fire.opened) != far:
        fire.wrong.append("another family's row is not what it was")
    fire.wrong += list(out_of_order(fire.opened))


def keep_step(fire: Fire) -> None:
    """Go on from where the centre has this desk: a message of its own may have been taken."""
    with fire.opened.transaction(building.AUTHORITY) as ledger:
        (row,) = ledger.rows(tables.device, tables.device.c.id == fire.desk.device.id)
    fire.desk.number, fire.desk.previous, fire.desk.incarnation = row.round, row.round_digest, row.incarnation


def of_others(opened: store.Store) -> str:
    """Everything of the family that the desk has no part in."""
    with opened.transaction(building.AUTHORITY) as ledger:
        found = ledger.rows(tables.record, tables.record.c.family == "far", order=tables.record.c.id)
        ids = {row.id for row in found}
        past = [row for row in ledger.rows(tables.revision) if row.record in ids]
        grants = ledger.rows(tables.grant, tables.grant.c.scope.like("family:far/%"))
    return hashlib.sha256(
        repr([found, sorted(map(tuple, past)), sorted(map(repr, grants))]).encode()
    ).hexdigest()


def out_of_order(opened: store.Store) -> Iterator[str]:
    with opened.transaction(building.AUTHORITY) as ledger:
        (counter,) = ledger.rows(tables.authority)
        taken = ledger.rows(tables.act, tables.act.c.verdict == "taken", columns=(tables.act.c.number,))
    if sorted(row.number for row in taken) != list(range(1, counter.n + 1)):
        yield f"{len(taken)} acts were taken, and the counter stands at {counter.n}"


def memory() -> int:
    """What this process, and the centre in it, holds now, in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) >> 10
    return 0


@contextmanager
def a_database(*, is_server: bool) -> Iterator[str]:
    """A real PostgreSQL of its own, or an encrypted file."""
    if is_server:
        server = building.start_server()
        try:
            yield server.fresh()
        finally:
            server.stop()
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"{folder}/centre.db"


def run(seconds: float, seed: int, *, is_server: bool = False, shots: int = 40) -> dict[str, Any]:
    """Salvos for so long; what was answered, and what was wrong. Nobody is slowed down meanwhile."""
    pacing.EXCHANGES = pacing.MISTAKES = pacing.Allowance(1 << 40, 0.0)
    with a_database(is_server=is_server) as place, closing(store.open_store(place)) as opened:
        centre = building.a_centre(opened)
        desk, other = centre.desk("Maya"), centre.desk("Ola")
        building.worked_family(desk)
        building.worked_family(other, "far")
        with building.served(opened, lambda: centre.now) as web:
            fire = Fire(opened, web, desk, other, random.Random(seed))
            until, salvos, first = time.monotonic() + seconds, 0, 0
            while not salvos or (time.monotonic() < until and not fire.wrong):
                salvo(fire, shots)
                salvos += 1
                first = first or memory()
            alive = web.get("/ready").status_code == 200
            keep_step(fire)
            answer = web.post(
                "/sync/v1/exchange",
                content=(body := protocol.encode(desk.message())),
                headers=desk.signed(body),
            )
        with opened.transaction(building.AUTHORITY) as ledger:
            unsound = [part.part for part in checking.check(ledger, centre.now) if not part.is_sound]
        if unsound:
            fire.wrong.append(f"afterwards the check finds fault with {unsound}")
        if not alive or answer.status_code != 200:
            fire.wrong.append(f"afterwards a sound exchange was answered with {answer.status_code}")
        told = {"salvos": salvos, "answers": dict(sorted(fire.answers.items())), "wrong": fire.wrong[:20]}
        return {**told, "MiB after the first salvo": first, "MiB at the end": memory()}


def main() -> int:
    """Fire for so long and print what was answered; 1 when something was not meant."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    told = run(asked.seconds, asked.seed, is_server=asked.postgresql)
    print(json.dumps(told, indent=1, ensure_ascii=False))
    return 1 if told["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
