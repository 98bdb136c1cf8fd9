"""A real vault with cheap key stretching, and a clock that stands still until it is moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ehdesk import files
from ehdesk.vault import device, keyslots, opening
from tests.vault.made import PASSPHRASE, Time, Vault


@pytest.fixture
def folder(tmp_path: Path) -> files.DataFolder:
    return files.DataFolder(tmp_path / "vault")


@pytest.fixture
def cheap() -> keyslots.Stretching:
    return keyslots.Stretching.cheap()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def vault(folder: files.DataFolder, cheap: keyslots.Stretching) -> Iterator[Vault]:
    secrets = device.InMemory()
    created = opening.create(folder, PASSPHRASE, device=secrets, stretching=cheap)
    made = Vault(folder, secrets, PASSPHRASE, created.recovery_code, created.keys)
    yield made
    for connection in made.connections:
        connection.close()
