"""Nothing reaches a reader who must not know, and no page tells that there was something to know.

50,000 families: `python -m tests.proofs.wrong_reader` (docs/proofs.md).
"""

import io
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ehdesk import errors, words
from ehdesk.commands import leaving, printing
from ehdesk.models import bundle_out, copies, form, readership, why
from ehdesk.paper import answered, sheet, showing
from ehdesk.paper import form as paper
from ehdesk.rules import protected_words, readers, withholding
from ehdesk.settings import Contacts
from tests import building
from tests.paper import readback, samples
from tests.proofs import canaries, split_families, told, wrong_reader
from tests.proofs.split_vault import SECRETS, Split

FAMILIES = 2000
"""What takes well under a minute."""
PAGES = ((0, 40), (7_000, 7_040))
"""Families of which each page is held against its PDF."""


def test_no_reader_gets_what_is_not_theirs_and_no_page_tells_of_it() -> None:
    assert wrong_reader.run(FAMILIES) == []


@pytest.mark.parametrize(("first", "end"), PAGES)
def test_what_is_told_of_a_page_is_what_stands_in_its_pdf(first: int, end: int) -> None:
    """Of most families no PDF is made: their pages are told as they would be drawn."""
    on, seen = told.Paper(), 0
    for seed in range(first, end, 4):
        case = split_families.case(seed)
        for reader in split_families.READERS:
            both = wrong_reader.sides(case, reader)
            if both is not None:
                _is_same(both[0].told(on), both[0].pdf())
                seen += 1
    assert seen > 20


def _is_same(page: told.Told, pdf: bytes) -> None:
    """The same elements with the same words, and on each page the same pieces at the same places."""
    elements = [(node.role, node.language, node.alt, " ".join(node.words.split())) for node in page.nodes]
    inside = [
        (node.role, node.language, node.alt, " ".join(node.words.split()))
        for node in readback.tree(pdf).all()
    ]
    assert elements == inside
    per_page = zip(page.pieces(), readback.placed(pdf), readback.page_words(pdf), strict=True)
    for pieces, stands, said_there in per_page:
        leftward = [font for _said, font, _x, _y in pieces if "Arabic" in font or "Nastaliq" in font]
        if leftward:  # such a piece stands in a file letter by letter
            assert "".join(said for said, *_rest in pieces) == said_there
        else:
            assert [(said, f"{x:.3f}", f"{y:.3f}") for said, _font, x, y in pieces] == stands


def test_the_families_have_something_to_hide_from_every_reader_and_something_to_read() -> None:
    """Or else nothing would have been proved."""
    kept, read = set(), set()
    for seed in range(200):
        case = split_families.case(seed)
        for reader in split_families.READERS:
            name = reader.person or reader.kind
            words = [one.word for one in case.canaries if not {reader.person, reader.kind} & one.allowed]
            theirs = withholding.filtered(case.form, case.answers, reader, case.facts)
            kept |= {(case.form.id, name)} if words else set()
            read |= {(case.form.id, name)} if theirs.answers else set()
    assert {name for _form, name in kept} == {one.person or one.kind for one in split_families.READERS}
    assert {name for _form, name in read} == {one.person or one.kind for one in split_families.READERS}
    assert {form_id for form_id, _name in kept} >= {
        "eha_part_a",
        "eha_part_b",
        "taf_meeting",
        "closure",
        "note",
    }


def _no(*_args: Any, **_kw: Any) -> bool:
    return False


def _nobody(*_args: Any, **_kw: Any) -> tuple[()]:
    return ()


@pytest.mark.parametrize(
    ("place", "name", "broken"),
    [
        (readers, "are_apart", _no),
        (readers, "is_private", _no),
        (readers, "some_live_apart", _no),
        (readers, "shielded", _nobody),
        (readers, "hides", _no),
        (protected_words, "found", _nobody),
        (withholding, "_whole_is_held", lambda *_args: None),
        (withholding, "_whole_is_closed", lambda *_args: None),
        (withholding._Sieve, "_opens", lambda *_args: True),
        (withholding._Sieve, "_why_row_closed", lambda *_args: ""),
        (withholding._Sieve, "_column_is_closed", _no),
        (withholding._Sieve, "_why_closed", lambda *_args: ""),
    ],
)
def test_a_rule_that_is_switched_off_is_caught(
    place: Any, name: str, broken: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, name, broken)
    assert any(list(wrong_reader.leaks(seed, makes_pdfs=False)) for seed in range(120))


WORD = "zqx001canary"
SPELLED = "canarycanary"
"""A word of letters that are on the page anyhow."""


def _in_title(opened: pikepdf.Pdf) -> None:
    opened.docinfo["/Title"] = f"Early Help form of {WORD} – für alle"


def _in_metadata(opened: pikepdf.Pdf) -> None:
    was = opened.Root.Metadata.read_bytes()
    opened.Root.Metadata = opened.make_stream(was.replace(b"</rdf:li>", f" {WORD}</rdf:li>".encode()))


def _in_a_bookmark(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"„{WORD}“", 0))


def _in_an_alternative(opened: pikepdf.Pdf) -> None:
    opened.Root.StructTreeRoot.K.Alt = pikepdf.String(WORD)


def _in_what_a_reader_reads_out(opened: pikepdf.Pdf) -> None:
    _draw(opened, f"/P <</ActualText {showing.hexed(WORD)}>> BDC EMC".encode())


def _in_glyphs_alone(opened: pikepdf.Pdf) -> None:
    """As letters on the page, under other words for whoever has it read out."""
    page = opened.pages[0]
    font: Any = page.Resources.Font.T1
    meaning = {said: code for code, said in readback._to_unicode(font).items()}
    codes = "".join(f"{meaning[letter]:04X}" for letter in SPELLED)
    _draw(opened, f"/Artifact <</ActualText <FEFF>>> BDC BT /T1 12 Tf <{codes}> Tj ET EMC".encode())


def _in_a_note(opened: pikepdf.Pdf) -> None:
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=pikepdf.Array([0, 0, 9, 9]),
        Contents=pikepdf.String(WORD),
    )
    opened.pages[0].obj.Annots = pikepdf.Array([opened.make_indirect(made)])


def _in_a_file_inside(opened: pikepdf.Pdf) -> None:
    opened.attachments["answers.json"] = pikepdf.AttachedFileSpec(opened, WORD.encode())


def _draw(opened: pikepdf.Pdf, code: bytes) -> None:
    opened.pages[0].contents_add(opened.make_stream(code))


@pytest.mark.parametrize(
    "plant",
    [
        _in_title,
        _in_metadata,
        _in_a_bookmark,
        _in_an_alternative,
        _in_what_a_reader_reads_out,
        _in_glyphs_alone,
        _in_a_note,
        _in_a_file_inside,
    ],
)
def test_a_word_that_is_planted_anywhere_in_a_file_is_found(plant: Callable[[pikepdf.Pdf], None]) -> None:
    pdf, file = samples.filled(samples.KITCHEN_SINK, samples.SINK_ANSWERS, "family"), io.BytesIO()
    word = SPELLED if plant is _in_glyphs_alone else WORD
    assert list(wrong_reader.in_pdf(pdf, [word])) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        plant(opened)
        opened.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert [one for one in wrong_reader.in_pdf(file.getvalue(), [word]) if word in one]


def _in_every_label(was: Callable[..., str], *args: Any) -> str:
    return f"{was(*args)} {WORD}"


def _in_every_figure(was: Callable[..., Any], *args: Any, **more: Any) -> Any:
    return was(*args, **(more | {"alt": WORD}))


def _in_the_log(was: Callable[..., Any], *args: Any, **more: Any) -> Any:
    logging.getLogger("ehdesk").debug("gave %s", args[1])
    return was(*args, **more)


@pytest.mark.parametrize(
    ("place", "name", "leak", "where"),
    [
        (answered.Teller, "_label", _in_every_label, "on paper"),
        (paper, "_copy_line", _in_every_label, "on paper"),
        (sheet.Sheet, "element", _in_every_figure, "on paper"),
        (withholding, "filtered", _in_the_log, "in the log"),
    ],
)
def test_a_word_that_is_planted_in_a_page_or_the_log_is_found_in_many_families(
    place: Any, name: str, leak: Callable[..., Any], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = getattr(place, name)
    monkeypatch.setattr(place, name, lambda *args, **more: leak(was, *args, **more))
    found = [one.what for seed in range(12) for one in wrong_reader.leaks(seed, makes_pdfs=False)]
    assert any(one.startswith(where) for one in found)


# A whole vault


NOTE = {"kind": "talk", "place": "other"}
PLACE = printing.Place("Harlow Beck", Contacts(), practice=False)


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    made = building.new_desk(tmp_path / "vault")
    yield made
    made.close()


def shown(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [readback.shown_on(each) for each in opened.pages]


def page(**wanted: Any) -> printing.Page:
    return printing.Page("eha_part_b", reader="family", who="Gareth Hughes", **wanted)


def test_the_copy_for_a_father_holds_nothing_that_he_must_not_know(desk: building.Desk) -> None:
    split = Split(desk)
    with pytest.raises(errors.LookFirst) as refused:
        desk.ask(printing.typeset, split.part_b, page(), PLACE)
    assert {one.key for one in refused.value.faults} == {"history"}

    wish = withholding.Wish(without=frozenset({"history"}))
    pdf = desk.ask(printing.typeset, split.part_b, page(wish=wish), PLACE)

    assert canaries.found_in(readback.everything(pdf), SECRETS.values()) == set()
    said = readback.words(pdf)
    assert not [word for word in SECRETS.values() if word in said]
    assert "I would like to see her more." in said
    assert all("Copy 1 for Gareth Hughes, 7 July 2026" in each for each in shown(pdf))
    assert desk.ask(printing.typeset, split.part_b, page(wish=wish), PLACE) == pdf, "the same bytes again"


def test_the_mother_and_our_team_have_their_own(desk: building.Desk) -> None:
    split = Split(desk)
    hers = printing.Page("eha_part_b", reader="family", who="Agnieszka Kowalczyk")
    said = readback.words(desk.ask(printing.typeset, split.part_b, hers, PLACE))
    assert "ptarmigan" in said
    assert "Quillfeather" in said
    assert "osierholt" not in said, "what is kept apart is on no family's copy"
    ours = readback.words(desk.ask(printing.typeset, split.part_b, printing.Page("eha_part_b"), PLACE))
    assert "osierholt" in ours


def test_what_is_given_out_on_purpose_needs_a_reason_and_is_written_down(desk: building.Desk) -> None:
    split = Split(desk)
    wish = withholding.Wish(frozenset({"adults/a"}), frozenset({"history"}))
    with pytest.raises(errors.ReasonMissing):
        desk.ask(printing.typeset, split.part_b, page(wish=wish), PLACE)
    asked = page(wish=wish, because="She asked us to show him")

    assert "ptarmigan" in readback.words(desk.ask(printing.typeset, split.part_b, asked, PLACE))

    reader = desk.ask(readership.find, split.family, "Gareth Hughes")
    told = desk.ask(form.sheet, split.part_b)
    way = leaving.Way(Path("his.pdf"))
    noted = printing._copy(told.form, asked, reader, way, of_record=told.record_id)
    desk.do(copies.given, split.family, noted)
    (line,) = desk.ask(copies.copies, split.family)
    assert (line.copy.to, line.copy.released, line.copy.released_why) == (
        "Gareth Hughes", "adults/a", "She asked us to show him",
    )  # fmt: skip
    assert desk.ask(copies.number, split.part_b) == 2


def test_a_bundle_for_the_father_holds_nothing_that_he_must_not_know(
    desk: building.Desk, caplog: pytest.LogCaptureFixture
) -> None:
    split = Split(desk)
    his = building.a_note(desk, split.family, text="Gareth came to the office.", **NOTE)
    desk.do(form.answer, his, "who_was_there", [split.father])
    hers = building.a_note(desk, split.family, text="She is safe: ptarmigan.", **NOTE)
    desk.do(form.answer, hers, "who_was_there", [split.mother])
    for note in (his, hers):
        desk.do(form.finish, note)
    to = bundle_out.Recipient(who="Gareth Hughes")
    with caplog.at_level(logging.DEBUG):
        content = desk.ask(bundle_out.take_out, reader="family", families=[split.family], recipient=to)
    assert canaries.found_in(content, SECRETS.values()) == set()
    assert b"Agnieszka" in content
    assert b"Gareth came to the office." in content
    assert not [word for word in SECRETS.values() if word in caplog.text]


def test_a_bundle_waits_until_somebody_has_looked_at_the_words(desk: building.Desk) -> None:
    split = Split(desk)
    note = building.a_note(desk, split.family, text="Gareth asked about QUILLFEATHER street.", **NOTE)
    desk.do(form.answer, note, "who_was_there", [split.father])
    desk.do(form.finish, note)
    to = bundle_out.Recipient(who="Gareth Hughes")
    with pytest.raises(errors.LookFirst) as refused:
        desk.ask(bundle_out.take_out, reader="family", families=[split.family], recipient=to)
    assert [one.excerpt for one in refused.value.faults] == ["Gareth asked about QUILLFEATHER street."]
    to = bundle_out.Recipient(who="Gareth Hughes", checked=True)
    assert desk.ask(bundle_out.take_out, reader="family", families=[split.family], recipient=to)


def test_the_page_that_says_why_we_are_involved_holds_nothing_that_one_of_them_must_not_know(
    desk: building.Desk,
) -> None:
    split = Split(desk)
    told = why.Why(
        family_id=split.family,
        reference="EH-1",
        family_label="Kowalczyk-Hughes",
        reasons=(),
        plain=why.Plain("You live in Quillfeather Street now.", "Teraz mieszkacie tam."),
        hopes=("Sleep every night", "Settle at Sedgewick Moss"),
        next_step="",
        meeting_on="",
        lead=why.Helper("Carol Ndlovu", "Sedgewick Moss Academy"),
        team=(why.Helper("Sana Iqbal", "School nursing"), why.Helper("A B", "Sedgewick Moss Academy")),
    )
    open_to_all = desk.ask(why.for_anybody, told)
    assert not [word for word in SECRETS.values() if word in repr(open_to_all)]
    assert open_to_all.hopes == ("Sleep every night",)
    assert open_to_all.lead == why.Helper("Carol Ndlovu", "")
    assert open_to_all.team == (why.Helper("Sana Iqbal", "School nursing"),)


def test_somebody_who_must_not_be_told_gets_no_copy_whatever_the_reason() -> None:
    facts = readers.Facts((readers.Person("d", ("Gareth Hughes",)),), untold=frozenset({"d"}))
    case = split_families.case(1)
    reader = readers.Reader("member", "Gareth Hughes", "d")
    wish = withholding.Wish(released=frozenset({withholding.WHOLE}))
    theirs = withholding.filtered(case.form, case.answers, reader, facts, wish)
    assert theirs.answers == {}
    assert theirs.for_nobody_else
    with pytest.raises(errors.NotTheirs):
        paper.filled(
            case.form, case.answers, about=wrong_reader._ABOUT, words=words.of("en"),
            reader=reader, facts=facts, wish=wish,
        )  # fmt: skip
