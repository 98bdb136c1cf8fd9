"""Finding words in the record: one fold for text and query, one index, and a snippet with the hit.

Restricted siblings are never indexed and never shown. The index holds no text: a snippet is made
from the record itself. It can be built again at any time. Records that wait for it (`indexing`) are read
through themselves, so that nothing is missed.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk.forms import definition
from ehdesk.models import acts, base, held, quick
from ehdesk.rules import folding

TABLE = sa.table("search", sa.column("rowid", sa.Integer), sa.column("body", sa.String))

CREATE = (
    "CREATE VIRTUAL TABLE search USING fts5(body, content='', contentless_delete=1, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
)
"""Marks stay parts of words (Mn, Mc), and SQLite folds nothing: `fold` has done it."""

Forms = Callable[[str, int | None], definition.Form]

_WORD = re.compile(r"\S+")
_PLAIN = re.compile("[a-z0-9]+")
_SNIPPET = 120
_TEXTS = frozenset({"text", "long_text", "agency", "person", "people"})
_NAMES = {
    "person": ("given_names", "family_name", "known_as", "name_own_script", "former_names"),
    "family": ("name", "reference"),
    "document": ("title", "note"),
    "visit": ("what_for", "place_text"),
}


fold = folding.fold
"""The same for text and query."""


@dataclass(frozen=True)
class Hit:
    """One record that has the words; `snippet` shows them in their sentence, `marks` where in it."""

    record_id: base.RecordId
    family_id: base.FamilyId | None
    kind: str
    title: str
    snippet: str
    at: datetime
    marks: tuple[tuple[int, int], ...] = ()


_PUT = quick.QuickRows(sa.insert(TABLE).prefix_with("OR REPLACE"))
_EMPTY = sa.insert(sa.table("search", sa.column("search"))).values(search="delete-all")
_FOUND = (
    sa.select(TABLE.c.rowid)
    .where(sa.literal_column("search").op("MATCH")(sa.bindparam("words")))
    .order_by(sa.literal_column("rank"))
    .limit(quick.at_most("most"))
    .subquery()
)
_SHOWN = sa.select(
    base.record.c.id,
    base.record.c.family_id,
    base.record.c.kind,
    base.record.c.form,
    base.record.c.form_version,
    base.record.c.changed_at,
    base.record.c.fields,
)
_MAY_HOLD = base.may_hold(base.record.c.scope, sa.bindparam("me", type_=sa.String))
_HITS = _SHOWN.join(_FOUND, _FOUND.c.rowid == base.record.c.n).where(
    base.record.c.status != "void", _MAY_HOLD
)
_KINDS = (
    sa.select(base.record.c.n, base.record.c.kind, base.record.c.form)
    .join(_FOUND, _FOUND.c.rowid == base.record.c.n)
    .where(base.record.c.status != "void", _MAY_HOLD)
)
_BEING_TYPED = _SHOWN.where(
    base.record.c.n.in_(
        sa.select(base.revision.c.record_n)
        .join(base.act, base.act.c.n == base.revision.c.act_n)
        .where(base.act.c.is_open)
    ),
    base.record.c.status != "void",
    _MAY_HOLD,
).limit(quick.at_most(50))


INDEXED_TO = "indexed_to"
"""Of `meta`: records above this number wait to be indexed. Where there is no such line, none does."""
_INDEXED_TO = quick.Quick(sa.select(base.meta.c.value).where(base.meta.c.key == sa.bindparam("key")))


def indexed_to(connection: sa.Connection) -> int | None:
    """The number above which records wait to be indexed; None when the index has everything."""
    row = _INDEXED_TO.first(connection, {"key": INDEXED_TO})
    return None if row is None else int(row[0])


def update(connection: sa.Connection, changed: Iterable[held.Held], forms: Forms) -> None:
    """Bring the index up to date with these records, in the transaction that changed them."""
    rows = []
    for record in changed:
        if record.is_restricted or (record.touched and not record.is_new and not _asks(record, forms)):
            continue
        rows.append((record.n, body(record, record.fields, forms)))
    put(connection, rows)


def put(connection: sa.Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Index these records, each by its number, with what `body` gives."""
    _PUT.put(connection, rows)


def body(record: Any, fields: base.Fields, forms: Forms) -> str:
    """What the index is given of a record."""
    return fold("\n".join(texts(record.kind, fields, _form(record, forms))))


def _form(record: Any, forms: Forms) -> definition.Form | None:
    return forms(record.form, record.form_version) if record.form else None


def _asks(record: held.Held, forms: Forms) -> bool:
    """Whether a field that is searched was touched."""
    form = _form(record, forms)
    if form is None:
        return bool(record.touched & set(_NAMES.get(record.kind, ())))
    return any(key in record.touched for key in _searched(form))


def _searched(form: definition.Form) -> Iterator[str]:
    for question in form.questions():
        if not question.restricted and (question.kind in _TEXTS or question.kind == "table"):
            yield question.key


def texts(kind: str, fields: base.Fields, form: definition.Form | None) -> Iterator[str]:
    """Every text of a record that may be found. Nothing restricted, no codes, no dates."""
    if kind.endswith(base.RESTRICTED):
        return
    if form is None:
        yield from (str(fields[key]) for key in _NAMES.get(kind, ()) if fields.get(key))
        return
    for question in form.questions():
        if not question.restricted:
            yield from _of_answer(question, fields.get(question.key))


def _of_answer(question: definition.Question, answer: Any) -> Iterator[str]:
    if question.kind == "table" and isinstance(answer, dict):
        for row in answer.values():
            for column in question.columns:
                if not column.restricted:
                    yield from _of_answer(column, row.get(column.key))
    elif question.kind in _TEXTS:
        for one in answer if isinstance(answer, list) else [answer]:
            said = one.get("name") if isinstance(one, dict) else one
            if isinstance(said, str) and said and not (question.kind in {"person", "people"} and one is said):
                yield said


def asked(words: str) -> str:
    """What the index is asked: every word, the last one as a beginning. Empty when there is no word."""
    phrases = _phrases(words)
    return " ".join('"' + " ".join(phrase) + '"' for phrase in phrases) + "*" if phrases else ""


def _phrases(words: str) -> list[list[str]]:
    """The words as the index has them: a word of several parts (O-Brien, 张伟) is a phrase."""
    return [parts for word in _WORD.findall(words) if (parts := _tokens(word))]


def _tokens(text: str) -> list[str]:
    """The tokens that the index makes of a text: runs of letters, digits and marks."""
    folded = fold(text)
    if folded.isascii():
        return _PLAIN.findall(folded)
    letters = (c if unicodedata.category(c)[0] in "LNM" else " " for c in folded)
    return "".join(letters).split()


def find(read: acts.Reading, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
    """Records that have every word (the last as a beginning), best first, at most `limit`.

    What is just being typed comes first: the index has it when its act is closed. What waits to be indexed
    comes last.
    """
    phrases = _phrases(words)
    if not phrases:
        return ()
    rows = read.connection.execute(_HITS, {"words": asked(words), "most": limit, "me": read.me})
    typed = {row.id: row for row in read.connection.execute(_BEING_TYPED, {"me": read.me})}
    found = {row.id: row for row in typed.values() if _has(read, row, phrases)}
    found |= {row.id: row for row in rows if row.id not in typed}
    if len(found) < limit:
        late = _waiting(read, phrases)
        more = (row for row in late if row.id not in typed and row.id not in found)
        found |= {row.id: row for row in itertools.islice(more, limit - len(found))}
    return tuple(_hit(read, row, words) for row in list(found.values())[:limit])


_WAIT = (
    sa.select(base.record.c.n, base.record.c.fields)
    .where(
        base.record.c.n > sa.bindparam("indexed_to"),
        base.record.c.status != "void",
        sa.not_(base.record.c.kind.endswith(base.RESTRICTED)),
        _MAY_HOLD,
    )
    .order_by(base.record.c.n.desc())
)


def _waiting(read: acts.Reading, phrases: list[list[str]]) -> Iterator[Any]:
    """The records that wait to be indexed and have the words, the newest first, one after another.

    Most of them are told apart by their letters alone: every word stands in the folded fields as it is.
    """
    mark = indexed_to(read.connection)
    if mark is None:
        return
    parts = [part for phrase in phrases for part in phrase]
    one = _SHOWN.add_columns(base.record.c.n).where(base.record.c.n == sa.bindparam("n"))
    with read.connection.execute(_WAIT, {"indexed_to": mark, "me": read.me}) as waiting:
        for n, fields in waiting.yield_per(_PORTION):
            letters = fold(fields)
            if all(part in letters for part in parts):
                row = read.connection.execute(one, {"n": n}).one()
                if _has(read, row, phrases):
                    yield row


_PORTION = 50


GroupOf = Callable[[str, str | None], str | None]
_RANKED = 400


def find_in_groups(
    read: acts.Reading, words: str, group_of: GroupOf, *, each: int = 5
) -> dict[str, tuple[Hit, ...]]:
    """The best `each` hits of every group. `group_of` names the group of a kind and form; None: not wanted.

    The texts are read only of what is shown (and of what waits to be indexed): a few statements, however
    much there is.
    """
    phrases = _phrases(words)
    if not phrases:
        return {}
    typed = [
        row for row in read.connection.execute(_BEING_TYPED, {"me": read.me}) if _has(read, row, phrases)
    ]
    picked: dict[str, list[Any]] = {}
    for row in typed:
        _pick(picked, group_of(row.kind, row.form), row, each)
    wanted: dict[str, list[int]] = {}
    ranked = {"words": asked(words), "most": _RANKED, "me": read.me}
    for n, kind, form in read.connection.execute(_KINDS, ranked):
        _pick(wanted, group_of(kind, form), n, each)
    numbers = [n for some in wanted.values() for n in some]
    shown = _SHOWN.add_columns(base.record.c.n).where(base.record.c.n.in_(numbers))
    rows = {row.n: row for row in read.connection.execute(shown)}
    for group, some in wanted.items():
        here = {row.id for row in picked.get(group, ())}
        for n in some:
            if rows[n].id not in here:
                _pick(picked, group, rows[n], each)
    here = {row.id for some in picked.values() for row in some}
    for row in itertools.islice(_waiting(read, phrases), _RANKED):
        if row.id not in here:
            _pick(picked, group_of(row.kind, row.form), row, each)
    return {group: tuple(_hit(read, row, words) for row in some) for group, some in picked.items()}


_ANY, _NEWEST = base.record.alias("any_form"), base.record.alias("newest_form")
_OF_FORMS = _SHOWN.where(
    base.record.c.n.in_(
        sa.select(_NEWEST.c.n)
        .where(
            _NEWEST.c.n.in_(
                sa.select(_ANY.c.n)
                .where(_ANY.c.kind.in_(sa.bindparam("kinds", expanding=True)))
                .order_by((_ANY.c.n + sa.literal_column("0")).desc())
                .limit(quick.at_most(_RANKED))
            ),
            _NEWEST.c.form.in_(sa.bindparam("forms", expanding=True)),
            _NEWEST.c.status != "void",
            base.may_hold(_NEWEST.c.scope, sa.bindparam("me", type_=sa.String)),
        )
        .order_by((_NEWEST.c.n + sa.literal_column("0")).desc())
        .limit(quick.at_most("most"))
    )
).order_by(base.record.c.n.desc())
"""The numbers come from an index that has every kind, so that no record is read for being of another one: an
order by the number alone would walk through the records themselves."""


def newest_of(
    read: acts.Reading, forms: Sequence[definition.Form], words: str, *, each: int
) -> tuple[Hit, ...]:
    """The newest records of these forms, at most `each` (of the newest some hundred of their kinds)."""
    known = {"kinds": [one.record for one in forms], "forms": [one.id for one in forms]}
    rows = read.connection.execute(_OF_FORMS, {**known, "most": each, "me": read.me})
    return tuple(_hit(read, row, words) for row in rows)


def _pick(into: dict[str, list[Any]], group: str | None, one: Any, each: int) -> None:
    if group is not None and len(into.setdefault(group, [])) < each:
        into[group].append(one)


def _has(read: acts.Reading, row: Any, phrases: list[list[str]]) -> bool:
    tokens = _tokens("\n".join(texts(row.kind, base.unpack(row.fields), _form(row, read.form))))
    whole, last = phrases[:-1], phrases[-1]
    return all(_stands(tokens, phrase, "") for phrase in whole) and _stands(tokens, last[:-1], last[-1])


def _stands(tokens: list[str], phrase: list[str], beginning: str) -> bool:
    """Whether the phrase stands somewhere, followed by a word that begins so."""
    size = len(phrase)
    return any(
        tokens[at : at + size] == phrase
        and (not beginning or "".join(tokens[at + size : at + size + 1]).startswith(beginning))
        for at in range(len(tokens))
    )


def _hit(read: acts.Reading, row: Any, words: str) -> Hit:
    form = _form(row, read.form)
    fields = base.unpack(row.fields)
    told, marks = snippet(texts(row.kind, fields, form), words)
    title = (form.short_title or form.title) if form else _called(fields)
    return Hit(row.id, row.family_id, row.kind, title, told, row.changed_at, marks)


def _called(fields: base.Fields) -> str:
    """A family or a person by name, in a list of hits."""
    names = (fields.get("given_names") or fields.get("known_as"), fields.get("family_name"))
    return str(fields.get("name") or " ".join(str(name) for name in names if name))


def snippet(said: Iterable[str], words: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The first text that has one of the words, cut around it, and where the words stand in the cut."""
    wanted = [letters for word in _WORD.findall(words) if (letters := fold(word).strip(' .,;:!?"()«»“”'))]
    for text in said:
        hits = [match.span() for match in _WORD.finditer(text) if _fits(match.group(), wanted)]
        if hits:
            return _cut(text, hits)
    return "", ()


def _fits(word: str, wanted: list[str]) -> bool:
    folded = fold(word)
    return any(one in folded for one in wanted)


def _cut(text: str, hits: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    start = max(0, hits[0][0] - _SNIPPET // 3)
    if start:
        start = text.find(" ", start, hits[0][0]) + 1 or start
    end = min(len(text), start + _SNIPPET)
    if end < len(text):
        end = max(text.rfind(" ", hits[0][1], end), hits[0][1])
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    marks = tuple((first + shift, last + shift) for first, last in hits if start <= first and last <= end)
    return before + text[start:end].replace("\n", " ") + after, marks


def rebuild(connection: sa.Connection, forms: Forms) -> int:
    """Build the index again from the records; how many it holds."""
    connection.execute(_EMPTY)
    connection.execute(sa.delete(base.meta).where(base.meta.c.key == INDEXED_TO))
    count = last = 0
    while rows := connection.execute(_NEXT, {"last": last}).all():
        put(connection, [(row.n, body(row, base.unpack(row.fields), forms)) for row in rows])
        count, last = count + len(rows), rows[-1].n
    return count


_NEXT = (
    sa.select(base.record)
    .where(base.record.c.n > sa.bindparam("last"), sa.not_(base.record.c.kind.endswith(base.RESTRICTED)))
    .order_by(base.record.c.n)
    .limit(500)
)
