"""The records of an authority as they stand, and the acts that made them so: read and written set-wise."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from ehdesk.centre import store, tables
from ehdesk.rules import settling
from ehdesk.sync import protocol

_encoder = msgspec.json.Encoder()
_fields_decoder = msgspec.json.Decoder(dict[str, Any])
_voices_decoder = msgspec.json.Decoder(dict[str, tuple[str, str, int]])
_decoder = msgspec.json.Decoder()


@dataclass(frozen=True)
class Held:
    """One record as it stands. Its fields and voices are JSON; `standing` gives a copy to change."""

    id: str
    kind: str
    scope: str
    family: str | None
    episode: str | None
    beside: str | None
    form: str | None
    form_version: int | None
    author: str
    packed: bytes = b"{}"
    packed_voices: bytes = b"{}"

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The fields, to be read."""
        return _fields_decoder.decode(self.packed)

    @cached_property
    def voices(self) -> dict[str, tuple[str, str, int]]:
        """Who set each path last, to be read: act, incarnation, number."""
        return _voices_decoder.decode(self.packed_voices)

    def standing(self) -> settling.Standing:
        """A copy to change."""
        voices = _voices_decoder.decode(self.packed_voices)
        return settling.Standing(
            _fields_decoder.decode(self.packed),
            {path: settling.Voice(*voice) for path, voice in voices.items()},
        )


def pack(value: Any) -> bytes:
    """A value as JSON bytes. Raises: OverflowError, TypeError, ValueError, RecursionError."""
    return _encoder.encode(value)


def unpack(packed: bytes | None) -> Any:
    """What `pack` wrote; None for None."""
    return None if packed is None else _decoder.decode(packed)


def pack_voices(voices: dict[str, settling.Voice]) -> bytes:
    """Who set each path last."""
    return _encoder.encode({path: (one.act, one.incarnation, one.place) for path, one in voices.items()})


def of(ledger: store.Ledger, ids: Iterable[str]) -> dict[str, Held]:
    """Records by id."""
    return {row.id: _held(row) for row in ledger.rows_in(tables.record, tables.record.c.id, ids)}


def in_scopes(ledger: store.Ledger, scopes: Iterable[str], kind: str) -> dict[str, Held]:
    """The records of one kind in some scopes."""
    here = tables.record.c.kind == kind
    return {row.id: _held(row) for row in ledger.rows_in(tables.record, tables.record.c.scope, scopes, here)}


def of_kind(ledger: store.Ledger, kind: str) -> dict[str, Held]:
    """Every record of one kind."""
    return {row.id: _held(row) for row in ledger.rows(tables.record, tables.record.c.kind == kind)}


def digests(ledger: store.Ledger, scopes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """By scope, what `settling.digest_of` says of its records; an empty one says nothing."""
    columns = (tables.record.c.id, tables.record.c.scope, tables.record.c.fields)
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {scope: [] for scope in scopes}
    for row in ledger.rows_in(tables.record, tables.record.c.scope, found, columns=columns):
        fields = _fields_decoder.decode(row.fields)
        found[row.scope] += [(row.id, fields)] if fields else []
    return {scope: settling.digest_of(said) for scope, said in found.items()}


def put(ledger: store.Ledger, records: Iterable[Held], stored: Collection[str]) -> None:
    """Write records as they stand now. Those of `stored` were there before."""
    every = list(records)
    ledger.add(tables.record, [_row(one) for one in every if one.id not in stored])
    ledger.put(tables.record, [_row(one) for one in every if one.id in stored])


def _row(one: Held) -> dict[str, Any]:
    names = ("id", "kind", "scope", "family", "episode", "beside", "form", "form_version", "author")
    row = {name: getattr(one, name) for name in names}
    return row | {"fields": one.packed, "voices": one.packed_voices}


def name_files(ledger: store.Ledger, changed: Iterable[Held]) -> None:
    """Say which files these records name, so that their bytes may follow."""
    found = [tables.named_file(one.id, one.packed) for one in changed if one.kind in tables.KINDS_WITH_A_FILE]
    ledger.put(tables.file_named, [line for line in found if line is not None], keep=True)


def values_after(
    ledger: store.Ledger, ids: Iterable[str], acts: Iterable[str]
) -> dict[tuple[str, str, str], settling.Left]:
    """What some acts left at paths of some records, by (record, path, act)."""
    asked = sorted(set(acts))
    if not asked:
        return {}
    said_by = tables.revision.c.act.in_(asked)
    rows = ledger.rows_in(tables.revision, tables.revision.c.record, ids, said_by)
    return {(row.record, row.path, row.act): _left(row, stood) for row, stood in stood_after(ledger, rows)}


def stood_after(ledger: store.Ledger, rows: Sequence[store.Read]) -> Iterator[tuple[store.Read, Any]]:
    """Lines of the history, each with what stood after it: with no value of its own, what its act says."""
    said = _said_in(ledger, {row.act for row in rows if row.value is None})
    for row in rows:
        yield row, said[(row.record, row.path, row.act)] if row.value is None else unpack(row.value)


def _said_in(ledger: store.Ledger, acts: Iterable[str]) -> dict[tuple[str, str, str], Any]:
    """What some acts say themselves, by (record, path, act)."""
    columns = (tables.act.c.id, tables.act.c.content)
    rows = ledger.rows_in(tables.act, tables.act.c.id, acts, columns=columns)
    told = ((row.id, protocol.decode_act(row.content)) for row in rows)
    return {
        (change.record, edit.path, act_id): edit.value
        for act_id, act in told
        for change in act.changes
        for edit in change.edits
    }


def held_before(ledger: store.Ledger, record: str, row: str, fresh: Iterable[Mapping[str, Any]]) -> Any:
    """What a row of a record held when it was taken away last; `fresh` are revisions not yet written."""
    said, inside = tables.revision, row + "/"
    within = (said.c.path == row) | said.c.path.startswith(inside, autoescape=True)
    columns = said.c.number, said.c.path, said.c.value
    steps = [tuple(one) for one in ledger.rows(said, said.c.record == record, within, columns=columns)]
    steps += [
        (one["number"], one["path"], one["value"])
        for one in fresh
        if one["record"] == record and (one["path"] == row or one["path"].startswith(inside))
    ]
    stands, held = None, None
    for _number, path, packed in sorted(steps, key=lambda step: step[:2]):
        stands, was = _stepped(stands, path.removeprefix(row).lstrip("/"), unpack(packed)), stands
        held = was if stands is None and was is not None else held
    return held


def _stepped(stands: Any, cell: str, value: Any) -> Any:
    """A row after one revision of it, or of one of its cells."""
    if not cell:
        return value
    if not isinstance(stands, dict):
        return stands
    rest = {key: said for key, said in stands.items() if key != cell}
    return rest if value is None else {**rest, cell: value}


def made_aside(ledger: store.Ledger, ids: Iterable[str]) -> set[str]:
    """Which of these records an act would have made that was set aside."""
    return {row.record for row in ledger.rows_in(tables.waiting, tables.waiting.c.record, ids)}


def _left(row: store.Read, stood: Any) -> settling.Left:
    return settling.Left(row.life, stood, stood if row.brought is None else unpack(row.brought))


def _held(row: store.Read) -> Held:
    return Held(
        id=row.id,
        kind=row.kind,
        scope=row.scope,
        family=row.family,
        episode=row.episode,
        beside=row.beside,
        form=row.form,
        form_version=row.form_version,
        author=row.author,
        packed=row.fields,
        packed_voices=row.voices,
    )
