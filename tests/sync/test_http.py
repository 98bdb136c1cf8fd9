"""The way to the centre: what goes out, and each thing that can stand in the way in plain words."""

import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ehdesk import errors
from ehdesk.sync import http, protocol
from ehdesk.vault import primitives

ANSWER = protocol.Answer("epoch", 7)
JSON = {"content-type": "application/json; charset=utf-8"}


def centre(hears: Callable[[httpx.Request], httpx.Response]) -> http.Centre:
    return http.Centre("https://centre.invalid/", "a token", transport=httpx.MockTransport(hears))


def says(
    status: int, content: bytes, headers: dict[str, str] | None = None
) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, content=content, headers=headers or JSON)


def trouble(code: str) -> bytes:
    return protocol.encode(protocol.Trouble(code))


def test_a_message_goes_out_packed_with_the_token_and_comes_back_as_an_answer() -> None:
    heard: list[httpx.Request] = []

    def hears(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        return httpx.Response(200, content=protocol.encode(ANSWER), headers=JSON)

    long = b'{"said":"%s"}' % (b"words " * 300)
    assert centre(hears).exchange(long) == ANSWER
    assert centre(hears).exchange(b'{"said":1}') == ANSWER
    request, little = heard
    assert (request.method, request.url.path) == ("POST", "/sync/v1/exchange")
    assert request.headers["authorization"] == "Bearer a token"
    assert zstandard.ZstdDecompressor().decompress(request.content) == long
    assert little.content == b'{"said":1}', "what goes over the line in one piece is not packed"
    assert "content-encoding" not in little.headers


def test_nothing_waits_for_ever_for_a_line_that_says_nothing() -> None:
    heard: list[httpx.Request] = []

    def hears(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        return httpx.Response(500, headers=JSON)

    here = centre(hears)
    for ask in (lambda: here.exchange(b"{}"), here.hello, lambda: here.exchange(b"{}")):
        with pytest.raises(errors.CentreRefusal):
            ask()
    waits = {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 60.0}
    assert [request.extensions["timeout"] for request in heard] == [waits] * 3


@pytest.mark.parametrize(
    ("hears", "refusal"),
    [
        (says(200, b"<html>Accept our terms</html>", {"content-type": "text/html"}), errors.NotTheCentre),
        (says(302, b"", {**JSON, "location": "https://portal.invalid"}), errors.NotTheCentre),
        (says(511, b"<html>Sign in</html>", {"content-type": "text/html"}), errors.NotTheCentre),
        (says(407, b"<html>Who are you?</html>", {"content-type": "text/html"}), errors.ProxyAsks),
        (says(200, b'{"epoch": 7}'), errors.NotTheCentre),
        (says(200, b"not json at all"), errors.NotTheCentre),
        (says(200, b'{"epoch": "\xff\xfe"}'), errors.NotTheCentre),
        (says(409, trouble("epoch")), errors.CentreRestored),
        (says(409, trouble("second_life")), errors.SecondLife),
        (says(401, trouble("token")), errors.NotKnownThere),
        (says(410, trouble("revoked")), errors.DeviceRevoked),
        (says(426, trouble("too_old")), errors.TooOldForCentre),
        (says(403, trouble("code")), errors.CodeRefused),
        (says(500, trouble("broken")), errors.CentreAway),
    ],
)
def test_what_stands_in_the_way_is_named(
    hears: Callable[[httpx.Request], httpx.Response], refusal: type[errors.CentreRefusal]
) -> None:
    with pytest.raises(refusal) as met:
        centre(hears).exchange(b"{}")
    title, safe, todo = met.value.words()
    assert "saved on this laptop" in safe
    assert title
    assert todo


@pytest.mark.parametrize(("status", "code"), [(503, "busy"), (429, "too_many")])
def test_a_busy_centre_says_how_long(status: int, code: str) -> None:
    with pytest.raises(errors.CentreBusy) as met:
        centre(says(status, trouble(code), {**JSON, "retry-after": "30"})).exchange(b"{}")
    assert "30 seconds" in met.value.words()[2]


def test_a_proxy_that_asks_who_we_are_is_named() -> None:
    def hears(_request: httpx.Request) -> httpx.Response:
        raise httpx.ProxyError("407 Proxy Authentication Required")

    with pytest.raises(errors.ProxyAsks):
        centre(hears).hello()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine that nobody has been told to trust, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    place = tmp_path / "centre.pem"
    plain = serialization.NoEncryption()
    kind = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, kind, plain)
    place.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return place


@pytest.fixture
def behind_tls(certificate: Path) -> Iterator[str]:
    """A door with that certificate, which says hello; its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    said = protocol.encode(protocol.Hello("Harlow Beck", 1, 1, "epoch", ()))

    class Hears(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_said: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Hears) as door:
        door.socket = context.wrap_socket(door.socket, server_side=True)
        door.handle_error = lambda *_: None  # type: ignore[method-assign] # a desk that turns round is no fault
        running = threading.Thread(target=door.serve_forever, daemon=True)
        running.start()
        yield f"https://127.0.0.1:{door.server_address[1]}"
        door.shutdown()
        running.join(10)


def test_a_certificate_that_the_computer_does_not_trust_is_named(behind_tls: str) -> None:
    with http.Centre(behind_tls) as there, pytest.raises(errors.CertificateUnknown) as met:
        there.hello()
    assert "Check the date" in met.value.words()[2]


def test_what_the_computer_trusts_is_trusted(
    behind_tls: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with http.Centre(behind_tls) as there:
        assert there.hello().centre == "Harlow Beck"


def test_no_network_is_a_state() -> None:
    def hears(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    with pytest.raises(errors.CentreAway) as met:
        centre(hears).hello()
    assert met.value.words()[0] == "Not sent yet"


@pytest.mark.parametrize(
    "address", ["http://centre.invalid", "ftp://centre.invalid", "centre", "https//", ""]
)
def test_only_a_safe_address_is_spoken_to(address: str) -> None:
    with pytest.raises(errors.AddressNotSafe):
        http.Centre(address)


def test_a_centre_on_this_machine_may_be_spoken_to_in_the_clear() -> None:
    with http.Centre("http://127.0.0.1:8321") as there:
        assert there is not None


IDLE = protocol.Answer(epoch="epoch", cursor=4, idle=True)


def an_idle_centre(signs: bytes, words: list[str]) -> Callable[[httpx.Request], httpx.Response]:
    """It signs for `words` instead of what it is asked with, as far as there are any."""

    def hears(request: httpx.Request) -> httpx.Response:
        content = protocol.encode(IDLE)
        asked = words.pop() if words else request.headers[protocol.ASKED]
        answered = ("device", protocol.digest(request.content), protocol.digest(content))
        signature = primitives.sign(signs, protocol.idle_text(*answered, asked)).hex()
        return httpx.Response(200, content=content, headers={**JSON, protocol.SIGNATURE: signature})

    return hears


def test_an_old_answer_that_nothing_is_new_is_none_to_a_new_question() -> None:
    private, public = primitives.new_signing_key()
    seal = http.Seal("device", private.hex(), (public.hex(),))
    words: list[str] = []
    transport = httpx.MockTransport(an_idle_centre(private, words))
    with http.Centre("https://centre.invalid", "a token", seal, transport=transport) as there:
        assert there.exchange(b"{}") == IDLE
        words.append("the word of another time")
        with pytest.raises(errors.OtherKeys):
            there.exchange(b"{}")
