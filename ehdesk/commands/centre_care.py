"""Looking after the centre from the command line: copies, a full check, its keys, and the agencies."""

from dataclasses import asdict
from pathlib import Path

from ehdesk import clock, errors, files
from ehdesk.centre import admin, checking, enclosures, store
from ehdesk.commands import centre, console


def backup(place: centre.Place, target: Path, *, as_json: bool) -> None:
    """Copy the encrypted file while it is in use; the copy is opened and compared before it counts.

    Raises: errors.CopyOfServer, CopyFaulty, WouldOverwrite, CentreKeyMissing, DatabaseMissing.
    """
    address = place.address()
    if "://" in address:
        raise errors.CopyOfServer
    if target.exists():
        raise errors.WouldOverwrite(file=target.name)
    files.make_folder(target.parent)
    rows, folder = store.copy_file(Path(address), target), place.files_in()
    if as_json:
        told = {"file": str(target), "acts": rows["act"], "records": rows["record"]}
        console.as_json({**told, "files": folder})
        return
    console.say(f"{rows['act']} acts and {rows['record']} records are in {target}")
    console.tell(
        f"It opens with the key of the database only: keep a copy of {store.key_file(Path(address)).name} "
        "apart from it."
    )
    if folder:
        console.tell(f"The files of documents are not in it: copy {folder} now, and its key apart from it.")


def check(place: centre.Place, *, as_json: bool) -> None:
    """Everything that is kept of one authority. Raises: errors.CheckFailed where anything is wrong."""
    with (
        centre.kept(place) as opened,
        opened.transaction(centre.authority_of(opened, place)) as ledger,
    ):
        found = checking.check(ledger, clock.system().now(), opened.shelf)
    lines = [{"part": one.part, "sound": one.is_sound, "words": one.words} for one in found]
    wrong = sum(not one.is_sound for one in found)
    if as_json:
        console.as_json({"sound": not wrong, "findings": lines})
    else:
        for one in found:
            console.say(f"{'sound' if one.is_sound else 'WRONG'}  {one.part}: {one.words}")
    if wrong:
        raise errors.CheckFailed(count=wrong)


def move_files(place: centre.Place, *, to_folder: bool) -> None:
    """Bring the files of documents into the folder, or back into the database. It may be cut off and begun
    again at any moment, while desks work. Raises: errors.FolderNotNamed, DatabaseAway."""
    if place.files_in() is None:
        raise errors.FolderNotNamed
    with centre.kept(place) as opened:
        moved = enclosures.move(opened, centre.authority_of(opened, place), to_folder=to_folder)
    where = "in the folder" if to_folder else "in the database"
    console.tell(f"{console.counted(moved, 'file', 'files')} moved. All files are {where} now.")


def keys(place: centre.Place, *, as_json: bool) -> None:
    """The public keys that desks know the centre by."""
    with centre.ledger_of(place) as ledger:
        in_use, spare = admin.keys(ledger)
    if as_json:
        console.as_json({"in_use": in_use, "spare": spare})
    else:
        console.table(("Key", "Public"), [("in use", in_use), ("spare", spare)])


def turn_keys(place: centre.Place, *, anyway: bool) -> None:
    """Sign with the spare key from now on, and make a new spare. Raises: errors.KeysTooSoon."""
    with centre.ledger_of(place) as ledger:
        admin.turn_keys(ledger, clock.system().now(), anyway=anyway)
    console.tell("The spare key signs from now on. Each desk is told of the new spare at its next contact.")


def agencies(place: centre.Place, *, as_json: bool) -> None:
    """The agencies of the staff, and those of the directory that desks share."""
    with centre.ledger_of(place) as ledger:
        every = admin.agencies(ledger)
    if as_json:
        console.as_json({"agencies": [asdict(one) for one in every]})
        return
    rows = [(one.name, str(one.staff), "yes" if one.is_listed else "") for one in every]
    console.table(("Agency", "Staff", "In the shared directory"), rows)


def rename_agency(place: centre.Place, name: str, to: str) -> None:
    """Everybody of the staff who is of one agency is of another from now on. Raises: errors.AgencyUnknown."""
    with centre.ledger_of(place) as ledger:
        moved = admin.rename_agency(ledger, name, to)
    if not moved:
        raise errors.AgencyUnknown(said=name)
    console.tell(f"{console.counted(moved, 'person is', 'people are')} of {to} from now on.")
