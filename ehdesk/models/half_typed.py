"""What was typed and is not handed in yet: kept in the vault, so that a lock or a slip loses none of it.

It is no record: it stays on this desk, and the trail does not tell it.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base

MOST = 40
"""So many small windows are remembered; the one that was left longest ago goes first."""

_LINE = 2
"""Which line of `place` this is; the first says where the worker was."""
_SMALL = "small window: "
_READ = sa.select(base.place.c.content).where(base.place.c.n == _LINE)
_WRITE = sa.insert(base.place).prefix_with("OR REPLACE")


def small_window(title: str, about: str) -> str:
    """The key of a small window: its title, and the record or row that it is about."""
    return f"{_SMALL}{title}/{about}"


def typed(read: acts.Reading, key: str) -> base.Fields:
    """What was typed there; nothing where all of it was handed in, or let go."""
    return dict(_kept(read).get(key, {}))


@acts.act("place.kept", local=True)
def keep(work: acts.Work, key: str, answers: Mapping[str, Any] | None) -> None:
    """Keep what is typed there so far; None lets it go."""
    kept = _kept(work)
    kept.pop(key, None)
    if answers:
        kept[key] = dict(answers)
    small = [each for each in kept if each.startswith(_SMALL)]
    for each in small[:-MOST]:
        del kept[each]
    work.connection.execute(_WRITE, {"n": _LINE, "content": base.pack(kept)})


def _kept(read: acts.Reading) -> dict[str, base.Fields]:
    kept: dict[str, base.Fields] = base.unpack(read.connection.execute(_READ).scalar()) or {}
    return kept
