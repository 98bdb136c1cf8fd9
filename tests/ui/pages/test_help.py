"""Help: written for workers, found by typing, with every key there is, and about the page one came from."""

import pytest
from PySide6 import QtWidgets

from ehdesk.ui import help_page, shortcuts
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def test_f1_offers_what_is_about_this_page_first(at_work: AtWork) -> None:
    at_work.go("note", more={"family": at_work.home.family})
    at_work.press(Key.Key_F1)
    at_work.settle()
    page = at_work.window.page()
    assert isinstance(page, help_page.HelpPage)
    assert page.list.rows()[0].title == "Write a note in the car"
    at_work.window.back()
    assert at_work.window.where().page == "note"  # type: ignore[union-attr]


def test_help_is_found_by_a_word_and_read_by_keyboard(at_work: AtWork) -> None:
    page = at_work.go("help")
    at_work.type("passphrase")
    assert page.list.rows()[0].title == "When you cannot open your vault"
    at_work.press(Key.Key_Return)
    assert page.title == "Help · When you cannot open your vault"
    at_work.press(Key.Key_Escape)
    assert page.title == "Help"
    assert page.search.hasFocus()


def test_nothing_found_is_one_sentence(at_work: AtWork) -> None:
    page = at_work.go("help")
    at_work.type("xyzzy")
    assert page.nothing.text() == "No help has “xyzzy”. Try one word."


def test_every_key_is_listed(at_work: AtWork) -> None:
    page = at_work.go("help", path=help_page.KEYS)
    said = " ".join(label.text() for label in page.findChildren(QtWidgets.QLabel))
    for name in shortcuts.ALL:
        assert shortcuts.shown(name) in said
    for _words, key in shortcuts.ON_A_FORM:
        assert shortcuts.native(key) in said


@pytest.mark.parametrize("topic", help_page.topics(), ids=lambda topic: topic.id)
def test_a_topic_is_short_plain_and_about_pages_that_there_are(
    topic: help_page.Topic, at_work: AtWork
) -> None:
    words = " ".join(topic.body)
    assert len(words.split()) < 220
    assert "!" not in words
    assert "http" not in words
    known = {"note", "today", "visit", "visits", "form", "together", "caseload", "person", "family"} | {
        "plan",
        "episode",
        "paper",
        "sync",
        "versions",
    }
    assert set(topic.pages) <= known
    assert topic.first_words
    page = at_work.go("help", path=topic.id)
    assert page.title == f"Help · {topic.title}"


def test_the_keys_that_help_names_are_keys_that_there_are() -> None:
    keys = {key for _words, keys in shortcuts.ALL.values() for key in keys}
    keys |= {key for _words, key in shortcuts.ON_A_FORM}
    named = {
        word.strip(".,;:“”")
        for topic in help_page.topics()
        for line in topic.body
        for word in line.split()
        if word.startswith("Ctrl+") or word.strip(".,;:") in {"F1", "F7", "F8", "F9", "F12"}
    }
    assert named - keys == set()
