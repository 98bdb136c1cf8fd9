"""A page in plain words: what brought us, what we hope, what comes next, and how to say no.

Source: obligation 2.7, to be transparent about why we are involved and to manage what a family expects.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ehdesk.models import why
from ehdesk.paper import (
    codes,
    form,
    in_english,
    languages,
    looks,
    pack,
    page,
    pairs,
    pictograms,
    sheet,
    tags,
    text,
)
from ehdesk.settings import Contacts
from ehdesk.words import CAUTION, Words

TITLE = "Why we are involved"
_TO_WRITE_IN = "____________"
_NEXT = {
    "part_b": "We look together at what goes well and what would help.",
    "single_service_plan": "One service makes a plan with you.",
    "advice_only": "We give you advice.",
    "refer_up": "We ask children’s social care to help. We tell you why.",
}
_BROUGHT, _HOPE, _NEXT_TITLE = "What brought us together", "What we hope", "What happens next"
_WHO, _NO, _CALL = "Who works with you", "How to say no", "Who to call"


@dataclass(frozen=True)
class _Part:
    title: str
    picture: str
    paragraphs: Sequence[tuple[str, str]]  # with the language, where it is not the page's
    listed: Sequence[str] = ()
    after: Sequence[str] = ()
    numbers: Sequence[str] = ()  # to call


def printed(
    told: why.Why,
    *,
    words: Words,
    authority_name: str,
    logo: bytes = b"",
    contacts: Contacts,
    size: looks.Size = "standard",
    tint: bool = False,
    beside: Words | None = None,
    practice: bool = False,
    run: codes.Marks | None = None,
    into: pack.Binder | None = None,
    typesetter: text.Typesetter | None = None,
) -> bytes:
    """The page as a PDF, in one language or with a second beside it; `into` puts it into a pack.

    `run` gives each page its code in the book of printed paper; `typesetter` knows afterwards which letters
    no font has.
    """
    language = languages.tag(words.language)
    on = _sheet(words.text(TITLE), language, into, typesetter)
    on.say = words.text
    on.look = looks.of(size, for_family=True, two_languages=beside is not None)
    if beside is not None:
        on.second, words = languages.tag(beside.language), pairs.Both(words, beside)
    say = words.text
    _first_words(on, words)
    for part in _parts(told, words, contacts):
        _put(on, part)
    authority = words.text("{authority} Early Help").format(authority=authority_name).strip()
    furniture = page.Furniture(
        title=say(TITLE),
        authority=authority,
        reference=told.reference,
        mark=form.cautioned(on, words) if words.is_draft else "",
        watermark=say("TRAINING") if practice else "",
        page_of=say("Page {n} of {m}"),
        size=on.look.furniture,
        tint=tint,
        logo=logo,
        marks=run,
    )
    if into is not None:
        into.take(on, furniture)
        return b""
    return page.render(on.document, on.strips, furniture, on.set, on.language)


def _first_words(on: sheet.Sheet, words: Words) -> None:
    on.heading(words.text(TITLE), 1)
    if words.is_draft:
        on.paragraph(words.text(CAUTION), on.look.strong, gap=4, colour=page.QUIET)
    for line in ("Early Help is your choice.", "This page tells you why we are here and what comes next."):
        on.paragraph(words.text(line), on.look.body, gap=6)


def _sheet(
    title: str, language: str, into: pack.Binder | None, typesetter: text.Typesetter | None
) -> sheet.Sheet:
    """An empty sheet of its own, or one in a pack."""
    if into is not None:
        return into.new_sheet(title, language)
    return sheet.Sheet(tags.Document(title, language), typesetter or text.Typesetter(), language)


def _put(on: sheet.Sheet, part: _Part) -> None:
    """One part under its title, with its picture in easy read."""
    on.heading(part.title, 2)
    left = pictograms.START if on.look.pictures else 0.0
    start = len(on.strips)
    with pictograms.beside(on, part.picture if on.look.pictures else ""):
        for line, language in part.paragraphs:
            on.paragraph(line, on.look.body, left=left, gap=6, language=language, numbers=part.numbers)
        if part.listed:
            _listed(on, part.listed, left)
        for line in part.after:
            on.paragraph(line, on.look.body, left=left, gap=6)
    on.strips[start:-1] = [replace(strip, keeps=True) for strip in on.strips[start:-1]]


def _listed(on: sheet.Sheet, lines: Sequence[str], left: float) -> None:
    """Lines with a dash before each, as a list that a screen reader counts."""
    room = on.look.body.size * 1.2
    with on.within("L"):
        for line in lines:
            start = len(on.strips)
            with on.within("LI"), on.within("LBody"):
                on.paragraph(line, on.look.body, left=left + room, gap=3)
            on.strips[start] = _dashed(on.strips[start], left, on.look.body.size)


def _dashed(strip: page.Strip, left: float, size: float) -> page.Strip:
    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.furniture():
            pen.rule(left, size * 0.55, top - size * 0.78, weight=1.6, colour=page.ACCENT)
        strip.draw(pen, top)

    return replace(strip, draw=draw)


def _parts(told: why.Why, words: Words, contacts: Contacts) -> tuple[_Part, ...]:
    say = words.text
    numbers = {
        "daytime": contacts.daytime or _TO_WRITE_IN,
        "out_of_hours": contacts.out_of_hours or _TO_WRITE_IN,
    }
    stop = [say("You can say no. You can stop at any time."), say("Tell your worker, or call {daytime}.")]
    stop += [say("You can see what we write about you. Tell us if it is wrong.")]
    stop += [say("We keep what you say private."), say("We must tell others if a child is in danger.")]
    call = [say("Are you worried about a child? Call {daytime}.")]
    call += [say("At night and at weekends call {out_of_hours}."), say("In an emergency call 999.")]
    called = (contacts.daytime, contacts.out_of_hours, pack.EMERGENCY)
    return (
        _brought(told, words),
        _hope(told, words),
        _next(told, words),
        _Part(say(_WHO), "team", [], _people(told, words)),
        _Part(say(_NO), "choosing", [(line.format(**numbers), "") for line in stop], numbers=called),
        _Part(say(_CALL), "call", [(line.format(**numbers), "") for line in call], numbers=called),
    )


def _brought(told: why.Why, words: Words) -> _Part:
    say = words.text
    more = [say("Your worker can tell you more. Ask any time.")]
    if not told.reasons:
        return _Part(
            say(_BROUGHT), "asked", [(say("You or somebody who knows you asked for help."), "")], (), more
        )
    first = [(say("These things came up:"), "")]
    return _Part(say(_BROUGHT), "asked", first, [say(each) for each in told.reasons], more)


def _hope(told: why.Why, words: Words) -> _Part:
    """What we work for: the plain words where somebody wrote them, translated where somebody did."""
    say = words.text
    said: list[tuple[str, str]] = []
    plain = in_english.plain_words(told.plain, words)
    for line in text.paragraphs(plain):
        said.append((line, languages.of(line, languages.DEFAULT)))
    if not plain and not told.hopes:
        said.append((say("We work out together what should get better."), ""))
    is_english = plain == told.plain.words if plain else bool(told.hopes)
    if is_english and in_english.other_language(words):
        said.insert(0, (say("These words are in English. Ask us to go through them."), ""))
    return _Part(say(_HOPE), "plan", said, () if plain else told.hopes)


def _next(told: why.Why, words: Words) -> _Part:
    say = words.text
    lines = [say(_NEXT[told.next_step])] if told.next_step in _NEXT else []
    if told.meeting_on:
        lines.append(say("We meet next on {date}.").format(date=words.date(told.meeting_on)))
    lines = lines or [say("Your worker tells you what comes next.")]
    return _Part(say(_NEXT_TITLE), "steps", [(line, "") for line in lines])


def _people(told: why.Why, words: Words) -> list[str]:
    """The main worker first, then everybody of the team with their agency."""
    say = words.text
    said = [say("{name} is your main worker.").format(name=told.lead.name)] if told.lead else []
    known = {told.lead.name} if told.lead else set()
    for one in told.team:
        if one.name in known:
            continue
        both = say("{name}, {agency}").format(name=one.name, agency=one.agency)
        said.append(both if one.name and one.agency else one.name or one.agency)
    return [line for line in said if line] or [_TO_WRITE_IN]
