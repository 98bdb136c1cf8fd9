"""The device secret: this computer's half of the key, in the operating system's password store.

The one door to `keyring`. Only the backends named here are used, each by its class: what an
environment variable, a configuration file or an installed plug-in would choose is never asked.
Every call has a time limit, because a password store can wait for ever on a prompt nobody sees.
"""

import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from ehdesk import errors
from ehdesk.vault import primitives

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "ehdesk"
SECRET_BYTES = 32
LIMIT_SECONDS = 5.0

Result = TypeVar("Result")


class DeviceSecrets(Protocol):
    """Where a vault's device secret is kept. `kept` is False where there is nowhere to keep it."""

    @property
    def kept(self) -> bool:
        """Whether a device secret can be kept here; if not, the vault opens by passphrase only."""

    def read(self, vault_id: str) -> bytes | None:
        """The secret, or None when the store is open and holds none."""

    def write(self, vault_id: str, secret: bytes) -> None:
        """Keep the secret, and read it back before saying so."""

    def delete(self, vault_id: str) -> None:
        """Forget the secret. Nothing happens when there is none."""


class NoKeyring:
    """Passphrase-only mode: there is no password store, or the worker chose to do without."""

    kept = False

    def read(self, vault_id: str) -> bytes | None:  # noqa: ARG002 - the shape of DeviceSecrets
        """None: nothing is kept."""
        return None

    def write(self, vault_id: str, secret: bytes) -> None:  # noqa: ARG002 - the shape of DeviceSecrets
        """Refuse: a secret that is thrown away would lock the vault for good."""
        raise errors.KeyringUnusable

    def delete(self, vault_id: str) -> None:
        """Nothing is kept, so nothing is forgotten."""


class InMemory:
    """For tests: secrets in a dictionary."""

    kept = True

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}

    def read(self, vault_id: str) -> bytes | None:
        """The secret that `write` was given."""
        return self.secrets.get(vault_id)

    def write(self, vault_id: str, secret: bytes) -> None:
        """Keep the secret."""
        self.secrets[vault_id] = secret

    def delete(self, vault_id: str) -> None:
        """Forget the secret."""
        self.secrets.pop(vault_id, None)


class Keyring:
    """The operating system's password store, through one backend of `keyring`."""

    kept = True

    def __init__(self, backend: "KeyringBackend", limit_seconds: float = LIMIT_SECONDS) -> None:
        self._backend = backend
        self._limit = limit_seconds

    def read(self, vault_id: str) -> bytes | None:
        """The secret, or None. Raises: errors.KeyringLocked, KeyringUnusable."""
        text = within(self._limit, lambda: self._backend.get_password(SERVICE, vault_id))
        return None if text is None else _secret(text)

    def write(self, vault_id: str, secret: bytes) -> None:
        """Keep the secret as 64 hex characters. Raises: errors.KeyringLocked, KeyringUnusable."""
        within(self._limit, lambda: self._backend.set_password(SERVICE, vault_id, secret.hex()))
        if self.read(vault_id) != secret:  # some backends take a secret and throw it away
            raise errors.KeyringUnusable

    def delete(self, vault_id: str) -> None:
        """Forget the secret. Raises: errors.KeyringLocked, KeyringUnusable."""
        if self.read(vault_id) is not None:
            within(self._limit, lambda: self._backend.delete_password(SERVICE, vault_id))


def new_secret() -> bytes:
    """32 random bytes."""
    return primitives.random_bytes(SECRET_BYTES)


def keyring_secrets(
    limit_seconds: float = LIMIT_SECONDS,
    candidates: "Callable[[], Iterable[type[KeyringBackend]]] | None" = None,
) -> DeviceSecrets:
    """This computer's password store, or NoKeyring where it has none that may be used.

    `candidates` is for tests. Raises: errors.KeyringUnusable when a store is there but hangs.
    """
    chosen = within(limit_seconds, lambda: _first_usable((candidates or allowed_backends)()))
    return NoKeyring() if chosen is None else Keyring(chosen, limit_seconds)


def allowed_backends(platform: str = sys.platform) -> "tuple[type[KeyringBackend], ...]":
    """The allow-list for a platform. Imported by name, so that a frozen build finds them too."""
    if platform == "win32":
        from keyring.backends import Windows  # late: 80 ms that the unlock window does not wait for

        return (Windows.WinVaultKeyring,)
    if platform == "darwin":
        from keyring.backends import macOS  # late, as above

        return (macOS.Keyring,)
    from keyring.backends import SecretService, kwallet  # late, as above

    return (SecretService.Keyring, kwallet.DBusKeyring, kwallet.DBusKeyringKWallet4)


def within(limit_seconds: float, call: Callable[[], Result]) -> Result:
    """The result of a call to the password store, in words that a worker can use if it fails.

    Raises: errors.KeyringLocked, KeyringUnusable (failed, or took longer than the limit).
    """
    answers: queue.SimpleQueue[tuple[Result | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((call(), None))
        except Exception as error:  # noqa: BLE001 - the door: D-Bus, Windows and macOS raise anything
            answers.put((None, error))

    # A daemon: a hung store must not keep the program from ending.
    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        result, error = answers.get(timeout=limit_seconds)
    except queue.Empty as late:
        raise errors.KeyringUnusable from late
    if error is not None:
        raise _refusal(error) from error
    return result  # type: ignore[return-value] # no error, so it is the call's own result


def _refusal(error: Exception) -> errors.Refusal:
    from keyring.errors import InitError, KeyringLocked  # late: loaded already if we come here

    if isinstance(error, errors.Refusal):
        return error
    # InitError is what a dismissed prompt gives on first use: closed, not absent.
    return (
        errors.KeyringLocked() if isinstance(error, KeyringLocked | InitError) else errors.KeyringUnusable()
    )


def _first_usable(candidates: "Iterable[type[KeyringBackend]]") -> "KeyringBackend | None":
    """The first backend that says it can work here. `viable` asks its priority, which may raise."""
    for candidate in candidates:
        if candidate.viable:
            return _without_overrides(candidate())
    return None


def _without_overrides(backend: "KeyringBackend") -> "KeyringBackend":
    """Undo what KEYRING_PROPERTY_* variables have set: they could send the secret elsewhere."""
    prefix = "KEYRING_PROPERTY_"
    for name in os.environ:
        if name.startswith(prefix):
            vars(backend).pop(name.removeprefix(prefix).lower(), None)
    return backend


def _secret(text: str) -> bytes:
    try:
        secret = bytes.fromhex(text)
    except ValueError as error:
        raise errors.KeyringUnusable from error
    if len(secret) != SECRET_BYTES:
        raise errors.KeyringUnusable
    return secret
