"""The pages of a pack show while it is chosen; words to look at first are ticked there, and in the tray."""

from typing import Any

import pytest
from PySide6 import QtCore

from ehdesk.models import copies, form, paper_run, person, tray
from ehdesk.ui import pack_dialog, pack_giving, pack_papers, print_dialog, tray_page
from tests.paper import readback
from tests.ui.pages.conftest import AtWork, Ctrl, Key
from tests.ui.pages.test_pack_dialog import opened
from tests.ui.pages.test_printer import to_file

pytestmark = pytest.mark.usefixtures("no_strays")

HOME = {"h": {"rank": "a", "type": "home", "line_1": "12 Quillfeather Street", "postcode": "ZZ7 3QX"}}


def shown(at_work: AtWork, papers: pack_papers.Papers) -> int:
    """Wait until the pages of what is chosen are drawn; how many."""

    def is_drawn() -> bool:
        ready = papers.is_ready and at_work.lane.is_idle
        return ready and len(papers.pages._labels) == len(papers._pictures) > 0

    at_work.qtbot.waitUntil(is_drawn, timeout=30_000)
    return len(papers.pages._labels)


def told_of_home(at_work: AtWork) -> tray.Piece:
    """A note for the father, who must not learn the street that stands in it."""
    father = {
        "given_names": "Gareth",
        "family_name": "Hughes",
        "role": "parent_or_carer",
        "lives_here": False,
    }
    gareth = at_work.kept.do(person.add_person, at_work.home.family, father)
    for one in (at_work.home.mother, at_work.home.zofia):
        at_work.kept.do(person.change_person, one, "protected_addresses", HOME)
        at_work.kept.do(person.change_person, one, "address_confidential_from", [gareth])
    answers = {
        "history": "They moved in May. Since then they live in Quillfeather St with an aunt.",
        "strengths_in_words": "She reads to her brother.",
    }
    asked = {question.key for question in at_work.kept.ask(form.sheet, _part_b(at_work, {})).form.questions()}
    record = _part_b(at_work, {key: said for key, said in answers.items() if key in asked})
    return tray.Piece("filled", "Part B", "eha_part_b", record_id=record, person=gareth, to="Gareth Hughes")


def _part_b(at_work: AtWork, answers: dict[str, Any]) -> str:
    return at_work.kept.do(form.start, "eha_part_b", family_id=at_work.home.family, answers=answers)


def in_tray(at_work: AtWork, *pieces: tray.Piece) -> tray_page.TrayDialog:
    at_work.kept.do(tray.put, at_work.home.family, pieces, title="Papers for a visit")
    page = at_work.go("tray")
    (key,) = page._lines
    dialog = page.open_item(key)
    assert isinstance(dialog, tray_page.TrayDialog)
    return dialog


def test_the_first_page_shows_within_three_seconds(in_autumn: AtWork) -> None:
    page = in_autumn.go("family", in_autumn.home.family)
    taken = QtCore.QElapsedTimer()
    taken.start()
    page.papers.click()
    in_autumn.qtbot.waitUntil(lambda: bool(page.findChildren(pack_dialog.PackDialog)), timeout=30_000)
    (dialog,) = page.findChildren(pack_dialog.PackDialog)
    in_autumn.qtbot.waitUntil(lambda: bool(dialog.papers.pages._labels), timeout=30_000)
    assert taken.elapsed() < 3_000
    dialog.reject()


def test_the_pages_follow_what_is_ticked_and_how_large_it_is(in_autumn: AtWork) -> None:
    dialog = opened(in_autumn)
    before = shown(in_autumn, dialog.papers)
    (agnieszka,) = {piece.person for _tick, piece in dialog.ticks if piece.to == "Agnieszka Kowalczyk"}
    sizes = dialog.sizes[agnieszka]
    sizes.setCurrentIndex(sizes.findData("large"))
    larger = shown(in_autumn, dialog.papers)
    assert larger > before
    for tick, piece in dialog.ticks:
        tick.setChecked(piece.kind == "contacts")
    assert shown(in_autumn, dialog.papers) < before
    assert "1 paper, and a cover" in dialog.told.text()
    dialog.ticks[-1][0].setChecked(False)
    assert dialog.papers.pages._labels == []
    dialog.reject()


def test_what_is_printed_is_what_is_shown(in_autumn: AtWork, tmp_path: Any) -> None:
    dialog = opened(in_autumn)
    shown(in_autumn, dialog.papers)
    ((_batch, packed),) = dialog.giving.ready
    done: list[str] = []
    dialog.giving.given.connect(done.append)
    dialog.papers.go_on(lambda: dialog.giving.send_to(to_file(tmp_path / "out.pdf")))
    assert dialog.stop_button.isVisible()
    in_autumn.qtbot.waitUntil(lambda: done == ["printed"], timeout=60_000)
    in_autumn.settle()
    numbers = {run.number for run in in_autumn.kept.ask(paper_run.of_family, in_autumn.home.family)}
    assert {made.number for made in packed.made if made.number is not None} <= numbers
    assert dialog.giving.ready == [], "the next one has codes of its own"
    assert not dialog.stop_button.isVisible()
    dialog.reject()


def test_the_dialog_can_be_closed_while_pages_are_made(in_autumn: AtWork) -> None:
    dialog = opened(in_autumn)
    for tick, _piece in dialog.ticks:
        tick.setChecked(True)
    in_autumn.qtbot.wait(250)
    dialog.reject()
    in_autumn.settle()
    assert not in_autumn.window.findChildren(pack_dialog.PackDialog)


def test_words_to_look_at_first_are_decided_in_the_tray_and_then_the_paper_goes(
    at_work: AtWork, tmp_path: Any
) -> None:
    piece = told_of_home(at_work)
    dialog = in_tray(at_work, piece, tray.Piece("blank", "Child's feedback", "feedback_child"))
    shown(at_work, dialog.papers)
    assert "Not in it: Part B for Gareth Hughes. Look at its words first." in dialog.told.text()
    (found,) = dialog.papers.looking.lists
    assert found.isVisible()
    assert not found.shown.list.isVisible(), "the words themselves only while nobody is looking"
    found.shown.button.click()
    (radios,) = found.radios()
    assert radios.buttons[0].accessibleName().endswith("Part B, for Gareth Hughes")
    radios.buttons[0].click()
    shown(at_work, dialog.papers)
    assert "Not in it" not in dialog.told.text()
    ((_batch, packed),) = dialog.giving.ready
    assert [made.looked for made in packed.made] == [True, False]
    assert b"Quillfeather" not in readback.everything(packed.pdf)
    dialog.giving.save_to(tmp_path / "papers.pdf")
    at_work.settle()
    (line,) = [one for one in at_work.kept.ask(copies.copies, at_work.home.family) if one.copy.of_record]
    assert (line.copy.to, line.copy.looked) == ("Gareth Hughes", "yes")
    assert at_work.kept.ask(tray.waiting) == ()
    dialog.reject()


def test_a_copy_with_words_to_look_at_can_wait_and_is_looked_at_again(at_work: AtWork) -> None:
    piece = told_of_home(at_work)
    at_work.go("form", piece.record_id)
    at_work.press(Key.Key_P, Ctrl)
    (dialog,) = at_work.window.page().findChildren(print_dialog.PrintDialog)  # type: ignore[union-attr]
    at_work.settle()
    (gareth,) = [one for one in dialog.reader.buttons if one.accessibleName().startswith("Gareth")]
    gareth.click()
    dialog.reader.findings.radios()[0].buttons[0].click()
    at_work.settle()
    at_work.qtbot.waitUntil(dialog.later_button.isEnabled, timeout=30_000)
    dialog.later_button.click()
    at_work.settle()
    assert "look at the words that were found once more" in dialog.count.text()
    dialog.reject()
    (waiting,) = at_work.kept.ask(tray.waiting)
    (kept,) = waiting.pieces
    assert (kept.record_id, kept.person) == (piece.record_id, piece.person)
    page = at_work.go("tray")
    again = page.open_item(str(waiting.record_id))
    at_work.qtbot.waitUntil(lambda: "Look at its words first" in again.told.text(), timeout=30_000)
    again.reject()


def test_what_could_not_go_stays_in_the_tray(at_work: AtWork, tmp_path: Any) -> None:
    piece = told_of_home(at_work)
    dialog = in_tray(at_work, piece, tray.Piece("blank", "Child's feedback", "feedback_child"))
    shown(at_work, dialog.papers)
    dialog.giving.save_to(tmp_path / "papers.pdf")
    at_work.settle()
    (waiting,) = at_work.kept.ask(tray.waiting)
    assert waiting.pieces == (piece,)
    dialog.reject()


def test_where_all_of_it_waits_for_a_look_nothing_can_be_printed(at_work: AtWork) -> None:
    dialog = in_tray(at_work, told_of_home(at_work))
    at_work.qtbot.waitUntil(lambda: "None of these papers can go yet." in dialog.told.text(), timeout=30_000)
    went: list[str] = []
    dialog.make(lambda: went.append("on"))
    at_work.settle()
    at_work.qtbot.waitUntil(lambda: not dialog.papers.is_busy, timeout=30_000)
    assert went == []
    (found,) = dialog.papers.looking.lists
    found.radios()[0].buttons[1].click()
    shown(at_work, dialog.papers)
    ((_batch, packed),) = dialog.giving.ready
    assert "Quillfeather" in readback.words(packed.pdf), "a person has said that it may go"
    dialog.reject()


def test_words_that_are_new_since_are_looked_at_again(at_work: AtWork) -> None:
    piece = told_of_home(at_work)
    dialog = in_tray(at_work, piece)
    at_work.qtbot.waitUntil(lambda: bool(dialog.papers.looking.lists), timeout=30_000)
    (found,) = dialog.papers.looking.lists
    found.radios()[0].buttons[1].click()
    shown(at_work, dialog.papers)
    said = "He may not know that 12 Quillfeather Street has a red door."
    at_work.kept.do(form.answer, piece.record_id, "history", said)
    batch = pack_giving.Batch(at_work.home.family, piece.to, (piece,))
    dialog.papers.choose([batch])
    dialog.papers._made = None  # as after anything else that is chosen
    at_work.qtbot.waitUntil(lambda: "Look at its words first" in dialog.told.text(), timeout=30_000)
    assert not found.all_decided
    dialog.reject()
