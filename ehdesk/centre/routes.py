"""The centre over HTTP: hello, enrol, exchange, and whether it is well. Keeps nothing between two requests.

Logs carry ids and counts only. An answer never holds what went wrong inside.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ehdesk import errors, log
from ehdesk.centre import (
    bodies,
    enclosures,
    enrolling,
    exchange,
    hearing,
    idle,
    pacing,
    people,
    reading,
    refusing,
    sealed,
    signing,
    store,
)
from ehdesk.centre.gates import Gate, Lines, Scales
from ehdesk.centre.refusing import Refused
from ehdesk.clock import Clock
from ehdesk.sync import protocol

AT_ONCE = 16
"""How many messages one process works on at a time; who comes while it does is asked to come again."""

LINES = 200
"""How many messages one process listens to at a time: a slow line holds up nobody who has all of its own."""

LINES_OF_ONE = 6
"""How many of these may be of one device: it has two or three under way, and some that are dead already."""

STRANGERS = 40
"""The same of messages that ask to be let in, from whoever it may be."""

MUCH, MUCH_AT_ONCE = 8 << 20, 1
"""How many bytes a message says that is much, and how many of these are read at a time: it may become a
hundred times as much in the memory."""

SMALL = 16 << 10
"""A message of so many bytes is heard out before anybody asks whose it is."""

_RETRY_SECONDS = 20
_JSON = "application/json"

Handler = Callable[[Request], Awaitable[Response]]
Doorkeeper = Callable[[store.Store, str], people.Device]

_log = log.get(__name__)


@dataclass(frozen=True)
class Desk:
    """What the routes work with. One for each process."""

    opened: store.Store
    clock: Clock
    gate: Gate
    threads: ThreadPoolExecutor
    lines: Gate = field(default_factory=lambda: Gate(LINES))
    lines_of: Lines = field(default_factory=lambda: Lines(LINES_OF_ONE))
    strangers: Gate = field(default_factory=lambda: Gate(STRANGERS))
    much: Scales = field(default_factory=lambda: Scales(MUCH, MUCH_AT_ONCE))
    pace: pacing.Pace = field(default_factory=pacing.Pace)

    async def hello(self, request: Request) -> Response:
        """GET: who this is, which protocols and limits, and the keys to pin."""
        asked = request.query_params.get("authority", "")
        return _said(request, await run_in_threadpool(enrolling.hello, self.opened, asked))

    async def enrol(self, request: Request) -> Response:
        """POST: let a desk in."""
        if hearing.is_too_old(request):
            raise Refused("too_old")
        address = hearing.address(request)
        self.pace.check_address(address)
        with self.strangers.entered():
            packed = await hearing.received(request, SMALL)
        with self.gate.entered():
            message = hearing.decoded(await _unpacked(request, packed, SMALL), protocol.Enrol)
            with self._counted(address):
                told = await run_in_threadpool(enrolling.enrol, self.opened, message, self.clock.now())
        _log.info("device %s enrolled", told.device)
        return _said(request, told)

    async def exchange(self, request: Request) -> Response:
        """POST: take acts in and give others' back."""
        hearing.is_too_old(
            request
        )  # one that cannot be read is refused before anything is asked of the database
        limits = enrolling.LIMITS
        with self.lines.entered():
            token = hearing.token(request)
            who = self._of_short(request, token)
            device = None if who else await self._device(request)
            most = limits.sent_bytes if device else SMALL
            packed = await hearing.received(request, most, self.lines_of, device.id if device else who)
        with self.gate.entered():
            if device is None:
                with self._counted(hearing.address(request)):
                    return await self._beside(self._short, request, token, packed)
            body = await _read(request, packed, limits.plain_bytes)
            return await self._beside(self._exchange, request, device, body)

    async def _beside(self, work: Callable[..., Response], *said: Any) -> Response:
        """Do it on a thread: as `run_in_threadpool`, which takes half as long again to come there."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *said)

    def _of_short(self, request: Request, token: str) -> str:
        """Whose message is heard out first, and answered without coming back here in between: a small one of
        a desk that was here before; "" for any other. Raises: Refused ("too_many", "unreadable")."""
        device = self.pace.good.get(signing.hash_of(token))
        if device is None or not 0 < hearing.declared(request) <= SMALL:
            return ""
        self.pace.exchanges.spend(device)
        return device

    def _short(self, request: Request, token: str, packed: bytes) -> Response:
        """A small message: most of them only ask, and nobody has anything to tell them."""
        try:
            body = hearing.read(request, packed, enrolling.LIMITS.plain_bytes)
        except Refused:
            people.device_at_door(self.opened, token)  # who it is is asked before what it says
            raise
        asks = None if hearing.is_too_old(request) else hearing.only_asks(body.plain)
        if asks is None:
            return self._exchange(request, people.device_at_door(self.opened, token), body)
        digest = signing.digest(body.plain)

        def check(device: people.Device) -> None:
            _check_signed(request, device, protocol.exchange_text(device.id, digest))

        device, told = idle.at_door(self.opened, token, asks, self.clock.now(), check)
        told = told or exchange.answered(self.opened, device, asks, self.clock.now(), digest=digest)
        return _told(request, device, asks, digest, *told)

    async def _device(
        self, request: Request, known_by: Doorkeeper = people.device_at_door, *, brings_pieces: bool = False
    ) -> people.Device:
        """Who is at the door. Raises: Refused ("token", "revoked", "too_many"), errors.DatabaseAway."""
        token, address = hearing.token(request), hearing.address(request)
        shown = signing.hash_of(token)
        self.pace.check_address(address, shown)
        with self._counted(address):
            device = await run_in_threadpool(known_by, self.opened, token)
        self.pace.was_good(shown, device.id)
        (self.pace.pieces if brings_pieces else self.pace.exchanges).spend(device.id)
        return device

    @contextmanager
    def _counted(self, address: str) -> Iterator[None]:
        """A wrong token or code counts against the address that it comes from."""
        try:
            yield
        except Refused as refused:
            if refused.trouble.code in ("token", "code"):
                self.pace.was_wrong(address)
            raise

    def _exchange(self, request: Request, device: people.Device, body: bodies.Body) -> Response:
        """A token alone, stolen or guessed, is nothing: the desk signs with the key that it enrolled with."""
        digest = signing.digest(body.plain)
        _check_signed(request, device, protocol.exchange_text(device.id, digest))
        weight = reading.weight(body.plain)
        if weight > enrolling.LIMITS.plain_bytes:
            raise Refused("too_large")
        with self.much.entered_by(weight):
            message = hearing.decoded(body.plain, protocol.Exchange)
            if len(message.acts) > exchange.LIMITS.acts:
                raise Refused("too_large")  # before each of them is looked for among the frames
            is_too_old, frames = hearing.is_too_old(request), body.frames_of(message.acts)
            heard = (self.opened, device, message, self.clock.now())
            told = exchange.answered(*heard, digest=digest, is_too_old=is_too_old, frames=frames)
        return _told(request, device, message, digest, *told)

    async def file(self, request: Request) -> Response:
        """HEAD: how far this desk has come in sending a file. PUT: the next piece. GET: a piece of it."""
        sha256 = request.path_params["sha256"]
        with self.lines.entered():
            device = await self._device(request, brings_pieces=True)
            start, size = hearing.place(request)
            packed = await self._piece_of(request, device)
        with self.gate.entered():
            piece = await _unpacked(request, packed, protocol.PIECE) if packed else b""
            said = protocol.file_text(device.id, device.round_digest, request.method, sha256, start, piece)
            _check_signed(request, device, said)
            asked = enclosures.Piece(start, size, piece)
            return await run_in_threadpool(self._file, request, device, sha256, asked)

    def _file(
        self, request: Request, device: people.Device, sha256: str, asked: enclosures.Piece
    ) -> Response:
        now = self.clock.now()
        if request.method == "PUT":
            return _said(request, enclosures.take(self.opened, device, sha256, asked, now))
        if request.method == "GET":
            return _piece(enclosures.give(self.opened, device, sha256, asked.start))
        told = enclosures.look(self.opened, device, sha256)
        held = {protocol.HELD: str(told.held), protocol.SIZE: str(told.size), "Cache-Control": "no-store"}
        return Response(b"", media_type=_JSON, headers=held)

    async def _piece_of(self, request: Request, device: people.Device) -> bytes:
        """What a device sends of a file. Raises: Refused ("too_large", "unreadable")."""
        if request.method != "PUT":
            return b""
        return await hearing.received(request, protocol.PIECE, self.lines_of, device.id)

    async def sealed(self, request: Request) -> Response:
        """HEAD: how much of a part of a locked laptop's journal is here. PUT: the next piece of it."""
        with self.lines.entered():
            device = await self._device(request, people.device_handing_in, brings_pieces=True)
            name, (start, _) = request.path_params["name"], hearing.place(request)
            packed = await self._piece_of(request, device)
        with self.gate.entered():
            if request.method == "HEAD":
                held = await run_in_threadpool(sealed.look, self.opened, device, name)
                told = {protocol.HELD: str(held.size), protocol.DIGEST: held.digest}
                return Response(b"", media_type=_JSON, headers={**told, "Cache-Control": "no-store"})
            piece = await _unpacked(request, packed, protocol.PIECE)
            took = (self.opened, device, name, start, piece, self.clock.now())
            return _said(request, await run_in_threadpool(sealed.take, *took))

    async def received(self, request: Request) -> Response:
        """DELETE: the laptop was unlocked, and all that it handed in has come in the ordinary way."""
        with self.gate.entered():
            device = await self._device(request)
            said = protocol.file_text(device.id, device.round_digest, "DELETE", "sealed", 0, b"")
            _check_signed(request, device, said)
            await run_in_threadpool(sealed.forget, self.opened, device)
            return _said(request, protocol.Filed(0, 0))

    async def health(self, request: Request) -> Response:  # noqa: ARG002 - what a route is handed
        """GET: the process is alive."""
        return Response("alive", media_type="text/plain")

    async def ready(self, request: Request) -> Response:  # noqa: ARG002 - what a route is handed
        """GET: the database answers."""
        if await run_in_threadpool(self.opened.is_ready):
            return Response("ready", media_type="text/plain")
        return Response("waiting for the database", 503, media_type="text/plain", headers=_later())


def app(opened: store.Store, clock: Clock, *, at_once: int = AT_ONCE) -> Starlette:
    """The centre as an ASGI application. It gives the database back when it stops."""
    threads = ThreadPoolExecutor(max(1, at_once), "exchange")
    desk = Desk(opened, clock, Gate(at_once), threads)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(threads.shutdown)
        await run_in_threadpool(opened.close)

    return Starlette(
        routes=[
            Route("/sync/v1/exchange", _guarded(desk.exchange), methods=["POST"]),
            Route("/sync/v1/hello", _guarded(desk.hello), methods=["GET"]),
            Route("/sync/v1/enrol", _guarded(desk.enrol), methods=["POST"]),
            Route("/sync/v1/files/{sha256}", _guarded(desk.file), methods=["HEAD", "GET", "PUT"]),
            Route("/sync/v1/sealed", _guarded(desk.received), methods=["DELETE"]),
            Route("/sync/v1/sealed/{name}", _guarded(desk.sealed), methods=["HEAD", "PUT"]),
            Route("/health", _guarded(desk.health), methods=["GET"]),
            Route("/ready", _guarded(desk.ready), methods=["GET"]),
        ],
        exception_handlers={HTTPException: _no_such_place},
        lifespan=lifespan,
    )


def _guarded(handler: Handler) -> Handler:
    """The edge: whatever happens inside, the answer is one of ours and holds nothing of a family."""

    async def answer(request: Request) -> Response:
        if _is_ambiguous(request):
            return _trouble(protocol.Trouble("unreadable", "one length only"), close=True)
        try:
            return await handler(request)
        except Refused as refused:
            return _trouble(refused.trouble)
        except errors.DatabaseAway as error:
            _log.warning("busy: %s", log.where(error))
            return _trouble(protocol.Trouble("busy"))
        except ClientDisconnect:
            return _trouble(protocol.Trouble("unreadable"))
        except Exception as error:  # noqa: BLE001 - the edge: a traceback may hold what was written
            _log.error("unforeseen: %s", log.where(error))
            return _trouble(protocol.Trouble("unforeseen"), 500)

    return answer


async def _no_such_place(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _trouble(protocol.Trouble("unreadable", "there is nothing here"), status)


def _is_ambiguous(request: Request) -> bool:
    """Whether a proxy and we could disagree where a message ends: what follows might be another's then."""
    said = request.headers.get("transfer-encoding")
    return said is not None and ("content-length" in request.headers or said.strip().lower() != "chunked")


def _trouble(trouble: protocol.Trouble, status: int | None = None, *, close: bool = False) -> Response:
    code = status or refusing.STATUS.get(trouble.code, 400)
    headers = (_later() if code in refusing.LATER else {}) | ({"Connection": "close"} if close else {})
    return Response(protocol.encode(trouble), code, media_type=_JSON, headers=headers)


def _later() -> dict[str, str]:
    return {"Retry-After": str(_RETRY_SECONDS)}


def _said(request: Request, message: msgspec.Struct) -> Response:
    """A message, compressed where the desk takes it."""
    return _packed(request, protocol.encode(message), {})


def _packed(request: Request, plain: bytes, said: dict[str, str], status: int = 200) -> Response:
    content, encoding = bodies.packed(plain, request.headers.get("accept-encoding", ""))
    headers = {"Content-Encoding": encoding} if encoding else {}
    headers |= {**said, protocol.VERSION: str(protocol.PROTOCOL), "Cache-Control": "no-store"}
    return Response(content, status, media_type=_JSON, headers=headers)


def _told(
    request: Request,
    device: people.Device,
    message: protocol.Exchange,
    digest: str,
    answer: protocol.Answer,
    signer: signing.Signer,
) -> Response:
    """An answer, signed as a whole. What counts for nothing leaves no line either: nearly all are such."""
    if not answer.idle or answer.arrivals:
        aside = sum(ack.verdict == "aside" for ack in answer.acks)
        told = device.id, message.number, len(answer.acks), aside, len(answer.arrivals)
        _log.info("device %s round %d: %d acts, %d set aside, %d told", *told)
    content = protocol.encode(answer)
    said = _answer_text(request, device, digest, content, is_idle=answer.idle)
    status = refusing.STATUS["too_old"] if answer.code == "too_old" else 200
    return _packed(request, content, {protocol.SIGNATURE: signer.sign(said)}, status)


def _piece(piece: enclosures.Piece) -> Response:
    """A piece of a file: bytes and nothing else, never shown and never kept on the way."""
    end = piece.start + len(piece.content) - 1
    headers = {
        "Content-Range": f"bytes {piece.start}-{end}/{piece.size}",
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(piece.content, 206, media_type="application/octet-stream", headers=headers)


def _check_signed(request: Request, device: people.Device, said: bytes) -> None:
    """Raises: Refused ("signature")."""
    if not signing.is_signed(device.public_key, request.headers.get(protocol.SIGNATURE, ""), said):
        raise Refused("signature")


def _answer_text(
    request: Request, device: people.Device, digest: str, content: bytes, *, is_idle: bool
) -> bytes:
    """What is signed of an answer: of one that counts for nothing, with the desk's word for this one time."""
    answered = (device.id, digest, signing.digest(content))
    if is_idle:
        return protocol.idle_text(*answered, request.headers.get(protocol.ASKED, ""))
    return protocol.answer_text(*answered)


async def _unpacked(request: Request, packed: bytes, most: int) -> bytes:
    """What a body says. Raises: Refused ("too_large", "unreadable")."""
    return (await _read(request, packed, most)).plain


async def _read(request: Request, packed: bytes, most: int) -> bodies.Body:
    """What a body says, and of which frames it is. Raises: Refused ("too_large", "unreadable")."""
    if "content-encoding" not in request.headers and len(packed) <= SMALL:
        return bodies.Body(packed)  # as it is: no other thread has to look
    return await run_in_threadpool(hearing.read, request, packed, most)
