"""Paper that comes back: the code of a page opens the right record, with what the paper itself tells."""

from dataclasses import dataclass
from typing import Any

from ehdesk import errors
from ehdesk.forms import definition
from ehdesk.models import acts, answering, base, beginning, held, paper_run, untouched

_FROM_PAPER, _TYPIST = "entered_from_paper", "typist"
_OPEN = ("draft", "void")


@dataclass(frozen=True)
class Entry:
    """A page that is ready to be typed in: into which record, and what the book says of its run.

    `known` are the keys of the questions that the paper has answered by itself.
    """

    record_id: base.RecordId
    run: paper_run.Run
    page: int
    known: frozenset[str]


@acts.act("paper.opened")
def open_page(work: acts.Work, typed: str, *, family_id: str | None = None) -> Entry:
    """The record for the page of a code: the draft it belongs to, or a new one with what the paper tells.

    `family_id` says whose a page is that was printed for nobody. A refusal changes nothing.
    Raises: PaperCodeUnreadable, PaperUnknown, PaperToKeep, PaperSpoiled, PageEntered, PaperOlder,
    PaperFinished, PaperOfNobody.
    """
    found = paper_run.by_code(work, typed)
    paper_run.check_enterable(found)
    run = found.run
    whose = run.family_id or family_id
    asked = work.form(run.printed.form)
    record = _standing(work, run, asked)
    if record is None:
        if whose is None:
            raise errors.PaperOfNobody
        record = _begun(work, run, whose)
    told = _told(work, asked, run)
    if not run.entered:
        for key, value in told.items():
            answering.put(work, record, asked, key, value)
    paper_run.belongs_to(work, run.record_id, record.id, whose)
    return Entry(base.RecordId(record.id), run, found.page, frozenset(told))


def _standing(work: acts.Work, run: paper_run.Run, asked: definition.Form) -> held.Held | None:
    """The draft that the paper belongs to; None where it is still to be begun."""
    record = work.find(run.printed.of_record) if run.printed.of_record else None
    version = record.form_version if record is not None else asked.version
    if version != run.printed.form_version:
        raise errors.PaperOlder(form=asked.named_in_a_sentence)
    if record is not None and record.status not in _OPEN:
        raise errors.PaperFinished(form=asked.named_in_a_sentence)
    if record is not None and record.status == "void":
        untouched.take_up(work, record.id)
        record = work.record(record.id)
        return record if record.status == "draft" else None
    return record


def _begun(work: acts.Work, run: paper_run.Run, family_id: str) -> held.Held:
    made = beginning.begin(work, run.printed.form, family_id=family_id, variant=run.printed.variant)
    return work.record(made)


def _told(work: acts.Work, asked: definition.Form, run: paper_run.Run) -> dict[str, Any]:
    """What the paper tells by itself: its language, when it was given out and came back, who types it in."""
    key_of = asked.columns.get
    told: dict[str, Any] = {
        key_of("given_on", ""): run.printed_on.isoformat(),
        key_of("received_on", ""): work.clock.today().isoformat(),
        key_of("language", ""): run.printed.language,
        _FROM_PAPER: True,
        _TYPIST: work.by,
    }
    keys = {question.key for question in asked.questions()}
    return {key: value for key, value in told.items() if key in keys}
