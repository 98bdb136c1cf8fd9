"""What a filled form says and where it stands, put down without a PDF: for proofs over many thousand pages.

The form goes the way of every form, with the same lines broken at the same places, until it is drawn. Then
each word and each stroke is written down with its place instead of going into a file. A PDF takes ten times
as long; that it says the same is shown in `test_wrong_reader`.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ehdesk.paper import fonts, links, page, sheet, tags, text


class Node(NamedTuple):
    """One element of the structure: what it is, in which language, what is said of it and what it says.

    `depth` is how many elements it stands in; `drawn` is the number that its marks carry in what is drawn,
    None where it has none of its own.
    """

    role: str
    language: str
    alt: str
    attributes: str
    words: str
    depth: int
    drawn: int | None


@dataclass(frozen=True)
class Told:
    """A form as its reader would have it. `drawn` is everything in the order of drawing, with its place.

    `headings` are what a reader can jump to, `leads` what can be opened: where to, and what is said of it.
    """

    title: str
    nodes: tuple[Node, ...]
    furniture: tuple[str, ...]
    headings: tuple[str, ...]
    leads: tuple[tuple[str, str], ...]
    drawn: tuple[tuple[Any, ...], ...]

    def pieces(self) -> Iterator[list[tuple[str, str, float, float]]]:
        """The pieces of text of each page: what each says, its font, and where it starts."""
        found: list[tuple[str, str, float, float]] = []
        for kind, *rest in self.drawn:
            if kind == "text":
                said, font, _size, x, y = rest
                found.append((said, font, x, y))
            elif kind == "page":
                yield found
                found = []

    @property
    def words(self) -> str:
        """All that can be read in it, seen or unseen."""
        inside = (said for node in self.nodes for said in (node.words, node.alt, node.attributes))
        leads = (said for lead in self.leads for said in lead)
        return " ".join((self.title, *inside, *self.furniture, *self.headings, *leads))


class Paper:
    """Stands where a pack would, and takes one form after another. One for many shapes each text once."""

    def __init__(self) -> None:
        self.set = text.Typesetter(fonts.Library())
        self._title = ""
        self._document = _Document("en-GB")

    def new_sheet(self, title: str, language: str) -> sheet.Sheet:
        """An empty sheet for the next form."""
        self._title, self._document = title, _Document(language)
        return sheet.Sheet(self._document, self.set, language)

    def take(self, on: sheet.Sheet, furniture: page.Furniture) -> None:
        """Draw a sheet that is composed."""
        pages = page.paginate(on.strips, furniture.lower)
        page.draw(self._document, pages, furniture, self.set, on.language)

    def told(self) -> Told:
        """What was drawn last."""
        document = self._document
        nodes = tuple(document.nodes(document.root))
        return Told(
            self._title,
            nodes,
            tuple(document.aside),
            tuple(document.headings),
            tuple(document.leads),
            tuple(document.drawn),
        )


class _Nowhere:
    """A canvas that keeps nothing but what was asked of it."""

    def __init__(self, drawn: list[tuple[Any, ...]]) -> None:
        self._drawn = drawn

    def __getattr__(self, name: str) -> Any:
        def draw(*places: Any, **how: Any) -> "_Nowhere":
            self._drawn.append((name, *(each for each in places if each is not self), *how.values()))
            return self

        return draw


class _Document(tags.Document):
    """A document that is written down, word by word, and never made."""

    def __init__(self, language: str) -> None:
        self.drawn: list[tuple[Any, ...]] = []
        self.aside: list[str] = []
        self.headings: list[str] = []
        self.leads: list[tuple[str, str]] = []
        self.canvas: Any = _Nowhere(self.drawn)
        self.root = tags.Element("Document", None, language=language)
        self._words: list[list[str]] = []
        self._numbers: dict[int, int] = {}
        self._open = self.aside

    @contextlib.contextmanager
    def content(self, element: tags.Element) -> Iterator[None]:
        number = self._numbers.setdefault(id(element), len(self._numbers))
        self.drawn.append(("content", element.role, number))
        element.children.append(("", len(self._words)))
        outer, self._open = self._open, []
        self._words.append(self._open)
        yield
        self._open = outer

    @contextlib.contextmanager
    def furniture(self) -> Iterator[None]:
        self.drawn.append(("furniture",))
        outer, self._open = self._open, self.aside
        yield
        self._open = outer

    def ink(self, colour: tuple[float, float, float]) -> None:
        self.drawn.append(("ink", colour))

    def pencil(self, colour: tuple[float, float, float], weight: float) -> None:
        self.drawn.append(("pencil", colour, weight))

    def write(self, line: text.Line, x: float, baseline: float, part: slice = slice(None)) -> None:
        last = len(line.pieces) - 1
        for index, (place, piece) in list(enumerate(line.pieces))[part]:
            said = piece.words + (" " if index == last and line.ended_by_space else "")
            self.drawn.append(("text", said, piece.face.name, piece.size, x + place, baseline))
            self._open.append(said)

    def lead(self, element: tags.Element, box: tuple[float, float, float, float], link: links.Link) -> None:
        self.drawn.append(("lead", self._numbers[id(element)], *box, link.target, link.said))
        self.leads.append((link.target, link.said))

    def bookmark_heading(self, title: str, top: float) -> None:
        self.drawn.append(("heading", title, top))
        self.headings.append(title)

    def end_page(self) -> None:
        self.drawn.append(("page",))

    def nodes(self, element: tags.Element, depth: int = 0) -> Iterator[Node]:
        """The structure below this element, in reading order."""
        number, said = self._numbers.get(id(element)), self._said(element)
        yield Node(element.role, element.language, element.alt, element.attributes, said, depth, number)
        for child in element.children:
            if isinstance(child, tags.Element):
                yield from self.nodes(child, depth + 1)

    def _said(self, element: tags.Element) -> str:
        """The words of an element; those of a link are part of the sentence that it stands in, too."""
        found: list[str] = []
        for child in element.children:
            if isinstance(child, tags.Element):
                found += [self._said(child)] if child.role == "Link" else []
            elif not isinstance(child, tags.Annotation):
                found += self._words[child[1]]
        return "".join(found)
