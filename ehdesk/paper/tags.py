"""A PDF that a screen reader can read: the structure tree of PDF/UA-1 around reportlab's canvas."""

import contextlib
import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from ehdesk.paper import anchors, embed, languages, links, showing, text

A4 = (595.276, 841.89)
PRODUCER = "ehdesk"
BOOKMARK = "Part"
"""What bookmarks are called, by their number from 1 on: a link to the second leads to "#Part2"."""
_PRINTED = 4  # a place that is there on paper too


class Annotation(NamedTuple):
    """A place on a page (by its name) that can be opened."""

    page: str
    entries: Any


class Element:
    """One element of the structure tree. Children: elements, marks on a page (name, number), links."""

    def __init__(self, role: str, parent: "Element | None", *, language: str = "", alt: str = "") -> None:
        self.role = role
        self.language = language
        self.alt = alt
        self.attributes = ""
        self.children: list[Element | tuple[str, int] | Annotation] = []
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
        self.reads_leftward = languages.is_right_to_left(language)  # the page in hand
        self._lines: list[tuple[int, text.Line, float, float, slice]] = []
        self.root = Element("Document", None, language=language)
        self._fonts: dict[str, embed.Embedded] = {}
        self._on_page: list[Element] = []
        self._parents: list[list[Element]] = []
        self._bookmarks = self._headings = 0
        self._annotated: list[tuple[Annotation, Element]] = []
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

    def write(self, line: text.Line, x: float, baseline: float, part: slice = slice(None)) -> None:
        """Draw a line of text, or a part of its pieces, with the line's left end at `x`, in reading order.

        Readers get the true letters of each piece by /ActualText. In one that reads from the right there are
        words of their own for programs that turn round what they find in one place. How is settled when the
        page is whole, by the way most of it reads.
        """
        self._lines.append((len(self._insides._code), line, x, baseline, part))
        self._insides._code.append("")

    def _write_lines(self) -> None:
        """Put in the lines of the page in hand."""
        weight = sum(anchors.weight(line.pieces[part]) for _, line, _, _, part in self._lines)
        leftward = self.reads_leftward or weight < 0
        for at, line, x, baseline, part in self._lines:
            self._insides._code[at] = "\n".join(self._written(line, x, baseline, part, leftward=leftward))
        if leftward and weight >= 0:
            self._insides._code += ["/Artifact BMC", *self._counterweight(weight), "EMC"]
        self._lines = []

    def _written(
        self, line: text.Line, x: float, baseline: float, part: slice, *, leftward: bool
    ) -> Iterator[str]:
        marks = anchors.before(line, leftward_page=leftward)
        pieces = list(zip(line.pieces, marks, strict=True))
        spaced = line.ended_by_space and pieces[part][-1:] == pieces[-1:]
        for (place, piece), own in pieces[part]:
            font = self._font(piece)
            if piece.right_to_left:
                yield from showing.leftward(piece, font, x + place, baseline, own)
            else:
                inside = spaced and not line.right_to_left and piece is line.pieces[-1][1]
                yield from showing.rightward(piece, font, x + place, baseline, own, " " * inside)
                spaced = spaced and not inside
        if spaced and line.pieces:
            last = line.pieces[-1][1]
            room = last.size / 4
            end = x - room if line.right_to_left else x + line.width
            yield f"BT /{self._font(last).key} {last.size:.3f} Tf"
            yield from [*showing.unseen(" ", self._font(last), end, baseline, last.size, room), "ET"]

    def _counterweight(self, weight: int) -> list[str]:
        """Unseen marks for a page that starts at the right, and has more letters that read from the left."""
        font = next(iter(self._fonts.values()))
        unseen = showing.unseen(anchors.RIGHT_TO_LEFT * (2 * weight + 1), font, 0, 0, 1)
        return [f"BT /{font.key} 1 Tf", *unseen, "ET"]

    def _font(self, piece: text.Piece) -> embed.Embedded:
        name = piece.face.name
        if name not in self._fonts:
            self._fonts[name] = embed.Embedded(piece.face, f"T{len(self._fonts) + 1}")
            self._insides._doc.delayedFonts.append(self._fonts[name])
        self._fonts[name].note(piece)
        return self._fonts[name]

    def lead(self, element: Element, box: tuple[float, float, float, float], link: links.Link) -> None:
        """Let a place on the page in hand be opened, as part of `element`: left, bottom, right, top."""
        entries = {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName("Link"),
            "Rect": pdfdoc.PDFArray([round(edge, 2) for edge in box]),
            "Border": pdfdoc.PDFArray([0, 0, 0]),
            "F": _PRINTED,
            "Contents": _Raw(showing.hexed(link.said)),
        }
        if link.target.startswith("#"):
            entries["Dest"] = self._insides._bookmarkReference(link.target[1:])
        else:
            action = {"S": pdfdoc.PDFName("URI"), "URI": pdfdoc.PDFString(link.target)}
            entries["A"] = pdfdoc.PDFDictionary(action)
        annotation = Annotation(self._insides._doc.thisPageName(), pdfdoc.PDFDictionary(entries))
        self._insides._addAnnotation(annotation.entries, f"Lead{len(self._annotated) + 1}")
        self._annotated.append((annotation, element))
        element.children.append(annotation)

    def bookmark(self, title: str) -> None:
        """Let a reader jump to the page in hand by this title; the headings after it come under it."""
        self._bookmarks += 1
        key = f"{BOOKMARK}{self._bookmarks}"
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(title, key, 0)

    def bookmark_heading(self, title: str, top: float) -> None:
        """Let a reader jump to a heading on the page in hand, `top` points from its bottom."""
        self._headings += 1
        key = f"Heading{self._headings}"
        self.canvas.bookmarkHorizontalAbsolute(key, top)
        self.canvas.addOutlineEntry(title, key, 1 if self._bookmarks else 0)

    def end_page(self) -> None:
        """Close the page in hand and start another."""
        self._write_lines()
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
        document.Catalog.StructTreeRoot = tree.build(self.root, self._parents, self._annotated)
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": _Raw("true")})
        document.Catalog.Metadata = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}),
            _metadata(self._title, self._language).encode(),
        )
        document.idToObject["BasicFonts"].dict.clear()  # Helvetica, which reportlab lists unasked
        # Not canvas.save(): it would add an empty page after the last one.
        document.SaveToFile(self._file, self.canvas)
        return self._file.getvalue()


class _Tree:
    """The structure tree as PDF objects."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._names: dict[int, str] = {}

    def build(
        self, root: Element, pages: list[list[Element]], annotated: Sequence[tuple[Annotation, Element]]
    ) -> Any:
        """The root object, with the list that leads from marks and links back to their elements."""
        top = pdfdoc.PDFDictionary({})
        reference = self._document.Reference(top, "StructureRoot")
        self._emit(root, "StructureRoot")
        top.dict.update(Type=pdfdoc.PDFName("StructTreeRoot"), K=pdfdoc.PDFObjectReference(self._name(root)))
        numbers: list[Any] = []
        for index, elements in enumerate(pages):
            marks = _MarkOwners([self._name(element) for element in elements])
            numbers += [index, self._document.Reference(marks)]
        for key, (annotation, element) in enumerate(annotated, len(pages)):
            annotation.entries["StructParent"] = key
            numbers += [key, pdfdoc.PDFObjectReference(self._name(element))]
        parents = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        count = len(pages) + len(annotated)
        top.dict.update(ParentTree=self._document.Reference(parents), ParentTreeNextKey=count)
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
        element, kids = self._element, iter(self._kids)
        inside = [self._child(child, kids, document) for child in element.children]
        said = f"<</Type /StructElem /S /{element.role} /P {_number(document, self._parent)}"
        said += f" /K [{' '.join(inside)}]"
        said += f" /Lang ({element.language})" if element.language else ""
        said += f" /Alt {showing.hexed(element.alt)}" if element.alt else ""
        said += f" /A {element.attributes}" if element.attributes else ""
        return f"{said}>>".encode("ascii")

    @staticmethod
    def _child(child: Element | tuple[str, int] | Annotation, kids: Iterator[str], document: Any) -> str:
        if isinstance(child, Element):
            return _number(document, next(kids))
        if isinstance(child, Annotation):
            place = document.Reference(child.entries).format(document).decode("ascii")
            return f"<</Type /OBJR /Pg {_number(document, child.page)} /Obj {place}>>"
        return f"<</Type /MCR /Pg {_number(document, child[0])} /MCID {child[1]}>>"


class _MarkOwners(pdfdoc.PDFObject):
    """The elements of one page's marks, in the order of their numbers."""

    def __init__(self, names: list[str]) -> None:
        self._names = names

    def format(self, document: Any) -> bytes:
        return f"[{' '.join(_number(document, name) for name in self._names)}]".encode("ascii")


def _number(document: Any, name: str) -> str:
    """How the file refers to an object of this name."""
    return f"{document.idToObjectNumberAndVersion[name][0]} 0 R"


class _Raw(pdfdoc.PDFObject):
    """PDF syntax written as it is."""

    def __init__(self, syntax: str) -> None:
        self._syntax = syntax

    def format(self, document: Any) -> bytes:  # noqa: ARG002  reportlab hands it over
        return self._syntax.encode("ascii")


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
