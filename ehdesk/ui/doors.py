"""The doors to the vault that the windows are given. Every one runs on the vault lane, and imports late.

Nothing here is loaded with the first window: the heavy libraries come in while the passphrase is
typed, which is why the imports stand inside the functions.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ehdesk import files

if TYPE_CHECKING:
    from ehdesk import clock
    from ehdesk.ui.opened import NewDesk, Opened
    from ehdesk.vault import device as devices
    from ehdesk.vault import keyslots, passphrase, public

PRACTICE = "-practice"
"""What the practice folder is called after the real one."""

CLAIM_SECONDS = 5.0
"""How long an unlock waits for the process before it to let go of the vault."""

FIRST_PAGE = (
    "sqlalchemy",
    "sqlcipher3.dbapi2",
    "ehdesk.models.store",
    "ehdesk.models.place",
    "ehdesk.models.practitioner",
    "ehdesk.ui.working",
    "ehdesk.ui.today",
    "cryptography.hazmat.primitives.ciphers.aead",
    "argon2.low_level",
)
"""What the first page after the passphrase needs. Last what the passphrase itself needs: where it comes
at once, the vault lane loads that, and this goes on while the key is stretched."""

Stretching = Callable[[], "keyslots.Stretching"]
Device = Callable[[], "devices.DeviceSecrets"]


class Sealed(Protocol):
    """Handing in sealed work while the vault is locked. Every one may raise a CentreRefusal."""

    def allow(self, folder: files.DataFolder, link: Any, device: devices.DeviceSecrets, /) -> None:
        """From now on this laptop may hand in while it is locked."""

    def forbid(self, folder: files.DataFolder, /) -> None:
        """It may not any more."""

    def hand_in(
        self,
        folder: files.DataFolder,
        device: devices.DeviceSecrets,
        /,
        *,
        go_on: Callable[[], bool],
        far: Callable[[int, int], object],
    ) -> int:
        """Hand in what the centre has not got; how many bytes went."""


def _nobody() -> Sealed:
    from ehdesk import errors  # late: hardly ever

    raise errors.HandInNotAllowed


class Vault:
    """One data folder, and everything that a window may ask of it."""

    def __init__(
        self,
        folder: files.DataFolder,
        clock: Callable[[], clock.Clock],
        device: Device,
        stretching: Stretching,
        handing_in: Callable[[], Sealed] = _nobody,
    ) -> None:
        self.folder, self.clock, self.device, self.stretching = folder, clock, device, stretching
        self._handing_in = handing_in

    def get_ready(self) -> None:
        """Work out what every Today asks and shows, once the first page is loaded."""
        from ehdesk.forms import loader  # late, as the next line: here by now, with the first page
        from ehdesk.models import due

        due.get_ready(self.clock().today())
        loader.load_all()

    def front(self) -> public.Public | None:
        """What may be shown before the passphrase. Read by Qt: Python's `json` takes 3 ms to load."""
        from PySide6.QtCore import QJsonDocument

        from ehdesk.vault import public

        try:
            text = self.folder.public.read_bytes()
        except OSError:
            return None
        return public.of(QJsonDocument.fromJson(text).toVariant())

    def unlock(self, phrase: str) -> Opened:
        """Open everything with the passphrase. Raises: what `opening` and `store` refuse, VaultInUse."""
        from ehdesk.vault import opening

        return self._open(lambda: opening.open_with_passphrase(self.folder, phrase, device=self.device()))

    def unlock_with_code(self, code: str, phrase: str) -> Opened:
        """Open with the recovery code and set a new passphrase. The code stays the same."""
        from ehdesk.vault import opening

        def keys() -> keyslots.Keys:
            found = opening.open_with_recovery_code(self.folder, code, device=self.device())
            opening.change_passphrase(
                self.folder, found, phrase, device=self._device_in_use(), stretching=self.stretching()
            )
            return found

        return self._open(keys)

    def check_code(self, code: str) -> None:
        """Whether the code belongs to this vault. Raises: WrongRecoveryCode, RecoveryCodeUnreadable."""
        from ehdesk.vault import opening

        opening.open_with_recovery_code(self.folder, code, device=self.device())

    def judge(self, phrase: str, avoid: tuple[str, ...] = ()) -> passphrase.Judgement:
        """How strong a passphrase is, in words."""
        from ehdesk.vault import passphrase

        return passphrase.judge(phrase, avoid)

    def delay(self, wrong: int) -> int:
        """Seconds to wait after so many wrong tries in a row."""
        from ehdesk.vault import passphrase

        return passphrase.unlock_delay(wrong)

    def has_keyring(self) -> bool:
        """Whether this computer has a password store that may hold its half of the key."""
        return self.device().kept

    def create(self, new: NewDesk) -> Opened:
        """Make a vault and its record, and open it. `recovery_code` is in what comes back, once."""
        from ehdesk.models import practitioner, store
        from ehdesk.ui.opened import Opened
        from ehdesk.vault import device as devices
        from ehdesk.vault import opening, public

        claim = opening.claim(self.folder, wait_seconds=CLAIM_SECONDS)
        try:
            device = self.device() if new.keyring else devices.NoKeyring()
            made = opening.create(self.folder, new.passphrase, device=device, stretching=self.stretching())
            me = practitioner.New(name=new.name, agency=new.agency, team=new.team)
            kept = store.create(self.folder, made.keys, self.clock(), me=me)
        except BaseException:
            claim.release()
            raise
        shown = public.Public(
            vault_id=made.keys.vault_id,
            name_of_place=new.agency,
            daytime=new.daytime,
            out_of_hours=new.out_of_hours,
            practice=new.practice,
            keyring=device.kept,
        )
        public.write(self.folder, shown)
        if new.practice:
            from ehdesk.models import sample

            sample.fill(kept)
        opened = Opened(folder=self.folder, store=kept, keys=made.keys, claim=claim, public=shown)
        opened.recovery_code = made.recovery_code
        return self._look_around(opened)

    def _open(self, keys_of: Callable[[], keyslots.Keys]) -> Opened:
        from ehdesk.models import store
        from ehdesk.ui.opened import Opened
        from ehdesk.vault import opening, public

        claim = opening.claim(self.folder, wait_seconds=CLAIM_SECONDS)
        try:
            was_damaged = self._header_copies_differ()
            keys = keys_of()
            kept = store.open_store(self.folder, keys, self.clock())
        except BaseException:
            claim.release()
            raise
        shown = public.read(self.folder) or public.Public(vault_id=keys.vault_id)
        opened = Opened(folder=self.folder, store=kept, keys=keys, claim=claim, public=shown)
        opened.header_mended = was_damaged and not self._header_copies_differ()
        return self._look_around(opened)

    def _look_around(self, opened: Opened) -> Opened:
        from ehdesk.models import place, practitioner

        load(FIRST_PAGE)  # nothing is left to load for the window's thread
        opened.me = opened.store.ask(practitioner.me)
        opened.place = opened.store.ask(place.recall)
        return opened

    def _header_copies_differ(self) -> bool:
        def content(path: Any) -> bytes:
            return bytes(path.read_bytes()) if path.exists() else b""

        return content(self.folder.header) != content(self.folder.header_copy)

    def _device_in_use(self) -> devices.DeviceSecrets:
        """The password store where this vault uses it; a vault that opens by passphrase alone stays so."""
        from ehdesk.vault import device as devices
        from ehdesk.vault import opening

        return self.device() if opening.needs_keyring(self.folder) else devices.NoKeyring()

    def keep_numbers(self, opened: Opened, daytime: str, out_of_hours: str) -> Opened:
        """Keep the two numbers where the unlock window finds them."""
        from ehdesk.vault import public

        opened.public = opened.public._replace(daytime=daytime, out_of_hours=out_of_hours)
        public.write(self.folder, opened.public)
        return opened

    def change_passphrase(self, opened: Opened, old: str, new: str) -> None:
        """Put a new passphrase in the place of the old one. Raises: WrongPassphrase, PassphraseTooWeak."""
        from ehdesk.vault import opening, passphrase

        opening.open_with_passphrase(self.folder, old, device=self.device())
        passphrase.require(new)
        opening.change_passphrase(
            self.folder, opened.keys, new, device=self._device_in_use(), stretching=self.stretching()
        )

    def new_recovery_code(self) -> str:
        """A new code. It opens nothing before it is taken into use."""
        from ehdesk.vault import opening

        return opening.new_recovery_code()

    def use_recovery_code(self, opened: Opened, code: str) -> None:
        """Take a new code into use, which ends the old one. Raises: DiskFull, FolderUnusable."""
        from ehdesk.vault import opening

        opening.use_recovery_code(self.folder, opened.keys, code)

    def may_hand_in(self) -> bool:
        """Whether this laptop may hand in while it is locked."""
        return self.folder.hand_in.exists()

    def hand_in(self, go_on: Callable[[], bool], far: Callable[[int, int], object]) -> int:
        """Hand in what waits, sealed and unopened; how many bytes went.

        Raises: HandInNotAllowed, HandInNeedsKeyring, VaultInUse, CentreRefusal.
        """
        return self._handing_in().hand_in(self.folder, self.device(), go_on=go_on, far=far)

    def let_hand_in(self, opened: Opened, *, may: bool) -> None:
        """Whether this laptop may hand in while it is locked. Raises: NotEnrolled, HandInNeedsKeyring."""
        from ehdesk import errors
        from ehdesk.models import enrolled

        link = opened.store.ask(enrolled.link)
        if link is None:
            raise errors.NotEnrolled
        if may:
            self._handing_in().allow(self.folder, link, self.device())
        else:
            self._handing_in().forbid(self.folder)

    def close(self, opened: Opened) -> None:
        """Close the record for good: nothing typed is lost, and the next process may take the vault."""
        from ehdesk.vault import public

        moment = self.clock().now().isoformat()
        opened.store.close()
        public.write(self.folder, opened.public._replace(saved_at=moment))
        opened.claim.release()


def load(names: Iterable[str]) -> None:
    """Load modules, in this order. On any thread; nothing of Qt is made."""
    for name in names:
        importlib.import_module(name)


def practice_folder(folder: files.DataFolder) -> files.DataFolder:
    """Where the practice vault stands: beside the real one, never in it."""
    return files.DataFolder(folder.root.with_name(folder.root.name + PRACTICE))
