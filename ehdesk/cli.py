"""The commands: how each is spelled, and the exit status it ends with.

0 done, 1 refused with a reason, 2 wrong use, 3 what nobody foresaw.
"""

from pathlib import Path
from typing import Annotated

import typer

from ehdesk import cli_casework, cli_centre, cli_family, cli_paper, cli_people, cli_sync, errors
from ehdesk.cli_options import (
    Agency,
    AsJson,
    Asked,
    Checked,
    Data,
    FormId,
    ForReader,
    NoKeyring,
    Output,
    Record,
    Reference,
    Secret,
    Who,
    chosen,
    one_of_these,
    only_with,
)
from ehdesk.commands import console

DONE, REFUSED, UNFORESEEN = 0, 1, 3

# Every command imports what it runs on when it runs. That saves start-up time: `ehdesk --help` and a
# mistyped option load neither the vault nor the record.

app = typer.Typer(
    name="ehdesk",
    help="Early Help records on a worker's laptop. Without a command the desk opens.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


app.add_typer(cli_people.app)
app.add_typer(cli_family.app)
app.add_typer(cli_paper.app)
app.add_typer(cli_casework.app)
app.add_typer(cli_sync.app)
app.add_typer(cli_centre.app)


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Gives the exit status."""
    try:
        app(arguments, prog_name="ehdesk")
    except errors.Refusal as problem:
        console.refuse(problem)
        return REFUSED
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else DONE
    except Exception as error:  # noqa: BLE001 - the commands' edge: a traceback may hold what was typed
        console.unforeseen(error)
        return UNFORESEEN
    return DONE


@app.command()
def new(
    *,
    name: Annotated[str, typer.Option(help="Your name, as a family knows it.")],
    agency: Annotated[str, typer.Option(help="Your agency or team.")],
    daytime: Annotated[str, typer.Option(help="The number to call by day; every screen shows it.")] = "",
    out_of_hours: Annotated[str, typer.Option(help="The number to call at night and weekends.")] = "",
    sample: Annotated[
        bool, typer.Option("--sample", help="A practice vault with invented families.")
    ] = False,
    families: Annotated[
        int, typer.Option(min=0, max=20_000, help="With --sample: so many generated families instead.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="With --families: the same seed gives the same families.")] = 1,
    recovery_file: Annotated[
        Path | None, typer.Option(help="Write the recovery code there instead of showing it.")
    ] = None,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Create a vault. Its recovery code is shown once: write it down."""
    from ehdesk.commands import begin  # late: saves start-up time (above)

    if families and not sample:
        raise typer.BadParameter("goes with --sample only", param_hint="--families")
    wanted = begin.Wanted(name, agency, daytime, out_of_hours, sample=sample, families=families, seed=seed)
    begin.new(chosen(data, passphrase_file, no_keyring=no_keyring), wanted, recovery_file=recovery_file)


@app.command()
def forms(
    *,
    form: Annotated[str | None, typer.Argument(help="Show one form's questions, keys and codes.")] = None,
    check: Annotated[Path | None, typer.Option("--check", help="Check a form definition file.")] = None,
    schemas: Annotated[
        Path | None, typer.Option("--schemas", help="Write each form's JSON Schema into this folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the forms, show one, check a definition, publish their JSON Schemas."""
    from ehdesk.commands import forms as listing  # late: saves start-up time (above)

    if check is not None:
        listing.check(check)
    elif schemas is not None:
        listing.schemas(schemas)
    elif form is not None:
        listing.show(form, as_json=as_json)
    else:
        listing.every(as_json=as_json)


@app.command()
def families(
    *,
    search: Annotated[str, typer.Argument(help="Words of a name or a reference.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=5_000, help="How many at most.")] = 50,
    add: Annotated[
        Path | None, typer.Option("--add", help="Open a family file from a JSON file of answers.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The caseload, as a table or as JSON; or open a family file."""
    from ehdesk.commands import caseload, people  # late: saves start-up time (above)

    only_with(add is not None and bool(search), "SEARCH", "a list")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if add is not None:
        people.open_family(vault, add, as_json=as_json)
        return
    caseload.families(vault, search, limit=limit, as_json=as_json)


@app.command()
def show(
    *,
    reference: Reference,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """One family file: people, episodes, forms."""
    from ehdesk.commands import caseload  # late: saves start-up time (above)

    caseload.show(chosen(data, passphrase_file, no_keyring=no_keyring), reference, as_json=as_json)


@app.command()
def agencies(
    *,
    words: Annotated[str, typer.Argument(help="Words of a name, or of what they do.")] = "",
    add: Annotated[Path | None, typer.Option("--add", help="Add an agency from a JSON file.")] = None,
    change: Annotated[
        str | None, typer.Option("--change", metavar="NAME", help="Change an agency from --answers FILE.")
    ] = None,
    answers: Annotated[Path | None, typer.Option("--answers", help="With --change: a JSON file.")] = None,
    colleague: Annotated[
        Path | None, typer.Option("--colleague", help="Add a person of an agency from a JSON file.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The directory of agencies: list, add and change them; add a person of one."""
    from ehdesk.commands import agencies as directory  # late: saves start-up time (above)

    asked = one_of_these({"--add": add, "--change": change, "--colleague": colleague})
    only_with((change is None) is not (answers is None), "--answers", "--change, and --change with --answers")
    only_with(bool(asked) and bool(words), "WORDS", "a list")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if add is not None:
        directory.add(vault, add, as_json=as_json)
    elif change is not None and answers is not None:
        directory.change(vault, change, answers, as_json=as_json)
    elif colleague is not None:
        directory.add_colleague(vault, colleague, as_json=as_json)
    else:
        directory.listed(vault, words, as_json=as_json)


@app.command()
def fill(
    *,
    form: FormId,
    reference: Reference,
    answers: Annotated[Path, typer.Option(help="A JSON file: answers by question key.")],
    finish: Annotated[bool, typer.Option("--finish", help="Finish the form afterwards.")] = False,
    record: Record = None,
    amend: Annotated[
        str | None, typer.Option(metavar="WHY", help="With --record: open a finished form again; say why.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Fill a form of a family from a file of answers."""
    from ehdesk.commands import filling  # late: saves start-up time (above)

    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if amend is not None and record is None:
        raise typer.BadParameter("--amend needs --record: which form")
    wanted = filling.Wanted(form, reference, answers, record, finish=finish, amend=amend)
    filling.fill(vault, wanted, as_json=as_json)


@app.command("import")
def import_(
    *,
    file: Annotated[Path, typer.Argument(help="A bundle; docs/bundle.md describes it.")],
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Bring in a bundle: all of it or nothing."""
    from ehdesk.commands import bundles  # late: saves start-up time (above)

    bundles.bring_in(chosen(data, passphrase_file, no_keyring=no_keyring), file, as_json=as_json)


@app.command()
def export(
    *,
    output: Output,
    reader: ForReader,
    family: Annotated[list[str] | None, typer.Option(help="Only the family of this reference.")] = None,
    who: Who = "",
    agency: Agency = "",
    family_was_asked: Asked = False,
    checked: Checked = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Take families and forms out as a bundle. It is not encrypted."""
    from ehdesk.commands import bundles  # late: saves start-up time (above)

    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    to = bundles.Recipient(agency, was_asked=family_was_asked, who=who, checked=checked)
    bundles.take_out(vault, output, reader=reader.value, references=tuple(family or ()), recipient=to)


@app.command()
def backup(*, data: Data = None, passphrase_file: Secret = None, no_keyring: NoKeyring = False) -> None:
    """Take a backup now. It is opened and compared before it counts."""
    from ehdesk.commands import copies  # late: saves start-up time (above)

    copies.take(chosen(data, passphrase_file, no_keyring=no_keyring))


@app.command()
def restore(
    *,
    name: Annotated[str | None, typer.Argument(help="The backup's name; without it they are listed.")] = None,
    keys: Annotated[bool, typer.Option("--keys", help="Put back the damaged file of locked keys.")] = False,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """List the backups, or go back to one. What it replaces is kept aside."""
    from ehdesk.commands import copies  # late: saves start-up time (above)

    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if keys:
        copies.restore_keys(vault)
    elif name is None:
        copies.listed(vault, as_json=as_json)
    else:
        copies.restore(vault, name)


@app.command()
def check(
    *,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Check everything that the vault holds."""
    from ehdesk.commands import checking  # late: saves start-up time (above)

    checking.check(chosen(data, passphrase_file, no_keyring=no_keyring), as_json=as_json)


@app.command()
def demo(
    *,
    offscreen: Annotated[
        Path | None, typer.Option(help="Walk a visit without a screen; pictures and PDFs go there.")
    ] = None,
    team: Annotated[
        bool,
        typer.Option("--team", help="Three practice vaults and a centre on this machine, amid their work."),
    ] = False,
    data: Data = None,
) -> None:
    """Open a practice vault, or walk a visit through it."""
    from ehdesk.commands import demo as demonstration  # late: saves start-up time (above)

    demonstration.demo(data, offscreen, team=team)
