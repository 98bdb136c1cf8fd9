"""Which acts wait: whoever writes an act or a receipt, the table that says so agrees with both."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk.models import acts, anew, base, enrolled, form, moving, outbox, replay, sent, soundness, withdrawn
from ehdesk.models.migrations import step_0006
from ehdesk.sync import protocol
from tests import building
from tests.sync.conftest import Team, Worker


def waiting(worker: Worker) -> list[str]:
    """The ids of the acts that wait, by the table, which has to say the same as the receipts."""
    wanted = sa.select(base.act.c.id).select_from(base.THAT_WAIT).order_by(base.waiting.c.act_n)
    found = worker.desk.ask(lambda read: list(read.connection.execute(wanted).scalars()))
    no_receipt = sa.not_(sa.exists().where(base.receipt.c.act_n == base.act.c.n))
    wanted = sa.select(base.act.c.id).where(no_receipt).order_by(base.act.c.n)
    assert found == worker.desk.ask(lambda read: list(read.connection.execute(wanted).scalars()))
    assert worker.desk.ask(soundness.history).wrong == 0
    return found


@pytest.fixture
def ann(team: Team) -> Worker:
    """A worker of whom nothing waits."""
    made = team.joins("Ann")
    made.sync()
    assert waiting(made) == []
    return made


def last_act(worker: Worker) -> Any:
    wanted = sa.select(base.act.c.n, base.act.c.id, base.act.c.content).order_by(base.act.c.n.desc()).limit(1)
    return worker.desk.ask(lambda read: read.connection.execute(wanted).one())


def answered(worker: Worker, verdict: protocol.Verdict, *ids: str) -> None:
    """The centre says of these acts what became of them, and nothing else."""

    @acts.act("answer.settled", local=True)
    def settle(work: acts.Work) -> None:
        place = enrolled.known(work)
        acks = tuple(
            protocol.Ack(act=one, verdict=verdict, number=n) for n, one in enumerate(ids, place.cursor + 1)
        )
        sent_acts = protocol.Exchange(place.epoch, place.incarnation, place.number + 1, place.cursor)
        answer = protocol.Answer(place.epoch, place.cursor + len(ids), acks=acks, has=place.has, more=True)
        enrolled.settle(work, sent_acts, answer, "0" * 64, b"[]")

    worker.desk.do(settle)


def test_a_new_act_waits_and_an_autosave_that_extends_it_is_the_same_one(ann: Worker) -> None:
    note = ann.desk.do(form.start, "note")
    ann.desk.do(form.answer, note, "text", "Called.", sitting="a page")
    before = waiting(ann)
    ann.desk.do(form.answer, note, "text", "Called. Nobody in.", sitting="a page")
    assert waiting(ann) == before
    assert len(before) == 2


def test_what_was_answered_waits_no_more(ann: Worker) -> None:
    for text in ("One.", "Two."):
        building.a_note(ann.desk, None, text=text)
    first, *rest = waiting(ann)
    assert rest
    answered(ann, "taken", first)
    assert waiting(ann) == rest
    ann.sync()
    assert waiting(ann) == []


def test_what_was_set_aside_waits_no_more(ann: Worker) -> None:
    building.a_note(ann.desk, None, text="One.")
    every = waiting(ann)
    answered(ann, "aside", *every)
    assert waiting(ann) == []


def test_what_no_message_can_carry_waits_no_more(ann: Worker) -> None:
    building.a_note(ann.desk, None, text="One.")
    *before, last = waiting(ann)
    ann.desk.do(enrolled.keep_aside, last_act(ann).content)
    assert waiting(ann) == before
    assert last not in before


def test_what_others_did_never_waits_one_by_one_or_by_the_hundred(team: Team, ann: Worker) -> None:
    bob = team.joins("Bob")
    for count in (1, 40):
        home = building.a_family(bob.desk)
        for n in range(count):
            building.a_note(bob.desk, home.family, text=f"Visit {n}.")
        bob.sync()
        mine = building.a_note(ann.desk, None, text="Mine, meanwhile.")
        ann.desk.store.close_sitting()
        before = waiting(ann)
        assert before
        ann.sync()
        assert waiting(ann) == []
        assert ann.desk.ask(form.sheet, mine).answers["text"] == "Mine, meanwhile."


def test_what_a_centre_lost_waits_again_and_what_others_did_does_not(team: Team, ann: Worker) -> None:
    bob = team.joins("Bob")
    building.a_family(bob.desk)
    bob.sync()
    building.a_note(ann.desk, None, text="Once.")
    mine = set(waiting(ann))
    ann.sync()
    ann.desk.do(anew.begin_epoch, "another", 0)
    again = waiting(ann)
    assert mine <= set(again)
    by = sa.select(base.act.c.id).where(base.act.c.by == str(bob.desk.store.me))
    others = set(ann.desk.ask(lambda read: read.connection.execute(by).scalars().all()))
    assert others
    assert others.isdisjoint(again)


def test_what_comes_back_from_the_journal_waits(team: Team, ann: Worker) -> None:
    building.a_note(ann.desk, None, text="Only in the journal.")
    (wrote,) = waiting(ann)
    entries = ann.desk.store.journal.read().entries
    ben = team.joins("Ben")
    ben.sync()
    assert waiting(ben) == []
    ben.desk.do(replay.bring_back, entries)
    assert wrote in waiting(ben)


def test_what_was_lost_behind_the_journal_waits_once_it_is_put_back(ann: Worker) -> None:
    building.a_note(ann.desk, None, text="Whole.")
    before = waiting(ann)

    @acts.act("test.lost", local=True)
    def lose(work: acts.Work) -> None:
        n = work.connection.execute(sa.select(sa.func.max(base.act.c.n))).scalar_one()
        numbers = work.connection.execute(
            sa.select(base.revision.c.record_n).where(base.revision.c.act_n == n)
        )
        withdrawn._take_away(work, sorted(set(numbers.scalars())))
        work.connection.execute(sa.delete(base.revision).where(base.revision.c.act_n == n))
        withdrawn._forget(work, {n})

    lost = before[-1]
    ann.desk.do(lose)
    assert lost not in waiting(ann)
    ann.desk.reopen()
    assert lost in waiting(ann)


def test_another_life_changes_nothing_of_what_waits(ann: Worker) -> None:
    building.a_note(ann.desk, None, text="Before.")
    before = waiting(ann)
    ann.desk.do(enrolled.begin_life)
    ann.desk.do(enrolled.end_life, "copy")
    ann.desk.reopen()
    assert waiting(ann) == before


def test_what_is_let_go_of_leaves_nothing_that_waits(team: Team, ann: Worker) -> None:
    home = building.a_family(ann.desk)
    building.a_note(ann.desk, home.family, text="Gone.")
    ann.sync()
    ids = ann.desk.ask(lambda read: list(read.connection.execute(sa.select(base.record.c.id)).scalars()))

    @acts.act("test.dropped", local=True)
    def drop(work: acts.Work) -> None:
        withdrawn.drop(work, ids)

    ann.desk.do(drop)
    assert waiting(ann) == []


def test_a_transaction_that_is_undone_takes_what_waits_back_with_it(ann: Worker) -> None:
    @acts.act("test.undone", local=True)
    def answer_none(work: acts.Work) -> None:
        work.connection.execute(sa.delete(base.receipt))
        assert work.connection.execute(sa.select(base.waiting)).first() is not None
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ann.desk.do(answer_none)
    assert waiting(ann) == []


def test_an_older_vault_finds_out_what_waits_of_it(ann: Worker) -> None:
    building.a_note(ann.desk, None, text="Waits.")
    before = waiting(ann)
    assert before
    with ann.desk.store.writing() as connection:
        for name in re.findall(r"TRIGGER (\w+)", " ".join(base.KEEP_WAITING_UP)):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("DROP TABLE waiting")
        connection.execute(sa.insert(base.meta), {"key": "waits_from", "value": "3"})
        connection.exec_driver_sql("PRAGMA user_version=5")
    ann.desk.reopen()
    assert waiting(ann) == before
    kept = ann.desk.ask(lambda read: set(read.connection.execute(sa.select(base.meta.c.key)).scalars()))
    assert step_0006.SPENT.isdisjoint(kept)
    building.a_note(ann.desk, None, text="Waits too.")
    assert waiting(ann)[: len(before)] == before
    ann.sync()
    assert waiting(ann) == []


@contextmanager
def listening(worker: Worker) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are said of `act`, and with what."""
    said: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if re.search(r"\bact\b", statement):
            said.append((statement, parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", listen)
    yield said
    sa.event.remove(sa.Engine, "before_cursor_execute", listen)


QUESTIONS: tuple[Callable[[acts.Reading], object], ...] = (
    enrolled.waits,
    enrolled.standing,
    outbox.waiting,
    moving.filed,
    sent.overview,
    lambda read: enrolled.waits(read, ("one",)),
    lambda read: outbox.is_any_ready(read, ("one",), 3),
    lambda read: outbox.is_any_behind(read, 3),
    lambda read: outbox.up_to(read, "none"),
    lambda read: anew._waiting(read),  # type: ignore[arg-type]
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_who_asks_what_waits_reads_no_other_act(
    ann: Worker, question: Callable[[acts.Reading], object]
) -> None:
    """However many came in behind what waits: each of them would be a page to decrypt."""
    building.a_note(ann.desk, None, text="Waits.")
    with listening(ann) as said:
        ann.desk.ask(question)

    def plans(read: acts.Reading) -> list[str]:
        explained = (
            read.connection.exec_driver_sql("EXPLAIN QUERY PLAN " + text, values).all()
            for text, values in said
        )
        return [row[3] for rows in explained for row in rows]

    through = re.compile(r"SCAN act\b|SEARCH act USING INTEGER PRIMARY KEY \(rowid[<>]")
    found = ann.desk.ask(plans)
    assert [one for one in found if through.search(one)] == []
    assert question is enrolled.standing or any("waiting" in one for one in found)
