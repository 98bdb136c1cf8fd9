"""Everything foreseeable that can go wrong, in one catalogue.

    Refusal
    ├── VaultRefusal        1xx  opening, locking and keeping the vault
    ├── RecordRefusal       2xx  writing and reading the family's record
    ├── FormRefusal         3xx  form definitions and answers
    ├── PaperRefusal        4xx  printing
    ├── BundleRefusal       5xx  import and export
    ├── SetupRefusal        6xx  the machine and the commands
    ├── CentreRefusal       7xx  sending to the centre and hearing from it
    └── KeepingRefusal      8xx  keeping the centre

Each one says what happened (title), what is safe, and what to do. A refusal is raised at the door
where the outside error was met (`raise VaultFull() from error`); above the doors nobody catches
`Exception`.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """A failure that a person can understand. `details` fill the {names} in its words; where `count` is 1,
    `title_of_one` takes the place of `title`.

    Never put a name, a date of birth or an answer in `details` that reach a log: `str(refusal)` is
    the number and title only.
    """

    number: ClassVar[int] = 0
    title: ClassVar[str] = "That could not be done"
    title_of_one: ClassVar[str] = ""
    safe: ClassVar[str] = "Nothing has been changed."
    todo: ClassVar[str] = "Try again."
    page: ClassVar[str] = ""  # where `todo` sends to, where it does: its {there}

    def __init__(self, **details: object) -> None:
        super().__init__(f"{self.number} {self.title}")
        self.details = details

    def words(self, *, on: str = "") -> tuple[str, str, str]:
        """Title, what is safe and what to do, with the details filled in. `on` the page they stand on."""
        title = self.title_of_one if self.title_of_one and self.details.get("count") == 1 else self.title
        there = "below" if self.page and self.page == on else f"under “{self.page}”"
        said = {"there": there, **self.details}
        return title.format(**said), self.safe.format(**said), self.todo.format(**said)


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


class RecordRefusal(Refusal):
    """2xx: writing and reading the family's record."""


class RecordMissing(RecordRefusal):
    """No record with that id is in this vault."""

    number = 201
    title = "That record is not on this laptop"
    todo = "Go back and open it again from the list. It may have been moved to another team."


class OutsideAnAct(RecordRefusal):
    """A program's fault: something tried to write without an act, so without a trace."""

    number = 202
    title = "ehdesk tried to change the record in a way that leaves no trace, and was stopped"
    todo = "Tell your IT support. Your work is safe."


class RecordLocked(RecordRefusal):
    """A finished form, or a note of an earlier day."""

    number = 203
    title = "This is finished and cannot be changed as it stands"
    safe = "What was finished stays as it is."
    todo = "To correct it, choose Amend and say why. Both versions are kept."


class OtherVoice(RecordRefusal):
    """Undo on a field that somebody else set meanwhile. `details`: who, at, value."""

    number = 204
    title = "Somebody else has changed this since"
    safe = "Both versions are kept in the history."
    todo = "Look at the history of this question and choose there."


class NotComplete(RecordRefusal):
    """Finishing a form that has gaps; `faults` is every one of them (forms.answers.Fault)."""

    number = 205
    title = "{count} answers are needed before this can be finished"
    title_of_one = "One answer is needed before this can be finished"
    safe = "Everything that you have written is saved."
    todo = "Answer what is listed, then finish again."

    def __init__(self, faults: tuple[Any, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class RowGone(RecordRefusal):
    """An answer for a row that has been taken away."""

    number = 206
    title = "That row has been taken away"
    safe = "The row is kept in the history."
    todo = "Add a row, or bring the old one back with Undo."


class NothingToUndo(RecordRefusal):
    """No step back (or forward) is left."""

    number = 207
    title = "There is nothing left to undo here"
    todo = "Earlier versions are in the history of each question."


class MigrationStopped(RecordRefusal):
    """Bringing the vault's tables to this version would have lost something."""

    number = 208
    title = "The vault could not be brought to this version of ehdesk ({reason})"
    safe = "The vault is as it was before."
    todo = "Go on with the earlier ehdesk and tell your IT support."


class NotItsAuthor(RecordRefusal):
    """A draft that only its author may write or read."""

    number = 209
    title = "This is still being written by somebody else"
    todo = "It can be read when it is finished."


class FieldUnknown(RecordRefusal):
    """A field that this kind of record does not have. `details`: field."""

    number = 210
    title = "There is no place for “{field}” in this record"
    todo = "Tell your IT support which page this was."


class NumbersFirst(RecordRefusal):
    """A real vault takes no family before the two urgent numbers are entered and read back."""

    number = 211
    title = "Your authority’s two urgent numbers come first"
    safe = "Nothing has been changed, and what you typed is kept."
    todo = "Enter the daytime and the out-of-hours number in Settings and read them back, then try again."


class OtherForm(RecordRefusal):
    """The record that was named is not the form that was named with it. `details`: form."""

    number = 212
    title = "That record is another form: {form}"
    todo = "Name that form, or look for the record’s id with: ehdesk show REF"


class DocumentTooLarge(RecordRefusal):
    """More than the cabinet takes in one piece."""

    number = 241
    title = "That file is larger than {megabytes} MB"
    safe = "The file is still where it was. Nothing has been added."
    todo = "Add a smaller copy of it, or only the pages that matter."


class DocumentUnreadable(RecordRefusal):
    """A picture or PDF that is broken, or that is not what its name says."""

    number = 242
    title = "That file cannot be read: {reason}"
    safe = "The file is still where it was. Nothing has been added."
    todo = "Open it on your computer to see whether it is whole, save it again and add that copy."


class PhotoFromPhone(RecordRefusal):
    """A HEIC photo, which this computer has nothing to open with."""

    number = 245
    title = "This photo is in a form that only its phone can open (HEIC)"
    safe = "The photo is still where it was. Nothing has been added."
    todo = (
        "Send it from the phone again by email: most phones then make a JPEG of it. For the next ones choose "
        "“Most compatible” on an iPhone (Settings, Camera, Formats). Or open it here and save it as JPEG."
    )


class DocumentDamaged(RecordRefusal):
    """Neither copy of a document's bytes can be read."""

    number = 243
    title = "This document cannot be opened: its file is missing or damaged"
    safe = "What is written about it is safe, and so is everything else in the file."
    todo = (
        "Run a full check in Settings. If you have a backup of this laptop's folder elsewhere, the file may "
        "still be in it."
    )


class DocumentNotHere(RecordRefusal):
    """A document of another desk whose bytes have not come to this one."""

    number = 246
    title = "This file has not come to this laptop yet"
    safe = "What is written about it is here, and the file is safe at the centre or where it was added."
    todo = "It comes by itself when you are online. A large one may take a while."


class AddingStopped(RecordRefusal):
    """The worker stopped it."""

    number = 244
    title = "You stopped it: the file was not added"
    safe = "The file is still where it was. Nothing of it is left in the vault."
    todo = "Add it again when you are ready."


class RecordJoined(RecordRefusal):
    """A change to a person's record that was joined to another one of the same human."""

    number = 231
    title = "This record was joined to another one of the same person"
    todo = "Write it into the record that stands now, or undo the joining first."


class NotOnePerson(RecordRefusal):
    """Two records were to be joined that nobody has linked, or that are not in one family file."""

    number = 232
    title = "These two records cannot be joined yet"
    todo = (
        "Say first that they are the same person. Only records in one family file are joined; "
        "across families they are linked."
    )


class ProtectBothFirst(RecordRefusal):
    """Of two records to be joined one keeps where they live from somebody, and the other does not."""

    number = 233
    title = "One of the two records keeps where they live from somebody, the other does not"
    todo = "Open the other record, say there too from whom it is kept, then join them."


class LaterJoinFirst(RecordRefusal):
    """A joining is to be undone while the record that stands was joined to a third one."""

    number = 234
    title = "The record that stands was joined to another one since"
    todo = "Undo that joining first."


class LevelUnknown(RecordRefusal):
    """A level that is not in the authority's scheme. `details`: level."""

    number = 235
    title = "The authority’s scheme has no level “{level}”"
    todo = "Choose one of its levels."


class AlreadySettled(RecordRefusal):
    """Two versions that somebody else has settled meanwhile, or that never were."""

    number = 253
    title = "This has been settled already"
    safe = "Every version is kept in the history of the question."
    todo = "Look at what stands now, and change it there if it is not right."


class ChangedWhileLooking(RecordRefusal):
    """Two versions were to be settled, and what stands is not any more what was shown."""

    number = 255
    title = "A colleague has changed this while you were looking"
    safe = "Nothing has been settled. Every version is kept."
    todo = "Look at what stands now, then choose again."


class NothingSetAside(RecordRefusal):
    """What was set aside has been taken up again already, or is not here."""

    number = 254
    title = "This is not set aside any more"
    safe = "Nothing has been changed."
    todo = "Look at the record: what you wrote may stand there already."


class ReasonMissing(RecordRefusal):
    """Something that needs a reason was done without one."""

    number = 236
    title = "A reason is needed"
    todo = "Say why in a few words, then try again."


class DatesCrossed(RecordRefusal):
    """Something would end before it began."""

    number = 237
    title = "That would end before it began"
    todo = "Check the two dates."


class NotInThisFamily(RecordRefusal):
    """A person of another family was named, or nobody who is in this file."""

    number = 238
    title = "That person is not in this family file"
    todo = "Add them to the family first, or choose somebody who is in it."


class SharingRefused(RecordRefusal):
    """Something would go to an agency that the family does not want to have it. `details`: why, advice."""

    number = 251
    title = "The family did not agree to this"
    safe = "Nothing has been printed, saved or taken out."
    todo = "{why}. {advice}"


class AskTheFamily(RecordRefusal):
    """Something would go to an agency about which the family is to be asked first. `details`: why, advice."""

    number = 252
    title = "Ask the family first"
    safe = "Nothing has been printed, saved or taken out."
    todo = "{why}. {advice}"


class NothingOffered(RecordRefusal):
    """Taking over an answer that is not offered any more: it was answered, or its source has gone."""

    number = 213
    title = "There is nothing to take over here any more"
    safe = "What is written here stays as it is."
    todo = "Answer the question as usual."


class NotFinishedYet(RecordRefusal):
    """Signing off, or sending back, what is still being written or is void."""

    number = 214
    title = "This is not finished"
    todo = "Finish it first. It can be signed off, or sent back, after that."


class OwnSignOff(RecordRefusal):
    """Signing off one's own form."""

    number = 215
    title = "Somebody else has to sign this off"
    todo = "Ask your manager. They can sign on a desk of theirs, on paper, or here beside you."


class NotInTheTeam(RecordRefusal):
    """Writing about a family with which the worker has nothing to do now."""

    number = 217
    title = "You are not in the team around this family"
    safe = "Nothing has been changed in this file. What you wrote in it before is kept."
    todo = (
        "If you have something to write down now, begin a note without a family: it stays yours until it is "
        "filed. Whoever leads the work with this family, or the Early Help Coordinator, can add you to the "
        "team."
    )


class NotAllowed(RecordRefusal):
    """Something that belongs to another role or tie. `details`: who."""

    number = 220
    title = "Somebody else has to do this"
    safe = "Nothing has been changed, and a draft stays a draft."
    todo = "{who} can do it. Ask them."


class NothingToConfirm(RecordRefusal):
    """Confirming a sign-off where none waits for it."""

    number = 216
    title = "There is no sign-off that waits to be confirmed"
    todo = "Look at what happened to this form, at its top."


class NameNeeded(RecordRefusal):
    """Signing off without saying who."""

    number = 218
    title = "Whose sign-off is it?"
    todo = "Enter the name of the manager who signs."


class PlaceNeeded(RecordRefusal):
    """Signed on paper, without saying where the paper is."""

    number = 219
    title = "Where is the signed paper held?"
    todo = "Enter where it can be found, like “family file, Bridge Street”."


class FormRefusal(Refusal):
    """3xx: form definitions and answers."""


class FormFaulty(FormRefusal):
    """A definition that cannot be used. `details`: file; faults (where, problem, cure) with their text."""

    number = 301
    title = "The form definition {file} cannot be used"
    safe = "No record has been changed. Forms that are already filled are safe."
    todo = "Correct the file and check it again:\n{text}"


class FormUnknown(FormRefusal):
    """No definition with that id, or not in that version. `details`: form, version, known."""

    number = 302
    title = "There is no form called {form} (version {version})"
    safe = "No record has been changed."
    todo = "Use one of: {known}. A record in a newer version needs a newer ehdesk."


class AnswerUnreadable(FormRefusal):
    """An answer that its question cannot hold. `details`: question (its label) and message (what to do)."""

    number = 303
    title = "That answer does not fit the question “{question}”"
    safe = "What was there before is still there."
    todo = "{message}"


class PaperRefusal(Refusal):
    """4xx: printing."""


class NotForFamilies(PaperRefusal):
    """A form that no family gets a copy of was asked for as a family's copy."""

    number = 401
    title = "This form is not copied for families"
    safe = "Nothing was printed."
    todo = "Print it for a practitioner, or ask your manager how to answer a request to see it."


class NotForAgencies(PaperRefusal):
    """A form about the quality of the work was asked for another agency."""

    number = 402
    title = "This form is not copied for other agencies"
    safe = "Nothing has been printed."
    todo = "Print it for yourself, or choose another form."


class NotBlank(PaperRefusal):
    """A form that is never printed empty was asked for empty: what it says is written on a screen."""

    number = 403
    title = "This form is not printed empty"
    safe = "Nothing was printed."
    todo = "Fill it in on the screen, then print it filled."


class NotEasyRead(PaperRefusal):
    """Easy read was asked for of a form that nobody has put into easy words."""

    number = 430
    title = "This form is not printed in easy read"
    safe = "Nothing was printed."
    todo = (
        "Easy read is there for the agreement and for feedback. Print this one in standard or large print, "
        "or print “Why we are involved”."
    )


class PaperCodeUnreadable(PaperRefusal):
    """Wrong length, a foreign character, or the check character does not fit."""

    number = 404
    title = "That is not a whole page code"
    todo = (
        "The code stands at the head and foot of the page: two groups of four letters and numbers, and "
        "one of three. One of them may be missing or mistyped."
    )


class PaperUnknown(PaperRefusal):
    """A whole page code that this vault never printed, or printed after the backup it went back to."""

    number = 405
    title = "This page was not printed from here"
    safe = "Nothing has been changed."
    todo = (
        "It may come from a colleague's laptop, or from before a restore. Ask who printed it, or open the "
        "family's file and type the answers into the form."
    )


class PaperSpoiled(PaperRefusal):
    """The page of a run that was marked as spoiled or destroyed."""

    number = 406
    title = "This paper was marked as spoiled or destroyed"
    safe = "Nothing has been changed."
    todo = "Look in the book of printed paper which page took its place."


class PageEntered(PaperRefusal):
    """A page that was typed in already."""

    number = 407
    title = "This page has been typed in already"
    safe = "Nothing has been changed."
    todo = "Open the form and look. What is wrong there can be changed in the form itself."


class PaperStateUnknown(PaperRefusal):
    """No such place for paper. `details`: state, known."""

    number = 408
    title = "Paper cannot be marked as {state}"
    safe = "Nothing has been changed."
    todo = "Use one of: {known}."


class PaperOlder(PaperRefusal):
    """The page of a form that has changed since it was printed. `details`: form."""

    number = 409
    title = "The form has changed since this page was printed"
    safe = "Nothing has been changed."
    todo = "Its questions are not the same any more. Open {form} in the family's file, and type into that."


class PaperFinished(PaperRefusal):
    """The form that the page belongs to was finished without it. `details`: form."""

    number = 410
    title = "This form is finished already"
    safe = "Nothing has been changed."
    todo = "Open {form}, choose Amend and say why. Then enter the page again."


class PaperOfNobody(PaperRefusal):
    """A page that was printed for no family, and nobody has said whose it is."""

    number = 411
    title = "This page belongs to no family yet"
    safe = "Nothing has been changed."
    todo = "Choose the family whose answers stand on it."


class NotSafeToSend(PaperRefusal):
    """A copy was to be sent to somebody for whom that is not marked as safe. `details`: name, safe."""

    number = 415
    title = "It is not marked as safe to send {name} an email"
    safe = "Nothing has been made or sent."
    todo = (
        "What is marked as safe: {safe}. Give it by hand, or ask them when they are alone, and tick it in "
        "their record."
    )


class PrinterSilent(PaperRefusal):
    """The printer did not begin: it is gone, switched off, or the file could not be made."""

    number = 416
    title = "The printer did not take the pages"
    safe = "Nothing is noted as printed or given."
    todo = "See that it is switched on, connected and has paper, or choose another. Then print again."


class NoPrinter(PaperRefusal):
    """Something was to be printed, and this computer knows no printer."""

    number = 424
    title = "This computer knows no printer"
    safe = "Nothing is noted as printed or given."
    todo = "Connect one and try again. “Print later” keeps the paper for then; “Save as PDF” makes a file."


class FormOnPaperOnly(PaperRefusal):
    """Something was to be printed, and the system's own window was told to make a file instead."""

    number = 425
    title = "A file was chosen instead of a printer"
    safe = "No file was made, and nothing is noted as printed or given."
    todo = "Print again and choose a printer. “Save as PDF” makes a file, and says that it is not encrypted."


class CodeOnPaperOnly(PaperRefusal):
    """The recovery sheet was to be printed: this computer knows no printer, or a file was chosen instead."""

    number = 423
    title = "The recovery sheet was not printed"
    safe = (
        "No printer was found, or a file was chosen. The code is not written into a file: whoever finds "
        "that can open your vault."
    )
    todo = "Choose a printer that puts it on paper, or write the code down by hand."


class PrintingStopped(PaperRefusal):
    """A print job that began and did not end, or was stopped. `details`: page (how many went), total."""

    number = 417
    title = "Printing stopped after {page} of {total} pages"
    safe = "Nothing is noted as printed or given."
    todo = "Destroy any page that came out: its code leads nowhere. Then print again."


class PaperToKeep(PaperRefusal):
    """The code of a page that is the family's to keep: nothing on it is filled in."""

    number = 418
    title = "There is nothing to type in on this page"
    safe = "Nothing has been changed."
    todo = "It says why we are involved. Give it back to the family, or say in their file where it is now."


class ReaderForSending(PaperRefusal):
    """A copy for the family was to be sent, and nobody said to whom of it."""

    number = 419
    title = "Say who of the family the copy is sent to"
    safe = "Nothing has been made or sent."
    todo = "What is safe to send is marked for each of them (--for NAME)."


class OneReaderOnly(PaperRefusal):
    """Papers for several readers were to go in one locked copy."""

    number = 420
    title = "These papers are for more than one reader"
    safe = "Nothing has been made or sent."
    todo = "A copy to send is for one person. Make one for each, or print them."


class NameTells(PaperRefusal):
    """The file of a locked copy was to have a name that says whose it is."""

    number = 421
    title = "The file's name tells whose it is"
    safe = "Nothing has been made or sent."
    todo = (
        "A file's name can be read by anybody. Give a folder instead, and it gets a name that tells nothing."
    )


class WitnessNeeded(PaperRefusal):
    """A copy that was read out, and nobody was there to hear it."""

    number = 422
    title = "Say who was there as a witness"
    safe = "Nothing has been noted."
    todo = "When a paper is read out, somebody who is not of the family hears it too: name them."


class NotTheirs(PaperRefusal):
    """A copy of a form was asked for somebody in the family who is not to have it. `details`: why."""

    number = 412
    title = "This is not for this reader"
    safe = "Nothing has been printed, saved or taken out."
    todo = "{why}. If they are to have it all the same, say why, and your reason stays with the copy."


class ReaderUnknown(PaperRefusal):
    """Nobody, or more than one, of the family answers to what was typed. `details`: said, known."""

    number = 414
    title = "Nobody of this family is known as {said}, or more than one is"
    safe = "Nothing has been printed, saved or taken out."
    todo = "Give the whole name, or the id. The family's readers are: {known}."


class LookFirst(PaperRefusal):
    """Words that may tell where somebody lives stand in what would go out. `faults` says where each is."""

    number = 413
    title = "Look at {count} places in the text before this goes out"
    title_of_one = "Look at one place in the text before this goes out"
    safe = "Nothing has been printed, saved or taken out."
    todo = "Read each one. Leave its answer out (--leave-out KEY), or say that the rest may go (--checked)."

    def __init__(self, found: tuple[Any, ...]) -> None:
        super().__init__(count=len(found))
        self.faults = found


class BundleRefusal(Refusal):
    """5xx: import and export."""


class BundleTooLarge(BundleRefusal):
    """The file is larger than an import reads."""

    number = 501
    title = "The file is too large to import"
    todo = "Split it: one file may have at most {megabytes} MB."


class BundleUnreadable(BundleRefusal):
    """The file is not JSON, or is nested too deep."""

    number = 502
    title = "The file could not be read as a bundle: {reason}"
    todo = "Ask whoever made the file to make it again."


class BundleFaulty(BundleRefusal):
    """The bundle has faults; `faults` is every one of them, each with `path` and `words`."""

    number = 503
    title = "The bundle was refused because of {count} faults"
    title_of_one = "The bundle was refused because of one fault"
    todo = "Mend what is listed and import it again. docs/bundle.md describes the shape."

    def __init__(self, faults: tuple[object, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class ReferenceTaken(BundleRefusal):
    """A family of the bundle has the reference of another family that is here. `details`: reference."""

    number = 504
    title = "Another family on this laptop has the reference {reference}"
    todo = "Ask whoever made the file which of the two families it belongs to."


class SetupRefusal(Refusal):
    """6xx: the machine and the commands."""


class SettingsFaulty(SetupRefusal):
    """An authority's settings that cannot be used. `details`: file and problem."""

    number = 601
    title = "The authority's settings in {file} cannot be used"
    safe = "No record has been changed."
    todo = "Correct the file: {problem}."


class NoPassphrase(SetupRefusal):
    """A command needs the passphrase and nobody is there to type it."""

    number = 611
    title = "The passphrase is needed, and there is no terminal to type it at"
    todo = "Name a file that holds it: --passphrase-file FILE. It is never given on the command line."


class PassphraseUnread(SetupRefusal):
    """The file with the passphrase could not be read."""

    number = 612
    title = "The passphrase file {file} could not be read"
    todo = "Check its name and that you may read it. Its first line is the passphrase."


class PassphrasesDiffer(SetupRefusal):
    """The new passphrase was typed differently the second time."""

    number = 613
    title = "The two passphrases are not the same"
    safe = "No vault was made."
    todo = "Start again and type the same one twice."


class NumbersMissing(SetupRefusal):
    """A vault for real families needs the numbers to call."""

    number = 614
    title = "The daytime and out-of-hours numbers are missing"
    safe = "No vault was made."
    todo = "Give --daytime and --out-of-hours. Every screen and every family's page shows them."


class FamilyNotFound(SetupRefusal):
    """No family, or more than one, answers to what was typed."""

    number = 615
    title = "{found} families answer to that reference"
    todo = "Type the whole reference. `ehdesk families` lists them."


class FileUnreadable(SetupRefusal):
    """A file that a command was given could not be read."""

    number = 616
    title = "The file {file} could not be read: {reason}"
    todo = "Check its name and that you may read it."


class FileUnwritable(SetupRefusal):
    """The file that a command should write could not be written."""

    number = 617
    title = "The file {file} could not be written: {reason}"
    todo = "Choose a folder that you may write to, with room on its disk."


class AnswersUnusable(SetupRefusal):
    """The file of answers does not fit the form; `faults` says where."""

    number = 618
    title = "The answers do not fit the form: {count} faults"
    title_of_one = "The answers do not fit the form: one fault"
    todo = "Mend what is listed. `ehdesk forms FORM` shows the keys and codes; so does docs/commands.md."

    def __init__(self, faults: tuple[object, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class WouldOverwrite(SetupRefusal):
    """The file is there already."""

    number = 619
    title = "The file {file} is there already"
    todo = "Choose another name, or move the old file away."


class CheckFailed(SetupRefusal):
    """The full check found something."""

    number = 620
    title = "The check found {count} things wrong"
    title_of_one = "The check found one thing wrong"
    safe = "Nothing has been changed, and the backups are kept."
    todo = "Do not delete anything. Ask your support, and keep this list."


class NothingToPrint(SetupRefusal):
    """The family has no such form, or no family was named."""

    number = 621
    title = "There is no such form to print"
    todo = "`ehdesk show REF` lists the family's forms. Without REF an empty form is printed."


class StageUnknown(SetupRefusal):
    """The form has no such stage. `details`: stage, known."""

    number = 622
    title = "The form has no stage called {stage}"
    todo = "Its stages are: {known}."


class NoScreen(SetupRefusal):
    """The desk was wanted where no window can be shown."""

    number = 623
    title = "There is no screen here to open the desk on"
    todo = "Walk a visit without one: ehdesk demo --offscreen DIR leaves pictures and printed forms there."


class WalkStopped(SetupRefusal):
    """A walk through the windows waited in vain. `details`: what."""

    number = 624
    title = "The walk stopped: it waited in vain until {what}"
    safe = "The pictures taken so far are kept. No family's record was touched."
    todo = "Try again. If it stops there again, tell your IT support this sentence."


class NoEpisode(SetupRefusal):
    """A command works on an episode and the family has none."""

    number = 625
    title = "This family has no episode yet"
    todo = "Open one on the desk, or finish the family's Part A. `ehdesk show REF` lists the episodes."


class NoPlan(SetupRefusal):
    """The family's newest episode has no plan."""

    number = 626
    title = "This family has no plan yet"
    todo = "Begin one: ehdesk fill action_plan REF --answers FILE."


class PersonNotFound(SetupRefusal):
    """Nobody of the family, or more than one, answers to what was typed. `details`: found, who, said."""

    number = 627
    title = "{found} {who} of this family answer to {said}"
    todo = "Give the whole name, or the id. `ehdesk show REF` lists the people."


class KeptApart(SetupRefusal):
    """A document that is kept apart was asked for somebody else."""

    number = 628
    title = "This document is kept apart, and no copy of it goes out"
    todo = "Save it for yourself with --reader practitioner, or ask your manager who may have it."


class NoSuchLine(SetupRefusal):
    """A line of a plan, a team or a directory was named that is not there. `details`: what, said, command."""

    number = 629
    title = "There is no {what} {said}"
    todo = "`{command}` lists what there is. Name one of them, then try again."


class ColleagueNotFound(SetupRefusal):
    """Somebody was named as one of the authority's staff and is not on its list. `details`: said."""

    number = 630
    title = "Nobody of your authority’s staff answers to {said}"
    todo = "Give their whole name as the authority writes it, after `ehdesk sync`. Or name them as `worker`."


class SeveralColleagues(SetupRefusal):
    """Two of the staff have the name that was typed. `details`: said, ids."""

    number = 631
    title = "More than one of your authority’s staff is called {said}"
    todo = "Give the id instead of the name: {ids}."


class CentreRefusal(Refusal):
    """7xx: sending to the centre and hearing from it. None of them ever costs a word of what was saved."""

    safe = "Your work is saved on this laptop, and nothing of it is lost."


class NotEnrolled(CentreRefusal):
    """The vault belongs to no centre yet."""

    number = 701
    title = "This laptop is not connected to your authority’s centre yet"
    todo = "Ask your manager for a code, then enter it {there}."
    page = "Sending and receiving"


class CentreAway(CentreRefusal):
    """No answer: no network, or the centre rests."""

    number = 702
    title = "Not sent yet"
    todo = "It will go when you are back online. You need not do anything."


class NotTheCentre(CentreRefusal):
    """Something answered that is not the centre: a captive portal, or a proxy."""

    number = 703
    title = "Another page answered in the place of the centre"
    todo = "On a public network, open a web page first and accept its terms. Then it goes by itself."


class CentreBusy(CentreRefusal):
    """The centre asks to be left alone for a while."""

    number = 704
    title = "The centre is busy"
    todo = "It will be tried again in {seconds} seconds. You need not do anything."


class CodeRefused(CentreRefusal):
    """The enrolment code is wrong, used or too old."""

    number = 705
    title = "That code does not let this laptop in"
    todo = "Check it letter by letter. It works once and for a day; if it is used or old, ask for a new one."


_CODE_UNUSED = "Nothing has been changed, and the code is not used up."
"""While a code is entered nothing goes by itself yet, as it does later."""


class NothingAnswered(CentreAway):
    """No answer to a code: no network, another address, or the centre rests."""

    number = 734
    safe = _CODE_UNUSED
    title = "Nothing answered at this address"
    todo = "Check the address. See that this laptop has a network, then try again."


class NoCentreThere(NotTheCentre):
    """A code was answered by something that is not the centre."""

    number = 735
    safe = _CODE_UNUSED
    title = "Something answered at this address that is no centre"
    todo = (
        "Check the address. On a public network, open a web page first and accept its terms; then try again."
    )


class TryTheCodeLater(CentreBusy):
    """The centre asks whoever enters a code to come again. `details`: seconds."""

    number = 736
    safe = _CODE_UNUSED
    todo = "Enter the code again in {seconds} seconds."


class CodeForAnother(CentreRefusal):
    """A vault that was let in before came with a code that was made for somebody else."""

    number = 732
    title = "That code was made for another person"
    safe = "Nothing was sent and nothing has changed. What is on this laptop stays in your name."
    todo = "Ask your manager for a code of your own, and enter that. The other person can still use this one."


class CodeSpentOnAnother(CodeForAnother):
    """The same at a centre that is too old to notice: the laptop noticed, once the code was used."""

    number = 733
    todo = (
        "Ask your manager for two codes: one of your own, which you enter here, and a new one for the other "
        "person, as this one is used now."
    )


class DeviceRevoked(CentreRefusal):
    """The authority has taken this laptop’s access away."""

    number = 706
    title = "This laptop may not send to the centre any more"
    todo = (
        "Call your manager. What was not sent stays on this laptop. If they give you a new code, enter it "
        "{there}, and everything is sent."
    )
    page = "Sending and receiving"


class SecondLife(CentreRefusal):
    """The centre has heard more of this vault than the vault knows: it is a copy, or was put back from one.

    It takes a new life by itself, so that a worker sees this only where that did not help.
    """

    number = 707
    title = "Another copy of this vault has spoken to the centre"
    todo = "Lock and unlock, and try again. If it comes back, call your support."


class LifeEnded(CentreRefusal):
    """Another copy of this vault has taken its place at the centre. A new code lets this one in too."""

    number = 730
    title = "Another copy of this vault has taken its place at the centre"
    todo = (
        "If this is the laptop you work on, ask your manager for a new code and enter it {there}. If the "
        "other one is, lock this one and work there."
    )
    page = "Sending and receiving"


class NotKnownThere(CentreRefusal):
    """The centre knows no such device: it was put back from a copy that is older than this one's code."""

    number = 731
    title = "The centre does not know this laptop"
    todo = "Ask your manager for a new code, enter it {there}, and everything is sent."
    page = "Sending and receiving"


class CentreRestored(CentreRefusal):
    """The centre was restored from a backup: what it was told since is said again. `details`: epoch, the one
    that counts now, and kept, the number up to which it still has what it had."""

    number = 708
    title = "The centre was restored, and asks for everything again"
    todo = "It goes by itself. You need not do anything."


class TooOldForCentre(CentreRefusal):
    """This version of ehdesk cannot hear from the centre any more."""

    number = 709
    title = "This version of ehdesk is too old to hear from the centre"
    safe = "Your work is saved on this laptop, and the centre still takes it."
    todo = "Ask for the new version. What others write comes with it."


class AddressNotSafe(CentreRefusal):
    """The centre's address is not https, or no address at all."""

    number = 710
    title = "That is not a safe address for a centre"
    todo = "It begins with https. Check it with your authority."


class AlreadyEnrolled(CentreRefusal):
    """The vault belongs to a centre already."""

    number = 711
    title = "This laptop is connected to a centre already"
    todo = "To move to another one, call your support."


class PracticeStaysHere(CentreRefusal):
    """A practice vault never enrols."""

    number = 712
    title = "A practice vault is never connected to a centre"
    todo = "Open your real vault, and connect that."


class CertificateUnknown(CentreRefusal):
    """What answered shows a certificate that the system does not trust: an inspecting proxy, or one that was
    never added, or has run out."""

    number = 722
    title = "The centre’s certificate is not one that this laptop trusts"
    todo = (
        "Check the date of this laptop. On a public network, open a web page first. "
        "In the office, tell your support: they add the certificate to this laptop, or renew it."
    )


class ChangedOnTheWay(CentreRefusal):
    """What this desk signed is not what came to the centre, or the centre knows another key of it."""

    number = 720
    title = "What this laptop sent came to the centre changed"
    todo = "Nothing of it was taken. Try again on another network. If it comes back, call your support."


class CentreBehind(CentreRefusal):
    """The centre speaks only protocols that this ehdesk has given up."""

    number = 721
    title = "The centre is older than this version of ehdesk"
    todo = "It goes when the centre has been renewed. Your authority’s support can say when that is."


class OtherKeys(NotTheCentre):
    """An answer that is not signed with the keys that this desk pinned when it enrolled."""

    number = 724
    title = "The answer was not signed by your authority’s centre"
    todo = (
        "Something on this network may be opening what is sent. Try another network, and tell your support."
    )


class ProxyAsks(CentreRefusal):
    """The network's proxy wants a name and a password."""

    number = 723
    title = "This network’s proxy asks for a name and a password"
    todo = "Ask your support to let ehdesk through the proxy, or use another network. Then it goes by itself."


class HandInNeedsKeyring(CentreRefusal):
    """Handing in while locked needs a secret in the computer's password store, and there is none."""

    number = 725
    title = "This laptop cannot hand in work while it is locked"
    todo = "It has no password store that ehdesk can use. Unlock, and what waits goes by itself."


class HandInNotAllowed(CentreRefusal):
    """Nobody has switched it on here, or it was switched on for another vault."""

    number = 726
    title = "Handing in while locked is not switched on"
    todo = "Switch it on in Settings, or with “ehdesk hand-in --on”; it asks for the passphrase once."


class TooMuchAtOnce(CentreRefusal):
    """A message was larger than the centre, or something before it, takes. The engine sends less at once."""

    number = 727
    title = "What was sent at once was too large for the centre"
    todo = "Tell your support: something on the way to the centre takes less than it should."


class KeepingRefusal(Refusal):
    """8xx: keeping the centre."""


class DatabaseAway(KeepingRefusal):
    """The centre's database is away, full of work, or did not answer in time."""

    number = 801
    title = "The centre’s database is not answering"
    safe = "What desks have written is safe with them. They try again by themselves."
    todo = "Start the database, or wait until it is there again."


class CentreTooNew(KeepingRefusal):
    """The tables were made by a later ehdesk. `details`: found, known."""

    number = 802
    title = "The centre’s database was written by a later ehdesk (tables {found}, this one knows {known})"
    todo = "Install the newest ehdesk on this machine and start it again."


class CentreKeyMissing(KeepingRefusal):
    """There is a database file and not the key beside it. `details`: file."""

    number = 803
    title = "The key of the centre’s database is missing: {file}"
    safe = "The database has not been touched."
    todo = "Put the key file back from where your copies are kept. Without it the database cannot be opened."


class AuthorityUnknown(KeepingRefusal):
    """No authority of this name, or none was named and there are several. `details`: said."""

    number = 804
    title = "This centre keeps no authority called “{said}”"
    todo = "`ehdesk centre admin authority` lists them. Name one with --authority."


class AuthorityExists(KeepingRefusal):
    """An authority with this id is there. `details`: said."""

    number = 805
    title = "This centre keeps an authority called “{said}” already"
    todo = "Choose another short name."


class StaffUnknown(KeepingRefusal):
    """Nobody, or more than one, answers to the name. `details`: said, found."""

    number = 806
    title = "{found} of the staff answer to “{said}”"
    todo = "Give the whole name, or the id. `ehdesk centre admin staff` lists them."


class DeviceUnknown(KeepingRefusal):
    """No device has this id. `details`: said."""

    number = 807
    title = "There is no device {said}"
    todo = "`ehdesk centre admin devices` lists them."


class ManagerInCircle(KeepingRefusal):
    """Somebody would be their own manager, directly or through others."""

    number = 808
    title = "Nobody can be the manager of their own manager"
    todo = "Choose another manager."


class PortTaken(KeepingRefusal):
    """Another program listens where the centre was to. `details`: port."""

    number = 809
    title = "Another program listens on port {port} of this machine"
    todo = "End it, or let the centre listen on another port."


class CopyOfServer(KeepingRefusal):
    """A server's database is not copied as a file is."""

    number = 810
    title = "This centre keeps its records in PostgreSQL, which copies them with tools of its own"
    todo = (
        "Use pg_basebackup with an archive of the log, or pg_dump: docs/centre-deploy.md has every command."
    )


class FolderNotNamed(KeepingRefusal):
    """Files are to be moved, and nobody has said which folder is meant."""

    number = 814
    title = "Say which folder the files belong in"
    safe = "No file has been moved."
    todo = "Add --files FOLDER, or set the variable EHDESK_CENTRE_FILES as the centre itself is started with."


class CopyFaulty(KeepingRefusal):
    """The copy was opened, and is not what the database held."""

    number = 811
    title = "The copy is not what the database held, so it does not count"
    safe = "The centre’s database has not been touched, and the copies before this one are as they were."
    todo = "Run `ehdesk centre admin check`, look at the disk, then copy again."


class KeysTooSoon(KeepingRefusal):
    """Desks that have not been told of the spare key would not know the centre any more. `details`: count."""

    number = 812
    title = (
        "{count} devices have not been here since the spare key was made, and would not know the centre again"
    )
    title_of_one = (
        "One device has not been here since the spare key was made, and would not know the centre again"
    )
    todo = "Wait for them, or revoke them. `ehdesk centre admin lag` names them. --anyway leaves them behind."


class AgencyUnknown(KeepingRefusal):
    """Nobody of the staff is of this agency. `details`: said."""

    number = 813
    title = "Nobody of the staff is of an agency called “{said}”"
    todo = "`ehdesk centre admin agencies` lists them."
