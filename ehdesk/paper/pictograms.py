"""The pictures of easy read: our own, one for each thing that a form asks, each with words for who cannot see it."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ehdesk.paper import page, sheet
from ehdesk.paper.pencil import Pencil

SIDE = 86.0  # points
START = 108.0  # where the words begin


@dataclass(frozen=True)
class Picture:
    """One pictogram: what it shows, in words, and how it is drawn."""

    alt: str
    draw: Callable[[Pencil], None]


@contextlib.contextmanager
def beside(on: sheet.Sheet, name: str) -> Iterator[None]:
    """What is added within has a picture at its side, and stays on one page where a page holds it."""
    picture = PICTURES.get(name)
    figure = on.element("Figure", language="en-GB", alt=picture.alt) if picture else None
    start = len(on.strips)
    yield
    if picture is None or figure is None or start == len(on.strips):
        return
    first = on.strips[start]

    def draw(pen: page.Pen, top: float) -> None:
        left, bottom = pen.x(0, SIDE), top - SIDE
        bounds = f"{left:.1f} {bottom:.1f} {left + SIDE:.1f} {top:.1f}"
        figure.attributes = f"<</O /Layout /Placement /Block /BBox [{bounds}]>>"
        with pen.document.content(figure):
            pencil = Pencil(pen.document.canvas, left, bottom, SIDE)
            picture.draw(pencil)
            pencil.lift()
        first.draw(pen, top)

    on.strips[start] = replace(first, draw=draw)
    tall = sum(strip.height + strip.gap for strip in on.strips[start:]) - first.gap
    if tall < SIDE:
        on.add(page.Strip(SIDE - tall, _nothing))
    on.strips[start:-1] = [replace(strip, keeps=True) for strip in on.strips[start:-1]]


def _nothing(_pen: page.Pen, _top: float) -> None:
    return


def _family(p: Pencil) -> None:
    p.person(30, 8, 74)
    p.person(70, 8, 62)
    p.person(50, 4, 44, "white")


def _carer(p: Pencil) -> None:
    p.person(34, 8, 78)
    p.person(70, 8, 50, "white")
    p.heart(62, 66, 24)


def _thinking(p: Pencil) -> None:
    p.person(32, 6, 64)
    p.ring(54, 62, 4, "white")
    p.ring(62, 70, 5, "white")
    p.ring(76, 82, 15, "white")
    p.query(76, 73, 18)


def _talking(p: Pencil) -> None:
    p.person(24, 6, 54)
    p.person(76, 6, 54, "white")
    p.bubble(30, 70, 40, 24, 0.2)
    for x in (42, 50, 58):
        p.dot(x, 82, 2.6)


def _notice(p: Pencil) -> None:
    p.page(16, 16, 50, 70, 5)
    p.lock(56, 12, 32)


def _languages(p: Pencil) -> None:
    p.bubble(6, 50, 50, 38, 0.25, "wash")
    p.line((22, 58), (31, 80), (40, 58))
    p.line((26, 66), (36, 66))
    p.bubble(44, 20, 50, 38, 0.8)
    p.curve((56, 44), ((62, 30), (80, 30), (82, 46)))
    p.dot(69, 48, 3)


def _calendar(p: Pencil) -> None:
    p.calendar(16, 14, 70)


def _envelope(p: Pencil) -> None:
    p.sheet(10, 24, 80, 54, "wash")
    p.line((12, 76), (50, 46), (88, 76))


def _interpreter(p: Pencil) -> None:
    p.person(18, 6, 46, "white")
    p.person(82, 6, 46, "white")
    p.person(50, 6, 56)
    p.bubble(12, 70, 32, 22, 0.7)
    p.bubble(56, 70, 32, 22, 0.4)


def _looking(p: Pencil) -> None:
    p.page(12, 20, 52, 70, 5)
    p.ring(66, 44, 18, "wash")
    p.line((79, 31), (94, 14))


def _team(p: Pencil) -> None:
    for x, y in ((20, 46), (50, 54), (80, 46)):
        p.person(x, y, 40)
    p.curve(
        (6, 32),
        ((6, 56), (94, 56), (94, 32)),
        ((94, 8), (6, 8), (6, 32)),
        wash="white",
    )
    p.page(42, 22, 18, 18, 2)


def _list(p: Pencil) -> None:
    p.sheet(18, 10, 64, 80)
    for y in (72, 52, 32):
        p.ring(32, y, 6, "wash")
        p.line((46, y), (72, y))


def _copies(p: Pencil) -> None:
    p.page(34, 28, 48, 62, 4)
    p.page(18, 10, 48, 62, 4)


def _bars(p: Pencil) -> None:
    p.line((12, 88), (12, 12), (92, 12))
    for x, tall in ((24, 24), (46, 42), (68, 62)):
        p.sheet(x, 12, 16, tall, "wash")


def _call(p: Pencil) -> None:
    p.phone(18, 12, 76)
    for far in (10, 20):
        p.curve((66, 50 - far), ((70 + far, 50 - far / 2), (70 + far, 50 + far / 2), (66, 50 + far)))


def _quote(p: Pencil) -> None:
    p.bubble(8, 32, 84, 54, 0.25)
    for x in (34, 58):
        p.curve((x, 68), ((x - 8, 64), (x - 8, 54), (x + 2, 52)))
        p.dot(x + 2, 56, 5)


def _share(p: Pencil) -> None:
    p.person(22, 14, 58)
    p.person(80, 14, 58, "white")
    p.arrow((38, 76), (64, 76))
    p.page(42, 30, 20, 26, 2)


def _signing(p: Pencil) -> None:
    p.page(12, 12, 58, 76, 3)
    p.curve((20, 24), ((26, 36), (30, 14), (36, 24)), ((40, 32), (42, 18), (48, 24)))
    p.pen(50, 26, 46)


def _pen(p: Pencil) -> None:
    p.curve((8, 20), ((18, 40), (22, 4), (32, 20)), ((38, 32), (40, 12), (46, 20)))
    p.pen(46, 22, 56)


def _folder(p: Pencil) -> None:
    p.line((10, 18), (10, 80), (40, 80), (48, 68), (90, 68), (90, 18), closed=True, wash="wash")
    p.line((10, 56), (90, 56))


def _eye(p: Pencil) -> None:
    p.eye(50, 52, 84)


def _clock(p: Pencil) -> None:
    p.ring(50, 50, 40, "wash")
    p.line((50, 74), (50, 50), (66, 40))


def _again(p: Pencil) -> None:
    p.calendar(8, 30, 60)
    p.curve((46, 14), ((66, 0), (94, 14), (84, 44)))
    p.line((76, 36), (84, 46), (94, 38))


def _reading(p: Pencil) -> None:
    p.eye(50, 80, 54)
    p.page(24, 6, 52, 52, 3)


def _why(p: Pencil) -> None:
    p.bubble(12, 28, 76, 60, 0.3, "wash")
    p.query(50, 38, 38)


def _choosing(p: Pencil) -> None:
    p.person(50, 4, 52)
    p.arrow((34, 60), (12, 86))
    p.arrow((66, 60), (88, 86))


def _ear(p: Pencil) -> None:
    p.curve(
        (38, 22),
        ((30, 40), (22, 50), (24, 66)),
        ((26, 96), (70, 96), (70, 64)),
        ((70, 46), (54, 44), (54, 28)),
        ((54, 10), (40, 10), (38, 22)),
        wash="wash",
    )
    p.curve((36, 64), ((38, 80), (58, 80), (58, 64)), ((56, 52), (46, 54), (46, 42)))
    for far in (0, 10):
        p.curve((80 + far, 44 - far / 2), ((86 + far, 52), (86 + far, 68), (80 + far, 76 + far / 2)))


def _respect(p: Pencil) -> None:
    p.person(22, 8, 62)
    p.person(78, 8, 62, "white")
    p.heart(50, 30, 32)


def _globe(p: Pencil) -> None:
    p.ring(50, 50, 40, "wash")
    p.line((10, 50), (90, 50))
    p.curve((50, 90), ((26, 70), (26, 30), (50, 10)))
    p.curve((50, 90), ((74, 70), (74, 30), (50, 10)))


def _story(p: Pencil) -> None:
    p.sheet(12, 8, 76, 84)
    p.person(38, 44, 38)
    p.person(62, 44, 30, "white")
    p.line((24, 32), (76, 32))
    p.line((24, 20), (60, 20))


def _plan(p: Pencil) -> None:
    p.sheet(18, 8, 64, 82)
    p.sheet(36, 82, 28, 12, "wash")
    for y in (58, 38, 18):
        p.tick(34, y, 12)
        p.line((50, y + 5), (70, y + 5))


def _worker(p: Pencil) -> None:
    p.person(50, 6, 84)
    p.sheet(56, 18, 14, 18)
    p.star(16, 82, 28)


def _promise(p: Pencil) -> None:
    p.ring(50, 50, 38, "wash")
    p.tick(44, 32, 40)


def _once(p: Pencil) -> None:
    p.bubble(10, 30, 80, 58, 0.3)
    p.line((40, 68), (52, 78), (52, 40))
    p.line((40, 40), (64, 40))


def _better(p: Pencil) -> None:
    p.person(34, 8, 64)
    p.arrow((76, 14), (76, 86))


def _strong(p: Pencil) -> None:
    p.line((24, 78), (34, 50))
    p.line((76, 78), (66, 50))
    p.person(50, 8, 76)


def _stars(p: Pencil) -> None:
    for x, y, size in ((22, 42, 32), (50, 62, 40), (78, 42, 32)):
        p.star(x, y, size)


def _best(p: Pencil) -> None:
    p.heart(50, 12, 76)


def _change(p: Pencil) -> None:
    p.curve((16, 44), ((16, 86), (70, 92), (80, 60)))
    p.line((68, 66), (80, 58), (88, 70))
    p.curve((84, 46), ((84, 8), (30, 6), (20, 34)))
    p.line((12, 26), (20, 36), (32, 28))


def _missing(p: Pencil) -> None:
    for x, y in ((12, 50), (50, 50), (12, 12)):
        p.sheet(x, y, 36, 36, "wash")
    p.query(68, 14, 30)


def _warning(p: Pencil) -> None:
    p.line((50, 90), (92, 14), (8, 14), closed=True, wash="wash")
    p.line((50, 66), (50, 40))
    p.dot(50, 27, 4)


def _writing(p: Pencil) -> None:
    p.bubble(8, 34, 62, 52, 0.3)
    p.line((20, 70), (56, 70))
    p.line((20, 54), (44, 54))
    p.pen(50, 18, 46)


def _number(p: Pencil) -> None:
    p.phone(26, 6, 88)
    for y in (38, 52, 66):
        for x in (41, 50, 59):
            p.dot(x, y, 2.8)


def _today(p: Pencil) -> None:
    p.person(22, 6, 46)
    p.person(60, 6, 46, "white")
    p.bubble(26, 60, 30, 22, 0.2)
    p.ring(80, 78, 10, "wash")
    for x, y in ((80, 95), (97, 78), (92, 91), (92, 65), (63, 80)):
        p.line((80 + (x - 80) * 0.82, 78 + (y - 78) * 0.82), (x, y))


def _steps(p: Pencil) -> None:
    p.line(
        (8, 14), (8, 34), (34, 34), (34, 56), (60, 56), (60, 78), (92, 78), (92, 14), closed=True, wash="wash"
    )
    p.arrow((12, 56), (36, 82))


def _counting(p: Pencil) -> None:
    for x, mark in ((8, 1), (38, 2), (68, 3)):
        p.sheet(x, 34, 24, 32, "wash")
        for index in range(mark):
            p.dot(x + 12, 50 + (index - (mark - 1) / 2) * 9, 2.6)


def _no_thanks(p: Pencil) -> None:
    p.bubble(12, 30, 76, 56, 0.3)
    p.cross(50, 58, 30)


def _person(p: Pencil) -> None:
    p.person(50, 6, 86)


def _helping(p: Pencil) -> None:
    p.person(32, 8, 70)
    p.person(70, 8, 70, "white")
    p.line((44, 34), (58, 34))
    p.heart(51, 80, 18)


def _card(p: Pencil) -> None:
    p.sheet(12, 18, 76, 64)
    p.ring(34, 52, 12, "wash")
    p.line((56, 62), (78, 62))
    p.line((56, 46), (72, 46))


def _kind(p: Pencil) -> None:
    p.heart(50, 44, 44)
    p.curve((10, 40), ((16, 10), (44, 8), (50, 20)), ((56, 8), (84, 10), (90, 40)))


def _knowing(p: Pencil) -> None:
    p.curve(
        (40, 30),
        ((40, 42), (24, 46), (24, 66)),
        ((24, 100), (76, 100), (76, 66)),
        ((76, 46), (60, 42), (60, 30)),
        wash="wash",
    )
    p.sheet(40, 12, 20, 18)
    p.line((40, 21), (60, 21))


def _home(p: Pencil) -> None:
    p.house(12, 10, 76)


def _school(p: Pencil) -> None:
    p.sheet(8, 10, 84, 42, "wash")
    p.line((30, 52), (50, 72), (70, 52), closed=True, wash="white")
    p.sheet(42, 10, 16, 26)
    for x in (16, 68):
        p.sheet(x, 24, 16, 14)
    p.line((50, 72), (50, 92), (66, 86), (50, 80))


def _me(p: Pencil) -> None:
    p.person(50, 6, 60)
    p.arrow((50, 94), (50, 70))


def _like(p: Pencil) -> None:
    p.line((56, 92), (84, 66), (54, 38), (30, 68), closed=True, wash="wash")
    p.line((56, 92), (54, 38))
    p.line((30, 68), (84, 66))
    p.curve((54, 38), ((50, 20), (34, 30), (18, 8)))


def _different(p: Pencil) -> None:
    p.line((14, 12), (60, 60))
    p.star(70, 72, 40)
    for x, y in ((88, 40), (36, 84)):
        p.star(x, y, 14)


def _asked(p: Pencil) -> None:
    p.person(28, 6, 60)
    p.bubble(46, 46, 46, 44, 0.15, "wash")
    p.query(69, 54, 28)


def _safe(p: Pencil) -> None:
    p.curve(
        (50, 94),
        ((60, 84), (76, 80), (88, 80)),
        ((90, 44), (76, 20), (50, 8)),
        ((24, 20), (10, 44), (12, 80)),
        ((24, 80), (40, 84), (50, 94)),
        wash="wash",
    )
    p.tick(44, 34, 32)


def _home_better(p: Pencil) -> None:
    p.house(4, 10, 66)
    p.arrow((84, 14), (84, 84))


def _star(p: Pencil) -> None:
    p.star(50, 48, 86)


def _private(p: Pencil) -> None:
    p.lock(22, 12, 60)


PICTURES = {
    "again": Picture("A calendar with an arrow back to it", _again),
    "asked": Picture("A person and a question", _asked),
    "bars": Picture("A chart", _bars),
    "best": Picture("A heart", _best),
    "better": Picture("A person beside an arrow up", _better),
    "calendar": Picture("A calendar", _calendar),
    "call": Picture("A telephone that rings", _call),
    "card": Picture("A card", _card),
    "carer": Picture("A grown-up with a child", _carer),
    "change": Picture("Two arrows in a circle", _change),
    "choosing": Picture("A person between two ways", _choosing),
    "clock": Picture("A clock", _clock),
    "copies": Picture("Two pages that are the same", _copies),
    "counting": Picture("One, two, three", _counting),
    "different": Picture("A wand with stars", _different),
    "ear": Picture("An ear that listens", _ear),
    "envelope": Picture("A letter", _envelope),
    "eye": Picture("An eye that watches", _eye),
    "family": Picture("A family", _family),
    "folder": Picture("A folder", _folder),
    "globe": Picture("The world", _globe),
    "helping": Picture("Two people, one helps the other", _helping),
    "home": Picture("A house", _home),
    "home_better": Picture("A house beside an arrow up", _home_better),
    "interpreter": Picture("A person who speaks between two others", _interpreter),
    "kind": Picture("Hands that hold a heart", _kind),
    "knowing": Picture("A light bulb", _knowing),
    "languages": Picture("Two speech bubbles in two languages", _languages),
    "like": Picture("A kite", _like),
    "list": Picture("A list of people", _list),
    "looking": Picture("A page and a magnifying glass", _looking),
    "me": Picture("An arrow to one person", _me),
    "missing": Picture("A puzzle with a piece missing", _missing),
    "no_thanks": Picture("A speech bubble with a cross", _no_thanks),
    "notice": Picture("A page with a lock", _notice),
    "number": Picture("A telephone with its keys", _number),
    "once": Picture("A speech bubble with the number one", _once),
    "pen": Picture("A pen that writes a name", _pen),
    "person": Picture("A person", _person),
    "plan": Picture("A list with ticks", _plan),
    "private": Picture("A lock", _private),
    "promise": Picture("A tick in a circle", _promise),
    "quote": Picture("Words in a speech bubble", _quote),
    "reading": Picture("An eye over a page", _reading),
    "respect": Picture("Two people with a heart between them", _respect),
    "safe": Picture("A shield with a tick", _safe),
    "school": Picture("A school", _school),
    "share": Picture("A page goes from one person to another", _share),
    "signing": Picture("A pen that signs a page", _signing),
    "star": Picture("A star", _star),
    "stars": Picture("Three stars", _stars),
    "steps": Picture("Steps that go up", _steps),
    "story": Picture("A page about a family", _story),
    "strong": Picture("A person with both arms up", _strong),
    "talking": Picture("Two people who talk", _talking),
    "team": Picture("People around a table", _team),
    "thinking": Picture("A person who thinks", _thinking),
    "today": Picture("Two people who talk, and the sun", _today),
    "warning": Picture("A warning sign", _warning),
    "why": Picture("A question in a speech bubble", _why),
    "worker": Picture("A worker with a badge and a star", _worker),
    "writing": Picture("A pen and a speech bubble", _writing),
}
