"""Words set into lines: fonts by script, shaping by HarfBuzz, breaking, and the order on the line."""

import bisect
import itertools
import operator
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import uharfbuzz as hb

from ehdesk.paper import breaking, fonts, languages, links, order

_NEWLINES = re.compile(r"\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\x1f]")
# Nothing to see: other controls, soft hyphens, byte order marks, noncharacters, tag characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff"
    + "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_SIGN = ord(fonts.REPLACEMENT)
_CONTEXT = 8  # characters either side that decide how the first and last letters join


class Glyph(NamedTuple):
    """One shaped glyph: its number, the character it stands for, and its measures in font units."""

    number: int
    cluster: int
    advance: int
    x: int
    y: int


class Style(NamedTuple):
    """How large, how heavy and how airy a paragraph is. `size` in points; `airy` multiplies the leading."""

    size: float
    weight: fonts.Weight = "regular"
    airy: float = 1.0


@dataclass(frozen=True)
class Piece:
    """A stretch of one line in one face and direction, its glyphs from left to right.

    `starts` are the positions in `words` where a group of letters begins; a glyph's cluster is one.
    """

    face: fonts.Face
    size: float
    glyphs: tuple[Glyph, ...]
    words: str
    first: int
    width: float
    right_to_left: bool

    def groups(self) -> dict[int, tuple[Glyph, ...]]:
        """The glyphs by the position of the letters they were shaped from, in reading order."""
        found: dict[int, list[Glyph]] = {}
        for glyph in self.glyphs:
            found.setdefault(glyph.cluster - self.first, []).append(glyph)
        return {start: tuple(found[start]) for start in sorted(found)}

    def letters(self) -> list[tuple[str, tuple[Glyph, ...]]]:
        """The letters that were shaped together, in reading order, with their glyphs."""
        groups = self.groups()
        ends = [*list(groups)[1:], len(self.words)]
        return [(self.words[start:end], groups[start]) for start, end in zip(groups, ends, strict=True)]


@dataclass(frozen=True)
class Line:
    """One line, ready to draw.

    `pieces` are in reading order, each with the place of its left end from the line's left end; no piece
    reaches over the end of one of the paragraph's `leads`.
    `ended_by_space` says that the line break stands for a space between two words.
    """

    pieces: tuple[tuple[float, Piece], ...]
    ended_by_space: bool
    width: float
    above: float
    below: float
    right_to_left: bool
    leads: tuple[links.Link, ...] = ()

    def led(self, piece: Piece) -> links.Link | None:
        """Where a piece of it leads to."""
        return next((link for link in self.leads if link.start <= piece.first < link.end), None)

    @property
    def height(self) -> float:
        """The room the line takes, in points."""
        return self.above + self.below


_CLUSTER = operator.attrgetter("cluster")


class _Run(NamedTuple):
    face: fonts.Face
    start: int
    end: int
    level: int
    glyphs: tuple[Glyph, ...]


def clean(text: str) -> str:
    """Text that can be printed: one kind of line end, no controls, lone surrogates shown as a sign."""
    if text.isprintable() and fonts.is_plain(text):
        return text
    text = _SPACES.sub(" ", _NEWLINES.sub("\n", text))
    return _LONE_SURROGATES.sub(fonts.REPLACEMENT, _UNSEEN.sub("", text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an answer, cleaned, without empty ones."""
    return [part.strip() for part in clean(text).split("\n") if part.strip()]


class Typesetter:
    """Sets paragraphs into lines with the fonts of one document, the same words once.

    `unknown` are the letters that it came to and that no font has: a replacement sign stands for each.
    """

    def __init__(self, library: fonts.Library | None = None) -> None:
        self._library = library or fonts.Library()
        self._lines: dict[tuple[str, Style, float, str, tuple[links.Link, ...]], list[Line]] = {}
        self._shaped: dict[tuple[str, fonts.Weight, str], list[_Run]] = {}
        self.unknown: set[str] = set()

    def lines(
        self, text: str, style: Style, width: float, language: str, leads: Sequence[links.Link] = ()
    ) -> list[Line]:
        """One paragraph broken into lines no wider than `width` points; `leads` are its links.

        Breaks at spaces, after hyphens between letters and between CJK characters; a longer string is
        broken between letter groups, so that no mark is parted from its letter.
        """
        key = text, style, width, language, tuple(leads)
        if key not in self._lines:
            self._lines[key] = self._broken(*key)
        return list(self._lines[key])

    def _broken(
        self, text: str, style: Style, width: float, language: str, leads: tuple[links.Link, ...]
    ) -> list[Line]:
        text = clean(text).replace("\n", " ").strip()
        rtl = languages.is_right_to_left(language)
        runs = self._runs(text, style, language, order.levels(text, right_to_left=rtl), leads)
        reaches = [(0, len(text))]
        if text and _wide(runs, style.size) > width:
            reaches = _break(text, runs, _prefix(runs, len(text), style.size), width)
        lines = [self._line(text, start, end, runs, style, rtl) for start, end in reaches]
        return [replace(line, leads=leads) for line in lines] if leads else lines

    def width(self, text: str, style: Style, language: str) -> float:
        """How wide the text would be on one endless line, in points."""
        return max(line.width for line in self.lines(text, style, float("inf"), language))

    def _runs(
        self, text: str, style: Style, language: str, levels: Sequence[int], leads: tuple[links.Link, ...]
    ) -> list[_Run]:
        """The text in stretches of one face; plain Latin that leads nowhere is one, and is shaped once."""
        latin = self._library.face(fonts.LATIN, style.weight)
        if text and not leads and fonts.is_plain(text) and latin.has(text) and not any(levels):
            key = text, style.weight, language
            if key not in self._shaped:
                self._shaped[key] = [self._shape(text, 0, len(text), latin, 0, language)]
            return self._shaped[key]
        return self._runs_by_face(text, style, language, levels, leads)

    def _runs_by_face(
        self, text: str, style: Style, language: str, levels: Sequence[int], leads: tuple[links.Link, ...]
    ) -> list[_Run]:
        ends = {end for link in leads for end in (link.start, link.end)}
        urdu = languages.nastaliq(text, language)
        runs: list[_Run] = []
        start = 0
        face: fonts.Face | None = None
        for index, char in enumerate(text):
            arabic = fonts.NASTALIQ if any(first <= index < end for first, end in urdu) else fonts.ARABIC
            turns = index > 0 and (levels[index] != levels[index - 1] or index in ends)
            before = None if turns else face
            weight = _weight(style, leads, index)
            chosen = face if face and _stays(char) else self._library.choose(char, weight, before, arabic)
            if face is not None and (chosen is not face or turns):
                runs.append(self._shape(text, start, index, face, levels[start], language))
                start = index
            face = chosen
        if face is not None:
            runs.append(self._shape(text, start, len(text), face, levels[start], language))
        return runs

    def _shape(self, text: str, start: int, end: int, face: fonts.Face, level: int, language: str) -> _Run:
        """Shape one run with the letters around it in view; unknown characters become a replacement sign."""
        before, after = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
        points = [ord(char) for char in text[before:after]]
        spoken = _spoken(face, language)
        glyphs = _glyphs(_shaped(points, start - before, end - start, face, level, spoken), before)
        missing = {text[glyph.cluster] for glyph in glyphs if not glyph.number}
        if missing:
            self.unknown |= missing
            points = [ord(char) if face.glyph(char) else _SIGN for char in text[before:after]]
            glyphs = _glyphs(_shaped(points, start - before, end - start, face, level, spoken), before)
        return _Run(face, start, end, level, glyphs)

    def _line(
        self,
        text: str,
        start: int,
        end: int,
        runs: list[_Run],
        style: Style,
        rtl: bool,  # noqa: FBT001
    ) -> Line:
        trimmed = start + len(text[start:end].rstrip(breaking.HANGING))
        room = style.size * style.airy
        if len(runs) == 1 and trimmed > start:
            only = _cut(runs[0], start, trimmed, text, style.size)
            dress, pieces = only.face.dress, ((0.0, only),)
            return Line(pieces, trimmed < end, only.width, dress.above * room, dress.below * room, rtl)
        chosen = [run for run in runs if run.start < trimmed and run.end > start]
        cut = [_cut(run, start, trimmed, text, style.size) for run in chosen]
        dresses = [run.face.dress for run in chosen] or [fonts.DRESSES[fonts.LATIN]]
        return Line(
            pieces=_placed(cut, [run.level for run in chosen]),
            ended_by_space=trimmed < end,
            width=sum(piece.width for piece in cut),
            above=max(dress.above for dress in dresses) * room,
            below=max(dress.below for dress in dresses) * room,
            right_to_left=rtl,
        )


def _placed(pieces: list[Piece], levels: list[int]) -> tuple[tuple[float, Piece], ...]:
    """The pieces in reading order, with where each one stands on the line."""
    places, x = {}, 0.0
    for index in order.visual(range(len(pieces)), levels):
        places[index] = x
        x += pieces[index].width
    return tuple((places[index], piece) for index, piece in enumerate(pieces))


def _weight(style: Style, leads: Sequence[links.Link], index: int) -> fonts.Weight:
    """A number to call stands out from words of regular weight."""
    strong = style.weight == "regular" and any(
        link.is_number and link.start <= index < link.end for link in leads
    )
    return "semibold" if strong else style.weight


def _stays(char: str) -> bool:
    """Whether a character must not be parted from the face before it: marks, joiners, selectors."""
    return char in "\u200c\u200d\ufe0f\ufe0e" or unicodedata.category(char) in {"Mn", "Me"}


def _glyphs(buffer: hb.Buffer, before: int) -> tuple[Glyph, ...]:
    """What was shaped, each glyph counted from the start of the text, `before` letters ahead."""
    return tuple(
        [
            Glyph(info.codepoint, info.cluster + before, place.x_advance, place.x_offset, place.y_offset)
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True)
        ]
    )


def _shaped(
    points: list[int], start: int, length: int, face: fonts.Face, level: int, language: str
) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.add_codepoints(points, start, length)
    buffer.guess_segment_properties()
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.direction = "rtl" if level % 2 else "ltr"
    buffer.language = language
    hb.shape(face.font, buffer)
    return buffer


def _spoken(face: fonts.Face, language: str) -> str:
    """The language to shape a face's letters in: the paragraph's own where it writes that script."""
    by_script = {
        fonts.NASTALIQ: "ur",
        fonts.ARABIC: "ar",
        fonts.BENGALI: "bn",
        fonts.GURMUKHI: "pa",
        fonts.GUJARATI: "gu",
    }
    usual = by_script.get(face.script, languages.DEFAULT)
    if face.script == fonts.ARABIC and language.split("-")[0] in {"fa", "ps", "ckb", "sd"}:
        return language
    return language if face.script == fonts.LATIN and not languages.is_right_to_left(language) else usual


def _wide(runs: list[_Run], size: float) -> float:
    """How wide all of it is in points, the spaces at its end too."""
    return sum(
        sum([glyph.advance for glyph in run.glyphs]) * size * run.face.dress.size / run.face.units
        for run in runs
    )


def _prefix(runs: list[_Run], length: int, size: float) -> list[float]:
    """For each position, the width in points of everything before it."""
    widths = [0.0] * (length + 1)
    for run in runs:
        scale = size * run.face.dress.size / run.face.units
        for glyph in run.glyphs:
            widths[glyph.cluster + 1] += glyph.advance * scale
    return list(itertools.accumulate(widths))


def _break(text: str, runs: list[_Run], ends: list[float], width: float) -> list[tuple[int, int]]:
    """Start and end of each line: as much as fits up to a place where a line may end."""
    places = breaking.places(text)
    reach = [ends[place] for place in breaking.trimmed(text, places)]
    groups: list[int] = []
    lines, start = [], 0
    while start < len(text):
        limit = ends[start] + width + 0.01
        found = bisect.bisect_right(reach, limit) - 1
        if found >= 0 and places[found] > start:
            end = places[found]
        else:
            groups = groups or _groups(runs, len(text))
            end = breaking.furthest_group(groups, ends, start, limit)
        lines.append((start, end))
        start = end
    return lines


def _groups(runs: list[_Run], length: int) -> list[int]:
    """Positions where a group of letters starts."""
    return [*sorted({glyph.cluster for run in runs for glyph in run.glyphs}), length]


def _between(glyphs: tuple[Glyph, ...], first: int, last: int) -> tuple[Glyph, ...]:
    """The glyphs of these letters, where they stand in the order of their letters."""
    start = bisect.bisect_left(glyphs, first, key=_CLUSTER)
    return glyphs[start : bisect.bisect_left(glyphs, last, start, key=_CLUSTER)]


def _cut(run: _Run, start: int, end: int, text: str, size: float) -> Piece:
    """The part of a run that stands on one line."""
    first, last = max(start, run.start), min(end, run.end)
    glyphs = run.glyphs
    if first > run.start or last < run.end:
        glyphs = (
            _between(glyphs, first, last)
            if run.level % 2 == 0
            else tuple([glyph for glyph in glyphs if first <= glyph.cluster < last])
        )
    points = size * run.face.dress.size
    width = sum([glyph.advance for glyph in glyphs]) * points / run.face.units
    return Piece(run.face, points, glyphs, text[first:last], first, width, bool(run.level % 2))
