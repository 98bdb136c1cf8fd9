"""Keys and the slots that hold them: one random data key, wrapped once for each way to open it.

A slot is a JSON object with a `kind` and an `id`; three kinds are known here. A kind that is not
(the organisation's escrow is to come) is carried along untouched.

    passphrase        Argon2id of the passphrase, together with the device secret of the keyring
    passphrase-only   Argon2id of the passphrase alone, where there is no keyring
    recovery          the recovery code
"""

import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from ehdesk import errors
from ehdesk.vault import primitives

PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind of slot
PASSPHRASE_ONLY = "passphrase-only"  # noqa: S105 - the name of a kind of slot
RECOVERY = "recovery"

STANDARD_KIB = 128 * 1024
FLOOR_KIB = 64 * 1024
_LARGEST_KIB = 4 * 1024 * 1024
_SALT_BYTES = 16

Slot = Mapping[str, object]


@dataclass(frozen=True)
class Stretching:
    """How slow guessing a passphrase is made (Argon2id): memory in KiB, passes, lanes."""

    memory_kib: int
    passes: int
    lanes: int

    @classmethod
    def standard(cls) -> "Stretching":
        """128 MiB, three passes, two lanes: 0.43 s on the machine it was measured on."""
        return cls(STANDARD_KIB, 3, 2)

    @classmethod
    def floor(cls) -> "Stretching":
        """The least that a real vault may have."""
        return cls(FLOOR_KIB, 3, 2)

    @classmethod
    def cheap(cls) -> "Stretching":
        """For tests only: a fraction of a millisecond."""
        return cls(16, 1, 1)

    @classmethod
    def calibrated(cls, *, at_least: float = 0.5, at_most: float = 1.0) -> "Stretching":
        """What takes between half a second and a second here; never below the floor.

        Where memory is short the memory is lowered to the floor and the passes are raised instead.
        """
        chosen, seconds = cls.standard(), 0.0
        try:
            seconds = chosen.seconds()
        except errors.NotEnoughMemory:
            chosen = cls.floor()
            seconds = chosen.seconds()
        if seconds > at_most and chosen != cls.floor():
            chosen = cls.floor()
            seconds = chosen.seconds()
        # Time grows in step with the passes, so one measurement tells how many there is time for.
        while seconds < at_least:
            grown = cls(chosen.memory_kib, chosen.passes + 1, chosen.lanes)
            seconds *= grown.passes / chosen.passes
            chosen = grown
        return chosen

    def seconds(self) -> float:
        """How long one stretching takes on this computer now."""
        started = time.perf_counter()
        self.stretch("how long does this take?", bytes(_SALT_BYTES))
        return time.perf_counter() - started

    def stretch(self, passphrase: str, salt: bytes) -> bytes:
        """32 bytes from a passphrase; the same however the keyboard composed its letters (NFKC)."""
        secret = unicodedata.normalize("NFKC", passphrase).encode()
        return primitives.stretch(
            secret, salt, memory_kib=self.memory_kib, passes=self.passes, lanes=self.lanes
        )


@dataclass(frozen=True)
class Keys:
    """What an open vault is worked with. The bytes never show in a repr, a log or an error."""

    vault_id: str
    generation: int  # of the header that was opened; a lower one than remembered is a rolled-back header
    was_restored: bool
    data_key: bytes = field(repr=False)
    database: bytes = field(repr=False)
    journal: bytes = field(repr=False)
    files: bytes = field(repr=False)
    backup: bytes = field(repr=False)
    audit: bytes = field(repr=False)
    inbox_private: bytes = field(repr=False)
    inbox_public: bytes = field(repr=False)


def sub_key(data_key: bytes, purpose: str) -> bytes:
    """The data key's sub-key for one purpose: database, journal, files, backup, audit, inbox, header."""
    return primitives.derive(data_key, f"ehdesk/1/{purpose}")


def passphrase_slot(
    vault_id: str, data_key: bytes, passphrase: str, device_secret: bytes | None, stretching: Stretching
) -> dict[str, object]:
    """A slot that this passphrase opens, together with the device secret where there is one."""
    kind = PASSPHRASE if device_secret is not None else PASSPHRASE_ONLY
    salt = primitives.random_bytes(_SALT_BYTES)
    wrapping = _passphrase_key(kind, stretching.stretch(passphrase, salt), device_secret, salt)
    slot: dict[str, object] = {
        "kind": kind,
        "id": "worker",
        "salt": salt.hex(),
        "argon2id": {
            "memory_kib": stretching.memory_kib,
            "passes": stretching.passes,
            "lanes": stretching.lanes,
        },
        "wrapped": primitives.seal(wrapping, data_key, _bound_to(vault_id, kind, "worker")).hex(),
    }
    if device_secret is not None:
        slot["device_check"] = _device_check(device_secret, salt)
    return slot


def open_passphrase_slot(vault_id: str, slot: Slot, passphrase: str, device_secret: bytes | None) -> bytes:
    """The data key. Raises: errors.WrongPassphrase, DeviceSecretMissing, NotEnoughMemory, HeaderDamaged."""
    kind, slot_id, salt = _text(slot, "kind"), _text(slot, "id"), _bytes(slot, "salt")
    if kind == PASSPHRASE:
        if device_secret is None:
            raise errors.DeviceSecretMissing
        if not primitives.same(_device_check(device_secret, salt), _text(slot, "device_check")):
            raise errors.DeviceSecretMissing  # the keyring holds another computer's half
    else:
        device_secret = None
    stretched = _stretching(slot).stretch(passphrase, salt)
    wrapping = _passphrase_key(kind, stretched, device_secret, salt)
    try:
        return primitives.unseal(wrapping, _bytes(slot, "wrapped"), _bound_to(vault_id, kind, slot_id))
    except primitives.NotOpened as error:
        raise errors.WrongPassphrase from error


def recovery_slot(vault_id: str, data_key: bytes, secret: bytes) -> dict[str, object]:
    """A slot that the recovery code opens. 160 random bits need no stretching."""
    salt = primitives.random_bytes(_SALT_BYTES)
    wrapping = primitives.derive(secret, f"ehdesk/1/slot/{RECOVERY}", salt)
    wrapped = primitives.seal(wrapping, data_key, _bound_to(vault_id, RECOVERY, "sheet"))
    return {"kind": RECOVERY, "id": "sheet", "salt": salt.hex(), "wrapped": wrapped.hex()}


def open_recovery_slot(vault_id: str, slot: Slot, secret: bytes) -> bytes:
    """The data key. Raises: errors.WrongRecoveryCode, HeaderDamaged."""
    wrapping = primitives.derive(secret, f"ehdesk/1/slot/{RECOVERY}", _bytes(slot, "salt"))
    bound_to = _bound_to(vault_id, RECOVERY, _text(slot, "id"))
    try:
        return primitives.unseal(wrapping, _bytes(slot, "wrapped"), bound_to)
    except primitives.NotOpened as error:
        raise errors.WrongRecoveryCode from error


def _passphrase_key(kind: str, stretched: bytes, device_secret: bytes | None, salt: bytes) -> bytes:
    return primitives.derive(stretched + (device_secret or b""), f"ehdesk/1/slot/{kind}", salt)


def _device_check(device_secret: bytes, salt: bytes) -> str:
    """Tells a wrong device secret from a wrong passphrase. The secret is 256 random bits: no guessing."""
    return primitives.derive(device_secret, "ehdesk/1/device-check", salt)[:8].hex()


def _bound_to(vault_id: str, kind: str, slot_id: str) -> bytes:
    """A slot opens only in its own vault, as its own kind: it cannot be carried elsewhere."""
    return f"ehdesk/1/slot|{vault_id}|{kind}|{slot_id}".encode()


def _stretching(slot: Slot) -> Stretching:
    """The slot's parameters, within what no damage or hand may exceed. Raises: errors.HeaderDamaged."""
    parameters = slot.get("argon2id")
    if not isinstance(parameters, Mapping):
        raise errors.HeaderDamaged
    memory, passes, lanes = (parameters.get(name) for name in ("memory_kib", "passes", "lanes"))
    if not (isinstance(memory, int) and isinstance(passes, int) and isinstance(lanes, int)):
        raise errors.HeaderDamaged
    if not (1 <= lanes <= 16 and 8 * lanes <= memory <= _LARGEST_KIB and 1 <= passes <= 64):
        raise errors.HeaderDamaged
    return Stretching(memory, passes, lanes)


def _text(slot: Slot, name: str) -> str:
    value = slot.get(name)
    if not isinstance(value, str):
        raise errors.HeaderDamaged
    return value


def _bytes(slot: Slot, name: str) -> bytes:
    try:
        return bytes.fromhex(_text(slot, name))
    except ValueError as error:
        raise errors.HeaderDamaged from error
