"""The page that says why we are involved, to a file."""

from ehdesk import words
from ehdesk.commands import console, leaving, opening, printing, reference
from ehdesk.models import copies, paper_run, readership, why
from ehdesk.paper import codes, preview, text
from ehdesk.paper import why as paper
from ehdesk.rules import readers

NAME = paper_run.WHY
"""What the page is called where a form's id would stand."""


def printed(
    chosen: opening.Chosen, page: printing.Page, way: leaving.Way, *, said: str, as_json: bool
) -> None:
    """Print why we are involved.

    Raises: FamilyNotFound, NothingToPrint, FileUnwritable; what keeps it from being sent.
    """
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        reader = readers.ANY_OF_THE_FAMILY
        if page.who:
            reader = desk.store.ask(readership.find, family_id, page.who)
        leaving.check(desk.store, way, reader, family_id)
        told = desk.store.ask(why.why, family_id)
        number, setter = desk.store.ask(paper_run.new_number), text.Typesetter()
        content = typeset(told, page, printing.place_of(desk.folder), number=number, typesetter=setter)
        gone = leaving.write(way, content, setter)
        given = copies.Copy(
            to=reader.name or "The family",
            what=paper.TITLE,
            reader="family",
            method=way.method,
            format=page.written_as,
            reader_id=reader.person or None,
        )
        desk.store.do(copies.given, family_id, given)
        desk.store.do(paper_run.printed, number, _in_book(page, content), family_id=family_id)
    if as_json:
        console.as_json(gone.told())
    else:
        leaving.say(gone, reader.name)


def _in_book(page: printing.Page, pdf: bytes) -> paper_run.Printed:
    """What the book notes of it: it is the family's to keep."""
    return paper_run.Printed(
        paper_run.WHY,
        paper_run.WHY_VERSION,
        [()] * preview.page_count(pdf),
        language=page.language,
        size=page.size,
        reader="family",
        filled=True,
        beside=page.beside,
        tint=page.tint,
    )


def typeset(
    told: why.Why,
    page: printing.Page,
    place: printing.Place,
    *,
    number: int | None = None,
    typesetter: text.Typesetter | None = None,
) -> bytes:
    """The page that says why we are involved, as a PDF; `number` is its own in the book of printed paper.

    `typesetter` knows afterwards which letters no font has.
    """
    return paper.printed(
        told,
        words=words.of(page.language),
        authority_name=place.name,
        logo=place.logo,
        contacts=place.contacts,
        size=page.size,
        tint=page.tint,
        beside=page.second,
        practice=place.practice,
        run=codes.Marks(number) if number is not None else None,
        typesetter=typesetter,
    )
