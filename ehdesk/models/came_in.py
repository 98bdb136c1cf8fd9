"""Which records an open page has to be told of where they are fetched anew, all at once."""

import sqlalchemy as sa

from ehdesk.models import acts, base, enrolled

_HELD = sa.select(base.record.c.id, base.record.c.beside).where(
    base.record.c.scope.in_(sa.bindparam("scopes", expanding=True))
)


def to_be_fetched(read: acts.Reading) -> frozenset[str]:
    """The records of the scopes that are to be fetched anew. Raises: NotEnrolled."""
    place = enrolled.known(read)
    rows = read.connection.execute(_HELD, {"scopes": list(place.anew)}).all()
    return frozenset(each for row in rows for each in (row.id, row.beside) if each)
