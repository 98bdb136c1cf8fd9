"""What an edit may ask of a record's past, beside what it was made upon; read only where one does."""

from typing import Any

from ehdesk.centre import kept_acts, records, store
from ehdesk.rules import settling


def of(ledger: store.Ledger, written: kept_acts.Written, record: str) -> settling.Past:
    """The past of one record: what is kept, and what the batch in hand has written so far."""

    def taken_away(row: str) -> Any:
        fresh = [line for line in written.revisions if line["record"] == record]
        return records.held_before(ledger, record, row, fresh)

    def is_settling(act: str) -> bool:
        fresh = [str(line["verb"]) for line in written.acts if line["id"] == act]
        verb = fresh[0] if fresh else kept_acts.verb_of(ledger, act)
        return verb == settling.SETTLED

    return settling.Past(taken_away, is_settling)
