"""The way to the centre: one client, the system's certificates and proxy, plain words for trouble.

The only door to the network. Words are compressed (zstd), nothing is followed elsewhere, and a page that is
not the centre's is named as such.
"""

from types import TracebackType
from typing import Any, TypeVar

import httpx
import msgspec
import zstandard

from ehdesk import errors
from ehdesk.sync import protocol, trust

Message = TypeVar("Message")

_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
_JSON = "application/json"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HEARS = {
    "epoch": errors.CentreRestored,
    "token": errors.DeviceRevoked,
    "revoked": errors.DeviceRevoked,
    "second_life": errors.SecondLife,
    "too_old": errors.TooOldForCentre,
    "code": errors.CodeRefused,
}


class Centre:
    """One centre as this desk reaches it. `token` is what enrolling gave; "" before."""

    def __init__(self, url: str, token: str = "", *, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Ehdesk-Protocol": str(protocol.PROTOCOL), "Accept": _JSON, "User-Agent": "ehdesk"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(
            base_url=_address(url),
            headers=headers,
            timeout=_TIMEOUT,
            follow_redirects=False,
            transport=transport,
            verify=trust.context(),
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
        return self._ask("POST", "/sync/v1/exchange", protocol.Answer, body)

    def _ask(self, method: str, path: str, kind: type[Message], body: bytes | None = None) -> Message:
        headers: dict[str, str] = {}
        if body is not None:
            body = zstandard.ZstdCompressor(level=1).compress(body)
            headers = {"Content-Encoding": "zstd", "Content-Type": _JSON}
        try:
            answer = self._client.request(method, path, content=body, headers=headers)
        except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
            raise trust.refusal(error) or errors.CentreAway() from error
        if answer.headers.get("content-type", "").split(";")[0] != _JSON or answer.is_redirect:
            raise errors.NotTheCentre
        if answer.status_code != httpx.codes.OK:
            raise _refused(answer)
        return _read(answer.content, kind)


def _address(url: str) -> httpx.URL:
    """The centre's address: https, or this machine itself. Raises: AddressNotSafe."""
    try:
        found = httpx.URL(url.rstrip("/"))
    except httpx.InvalidURL as error:
        raise errors.AddressNotSafe from error
    if found.scheme != "https" and not (found.scheme == "http" and found.host in _LOOPBACK):
        raise errors.AddressNotSafe
    return found


def _refused(answer: httpx.Response) -> errors.CentreRefusal:
    trouble = _read(answer.content, protocol.Trouble)
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
    except msgspec.DecodeError as error:
        raise errors.NotTheCentre from error
