"""Somebody who has lost their place with a family while they are writing keeps their words before them."""

import pytest

from ehdesk.models import episode, form, lead
from ehdesk.ui import answer_text
from ehdesk.ui import desk as desks
from tests.ui.pages.conftest import AtWork

pytestmark = pytest.mark.usefixtures("no_strays")


def test_words_that_the_record_no_longer_takes_stay_on_the_page_and_it_says_what_to_do(
    at_work: AtWork,
) -> None:
    family_id = at_work.home.family
    note = at_work.kept.do(form.start, "note", family_id=family_id, answers={"text": "Tea."})
    page = at_work.go("note", note)
    begun = at_work.kept.do(episode.open_episode, family_id)
    at_work.kept.do(lead.hand_over_lead, begun, {"name": "Sarah Doyle", "practitioner": "sarah"})
    at_work.kept.store.take_standing("practitioner")
    said: list[desks.Notice] = []
    at_work.desk.said.connect(said.append)

    field = page.findChild(answer_text.Writing)
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    at_work.type(" She asked for the midwife.")
    at_work.qtbot.waitUntil(lambda: bool(said))
    at_work.settle()

    assert field.toPlainText() == "Tea. She asked for the midwife."
    assert said[0].text == "You are not in the team around this family"
    assert "begin a note without a family" in said[0].detail
    assert "Saved" not in page._edit.strip.saved_words()
    assert at_work.answers(note)["text"] == "Tea."
