"""Creating a vault, opening it, and changing what opens it. The database is never touched here.

Light to import: the heavy libraries come in when a vault is really opened.
"""

import os
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from ehdesk import errors, files
from ehdesk.vault import device as devices
from ehdesk.vault import header as headers
from ehdesk.vault import keyslots, primitives, recovery, restoring

_BY_PASSPHRASE = (keyslots.PASSPHRASE, keyslots.PASSPHRASE_ONLY)


@dataclass(frozen=True)
class Created:
    """A new vault: its keys, and the recovery code, which is shown once and kept nowhere."""

    keys: keyslots.Keys
    recovery_code: str = field(repr=False)


def create(
    folder: files.DataFolder,
    passphrase: str,
    *,
    device: devices.DeviceSecrets,
    stretching: keyslots.Stretching,
) -> Created:
    """Make a vault's keys and header. The database is made by the record's store.

    Raises: errors.VaultExists, NotEnoughMemory, KeyringLocked, KeyringUnusable.
    """
    if folder.exists():
        raise errors.VaultExists
    vault_id, data_key = str(uuid.uuid4()), primitives.random_bytes(primitives.KEY_BYTES)
    inbox_private, inbox_public = primitives.new_key_pair()
    secret, code = _device_secret(vault_id, device), recovery.new_secret()
    slots = (
        keyslots.passphrase_slot(vault_id, data_key, passphrase, secret, stretching),
        keyslots.recovery_slot(vault_id, data_key, code),
    )
    wrapped = primitives.seal(keyslots.sub_key(data_key, "inbox"), inbox_private, _inbox(vault_id))
    header = headers.Header(vault_id, 0, slots, inbox_public, wrapped)
    header = headers.write(folder, header, data_key)
    return Created(_keys(folder, header, data_key), recovery.written(code))


def open_with_passphrase(
    folder: files.DataFolder, passphrase: str, *, device: devices.DeviceSecrets
) -> keyslots.Keys:
    """The keys of a vault.

    Raises: errors.VaultMissing, HeaderDamaged, HeaderAltered, WrongPassphrase, DeviceSecretMissing,
    KeyringLocked, KeyringUnusable, NotEnoughMemory.
    """
    header = headers.read(folder)
    slot = header.slot(*_BY_PASSPHRASE)
    if slot is None:
        raise errors.HeaderDamaged
    secret = device.read(header.vault_id) if slot["kind"] == keyslots.PASSPHRASE else None
    data_key = keyslots.open_passphrase_slot(header.vault_id, slot, passphrase, secret)
    return _keys(folder, header, data_key)


def open_with_recovery_code(
    folder: files.DataFolder,
    code: str,
    *,
    device: devices.DeviceSecrets,  # noqa: ARG001 - the same shape as opening by passphrase
) -> keyslots.Keys:
    """The keys of a vault, from the code on the recovery sheet. Needs no device secret.

    Raises: errors.RecoveryCodeUnreadable, WrongRecoveryCode, VaultMissing, HeaderDamaged, HeaderAltered.
    """
    secret = recovery.read(code)
    header = headers.read(folder)
    slot = header.slot(keyslots.RECOVERY)
    if slot is None:
        raise errors.WrongRecoveryCode
    return _keys(folder, header, keyslots.open_recovery_slot(header.vault_id, slot, secret))


def change_passphrase(
    folder: files.DataFolder,
    keys: keyslots.Keys,
    passphrase: str,
    *,
    device: devices.DeviceSecrets,
    stretching: keyslots.Stretching,
) -> None:
    """Put a new passphrase in the place of the old one. Only the header is written.

    The device secret stays as it is where there is one: were it renewed first and the power cut,
    neither the old nor the new passphrase would open the vault.
    Raises: errors.NotEnoughMemory, KeyringLocked, KeyringUnusable.
    """
    header = headers.read(folder)
    headers.verify(header, keys.data_key)
    secret = _device_secret(keys.vault_id, device)
    slot = keyslots.passphrase_slot(keys.vault_id, keys.data_key, passphrase, secret, stretching)
    headers.write(folder, header.with_slot(slot, instead_of=_BY_PASSPHRASE), keys.data_key)


def new_recovery_code() -> str:
    """A code that opens nothing yet: `use_recovery_code` takes it into use. Kept nowhere."""
    return recovery.written(recovery.new_secret())


def use_recovery_code(folder: files.DataFolder, keys: keyslots.Keys, code: str) -> None:
    """Let this code open the vault from now on, in the place of the old one, which ends with it.

    Its worker has it on paper by now: until here the old one counts. Only the header is written.
    Raises: errors.DiskFull, FolderUnusable: then the old one still counts.
    """
    found = headers.read(folder)
    headers.verify(found, keys.data_key)
    slot = keyslots.recovery_slot(keys.vault_id, keys.data_key, recovery.read(code))
    try:
        headers.write(folder, found.with_slot(slot, instead_of=(keyslots.RECOVERY,)), keys.data_key)
    except errors.Refusal:
        # One copy is enough to be the newest: the next opening brings the others up to it.
        if headers.read(folder).slot(keyslots.RECOVERY) != slot:
            raise


def needs_keyring(folder: files.DataFolder) -> bool:
    """Whether the passphrase alone is not enough here. False is passphrase-only mode: say so aloud.

    Raises: errors.VaultMissing, HeaderDamaged.
    """
    return headers.read(folder).slot(keyslots.PASSPHRASE) is not None


class Claim:
    """The vault is ours until this is released or the process ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let another process have the vault."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> "Claim":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def claim(folder: files.DataFolder, *, wait_seconds: float = 0.0) -> Claim:
    """Keep everybody else out of the vault. Waits so long for one who is just leaving.

    Raises: errors.VaultInUse.
    """
    files.make_folder(folder.root)
    descriptor = os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + wait_seconds
    while not _lock(descriptor):
        if time.monotonic() >= until:
            os.close(descriptor)
            raise errors.VaultInUse
        time.sleep(0.05)
    return Claim(descriptor)


def _lock(descriptor: int) -> bool:
    """Take the operating system's lock on the file; it goes with the process, so none is left over."""
    try:
        _system_lock()(descriptor)
    except OSError:
        return False
    return True


def _system_lock() -> Callable[[int], None]:
    if sys.platform == "win32":
        import msvcrt  # only there

        return lambda descriptor: msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    import fcntl  # only there

    return lambda descriptor: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _device_secret(vault_id: str, device: devices.DeviceSecrets) -> bytes | None:
    """The secret that the store holds for this vault, or a new one; None without a store."""
    if not device.kept:
        return None
    secret = device.read(vault_id)
    if secret is None:
        secret = devices.new_secret()
        device.write(vault_id, secret)
    return secret


def _keys(folder: files.DataFolder, header: headers.Header, data_key: bytes) -> keyslots.Keys:
    """Every sub-key, once the header has proved to be ours. Mends what is damaged or half done."""
    headers.verify(header, data_key)
    try:
        inbox = primitives.unseal(
            keyslots.sub_key(data_key, "inbox"), header.inbox_wrapped, _inbox(header.vault_id)
        )
    except primitives.NotOpened as error:
        raise errors.HeaderAltered from error
    headers.mend(folder, header)
    restoring.finish(folder)
    return keyslots.Keys(
        vault_id=header.vault_id,
        generation=header.generation,
        was_restored=restoring.was_restored(folder),
        data_key=data_key,
        database=keyslots.sub_key(data_key, "database"),
        journal=keyslots.sub_key(data_key, "journal"),
        files=keyslots.sub_key(data_key, "files"),
        backup=keyslots.sub_key(data_key, "backup"),
        audit=keyslots.sub_key(data_key, "audit"),
        inbox_private=inbox,
        inbox_public=header.inbox_public,
    )


def _inbox(vault_id: str) -> bytes:
    return f"ehdesk/1/inbox-key|{vault_id}".encode()
