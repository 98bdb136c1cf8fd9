"""What a request says, and no more of it than was agreed: whose it is, where a piece begins, its body."""

import asyncio
import re
from contextlib import nullcontext
from typing import TypeVar

from starlette.requests import Request

from ehdesk.centre import bodies, gates, idle, reading
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol

BODY_SECONDS = 60.0
"""How long a body may take to come."""

Message = TypeVar("Message")

_ASKS = b'"idle":true'
_LONGEST_QUESTION = 1 << 20
_RANGE = re.compile(r"bytes[ =](\d{1,12})-(?:\d{1,12}/(\d{1,12}))?", re.ASCII)


def place(request: Request) -> tuple[int, int]:
    """Where a piece begins, and in sending how large the file is. Raises: Refused ("unreadable")."""
    if request.method == "HEAD":
        return 0, 0
    name = "content-range" if request.method == "PUT" else "range"
    found = _RANGE.fullmatch(request.headers.get(name, ""))
    if found is None or (found[2] is None) is (request.method == "PUT"):
        raise Refused("unreadable", "say where the piece begins")
    return int(found[1]), int(found[2] or 0)


def is_too_old(request: Request) -> bool:
    """Whether a desk speaks a protocol that is not spoken any more. Raises: Refused ("unreadable")."""
    said = request.headers.get(protocol.VERSION, str(protocol.PROTOCOL))
    if not said.isascii() or not said.isdigit() or len(said) > 6:
        raise Refused("unreadable")
    return int(said) < protocol.OLDEST


def address(request: Request) -> str:
    """Where a message comes from: as the proxy on this machine says, where there is one."""
    return request.client.host if request.client else ""


def token(request: Request) -> str:
    """Raises: Refused ("token")."""
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not shown.strip() or not shown.isascii() or len(shown) > 300:
        raise Refused("token")
    return shown.strip()


def declared(request: Request) -> int:
    """How long a body is said to be; 0 where nothing is said of it. Raises: Refused ("unreadable")."""
    said = request.headers.get("content-length", "0")
    if not said.isascii() or not said.isdigit():
        raise Refused("unreadable")
    return int(said[:20])


async def received(request: Request, most: int, lines: gates.Lines | None = None, who: str = "") -> bytes:
    """The body as it comes, on one of a device's `lines`. Raises: Refused ("too_large", "unreadable")."""
    if declared(request) > most:
        raise Refused("too_large")
    try:
        async with asyncio.timeout(BODY_SECONDS) as ends:
            with lines.listening_to(who, ends) if lines else nullcontext():
                return await bodies.gathered(request.stream(), most)
    except TimeoutError as error:
        raise Refused("unreadable", "too slow") from error


def read(request: Request, packed: bytes, most: int) -> bodies.Body:
    """What a body says, and of which frames it is. Raises: Refused ("too_large", "unreadable")."""
    return bodies.read(packed, request.headers.get("content-encoding", "").strip().lower(), most)


def decoded(body: bytes, kind: type[Message]) -> Message:
    """Raises: Refused ("unreadable")."""
    try:
        return protocol.decoder(kind).decode(body)
    except (*protocol.UNREADABLE, ValueError) as error:
        raise Refused("unreadable") from error


def only_asks(body: bytes) -> protocol.Exchange | None:
    """A message that brings nothing and is no part of anything longer; None for any other, and for one with
    which no database could be asked. It is read before anybody has looked whose it is."""
    if len(body) > _LONGEST_QUESTION or _ASKS not in body:
        return None
    try:
        message = decoded(body, protocol.Exchange)
    except Refused:
        return None
    is_question = message.idle and idle.is_bare(message) and reading.is_sound(message)
    return message if is_question else None
