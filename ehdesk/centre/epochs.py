"""The epochs of an authority: a new one begins whenever its database was put back from a copy.

What came in after the copy was taken is gone here, but not from the desks. They hear of the new epoch, and
send again what the copy had not. Until all have, an act may hang on one that is still to come: nothing is set
aside for that meanwhile.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ehdesk.centre import asked, people, reading, signing, store, tables

AT_MOST = timedelta(days=30)
"""How long desks that do not come are waited for."""

FOR_WORDS = timedelta(days=3)
"""How long at most an act waits for one that it was made upon. Without that it can be taken, only with a
second version where one would do: no reason to keep it from everybody for as long as a laptop is away."""

_EPOCH = asked.query(tables.epoch, tables.epoch.c.id == asked.given("id"))


def begin_first(ledger: store.Ledger, epoch: str, now: datetime) -> None:
    """The epoch with which an authority begins."""
    ledger.add(tables.epoch, [{"id": epoch, "place": 0, "kept": 0, "begun_at": tables.stamp(now)}])


def begin(ledger: store.Ledger, shut_out: Iterable[str], now: datetime) -> bool:
    """The database was put back from a copy. `shut_out` are the devices that were revoked before, whatever
    the copy says of them. False where the authority is not kept here."""
    made = signing.new_id()
    rows = ledger.change(tables.authority, {"epoch": made})
    if not rows:
        return False
    line = {"id": made, "place": len(ledger.rows(tables.epoch)), "kept": rows[0].n}
    ledger.add(tables.epoch, [line | {"begun_at": tables.stamp(now)}])
    for device in shut_out:
        here = (tables.device.c.id == device, tables.device.c.revoked_at.is_(None))
        ledger.change(tables.device, {"revoked_at": tables.stamp(now)}, *here)
    return True


def kept_since(ledger: store.Ledger, epoch: str) -> int:
    """Up to which number there are the same acts as in an earlier epoch; 0 for one that was never known."""
    every = sorted(ledger.rows(tables.epoch), key=lambda row: row.place)
    places = [row.place for row in every if row.id == epoch]
    return min((row.kept for row in every if places and row.place > places[0]), default=0)


_MAY_COME = ("record_missing", "waits_for_another", "not_allowed", "record_locked", "row_gone")
"""Reasons to set an act aside that somebody else's acts may take away, where those are still to come."""


@dataclass(frozen=True)
class Waiting:
    """That desks may still send again what was lost after number `kept`; `for_words` in the first days."""

    kept: int
    for_words: bool

    def may_bring(self, reason: str) -> bool:
        """Whether what is still to come may take away a reason to set an act aside."""
        return reason in _MAY_COME


def waiting(ledger: store.Ledger, epoch: str, now: datetime) -> Waiting | None:
    """What is waited for in this epoch; None once every desk has told all."""
    (row,) = ledger.told(_EPOCH, id=epoch)
    if row.place == 0 or not reading.is_after(row.begun_at, now - AT_MOST) or not _is_behind(ledger, epoch):
        return None
    return Waiting(row.kept, reading.is_after(row.begun_at, now - FOR_WORDS))


def _is_behind(ledger: store.Ledger, epoch: str) -> bool:
    """Whether a desk that is in use has not told everything in this epoch."""
    behind = ledger.rows(
        tables.device, tables.device.c.told_all_in != epoch, tables.device.c.revoked_at.is_(None)
    )
    here = {one.id for one in people.roster(ledger).by_id.values() if one.is_here} if behind else set()
    return any(one.staff in here for one in behind)


def missing(ledger: store.Ledger, asked: Collection[str]) -> frozenset[str]:
    """Which of some acts are not here."""
    here = ledger.rows_in(tables.act, tables.act.c.id, sorted(asked), columns=(tables.act.c.id,))
    return frozenset(asked) - {row.id for row in here}
