"""What a family's record says, without ids, clock times and the order of rows: to compare two of them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ehdesk.forms import definition, loader

Bundle = Mapping[str, Any]
APART = {"note": "text", "chronology": "event", "self_assessment": "stage", "step_record": "type"}
"""What tells forms of one kind apart; of the others, their stage or how far they came."""


def told(bundle: Bundle, family_name: str) -> dict[str, Any]:
    """Everything that is said in the family of this name, by path: "closure finished/outcome"."""
    family = next(one for one in bundle["families"] if one["name"] == family_name)
    names = {one["id"]: one["name"] for one in bundle["practitioners"]}
    names |= {one["id"]: one["answers"]["given_names"] for one in family["people"]}
    rows: dict[str, Any] = {}
    for one in family["forms"]:
        for form_id, table in (("eha_part_b", "needs"), ("action_plan", "outcomes")):
            if one["form"] == form_id:
                rows[table] = one["answers"].get(table, {})
    found: dict[str, Any] = {}
    for one in family["forms"]:
        form = loader.load(one["form"])
        said = {**one["answers"], **one.get("restricted", {})}
        begun = f"{one['form']} {said.get(APART.get(one['form'], 'stage')) or is_over(one)}"
        found[f"{begun}/status"] = one["status"]
        for question in form.questions():
            if said.get(question.key) is not None:
                found[f"{begun}/{question.key}"] = plain(question, said[question.key], names, rows)
    for one in family["people"]:
        found |= dict(of_person(one, names))
    for one in family["episodes"]:
        said = dict(one["answers"])
        found |= dict(of_team(said.pop("agencies", {}), names))
        found |= {f"episode/{key}": bare(value, names) for key, value in said.items()}
    return found


def is_over(one: Mapping[str, Any]) -> str:
    return "begun" if one["status"] == "draft" else "finished"


def of_person(one: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """What is said of a person, and what they are to each of the others."""
    called = one["answers"]["given_names"]
    for key, value in {**one["answers"], **one.get("restricted", {})}.items():
        yield f"{called}/{key}", bare(value, names)
    for tie in one.get("relationships", ()):
        for key, value in tie.items():
            if key not in ("to", "id"):
                yield f"{called}/to {names[tie['to']]}/{key}", value


def of_team(rows: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """What is said of each who helps."""
    for row in rows.values():
        called = f"{row.get('agency', '')} {bare(row.get('name', ''), names)}"
        for key, value in row.items():
            if key != "rank":
                yield f"episode/team {called}/{key}", bare(value, names)


def plain(
    question: definition.Question, value: Any, names: Mapping[str, str], rows: Mapping[str, Any]
) -> Any:
    """An answer in words where it points at somebody or at a row."""
    if question.kind == "table":
        columns = {column.key: column for column in question.columns}
        told = [
            {key: plain(columns[key], cell, names, rows) for key, cell in row.items() if key in columns}
            for row in value.values()
        ]
        return sorted(told, key=lambda row: json.dumps(row, sort_keys=True))
    if question.kind in ("entry", "entries"):
        table, label = rows[question.rows_of.rpartition(".")[2]], question.row_label
        words = [table[each][label] for each in (value if isinstance(value, list) else [value])]
        return sorted(words)
    return bare(value, names)


def bare(value: Any, names: Mapping[str, str]) -> Any:
    """A value without ids; the rows of a table in the order of what they say."""
    if isinstance(value, dict) and value and all(isinstance(row, dict) for row in value.values()):
        told = [
            bare({key: cell for key, cell in row.items() if key != "rank"}, names) for row in value.values()
        ]
        return sorted(told, key=lambda row: json.dumps(row, sort_keys=True))
    if isinstance(value, dict):
        return (
            value["name"]
            if set(value) == {"name"}
            else {key: bare(each, names) for key, each in value.items()}
        )
    if isinstance(value, list):
        return sorted((bare(each, names) for each in value), key=str)
    return names.get(value, value) if isinstance(value, str) else value
