"""Rows as PostgreSQL takes in many at once: the binary form of COPY.

The driver's own way asks for every value by itself how it is to be written.
"""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

Kind = Literal["text", "int4", "int8", "bool", "bytea"]

_BEGINS, _ENDS = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_NOTHING = b"\xff\xff\xff\xff"
_LENGTH, _INT4, _INT8, _COLUMNS = (struct.Struct(form).pack for form in (">i", ">ii", ">iq", ">h"))


def _text(value: str) -> bytes:
    said = value.encode()
    return _LENGTH(len(said)) + said


def _bytea(value: Any) -> bytes:
    said = bytes(value)
    return _LENGTH(len(said)) + said


def _bool(value: bool) -> bytes:  # noqa: FBT001 - the value of a column
    return b"\0\0\0\1\1" if value else b"\0\0\0\1\0"


_WRITES: Mapping[Kind, Callable[[Any], bytes]] = {
    "text": _text,
    "int4": lambda value: _INT4(4, value),
    "int8": lambda value: _INT8(8, value),
    "bool": _bool,
    "bytea": _bytea,
}


def plain(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row as the driver takes it in: it knows no part of a message."""
    return tuple(bytes(value) if isinstance(value, msgspec.Raw) else value for value in row)


def packed(rows: Iterable[Sequence[Any]], kinds: Sequence[Kind]) -> bytes:
    """The rows as one block of bytes. `kinds`: those of their columns. Raises: struct.error, ValueError."""
    writes = [_WRITES[kind] for kind in kinds]
    begins = _COLUMNS(len(kinds))
    pieces = [_BEGINS]
    for row in rows:
        pieces.append(begins)
        pieces += [
            _NOTHING if value is None else write(value) for write, value in zip(writes, row, strict=True)
        ]
    pieces.append(_ENDS)
    return b"".join(pieces)
