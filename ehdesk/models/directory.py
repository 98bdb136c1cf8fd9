"""The directory: agencies that the authority names, and those that this vault has learned of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk import errors, settings
from ehdesk.models import acts, base, episode, practitioner, quick, search

KEYS = ("name", "report_group", "phone", "email", "contact", "about")
SCOPE = "authority"

TABLE = sa.Table(
    "agency",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("folded", sa.String, nullable=False),
    sa.Column("report_group", sa.String),
    sa.Index("agency_by_name", "folded"),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    name = str(standing.fields.get("name") or "")
    return {"name": name, "folded": _key(name), "report_group": standing.fields.get("report_group")}


CONCEPT = base.Concept(TABLE, frozenset({"name", "report_group"}), _columns)

Source = Literal["authority", "learned", "named"]


@dataclass(frozen=True)
class AgencyLine:
    """One agency. `source`: the authority's list, written down in this vault, or only named in a record."""

    record_id: base.RecordId | None
    name: str
    report_group: str
    phone: str
    email: str
    contact: str
    about: str
    source: Source


@acts.act("agency.added")
def add_agency(work: acts.Work, answers: Mapping[str, Any], *, record_id: str | None = None) -> base.RecordId:
    """Write an agency (see KEYS) into the directory. Raises: FieldUnknown."""
    _check(answers)
    fields = [(key, value) for key, value in answers.items() if value]
    return base.RecordId(work.create("agency", SCOPE, record_id=record_id, fields=fields).id)


@acts.act("agency.changed")
def change_agency(work: acts.Work, record_id: str, answers: Mapping[str, Any]) -> None:
    """Change what is known of an agency. Raises: RecordMissing, FieldUnknown."""
    _check(answers)
    found = work.record(record_id)
    if found.kind != "agency":
        raise errors.RecordMissing
    for key, value in answers.items():
        work.edit(found, key, value or None)


_KNOWN = sa.select(TABLE.c.n).where(TABLE.c.folded == sa.bindparam("folded")).limit(quick.at_most(1))


def learn(work: acts.Work, name: str) -> None:
    """Let the directory know an agency that was named, unless it does. Used within other acts."""
    folded = _key(name)
    if not folded or any(_key(str(one.fields.get("name") or "")) == folded for one in _in_hand(work)):
        return
    if work.connection.execute(_KNOWN, {"folded": folded}).first() is None:
        work.create("agency", SCOPE, fields=[("name", name.strip())])


def directory(
    read: acts.Reading, words: str = "", *, authority: Iterable[settings.Agency] = (), limit: int = 200
) -> tuple[AgencyLine, ...]:
    """The agencies that have all the words in their name, contact or what they do, by name.

    What this vault wrote down of an agency stands before what the authority says of it.
    """
    found = {_key(one.name): _of_authority(one) for one in authority}
    for name in _named(read):
        found.setdefault(_key(name), AgencyLine(None, name, "", "", "", "", "", "named"))
    for row in read.connection.execute(_LEARNED.limit(10 * limit)):
        fields = base.unpack(row.fields)
        key = _key(fields.get("name", ""))
        found[key] = _laid_over(found.get(key), row.id, fields)
    wanted = search.fold(words).split()
    lines = (one for key, one in sorted(found.items()) if key and _has(one, wanted))
    return tuple(line for _place, line in zip(range(limit), lines, strict=False))


def report_groups(read: acts.Reading) -> dict[str, str]:
    """The report group of each agency by name, as its own practitioners or the directory say it."""
    of_them = base.record.c.n == practitioner.TABLE.c.n
    told = sa.select(base.record.c.fields).join(practitioner.TABLE, of_them).limit(1000)
    found = {}
    for text in read.connection.execute(told).scalars():
        fields = base.unpack(text)
        if fields.get("agency") and fields.get("report_group"):
            found[fields["agency"]] = fields["report_group"]
    rows = read.connection.execute(sa.select(TABLE.c.name, TABLE.c.report_group).limit(1000))
    return found | {row.name: row.report_group for row in rows if row.report_group}


_LEARNED = (
    sa.select(base.record.c.id, base.record.c.fields)
    .join(TABLE, TABLE.c.n == base.record.c.n)
    .order_by(TABLE.c.folded, TABLE.c.n)
)


def _key(name: str) -> str:
    return " ".join(search.fold(name).split())


def _in_hand(work: acts.Work) -> list[Any]:
    return [one for one in work.records.values() if one.kind == "agency"]


def _named(read: acts.Reading, limit: int = 1000) -> list[str]:
    """Every agency that a practitioner or an episode names."""
    here = episode.INVOLVED.c.agency
    both = sa.union(
        sa.select(practitioner.TABLE.c.agency).where(practitioner.TABLE.c.agency.is_not(None)).distinct(),
        sa.select(here).where(here.is_not(None), here != "").distinct(),
    )
    return [str(name) for name in read.connection.execute(both.limit(limit)).scalars()]


def _of_authority(one: settings.Agency) -> AgencyLine:
    told = (one.name, one.report_group, one.phone, one.email, one.contact, one.about)
    return AgencyLine(None, *told, "authority")


def _laid_over(known: AgencyLine | None, record_id: str, fields: base.Fields) -> AgencyLine:
    def said(key: str) -> str:
        return str(fields.get(key) or (getattr(known, key) if known is not None else ""))

    return AgencyLine(
        record_id=base.RecordId(record_id),
        name=said("name"),
        report_group=said("report_group"),
        phone=said("phone"),
        email=said("email"),
        contact=said("contact"),
        about=said("about"),
        source="authority" if known is not None and known.source == "authority" else "learned",
    )


def _has(line: AgencyLine, words: list[str]) -> bool:
    group = line.report_group.replace("_", " ")
    body = search.fold(" ".join((line.name, line.contact, line.about, group)))
    return all(word in body for word in words)


def _check(answers: Mapping[str, Any]) -> None:
    for key in answers:
        if key not in KEYS:
            raise errors.FieldUnknown(field=key)
