"""The way to the centre: one client, the system's certificates and proxy, plain words for trouble.

The only door to the network. Words are compressed (zstd), nothing is followed elsewhere, and a page that is
not the centre's is named as such.
"""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Any, TypeVar

import httpx
import msgspec

from ehdesk import errors
from ehdesk.models import enrolled
from ehdesk.sync import packing, protocol, trust
from ehdesk.vault import primitives

Message = TypeVar("Message")

_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
_JSON = "application/json"
_EXCHANGE = "/sync/v1/exchange"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HEARS = {
    "token": errors.NotKnownThere,
    "revoked": errors.DeviceRevoked,
    "second_life": errors.SecondLife,
    "life_ended": errors.LifeEnded,
    "too_old": errors.TooOldForCentre,
    "code": errors.CodeRefused,
    "signature": errors.ChangedOnTheWay,
    "too_large": errors.TooMuchAtOnce,
}


@dataclass(frozen=True)
class Seal:
    """What this desk signs with, and whose signature it asks for: hex, as the link keeps them."""

    device: str
    signs_with: str = field(repr=False)
    keys: tuple[str, ...]

    def sign(self, said: bytes) -> str:
        """Our signature, in hex."""
        return self._signer(said).hex()

    @cached_property
    def _signer(self) -> Callable[[bytes], bytes]:
        return primitives.signer(bytes.fromhex(self.signs_with))


_SILENT = {401: "signature", 410: "revoked"}
"""What an answer means that may not have a body."""


class _NoCookies(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None:
        """Nothing is kept of what somebody on the way would like to be remembered by."""


class _Client(httpx.Client):
    """No centre sets a cookie, and to look for one takes a tenth of an exchange."""

    @property
    def cookies(self) -> httpx.Cookies:
        """None, ever."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: Any) -> None:
        """Whatever is handed in here is not kept either."""


_NO_COOKIES = _NoCookies()


class Centre:
    """One centre as this desk reaches it. `token` and `seal` are what enrolling gave; none before."""

    def __init__(
        self,
        url: str,
        token: str = "",
        seal: Seal | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._seal = seal
        self._exchanges_at: httpx.URL | None = None
        headers = {protocol.VERSION: str(protocol.PROTOCOL), "Accept": _JSON, "User-Agent": "ehdesk"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        address = _address(url)
        self._client = _Client(
            base_url=address,
            headers=headers,
            timeout=_TIMEOUT,
            follow_redirects=False,
            transport=transport,
            verify=trust.context() if address.scheme == "https" else trust.nobody(),
        )

    def __enter__(self) -> "Centre":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def hello(self) -> protocol.Hello:
        """What the centre says of itself. Raises: CentreAway, NotTheCentre."""
        return self._ask("GET", "/sync/v1/hello", protocol.Hello)

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        """Be let in with a code. Raises: CodeRefused, CentreAway, NotTheCentre."""
        return self._ask("POST", "/sync/v1/enrol", protocol.Enrolled, protocol.encode(asked))

    def exchange(self, body: bytes) -> protocol.Answer:
        """Hand in one message, and give the answer. Raises: CentreRefusal."""
        return self._handed_in(packing.sent(body))

    def begin(self, sent: packing.Sent) -> Callable[[], protocol.Answer]:
        """The same of one that is packed already, on another thread, which nobody has to wait for."""
        answer: Future[protocol.Answer] = Future()

        def run() -> None:
            try:
                answer.set_result(self._handed_in(sent))
            except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
                answer.set_exception(error)

        threading.Thread(target=run, name="line", daemon=True).start()
        return answer.result

    def _handed_in(self, sent: packing.Sent) -> protocol.Answer:
        if self._seal is None:
            return _read(self._carried(sent, {}).content, protocol.Answer)
        asked = secrets.token_hex(8)
        signature = self._seal.sign(protocol.exchange_text(self._seal.device, sent.digest))
        said = {protocol.SIGNATURE: signature, protocol.ASKED: asked}
        answer = self._carried(sent, said)
        told = _read(answer.content, protocol.Answer)
        answered = (self._seal.device, sent.digest, protocol.digest(answer.content))
        text = protocol.idle_text(*answered, asked) if told.idle else protocol.answer_text(*answered)
        if not primitives.is_signed_by_one(self._seal.keys, answer.headers.get(protocol.SIGNATURE, ""), text):
            raise errors.OtherKeys
        return told

    def _carried(self, sent: packing.Sent, headers: dict[str, str]) -> httpx.Response:
        answer = self._request("POST", _EXCHANGE, sent.content, headers | _of_body(sent))
        self._check(answer, _is_answer)
        return answer

    def look(self, sha256: str, previous: str) -> protocol.Filed | None:
        """How far the centre is with a file of ours; None where it takes none of this name from us.

        Raises: CentreRefusal.
        """
        answer = self._about_file("HEAD", sha256, previous, 0, b"", {})
        if answer is None:
            return None
        held, size = (answer.headers.get(name, "") for name in (protocol.HELD, protocol.SIZE))
        if not (held.isascii() and held.isdigit() and size.isascii() and size.isdigit()):
            raise errors.NotTheCentre
        return protocol.Filed(int(held), int(size), is_whole=held == size)

    def send_piece(
        self, sha256: str, previous: str, start: int, size: int, piece: bytes
    ) -> protocol.Filed | None:
        """Hand in a piece of a file. Raises: CentreRefusal."""
        place = {"Content-Range": f"bytes {start}-{start + len(piece) - 1}/{size}"}
        answer = self._about_file("PUT", sha256, previous, start, piece, place)
        return None if answer is None else _read(answer.content, protocol.Filed)

    def piece(self, sha256: str, previous: str, start: int) -> bytes | None:
        """A piece of a file; None where the centre does not have it for us. Raises: CentreRefusal."""
        answer = self._about_file("GET", sha256, previous, start, b"", {"Range": f"bytes={start}-"})
        return None if answer is None else answer.content

    def sealed_so_far(self, name: str) -> tuple[int, str]:
        """How many bytes of a sealed part the centre has, and their SHA-256. Raises: CentreRefusal."""
        answer = self._request("HEAD", f"/sync/v1/sealed/{name}", None, {})
        self._check(answer)
        held = answer.headers.get(protocol.HELD, "")
        if not (held.isascii() and held.isdigit()):
            raise errors.NotTheCentre
        return int(held), answer.headers.get(protocol.DIGEST, "")

    def hand_in(self, name: str, start: int, size: int, piece: bytes) -> int:
        """Hand in a piece of a sealed part; how much of it is there then. Raises: CentreRefusal."""
        place = {"Content-Range": f"bytes {start}-{start + len(piece) - 1}/{size}"}
        answer = self._request("PUT", f"/sync/v1/sealed/{name}", piece, place)
        self._check(answer)
        return _read(answer.content, protocol.Filed).held

    def received(self, previous: str) -> None:
        """All that was handed in sealed has come in the ordinary way. Raises: CentreRefusal."""
        if self._seal is None:
            raise errors.NotEnrolled
        said = protocol.file_text(self._seal.device, previous, "DELETE", "sealed", 0, b"")
        answer = self._request("DELETE", "/sync/v1/sealed", None, {protocol.SIGNATURE: self._seal.sign(said)})
        self._check(answer)

    def _about_file(
        self, method: str, sha256: str, previous: str, start: int, piece: bytes, place: dict[str, str]
    ) -> httpx.Response | None:
        if self._seal is None:
            raise errors.NotEnrolled
        said = protocol.file_text(self._seal.device, previous, method, sha256, start, piece)
        headers = {**place, protocol.SIGNATURE: self._seal.sign(said)}
        answer = self._request(method, f"/sync/v1/files/{sha256}", piece or None, headers)
        if answer.status_code == httpx.codes.NOT_FOUND and _is_json(answer):
            return None
        if method == "GET" and answer.status_code == httpx.codes.PARTIAL_CONTENT:
            return answer
        self._check(answer)
        return answer

    def _ask(self, method: str, path: str, kind: type[Message], body: bytes | None = None) -> Message:
        if body is None:
            answer = self._request(method, path, None, {})
        else:
            sent = packing.sent(body)
            answer = self._request(method, path, sent.content, _of_body(sent))
        self._check(answer)
        return _read(answer.content, kind)

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> httpx.Response:
        try:
            return self._client.send(self._made(method, path, body, headers))
        except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
            raise _trouble_of(error) from error

    def _made(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> httpx.Request:
        """To put address and headers together anew for each exchange costs a tenth of one."""
        if path != _EXCHANGE:
            return self._client.build_request(method, path, content=body, headers=headers)
        if self._exchanges_at is None:
            self._exchanges_at = self._client.build_request(method, path).url
        said = {**self._client.headers, **headers}
        patience = {"timeout": self._client.timeout.as_dict()}  # who makes a request by hand has none else
        return httpx.Request(method, self._exchanges_at, headers=said, content=body, extensions=patience)

    def _check(
        self,
        answer: httpx.Response,
        is_taken: Callable[[httpx.Response], bool] = lambda _answer: False,
    ) -> None:
        """Whether this is the centre and it says yes. Raises: CentreRefusal."""
        if answer.status_code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
            raise errors.ProxyAsks
        if answer.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:  # a proxy says so in its own words
            raise errors.TooMuchAtOnce
        if not _is_json(answer) or answer.is_redirect:
            raise errors.NotTheCentre
        if answer.status_code != httpx.codes.OK and not is_taken(answer):
            raise _refused(answer)
        if _version(answer) < protocol.OLDEST:
            raise errors.CentreBehind


def at(link: enrolled.Link, *, transport: httpx.BaseTransport | None = None) -> Centre:
    """The centre at which this desk is enrolled, as the one that it is there. Raises: AddressNotSafe."""
    seal = Seal(link.device, link.signs_with, link.keys)
    return Centre(link.url, link.token, seal, transport=transport)


def _address(url: str) -> httpx.URL:
    """The centre's address: https, or this machine itself. Raises: AddressNotSafe."""
    try:
        found = httpx.URL(url.rstrip("/"))
    except httpx.InvalidURL as error:
        raise errors.AddressNotSafe from error
    if found.scheme != "https" and not (found.scheme == "http" and found.host in _LOOPBACK):
        raise errors.AddressNotSafe
    return found


def _trouble_of(error: Exception) -> errors.CentreRefusal:
    """Which of the things that can stand in the way this is."""
    if isinstance(error, httpx.ProxyError) and "407" in str(error):
        return errors.ProxyAsks()
    return trust.refusal(error) or errors.CentreAway()


def _of_body(sent: packing.Sent) -> dict[str, str]:
    return {"Content-Type": _JSON} | ({"Content-Encoding": "zstd"} if sent.is_packed else {})


def _is_json(answer: httpx.Response) -> bool:
    return bool(answer.headers.get("content-type", "").split(";")[0] == _JSON)


def _is_answer(answer: httpx.Response) -> bool:
    """Too old a desk is answered in the same form as another one: its acts were taken in."""
    if answer.status_code != httpx.codes.UPGRADE_REQUIRED:
        return False
    try:
        msgspec.json.decode(answer.content, type=protocol.Answer)
    except protocol.UNREADABLE:
        return False
    return True


def _version(answer: httpx.Response) -> int:
    """The newest protocol that the centre speaks."""
    said = answer.headers.get(protocol.VERSION, "")
    return int(said) if said.isascii() and said.isdigit() else protocol.PROTOCOL


def _refused(answer: httpx.Response) -> errors.CentreRefusal:
    if answer.content:
        trouble = _read(answer.content, protocol.Trouble)
    else:  # an answer to HEAD says no more than its status
        trouble = protocol.Trouble(_SILENT.get(answer.status_code, ""))
    if trouble.code == "epoch":
        return errors.CentreRestored(epoch=trouble.epoch, kept=trouble.kept)
    if trouble.is_anothers:
        return errors.CodeForAnother()
    known: Any = _HEARS.get(trouble.code)
    if known is not None:
        refusal: errors.CentreRefusal = known()
        return refusal
    seconds = answer.headers.get("retry-after", "")
    if seconds.isdigit():
        return errors.CentreBusy(seconds=int(seconds))
    return errors.CentreAway()


def _read(content: bytes, kind: type[Message]) -> Message:
    try:
        return msgspec.json.decode(content, type=kind)
    except protocol.UNREADABLE as error:
        raise errors.NotTheCentre from error
