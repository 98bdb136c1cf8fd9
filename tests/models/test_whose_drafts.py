"""A draft that is for its author alone is continued by nobody else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from ehdesk import errors
from ehdesk.models import base, bundle, bundle_out, family, filing, form, note, search, signing
from tests import building

WORD = "Tangerine"


@dataclass
class Two:
    """Sarah's desk, with what Carol had begun on hers."""

    sarah: building.Desk
    home: building.Household
    checklist: base.RecordId
    finished: base.RecordId
    unfiled: base.RecordId


@pytest.fixture
def two(desk: building.Desk, household: building.Household, tmp_path: Path) -> Two:
    checklist = building.a_checklist(desk, household.family, proud_of=WORD)
    finished = building.complete_checklist(desk, household.family)
    desk.do(form.finish, finished)
    unfiled = building.a_note(desk, None, text=f"{WORD} was what she said.")
    desk.do(form.start, "feedback_parent", family_id=household.family)
    sarah = building.new_desk(tmp_path / "sarah", name="Sarah Bright", life=5)
    desk.others.append(sarah)
    said = bundle.read_bundle(desk.ask(bundle_out.take_out), today=date(2026, 9, 30)).bundle
    sarah.do(bundle.bring_in, said)
    return Two(sarah, household, checklist, finished, unfiled)


def test_nobody_elses_draft_is_offered_to_go_on_with(two: Two) -> None:
    assert two.sarah.ask(form.drafts) == ()
    assert two.sarah.ask(note.unfiled_notes) == ()
    listed = [line.record_id for line in two.sarah.ask(form.forms_of_family, two.home.family)]
    assert listed == [two.finished]
    assert two.sarah.ask(family.caseload).lines[0].drafts == 0
    assert two.sarah.ask(search.find, WORD) == ()


def test_my_own_are_offered_as_before(two: Two) -> None:
    mine = building.a_checklist(two.sarah, two.home.family, proud_of="Mine")
    assert [line.record_id for line in two.sarah.ask(form.drafts)] == [mine]
    listed = two.sarah.ask(form.forms_of_family, two.home.family)
    assert {line.record_id: line.is_mine for line in listed} == {mine: True, two.finished: False}
    assert two.sarah.ask(family.caseload).lines[0].drafts == 1


@pytest.mark.parametrize(
    "doing",
    [
        lambda two: two.sarah.ask(form.sheet, two.checklist),
        lambda two: two.sarah.do(form.answer, two.checklist, "proud_of", "Not mine to say"),
        lambda two: two.sarah.do(form.finish, two.checklist),
        lambda two: two.sarah.do(form.void, two.checklist, "Not mine to void"),
        lambda two: two.sarah.do(form.file_under, two.unfiled, two.home.family),
        lambda two: two.sarah.ask(form.sheet, two.unfiled),
    ],
    ids=["read", "answer", "finish", "void", "file", "read a note"],
)
def test_only_the_author_goes_on_with_it(doing: Callable[[Two], object], two: Two) -> None:
    with pytest.raises(errors.NotItsAuthor):
        doing(two)


def test_what_was_finished_once_is_read_by_all_while_it_is_written_again(two: Two) -> None:
    """Sent back by Sarah and moved to the right family, it is still the one that she read."""
    two.sarah.do(signing.send_back, two.finished, "Say what came of it")
    other = building.a_family(two.sarah, "Okafor").family
    two.sarah.do(filing.move, two.finished, other, "Wrong file")

    assert two.sarah.ask(form.sheet, two.finished).family_id == other
    third = building.new_desk(two.sarah.folder.root.parent / "third", name="Third", life=6)
    two.sarah.others.append(third)
    said = bundle.read_bundle(two.sarah.ask(bundle_out.take_out), today=date(2026, 9, 30)).bundle
    third.do(bundle.bring_in, said)
    assert third.ask(form.sheet, two.finished).status == "draft"


def test_it_does_not_leave_with_what_somebody_else_takes_out(two: Two) -> None:
    out = two.sarah.ask(bundle_out.take_out)
    assert WORD.encode() not in out
    assert two.finished.encode() in out
