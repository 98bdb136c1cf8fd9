"""Values that do not stand: those of which the centre said so, and of ours that waits those that will not."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, ground, held, quiet
from ehdesk.rules import merge
from ehdesk.sync import protocol

_SECOND = sa.insert(base.second_version).prefix_with("OR REPLACE")
_NO_SECONDS = sa.delete(base.second_version).where(
    base.second_version.c.record_n == sa.bindparam("of_n"),
    base.second_version.c.act_id.in_(quiet.SOME),
)


def forget(work: acts.Work, record: held.Held, act_ids: Iterable[str]) -> int:
    """Forget what some acts said beside what stands in a record; how many values that was."""
    asked = {"of_n": record.n, "some": base.pack(list(act_ids))}
    return work.connection.execute(_NO_SECONDS, asked).rowcount


def keep_said(work: acts.Work, record: held.Held, act: protocol.Act, said: protocol.Settled) -> None:
    """Keep what the centre said of one path, where it did not come to stand."""
    if said.reason:
        _keep(work, record, act, said.path, said.second, said.reason)


Seconds = Iterable[tuple[ground.Waiting, str, merge.Second]]


def keep(work: acts.Work, record: held.Held, waits: Sequence[ground.Waiting], seconds: Seconds) -> None:
    """Of ours that waits: the values that will not become the current ones, as far as can be told here."""
    forget(work, record, [each.act.id for each in waits])
    for each, path, second in seconds:
        _keep(work, record, each.act, path, second.value, second.reason)


def _keep(work: acts.Work, record: held.Held, act: protocol.Act, path: str, value: Any, reason: str) -> None:
    packed = None if value is None else base.pack(value)
    line = {"record_n": record.n, "path": path, "value": packed, "reason": reason, "act_id": act.id}
    work.connection.execute(_SECOND, {**line, "by": act.by, "at": act.at})
