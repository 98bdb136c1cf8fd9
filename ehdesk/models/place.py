"""Where the worker was: kept inside the vault, so that unlocking returns to the same character.

It stays on this desk: it is no change that travels, and the trail does not tell it.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base


@dataclass(frozen=True)
class Place:
    """A page, what it shows, the question and the character in it, and the page's own steps back.

    `cursor` counts characters; `scroll` pixels from the top; `undo` and `more` are plain JSON values.
    """

    page: str
    record_id: str | None = None
    path: str | None = None
    cursor: int = 0
    scroll: int = 0
    undo: tuple[Any, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


_KEEP = sa.insert(base.place).prefix_with("OR REPLACE")


@acts.act("place.kept", local=True)
def remember(work: acts.Work, place: Place) -> None:
    """Keep where the worker is. Any dataclass of the same shape will do."""
    work.connection.execute(_KEEP, {"n": 1, "content": base.pack(asdict(place))})


def recall(read: acts.Reading) -> Place | None:
    """Where the worker was, or None in a new vault."""
    content = read.connection.execute(sa.select(base.place.c.content).where(base.place.c.n == 1)).scalar()
    if content is None:
        return None
    told = base.unpack(content)
    return Place(**{**told, "undo": tuple(told["undo"])})
