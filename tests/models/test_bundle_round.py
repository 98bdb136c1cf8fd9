"""A whole vault goes out and comes in the same: every kind of record, whoever made it."""

import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehdesk import errors, models
from ehdesk.forms import loader
from ehdesk.models import (
    acts,
    base,
    bundle,
    bundle_out,
    bundle_shape,
    concepts,
    copies,
    directory,
    document,
    facts,
    filing,
    form,
    linking,
    paper_run,
    practitioner,
    signing,
    spelling,
    together,
    visit,
)
from tests import building, casework

KOWALCZYK, AL_MASRI, IONESCU = casework.KOWALCZYK, casework.AL_MASRI, casework.IONESCU
FORMS, PLAN = casework.SAID["families"][0]["forms"], ("eha_part_b", "finished")
WRITTEN = ("author", "created_at")
OF_THE_IMPORT = {spelling.KIND}
"""Kinds of which a bundle does not say who wrote them down: that is history, and a backup's."""


def kinds_of_the_code() -> set[str]:
    """Every kind of record that any file of the models makes."""
    found = set(concepts.ALL)
    found |= {one.record for one in loader.load_all().values()}
    for module in pkgutil.iter_modules(models.__path__, "ehdesk.models."):
        if not module.ispkg:
            loaded = import_module(module.name)
            found |= set(re.findall(r"work\.create\(\s*\"([a-z_.]+)\"", inspect.getsource(loaded)))
            found |= {value for name, value in vars(loaded).items() if name in ("KIND", "MOVED_AWAY")}
    return found


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[building.Desk]:
    """The vault of the three families, with one of each kind that their story lacks."""
    desk = casework.desk_of_autumn(tmp_path_factory.mktemp("lived") / "vault")
    seen = desk.do(visit.plan, family_id=KOWALCZYK, answers={"at": "2026-10-02T14:00", "what_for": "Tea"})
    desk.do(visit.call_off, seen, "Poorly")
    desk.do(visit.plan, answers={"at": "2026-10-05T09:00", "minutes": "30", "place": "hub"})
    plan = next(one["id"] for one in FORMS if (one["form"], one["status"]) == PLAN)
    desk.do(copies.given, KOWALCZYK, copies.Copy("Agnieszka", "The plan", of_record=plan, why="Asked"))
    desk.do(copies.given, None, copies.Copy("A colleague", "An empty form", reader="practitioner"))
    blank = paper_run.Printed("agreement", 1, [["signed_by"], []], expected_on=date(2026, 10, 9))
    out = desk.do(paper_run.printed, desk.ask(paper_run.new_number), blank, family_id=KOWALCZYK)
    desk.do(paper_run.entered, out, 2, plan)
    desk.do(paper_run.mark_question, out, "signed_by", "unreadable")
    desk.do(paper_run.keep, out, held_at="Room 4")
    desk.do(paper_run.printed, desk.ask(paper_run.new_number), paper_run.Printed("note", 1, [["text"]]))
    desk.do(spelling.add_word, "Wnuczka")
    about = (str(casework.person_of(KOWALCZYK, 3)),)
    new = document.New("A drawing", "drawing", "2026-09", about, "In crayon", "image/png")
    desk.do(document.add, KOWALCZYK, b"a drawing", new)
    taken = desk.do(document.add, KOWALCZYK, b"a wrong letter", document.New("A letter", "letter"))
    desk.do(document.take_away, taken, "Of another family")
    desk.do(document.add, KOWALCZYK, b"hush", document.New("A report", "report", is_apart=True))
    note = building.a_note(desk, KOWALCZYK, text="Meant for another family")
    desk.do(filing.move, note, IONESCU, "Wrong file")
    building.a_note(desk, None, text="At the kerb, no family yet")
    desk.do(directory.add_agency, {"name": "Beck Food Bank", "report_group": "voluntary"})
    one, other = casework.person_of(KOWALCZYK, 1), casework.person_of(AL_MASRI, 1)
    desk.do(linking.unlink, desk.do(linking.link, one, other))
    desk.do(signing.sign_off_on_laptop, plan, "Helen Birch")
    desk.do(together.say_right, plan, "start_on")
    _point_at_what_is_gone(desk)
    desk.do(facts.change, casework.person_of(KOWALCZYK, 2), "dob", "the spring after the flood")
    desk.do(facts.change, casework.person_of(KOWALCZYK, 4), "given_names", "")
    made = desk.do(facts.add_row, casework.person_of(KOWALCZYK, 2), "addresses", {"type": "temporary"})
    desk.do(facts.change, casework.person_of(KOWALCZYK, 2), f"addresses/{made}/from", "around Easter")
    desk.do(filing.move, casework.person_of(KOWALCZYK, 3), AL_MASRI, "Of another family")
    yield desk
    desk.close()


def _point_at_what_is_gone(desk: building.Desk) -> None:
    """A draft review of an outcome that the plan loses afterwards."""
    episode = casework.episode_of(KOWALCZYK)
    plan = desk.do(form.start, "action_plan", family_id=KOWALCZYK, episode_id=episode)
    row = desk.do(form.add_row, plan, "outcomes", {"outcome": "To be taken away"})
    said = {"outcomes": {"one": {"outcome": row, "change": "better"}}}
    desk.do(form.start, "review", family_id=KOWALCZYK, episode_id=episode, answers=said)
    desk.do(form.remove_row, plan, "outcomes", row)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[building.Desk]:
    made = building.new_desk(tmp_path / "other", life=9)
    made.time.moment = casework.STORY_ENDS
    yield made
    made.close()


def taken_out(desk: building.Desk, **kw: Any) -> bytes:
    return desk.ask(bundle_out.take_out, **kw)


def read(desk: building.Desk, content: bytes) -> bundle_shape.Bundle:
    return bundle.read_bundle(content, today=desk.time.clock().today()).bundle


def records(desk: building.Desk) -> dict[str, dict[str, Any]]:
    """Every record as it stands; its id is its name in the dict, but a sibling's is its owner's."""

    def query(reading: acts.Reading) -> dict[str, dict[str, Any]]:
        found = {}
        for row in reading.connection.execute(sa.select(base.record)).mappings():
            told = {name: row[name] for name in row if name not in ("n", "id", "changed_at", "fields")}
            told["fields"] = base.unpack(row["fields"])
            for mark in ("$author", "$created_at"):
                told["fields"].pop(mark, None)
            if "relationships" in told["fields"]:  # its rows are the ties, in their order
                told["fields"]["relationships"] = bundle_shape.ties(told["fields"]["relationships"])
            if row["kind"].endswith(base.RESTRICTED) or row["kind"] in OF_THE_IMPORT:
                told = {name: value for name, value in told.items() if name not in WRITTEN}
            if told["scope"].startswith("practitioner:"):  # whoever brings it in holds it
                told["scope"] = "mine" if row["scope"] == base.own_scope(reading.me) else "another's"
            if row["kind"] == spelling.KIND:
                found[row["kind"]] = told
            elif row["id"] != reading.me:
                found[f"{row['beside'] or row['id']} {row['kind']}"] = told
        return found

    return desk.ask(query)


def test_every_kind_of_record_comes_in_as_it_went_out(lived: building.Desk, empty: building.Desk) -> None:
    before = records(lived)
    made = {one["kind"] for one in before.values()}
    assert kinds_of_the_code() - {"tray"} <= made, (  # that is its worker's own, in no bundle
        "a kind that this vault lacks cannot be compared: add one by its verb"
    )

    said = read(lived, taken_out(lived))
    report = empty.do(bundle.bring_in, said, lived.store.cabinet.read)

    assert (report.differences, report.without_bytes) == ([], 0)
    after = records(empty)
    missing = {one for one in before.keys() - after.keys() if before[one]["kind"] != "practitioner"}
    assert missing == set()
    left = {one: told for one, told in after.items() if one in before}
    for one, told in left.items():
        assert told == before[one], one
    assert {one for one in after.keys() - before.keys() if after[one]["kind"] != "practitioner"} == set()
    assert empty.ask(spelling.own_words) == lived.ask(spelling.own_words) == ("wnuczka",)


def test_a_second_import_of_all_of_it_finds_everything_here(
    lived: building.Desk, empty: building.Desk
) -> None:
    said = read(lived, taken_out(lived))
    empty.do(bundle.bring_in, said, lived.store.cabinet.read)

    again = empty.do(bundle.bring_in, said, lived.store.cabinet.read)

    assert again.changed_nothing
    assert again.differences == []


def test_what_an_answer_points_at_must_be_there_unless_it_is_said_to_be_gone(lived: building.Desk) -> None:
    said = json.loads(taken_out(lived))
    forms = said["families"][0]["forms"]
    review = next(
        one for one in forms if one["form"] == "review" and one["status"] == "draft" and "gone" in one
    )
    at = f"families[0].forms[{forms.index(review)}].answers.outcomes.one.outcome"
    del review["gone"]

    with pytest.raises(errors.BundleFaulty) as refused:
        read(lived, json.dumps(said).encode())

    assert [fault.path for fault in refused.value.faults] == [at]  # type: ignore[attr-defined]


@pytest.mark.parametrize("reader", ["agency", "family"])
def test_another_reader_gets_neither_visits_nor_copies_nor_words_nor_what_is_kept_apart(
    lived: building.Desk, reader: str
) -> None:
    to = bundle_out.Recipient("Alder Bank Primary", was_asked=True)
    content = taken_out(lived, reader=reader, families=(KOWALCZYK,), recipient=to)
    said = json.loads(content)

    keys = {
        key for key in ("visits", "copies", "paper", "moved_away", "documents") if key in said["families"][0]
    }
    assert keys | ({"visits", "copies", "paper", "own_words", "links", "agencies"} & set(said)) == set()
    for word in ("restricted", "signing", "checked_together", "gone", "Wnuczka", "wnuczka", "hush"):
        assert f'"{word}"'.encode() not in content, word


# Bundles that somebody spoiled

SPOILED: tuple[Any, ...] = (
    None, True, -1, 2**63, 1.5, "", "x", "2026-02-31", "\u202e", [], {}, [[]], {"rank": "a"}, "0" * 5000,
    "0197f000-9999-7000-8000-00000000dead", datetime(2026, 1, 1, tzinfo=UTC).isoformat(),
)  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with a key in it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in inside for place in [(value, key), *places(inner)]]


@pytest.fixture(scope="module")
def spoilt(lived: building.Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[building.Desk]:
    """A copy of the vault, for bundles that may bring something in."""
    copy = casework.copy_of(lived, tmp_path_factory.mktemp("spoilt") / "vault")
    yield copy
    copy.close()


@pytest.fixture(scope="module")
def whole(lived: building.Desk) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(taken_out(lived, families=(KOWALCZYK,)))
    return told


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_a_spoiled_bundle_is_refused_and_changes_nothing_or_leaves_what_is_here(
    spoilt: building.Desk, whole: dict[str, Any], random: Any
) -> None:
    said = json.loads(json.dumps(whole))
    for _ in range(random.randrange(1, 4)):
        spoil(random, *random.choice(places(said)))
    before, refused = records(spoilt), False

    try:
        spoilt.do(bundle.bring_in, read(spoilt, json.dumps(said).encode()), spoilt.store.cabinet.read)
    except errors.Refusal:
        refused = True

    after = records(spoilt)
    assert {one: after.get(one) for one in before} == before
    assert not refused or after == before


def spoil(random: Any, container: Any, key: Any) -> None:
    """Put something else there, take it away, or let it stand twice."""
    match random.randrange(3):
        case 0:
            container[key] = random.choice(SPOILED)
        case 1:
            del container[key]
        case _ if isinstance(container, list):
            container.append(container[key])
        case _:
            container[f"{key}x"] = container[key]


def test_a_bundle_that_does_not_say_who_wrote_it_down_is_the_importers(
    lived: building.Desk, empty: building.Desk
) -> None:
    said = json.loads(taken_out(lived, families=[KOWALCZYK]))
    (one,) = said["families"]
    author = one["author"]
    for each in (one, *one["people"], *one["episodes"], *said["practitioners"]):
        del each["author"], each["at"]
    empty.do(bundle.bring_in, read(empty, json.dumps(said).encode()))
    person_id = one["people"][0]["id"]
    again = json.loads(taken_out(empty, families=[KOWALCZYK]))["families"][0]
    written = next(each for each in again["people"] if each["id"] == person_id)["author"]
    assert written == empty.ask(practitioner.me).id
    assert written != author


def test_who_wrote_a_person_down_has_to_be_in_the_bundle(lived: building.Desk) -> None:
    said = json.loads(taken_out(lived, families=[KOWALCZYK]))
    nobody = "0198a1c2-0000-7000-8000-00000000dead"
    said["families"][0]["people"][0]["author"] = said["practitioners"][1]["author"] = nobody
    with pytest.raises(errors.BundleFaulty) as refused:
        read(lived, json.dumps(said).encode())
    places = [getattr(fault, "path", "") for fault in refused.value.faults]
    assert places == ["families[0].people[0].author", "practitioners[1].author"]


def test_whoever_wrote_a_colleague_down_is_in_the_bundle_of_one_family(lived: building.Desk) -> None:
    said = json.loads(taken_out(lived, families=[KOWALCZYK]))
    inside = {one["id"] for one in said["practitioners"]}
    assert {one["author"] for one in said["practitioners"]} <= inside


def test_no_other_reader_is_told_who_wrote_people_down(lived: building.Desk) -> None:
    said = json.loads(taken_out(lived, families=[KOWALCZYK], reader="family"))
    (one,) = said["families"]
    told = (one, *one["people"], *one["episodes"], *said["practitioners"])
    assert not any("author" in each for each in told)
