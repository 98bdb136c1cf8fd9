"""How the commands for the centre are spelled: enrol, sync, status."""

from typing import Annotated

import typer

from ehdesk.cli_options import AsJson, Data, NoKeyring, Secret, chosen

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
