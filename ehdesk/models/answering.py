"""Putting answers where they belong: by path, row by row, restricted ones in the sibling.

Part of an act; `form` has the acts themselves.
"""

from typing import Any

from ehdesk import clock, errors
from ehdesk.forms import answers as forms_answers
from ehdesk.forms import definition
from ehdesk.models import acts, base, held
from ehdesk.rules import merge, paths

_AS_TYPED = frozenset({"date", "time", "partial_date", "date_range", "number", "scale"})


def put(work: acts.Work, record: held.Held, form: definition.Form, path: str, value: Any) -> None:
    """Set the answer at a path: a question, a whole table, a row of it, or one cell.

    Raises: AnswerUnreadable, FieldUnknown, RowGone.
    """
    key, _, inside = path.partition("/")
    top = question(form, key)
    home = _home(work, record, top, value)
    if home is None:
        return
    if top.kind == "table" and not inside:
        _put_table(work, home, record, top, value or {})
    elif inside and "/" not in inside:
        _put_row(work, home, record, top, inside, value)
    elif inside.endswith("/rank"):
        work.edit(home, path, value)
    else:
        asked = question(form, path)
        _put_cell(work, home, _home(work, home, asked, value, owner=record), path, as_kept(asked, value))


def new_row(
    work: acts.Work, record: held.Held, table: definition.Question, values: base.Fields, after: str | None
) -> base.RowId:
    """Add a row at the end of a table, or after another row; gives its id. Raises as `put`."""
    home = _home(work, record, table, values) or record
    row_id = work.clock.new_id()
    rank = rank_after(paths.get(home.fields, table.key) or {}, after, at_end=after is None)
    _put_row(work, home, record, table, row_id, {**values, "rank": rank})
    return base.RowId(row_id)


def begun_row(work: acts.Work, table: definition.Question) -> base.Fields:
    """What a new row of a table begins with: the day, the time, who writes, where its columns ask for it."""
    now = clock.local(work.at)
    known = {"today": now.date().isoformat(), "now": now.strftime("%Y-%m-%dT%H:%M"), "me": work.by}
    return {column.key: known[column.prefill] for column in table.columns if column.prefill in known}


def question(form: definition.Form, path: str) -> definition.Question:
    """The question (or column) at a path. Raises: FieldUnknown."""
    try:
        return forms_answers.question_at(form, path)
    except KeyError as error:
        raise errors.FieldUnknown(field=path) from error


def as_kept(asked: definition.Question, value: Any) -> Any:
    """The answer as it is kept. What was typed and cannot be read yet is kept as it was typed."""
    try:
        return forms_answers.normalise(asked, value)
    except errors.AnswerUnreadable:
        if asked.kind in _AS_TYPED and (isinstance(value, str) or _is_typed_range(value)):
            return value
        raise


def rank_after(rows: base.Fields, after: str | None, *, at_end: bool) -> str:
    """A rank behind the row `after` (None: before all), or behind all of them."""
    ordered = [(row_id, str(row.get("rank", ""))) for row_id, row in merge.ordered(rows)]
    if at_end:
        return merge.rank_between(ordered[-1][1] if ordered else None, None)
    place = next((n + 1 for n, (row_id, _) in enumerate(ordered) if row_id == after), 0)
    before = ordered[place - 1][1] if place else None
    behind = ordered[place][1] if place < len(ordered) else None
    return merge.rank_between(before, behind)


def _is_typed_range(value: Any) -> bool:
    return isinstance(value, dict) and all(one is None or isinstance(one, str) for one in value.values())


def _put_table(
    work: acts.Work, home: held.Held, record: held.Held, table: definition.Question, rows: base.Fields
) -> None:
    """A whole table at once: what it lacks is taken away, what is new is added, the rest cell by cell."""
    for row_id in [one for one in paths.get(home.fields, table.key) or {} if one not in rows]:
        _put_row(work, home, record, table, row_id, None)
    for row_id, row in rows.items():
        _put_row(work, home, record, table, row_id, row)


def _put_row(
    work: acts.Work,
    home: held.Held,
    record: held.Held,
    table: definition.Question,
    row_id: str,
    row: base.Fields | None,
) -> None:
    """One row at once. A new one is put in whole; of one that is there only what differs is said."""
    path = f"{table.key}/{row_id}"
    if row is None:
        for each in filter(None, (home, work.sibling(record))):
            work.edit(each, path, None)
        return
    cells = _cells(table, path, row)
    known = paths.get(home.fields, path)
    rank = row.get("rank") or (known or {}).get("rank")
    rank = rank or rank_after(paths.get(home.fields, table.key) or {}, None, at_end=True)
    if known is None:
        here = {column.key: value for column, value in cells if not column.restricted and value is not None}
        work.edit(home, path, {"rank": rank, **here})
    else:
        work.edit(home, f"{path}/rank", rank)
    for column, value in cells:
        _put_cell(work, home, _home(work, home, column, value, owner=record), f"{path}/{column.key}", value)


def _cells(table: definition.Question, path: str, row: base.Fields) -> list[tuple[definition.Question, Any]]:
    known = {column.key for column in table.columns}
    unknown = [key for key in row if key != "rank" and key not in known]
    if unknown:
        raise errors.FieldUnknown(field=f"{path}/{unknown[0]}")
    return [(column, as_kept(column, row.get(column.key))) for column in table.columns]


def _put_cell(work: acts.Work, home: held.Held, where: held.Held | None, path: str, value: Any) -> None:
    """One answer. The first restricted cell of a row makes the row in the sibling too."""
    row_path = paths.row_of(path)
    if where is None:
        return
    if where is home or path.count("/") < 2 or paths.get(where.fields, row_path) is not None:
        work.edit(where, path, value)
    elif value is not None:
        rank = paths.get(home.fields, f"{row_path}/rank")
        if rank is None:
            raise errors.RowGone
        work.edit(where, row_path, {"rank": rank, path.rpartition("/")[2]: value})


def _home(
    work: acts.Work,
    home: held.Held,
    asked: definition.Question,
    value: Any,
    *,
    owner: held.Held | None = None,
) -> held.Held | None:
    """Where an answer is kept: `home`, or the sibling when the question is restricted.

    The sibling is made when there is something to keep in it; None where there is nothing.
    """
    record = owner or home
    if not asked.restricted or home is not record:
        return home
    sibling = work.sibling(record)
    if sibling is None and value is not None:
        scope = base.family_scope(record.family_id, "restricted") if record.family_id else record.scope
        sibling = work.create(
            record.kind + base.RESTRICTED,
            scope,
            family=record.family_id,
            episode=record.episode_id,
            beside=record.id,
            form=work.form(record.form or "", record.form_version),
        )
    return sibling
