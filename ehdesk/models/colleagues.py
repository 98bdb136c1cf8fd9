"""Everybody of the authority's staff, as the centre told this desk: who can be named by account.

A desk that is not enrolled knows nobody. Who goes off the list keeps their name here: their work stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ehdesk.models import acts, practitioner
from ehdesk.sync import protocol

_TABLE = practitioner.COLLEAGUE
_IS_LISTED = _TABLE.c.account.is_not(None)
_OFF_THE_LIST = sa.update(_TABLE).where(_IS_LISTED).values(account=None, is_here=False)
_PUT = sqlite.insert(_TABLE)
_ON_THE_LIST = _PUT.on_conflict_do_update(
    index_elements=["id"],
    set_={key: _PUT.excluded[key] for key in ("name", "agency", "role", "account", "is_here")},
)
_HAS_WRITTEN = _PUT.on_conflict_do_update(
    index_elements=["id"],
    set_={
        "has_written": True,
        **{
            key: sa.case((_TABLE.c.account.is_(None), _PUT.excluded[key]), else_=_TABLE.c[key])
            for key in ("name", "agency")
        },
    },
)
_CHOSEN = sa.select(_TABLE).where(_TABLE.c.account == _TABLE.c.id, _TABLE.c.is_here)
_ACCOUNTS = sa.select(_TABLE.c.id, _TABLE.c.account).where(_IS_LISTED)


@dataclass(frozen=True)
class Known:
    """Who this desk's worker is on the staff list: their ids, everybody else's, and their name."""

    own: frozenset[str]
    others: frozenset[str]
    name: str


def remember(connection: sa.Connection, answer: protocol.Answer) -> None:
    """Keep whom an answer tells of: the whole staff list in the place of the one before, and by name those
    whose work comes with it, who may be on no list that this desk is given."""
    if answer.staff is not None:
        connection.execute(_OFF_THE_LIST)
        _put(connection, _ON_THE_LIST, (line for one in answer.staff for line in _lines(one)))
    wrote = {"role": "", "account": None, "is_here": False, "has_written": True}
    told = answer.people.items()
    _put(connection, _HAS_WRITTEN, ({"id": who, "name": n, "agency": a, **wrote} for who, (n, a) in told))


def accounts(connection: sa.Connection, me: str) -> dict[str, Any]:
    """Which practitioner ids stand for somebody of the staff (`staff`; None where the centre has told of
    none), and which for the worker of this desk (`own_ids`), as the bench keeps them: somebody may have named
    them by their account before they enrolled."""
    every = {row.id: row.account for row in connection.execute(_ACCOUNTS)}
    own = {one for one, account in every.items() if account == every.get(me)}
    return {"staff": frozenset(every) or None, "own_ids": frozenset(own) or frozenset({me})}


def known(read: acts.Reading) -> Known:
    """Who this desk's worker is to the centre, as far as it has been told."""
    found = accounts(read.connection, read.me)
    name = read.connection.execute(
        sa.select(_TABLE.c.name).where(_TABLE.c.id == read.me, _IS_LISTED)
    ).scalar()
    return Known(found["own_ids"], (found["staff"] or frozenset()) - found["own_ids"], name or "")


def colleagues(read: acts.Reading) -> tuple[protocol.Colleague, ...]:
    """Who works for the authority today, by name."""
    rows = read.connection.execute(_CHOSEN.order_by(_TABLE.c.name, _TABLE.c.id))
    return tuple(protocol.Colleague(row.id, row.name, row.role, row.agency) for row in rows)


def choosable(read: acts.Reading, cards: Mapping[str, str], limit: int = 200) -> dict[str, str]:
    """Who can be chosen by name, by id: the cards that this desk keeps, and colleagues by their account, the
    worker's own agency first. A card that stands for a colleague gives way to the account."""
    mine = sa.select(_TABLE.c.agency).where(_TABLE.c.id == read.me).scalar_subquery()
    first = _CHOSEN.order_by(_TABLE.c.agency != sa.func.coalesce(mine, ""), _TABLE.c.name).limit(limit)
    here = {row.id: row.name for row in read.connection.execute(first)}
    return here | {who: name for who, name in cards.items() if who not in (read.bench.staff or ())}


def called(read: acts.Reading, name: str) -> protocol.Colleague | None:
    """The one colleague of this name; None where there is none, or more than one."""
    wanted = name.strip().casefold()
    found = [one for one in colleagues(read) if one.name.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _lines(one: protocol.Colleague) -> Iterable[dict[str, Any]]:
    told = {"name": one.name, "agency": one.agency, "role": one.role, "account": one.id}
    return (
        {"id": each, **told, "is_here": not one.left, "has_written": False} for each in (one.id, *one.ids)
    )


def _put(connection: sa.Connection, put: sa.Insert, lines: Iterable[dict[str, Any]]) -> None:
    found = list(lines)
    if found:
        connection.execute(put, found)
