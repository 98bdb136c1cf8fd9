"""Acts that only make records of their own are taken set-wise: nobody can tell by anything that it was so."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import hypothesis as hyp
import hypothesis.strategies as some
import msgspec
import pytest
import sqlalchemy as sa

from ehdesk.centre import checking, history, plain, records, store, tables
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre import test_standing as work
from tests.centre.building import AUTHORITY, Centre, Desk, new, scope, worked_family

_RECORDS = tuple(f"r{n}" for n in range(16))
_PATHS = (
    "text",
    "kind",
    "title",
    "steps",
    "steps/a",
    "steps/b",
    "steps/a/what",
    "$status",
    "$author",
    "$sign_off",
)
_KINDS = (*["note"] * 9, "person", "family", "episode", "document", "oversight", "agency", "person_link")
_VALUES: some.SearchStrategy[Any] = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(-(1 << 70), 1 << 70),
    some.text(max_size=5),
    some.just("long " * 60),
    some.sampled_from(
        [
            [],
            ["a", "b"],
            {"rank": "V", "what": "Call"},
            {"a": {"rank": "V"}},
            {"how": "laptop"},
            {"how": "desk"},
            {},
        ]
    ),
)


@some.composite
def edits(draw: some.DrawFn) -> protocol.Edit:
    base = draw(some.sampled_from([None, None, "act-a", "act-b"]))
    edit = protocol.Edit(draw(some.sampled_from(_PATHS)), base)
    says = draw(some.sampled_from(["value"] * 30 + ["add", "gone", "keeps", "both", "seconds"]))
    if says in ("value", "both", "seconds"):
        edit = msgspec.structs.replace(edit, value=draw(_VALUES))
    if says in ("add", "both"):
        edit = msgspec.structs.replace(edit, add=("a",), remove=("b",))
    if says == "seconds":
        edit = msgspec.structs.replace(edit, seconds=("act-a",))
    return msgspec.structs.replace(edit, gone=says == "gone")


@some.composite
def changes(draw: some.DrawFn, me: str) -> protocol.Change:
    family = draw(some.sampled_from(["fam"] * 8 + ["else", "nowhere", None]))
    audience = draw(some.sampled_from(["file"] * 6 + ["restricted", "quality", "nothing"]))
    where = (
        scope(family, audience) if family else draw(some.sampled_from([f"practitioner:{me}", "authority"]))
    )
    return protocol.Change(
        record=draw(some.sampled_from(_RECORDS)),
        kind=draw(some.sampled_from(_KINDS)),
        scope=where,
        edits=tuple(draw(some.lists(edits(), max_size=4, unique_by=lambda edit: edit.path))),
        new=draw(some.sampled_from([True] * 6 + [False])),
        family=draw(some.sampled_from([family] * 9 + ["fam"])),
        beside=draw(some.sampled_from([None] * 9 + ["r1"])),
        episode=draw(some.sampled_from([None, "fam-episode"])),
        form_version=draw(some.sampled_from([None, 3])),
    )


@dataclass(frozen=True)
class Handed:
    """What one of two workers hands in at once."""

    who: int
    acts: tuple[tuple[str, str, tuple[protocol.Change, ...]], ...]


@some.composite
def batches(draw: some.DrawFn) -> tuple[Handed, ...]:
    told = []
    for _ in range(draw(some.integers(1, 3))):
        who = draw(some.sampled_from([0, 0, 1]))
        acts = some.tuples(
            some.sampled_from(["act-a", "act-b", *(f"act-{n}" for n in range(9))]),
            some.sampled_from(
                ["form.started"] * 16 + ["answer.given", "form.signed_off", "record.moved", "new.verb"]
            ),
            some.lists(changes(_ME[who]), min_size=1, max_size=2).map(tuple),
        )
        told.append(Handed(who, tuple(draw(some.lists(acts, min_size=1, max_size=6)))))
    return tuple(told)


_ME = ("worker-maya", "worker-sam")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Desk, Desk]]:
    """A centre as it stands before: Maya leads a family, in which Sam is of the team."""
    folder = tmp_path_factory.mktemp("begun")
    with closing(store.open_store(str(folder / "centre.db"))) as opened:
        centre = building.a_centre(opened)
        maya, sam = centre.desk("Maya"), centre.desk("Sam")
        worked_family(maya)
        maya.swap(work.joins_team(maya, sam.me))
        sam.pull()
        maya.pull()
    return folder, (maya, sam)


def comes_to(folder: Path, desks: tuple[Desk, ...], said: tuple[Handed, ...]) -> Iterator[Any]:
    """Everything that can be seen at a centre after some batches, and all that it answers."""
    with closing(store.open_store(str(folder / "centre.db"))) as opened:
        centre = Centre(opened)
        here = [replace(one, centre=centre, came=[], acks={}) for one in desks]
        for one in said:
            me = here[one.who]
            acts = [
                me.act(verb, *(_as(change, one.who, me) for change in told), id=act_id)
                for act_id, verb, told in one.acts
            ]
            yield me.swap(*acts).acks
        for desk in here:
            yield [(arrival.number, arrival.content, arrival.settled) for arrival in desk.pull()]
        with opened.transaction(AUTHORITY) as ledger:
            every = records.everything(ledger)
            yield sorted(
                (one.id, one.kind, one.scope, one.family, one.beside, one.episode, one.form_version)
                for one in every
            )
            yield {one.id: (one.fields, one.voices, one.author) for one in every}
            yield sorted(map(repr, history.everything(ledger)))
            yield records.digests(ledger, {one.scope for one in every})
            yield [one for one in checking.check(ledger, centre.now) if not one.is_sound]
            same = [one for one in building.tables_of_work() if one not in (tables.record, tables.revision)]
            yield {table.name: sorted(map(repr, ledger.rows(table))) for table in same}


def _as(change: protocol.Change, who: int, desk: Desk) -> protocol.Change:
    return msgspec.structs.replace(change, scope=change.scope.replace(_ME[who], desk.me))


@hyp.settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[hyp.HealthCheck.function_scoped_fixture, hyp.HealthCheck.too_slow],
)
@hyp.given(said=batches())
def test_the_short_way_comes_to_what_the_long_way_does(
    begun: tuple[Path, tuple[Desk, Desk]], tmp_path: Path, said: tuple[Handed, ...]
) -> None:
    folder, desks = begun
    for way in ("short", "long"):
        shutil.rmtree(tmp_path / way, ignore_errors=True)
        shutil.copytree(folder, tmp_path / way)
    short = list(comes_to(tmp_path / "short", desks, said))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain.Plainly, "takes", lambda _self, _act: False)
        long = list(comes_to(tmp_path / "long", desks, said))
    assert short == long


def test_a_note_is_kept_once_until_somebody_else_speaks(centre: Centre) -> None:
    maya = centre.desk("Maya")
    note, first = worked_family(maya)
    with centre.opened.transaction(AUTHORITY) as ledger:
        here = tables.record.c.id == note
        (made,) = ledger.rows(tables.record, here)
        assert (made.fields, made.voices, made.made) == (b"", b"", 3)
        assert ledger.rows(tables.revision, tables.revision.c.record == note) == []
    maya.swap(maya.writes(note, "fam", "text", "Again.", first))
    assert centre.fields(note) == {"text": "Again.", "$status": "draft"}
    with centre.opened.transaction(AUTHORITY) as ledger:
        (row,) = ledger.rows(tables.record, here)
        assert (row.made, msgspec.json.decode(row.fields)["text"]) == (3, "Again.")
        lines = [(line.path, line.stood) for line in history.of(ledger, {note: 3})]
    assert lines == [("text", "Visited."), ("$status", "draft"), ("text", "Again.")]


def test_hundreds_of_notes_are_asked_for_their_rights_once(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    asked: list[str] = []
    is_allowed = plain.Plainly._is_allowed

    def counting(self: plain.Plainly, act: protocol.Act, *given: Any) -> bool:
        asked.append(act.id)
        return is_allowed(self, act, *given)

    monkeypatch.setattr(plain.Plainly, "_is_allowed", counting)
    notes = [maya.act("form.started", new(f"n{n}", "note", "fam", {"text": str(n)})) for n in range(100)]
    assert {ack.verdict for ack in maya.swap(*notes).acks} == {"taken"}
    assert len(asked) == 1


def test_a_right_that_is_lost_within_a_batch_is_lost_for_what_follows(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    notes = [maya.act("form.started", new(f"n{n}", "note", "fam", {"text": str(n)})) for n in range(2)]
    answer = maya.swap(notes[0], work.hands_over(maya, centre.staff["Ola"]), notes[1])
    assert [(ack.verdict, ack.reason) for ack in answer.acks] == [
        ("taken", ""),
        ("taken", ""),
        ("aside", "not_allowed"),
    ]


def test_a_centre_from_before_records_stood_as_their_act_says_is_led_forward(database: str) -> None:
    with closing(store.open_store(database)) as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain.Plainly, "takes", lambda _self, _act: False)
        maya = building.a_centre(opened).desk("Maya")
        note, first = worked_family(maya)
        with opened.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE digest"))
            for table, name in (("record", "made"), ("authority", "seal_key")):
                connection.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN {name}"))
            connection.execute(sa.update(tables.schema_version).values(version=5))
    with closing(store.open_store(database)) as opened:
        maya = replace(maya, centre=Centre(opened))
        answer = maya.swap(
            maya.writes(note, "fam", "text", "Again.", first),
            maya.act("form.started", new("n2", "note", "fam", {"text": "New."})),
        )
        assert [(ack.verdict, ack.settled) for ack in answer.acks] == [("taken", ())] * 2
        with opened.transaction(AUTHORITY) as ledger:
            found = records.of(ledger, [note, "n2"])
            assert {one: (held.made > 0, held.fields["text"]) for one, held in found.items()} == {
                note: (False, "Again."),
                "n2": (True, "New."),
            }
        with opened.transaction(AUTHORITY) as ledger:
            assert [part for part in checking.check(ledger, maya.centre.now) if not part.is_sound] == []
