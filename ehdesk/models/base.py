"""What every table and every file of the record shares: ids, times, JSON, and the spine of tables.

A record is one row of `record`: `fields` holds its answers by key and its own marks (`$status`).
Whatever lists, rules and measures ask for stands beside it in a table of its concept, filled from
`fields` by one mapping (`Concept`) in the same transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache
from typing import Any, NewType

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

RecordId = NewType("RecordId", str)
FamilyId = NewType("FamilyId", str)
PersonId = NewType("PersonId", str)
EpisodeId = NewType("EpisodeId", str)
PractitionerId = NewType("PractitionerId", str)
RowId = NewType("RowId", str)

Fields = dict[str, Any]

SCHEMA = 6
"""The `user_version` of a vault that this program reads without a migration."""

RESTRICTED = ".restricted"
"""The kind of a sibling record ends with this. Siblings are never indexed for search."""

metadata = sa.MetaData()

_to_json = msgspec.json.Encoder(order=None)
_from_json = msgspec.json.Decoder()


def pack(value: object) -> str:
    """A JSON value as text, as the tables keep it."""
    return _to_json.encode(value).decode()


def unpack(text: str | bytes | None) -> Any:
    """What `pack` wrote; None for None."""
    return None if text is None else _from_json.decode(text)


@lru_cache(maxsize=1024)
def stamp(moment: datetime) -> str:
    """An aware moment as the tables keep it: 2026-07-07T09:52:03.120000Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime, kept as text that sorts in order of time."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """To text: 2026-07-07T09:52:03.120000Z."""
        return None if value is None else stamp(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """From text, aware."""
        return None if value is None else datetime.fromisoformat(value)


meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)

record = sa.Table(
    "record",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("scope", sa.String, nullable=False),
    sa.Column("family_id", sa.String),
    sa.Column("episode_id", sa.String),
    sa.Column("beside", sa.String),
    sa.Column("form", sa.String),
    sa.Column("form_version", sa.Integer),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("is_being_written", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("fields", sa.String, nullable=False),
    sa.Index("record_of_family", "family_id", "kind"),
    sa.Index("record_of_scope", "scope", "kind"),
    sa.Index("record_beside", "beside", sqlite_where=sa.text("beside IS NOT NULL")),
    sa.Index("record_being_written", "family_id", sqlite_where=sa.text("is_being_written = 1")),
)
"""`fields` stands last, so that reading the columns before it does not read through long answers.
`is_being_written` marks the drafts of forms, which lists show; a note is open all day and no draft."""

act = sa.Table(
    "act",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("verb", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("incarnation", sa.String, nullable=False),
    sa.Column("why", sa.String),
    sa.Column("sitting", sa.String),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("is_open", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Index("act_open", "is_open", sqlite_where=sa.text("is_open = 1")),
)

revision = sa.Table(
    "revision",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("act_n", sa.ForeignKey("act.n"), nullable=False),
    sa.Column("record_n", sa.ForeignKey("record.n"), nullable=False),
    sa.Column("path", sa.String, nullable=False),
    sa.Column("was", sa.String),
    sa.Column("undoes", sa.Integer),
    sa.Index("revision_of_field", "record_n", "path"),
    sa.Index("revision_of_act", "act_n"),
)
"""Patches backwards: what a field was before an act. What it became stands in the next revision of the
field, or in the record; `history` walks back. So an open act grows without touching its revision."""

field = sa.Table(
    "field",
    metadata,
    sa.Column("record_n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("path", sa.String, primary_key=True),
    sa.Column("revision_n", sa.ForeignKey("revision.n"), nullable=False),
    sqlite_with_rowid=False,
)

finished_version = sa.Table(
    "finished_version",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("record_n", sa.ForeignKey("record.n"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("fields", sa.String, nullable=False),
    sa.UniqueConstraint("record_n", "number"),
)

second_version = sa.Table(
    "second_version",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("record_n", sa.ForeignKey("record.n"), nullable=False),
    sa.Column("path", sa.String, nullable=False),
    sa.Column("value", sa.String),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("act_id", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("settled_by", sa.String),
    sa.UniqueConstraint("record_n", "path", "act_id"),
)

set_aside = sa.Table(
    "set_aside",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("act_id", sa.String, nullable=False, unique=True),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

trail = sa.Table(
    "trail",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("verb", sa.String, nullable=False),
    sa.Column("act_id", sa.String, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("record_id", sa.String),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("seal", sa.String, nullable=False),
)

answered = sa.Table(
    "answered",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("said", sa.LargeBinary, nullable=False),
    sa.Column("listed", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.String, nullable=False),
)
"""The centre's proof, once for each answer: what it signed (`protocol.receipts_text`), the list of receipts
that this speaks of, and the signature (hex)."""

filed = sa.Table(
    "filed",
    metadata,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("epoch", sa.String, nullable=False),
)
"""Files that are here and at the centre; with its epoch, because a centre that was put back from a copy may
have lost them."""

file_piece = sa.Table(
    "file_piece",
    metadata,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("start", sa.Integer, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""What has come so far of a file that is still coming."""

file_going = sa.Table(
    "file_going",
    metadata,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("is_owed", sa.Boolean(create_constraint=False), nullable=False),
)
"""Files of records that this desk may not hold any more. `is_owed`: this worker added it, and the centre has
not got it yet; then it goes once it is there."""

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("act_n", sa.ForeignKey("act.n"), primary_key=True),
    sa.Column("verdict", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("received_at", Moment),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("answered_n", sa.Integer),
)
"""What the centre said of an act, in a narrow table of its own, and the proof that it did (none for what came
from others). An act without a line here waits."""

waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("act_n", sa.ForeignKey("act.n", ondelete="CASCADE"), primary_key=True),
)
"""The acts that have no receipt, so that who looks for what waits reads none of the others, however many came
in behind it. Nobody writes here: the database itself keeps it up, whoever writes acts and receipts."""

KEEP_WAITING_UP = (
    "CREATE TRIGGER act_new AFTER INSERT ON act BEGIN INSERT INTO waiting VALUES (new.n); END",
    "CREATE TRIGGER act_told AFTER INSERT ON receipt BEGIN DELETE FROM waiting WHERE act_n = new.act_n; END",
    "CREATE TRIGGER act_again AFTER DELETE ON receipt BEGIN INSERT INTO waiting VALUES (old.act_n); END",
)


@sa.event.listens_for(metadata, "after_create")
def _keep_up(_tables: sa.MetaData, connection: sa.Connection, **_how: Any) -> None:
    for each in KEEP_WAITING_UP:
        connection.exec_driver_sql(each)


THAT_WAIT = waiting.join(act, act.c.n == sa.literal_column("+waiting.act_n"))
"""The acts that wait, in the order of `waiting.act_n`. The plus keeps SQLite from looking each of all acts up
among those that wait: it knows of none how many there are."""

sealed_act = sa.Table(
    "sealed_act",
    metadata,
    sa.Column("act_n", sa.ForeignKey("act.n"), primary_key=True),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("content", sa.LargeBinary),
    sa.Column("is_to_tell", sa.Boolean(create_constraint=False), nullable=False),
)
"""Acts of this worker that are not here as they were sent, because some of it may not be held any more: the
SHA-256 of what was sent, and that sealed so that only the centre can open it. Without it (`content`) such an
act is never sent again. `is_to_tell`: the centre had set it aside, and is to hear of it again."""

ground = sa.Table(
    "ground",
    metadata,
    sa.Column("record_n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("fields", sa.String, nullable=False),
)
"""A record as the centre has it, where acts of this desk that wait to be sent stand upon it and others'
have come in meanwhile. Otherwise it is the record without the acts that wait."""

settled = sa.Table(
    "settled",
    metadata,
    sa.Column("revision_n", sa.ForeignKey("revision.n"), primary_key=True),
    sa.Column("value", sa.String),
)
"""What a field became with a revision, where the act alone does not say it."""

view_line = sa.Table(
    "view_line",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("record_id", sa.String, nullable=False),
    sa.Column("quarter", Moment, nullable=False),
    sa.UniqueConstraint("by", "record_id", "quarter"),
    sa.Index("view_line_of_record", "record_id"),
)

place = sa.Table(
    "place",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("content", sa.String, nullable=False),
)


@cache
def unanswered() -> sa.ColumnElement[bool]:
    """Of `act`: the centre has said nothing of it yet, so it waits. Who looks for all reads `THAT_WAIT`."""
    return sa.exists().where(waiting.c.act_n == act.c.n)


class Standing(msgspec.Struct, frozen=True):
    """A record as its concept's mapping sees it."""

    n: int
    id: str
    family_id: str | None
    author: str
    status: str
    fields: Mapping[str, Any]
    episode_id: str | None = None
    form: str | None = None
    follow_up_months: Callable[[], tuple[int, ...]] = lambda: (6, 12)


@dataclass(frozen=True)
class Rows:
    """A table with one line for each row of an answer, and how its lines come from the record."""

    table: sa.Table
    lines: Callable[[Standing], list[dict[str, Any]]]


@dataclass(frozen=True)
class Concept:
    """The columns that lists and rules ask of one kind of record, and how they are filled.

    `keys` are the top-level fields that the columns come from: other changes leave them alone.
    `rows` fills a second table with one line per row of an answer (`rows_table`); `more_rows` fills
    others. `finished` is what finishing such a form brings about, inside the same act; it is called
    with the work, the record and all of its answers.
    """

    table: sa.Table
    keys: frozenset[str]
    columns: Callable[[Standing], dict[str, Any]]
    rows_table: sa.Table | None = None
    rows: Callable[[Standing], list[dict[str, Any]]] | None = None
    more_rows: tuple[Rows, ...] = ()
    finished: Callable[..., None] | None = None

    @property
    def all_rows(self) -> tuple[Rows, ...]:
        """Every table of rows that this kind of record fills."""
        if self.rows_table is None or self.rows is None:
            return self.more_rows
        return (Rows(self.rows_table, self.rows), *self.more_rows)

    @cached_property
    def put(self) -> sa.Insert:
        """The statement that writes the columns of one record, new or not. Made once."""
        put = sqlite.insert(self.table)
        changed = {column.name: put.excluded[column.name] for column in self.table.c if column.name != "n"}
        return put.on_conflict_do_update(index_elements=["n"], set_=changed)


def family_scope(family: str, audience: str = "file") -> str:
    """The scope of what belongs to a family: audience is file, restricted or quality."""
    return f"family:{family}/{audience}"


_OWN = "practitioner:"


def own_scope(practitioner: str) -> str:
    """The scope of what only its author may hold."""
    return f"{_OWN}{practitioner}"


def is_of_another(scope: str, me: str) -> bool:
    """Whether what has this scope is somebody else's alone."""
    return scope.startswith(_OWN) and scope != own_scope(me)


def may_hold(scope: Any, me: str | sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    """The same for a query: not what is somebody else's alone."""
    return sa.or_(sa.not_(scope.startswith(_OWN)), scope == sa.literal(_OWN).concat(me))
