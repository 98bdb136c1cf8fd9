"""What a family has said is right: kept beside the answers of a form, finished or not, with who and when."""

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.clock import local
from ehdesk.models import acts, base

CHECKED = "$checked_together"


@acts.act("answer.checked_together")
def say_right(work: acts.Work, record_id: str, key: str) -> None:
    """The family says that this answer is right. The answer itself is not touched. Raises: RecordMissing."""
    record = work.record(record_id)
    if record.form is None:
        raise errors.RecordMissing
    work.edit(record, f"{CHECKED}/{key}", local(work.at).date().isoformat())


@acts.act("answer.unchecked_together")
def take_back(work: acts.Work, record_id: str, key: str) -> None:
    """The family has not said so, or no longer. Raises: RecordMissing."""
    work.edit(work.record(record_id), f"{CHECKED}/{key}", None)


def checked(read: acts.Reading, record_id: str) -> dict[str, str]:
    """The day on which the family said that an answer is right, by question key."""
    wanted = sa.func.json_extract(base.record.c.fields, f'$."{CHECKED}"')
    found = read.connection.execute(sa.select(wanted).where(base.record.c.id == record_id)).scalar()
    days: dict[str, str] = base.unpack(found) or {}
    return days
