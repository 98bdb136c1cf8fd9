"""Where resources and data live, and how a file is put on disk so that it stays there."""

import os
from pathlib import Path
from typing import NamedTuple


def resources() -> Path:
    """The folder of forms, fonts, words and icons: beside the package in a checkout and in a bundle."""
    return Path(__file__).resolve().parent.parent / "resources"


def bundle_schema() -> Path:
    """The published shape of a bundle, the same file that the documentation links to."""
    return resources().parent / "docs" / "bundle.schema.json"


class DataFolder(NamedTuple):
    """One data folder with one vault in it. Paths only: nothing here touches the disk."""

    root: Path

    @property
    def header(self) -> Path:
        """Which vault this is and the slots that open it."""
        return self.root / "vault.header"

    @property
    def header_copy(self) -> Path:
        """The header a second time."""
        return self.root / "vault.header.copy"

    @property
    def database(self) -> Path:
        """The encrypted record."""
        return self.root / "vault.db"

    @property
    def journal(self) -> Path:
        """The folder of the second copies."""
        return self.root / "journal"

    @property
    def inbox(self) -> Path:
        """The folder of what was sealed for the vault while it was closed."""
        return self.root / "inbox"

    @property
    def backups(self) -> Path:
        """The folder of the verified copies."""
        return self.root / "backups"

    @property
    def ballast(self) -> Path:
        """Room on the disk to give back when it is full."""
        return self.root / "ballast"

    @property
    def documents(self) -> Path:
        """The folder of the documents and photos, each an encrypted file."""
        return self.root / "documents"

    @property
    def documents_spare(self) -> Path:
        """Every document a second time, beside the backups."""
        return self.backups / "documents"

    @property
    def header_spare(self) -> Path:
        """A third header copy beside the backups, so that the backups alone can be opened."""
        return self.backups / "vault.header"

    @property
    def restored(self) -> Path:
        """There while a restore is under way, and until the record has taken a new incarnation."""
        return self.root / "restored"

    @property
    def public(self) -> Path:
        """What the unlock window may show before the passphrase: numbers to call, nothing of a family."""
        return self.root / "public.json"

    @property
    def hand_in(self) -> Path:
        """Where to hand in sealed work while locked; only this computer's password store opens it."""
        return self.root / "hand-in"

    @property
    def handed_in(self) -> Path:
        """Empty; there while the centre holds sealed work of this vault."""
        return self.root / "handed-in"

    @property
    def lock(self) -> Path:
        """Held by the process that has the vault open."""
        return self.root / "vault.lock"

    @property
    def window(self) -> Path:
        """Empty; there while a window of this vault stands, so that a second start knows to ask for it."""
        return self.root / "window.open"

    @property
    def log(self) -> Path:
        """Ids, acts and kinds of error. Never a name or an answer."""
        return self.root / "ehdesk.log"

    @property
    def preferences(self) -> Path:
        """Theme, text size and window size. Never a name."""
        return self.root / "preferences.json"

    def exists(self) -> bool:
        """Whether there is a vault, even one whose keys were damaged or deleted."""
        return any(path.exists() for path in (self.header, self.header_copy, self.database))


def default_data_folder() -> DataFolder:
    """The worker's own data folder, as the operating system places it."""
    from platformdirs import user_data_path  # late: commands that name --data do not need it

    return DataFolder(user_data_path("ehdesk", appauthor=False))


def make_folder(path: Path) -> None:
    """A folder for the worker alone, there for good when this returns. Harmless when it is there."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync_folder(path.parent)


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` whole or not at all: temporary file, fsync, rename, fsync of the folder."""
    temporary = path.with_name(path.name + ".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(temporary, path)
    sync_folder(path.parent)


def write_all(descriptor: int, content: bytes) -> None:
    """Write every byte: os.write may write fewer than it was given."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in `folder` durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
