"""What commands share: how the vault is chosen, and options that mean the same wherever they stand."""

import enum
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ehdesk.commands import opening


class PaperReader(enum.StrEnum):
    """Who will read a page."""

    practitioner = "practitioner"
    agency = "agency"
    family = "family"
    court = "court"


class PaperSize(enum.StrEnum):
    """How a page is set."""

    standard = "standard"
    large = "large"
    easy = "easy"


Data = Annotated[Path | None, typer.Option("--data", help="The data folder; one vault is in it.")]
Secret = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", help="A file whose first line is the passphrase; else it is asked for."
    ),
]
NoKeyring = Annotated[
    bool, typer.Option("--no-keyring", help="Do without the computer's password store: passphrase only.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON; docs/commands.md describes it.")]
Output = Annotated[Path, typer.Option("-o", "--output", help="The file to write.")]
Language = Annotated[str, typer.Option(help="The language of the page: en, pl, cy, ur …")]
Empty = Annotated[bool, typer.Option("--empty", help="With REF: an empty form of the family, under a code.")]
Explains = Annotated[str, typer.Option(help="Who will go through the English answers of a translated copy.")]
Beside = Annotated[
    str, typer.Option("--beside", help="A second language at the side of the first: pl, cy, ur …")
]
Stage = Annotated[str | None, typer.Option(help="The stage of the form, where it has several.")]
Record = Annotated[str | None, typer.Option("--record", help="The id of one form in the family file.")]
FormId = Annotated[str, typer.Argument(metavar="FORM", help="The form's id; `ehdesk forms` lists them.")]
Reference = Annotated[str, typer.Argument(metavar="REF", help="The family's reference.")]
On = Annotated[str | None, typer.Option("--on", help="The day, like 2026-10-02; today without it.")]
Why = Annotated[str, typer.Option("--why", help="Why, in a few words; it stays in the history.")]


class Reader(enum.StrEnum):
    """Who will read what leaves the vault."""

    practitioner = "practitioner"
    agency = "agency"
    family = "family"


ForReader = Annotated[Reader, typer.Option("--reader", help="Who will read it; decides what is left out.")]
Agency = Annotated[str, typer.Option(help="Which agency will read it; the family's agreement decides.")]
Asked = Annotated[
    bool, typer.Option("--family-was-asked", help="The family has been asked about this and agrees.")
]
Who = Annotated[str, typer.Option("--for", help="Who of the family will read it, by name or id.")]
Release = Annotated[
    list[str] | None,
    typer.Option("--release", help="Give out an answer that is kept back, by its key; may be repeated."),
]
LeaveOut = Annotated[
    list[str] | None, typer.Option("--leave-out", help="Leave out an answer, by its key; may be repeated.")
]
Because = Annotated[str, typer.Option("--because", help="Why it is given out; it stays with the copy.")]
Checked = Annotated[
    bool, typer.Option("--checked", help="You have read the words that were found; they may go.")
]


def chosen(data: Path | None, secret: Path | None, *, no_keyring: bool) -> "opening.Chosen":
    """The vault that was chosen on the command line."""
    from ehdesk.commands import opening  # late: saves start-up time (see cli.py)

    return opening.Chosen(data, secret, keyring=not no_keyring)


def only_with(given: bool, option: str, other: str) -> None:  # noqa: FBT001 - whether it was given
    """An option that means nothing without another one is wrong use."""
    if given:
        raise typer.BadParameter(f"goes with {other} only", param_hint=option)


def one_of_these(options: Mapping[str, object]) -> str:
    """The name of the one that was given, or "". Two at a time are wrong use."""
    given = [option for option, value in options.items() if value is not None]
    if len(given) > 1:
        raise typer.BadParameter(f"use one at a time of {', '.join(options)}", param_hint=", ".join(given))
    return given[0] if given else ""


def partial_day_of(said: str | None, option: str) -> str | None:
    """A day, a month or a year as people write it, as ISO text. What is none of them is wrong use."""
    from ehdesk.forms import dates  # late: saves start-up time (see cli.py)

    return _dated(dates.partial_date, said, option)


def day_of(said: str | None, option: str = "--on") -> str | None:
    """A day as people write it, as ISO text. What is no day is wrong use."""
    from ehdesk.forms import dates  # late: saves start-up time (see cli.py)

    return _dated(dates.whole_date, said, option)


def _dated(read: Callable[[str], str], said: str | None, option: str) -> str | None:
    from ehdesk.forms import dates  # late: saves start-up time (see cli.py)

    if said is None:
        return None
    try:
        return read(said)
    except dates.Unclear as error:
        raise typer.BadParameter(str(error), param_hint=option) from error
