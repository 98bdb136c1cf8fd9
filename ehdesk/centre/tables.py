"""What the centre keeps. Every table has the authority first, so that one authority is one shard.

Moments are text that sorts in order of time. Fields, voices and settings are JSON as bytes.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.sync import packed

SCHEMA = 9
"""The version of these tables that this program reads."""

LARGEST_FILE = 25 << 20
"""Bytes of one file at most, as at the desks."""

metadata = sa.MetaData()


def stamp(moment: datetime) -> str:
    """An aware moment as the tables keep it: 2026-07-07T09:52:03.120000Z."""
    moment = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"


KINDS_WITH_A_FILE = ("document", "document.restricted")


class Packed(sa.types.TypeDecorator[bytes]):
    """The bytes of an act: written as `packed.packed` gives them, and read plain."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> bytes | None:  # noqa: ARG002
        """Plain. Raises: packed.BrokenFrame."""
        return None if value is None else packed.plain(value)


class _Named(msgspec.Struct):
    sha256: str = ""
    size: int = 0


_named_decoder = msgspec.json.Decoder(_Named)


def named_file(record: str, fields: bytes) -> dict[str, Any] | None:
    """The line of `file_named` for the file that a record names in its fields (JSON), if it does."""
    try:
        said = _named_decoder.decode(fields)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not is_sha256(said.sha256) or not 0 < said.size <= LARGEST_FILE:
        return None
    return {"sha256": said.sha256, "record": record, "size": said.size, "is_brought": False}


def is_sha256(said: str) -> bool:
    """Whether this is a SHA-256 in small hex."""
    return len(said) == 64 and all(letter in "0123456789abcdef" for letter in said)


def _of_authority() -> sa.Column[str]:
    return sa.Column("authority_id", sa.String, primary_key=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=True)


def _said(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False, default=default)


schema_version = sa.Table("schema_version", metadata, sa.Column("version", sa.Integer, nullable=False))

authority = sa.Table(
    "authority",
    metadata,
    _of_authority(),
    _said("name"),
    _said("epoch"),
    sa.Column("n", sa.BigInteger, nullable=False, default=0),
    sa.Column("sign_key", sa.LargeBinary, nullable=False),
    sa.Column("spare_key", sa.LargeBinary, nullable=False),
    sa.Column("settings", sa.LargeBinary, nullable=False),
    sa.Column("staff_n", sa.BigInteger, nullable=False, default=0),
    sa.Column("keys_since", sa.String),
    sa.Column("seal_key", sa.LargeBinary),
)
"""`n` is the number of the last act that was taken: taken inside the batch's transaction, so that the
order of numbers is the order of commits. `staff_n` counts the changes of the staff.
`keys_since` is when the spare key was made; None for the first one. `seal_key` opens the acts that come back
sealed after the database was put back from a copy: it is never turned, so that every copy can open them."""

epoch = sa.Table(
    "epoch",
    metadata,
    _of_authority(),
    _key("id"),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("kept", sa.BigInteger, nullable=False),
    _said("begun_at"),
)
"""Every epoch in turn. A new one begins when the database was put back from a copy: `kept` is the number of
the last act in that copy."""

staff = sa.Table(
    "staff",
    metadata,
    _of_authority(),
    _key("id"),
    sa.Column("practitioner", sa.String),
    _said("name"),
    _said("role"),
    _said("agency"),
    sa.Column("manager", sa.String),
    sa.Column("ended_on", sa.String),
)
"""`practitioner` is the id that their first desk had given them; None until they have enrolled."""

alias = sa.Table("alias", metadata, _of_authority(), _key("practitioner"), _said("staff"))
"""Every practitioner id that stands for somebody of the staff: their desks may have had several."""

code = sa.Table(
    "code",
    metadata,
    _of_authority(),
    _key("hash"),
    _said("staff"),
    _said("expires_at"),
    sa.Column("used_at", sa.String),
    sa.Column("device", sa.String),
)

device = sa.Table(
    "device",
    metadata,
    _of_authority(),
    _key("id"),
    _said("staff"),
    _said("token_hash"),
    _said("public_key"),
    _said("incarnation"),
    sa.Column("round", sa.Integer, nullable=False, default=0),
    _said("round_digest"),
    _said("round_before"),
    sa.Column("round_acts", sa.Integer, nullable=False, default=0),
    _said("round_acts_digest"),
    sa.Column("cursor", sa.BigInteger, nullable=False, default=0),
    _said("enrolled_at"),
    sa.Column("last_seen_at", sa.String),
    sa.Column("revoked_at", sa.String),
    sa.Column("alone_until", sa.String),
    _said("told_all_in"),
    sa.UniqueConstraint("authority_id", "token_hash"),
)
"""`round_…` is the last exchange of the live incarnation: its number, its digest, the digest it named, and
how many acts it carried and theirs: what a repeat of it has to begin with. `alone_until` is the time by the
desk's own clock when it enrolled: until then its vault was its worker's alone. `told_all_in` is the epoch in
which it had nothing more to tell."""

life = sa.Table("life", metadata, _of_authority(), _key("incarnation"), _said("staff"))
"""Whose an incarnation is: nobody else may say that an act is of it."""

act = sa.Table(
    "act",
    metadata,
    _of_authority(),
    _key("id"),
    sa.Column("number", sa.BigInteger, nullable=False),
    _said("device"),
    _said("by"),
    _said("at"),
    _said("verb"),
    _said("incarnation"),
    _said("received_at"),
    _said("verdict"),
    _said("reason"),
    _said("sha256"),
    sa.Column("settled", sa.LargeBinary, nullable=False, default=b"[]"),
    sa.Column("content", Packed, nullable=False),
    sa.Index("act_in_order", "authority_id", "number"),
)
"""`number` is 0 for an act that was set aside; `content` its bytes as they came, a long one packed."""

KEEP_ACTS_AS_THEY_ARE = (
    "ALTER TABLE act SET (toast_tuple_target = 8160)",
    "ALTER TABLE act ALTER COLUMN content SET STORAGE EXTERNAL",
)
"""What PostgreSQL is told: it would try to pack what is packed, and move it out of its row."""
for _text in KEEP_ACTS_AS_THEY_ARE:
    _only_there = sa.DDL(_text).execute_if(dialect="postgresql")  # type: ignore[no-untyped-call]
    sa.event.listen(act, "after_create", _only_there)

_LARGE = 1 << 20
AS_KEPT = sa.type_coerce(act.c.content, sa.LargeBinary).label("content")
"""The bytes of an act as they are kept, which may be packed."""
UNLESS_LARGE = sa.case((sa.func.length(AS_KEPT.element) <= _LARGE, AS_KEPT.element)).label("content")
"""The same; nothing of an act that has more than a megabyte."""

act_scope = sa.Table(
    "act_scope",
    metadata,
    _of_authority(),
    _key("scope"),
    sa.Column("number", sa.BigInteger, primary_key=True),
    _key("record"),
    _said("incarnation"),
    sa.Column("is_gone", sa.Boolean(create_constraint=False), nullable=False, default=False),
    sa.Column("whole", sa.LargeBinary),
    sa.Index("act_scope_in_order", "authority_id", "number"),
)
"""Who hears of which change. `is_gone`: the act took the record out of this scope. `whole`: it brought
it into this one, and this is the record as it stood then."""

record = sa.Table(
    "record",
    metadata,
    _of_authority(),
    _key("id"),
    _said("kind"),
    _said("scope"),
    sa.Column("family", sa.String),
    sa.Column("episode", sa.String),
    sa.Column("beside", sa.String),
    sa.Column("form", sa.String),
    sa.Column("form_version", sa.Integer),
    _said("author"),
    sa.Column("voices", sa.LargeBinary, nullable=False),
    sa.Column("fields", sa.LargeBinary, nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False, default=0),
    sa.Index("record_of_scope", "authority_id", "scope", "kind"),
)
"""`voices` are, by path, the act, its incarnation and its number: who set it last. `made` is the number of
the act that made the record just as it says, or 0: its words are not kept a second time. The history has no
lines of that act on this record, and until somebody speaks again `fields` and `voices` are empty bytes."""

NEWEST_IN_SCOPE = sa.func.max(act_scope.c.number).label("number")

digest = sa.Table(
    "digest",
    metadata,
    _of_authority(),
    _key("scope"),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("records", sa.BigInteger, nullable=False),
    sa.Column("total", sa.String, nullable=False),
)
"""What `settling.digest_of` says of a scope as it stood when `number` was the newest act in it: it is
reckoned again once somebody asks and another act has come. `total` is in hex: it may be as large as 2^64."""

revision = sa.Table(
    "revision",
    metadata,
    _of_authority(),
    _key("record"),
    _key("path"),
    sa.Column("number", sa.BigInteger, primary_key=True),
    _said("act"),
    _said("life"),
    sa.Column("value", sa.LargeBinary),
    sa.Column("brought", sa.LargeBinary),
)
"""What each path held after each act that set it (no value: what the act says), and what the act had brought
where that is something else. What a record was made with is said by the act that made it (`record.made`).
Nothing is ever taken out."""

second_version = sa.Table(
    "second_version",
    metadata,
    _of_authority(),
    _key("record"),
    _key("path"),
    _key("act"),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("value", sa.LargeBinary),
    _said("reason"),
    _said("by"),
    _said("at"),
)

waiting = sa.Table("waiting", metadata, _of_authority(), _key("record"), _key("act"))
"""Records that an act would have made which was set aside: what changes them waits for it."""

grant = sa.Table(
    "grant_",
    metadata,
    _of_authority(),
    _key("staff"),
    _key("scope"),
    sa.Column("from_number", sa.BigInteger, primary_key=True),
    sa.Column("to_number", sa.BigInteger),
    sa.Column("ended_at", sa.String),
    sa.Column("may_write", sa.Boolean(create_constraint=False), nullable=False, default=False),
    sa.Column("review_on", sa.String),
    sa.Index("grant_of_scope", "authority_id", "scope"),
)
"""Which scopes of families somebody may hold, from which number and to which. On the day `review_on` the
ties to the family may change without an act: somebody's last day was said beforehand."""


file = sa.Table(
    "file",
    metadata,
    _of_authority(),
    _key("sha256"),
    sa.Column("size", sa.BigInteger, nullable=False),
    _said("came_at"),
)
"""A file that is here whole: its pieces are those of `file_piece` without an owner."""

file_piece = sa.Table(
    "file_piece",
    metadata,
    _of_authority(),
    _key("sha256"),
    _key("owner"),
    sa.Column("start", sa.BigInteger, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Index("file_piece_of_owner", "authority_id", "owner"),
)
"""`owner` is the device that is still sending it; "" once all of it is here and its hash is right. So nobody
can spoil what somebody else is sending."""

file_named = sa.Table(
    "file_named",
    metadata,
    _of_authority(),
    _key("sha256"),
    _key("record"),
    sa.Column("size", sa.BigInteger, nullable=False, default=0),
    sa.Column("is_brought", sa.Boolean(create_constraint=False), nullable=False, default=False),
    sa.Index("file_named_by", "authority_id", "record"),
)
"""Which records name a file. Through a record it is given out only once somebody who may write that record
has brought all of its bytes (`is_brought`): to know its hash is not enough."""


sealed = sa.Table(
    "sealed",
    metadata,
    _of_authority(),
    _key("device"),
    _key("name"),
    sa.Column("start", sa.BigInteger, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("came_at", sa.String, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""What a locked laptop handed in: parts of its journal and its header, which the centre cannot open. It is
added to and never replaced, so that who has the laptop cannot spoil what came before."""
