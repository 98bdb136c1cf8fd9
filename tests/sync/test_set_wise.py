"""Whatever others' acts say, in bites of any size: set-wise they come to what one by one they would."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ehdesk.models import acts, arrivals, base, fresh, indexing, note, person, search, soundness, trail
from ehdesk.models import incoming as runs
from ehdesk.sync import protocol
from tests import building

MOMENT = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)
FAMILY = "0198ffff-0000-7000-8000-000000000001"
_ROW = {"rank": "V", "child": "Zofia", "seen": "seen"}
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from([None, "", "Zofia drew a house.", "Łukasz slept.", "Zofia drew a house. Twice."]),
    "at": st.sampled_from([None, "2026-09-07T09:30", "soon"]),
    "place": st.sampled_from([None, "home", "school"]),
    "$status": st.sampled_from(["draft", "finished"]),
    "$created_at": st.just("2026-09-01T08:00:00+00:00"),
    "$version": st.just(2),
    "children/a": st.sampled_from([None, _ROW, {**_ROW, "seen": "not_seen"}]),
    "children/b": st.sampled_from([None, _ROW]),
    "children/a/seen": st.sampled_from([None, "seen_alone"]),
    "children/b/rank": st.sampled_from(["A", "z"]),
}


@st.composite
def edits(draw: st.DrawFn) -> protocol.Edit:
    path = draw(st.sampled_from([*_VALUES, "codes", "codes"]))
    if path == "codes":
        some = st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=2).map(tuple)
        return protocol.Edit(path, add=draw(some), remove=draw(some))
    if path.count("/") == 1 and draw(st.booleans()):
        return protocol.Edit(path, gone=True)
    return protocol.Edit(path, value=draw(_VALUES[path]))


def _change(record: str, own: tuple[protocol.Edit, ...], *, is_new: bool) -> protocol.Change:
    if record == "r3":
        return protocol.Change(record, "agency", "authority", own, new=is_new)
    lies_in = base.family_scope(FAMILY)
    return protocol.Change(
        record, "note", lies_in, own, new=is_new, family=FAMILY, form="note", form_version=1
    )


@st.composite
def told(draw: st.DrawFn) -> tuple[protocol.Arrival, ...]:
    """Acts in the order of a centre that has settled some of what they said."""
    made: set[str] = set()
    found = []
    for n in range(1, draw(st.integers(1, 7)) + 1):
        changes, settled = [], []
        for record in draw(st.lists(st.sampled_from(["r1", "r2", "r3"]), unique=True, min_size=1)):
            own = draw(st.lists(edits(), unique_by=lambda one: one.path, max_size=6))
            changes.append(_change(record, tuple(own), is_new=record not in made))
            made.add(record)
            for edit in own:
                if edit.path in _VALUES and not edit.path.startswith("$") and draw(st.integers(0, 5)) == 0:
                    settled.append(protocol.Settled(record, edit.path, draw(_VALUES[edit.path])))
        act = protocol.Act(
            *(f"act {n}", "note.written", draw(st.sampled_from(["Carol", "Sam"])), MOMENT, "l"),
            tuple(changes),
        )
        content = msgspec.Raw(protocol.encode_act(act))
        found.append(protocol.Arrival(n, content, MOMENT, tuple(settled)))
    return tuple(found)


_KINDS = (
    {"kind": "agency", "scope": "authority"},
    {"kind": "note", "scope": base.family_scope(FAMILY), "family": FAMILY, "form": "note", "form_version": 1},
    {"kind": "note", "scope": base.own_scope("Carol"), "form": "note", "form_version": 9},
    {"kind": "note.restricted", "scope": base.family_scope(FAMILY, "restricted"), "beside": "r0"},
    {"kind": "unheard_of", "scope": "authority", "form": "unheard_of", "form_version": 3},
)


@st.composite
def making(draw: st.DrawFn) -> tuple[protocol.Arrival, ...]:
    """Acts of which nearly every one only makes records of its own."""
    found, count, values = [], 0, {path: said for path, said in _VALUES.items() if path.count("/") < 2}
    values["$author"] = st.just("Aisha")
    for n in range(1, draw(st.integers(2, 8)) + 1):
        changes = []
        for _ in range(draw(st.integers(1, 2))):
            paths = draw(st.lists(st.sampled_from(sorted(values)), unique=True, max_size=5))
            some = (protocol.Edit(path, value=draw(values[path])) for path in paths)
            is_new, own = draw(st.integers(0, 9)) > 0 or not count, tuple(some)
            name = count if is_new else draw(st.integers(0, count - 1))
            kind: dict[str, Any] = _KINDS[name % len(_KINDS)]
            changes.append(protocol.Change(f"r{name}", edits=own, new=is_new, **kind))
            count += is_new
        act = protocol.Act(f"act {n}", "note.written", "Carol", MOMENT, "l", tuple(changes))
        found.append(protocol.Arrival(n, msgspec.Raw(protocol.encode_act(act)), MOMENT))
    return tuple(found)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[building.Desk]:
    made = building.new_desk(tmp_path_factory.mktemp("set-wise") / "vault")
    yield made
    made.close()


_READER = protocol.decoder(protocol.Answer)


class _Enough(Exception):
    """Everything that was taken in goes again."""


def came_to(desk: building.Desk, said: tuple[protocol.Arrival, ...], bite: int) -> dict[str, Any]:
    """What the tables hold once these were taken in; the vault is as it was before."""
    come: dict[str, Any] = {}

    @acts.act("act.arrived", local=True)
    def take(work: acts.Work) -> None:
        for start in range(0, len(said), bite):
            answer = protocol.Answer("epoch", 0, arrivals=said[start : start + bite])
            arrivals.take_in(work, _READER.decode(protocol.encode(answer)))
        come.update(held(work))
        come["trail fits"], come["history fits"] = trail.first_break(work), soundness.history(work).wrong
        come["found"] = found(work)
        come["search"] = soundness.search(work).wrong
        while indexing.go_on(work, 1):
            pass
        assert found(work) == come["found"]
        assert soundness.search(work).wrong == 0
        raise _Enough

    with pytest.raises(_Enough):
        desk.do(take)
    return come


def found(read: acts.Reading) -> list[list[str]]:
    words = ("zofia", "house tw", "lukasz", "not here")
    return [sorted(hit.record_id for hit in search.find(read, one)) for one in words]


def held(read: acts.Reading) -> dict[str, Any]:
    """Every table that taking in writes, without the desk's own numbers."""
    record, act, revision = base.record.c, base.act.c, base.revision.c
    ids, come_of = {"record_n": record.id, "act_n": act.id}, {}
    said = base.revision.join(base.act, act.n == revision.act_n).join(
        base.record, record.n == revision.record_n
    )
    of_record = base.record
    wanted = {
        "record": (base.record, base.record),
        "act": (base.act, base.act),
        "revision": (base.revision, said),
        "field": (base.field, said.join(base.field, base.field.c.revision_n == revision.n)),
        "settled": (base.settled, said.join(base.settled, base.settled.c.revision_n == revision.n)),
        "receipt": (base.receipt, base.act.join(base.receipt, base.receipt.c.act_n == act.n)),
        "trail": (base.trail, base.trail),
        "finished": (base.finished_version, of_record.join(base.finished_version)),
        "second": (base.second_version, of_record.join(base.second_version)),
        "note": (note.TABLE, note.TABLE),
        "seen": (person.SEEN, of_record.join(person.SEEN)),
    }
    for name, (table, source) in wanted.items():
        columns = [ids.get(one.key, one) for one in table.c if one.key not in ("n", "revision_n", "seal")]
        if name in ("field", "settled"):
            columns += [act.id, record.id, revision.path]
        rows = read.connection.execute(sa.select(*columns).select_from(source))
        come_of[name] = sorted(map(repr, rows))
    return come_of


@settings(max_examples=40, deadline=None)
@given(said=told(), bite=st.integers(1, 4), few=st.integers(0, 2))
def test_set_wise_comes_to_what_one_by_one_does(
    desk: building.Desk, said: tuple[protocol.Arrival, ...], bite: int, few: int
) -> None:
    with mock.patch.object(runs, "plain", return_value=set()):
        one_by_one = came_to(desk, said, 1)
    with mock.patch.object(indexing, "FEW", few):
        set_wise = came_to(desk, said, bite)
    assert set_wise == one_by_one
    assert (set_wise["trail fits"], set_wise["history fits"], set_wise["search"]) == (None, 0, 0)


@settings(max_examples=40, deadline=None)
@given(said=making(), bite=st.integers(1, 8), few=st.integers(0, 2))
def test_what_only_makes_records_goes_in_as_it_is_and_comes_to_the_same(
    desk: building.Desk, said: tuple[protocol.Arrival, ...], bite: int, few: int
) -> None:
    with mock.patch.object(runs, "plain", return_value=set()):
        one_by_one = came_to(desk, said, 1)
    with mock.patch.object(indexing, "FEW", few):
        at_once = came_to(desk, said, bite)
    assert at_once == one_by_one
    assert (at_once["trail fits"], at_once["history fits"], at_once["search"]) == (None, 0, 0)


def test_most_of_what_only_makes_records_is_held_in_no_hand(desk: building.Desk) -> None:
    """Else the test above would hold nothing against anything."""
    whole, made, add = itertools.count(), itertools.count(), fresh.Making.add

    def counted(*told: Any) -> str:
        next(made)
        return add(*told)

    @settings(max_examples=30, deadline=None, database=None, derandomize=True)
    @given(said=making())
    def take(said: tuple[protocol.Arrival, ...]) -> None:
        for _ in said:
            next(whole)
        came_to(desk, said, 8)

    with mock.patch.object(indexing, "FEW", 0), mock.patch.object(fresh.Making, "add", counted):
        take()
    assert next(made) > next(whole) / 5


def test_most_of_what_is_told_here_goes_set_wise(desk: building.Desk) -> None:
    """Else the test above would hold nothing against anything."""
    whole, plainly = itertools.count(), itertools.count()
    real = runs.plain

    def plain(work: acts.Work, said: Any, filed: frozenset[str]) -> set[str]:
        ids = real(work, said, filed)
        for _ in said:
            next(whole)
        for _ in ids:
            next(plainly)
        return ids

    @settings(max_examples=50, deadline=None, database=None, derandomize=True)
    @given(said=told())
    def take(said: tuple[protocol.Arrival, ...]) -> None:
        came_to(desk, said, 7)

    with mock.patch.object(runs, "plain", plain):
        take()
    assert next(plainly) > next(whole) / 4
