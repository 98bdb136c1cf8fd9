"""What an edit may ask of a record's past, beside what it was made upon; read only where one does."""

from typing import Any

from ehdesk.centre import history, kept_acts, records, store
from ehdesk.rules import settling


def of(ledger: store.Ledger, written: kept_acts.Written, record: str, made: int) -> settling.Past:
    """The past of one record: what is kept, and what the batch in hand has written so far. `made`: the act
    that made it, or 0."""

    def taken_away(row: str) -> Any:
        fresh = [
            (line.number, line.path, records.unpack(line.value))
            for line in written.revisions
            if line.record == record
        ]
        return history.held_before(ledger, record, made, row, fresh)

    def is_settling(act: str) -> bool:
        verb = written.verbs.get(act)
        return (kept_acts.verb_of(ledger, act) if verb is None else verb) == settling.SETTLED

    return settling.Past(taken_away, is_settling)
