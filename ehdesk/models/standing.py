"""Whose desk this is in the eyes of the authority, and whether they may do what an act does.

A vault that is not enrolled belongs to one practitioner, who may do everything in it. Once it is, `meta`
holds the role (`role`) and whom a line manager manages (`manages`), as the centre told it; how somebody is
tied to a family is read from its episodes. The centre asks the same questions again (`rules.rights`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ehdesk import errors
from ehdesk.models import acts, base, colleagues, held, quick
from ehdesk.rules import rights, ties

ROLE, MANAGES = "role", "manages"

_WHO: Mapping[rights.Taking, str] = {
    "opening": "Whoever leads the work with this family",
    "leading": "Whoever leads the work with this family, their line manager or the Early Help Coordinator",
    "judging": "The line manager of those who work with this family or the Early Help Coordinator, if they "
    "have no part in the work themselves,",
    "overseeing": "The line manager of those who work with this family",
    "linking": "Somebody who works with both families or the Early Help Coordinator",
    "writing": "Whoever leads the work with this family or their line manager",
}
_OWN, _AUTHORITY = "The person whose it is", "Your authority"

_BROUGHT_BY = (
    sa.select(base.act.c.by)
    .select_from(base.revision.join(base.act, base.act.c.n == base.revision.c.act_n))
    .where(base.revision.c.record_n == base.record.c.n)
    .order_by(base.revision.c.n)
    .limit(quick.at_most(1))
    .correlate(base.record)
    .scalar_subquery()
)
_FAMILY_AND_EPISODES = quick.QuickList(
    sa.select(
        base.record.c.kind,
        base.record.c.author,
        sa.case((base.record.c.kind == "family", _BROUGHT_BY), else_=None).label("brought_by"),
        base.record.c.fields,
    ).where(
        base.record.c.family_id == quick.asked("family"),
        base.record.c.scope == quick.asked("scope"),
        sa.or_(base.record.c.kind == "family", base.record.c.kind == "episode"),
    )
)


_KEEP = sqlite.insert(base.meta)
_REMEMBER = _KEEP.on_conflict_do_update(index_elements=["key"], set_={"value": _KEEP.excluded.value})


def remember(connection: sa.Connection, role: str, manages: Iterable[str] = ()) -> None:
    """Keep what the centre says of this desk's worker. The store reads it at `Store.begin`."""
    said = {ROLE: role, MANAGES: base.pack(sorted(manages))}
    connection.execute(_REMEMBER, [{"key": key, "value": value} for key, value in said.items()])


def write_down(connection: sa.Connection, noted: Mapping[str, str]) -> None:
    """Keep what was only held in memory so far (`Bench.noted`)."""
    if noted:
        connection.execute(_REMEMBER, [{"key": key, "value": value} for key, value in noted.items()])


def kept(connection: sa.Connection, meta: Mapping[str, str]) -> dict[str, Any]:
    """What the vault holds of it, as the bench keeps it."""
    return {
        "role": meta.get(ROLE),
        "manages": frozenset(base.unpack(meta.get(MANAGES)) or ()),
        **colleagues.accounts(connection, meta["me"]),
    }


def role_of(read: acts.Reading) -> rights.Role | None:
    """The worker's role at the authority, or None where the desk is not enrolled.

    A role that this version does not know is given as it is: the table has no line for it, so it may nothing.
    """
    return read.bench.role  # type: ignore[return-value]


def tie_of(read: acts.Reading, family_id: str) -> rights.Tie:
    """How the worker is tied to a family, as the record stands; "none" where the desk is not enrolled."""
    rows = _FAMILY_AND_EPISODES.rows(
        read.connection, {"family": family_id, "scope": base.family_scope(family_id)}
    )
    opened_by = next(
        (_opener(read, row.author, row.brought_by) for row in rows if row.kind == "family"), None
    )
    return _tie(read, opened_by, (base.unpack(row.fields) for row in rows if row.kind == "episode"))


def check(work: acts.Work, records: Iterable[held.Held]) -> None:
    """Whether the worker may do to all of these records what the act does; if not, nothing of it is kept.

    For each record that the act changed: its scope, the one it was moved from, the verb and the kind.
    Raises: NotInTheTeam, NotAllowed, OwnSignOff.
    """
    role = role_of(work)
    if role is None:
        return
    if not all(rights.may_set(work.hand.verb, path, value) for path, value in _set_by(work)):
        raise errors.NotAllowed(who=_WHO["judging"])
    known: dict[str, rights.Tie] = {}
    for record in records:
        if not rights.is_placed(record.scope, record.family_id):
            raise errors.NotAllowed(who=_AUTHORITY)
        for scope in dict.fromkeys((record.scope, record.moved_from or record.scope)):
            _check(work, role, record, scope, known)
        if rights.judges(work.hand.verb) and work.by in (record.author, record.standing_author()):
            raise errors.OwnSignOff


def _set_by(work: acts.Work) -> Iterator[tuple[str, Any]]:
    for (_n, path), pending in work.hand.pending.items():
        yield path, None if pending.edit.value is msgspec.UNSET else pending.edit.value


def _check(
    work: acts.Work, role: rights.Role, record: held.Held, scope: str, known: dict[str, rights.Tie]
) -> None:
    audience, family_id = rights.audience_of(scope, work.me), rights.family_of(scope)
    if family_id and family_id not in known:
        known[family_id] = _tie_in_act(work, family_id)
    tie = _tie_to_both(work, record) if record.kind == "person_link" else known.get(family_id, "none")
    if rights.may_do(role, tie, audience, work.hand.verb, record.kind):
        return
    if family_id and not rights.may(role, tie, "file", "write"):
        raise errors.NotInTheTeam
    raise errors.NotAllowed(who=_who(work.hand.verb, record.kind, audience))


def _tie_in_act(work: acts.Work, family_id: str) -> rights.Tie:
    """The tie before this act; to a family that this act opens, the one that it opens with."""
    opened = work.records.get(family_id)
    if opened is None or not opened.is_new:
        return tie_of(work, family_id)
    scope = base.family_scope(family_id)
    made = (one for one in work.records.values() if one.kind == "episode" and one.scope == scope)
    opened_by = _opener(work, opened.standing_author(), work.by)
    return _tie(work, opened_by, (one.fields for one in made))


def _tie_to_both(work: acts.Work, link: held.Held) -> rights.Tie:
    """The tie to the families of a link's two people: none where either is not on this desk, or not ours."""
    people = [work.find(str(link.fields.get(end) or "")) for end in ("one", "other")]
    found = [_tie_in_act(work, one.family_id) if one and one.family_id else "none" for one in people]
    return "none" if "none" in found else found[0]


def _tie(read: acts.Reading, opened_by: str | None, episodes: Iterable[base.Fields]) -> rights.Tie:
    role = role_of(read)
    if role is None:
        return "none"
    today, staff = read.clock.today().isoformat(), read.bench.staff
    named = list(episodes if staff is None else ties.among(staff, episodes))
    mine = read.bench.own_ids or {read.me}
    return ties.closest(
        ties.tie_of(me, role, read.bench.manages, opened_by, named, today) for me in sorted(mine)
    )


def _opener(read: acts.Reading, said: str, brought_by: str | None) -> str | None:
    """Who counts as having opened a family: who is said to have, or who brought it in where the authority
    does not know them."""
    staff = read.bench.staff
    return said if staff is None or said in staff else brought_by


def _who(verb: str, kind: str, audience: rights.Audience) -> str:
    if audience == "nobody":
        return _OWN
    if verb not in rights.VERBS or (audience == "authority" and kind != "person_link"):
        return _AUTHORITY
    return _WHO["linking" if kind == "person_link" else rights.taking(verb, kind)]
