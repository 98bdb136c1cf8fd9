"""Lists are prepared once: a limit that is a bound value alone is prepared anew whenever it is asked."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import models, settings
from ehdesk.models import acts, due, family, finding, form, note, quick, sample, search, visit
from tests import building

BOUND = re.compile(r"\bLIMIT +[?:]")


def _day(read: acts.Reading) -> None:
    """What Today asks."""
    today = read.clock.today()
    visit.visits_between(read, today, today + timedelta(days=1))
    visit.without_a_note(read)
    due.due_now(read, settings.Limits())
    form.drafts(read)
    note.unfiled_notes(read)
    note.todays_notes(read)


def _family(read: acts.Reading) -> None:
    (line,) = family.caseload(read, "kowal").lines
    family.family_file(read, line.family_id)
    visit.visits_of_family(read, line.family_id)


def _search(read: acts.Reading) -> None:
    finding.everywhere(read, "zof")
    search.find(read, "zof")


@pytest.mark.parametrize("asks", [_day, _family, _search])
def test_what_a_list_asks_has_no_limit_that_is_a_bound_value_alone(
    desk: building.Desk, asks: Callable[[acts.Reading], None]
) -> None:
    sample.fill(desk.store)
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(" ".join(statement.split()))

    sa.event.listen(desk.store._reader, "before_cursor_execute", listen)
    desk.ask(asks)
    sa.event.remove(desk.store._reader, "before_cursor_execute", listen)
    assert any("LIMIT" in one for one in said)
    assert [one for one in said if BOUND.search(one)] == []


def test_no_statement_that_is_said_to_the_driver_has_one() -> None:
    found = dict(_statements())
    assert len(found) > 20
    assert [name for name, said in found.items() if BOUND.search(said)] == []


def _statements() -> Iterator[tuple[str, str]]:
    """Every statement that is compiled once, by name, as the driver gets it."""
    for module in pkgutil.iter_modules(models.__path__, "ehdesk.models."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, quick.Quick | quick.QuickList):
                said = value._clause.compile(dialect=quick._DIALECT)  # type: ignore[attr-defined]
                yield f"{module.name}.{name}", " ".join(str(said).split())


def test_of_what_is_due_the_few_lines_look_their_families_up_and_no_family_is_read_for_nothing(
    desk: building.Desk,
) -> None:
    sample.fill(desk.store)
    (line,) = desk.ask(family.caseload, "kowal").lines
    assert "family" not in building.scans(desk, due.due_now, settings.Limits())
    assert "family" not in building.scans(desk, due.of_family, line.family_id, settings.Limits())
