"""Ctrl+K: typed, walked and opened by keyboard alone; older questions are dropped, no name shows before."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import settings
from ehdesk.models import finding, form, sample
from ehdesk.ui import desk as desks
from ehdesk.ui import find_dialog
from tests import building
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def opened(at_work: AtWork) -> find_dialog.FindDialog:
    at_work.go("today")
    at_work.press(Key.Key_K, Ctrl)
    dialog = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(dialog, find_dialog.FindDialog)
    at_work.qtbot.waitUntil(dialog.line.hasFocus, timeout=3000)
    return dialog


def typed(at_work: AtWork, dialog: find_dialog.FindDialog, words: str) -> list[str]:
    at_work.type(words)
    at_work.qtbot.waitUntil(lambda: dialog._shown_for == words, timeout=5000)
    return [row.title for row in dialog.list.rows()]


def where(at_work: AtWork) -> desks.Place:
    at_work.settle()
    place = at_work.window.where()
    assert place is not None
    return place


def test_before_anything_is_typed_it_offers_places_and_names_nobody(at_work: AtWork) -> None:
    dialog = opened(at_work)
    spoken = " ".join(row.spoken() for row in dialog.list.rows())
    assert "Settings" in spoken
    assert "Kowalczyk" not in spoken
    dialog.reject()


def test_what_begins_with_the_letters_typed_comes_first(at_work: AtWork) -> None:
    dialog = opened(at_work)
    titles = typed(at_work, dialog, "send")
    assert titles[0].startswith("Send")
    assert titles[-1] == "To print and send"
    dialog.reject()


def test_enter_opens_the_family_and_down_the_next(at_work: AtWork) -> None:
    sample.fill(at_work.kept.store)
    dialog = opened(at_work)
    titles = typed(at_work, dialog, "taranu")
    assert titles[0] == "Ionescu-Țăranu"
    assert titles[1] == "Elena Țăranu"
    at_work.press(Key.Key_Down)
    at_work.press(Key.Key_Return)
    assert where(at_work).page == "person"


def test_enter_before_the_answer_has_come_opens_the_first_that_comes(at_work: AtWork) -> None:
    opened(at_work)
    at_work.type("kowal")
    at_work.press(Key.Key_Return)
    at_work.qtbot.waitUntil(lambda: where(at_work).page == "family", timeout=5000)
    assert where(at_work).record_id == at_work.home.family


def test_a_note_opens_from_a_word_in_it(at_work: AtWork) -> None:
    record_id = building.a_note(at_work.kept, at_work.home.family, text="The landlord came.", kind="visit")
    dialog = opened(at_work)
    assert typed(at_work, dialog, "landl") == ["Kowalczyk-Hughes · 10:40"]
    assert dialog.list.rows()[0].detail == "The landlord came."
    at_work.press(Key.Key_Return)
    assert (where(at_work).page, where(at_work).record_id) == ("note", record_id)


def test_a_form_opens_from_its_title(at_work: AtWork) -> None:
    record_id = at_work.kept.do(form.start, "eha_part_b", family_id=at_work.home.family)
    dialog = opened(at_work)
    assert typed(at_work, dialog, "part b")[0].startswith("Kowalczyk-Hughes · Part B · ")
    at_work.press(Key.Key_Return)
    assert (where(at_work).page, where(at_work).record_id) == ("form", record_id)


def test_a_place_is_found_by_its_name(at_work: AtWork) -> None:
    dialog = opened(at_work)
    assert typed(at_work, dialog, "your vis") == ["Your visits"]
    at_work.press(Key.Key_Return)
    assert where(at_work).page == "visits"


def test_nothing_found_is_one_sentence(at_work: AtWork) -> None:
    dialog = opened(at_work)
    assert typed(at_work, dialog, "xyzzy") == []
    assert dialog.nothing.text() == "Nothing here has “xyzzy”. Try fewer letters, or another spelling."
    dialog.reject()


def test_one_question_is_on_its_way_and_the_ones_between_are_never_asked(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answering: list[Any] = []
    dialog = opened(at_work)

    def ask(_query: Any, words: str, *, then: Any, **_more: Any) -> None:
        asked.append(words)
        answering.append(then)

    monkeypatch.setattr(at_work.desk, "ask", ask)
    for words in ("k", "ko", "kow", "kowa"):
        dialog.line.setText(words)
        dialog._ask()
    answering[0](())
    assert asked == ["k", "kowa"]
    answering[1]((finding.Find("family", "f", "Kowalczyk", "f", "Kowalczyk"),))
    assert [row.title for row in dialog.list.rows()] == ["Kowalczyk"]
    dialog.reject()


def test_initials_hide_names_here_too(at_work: AtWork) -> None:
    at_work.desk.prefers = replace(settings.Preferences(), initials=True)
    dialog = opened(at_work)
    titles = typed(at_work, dialog, "zofia")
    assert titles == ["K-H", "Z"]
    dialog.reject()
