"""Every write is an act: one function, one transaction with the record, its history and its change.

A verb is a function whose first parameter is `Work`, marked `@act("note.written")`; `Store.do` calls
it. It reads and edits records in the hand; when it returns, `keeping` writes everything at once. A
query is a function whose first parameter is `Reading`; `Store.ask` calls it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from ehdesk import clock as clocks
from ehdesk import errors, settings
from ehdesk.clock import Clock
from ehdesk.forms import definition
from ehdesk.models import base, held, lookup
from ehdesk.models import hand as hands
from ehdesk.models import seen as seeing
from ehdesk.rules import merge, paths
from ehdesk.sync import protocol
from ehdesk.vault import cabinet as cabinets

OPEN_FOR = timedelta(minutes=10)
"""How long the autosaves of one field extend one act."""

Function = TypeVar("Function", bound=Callable[..., Any])
Result = TypeVar("Result")


@dataclass(frozen=True)
class Told:
    """What the mark on a verb says. `extends`: its autosaves may extend an open act. `local`: it
    stays on this desk: no change that travels, no line in the trail. `passing`: a power cut may take it back,
    so nobody waits for the disk."""

    verb: str
    extends: bool = False
    local: bool = False
    passing: bool = False


def act(
    verb: str, *, extends: bool = False, local: bool = False, passing: bool = False
) -> Callable[[Function], Function]:
    """Mark a function as a verb. `verb` is noun.past_participle, as the trail and the wire say it."""

    def mark(function: Function) -> Function:
        function.told = Told(verb, extends, local, passing)  # type: ignore[attr-defined]
        return function

    return mark


@dataclass(frozen=True)
class Written:
    """The form of a record that comes in, and the version that it was written in."""

    id: str
    version: int


class Numbers(Protocol):
    """Numbers for the rows of the tables."""

    def __call__(self, table: str, count: int = 1) -> int:
        """The next number of a table, or the first of the next `count`."""


@dataclass(frozen=True)
class Bench:
    """What the store lends to every act and query: who, when, which forms, which concepts.

    `role` is the worker's at the authority, None while the desk is not enrolled (see `standing`). `staff` are
    the practitioner ids that the authority knows, None while it has told of none; `own_ids` those that stand
    for the worker. `noted` may be lost with the process: it goes into `meta` when the vault is closed.
    """

    clock: Clock
    me: base.PractitionerId
    incarnation: str
    forms: Callable[[str, int | None], definition.Form]
    concepts: Mapping[str, base.Concept]
    audit_key: bytes
    next_n: Numbers
    newest_n: Callable[[str], int]
    may_take_families: Callable[[], bool]
    authority: Callable[[], settings.Authority]
    cabinet: cabinets.Cabinet
    role: str | None = None
    manages: frozenset[str] = frozenset()
    staff: frozenset[str] | None = None
    own_ids: frozenset[str] = frozenset()
    noted: dict[str, str] = field(default_factory=dict)


class Reading:
    """What a query is handed: a connection that cannot write, the clock and who asks."""

    def __init__(self, connection: sa.Connection, bench: Bench) -> None:
        self.connection = connection
        self.bench = bench
        self.clock = bench.clock
        self.me = bench.me

    @property
    def mark(self) -> int:
        """How far the record had come when this was read: `Store.do` takes it back as `seen`."""
        return self.bench.newest_n("revision")

    def form(self, form_id: str, version: int | None = None) -> definition.Form:
        """A form's definition, in the version a record was written in."""
        return self.bench.forms(form_id, version)


def marked(read: Reading, query: Callable[..., Result], *args: Any, **kw: Any) -> tuple[Result, int]:
    """What a query gives, with the mark of what was read."""
    return query(read, *args, **kw), read.mark


class Work(Reading):
    """What a verb is handed: reads like a query, and edits records in the hand.

    `at` and `by` are the same for the whole act. `sitting` names a stay on one page, within which
    autosaves of one field extend one act; `seen` is the mark of what that page shows.
    """

    def __init__(
        self,
        connection: sa.Connection,
        bench: Bench,
        told: Told,
        *,
        why: str | None = None,
        sitting: str | None = None,
        seen: int | None = None,
    ) -> None:
        super().__init__(connection, bench)
        self.told = told
        self.at = bench.clock.now()
        self.by = bench.me
        self.why = why
        self.sitting = sitting
        self.seen = seen
        self.records: dict[str, held.Held] = {}
        self.kept: list[hands.Kept] = []
        self._voices: dict[tuple[int, str], hands.Voice | None] = {}
        self.hand = self._new_hand()

    def _new_hand(self) -> hands.InHand:
        return hands.InHand(
            id="",
            verb=self.told.verb,
            by=self.by,
            at=self.at,
            incarnation=self.bench.incarnation,
            why=self.why,
            sitting=self.sitting,
            is_open=self.told.extends and self.sitting is not None,
        )

    def turn_over(self) -> None:
        """Begin the next act of the same transaction (an import makes one act for each family)."""
        self.hand = self._new_hand()
        self.records = {}
        self._voices = {}

    # Reading records

    def find(self, record_id: str, path: str = "") -> held.Held | None:
        """The record with this id, as this act has it, or None; with who set `path`, when that is next."""
        if record_id in self.records:
            return self.records[record_id]
        if "/" in path:
            asked = {"id": record_id, "path": path, "row": paths.row_of(path)}
            row = lookup.FIND_IN_ROW.first(self.connection, asked)
        else:
            row = lookup.FIND.first(self.connection, {"id": record_id, "path": path})
        if row is None:
            return None
        found = lookup.record(row[: len(lookup.STANDS)])
        self.records[record_id] = found
        if path:
            self._voices[(found.n, path)] = lookup.voice(row[len(lookup.STANDS) :])
        return found

    def record(self, record_id: str, path: str = "") -> held.Held:
        """The record with this id, and who set `path`, when that is next. Raises: RecordMissing."""
        found = self.find(record_id, path)
        if found is None:
            raise errors.RecordMissing
        return found

    def sibling(self, record: held.Held) -> held.Held | None:
        """The record's restricted sibling, if it has one."""
        for other in self.records.values():
            if other.beside == record.id:
                return other
        if record.is_new:
            return None
        found = self.connection.execute(lookup.SIBLING, {"id": record.id}).scalar()
        return None if found is None else self.find(found)

    def voice(self, record: held.Held, path: str) -> hands.Voice | None:
        """Who set the field (or the row it lies in) last."""
        if record.is_new:
            return None
        key = (record.n, path)
        if key not in self._voices:
            wanted = {"record_n": record.n, "path": path, "row": paths.row_of(path)}
            self._voices[key] = lookup.voice(lookup.VOICE.first(self.connection, wanted))
        return self._voices[key]

    # Editing records

    def create(
        self,
        kind: str,
        scope: str,
        *,
        family: str | None = None,
        episode: str | None = None,
        beside: str | None = None,
        form: definition.Form | Written | None = None,
        record_id: str | None = None,
        fields: Iterable[tuple[str, Any]] = (),
    ) -> held.Held:
        """A new record with its first fields (paths and values; None is left out).

        A sibling has the same id wherever it is made: two desks that each make it make one.
        `$author` and `$created_at` among them say who wrote it and when, where that was not this act.
        """
        made = held.Held(
            n=self.bench.next_n("record"),
            id=record_id or (clocks.id_from("beside", beside) if beside else self.clock.new_id()),
            kind=kind,
            scope=scope,
            family_id=family,
            episode_id=episode,
            beside=beside,
            form=form.id if form else None,
            form_version=form.version if form else None,
            author=self.hand.by,
            created_at=self.hand.at,
            changed_at=self.hand.at,
            fields={},
        )
        self.records[made.id] = made
        for path, value in fields:
            if value is not None:
                self.edit(made, path, value)
        return made

    def edit(self, record: held.Held, path: str, value: Any, *, undoes: int | None = None) -> bool:
        """Set one field or row; None clears it. False when nothing changes.

        Within a sitting an autosave extends the open act of this field, when that act set the value that
        stands there now. Where others have changed the field since the page read it, what they said stands.
        """
        path, value = self._with_its_row(record, path, value)
        now, saw = paths.get(record.fields, path), self._saw(record, path, gone=_takes_row(path, value))
        if value == (now if saw is None else saw.value):
            return False
        if saw is not None:
            merged = merge.merge(now, saw.value, saw.edit(path, value))
            if merged.second is not None:
                self.hand.seconds.append(hands.second(record, path, merged.second, self.hand))
            if merged.value == now:
                return merged.second is not None and self._overrule(record, path, value, saw)
            value = merged.value
        key = (record.n, path)
        pending = self.hand.pending.get(key)
        if pending is None:
            voice = self.voice(record, path)
            extended = self._extend(voice, record, path)
            pending = extended or hands.Pending(
                record,
                protocol.Edit(path=path, base=saw.base if saw else self._base(record, path, value, voice)),
                was=None if now is None else base.pack(now),
                undoes=undoes,
            )
            if voice and voice.is_open and not extended:
                self.hand.closes.add(voice.act_n)
            self.hand.pending[key] = pending
        pending.edit, settled = hands.said_as(pending, value)
        self.put(record, path, settled)
        return True

    def _base(self, record: held.Held, path: str, value: Any, voice: hands.Voice | None) -> str | None:
        """The act upon which an edit is made. Who takes a row away saw what was said last anywhere in it."""
        if _takes_row(path, value) and not record.is_new:
            within = {"record_n": record.n, "path": path, "beyond": path + "0"}
            return self.connection.execute(lookup.VOICE_WITHIN, within).scalar()
        return voice.act_id if voice else None

    def _saw(self, record: held.Held, path: str, *, gone: bool = False) -> seeing.Seen | None:
        """What the page shows at a path, where that is not what stands there now."""
        known = ((record.n, each) in self.hand.pending for each in (path, paths.row_of(path)))
        if self.seen is None or record.is_new or any(known):
            return None
        if self.seen >= self.bench.newest_n("others"):
            return None  # nothing of others has come in since, anywhere
        if path.count("/") != 1:  # of a row, more than its newest voice counts
            voice = self.voice(record, path)
            if voice is None or voice.revision_n <= self.seen:
                return None
        life = self.bench.incarnation
        return seeing.at(self.connection, record, path, self.seen, incarnation=life, gone=gone)

    def _with_its_row(self, record: held.Held, path: str, value: Any) -> tuple[str, Any]:
        """Of a cell whose row others took away meanwhile, the whole row as the page shows it: it returns."""
        row = paths.row_of(path)
        if self.seen is not None and path != row and paths.get(record.fields, row) is None:
            saw = self._saw(record, row)
            if saw is not None and merge.is_table_row(saw.value):
                return row, hands.with_cell(saw.value, path.rpartition("/")[2], value)
        return path, value

    def _overrule(self, record: held.Held, path: str, value: Any, saw: seeing.Seen) -> bool:
        """Say a value that does not become current: it is kept as a second version, and in the history."""
        mine = (
            None
            if saw.mine is None
            else lookup.voice(lookup.VOICE_OF.first(self.connection, {"n": saw.mine}))
        )
        now = paths.get(record.fields, path)
        extended = self._extend(mine, record, path)
        pending = extended or hands.Pending(
            record,
            protocol.Edit(path=path, base=saw.base),
            was=None if now is None else base.pack(now),
        )
        pending.edit, said = hands.said_as(pending, value)
        if extended is not None and saw.following is not None:
            self.hand.amended.append((saw.following.n, saw.following.upon(path, said)))
        else:
            voice = self.voice(record, path)
            self.hand.overruled.append(
                hands.Overruled(record.n, path, said, now, voice.act_n if voice else None)
            )
            if mine is not None and mine.is_open:
                self.hand.closes.add(mine.act_n)
        self.hand.pending[(record.n, path)] = pending
        self.put(record, path, now)
        return True

    def put(self, record: held.Held, path: str, value: Any) -> None:
        """Set a field in the hand. Raises: RowGone."""
        if not paths.put(record.fields, path, value):
            raise errors.RowGone
        record.touched.add(path.split("/", 1)[0])
        record.changed_at = self.hand.at

    def move(self, record: held.Held, scope: str, family: str | None, episode: str | None) -> None:
        """Put the record into another scope, family or episode; its revisions go with it."""
        wanted = (scope, family, episode)
        if (record.scope, record.family_id, record.episode_id) != wanted:
            record.moved_from = record.moved_from or record.scope
            record.scope, record.family_id, record.episode_id = wanted
            record.moved = True
            record.changed_at = self.hand.at

    def rehome(self, record: held.Held, key: str, other: held.Held, other_key: str) -> None:
        """Let the history of a field go to another record (its restricted sibling), under its name there."""
        self.hand.rehomed.append((record, key, other, other_key))

    def close_acts(self, record: held.Held) -> None:
        """Close the open acts that touch this record: they are never altered again."""
        found = self.connection.execute(lookup.OPEN_ON, {"record_n": record.n}).scalars()
        self.hand.closes.update(found)

    def _extend(self, voice: hands.Voice | None, record: held.Held, path: str) -> hands.Pending | None:
        """The open revision that this autosave belongs to, if there is one."""
        if not (voice and self.told.extends and self.sitting and voice.is_open and voice.path == path):
            return None
        mine = voice.sitting == self.sitting and voice.incarnation == self.bench.incarnation
        if not mine or self.hand.pending or self.at - voice.opened_at >= OPEN_FOR or not voice.content:
            return None
        said = protocol.decode_act(voice.content)
        edit = hands.edit_of(said, record.id, path)
        if edit is None:
            return None
        self.hand.id, self.hand.n, self.hand.part = voice.act_id, voice.act_n, voice.part + 1
        self.hand.verb, self.hand.opened_at = said.verb, voice.opened_at
        self.hand.content, self.hand.said = voice.content, said
        return hands.Pending(record, edit, was=voice.was, revision_n=voice.revision_n)


def _takes_row(path: str, value: Any) -> bool:
    return value is None and path.count("/") == 1
