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
    Why,
    chosen,
    day_of,
    one_of_these,
    only_with,
    partial_day_of,
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


Action = Annotated[
    int | None, typer.Option("--action", metavar="N", help="Say what became of this action, by number.")
]
Done = Annotated[str | None, typer.Option("--done", metavar="DAY", help="With --action: done that day.")]
CalledOff = Annotated[
    str | None, typer.Option("--called-off", metavar="WHY", help="With --action: called off; say why.")
]
OpenAgain = Annotated[bool, typer.Option("--open-again", help="With --action: to be done after all.")]
Outcome = Annotated[
    int | None, typer.Option("--outcome", metavar="N", help="Say how this outcome stands; needs --why.")
]
Stands = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="With --outcome: on_track, slipping, achieved, partly …"),
]
AddOutcome = Annotated[Path | None, typer.Option(help="Add an outcome from a JSON file; needs --why.")]
AddAction = Annotated[Path | None, typer.Option(help="Add an action from a JSON file; needs --why.")]


@app.command()
def plan(
    *,
    reference: Reference,
    action: Action = None,
    done: Done = None,
    called_off: CalledOff = None,
    open_again: OpenAgain = False,
    outcome: Outcome = None,
    stands: Stands = None,
    add_outcome: AddOutcome = None,
    add_action: AddAction = None,
    why: Why = "",
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The family's plan as it stands; or keep it up."""
    from ehdesk.commands import plans

    more = {"--add-outcome": add_outcome, "--add-action": add_action}
    one_of_these({"--action": action, "--outcome": outcome, **more})
    became = one_of_these({"--done": done, "--called-off": called_off, "--open-again": open_again or None})
    only_with(bool(became) is (action is None), "--done, --called-off, --open-again", "--action N, and it")
    only_with((outcome is None) is not (stands is None), "--stands", "--outcome, and --outcome with --stands")
    adds = add_outcome or add_action
    only_with(bool(why) and outcome is None and adds is None, "--why", "--outcome and --add-…")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if action is not None:
        told = plans.Progress(action, day_of(done, "--done"), called_off)
        plans.say_of_action(vault, reference, told, as_json=as_json)
    elif outcome is not None and stands is not None:
        plans.say_of_outcome(vault, reference, plans.Judged(outcome, stands, why), as_json=as_json)
    elif adds is not None:
        table = "outcomes" if add_outcome is not None else "actions"
        plans.extend(vault, reference, plans.Extended(table, adds, why), as_json=as_json)
    else:
        plans.show_plan(vault, reference, as_json=as_json)


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
    change: Annotated[str | None, typer.Option(metavar="ID", help="Change what is said of it.")] = None,
    title: Annotated[str | None, typer.Option(help="What it is called; else the file's name.")] = None,
    kind: Annotated[DocumentKind | None, typer.Option(help="What it is.")] = None,
    dated: Annotated[str | None, typer.Option(help="Its date, or 2026-09, or 2026.")] = None,
    note: Annotated[str | None, typer.Option(help="A line about it.")] = None,
    apart: Annotated[
        bool, typer.Option("--apart", help="Keep it apart with --add; else list those kept apart too.")
    ] = False,
    save: Annotated[str | None, typer.Option("--save", metavar="ID", help="Write a copy to -o FILE.")] = None,
    output: Target = None,
    reader: Annotated[Reader, typer.Option(help="With --save: who will read it.")] = Reader.practitioner,
    agency: Agency = "",
    family_was_asked: Asked = False,
    take_away: Annotated[
        str | None, typer.Option(metavar="ID", help="Take it off the file; needs --why.")
    ] = None,
    why: Why = "",
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The family's documents and photos: list, keep, say what one is, save a copy, take one away."""
    from ehdesk.commands import file_parts

    one_of_these({"--add": add, "--change": change, "--save": save, "--take-away": take_away})
    only_with(bool(why) and take_away is None, "--why", "--take-away")
    only_with((save is None) is not (output is None), "-o", "--save ID, and --save with -o FILE")
    told = _told(title, kind, dated, note)
    only_with(
        add is None and change is None and bool(told), "--title, --kind, --dated, --note", "--add, --change"
    )
    only_with(change is not None and not told, "--change", "--title, --kind, --dated or --note")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if add is not None:
        kept = file_parts.Kept(add, told, is_apart=apart)
        file_parts.keep(vault, reference, kept, as_json=as_json)
    elif change is not None:
        file_parts.change(vault, reference, change, told)
    elif save is not None and output is not None:
        leaving = file_parts.Leaving(save, output, reader.value, agency, was_asked=family_was_asked)
        file_parts.save(vault, reference, leaving)
    elif take_away is not None:
        file_parts.take_away(vault, reference, take_away, why)
    else:
        file_parts.documents(vault, reference, kept_apart=apart, as_json=as_json)


def _told(
    title: str | None, kind: DocumentKind | None, dated: str | None, note: str | None
) -> dict[str, str | None]:
    """What is said of a document, by key; what was not given is not in it."""
    day = partial_day_of(dated, "--dated") if dated else dated
    said = {"title": title, "kind": kind and kind.value, "dated": day, "note": note}
    return {key: value for key, value in said.items() if value is not None}


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
