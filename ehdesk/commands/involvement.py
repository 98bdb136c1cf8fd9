"""The page that says why we are involved, to a file."""

from pathlib import Path

from ehdesk import words
from ehdesk.commands import console, opening, printing, reference
from ehdesk.models import copies, why
from ehdesk.paper import text
from ehdesk.paper import why as paper

NAME = "why_involved"
"""What the page is called where a form's id would stand."""


def printed(chosen: opening.Chosen, page: printing.Page, output: Path, *, said: str) -> None:
    """Print why we are involved. Raises: FamilyNotFound, NothingToPrint, FileUnwritable."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        told = desk.store.ask(why.why, family_id)
        setter = text.Typesetter()
        content = typeset(told, page, printing.place_of(desk.folder), typesetter=setter)
        printing.write(output, content, setter)
        given = copies.Copy(
            to="The family",
            what=paper.TITLE,
            reader="family",
            method="saved",
            format=printing.written_as(page),
        )
        desk.store.do(copies.given, family_id, given)
    console.tell(f"{output} is not encrypted. Print it, then delete it.")


def typeset(
    told: why.Why, page: printing.Page, place: printing.Place, *, typesetter: text.Typesetter | None = None
) -> bytes:
    """The page that says why we are involved, as a PDF. `typesetter` knows which letters no font has."""
    return paper.printed(
        told,
        words=words.of(page.language),
        authority_name=place.name,
        contacts=place.contacts,
        size=page.size,
        tint=page.tint,
        beside=page.second,
        practice=place.practice,
        typesetter=typesetter,
    )
