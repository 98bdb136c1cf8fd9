"""A second version goes nowhere: no paper, no copy, no export and no search has it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from ehdesk.commands import printing
from ehdesk.models import acts, base, bundle_out, choosing, finding, form, history, versions
from ehdesk.settings import Contacts
from ehdesk.sync import protocol
from tests import building
from tests.paper import readback

OPEN, APART = "zqxopen", "zqxapart"
PLACE = printing.Place("Harlow Beck", Contacts(), practice=False)


@pytest.fixture
def part_a(desk: building.Desk) -> str:
    """A Part A in which a colleague's words are beside ours, in an open answer and in one kept apart."""
    record = desk.do(form.start, "eha_part_a", family_id=building.a_family(desk).family)
    for path, mine, hers in (
        ("family_hopes", "To sleep well", f"To sleep {OPEN}"),
        ("staff_safety", "A dog", f"A dog {APART}"),
    ):
        desk.do(form.answer, record, path, mine)
        home = desk.ask(_home_of, record, path)
        building.arrive(desk, home, protocol.Edit(path, value=hers))
    assert {one.path for one in desk.ask(versions.waiting)} == {"family_hopes", "staff_safety"}
    return str(record)


def _home_of(read: acts.Reading, record_id: str, path: str) -> str:
    rows = read.connection.execute(
        sa.select(base.record.c.id, base.record.c.fields).where(
            sa.or_(base.record.c.id == record_id, base.record.c.beside == record_id)
        )
    )
    return next(str(row.id) for row in rows if path in base.unpack(row.fields))


Read = Callable[[building.Desk, str], str]


def paper(desk: building.Desk, record: str, **wanted: str) -> str:
    page = printing.Page("eha_part_a", **wanted)  # type: ignore[arg-type]
    return str(readback.words(desk.ask(printing.typeset, record, page, PLACE)))


READS: dict[str, Read] = {
    "export": lambda desk, _record: desk.ask(bundle_out.take_out).decode(),
    "sheet": lambda desk, record: repr(desk.ask(form.sheet, record)),
    "paper for the worker": paper,
    "paper for a parent": lambda desk, record: paper(
        desk, record, reader="family", who="Agnieszka Kowalczyk"
    ),
}


@pytest.mark.parametrize("what", READS)
def test_nothing_that_leaves_the_record_has_a_second_version(
    desk: building.Desk, part_a: str, what: str
) -> None:
    found = READS[what](desk, part_a)
    assert "To sleep well" in found
    assert OPEN not in found
    assert APART not in found


def test_search_does_not_find_a_second_version(desk: building.Desk, part_a: str) -> None:
    assert [one.record_id for one in desk.ask(finding.everywhere, "sleep well")] == [part_a]
    for word in (OPEN, APART):
        assert desk.ask(finding.everywhere, word) == ()


@pytest.mark.parametrize("audience", ["file", "family"])
def test_who_may_not_read_an_answer_may_not_read_its_second_version(
    desk: building.Desk, part_a: str, audience: str
) -> None:
    for query, args in (
        (versions.waiting, ()),
        (versions.beside, (part_a, "staff_safety")),
        (versions.paths_of, (part_a,)),
        (history.history, (part_a, "staff_safety")),
    ):
        assert APART not in repr(desk.ask(query, *args, audience=audience))
    assert "staff_safety" not in desk.ask(versions.paths_of, part_a, audience=audience)


def test_once_it_is_settled_the_chosen_words_are_found_and_the_others_are_not(
    desk: building.Desk, part_a: str
) -> None:
    (one,) = [each for each in desk.ask(versions.waiting) if each.path == "family_hopes"]
    desk.do(choosing.settle, [choosing.Choice(one.home_id, one.path, keeps=False, value=one.others[0].value)])
    assert desk.ask(finding.everywhere, OPEN)
    assert not desk.ask(finding.everywhere, APART)
