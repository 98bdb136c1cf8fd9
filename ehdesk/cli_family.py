"""How the commands for the parts of a file are spelled: plan, chronology, documents, copies, history."""

import enum
from pathlib import Path
from typing import Annotated, Literal

import typer

from ehdesk.cli_options import (
    Agency,
    AsJson,
    Asked,
    Data,
    NoKeyring,
    Reader,
    Record,
    Reference,
    Secret,
    chosen,
    only_with,
)

# As in cli.py, every command imports what it runs on when it runs: that saves start-up time.

app = typer.Typer()

Target = Annotated[Path | None, typer.Option("-o", "--output", help="With --save: the file to write.")]


class What(enum.StrEnum):
    """What of the history is asked for."""

    everything = "everything"
    changed = "changed"
    looked = "looked"
    copied = "copied"


class PaperState(enum.StrEnum):
    """Where a printed paper is."""

    out = "out"
    returned = "returned"
    spoiled = "spoiled"
    kept_by_child = "kept_by_child"
    destroyed = "destroyed"


class DocumentKind(enum.StrEnum):
    """What a document is."""

    letter = "letter"
    report = "report"
    drawing = "drawing"
    photo = "photo"
    consent = "consent"
    form = "form"
    other = "other"


@app.command()
def plan(
    *,
    reference: Reference,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The family's plan as it stands: outcomes with what the reviews say, and actions."""
    from ehdesk.commands import casework

    casework.show_plan(chosen(data, passphrase_file, no_keyring=no_keyring), reference, as_json=as_json)


@app.command()
def chronology(
    *,
    reference: Reference,
    add: Annotated[
        Path | None, typer.Option("--add", help="Write an event from a JSON file of answers, and finish it.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The events of a family's life in the order of their days; or add one."""
    from ehdesk.commands import file_parts

    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if add is None:
        file_parts.events(vault, reference, as_json=as_json)
    else:
        file_parts.add_event(vault, reference, add, as_json=as_json)


@app.command()
def documents(
    *,
    reference: Reference,
    add: Annotated[Path | None, typer.Option("--add", help="Keep this file in the vault.")] = None,
    title: Annotated[str, typer.Option(help="With --add: what it is called; else the file's name.")] = "",
    kind: Annotated[DocumentKind, typer.Option(help="With --add: what it is.")] = DocumentKind.other,
    dated: Annotated[str | None, typer.Option(help="With --add: its date, or 2026-09, or 2026.")] = None,
    note: Annotated[str, typer.Option(help="With --add: a line about it.")] = "",
    apart: Annotated[
        bool, typer.Option("--apart", help="Keep it apart with --add; else list those kept apart too.")
    ] = False,
    save: Annotated[str | None, typer.Option("--save", metavar="ID", help="Write a copy to -o FILE.")] = None,
    output: Target = None,
    reader: Annotated[Reader, typer.Option(help="With --save: who will read it.")] = Reader.practitioner,
    agency: Agency = "",
    family_was_asked: Asked = False,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The family's documents and photos: list them, keep a file, save a copy of one."""
    from ehdesk.commands import file_parts

    if add is not None and save is not None:
        raise typer.BadParameter("use one of --add and --save at a time")
    only_with((save is None) is not (output is None), "-o", "--save ID, and --save with -o FILE")
    only_with(add is None and bool(title or dated or note), "--title, --dated, --note", "--add")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if add is not None:
        kept = file_parts.Kept(add, title, kind.value, dated, note, is_apart=apart)
        file_parts.keep(vault, reference, kept, as_json=as_json)
    elif save is not None and output is not None:
        leaving = file_parts.Leaving(save, output, reader.value, agency, was_asked=family_was_asked)
        file_parts.save(vault, reference, leaving)
    else:
        file_parts.documents(vault, reference, kept_apart=apart, as_json=as_json)


@app.command()
def copies(
    *,
    reference: Reference,
    to: Annotated[str, typer.Option("--to", help="Write down that this person was handed a copy.")] = "",
    what: Annotated[str, typer.Option("--what", help="With --to: of what.")] = "",
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The copies that were given, and those that the family has not had yet."""
    from ehdesk.commands import file_parts

    only_with(bool(to) is not bool(what), "--what", "--to, and --to with --what")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if to:
        file_parts.give_copy(vault, reference, to, what, as_json=as_json)
    else:
        file_parts.copies_given(vault, reference, as_json=as_json)


@app.command()
def paper(
    *,
    reference: Annotated[
        str | None, typer.Argument(metavar="[REF]", help="The book of this family; else all that is out.")
    ] = None,
    code: Annotated[str, typer.Option("--code", help="The code at head and foot of a page.")] = "",
    mark: Annotated[
        PaperState | None, typer.Option("--mark", help="With --code: where that paper is now.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="With --mark: why.")] = "",
    held_at: Annotated[
        str | None, typer.Option("--held-at", help="With --code: where the paper itself is kept.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The out and in book of printed paper; or what the code of a page stands for."""
    from ehdesk.commands import paper as book

    only_with(not code and (mark is not None or held_at is not None), "--mark, --held-at", "--code")
    only_with(bool(code) and reference is not None, "REF", "no --code")
    only_with(bool(why) and mark is None, "--why", "--mark")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if code:
        said = book.Said(mark.value if mark is not None else None, why, held_at)
        book.of_code(vault, code, said, as_json=as_json)
    else:
        book.listed(vault, reference, as_json=as_json)


@app.command()
def history(
    *,
    reference: Reference,
    what: Annotated[What, typer.Option(help="Which lines.")] = What.everything,
    record: Record = None,
    limit: Annotated[int, typer.Option(min=1, max=5_000, help="How many at most.")] = 50,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Who looked at the family's file and who changed what, newest first."""
    from ehdesk.commands import file_parts

    asked: Literal["changed", "looked", "copied"] | None = None
    if what is not What.everything:
        asked = what.value  # type: ignore[assignment]  # the enum has the same words
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    file_parts.history(vault, reference, what=asked, record=record, limit=limit, as_json=as_json)
