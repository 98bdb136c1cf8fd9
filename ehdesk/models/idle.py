"""A desk with nothing to say: seen in one read, and nothing is written. When the centre was heard is kept in
memory, and written down when the vault is closed.

That is what nearly every exchange of a day is. What is to be said or compared goes the long way (`enrolled`).
"""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, document, enclosed, enrolled, outbox, quick, sealed_act
from ehdesk.sync import protocol

_HEARD = "heard_at"
_EPOCH = sa.select(sa.func.json_extract(base.meta.c.value, "$.epoch")).where(base.meta.c.key == enrolled.KEY)
_HAS_FILES = sa.or_(
    sa.exists().where(
        document.TABLE.c.sha256 != "",
        document.TABLE.c.sha256.not_in(
            sa.select(enclosed.FILED.c.sha256).where(enclosed.FILED.c.epoch == _EPOCH.scalar_subquery())
        ),
    ),
    sa.exists(sa.select(enclosed.GOING.c.sha256)),
).label("has_files")
_LOOK = quick.QuickList(
    sa.select(
        sa.select(base.meta.c.value).where(base.meta.c.key == enrolled.KEY).scalar_subquery().label("link"),
        sa.select(sa.func.min(base.act.c.n)).where(base.act.c.is_open).scalar_subquery().label("grows"),
        sa.exists(sa.select(base.waiting.c.act_n)).label("waits"),
        sealed_act.IS_TO_TELL.label("tells_again"),
        sa.exists().where(base.meta.c.key == enrolled.UNSETTLED).label("is_left"),
        _HAS_FILES,
    )
)
_FILES = quick.QuickList(sa.select(_HAS_FILES))
_READ = sa.select(base.meta.c.value).where(base.meta.c.key == _HEARD)


@dataclass(frozen=True)
class Look:
    """The desk's place at its centre, and what it asks there; None where it has more to do than to ask.
    `is_compared`: it has compared itself with the centre today. `is_left`: an answer was left that is to be
    taken in before anything is said. `has_files`: a file may have to go, to come or to leave this desk.
    `newest`: up to the act with this number nothing has to be said, whatever is closed meanwhile."""

    place: enrolled.Link
    asks: protocol.Exchange | None
    is_compared: bool
    is_left: bool = False
    has_files: bool = False
    newest: int = 0


def look(read: acts.Reading, pages: Collection[str] | None = None, after: int = 0) -> Look:
    """How the desk stands before an exchange. `pages`: more is to come of the answer before, and these acts
    of ours (ids) have come in behind it. They, the comparison of the day and what is just being typed have
    time: each page would cut that into one more act. `after`: up to this act nothing else waits.
    Raises: NotEnrolled.
    """
    row = _LOOK.only(read.connection)
    if row.link is None:
        raise errors.NotEnrolled
    place = msgspec.json.decode(row.link, type=enrolled.Link)
    is_same_life = place.incarnation == read.bench.incarnation and place.number > 0
    is_compared = place.compared_on == read.clock.today().isoformat()
    grows = row.grows is not None
    is_ready = outbox.is_any_ready(read, pages, after) if pages is not None else grows or row.waits
    has_words = row.tells_again or is_ready
    if row.is_left or has_words or place.anew or not is_same_life or not (is_compared or pages is not None):
        return Look(place, None, is_compared, bool(row.is_left), bool(row.has_files))
    asks = msgspec.structs.replace(enrolled.message(place), idle=True)
    newest = read.bench.newest_n("act") if not grows else row.grows - 1
    return Look(place, asks, is_compared, has_files=bool(row.has_files), newest=newest)


def heard(read: acts.Reading) -> None:
    """The centre had nothing to say either. A desk that is killed forgets it, and names an earlier time."""
    read.bench.noted[_HEARD] = base.stamp(read.clock.now())


def heard_at(read: acts.Reading, place: enrolled.Link) -> str:
    """When the centre was heard last, as ISO text; "" before it was."""
    written = str(read.connection.execute(_READ).scalar() or "")
    return max(place.told_at, written, read.bench.noted.get(_HEARD, ""))


def has_files(read: acts.Reading) -> bool:
    """Whether a file may have to go to the centre, to come, or to leave this desk."""
    row = _FILES.only(read.connection)
    return bool(row.has_files)
