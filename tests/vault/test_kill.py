"""The process is killed at a random moment, again and again, and nothing that was acknowledged is lost.

The short form runs 15 rounds of each; EHDESK_KILL_ROUNDS=200 is the long one.
"""

import hashlib
import os
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from ehdesk import errors, files
from ehdesk.vault import cipher, device, journal, keyslots, opening, recovery
from tests.vault.made import ROOT

ROUNDS = int(os.environ.get("EHDESK_KILL_ROUNDS", "15"))

CHANGING = """
import pathlib, sys
from ehdesk import files
from ehdesk.vault import device, keyslots, opening
folder, number = files.DataFolder(pathlib.Path(sys.argv[1])), int(sys.argv[2])
alone, cheap = device.NoKeyring(), keyslots.Stretching.cheap()
keys = opening.open_with_passphrase(folder, f"passphrase {number}", device=alone)
print("ready", flush=True)
while True:
    number += 1
    opening.change_passphrase(folder, keys, f"passphrase {number}", device=alone, stretching=cheap)
    print(number, flush=True)
"""

RENEWING = """
import hashlib, pathlib, sys
from ehdesk import files
from ehdesk.vault import device, opening, recovery
folder, number = files.DataFolder(pathlib.Path(sys.argv[1])), int(sys.argv[2])
keys = opening.open_with_passphrase(folder, "passphrase", device=device.NoKeyring())
print("ready", flush=True)
while True:
    number += 1
    secret = hashlib.sha256(str(number).encode()).digest()[: recovery.SECRET_BYTES]
    opening.use_recovery_code(folder, keys, recovery.written(secret))
    print(number, flush=True)
"""

SAVING = """
import pathlib, sys
from ehdesk import files
from ehdesk.vault import cipher, device, journal, opening
folder, number = files.DataFolder(pathlib.Path(sys.argv[1])), int(sys.argv[2])
keys = opening.open_with_passphrase(folder, "passphrase", device=device.NoKeyring())
connection = cipher.connect(folder.database, keys.database)
second_copy = journal.Journal(folder, keys.journal, keys.vault_id)
print("ready", flush=True)
while True:
    number += 1
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO note VALUES (?, ?)", (number, f"what was said in visit {number}"))
    connection.execute("COMMIT")
    second_copy.append(b"x" * 300, act_id=str(number), part=0)
    print(number, flush=True)
"""


def _last_acknowledged(program: str, folder: files.DataFolder, number: int, milliseconds: float) -> int:
    """Run the program until it is killed; the last number that it had printed.

    The time counts from its first acknowledgement, however busy the machine is; where it is none, from
    when the program is about to begin.
    """
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder.root), str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        first = process.stdout.readline() if milliseconds else ""
        try:
            process.wait(milliseconds / 1000)
        except subprocess.TimeoutExpired:
            process.kill()
        printed = (first + process.stdout.read()).splitlines()
    assert process.returncode == -9
    return int(printed[-1]) if printed else number


def _moment(chance: random.Random, longest: float) -> float:
    """Some milliseconds, and none in every fifth round."""
    return 0 if chance.random() < 0.2 else chance.uniform(0, longest)


def test_a_kill_while_the_passphrase_changes_leaves_the_old_or_the_new_one(
    folder: files.DataFolder, cheap: keyslots.Stretching
) -> None:
    alone, chance = device.NoKeyring(), random.Random(1)
    created = opening.create(folder, "passphrase 0", device=alone, stretching=cheap)
    number = changes = 0
    for _ in range(ROUNDS):
        acknowledged = _last_acknowledged(CHANGING, folder, number, _moment(chance, 40))
        number = _opens(folder, acknowledged)
        changes += acknowledged
        code = opening.open_with_recovery_code(folder, created.recovery_code, device=alone)
        assert code.data_key == created.keys.data_key
    assert changes > 0


def test_a_kill_while_a_new_recovery_code_is_taken_into_use_leaves_the_old_or_the_new_one(
    folder: files.DataFolder, cheap: keyslots.Stretching
) -> None:
    alone, chance = device.NoKeyring(), random.Random(4)
    keys = opening.create(folder, "passphrase", device=alone, stretching=cheap).keys
    opening.use_recovery_code(folder, keys, _code(0))
    number = changes = 0
    for _ in range(ROUNDS):
        acknowledged = _last_acknowledged(RENEWING, folder, number, _moment(chance, 40))
        opens = [each for each in (acknowledged, acknowledged + 1) if _code_opens(folder, each)]
        assert len(opens) == 1
        changes += acknowledged - number
        number = opens[0]
        opened = opening.open_with_passphrase(folder, "passphrase", device=alone)
        assert opened.data_key == keys.data_key
    assert changes > 0


def test_a_kill_while_saving_loses_nothing_and_leaves_no_half_change(
    folder: files.DataFolder, cheap: keyslots.Stretching
) -> None:
    chance, begun, promised = random.Random(2), 0, set[int]()
    keys = opening.create(folder, "passphrase", device=device.NoKeyring(), stretching=cheap).keys
    _prepare(folder, keys)
    for _ in range(ROUNDS):
        promised |= set(range(begun + 1, _last_acknowledged(SAVING, folder, begun, _moment(chance, 60)) + 1))
        with closing(cipher.connect(folder.database, keys.database)) as connection:
            assert cipher.faults(connection) == ()
            committed = {row[0] for row in connection.execute("SELECT n FROM note")}
        contents = journal.Journal(folder, keys.journal, keys.vault_id).read()
        second = {int(entry.act_id) for entry in contents.entries}
        assert contents.damaged == 0
        assert promised <= committed & second
        begun = max(committed, default=0)  # one may have been committed that was never acknowledged
    assert promised


def test_a_kill_and_a_flipped_bit_together_still_lose_nothing(
    folder: files.DataFolder, cheap: keyslots.Stretching, tmp_path: Path
) -> None:
    """Wherever the bit is, the database or the journal has every change that was acknowledged."""
    chance = random.Random(3)
    for turn in range(ROUNDS):
        each = files.DataFolder(tmp_path / f"vault-{turn}")
        keys = opening.create(each, "passphrase", device=device.NoKeyring(), stretching=cheap).keys
        _prepare(each, keys)
        number = _last_acknowledged(SAVING, each, 0, chance.uniform(5, 60))
        _flip_one_bit(each, chance)
        contents = journal.Journal(each, keys.journal, keys.vault_id).read()
        kept = {int(entry.act_id) for entry in contents.entries} | _still_in_the_database(each, keys)
        assert set(range(1, number + 1)) <= kept


def _prepare(folder: files.DataFolder, keys: keyslots.Keys) -> None:
    with closing(cipher.connect(folder.database, keys.database, create=True)) as connection:
        connection.execute("CREATE TABLE note(n INTEGER PRIMARY KEY, text TEXT)")


def _opens(folder: files.DataFolder, acknowledged: int) -> int:
    """The number whose passphrase opens the vault: the acknowledged one, or the one under way."""
    for number in (acknowledged, acknowledged + 1):
        try:
            opening.open_with_passphrase(folder, f"passphrase {number}", device=device.NoKeyring())
        except errors.WrongPassphrase:
            continue
        return number
    raise AssertionError(f"neither passphrase {acknowledged} nor the next opens the vault")


def _code(number: int) -> str:
    """The code that `RENEWING` takes into use under this number."""
    return recovery.written(hashlib.sha256(str(number).encode()).digest()[: recovery.SECRET_BYTES])


def _code_opens(folder: files.DataFolder, number: int) -> bool:
    try:
        opening.open_with_recovery_code(folder, _code(number), device=device.NoKeyring())
    except errors.WrongRecoveryCode:
        return False
    return True


def _flip_one_bit(folder: files.DataFolder, chance: random.Random) -> None:
    wal = folder.database.with_name("vault.db-wal")
    path = chance.choice([folder.database, wal, *folder.journal.iterdir()])
    content = bytearray(path.read_bytes())
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)


def _still_in_the_database(folder: files.DataFolder, keys: keyslots.Keys) -> set[int]:
    try:
        with closing(cipher.connect(folder.database, keys.database)) as connection:
            return {row[0] for row in connection.execute("SELECT n FROM note")}
    except (errors.DatabaseDamaged, cipher.module.DatabaseError):
        return set()
