"""The out and in book: what was printed under which code, where it is, and what was typed in of it."""

from datetime import date, timedelta

import pytest

from ehdesk import errors
from ehdesk.models import acts, base, form, paper_run
from ehdesk.rules import paper_code
from tests import building

PAGES = (("given_by", "listened"), ("what_helped",), ("anything_else",))


def a_run(
    desk: building.Desk, household: building.Household, *, expected_on: date | None = None
) -> paper_run.Run:
    number = desk.ask(paper_run.new_number)
    what = paper_run.Printed("feedback_parent", 1, PAGES, variant="taf", expected_on=expected_on)
    made = desk.do(paper_run.printed, number, what, family_id=household.family)
    (run,) = [one for one in desk.ask(paper_run.of_family, household.family) if one.record_id == made]
    return run


def test_a_code_finds_its_run_and_page_after_opening_again(
    desk: building.Desk, household: building.Household
) -> None:
    run = a_run(desk, household)
    found = desk.reopen().ask(paper_run.by_code, run.code(2).lower().replace("-", " "))
    assert (found.run, found.page) == (run, 2)
    assert found.run.printed.pages[found.page - 1] == ["what_helped"]
    assert (run.printed.form, run.printed.variant, run.state) == ("feedback_parent", "taf", "out")


def test_codes_of_two_runs_have_nothing_in_common_and_hold_no_name(
    desk: building.Desk, household: building.Household
) -> None:
    first, second = a_run(desk, household), a_run(desk, household)
    assert first.number != second.number
    assert len({first.code(1), first.code(2), second.code(1)}) == 3


def test_a_code_of_another_vault_and_a_page_that_is_not_there_are_refused(
    desk: building.Desk, household: building.Household
) -> None:
    run = a_run(desk, household)
    foreign = paper_code.written(paper_code.PageCode(run.number ^ 1, 1))
    for typed in (foreign, run.code(4)):
        with pytest.raises(errors.PaperUnknown):
            desk.ask(paper_run.by_code, typed)
    with pytest.raises(errors.PaperCodeUnreadable):
        desk.ask(paper_run.by_code, run.code(1)[:-1])


def test_a_run_is_back_once_every_page_was_typed_in(
    desk: building.Desk, household: building.Household
) -> None:
    run = a_run(desk, household, expected_on=desk.time.moment.date() + timedelta(days=7))
    into = desk.do(form.start, "feedback_parent", family_id=household.family, variant="taf")
    for page in (1, 2):
        desk.do(paper_run.entered, run.record_id, page, into)
    (still,) = desk.ask(paper_run.still_out)
    assert (str(still.state), still.entered, str(still.printed.of_record)) == ("out", frozenset((1, 2)), into)
    desk.do(paper_run.entered, run.record_id, 3, into)
    assert desk.ask(paper_run.still_out) == ()
    assert desk.ask(paper_run.by_code, run.code(3)).run.state == "returned"


def test_a_page_is_not_typed_in_twice_and_a_spoiled_one_not_at_all(
    desk: building.Desk, household: building.Household
) -> None:
    run, spoiled = a_run(desk, household), a_run(desk, household)
    into = desk.do(form.start, "feedback_parent", family_id=household.family, variant="taf")
    desk.do(paper_run.entered, run.record_id, 1, into)
    with pytest.raises(errors.PageEntered):
        desk.do(paper_run.entered, run.record_id, 1, into)
    desk.do(paper_run.mark, spoiled.record_id, "spoiled", "Coffee")
    with pytest.raises(errors.PaperSpoiled):
        desk.do(paper_run.entered, spoiled.record_id, 1, into)
    assert desk.ask(paper_run.by_code, spoiled.code(1)).run.entered == frozenset()


def test_only_paper_that_is_to_come_back_is_expected_the_first_first(
    desk: building.Desk, household: building.Household
) -> None:
    a_run(desk, household)
    today = desk.time.moment.date()
    later = a_run(desk, household, expected_on=today + timedelta(days=9))
    sooner = a_run(desk, household, expected_on=today + timedelta(days=2))
    kept = a_run(desk, household, expected_on=today + timedelta(days=1))
    desk.do(paper_run.mark, kept.record_id, "kept_by_child")
    expected = desk.ask(paper_run.still_out)
    assert [run.record_id for run in expected] == [sooner.record_id, later.record_id]
    names = desk.ask(paper_run.family_names, expected)
    assert set(names) == {household.family}


def test_a_place_that_paper_cannot_have_and_a_record_that_is_no_paper_are_refused(
    desk: building.Desk, household: building.Household
) -> None:
    run = a_run(desk, household)
    with pytest.raises(errors.PaperStateUnknown) as refused:
        desk.do(paper_run.mark, run.record_id, "lost")
    assert "kept_by_child" in refused.value.words()[2]
    with pytest.raises(errors.RecordMissing):
        desk.do(paper_run.mark, household.family, "returned")


def test_a_number_that_is_taken_is_not_given_again(
    desk: building.Desk, household: building.Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run(desk, household)

    def numbers(read: acts.Reading) -> tuple[bool, int]:
        taken = paper_run._by_number(read, run.number) is not None
        return taken, paper_run.new_number(read)

    taken, fresh = desk.ask(numbers)
    assert taken
    assert fresh != run.number
    assert 0 <= fresh < 2**paper_code.RUN_BITS


def test_the_table_says_where_the_paper_is(desk: building.Desk, household: building.Household) -> None:
    run = a_run(desk, household, expected_on=desk.time.moment.date())
    desk.do(paper_run.mark, run.record_id, "destroyed")

    def states(read: acts.Reading) -> list[tuple[str, str | None]]:
        rows = read.connection.execute(paper_run.TABLE.select())
        return [(row.state, row.expected_on) for row in rows]

    assert desk.ask(states) == [("destroyed", None)]
    assert base.metadata.tables["paper_run"] is paper_run.TABLE
