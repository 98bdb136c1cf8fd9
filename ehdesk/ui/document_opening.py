"""Opening one document from a page that is not its family's file: inside ehdesk, as it is opened there."""

from collections.abc import Callable
from functools import partial

from ehdesk.models import acts, document, person
from ehdesk.ui import answer_input, document_dialog, form_opening
from ehdesk.ui import desk as desks

Around = tuple[answer_input.Surroundings, dict[str, str]]


def read(reading: acts.Reading, family_id: str, words: form_opening.Words) -> Around:
    """The people of the family, whom a document may be about."""
    people = person.people(reading, family_id)
    around = form_opening.surroundings(people, {}, reading, words)
    return around, {str(card.id): card.known_as for card in people}


def show(
    page: desks.Page, desk: desks.Desk, line: document.DocumentLine, changed: Callable[[], object]
) -> None:
    """Open it in front of the page; `changed` is called when something else is said of it."""
    shown = partial(_show, page, desk, line, changed)
    desk.ask(read, line.family_id, desk.words, then=shown, owner=page)


def _show(
    page: desks.Page,
    desk: desks.Desk,
    line: document.DocumentLine,
    changed: Callable[[], object],
    told: Around,
) -> None:
    dialog = document_dialog.DocumentDialog(page.window(), desk, line.record_id, *told)
    dialog.changed.connect(changed)
