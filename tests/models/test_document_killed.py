"""The process is killed while it adds documents: each one that was called saved is whole, none is half.

The short form runs 12 rounds; EHDESK_KILL_ROUNDS=200 is the long one.
"""

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

from ehdesk import clock, files
from ehdesk.models import document, soundness, store
from ehdesk.vault import device, opening
from tests import building
from tests.house import tracked

ROUNDS = int(os.environ.get("EHDESK_KILL_ROUNDS", "12"))

ADDING = """
import hashlib, os, pathlib, sys
from ehdesk import clock, files
from ehdesk.models import document, store
from ehdesk.vault import device, opening
folder = files.DataFolder(pathlib.Path(sys.argv[1]))
keys = opening.open_with_passphrase(folder, sys.argv[2], device=device.NoKeyring())
desk = store.open_store(folder, keys, clock.system())
desk.do(document.add, sys.argv[3], os.urandom(1000), document.New("Loads what adding needs"))
print("ready", flush=True)
while True:
    content = os.urandom(300_000)
    made = desk.do(document.add, sys.argv[3], content, document.New("Letter")).result
    print(made, hashlib.sha256(content).hexdigest(), flush=True)
"""


def a_round(folder: files.DataFolder, family_id: str, milliseconds: float) -> dict[str, str]:
    """Add documents until the kill; the ids and hashes of those that were called saved."""
    command = [sys.executable, "-c", ADDING, str(folder.root), building.PASSPHRASE, family_id]
    with subprocess.Popen(command, cwd=tracked.ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            process.wait(milliseconds / 1000)
        except subprocess.TimeoutExpired:
            process.kill()
        lines = process.stdout.read().splitlines()
    assert process.returncode == -9
    pairs = [line.split() for line in lines if line.count(" ") == 1]
    return {pair[0]: pair[1] for pair in pairs}


def test_a_killed_desk_has_every_document_that_was_called_saved_and_no_half_one(tmp_path: Path) -> None:
    made = building.new_desk(tmp_path / "vault", secrets=device.NoKeyring())
    home = building.a_family(made)
    made.close()
    chance, saved = random.Random(7), dict[str, str]()
    for _ in range(ROUNDS):
        saved |= a_round(made.folder, home.family, chance.uniform(1, 400))
        keys = opening.open_with_passphrase(made.folder, building.PASSPHRASE, device=device.NoKeyring())
        desk = store.open_store(made.folder, keys, clock.system())
        lines = desk.ask(document.documents, home.family, limit=100_000)
        assert set(saved) <= {line.record_id for line in lines}
        for line in lines:
            content = desk.ask(document.content, line.record_id)
            assert hashlib.sha256(content).hexdigest() == line.sha256
            assert saved.get(line.record_id, line.sha256) == line.sha256
        assert desk.ask(soundness.documents).wrong == 0
        lying = {path.suffix for path in made.folder.documents.glob("*")}
        assert lying <= {".ehf"}
        assert len(list(made.folder.documents.glob("*"))) == len(lines)
        desk.close()
    assert len(saved) > ROUNDS
