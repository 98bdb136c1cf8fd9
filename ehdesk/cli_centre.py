"""How the commands for the centre are spelled: serving it and keeping it."""

import enum
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehdesk.cli_options import AsJson, one_of_these, only_with

if TYPE_CHECKING:
    from ehdesk.commands import centre as keeping

# As in cli.py, every command imports what it runs on when it runs: that saves start-up time.

app = typer.Typer()
centre = typer.Typer(
    name="centre",
    help="Serve the central endpoint, or keep it.",
    invoke_without_command=True,
    rich_markup_mode=None,
)
admin = typer.Typer(name="admin", help="Keep the centre.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(centre)
centre.add_typer(admin)


class StaffRole(enum.StrEnum):
    """What somebody is at the authority."""

    practitioner = "practitioner"
    line_manager = "line_manager"
    coordinator = "coordinator"
    administrator = "administrator"


Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL|FILE",
        help="postgresql://… without a password, or the path of an encrypted file.",
    ),
]
Files = Annotated[
    str | None,
    typer.Option("--files", metavar="FOLDER", help="The folder for files that are not in the database."),
]
Of = Annotated[str | None, typer.Option("--authority", help="Which authority, where several are kept.")]


def _place(database: str | None, authority: str | None = None, files: str | None = None) -> "keeping.Place":
    """Where the centre is. A password on the command line is wrong use: anybody could read it there."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    if database and re.match(r"[^/]*://[^/@]*:[^/@]+@", database):
        told = "leave the password out: name it in PGPASSFILE, or the whole URL in EHDESK_CENTRE_DATABASE"
        raise typer.BadParameter(told, param_hint="--database")
    return keeping.Place(database, authority, files)


@centre.callback()
def serve(
    context: typer.Context,
    *,
    database: Database = None,
    files: Files = None,
    host: Annotated[
        str, typer.Option(help="Where to listen. TLS is the proxy's: see docs/centre.md.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="On which port.")] = 8440,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes; with PostgreSQL.")] = 1,
) -> None:
    """Serve the central endpoint until told to stop."""
    if context.invoked_subcommand is not None:
        return
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    keeping.serve(_place(database, files=files), host=host, port=port, workers=workers)


@admin.command()
def authority(
    *,
    add: Annotated[
        str | None, typer.Option("--add", metavar="ID", help="A short name: letters, digits, - and _.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="With --add: its full name.")] = "",
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """List the authorities, or add one."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    only_with((add is None) is not (not name), "--name", "--add, and --add with --name")
    if add is None:
        keeping.authorities(_place(database), as_json=as_json)
        return
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,19}", add):
        raise typer.BadParameter("use up to 20 small letters, digits, - and _", param_hint="--add")
    keeping.add_authority(_place(database), add, name)


@admin.command()
def staff(
    *,
    add: Annotated[str | None, typer.Option("--add", metavar="NAME", help="Somebody joins.")] = None,
    change: Annotated[
        str | None, typer.Option("--change", metavar="WHO", help="Change name, role, agency or manager.")
    ] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="WHO", help="Somebody leaves today.")] = None,
    name: Annotated[str | None, typer.Option(help="With --change: their new name.")] = None,
    role: Annotated[StaffRole | None, typer.Option(help="What they are.")] = None,
    agency: Annotated[str | None, typer.Option(help="Their agency or team.")] = None,
    manager: Annotated[
        str | None, typer.Option(metavar="WHO", help='Who manages them; "" for nobody.')
    ] = None,
    database: Database = None,
    authority: Of = None,
    as_json: AsJson = False,
) -> None:
    """List the staff; somebody joins, changes or leaves."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    one_of_these({"--add": add, "--change": change, "--end": end})
    only_with(name is not None and change is None, "--name", "--change")
    said = {"name": name, "role": role, "agency": agency, "manager": manager}
    told = {key: str(value) for key, value in said.items() if value is not None}
    only_with(
        bool(told) and add is None and change is None, "--role, --agency and --manager", "--add or --change"
    )
    place = _place(database, authority)
    if add is not None:
        wanted = role or StaffRole.practitioner
        keeping.add_staff(place, add, wanted.value, agency or "", manager or None, as_json=as_json)
    elif change is not None:
        keeping.change_staff(place, change, told)
    elif end is not None:
        keeping.end_staff(place, end)
    else:
        keeping.staff(place, as_json=as_json)


@admin.command()
def code(
    *,
    who: Annotated[str, typer.Argument(metavar="WHO", help="Whose desk: a name or an id.")],
    address: Annotated[
        str, typer.Option(metavar="URL", help="The centre's address, for squares and sheet.")
    ] = "",
    qr: Annotated[bool, typer.Option("--qr", help="Show it as squares for a camera, too.")] = False,
    sheet: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw a sheet to hand over.")] = None,
    database: Database = None,
    authority: Of = None,
    as_json: AsJson = False,
) -> None:
    """A code that lets one desk of somebody in. Shown once; it lasts a day."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)
    from ehdesk.commands import centre_code

    shown = centre_code.Sheet(address, qr, sheet)
    keeping.code(_place(database, authority), who, shown, as_json=as_json)


@admin.command()
def devices(*, database: Database = None, authority: Of = None, as_json: AsJson = False) -> None:
    """The devices: whose, when last here, how many acts behind."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    keeping.devices(_place(database, authority), as_json=as_json)


@admin.command()
def revoke(
    *,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The device's id.")],
    database: Database = None,
    authority: Of = None,
) -> None:
    """From now on a device gets nothing."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    keeping.revoke(_place(database, authority), device)


@admin.command()
def lag(*, database: Database = None, authority: Of = None, as_json: AsJson = False) -> None:
    """How far the devices in use are behind."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    keeping.lag(_place(database, authority), as_json=as_json)


@admin.command()
def aside(
    *,
    limit: Annotated[int, typer.Option(min=1, max=5_000, help="How many at most.")] = 100,
    reason: Annotated[str | None, typer.Option(help="Only those of one reason.")] = None,
    database: Database = None,
    authority: Of = None,
    as_json: AsJson = False,
) -> None:
    """The acts that were set aside and why; never what they say."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    keeping.aside(_place(database, authority), limit=limit, reason=reason, as_json=as_json)


@admin.command()
def restored(*, database: Database = None, authority: Of = None) -> None:
    """Say that the database was put back from a copy, so that every desk sends again what it has."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    keeping.begin_epoch(_place(database, authority))


@admin.command()
def agencies(
    *,
    rename: Annotated[
        str | None,
        typer.Option("--rename", metavar="NAME", help="An agency of the staff that is called otherwise."),
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="With --rename: its new name.")] = "",
    database: Database = None,
    authority: Of = None,
    as_json: AsJson = False,
) -> None:
    """List the agencies, or give one of the staff's another name."""
    from ehdesk.commands import centre_care  # late: saves start-up time (see cli.py)

    only_with((rename is None) is not (not to), "--to", "--rename, and --rename with --to")
    if rename is None:
        centre_care.agencies(_place(database, authority), as_json=as_json)
    else:
        centre_care.rename_agency(_place(database, authority), rename, to)


@admin.command()
def backup(
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where the copy goes; it must not be there yet.")
    ],
    database: Database = None,
    files: Files = None,
    as_json: AsJson = False,
) -> None:
    """Copy the encrypted file while the centre runs; the copy is opened and compared before it counts."""
    from ehdesk.commands import centre_care  # late: saves start-up time (see cli.py)

    centre_care.backup(_place(database, files=files), file, as_json=as_json)


@admin.command()
def check(
    *, database: Database = None, files: Files = None, authority: Of = None, as_json: AsJson = False
) -> None:
    """Check everything that the centre keeps of an authority."""
    from ehdesk.commands import centre_care  # late: saves start-up time (see cli.py)

    centre_care.check(_place(database, authority, files), as_json=as_json)


@admin.command(name="files")
def move_files(
    *,
    to_folder: Annotated[bool, typer.Option("--to-folder", help="Out of the database.")] = False,
    to_database: Annotated[bool, typer.Option("--to-database", help="Back into it.")] = False,
    files: Files = None,
    database: Database = None,
    authority: Of = None,
) -> None:
    """Bring the files of documents into a folder, or back into the database; begun again, it goes on."""
    from ehdesk.commands import centre_care  # late: saves start-up time (see cli.py)

    if to_folder is to_database:
        raise typer.BadParameter("say one of --to-folder and --to-database")
    centre_care.move_files(_place(database, authority, files), to_folder=to_folder)


@admin.command()
def keys(
    *,
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Sign with the spare, and make a new spare.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="With --rotate: leave behind who has not heard of the spare.")
    ] = False,
    database: Database = None,
    authority: Of = None,
    as_json: AsJson = False,
) -> None:
    """The public keys that desks know the centre by; turn them over."""
    from ehdesk.commands import centre_care  # late: saves start-up time (see cli.py)

    only_with(anyway and not rotate, "--anyway", "--rotate")
    if rotate:
        centre_care.turn_keys(_place(database, authority), anyway=anyway)
    else:
        centre_care.keys(_place(database, authority), as_json=as_json)


@admin.command(name="handed-in")
def handed_in(
    *,
    device: Annotated[str | None, typer.Argument(metavar="DEVICE", help="The lost device's id.")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Write it there, sealed as it is.")
    ] = None,
    database: Database = None,
    authority: Of = None,
    as_json: AsJson = False,
) -> None:
    """What locked laptops have handed in, sealed; write out what a lost one had."""
    from ehdesk.commands import centre as keeping  # late: saves start-up time (see cli.py)

    only_with((device is None) is not (to is None), "--to", "a device, and a device with --to")
    if device is None or to is None:
        keeping.handed_in(_place(database, authority), as_json=as_json)
    else:
        keeping.write_handed_in(_place(database, authority), device, to)
