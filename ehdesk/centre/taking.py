"""Taking in a batch: what it may need is read set-wise, and all that became of its acts is written at once.

Nothing here waits for anything but the database.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from ehdesk.centre import draft as drafts
from ehdesk.centre import epochs, history, kept_acts, people, reading, records, standing, store
from ehdesk.centre.batch import Batch as Batch
from ehdesk.centre.batch import Sender as Sender
from ehdesk.rules import paths, rights
from ehdesk.sync import protocol


def take(
    ledger: store.Ledger, sender: Sender, came: Sequence[reading.Incoming], n: int, now: datetime
) -> tuple[list[tuple[str, kept_acts.Fate]], int]:
    """Take in a batch, oldest first. What became of each act, by the id that it came under and in their
    order; and the highest number."""
    batch = Batch(ledger, sender, now, n)
    batch.fates = _known(ledger, came)
    fresh = [one.act for one in came if one.id not in batch.fates and one.act is not None]
    gather(batch, fresh)
    fates = [(one.id, batch.take(one)) for one in came]
    _write(batch)
    return fates, batch.n


def gather(batch: Batch, acts: list[protocol.Act]) -> None:
    """Read everything that a batch may need, set-wise."""
    ledger, changes = batch.ledger, [change for act in acts for change in act.changes]
    if not changes:
        return
    touched = {change.record for change in changes}
    counted = Counter(change.record for change in changes)
    beside = {change.beside for change in changes if change.beside}
    batch.held = records.of(ledger, touched | beside)
    more = {one.beside for one in batch.held.values() if one.beside} | _ends_of_links(changes, batch.held)
    batch.held |= records.of(ledger, more - batch.held.keys())
    scopes = {change.scope for change in changes} | {one.scope for one in batch.held.values()}
    families = set(filter(None, map(rights.family_of, scopes)))
    batch.held |= records.of(ledger, families - batch.held.keys())
    batch.held |= {
        record: one
        for record, one in records.in_scopes(ledger, map(standing.file_scope, families), "episode").items()
        if record not in batch.held
    }
    batch.stored = frozenset(batch.held)
    batch.spoken_of |= batch.held.keys() | beside | more | families
    batch.spoken_of |= {record for record, times in counted.items() if times > 1}
    batch.aside = records.made_aside(ledger, (touched | families) - batch.held.keys())
    batch.grace = standing.in_grace(ledger, batch.sender.person.staff.id, batch.sender.cursor, batch.now)
    batch.lives = kept_acts.lives(ledger, {act.incarnation for act in acts})
    batch.known_lives = frozenset(batch.lives)
    batch.cards = people.known_ids(ledger, {one.record for one in changes if one.kind == "practitioner"})
    if batch.sender.waits and batch.sender.waits.for_words:
        batch.to_come = epochs.missing(ledger, set().union(*map(drafts.upon, acts)))
    _gather_bases(batch, acts)


def _ends_of_links(changes: list[protocol.Change], held: Mapping[str, records.Held]) -> set[str]:
    """The records that are, or would be, said to be of one human."""
    said = [edit.value for one in changes if one.kind == "person_link" for edit in one.edits]
    links = [one.fields for one in held.values() if one.kind == "person_link"]
    said += [fields.get(end) for fields in links for end in ("one", "other")]
    return {one for one in said if isinstance(one, str) and reading.is_id(one)}


def _gather_bases(batch: Batch, acts: list[protocol.Act]) -> None:
    """The values that edits were made upon, where somebody else has spoken since."""
    wanted = set()
    of_held = [change for act in acts for change in act.changes if change.record in batch.held]
    spoken_of = Counter(
        (change.record, paths.row_of(edit.path)) for change in of_held for edit in change.edits
    )
    for change in of_held:
        voices = batch.held[change.record].voices
        for edit in change.edits:
            if edit.base is None:
                continue
            row = paths.row_of(edit.path)
            spoken = [voices[path] for path in {edit.path, row} if path in voices]
            others = any(voice[0] != edit.base for voice in spoken)
            if others or spoken_of[(change.record, row)] > 1:
                wanted.add((change.record, edit.base))
    made = {record: batch.held[record].made for record, _ in sorted(wanted)}
    batch.values = history.left_by(batch.ledger, made, {base for _, base in wanted})


def _known(ledger: store.Ledger, came: Sequence[reading.Incoming]) -> dict[str, kept_acts.Fate]:
    """What had become of these acts; of those whose id is another act's, under the id they are kept by."""
    found = kept_acts.known(ledger, [one.id for one in came])
    first: dict[str, str] = {}
    clashing = [
        reading.beside(one).id
        for one in came
        if (found[one.id].sha256 if one.id in found else first.setdefault(one.id, one.sha256)) != one.sha256
    ]
    return found | kept_acts.known(ledger, clashing)


def _write(batch: Batch) -> None:
    changed = [batch.held[record] for record in sorted(batch.changed)]
    records.put(batch.ledger, changed, batch.stored)
    records.name_files(batch.ledger, changed)
    fresh = {life: staff for life, staff in batch.lives.items() if life not in batch.known_lives}
    kept_acts.write(batch.ledger, batch.written, fresh)
    around = {family: batch.around(family) for family in sorted(batch.families)}
    known = {family: found for family, found in around.items() if found is not None}
    if known:
        standing.grant(batch.ledger, batch.roster(), known, batch.n, batch.now)
