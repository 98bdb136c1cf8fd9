"""What is fetched anew is taken away in portions: an act may have touched records of two of them."""

import pytest

from ehdesk.models import acts, base, enrolled, form, soundness, withdrawn
from tests import building
from tests.at_a_centre import Office, office, sync
from tests.sync.test_files_after_restore import copy_of, put_back

__all__ = ["office"]

WORDS = "Ring before noon."


@acts.act("answer.given")
def _in_both(work: acts.Work, records: list[str]) -> None:
    for one in records:
        work.edit(work.record(one), "text", WORDS)


def test_an_act_on_records_of_two_portions_is_fetched_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Field", "Ruth")
    home = building.a_family(maya)
    notes: list[base.RecordId] = [building.a_note(maya, home.family) for _ in range(2)]
    for each in (maya, ruth):
        sync(each)
    copy = copy_of(office)
    maya.do(_in_both, notes)
    for each in (maya, ruth):
        sync(each)
    put_back(office, copy)
    monkeypatch.setattr(withdrawn, "_AT_ONCE", 1)
    for each in (maya, ruth, maya):
        sync(each)
    for desk in (maya, ruth):
        assert [desk.ask(form.sheet, one).answers["text"] for one in notes] == [WORDS, WORDS]
        assert desk.ask(enrolled.standing).waits == 0
        assert desk.ask(soundness.history).wrong == 0
    assert [office.centre.fields(one)["text"] for one in notes] == [WORDS, WORDS]
