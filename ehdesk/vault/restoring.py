"""The last steps of a restore: swapping files so that a power cut at any moment can be finished.

A verified copy waits as `vault.db.restoring`; the mark `restored` names the folder for what it
replaces. While both are there the swap is not done, and doing it twice does no harm. The mark stays
until the record has taken a new incarnation.
"""

import json
from pathlib import Path

from ehdesk import files


def waiting(folder: files.DataFolder) -> Path:
    """Where the verified copy waits."""
    return folder.database.with_name(folder.database.name + ".restoring")


def was_restored(folder: files.DataFolder) -> bool:
    """Whether the database was put back from a backup and has not yet taken a new incarnation."""
    return folder.restored.exists()


def settle(folder: files.DataFolder) -> None:
    """The record has taken its new incarnation: forget that there was a restore."""
    folder.restored.unlink(missing_ok=True)
    files.sync_folder(folder.root)


def begin(folder: files.DataFolder, *, aside: str, backup: str) -> None:
    """Write the mark. From here on the waiting copy is the vault's database."""
    files.write_durably(folder.restored, json.dumps({"aside": aside, "backup": backup}).encode())


def finish(folder: files.DataFolder) -> None:
    """Move the replaced database aside and the waiting copy into its place, as far as still needed."""
    copy = waiting(folder)
    if not copy.exists():
        return
    if not was_restored(folder):
        copy.unlink()  # a restore that was cut short before it was verified
        return
    aside = folder.root / str(json.loads(folder.restored.read_bytes())["aside"])
    files.make_folder(aside)
    for part in ("", "-wal", "-shm"):
        old = folder.database.with_name(folder.database.name + part)
        if old.exists():
            old.replace(aside / old.name)
    files.sync_folder(aside)
    copy.replace(folder.database)
    files.sync_folder(folder.root)
