"""Forms on paper: blank for a visit, or filled for somebody to read. Everything stays in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from ehdesk import clock, errors
from ehdesk.forms import answers as answering
from ehdesk.forms import definition
from ehdesk.paper import (
    answered,
    asking,
    codes,
    grid,
    in_english,
    languages,
    looks,
    marks,
    pack,
    page,
    pairs,
    sheet,
    tags,
    text,
)
from ehdesk.rules import readers, withholding
from ehdesk.settings import Contacts
from ehdesk.words import CAUTION, Words

_Shown = Sequence[tuple[definition.Section, tuple[definition.Question, ...]]]
_TO_WRITE_IN = "____________"
_LONGEST_NAME = 36


@dataclass(frozen=True)
class About:
    """Whose form a filled one is, and who wrote it when. `people` gives names by person id."""

    reference: str
    author: str
    role: str = ""
    at: datetime | None = None
    status: str = "finished"
    family_label: str = ""
    people: Mapping[str, str] = field(default_factory=dict)


class Blank(NamedTuple):
    """An empty form as a PDF, and for each of its pages the keys of the questions that are answered there."""

    pdf: bytes
    pages: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Copy:
    """Which copy of the form it is, for whom, made on which day."""

    number: int
    reader: str
    on: date


def blank(
    form: definition.Form,
    *,
    words: Words,
    authority_name: str,
    contacts: Contacts,
    logo: bytes = b"",
    variant: str | None = None,
    practice: bool = False,
    run: codes.Marks | None = None,
    size: looks.Size = "standard",
    tint: bool = False,
    beside: Words | None = None,
    into: pack.Binder | None = None,
    typesetter: text.Typesetter | None = None,
) -> Blank:
    """An empty form to fill in by hand.

    It shows every question that its stage (`variant`) can ask: what the screen would hide carries an
    instruction instead. What is kept apart is not on it, whoever fills it in. `run` gives each page a
    code, which means nothing outside the vault. `beside` puts a second language at the side of the first,
    `tint` a pale ground under every page. With `into` it goes into a pack, and gives no PDF itself.
    `typesetter` knows afterwards which letters no font has.

    Raises: NotBlank for a form that is only written on a screen; NotEasyRead for one without easy words.
    """
    if not form.blank_print:
        raise errors.NotBlank
    given_out = form.filled_by == "family" or form.record == "agreement"
    words, on = _start(form, words, beside, size, into, for_family=given_out, typesetter=typesetter)
    on.heading(words.text(form.title), 1)
    _caution(on, words)
    _first_words(on, form, variant, words)
    for_family = form.filled_by == "family"
    if not for_family:
        _who_fills_it(on, words)
    asker = asking.Asker(on, form, words, variant)
    own, workers = _for_paper(form, variant, for_family=for_family)
    for section, questions in own:
        asker.section(section, questions)
    _close(on, form, words, contacts)
    for section, questions in workers:
        asker.section(section, questions)
    furniture = _furniture(on, form, words, authority_name, practice=practice)
    furniture = replace(furniture, marks=run, tint=tint, logo=logo)
    return Blank(_rendered(on, furniture, into), page.keys_by_page(on.strips, furniture.lower))


def filled(
    form: definition.Form,
    answers: Mapping[str, Any],
    *,
    about: About,
    words: Words,
    reader: readers.Reader = readers.TEAM,
    facts: readers.Facts = readers.NOTHING_KNOWN,
    wish: withholding.Wish = withholding.AS_THE_RULES_SAY,
    copy: Copy | None = None,
    authority_name: str = "",
    contacts: Contacts | None = None,
    logo: bytes = b"",
    practice: bool = False,
    run: codes.Marks | None = None,
    size: looks.Size = "standard",
    tint: bool = False,
    beside: Words | None = None,
    explains: str = "",
    into: pack.Binder | None = None,
    typesetter: text.Typesetter | None = None,
) -> bytes:
    """A filled form, as a PDF. Others than our own team get what is theirs, and no sign that there was more.

    `facts` are those of the family, `wish` what the worker decided. `copy` names the copy on each page;
    `explains` is who will go through the English answers of a copy in another language. With `into` it goes
    into a pack, and gives no PDF itself. `typesetter` knows afterwards which letters no font has.

    Raises: NotForFamilies; NotForAgencies for what is about the quality of the work; NotTheirs, NotEasyRead.
    """
    form, answers = _for_reader(form, answers, reader, facts, wish)
    is_team = reader.kind == "team"
    words, on = _start(form, words, beside, size, into, for_family=True, typesetter=typesetter)
    on.heading(words.text(form.title), 1)
    _caution(on, words)
    _facts(on, about, words, shows_status=is_team)
    in_english.told(on, words, explains)
    form, answers = in_english.translated(form, answers, words)
    teller = answered.Teller(on, _reading(form, answers, about, words, shows_gaps=is_team), answers)
    for section, questions in answering.sections(form, answers):
        teller.section(section, questions)
    if reader.is_family:
        _close(on, form, words, contacts or Contacts())
    mark = "" if reader.is_family else _mark(about, words)
    told = replace(
        _furniture(on, form, words, authority_name, practice=practice, mark=mark), tint=tint, logo=logo
    )
    told = replace(told, reference=about.reference, copy=_copy_line(copy, words), marks=run)
    return _rendered(on, told, into)


def _rendered(on: sheet.Sheet, furniture: page.Furniture, into: pack.Binder | None) -> bytes:
    if into is not None:
        into.take(on, furniture)
        return b""
    return page.render(on.document, on.strips, furniture, on.set, on.language)


def _for_reader(
    form: definition.Form,
    answers: Mapping[str, Any],
    reader: readers.Reader,
    facts: readers.Facts,
    wish: withholding.Wish,
) -> tuple[definition.Form, Mapping[str, Any]]:
    """What this reader gets. Raises: NotForFamilies, NotForAgencies, NotTheirs."""
    if reader.is_family and not form.family_copy:
        raise errors.NotForFamilies
    if reader.kind == "agency" and form.audience != "file":
        raise errors.NotForAgencies
    theirs = withholding.filtered(form, answers, reader, facts, wish)
    if theirs.held is not None:
        raise errors.NotTheirs(why=theirs.held.why)
    return theirs.form, theirs.answers


def _copy_line(copy: Copy | None, words: Words) -> str:
    """ "Copy 2 for Agnieszka Kowalczyk, 26 November 2026"."""
    if copy is None:
        return ""
    name = copy.reader if len(copy.reader) <= _LONGEST_NAME else copy.reader[: _LONGEST_NAME - 1] + "…"
    said = words.text("Copy {n} for {reader}, {date}")
    return said.format(n=copy.number, reader=words.text(name), date=words.date(copy.on))


def _start(
    form: definition.Form,
    words: Words,
    beside: Words | None,
    size: looks.Size,
    into: pack.Binder | None,
    *,
    for_family: bool,
    typesetter: text.Typesetter | None = None,
) -> tuple[Words, sheet.Sheet]:
    """The form's words, in one language or in two, and an empty sheet in the look that was asked for."""
    if size == "easy" and not form.is_easy_read:
        raise errors.NotEasyRead
    words = words.of_form(form.id)
    language = languages.tag(words.language)
    if into is not None:
        on = into.new_sheet(words.text(form.short_title or form.title), language)
    else:
        title = words.text("Early Help form {register}").format(register=form.register)
        on = sheet.Sheet(tags.Document(title, language), typesetter or text.Typesetter(), language)
    on.say = words.text
    on.look = looks.of(size, for_family=for_family, two_languages=beside is not None)
    if beside is None:
        return words, on
    on.second = languages.tag(beside.language)
    return pairs.Both(words, beside.of_form(form.id)), on


def _caution(on: sheet.Sheet, words: Words) -> None:
    """Where nobody has checked the translation: a line that says so, in its language and in English."""
    if not words.is_draft:
        return
    told = words.text(CAUTION)
    on.paragraph(told, on.look.strong, gap=4, keeps=True, colour=page.QUIET, language=on.language)
    if told != CAUTION:
        on.paragraph(CAUTION, on.look.hint, keeps=True, colour=page.QUIET, language=languages.DEFAULT)


def cautioned(on: sheet.Sheet, words: Words) -> str:
    """The caution for the head of each page: in both languages where there is room for them."""
    sides = pairs.sides(words.text(CAUTION))
    return " · ".join(sides) if on.look.furniture <= looks.FAMILY.furniture else sides[-1]


def _furniture(
    on: sheet.Sheet,
    form: definition.Form,
    words: Words,
    authority_name: str,
    *,
    practice: bool,
    mark: str = "",
) -> page.Furniture:
    return page.Furniture(
        title=words.text(form.short_title or form.title),
        authority=words.text("{authority} Early Help").format(authority=authority_name).strip(),
        mark=mark or (cautioned(on, words) if words.is_draft else ""),
        watermark=_training(words) if practice else "",
        page_of=words.text("Page {n} of {m}"),
        size=on.look.furniture,
    )


def _training(words: Words) -> str:
    """In the document's language and in English: the worker must see it too."""
    said = words.text("TRAINING")
    return said if said == "TRAINING" else f"{said} · TRAINING"


# Blank


def _first_words(on: sheet.Sheet, form: definition.Form, variant: str | None, words: Words) -> None:
    """Which stage of the form it is, and what the form says of itself."""
    if variant is not None:
        style = looks.FAMILY.label if on.look.compact else on.look.label
        on.paragraph(_stage(form, variant, words), style, gap=4, colour=page.ACCENT)
    if form.intro:
        on.paragraph(words.text(form.intro), on.look.body, gap=6)


def _stage(form: definition.Form, variant: str, words: Words) -> str:
    choices = form.question(form.variant_question).choices()
    return words.text(next(choice.label for choice in choices if choice.value == variant))


def _for_paper(form: definition.Form, variant: str | None, *, for_family: bool) -> tuple[_Shown, _Shown]:
    """The sections of a blank form: the ones of whoever fills it in, then, on a family's, the worker's."""
    paper = [
        (section, tuple(each for each in questions if _on_blank(form, each, variant, for_family=for_family)))
        for section, questions in answering.for_blank(form, variant)
    ]
    paper = [(section, questions) for section, questions in paper if questions]
    if not for_family:
        return paper, []
    own = [pair for pair in paper if any(question.filled_by == "family" for question in pair[1])]
    return own, [pair for pair in paper if pair not in own]


def _on_blank(
    form: definition.Form, question: definition.Question, variant: str | None, *, for_family: bool
) -> bool:
    if variant is not None and question.key == form.variant_question:
        return False
    return not for_family or question.show_on_family_paper


def _who_fills_it(on: sheet.Sheet, words: Words) -> None:
    say = words.text
    fields = [marks.Box(say("Family reference"), 180), marks.Box(say("Your name"), 260)]
    marks.boxes(on, say("About this form"), fields, gap=12)


def _close(on: sheet.Sheet, form: definition.Form, words: Words, contacts: Contacts) -> None:
    """The last words of a form: thanks, and who to call."""
    if not form.closing:
        return
    said = words.text(form.closing).format(
        daytime=contacts.daytime or _TO_WRITE_IN, out_of_hours=contacts.out_of_hours or _TO_WRITE_IN
    )
    start = len(on.strips)
    with on.together():
        style = looks.FAMILY.body if on.look.compact else on.look.body
        numbers = (contacts.daytime, contacts.out_of_hours, pack.EMERGENCY)
        on.paragraph(said, style, left=16, width=page.ROOM - 32, gap=30, numbers=numbers)
    on.strips[start:] = [
        _tinted(strip, index, len(on.strips) - start) for index, strip in enumerate(on.strips[start:])
    ]


def _tinted(strip: page.Strip, index: int, count: int) -> page.Strip:
    """A strip of a tinted block, with the block's own margins above the first and below the last."""
    above = 12.0 if index == 0 else 0.0
    below = 12.0 if index == count - 1 else 0.0

    def draw(pen: page.Pen, top: float) -> None:
        height = strip.height + above + below
        with pen.document.furniture():
            pen.fill(0, top, page.ROOM, height + 0.3)
            pen.fill(0, top, 3, height + 0.3, page.ACCENT)
        strip.draw(pen, top - above)

    return replace(strip, height=strip.height + above + below, draw=draw)


# Filled


def _reading(
    form: definition.Form, given: Mapping[str, Any], about: About, words: Words, *, shows_gaps: bool
) -> answered.Reading:
    told = next((given.get(each.key) for each in form.questions() if each.prefill == "language"), None)
    language = told if isinstance(told, str) and told != "other" else words.language
    return answered.Reading(words, about.people, shows_gaps, languages.tag(language))


def _facts(on: sheet.Sheet, about: About, words: Words, *, shows_status: bool) -> None:
    """Whose form it is, who wrote it and when."""
    say = words.text
    author = f"{about.author}, {about.role}" if about.role else about.author
    when = words.moment(clock.local(about.at).strftime("%Y-%m-%dT%H:%M")) if about.at else ""
    status = {"amended": say("Amended"), "void": say("Void")}.get(about.status, "") if shows_status else ""
    facts = [
        (say("Family"), about.family_label),
        (say("Reference"), about.reference),
        (say("Written by"), author),
        (say("Date"), when),
        (say("Status"), status),
    ]
    grid.tell(on, [grid.Told(label, said) for label, said in facts if said], gap=12)


def _mark(about: About, words: Words) -> str:
    if about.status == "draft":
        return words.text("Draft – not finished")
    return words.text("Void") if about.status == "void" else ""
