"""Backups: taking one now, listing them, going back to one."""

from ehdesk import clock, errors
from ehdesk.commands import console, opening
from ehdesk.vault import backup
from ehdesk.vault import opening as vaults


def take(chosen: opening.Chosen) -> None:
    """Take a backup that is opened and compared before it counts. Raises: errors.BackupFaulty, DiskFull."""
    with opening.opened(chosen) as desk:
        taken = desk.store.backup("rolling")
    console.say(f"{taken.path.name}: opened, compared and kept.")


def listed(chosen: opening.Chosen, *, as_json: bool) -> None:
    """The backups of a vault, newest first. Needs no passphrase: their names tell when they were taken."""
    folder = chosen.folder()
    if not folder.exists() and not folder.backups.exists():
        raise errors.VaultMissing
    found = backup.list_backups(folder)
    if as_json:
        told = [{"name": one.path.name, "kind": one.kind, "taken_at": one.taken_at} for one in found]
        console.as_json({"backups": told})
        return
    if not found:
        console.say("There is no backup yet. `ehdesk backup` takes one.")
        return
    rows = [(one.path.name, one.kind, f"{clock.local(one.taken_at):%d %B %Y %H:%M}") for one in found]
    console.table(("Backup", "Kind", "Taken"), rows)


def restore_keys(chosen: opening.Chosen) -> None:
    """Put back the header from the copy beside the backups. Raises: errors.VaultMissing, BackupMissing."""
    folder = chosen.folder()
    if not folder.root.is_dir():
        raise errors.VaultMissing
    with vaults.claim(folder):
        backup.restore_header(folder)
    console.say("The file that holds the vault's locked keys is back. The passphrase stays the same.")


def restore(chosen: opening.Chosen, name: str) -> None:
    """Go back to a backup; the replaced vault is kept aside. Raises: errors.BackupMissing, BackupFaulty."""
    folder = chosen.folder()
    if not folder.exists():
        raise errors.VaultMissing
    found = next((one for one in backup.list_backups(folder) if one.path.name == name), None)
    if found is None:
        raise errors.BackupMissing
    with vaults.claim(folder):
        secret = opening.passphrase(chosen)
        keys = vaults.open_with_passphrase(folder, secret, device=chosen.device())
        aside = backup.restore(folder, keys, found, clock.system())
    console.say(f"The vault is as it was on {clock.local(found.taken_at):%d %B %Y at %H:%M}.")
    console.tell(f"What it replaced is kept in {aside}. Work in the journal comes back at the next opening.")
