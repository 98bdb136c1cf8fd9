"""Who did and who looked: one sealed line for each act, one for each quarter of an hour of looking."""

from datetime import timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk.models import acts, base, form, trail
from ehdesk.sync import protocol
from tests import building


def test_every_act_has_a_line(desk: building.Desk, household: building.Household, note: str) -> None:
    desk.do(form.answer, note, "kind", "visit")
    (newest,) = desk.ask(trail.lines, record_id=note, limit=1)
    assert (newest.verb, newest.by, newest.at) == ("answer.given", desk.store.me, desk.time.moment)

    def acts_without_a_line(read: acts.Reading) -> int:
        told = sa.select(base.trail.c.act_id)
        wanted = sa.select(sa.func.count()).select_from(base.act).where(base.act.c.id.not_in(told))
        return int(read.connection.execute(wanted).scalar() or 0)

    assert desk.ask(acts_without_a_line) == 0


def test_an_act_that_grows_has_one_line_when_it_begins_and_one_when_it_closes(
    desk: building.Desk, note: str
) -> None:
    before = len(desk.ask(trail.lines))
    building.type_into(desk, note, "Zofia met me at the gate.")
    assert len(desk.ask(trail.lines)) == before + 1
    desk.store.close_sitting("page 1")
    closed, began = desk.ask(trail.lines, limit=2)
    assert (closed.verb, closed.part, began.verb, began.part) == ("act.closed", 7, "answer.given", 1)
    assert closed.act_id == began.act_id


@pytest.mark.parametrize("column", ["by", "verb", "digest", "record_id", "at"])
def test_a_line_that_was_altered_shows(desk: building.Desk, note: str, column: str) -> None:
    assert desk.ask(trail.first_break) is None
    altered: Any = desk.time.moment.replace(year=2020) if column == "at" else "somebody else"
    with desk.store.writing() as connection:
        connection.execute(sa.update(base.trail).where(base.trail.c.n == 3).values({column: altered}))
    assert desk.ask(trail.first_break) == 3


def test_a_line_that_was_taken_out_shows(desk: building.Desk, note: str) -> None:
    with desk.store.writing() as connection:
        connection.execute(sa.delete(base.trail).where(base.trail.c.n == 3))
    assert desk.ask(trail.first_break) == 4


def test_the_line_of_an_act_from_elsewhere_is_sealed_as_it_is_kept(desk: building.Desk, note: str) -> None:
    """Another desk may say its time in another zone."""
    at = desk.time.moment.astimezone(timezone(timedelta(hours=1)))
    said = protocol.Act(
        id="an act of Tom's", verb="note.written", by="Tom", at=at, incarnation="t", changes=()
    )

    @acts.act("act.arrived", local=True)
    def arrive(work: acts.Work) -> None:
        trail.add_all(work, [trail.Done(said, None, protocol.encode_act(said))])

    desk.do(arrive)
    assert desk.ask(trail.lines, limit=1)[0].act_id == said.id
    assert desk.ask(trail.first_break) is None


def looks(desk: building.Desk) -> int:
    wanted = sa.select(sa.func.count()).select_from(base.view_line)
    return int(desk.ask(lambda read: read.connection.execute(wanted).scalar()) or 0)


def test_looking_is_one_line_for_each_record_and_quarter_of_an_hour(
    desk: building.Desk, household: building.Household, note: str
) -> None:
    for _ in range(3):
        desk.do(trail.viewed, note)
        desk.time.pass_by(minutes=2)
    assert looks(desk) == 1
    desk.do(trail.viewed, household.family)
    assert looks(desk) == 2
    desk.time.pass_by(minutes=15)
    desk.do(trail.viewed, note)
    assert looks(desk) == 3


def test_looking_is_no_change_and_not_in_the_journal(desk: building.Desk, note: str) -> None:
    entries = len(desk.store.journal.read().entries)
    lines = len(desk.ask(trail.lines))
    desk.do(trail.viewed, note)
    assert len(desk.store.journal.read().entries) == entries
    assert len(desk.ask(trail.lines)) == lines
