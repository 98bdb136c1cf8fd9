"""Typesetting a filled Part B against the same glyphs on a bare canvas, six pages against others; packs."""

import io
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ehdesk import files, words
from ehdesk.forms import loader
from ehdesk.paper import form, pack, preview, tags, text
from tests.benchmarks import measuring, typesetters
from tests.paper import samples

LIMIT = 2.0
PACKS = 200
MEMORY = 1.5
_PACK = ("agreement", "feedback_parent", "feedback_child", "self_assessment", "eha_part_b", "taf_meeting")
_COVER = pack.Cover("HB-2026-0412", samples.ABOUT.at.date(), samples.AUTHORITY.contacts, "Harlow Beck")  # type: ignore[union-attr]

_Drawn = list[tuple[float, float, str, float, str]]


def run(rounds: int) -> list[measuring.Result | measuring.Fact]:
    """Part B side by side, the first page of a pack, and what 200 packs hold in memory against one."""
    part_b = loader.load("eha_part_b")
    answers = samples.FILLED["eha_part_b"]
    with _noted() as pages:
        pdf = samples.filled(part_b, answers)
    told: list[measuring.Result | measuring.Fact] = [
        _against("the same glyphs on a bare reportlab canvas", lambda: _bare(pages), rounds, LIMIT),
        *typesetters.run(rounds),
        measuring.Fact("Pages of that Part B", str(preview.page_count(pdf))),
    ]
    begun = time.perf_counter()
    preview.png(_packed(), 0)
    first = measuring.shown(time.perf_counter() - begun)
    return [
        *told,
        measuring.Fact("The first page of a visit pack as a picture, at most 3 s", first),
        _memory(),
    ]


def _against(name: str, theirs: Callable[[], object], rounds: int, limit: float | None) -> measuring.Result:
    part_b, answers = loader.load("eha_part_b"), samples.FILLED["eha_part_b"]
    ours, other = measuring.in_turn(
        lambda _n: measuring.timed(lambda: samples.filled(part_b, answers)),
        lambda _n: measuring.timed(theirs),
        rounds,
    )
    sides = measuring.Side("form", tuple(ours)), measuring.Side("bare", tuple(other))
    return measuring.Result(f"A filled Part B, tagged, against {name}", *sides, limit)


@contextmanager
def _noted() -> Iterator[list[_Drawn]]:
    """Note what is written where, page by page, while a form is typeset."""
    pages: list[_Drawn] = [[]]
    write, end = tags.Document.write, tags.Document.end_page

    def noting(
        self: tags.Document, line: text.Line, x: float, baseline: float, part: slice = slice(None)
    ) -> None:
        pages[-1] += [
            (x + place, baseline, piece.face.name, piece.size, piece.words)
            for place, piece in line.pieces[part]
        ]
        write(self, line, x, baseline, part)

    def ending(self: tags.Document) -> None:
        pages.append([])
        end(self)

    tags.Document.write, tags.Document.end_page = noting, ending  # type: ignore[method-assign]
    try:
        yield pages
    finally:
        tags.Document.write, tags.Document.end_page = write, end  # type: ignore[method-assign]


def _bare(pages: list[_Drawn]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=tags.A4, pageCompression=1)
    for name in {name for page in pages for _x, _y, name, _size, _words in page}:
        pdfmetrics.registerFont(TTFont(name, files.resources() / "fonts" / f"{name}.ttf"))
    for page in filter(None, pages):
        for x, y, name, size, said in page:
            canvas.setFont(name, size)
            canvas.drawString(x, y, said)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _packed() -> bytes:
    binder = pack.Binder(words.of("en"), _COVER)
    for form_id in _PACK:
        form.blank(
            loader.load(form_id),
            words=words.of("en"),
            authority_name="Harlow Beck",
            contacts=samples.AUTHORITY.contacts,
            into=binder,
        )
    return binder.pdf()


def _memory() -> measuring.Fact:
    """The most that is held while packs are made one after another, against one of them."""
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        one, many = pool.map(_peak, (1, PACKS), chunksize=1)
    said = f"{many / one:.2f} times ({many / 1e6:.1f} MB against {one / 1e6:.1f} MB; at most {MEMORY:g})"
    return measuring.Fact(f"Memory of {PACKS} packs made one after another, against one", said)


def _peak(packs: int) -> int:
    """The most memory that a process of its own holds while it makes so many, in bytes."""
    for _ in range(packs):
        _packed()
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Not `ru_maxrss`: on Linux it starts with what the process held that started this one (November 2026).
    (held,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
    return int(held.split()[1]) * 1024
