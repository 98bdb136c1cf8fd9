"""A form that was opened to look and never answered: it leaves the lists, and is taken up again when wanted.

A form is begun with what is known already, so an untouched one looks like work: a review that was only
looked at would stop the clock of the review. What somebody answered is never touched here.
"""

import sqlalchemy as sa

from ehdesk import clock
from ehdesk.models import acts, base, held

BEGUN, LEFT = "$begun_with_what_is_known", "$left_untouched"
_MARKS = ("$status", LEFT)


def mark(work: acts.Work, record_id: base.RecordId) -> base.RecordId:
    """Say of a form that this act begins that nobody has answered anything yet."""
    work.edit(work.record(record_id), BEGUN, work.at.isoformat())
    return record_id


@acts.act("form.left_untouched")
def leave(work: acts.Work, record_id: str) -> None:
    """Take a form of mine out of the lists if nothing was answered since it was begun; else do nothing."""
    record = work.find(record_id)
    if record is None or record.status != "draft" or record.author != work.by:
        return
    if record.fields.get(BEGUN) and not _is_touched(work, record):
        work.edit(record, "$status", "void")
        work.edit(record, LEFT, work.at.isoformat())


@acts.act("form.taken_up")
def take_up(work: acts.Work, record_id: str) -> None:
    """Go on with a form that was left untouched. Raises: RecordMissing."""
    record = work.record(record_id)
    if record.fields.get(LEFT):
        work.edit(record, "$status", "draft")
        work.edit(record, LEFT, None)


def left_today(
    read: acts.Reading, form_id: str, family_id: str, episode_id: str | None
) -> base.RecordId | None:
    """The form of this kind that I left untouched today, the newest: what it knew is still true."""
    record = base.record.c
    wanted = sa.select(record.id, record.created_at).where(
        record.family_id == family_id,
        record.form == form_id,
        record.beside.is_(None),
        record.status == "void",
        record.author == read.me,
        record.episode_id.is_not_distinct_from(episode_id),
        sa.func.json_extract(record.fields, f'$."{LEFT}"').is_not(None),
    )
    row = read.connection.execute(wanted.order_by(record.n.desc()).limit(1)).first()
    if row is None or clock.local(row.created_at).date() != read.clock.today():
        return None
    return base.RecordId(row.id)


def _is_touched(read: acts.Reading, record: held.Held) -> bool:
    """Whether a second act changed anything of it, or of what is restricted in it."""
    both = sa.select(base.record.c.n).where(
        sa.or_(base.record.c.n == record.n, base.record.c.beside == record.id)
    )
    said = base.revision.c
    wanted = sa.select(sa.func.count(sa.distinct(said.act_n))).where(
        said.record_n.in_(both), said.path.not_in(_MARKS)
    )
    return int(read.connection.execute(wanted).scalar() or 0) > 1
