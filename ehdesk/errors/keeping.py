"""8xx: what can go wrong in keeping the centre."""

from ehdesk.errors.base import Refusal


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
