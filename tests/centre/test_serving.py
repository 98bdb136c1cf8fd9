"""The centre's processes: how they come to an end, and what they still finish."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest

from ehdesk.centre import store
from ehdesk.sync import protocol
from tests.centre import building


@contextmanager
def running(database: Path, *, count: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The centre as its keeper starts it; its first process, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("--database", str(database), "--port", str(port), "--workers", str(count))
    started = subprocess.Popen([sys.executable, "-m", "ehdesk", "centre", *words], cwd=building.ROOT)
    try:
        building.wait_until_ready(f"http://127.0.0.1:{port}")
        yield started, port
    finally:
        started.terminate()
        started.wait(60)


def is_open(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def until_shut(port: int) -> None:
    until = time.monotonic() + 30
    while is_open(port):
        assert time.monotonic() < until, "somebody still listens"
        time.sleep(0.1)


def test_when_its_first_process_is_killed_the_others_leave_the_door_too(tmp_path: Path) -> None:
    """Else the next centre could not begin, or an older one would go on beside it."""
    with running(tmp_path / "centre.db", count=2) as (first, port):
        assert is_open(port)
        first.kill()
        first.wait(20)
        until_shut(port)


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_under_way_when_it_is_told_to_stop_is_finished(tmp_path: Path, count: int) -> None:
    place = tmp_path / "centre.db"
    with closing(store.open_store(str(place))) as opened:
        desk = building.a_centre(opened).desk("Maya")
    body = protocol.encode(desk.message(desk.opens_family("fam")))
    said = {**desk.signed(body), "Host": "here", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    with running(place, count=count) as (first, port):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            line.sendall(f"POST /sync/v1/exchange HTTP/1.1\r\n{head}\r\n".encode() + body[:40])
            time.sleep(0.5)
            first.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            line.sendall(body[40:])
            heard = b""
            while some := line.recv(1 << 16):
                heard += some
        assert heard.startswith(b"HTTP/1.1 200")
        answer = msgspec.json.decode(heard.partition(b"\r\n\r\n")[2], type=protocol.Answer)
        assert [ack.verdict for ack in answer.acks] == ["taken"]
        assert first.wait(40) in (0, -signal.SIGTERM)
