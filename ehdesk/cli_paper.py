"""How the commands for paper are spelled: print a form, what waits in the tray, the book of printed paper."""

import enum
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehdesk.cli_options import (
    Agency,
    AsJson,
    Asked,
    Because,
    Beside,
    Checked,
    Data,
    Empty,
    Explains,
    FormId,
    Language,
    LeaveOut,
    NoKeyring,
    PaperReader,
    PaperSize,
    Record,
    Release,
    Secret,
    Stage,
    Who,
    chosen,
    one_of_these,
    only_with,
)

if TYPE_CHECKING:
    from ehdesk.commands import leaving, opening, printing

# As in cli.py, every command imports what it runs on when it runs: that saves start-up time.

app = typer.Typer()

AsFile = Annotated[Path | None, typer.Option("-o", "--output", help="The file to write.")]
ToSend = Annotated[
    Path | None,
    typer.Option(
        "--to-send", metavar="FILE", help="Lock it with a password, to be sent; a folder names it by itself."
    ),
]


class PaperState(enum.StrEnum):
    """Where a printed paper is."""

    out = "out"
    returned = "returned"
    spoiled = "spoiled"
    kept_by_child = "kept_by_child"
    destroyed = "destroyed"


@app.command("print")
def print_(
    *,
    form: FormId,
    output: AsFile = None,
    to_send: ToSend = None,
    reference: Annotated[
        str | None, typer.Argument(metavar="[REF]", help="The family's reference; an empty form without.")
    ] = None,
    record: Record = None,
    reader: Annotated[
        PaperReader, typer.Option(help="Who will read it; decides what is left out.")
    ] = PaperReader.practitioner,
    who: Who = "",
    agency: Agency = "",
    family_was_asked: Asked = False,
    leave_out: LeaveOut = None,
    release: Release = None,
    because: Because = "",
    checked: Checked = False,
    language: Language = "en",
    stage: Stage = None,
    size: Annotated[PaperSize, typer.Option(help="How it is set.")] = PaperSize.standard,
    tint: Annotated[bool, typer.Option("--tint", help="On a pale ground.")] = False,
    beside: Beside = "",
    explains: Explains = "",
    empty: Empty = False,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Print a form, blank or filled, to a PDF file. FORM why_involved: a page on why we are involved."""
    from ehdesk.commands import printing

    way = _way(output, to_send)
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    kind = PaperReader.family if who else reader
    wish = printing.wish(release or (), leave_out or ())
    page = printing.Page(
        form, language, stage, kind.value, agency, family_was_asked, who, wish, because, checked
    )
    page = replace(page, size=size.value, tint=tint, beside=beside, explains=explains)
    if reference is None and record is None:
        only_with(bool(who or release or leave_out or checked), "--for, --release", "a filled form")
        only_with(way.to_send, "--to-send", "REF")
    _printed(vault, page, way, reference=reference, record=record, empty=empty, as_json=as_json)


def _way(output: Path | None, to_send: Path | None) -> "leaving.Way":
    """Where it goes: one of the two. Neither, or both, is wrong use."""
    from ehdesk.commands import leaving

    one_of_these({"-o": output, "--to-send": to_send})
    if output is not None:
        return leaving.Way(output)
    if to_send is None:
        raise typer.BadParameter("say where: -o FILE or --to-send FILE", param_hint="-o")
    return leaving.Way(to_send, to_send=True)


def _printed(
    vault: "opening.Chosen",
    page: "printing.Page",
    way: "leaving.Way",
    *,
    reference: str | None,
    record: str | None,
    empty: bool,
    as_json: bool,
) -> None:
    """Print what was asked for: a page on why we are involved, an empty form or a filled one."""
    from ehdesk.commands import involvement, printing

    only_with(empty and (reference is None or record is not None), "--empty", "REF, without --record,")
    if page.form == involvement.NAME:
        only_with(reference is None, involvement.NAME, "REF")
        involvement.printed(vault, page, way, said=reference or "", as_json=as_json)
    elif empty and reference is not None:
        printing.blank_of(vault, page, way, said=reference, as_json=as_json)
    elif reference is None and record is None:
        printing.blank(page, way.file, folder=vault.folder(), as_json=as_json)
    else:
        printing.filled(vault, page, way, said=reference, record=record, as_json=as_json)


@app.command()
def tray(
    *,
    item: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One thing in the tray; without it they are listed.")
    ] = None,
    output: AsFile = None,
    to_send: ToSend = None,
    take_out: Annotated[
        bool, typer.Option("--take-out", help="It waits no longer; nothing is made.")
    ] = False,
    leave_out: LeaveOut = None,
    checked: Checked = False,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """What waits to be printed or sent: list it, make it, or take it out."""
    from ehdesk.commands import tray as waiting

    asked = one_of_these({"-o": output, "--to-send": to_send, "--take-out": take_out or None})
    only_with(bool(asked) is not bool(item), "ID", "-o, --to-send or --take-out, and each of them with ID")
    only_with(bool(leave_out or checked) and asked not in ("-o", "--to-send"), "--checked", "-o or --to-send")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if item is None:
        waiting.listed(vault, as_json=as_json)
    elif take_out:
        waiting.take_out(vault, item, as_json=as_json)
    else:
        look = waiting.Look(frozenset(leave_out or ()), checked)
        waiting.give(vault, item, _way(output, to_send), look, as_json=as_json)


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
