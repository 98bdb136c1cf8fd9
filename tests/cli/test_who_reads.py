"""Naming the reader by command: refused without, listed where words are found, released with a reason."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.paper import readback

KOWALCZYK = "HB-2026-0412"
HERS = ("--for", "Agnieszka Kowalczyk")


def test_a_family_in_two_homes_is_asked_who_will_read_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "note.pdf"
    refused = run("print", "note", KOWALCZYK, "-o", out, "--reader", "family")
    assert refused.status == 1
    assert "say who of them will read it" in refused.err
    nobody = run("print", "note", KOWALCZYK, "-o", out, "--for", "Nobody Known")
    assert nobody.status == 1
    assert "Agnieszka Kowalczyk" in nobody.err, "the readers are listed"
    assert not out.exists()


def test_feedback_that_does_not_say_whose_it_is_goes_out_with_a_reason(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "card.pdf"
    asked = ("print", "feedback_parent", KOWALCZYK, "-o", out, "--stage", "taf", "--language", "pl", *HERS)
    assert run(*asked).status == 1
    assert run(*asked, "--release", "$form").status == 1, "and a reason is asked for"
    assert run(*asked, "--release", "$form", "--because", "She filled it in herself").status == 0
    assert "Słuchano nas." in readback.words(out.read_bytes())
    assert "Agnieszka Kowalczyk" in run("copies", KOWALCZYK).out
