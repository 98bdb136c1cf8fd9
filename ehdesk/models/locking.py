"""When a record may still be changed: drafts, and notes until midnight in London."""

from datetime import timedelta

from ehdesk import errors
from ehdesk.clock import Clock, local
from ehdesk.models import base, held

STILL_TYPING = timedelta(minutes=10)
"""A note that is being typed at midnight stays open until its worker has paused for so long."""


def is_locked(record: held.Held, clock: Clock) -> bool:
    """Whether a change needs an amendment with a reason.

    A note is open, finished or not, until midnight of the day on which it was begun or opened again.
    """
    if record.kind.removesuffix(".restricted") == "note":
        return _is_of_an_earlier_day(record, clock)
    return record.status in ("finished", "amended", "void")


def check_open(record: held.Held, clock: Clock) -> None:
    """Raises: RecordLocked."""
    if is_locked(record, clock):
        raise errors.RecordLocked


def check_author(record: held.Held, me: str) -> None:
    """Whether `me` may go on with it: drafts that are for nobody's eyes yet are their author's alone.

    Raises: NotItsAuthor.
    """
    if base.is_of_another(record.scope, me):
        raise errors.NotItsAuthor


def _is_of_an_earlier_day(record: held.Held, clock: Clock) -> bool:
    if record.status == "void":
        return True
    opened = record.fields.get("$reopened_on") or local(record.standing_created_at()).date().isoformat()
    if opened >= clock.today().isoformat():
        return False
    return clock.now() - record.changed_at >= STILL_TYPING or record.status != "draft"
