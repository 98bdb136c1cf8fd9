"""The way to the centre: what goes out, and each thing that can stand in the way in plain words."""

from collections.abc import Callable

import httpx
import pytest
import zstandard

from ehdesk import errors
from ehdesk.sync import http, protocol

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

    assert centre(hears).exchange(b'{"said":1}') == ANSWER
    (request,) = heard
    assert (request.method, request.url.path) == ("POST", "/sync/v1/exchange")
    assert request.headers["authorization"] == "Bearer a token"
    assert zstandard.ZstdDecompressor().decompress(request.content) == b'{"said":1}'


@pytest.mark.parametrize(
    ("hears", "refusal"),
    [
        (says(200, b"<html>Accept our terms</html>", {"content-type": "text/html"}), errors.NotTheCentre),
        (says(302, b"", {**JSON, "location": "https://portal.invalid"}), errors.NotTheCentre),
        (says(200, b'{"epoch": 7}'), errors.NotTheCentre),
        (says(200, b"not json at all"), errors.NotTheCentre),
        (says(409, trouble("epoch")), errors.CentreRestored),
        (says(409, trouble("second_life")), errors.SecondLife),
        (says(401, trouble("token")), errors.DeviceRevoked),
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
