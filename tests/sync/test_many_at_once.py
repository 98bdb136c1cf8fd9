"""Much at once: what is written set-wise, and by bites, comes to what each by itself would."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, enrolled, form, outbox, quiet, search, soundness, trail
from ehdesk.models import incoming as runs
from ehdesk.sync import engine
from tests import building
from tests.sync.conftest import Team, Worker


def many_notes(worker: Worker, count: int) -> list[str]:
    home = building.a_family(worker.desk)
    return [building.a_note(worker.desk, home.family, text=f"Zofia, visit {n}.") for n in range(count)]


def counted(worker: Worker, table: sa.Table) -> int:
    counting = sa.select(sa.func.count()).select_from(table)
    return int(worker.desk.ask(lambda read: read.connection.execute(counting).scalar_one()))


def held_of(worker: Worker, by: str) -> dict[str, list[Any]]:
    """What a desk holds of somebody's work with families, without its own numbers and seals."""

    def read(reading: acts.Reading) -> dict[str, list[Any]]:
        record, act, revision, receipt = base.record.c, base.act.c, base.revision.c, base.receipt.c
        history = (
            sa.select(act.id, record.id, revision.path, revision.was)
            .select_from(base.revision)
            .join(base.act, act.n == revision.act_n)
            .join(base.record, record.n == revision.record_n)
        )
        newest = (
            sa.select(record.id, base.field.c.path, act.id)
            .select_from(base.field)
            .join(base.revision, revision.n == base.field.c.revision_n)
            .join(base.act, act.n == revision.act_n)
            .join(base.record, record.n == base.field.c.record_n)
        )
        answered = sa.select(act.id, receipt.verdict, receipt.number).join(base.receipt)
        looked = sa.select(base.trail.c.act_id, base.trail.c.verb, base.trail.c.record_id)
        fields = sa.select(record.id, record.fields, record.status, record.scope, record.changed_at)
        wanted = {
            "records": fields.where(record.scope.startswith("family:")),
            "acts": sa.select(act.id, act.verb, act.part, act.content).where(act.by == by),
            "history": history.where(act.by == by),
            "newest": newest.where(act.by == by),
            "answered": answered.where(act.by == by),
            "trail": looked.where(base.trail.c.by == by),
        }
        return {name: sorted(map(repr, reading.connection.execute(one))) for name, one in wanted.items()}

    return worker.desk.ask(read)


def one_by_one(patched: pytest.MonkeyPatch) -> None:
    """As if nothing were plain or quiet: every act goes the long way."""
    patched.setattr(runs, "plain", lambda *_: set())
    patched.setattr(quiet, "take", lambda *_: set())


def test_a_run_comes_to_what_each_act_by_itself_would(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    carol, tom, helen = (team.joins(name) for name in ("Carol", "Tom", "Helen"))
    notes = many_notes(carol, 5)
    carol.desk.do(form.answer, notes[0], "text", "Agnieszka opened the door herself.")
    carol.desk.do(form.finish, building.complete_checklist(carol.desk, building.a_family(carol.desk).family))
    carol.sync()
    tom.sync()
    with monkeypatch.context() as patched:
        one_by_one(patched)
        helen.sync()
    by = str(carol.desk.store.me)
    assert held_of(tom, by) == held_of(helen, by)
    assert len(held_of(tom, by)["acts"]) == len(team.centre.log) - 2
    assert tom.desk.ask(soundness.history).wrong == 0
    assert tom.desk.ask(trail.first_break) is None
    hits, theirs = (set(each.desk.ask(search.find, "Agnieszka")) for each in (tom, helen))
    assert hits == theirs
    assert notes[0] in {hit.record_id for hit in hits}


def test_receipts_alone_leave_everything_else_as_it_was(team: Team) -> None:
    carol = team.joins("Carol")
    notes = many_notes(carol, 4)
    carol.desk.do(form.answer, notes[0], "text", "Called.")
    by = str(carol.desk.store.me)
    before = held_of(carol, by)
    carol.sync()
    after = held_of(carol, by)
    assert len(after["answered"]) == len(after["acts"])
    assert {name: after[name] for name in ("records", "newest")} == {
        name: before[name] for name in ("records", "newest")
    }
    assert counted(carol, base.ground) == counted(carol, base.settled) == 0


def test_how_many_statements_receipts_take_does_not_grow_with_the_acts(team: Team) -> None:
    said: list[str] = []

    def hear(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    counts = []
    for name, count in (("Carol", 3), ("Tom", 40)):
        worker = team.joins(name)
        worker.sync()
        many_notes(worker, count)
        sa.event.listen(sa.Engine, "before_cursor_execute", hear)
        said.clear()
        worker.sync()
        sa.event.remove(sa.Engine, "before_cursor_execute", hear)
        counts.append(len(said))
    assert counts[1] <= counts[0] + 4


def test_acts_of_one_record_that_wait_together_cost_no_more_statements_each_the_more_they_are(
    team: Team,
) -> None:
    """Also where a colleague has a word in it, so that each has to be settled anew."""
    said: list[str] = []

    def hear(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    each = []
    carol, tom = team.joins("Carol"), team.joins("Tom")
    for count in (10, 60):
        (note,) = many_notes(carol, 1)
        carol.sync()
        tom.sync()
        for n in range(count):
            carol.desk.do(form.answer, note, "text", f"Zofia, word {n}.")
        tom.desk.do(form.answer, note, "place", "school")
        tom.sync()
        sa.event.listen(sa.Engine, "before_cursor_execute", hear)
        said.clear()
        assert carol.sync().taken == count
        sa.event.remove(sa.Engine, "before_cursor_execute", hear)
        each.append(len(said) / count)
    assert each[1] <= each[0]
    assert carol.desk.ask(soundness.history).wrong == 0


def cut_off(worker: Worker, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The laptop stops after so many bites of an answer."""
    whole: Callable[..., Any] = worker.desk.store.do
    bites = iter(range(after))

    def do(verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        if verb in (enrolled.take_bite, enrolled.settle) and next(bites, None) is None:
            raise errors.DiskFull
        return whole(verb, *args, **kw)

    with monkeypatch.context() as patched:
        patched.setattr(worker.desk.store, "do", do)
        with pytest.raises(errors.DiskFull):
            worker.sync()


def test_an_answer_that_was_cut_off_between_two_bites_comes_to_the_same(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BITE", 4)
    carol, tom = team.joins("Carol"), team.joins("Tom")
    notes = many_notes(carol, 12)
    carol.sync()
    own = building.a_note(tom.desk, None, text="Mine, not sent yet.")
    first = team.centre.log[:4]
    cut_off(tom, 1, monkeypatch)
    assert {each.act.id for each in first} <= set(ids(tom))
    assert {each.act.id for each in team.centre.log[4:]}.isdisjoint(ids(tom))
    cut_off(tom, 2, monkeypatch)
    tom.sync()
    assert len(ids(tom)) == len(set(ids(tom)))
    assert {each.act.id for each in team.centre.log} <= set(ids(tom))
    for note in notes:
        assert tom.desk.ask(form.sheet, note).answers["text"].startswith("Zofia")
    assert tom.desk.ask(form.sheet, own).answers["text"] == "Mine, not sent yet."
    assert tom.desk.ask(enrolled.standing).waits == 0
    assert tom.desk.ask(soundness.history).wrong == 0


def ids(worker: Worker) -> list[str]:
    return worker.desk.ask(lambda read: list(read.connection.execute(sa.select(base.act.c.id)).scalars()))


def test_what_was_answered_waits_no_more(team: Team) -> None:
    carol = team.joins("Carol")
    many_notes(carol, 3)
    carol.sync()
    assert carol.desk.ask(enrolled.standing).waits == 0
    note = building.a_note(carol.desk, None, text="One more.")
    assert carol.desk.ask(enrolled.standing).waits == 1
    carol.sync()
    assert carol.desk.ask(enrolled.standing).waits == 0
    assert carol.desk.ask(form.sheet, note).answers["text"] == "One more."


def test_a_message_says_that_more_waits_until_it_carries_the_last_act(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By it a centre that was put back from a copy knows who has told all."""
    maya = team.joins("Maya")
    maya.sync()
    many_notes(maya, 2)
    waits = maya.desk.ask(enrolled.standing).waits
    assert waits > 3

    def rests(most: int) -> bool:
        return maya.desk.do(enrolled.collect, (), most).rest

    assert [rests(most) for most in range(1, waits + 2)] == [True] * (waits - 1) + [False] * 2
    monkeypatch.setattr(outbox, "ROOM", 1)
    assert rests(waits), "one goes at a time where each fills a message"


def test_nobody_compares_while_words_of_theirs_still_wait(team: Team) -> None:
    """They would be found to be unlike, and everything would be fetched anew."""
    maya = team.joins("Maya")
    maya.sync()
    place = maya.desk.ask(enrolled.known)
    maya.desk.do(enrolled.remember, msgspec.structs.replace(place, compared_on=""))
    assert maya.desk.do(enrolled.collect).held
    many_notes(maya, 1)
    assert not maya.desk.do(enrolled.collect).held
