"""What may go to another agency: the family's agreement decides, for bundles and for pages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ehdesk import files
from tests.cli.conftest import Run
from tests.paper import readback

KOWALCZYK = "HB-2026-0412"
SAID = json.loads((files.resources() / "sample" / "families.json").read_text("utf-8"))["families"][0]


def texts(value: Any) -> Iterator[str]:
    """Every sentence in what is kept apart."""
    if isinstance(value, str) and len(value) > 24:
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)


RESTRICTED = [
    text
    for kept in [*SAID["people"], *SAID["forms"]]
    for text in texts(kept.get("restricted", {}))
    if not text.startswith("0197f000")
]


def test_an_agency_that_a_family_refused_gets_no_bundle_and_no_page(run: Run, tmp_path: Path) -> None:
    to = ("--reader", "agency", "--agency", "Tannery Lettings", "--family-was-asked")
    bundle, page = tmp_path / "for-agency.json", tmp_path / "plan.pdf"

    exported = run("export", "-o", bundle, "--family", KOWALCZYK, *to)
    printed = run("print", "action_plan", KOWALCZYK, "-o", page, *to)

    assert (exported.status, printed.status) == (1, 1)
    assert "does not want Tannery Lettings to have anything" in exported.err
    assert "does not want Tannery Lettings to have anything" in printed.err
    assert not bundle.exists()
    assert not page.exists()


def test_an_agency_gets_what_the_family_agreed_to_and_nothing_restricted(run: Run, tmp_path: Path) -> None:
    bundle, page = tmp_path / "for-agency.json", tmp_path / "part-b.pdf"
    school = ("--reader", "agency", "--agency", "Alder Bank Primary")
    housing = ("--reader", "agency", "--agency", "harlow beck housing")

    assert run("export", "-o", bundle, "--family", KOWALCZYK, *school).status == 0
    assert run("print", "eha_part_b", KOWALCZYK, "-o", page, *housing).status == 1, "asked first"
    assert run("print", "eha_part_b", KOWALCZYK, "-o", page, *housing, "--family-was-asked").status == 0

    said = readback.words(page.read_bytes())
    assert "sessions since January" in " ".join(said.split())
    for text in (bundle.read_text("utf-8"), said):
        squeezed = "".join(text.split())
        assert [one for one in RESTRICTED if "".join(one.split()) in squeezed] == []


def test_a_self_assessment_is_printed_for_no_agency(run: Run, tmp_path: Path) -> None:
    to = ("--reader", "agency", "--agency", "Alder Bank Primary")
    refused = run("print", "self_assessment", KOWALCZYK, "-o", tmp_path / "x.pdf", *to)
    assert refused.status == 1
    assert "not copied for other agencies" in refused.err
