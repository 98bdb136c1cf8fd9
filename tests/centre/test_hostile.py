"""Whatever an enrolled desk makes up: the centre answers, keeps its word to the others, and never falls."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehdesk.centre import store
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import Centre, scope, worked_family

NAMES = st.sampled_from(["fam", "note", "fam-episode", "other", "", "a\0b", "é" * 90, "x" * 300, "$status"])
SCOPES = st.sampled_from([
    *(scope("fam"), scope("fam", "restricted"), scope("other"), "authority", "practitioner:me"),
    *("family:/file", "family:fam", "practitioner:", "", "family:fam/file/file", "a\0b"),
])  # fmt: skip
KINDS = st.sampled_from(["note", "family", "episode", "practitioner", "person_link", "note.restricted", ""])
VERBS = st.sampled_from(
    ["form.started", "answer.given", "family.opened", "form.filed", "team.joined", "?", ""]
)
TIMES = ["2026-09-07T09:00:00Z", "2026-09-07T09:00:00", "0001-01-01T00:00:00+14:00", "now"]
PATHS = st.sampled_from(
    ["text", "rows/a", "rows/a/b", "rows/a/b/c", "$status", "$author", "leads/l1", "", "/", "//", "a\0"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5) | st.just("draft"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
) | st.just({"rank": "V", "practitioner": "me", "to": "2026-99-99"})
EDITS = st.fixed_dictionaries(
    {"path": PATHS},
    optional={
        "value": VALUES,
        "base": st.sampled_from([None, "act", "a\0"]),
        "add": st.lists(st.sampled_from(["a", "b"]), max_size=2),
        "gone": st.booleans(),
    },
)
CHANGES = st.fixed_dictionaries(
    {"record": NAMES, "kind": KINDS, "scope": SCOPES, "edits": st.lists(EDITS, max_size=4)},
    optional={"new": st.booleans(), "family": NAMES, "beside": NAMES, "form_version": st.integers()},
)
ACTS = st.fixed_dictionaries({
    "id": st.uuids().map(str) | NAMES,
    "verb": VERBS,
    "by": st.just("me"),
    "at": st.sampled_from(TIMES),
    "incarnation": st.sampled_from(["life", "", "else"]),
    "changes": st.lists(CHANGES, max_size=3),
    "part": st.sampled_from([1, 2, 0, 2**40]),
})  # fmt: skip


@pytest.fixture(scope="module", params=["file", "server"])
def centre(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    is_file = request.param == "file"
    address = str(folder / "c.db") if is_file else request.getfixturevalue("server").fresh()
    opened = store.open_store(address)
    yield building.a_centre(opened)
    opened.close()


@pytest.fixture(scope="module")
def maya(centre: Centre) -> building.Desk:
    made = centre.desk("Maya")
    worked_family(made)
    return made


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(ACTS, min_size=1, max_size=6))
def test_no_made_up_act_fails_a_batch_or_touches_what_it_may_not(
    centre: Centre, maya: building.Desk, batch: list[dict[str, Any]]
) -> None:
    made = [{**act, "by": maya.me} for act in batch]
    good = maya.act("form.started", building.new(building.new_id("good"), "note", "fam", {"text": "Good."}))
    answer = maya.swap(*map(msgspec.json.encode, made), good)
    assert len(answer.acks) == len(batch) + 1
    assert answer.acks[-1].verdict == "taken"
    assert {ack.reason for ack in answer.acks} <= {"", *protocol.ASIDE}
    again = maya.swap(*map(msgspec.json.encode, made), good)
    assert again.acks == answer.acks


def test_a_number_that_nobody_can_write_down_is_set_aside(centre: Centre, maya: building.Desk) -> None:
    act = maya.act("form.started", building.new("huge", "note", "fam", {"text": 1}))
    said = protocol.encode_act(act).replace(b'"value":1', b'"value":' + b"9" * 5000)
    assert [ack.reason for ack in maya.swap(said).acks] == ["unreadable"]


@pytest.mark.parametrize("said", [b'{"id": "\xff\xfe"}', b'{"id": "x", "verb": "\xc3("}', b'{"\xff": 1}'])
def test_letters_that_are_none_set_their_act_aside_and_hold_up_nothing(
    centre: Centre, maya: building.Desk, said: bytes
) -> None:
    good = maya.act("form.started", building.new("good", "note", "fam", {"text": "Good."}))
    answer = maya.swap(said, good)
    assert [ack.reason for ack in answer.acks] == ["unreadable", ""]


def test_a_link_of_people_that_says_it_lies_in_a_family_is_set_aside_and_holds_up_nothing(
    centre: Centre, maya: building.Desk
) -> None:
    link = building.new(building.new_id("link"), "person_link", "fam", {"one": "a", "other": "b"})
    good = maya.act("form.started", building.new(building.new_id("good"), "note", "fam", {"text": "Good."}))
    answer = maya.swap(maya.act("person.linked", link), maya.act("answer.given", link), good)
    assert [ack.reason for ack in answer.acks] == ["not_allowed", "", ""]


@pytest.mark.parametrize(
    "said",
    [
        {"cursor": -(2**63) - 1},
        {"cursor": -1},
        {"cursor": 2**63},
        {"filled_to": 2**70},
        {"number": 2**31},
        {"number": 0},
        {"epoch": "a\0b"},
        {"incarnation": "a\0b"},
        {"incarnation": ""},
        {"incarnation": "x" * 300},
        {"previous": "\0"},
        {"previous": "x" * 300},
        {"has": ("family:\0/file",)},
        {"filling": ("",)},
    ],
    ids=str,
)
def test_a_message_with_which_no_database_could_be_asked_is_refused(
    centre: Centre, maya: building.Desk, said: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="unreadable"):
        maya.send(maya.message(**said))
