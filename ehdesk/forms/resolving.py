"""What a form's file may say shortly, written out: sets of options, blocks of questions, restricted sections.

Everything here works on the TOML as it was read, before it has a shape; `raw` is changed in place.
"""

import copy
import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from ehdesk.forms import faults

Raw = dict[str, Any]
_CONDITIONS = ("show_when", "required_when")


def resolve(raw: Raw, common: Raw) -> Iterator[faults.FormFault]:
    """Put named options, blocks and common sections in place. `common` is common.toml as it was read."""
    blocks = raw.pop("blocks", {})
    yield from _append_common(raw, common)
    yield from _blocks(raw, blocks if isinstance(blocks, dict) else {})
    own = raw.pop("option_sets", {})
    sets = {**_table(common, "option_sets"), **(own if isinstance(own, dict) else {})}
    yield from _options(raw, sets)
    for section in sections(raw):
        if section.get("restricted") is True:
            for question in _listed(section, "questions"):
                question["restricted"] = True


def sections(raw: Raw) -> tuple[Raw, ...]:
    """The sections that are tables; what else stands among them is told by the shape."""
    return tuple(_listed(raw, "sections"))


def questions(raw: Raw) -> Iterator[tuple[Raw, Raw | None]]:
    """Every question of every section, each after its columns, which come with their table."""
    for section in sections(raw):
        for question in _listed(section, "questions"):
            yield from ((column, question) for column in _listed(question, "columns"))
            yield question, None


def _listed(table: Raw, name: str) -> Iterator[Raw]:
    found = table.get(name, [])
    return (each for each in (found if isinstance(found, list) else []) if isinstance(each, dict))


def _table(table: Raw, name: str) -> Raw:
    found = table.get(name, {})
    return found if isinstance(found, dict) else {}


# Option sets


def _options(raw: Raw, sets: Mapping[str, Any]) -> Iterator[faults.FormFault]:
    """A name that begins with $ is the authority's: it stays, and is filled in when the form is used."""
    for question, _table_of_it in questions(raw):
        name = question.get("options_from")
        if not isinstance(name, str) or name.startswith("$"):
            continue
        del question["options_from"]
        if name in sets:
            question["options"] = sets[name]
            continue
        question["options"] = []
        where = f"question “{question.get('key', '?')}”"
        yield faults.FormFault(where, f"there are no options called “{name}”", _set_cure(name, sets))


def _set_cure(name: str, sets: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, sets, n=1)
    if near:
        return f"Did you mean “{near[0]}”? If not, write the options under [option_sets] {name} = […]"
    return f"Write the options under [option_sets] {name} = […]"


# Common sections


def _append_common(raw: Raw, common: Raw) -> Iterator[faults.FormFault]:
    wanted = raw.get("common", [])
    if not wanted or not isinstance(wanted, list) or not isinstance(raw.get("sections"), list):
        return
    known = {block["id"]: block for block in _listed(common, "block") if "id" in block}
    for name in wanted:
        if isinstance(name, str) and name in known:
            raw["sections"].append(copy.deepcopy(known[name]))
        else:
            cure = f"Use one of: {', '.join(known)}"
            yield faults.FormFault("common", f"there is no block called “{name}”", cure)


# Blocks of questions that several sections repeat


def _blocks(raw: Raw, blocks: Raw) -> Iterator[faults.FormFault]:
    used = set()
    for section in sections(raw):
        name, prefix = section.get("block"), section.get("prefix")
        if name is None and prefix is None:
            continue
        where = f"section “{section.get('id', '?')}”"
        yield from _block_faults(name, prefix, where, blocks)
        if isinstance(name, str) and name in blocks and isinstance(prefix, str):
            used.add(name)
            own = section.get("questions", [])
            section["questions"] = [*(own if isinstance(own, list) else []), *_of(blocks[name], prefix)]
        section.setdefault("questions", [])
    for name in blocks:
        if name not in used:
            cure = f'Add block = "{name}" and a prefix to a section, or take it out'
            yield faults.FormFault(f"block “{name}”", "no section uses it", cure)


def _block_faults(name: Any, prefix: Any, where: str, blocks: Raw) -> Iterator[faults.FormFault]:
    if name is None:
        yield faults.FormFault(where, "it has a prefix and no block", 'Add block = "…", or take it out')
    elif not isinstance(name, str) or name not in blocks:
        cure = f"Use one of: {', '.join(blocks)}" if blocks else f"Add [[blocks.{name}.questions]]"
        yield faults.FormFault(where, f"there is no block called “{name}”", cure)
    elif not isinstance(prefix, str):
        cure = 'Add prefix = "…", which begins the keys of its questions'
        yield faults.FormFault(where, "its block has no prefix", cure)


def _of(block: Any, prefix: str) -> list[Raw]:
    """The block's questions with keys of their own: `strengths` is `housing_strengths` in this section."""
    found = copy.deepcopy(list(_listed(block, "questions"))) if isinstance(block, dict) else []
    short = {str(question["key"]) for question in found if "key" in question}
    for question in found:
        if "key" in question:
            question["key"] = f"{prefix}_{question['key']}"
        for each in (question, *_listed(question, "columns")):
            _rename(each, short, prefix)
    return found


def _rename(question: Raw, short: set[str], prefix: str) -> None:
    """What the question names of its own block by the short key."""
    named = [(question.get(name), "question") for name in _CONDITIONS]
    named += [(check, "other") for check in _listed(question, "checks")]
    for said, word in named:
        name = said.get(word) if isinstance(said, dict) else None
        if isinstance(said, dict) and isinstance(name, str) and name in short:
            said[word] = f"{prefix}_{name}"
