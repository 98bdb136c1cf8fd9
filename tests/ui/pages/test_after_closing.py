"""A family that was closed comes back to Today when it is time to ask how things are."""

from datetime import UTC, datetime

import pytest

from ehdesk.ui import note_page
from tests.casework import AL_MASRI
from tests.ui.pages.conftest import AtWork

pytestmark = pytest.mark.usefixtures("no_strays")


def test_a_closed_family_is_told_on_today_and_leads_to_a_note_of_it(in_autumn: AtWork) -> None:
    in_autumn.kept.time.moment = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
    page = in_autumn.go("today")
    row = next(row for row in page.late.list.rows() if "Al-Masri" in row.title)
    assert row.title == "Al-Masri–Qureshi · Ask how things are, six months after closing"
    assert row.side == "Write a note"
    page.late.list.chosen.emit(row.key)
    in_autumn.settle()
    note = in_autumn.window.page()
    assert isinstance(note, note_page.NotePage)
    assert note.place().more.get("family") == AL_MASRI


def test_the_familys_file_says_when_it_is_asked_next(in_autumn: AtWork) -> None:
    page = in_autumn.go("family", AL_MASRI)
    assert "ask how things are, six months on, by Saturday 27 February 2027" in page.head.stands.text()
