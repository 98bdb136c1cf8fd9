"""What a visit needs is suggested from what is due and known; what is given out is written down."""

from datetime import date

import pytest

from ehdesk import errors, words
from ehdesk.models import copies, paper_run, person, tray, visit_pack
from ehdesk.paper import pack, papers, preview
from tests import building
from tests.paper.test_pack import text_of
from tests.paper.test_tagged import faults


@pytest.fixture
def home(desk: building.Desk) -> building.Household:
    return building.a_family(desk)


def suggested(desk: building.Desk, home: building.Household) -> dict[str, visit_pack.Suggestion]:
    found = desk.ask(visit_pack.suggest, home.family)
    return {f"{one.piece.kind} {one.piece.form} {one.piece.to}".strip(): one for one in found.suggestions}


def made(desk: building.Desk, family_id: str, *pieces: tray.Piece) -> tuple[bytes, list[visit_pack.Made]]:
    place = papers.Place("Harlow Beck")
    binder = pack.Binder(words.of("en"), desk.ask(papers.cover, family_id, place))
    some = [desk.ask(papers.put, piece, family_id, binder, place) for piece in pieces]
    return binder.pdf(), some


def test_a_family_without_an_agreement_is_brought_one(desk: building.Desk, home: building.Household) -> None:
    found = desk.ask(visit_pack.suggest, home.family).suggestions
    first = found[0]
    assert first.piece.form == "agreement"
    assert first.is_ticked
    assert first.why == "There is no agreement yet"


def test_whoever_lives_elsewhere_is_not_brought_anything(
    desk: building.Desk, home: building.Household
) -> None:
    gareth = desk.do(
        person.add_person,
        home.family,
        {"given_names": "Gareth", "family_name": "Hughes", "role": "parent_or_carer", "lives_here": False},
    )
    found = desk.ask(visit_pack.suggest, home.family)
    assert all(one.piece.person != gareth for one in found.suggestions)


def test_papers_come_in_the_language_and_the_size_of_their_reader(
    desk: building.Desk, home: building.Household
) -> None:
    desk.do(person.change_person, home.mother, "first_language", "pl")
    desk.do(person.change_person, home.mother, "formats", ["large_print"])
    found = desk.ask(visit_pack.suggest, home.family).suggestions
    theirs = [one.piece for one in found if one.piece.person == home.mother]
    assert theirs
    assert {(piece.language, piece.size) for piece in theirs} == {("pl", "large")}


def test_how_to_reach_them_holds_only_what_is_safe(desk: building.Desk, home: building.Household) -> None:
    said = {
        "given_names": "Agnieszka",
        "role": "parent_or_carer",
        "contact_warning": "He reads her messages",
        "phones": {"r1": {"rank": "a", "number": "01632 960111"}},
        "email": "agnieszka@example.invalid",
        "safe_to": ["call"],
    }
    desk.do(person.add_person, home.family, said)
    pdf, _ = made(desk, home.family, tray.Piece("contacts", "How to reach them"))
    told = "".join(text_of(pdf, index) for index in range(preview.page_count(pdf)))
    assert "01632 960111" in told
    assert "example.invalid" not in told
    assert "messages" not in told
    assert "warning" not in told.lower()
    assert faults(pdf) == []


def test_what_is_given_out_stands_in_the_book_and_among_the_copies(
    desk: building.Desk, home: building.Household
) -> None:
    note = building.a_note(desk, home.family, text="Zofia read aloud.")
    _pdf, some = made(
        desk,
        home.family,
        tray.Piece("blank", "Agreement, to fill in", "agreement"),
        tray.Piece("filled", "Note", "note", record_id=note),
    )
    desk.do(visit_pack.given, home.family, some, method="printed", back_on=date(2026, 7, 21))
    book = desk.ask(paper_run.of_family, home.family)
    assert {run.printed.form for run in book} == {"agreement", "note"}
    assert {run.printed.expected_on for run in book} == {date(2026, 7, 21), None}
    assert [line.copy.what for line in desk.ask(copies.copies, home.family)] == ["Note"]


def test_the_tray_keeps_what_to_make_and_lets_go_of_what_was_printed(
    desk: building.Desk, home: building.Household
) -> None:
    piece = tray.Piece("blank", "Agreement, to fill in", "agreement", language="pl")
    item = desk.do(tray.put, home.family, [piece], title="For a visit")
    assert [one.pieces for one in desk.ask(tray.waiting)] == [(piece,)]
    desk.reopen()
    assert [one.record_id for one in desk.ask(tray.waiting, "print")] == [item]
    desk.do(tray.done, item, "printed")
    assert desk.ask(tray.waiting) == ()


def test_an_empty_pack_is_refused(desk: building.Desk, home: building.Household) -> None:
    with pytest.raises(errors.NothingToPrint):
        desk.do(tray.put, home.family, [], title="For a visit")
