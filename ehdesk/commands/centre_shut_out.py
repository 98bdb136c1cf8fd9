"""Which devices were shut out, in a file of its own beside the centre's database.

A copy of the database that is put back knows nothing of what was revoked after it was taken. This file is not
put back with it, and `ehdesk centre admin restored` goes by it.
"""

import os
from pathlib import Path

from ehdesk import files


def file_of(address: str) -> Path:
    """Where it lies: beside an embedded database, else in the folder of the account that keeps the centre."""
    if "://" in address:
        return files.default_data_folder().root.parent / "ehdesk-centre" / "centre.revoked"
    database = Path(address)
    return database.with_name(database.name + ".revoked")


def note(path: Path, authority: str, device: str) -> None:
    """Add a device; it is on the disk when this returns."""
    files.make_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as file:
        file.write(f"{authority} {device}\n")
        file.flush()
        os.fsync(file.fileno())


def of(path: Path, authority: str) -> tuple[str, ...]:
    """The devices of an authority that were shut out, oldest first."""
    if not path.exists():
        return ()
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return tuple(words[1] for words in lines if len(words) == 2 and words[0] == authority)
