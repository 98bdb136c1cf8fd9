"""Faults that are planted into the product while it runs, to see whether the simulation catches each.

The first sixteen are those that the reference of the protocol was tried with.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from ehdesk.centre import arrivals as tells
from ehdesk.centre import (
    draft,
    epochs,
    exchange,
    kept_acts,
    people,
    standing,
    store,
    tables,
    taking,
)
from ehdesk.centre.refusing import Refused
from ehdesk.models import anew, arrivals, base, enrolled, ground, keeping, outbox, withdrawn
from ehdesk.rules import merge, settling
from ehdesk.sync import protocol
from tests.proofs.simulation import doors

Patch = pytest.MonkeyPatch


def no_act_is_known(patch: Patch) -> None:
    """An act that comes again is taken again."""
    add = store.Ledger.add

    def add_or_keep(self: store.Ledger, table: Any, rows: Any) -> None:
        self.put(table, rows, keep=True) if table is tables.act else add(self, table, rows)

    patch.setattr(kept_acts, "known", lambda _ledger, _ids: {})
    patch.setattr(store.Ledger, "add", add_or_keep)


def cursor_before_arrivals(patch: Patch) -> None:
    """The cursor is committed before what it speaks of."""
    settle = enrolled.settle

    def in_two(work: Any, sent: Any, answer: Any, digest: str, *more: Any) -> Any:
        enrolled.go_on(work, cursor=answer.cursor, has=answer.has, number=sent.number, previous=digest)
        driver = work.connection.connection.driver_connection
        driver.execute("COMMIT")
        driver.execute("BEGIN IMMEDIATE")
        return settle(work, sent, answer, digest, *more)

    in_two.told = settle.told  # type: ignore[attr-defined]
    patch.setattr(enrolled, "settle", in_two)


def last_writer_wins(patch: Patch) -> None:
    """Whatever comes last stands, and what stood is not shown to anybody."""
    patch.setattr(merge, "_merge_value", lambda _current, _base, value: merge.Merged(value))


def what_left_is_not_told(patch: Patch) -> None:
    """Nobody hears that a record was moved out of a file."""
    tell = tells._arrival

    def silent(*given: Any, **more: Any) -> Any:
        arrival, weight = tell(*given, **more)
        return msgspec.structs.replace(arrival, gone=()), weight

    patch.setattr(tells, "_arrival", silent)


def withdrawn_stays(patch: Patch) -> None:
    """What a desk may not hold any more stays on it."""
    patch.setattr(withdrawn, "withdraw", lambda _work, _may_hold: set())


def revoked_are_welcome(patch: Patch) -> None:
    """A device that was revoked is let in."""
    patch.setattr(people, "is_welcome", lambda _revoked_at, _ended_on: True)


def restored_without_a_word(patch: Patch) -> None:
    """A centre that was put back from a copy goes on as if nothing had been."""
    begin = epochs.begin

    def same(ledger: Any, shut_out: Any, now: Any) -> bool:
        before = ledger.rows(tables.authority)[0].epoch
        begin(ledger, shut_out, now)
        ledger.change(tables.authority, {"epoch": before})
        return True

    patch.setattr(epochs, "begin", same)


def numbers_outside_the_commit(patch: Patch) -> None:
    """A number is seen before a lower one is committed: a reader passes over that one."""
    tell = tells.tell

    def passing_over(ledger: Any, asked: Any, limit: int) -> Any:
        told = tell(ledger, asked, limit)
        left = tuple(one for one in told.arrivals if one.backfill or one.number % 7)
        return replace(told, arrivals=left)

    patch.setattr(tells, "tell", passing_over)


def answered_before_the_commit(patch: Patch) -> None:
    """The answer goes out, and then the commit fails."""
    kept: list[protocol.Answer] = []
    signed, answered = exchange._signed, exchange.answered

    def signing(*given: Any) -> protocol.Answer:
        kept.append(signed(*given))
        return kept[-1]

    def answering(*given: Any, **more: Any) -> tuple[protocol.Answer, Any]:
        kept.clear()
        try:
            return answered(*given, **more)
        except doors.Crash:
            if kept:
                return kept[-1], None
            raise

    patch.setattr(exchange, "_signed", signing)
    patch.setattr(exchange, "answered", answering)


def voices_of_whole_records(patch: Patch) -> None:
    """Who spoke last is kept for a record, not for its fields."""
    patch.setattr(settling.Standing, "voice", lambda self, _path: self._newest(self.voices))
    patch.setattr(taking.Batch, "_before", lambda *_given: None)


def arrivals_cover_what_waits(patch: Patch) -> None:
    """What others did comes in over what was not sent yet."""
    come_in = arrivals._come_in

    def covering(work: Any, record: Any, *given: Any) -> Any:
        waits = [] if record.is_new else ground.waiting(work, record.n)
        became = come_in(work, record, *given)
        for each in waits:
            line = {"act_n": each.n, "verdict": "taken", "number": 0, "reason": ""}
            work.connection.execute(arrivals._RECEIPT, {**line, "received_at": None, "answered_n": None})
        return became

    patch.setattr(arrivals, "_come_in", covering)


def newest_acts_first(patch: Patch) -> None:
    """What was written last is sent first."""
    waiting = outbox.waiting
    patch.setattr(outbox, "waiting", lambda *given: tuple(reversed(waiting(*given))))


def restored_revocations_are_gone(patch: Patch) -> None:
    """Who was revoked after a copy was taken comes back with it."""
    begin = epochs.begin
    patch.setattr(epochs, "begin", lambda ledger, _shut_out, now: begin(ledger, (), now))


def set_aside_leaves_a_phantom(patch: Patch) -> None:
    """A record whose beginning was set aside stays on its desk as if it had been taken."""
    aside = arrivals._set_aside

    def leaving(work: Any, act: protocol.Act, *given: Any) -> None:
        as_if = tuple(msgspec.structs.replace(change, new=False) for change in act.changes)
        aside(work, msgspec.structs.replace(act, changes=as_if), *given)

    patch.setattr(arrivals, "_set_aside", leaving)


def scopes_of_everybody(patch: Patch) -> None:
    """A desk is told of families that are not its worker's."""

    def all_of_them(ledger: Any, staff: Any) -> frozenset[str]:
        return frozenset(row.scope for row in ledger.rows(tables.record)) | {"authority"}

    patch.setattr(standing, "scopes_of", all_of_them)


def own_words_are_anothers(patch: Patch) -> None:
    """What a desk had said itself counts as somebody else's."""
    settle = settling._settle

    def as_anothers(standing_: settling.Standing, edit: Any, act: protocol.Act, *given: Any) -> Any:
        for voice in standing_.voices.values():
            voice.act = "?" if voice.incarnation == act.incarnation else voice.act
        place, _before, *more = given
        return settle(standing_, edit, act, place, lambda *_asked: None, *more)

    patch.setattr(settling, "_settle", as_anothers)


def one_bad_act_stops_all(patch: Patch) -> None:
    """An act that cannot be taken fails the whole batch, each time."""
    take = taking.Batch.take

    def stopping(self: taking.Batch, one: Any) -> Any:
        fate = take(self, one)
        if fate.verdict == "aside":
            raise Refused("busy")
        return fate

    patch.setattr(taking.Batch, "take", stopping)


def counted_ids(patch: Patch) -> None:
    """Acts are numbered on their desk: after a restore the numbers come again."""
    keep = keeping.keep

    def counting(work: Any) -> None:
        if not work.hand.id:
            mine = "SELECT count(*) FROM act WHERE by = ?"
            count = work.connection.exec_driver_sql(mine, (work.by,)).scalar()
            work.hand.id = f"{work.by}-{count}"
        keep(work)

    patch.setattr(keeping, "keep", counting)


def a_split_act(patch: Patch) -> None:
    """What may be taken of an act is taken, and the rest is left."""
    change = taking.Batch._apply_change

    def leaving(self: taking.Batch, *given: Any) -> None:
        try:
            change(self, *given)
        except draft.SetAside:
            if len(given[0].act.changes) == 1:
                raise

    patch.setattr(taking.Batch, "_apply_change", leaving)


def two_lives_at_once(patch: Patch) -> None:
    """A life that was followed by another may come back: two copies push each other out in turn."""
    patch.setattr(exchange, "_check_new_life", lambda _ledger, _message: None)


def nothing_sent_again(patch: Patch) -> None:
    """A desk that hears of a new epoch takes what it had sent for received."""
    patch.setattr(anew, "_UNANSWER", base.receipt.delete().where(base.receipt.c.act_n < 0))


def half_a_refetch(patch: Patch) -> None:
    """What waited is not put upon what was fetched anew."""
    patch.setattr(anew, "_put_upon", lambda *_given: None)


def growing_acts_are_closed(patch: Patch) -> None:
    """A part that was sent grows on: it is another act under the same id."""
    patch.setattr(outbox, "close_sitting", lambda _work, _sitting: None)
    patch.setattr(outbox, "waiting", _even_open)


def _even_open(read: Any, limit: int = 500, after: int = 0, *_room: Any) -> tuple[outbox.Waiting, ...]:
    wanted = sa.select(base.act.c.id, base.act.c.part, base.act.c.content, base.act.c.n)
    here = (base.unanswered(), base.act.c.n > after)
    rows = read.connection.execute(wanted.where(*here).order_by(base.act.c.n).limit(limit))
    return tuple(outbox.Waiting(*row) for row in rows)


FAULTS: tuple[Callable[[Patch], None], ...] = (
    no_act_is_known,
    cursor_before_arrivals,
    last_writer_wins,
    what_left_is_not_told,
    withdrawn_stays,
    revoked_are_welcome,
    restored_without_a_word,
    numbers_outside_the_commit,
    answered_before_the_commit,
    voices_of_whole_records,
    arrivals_cover_what_waits,
    newest_acts_first,
    restored_revocations_are_gone,
    set_aside_leaves_a_phantom,
    scopes_of_everybody,
    own_words_are_anothers,
    one_bad_act_stops_all,
    counted_ids,
    a_split_act,
    two_lives_at_once,
    nothing_sent_again,
    half_a_refetch,
    growing_acts_are_closed,
)


@contextmanager
def planted(fault: Callable[[Patch], None] | None) -> Iterator[None]:
    """The product with one fault in it, or none."""
    with pytest.MonkeyPatch.context() as patch:
        if fault is not None:
            fault(patch)
        yield


def caught(fault: Callable[[Patch], None], played: Callable[[], tuple[str, ...]]) -> str:
    """What shows that the fault is there; "" where nothing does."""
    with planted(fault):
        try:
            return next(iter(played()), "")
        except (TypeError, AttributeError, NameError):
            raise  # it does not fit into the product any more, and shows nothing
        except Exception as error:  # noqa: BLE001 - whatever fails shows it too
            return f"it fails: {type(error).__name__}"
