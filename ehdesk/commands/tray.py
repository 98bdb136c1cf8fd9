"""The tray by command: what waits for a printer, made into a file or locked to be sent, and taken out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ehdesk import errors, words
from ehdesk.commands import console, leaving, opening, printing
from ehdesk.models import acts, family, readership, tray, visit_pack
from ehdesk.paper import pack, papers
from ehdesk.rules import readers


@dataclass(frozen=True)
class Line:
    """Something in the tray, and whose it is: the family's name and reference."""

    item: tray.Waiting
    name: str
    reference: str


@dataclass(frozen=True)
class Look:
    """What was decided of words that were found: the answers that stay out, and whether the rest may go."""

    without: frozenset[str] = frozenset()
    checked: bool = False


def listed(chosen: opening.Chosen, *, as_json: bool) -> None:
    """What waits in the tray, the longest waiting first."""
    with opening.opened(chosen) as desk:
        found = desk.store.ask(_waiting)
    if as_json:
        console.as_json({"waiting": [_told(line) for line in found]})
        return
    if not found:
        console.say("Nothing waits for a printer.")
        return
    rows = [
        (line.item.record_id, line.name, _papers(line.item), f"{line.item.put_at:%d %b %Y}") for line in found
    ]
    console.table(("Id", "Family", "Papers", "Since"), rows)


def give(chosen: opening.Chosen, item_id: str, way: leaving.Way, look: Look, *, as_json: bool) -> None:
    """Make the papers of one thing in the tray, all or none, into a file; it waits no longer.

    Raises: RecordMissing; NotTheirs, LookFirst and what else keeps a paper from its reader; OneReaderOnly,
    NotSafeToSend, NameTells, WouldOverwrite for what is to be sent; FileUnwritable.
    """
    with opening.opened(chosen) as desk:
        item = _still_waiting(desk.store.ask(tray.item, item_id))
        reader = desk.store.ask(_reader, item) if way.to_send else readers.TEAM
        leaving.check(desk.store, way, reader, item.family_id)
        pdf, made = desk.store.ask(_made, item, printing.place_of(desk.folder), look)
        gone = leaving.write(way, pdf)
        back = desk.clock.today() + timedelta(days=opening.authority(desk).limits.paper_back_days)
        desk.store.do(visit_pack.given, item.family_id, made, method=way.method, back_on=back)
        desk.store.do(tray.done, item_id, "sent" if way.to_send else "printed")
    if as_json:
        console.as_json({"id": item_id, **gone.told(), "papers": [_piece(one.piece) for one in made]})
    else:
        leaving.say(gone, reader.name)


def take_out(chosen: opening.Chosen, item_id: str, *, as_json: bool) -> None:
    """Take something out of the tray: it waits no longer, and nothing is made. Raises: RecordMissing."""
    with opening.opened(chosen) as desk:
        _still_waiting(desk.store.ask(tray.item, item_id))
        desk.store.do(tray.done, item_id, "taken_out")
    if as_json:
        console.as_json({"id": item_id, "state": "taken_out"})
    else:
        console.say("Taken out of the tray. Nothing was printed.")


def _waiting(read: acts.Reading) -> tuple[Line, ...]:
    found = tray.waiting(read)
    return tuple(
        Line(one, *(family.named(read, one.family_id) if one.family_id else ("", ""))) for one in found
    )


def _still_waiting(item: tray.Waiting) -> tray.Waiting:
    """Raises: RecordMissing for what was printed, sent or taken out before."""
    if item.state != "waiting":
        raise errors.RecordMissing
    return item


def _reader(read: acts.Reading, item: tray.Waiting) -> readers.Reader:
    """The one who will read all of it. Raises: OneReaderOnly."""
    people = {piece.person for piece in item.pieces}
    if len(people) != 1:
        raise errors.OneReaderOnly
    who = people.pop()
    return readership.find(read, item.family_id, who) if who else readers.TEAM


def _made(
    read: acts.Reading, item: tray.Waiting, place: printing.Place, look: Look
) -> tuple[bytes, tuple[visit_pack.Made, ...]]:
    on = papers.Place(place.name, place.contacts, place.practice)
    binder = pack.Binder(words.of(_cover_language(item)), papers.cover(read, item.family_id, on))
    made = [_put(read, piece, item.family_id, binder, on, look) for piece in item.pieces]
    return binder.pdf(), tuple(made)


def _cover_language(item: tray.Waiting) -> str:
    """Its reader's, where all of it is for one of the family and in one language."""
    people = {piece.person for piece in item.pieces}
    spoken = {piece.language for piece in item.pieces}
    return spoken.pop() if len(spoken) == 1 and len(people) == 1 and all(people) else "en"


def _put(
    read: acts.Reading,
    piece: tray.Piece,
    family_id: str | None,
    binder: pack.Binder,
    place: papers.Place,
    look: Look,
) -> visit_pack.Made:
    """One paper; where words are found in it, as was decided of them. Raises: LookFirst for what was not."""
    try:
        return papers.put(read, piece, family_id, binder, place)
    except errors.LookFirst as found:
        left = tuple(one for one in found.faults if not look.checked and one.key not in look.without)
        if left:
            raise errors.LookFirst(left) from found
        looked = visit_pack.Looked(look.without, frozenset(found.faults))
    return papers.put(read, piece, family_id, binder, place, looked)


def _papers(item: tray.Waiting) -> str:
    return ", ".join(f"{piece.title} for {piece.to or 'you'}" for piece in item.pieces)


def _told(line: Line) -> dict[str, Any]:
    return {
        "id": line.item.record_id,
        "family_id": line.item.family_id,
        "family": line.name,
        "reference": line.reference,
        "title": line.item.title,
        "put_at": line.item.put_at.isoformat(),
        "papers": _pieces(line.item.pieces),
    }


def _pieces(pieces: Iterable[tray.Piece]) -> list[dict[str, Any]]:
    return [_piece(one) for one in pieces]


def _piece(piece: tray.Piece) -> dict[str, Any]:
    return {
        "kind": piece.kind,
        "title": piece.title,
        "form": piece.form or None,
        "of_record": piece.record_id or None,
        "variant": piece.variant or None,
        "reader_id": piece.person or None,
        "to": piece.to,
        "language": piece.language,
        "beside": piece.beside,
        "size": piece.size,
        "tint": piece.tint,
    }
