"""The operating system's password store: present, absent, locked, hung, lying."""

import os
import subprocess
import sys
import threading

import pytest
from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError

from ehdesk import errors, files
from ehdesk.vault import device, keyslots, opening
from tests.vault.made import ROOT, Vault

MOODS: dict[str, Exception] = {
    "locked": KeyringLocked("Failed to unlock the collection!"),
    "dismissed": InitError("Prompt dismissed"),
    "breaks": KeyringError("D-Bus went away"),
    "breaks badly": OSError(5, "broken pipe"),
}


class Store(KeyringBackend):
    """A password store as keyring would find it; `mood` says how it behaves."""

    priority: float = 5

    def __init__(self, mood: str = "well") -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring's own
        self.mood = mood
        self.held: dict[tuple[str, str], str] = {}
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self._behave()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._behave()
        if self.mood != "throws away":
            self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.held:
            raise PasswordDeleteError
        del self.held[service, username]

    def _behave(self) -> None:
        if self.mood == "hangs":
            self.released.wait()
        if self.mood in MOODS:
            raise MOODS[self.mood]


class NotRunning(Store):
    """A backend that is installed, but whose service is not running: its priority raises."""

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - a property of the class
        raise RuntimeError("the daemon is neither running nor activatable")


def kept(mood: str = "well", **options: float) -> tuple[Store, device.Keyring]:
    store = Store(mood)
    return store, device.Keyring(store, **options)


def test_a_secret_is_kept_as_64_hex_characters_and_read_back() -> None:
    store, keyring = kept()
    keyring.write("vault-1", bytes(range(32)))
    assert store.held == {("ehdesk", "vault-1"): bytes(range(32)).hex()}
    assert keyring.read("vault-1") == bytes(range(32))


def test_a_store_that_throws_secrets_away_is_found_out_at_once() -> None:
    _, keyring = kept("throws away")
    with pytest.raises(errors.KeyringUnusable):
        keyring.write("vault-1", device.new_secret())


@pytest.mark.parametrize("mood", ["locked", "dismissed"])
def test_a_locked_store_is_not_an_absent_one(mood: str) -> None:
    _, keyring = kept(mood)
    with pytest.raises(errors.KeyringLocked):
        keyring.read("vault-1")


@pytest.mark.parametrize("mood", ["breaks", "breaks badly"])
def test_a_failing_store_is_told_in_words(mood: str) -> None:
    _, keyring = kept(mood)
    with pytest.raises(errors.KeyringUnusable) as refused:
        keyring.read("vault-1")
    assert "recovery code" in refused.value.words()[2]


def test_a_store_that_hangs_is_given_up_after_the_limit() -> None:
    store, keyring = kept("hangs", limit_seconds=0.05)
    with pytest.raises(errors.KeyringUnusable):
        keyring.read("vault-1")
    store.released.set()


@pytest.mark.parametrize("text", ["not hex at all", "00ff", ""])
def test_what_is_no_device_secret_is_not_taken_for_one(text: str) -> None:
    store, keyring = kept()
    store.held["ehdesk", "vault-1"] = text
    with pytest.raises(errors.KeyringUnusable):
        keyring.read("vault-1")


def test_what_is_told_in_our_words_already_is_told_in_the_same_words() -> None:
    def locked() -> bytes:
        raise errors.KeyringLocked

    with pytest.raises(errors.KeyringLocked):
        device.within(5, locked)


def test_deleting_twice_does_no_harm() -> None:
    _, keyring = kept()
    keyring.write("vault-1", device.new_secret())
    keyring.delete("vault-1")
    keyring.delete("vault-1")
    assert keyring.read("vault-1") is None


def test_where_there_is_no_store_the_vault_is_passphrase_only() -> None:
    assert isinstance(device.keyring_secrets(candidates=list), device.NoKeyring)
    with pytest.raises(errors.KeyringUnusable):
        device.NoKeyring().write("vault-1", device.new_secret())


def test_a_backend_whose_service_is_not_running_is_passed_over() -> None:
    chosen = device.keyring_secrets(candidates=lambda: [NotRunning, Store])
    assert isinstance(chosen, device.Keyring)
    chosen.write("vault-1", bytes(32))
    assert chosen.read("vault-1") == bytes(32)


def test_the_environment_cannot_send_the_secret_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/somebody/elses")
    seen: list[Store] = []

    class Watched(Store):
        def __init__(self) -> None:
            super().__init__()
            seen.append(self)

    chosen = device.keyring_secrets(candidates=lambda: [Watched])
    assert isinstance(chosen, device.Keyring)
    assert not hasattr(seen[0], "preferred_collection")


@pytest.mark.parametrize(
    ("platform", "allowed"),
    [
        ("win32", ["keyring.backends.Windows.WinVaultKeyring"]),
        ("darwin", ["keyring.backends.macOS.Keyring"]),
        (
            "linux",
            [
                "keyring.backends.SecretService.Keyring",
                "keyring.backends.kwallet.DBusKeyring",
                "keyring.backends.kwallet.DBusKeyringKWallet4",
            ],
        ),
    ],
)
def test_only_the_systems_own_stores_are_allowed(platform: str, allowed: list[str]) -> None:
    named = [f"{each.__module__}.{each.__qualname__}" for each in device.allowed_backends(platform)]
    assert named == allowed


def test_on_a_machine_without_a_session_there_is_no_store_and_no_error() -> None:
    bare = {name: value for name, value in os.environ.items() if "DBUS" not in name and "XDG" not in name}
    program = "from ehdesk.vault import device; print(type(device.keyring_secrets()).__name__)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=bare | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "PYTHON_KEYRING_BACKEND": "null"},
    )
    assert run.stdout == "NoKeyring\n"


def test_a_vault_is_created_and_opened_with_a_store(
    folder: files.DataFolder, cheap: keyslots.Stretching
) -> None:
    store, keyring = kept()
    created = opening.create(folder, "a passphrase", device=keyring, stretching=cheap)
    assert list(store.held) == [("ehdesk", created.keys.vault_id)]
    assert opening.open_with_passphrase(folder, "a passphrase", device=keyring) == created.keys


def test_a_locked_store_leaves_the_vault_for_later(vault: Vault) -> None:
    _, locked = kept("locked")
    with pytest.raises(errors.KeyringLocked):
        opening.open_with_passphrase(vault.folder, vault.passphrase, device=locked)
    assert vault.open() == vault.keys
