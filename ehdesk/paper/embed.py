"""Fonts inside the PDF: cut to the glyphs used, with the way back from each glyph to its letters."""

from typing import Any

from bidi.mirror import MIRRORED
from reportlab.pdfbase import pdfdoc

from ehdesk.paper import fonts, text

_NOTHING = "\u200b"  # what a glyph stands for that adds nothing of its own to the words


class Embedded:
    """One face as one document uses it. reportlab asks for `addObjects` when it writes the file."""

    def __init__(self, face: fonts.Face, key: str) -> None:
        self.face = face
        self.key = key
        self._meaning: dict[int, str] = {}

    def note(self, piece: text.Piece) -> None:
        """Remember the glyphs of a piece and the letters each of them stands for."""
        known = self._meaning
        if all(glyph.number in known for glyph in piece.glyphs):
            return
        for words, glyphs in piece.letters():
            rest = words
            for glyph in reversed(glyphs) if piece.right_to_left else glyphs:
                if known.get(glyph.number, _NOTHING) == _NOTHING:
                    known[glyph.number] = self._stands_for(glyph.number, rest, len(glyphs)) or _NOTHING
                if known[glyph.number] in rest:
                    rest = rest.replace(known[glyph.number], "", 1)

    def _stands_for(self, number: int, words: str, among: int) -> str:
        """The letters of `words` that this glyph, one of `among`, shows."""
        for char in words:
            if number in (self.face.glyph(char), self.face.glyph(MIRRORED.get(char, char))):
                return char if number == self.face.glyph(char) else MIRRORED[char]
        return words if among == 1 else words[:1]

    def place(self, width: float, x: float, y: float, size: float) -> str:
        """Operators for an unseen space of this width at this place: where a letter is, not what."""
        number = self.face.glyph(" ")
        self._meaning.setdefault(number, " ")
        stretch = width * 100_000 / (self.face.advance(number) * size)
        return f"3 Tr {stretch:.2f} Tz 1 0 0 1 {x:.3f} {y:.3f} Tm <{number:04X}> Tj 100 Tz 0 Tr"

    def addObjects(self, document: Any) -> None:  # noqa: N802  the name reportlab calls
        """Write the font into the document's list of fonts."""
        glyphs = frozenset(self._meaning)
        tag, content = self.face.subset(glyphs | {0})
        name = f"{tag}+{self.face.name}"
        file = _stream(content, {"Length1": len(content)})
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": _system_info(),
                "FontDescriptor": document.Reference(self._descriptor(name, document.Reference(file))),
                "W": self._widths(),
                "DW": 1000,
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                "ToUnicode": document.Reference(_stream(self._to_unicode().encode("ascii"), {})),
            }
        )
        document.idToObject["BasicFonts"].dict[self.key] = document.Reference(font)

    def _descriptor(self, name: str, file: Any) -> Any:
        ascender, descender = (round(value) for value in self.face.extents)
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(name),
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray([-1000, descender - 500, 3000, ascender + 500]),
                "ItalicAngle": 0,
                "Ascent": ascender,
                "Descent": descender,
                "CapHeight": 714,
                "StemV": 80,
                "FontFile2": file,
            }
        )

    def _widths(self) -> Any:
        widths = (f"{glyph} [{round(self.face.advance(glyph), 3):g}]" for glyph in sorted(self._meaning))
        return f"[{' '.join(widths)}]"

    def _to_unicode(self) -> str:
        pairs = [
            f"<{glyph:04X}> <{words.encode('utf-16-be').hex().upper()}>"
            for glyph, words in sorted(self._meaning.items())
        ]
        parts = [
            f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar\n"
            for chunk in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
        ]
        return _CMAP_HEAD + "".join(parts) + _CMAP_FOOT


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def _stream(content: bytes, entries: dict[str, Any]) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content, [pdfdoc.PDFZCompress])


def _system_info() -> Any:
    return pdfdoc.PDFDictionary(
        {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    )
