"""A PDF read the way a screen reader should: the structure tree in order, the true letters of each mark."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_ANCHORS = re.compile("[\u200e\u200f]")  # unseen, for programs that sort what they find by place


@dataclass
class Node:
    """One structure element: what it is, its language and alternative, its own words, its children.

    The words of a link are part of the sentence that it stands in, too. `opens` is where its places on the
    page lead, each with what a reader is told of it.
    """

    role: str
    language: str = ""
    alt: str = ""
    words: str = ""
    pages: set[int] = field(default_factory=set)
    children: list["Node"] = field(default_factory=list)
    opens: list[tuple[str, str]] = field(default_factory=list)

    def all(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.all()


def tree(pdf: bytes) -> Node:
    """The document's structure, with the words that belong to each element."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        marks = [_marks(page) for page in opened.pages]
        numbers = {page.obj.objgen: index for index, page in enumerate(opened.pages)}
        return _node(opened.Root.StructTreeRoot.K, marks, numbers)


def paragraphs(pdf: bytes) -> list[tuple[str, str]]:
    """The language and words of everything that has words, in reading order."""
    said = (node for node in tree(pdf).all() if node.words.strip() and node.role != "Link")
    return [(node.language, " ".join(node.words.split())) for node in said]


def words(pdf: bytes) -> str:
    """All words in reading order, one element a line."""
    return "\n".join(said for _, said in paragraphs(pdf))


def everything(pdf: bytes) -> bytes:
    """The file with every stream unpacked, and every string of it as text: where a leak would show.

    Titles, bookmarks and notes may stand in any of the codings that a PDF knows: they are read as a viewer
    would.
    """
    found = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        strings = [said for each in opened.objects for said in _strings(each)]
        strings += list(_strings(opened.trailer))
        found += [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
    plain = b"\n".join(found)
    texts = [bytes.fromhex(code.decode()) for code in re.findall(rb"<FEFF([0-9A-Fa-f]*)>", plain)]
    told = [text.decode("utf-16-be", "replace") for text in texts]
    return plain + "\n".join((*told, *strings)).encode()


def _strings(value: Any) -> Iterator[str]:
    """Every string and name inside an object; what it points to is an object of its own."""
    if isinstance(value, pikepdf.String | pikepdf.Name):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        for each in value:
            if not getattr(each, "is_indirect", False):
                yield from _strings(each)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, inside in value.items():
            yield str(key)
            if not getattr(inside, "is_indirect", False):
                yield from _strings(inside)


def _node(element: Any, marks: list[dict[int, str]], numbers: dict[Any, int]) -> Node:
    node = Node(str(element.S)[1:], str(element.get("/Lang", "")), str(element.get("/Alt", "")))
    for kid in element.get("/K", []):
        if kid.get("/Type") == "/MCR":
            page = numbers[kid.Pg.objgen]
            node.pages.add(page)
            node.words += marks[page][int(kid.MCID)]
        elif kid.get("/Type") == "/OBJR":
            node.opens.append(_opened(kid.Obj))
        else:
            child = _node(kid, marks, numbers)
            node.children.append(child)
            node.words += child.words if child.role == "Link" else ""
    return node


def _opened(place: Any) -> tuple[str, str]:
    target = str(place.A.URI) if "/A" in place else "page"
    return target, str(place.Contents)


def _marks(page: Any) -> dict[int, str]:
    """The words of each marked content of a page, by its number."""
    found: dict[int, str] = {}
    open_marks: list[tuple[str, int | None, str | None]] = []
    fonts = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    meaning: dict[int, str] = {}
    for operands, name in _operators(page):
        if name in ("BDC", "BMC"):
            entries = operands[1] if len(operands) > 1 else {}
            number = entries.get("/MCID")
            actual = entries.get("/ActualText")
            open_marks.append((str(operands[0]), _whole(number), None if actual is None else str(actual)))
            owner = _owner(open_marks)
            if actual is not None and owner is not None and not _is_replaced(open_marks[:-1]):
                found[owner] = found.get(owner, "") + _ANCHORS.sub("", str(actual))
            if number is not None:
                found.setdefault(int(number), "")
        elif name == "EMC":
            open_marks.pop()
        elif name == "Tf":
            meaning = fonts[str(operands[0])]
        elif name in ("Tj", "TJ") and not any(actual is not None for _, _, actual in open_marks):
            owner = _owner(open_marks)
            if owner is not None:
                found[owner] += _shown(operands[0], meaning)
    return found


def page_words(pdf: bytes) -> list[str]:
    """All that stands on each page, furniture too, as the page shows it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [shown_on(each) for each in opened.pages]


def shown_on(page: Any) -> str:
    """The words of one page in drawing order, furniture too, by what its marks say."""
    said: list[str] = []
    replaced: list[bool] = []
    for operands, name in _operators(page):
        if name in ("BDC", "BMC"):
            actual = operands[1].get("/ActualText") if len(operands) > 1 else None
            if actual is not None and not any(replaced):
                said.append(_ANCHORS.sub("", str(actual)))
            replaced.append(actual is not None)
        elif name == "EMC":
            replaced.pop()
    return "".join(said)


def placed(pdf: bytes) -> list[list[tuple[str, str, str]]]:
    """The pieces of text of each page as its marks have them, with where each one starts.

    Their words come without the marks that hold punctuation in its place.
    """
    pages = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.pages:
            pages.append(list[tuple[str, str, str]]())
            said = ""
            for operands, name in _operators(each):
                if name == "BDC" and len(operands) > 1 and "/ActualText" in operands[1]:
                    said = _ANCHORS.sub("", str(operands[1]["/ActualText"]))
                elif name == "Tm":
                    pages[-1].append((said, f"{float(operands[4]):.3f}", f"{float(operands[5]):.3f}"))
    return pages


def glyphs_said(pdf: bytes) -> str:
    """What the glyphs of all pages stand for, whatever the marks around them say."""
    said = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.pages:
            fonts = {name: _to_unicode(font) for name, font in each.Resources.Font.items()}
            meaning: dict[int, str] = {}
            for operands, name in _operators(each):
                if name == "Tf":
                    meaning = fonts[str(operands[0])]
                elif name in ("Tj", "TJ"):
                    said.append(_shown(operands[0], meaning))
                elif name == "ET":
                    said.append(" ")
    return "".join(said)


def _operators(page: Any) -> Iterator[tuple[Any, str]]:
    for instruction in pikepdf.parse_content_stream(page):
        yield instruction.operands, str(instruction.operator)


def _whole(number: Any) -> int | None:
    return None if number is None else int(number)


def _is_replaced(outer: Sequence[tuple[str, int | None, str | None]]) -> bool:
    """Whether what stands around it says already what is read in its place."""
    return any(actual is not None for _, _, actual in outer)


def _owner(open_marks: Sequence[tuple[str, int | None, str | None]]) -> int | None:
    return next((number for _, number, _ in reversed(open_marks) if number is not None), None)


def _shown(operand: Any, meaning: dict[int, str]) -> str:
    strings = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String))
    pairs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
    return "".join(meaning.get(code, "\ufffd") for code in pairs)


def _to_unicode(font: Any) -> dict[int, str]:
    content = font.ToUnicode.read_bytes().decode("ascii") if "/ToUnicode" in font else ""
    return {
        int(code, 16): bytes.fromhex(words).decode("utf-16-be")
        for code, words in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", content)
    }


def glyphs_shown(pdf: bytes) -> set[int]:
    """The numbers of all glyphs that any page shows."""
    found: set[int] = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for operands, name in _operators(page):
                if name in ("Tj", "TJ"):
                    strings = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                    for each in strings:
                        if isinstance(each, pikepdf.String):
                            codes = bytes(each)
                            found |= {
                                int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2)
                            }
    return found
