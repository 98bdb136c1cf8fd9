"""However many fields have two versions, the signs and the pages ask for them in the same few statements."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk.models import enrolled, form, sent, versions
from ehdesk.ui import form_opening
from tests import building
from tests.sync.conftest import Team, Worker


def statements(worker: Worker, query: Callable[..., Any], *said: Any) -> int:
    """How many statements a query comes to."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    sa.event.listen(worker.desk.store._reader, "before_cursor_execute", hear)
    try:
        worker.desk.ask(query, *said)
    finally:
        sa.event.remove(worker.desk.store._reader, "before_cursor_execute", hear)
    return len(heard)


def with_two_versions(team: Team, notes: int) -> tuple[Worker, str]:
    """The desk of Carol, who wrote in the same two fields of some notes as Tom did, and the first note."""
    carol, tom = (team.joins(name) for name in ("Carol", "Tom"))
    home = building.a_family(carol.desk)
    ids = [building.a_note(carol.desk, home.family, text="Seen.") for _ in range(notes)]
    for worker in (carol, tom):
        worker.sync()
    for name, worker, where in (("Carol", carol, "school"), ("Tom", tom, "home")):
        for note in ids:
            worker.desk.do(form.answer, note, "text", f"{name} wrote", sitting=note)
            worker.desk.do(form.answer, note, "place", where, sitting=note)
    for worker in (carol, tom, carol, tom):
        worker.sync()
    assert carol.desk.ask(enrolled.standing).seconds == 2 * notes
    return carol, ids[0]


@pytest.mark.parametrize("notes", [1, 6])
def test_the_signs_and_the_pages_ask_no_more_for_many_fields_than_for_one(team: Team, notes: int) -> None:
    carol, note = with_two_versions(team, notes)
    assert statements(carol, enrolled.standing) == 3, "what waits, what is aside, what has two versions"
    assert statements(carol, versions.waiting) == 2, "the versions, and who spoke last in each"
    assert statements(carol, versions.paths_of, note) == 2
    assert statements(carol, sent.overview) == 13
    assert statements(carol, form_opening.open_form, note, str) <= 28
