#!/usr/bin/env python3
"""Write docs/sync-openapi.json from the messages and the centre's own routes, so that it cannot lie.

.venv/bin/python installer/tell_protocol.py
"""

import inspect
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402

from ehdesk import clock  # noqa: E402
from ehdesk.centre import refusing, routes, store  # noqa: E402
from ehdesk.sync import protocol  # noqa: E402

PAGE = ROOT / "docs" / "sync-openapi.json"
SCHEMAS = "#/components/schemas/"
JSON = "application/json"
WORDS = "text/plain"
BYTES = "application/octet-stream"

ANYWHERE = ("unreadable", "too_old", "busy", "too_many")
AT_THE_DOOR = ("token", "revoked", "signature")


FILE = "/sync/v1/files/{sha256}"
SEALED = "/sync/v1/sealed/{name}"
OF_SEALED = ("unreadable", "busy", "too_many", "token")
NAMED = {"file": "sha256", "sealed": "name"}
"""Where several methods lead to one name, and what the name is called."""
OF_FILES = ("unreadable", "busy", "too_many", *AT_THE_DOOR, "no_file")


@dataclass(frozen=True)
class Way:
    """What is said on one way to the centre, and what is answered. `troubles` are the codes of refusals;
    `piece` is "said" or "answered" where that is a piece of a file."""

    name: str
    answer: type[msgspec.Struct] | None
    says: type[msgspec.Struct] | None = None
    troubles: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    waits: bool = False
    piece: str = ""

    @property
    def has_pieces(self) -> bool:
        """Whether it speaks of a file, or of a part of a journal, by its name."""
        return self.name in NAMED

    @property
    def is_signed(self) -> bool:
        """Whether the desk signs what it says."""
        return "signature" in self.troubles


WAYS: dict[tuple[str, str], Way] = {
    ("GET", "/sync/v1/hello"): Way(
        "hello", protocol.Hello, troubles=("unreadable", "busy"), asked=("authority",)
    ),
    ("POST", "/sync/v1/enrol"): Way(
        "enrol", protocol.Enrolled, protocol.Enrol, troubles=(*ANYWHERE, "code", "too_large")
    ),
    ("POST", "/sync/v1/exchange"): Way(
        "exchange",
        protocol.Answer,
        protocol.Exchange,
        troubles=(*ANYWHERE, *AT_THE_DOOR, "epoch", "second_life", "too_large"),
    ),
    ("HEAD", FILE): Way("file", None, troubles=OF_FILES),
    ("PUT", FILE): Way("file", protocol.Filed, troubles=(*OF_FILES, "too_large"), piece="said"),
    ("GET", FILE): Way("file", None, troubles=OF_FILES, piece="answered"),
    ("HEAD", SEALED): Way("sealed", None, troubles=OF_SEALED),
    ("PUT", SEALED): Way("sealed", protocol.Filed, troubles=(*OF_SEALED, "too_large"), piece="said"),
    ("DELETE", "/sync/v1/sealed"): Way(
        "received", protocol.Filed, troubles=("busy", "too_many", *AT_THE_DOOR)
    ),
    ("GET", "/health"): Way("health", None),
    ("GET", "/ready"): Way("ready", None, waits=True),
}
"""Every way to the centre. One that the centre has and that is not told here stops the page."""

PARAMETERS: dict[str, dict[str, Any]] = {
    "authority": {"in": "query", "description": "Which authority is meant, where the centre keeps several."},
    "Ehdesk-Protocol": {
        "in": "header",
        "description": "The version of the protocol that the desk speaks; without it, the newest.",
    },
    "Content-Encoding": {"in": "header", "description": "How the body is packed."},
    "sha256": {"in": "path", "required": True, "description": "The SHA-256 of the whole file, in hex."},
    "name": {"in": "path", "required": True, "description": "A part of a sealed journal, or its header."},
    "Content-Range": {"in": "header", "required": True, "description": "Where the piece lies in the file."},
    "Range": {"in": "header", "required": True, "description": "Where the piece begins."},
    protocol.SIGNATURE: {
        "in": "header",
        "required": True,
        "description": "The desk's Ed25519 signature in hex. Over what: sync-protocol.md.",
    },
}
KINDS: dict[str, dict[str, Any]] = {
    "authority": {"type": "string"},
    "Ehdesk-Protocol": {"type": "string", "pattern": "^[0-9]{1,6}$"},
    "Content-Encoding": {"enum": ["identity", "zstd", "gzip"]},
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "name": {"type": "string", "pattern": "^(header-[0-9a-f]{16}|[0-9]{8}(-[0-9a-f]{16})?)$"},
    "Content-Range": {"type": "string", "pattern": "^bytes [0-9]+-[0-9]+/[0-9]+$"},
    "Range": {"type": "string", "pattern": "^bytes=[0-9]+-$"},
    protocol.SIGNATURE: {"type": "string", "pattern": "^[0-9a-f]{128}$"},
}


def page() -> str:
    """The whole description as JSON. Raises: ValueError where the centre's ways are not all told."""
    _check_ways_are_told()
    paths: dict[str, dict[str, Any]] = {}
    for (method, path), way in WAYS.items():
        paths.setdefault(path, {})[method.lower()] = _operation(method, way)
    told = {
        "openapi": "3.1.0",
        "info": {
            "title": "The way to the centre",
            "version": str(protocol.PROTOCOL),
            "description": "What a desk and a centre say to each other. In plain words: sync-protocol.md.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _check_ways_are_told() -> None:
    unopened = cast("store.Store", None)  # no route is walked here
    known = set(_ways_of(routes.app(unopened, clock.system()).routes))
    told = {where for where in WAYS if where[0] != "HEAD"}  # GET answers that, too
    if known != told:
        raise ValueError(f"told and not there, or there and not told: {sorted(known ^ told)}")
    unknown = {code for way in WAYS.values() for code in way.troubles} - refusing.STATUS.keys()
    if unknown:
        raise ValueError(f"no trouble is called {sorted(unknown)}")


def _ways_of(every: Any) -> Iterator[tuple[str, str]]:
    for route in every:
        for method in route.methods - {"HEAD"}:
            yield method, route.path


def _operation(method: str, way: Way) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": f"{method.lower()}_{way.name}" if way.has_pieces else way.name,
        "summary": _first_line(method, way),
    }
    if named := _parameters(way):
        said["parameters"] = [{"name": one, **PARAMETERS[one], "schema": KINDS[one]} for one in named]
    if way.says is not None:
        said["requestBody"] = {"required": True, "content": _content(way.says)}
    elif way.piece == "said":
        said["requestBody"] = {"required": True, "content": {BYTES: {"schema": {}}}}
    if "token" in way.troubles:
        said["security"] = [{"device": []}]
    said["responses"] = _responses(way)
    return said


def _parameters(way: Way) -> tuple[str, ...]:
    headers = ("Ehdesk-Protocol", "Content-Encoding") if way.says else ()
    signed = (protocol.SIGNATURE,) if way.is_signed else ()
    of_file = (NAMED[way.name],) if way.has_pieces else ()
    place = {"said": ("Content-Range",), "answered": ("Range",)}.get(way.piece, ())
    return (*way.asked, *of_file, *place, *headers, *signed)


def _first_line(method: str, way: Way) -> str:
    """What the route says of itself: of one method where it has several."""
    written = inspect.getdoc(getattr(routes.Desk, way.name)) or ""
    parts = dict(re.findall(r"\b(GET|HEAD|POST|PUT|DELETE): (.*?)(?:\.|;|$)", " ".join(written.splitlines())))
    return str(parts[method])


def _content(message: type[msgspec.Struct] | None) -> dict[str, Any]:
    if message is None:
        return {WORDS: {"schema": {"type": "string"}}}
    return {JSON: {"schema": {"$ref": SCHEMAS + message.__name__}}}


def _responses(way: Way) -> dict[str, Any]:
    told: dict[str, Any] = {"200": {"description": "Done.", "content": _content(way.answer)}}
    if way.piece == "answered":
        told = {"206": {"description": "A piece of it.", "content": {BYTES: {"schema": {}}}}}
    elif way.has_pieces and not way.piece:
        length = {"schema": {"type": "integer"}, "description": "In bytes."}
        whole = {"schema": {"type": "string"}, "description": "The SHA-256 of it, in hex."}
        more = {protocol.SIZE: length} if way.name == "file" else {protocol.DIGEST: whole}
        told = {"200": {"description": "How far.", "headers": {protocol.HELD: length, **more}}}
    if way.waits:
        told["503"] = {"description": "Not yet.", "content": _content(None), "headers": _retry()}
    codes: dict[int, list[str]] = {}
    for code in way.troubles:
        codes.setdefault(refusing.STATUS[code], []).append(code)
    for status, some in sorted(codes.items()):
        one: dict[str, Any] = {"description": ", ".join(some), "content": _content(protocol.Trouble)}
        if status in refusing.LATER:
            one["headers"] = _retry()
        if way.says is protocol.Exchange and status == refusing.STATUS["too_old"]:
            one["content"] = _content(protocol.Answer)
            one["description"] += ": the acts are taken in, and nothing is told"
        told[str(status)] = one
    return told


def _retry() -> dict[str, Any]:
    return {"Retry-After": {"schema": {"type": "integer"}, "description": "After so many seconds."}}


def _schemas() -> dict[str, Any]:
    """Every message, as JSON Schema. An act that says something else than an act is set aside by itself."""
    spoken = [kind for way in WAYS.values() for kind in (way.says, way.answer) if kind]
    named = [*spoken, protocol.Act, protocol.Sealed, protocol.Trouble]
    _, schemas = msgspec.json.schema_components(named, ref_template=SCHEMAS + "{name}")
    either = [{"$ref": f"{SCHEMAS}{name}"} for name in ("Act", "Sealed")]
    schemas["Exchange"]["properties"]["acts"]["items"] = {"anyOf": either}
    schemas["Trouble"]["properties"]["code"]["enum"] = sorted(refusing.STATUS)
    for one in schemas.values():
        if "description" in one:
            one["description"] = inspect.cleandoc(one["description"])
    return dict(sorted(schemas.items()))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
