"""Making a vault, with or without invented families in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ehdesk import clock, errors, files, settings
from ehdesk.commands import console, opening
from ehdesk.models import bundle, practitioner, sample, store
from ehdesk.vault import keyslots, passphrase, public
from ehdesk.vault import opening as vaults


@dataclass(frozen=True)
class Wanted:
    """What the new vault is for. `sample` makes it a practice vault, with the shipped families in it, or
    those of the `references`; `families` generates some to fill it, and `empty` leaves it without any."""

    name: str
    agency: str
    daytime: str
    out_of_hours: str
    sample: bool = False
    families: int = 0
    seed: int = 1
    references: tuple[str, ...] = ()
    empty: bool = False


def new(
    chosen: opening.Chosen,
    wanted: Wanted,
    *,
    recovery_file: Path | None = None,
    stretching: keyslots.Stretching | None = None,
) -> None:
    """Make a vault, hand over its recovery code, and say what is in it. `stretching` is for tests.

    Raises: errors.NumbersMissing, VaultExists, PassphraseTooWeak, WouldOverwrite.
    """
    if recovery_file is not None and recovery_file.exists():
        raise errors.WouldOverwrite(file=recovery_file.name)
    secret = partial(opening.new_passphrase, chosen)
    report = make(chosen, wanted, secret, partial(_hand_over, recovery_file), stretching=stretching)
    if report is not None:
        _tell(report)
    if not chosen.device().kept:
        console.tell("This vault opens by its passphrase alone: no password store is used here.")


def make(
    chosen: opening.Chosen,
    wanted: Wanted,
    secret: Callable[[], str],
    hand_over: Callable[[str], None],
    *,
    stretching: keyslots.Stretching | None = None,
) -> bundle.Report | None:
    """Make a vault and fill a practice one. `hand_over` gets the recovery code before anything is filled.

    Raises: errors.NumbersMissing, VaultExists, PassphraseTooWeak.
    """
    daytime, out_of_hours = _numbers(wanted)
    folder = chosen.folder()
    if folder.exists() or folder.database.exists():
        raise errors.VaultExists
    phrase = secret()
    passphrase.require(phrase, (wanted.name, wanted.agency))
    with vaults.claim(folder):
        device = chosen.device()
        slow = stretching or keyslots.Stretching.calibrated()
        made = vaults.create(folder, phrase, device=device, stretching=slow)
        hand_over(made.recovery_code)
        named = (made.keys.vault_id, wanted.agency, daytime, out_of_hours)
        public.write(folder, public.Public(*named, practice=wanted.sample, keyring=device.kept))
        me = practitioner.New(name=wanted.name, agency=wanted.agency)
        kept = store.create(folder, made.keys, clock.system(), me=me)
        try:
            return _fill(kept, wanted)
        finally:
            kept.close()


def _numbers(wanted: Wanted) -> tuple[str, str]:
    """The numbers to call; only a practice vault may go without, with those of its invented authority."""
    if wanted.daytime.strip() and wanted.out_of_hours.strip():
        return wanted.daytime.strip(), wanted.out_of_hours.strip()
    if not wanted.sample:
        raise errors.NumbersMissing
    contacts = settings.practice().contacts
    return contacts.daytime, contacts.out_of_hours


def _hand_over(recovery_file: Path | None, code: str) -> None:
    """Show the recovery code once, or write it to a file that only this worker may read."""
    if recovery_file is None:
        console.say(f"Recovery code: {code}")
        console.tell(
            "Write the recovery code down and keep it away from this computer. It is not shown again."
        )
        return
    try:
        files.write_durably(recovery_file, (code + "\n").encode())
    except OSError as error:
        raise errors.FileUnwritable(file=recovery_file.name, reason=error.strerror) from error
    console.tell(f"The recovery code is in {recovery_file}. Print it, then delete the file.")


def _fill(kept: store.Store, wanted: Wanted) -> bundle.Report | None:
    if not wanted.sample or wanted.empty:
        return None
    if wanted.families:
        return sample.fill_with_generated(kept, wanted.families, seed=wanted.seed)
    return sample.fill(kept, wanted.references)


def _tell(report: bundle.Report) -> None:
    families, records = report.new.get("family", 0), sum(report.new.values())
    console.tell(f"{families} invented families are in it, with {records} records.")
