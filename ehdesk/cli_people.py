"""How the commands for a family's people are spelled: taking in, changing, and two records of one human."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ehdesk.cli_options import (
    AsJson,
    Data,
    NoKeyring,
    On,
    Reference,
    Secret,
    Why,
    chosen,
    day_of,
    one_of_these,
    only_with,
)

# As in cli.py, every command imports what it runs on when it runs: that saves start-up time.

app = typer.Typer()

_PAIRS = ("--link", "--tell-apart", "--unlink", "--join")


def _who(option: str, help_text: str) -> Any:
    """An option that names a person of the family."""
    return typer.Option(option, metavar="WHO", help=help_text)


Add = Annotated[Path | None, typer.Option("--add", help="Add a person from a JSON file of answers.")]
Change = Annotated[str | None, _who("--change", "Change somebody from --answers FILE.")]
Answers = Annotated[Path | None, typer.Option("--answers", help="With --change: a JSON file of answers.")]
MovesIn = Annotated[str | None, _who("--moves-in", "They live in the family's home from now on.")]
MovesOut = Annotated[str | None, _who("--moves-out", "They do not any more; needs --why.")]
PartTime = Annotated[bool, typer.Option("--part-time", help="With --moves-in: not all the time.")]
Alike = Annotated[bool, typer.Option("--alike", help="Who may be in the record twice, and why.")]
Link = Annotated[str | None, _who("--link", "They and --with WHO are the same human.")]
TellApart = Annotated[str | None, _who("--tell-apart", "They and --with WHO are two people.")]
Unlink = Annotated[str | None, _who("--unlink", "Take back what was said of them and --with WHO.")]
Join = Annotated[str | None, _who("--join", "Join the record of --with WHO to this one.")]
With = Annotated[str | None, _who("--with", "The other record; one of another family by its id.")]
Choose = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=WHICH", help="With --join: kept, other or both, where the two differ."),
]
Part = Annotated[str | None, _who("--part", "Undo the joining of this record.")]


@app.command()
def people(
    *,
    reference: Reference,
    add: Add = None,
    change: Change = None,
    answers: Answers = None,
    moves_in: MovesIn = None,
    part_time: PartTime = False,
    moves_out: MovesOut = None,
    alike: Alike = False,
    link: Link = None,
    tell_apart: TellApart = None,
    unlink: Unlink = None,
    join: Join = None,
    with_: With = None,
    choose: Choose = None,
    part: Part = None,
    on: On = None,
    why: Why = "",
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The family's people: list, add and change them; two records of one human."""
    said = dict(zip(_PAIRS, (link, tell_apart, unlink, join), strict=True))
    said |= {"--change": change, "--moves-in": moves_in, "--moves-out": moves_out, "--part": part}
    asked = one_of_these({**said, "--add": add, "--alike": alike or None})
    moves = asked in ("--moves-in", "--moves-out")
    only_with((change is None) is not (answers is None), "--answers", "--change, and --change with --answers")
    only_with((asked in _PAIRS) is (with_ is None), "--with", f"{', '.join(_PAIRS)}, and these with --with")
    only_with(part_time and moves_in is None, "--part-time", "--moves-in")
    only_with(bool(choose) and join is None, "--choose", "--join")
    only_with(bool(on or why) and not moves, "--on, --why", "--moves-in and --moves-out")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    who = said.get(asked) or ""
    if asked in _PAIRS or asked in ("--alike", "--part"):
        _of_two(vault, reference, asked, (who, with_ or "", tuple(choose or ())), as_json=as_json)
    elif moves:
        _move(vault, reference, (who, moves_in is not None, day_of(on), why, part_time), as_json=as_json)
    else:
        _list_or_write(vault, reference, add, (who, answers), as_json=as_json)


def _list_or_write(
    vault: Any, reference: str, add: Path | None, change: tuple[str, Path | None], *, as_json: bool
) -> None:
    from ehdesk.commands import people as folk

    who, answers = change
    if add is not None:
        folk.add(vault, reference, add, as_json=as_json)
    elif answers is not None:
        folk.change(vault, reference, who, answers, as_json=as_json)
    else:
        folk.listed(vault, reference, as_json=as_json)


def _move(
    vault: Any, reference: str, move: tuple[str, bool, str | None, str, bool], *, as_json: bool
) -> None:
    from ehdesk.commands import people as folk

    folk.move(vault, reference, folk.Move(*move), as_json=as_json)


def _of_two(
    vault: Any, reference: str, asked: str, pair: tuple[str, str, tuple[str, ...]], *, as_json: bool
) -> None:
    from ehdesk.commands import one_human

    two = one_human.Pair(*pair)
    if asked == "--alike":
        one_human.alike(vault, reference, as_json=as_json)
    elif asked == "--part":
        one_human.part(vault, reference, two.who, as_json=as_json)
    elif asked == "--join":
        one_human.join(vault, reference, two, as_json=as_json)
    elif asked == "--unlink":
        one_human.unlink(vault, reference, two)
    else:
        one_human.link(vault, reference, two, same=asked == "--link", as_json=as_json)
