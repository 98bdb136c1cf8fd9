"""An act of ours comes back from the centre longer, or shorter, than it is here.

A folder was copied or backed up while somebody typed, and one of the two was sent with less in it than the
other has. Nothing of either is lost: the longer one from there is taken up here, and what is only here is
said as an act of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ehdesk.models import acts, base, outbox, replay, said_on
from ehdesk.rules import paths, settling
from ehdesk.sync import protocol

_WAITS = sa.select(base.act.c.n, base.act.c.content).where(
    base.act.c.id == sa.bindparam("id"), base.unanswered()
)
_SAY = (
    sa.update(base.act)
    .where(base.act.c.n == sa.bindparam("at_n"))
    .values(content=sa.bindparam("said"), part=sa.bindparam("up_to"), is_open=False)
)
_NUMBER = sa.select(base.act.c.n).where(base.act.c.id == sa.bindparam("id"))
_HAS_WORDS = sa.select(base.revision.c.n).where(base.revision.c.act_n == sa.bindparam("at_n"))
_RECORD = sa.select(base.record.c.n, base.record.c.fields).where(base.record.c.id == sa.bindparam("id"))
_OF_OURS = sa.select(sa.func.max(base.revision.c.n)).where(
    base.revision.c.act_n == sa.bindparam("ours_n"),
    base.revision.c.record_n == sa.bindparam("of_n"),
    base.revision.c.path == sa.bindparam("at_path"),
)
_TURN = (
    sa.update(base.field)
    .where(
        base.field.c.record_n == sa.bindparam("of_n"),
        base.field.c.path == sa.bindparam("at_path"),
        base.field.c.revision_n.in_(
            sa.select(base.revision.c.n).where(base.revision.c.act_n == sa.bindparam("theirs_n"))
        ),
        _OF_OURS.scalar_subquery().is_not(None),
    )
    .values(revision_n=_OF_OURS.scalar_subquery())
)


@contextmanager
def met(whole: acts.Work, arrival: protocol.Arrival) -> Iterator[None]:
    """While an act comes in that may be an act of ours which waits here in another length."""
    act, row = arrival.act, None
    if act.by in {whole.by, *whole.bench.own_ids}:
        row = whole.connection.execute(_WAITS, {"id": act.id}).first()
    if row is None or bytes(row.content) == bytes(arrival.content):
        yield
        return
    ours, kept = protocol.decode_act(row.content), None
    if ours.part > act.part:
        kept = said_on.part(whole, row.n, ours, act)
    elif act.part > ours.part and not arrival.is_part:
        _grow(whole, row.n, act, bytes(arrival.content))
    yield
    if kept is not None:
        whole.kept.append(kept)
        n = whole.connection.execute(_NUMBER, {"id": act.id}).scalar_one()
        said_on.hears_to(whole, n, ours.part)
        _stands_upon_it(whole, row.n, n, protocol.decode_act(kept.content))


def _stands_upon_it(whole: acts.Work, ours_n: int, theirs_n: int, ours: protocol.Act) -> None:
    """Where the words that stand are those said beyond what came in, who writes next writes upon them."""
    for change in ours.changes:
        record = whole.connection.execute(_RECORD, {"id": change.record}).first()
        fields = {} if record is None else base.unpack(record.fields)
        for edit in change.edits:
            value = settling.plain(edit)
            if record is not None and value is not None and paths.get(fields, edit.path) == value:
                asked = {"of_n": record.n, "at_path": edit.path, "ours_n": ours_n, "theirs_n": theirs_n}
                whole.connection.execute(_TURN, asked)


def _grow(whole: acts.Work, act_n: int, act: protocol.Act, content: bytes) -> None:
    """Let an act that waits be what was sent of it. Where its records come anew, they bring their words."""
    if whole.connection.execute(_HAS_WORDS, {"at_n": act_n}).first() is None:
        whole.connection.execute(_SAY, {"at_n": act_n, "said": content, "up_to": act.part})
        return
    work = acts.Work(whole.connection, whole.bench, whole.told, why=None, sitting=None)
    replay.apply(work, act, content)
    outbox.close(work, [act_n])
