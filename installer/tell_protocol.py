#!/usr/bin/env python3
"""Write docs/sync-openapi.json from the messages and the centre's own routes, so that it cannot lie.

.venv/bin/python installer/tell_protocol.py
"""

import inspect
import json
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

ANYWHERE = ("unreadable", "too_old", "busy", "too_many")
AT_THE_DOOR = ("token", "revoked", "signature")


@dataclass(frozen=True)
class Way:
    """What is said on one way to the centre, and what is answered. `troubles` are the codes of refusals."""

    name: str
    answer: type[msgspec.Struct] | None
    says: type[msgspec.Struct] | None = None
    troubles: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    waits: bool = False


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
}
KINDS: dict[str, dict[str, Any]] = {
    "authority": {"type": "string"},
    "Ehdesk-Protocol": {"type": "string", "pattern": "^[0-9]{1,6}$"},
    "Content-Encoding": {"enum": ["identity", "zstd", "gzip"]},
}


def page() -> str:
    """The whole description as JSON. Raises: ValueError where the centre's ways are not all told."""
    _check_ways_are_told()
    paths: dict[str, dict[str, Any]] = {}
    for (method, path), way in WAYS.items():
        paths.setdefault(path, {})[method.lower()] = _operation(way)
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
    if known != WAYS.keys():
        raise ValueError(f"told and not there, or there and not told: {sorted(known ^ WAYS.keys())}")
    unknown = {code for way in WAYS.values() for code in way.troubles} - refusing.STATUS.keys()
    if unknown:
        raise ValueError(f"no trouble is called {sorted(unknown)}")


def _ways_of(every: Any) -> Iterator[tuple[str, str]]:
    for route in every:
        for method in route.methods - {"HEAD"}:
            yield method, route.path


def _operation(way: Way) -> dict[str, Any]:
    headers = ("Ehdesk-Protocol", "Content-Encoding") if way.says else ()
    said: dict[str, Any] = {"operationId": way.name, "summary": _first_line(way)}
    if named := (*way.asked, *headers):
        said["parameters"] = [{"name": one, **PARAMETERS[one], "schema": KINDS[one]} for one in named]
    if way.says is not None:
        said["requestBody"] = {"required": True, "content": _content(way.says)}
    if set(AT_THE_DOOR) <= set(way.troubles):
        said["security"] = [{"device": []}]
    said["responses"] = _responses(way)
    return said


def _first_line(way: Way) -> str:
    written = inspect.getdoc(getattr(routes.Desk, way.name)) or ""
    return written.splitlines()[0].partition(": ")[2]


def _content(message: type[msgspec.Struct] | None) -> dict[str, Any]:
    if message is None:
        return {WORDS: {"schema": {"type": "string"}}}
    return {JSON: {"schema": {"$ref": SCHEMAS + message.__name__}}}


def _responses(way: Way) -> dict[str, Any]:
    told = {"200": {"description": "Done.", "content": _content(way.answer)}}
    if way.waits:
        told["503"] = {"description": "Not yet.", "content": _content(None), "headers": _retry()}
    codes: dict[int, list[str]] = {}
    for code in way.troubles:
        codes.setdefault(refusing.STATUS[code], []).append(code)
    for status, some in sorted(codes.items()):
        one: dict[str, Any] = {"description": ", ".join(some), "content": _content(protocol.Trouble)}
        if status in refusing.LATER:
            one["headers"] = _retry()
        told[str(status)] = one
    return told


def _retry() -> dict[str, Any]:
    return {"Retry-After": {"schema": {"type": "integer"}, "description": "After so many seconds."}}


def _schemas() -> dict[str, Any]:
    """Every message, as JSON Schema. An act that says something else than an act is set aside by itself."""
    spoken = [kind for way in WAYS.values() for kind in (way.says, way.answer) if kind]
    named = [*spoken, protocol.Act, protocol.Trouble]
    _, schemas = msgspec.json.schema_components(named, ref_template=SCHEMAS + "{name}")
    schemas["Exchange"]["properties"]["acts"]["items"] = {"$ref": f"{SCHEMAS}Act"}
    schemas["Trouble"]["properties"]["code"]["enum"] = sorted(refusing.STATUS)
    for one in schemas.values():
        if "description" in one:
            one["description"] = inspect.cleandoc(one["description"])
    return dict(sorted(schemas.items()))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
