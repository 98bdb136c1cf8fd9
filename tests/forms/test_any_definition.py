"""Whatever a definition holds, it is read or refused in our own words; with every mistake at once."""

import copy
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import strategies as st

from ehdesk import errors
from ehdesk.forms import answers, definition, loader

SOUND = {path.stem: path.read_text("utf-8") for path in sorted(loader.folder().glob("*.toml"))}
SOUND.pop("common")

_JUNK = st.recursive(
    st.one_of(
        st.booleans(), st.integers(-5, 99), st.sampled_from(["", "text", "$levels", "note", "a.b", "ł"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["key", "kind", "question", "rule", "code", "x"]), inner, max_size=3),
    ),
    max_leaves=6,
)
_WORDS = sorted(
    {
        name
        for shape in (definition.Form, definition.Section, definition.Question)
        for name in shape.__struct_fields__
    }
    | {"options_from", "option_sets", "blocks", "block", "prefix", "colour"}
)


def _places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a definition, from the top down."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(found for step, each in inside for found in _places(each, (*way, step)))]


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A sound definition in which up to three things were changed, taken out or put in."""
    form_id = draw(st.sampled_from(["note", "step_record", "eha_part_b", "agreement"]))
    raw = copy.deepcopy(tomllib.loads(SOUND[form_id]))
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(_places(raw)[1:]))
        holder = raw
        for step in way[:-1]:
            holder = holder[step]
        if draw(st.booleans()):
            holder[way[-1]] = draw(_JUNK)
        elif isinstance(holder, dict):
            if draw(st.booleans()):
                del holder[way[-1]]
            else:
                holder[draw(st.sampled_from(_WORDS))] = draw(_JUNK)
        if not raw:
            break
    return form_id, raw


def _written(value: Any) -> str:
    """A value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {_written(each)}' for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(each) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else '"' + _escaped(str(value)) + '"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


@hypothesis.settings(max_examples=40, deadline=None)
@hypothesis.given(broken())
def test_a_broken_definition_is_read_or_refused_in_our_words(given: tuple[str, dict[str, Any]]) -> None:
    form_id, raw = given
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{form_id}.toml"
        path.write_text("\n".join(f'"{key}" = {_written(each)}' for key, each in raw.items()), "utf-8")
        try:
            form = loader.read_form(path)
        except errors.FormFaulty as refused:
            told = [str(fault) for fault in refused.details["faults"]]  # type: ignore[attr-defined]
            assert told
            assert all(": " in fault and fault.endswith((".", "?")) for fault in told)
            return
    answers.for_blank(form)
    assert answers.to_put_right(form, {}) is not None


_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 40),
        st.floats(allow_nan=True),
        st.text(max_size=8),
        st.sampled_from(["2026-07-03", "2026", "3/7/2026", "2026-07-03T10:40", "step_up", "yes", "SF1"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["from", "to", "name", "method", "rank", "child", "seen"]), inner, max_size=3
        ),
    ),
    max_leaves=5,
)
_FORMS = tuple(loader.load_all().values())


@st.composite
def answered(draw: st.DrawFn) -> tuple[definition.Form, dict[str, Any]]:
    """Answers of any shape to some questions of one of our forms, tables with rows of anything."""
    form = draw(st.sampled_from(_FORMS))
    given: dict[str, Any] = {}
    for question in draw(
        st.lists(st.sampled_from(form.questions()), max_size=8, unique_by=lambda each: each.key)
    ):
        if question.kind == "table" and question.columns:
            cells = st.dictionaries(
                st.sampled_from([each.key for each in question.columns]), _VALUES, max_size=4
            )
            given[question.key] = draw(st.dictionaries(st.sampled_from(["r1", "r2"]), cells, max_size=2))
        elif draw(st.booleans()) and question.choices():
            given[question.key] = draw(st.sampled_from([each.value for each in question.choices()]))
        else:
            given[question.key] = draw(_VALUES)
    return form, given


@hypothesis.settings(max_examples=60, deadline=None)
@hypothesis.given(answered())
def test_any_answers_are_judged_without_a_stumble(given: tuple[definition.Form, dict[str, Any]]) -> None:
    form, said = given
    around = answers.Around(
        opened_on="2026-06-08", closed_on="not a day", rows={"eha_part_b.needs": {"n": "N"}}
    )
    paths = {question.key for question in form.questions()}
    for fault in (
        *answers.to_put_right(form, said, around=around),
        *answers.warnings(form, said, around=around),
    ):
        assert fault.path.split("/")[0] in paths
        assert fault.message


EVERYTHING_WRONG = """
id = "visit"
version = 1
register = "F99"
title = "Visit"
record = "visit"
colour = "red"
common = ["weather"]
variant_question = "text"
[columns]
at = "when"
[variants]
a = ["nobody"]
[[blocks.spare.questions]]
key = "a"
kind = "text"
label = "A"
[[sections]]
id = "one"
title = "One"
prefix = "one"
questions = [
    { key = "text", kind = "longtext", label = "Text" },
    { key = "text", kind = "text", label = "Text" },
    { key = "q", kind = "text", label = " " },
    { key = "B b", kind = "single_choice", label = "B" },
    { key = "c", kind = "text", label = "C", options_from = "marks", format = "email", max_length = 0 },
    { key = "d", kind = "date", label = "D", format = "phone", max_length = 3, among = "adults" },
    { key = "e", kind = "date", label = "E", prefill = "children", carry = "nowhere" },
    { key = "f", kind = "entry", label = "F" },
    { key = "g", kind = "entries", label = "G", rows_of = "visit.nothing", row_label = "x" },
    { key = "h", kind = "text", label = "H", rows_of = "a.b" },
    { key = "i", kind = "single_choice", label = "I", options = [
        { code = "a", label = "A", exclusive = true },
    ] },
    { key = "j", kind = "date", label = "J", checks = [
        { rule = "not_before", other = "text", message = "x" },
        { rule = "not_after", other = "nobody", message = "x" },
        { rule = "within_days", other = "d", message = " " },
        { rule = "at_most", number = 1, message = "x" },
        { rule = "not_before", other = "$today", days = 3, message = "x" },
    ] },
    { key = "k", kind = "table", label = "K", prefill = "people", columns = [
        { key = "a", kind = "text", label = "A" },
    ], checks = [
        { rule = "some_row", column = "z", one_of = ["x"], message = "x" },
        { rule = "each_has_row", column = "a", other = "nothing", message = "x" },
    ] },
    { key = "l", kind = "single_choice", label = "L", options_from = "$levels", options = [
        { code = "a", label = "A" },
    ] },
    { key = "m", kind = "person", label = "M", checks = [
        { rule = "not_same_person", other = "d", message = "x" },
    ] },
    { key = "n", kind = "single_choice", label = "N", options = [{ code = "a", label = "A" }], checks = [
        { rule = "not_one_of", one_of = ["b"], message = "x" },
        { rule = "chosen_in", other = "d", message = "x" },
    ] },
    { key = "o", kind = "table", label = "O", prefill = "entries", columns = [
        { key = "a", kind = "text", label = "A", colour = "red" },
    ] },
    { key = "p", kind = "text", label = "P", checks = [{ rule = "never", message = "x" }] },
]
"""
EVERY_FAULT = (
    "the form: there is nothing called “colour”",
    "common: there is no block called “weather”",
    "block “spare”: no section uses it",
    "section “one”: it has a prefix and no block",
    "there is no kind “longtext”. Did you mean “long_text”?",
    "question “text”: this key is used twice",
    "question “q”: it has no label",
    "question “B b”: this key cannot be used",
    "question “B b”: a single_choice needs options",
    "question “c”: there are no options called “marks”",
    "question “c”: max_length is 0",
    "question “d”: a date has no format",
    "question “d”: a date has no max_length",
    "question “d”: a date offers no people",
    "question “e”: prefill “children” does not fit a date",
    "question “e”: it carries “nowhere”, which names no answer",
    "question “e”: it has both prefill and carry",
    "question “f”: it offers the rows of “”",
    "question “f”: nothing says how a row is called",
    "question “g”: there are no rows “visit.nothing”",
    "question “h”: a text takes no rows_of and row_label",
    "question “i”: option “a” is exclusive in a single_choice",
    "question “j”: its check not_before names “text”, a text",
    "question “j”: its check not_after names “nobody”, which is not here",
    "question “j”: its check within_days needs days",
    "question “j”: its check within_days says nothing",
    "question “j”: its check at_most cannot judge a date",
    "question “j”: its check not_before has no use for days",
    "question “k”: prefill “people” has no person column to fill",
    "question “k”: its check some_row finds no column “z”",
    "question “k”: its check each_has_row cannot read “a”, a text",
    "question “k”: its check each_has_row finds no table “nothing”",
    "question “l”: it takes “$levels” and cannot",
    "question “m”: its check not_same_person names “d”, a date",
    "question “n”: “b” is never the answer of “n”",
    "question “n”: its check chosen_in names “d”, a date",
    "question “o/a”: there is nothing called “colour”",
    "question “p”: checks[",
    "variant_question: “text” chooses no variant",
    "column “at”: it is filled by “when”",
)


def test_a_definition_with_every_kind_of_mistake_is_reported_whole(tmp_path: Path) -> None:
    path = tmp_path / "visit.toml"
    path.write_text(EVERYTHING_WRONG, "utf-8")
    try:
        loader.read_form(path)
    except errors.FormFaulty as refused:
        told = [str(fault) for fault in refused.details["faults"]]  # type: ignore[attr-defined]
    missing = [said for said in EVERY_FAULT if not any(said in fault for fault in told)]
    assert missing == [], "\n".join(told)
