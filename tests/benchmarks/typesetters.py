"""The same six pages by other typesetters: the same words, headings, tables and boxes, in their own language.

typst and WeasyPrint are no part of ehdesk: where they are not installed, the table says so.
"""

import html
import importlib
import importlib.metadata
import importlib.util
import itertools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ehdesk import files, words
from ehdesk.forms import loader
from ehdesk.paper import form, preview
from tests.benchmarks import measuring
from tests.paper import samples
from tests.proofs import told

PAGES = 6
_FONTS = files.resources() / "fonts"
_SIZES = {"H1": 25, "H2": 17}
_HEAD, _FOOT = "Harlow Beck Early Help", "HB-2026-0412"


@dataclass
class Part:
    """An element of a page with what is in it, and the sizes of the boxes and lines that it draws."""

    role: str
    words: str
    boxes: list[tuple[float, float]]
    inside: "list[Part]" = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One of the forms that are compared: how ehdesk makes it, and what there is to be made."""

    name: str
    ours: Callable[[Any], bytes]


def pages() -> tuple[Page, ...]:
    """A filled plan, which has tables, and an empty checklist, which has boxes."""
    plan, checklist = loader.load("action_plan"), loader.load("self_assessment")

    def filled(into: Any) -> bytes:
        return samples.filled(plan, samples.FILLED["action_plan"], "family", into=into)

    def empty(into: Any) -> bytes:
        return form.blank(
            checklist,
            words=words.of("en"),
            authority_name=samples.AUTHORITY.name,
            contacts=samples.AUTHORITY.contacts,
            variant="assessment_done",
            into=into,
        ).pdf

    return Page("A filled plan with its tables", filled), Page("An empty checklist with its boxes", empty)


def run(rounds: int) -> list[measuring.Result | measuring.Fact]:
    """Each form by each typesetter that is installed."""
    found: list[measuring.Result | measuring.Fact] = []
    for page in pages():
        for name, make in (("typst", _typst), ("WeasyPrint", _weasyprint)):
            module = name.lower()
            if importlib.util.find_spec(module) is None:
                found.append(measuring.Fact(f"{page.name}, {PAGES} pages, by {name}", "not installed"))
            else:
                found += _against(page, f"{name} {importlib.metadata.version(module)}", make, rounds)
    return found


def _against(
    page: Page, name: str, make: Callable[[Part], Callable[[], bytes]], rounds: int
) -> list[measuring.Result | measuring.Fact]:
    theirs = make(part_of(page))
    ours, other = measuring.in_turn(
        lambda _n: measuring.timed(lambda: page.ours(None)), lambda _n: measuring.timed(theirs), rounds
    )
    sides = measuring.Side("ehdesk", tuple(ours)), measuring.Side(name, tuple(other))
    count = f"{preview.page_count(page.ours(None))} and {preview.page_count(theirs())}"
    return [
        measuring.Result(f"{page.name}, tagged, against {name}, tagged", *sides),
        measuring.Fact(f"Pages of it with us and with {name}", count),
    ]


def part_of(page: Page) -> Part:
    """What there is to be made, from the page as ehdesk draws it."""
    on = told.Paper()
    page.ours(on)
    shown = on.told()
    boxes = _boxes(shown)
    open_parts = [Part("Document", "", [])]
    for node in shown.nodes:
        part = Part(node.role, " ".join(node.words.split()), boxes.get(node.drawn, []))
        del open_parts[node.depth + 1 :]
        open_parts[-1].inside.append(part)
        open_parts.append(part)
    return open_parts[0]


def _boxes(shown: told.Told) -> dict[int | None, list[tuple[float, float]]]:
    """Width and height of what each element draws beside words; a line to write on is as high as its room."""
    found: dict[int | None, list[tuple[float, float]]] = {}
    number: int | None = None
    for kind, *places in shown.drawn:
        if kind in ("content", "furniture", "page"):
            number = places[1] if kind == "content" else None
        elif kind == "roundRect" and number is not None:
            found.setdefault(number, []).append((places[2], places[3]))
        elif kind == "line" and number is not None:
            found.setdefault(number, []).append((abs(places[2] - places[0]), 0.0))
    return found


# typst


def _typst(part: Part) -> Callable[[], bytes]:
    """It remembers what it has laid out: each time the letters are a hair larger, so that it is laid out."""
    typst: Any = importlib.import_module("typst")
    source, folder, hairs = typst_source(part), tempfile.TemporaryDirectory(), itertools.count()
    path = Path(folder.name) / "form.typ"

    def made() -> bytes:
        assert folder.name  # it stays as long as this is called
        path.write_text(source.replace("size: 14pt", f"size: {14 + next(hairs) / 100_000:.5f}pt"), "utf-8")
        return bytes(typst.compile(str(path), font_paths=[str(_FONTS)]))

    return made


def typst_source(part: Part) -> str:
    """The form as a typst document."""
    sizes = enumerate(_SIZES.values(), 1)
    headings = (f"#show heading.where(level: {level}): set text({size}pt)" for level, size in sizes)
    return "\n".join((_TYPST, *headings, *map(_in_typst, part.inside)))


_TYPST = f"""
#set document(title: "Form", author: "ehdesk")
#set text(font: "Noto Sans", size: 14pt, lang: "en", region: "GB")
#set block(spacing: 8pt)
#set page(paper: "a4", margin: (x: 51pt, top: 75pt, bottom: 67pt),
  header: text(12pt, weight: 600)[{_HEAD}],
  footer: context text(12pt)[{_FOOT} #h(1fr) Page #counter(page).display() of #counter(page).final().at(0)])
"""


def _in_typst(part: Part) -> str:
    said = _quoted(part.words) + " ".join(_ruled_in_typst(*box) for box in part.boxes)
    inside = [_in_typst(each) for each in part.inside]
    if part.role in _SIZES:
        return f"#heading(level: {part.role[1]})[{said}]"
    if part.role == "Table":
        rows = [row for row in part.inside if row.role == "TR"]
        columns = max(len(row.inside) for row in rows)
        cells = ", ".join(f"[{_in_typst(cell)}]" for row in rows for cell in row.inside)
        return f"#table(columns: (1fr,) * {columns}, stroke: (bottom: 0.5pt), {cells})"
    if part.role == "LI":
        return f"#box[{' '.join(inside)}] #h(9pt)"
    text = said + "\n".join(inside)
    return f"#block[{text}]" if part.role in ("P", "L") else text


def _quoted(said: str) -> str:
    escaped = said.replace("\\", "\\\\").replace('"', '\\"')
    return f'#text("{escaped}")' if said else ""


def _ruled_in_typst(width: float, height: float) -> str:
    if height:
        return f"#box(width: {width:.1f}pt, height: {height:.1f}pt, stroke: 1pt, radius: 2pt)"
    return f"#block(width: {width:.1f}pt, height: 27pt, stroke: (bottom: 0.8pt))"


# WeasyPrint


def _weasyprint(part: Part) -> Callable[[], bytes]:
    weasyprint: Any = importlib.import_module("weasyprint")
    source = html_source(part)
    return lambda: bytes(weasyprint.HTML(string=source).write_pdf(pdf_variant="pdf/ua-1"))


def html_source(part: Part) -> str:
    """The form as a web page."""
    faces = "".join(
        f"@font-face {{ font-family: N; font-weight: {weight}; src: url({(_FONTS / name).as_uri()}) }}"
        for weight, name in ((400, "NotoSans-Regular.ttf"), (600, "NotoSans-SemiBold.ttf"))
    )
    return (
        f'<!doctype html><html lang="en-GB"><head><title>Form</title><style>{faces}{_CSS}</style></head>'
        f"<body>{''.join(map(_in_html, part.inside))}</body></html>"
    )


_CSS = f"""
@page {{ size: A4; margin: 75pt 51pt 67pt;
  @top-left {{ content: "{_HEAD}"; font: 600 12pt N }}
  @bottom-left {{ content: "{_FOOT}"; font: 12pt N }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages); font: 12pt N }} }}
body {{ font: 14pt N }} h1 {{ font-size: 25pt }} h2 {{ font-size: 17pt }} p {{ margin: 4pt 0 }}
table {{ width: 100%; border-collapse: collapse }}
td, th {{ border-bottom: .5pt solid; text-align: left; padding: 5pt 0 }}
.L {{ display: flex; flex-wrap: wrap; gap: 4pt 18pt }} .LI {{ display: flex; gap: 9pt }}
.box {{ border: 1pt solid; border-radius: 2pt }} .line {{ border-bottom: .8pt solid; height: 27pt }}
"""
TAGS = {
    "H1": "h1",
    "H2": "h2",
    "P": "p",
    "Table": "table",
    "TR": "tr",
    "TH": "th",
    "TD": "td",
    "Span": "span",
}


def _in_html(part: Part) -> str:
    tag = TAGS.get(part.role, "div")
    inside = "".join((html.escape(part.words), *map(_ruled_in_html, part.boxes), *map(_in_html, part.inside)))
    return f'<{tag} class="{part.role}">{inside}</{tag}>'


def _ruled_in_html(box: tuple[float, float]) -> str:
    width, height = box
    if height:
        return f'<div class="box" style="width:{width:.1f}pt;height:{height:.1f}pt"></div>'
    return f'<div class="line" style="width:{width:.1f}pt"></div>'
