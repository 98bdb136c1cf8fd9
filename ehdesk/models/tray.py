"""The tray: papers that wait for a printer, and copies that are ready to send. What to make is kept, no PDF.

It is its worker's own: nobody else sees it, and it is not in the family's file. What left the vault is
(`copies`).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base

Kind = Literal["blank", "filled", "why", "chronology", "contacts"]
Way = Literal["print", "send"]
State = Literal["waiting", "printed", "sent", "taken_out"]

TABLE = sa.Table(
    "tray",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("way", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Index("tray_by_state", "state"),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    fields = standing.fields
    return {"way": fields.get("way", "print"), "state": fields.get("state", "waiting")}


CONCEPT = base.Concept(TABLE, frozenset({"way", "state"}), _columns)


@dataclass(frozen=True)
class Piece:
    """One paper to make: an empty form, a filled one, why we are involved, the chronology, how to reach them.

    `person` is who of the family will read it, "" for the worker; `to` names them. `beside` is a second
    language on a bilingual page. `record_id` is the filled form.
    """

    kind: Kind
    title: str
    form: str = ""
    record_id: str = ""
    variant: str = ""
    person: str = ""
    to: str = ""
    language: str = "en"
    size: str = "standard"
    tint: bool = False
    beside: str = ""

    @property
    def is_for_family(self) -> bool:
        """Whether somebody of the family keeps it."""
        return bool(self.person)


@dataclass(frozen=True)
class Waiting:
    """Something in the tray. `title` is in words of ours, not a name."""

    record_id: base.RecordId
    family_id: str | None
    way: Way
    title: str
    pieces: tuple[Piece, ...]
    put_at: datetime
    state: State


@acts.act("tray.filled")
def put(
    work: acts.Work, family_id: str | None, pieces: Sequence[Piece], *, title: str, way: Way = "print"
) -> base.RecordId:
    """Put papers into my tray. Raises: RecordMissing, NothingToPrint."""
    if not pieces:
        raise errors.NothingToPrint
    if family_id is not None:
        work.record(family_id)
    fields = [
        ("way", way),
        ("title", title),
        ("pieces", _told(pieces)),
        ("put_at", base.stamp(work.at)),
    ]
    made = work.create("tray", base.own_scope(work.by), family=family_id, fields=fields)
    return base.RecordId(made.id)


@acts.act("tray.emptied")
def done(work: acts.Work, item_id: str, state: State, left: Sequence[Piece] = ()) -> None:
    """Say what became of something in the tray: it waits no longer, but for the papers that are `left`.

    Raises: RecordMissing.
    """
    found = work.record(item_id)
    if found.kind != "tray":
        raise errors.RecordMissing
    if left:
        work.edit(found, "pieces", _told(left))
    else:
        work.edit(found, "state", state)


def waiting(read: acts.Reading, way: Way | None = None, limit: int = 100) -> tuple[Waiting, ...]:
    """What waits in my tray, the longest waiting first."""
    mine = base.may_hold(base.record.c.scope, read.me)
    wanted = _ITEMS.where(TABLE.c.state == "waiting", mine).limit(limit)
    if way is not None:
        wanted = wanted.where(TABLE.c.way == way)
    return tuple(_item(row) for row in read.connection.execute(wanted))


def item(read: acts.Reading, item_id: str) -> Waiting:
    """One thing of my tray. Raises: RecordMissing."""
    wanted = _ITEMS.where(TABLE.c.id == item_id, base.may_hold(base.record.c.scope, read.me))
    row = read.connection.execute(wanted).first()
    if row is None:
        raise errors.RecordMissing
    return _item(row)


def _told(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    return [{key: value for key, value in asdict(piece).items() if value} for piece in pieces]


_ITEMS = (
    sa.select(base.record.c.id, base.record.c.family_id, base.record.c.fields)
    .join(TABLE, TABLE.c.n == base.record.c.n)
    .order_by(TABLE.c.n)
)


def _item(row: Any) -> Waiting:
    fields = base.unpack(row.fields)
    return Waiting(
        record_id=base.RecordId(row.id),
        family_id=row.family_id,
        way=fields.get("way", "print"),
        title=fields.get("title", ""),
        pieces=tuple(Piece(**piece) for piece in fields.get("pieces") or ()),
        put_at=datetime.fromisoformat(fields["put_at"]),
        state=fields.get("state", "waiting"),
    )
