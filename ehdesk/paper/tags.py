"""A PDF that a screen reader can read: the structure tree of PDF/UA-1 around reportlab's canvas."""

import contextlib
import io
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from ehdesk.paper import embed, text

A4 = (595.276, 841.89)
PRODUCER = "ehdesk"
_NEGLIGIBLE = 0.01  # thousandths of the size


class Element:
    """One element of the structure tree. Children are elements, or marks on a page (page name, number)."""

    def __init__(self, role: str, parent: "Element | None", *, language: str = "", alt: str = "") -> None:
        self.role = role
        self.language = language
        self.alt = alt
        self.attributes = ""
        self.children: list[Element | tuple[str, int]] = []
        if parent is not None:
            parent.children.append(self)

    @property
    def is_empty(self) -> bool:
        """Whether nothing on any page belongs to it."""
        return all(isinstance(child, Element) and child.is_empty for child in self.children)


class Document:
    """A tagged document being drawn. `root` is where the structure starts; everything stays in memory."""

    def __init__(self, title: str, language: str) -> None:
        self._file = io.BytesIO()
        self.canvas = Canvas(
            self._file, pagesize=A4, pdfVersion=(1, 7), lang=language, invariant=1, pageCompression=1
        )
        self._insides: Any = self.canvas  # its document and drawing code, which its types keep to itself
        self._name(title)
        self._title, self._language = title, language
        self.root = Element("Document", None, language=language)
        self._fonts: dict[str, embed.Embedded] = {}
        self._on_page: list[Element] = []
        self._parents: list[list[Element]] = []
        self._bookmarks = 0
        self._inks: dict[tuple[float, float, float], str] = {}
        self._pencils: dict[tuple[float, float, float, float], list[str]] = {}

    def _name(self, title: str) -> None:
        canvas = self.canvas
        canvas.setTitle(title)
        canvas.setAuthor(PRODUCER)
        canvas.setCreator(PRODUCER)
        canvas.setProducer(PRODUCER)
        canvas.setSubject("")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        self._insides._preamble = ""  # names Helvetica, which is not embedded and not used

    @contextlib.contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """What is drawn within belongs to `element`."""
        number = len(self._on_page)
        self._on_page.append(element)
        element.children.append((self._insides._doc.thisPageName(), number))
        self._insides._code.append(f"/{element.role} <</MCID {number}>> BDC")
        yield
        self._insides._code.append("EMC")

    @contextlib.contextmanager
    def furniture(self) -> Iterator[None]:
        """What is drawn within is decoration that nobody needs read out."""
        self._insides._code.append("/Artifact BMC")
        yield
        self._insides._code.append("EMC")

    def ink(self, colour: tuple[float, float, float]) -> None:
        """Fill and write in this colour from here on: red, green and blue from 0 to 1."""
        if colour not in self._inks:
            self.canvas.setFillColorRGB(*colour)
            self._inks[colour] = self._insides._code[-1]
        else:
            self._insides._code.append(self._inks[colour])

    def pencil(self, colour: tuple[float, float, float], weight: float) -> None:
        """Draw lines of this colour and weight, in points, from here on."""
        key = (*colour, weight)
        if key not in self._pencils:
            self.canvas.setLineWidth(weight)
            self.canvas.setStrokeColorRGB(*colour)
            self._pencils[key] = self._insides._code[-2:]
        else:
            self._insides._code.extend(self._pencils[key])

    def write(self, line: text.Line, x: float, baseline: float) -> None:
        """Draw a line of text with its left end at `x`, in reading order.

        Readers get the true letters by /ActualText: a left-to-right piece as a whole, a right-to-left
        one letter by letter, because poppler and others turn round whatever they find in one place.
        """
        last = len(line.pieces) - 1
        for index, (place, piece) in enumerate(line.pieces):
            font = self._font(piece)
            ending = " " if index == last and line.ended_by_space else ""
            write = _write_leftward if piece.right_to_left else _write_rightward
            self._insides._code.extend(write(piece, font, x + place, baseline, ending))

    def _font(self, piece: text.Piece) -> embed.Embedded:
        name = piece.face.name
        if name not in self._fonts:
            self._fonts[name] = embed.Embedded(piece.face, f"T{len(self._fonts) + 1}")
            self._insides._doc.delayedFonts.append(self._fonts[name])
        self._fonts[name].note(piece)
        return self._fonts[name]

    def bookmark(self, title: str) -> None:
        """Let a reader jump to the page in hand by this title."""
        self._bookmarks += 1
        key = f"Part{self._bookmarks}"
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(title, key, 0)

    def end_page(self) -> None:
        """Close the page in hand and start another."""
        self.canvas.showPage()
        page = self._insides._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._parents)
        page.Tabs = pdfdoc.PDFName("S")
        # Its content as bytes: reportlab would write it in letters, a quarter larger and slower.
        page.Contents = pdfdoc.PDFStream(pdfdoc.PDFDictionary({}), page.stream, [pdfdoc.PDFZCompress])
        self._parents.append(self._on_page)
        self._on_page = []

    def finish(self) -> bytes:
        """The whole document. Nothing can be drawn after it."""
        document = self._insides._doc
        tree = _Tree(document)
        document.Catalog.StructTreeRoot = tree.build(self.root, self._parents)
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": _Raw("true")})
        document.Catalog.Metadata = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}),
            _metadata(self._title, self._language).encode(),
        )
        document.idToObject["BasicFonts"].dict.clear()  # Helvetica, which reportlab lists unasked
        # Not canvas.save(): it would add an empty page after the last one.
        document.SaveToFile(self._file, self.canvas)
        return self._file.getvalue()


def _write_rightward(piece: text.Piece, font: embed.Embedded, x: float, y: float, ending: str) -> list[str]:
    return [
        f"/Span <</ActualText {_hex(piece.words + ending)}>> BDC BT",
        f"/{font.key} {piece.size:.3f} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm",
        *_show(piece.glyphs, piece),
        "ET EMC",
    ]


def _write_leftward(piece: text.Piece, font: embed.Embedded, x: float, y: float, ending: str) -> list[str]:
    """Each letter by itself, in reading order, with an equal share of its word's room.

    Extractors sort what they find by place, and joined letters are not where their words would have
    them: unseen spaces as wide as the share, before and after, tell each letter's place on the line.
    """
    code = [f"BT /{font.key} {piece.size:.3f} Tf"]
    scale = piece.size / piece.face.units
    left = x + piece.width
    for word in _by_word(piece):
        right = left
        room = sum(glyph.advance for _, glyphs in word for glyph in glyphs) * scale
        shares = room / sum(len(letters) for letters, _ in word)
        for letters, glyphs in word:
            left -= sum(glyph.advance for glyph in glyphs) * scale
            show = [f"1 0 0 1 {left:.3f} {y:.3f} Tm", *_show(glyphs, piece)]
            for letter in letters:
                right -= shares
                place = font.place(shares, right, y, piece.size)
                code += [
                    f"/Span <</ActualText {_hex(letter)}>> BDC",
                    place,
                    *show,
                    place if show else "",
                    "EMC",
                ]
                show = []
    if ending:
        room = piece.size / 4
        place = font.place(room, x - room, y, piece.size)
        code += [f"/Span <</ActualText {_hex(ending)}>> BDC", place, "EMC"]
    return [*code, "ET"]


def _by_word(piece: text.Piece) -> list[list[tuple[str, tuple[text.Glyph, ...]]]]:
    """The piece's groups of letters, parted at spaces; each space is a word by itself."""
    words: list[list[tuple[str, tuple[text.Glyph, ...]]]] = []
    space = True
    for letters, glyphs in piece.letters():
        if space or letters.isspace():
            words.append([])
        words[-1].append((letters, glyphs))
        space = letters.isspace()
    return words


def _show(glyphs: Sequence[text.Glyph], piece: text.Piece) -> list[str]:
    """The operators that show glyphs from the text position on."""
    scale = 1000 / piece.face.units
    advances = piece.face.advances
    commands: list[str] = []
    shown: list[str] = []
    rise = 0
    for number, _cluster, wide, aside, up in glyphs:
        if up != rise:
            commands += [f"[<{''.join(shown)}>] TJ"] if shown else []
            commands.append(f"{up * piece.size / piece.face.units:.3f} Ts")
            rise, shown = up, []
        after = advances[number] - (wide - aside) * scale
        shown.append(f"> {-aside * scale:.2f} <{number:04X}" if aside else f"{number:04X}")
        if abs(after) > _NEGLIGIBLE:
            shown.append(f"> {after:.2f} <")
    commands += [f"[<{''.join(shown)}>] TJ"] if shown else []
    return [command.replace("<> ", "").replace(" <>", "") for command in commands] + (
        ["0 Ts"] if rise else []
    )


class _Tree:
    """The structure tree as PDF objects."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._names: dict[int, str] = {}

    def build(self, root: Element, pages: list[list[Element]]) -> Any:
        """The root object, with the list that leads from each page's marks back to their elements."""
        top = pdfdoc.PDFDictionary({})
        reference = self._document.Reference(top, "StructureRoot")
        self._emit(root, "StructureRoot")
        top.dict.update(Type=pdfdoc.PDFName("StructTreeRoot"), K=pdfdoc.PDFObjectReference(self._name(root)))
        numbers: list[Any] = []
        for index, elements in enumerate(pages):
            marks = _Marks([self._name(element) for element in elements])
            numbers += [index, self._document.Reference(marks)]
        parents = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        top.dict.update(ParentTree=self._document.Reference(parents), ParentTreeNextKey=len(pages))
        return reference

    def _name(self, element: Element) -> str:
        name = self._names.get(id(element))
        if name is None:
            name = self._names[id(element)] = f"Structure{len(self._names) + 1}"
        return name

    def _emit(self, element: Element, parent: str) -> None:
        own = self._name(element)
        kids = [child for child in element.children if isinstance(child, Element)]
        self._document.Reference(_Written(element, parent, [self._name(kid) for kid in kids]), own)
        for kid in kids:
            self._emit(kid, own)


class _Written(pdfdoc.PDFObject):
    """An element as it stands in the file, written in one go: there are hundreds of them."""

    def __init__(self, element: Element, parent: str, kids: list[str]) -> None:
        self._element, self._parent, self._kids = element, parent, kids

    def format(self, document: Any) -> bytes:
        number = document.idToObjectNumberAndVersion
        element, kids = self._element, iter(self._kids)
        inside = [
            f"{number[next(kids)][0]} 0 R"
            if isinstance(child, Element)
            else f"<</Type /MCR /Pg {number[child[0]][0]} 0 R /MCID {child[1]}>>"
            for child in element.children
        ]
        said = f"<</Type /StructElem /S /{element.role} /P {number[self._parent][0]} 0 R"
        said += f" /K [{' '.join(inside)}]"
        said += f" /Lang ({element.language})" if element.language else ""
        said += f" /Alt {_hex(element.alt)}" if element.alt else ""
        said += f" /A {element.attributes}" if element.attributes else ""
        return f"{said}>>".encode("ascii")


class _Marks(pdfdoc.PDFObject):
    """The elements of one page's marks, in the order of their numbers."""

    def __init__(self, names: list[str]) -> None:
        self._names = names

    def format(self, document: Any) -> bytes:
        number = document.idToObjectNumberAndVersion
        return f"[{' '.join(f'{number[name][0]} 0 R' for name in self._names)}]".encode("ascii")


class _Raw(pdfdoc.PDFObject):
    """PDF syntax written as it is."""

    def __init__(self, syntax: str) -> None:
        self._syntax = syntax

    def format(self, document: Any) -> bytes:  # noqa: ARG002  reportlab hands it over
        return self._syntax.encode("ascii")


def _hex(words: str) -> str:
    return "<FEFF" + words.encode("utf-16-be").hex().upper() + ">"


def _metadata(title: str, language: str) -> str:
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
