"""A practice vault on the disk, opened cheaply, and a way to run commands on it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ehdesk import cli
from ehdesk.commands import begin, opening
from ehdesk.vault import keyslots

PASSPHRASE = "heron ladder tuesday marmalade"


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\r\nnot this line\n", encoding="utf-8")
    return path


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run any command line in this process."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        status = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run


@pytest.fixture
def data(tmp_path: Path, passphrase_file: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A practice vault with the three invented families, with cheap key stretching."""
    folder = tmp_path / "vault"
    chosen = opening.Chosen(folder, passphrase_file, keyring=False)
    wanted = begin.Wanted("Carol Ndlovu", "Alder Bank Primary", "", "", sample=True)
    begin.new(chosen, wanted, stretching=keyslots.Stretching.cheap())
    capsys.readouterr()
    return folder


@pytest.fixture
def run(command: Run, data: Path, passphrase_file: Path) -> Run:
    """Run a command on the practice vault."""

    def on_vault(*words: object) -> Ran:
        return command(*words, "--data", data, "--passphrase-file", passphrase_file, "--no-keyring")

    return on_vault
