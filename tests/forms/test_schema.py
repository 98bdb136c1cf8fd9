"""Each form has a published JSON Schema that takes every sample answer and promises what import keeps."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ehdesk import files
from ehdesk.commands import forms as commands
from ehdesk.forms import definition, loader, schema
from ehdesk.models import bundle_check, bundle_shape, sheet
from tests.paper import samples

FORMS = loader.load_all()
PUBLISHED = files.resources().parent / "docs" / "forms"
SAID = json.loads((files.resources() / "sample" / "families.json").read_text("utf-8"))
WRITER = "0198a1c2-0000-7000-8000-000000000001"
AT = datetime.fromisoformat("2026-07-01T09:00:00+00:00")


def validator(form_id: str) -> Draft202012Validator:
    said = schema.of_form(FORMS[form_id])
    Draft202012Validator.check_schema(said)
    return Draft202012Validator(said)


def sample_answers() -> Iterator[tuple[str, dict[str, Any]]]:
    for one in [*SAID.get("unfiled", ()), *(form for family in SAID["families"] for form in family["forms"])]:
        yield one["form"], sheet.together(one["answers"], one.get("restricted", {}))
    yield from samples.FILLED.items()


def test_what_is_published_is_what_the_definitions_say() -> None:
    """Stale? `python -m ehdesk forms --schemas docs/forms` writes them anew."""
    made = dict(commands.published())

    assert {path.name for path in PUBLISHED.iterdir()} == set(made)
    for name, content in made.items():
        assert (PUBLISHED / name).read_bytes() == content, name


def test_every_sample_answer_has_the_published_shape() -> None:
    seen = set()
    for form_id, answers in sample_answers():
        faults = [f"{error.json_path}: {error.message}" for error in validator(form_id).iter_errors(answers)]
        assert not faults, form_id
        seen.add(form_id)

    assert seen == set(FORMS)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("date", "3 July 2026"),
        ("date", ""),
        ("outcomes", {"Not An Id": {"rank": "a"}}),
        ("outcomes", {"one": {"change": "better"}}),
        ("outcomes", {"one": {"rank": "a", "change": "sideways"}}),
        ("nothing", True),
    ],
)
def test_an_answer_of_another_shape_is_refused(key: str, wrong: object) -> None:
    assert not validator("review").is_valid({key: wrong})


# Whatever the schema lets through, an import takes in as it stands


def of_shape(said: dict[str, Any], defs: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema of ours lets through; of the numbers, those that JSON writes in one way."""
    if "$ref" in said:
        return named(said["$ref"].rpartition("/")[2], said, defs)
    if "enum" in said:
        return st.sampled_from(said["enum"])
    if "const" in said:
        return st.just(said["const"])
    if said["type"] == "array":
        return listed(said, defs)
    if said["type"] == "object":
        return table(said, defs)
    if said["type"] == "number":
        return st.integers(said.get("minimum", -(10**9)), said.get("maximum", 10**9))
    if said["type"] == "boolean":
        return st.booleans()
    return st.from_regex(said["pattern"], fullmatch=True)


def named(name: str, said: dict[str, Any], defs: dict[str, Any]) -> st.SearchStrategy[Any]:
    day = st.dates(date(1950, 1, 1), date(2026, 7, 1))
    moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 7, 1)).map(lambda m: m.isoformat()[:16])
    partial = st.tuples(day, st.sampled_from((4, 7, 10))).map(lambda two: two[0].isoformat()[: two[1]])
    text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1)
    known: dict[str, st.SearchStrategy[Any]] = {
        "text": text.filter(str.strip).map(lambda one: one[: said.get("maxLength", 10**6)]).filter(str.strip),
        "date": day.map(date.isoformat),
        "time": moments,
        "partial_date": partial,
        "date_range": st.fixed_dictionaries({"from": partial, "to": st.none() | partial}),
        "person": st.just(WRITER) | st.fixed_dictionaries({"name": st.just("Mrs Hughes")}),
        "signature": st.fixed_dictionaries({"method": st.sampled_from(("paper", "drawn", "typed"))}),
    }
    return known[name] if name in known else of_shape(defs[name], defs)


def listed(said: dict[str, Any], defs: dict[str, Any]) -> st.SearchStrategy[list[Any]]:
    order = said["items"].get("enum")
    found = st.lists(of_shape(said["items"], defs), min_size=1, max_size=4, unique_by=repr)
    return found.map(lambda some: sorted(some, key=order.index)) if order else found


def table(said: dict[str, Any], defs: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    row = said["additionalProperties"]["properties"]
    cells = {key: of_shape(one, defs) for key, one in row.items() if key != "rank"}
    rows = st.fixed_dictionaries({"rank": of_shape(defs["rank"], defs)}, optional=cells)
    return st.dictionaries(of_shape(defs["row_id"], defs), rows, min_size=1, max_size=2)


def answers_of(form: definition.Form) -> st.SearchStrategy[dict[str, Any]]:
    said = schema.of_form(form)
    optional = {key: of_shape(one, said["$defs"]) for key, one in said["properties"].items()}
    keys = st.lists(st.sampled_from(sorted(optional)), max_size=6, unique=True)
    return keys.flatmap(lambda some: st.fixed_dictionaries({key: optional[key] for key in some}))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("form_id", FORMS)
def test_what_has_the_published_shape_comes_in_as_it_stands(form_id: str, data: st.DataObject) -> None:
    form = FORMS[form_id]
    given_answers = data.draw(answers_of(form))
    assert validator(form_id).is_valid(given_answers)
    apart, open_ones = parted(form, given_answers)
    author = bundle_shape.Author(WRITER)
    one = bundle_shape.FormSaid(
        WRITER[:-1] + "2", form_id, form.version, "draft", author, AT, open_ones, restricted=apart
    )
    said = bundle_shape.Bundle((), (bundle_shape.PractitionerSaid(WRITER, "Carol"),), (one,))

    faults, _warnings = bundle_check.check(said, today=date(2026, 7, 2))

    assert [fault for fault in faults if "row of this" not in fault.words] == []
    kept = msgspec.json.decode(msgspec.json.encode(said), type=bundle_shape.Bundle)
    assert sheet.together(kept.unfiled[0].answers, kept.unfiled[0].restricted) == given_answers


def parted(form: definition.Form, given_answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Restricted answers, then the others; an open table's restricted columns stand apart by row."""
    apart: dict[str, Any] = {}
    open_ones: dict[str, Any] = {}
    for key, value in given_answers.items():
        question = form.question(key)
        hidden = {column.key for column in question.columns if column.restricted}
        if question.restricted or not hidden:
            (apart if question.restricted else open_ones)[key] = value
            continue
        open_ones[key] = {
            row: {k: v for k, v in cells.items() if k not in hidden} for row, cells in value.items()
        }
        rows = {
            row: {k: v for k, v in cells.items() if k in hidden or k == "rank"}
            for row, cells in value.items()
        }
        rows = {row: cells for row, cells in rows.items() if set(cells) - {"rank"}}
        if rows:
            apart[key] = rows
    return apart, open_ones
