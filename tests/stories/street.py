"""What lies between a laptop and its centre: it lets through, answers with its own page, or is not there."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import httpx

_PORTAL = b"<!doctype html><title>Welcome to Station Wi-Fi</title><p>Accept our terms to go on."
_OWN = ("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "date", "server")
"""What each half of the way says for itself."""
PATIENCE = 20.0


@dataclass
class Street:
    """`lets` says what happens to a message now; `opens` holds back what has gone through until it is set."""

    centre: str
    lets: Literal["through", "portal", "nothing"] = "through"
    opens: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)
    messages: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self.opens.set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx.Response | None:
        """What comes back; None where the line is cut."""
        if self.lets == "nothing":
            return None
        if self.lets == "portal":
            return httpx.Response(200, headers={"content-type": "text/html"}, content=_PORTAL)
        self.messages += 1
        with httpx.Client(base_url=self.centre, trust_env=False, timeout=30) as client:
            plainly = {**headers, "accept-encoding": "identity"}
            found = client.request(method, path, content=body, headers=plainly)
        self.asked.set()
        assert self.opens.wait(PATIENCE), "the street was never opened"
        return found


@contextmanager
def between(centre: str) -> Iterator[Street]:
    """A street to a centre, on a loopback port of its own."""
    street = Street(centre)

    class Passer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN}
            found = street.answer(self.command, self.path, headers, body)
            if found is None:
                self.close_connection = True
                return
            try:
                self.send_response(found.status_code)
                for name, value in found.headers.items():
                    if name not in _OWN:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(found.content)))
                self.end_headers()
                self.wfile.write(found.content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # whoever asked is gone: a laptop was locked

        def do_GET(self) -> None:
            self.do_POST()

        def do_PUT(self) -> None:
            self.do_POST()

        def do_DELETE(self) -> None:
            self.do_POST()

        def do_HEAD(self) -> None:
            self.do_POST()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Passer)
    server.daemon_threads = True
    street.port = server.server_address[1]
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    try:
        yield street
    finally:
        street.opens.set()
        server.shutdown()
        server.server_close()
        running.join(PATIENCE)
