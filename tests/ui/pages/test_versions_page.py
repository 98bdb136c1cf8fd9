"""Two versions on the screen: both texts, whose they are, what differs, and settling by keyboard alone."""

from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.models import form, history, versions
from ehdesk.sync import protocol
from ehdesk.ui import form_opening, history_dialog, versions_page
from tests import building
from tests.ui.pages.conftest import AtWork, Key

SARAH = "sarah"


def two(at_work: AtWork, mine: Any, hers: Any, path: str = "text", **begun: Any) -> str:
    """A note in which I have written, and Sarah upon what stood before."""
    note = building.a_note(at_work.kept, at_work.home.family, **begun)
    at_work.kept.do(form.answer, note, path, mine)
    building.arrive(at_work.kept, note, protocol.Edit(path, value=hers))
    return note


def open_page(at_work: AtWork, record_id: str | None = None) -> versions_page.VersionsPage:
    page: versions_page.VersionsPage = at_work.go("versions", record_id)
    page.take_focus()
    return page


def texts(card: QtWidgets.QWidget) -> list[str]:
    """What stands on a card."""
    return [
        one.accessibleName() or one.text() for one in card.findChildren(QtWidgets.QLabel) if one.isVisible()
    ]


def buttons(card: QtWidgets.QWidget) -> list[str]:
    return [one.text() for one in card.findChildren(QtWidgets.QPushButton) if one.isVisible()]


def stands(at_work: AtWork, note: str, path: str = "text") -> Any:
    return at_work.answers(note).get(path)


def test_both_texts_stand_side_by_side_with_whose_they_are(at_work: AtWork) -> None:
    two(at_work, "Zofia slept all night.", "Zofia slept most nights.")
    (card,) = open_page(at_work).cards
    told = texts(card)
    assert "What happened" in told
    assert "You: Zofia slept all night." in told
    assert "sarah: Zofia slept most nights." in told
    assert any(one.endswith("stands now") for one in told)
    assert buttons(card) == ["Keep mine", "Keep sarah’s words", "Put together"]


def test_what_differs_is_marked_in_shape_and_in_spoken_words(at_work: AtWork) -> None:
    two(at_work, "Zofia slept all night.", "Zofia slept most nights.")
    (card,) = open_page(at_work).cards
    marked = [one for one in card.findChildren(QtWidgets.QLabel) if "<u>" in one.text()]
    assert [one.accessibleDescription() for one in marked] == [
        "Only here: all, night",
        "Only here: most, nights",
    ]
    assert all("<b><u>" in one.text() for one in marked)


def test_one_key_keeps_what_stands_and_the_next_one_takes_it_back(at_work: AtWork) -> None:
    note = two(at_work, "Mine.", "Hers.")
    page = open_page(at_work)
    assert at_work.named() == "Keep mine: What happened"
    at_work.press(Key.Key_Space)
    at_work.settle()
    assert (stands(at_work, note), at_work.kept.ask(versions.waiting)) == ("Mine.", ())
    assert "Kept yours" in texts(page.cards[0])
    assert at_work.named() == "Undo: What happened"
    at_work.press(Key.Key_Space)
    at_work.settle()
    assert len(at_work.kept.ask(versions.waiting)) == 1
    assert at_work.named() == "Keep mine: What happened"


def test_the_others_words_take_the_place_of_mine_which_stay_in_the_history(at_work: AtWork) -> None:
    note = two(at_work, "Mine.", "Hers.")
    page = open_page(at_work)
    at_work.press(Key.Key_Tab)
    at_work.press(Key.Key_Space)
    at_work.settle()
    assert stands(at_work, note) == "Hers."
    assert "Kept sarah’s words" in texts(page.cards[0])
    assert [one.value for one in at_work.kept.ask(history.history, note, "text")] == ["Hers.", "Mine."]


def test_both_are_put_together_and_changed_by_hand(at_work: AtWork) -> None:
    note = two(at_work, "Zofia slept all night.", "Zofia slept most nights.")
    page = open_page(at_work)
    for _ in range(2):
        at_work.press(Key.Key_Tab)
    assert at_work.named() == "Put together: What happened"
    at_work.press(Key.Key_Space)
    (card,) = page.cards
    assert card.editor is not None
    assert card.editor.text() == "Zofia slept all night. Zofia slept most nights."
    assert QtWidgets.QApplication.focusWidget() is card.editor
    card.editor.selectAll()
    at_work.type("Zofia slept all night, most nights.")
    at_work.press(Key.Key_Tab)
    at_work.press(Key.Key_Space)
    at_work.settle()
    assert stands(at_work, note) == "Zofia slept all night, most nights."
    assert "Put together" in texts(card)


def test_what_keeps_it_is_in_sight_while_both_are_put_together(at_work: AtWork) -> None:
    two(at_work, "Zofia slept all night. " * 9, "Zofia slept most nights. " * 9)
    at_work.window.resize(760, 520)
    page = open_page(at_work)
    (card,) = page.cards
    card._put_together()
    at_work.settle()
    (keeps,) = [one for one in card.findChildren(QtWidgets.QPushButton) if one.text() == "Keep this"]
    at_work.qtbot.waitUntil(lambda: not keeps.visibleRegion().isEmpty(), timeout=3000)
    assert keeps.visibleRegion().boundingRect().height() == keeps.height()


def putting_together(at_work: AtWork) -> Any:
    (card,) = open_page(at_work).cards
    (way,) = [one for one in card.findChildren(QtWidgets.QPushButton) if "utting" in one.text() or
              one.text().startswith("Put")]  # fmt: skip
    way.click()
    assert card.editor is not None
    return card


def test_what_is_being_put_together_is_there_again_after_another_page_and_a_lock(at_work: AtWork) -> None:
    note = two(at_work, "Zofia slept all night.", "Zofia slept most nights.")
    card = putting_together(at_work)
    card.editor.setPlainText("Zofia slept all night, but")
    at_work.go("today")
    card = putting_together(at_work)
    assert card.editor.text() == "Zofia slept all night, but"
    card.editor.setPlainText("Zofia slept all night, but for Monday.")
    at_work.window.flush()  # as a lock does
    at_work.settle()
    at_work.go("today")
    card = putting_together(at_work)
    assert card.editor.text() == "Zofia slept all night, but for Monday."
    card._keep_joined()
    at_work.settle()
    assert stands(at_work, note) == "Zofia slept all night, but for Monday."
    card.undo_wanted.emit(card.act_id)
    at_work.settle()
    card._put_together()
    assert card.editor.text() == "Zofia slept all night. Zofia slept most nights.", "begun anew"


def test_back_to_both_keeps_what_was_begun_and_says_so(at_work: AtWork) -> None:
    two(at_work, "Mine.", "Hers.")
    card = putting_together(at_work)
    card.editor.setPlainText("Mine, and")
    card._show_both()
    assert "Go on putting together" in buttons(card)
    card._put_together()
    assert card.editor.text() == "Mine, and"


def test_thirty_are_settled_by_keyboard_and_leaving_in_the_middle_loses_none(at_work: AtWork) -> None:
    notes = [two(at_work, f"Mine {n}.", f"Hers {n}.") for n in range(30)]
    open_page(at_work)
    settled: dict[str, str] = {}
    for number in range(30):
        if number == 12:
            at_work.go("today")
            left = {one.record_id for one in at_work.kept.ask(versions.waiting)}
            assert left == set(notes) - set(settled), "each that was settled is, and no other"
            open_page(at_work)
        page: Any = at_work.window.page()
        card = next(one for one in page.cards if one.waits)
        focused = QtWidgets.QApplication.focusWidget()
        assert focused is not None
        assert card.isAncestorOf(focused), number
        assert not focused.visibleRegion().isEmpty(), "it is in sight"
        takes_hers = number % 3 == 2
        if takes_hers:
            at_work.press(Key.Key_Tab)
        settled[card.shown.two.record_id] = "Hers" if takes_hers else "Mine"
        at_work.press(Key.Key_Return)
        at_work.settle()
    assert at_work.kept.ask(versions.waiting) == ()
    for number, note in enumerate(notes):
        assert stands(at_work, note) == f"{settled[note]} {number}."
        values = {one.value for one in at_work.kept.ask(history.history, note, "text")}
        assert f"Mine {number}." in values


def test_going_back_from_putting_together_changes_nothing(at_work: AtWork) -> None:
    note = two(at_work, "Mine.", "Hers.")
    page = open_page(at_work)
    (card,) = page.cards
    for _ in range(2):
        at_work.press(Key.Key_Tab)
    at_work.press(Key.Key_Space)
    for _ in range(2):
        at_work.press(Key.Key_Tab)
    assert at_work.named() == "Back to both: What happened"
    at_work.press(Key.Key_Space)
    assert (card.editor, stands(at_work, note)) == (None, "Mine.")
    assert at_work.named() == "Keep mine: What happened"


def test_after_one_is_settled_the_next_is_at_hand(at_work: AtWork) -> None:
    for mine in ("One.", "Two.", "Three."):
        two(at_work, mine, f"Not {mine}")
    page = open_page(at_work)
    for left in (2, 1, 0):
        at_work.press(Key.Key_Space)
        at_work.settle()
        assert sum(card.waits for card in page.cards) == left
    assert at_work.kept.ask(versions.waiting) == ()


def test_several_fields_of_one_record_are_kept_as_they_stand_at_once(at_work: AtWork) -> None:
    note = two(at_work, "Mine.", "Hers.")
    at_work.kept.do(form.answer, note, "place", "home")
    building.arrive(at_work.kept, note, protocol.Edit("place", value="school"))
    page = open_page(at_work)
    (many,) = [one for one in page.findChildren(QtWidgets.QPushButton) if one.text().startswith("Keep what")]
    assert many.text() == "Keep what stands now in both"
    many.click()
    at_work.settle()
    assert (stands(at_work, note), stands(at_work, note, "place")) == ("Mine.", "home")
    assert at_work.kept.ask(versions.waiting) == ()
    page.cards[0].undo_wanted.emit(page.cards[0].act_id)
    at_work.settle()
    assert len(at_work.kept.ask(versions.waiting)) == 2


def test_a_choice_is_told_in_its_own_words(at_work: AtWork) -> None:
    two(at_work, "home", "school", path="place")
    (card,) = open_page(at_work).cards
    assert {"You: Home", "sarah: School"} <= set(texts(card))
    assert buttons(card) == ["Keep mine", "Keep sarah’s answer"]


def test_where_there_is_nothing_it_says_so_and_goes_on(at_work: AtWork) -> None:
    page = open_page(at_work)
    assert not page.empty.isHidden()
    assert at_work.named() == "Go to Today"
    at_work.press(Key.Key_Space)
    at_work.settle()
    assert at_work.window.windowTitle().startswith("Today")


def test_one_records_versions_lead_on_to_all_of_them(at_work: AtWork) -> None:
    first = two(at_work, "One.", "Not one.")
    two(at_work, "Two.", "Not two.")
    page = open_page(at_work, first)
    assert len(page.cards) == 1
    page.others_button.click()
    at_work.settle()
    assert len(page.cards) == 2


def test_what_comes_in_is_shown_but_not_over_what_is_in_hand(at_work: AtWork) -> None:
    two(at_work, "One.", "Not one.")
    page = open_page(at_work)
    two(at_work, "Two.", "Not two.")
    at_work.desk.came_in.emit(frozenset())
    at_work.settle()
    assert len(page.cards) == 2
    page.cards[0]._put_together()
    two(at_work, "Three.", "Not three.")
    at_work.desk.came_in.emit(frozenset())
    at_work.settle()
    assert len(page.cards) == 2


def test_what_somebody_settled_meanwhile_is_said_and_read_again(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ehdesk import errors
    from ehdesk.models import choosing

    note = two(at_work, "Mine.", "Hers.")
    page = open_page(at_work)
    at_work.kept.do(choosing.settle, [choosing.Choice(note, "text")])
    at_work.press(Key.Key_Space)
    at_work.settle()
    assert [type(one) for one in at_work.refused] == [errors.AlreadySettled]
    at_work.refused.clear()
    assert page.cards == []


def restricted(at_work: AtWork) -> str:
    part_a = at_work.kept.do(form.start, "eha_part_a", family_id=at_work.home.family)
    at_work.kept.do(form.answer, part_a, "staff_safety", "A dog.")
    (home,) = at_work.kept.ask(_siblings, part_a)
    building.arrive(at_work.kept, home, protocol.Edit("staff_safety", value="Two dogs."))
    return part_a


def _siblings(read: Any, record_id: str) -> list[str]:
    import sqlalchemy as sa

    from ehdesk.models import base

    wanted = sa.select(base.record.c.id).where(base.record.c.beside == record_id)
    return list(read.connection.execute(wanted).scalars())


def test_what_is_kept_apart_shows_only_when_asked_for(at_work: AtWork) -> None:
    restricted(at_work)
    (card,) = open_page(at_work).cards
    assert not any("dog" in one for one in texts(card))
    assert buttons(card) == ["Show both, nobody is looking"]
    at_work.press(Key.Key_Space)
    assert any("Two dogs." in one for one in texts(card))
    assert at_work.named().startswith("Keep mine")


@pytest.mark.parametrize("width", [1100, 560])
def test_the_two_stand_beneath_each_other_where_there_is_no_room(at_work: AtWork, width: int) -> None:
    two(at_work, "Zofia slept all night.", "Zofia slept most nights.")
    at_work.window.resize(width, 780)
    (card,) = open_page(at_work).cards
    at_work.settle()
    assert card._sides is not None
    is_across = card._sides.direction() == QtWidgets.QBoxLayout.Direction.LeftToRight
    assert is_across == (width == 1100)


def test_a_row_that_was_taken_away_says_what_happened(at_work: AtWork) -> None:
    plan = at_work.kept.do(form.start, "action_plan", family_id=at_work.home.family)
    row = at_work.kept.do(form.add_row, plan, "outcomes", {"outcome": "Zofia sleeps", "target": "7 nights"})
    made = at_work.kept.ask(history.history, plan, f"outcomes/{row}")[0]
    at_work.kept.do(form.answer, plan, f"outcomes/{row}/target", "5 nights")
    building.arrive(at_work.kept, plan, protocol.Edit(f"outcomes/{row}", base=made.by, gone=True))
    (card,) = open_page(at_work).cards
    assert card.named.endswith(": Zofia sleeps")
    assert "sarah took this away while you were writing in it. So it was kept." in texts(card)
    assert buttons(card) == ["Keep it", "Take it away"]


def a_finished_plan(at_work: AtWork) -> str:
    from ehdesk.models import acts

    plan = at_work.kept.do(form.start, "action_plan", family_id=at_work.home.family)
    at_work.kept.do(form.answer, plan, "contingency", "Ring Agnieszka.")
    building.arrive(at_work.kept, plan, protocol.Edit("contingency", value="Ring the school."))

    @acts.act("form.finished")
    def finish(work: acts.Work) -> None:
        work.edit(work.record(plan), "$status", "finished")

    at_work.kept.do(finish)
    return plan


def test_a_finished_form_asks_why_before_it_takes_another_value(at_work: AtWork) -> None:
    plan = a_finished_plan(at_work)
    page = open_page(at_work)
    at_work.press(Key.Key_Tab)
    at_work.press(Key.Key_Space)
    at_work.settle()
    at_work.type("Sarah had asked her")
    dialog = QtWidgets.QApplication.activeWindow()
    assert isinstance(dialog, QtWidgets.QDialog)
    press(dialog, "Amend")
    at_work.settle()
    told = at_work.kept.ask(form.sheet, plan)
    assert (told.answers["contingency"], told.status) == ("Ring the school.", "amended")
    assert told.amended_because == "Sarah had asked her"
    assert not any(
        one.text() == "Undo" for one in page.findChildren(QtWidgets.QPushButton) if one.isVisible()
    )


def press(parent: QtWidgets.QWidget, words: str) -> None:
    (found,) = [one for one in parent.findChildren(QtWidgets.QPushButton) if one.text() == words]
    found.click()


def test_the_history_of_a_field_shows_what_was_beside_it_and_who_settled_it(at_work: AtWork) -> None:
    note = two(at_work, "Mine.", "Hers.")
    told = history_of(at_work, note)
    assert {"Kept beside it", "Waits to be settled"} <= set(told)
    assert any(one.endswith("sarah: Hers.") for one in told)
    press(open_page(at_work), "Keep mine")
    at_work.settle()
    told = history_of(at_work, note)
    assert "Two versions were settled" in told
    assert any(one.startswith("Settled ") and one.endswith("by Carol Ndlovu") for one in told)


def history_of(at_work: AtWork, note: str) -> list[str]:
    """What the history of what happened shows."""
    opened = at_work.kept.ask(form_opening.open_form, note, str)
    dialog = history_dialog.show(at_work.window, at_work.desk, opened, "text")
    at_work.settle()
    told = texts(dialog)
    dialog.accept()
    return told
