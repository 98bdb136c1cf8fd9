"""What a person's page reads and the verbs it uses: without how to reach them, or with all of it."""

from dataclasses import replace

from ehdesk.models import acts, directory, facts, family, person, practitioner
from ehdesk.ui import form_opening, form_session


def _read(
    read: acts.Reading, person_id: str, words: form_opening.Words, *, whole: bool
) -> form_opening.Opened:
    """The person's sheet and what its page needs. Raises: RecordMissing."""
    sheet = facts.facts(read, person_id, whole=whole)
    people = person.people(read, sheet.family_id) if sheet.family_id else ()
    others = tuple(card for card in people if card.id != person_id)
    name, reference = family.named(read, sheet.family_id) if sheet.family_id else ("", "")
    around = form_opening.surroundings(others, practitioner.alongside(read), read, words)
    agencies = tuple(line.name for line in directory.directory(read))
    named = person.names(read, sheet.family_id) if sheet.family_id else {}
    return form_opening.Opened(
        sheet=sheet,
        family_name=name,
        reference=reference,
        around=replace(around, compact=True, suggestions={"setting": agencies}),
        names=named,
        seen=read.mark,
        about=form_opening.about(read, sheet, named),
        two=form_opening.two_versions(read, sheet),
    )


def _read_open(read: acts.Reading, person_id: str, words: form_opening.Words) -> form_opening.Opened:
    return _read(read, person_id, words, whole=False)


def _read_whole(read: acts.Reading, person_id: str, words: form_opening.Words) -> form_opening.Opened:
    return _read(read, person_id, words, whole=True)


OPEN = form_session.Kind(
    read=_read_open,
    answer=facts.verb_for,
    add_row=facts.add_row,
    remove_row=facts.remove_row,
    move_row=facts.move_row,
    undo=facts.undo,
    redo=facts.redo,
    history=facts.voices,
)
WHOLE = replace(OPEN, read=_read_whole, undo=facts.undo_any, redo=facts.redo_any)
"""With how to reach them: only ever on “Show”."""
