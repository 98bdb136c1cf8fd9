"""How the commands for the centre are spelled: enrol, sync, status, and work of a locked or lost laptop."""

from pathlib import Path
from typing import Annotated

import typer

from ehdesk.cli_options import AsJson, Data, NoKeyring, Secret, chosen, one_of_these

# As in cli.py, every command imports what it runs on when it runs: that saves start-up time.

app = typer.Typer()


@app.command()
def enrol(
    *,
    url: Annotated[str, typer.Argument(help="The centre's address.")],
    code: Annotated[str, typer.Argument(help="The code that your manager gave you; it works once.")],
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Connect this laptop to your authority's centre."""
    from ehdesk.commands import centre_link

    centre_link.enrol(chosen(data, passphrase_file, no_keyring=no_keyring), url, code)


@app.command()
def sync(
    *,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Send what waits, and hear what is new."""
    from ehdesk.commands import centre_link

    centre_link.sync(chosen(data, passphrase_file, no_keyring=no_keyring), as_json=as_json)


@app.command()
def status(
    *,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """How things stand with the centre."""
    from ehdesk.commands import centre_link

    centre_link.status(chosen(data, passphrase_file, no_keyring=no_keyring), as_json=as_json)


@app.command(name="hand-in")
def hand_in(
    *,
    on: Annotated[bool, typer.Option("--on", help="Let this laptop hand in while it is locked.")] = False,
    off: Annotated[bool, typer.Option("--off", help="It may not any more.")] = False,
    data: Data = None,
    passphrase_file: Secret = None,
) -> None:
    """Hand in sealed work to the centre while the vault is locked: no passphrase is asked for."""
    from ehdesk.commands import handing_in

    one_of_these({"--on": on or None, "--off": off or None})
    vault = chosen(data, passphrase_file, no_keyring=False)
    if on:
        handing_in.allow(vault)
    elif off:
        handing_in.forbid(vault)
    else:
        handing_in.hand_in(vault)


@app.command(name="bring-back")
def bring_back(
    *,
    place: Annotated[Path, typer.Argument(metavar="FOLDER", help="What the lost laptop had handed in.")],
    code_file: Annotated[
        Path | None, typer.Option(help="A file with the recovery code of the lost laptop's vault.")
    ] = None,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Take in what a lost laptop of yours had handed in, sealed; sync first."""
    from ehdesk.commands import handing_in

    handing_in.bring_back(chosen(data, passphrase_file, no_keyring=no_keyring), place, code_file)
