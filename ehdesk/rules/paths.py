"""How a path finds its place in the fields of a record.

A path is a field ("text"), a row of a table ("children/<row id>") or a field of a row
("children/<row id>/seen"). Pure: both ends use it.
"""

from typing import Any

Fields = dict[str, Any]


def get(fields: Fields, path: str) -> Any:
    """The value at `path`, or None where there is none."""
    if "/" not in path:
        return fields.get(path)
    value: Any = fields
    for step in path.split("/"):
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def put(fields: Fields, path: str, value: Any) -> bool:
    """Set the value at `path`; None takes it away. False where the row is not there any more."""
    if "/" not in path:
        if value is None:
            fields.pop(path, None)
        else:
            fields[path] = value
        return True
    steps = path.split("/")
    inside: Any = fields
    for step in steps[:-1]:
        below = inside.get(step)
        if below is None and len(steps) == 2:
            below = inside[step] = {}
        if not isinstance(below, dict):
            return False
        inside = below
    if value is None:
        inside.pop(steps[-1], None)
    else:
        inside[steps[-1]] = value
    if len(steps) == 2 and not inside:
        fields.pop(steps[0], None)
    return True


def row_of(path: str) -> str:
    """The row that a path lies in ("children/<row id>"), or the path itself."""
    return path if path.count("/") < 2 else "/".join(path.split("/")[:2])


def paths_of(key: str, value: Any) -> list[tuple[str, Any]]:
    """The paths and values that say an answer: a table row by row, anything else at once."""
    if (
        isinstance(value, dict)
        and value
        and all(isinstance(row, dict) and "rank" in row for row in value.values())
    ):
        return [(f"{key}/{row_id}", row) for row_id, row in value.items()]
    return [(key, value)]


def copied(value: Any) -> Any:
    """A value of a record, or all of its fields, once more with whatever is in it, as JSON has it.
    (`copy.deepcopy` looks for what is there twice, and takes four to six times as long.)"""
    if type(value) is dict:
        return {key: copied(one) for key, one in value.items()}
    if type(value) is list:
        return [copied(one) for one in value]
    return value
