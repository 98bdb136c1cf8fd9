"""Opening the vault that a command works on, and leaving it closed."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ehdesk import clock, errors, files, settings
from ehdesk.models import store
from ehdesk.vault import device, keyslots, opening, public


@dataclass(frozen=True)
class Chosen:
    """What the worker chose on the command line: the folder, where the passphrase comes from, the keyring."""

    data: Path | None = None
    passphrase_file: Path | None = None
    keyring: bool = True

    def folder(self) -> files.DataFolder:
        """The data folder that was named, or the worker's own."""
        return files.DataFolder(self.data) if self.data else files.default_data_folder()

    def device(self) -> device.DeviceSecrets:
        """Where this computer's half of the key is kept."""
        return device.keyring_secrets() if self.keyring else device.NoKeyring()


@dataclass(frozen=True)
class Opened:
    """A vault that is open for one command."""

    folder: files.DataFolder
    keys: keyslots.Keys
    store: store.Store
    clock: clock.Clock


@contextmanager
def opened(chosen: Chosen) -> Iterator[Opened]:
    """The vault, claimed, unlocked and open; closed again afterwards.

    Raises: errors.VaultInUse, WrongPassphrase and what else opening refuses.
    """
    folder = chosen.folder()
    if not folder.exists():
        raise errors.VaultMissing
    with opening.claim(folder):
        keys = opening.open_with_passphrase(folder, passphrase(chosen), device=chosen.device())
        desk = store.open_store(folder, keys, clock.system())
        try:
            yield Opened(folder, keys, desk, clock.system())
        finally:
            desk.close()


def authority(desk: Opened) -> settings.Authority:
    """The settings that this vault works with: those of the invented authority where it is for practice."""
    shown = public.read(desk.folder)
    return settings.practice() if shown is not None and shown.practice else settings.authority()


def passphrase(chosen: Chosen, prompt: str = "Passphrase: ") -> str:
    """The first line of the file that was named, without its line end, or what is typed unseen.

    Raises: errors.PassphraseUnread, NoPassphrase.
    """
    if chosen.passphrase_file is None:
        if not sys.stdin.isatty():
            raise errors.NoPassphrase
        return getpass.getpass(prompt)
    try:
        with chosen.passphrase_file.open(encoding="utf-8-sig", newline="") as lines:
            line = lines.readline()
    except (OSError, UnicodeDecodeError) as error:
        raise errors.PassphraseUnread(file=chosen.passphrase_file.name) from error
    return line.rstrip("\r\n")


def new_passphrase(chosen: Chosen) -> str:
    """A passphrase for a new vault: from the file, or typed twice. Raises: errors.PassphrasesDiffer."""
    first = passphrase(chosen, "New passphrase (14 characters or four words): ")
    if chosen.passphrase_file is None and getpass.getpass("The same again: ") != first:
        raise errors.PassphrasesDiffer
    return first
