"""Work that comes in while ehdesk is behind other windows: the system says so, and names nobody."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from ehdesk import app as apps
from ehdesk.models import sent
from ehdesk.ui import carrying, noticing
from ehdesk.ui import desk as desks
from tests.ui.carried.conftest import Office


@dataclass
class Heard:
    lines: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, title: str, text: str) -> None:
        self.lines.append((title, text))


@dataclass
class Behind:
    outside: Heard
    notices: noticing.Noticing
    is_in_front: bool = False
    wanted: bool = True

    def stands(self, *, going: bool = False, **counts: Any) -> None:
        told = sent.Counts(is_enrolled=True, **counts)
        self.notices.follow(carrying.State(told, is_going=going))


@pytest.fixture
def behind() -> Behind:
    outside = Heard()
    made = Behind(outside, noticing.Noticing(lambda: made.is_in_front, outside, lambda: made.wanted))
    return made


def test_what_was_there_when_the_vault_was_opened_is_no_news(behind: Behind) -> None:
    behind.stands(news=4, seconds=2)
    assert behind.outside.lines == []


def test_each_change_is_told_once_and_by_its_number(behind: Behind) -> None:
    behind.stands(news=1)
    behind.stands(news=4)
    behind.stands(news=4)
    behind.stands(news=5)
    assert [title for title, _ in behind.outside.lines] == ["3 changes came in", "1 change came in"]


def test_what_needs_somebody_goes_before_a_number(behind: Behind) -> None:
    behind.stands()
    behind.stands(news=2, seconds=1)
    behind.stands(news=2, seconds=1, aside=1)
    assert [title for title, _ in behind.outside.lines] == ["Something needs you", "Something needs you"]


def test_nothing_is_told_while_a_go_is_under_way(behind: Behind) -> None:
    behind.stands()
    behind.stands(news=7, going=True)
    assert behind.outside.lines == []
    behind.stands(news=9)
    assert [title for title, _ in behind.outside.lines] == ["9 changes came in"]


def test_who_looks_at_the_window_is_told_by_the_window(behind: Behind) -> None:
    behind.stands()
    behind.is_in_front = True
    behind.stands(news=3)
    behind.is_in_front = False
    behind.stands(news=3)
    assert behind.outside.lines == []


def test_who_wants_no_notices_gets_none(behind: Behind) -> None:
    behind.stands()
    behind.wanted = False
    behind.stands(news=3, seconds=1)
    assert behind.outside.lines == []


def test_what_was_looked_at_is_not_counted_again(behind: Behind) -> None:
    behind.stands(news=5)
    behind.stands(news=0)
    behind.stands(news=2)
    assert [title for title, _ in behind.outside.lines] == ["2 changes came in"]


def test_a_colleagues_change_is_told_without_a_name(
    office: Office, life: apps.Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = Heard()
    monkeypatch.setattr(noticing.SystemNotices, "tell", lambda _self, *said: outside.tell(*said))
    home = office.a_family(life)
    note = office.a_note(life, home)
    office.go(life)
    assert outside.lines == [], "their own work is no news"
    office.sam_writes(note, "Seen at school")
    window = office.lives.window(life)
    monkeypatch.setattr(type(window), "isActiveWindow", lambda _self: False)
    office.go(life)
    assert outside.lines == [("1 change came in", "")]


def test_nobody_is_told_outside_of_a_choice_against_it(office: Office, life: apps.Life) -> None:
    window = office.lives.window(life)
    window.go(desks.Place("settings"))
    office.lives.settle(life)
    page: Any = window.page()
    tick = page.choices.notices
    assert tick.isChecked(), "it is said unless somebody chooses otherwise"
    tick.click()
    assert life.working().desk.prefers.notices is False
