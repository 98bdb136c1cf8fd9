"""What a real desk wrote before it enrolled and after: all of it is taken, and comes to the same record."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from ehdesk.centre import enrolling, people, records
from ehdesk.models import acts, base, episode, facts, form, lead, outbox, person, team
from ehdesk.sync import protocol
from tests import building as desks
from tests.centre import building
from tests.centre.building import AUTHORITY, Centre


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[desks.Desk]:
    made = desks.new_desk(tmp_path / "vault", name="Maya Okonjo")
    yield made
    made.close()


def a_week_of_work(desk: desks.Desk) -> None:
    """A family, an episode with a team, notes typed and amended, a checklist finished, a lead handed over."""
    home = desks.a_family(desk)
    made = desk.do(episode.open_episode, home.family, {"opened_on": "2026-07-07"})
    me = desk.store.bench.me
    desk.do(lead.hand_over_lead, made, {"name": "Maya", "practitioner": me, "agency": "School"})
    desk.do(team.join_team, made, {"agency": "Alder Bank Primary", "worker": "Mrs Bell", "role": "Teacher"})
    desk.do(episode.add_child, made, home.zofia)
    for n in range(3):
        written = desks.a_note(desk, home.family, text=f"Visit {n}.")
        desks.type_into(desk, written, f"Agnieszka opened the door herself, visit {n}.")
        desk.time.pass_by(minutes=30)
    checklist = desks.complete_checklist(desk, home.family)
    desk.do(form.finish, checklist)
    desk.do(form.amend, checklist, "A wrong mark.")
    desk.do(form.answer, checklist, "own_grade", "1")
    desk.do(form.finish, checklist)
    desk.do(person.change_person, home.mother, "first_language", "pl")
    desk.do(person.change_person, home.mother, "first_language", "en")
    desk.do(facts.undo, home.mother)
    desk.time.pass_by(minutes=11)


def enrolled(centre: Centre, desk: desks.Desk) -> building.Desk:
    bench = desk.store.bench
    asks = protocol.Enrol(centre.code("Maya"), building.KEY, bench.incarnation, bench.me)
    told = enrolling.enrol(centre.opened, asks, centre.now)
    device = people.device_at_door(centre.opened, told.token)
    assert told.practitioner == bench.me
    return building.Desk(centre, device, told.token, bench.me, told.epoch, bench.incarnation)


def on_desk(read: acts.Reading) -> dict[str, tuple[str, str, Any]]:
    columns = (base.record.c.id, base.record.c.kind, base.record.c.scope, base.record.c.fields)
    rows = read.connection.execute(sa.select(*columns))
    return {row.id: (row.kind, row.scope, base.unpack(row.fields)) for row in rows}


def at_centre(centre: Centre) -> dict[str, tuple[str, str, Any]]:
    with centre.opened.transaction(AUTHORITY) as ledger:
        every = records.everything(ledger)
    return {one.id: (one.kind, one.scope, one.fields) for one in every}


def test_what_a_desk_wrote_comes_to_the_same_record_at_the_centre(centre: Centre, desk: desks.Desk) -> None:
    a_week_of_work(desk)
    sender = enrolled(centre, desk)
    waiting = [kept.content for kept in desk.ask(outbox.waiting)]
    answer = sender.swap(*waiting)
    told = {msgspec.json.decode(content)["verb"] for content in waiting}
    assert {"family.opened", "form.finished", "form.amended", "lead.handed_over", "answer.undone"} <= told
    assert [
        (ack.verdict, ack.reason, [one.reason for one in ack.settled if one.reason]) for ack in answer.acks
    ] == [("taken", "", [])] * len(waiting)
    assert at_centre(centre) == desk.ask(on_desk)


def test_the_same_acts_again_in_other_batches_change_nothing(centre: Centre, desk: desks.Desk) -> None:
    a_week_of_work(desk)
    sender = enrolled(centre, desk)
    waiting = [kept.content for kept in desk.ask(outbox.waiting)]
    for start in range(0, len(waiting), 7):
        sender.swap(*waiting[start : start + 7])
    once = at_centre(centre)
    for start in range(0, len(waiting), 5):
        sender.swap(*waiting[start : start + 5])
    assert at_centre(centre) == once == desk.ask(on_desk)
