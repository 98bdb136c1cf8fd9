"""Everything foreseeable that can go wrong, in one catalogue.

    Refusal                      in base
    ├── VaultRefusal        1xx  in vault: opening, locking and keeping the vault
    ├── RecordRefusal       2xx  in record: writing and reading the family's record (24x, documents: in files)
    ├── FormRefusal         3xx  in record: form definitions and answers
    ├── PaperRefusal        4xx  in paper: printing
    ├── BundleRefusal       5xx  in files: import and export
    ├── SetupRefusal        6xx  in setup: the machine and the commands
    ├── CentreRefusal       7xx  in centre: sending to the centre and hearing from it
    └── KeepingRefusal      8xx  in keeping: keeping the centre

Each one says what happened (title), what is safe, and what to do. A refusal is raised at the door
where the outside error was met (`raise VaultFull() from error`); above the doors nobody catches
`Exception`.

Each has its name here too, so that `errors.VaultFull` needs no knowledge of rooms. All of them are loaded at
once: a full or failing disk is no moment to read the words about it.
"""

from ehdesk.errors.base import Refusal as Refusal
from ehdesk.errors.centre import AddressNotSafe as AddressNotSafe
from ehdesk.errors.centre import AlreadyEnrolled as AlreadyEnrolled
from ehdesk.errors.centre import CentreAway as CentreAway
from ehdesk.errors.centre import CentreBehind as CentreBehind
from ehdesk.errors.centre import CentreBusy as CentreBusy
from ehdesk.errors.centre import CentreRefusal as CentreRefusal
from ehdesk.errors.centre import CentreRestored as CentreRestored
from ehdesk.errors.centre import CertificateUnknown as CertificateUnknown
from ehdesk.errors.centre import ChangedOnTheWay as ChangedOnTheWay
from ehdesk.errors.centre import CodeForAnother as CodeForAnother
from ehdesk.errors.centre import CodeRefused as CodeRefused
from ehdesk.errors.centre import CodeSpentOnAnother as CodeSpentOnAnother
from ehdesk.errors.centre import DeviceRevoked as DeviceRevoked
from ehdesk.errors.centre import HandInNeedsKeyring as HandInNeedsKeyring
from ehdesk.errors.centre import HandInNotAllowed as HandInNotAllowed
from ehdesk.errors.centre import LifeEnded as LifeEnded
from ehdesk.errors.centre import NoCentreThere as NoCentreThere
from ehdesk.errors.centre import NotEnrolled as NotEnrolled
from ehdesk.errors.centre import NothingAnswered as NothingAnswered
from ehdesk.errors.centre import NotKnownThere as NotKnownThere
from ehdesk.errors.centre import NotTheCentre as NotTheCentre
from ehdesk.errors.centre import OtherKeys as OtherKeys
from ehdesk.errors.centre import PracticeStaysHere as PracticeStaysHere
from ehdesk.errors.centre import ProxyAsks as ProxyAsks
from ehdesk.errors.centre import SecondLife as SecondLife
from ehdesk.errors.centre import TooMuchAtOnce as TooMuchAtOnce
from ehdesk.errors.centre import TooOldForCentre as TooOldForCentre
from ehdesk.errors.centre import TryTheCodeLater as TryTheCodeLater
from ehdesk.errors.files import AddingStopped as AddingStopped
from ehdesk.errors.files import BundleFaulty as BundleFaulty
from ehdesk.errors.files import BundleRefusal as BundleRefusal
from ehdesk.errors.files import BundleTooLarge as BundleTooLarge
from ehdesk.errors.files import BundleUnreadable as BundleUnreadable
from ehdesk.errors.files import DocumentDamaged as DocumentDamaged
from ehdesk.errors.files import DocumentNotHere as DocumentNotHere
from ehdesk.errors.files import DocumentTooLarge as DocumentTooLarge
from ehdesk.errors.files import DocumentUnreadable as DocumentUnreadable
from ehdesk.errors.files import PhotoFromPhone as PhotoFromPhone
from ehdesk.errors.files import ReferenceTaken as ReferenceTaken
from ehdesk.errors.keeping import AgencyUnknown as AgencyUnknown
from ehdesk.errors.keeping import AuthorityExists as AuthorityExists
from ehdesk.errors.keeping import AuthorityUnknown as AuthorityUnknown
from ehdesk.errors.keeping import CentreKeyMissing as CentreKeyMissing
from ehdesk.errors.keeping import CentreTooNew as CentreTooNew
from ehdesk.errors.keeping import CopyFaulty as CopyFaulty
from ehdesk.errors.keeping import CopyOfServer as CopyOfServer
from ehdesk.errors.keeping import DatabaseAway as DatabaseAway
from ehdesk.errors.keeping import DeviceUnknown as DeviceUnknown
from ehdesk.errors.keeping import FolderNotNamed as FolderNotNamed
from ehdesk.errors.keeping import KeepingRefusal as KeepingRefusal
from ehdesk.errors.keeping import KeysTooSoon as KeysTooSoon
from ehdesk.errors.keeping import ManagerInCircle as ManagerInCircle
from ehdesk.errors.keeping import PortTaken as PortTaken
from ehdesk.errors.keeping import StaffUnknown as StaffUnknown
from ehdesk.errors.paper import CodeOnPaperOnly as CodeOnPaperOnly
from ehdesk.errors.paper import FormOnPaperOnly as FormOnPaperOnly
from ehdesk.errors.paper import LookFirst as LookFirst
from ehdesk.errors.paper import NameTells as NameTells
from ehdesk.errors.paper import NoPrinter as NoPrinter
from ehdesk.errors.paper import NotBlank as NotBlank
from ehdesk.errors.paper import NotEasyRead as NotEasyRead
from ehdesk.errors.paper import NotForAgencies as NotForAgencies
from ehdesk.errors.paper import NotForFamilies as NotForFamilies
from ehdesk.errors.paper import NotSafeToSend as NotSafeToSend
from ehdesk.errors.paper import NotTheirs as NotTheirs
from ehdesk.errors.paper import OneReaderOnly as OneReaderOnly
from ehdesk.errors.paper import PageEntered as PageEntered
from ehdesk.errors.paper import PaperCodeUnreadable as PaperCodeUnreadable
from ehdesk.errors.paper import PaperFinished as PaperFinished
from ehdesk.errors.paper import PaperOfNobody as PaperOfNobody
from ehdesk.errors.paper import PaperOlder as PaperOlder
from ehdesk.errors.paper import PaperRefusal as PaperRefusal
from ehdesk.errors.paper import PaperSpoiled as PaperSpoiled
from ehdesk.errors.paper import PaperStateUnknown as PaperStateUnknown
from ehdesk.errors.paper import PaperToKeep as PaperToKeep
from ehdesk.errors.paper import PaperUnknown as PaperUnknown
from ehdesk.errors.paper import PrinterSilent as PrinterSilent
from ehdesk.errors.paper import PrintingStopped as PrintingStopped
from ehdesk.errors.paper import ReaderForSending as ReaderForSending
from ehdesk.errors.paper import ReaderUnknown as ReaderUnknown
from ehdesk.errors.paper import WitnessNeeded as WitnessNeeded
from ehdesk.errors.record import AlreadySettled as AlreadySettled
from ehdesk.errors.record import AnswerUnreadable as AnswerUnreadable
from ehdesk.errors.record import AskTheFamily as AskTheFamily
from ehdesk.errors.record import ChangedWhileLooking as ChangedWhileLooking
from ehdesk.errors.record import DatesCrossed as DatesCrossed
from ehdesk.errors.record import FieldUnknown as FieldUnknown
from ehdesk.errors.record import FormFaulty as FormFaulty
from ehdesk.errors.record import FormRefusal as FormRefusal
from ehdesk.errors.record import FormUnknown as FormUnknown
from ehdesk.errors.record import LaterJoinFirst as LaterJoinFirst
from ehdesk.errors.record import LevelUnknown as LevelUnknown
from ehdesk.errors.record import MigrationStopped as MigrationStopped
from ehdesk.errors.record import NameNeeded as NameNeeded
from ehdesk.errors.record import NotAllowed as NotAllowed
from ehdesk.errors.record import NotComplete as NotComplete
from ehdesk.errors.record import NotFinishedYet as NotFinishedYet
from ehdesk.errors.record import NothingOffered as NothingOffered
from ehdesk.errors.record import NothingSetAside as NothingSetAside
from ehdesk.errors.record import NothingToConfirm as NothingToConfirm
from ehdesk.errors.record import NothingToUndo as NothingToUndo
from ehdesk.errors.record import NotInTheTeam as NotInTheTeam
from ehdesk.errors.record import NotInThisFamily as NotInThisFamily
from ehdesk.errors.record import NotItsAuthor as NotItsAuthor
from ehdesk.errors.record import NotOnePerson as NotOnePerson
from ehdesk.errors.record import NumbersFirst as NumbersFirst
from ehdesk.errors.record import OtherForm as OtherForm
from ehdesk.errors.record import OtherVoice as OtherVoice
from ehdesk.errors.record import OutsideAnAct as OutsideAnAct
from ehdesk.errors.record import OwnSignOff as OwnSignOff
from ehdesk.errors.record import PlaceNeeded as PlaceNeeded
from ehdesk.errors.record import ProtectBothFirst as ProtectBothFirst
from ehdesk.errors.record import ReasonMissing as ReasonMissing
from ehdesk.errors.record import RecordJoined as RecordJoined
from ehdesk.errors.record import RecordLocked as RecordLocked
from ehdesk.errors.record import RecordMissing as RecordMissing
from ehdesk.errors.record import RecordRefusal as RecordRefusal
from ehdesk.errors.record import RowGone as RowGone
from ehdesk.errors.record import SharingRefused as SharingRefused
from ehdesk.errors.setup import AnswersUnusable as AnswersUnusable
from ehdesk.errors.setup import CheckFailed as CheckFailed
from ehdesk.errors.setup import ColleagueNotFound as ColleagueNotFound
from ehdesk.errors.setup import FamilyNotFound as FamilyNotFound
from ehdesk.errors.setup import FileUnreadable as FileUnreadable
from ehdesk.errors.setup import FileUnwritable as FileUnwritable
from ehdesk.errors.setup import KeptApart as KeptApart
from ehdesk.errors.setup import NoEpisode as NoEpisode
from ehdesk.errors.setup import NoPassphrase as NoPassphrase
from ehdesk.errors.setup import NoPlan as NoPlan
from ehdesk.errors.setup import NoScreen as NoScreen
from ehdesk.errors.setup import NoSuchLine as NoSuchLine
from ehdesk.errors.setup import NothingToPrint as NothingToPrint
from ehdesk.errors.setup import NumbersMissing as NumbersMissing
from ehdesk.errors.setup import PassphrasesDiffer as PassphrasesDiffer
from ehdesk.errors.setup import PassphraseUnread as PassphraseUnread
from ehdesk.errors.setup import PersonNotFound as PersonNotFound
from ehdesk.errors.setup import SettingsFaulty as SettingsFaulty
from ehdesk.errors.setup import SetupRefusal as SetupRefusal
from ehdesk.errors.setup import SeveralColleagues as SeveralColleagues
from ehdesk.errors.setup import StageUnknown as StageUnknown
from ehdesk.errors.setup import WalkStopped as WalkStopped
from ehdesk.errors.setup import WouldOverwrite as WouldOverwrite
from ehdesk.errors.vault import BackupFaulty as BackupFaulty
from ehdesk.errors.vault import BackupMissing as BackupMissing
from ehdesk.errors.vault import CipherTooOld as CipherTooOld
from ehdesk.errors.vault import DatabaseBusy as DatabaseBusy
from ehdesk.errors.vault import DatabaseDamaged as DatabaseDamaged
from ehdesk.errors.vault import DatabaseMissing as DatabaseMissing
from ehdesk.errors.vault import DatabaseNotEncrypted as DatabaseNotEncrypted
from ehdesk.errors.vault import DatabaseUnready as DatabaseUnready
from ehdesk.errors.vault import DeviceSecretMissing as DeviceSecretMissing
from ehdesk.errors.vault import DiskFull as DiskFull
from ehdesk.errors.vault import FolderUnusable as FolderUnusable
from ehdesk.errors.vault import HeaderAltered as HeaderAltered
from ehdesk.errors.vault import HeaderDamaged as HeaderDamaged
from ehdesk.errors.vault import KeyringLocked as KeyringLocked
from ehdesk.errors.vault import KeyringUnusable as KeyringUnusable
from ehdesk.errors.vault import NotEnoughMemory as NotEnoughMemory
from ehdesk.errors.vault import PassphraseTooWeak as PassphraseTooWeak
from ehdesk.errors.vault import RecoveryCodeUnreadable as RecoveryCodeUnreadable
from ehdesk.errors.vault import SecondCopyNotWritten as SecondCopyNotWritten
from ehdesk.errors.vault import VaultExists as VaultExists
from ehdesk.errors.vault import VaultInUse as VaultInUse
from ehdesk.errors.vault import VaultMissing as VaultMissing
from ehdesk.errors.vault import VaultRefusal as VaultRefusal
from ehdesk.errors.vault import VaultTooNew as VaultTooNew
from ehdesk.errors.vault import WrongPassphrase as WrongPassphrase
from ehdesk.errors.vault import WrongRecoveryCode as WrongRecoveryCode
