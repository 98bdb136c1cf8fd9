"""The centre from the command line: serving it, and keeping its authorities, staff, codes and devices."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from ehdesk import clock, errors, files
from ehdesk.centre import admin, people, sealed, serving, signing, store
from ehdesk.commands import centre_code, centre_shut_out, console
from ehdesk.rules import rights
from ehdesk.sync import handing_in


@dataclass(frozen=True)
class Place:
    """Where the centre's database is, and of which authority a command speaks."""

    database: str | None = None
    authority: str | None = None
    files: str | None = None

    def files_in(self) -> str | None:
        """The folder for files that was named, or that the environment names; None for the database."""
        return self.files or os.environ.get(serving.FILES) or None

    def address(self) -> str:
        """What was named, or what the environment names, or a file in the worker's own folder."""
        own = files.default_data_folder().root.parent / "ehdesk-centre" / "centre.db"
        return self.database or os.environ.get(serving.DATABASE) or str(own)


def serve(place: Place, *, host: str, port: int, workers: int) -> None:
    """Serve until told to stop. Raises: errors.KeepingRefusal."""
    address = place.address()
    console.tell(f"The centre listens on {host}, port {port}. Ctrl+C stops it.")
    serving.serve(serving.Wanted(address, host, port, workers, place.files_in()))


def add_authority(place: Place, authority: str, name: str) -> None:
    """A new authority. Raises: errors.AuthorityExists."""
    with kept(place) as opened:
        admin.add_authority(opened, authority, name)
    console.tell(f"{name} is kept here as {authority}. Add its staff: ehdesk centre admin staff --add NAME")


def authorities(place: Place, *, as_json: bool) -> None:
    """Which authorities are kept."""
    with kept(place) as opened:
        every = admin.authorities(opened)
    if as_json:
        console.as_json({"authorities": [one.id for one in every], "kept": [asdict(one) for one in every]})
        return
    rows = [(one.id, one.name, str(one.staff), str(one.devices), str(one.n)) for one in every]
    console.table(("Authority", "Name", "Staff", "Devices", "Acts"), rows)


def begin_epoch(place: Place) -> None:
    """The database was put back from a copy: let every desk send again what it has, and keep shut out whom
    the copy would let in."""
    with kept(place) as opened:
        authority = authority_of(opened, place)
        shut_out = centre_shut_out.of(centre_shut_out.file_of(place.address()), authority)
        admin.begin_epoch(opened, authority, clock.system().now(), shut_out)
    console.tell("Every desk will hear of it at its next contact and send again what the copy had not.")
    console.tell(f"{console.counted(len(set(shut_out)), 'device stays', 'devices stay')} shut out.")


def staff(place: Place, *, as_json: bool) -> None:
    """Everybody of the staff."""
    with ledger_of(place) as ledger:
        every = admin.staff(ledger)
    if as_json:
        console.as_json({"staff": [asdict(one) for one in every]})
        return
    names = {one.id: one.name for one in every}
    rows = [
        (one.id, one.name, one.role, one.agency, names.get(one.manager or "", ""), one.ended_on or "")
        for one in every
    ]
    console.table(("Id", "Name", "Role", "Agency", "Manager", "Left on"), rows)


def add_staff(place: Place, name: str, role: str, agency: str, manager: str | None, *, as_json: bool) -> None:
    """Somebody joins. Raises: errors.StaffUnknown for a manager who is not there."""
    with ledger_of(place) as ledger:
        above = admin.staff_called(ledger, manager).id if manager else None
        newcomer = admin.Newcomer(name, cast(rights.Role, role), agency, above)
        made = admin.add_staff(ledger, newcomer, clock.system().now())
    if as_json:
        console.as_json({"id": made})
    else:
        console.say(f"{made}  {name}")


def change_staff(place: Place, who: str, changed: dict[str, str]) -> None:
    """Change name, role, agency or manager. Raises: errors.StaffUnknown, ManagerInCircle."""
    with ledger_of(place) as ledger:
        told: dict[str, str | None] = dict(changed)
        if "manager" in changed:
            told["manager"] = (
                admin.staff_called(ledger, changed["manager"]).id if changed["manager"] else None
            )
        found = admin.staff_called(ledger, who)
        admin.change_staff(ledger, found.id, told, clock.system().now())
    console.tell(f"{found.name} is changed. What they may hold follows at their next contact.")


def end_staff(place: Place, who: str) -> None:
    """Somebody leaves. Raises: errors.StaffUnknown."""
    now = clock.system()
    with ledger_of(place) as ledger:
        found = admin.staff_called(ledger, who)
        for line in admin.devices(ledger):
            if line.staff == found.id:
                _shut_out(place, ledger, line.id)
        admin.end_staff(ledger, found.id, now.today().isoformat(), now.now())
    console.tell(f"{found.name} has left. Their devices get nothing from now on.")


def code(place: Place, who: str, sheet: centre_code.Sheet, *, as_json: bool) -> None:
    """A code that lets one desk of somebody in; shown once. Raises: errors.StaffUnknown, FileUnwritable,
    WouldOverwrite."""
    if sheet.file is not None and sheet.file.exists():
        raise errors.WouldOverwrite(file=sheet.file.name)
    with ledger_of(place) as ledger:
        found = admin.staff_called(ledger, who)
        if not found.is_here:
            raise errors.StaffUnknown(said=who, found=0)
        made = people.add_code(ledger, found.id, clock.system().now())
    hours = int(people.CODE_LASTS.total_seconds()) // 3600
    if sheet.file is not None:
        centre_code.write(sheet, made, clock.system().now() + people.CODE_LASTS)
    if as_json:
        console.as_json({"code": made, "hours": hours})
        return
    console.say(made)
    if sheet.squares:
        console.say(centre_code.in_blocks(sheet, made))
    console.tell(f"This lets one desk of {found.name} in, within {hours} hours. It is not shown again.")


def devices(place: Place, *, as_json: bool) -> None:
    """Every device: whose it is, when it was last here, and how many acts it has not heard of."""
    with ledger_of(place) as ledger:
        lines = admin.devices(ledger, clock.system().now())
    if as_json:
        console.as_json({"devices": [asdict(line) for line in lines]})
        return
    rows = [
        (line.id, line.name, _when(line.last_seen_at, "never"), str(line.behind), _when(line.revoked_at, ""))
        for line in lines
    ]
    console.table(("Device", "Whose", "Last here", "Acts behind", "Revoked"), rows)


def lag(place: Place, *, as_json: bool) -> None:
    """How far the devices that are in use are behind, and how long ago each was here. How much of their work
    they have not sent yet nobody can know here."""
    with ledger_of(place) as ledger:
        now = clock.system().now()
        lines = [line for line in admin.devices(ledger, now) if line.revoked_at is None]
    never = sum(line.last_seen_at is None for line in lines)
    most = max((line.behind for line in lines), default=0)
    longest = max((line.hours for line in lines if line.hours is not None), default=0)
    told = {"devices": len(lines), "never_here": never, "most_behind": most, "longest_away_hours": longest}
    if as_json:
        each = [{key: getattr(line, key) for key in ("id", "name", "behind", "hours")} for line in lines]
        console.as_json({**told, "each": each})
        return
    rows = [(line.id, line.name, str(line.behind), _away(line.hours)) for line in lines]
    console.table(("Device", "Whose", "Acts behind", "Last here"), rows)
    console.tell(f"{console.counted(len(lines), 'device', 'devices')} in use, {never} never here.")


def _away(hours: int | None) -> str:
    if hours is None:
        return "never"
    if hours < 1:
        return "within the hour"
    return f"{hours // 24} days ago" if hours >= 48 else f"{console.counted(hours, 'hour', 'hours')} ago"


def _when(moment: str | None, otherwise: str) -> str:
    return console.when(moment) if moment else otherwise


def revoke(place: Place, device: str) -> None:
    """From now on a device gets nothing. Raises: errors.DeviceUnknown."""
    with ledger_of(place) as ledger:
        admin.revoke(ledger, device, clock.system().now())
        _shut_out(place, ledger, device)
    console.tell("The device gets nothing from now on.")


def _shut_out(place: Place, ledger: store.Ledger, device: str) -> None:
    """Write it down outside the database too, before the database has it for good."""
    centre_shut_out.note(centre_shut_out.file_of(place.address()), ledger.authority, device)


def aside(place: Place, *, limit: int, reason: str | None, as_json: bool) -> None:
    """The acts that were set aside, newest first; never what they say."""
    with ledger_of(place) as ledger:
        lines = admin.aside(ledger, limit, reason)
    counts = Counter(line.reason for line in lines)
    if as_json:
        console.as_json({"aside": [asdict(line) for line in lines], "reasons": dict(counts)})
        return
    rows = [
        (line.act, line.reason, line.verb, line.name or line.by, console.when(line.received_at))
        for line in lines
    ]
    console.table(("Act", "Why", "What", "Who", "Received"), rows)
    for why, count in counts.most_common():
        console.tell(f"{why}: {count}")


def handed_in(place: Place, *, as_json: bool) -> None:
    """What locked laptops have handed in: sizes and times, nothing else can be told."""
    with ledger_of(place) as ledger:
        lines = sealed.lines(ledger)
    if as_json:
        console.as_json({"handed_in": [asdict(line) for line in lines]})
        return
    rows = [(line.device, str(line.parts), str(line.size), line.came_at) for line in lines]
    console.table(("Device", "Parts", "Bytes", "Last came"), rows)


def write_handed_in(place: Place, device: str, to: Path) -> None:
    """Write out what a lost laptop had handed in. Raises: errors.DeviceUnknown, WouldOverwrite."""
    if to.exists():
        raise errors.WouldOverwrite(file=to.name)
    with ledger_of(place) as ledger:
        parts = sealed.parts(ledger, device)
    if not parts:
        raise errors.DeviceUnknown(said=device)
    handing_in.lay_out(to, parts)
    console.tell(f"It is in {to}. Only the recovery code of that vault opens it: ehdesk bring-back {to.name}")


@contextmanager
def kept(place: Place) -> Iterator[store.Store]:
    """The centre's database, open. Raises: errors.KeepingRefusal."""
    address = place.address()
    if "://" not in address:
        files.make_folder(Path(address).parent)
    opened = store.open_store(address, place.files_in())
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def ledger_of(place: Place) -> Iterator[store.Ledger]:
    """The rows of the authority that is spoken of. Raises: errors.AuthorityUnknown."""
    with kept(place) as opened, opened.transaction(authority_of(opened, place)) as ledger:
        yield ledger


def authority_of(opened: store.Store, place: Place) -> str:
    """The authority that was named, or the only one. Raises: errors.AuthorityUnknown."""
    kept = opened.authorities()
    asked = place.authority or (kept[0] if len(kept) == 1 else "")
    if signing.authority_in(asked) not in kept:
        raise errors.AuthorityUnknown(said=asked)
    return asked
