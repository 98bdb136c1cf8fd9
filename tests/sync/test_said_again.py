"""What each exchange says to the database with a limit is prepared once, and not anew each time it is said.

SQLite looks at a limit that is a bound value and nothing else when it makes its plan: binding it again costs
as much as reading the whole statement again, which took up to ten times as long as running it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ehdesk.centre import asked, enclosures, kept_acts, tables
from ehdesk.models import anew, base, enclosed, ground, lookup, moved_back, outbox, quick, seen, versions
from ehdesk.vault import cipher

_DIALECT = sqlite.dialect(paramstyle="named")
_OF_DESK = (anew, enclosed, ground, lookup, moved_back, outbox, seen, versions)
_OF_CENTRE = (enclosures, kept_acts)


def _limited(modules: tuple[Any, ...]) -> Iterator[Any]:
    """Every statement of these modules that has a limit, as text and with some values."""
    for module in modules:
        for name, said in vars(module).items():
            clause = said._clause if isinstance(said, quick.Quick | quick.QuickList) else said
            if isinstance(clause, sa.Select) and clause._limit_clause is not None:
                compiled: Any = clause.compile(dialect=_DIALECT)
                given = dict.fromkeys([key for key, value in compiled.params.items() if value is None], 1)
                whole = compiled.construct_expanded_state(given)
                yield pytest.param(whole.statement, whole.parameters, id=f"{module.__name__}{name}")
            if isinstance(clause, asked.Statement) and clause.limit is not None:
                ready = clause.ready(is_server=False)
                values = dict.fromkeys(sa.text(ready.text).compile().params, 1) | dict(ready.constants)
                values |= dict.fromkeys(clause.lists, "[]")
                yield pytest.param(ready.text, values, id=f"{module.__name__}{name}")


def _is_prepared_anew(metadata: sa.MetaData, text: str, values: dict[str, Any]) -> bool:
    """Whether SQLite asks once more who may read what, as it does when it prepares a statement."""
    engine = sa.create_engine("sqlite://", module=cipher.module)
    with engine.connect() as connection:
        metadata.create_all(connection)
        driver: Any = connection.connection.driver_connection
        asked_for: list[str] = []

        def allows(_what: int, *names: str) -> int:
            asked_for.append(text)
            return 0

        driver.set_authorizer(allows)
        driver.execute(text, values).fetchall()
        assert asked_for
        asked_for.clear()
        driver.execute(text, values).fetchall()
        return bool(asked_for)


@pytest.mark.parametrize(("text", "values"), list(_limited(_OF_DESK)))
def test_a_desk_says_it_again_as_it_was_prepared(text: str, values: dict[str, Any]) -> None:
    assert not _is_prepared_anew(base.metadata, text, values)


@pytest.mark.parametrize(("text", "values"), list(_limited(_OF_CENTRE)))
def test_a_centre_says_it_again_as_it_was_prepared(text: str, values: dict[str, Any]) -> None:
    assert not _is_prepared_anew(tables.metadata, text, values)
