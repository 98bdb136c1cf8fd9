"""What is typed in a small window outlives Esc, a lock and a power cut; “Cancel” lets it go."""

from typing import Any

from ehdesk.models import acts, assessment, base
from ehdesk.ui import asking, event_adding
from tests.casework import KOWALCZYK, episode_of
from tests.ui.pages.conftest import AtWork, Key
from tests.ui.pages.test_family_file import opened


def event(at_work: AtWork) -> event_adding.EventDialog:
    """The small window that adds an event, as it is opened."""
    dialog = opened(at_work, "chronology").part("chronology").add()
    at_work.settle()
    assert isinstance(dialog, event_adding.EventDialog)
    return dialog


def type_an_event(at_work: AtWork) -> event_adding.EventDialog:
    dialog = event(at_work)
    dialog.before.fields["event"].input.focus_first()
    at_work.type("Police came at ni")
    dialog.category.setCurrentIndex(3)
    return dialog


def test_esc_keeps_half_an_event_and_it_stands_there_next_time(at_work: AtWork) -> None:
    dialog = type_an_event(at_work)
    category = dialog.category.currentData()
    at_work.press(Key.Key_Escape)
    at_work.settle()

    again = event(at_work)
    assert again.answers()["event"] == "Police came at ni"
    assert again.answers()["category"] == category
    assert again.typed.shows_earlier
    at_work.type("ght.")
    assert again.answers()["event"] == "Police came at night."
    again.typed.start_afresh()
    assert "event" not in again.answers()
    again.reject()
    at_work.settle()
    assert not event(at_work).typed.shows_earlier


def test_a_lock_hands_in_what_stands_in_the_small_window(at_work: AtWork) -> None:
    type_an_event(at_work)
    at_work.window.leave_screen()
    at_work.window.flush()
    at_work.settle()
    at_work.kept.reopen()

    def typed(read: acts.Reading) -> Any:
        return base.unpack(
            read.connection.execute(base.place.select().where(base.place.c.n == 2)).one().content
        )

    (kept,) = at_work.kept.ask(typed).values()
    assert kept["event"] == "Police came at ni"


def test_what_was_added_or_given_up_is_not_shown_again(at_work: AtWork) -> None:
    dialog = type_an_event(at_work)
    dialog.typed.hand_in()
    at_work.settle()
    dialog.give_up()
    at_work.settle()
    again = type_an_event(at_work)
    assert not again.typed.shows_earlier
    again.typed.hand_in()
    again.before.set_answer("date", {"from": "2026-07", "to": None})
    again.after.set_answer("source", "Her teacher")
    again.after.set_answer("source_kind", "told")
    with at_work.qtbot.waitSignal(again.added):
        again.add()
    at_work.settle()
    assert not event(at_work).typed.shows_earlier


def outcome(at_work: AtWork, need_id: str) -> asking.Asking:
    page = at_work.go("plan", episode_of(KOWALCZYK))
    dialog = page.view.add_outcome(need_id)
    at_work.settle()
    assert isinstance(dialog, asking.Asking)
    return dialog


def test_a_small_form_shows_what_was_typed_for_the_same_row_and_no_other(in_autumn: AtWork) -> None:
    found = in_autumn.kept.ask(assessment.needs, episode_of(KOWALCZYK))
    first, second = (each.id for each in found[:2])
    dialog = outcome(in_autumn, first)
    in_autumn.type("Zofia sleeps ")
    typed = dialog.view.answers()
    assert typed["outcome"] == "Zofia sleeps "
    in_autumn.press(Key.Key_Escape)
    in_autumn.settle()

    other = outcome(in_autumn, second)
    assert not other.typed.shows_earlier
    other.give_up()
    again = outcome(in_autumn, first)
    assert again.view.answers() == typed
    again.give_up()
    in_autumn.settle()
    last = outcome(in_autumn, first)
    assert not last.typed.shows_earlier
    last.give_up()
