"""A worker types upon what the page showed, and somebody else's words have come in since: both are kept."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, enrolled, form, history
from ehdesk.sync import protocol
from tests.models.test_replay import with_journal_of
from tests.sync import test_any_order as any_order
from tests.sync.conftest import Team, Worker
from tests.sync.test_engine import a_shared_note, agree, is_sound, seconds, sheet


@dataclass
class Page:
    """A note that stands open: what was read of it last, and when that was."""

    worker: Worker
    note: str
    mark: int = 0
    sitting: str = "page"

    def read(self) -> "Page":
        self.mark = self.worker.desk.ask(lambda read: read.mark)
        return self

    def type(self, value: Any, path: str = "text") -> None:
        self.worker.desk.do(form.answer, self.note, path, value, sitting=self.sitting, seen=self.mark)

    def put(self, path: str, value: Any) -> None:
        self.worker.desk.do(typed, self.note, path, value, sitting=self.sitting, seen=self.mark)


@acts.act("answer.given", extends=True)
def typed(work: acts.Work, record_id: str, path: str, value: Any) -> None:
    work.edit(work.record(record_id), path, value)


def says(worker: Worker, note: str, path: str, value: Any) -> None:
    """Somebody else says something, and it has gone to the centre."""
    worker.desk.do(typed, note, path, value)
    worker.sync()


def waiting(worker: Worker) -> int:
    wanted = sa.select(sa.func.count()).select_from(base.act).where(base.unanswered())
    return int(worker.desk.ask(lambda read: read.connection.execute(wanted).scalar_one()))


def test_what_came_in_while_a_page_stood_open_is_not_overwritten(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", "Carol's words")
    tom.sync()
    page.type("Tom's words")
    assert sheet(tom, note)["text"] == "Carol's words", "the screen comes to what the centre will come to"
    assert seconds(tom, note) == ["Tom's words"], "before the centre has heard of it"
    assert is_sound(tom)
    agree(team, note, tom, carol)
    assert sheet(carol, note)["text"] == "Carol's words"
    assert seconds(carol, note) == ["Tom's words"]


def test_a_page_that_was_read_again_writes_upon_what_came_in(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", "Carol's words")
    tom.sync()
    page.read().type("Carol's words, and Tom's")
    agree(team, note, tom, carol)
    assert sheet(carol, note)["text"] == "Carol's words, and Tom's"
    assert seconds(carol, note) == []


def test_typing_on_after_an_arrival_stays_one_act_and_one_second_version(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", "Carol's words")
    tom.sync()
    before = waiting(tom)
    for words in ("To", "Tom", "Tom's", "Tom's words"):
        page.type(words)
        assert seconds(tom, note) == [words]
        assert is_sound(tom)
    assert waiting(tom) == before + 1
    agree(team, note, tom, carol)
    assert seconds(carol, note) == ["Tom's words"]


def test_an_act_that_was_open_when_others_words_came_in_goes_on(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    page.type("To")
    says(carol, note, "text", "Carol's words")
    come_in(tom)
    before = waiting(tom)
    page.type("Tom's words")
    assert waiting(tom) == before == 1
    assert sheet(tom, note)["text"] == "Carol's words"
    assert seconds(tom, note) == ["Tom's words"]
    assert is_sound(tom)
    agree(team, note, tom, carol)
    assert seconds(carol, note) == ["Tom's words"]


def come_in(worker: Worker) -> None:
    """What others did comes in while an act is open: the message went before that began."""
    known = worker.desk.ask(enrolled.link)
    assert known is not None
    said = protocol.Exchange(
        epoch=known.epoch,
        incarnation=known.incarnation,
        number=known.number + 1,
        previous=known.previous,
        cursor=known.cursor,
        acts=(),
        has=known.has,
    )
    worker.desk.do(enrolled.settle, said, worker.door.centre.exchange(worker.door.device, said), "digest")


def test_two_who_tick_in_one_list_have_both_their_ticks(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    says(carol, note, "codes", ["p"])
    tom.sync()
    page = Page(tom, note).read()
    says(carol, note, "codes", ["p", "q"])
    tom.sync()
    page.put("codes", ["p", "r"])
    assert any_order.fields(tom, note)["codes"] == ["p", "q", "r"]
    page.put("codes", ["p", "r", "s"])
    page.put("codes", ["p", "s"])
    assert any_order.fields(tom, note)["codes"] == ["p", "q", "s"]
    agree(team, note, tom, carol)
    assert any_order.fields(carol, note)["codes"] == ["p", "q", "s"]
    assert seconds(carol, note) == []


def test_what_others_cleared_while_it_was_written_in_stays_and_says_so(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", None)
    tom.sync()
    page.type("Tom's words")
    assert sheet(tom, note)["text"] == "Tom's words"
    agree(team, note, tom, carol)
    assert sheet(carol, note)["text"] == "Tom's words"
    assert [one.reason for one in carol.desk.ask(history.second_versions, note)] == ["edited and removed"]


def test_what_one_cleared_unseen_stays_with_the_others_words(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", "Carol's words")
    tom.sync()
    page.type(None)
    assert sheet(tom, note)["text"] == "Carol's words"
    agree(team, note, tom, carol)
    assert seconds(carol, note) == [None]


def test_a_row_that_others_took_away_comes_back_with_what_was_being_written_in_it(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    says(carol, note, "rows/a", {"rank": "V", "said": "Begun"})
    tom.sync()
    page = Page(tom, note).read()
    says(carol, note, "rows/a", None)
    tom.sync()
    page.put("rows/a/said", "Tom's")
    page.put("rows/a/said", "Tom's words")
    assert any_order.fields(tom, note)["rows"]["a"] == {"rank": "V", "said": "Tom's words"}
    agree(team, note, tom, carol)
    assert any_order.fields(carol, note)["rows"]["a"] == {"rank": "V", "said": "Tom's words"}
    assert [one.reason for one in carol.desk.ask(history.second_versions, note)] == ["edited and removed"]


def test_a_row_in_which_others_wrote_unseen_cannot_be_taken_away(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    says(carol, note, "rows/a", {"rank": "V", "said": "Begun"})
    tom.sync()
    page = Page(tom, note).read()
    says(carol, note, "rows/a/said", "Carol's words")
    tom.sync()
    page.put("rows/a", None)
    assert any_order.fields(tom, note)["rows"]["a"]["said"] == "Carol's words"
    agree(team, note, tom, carol)
    assert any_order.fields(carol, note)["rows"]["a"]["said"] == "Carol's words"
    assert seconds(carol, note) == [None]


def test_cells_of_one_row_that_two_people_wrote_in_merge(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    says(carol, note, "rows/a", {"rank": "V", "said": "Begun", "more": "Also"})
    tom.sync()
    page = Page(tom, note).read()
    says(carol, note, "rows/a/more", "Carol's")
    tom.sync()
    page.put("rows/a/said", "Tom's")
    agree(team, note, tom, carol)
    assert any_order.fields(carol, note)["rows"]["a"] == {"rank": "V", "said": "Tom's", "more": "Carol's"}
    assert seconds(carol, note) == []


def test_saying_what_the_page_shows_already_changes_nothing(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", "Carol's words")
    tom.sync()
    page.type("Zofia showed me a drawing.")
    assert waiting(tom) == 0
    page.type("Carol's words")
    assert waiting(tom) == 0, "both said the same"
    assert seconds(tom, note) == []


def test_after_a_second_version_was_sent_going_on_is_upon_my_own_words(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", "Carol's words")
    tom.sync()
    page.type("Tom's words")
    tom.sync()
    page.type("Tom's words, longer")
    agree(team, note, tom, carol)
    assert sheet(carol, note)["text"] == "Carol's words"
    assert seconds(carol, note)[-1] == "Tom's words, longer"


def test_a_field_in_which_somebody_else_spoke_last_is_not_taken_back(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", "Carol's words")
    tom.sync()
    page.type("Tom's words")
    with pytest.raises(errors.OtherVoice):
        tom.desk.do(form.undo, note)
    assert sheet(tom, note)["text"] == "Carol's words"


def test_taking_back_a_row_in_which_somebody_wrote_since_is_refused(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    page.put("rows/a", {"rank": "V", "said": "Begun"})
    tom.sync()
    carol.sync()
    says(carol, note, "rows/a/said", "Carol's words")
    tom.sync()
    with pytest.raises(errors.OtherVoice):
        tom.desk.do(form.undo, note)
    assert any_order.fields(tom, note)["rows"]["a"]["said"] == "Carol's words"


def test_after_a_crash_the_longest_words_of_a_second_version_come_back_from_the_journal(
    team: Team, tmp_path: Path
) -> None:
    carol, tom, note = a_shared_note(team)
    page = Page(tom, note).read()
    says(carol, note, "text", "Carol's words")
    tom.sync()
    page.type("Tom's")
    earlier = tom.desk.photograph(tmp_path / "earlier")
    page.type("Tom's words")
    other = tom.desk.open_at(with_journal_of(tom.desk, earlier), life=9)
    again = Worker(other, tom.door)
    assert seconds(again, note) == ["Tom's words"]
    assert is_sound(again)
