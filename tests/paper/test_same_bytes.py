"""The same paper is the same bytes: in another process, with another hash seed, after other papers."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from tests.paper import cases, samples, test_pack

_ASK = "from tests.paper import test_same_bytes as same; same.tell()"


def digests() -> dict[str, str]:
    """A few papers, each as the digest of its bytes: scripts, tables, pictures, codes, a pack."""
    papers = {
        "stress": samples.filled(cases.FORMS["note"], {**samples.NOTE, "text": samples.STRESS}),
        "every kind": samples.blank(samples.KITCHEN_SINK, practice=True),
        "urdu": cases.Case("agreement", language="ur").printed(),
        "easy": cases.Case("feedback_child", "easy", "bn").printed(),
        "two languages": cases.Case("agreement", beside="ar").printed(),
        "filled": cases.Case("taf_meeting", "large", filled=True).printed(),
        "pack": test_pack.packed("ar"),
    }
    return {name: hashlib.sha256(pdf).hexdigest() for name, pdf in papers.items()}


def tell() -> None:
    """What the other process says."""
    sys.stdout.write(json.dumps(digests()))


def elsewhere(seed: str) -> dict[str, str]:
    own = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", _ASK]
    said = subprocess.run(command, env=own, capture_output=True, check=True, timeout=300)
    found: dict[str, str] = json.loads(said.stdout)
    return found


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    return digests()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_makes_the_same_bytes(seed: str, here: dict[str, str]) -> None:
    assert elsewhere(seed) == here


def test_what_was_printed_before_changes_nothing(here: dict[str, str]) -> None:
    assert digests() == here
