"""A bundle as bytes: read with every fault by its place, or written."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from ehdesk import errors, files
from ehdesk.models import bundle_check, bundle_shape

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

LARGEST = 50 * 1024 * 1024
DEEPEST = 32
MOST_FAULTS = 500
_TURNS = re.compile("[\u202d\u202e]|\\\\u202[de]", re.IGNORECASE)
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def read(content: bytes, *, today: date) -> bundle_shape.Checked:
    """The bundle that `content` holds. `today` (London) is what no date may lie after.

    Raises: BundleTooLarge, BundleUnreadable (not JSON, nested too deep), BundleFaulty (every fault).
    """
    if len(content) > LARGEST:
        raise errors.BundleTooLarge(megabytes=LARGEST // (1024 * 1024))
    said = _parse(content)
    faults = _schema_faults(said)
    if faults:
        raise errors.BundleFaulty(faults)
    try:
        bundle = msgspec.convert(said, bundle_shape.Bundle)
    except msgspec.ValidationError as error:  # a moment of the right shape that is on no calendar
        where = str(error).partition(" - at `$.")[2].rstrip("`")
        raise errors.BundleFaulty((bundle_shape.Fault(where, "There is no such moment"),)) from error
    faults, warnings = bundle_check.check(bundle, today=today)
    if faults:
        raise errors.BundleFaulty(faults)
    turned = tuple(_turned(said)) if _TURNS.search(content.decode("utf-8-sig")) else ()
    return bundle_shape.Checked(bundle, (*warnings, *turned))


def write(bundle: bundle_shape.Bundle) -> bytes:
    """The bundle as indented JSON, in UTF-8, with `"bundle": 1` standing first."""
    said = {"bundle": bundle.bundle, **msgspec.to_builtins(bundle)}
    return msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n"


def _parse(content: bytes) -> object:
    """Python values of JSON bytes, refusing what JSON forbids and what would hurt later."""
    try:
        text = content.decode("utf-8-sig")
        said: object = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise errors.BundleUnreadable(reason="it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}: {error.msg}"
        reason = place if text.strip() else "there is nothing in it"
        raise errors.BundleUnreadable(reason=reason) from error
    except RecursionError as error:
        raise errors.BundleUnreadable(reason="it is nested too deep") from error
    except ValueError as error:  # a number of thousands of digits; or one of our own two below
        raise errors.BundleUnreadable(reason=str(error)) from error
    _refuse_depth(said)
    lower = text.lower()
    if "\\ud" in lower or "\\u0000" in lower:
        _refuse_broken_text(said)
    return said


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} stands twice in one place")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that JSON knows")


def _refuse_depth(said: object) -> None:
    """Level by level, so that a deep file costs us no recursion."""
    level = [said]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise errors.BundleUnreadable(reason="it is nested too deep")


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _refuse_broken_text(said: object) -> None:
    """NUL and half a character pair can be written as JSON, but no database or page can hold them."""
    waiting = [said]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.keys())
        waiting.extend(_inside(value))
        if isinstance(value, str) and _UNKEEPABLE.search(value):
            raise errors.BundleUnreadable(reason="it holds a NUL or half of a character in a text")


def _turned(said: object, path: tuple[str | int, ...] = ()) -> Iterator[bundle_shape.Fault]:
    """Where a text holds a sign that nobody sees and that turns the reading round: it is kept, and told."""
    if isinstance(said, str) and _TURNS.search(said):
        words = "An invisible sign in this text turns the reading round. Read it letter by letter"
        yield bundle_shape.Fault(bundle_shape.place(path), words)
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for key, value in inside:
        yield from _turned(value, (*path, key))


def _schema_faults(said: object) -> tuple[bundle_shape.Fault, ...]:
    from jsonschema import Draft202012Validator  # late: 80 ms that only an import needs

    schema = json.loads(files.bundle_schema().read_bytes())
    faults: dict[bundle_shape.Fault, None] = {}  # of two missing keys each error tells both: once is enough
    for found in Draft202012Validator(schema).iter_errors(said):
        faults |= dict.fromkeys(_in_plain_words(found))
        if len(faults) >= MOST_FAULTS:
            break
    return tuple(sorted(faults, key=lambda fault: fault.path)[:MOST_FAULTS])


def _in_plain_words(found: "ValidationError") -> Iterator[bundle_shape.Fault]:
    place, keyword = bundle_shape.place(found.absolute_path), str(found.validator)
    said: Any = found.instance
    asked: Any = found.validator_value
    schema: Any = found.schema
    if keyword == "additionalProperties":
        for name in said.keys() - schema.get("properties", {}).keys():
            yield bundle_shape.Fault(f"{place}.{name}".lstrip("."), "There is no such key here")
    elif keyword == "required":
        for name in (name for name in asked if name not in said):
            yield bundle_shape.Fault(f"{place}.{name}".lstrip("."), "This is missing")
    else:
        words = _sentence(keyword, asked, schema.get("description", ""))
        yield bundle_shape.Fault(place or "the file", words)


_TYPES = {
    "object": "a set of keys and values",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
}


def _sentence(keyword: str, asked: Any, described: str) -> str:
    match keyword:
        case "type":
            names = [asked] if isinstance(asked, str) else asked
            return "This should be " + " or ".join(_TYPES[name] for name in names)
        case "enum":
            return "This should be one of: " + ", ".join(str(one) for one in asked)
        case "const":
            return f"This should be {json.dumps(asked)}"
        case "pattern":
            return f"This has not the right shape: {described or asked}"
        case "minLength":
            return "This is empty"
        case "uniqueItems":
            return "The same stands here twice"
        case "oneOf":
            return "This has none of the shapes that may stand here"
        case "minimum" | "maximum" | "maxLength":
            return f"This is out of bounds (the {keyword} is {asked})"
    return "This has not the right shape"
