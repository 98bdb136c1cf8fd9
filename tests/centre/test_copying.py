"""Many rows at once come into PostgreSQL as they were said."""

from collections.abc import Iterator
from contextlib import closing

import hypothesis as hyp
import hypothesis.strategies as some
import msgspec
import pytest

from ehdesk.centre import admin, store, tables
from tests.centre import building

_NAMES = ("scope", "number", "record", "incarnation", "is_gone", "whole")
_WORDS = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
_ROWS = some.lists(
    some.tuples(
        _WORDS,
        some.integers(0, (1 << 63) - 1),
        _WORDS,
        _WORDS,
        some.booleans(),
        some.none() | some.binary(max_size=50),
    ),
    min_size=21,
    max_size=40,
    unique_by=lambda row: row[:3],
)


@pytest.fixture(scope="module")
def kept(server: building.Server) -> Iterator[store.Store]:
    with closing(store.open_store(server.fresh())) as opened:
        admin.add_authority(opened, building.AUTHORITY, "Harlow Beck")
        yield opened


@hyp.settings(max_examples=30, deadline=None)
@hyp.given(rows=_ROWS)
def test_what_goes_in_by_the_block_is_what_stands_there(
    kept: store.Store, rows: list[tuple[object, ...]]
) -> None:
    with kept.transaction(building.AUTHORITY) as ledger:
        ledger.forget(tables.act_scope)
        ledger.add_lines(tables.act_scope, _NAMES, rows)
        found = ledger.rows(tables.act_scope, columns=tuple(tables.act_scope.c[name] for name in _NAMES))
    assert sorted(map(repr, map(tuple, found))) == sorted(map(repr, rows))


@pytest.mark.parametrize("many", [1, 2, 30])
def test_the_bytes_of_an_act_go_in_as_a_part_of_their_message(kept: store.Store, many: int) -> None:
    (part,) = msgspec.json.decode(b'[{"words":"Zo\xc3\xab"}]', type=list[msgspec.Raw])
    lines = [(f"family:f{n}/file", n, "r", "life", False, part) for n in range(many)]
    with kept.transaction(building.AUTHORITY) as ledger:
        ledger.forget(tables.act_scope)
        ledger.add_lines(tables.act_scope, _NAMES, lines)
        found = {row.whole for row in ledger.rows(tables.act_scope)}
    assert found == {b'{"words":"Zo\xc3\xab"}'}


@hyp.settings(max_examples=30, deadline=None)
@hyp.given(ids=some.lists(_WORDS, min_size=1, max_size=9, unique=True), others=some.lists(_WORDS, max_size=3))
def test_keys_are_asked_for_as_they_are_whatever_is_in_them(
    kept: store.Store, ids: list[str], others: list[str]
) -> None:
    with kept.transaction(building.AUTHORITY) as ledger:
        ledger.forget(tables.life)
        ledger.add_lines(tables.life, ("incarnation", "staff"), [(one, "s") for one in ids])
        asked = [*ids, *others]
        found = [row.incarnation for row in ledger.rows_in(tables.life, tables.life.c.incarnation, asked)]
    assert sorted(found) == sorted(ids)
