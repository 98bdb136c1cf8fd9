"""The people of a family: who they are, how to say their names, how old, how to reach them.

What not everybody may read (a contact warning, a protected address) is kept in the person's
restricted sibling and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.clock import LONDON
from ehdesk.models import acts, alike, base, held, quick, search
from ehdesk.rules import paths

KEYS = frozenset(
    {
        *("role", "relationship", "subject_of_eha", "lives_here", "parental_responsibility"),
        *("parental_responsibility_basis", "relationships", "stays"),
        *("given_names", "family_name", "known_as", "name_own_script", "say_it", "former_names"),
        *("dob", "due_date", "dob_estimated", "sex", "gender_text", "ethnicity", "ethnicity_source"),
        *("religion", "nationality", "first_language", "other_languages", "interpreter"),
        *("interpreter_language", "formats", "disability", "access_needs", "nhs_no", "nhs_status"),
        *("upn", "setting", "sen", "young_carer", "deceased_on", "gp", "health_visitor"),
        *("existing_plan", "involved", "not_involved_reason"),
        *("addresses", "phones", "email", "safe_to"),
    }
)
PROTECTED = {"addresses": "protected_addresses", "phones": "protected_phones", "email": "protected_email"}
"""Where an address goes once somebody must not learn it."""

RESTRICTED_KEYS = frozenset({"contact_warning", "address_confidential_from", *PROTECTED.values()})
"""Fields that stand in the sibling and nowhere else."""

_ADULT_AT = 18
AS_TYPED = "$typed_"
"""Before a key: what was typed there and cannot be kept as an answer yet."""
MERGED_INTO = alike.MERGED_INTO

TABLE = sa.Table(
    "person",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("known_as", sa.String, nullable=False),
    sa.Column("full_name", sa.String, nullable=False),
    sa.Column("folded", sa.String, nullable=False),
    sa.Column("role", sa.String),
    sa.Column("dob", sa.String),
    sa.Column("due_date", sa.String),
    sa.Column("dob_estimated", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("is_subject", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("merged_into", sa.String),
    sa.Index("person_of_family", "family_id"),
    sa.Index("person_merged", "merged_into", sqlite_where=sa.text("merged_into IS NOT NULL")),
)


@dataclass(frozen=True)
class PersonCard:
    """One person as the family page shows them. `age` is in words ("9", "about 9", "unborn", "5 months").

    `answers` holds everything else that the file may show, by key; `has_restricted` says that there
    is more, to be shown only when it is held to be shown (`restricted`).
    """

    id: base.PersonId
    family_id: base.FamilyId | None
    known_as: str
    full_name: str
    name_own_script: str
    say_it: str
    role: str
    relationship: str
    is_child: bool
    age: str
    dob: str | None
    answers: base.Fields
    has_restricted: bool
    last_seen: datetime | None = None
    last_seen_alone: datetime | None = None


def called(fields: Mapping[str, Any]) -> str:
    """What a person is called: known as, else the given names, else "unborn baby"."""
    name = fields.get("known_as") or fields.get("given_names") or fields.get("family_name")
    return str(name or ("Unborn baby" if fields.get("due_date") else "No name yet"))


def full_name(fields: Mapping[str, Any]) -> str:
    """Given names and family name, as far as they are known."""
    parts = (fields.get("given_names") or fields.get("known_as"), fields.get("family_name"))
    return " ".join(str(part) for part in parts if part) or called(fields)


def age(fields: Mapping[str, Any], today: date) -> str:
    """The age in words from a date of birth that may be partial or estimated; "" where it is unknown."""
    born = str(fields.get("dob") or "")
    if not born:
        return "unborn" if fields.get("due_date") else ""
    if fields.get("deceased_on"):
        return "died"
    parts = [int(part) for part in born.split("-")]
    about = "about " if fields.get("dob_estimated") or len(parts) < 3 else ""
    year, month, day = (*parts, 7, 1)[:3] if len(parts) == 1 else (*parts, 15)[:3]
    months = (today.year - year) * 12 + today.month - month - (today.day < day)
    if months < 0:
        return "unborn"
    if months >= 24:
        return f"{about}{months // 12}"
    if months >= 1:
        return f"{about}{months} month{'s' if months > 1 else ''}"
    return f"{about}{max(0, (today - date(year, month, day)).days)} days"


def is_child(fields: Mapping[str, Any], today: date) -> bool:
    """A child by role, else by age; a person with neither counts as an adult."""
    role = fields.get("role")
    if role:
        return bool(role == "child")
    born = str(fields.get("dob") or "")
    if not born:
        return bool(fields.get("due_date"))
    return today.year - int(born[:4]) < _ADULT_AT


def _columns(standing: base.Standing) -> dict[str, Any]:
    fields = standing.fields
    names = (fields.get(key) for key in ("given_names", "family_name", "known_as", "name_own_script"))
    return {
        "known_as": called(fields),
        "full_name": full_name(fields),
        "folded": search.fold(" ".join(str(name) for name in names if name)),
        "role": fields.get("role"),
        "dob": fields.get("dob"),
        "due_date": fields.get("due_date"),
        "dob_estimated": bool(fields.get("dob_estimated")),
        "is_subject": bool(fields.get("subject_of_eha")),
        "merged_into": fields.get(MERGED_INTO),
    }


CONCEPT = base.Concept(
    TABLE,
    frozenset(
        {
            *("given_names", "family_name", "known_as", "name_own_script", "former_names", "role"),
            *("dob", "due_date", "dob_estimated", "subject_of_eha", "nhs_no", MERGED_INTO),
        }
    ),
    _columns,
    alike.TABLE,
    alike.rows,
)


@acts.act("person.added")
def add_person(
    work: acts.Work,
    family_id: str,
    answers: base.Fields,
    restricted: base.Fields | None = None,
    *,
    record_id: str | None = None,
) -> base.PersonId:
    """A person of this family. An address with `address_confidential_from` goes to the sibling whole.

    Raises: RecordMissing, FieldUnknown.
    """
    kept, hidden = split(answers, restricted or {})
    family = work.record(family_id)
    made = work.create(
        "person",
        base.family_scope(family.id),
        family=family.id,
        record_id=record_id,
        fields=_paths(kept),
    )
    if hidden:
        _new_sibling(work, made, hidden)
    return base.PersonId(made.id)


@acts.act("person.changed", extends=True)
def change_person(work: acts.Work, person_id: str, path: str, value: Any) -> None:
    """Change one field of a person; restricted ones land in the sibling.

    Naming somebody from whom the address is confidential moves the address there whole.
    Raises: RecordMissing, FieldUnknown, RowGone, RecordJoined.
    """
    person = work.record(person_id)
    if person.fields.get(MERGED_INTO):
        raise errors.RecordJoined
    key = path.split("/", 1)[0]
    if key not in KEYS | RESTRICTED_KEYS:
        raise errors.FieldUnknown(field=key)
    sibling = work.sibling(person)
    if key in PROTECTED and sibling is not None and _is_kept_apart(person, sibling, path):
        path, key = path.replace(key, PROTECTED[key], 1), PROTECTED[key]
    if key not in RESTRICTED_KEYS:
        work.edit(person, path, value)
        return
    sibling = sibling or _new_sibling(work, person, {})
    work.edit(sibling, path, value)
    if key == "address_confidential_from" and value:
        _hide_addresses(work, person, sibling)


def split(answers: base.Fields, restricted: base.Fields) -> tuple[base.Fields, base.Fields]:
    """What the file may show and what belongs to the sibling. Raises: FieldUnknown.

    Where the address is confidential and no protected one is named, every address is protected.
    """
    for key in (*answers, *restricted):
        if key not in KEYS | RESTRICTED_KEYS:
            raise errors.FieldUnknown(field=key)
    hidden = {key: value for key, value in answers.items() if key in RESTRICTED_KEYS} | restricted
    if hidden.get("address_confidential_from") and not any(key in hidden for key in PROTECTED.values()):
        hidden |= {PROTECTED[key]: answers[key] for key in PROTECTED if key in answers}
        answers = {key: value for key, value in answers.items() if key not in PROTECTED}
    return {key: value for key, value in answers.items() if key not in hidden}, hidden


def people(read: acts.Reading, family_id: str, limit: int = 200) -> tuple[PersonCard, ...]:
    """The people of a family: children first, the eldest first, then adults."""
    rows = _OF_FAMILY.rows(read.connection, {"family": family_id, "most": limit})
    today = read.clock.today()
    seen = _last_seen(read, family_id)
    cards = [_card(row, today, seen) for row in rows]
    return tuple(sorted(cards, key=lambda card: (not card.is_child, card.dob or "9999", card.full_name)))


def get(read: acts.Reading, person_id: str) -> PersonCard:
    """One person. Raises: RecordMissing."""
    row = read.connection.execute(_ONE.where(base.record.c.id == person_id)).first()
    if row is None:
        raise errors.RecordMissing
    return _card(row, read.clock.today(), _last_seen(read, row.family_id) if row.family_id else {})


def names(read: acts.Reading, family_id: str, limit: int = 500) -> dict[str, str]:
    """The full name of everybody in a family file by id; a record that was joined shows the other's name."""
    wanted = sa.select(TABLE.c.id, TABLE.c.full_name).where(TABLE.c.family_id == family_id).limit(limit)
    found = {row.id: row.full_name for row in read.connection.execute(wanted)}
    stands = stands_for(read, family_id)
    return {one: found.get(stands.get(one, one), name) for one, name in found.items()}


def stands_for(read: acts.Reading, family_id: str, limit: int = 500) -> dict[str, str]:
    """For each record that was joined to another one of the same human: the record that stands now."""
    into: dict[str, str] = dict(_JOINED.rows(read.connection, {"family": family_id, "most": limit}))
    found = {}
    for one in into:
        kept, steps = into[one], 0
        while kept in into and steps < len(into):
            kept, steps = into[kept], steps + 1
        found[one] = kept
    return found


def restricted(read: acts.Reading, person_id: str) -> base.Fields:
    """What not everybody may read about a person: shown only while it is held to be shown."""
    row = read.connection.execute(
        sa.select(base.record.c.fields).where(base.record.c.beside == person_id)
    ).scalar()
    fields: base.Fields = base.unpack(row) or {}
    return fields


_SIBLING = base.record.alias("sibling")
_ONE = sa.select(
    base.record.c.id,
    base.record.c.family_id,
    base.record.c.fields,
    sa.exists()
    .where(_SIBLING.c.beside == base.record.c.id, _SIBLING.c.fields != "{}")
    .label("has_restricted"),
).where(base.record.c.kind == "person")
_OF_FAMILY = quick.QuickList(
    _ONE.where(base.record.c.status != "void", base.record.c.family_id == quick.asked("family")).limit(
        quick.at_most("most")
    )
)

SEEN = sa.Table(
    "seen",
    base.metadata,
    sa.Column("record_n", sa.ForeignKey("record.n"), nullable=False),
    sa.Column("family_id", sa.String),
    sa.Column("child_id", sa.String, nullable=False),
    sa.Column("how", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Index("seen_of_record", "record_n"),
    sa.Index("seen_of_family", "family_id", "child_id", "at"),
)
"""One line for each child that a note says was seen; `note` fills it."""
_SEEN_LAST = quick.QuickList(
    sa.select(SEEN.c.child_id, SEEN.c.how, sa.func.max(SEEN.c.at).label("at"))
    .where(SEEN.c.family_id == quick.asked("family"))
    .group_by(SEEN.c.child_id, SEEN.c.how)
)
_JOINED = quick.QuickList(
    sa.select(TABLE.c.id, TABLE.c.merged_into)
    .where(TABLE.c.family_id == quick.asked("family"), TABLE.c.merged_into.is_not(None))
    .limit(quick.at_most("most"))
)


def _last_seen(read: acts.Reading, family_id: str) -> dict[tuple[str, str], str]:
    rows = _SEEN_LAST.rows(read.connection, {"family": family_id})
    stands = stands_for(read, family_id)
    seen: dict[tuple[str, str], str] = {}
    for child, how, at in rows:
        key = (stands.get(child, child), how)
        seen[key] = max(at, seen.get(key, ""))
    return seen


def wall_time(text: str | None) -> datetime | None:
    """The moment of a time as a clock on a wall in London showed it; None where the text is no time."""
    return _wall_time(text) if isinstance(text, str) else None


@lru_cache(maxsize=1024)
def _wall_time(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=LONDON)


def _card(row: Any, today: date, seen: dict[tuple[str, str], str]) -> PersonCard:
    fields = base.unpack(row.fields)
    times = [seen[key] for key in ((row.id, "seen"), (row.id, "seen_alone")) if key in seen]
    return PersonCard(
        id=row.id,
        family_id=row.family_id,
        known_as=called(fields),
        full_name=full_name(fields),
        name_own_script=fields.get("name_own_script", ""),
        say_it=fields.get("say_it", ""),
        role=fields.get("role", ""),
        relationship=fields.get("relationship", ""),
        is_child=is_child(fields, today),
        age=age(fields, today),
        dob=fields.get("dob"),
        answers={key: value for key, value in fields.items() if not key.startswith("$")},
        has_restricted=row.has_restricted,
        last_seen=wall_time(max(times, default=None)),
        last_seen_alone=wall_time(seen.get((row.id, "seen_alone"))),
    )


def _paths(answers: base.Fields) -> list[tuple[str, Any]]:
    return [path for key, value in answers.items() for path in paths.paths_of(key, value)]


def _new_sibling(work: acts.Work, person: held.Held, fields: base.Fields) -> held.Held:
    scope = base.family_scope(person.family_id or "", "restricted")
    return work.create(
        person.kind + base.RESTRICTED,
        scope,
        family=person.family_id,
        beside=person.id,
        fields=_paths(fields),
    )


def _is_kept_apart(person: held.Held, sibling: held.Held, path: str) -> bool:
    """Whether an address or number belongs to the sibling: it stands there, or is new and a secret."""
    row, key = paths.row_of(path), path.split("/", 1)[0]
    if paths.get(sibling.fields, row.replace(key, PROTECTED[key], 1)) is not None:
        return True
    is_open = paths.get(person.fields, row) is not None
    return not is_open and bool(sibling.fields.get("address_confidential_from"))


def _hide_addresses(work: acts.Work, person: held.Held, sibling: held.Held) -> None:
    """The address has become a secret: it goes to the sibling."""
    for key, protected in PROTECTED.items():
        for path, value in paths.paths_of(key, person.fields.get(key)):
            if value is not None:
                work.edit(sibling, path.replace(key, protected, 1), value)
                work.edit(person, path, None)
    hide_histories(work)


def hide_histories(work: acts.Work) -> None:
    """Where an act made an address a secret, let what it was before go to the sibling too."""
    for sibling in list(work.records.values()):
        if "address_confidential_from" in sibling.touched and sibling.fields.get("address_confidential_from"):
            person = work.record(sibling.beside or "")
            for key, protected in PROTECTED.items():
                work.rehome(person, key, sibling, protected)
