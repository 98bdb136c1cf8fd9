"""Comparing what a desk holds with the centre: the scope that differs is found, and nobody waits for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk.centre import records
from ehdesk.models import acts, anew, base, enrolled, form
from ehdesk.rules import settling
from ehdesk.sync import protocol
from tests import building as desks
from tests.centre.building import AUTHORITY, Centre, Desk, change, worked_family
from tests.centre.test_desk_and_staff import Door, Worker, open_episode


@pytest.fixture
def maya(centre: Centre, tmp_path: Path) -> Iterator[Worker]:
    desk = desks.new_desk(tmp_path / "maya", name="Maya", life=1)
    centre.now = desk.time.moment
    yield Worker(desk, Door(centre))
    desk.close()


def digests(centre: Centre, desk: Desk) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """What a desk's scopes come to, and the statements that were asked for it of the table of records."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "FROM record" in statement.replace("\n", " "):
            heard.append(statement)

    sa.event.listen(centre.opened.engine, "before_cursor_execute", hear)
    try:
        with centre.opened.transaction(AUTHORITY) as ledger:
            return records.digests(ledger, desk.scopes), heard
    finally:
        sa.event.remove(centre.opened.engine, "before_cursor_execute", hear)


def plainly(centre: Centre, desk: Desk) -> dict[str, tuple[int, int]]:
    """The same, reckoned from every record as it stands."""
    with centre.opened.transaction(AUTHORITY) as ledger:
        every = [one for one in records.everything(ledger) if one.fields]
    return {
        scope: settling.digest_of((one.id, one.fields) for one in every if one.scope == scope)
        for scope in desk.scopes
    }


def test_a_scope_is_reckoned_once_for_all_and_again_after_another_act(centre: Centre) -> None:
    maya = centre.desk("Maya")
    note, said = worked_family(maya)
    worked_family(maya, "other")
    maya.pull()
    first, asked = digests(centre, maya)
    assert asked, "nobody has asked before"
    assert first == plainly(centre, maya)
    assert digests(centre, maya) == (first, [])
    maya.swap(maya.writes(note, "fam", "text", "Visited again.", said))
    again, asked = digests(centre, maya)
    assert len(asked) == 1
    assert again == plainly(centre, maya) != first
    assert {scope for scope in first if first[scope] != again[scope]} == {"family:fam/file"}


def test_a_record_that_moves_is_taken_from_one_sum_and_put_to_the_other(centre: Centre) -> None:
    maya = centre.desk("Maya")
    note, _said = worked_family(maya)
    worked_family(maya, "other")
    maya.pull()
    digests(centre, maya)
    moved = maya.act("record.moved", change(note, "other", protocol.Edit("place", value="home")))
    assert maya.swap(moved).acks[0].verdict == "taken"
    told, _asked = digests(centre, maya)
    assert told == plainly(centre, maya)
    assert (told["family:fam/file"][0], told["family:other/file"][0]) == (2, 4)


def test_no_portion_is_long_and_together_they_are_all() -> None:
    said = {f"family:{n:03d}/file": (n, n * 7) for n in range(60)} | {"family:large/file": (900, 1)}
    told = list(anew.portions(said))
    assert {scope: one for some in told for scope, one in some.items()} == said
    assert all(sum(count for count, _ in some.values()) <= 200 or len(some) == 1 for some in told)
    assert list(anew.portions({})) == []


def compared(maya: Worker) -> list[str]:
    """What a comparison with the centre finds to be unlike."""
    with maya.door.centre.opened.transaction(AUTHORITY) as ledger:
        said = records.digests(ledger, [f"family:{one}/file" for one in maya.desk.ask(families)])
    return [scope for some in anew.portions(said) for scope in maya.desk.ask(anew.unlike, some)]


def families(read: acts.Reading) -> list[str]:
    wanted = sa.select(base.record.c.id).where(base.record.c.kind == "family")
    return list(read.connection.execute(wanted).scalars())


def test_the_scope_in_which_a_desk_holds_something_else_is_found_and_fetched(
    centre: Centre, maya: Worker
) -> None:
    homes = [desks.a_family(maya.desk) for _ in range(3)]
    notes = [desks.a_note(maya.desk, home.family, text="Seen.") for home in homes]
    for home in homes:
        open_episode(maya.desk, home.family)
    maya.desk.time.pass_by(minutes=30)
    centre.now = maya.desk.time.moment
    maya.enrol("Maya")
    maya.sync()
    assert compared(maya) == []
    with maya.desk.store.writing() as connection:
        connection.execute(
            sa.update(base.record)
            .where(base.record.c.id == notes[1])
            .values(fields=sa.func.replace(base.record.c.fields, "Seen.", "Never"))
        )
    assert compared(maya) == [f"family:{homes[1].family}/file"]
    maya.desk.time.pass_by(minutes=60 * 24)
    centre.now = maya.desk.time.moment
    maya.sync()
    assert maya.desk.ask(form.sheet, notes[1]).answers["text"] == "Seen."
    assert compared(maya) == []


def test_what_is_written_while_it_is_looked_at_makes_it_be_asked_again(centre: Centre, maya: Worker) -> None:
    home = desks.a_family(maya.desk)
    open_episode(maya.desk, home.family)
    maya.enrol("Maya")
    maya.sync()
    before = maya.desk.ask(enrolled.known)
    desks.a_note(maya.desk, home.family, text="Typed meanwhile.")
    assert maya.desk.do(anew.compare, [f"family:{home.family}/file"]) is False
    assert maya.desk.ask(enrolled.known) == before, "nothing is thought to differ, and it is asked again"
