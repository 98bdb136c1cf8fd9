"""In which order the letters of a line stand: the Unicode bidirectional algorithm (UAX 9).

python-bidi gives the weak, neutral and implicit rules; what it lacks is added here: the brackets of
rule N0, isolates, and characters that Unicode has not assigned.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, TypeVar

from bidi import algorithm
from bidi.mirror import MIRRORED

from ehdesk.paper import fonts

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
_STRONG_RIGHT = frozenset({"R", "EN", "AN"})
# Isolates are treated as the embeddings they replaced: python-bidi knows no isolates.
_AS_EMBEDDING = {"LRI": "LRE", "RLI": "RLE", "FSI": "LRE", "PDI": "PDF", "": "L"}
_DEEPEST_BRACKETS = 63  # BD16
# The space inside "01632 960100" and the plus of "+44 1632 960100": without this, Arabic text would turn
# the parts round, and the number could not be called. A higher-level protocol as UAX 9 section 4.3 allows.
_SPACE_IN_NUMBER = re.compile(r"(?<=\d{3}) (?=\d{3})|(?<=\+\d\d) (?=\d{3})", re.ASCII)
_PLUS_OF_NUMBER = re.compile(r"\+(?=\d\d(?: \d{3}|\d{6}))", re.ASCII)

T = TypeVar("T")
_Chars = list[dict[str, Any]]


def levels(text: str, *, right_to_left: bool) -> list[int]:
    """The embedding level of each character of a paragraph; even is left to right, odd right to left."""
    if not right_to_left and fonts.is_plain(text):
        return [0] * len(text)
    base = int(right_to_left)
    kinds = [_kind(char) for char in text]
    if not right_to_left and _RIGHT_TO_LEFT.isdisjoint(kinds):
        return [0] * len(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "R" if right_to_left else "L"
    for space in _SPACE_IN_NUMBER.finditer(text):
        kinds[space.start()] = "CS"
    for plus in _PLUS_OF_NUMBER.finditer(text):
        kinds[plus.start()] = "EN"
    for index, (char, kind) in enumerate(zip(text, kinds, strict=True)):
        storage["chars"].append({"ch": char, "level": base, "type": kind, "orig": kind, "index": index})
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    return _spread(storage["chars"], len(text), base)


def _kind(char: str) -> str:
    kind = unicodedata.bidirectional(char)
    return _AS_EMBEDDING.get(kind, kind)


def _spread(chars: _Chars, length: int, base: int) -> list[int]:
    """Levels by position; what rule X9 took out takes the level of its neighbour."""
    found: list[int | None] = [None] * length
    for char in chars:
        found[char["index"]] = char["level"]
    result, before = [], base
    for level in found:
        before = before if level is None else level
        result.append(before)
    return result


def _resolve_brackets(storage: dict[str, Any]) -> None:
    """Rule N0: a pair of brackets goes with the text inside it, or with the text before it."""
    for run in storage["runs"]:
        chars: _Chars = storage["chars"][run["start"] : run["start"] + run["length"]]
        for opening, closing in _bracket_pairs(chars):
            direction = _direction_of_pair(chars, opening, closing, run["sor"])
            if direction:
                _turn(chars, opening, direction)
                _turn(chars, closing, direction)


def _bracket_pairs(chars: _Chars) -> list[tuple[int, int]]:
    """Positions of opening and closing brackets that belong together (definition BD16)."""
    waiting: list[tuple[str, int]] = []
    pairs = []
    for index, char in enumerate(chars):
        if char["type"] != "ON" or char["ch"] not in MIRRORED:
            continue
        category = unicodedata.category(char["ch"])
        if category == "Ps":
            if len(waiting) == _DEEPEST_BRACKETS:
                break
            waiting.append((MIRRORED[char["ch"]], index))
        elif category == "Pe":
            matching = [place for place, (wanted, _) in enumerate(waiting) if wanted == char["ch"]]
            if matching:
                pairs.append((waiting[matching[-1]][1], index))
                del waiting[matching[-1] :]
    return sorted(pairs)


def _direction_of_pair(chars: _Chars, opening: int, closing: int, before: str) -> str:
    """L or R for a bracket pair; empty when it holds no strong text and stays neutral."""
    embedding = "R" if chars[opening]["level"] % 2 else "L"
    inside = {_strong(char) for char in chars[opening + 1 : closing]} - {""}
    if not inside:
        return ""
    if embedding in inside:
        return embedding
    context = next((s for s in (_strong(c) for c in reversed(chars[:opening])) if s), before)
    return context if context != embedding else embedding


def _strong(char: dict[str, Any]) -> str:
    if char["type"] in _STRONG_RIGHT:
        return "R"
    return "L" if char["type"] == "L" else ""


def _turn(chars: _Chars, index: int, direction: str) -> None:
    """Give a bracket its direction, and the marks that stand on it."""
    chars[index]["type"] = direction
    for char in chars[index + 1 :]:
        if char["orig"] != "NSM":
            break
        char["type"] = direction


def visual(runs: Sequence[T], run_levels: Sequence[int]) -> list[T]:
    """Runs of one line from left to right, given in reading order with their levels (rule L2)."""
    line = list(zip(run_levels, runs, strict=True))
    for level in range(max(run_levels, default=0), 0, -1):
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and line[end][0] >= level:
                end += 1
            line[start:end] = reversed(line[start:end])
            start = max(end, start + 1)
    return [run for _, run in line]
