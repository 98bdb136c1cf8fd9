"""Printing at a size, on a pale ground, in two languages, and the page on why we are involved."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from ehdesk import files
from ehdesk.commands import opening
from ehdesk.models import copies, family
from ehdesk.paper import looks
from tests.cli.conftest import Run
from tests.paper import readback
from tests.paper.test_sizes import sizes_of_type

KOWALCZYK = "HB-2026-0412"


@pytest.fixture
def chosen(data: Path, passphrase_file: Path) -> opening.Chosen:
    return opening.Chosen(data, passphrase_file, keyring=False)


def test_an_empty_form_is_printed_large_on_a_pale_ground(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "part_a.pdf"
    assert run("print", "eha_part_a", "-o", out, "--size", "large", "--tint").status == 0
    assert min(sizes_of_type(out.read_bytes())) >= looks.LARGE.furniture


def test_an_empty_form_is_printed_in_two_languages(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "agreement.pdf"
    assert run("print", "agreement", "-o", out, "--beside", "ur").status == 0
    assert {"en-GB", "ur"} <= {language for language, _ in readback.paragraphs(out.read_bytes())}


def test_a_form_without_easy_words_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    told = run("print", "closure", "-o", tmp_path / "closure.pdf", "--size", "easy")
    assert told.status == 1
    assert "not printed in easy read" in told.err
    assert not (tmp_path / "closure.pdf").exists()


def test_why_we_are_involved_is_printed_for_a_family_and_noted_in_its_file(
    run: Run, chosen: opening.Chosen, tmp_path: Path
) -> None:
    out = tmp_path / "why.pdf"
    assert run("print", "why_involved", KOWALCZYK, "-o", out, "--size", "easy").status == 0
    said = readback.words(out.read_bytes())
    assert "You can say no. You can stop at any time." in said
    with opening.opened(chosen) as desk:
        found = desk.store.ask(family.by_reference, KOWALCZYK)
        [line] = desk.store.ask(copies.copies, str(found))
    assert (line.copy.what, line.copy.format) == ("Why we are involved", "easy read")


def test_why_we_are_involved_stands_in_the_book_under_the_code_on_its_pages(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "why.pdf"
    assert run("print", "why_involved", KOWALCZYK, "-o", out, "--language", "pl", "--tint").status == 0
    [paper] = run("paper", KOWALCZYK, "--json").json()["paper"]
    assert (paper["form"], paper["language"], paper["tint"], paper["expected_on"], paper["left"]) == (
        "why_involved",
        "pl",
        True,
        None,
        [],
    )
    for code, said in zip(paper["codes"], readback.page_words(out.read_bytes()), strict=True):
        assert said.count(code) == 2
    told = run("paper", "--code", paper["codes"][0], "--mark", "destroyed", "--why", "Given back")
    assert "Why we are involved, page 1 of" in told.out
    assert "Where it is: destroyed." in told.out


def test_an_empty_form_is_to_be_back_by_the_authoritys_own_day_and_keeps_how_it_was_set(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "resources"
    shutil.copytree(files.resources(), ours)
    limits = ours / "authority" / "default.toml"
    limits.write_text(
        limits.read_text("utf-8").replace("paper_back_days = 14", "paper_back_days = 21"), "utf-8"
    )
    monkeypatch.setattr(files, "resources", lambda: ours)
    how = ("--size", "large", "--beside", "ur", "--tint")
    out = tmp_path / "agreement.pdf"
    assert run("print", "agreement", KOWALCZYK, "--empty", "-o", out, *how).status == 0
    [paper] = run("paper", KOWALCZYK, "--json").json()["paper"]
    days = date.fromisoformat(paper["expected_on"]) - date.fromisoformat(paper["printed_on"][:10])
    assert days.days == 21
    assert (paper["size"], paper["beside"], paper["tint"]) == ("large", "ur", True)


def test_what_could_not_be_written_is_not_noted_as_printed(run: Run, tmp_path: Path) -> None:
    told = run("print", "agreement", KOWALCZYK, "--empty", "-o", tmp_path / "nowhere" / "agreement.pdf")
    assert told.status == 1
    assert run("paper", KOWALCZYK, "--json").json() == {"paper": []}


def test_why_we_are_involved_needs_a_family(run: Run, tmp_path: Path) -> None:
    assert run("print", "why_involved", "-o", tmp_path / "why.pdf").status == 2


def test_letters_that_cannot_be_printed_are_said_before_the_file_is_there(run: Run, tmp_path: Path) -> None:
    answers, out = tmp_path / "answers.json", tmp_path / "note.pdf"
    answers.write_text('{"text": "She calls herself 王小明."}', encoding="utf-8")
    begun = run("fill", "note", KOWALCZYK, "--answers", answers, "--json").json()
    told = run("print", "note", KOWALCZYK, "--record", begun["id"], "-o", out)
    assert told.status == 0
    assert told.err.index("cannot be printed: Chinese (小 明 王)") < told.err.index("is not encrypted")
    assert "cannot be printed" not in run("print", "closure", "-o", out).err
