"""The pictures of easy read: our own, one for each question, each with words for who cannot see it."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ehdesk.paper import drawn_people, drawn_things, languages, page, pencil, sheet, tags

SIDE = 86.0  # points
START = 108.0  # where the words begin


@dataclass(frozen=True)
class Picture:
    """One pictogram: what it shows, in words, and how it is drawn."""

    alt: str
    draw: Callable[[pencil.Pencil], None]


@contextlib.contextmanager
def beside(on: sheet.Sheet, name: str) -> Iterator[None]:
    """What is added within has a picture at its side, and stays on one page where a page holds it."""
    picture = PICTURES.get(name)
    figure = _figure(on, picture) if picture else None
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
            drawing = pencil.Pencil(pen.document.canvas, left, bottom, SIDE)
            picture.draw(drawing)
            drawing.lift()
        first.draw(pen, top)

    on.strips[start] = replace(first, draw=draw)
    tall = sum(strip.height + strip.gap for strip in on.strips[start:]) - first.gap
    if tall < SIDE:
        on.add(page.Strip(SIDE - tall, _nothing))
    on.strips[start:-1] = [replace(strip, keeps=True) for strip in on.strips[start:-1]]


def _figure(on: sheet.Sheet, picture: Picture) -> tags.Element:
    """What the picture shows, in the sheet's language; in English where that has no words for it."""
    alt = on.say(picture.alt)
    language = languages.DEFAULT if alt == picture.alt else on.language
    return on.element("Figure", language=language, alt=alt)


def _nothing(_pen: page.Pen, _top: float) -> None:
    return


PICTURES = {
    "again": Picture("A calendar with an arrow back to it", drawn_things.again),
    "asked": Picture("A person and a question", drawn_people.asked),
    "bars": Picture("A chart", drawn_things.bars),
    "best": Picture("A heart", drawn_things.best),
    "better": Picture("A person beside an arrow up", drawn_people.better),
    "calendar": Picture("A calendar", drawn_things.calendar),
    "call": Picture("A telephone that rings", drawn_things.call),
    "card": Picture("A card", drawn_things.card),
    "carer": Picture("A grown-up with a child", drawn_people.carer),
    "change": Picture("Two arrows in a circle", drawn_things.change),
    "choosing": Picture("A person between two ways", drawn_people.choosing),
    "clock": Picture("A clock", drawn_things.clock),
    "copies": Picture("Two pages that are the same", drawn_things.copies),
    "counting": Picture("One, two, three", drawn_things.counting),
    "different": Picture("A wand with stars", drawn_things.different),
    "ear": Picture("An ear that listens", drawn_things.ear),
    "envelope": Picture("A letter", drawn_things.envelope),
    "eye": Picture("An eye that watches", drawn_things.eye),
    "folder": Picture("A folder", drawn_things.folder),
    "globe": Picture("The world", drawn_things.globe),
    "helping": Picture("Two people, one helps the other", drawn_people.helping),
    "home": Picture("A house", drawn_things.home),
    "home_better": Picture("A house beside an arrow up", drawn_things.home_better),
    "interpreter": Picture("A person who speaks between two others", drawn_people.interpreter),
    "kind": Picture("Hands that hold a heart", drawn_things.kind),
    "knowing": Picture("A light bulb", drawn_things.knowing),
    "languages": Picture("Two speech bubbles in two languages", drawn_things.languages),
    "like": Picture("A kite", drawn_things.like),
    "list": Picture("A list of people", drawn_things.listing),
    "looking": Picture("A page and a magnifying glass", drawn_things.looking),
    "me": Picture("An arrow to one person", drawn_people.me),
    "missing": Picture("A puzzle with a piece missing", drawn_things.missing),
    "no_thanks": Picture("A speech bubble with a cross", drawn_things.no_thanks),
    "notice": Picture("A page with a lock", drawn_things.notice),
    "number": Picture("A telephone with its keys", drawn_things.number),
    "once": Picture("A speech bubble with the number one", drawn_things.once),
    "pen": Picture("A pen that writes a name", drawn_things.pen),
    "person": Picture("A person", drawn_people.person),
    "plan": Picture("A list with ticks", drawn_things.plan),
    "private": Picture("A lock", drawn_things.private),
    "promise": Picture("A tick in a circle", drawn_things.promise),
    "quote": Picture("Words in a speech bubble", drawn_things.quote),
    "reading": Picture("An eye over a page", drawn_things.reading),
    "respect": Picture("Two people with a heart between them", drawn_people.respect),
    "safe": Picture("A shield with a tick", drawn_things.safe),
    "school": Picture("A school", drawn_things.school),
    "share": Picture("A page goes from one person to another", drawn_people.share),
    "signing": Picture("A pen that signs a page", drawn_things.signing),
    "star": Picture("A star", drawn_things.star),
    "stars": Picture("Three stars", drawn_things.stars),
    "steps": Picture("Steps that go up", drawn_things.steps),
    "story": Picture("A page about a family", drawn_people.story),
    "strong": Picture("A person with both arms up", drawn_people.strong),
    "talking": Picture("Two people who talk", drawn_people.talking),
    "team": Picture("People around a table", drawn_people.team),
    "thinking": Picture("A person who thinks", drawn_people.thinking),
    "today": Picture("Two people who talk, and the sun", drawn_people.today),
    "warning": Picture("A warning sign", drawn_things.warning),
    "why": Picture("A question in a speech bubble", drawn_things.why),
    "worker": Picture("A worker with a badge and a star", drawn_people.worker),
    "writing": Picture("A pen and a speech bubble", drawn_things.writing),
}
