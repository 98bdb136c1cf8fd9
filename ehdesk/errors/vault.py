"""1xx: what can go wrong when the vault is opened, locked and kept."""

from ehdesk.errors.base import Refusal


class VaultRefusal(Refusal):
    """1xx: opening, locking and keeping the vault."""


class VaultMissing(VaultRefusal):
    """Neither header copy is there."""

    number = 101
    title = "There is no vault where ehdesk looked."
    safe = "Nothing has been changed."
    todo = "Check the data folder, or create a vault."


class VaultExists(VaultRefusal):
    """Creating a vault where one is."""

    number = 102
    title = "There is already a vault in this folder"
    safe = "The vault that is there has not been touched."
    todo = "Open it, or choose another folder for the new one."


class WrongPassphrase(VaultRefusal):
    """The passphrase does not open its slot."""

    number = 103
    title = "That passphrase does not open this vault"
    safe = "Your work is safe in the vault."
    todo = (
        "Check Caps Lock and the keyboard language and try again. If the passphrase is forgotten, "
        "use the recovery code."
    )


class WrongRecoveryCode(VaultRefusal):
    """A well-formed code that opens no slot."""

    number = 104
    title = "That recovery code does not belong to this vault"
    safe = "Your work is safe in the vault."
    todo = "Look for the sheet with the newest date. Making a new code ends the old one."


class RecoveryCodeUnreadable(VaultRefusal):
    """Wrong length, a foreign character, or the check character does not fit."""

    number = 105
    title = "That is not a whole recovery code"
    safe = "Your work is safe in the vault."
    todo = (
        "The code has eight groups of four letters and numbers, and one more at the end. One of them "
        "may be missing or mistyped. Check it against the sheet."
    )


class DeviceSecretMissing(VaultRefusal):
    """The slot needs a device secret, and the keyring holds none or another one."""

    number = 106
    title = "This computer no longer holds its half of the key"
    safe = (
        "Your work is safe in the vault. This happens when the computer's password store was reset "
        "or the vault was moved here from another computer."
    )
    todo = "Open the vault with the recovery code, then choose a passphrase."


class KeyringLocked(VaultRefusal):
    """The keyring is there, but closed: not the same as absent."""

    number = 107
    title = "The computer's password store is locked"
    safe = "Your work is safe in the vault."
    todo = "Unlock the password store (it may ask for the password you log in with) and try again."


class KeyringUnusable(VaultRefusal):
    """The keyring failed, hung, or did not give back what it was given."""

    number = 108
    title = "The computer's password store does not answer"
    safe = "Your work is safe in the vault."
    todo = (
        "If the computer asks for a password of its own, give it and try again. If it goes on, log out "
        "of the computer and in again, or open the vault with the recovery code."
    )


class HeaderDamaged(VaultRefusal):
    """No header copy passes its checksum."""

    number = 109
    title = "Both copies of the file that holds the vault's locked keys are damaged"
    safe = "The records are still there. They cannot be opened without that file."
    todo = (
        "Do not delete anything. `ehdesk restore --keys` puts back the copy of that file that is kept "
        "with the backups. The passphrase stays the same."
    )


class HeaderAltered(VaultRefusal):
    """The header opened, but its seal under the data key does not fit."""

    number = 110
    title = "The file that holds the vault's locked keys was changed by something other than ehdesk"
    safe = "The records have not been opened or changed."
    todo = (
        "Tell your IT support. `ehdesk restore --keys` puts back the copy of that file that is kept with "
        "the backups."
    )


class VaultTooNew(VaultRefusal):
    """The header's format number is above what this ehdesk knows."""

    number = 111
    title = "This vault was written by a newer ehdesk"
    safe = "The vault has not been changed."
    todo = "Install the newest ehdesk and open it again."


class NotEnoughMemory(VaultRefusal):
    """Key stretching could not get its memory."""

    number = 112
    title = "The computer has too little free memory to open the vault"
    safe = "Your work is safe in the vault. Nothing is wrong with the passphrase."
    todo = "Close some programs and try again."


class VaultInUse(VaultRefusal):
    """Another process holds the vault's lock."""

    number = 113
    title = "This vault is already open"
    safe = "The open one goes on as before."
    todo = "Go to the ehdesk window that is open, or lock it first."


class PassphraseTooWeak(VaultRefusal):
    """A new passphrase that `passphrase.judge` does not accept."""

    number = 114
    title = "{reason}"
    safe = "Nothing has been changed."
    todo = "{hint}"


class CipherTooOld(VaultRefusal):
    """The SQLite inside sqlcipher3 can lose committed writes."""

    number = 115
    title = "The part of ehdesk that encrypts the vault is too old ({found}, needs {needed})"
    safe = "The vault has not been opened, because that version can lose work."
    todo = "Set ehdesk up again."


class DatabaseMissing(VaultRefusal):
    """There are keys, but no database."""

    number = 116
    title = "The vault's database is not in its folder"
    safe = "The keys, the journal and the backups are kept in other files."
    todo = (
        "Look for vault.db where the folder was moved from, or go back to a backup with `ehdesk restore`: "
        "the journal then brings back what came after it."
    )


class DatabaseDamaged(VaultRefusal):
    """The key is right (the header says so), yet the file cannot be read."""

    number = 117
    title = "The vault's database is damaged"
    safe = "Every change that was saved since the last backups is also in the journal."
    todo = (
        "Go back to the newest backup with `ehdesk restore`. The journal then brings back what came after it."
    )


class DatabaseNotEncrypted(VaultRefusal):
    """A plaintext SQLite file stands where the vault should be."""

    number = 118
    title = "The vault's database is not encrypted"
    safe = "ehdesk has not opened it and has written nothing into it."
    todo = "Tell your IT support: ehdesk never makes such a file. `ehdesk restore` goes back to a backup."


class DatabaseUnready(VaultRefusal):
    """A setting that durability or secrecy needs could not be made."""

    number = 119
    title = "The vault cannot be kept safely in this folder ({setting})"
    safe = "Nothing has been written."
    todo = (
        "Move the data folder to the computer's own disk. Network drives and some memory sticks "
        "cannot keep a vault safe."
    )


class DatabaseBusy(VaultRefusal):
    """Another connection holds the database for too long."""

    number = 120
    title = "The vault is busy"
    safe = "Nothing has been changed."
    todo = "Try again in a moment."


class DiskFull(VaultRefusal):
    """No space for a change."""

    number = 121
    title = "The disk is full"
    safe = "Everything that was shown as saved is saved. The last change is not."
    todo = "Free some space on the computer and try again."


class SecondCopyNotWritten(VaultRefusal):
    """The journal could not be written; it is as long as before, so trying again works."""

    number = 122
    title = "Saved once; second copy not written"
    safe = "The change is in the vault."
    todo = "ehdesk tries again by itself. If it goes on, check that the disk is not full."


class FolderUnusable(VaultRefusal):
    """The disk refuses to read or write, for another reason than being full."""

    number = 125
    title = "The vault's folder cannot be read or written"
    safe = "Everything that was shown as saved is saved. The last change is not."
    todo = "Check that the disk is connected and that you may write to the data folder, and try again."


class BackupFaulty(VaultRefusal):
    """A backup that could not be opened, or is not the same as the vault."""

    number = 123
    title = "The backup could not be trusted"
    safe = "The vault has not been changed. Earlier backups are kept."
    todo = "Check that the disk has room and try again. If it happens again, tell your IT support: {reason}."


class BackupMissing(VaultRefusal):
    """The named backup is not in the folder."""

    number = 124
    title = "There is no such backup"
    safe = "Nothing has been changed."
    todo = "Choose one from the list of backups."
