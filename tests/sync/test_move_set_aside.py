"""A note that was moved into a file which its author may not write in any more stays where it was."""

import pytest
import sqlalchemy as sa

from ehdesk.models import acts, base, episode, filing, form, lead, soundness
from tests import building
from tests.at_a_centre import Office, office, sync

__all__ = ["office"]


def lies_in(read: acts.Reading, record: str) -> tuple[str | None, str | None] | None:
    found = sa.select(base.record.c.scope, base.record.c.family_id).where(base.record.c.id == record)
    row = read.connection.execute(found).first()
    return None if row is None else (row.scope, row.family_id)


@pytest.mark.parametrize("is_sent_before", [True, False])
def test_a_move_that_was_refused_lies_where_it_was_also_when_the_other_file_is_gone(
    office: Office, is_sent_before: bool
) -> None:
    maya, at_home = office.desk("Maya Okonjo"), office.desk("Maya at home")
    sam = office.desk("Sam Reed", role_of="Sam")
    hers, his = (building.a_family(maya, name).family for name in ("Kowalczyk", "Okafor"))
    stay = [maya.do(episode.open_episode, home, {"opened_on": "2026-07-01"}) for home in (hers, his)][1]
    for each in (maya, at_home):
        sync(each)
    note = building.a_note(maya, hers, text="Seen at home.")
    if is_sent_before:
        sync(maya)
    before = maya.ask(lies_in, note)
    maya.do(filing.move, note, his, "It is about the Okafors")
    to_sam = {"practitioner": str(sam.store.me), "name": "Sam Reed"}
    at_home.do(lead.hand_over_lead, stay, to_sam, reason="Away for a year")
    sync(at_home)
    told = sync(maya)
    assert [reason for _, reason in told.aside] == ["not_allowed"]
    assert maya.ask(lies_in, note) == before
    assert before == (base.family_scope(hers), hers)
    assert maya.ask(form.sheet, note).answers["text"] == "Seen at home."
    maya.do(form.answer, note, "text", "Seen at home, twice.")
    assert sync(maya).taken == 1
    assert maya.ask(soundness.history).wrong == 0
