"""Imports go down the stairs: clean today, and one planted violation of every contract is caught."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, cast

import pytest

ROOT = Path(__file__).resolve().parents[2]

# (the contract that must break, where, what is planted there)
PLANTS = [
    ("stairs", "models/note.py", "from ehdesk.ui import widgets"),
    ("stairs", "vault/passphrase.py", "from ehdesk.models import store"),
    ("stairs", "forms/loader.py", "from ehdesk.vault import ballast"),
    ("stairs", "errors/base.py", "from ehdesk import files"),
    ("stairs", "paper/form.py", "from ehdesk.ui import theme"),
    ("stairs", "ui/walk.py", "def later() -> None:\n    from ehdesk import cli"),
    ("stairs", "helpers.py", '"""A stray module that the stairs do not name."""'),
    ("protocol", "sync/protocol.py", "from ehdesk import files"),
    ("models", "models/trail.py", "from ehdesk.models import family"),
    ("models", "models/person.py", "from ehdesk.models import reference"),
    ("models", "models/matters.py", '"""A stray file that nobody gave a place."""'),
    ("centre", "centre/taking.py", "from ehdesk.models import base"),
    ("centre", "centre/signing.py", "from ehdesk.vault import primitives"),
    ("centre_inside", "centre/store.py", "from ehdesk.centre import people"),
    ("centre_inside", "centre/matters.py", '"""A stray file that nobody gave a place."""'),
    ("pages", "ui/today.py", "from ehdesk.ui import caseload"),
    ("outbox", "ui/caseload.py", "from ehdesk.models import outbox"),
    ("forms", "rules/merge.py", "import typer"),
    ("qt", "commands/console.py", "from PySide6 import QtCore"),
    ("sql", "ui/caseload.py", "import sqlalchemy"),
    ("sql", "centre/exchange.py", "import sqlalchemy"),
    ("cipher", "vault/backup.py", "import sqlcipher3"),
    ("keyring", "vault/opening.py", "import keyring"),
    ("keys", "vault/journal.py", "from cryptography.fernet import Fernet"),
    ("stretching", "models/trail.py", "import argon2"),
    ("keys", "centre/people.py", "import cryptography"),
    ("server", "centre/admin.py", "import starlette"),
    ("serving", "centre/routes.py", "import uvicorn"),
    ("packing", "centre/routes.py", "import zstandard"),
    ("paper", "ui/print_dialog.py", "def draw() -> None:\n    import reportlab"),
    ("sound", "models/alike.py", "import jellyfish"),
    ("holidays", "ui/today.py", "import holidays"),
    ("calendar", "ui/visits_page.py", "import icalendar"),
    ("suggestions", "models/spelling.py", "import rapidfuzz"),
    ("sealing", "ui/send_dialog.py", "import pikepdf"),
    ("network", "vault/device.py", "import urllib.request"),
    ("way", "ui/carrying.py", "from ehdesk.sync import http"),
    ("circles", "forms/definition.py", "from ehdesk.forms import answers"),
]


def contracts() -> list[dict[str, Any]]:
    """The contracts of pyproject.toml, as they are written."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return cast("list[dict[str, Any]]", settings["tool"]["importlinter"]["contracts"])


def broken_contracts(house: Path) -> set[str]:
    """The ids of the contracts that break in this copy of the house."""
    ids = {contract["name"]: contract["id"] for contract in contracts()}
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=house,
        env={"COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = re.findall(r"^(.+?) (KEPT|BROKEN)\b", ran.stdout, re.MULTILINE)
    assert {name for name, _ in verdicts} == set(ids), ran.stdout + ran.stderr
    return {ids[name] for name, verdict in verdicts if verdict == "BROKEN"}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package and its contracts."""
    shutil.copytree(ROOT / "ehdesk", tmp_path / "ehdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_keeps_its_stairs() -> None:
    assert broken_contracts(ROOT) == set()


@pytest.mark.parametrize(("contract", "file", "line"), PLANTS, ids=[f"{c}-{f}" for c, f, _ in PLANTS])
def test_a_planted_violation_is_caught_by_its_contract(
    house: Path, contract: str, file: str, line: str
) -> None:
    planted = house / "ehdesk" / file
    assert planted.exists() != ("stray" in line), f"{file} has moved: plant it elsewhere"
    with planted.open("a", encoding="utf-8") as opened:
        opened.write(f"\n{line}\n")
    broken = broken_contracts(house)
    assert contract in broken
    assert broken <= {contract, "circles"}, "an import up the stairs may close a circle too, and no more"


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _, _ in PLANTS} == {contract["id"] for contract in contracts()}


def test_what_travels_is_kept_from_every_part_of_ours() -> None:
    parts = {f"ehdesk.{path.stem}" for path in (ROOT / "ehdesk").iterdir() if path.stem[:2] != "__"}
    (leaf,) = (contract for contract in contracts() if contract["id"] == "protocol")
    allowed = {"ehdesk.errors", "ehdesk.clock", "ehdesk.sync"}
    assert parts - allowed == set(leaf["forbidden_modules"]) - {"ehdesk.__main__"}
