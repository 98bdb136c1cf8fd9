"""Which font each script is printed in, how large beside the others, and the room its lines need."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NewType

import uharfbuzz as hb

from ehdesk import files

FaceName = NewType("FaceName", str)
Weight = Literal["regular", "semibold", "bold"]

LATIN = "latin"
ARABIC = "arabic"
NASTALIQ = "nastaliq"
BENGALI = "bengali"
GURMUKHI = "gurmukhi"
GUJARATI = "gujarati"

REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Dress:
    """How one script is set: its files by weight, and its measures against Noto Sans.

    `size` multiplies the point size so that the scripts look equally large; `above` and `below` are
    the room a line needs over and under its baseline, in multiples of the point size asked for.
    Together they are the leading: 1.45 for Latin, about 2.3 for Nastaliq, whose words slope.
    """

    regular: str
    semibold: str
    bold: str
    size: float
    above: float
    below: float

    def file(self, weight: Weight) -> str:
        """The font file for `weight`; scripts without a semibold cut use their bold one."""
        return {"regular": self.regular, "semibold": self.semibold, "bold": self.bold}[weight]


def _pair(stem: str, size: float, above: float, below: float) -> Dress:
    return Dress(f"{stem}-Regular.ttf", f"{stem}-Bold.ttf", f"{stem}-Bold.ttf", size, above, below)


DRESSES: dict[str, Dress] = {
    LATIN: Dress("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf", 1.0, 1.07, 0.38),
    ARABIC: _pair("NotoNaskhArabic", 1.18, 1.25, 0.6),
    NASTALIQ: _pair("NotoNastaliqUrdu", 1.0, 1.45, 0.88),
    BENGALI: _pair("NotoSansBengali", 1.06, 1.15, 0.5),
    GURMUKHI: _pair("NotoSansGurmukhi", 1.06, 1.15, 0.5),
    GUJARATI: _pair("NotoSansGujarati", 1.06, 1.12, 0.5),
}

# First and last code point of each block that has its own font. Greek and Cyrillic are in Noto Sans.
_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0600, 0x06FF, ARABIC),
    (0x0750, 0x077F, ARABIC),
    (0x08A0, 0x08FF, ARABIC),
    (0x0980, 0x09FF, BENGALI),
    (0x0A00, 0x0A7F, GURMUKHI),
    (0x0A80, 0x0AFF, GUJARATI),
    (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFC, ARABIC),
)


# Letters of Europe and the punctuation beside them: no other script's, and none that turns the line round.
_PLAIN = re.compile("[\x00-\u036f\u2010-\u2027\u2030-\u205e]*")


def is_plain(text: str) -> bool:
    """Whether all of it is Latin letters, digits, marks and signs."""
    return text.isascii() or _PLAIN.fullmatch(text) is not None


def script_of(char: str) -> str | None:
    """The script whose font this character asks for; None when any script may take it along."""
    if char < "\u0600":
        return LATIN if char.isalnum() else None
    point = ord(char)
    for first, last, script in _BLOCKS:
        if first <= point <= last:
            return script
    return LATIN if char.isalnum() else None


class _Advances(dict[int, float]):
    """The width of each glyph that was asked for, in thousandths of the size."""

    def __init__(self, font: hb.Font, units: int) -> None:
        super().__init__()
        self._font, self._units = font, units

    def __missing__(self, glyph: int) -> float:
        width = self[glyph] = self._font.get_glyph_h_advance(glyph) * 1000 / self._units
        return width


class Face:
    """One font file, opened: it shapes text and can be cut down to the glyphs a document uses."""

    def __init__(self, path: Path, script: str, dress: Dress) -> None:
        self.name = FaceName(path.stem)
        self.script = script
        self.dress = dress
        self._face = hb.Face(hb.Blob.from_file_path(path))
        self.font = hb.Font(self._face)
        self.units = self._face.upem
        self._glyphs: dict[str, int] = {}
        self._had: set[str] = set()
        self.advances = _Advances(self.font, self.units)

    def glyph(self, char: str) -> int:
        """The plain glyph of a character; 0 when the font has none."""
        found = self._glyphs.get(char)
        if found is None:
            found = self._glyphs[char] = self.font.get_nominal_glyph(ord(char)) or 0
        return found

    def has(self, text: str) -> bool:
        """Whether the font has a glyph of its own for each character."""
        if not self._had.issuperset(text):
            self._had.update(char for char in set(text) if self.glyph(char))
        return self._had.issuperset(text)

    @cached_property
    def extents(self) -> tuple[float, float]:
        """Ascender and descender in thousandths of the size, as a PDF's font descriptor wants them."""
        extents = self.font.get_font_extents("ltr")
        return extents.ascender * 1000 / self.units, extents.descender * 1000 / self.units

    def advance(self, glyph: int) -> float:
        """The width of a glyph in thousandths of the size."""
        return self.advances[glyph]

    def subset(self, glyphs: frozenset[int]) -> tuple[str, bytes]:
        """A font file with only `glyphs`, numbered as before, and the six letters that name the cut."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(_tag(t) for t in ("GSUB", "GPOS", "GDEF"))
        digest = hashlib.sha256(repr(sorted(glyphs)).encode()).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        return tag, bytes(hb.subset(self._face, wanted).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


class Library:
    """The fonts of one document, opened when a page first needs them."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or files.resources() / "fonts"
        self._faces: dict[str, Face] = {}

    def face(self, script: str, weight: Weight) -> Face:
        """The face for a script in a weight."""
        dress = DRESSES[script]
        file = dress.file(weight)
        if file not in self._faces:
            self._faces[file] = Face(self._folder / file, script, dress)
        return self._faces[file]

    def choose(self, char: str, weight: Weight, before: Face | None, arabic: str) -> Face:
        """The face to set `char` in, after text in `before`; `arabic` is naskh or nastaliq here.

        Spaces, marks and punctuation stay with the text before them where its font has them. A
        character that no font of ours has goes to Noto Sans, which then shows a replacement sign.
        """
        script = script_of(char)
        if script == ARABIC:
            script = arabic
        if script is None and before is not None and before.glyph(char):
            return before
        first = self.face(script or LATIN, weight)
        if first.glyph(char):
            return first
        for other in (LATIN, ARABIC, *DRESSES):
            candidate = self.face(other, weight)
            if candidate.glyph(char):
                return candidate
        return self.face(LATIN, weight)
