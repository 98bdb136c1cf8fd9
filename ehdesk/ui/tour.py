"""A look at every page, part and dialog there is, in the middle of a working day: for pictures and tests."""

import io
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from PIL import Image, ImageDraw

from ehdesk.models import document, form, paper_run, sample, visit
from ehdesk.rules import paper_code
from ehdesk.sync import protocol
from ehdesk.ui import desk as desks
from ehdesk.ui import print_pages, walker

FAMILY = "0197f000-0412-7000-8000-000000000000"
OTHER = "0197f000-0097-7000-8000-000000000000"
_BETTER = "Na początku bałam się, a teraz śpię spokojniej. Carol zawsze oddzwania tego samego dnia."
_BESIDE: tuple[dict[str, str], dict[str, str]] = (
    {
        "history": "Looked at again before the baby comes. Agnieszka asked for that herself.",
        "outcomes/baby-place/baseline": "Not yet known: Ruth Callender finds out by Friday",
        "date": "2026-10-14",
    },
    {
        "history": "Looked at again before the baby comes, because the midwife asked for that.",
        "outcomes/baby-place/baseline": "Not yet known: Dean Prior finds out on 7 October",
        "date": "2026-10-15",
    },
)
_RUN = 347_002_117_365
PLAIN, EVERY = False, True


def record(number: int, family: str = FAMILY) -> str:
    """The id of one of the invented families' records, by its last number."""
    return f"{family[:-12]}{number:012}"


class Stop(NamedTuple):
    """One thing to look at: its picture's name, how to come there, whether in every look, what it shows."""

    name: str
    come: Callable[[walker.Walker], None]
    every: bool = PLAIN
    shows: str = ""
    """Words that stand near the top of its picture."""


def fill_the_day(desk: desks.Desk) -> None:
    """Plan the story's visits and put a child's drawing into the file, so that there is a day to look at."""
    for family, at, what_for, place, minutes in (
        (FAMILY, "2026-10-01T14:00", "Plan to sign, the pack is ready", "home", "60"),
        (OTHER, "2026-10-01T16:15", "Tea with Dad", "home", "45"),
        (FAMILY, "2026-10-02T10:00", "Zofia alone, at school", "school", "30"),
    ):
        answers = {"at": at, "what_for": what_for, "place": place, "minutes": minutes}
        desk.do(visit.plan, family_id=family, answers=answers, quietly=True)
    desk.do(form.amend, record(132), "Agnieszka found a better word", quietly=True)
    desk.do(form.answer, record(132), "best", _BETTER, quietly=True)
    new = document.New(title="Zofia’s drawing of the wall", kind="drawing", media_type="image/png")
    desk.do(document.add, FAMILY, _drawing(), new, quietly=True)
    pages = (("share", *(f"p{number}" for number in range(1, 9))), ("p9", "p10", "p11", "p12", "overall"))
    out = paper_run.Printed("feedback_parent", 1, pages, "closure", expected_on=date(2026, 9, 28))
    desk.do(paper_run.printed, _RUN, out, family_id=FAMILY, quietly=True)
    _write_beside_sarah(desk)


def _write_beside_sarah(desk: desks.Desk) -> None:
    """Let Sarah Doyle write where the worker writes, so that there are two versions to look at."""
    mine, hers = _BESIDE
    for number, path in ((212, "history"), (211, "outcomes/baby-place/baseline"), (210, "date")):
        desk.do(form.answer, record(number), path, mine[path], quietly=True)
        desk.do(
            sample.let_colleague_write, record(number), protocol.Edit(path, value=hers[path]), quietly=True
        )
    housing = "attendance/housing"
    desk.do(form.answer, record(210), f"{housing}/role", "Housing officer, by telephone", quietly=True)
    desk.do(sample.let_colleague_write, record(210), protocol.Edit(housing, gone=True), quietly=True)


def _drawing() -> bytes:
    """A house as a child draws it, with a grey cloud on the wall."""
    paper = Image.new("RGB", (480, 360), "#fffdf4")
    pen = ImageDraw.Draw(paper)
    pen.polygon([(90, 160), (240, 50), (390, 160)], fill="#c96f4a")
    pen.rectangle((120, 160, 360, 320), outline="#33475b", width=6)
    pen.rectangle((215, 235, 265, 320), fill="#7a9e7e")
    for left in (140, 300):
        pen.rectangle((left, 185, left + 42, 222), outline="#33475b", width=5)
    for left, top in ((278, 240), (300, 250), (290, 268), (318, 262)):
        pen.ellipse((left, top, left + 40, top + 30), fill="#9aa0a3")
    kept = io.BytesIO()
    paper.save(kept, "PNG")
    return kept.getvalue()


def _go(page: str, record_id: str | None = None, path: str | None = None, **more: str) -> Callable[..., None]:
    """Open a page."""

    def come(hands: walker.Walker) -> None:
        hands.go(desks.Place(page, record_id, path, more=dict(more)))

    return come


def _then(*ways: Callable[[walker.Walker], None]) -> Callable[[walker.Walker], None]:
    """One after another."""

    def come(hands: walker.Walker) -> None:
        for way in ways:
            way(hands)

    return come


def _press(*keys: str) -> Callable[[walker.Walker], None]:
    return lambda hands: hands.press(*keys)


def _write(words: str) -> Callable[[walker.Walker], None]:
    return lambda hands: hands.write(words)


def _click(words: str) -> Callable[[walker.Walker], None]:
    return lambda hands: hands.click(words)


def _open_row(list_name: str, words: str) -> Callable[[walker.Walker], None]:
    return lambda hands: hands.open_row(list_name, words)


def _show(words: str) -> Callable[[walker.Walker], None]:
    return lambda hands: hands.bring_up(words)


def _tab(key: str) -> str:
    return f"{key.capitalize()}: part of the page"


def _part(key: str, family: str = FAMILY) -> Callable[[walker.Walker], None]:
    return _then(_go("family", family), _click(_tab(key)))


def _plan(hands: walker.Walker) -> None:
    """The plan as it is kept up, from the family's file."""
    _then(_part("plan"), _click("The plan, its meetings and reviews"))(hands)


def _misspelt(hands: walker.Walker) -> None:
    """A note with a word that is written wrong, and what is offered for it."""
    _then(_go("note", family=FAMILY), _write("She was realy pleased with the new bed and the curtans."))(
        hands
    )
    hands.wait("the word is marked", lambda: hands.offers("F7"))


def _picture_pasted(hands: walker.Walker) -> None:
    """A photo on the clipboard, pasted into the family's documents."""
    _part("documents")(hands)
    hands.copy(_drawing())
    hands.click("Paste a picture")


def _form(number: int, path: str | None = None, family: str = FAMILY) -> Callable[[walker.Walker], None]:
    return _go("form", record(number, family), path)


def _agnieszka(hands: walker.Walker) -> None:
    """Open the mother."""
    hands.go(desks.Place("family", FAMILY))
    hands.click("Change: Agnieszka")


def _paper(hands: walker.Walker) -> None:
    """A parent's form that came back, typed in from its code."""
    hands.go(desks.Place("paper"))
    hands.write(paper_code.written(paper_code.PageCode(_RUN, 1)))
    hands.press("Return")


def _has_pages(hands: walker.Walker) -> None:
    """Wait until the dialog shows the pages that would be printed."""

    def are_drawn() -> bool:
        return any(pages.is_whole for pages in hands.front().findChildren(print_pages.Pages))

    hands.wait("its pages are drawn", are_drawn)
    hands.settle()


def _papers(hands: walker.Walker) -> None:
    """The papers that a visit needs."""
    _then(_go("family", FAMILY), _click("Papers for a visit"), _has_pages)(hands)


def _tray_item(hands: walker.Walker) -> None:
    """The same, kept for later, and opened again."""
    _then(_papers, _click("Print later"), _go("tray"), _open_row("Papers that wait", "Papers for a visit"))(
        hands
    )
    _has_pages(hands)


def _someone_known(hands: walker.Walker) -> None:
    """Type a child who is in a file already."""
    hands.fill("Name of the family", "Kowalczyk")
    hands.fill("Given names", "Zofia")
    hands.fill("Family name", "Kowalczyk-Hughes")
    hands.press("Tab", "Tab")
    for part in ("14", "March", "2017"):
        hands.write(part)
        hands.press("Tab")
    hands.looks_for("Zofia Kowalczyk-Hughes")


_PEOPLE: tuple[Stop, ...] = (
    Stop("caseload-all", _go("caseload"), EVERY),
    Stop("family-plan", _part("plan"), PLAIN, _tab("plan")),
    Stop("family-timeline", _part("timeline"), PLAIN, _tab("timeline")),
    Stop("family-forms", _part("forms"), PLAIN, _tab("forms")),
    Stop("family-documents", _part("documents"), PLAIN, _tab("documents")),
    Stop("document", _then(_part("documents"), _open_row("Documents", "Zofia’s drawing"))),
    Stop("document-added", _picture_pasted),
    Stop("family-copies", _part("copies"), PLAIN, _tab("copies")),
    Stop("paper", _go("paper")),
    Stop("paper-stray", _then(_go("paper"), _write("7KQ4-M2XD-03F"), _press("Return"))),
    Stop("paper-entered", _paper, EVERY),
    Stop("paper-run", _then(_part("copies"), _open_row("Paper out and in", "Parent or carer feedback"))),
    Stop("copy-by-hand", _then(_part("copies"), _click("Note a copy given by hand"))),
    Stop("family-history", _part("history"), EVERY, _tab("history")),
    Stop("history-line", _then(_part("history"), _open_row("Who looked", "Note"))),
    Stop("family-chronology", _part("chronology"), PLAIN, _tab("chronology")),
    Stop("event", _then(_part("chronology"), _click("Add an event"))),
    Stop("family-sharing", _part("sharing"), EVERY, _tab("sharing")),
    Stop("take-back", _then(_part("sharing"), _click("Take back"))),
    Stop("share-without", _then(_part("sharing"), _click("Record sharing without"))),
    Stop("episode", _then(_go("family", FAMILY), _click("Team, level and lead")), EVERY),
    Stop("level", _then(_go("family", FAMILY), _click("Team, level and lead"), _click("Change the level"))),
    Stop("lead", _then(_go("family", FAMILY), _click("Team, level and lead"), _click("Hand over the lead"))),
    Stop("papers", _papers, EVERY),
    Stop("tray", _go("tray")),
    Stop("tray-item", _tray_item),
    Stop("sync", _go("sync")),
    Stop("directory", _go("directory")),
    Stop("agency", _then(_go("directory"), _click("Add an agency"))),
    Stop("person", _agnieszka, EVERY),
    Stop(
        "person-shown", _then(_agnieszka, _click("Show to change, nobody is looking")), PLAIN, "How to reach"
    ),
    Stop("moves-out", _then(_agnieszka, _click("Does not live here"))),
    Stop("new-person", _go("new_person", family=FAMILY)),
    Stop("new-family", _go("new_family")),
    Stop("new-family-known", _then(_go("new_family"), _someone_known)),
)
_FORMS: tuple[Stop, ...] = (
    Stop("part-a", _form(223, family=OTHER)),
    Stop("agreement", _form(224, family=OTHER)),
    Stop(
        "signature",
        _then(_form(224, family=OTHER), _click("Signed on this screen")),
        PLAIN,
        "Signature",
    ),
    Stop("part-b", _form(212), EVERY),
    Stop("part-b-apart", _form(212, "domestic_abuse_need"), PLAIN, "Domestic abuse"),
    Stop("chronology-beside", _then(_form(212), _press("Ctrl+H"))),
    Stop("go-to", _then(_form(212), _press("Ctrl+J"))),
    Stop("field-history", _then(_form(123), _click("History"))),
    Stop("plan", _form(211), EVERY),
    Stop("plan-page", _plan, EVERY),
    Stop("outcome-judged", _then(_plan, _click("Change how it stands"))),
    Stop("outcome-added", _then(_plan, _click("Add an outcome"))),
    Stop("taf-meeting", _form(210), EVERY),
    Stop("outcomes-reviewed", _then(_form(210), _click("Review each outcome"))),
    Stop("plan-read", _form(205)),
    Stop("versions", _go("versions"), EVERY),
    Stop("versions-together", _then(_go("versions"), _click("Put together"))),
    Stop("two-versions", _then(_form(132), _click("Two versions"))),
    Stop("part-b-read", _form(203)),
    Stop("print", _then(_form(203), _press("Ctrl+P"), _has_pages), EVERY),
    Stop("print-for-others", _then(_form(203), _press("Ctrl+P"), _click("Alder Bank"))),
    Stop("sign-off", _then(_form(203), _click("Sign off"))),
    Stop("send-back", _then(_form(203), _click("Send back"))),
    Stop("amend", _then(_form(203), _click("Amend"))),
    Stop("what-happened", _then(_form(203), _click("What happened"))),
    Stop("faces", _then(_form(214), _press("Ctrl+J"), _write("The grown-up was kind"), _press("Return"))),
    Stop("oversight", _form(209)),
    Stop("right-to-left", _form(131, family=OTHER), PLAIN, "العاملة"),
    Stop("together", _then(_form(211), _press("Ctrl+T"))),
)
_DAY: tuple[Stop, ...] = (
    Stop("today-below", _go("today"), PLAIN, "To continue"),
    Stop("spelling", _misspelt),
    Stop("choose-family", _then(_go("note"), _click("Choose the family"))),
    Stop("move-person", _then(_agnieszka, _click("Move to another family"))),
    Stop("visits", _go("visits")),
    Stop("calendar", _then(_go("visits"), _click("Put them in my calendar"))),
    Stop("visit", _go("visit", family=FAMILY)),
    Stop("help", _go("help")),
    Stop("help-topic", _then(_go("help"), _open_row("Help", "Plan a visit"))),
    Stop("settings", _go("settings"), EVERY),
    Stop("settings-words", _then(_go("settings"), _click("Your own words"))),
    Stop("settings-below", _go("settings"), PLAIN, "What opens your vault"),
    Stop("menu", _then(_go("today"), _press("F10"))),
    Stop("search", _then(_go("today"), _press("Ctrl+K"), _write("zof")), EVERY),
    Stop("hidden", _then(_go("today"), _press("F12"))),
)
STOPS = (*_PEOPLE, *_FORMS, *_DAY)
"""Everything, so ordered that nothing that is opened changes what comes after it."""


def look(hands: walker.Walker, take: Callable[[Stop], None], stops: tuple[Stop, ...] = STOPS) -> None:
    """Come to each stop, `take` it, and leave nothing open behind it."""
    for stop in stops:
        stop.come(hands)
        hands.settle()
        if stop.shows:
            hands.bring_up(stop.shows)
        take(stop)
        _leave(hands, stop)


_WAYS_OUT = {"hidden": "F12", "together": "Esc", "chronology-beside": "Ctrl+H"}


def _leave(hands: walker.Walker, stop: Stop) -> None:
    """Close what lies over the window; leave quick hide and Together the way a worker does."""
    hands.close_menu()
    while hands.has_dialog():
        hands.close_dialog()
    if stop.name in _WAYS_OUT:
        hands.press(_WAYS_OUT[stop.name])
