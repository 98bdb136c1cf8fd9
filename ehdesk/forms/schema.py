"""The JSON Schema of a form's answers, made from its definition: what `fill` reads and a bundle holds. Pure.

It says what an answer looks like and what it may be. What a form asks for before it is finished depends on
other answers and on the day, so nothing is required here: `answers.to_put_right` is the judge of that.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from ehdesk.forms import definition, signatures

Schema: TypeAlias = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string", "pattern": r"^[^\r\u0000]*[^\s\u0000][^\r\u0000]*$"}
_ID: Schema = {"type": "string", "pattern": "^[0-9a-z][0-9a-z-]{0,63}$"}
_PARTIAL: Schema = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
_DEFS: Mapping[str, Schema] = {
    "text": {**_TEXT, "description": "Text in any script, of any length, with \\n where a line ends"},
    "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "partial_date": {**_PARTIAL, "description": "2026, 2026-07 or 2026-07-03"},
    "time": {
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
        "description": "A date and a time on the wall in London: 2026-07-03T10:40",
    },
    "date_range": {
        "type": "object",
        "additionalProperties": False,
        "required": ["from", "to"],
        "properties": {
            "from": {"$ref": "#/$defs/partial_date"},
            "to": {"oneOf": [{"$ref": "#/$defs/partial_date"}, {"type": "null"}]},
        },
    },
    "person": {
        "description": "The id of a person or practitioner, or a name where there is no record",
        "oneOf": [
            _ID,
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {"name": {"$ref": "#/$defs/text"}},
            },
        ],
    },
    "entry": {**_ID, "description": "The id of a row of the table that the question points at"},
    "row_id": {**_ID, "description": "Names a row for good: a UUID in lower case, or a short word"},
    "rank": {
        "type": "string",
        "pattern": "^[0-9A-Za-z]{1,64}$",
        "description": "Rows stand in the order of their ranks, compared as text",
    },
    "signature": {
        "type": "object",
        "additionalProperties": False,
        "required": ["method"],
        "properties": {
            "method": {"enum": list(signatures.METHODS)},
            "name": {"type": "string"},
            "held_at": {"type": "string", "description": "Where the paper or email is; who was there"},
            "strokes": {
                "type": "array",
                "description": "Lines of points in a box 1000 wide and 300 high",
                "items": {
                    "type": "array",
                    "items": {
                        "type": "array",
                        "items": {"type": "number"},
                        "minItems": 2,
                        "maxItems": 2,
                    },
                },
            },
        },
    },
}


def of_form(form: definition.Form) -> Schema:
    """The schema of all answers of a form in one object, by question key: restricted ones among them.

    `$comment` says of a question that it is restricted, or must be answered to finish the form.
    """
    said = {question.key: _question(question) for question in form.questions()}
    return {
        "$schema": DRAFT,
        "$id": f"urn:ehdesk:form:{form.id}:{form.version}",
        "title": form.title,
        "description": f"Answers to {form.register}, version {form.version}, by question key. docs/bundle.md "
        "says where restricted answers stand in a bundle.",
        "type": "object",
        "additionalProperties": False,
        "properties": said,
        "$defs": {name: _DEFS[name] for name in sorted(_used(said.values()))},
    }


def _used(said: Iterable[Any]) -> set[str]:
    """The definitions that are named in these schemas, with those that they name themselves."""
    names: set[str] = set()
    for one in said:
        if isinstance(one, dict):
            named = str(one.get("$ref", "")).removeprefix("#/$defs/")
            names |= {named, *_used([_DEFS[named]])} if named else set()
            names |= _used(one.values())
        elif isinstance(one, list):
            names |= _used(one)
    return names


def _question(question: definition.Question) -> Schema:
    """An answer's own schema, with the question's words and what is to be known of it."""
    words = f"{question.label}. {question.hint}" if question.hint else question.label
    known = [word for word, is_so in _comments(question) if is_so]
    told: Schema = {"title": words, **_SHAPES[question.kind](question)}
    return {**told, "$comment": "; ".join(known)} if known else told


def _comments(question: definition.Question) -> Iterable[tuple[str, bool]]:
    yield "restricted: not everybody may read it", question.restricted
    yield "required to finish", question.required
    yield "required to finish on a condition", question.required_when is not None
    yield "asked on a condition", question.show_when is not None
    yield (
        f"one of {question.options_from.removeprefix('$')}, which the authority decides",
        bool(question.options_from),
    )
    yield f"a row of {question.rows_of}", bool(question.rows_of)


def _text(question: definition.Question) -> Schema:
    longest = {"maxLength": question.max_length} if question.max_length else {}
    return {"$ref": "#/$defs/text", **longest}


def _number(question: definition.Question) -> Schema:
    bounds = {"minimum": question.low, "maximum": question.high}
    return {"type": "number", **{word: end for word, end in bounds.items() if end is not None}}


def _choice(question: definition.Question) -> Schema:
    """Codes that an authority decides are only known by their shape."""
    codes = [choice.value for choice in question.choices()]
    if question.options_from or not codes:
        return {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
    return {"enum": codes}


def _several(question: definition.Question) -> Schema:
    return {
        **_list(_choice(question)),
        "description": "In the order in which they stand here",
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}


def _table(question: definition.Question) -> Schema:
    columns = {column.key: _question(column) for column in question.columns}
    row = {
        "type": "object",
        "additionalProperties": False,
        "required": ["rank"],
        "properties": {"rank": {"$ref": "#/$defs/rank"}, **columns},
    }
    names = {"$ref": "#/$defs/row_id"}
    return {"type": "object", "propertyNames": names, "minProperties": 1, "additionalProperties": row}


def _ref(name: str) -> Callable[[definition.Question], Schema]:
    return lambda _question: {"$ref": f"#/$defs/{name}"}


_SHAPES: Mapping[definition.Kind, Callable[[definition.Question], Schema]] = {
    "text": _text,
    "long_text": _text,
    "agency": _ref("text"),
    "number": _number,
    "scale": lambda question: {"enum": [choice.value for choice in question.choices()]},
    "single_choice": _choice,
    "picture_scale": _choice,
    "multiple_choice": _several,
    "yes_no": lambda _question: {"type": "boolean"},
    "yes_no_unknown": lambda _question: {"enum": ["yes", "no", "unknown"]},
    "tick": lambda _question: {"const": True},
    "date": _ref("date"),
    "partial_date": _ref("partial_date"),
    "time": _ref("time"),
    "date_range": _ref("date_range"),
    "person": _ref("person"),
    "people": lambda _question: _list({"$ref": "#/$defs/person"}),
    "entry": _ref("entry"),
    "entries": lambda _question: _list({"$ref": "#/$defs/entry"}),
    "table": _table,
    "signature": _ref("signature"),
}
