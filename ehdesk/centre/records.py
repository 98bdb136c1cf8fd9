"""The records of an authority as they stand, and the acts that made them so: read and written set-wise."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any

import msgspec

from ehdesk.centre import asked, store, tables
from ehdesk.rules import paths, settling
from ehdesk.sync import protocol

_encoder = msgspec.json.Encoder()
_fields_decoder = msgspec.json.Decoder(dict[str, Any])
_voices_decoder = msgspec.json.Decoder(dict[str, tuple[str, str, int]])
_decoder = msgspec.json.Decoder()
_PAGE = 500

_OF = asked.query(tables.record, asked.Among(tables.record.c.id, "ids"))
_IN_SCOPES = asked.query(
    tables.record, asked.Among(tables.record.c.scope, "scopes"), tables.record.c.kind == asked.given("kind")
)
_MADE_ASIDE = asked.query(tables.waiting, asked.Among(tables.waiting.c.record, "ids"))
_ACTS_OF = asked.query(
    tables.act,
    asked.Among(tables.act.c.number, "numbers"),
    columns=(tables.act.c.number, tables.act.c.content),
)


@dataclass(frozen=True)
class Held:
    """One record as it stands. Its fields and voices are JSON; `standing` gives a copy to change. `made`: see
    `tables.record`."""

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
    made: int = 0

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
    return _read(ledger, ledger.told(_OF, ids=list(ids)))


def in_scopes(ledger: store.Ledger, scopes: Iterable[str], kind: str) -> dict[str, Held]:
    """The records of one kind in some scopes."""
    return _read(ledger, ledger.told(_IN_SCOPES, scopes=list(scopes), kind=kind))


def of_kind(ledger: store.Ledger, kind: str) -> dict[str, Held]:
    """Every record of one kind."""
    return _read(ledger, ledger.rows(tables.record, tables.record.c.kind == kind))


def everything(ledger: store.Ledger) -> list[Held]:
    """Every record of the authority: for proofs, and small places."""
    return list(_read(ledger, ledger.rows(tables.record)).values())


def digests(ledger: store.Ledger, scopes: Collection[str]) -> dict[str, tuple[int, int]]:
    """By scope, what `settling.digest_of` says of its records. What was reckoned stays for every desk that
    asks, until another act has come in that scope; its number is read before the records are, so that an act
    which comes in between can only make it be reckoned once more."""
    line, kept = tables.act_scope, tables.digest
    columns = (line.c.scope, tables.NEWEST_IN_SCOPE)
    rows = ledger.rows_in(line, line.c.scope, scopes, columns=columns, each=line.c.scope)
    newest = {row.scope: row.number for row in rows}
    known = {
        row.scope: (row.records, int(row.total, 16))
        for row in ledger.rows_in(kept, kept.c.scope, scopes)
        if row.number == newest.get(row.scope)
    }
    fresh = _reckoned(ledger, newest.keys() - known.keys())
    told = ((scope, count, f"{total:x}") for scope, (count, total) in fresh.items())
    lines = [{"scope": s, "number": newest[s], "records": n, "total": total} for s, n, total in told]
    ledger.put(kept, sorted(lines, key=itemgetter("scope")))
    return {scope: known.get(scope) or fresh.get(scope, (0, 0)) for scope in sorted(scopes)}


def _reckoned(ledger: store.Ledger, scopes: Iterable[str]) -> dict[str, tuple[int, int]]:
    record = tables.record
    columns = (record.c.id, record.c.scope, record.c.fields, record.c.made)
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {scope: [] for scope in scopes}
    rows = ledger.rows_in(record, record.c.scope, found, columns=columns)
    for start in range(0, len(rows), _PAGE):
        page = rows[start : start + _PAGE]
        for row, fields in fields_of(ledger, page):
            found[row.scope] += [(row.id, fields)] if fields else []
    return {scope: settling.digest_of(said) for scope, said in found.items()}


def fields_of(
    ledger: store.Ledger, rows: Iterable[store.Read]
) -> Iterator[tuple[store.Read, dict[str, Any] | None]]:
    """Rows of records (id, fields, made), each with its fields as they stand; None where the act is gone that
    made it."""
    every = list(rows)
    acts = acts_of(ledger, (row.made for row in every if not row.fields))
    for row in every:
        if row.fields:
            yield row, _fields_decoder.decode(row.fields)
        else:
            act = acts.get(row.made)
            yield row, None if act is None else fields_made(act, row.id)


def put(ledger: store.Ledger, records: Iterable[Held], stored: Collection[str]) -> None:
    """Write records as they stand now. Those of `stored` were there before."""
    every = list(records)
    ledger.add_lines(tables.record, COLUMNS, [_row(one) for one in every if one.id not in stored])
    changed = [dict(zip(COLUMNS, _row(one), strict=True)) for one in every if one.id in stored]
    ledger.put(tables.record, changed)


_SAID_OF = ("id", "kind", "scope", "family", "episode", "beside", "form", "form_version", "author")
_values_of = attrgetter(*_SAID_OF)
COLUMNS = (*_SAID_OF, "fields", "voices", "made")


def _row(one: Held) -> tuple[Any, ...]:
    return (*_values_of(one), one.packed, one.packed_voices, one.made)


def name_files(ledger: store.Ledger, changed: Iterable[Held]) -> None:
    """Say which files these records name, so that their bytes may follow."""
    found = [tables.named_file(one.id, one.packed) for one in changed if one.kind in tables.KINDS_WITH_A_FILE]
    ledger.put(tables.file_named, [line for line in found if line is not None], keep=True)


def made_aside(ledger: store.Ledger, ids: Iterable[str]) -> set[str]:
    """Which of these records an act would have made that was set aside."""
    return {row.record for row in ledger.told(_MADE_ASIDE, ids=list(ids))}


def _held(row: store.Read, acts: Mapping[int, protocol.Act]) -> Held:
    packed, packed_voices = row.fields, row.voices
    if not packed:
        packed, packed_voices = _as_made(acts[row.made], row.made, row.id)
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
        packed=packed,
        packed_voices=packed_voices,
        made=row.made,
    )


def _read(ledger: store.Ledger, rows: Sequence[store.Read]) -> dict[str, Held]:
    acts = acts_of(ledger, (row.made for row in rows if not row.fields))
    return {row.id: _held(row, acts) for row in rows}


def acts_of(ledger: store.Ledger, numbers: Iterable[int]) -> dict[int, protocol.Act]:
    """Acts that were taken, by number."""
    rows = ledger.told(_ACTS_OF, numbers=[number for number in numbers if number])
    return {row.number: protocol.decode_act(row.content) for row in rows}


def said(act: protocol.Act, record: str) -> Iterator[tuple[str, Any]]:
    """The paths of a record that an act sets, and their values."""
    return ((edit.path, edit.value) for each in act.changes if each.record == record for edit in each.edits)


def fields_made(act: protocol.Act, record: str) -> dict[str, Any]:
    """The fields of a record that was made just as an act says."""
    fields: dict[str, Any] = {}
    for path, value in said(act, record):
        paths.put(fields, path, value)
    return fields


def _as_made(act: protocol.Act, number: int, record: str) -> tuple[bytes, bytes]:
    voices = {path: (act.id, act.incarnation, number) for path, _ in said(act, record)}
    return pack(fields_made(act, record)), pack(voices)
