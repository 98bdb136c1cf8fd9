"""Every write is an act: one function, one transaction with the record, its history and its change.

A verb is a function whose first parameter is `Work`, marked `@act("note.written")`; `Store.do` calls
it. It reads and edits records in the hand; when it returns, `keeping` writes everything at once. A
query is a function whose first parameter is `Reading`; `Store.ask` calls it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from ehdesk import clock as clocks
from ehdesk import errors, settings
from ehdesk.clock import Clock
from ehdesk.forms import definition
from ehdesk.models import base, held, quick
from ehdesk.models import hand as hands
from ehdesk.rules import paths
from ehdesk.sync import protocol
from ehdesk.vault import cabinet as cabinets

OPEN_FOR = timedelta(minutes=10)
"""How long the autosaves of one field extend one act."""

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Told:
    """What the mark on a verb says. `extends`: its autosaves may extend an open act. `local`: it
    stays on this desk: no change that travels, no line in the trail."""

    verb: str
    extends: bool = False
    local: bool = False


def act(verb: str, *, extends: bool = False, local: bool = False) -> Callable[[Function], Function]:
    """Mark a function as a verb. `verb` is noun.past_participle, as the trail and the wire say it."""

    def mark(function: Function) -> Function:
        function.told = Told(verb, extends, local)  # type: ignore[attr-defined]
        return function

    return mark


@dataclass(frozen=True)
class Bench:
    """What the store lends to every act and query: who, when, which forms, which concepts.

    `role` is the worker's at the authority, None while the desk is not enrolled (see `standing`). `staff` are
    the practitioner ids that the authority knows, None while it has told of none; `own_ids` those that stand
    for the worker.
    """

    clock: Clock
    me: base.PractitionerId
    incarnation: str
    forms: Callable[[str, int | None], definition.Form]
    concepts: Mapping[str, base.Concept]
    audit_key: bytes
    next_n: Callable[[str], int]
    may_take_families: Callable[[], bool]
    authority: Callable[[], settings.Authority]
    cabinet: cabinets.Cabinet
    role: str | None = None
    manages: frozenset[str] = frozenset()
    staff: frozenset[str] | None = None
    own_ids: frozenset[str] = frozenset()


class Reading:
    """What a query is handed: a connection that cannot write, the clock and who asks."""

    def __init__(self, connection: sa.Connection, bench: Bench) -> None:
        self.connection = connection
        self.bench = bench
        self.clock = bench.clock
        self.me = bench.me

    def form(self, form_id: str, version: int | None = None) -> definition.Form:
        """A form's definition, in the version a record was written in."""
        return self.bench.forms(form_id, version)


_OPEN_ON = (
    sa.select(base.act.c.n)
    .distinct()
    .join(base.revision, base.revision.c.act_n == base.act.c.n)
    .where(base.act.c.is_open, base.revision.c.record_n == sa.bindparam("record_n"))
)
_SIBLING = sa.select(base.record.c.id).where(base.record.c.beside == sa.bindparam("id"))
_STANDS = (
    base.record.c.n,
    base.record.c.id,
    base.record.c.kind,
    base.record.c.scope,
    base.record.c.family_id,
    base.record.c.episode_id,
    base.record.c.beside,
    base.record.c.form,
    base.record.c.form_version,
    base.record.c.author,
    base.record.c.created_at,
    base.record.c.changed_at,
    base.record.c.fields,
)
_SAID = (
    base.revision.c.n,
    base.act.c.n,
    base.act.c.id,
    base.act.c.part,
    base.act.c.is_open,
    base.act.c.sitting,
    base.act.c.opened_at,
    base.act.c.by,
    base.act.c.incarnation,
    base.field.c.path,
    sa.case((base.act.c.is_open, base.act.c.content), else_=None),
    sa.case((base.act.c.is_open, base.revision.c.was), else_=None),
)
_HERE = sa.or_(base.field.c.path == sa.bindparam("path"), base.field.c.path == sa.bindparam("row"))
_BY_VOICE = base.field.join(base.revision, base.field.c.revision_n == base.revision.c.n).join(base.act)
_VOICE = quick.Quick(
    sa.select(*_SAID)
    .select_from(_BY_VOICE)
    .where(base.field.c.record_n == sa.bindparam("record_n"), _HERE)
    .order_by(base.revision.c.n.desc())
)
_FIND = quick.Quick(
    sa.select(*_STANDS, *_SAID)
    .select_from(
        # One join after the other: joined in brackets, SQLite would read the whole table of fields.
        base.record.outerjoin(base.field, sa.and_(base.field.c.record_n == base.record.c.n, _HERE))
        .outerjoin(base.revision, base.revision.c.n == base.field.c.revision_n)
        .outerjoin(base.act, base.act.c.n == base.revision.c.act_n)
    )
    .where(base.record.c.id == sa.bindparam("id"))
    .order_by(base.revision.c.n.desc())
)


_VOICE_WITHIN = (
    sa.select(base.act.c.id)
    .select_from(_BY_VOICE)
    .where(
        base.field.c.record_n == sa.bindparam("record_n"),
        base.field.c.path >= sa.bindparam("path"),
        base.field.c.path < sa.bindparam("beyond"),
    )
    .order_by(base.revision.c.n.desc())
    .limit(1)
)


class Work(Reading):
    """What a verb is handed: reads like a query, and edits records in the hand.

    `at` and `by` are the same for the whole act. `sitting` names a stay on one page, within which
    autosaves of one field extend one act.
    """

    def __init__(
        self, connection: sa.Connection, bench: Bench, told: Told, *, why: str | None, sitting: str | None
    ) -> None:
        super().__init__(connection, bench)
        self.told = told
        self.at = bench.clock.now()
        self.by = bench.me
        self.why = why
        self.sitting = sitting
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
        asked = {"id": record_id, "path": path, "row": paths.row_of(path)}
        row = _FIND.first(self.connection, asked)
        if row is None:
            return None
        found = _held(row[: len(_STANDS)])
        self.records[record_id] = found
        if path:
            self._voices[(found.n, path)] = _voice(row[len(_STANDS) :])
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
        found = self.connection.execute(_SIBLING, {"id": record.id}).scalar()
        return None if found is None else self.find(found)

    def voice(self, record: held.Held, path: str) -> hands.Voice | None:
        """Who set the field (or the row it lies in) last."""
        if record.is_new:
            return None
        key = (record.n, path)
        if key not in self._voices:
            wanted = {"record_n": record.n, "path": path, "row": paths.row_of(path)}
            self._voices[key] = _voice(_VOICE.first(self.connection, wanted))
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
        form: definition.Form | None = None,
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

        Within a sitting an autosave extends the open act of this field, when that act set the value
        that stands there now.
        """
        now = paths.get(record.fields, path)
        if now == value:
            return False
        key = (record.n, path)
        pending = self.hand.pending.get(key)
        if pending is None:
            voice = self.voice(record, path)
            extended = self._extend(voice, record, path)
            pending = extended or hands.Pending(
                record,
                protocol.Edit(path=path, base=self._seen(record, path, value, voice)),
                was=None if now is None else base.pack(now),
                undoes=undoes,
            )
            if voice and voice.is_open and not extended:
                self.hand.closes.add(voice.act_n)
            self.hand.pending[key] = pending
        pending.edit, settled = hands.said_as(pending, value)
        self.put(record, path, settled)
        return True

    def _seen(self, record: held.Held, path: str, value: Any, voice: hands.Voice | None) -> str | None:
        """The act upon which an edit is made. Who takes a row away saw what was said last anywhere in it."""
        if value is None and path.count("/") == 1 and not record.is_new:
            within = {"record_n": record.n, "path": path, "beyond": path + "0"}
            return self.connection.execute(_VOICE_WITHIN, within).scalar()
        return voice.act_id if voice else None

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
        found = self.connection.execute(_OPEN_ON, {"record_n": record.n}).scalars()
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
        self.hand.verb, self.hand.opened_at, self.hand.content = said.verb, voice.opened_at, voice.content
        return hands.Pending(record, edit, was=voice.was, revision_n=voice.revision_n)


def _voice(row: Any) -> hands.Voice | None:
    """A row of `_SAID`; None where nobody has set the field."""
    if row is None or row[0] is None:
        return None
    revision_n, act_n, act_id, part, is_open, sitting, opened_at, *rest = row
    opened = datetime.fromisoformat(opened_at)
    return hands.Voice(revision_n, act_n, act_id, part, bool(is_open), sitting, opened, *rest)


def _held(row: tuple[Any, ...]) -> held.Held:
    """A row of `_STANDS`."""
    *stands, created_at, changed_at, text = row
    times = datetime.fromisoformat(created_at), datetime.fromisoformat(changed_at)
    return held.Held(*stands, *times, base.unpack(text), text)  # type: ignore[call-arg]
