"""How the commands for casework are spelled: the day, the episode, the agreement, a manager's word."""

import enum
from pathlib import Path
from typing import Annotated

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
    only_with,
)

# As in cli.py, every command imports what it runs on when it runs: that saves start-up time.

app = typer.Typer()

RecordId = Annotated[str, typer.Argument(metavar="RECORD", help="A record's id; `ehdesk show` lists them.")]


class Place(enum.StrEnum):
    """Where a visit is."""

    home = "home"
    school = "school"
    hub = "hub"
    phone = "phone"
    other = "other"


class Minutes(enum.StrEnum):
    """How long a visit takes."""

    quarter = "15"
    half = "30"
    three_quarters = "45"
    hour = "60"
    hour_and_half = "90"
    two_hours = "120"


class Shows(enum.StrEnum):
    """What a calendar may say of a family."""

    nothing = "nothing"
    reference = "reference"
    initials = "initials"


# The day


@app.command()
def today(
    *,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """What is due: visits, what is late, due soon or drifting, and what waits."""
    from ehdesk.commands import day

    day.today(chosen(data, passphrase_file, no_keyring=no_keyring), as_json=as_json)


@app.command()
def visits(
    *,
    reference: Annotated[
        str | None, typer.Argument(metavar="[REF]", help="With --add: the family's reference.")
    ] = None,
    add: Annotated[
        str | None, typer.Option("--add", metavar="TIME", help="Plan a visit at this time: 2026-10-02T14:00.")
    ] = None,
    what_for: Annotated[str, typer.Option("--for", help="With --add: what for, in a few words.")] = "",
    place: Annotated[Place | None, typer.Option(help="With --add: where.")] = None,
    minutes: Annotated[Minutes | None, typer.Option(help="With --add: how long.")] = None,
    call_off: Annotated[
        str | None, typer.Option("--call-off", metavar="ID", help="Take a visit out of the day.")
    ] = None,
    why: Why = "",
    ics: Annotated[Path | None, typer.Option(help="Write them to a calendar file; it names nobody.")] = None,
    shows: Annotated[Shows, typer.Option(help="With --ics: what the calendar may say.")] = Shows.nothing,
    days: Annotated[int, typer.Option(min=0, max=366, help="For how many days from today.")] = 28,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Your planned visits: list them, plan one, call one off, put them in a calendar."""
    from ehdesk.commands import day

    if sum(one is not None for one in (add, call_off, ics)) > 1:
        raise typer.BadParameter("use one of --add, --call-off and --ics at a time")
    asked = bool(reference or what_for or place or minutes)
    only_with(asked and add is None, "REF, --for, --place, --minutes", "--add")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if add is not None:
        at = day.Planned(add, reference, what_for, place and place.value, minutes and minutes.value)
        day.plan(vault, at, as_json=as_json)
    elif call_off is not None:
        day.call_off(vault, call_off, why)
    elif ics is not None:
        day.calendar(vault, ics, days=days, shows=shows.value)
    else:
        day.visits(vault, days=days, as_json=as_json)


@app.command()
def find(
    *,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words of a name or a text.")],
    each: Annotated[int, typer.Option(min=1, max=200, help="How many at most of each kind.")] = 20,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Find families, people, notes, forms and visits by their words."""
    from ehdesk.commands import day

    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    day.find(vault, " ".join(words), each=each, as_json=as_json)


# The episode, and what the family agreed to


Level = Annotated[
    str | None, typer.Option("--level", metavar="CODE", help="Give it a level of need; needs --why.")
]
Lead = Annotated[str | None, typer.Option("--lead", metavar="NAME", help="Hand the lead over; needs --why.")]
Joins = Annotated[str | None, typer.Option("--child-joins", metavar="CHILD", help="A child's name or id.")]
Leaves = Annotated[str | None, typer.Option("--child-leaves", metavar="CHILD", help="A child's name or id.")]
JoinsTeam = Annotated[
    Path | None, typer.Option("--team", help="Somebody joins the team, from a JSON file of answers.")
]
ChangesTeam = Annotated[
    str | None, typer.Option("--team-change", metavar="WHO", help="Change one of the team from --answers.")
]
TeamAnswers = Annotated[Path | None, typer.Option("--answers", help="With --team-change: a JSON file.")]
LeavesTeam = Annotated[
    str | None, typer.Option("--team-leaves", metavar="WHO", help="A name, or an agency without one.")
]


@app.command()
def episode(
    *,
    reference: Reference,
    level: Level = None,
    lead: Lead = None,
    role: Annotated[str, typer.Option(help="With --lead: what the new lead is.")] = "",
    agency: Annotated[str, typer.Option(help="With --lead: the new lead's agency.")] = "",
    joins: Joins = None,
    leaves: Leaves = None,
    joins_team: JoinsTeam = None,
    change: ChangesTeam = None,
    answers: TeamAnswers = None,
    leaves_team: LeavesTeam = None,
    on: On = None,
    why: Why = "",
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """The family's episode: children, level, lead and team; or change them."""
    from ehdesk.commands import casework

    only_with(lead is None and bool(role or agency), "--role, --agency", "--lead")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    only_with((change is None) is not (answers is None), "--answers", "--team-change, and it with --answers")
    around = casework.Team(joins_team, change, answers, leaves_team)
    turn = casework.Turn(level, lead, role, agency, joins, leaves, day_of(on), why, around)
    if turn.is_none:
        only_with(bool(on or why), "--on, --why", "a change")
        casework.show_episode(vault, reference, as_json=as_json)
    else:
        casework.turn(vault, reference, turn, as_json=as_json)


@app.command()
def sharing(
    *,
    reference: Reference,
    agency: Annotated[
        str, typer.Option(help="May this agency have anything? With --withdraw, only it.")
    ] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="The family takes its agreement back; needs --by.")
    ] = False,
    by: Annotated[str, typer.Option(help="With --withdraw: who says so.")] = "",
    on: On = None,
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """What the family agreed to, agency by agency; or write down that it takes this back."""
    from ehdesk.commands import casework

    only_with(withdraw is not bool(by.strip()), "--by", "--withdraw, and --withdraw with --by")
    only_with(bool(on) and not withdraw, "--on", "--withdraw")
    vault = chosen(data, passphrase_file, no_keyring=no_keyring)
    if withdraw:
        casework.withdraw(vault, reference, by, agency=agency, on=day_of(on), as_json=as_json)
    else:
        casework.standing(vault, reference, agency, as_json=as_json)


# A manager's word, and what was filed wrongly


@app.command()
def signoff(
    *,
    record: RecordId,
    name: Annotated[str, typer.Option(help="The manager who signs here or on paper; else you sign.")] = "",
    held_at: Annotated[str, typer.Option(help="Where the signed paper is held; needs --name.")] = "",
    on: On = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Confirm what was typed elsewhere.")] = False,
    send_back: Annotated[str, typer.Option("--send-back", metavar="WHY", help="Send it back; say why.")] = "",
    as_json: AsJson = False,
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Sign a finished form off, or send it back with a reason."""
    from ehdesk.commands import casework

    if confirm and (name or held_at or send_back):
        raise typer.BadParameter("stands alone", param_hint="--confirm")
    only_with(bool(held_at) and not name, "--held-at", "--name")
    only_with(bool(on) and not held_at, "--on", "--held-at")
    word = casework.Word(name, held_at, day_of(on), confirms=confirm, sends_back=send_back)
    casework.sign_off(chosen(data, passphrase_file, no_keyring=no_keyring), record, word, as_json=as_json)


@app.command()
def move(
    *,
    record: RecordId,
    reference: Reference,
    why: Annotated[str, typer.Option("--why", help="Why it belongs there.")],
    data: Data = None,
    passphrase_file: Secret = None,
    no_keyring: NoKeyring = False,
) -> None:
    """Move a form, a note or a person that is in the wrong file to this family's."""
    from ehdesk.commands import casework

    casework.move(chosen(data, passphrase_file, no_keyring=no_keyring), record, reference, why)
