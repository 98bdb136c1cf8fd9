"""Casework: the episode and its team, what the family agreed to, a manager's word, and moving records."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ehdesk import errors, settings
from ehdesk.commands import around, console, filling, opening, reference
from ehdesk.forms import answers as form_answers
from ehdesk.forms import small_forms
from ehdesk.models import (
    acts,
    agreement,
    base,
    colleagues,
    episode,
    filing,
    lead,
    level,
    sheet,
    signing,
    team,
    trail,
)
from ehdesk.rules import sharing


@dataclass(frozen=True)
class Team:
    """What changes around the family: who joins, is changed (from `answers`), or leaves."""

    joins: Path | None = None
    change: str | None = None
    answers: Path | None = None
    leaves: str | None = None


@dataclass(frozen=True)
class Turn:
    """What changes in an episode: a level, a lead, a child who joins or leaves, the team."""

    level: str | None = None
    lead: str | None = None
    role: str = ""
    agency: str = ""
    joins: str | None = None
    leaves: str | None = None
    on: str | None = None
    why: str = ""
    team: Team = field(default_factory=Team)

    @property
    def is_none(self) -> bool:
        """Nothing changes."""
        changes = (self.level, self.lead, self.joins, self.leaves)
        return all(one is None for one in changes) and self.team == Team()


@dataclass(frozen=True)
class Word:
    """A manager's word on a form. `name` and `held_at` where it is not said on the manager's own desk."""

    name: str = ""
    held_at: str = ""
    on: str | None = None
    confirms: bool = False
    sends_back: str = ""


# The episode


def show_episode(chosen: opening.Chosen, said: str, *, as_json: bool) -> None:
    """The open episode, or the newest: its children, levels, leads and team. Raises: errors.NoEpisode."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        told = desk.store.ask(_episode, reference.episode_id(desk.store, family_id))
        desk.store.do(trail.viewed, told["id"])
    if as_json:
        console.as_json(told)
        return
    console.say(f"Episode {told['opened_on']} to {told['closed_on'] or 'now'}")
    around.say_episode(told)


def turn(chosen: opening.Chosen, said: str, turned: Turn, *, as_json: bool) -> None:
    """Give the episode a level or a lead, let a child join or leave it; then say it as it is now.

    Raises: errors.NoEpisode, LevelUnknown, ReasonMissing, PersonNotFound, DatesCrossed, AnswersUnusable.
    """
    comes, known = _read_team(turned.team)
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        episode_id = reference.episode_id(desk.store, family_id)
        desk.store.do(_turn, episode_id, turned, opening.authority(desk).scheme, (comes, known))
        told = desk.store.ask(_episode, episode_id)
    if as_json:
        console.as_json(told)
    else:
        around.say_episode(told)


_TeamSaid = tuple[dict[str, Any] | None, dict[str, Any] | None]


@acts.act("episode.changed")
def _turn(
    work: acts.Work, episode_id: str, turned: Turn, scheme: settings.Scheme, team_said: _TeamSaid
) -> None:
    """Everything that was said in one command, in one act: all of it or nothing."""
    if turned.level is not None:
        level.set_level(work, episode_id, scheme, turned.level, turned.why, from_on=turned.on)
    if turned.lead is not None:
        to = {"name": turned.lead, "role": turned.role, "agency": turned.agency}
        said = {key: value for key, value in to.items() if value} | _account(work, turned.lead)
        lead.hand_over_lead(work, episode_id, said, from_on=turned.on, reason=turned.why)
    if turned.joins is not None:
        family_id = episode.get(work, episode_id).family_id
        names = reference.children(work, family_id)
        episode.add_child(
            work, episode_id, reference.one_of(names, turned.joins, "children"), joined_on=turned.on
        )
    if turned.leaves is not None:
        here = [one for one in episode.children_of_episode(work, episode_id) if not one.left_on]
        row_id = reference.one_of({one.row_id: one.name for one in here}, turned.leaves, "children")
        episode.child_left(work, episode_id, row_id, on=turned.on, reason=turned.why)
    _turn_team(work, episode_id, turned, team_said)


def _turn_team(work: acts.Work, episode_id: str, turned: Turn, said: _TeamSaid) -> None:
    comes, known = said
    lines = [one for one in team.team(work, episode_id) if one.is_here]
    names = {one.row_id: one.worker or one.agency for one in lines}
    if comes is not None:
        begins = {"from": turned.on} if turned.on else {}
        team.join_team(work, episode_id, begins | _with_account(work, comes))
    if turned.team.change is not None and known is not None:
        row_id = reference.one_of(names, turned.team.change, "members of the team")
        team.change_team(work, episode_id, row_id, known)
    if turned.team.leaves is not None:
        row_id = reference.one_of(names, turned.team.leaves, "members of the team")
        team.leave_team(work, episode_id, row_id, on=turned.on, reason=turned.why)


def _with_account(work: acts.Work, comes: dict[str, Any]) -> dict[str, Any]:
    """Who joins the team; `practitioner` names one of the authority's staff. Raises: ColleagueNotFound."""
    said = comes.get("practitioner")
    if not said:
        return comes
    who = _account(work, str(said))
    if not who:
        raise errors.ColleagueNotFound(said=said)
    return {"worker": who["name"]} | comes | {"practitioner": who["practitioner"]}


def _account(work: acts.Work, said: str) -> dict[str, str]:
    """Name and account of the one of the authority's staff with this name or id; nothing for anybody else.

    Raises: SeveralColleagues.
    """
    found = [one for one in colleagues.colleagues(work) if said in (one.name, one.id)]
    if len(found) > 1:
        raise errors.SeveralColleagues(said=said, ids=", ".join(one.id for one in found))
    return {"name": found[0].name, "practitioner": found[0].id} if found else {}


def _read_team(said: Team) -> _TeamSaid:
    """What the files say of who joins and who is changed. Raises: errors.AnswersUnusable."""
    asked = small_forms.member(is_new=True, has_accounts=True)
    comes = filling.read_answers(said.joins, asked) if said.joins else None
    if comes is not None:
        faults = form_answers.to_put_right(asked, comes)
        if faults:
            raise errors.AnswersUnusable(faults)
    changed = small_forms.member(is_new=False)
    return comes, filling.read_answers(said.answers, changed) if said.answers else None


def _episode(read: acts.Reading, episode_id: base.EpisodeId) -> dict[str, Any]:
    found = episode.get(read, episode_id)
    told = {"id": found.id, "opened_on": found.opened_on, "closed_on": found.closed_on}
    return told | around.episode_of(read, episode_id)


# What the family agreed to


def standing(chosen: opening.Chosen, said: str, agency: str, *, as_json: bool) -> None:
    """What the family's agreements amount to today; with an agency, also whether it may have anything."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        found = desk.store.ask(agreement.standing, family_id)
        answer = desk.store.ask(agreement.may_share, family_id, agency)
    if as_json:
        told = asdict(found)
        told["agencies"] = [asdict(one) for one in found.agencies if one.choice != "never"]
        console.as_json(told | {"may_share": asdict(answer)})
        return
    console.say(f"Early Help: {_SERVICE[found.service]}" + (f", {found.since}" if found.since else ""))
    rows = [
        (one.name, _CHOICE[one.choice], one.since or "", one.limits)
        for one in found.agencies
        if one.choice != "never"
    ]
    console.table(("Agency", "May have it", "Since", "Limits"), rows)
    console.say(f"\n{answer.why}. {answer.todo}".rstrip())


def withdraw(
    chosen: opening.Chosen, said: str, by: str, *, agency: str, on: str | None, as_json: bool
) -> None:
    """Write down that the family takes its agreement back, whole or for one agency; it acts at once."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        day = on or desk.clock.today().isoformat()
        scope = "agency" if agency else "all"
        taken = agreement.Withdrawal(day, {"name": by}, scope, agency or None)
        made = desk.store.do(agreement.withdraw, family_id, taken).result
    if as_json:
        console.as_json({"id": made})
    else:
        console.say(made)
    console.tell("It is written down, and acts from now on. Tell your manager.")


_SERVICE: dict[sharing.Service, str] = {
    "none": "nothing is agreed yet",
    "yes": "the family agrees",
    "no": "the family does not agree",
    "declined": "the family declined",
    "withdrawn": "the family no longer agrees",
}
_CHOICE: dict[sharing.Choice, str] = {
    "yes": "yes",
    "ask_first": "ask first",
    "no": "no",
    "withdrawn": "no longer",
    "never": "",
}


# A manager's word, and what was filed wrongly


def sign_off(chosen: opening.Chosen, record_id: str, word: Word, *, as_json: bool) -> None:
    """Sign a finished form off, confirm what was typed on a worker's laptop, or send it back with a reason.

    Raises: errors.NotFinishedYet, OwnSignOff, NameNeeded, PlaceNeeded, NothingToConfirm, RecordMissing.
    """
    with opening.opened(chosen) as desk:
        _say_word(desk, record_id, word)
        told = desk.store.ask(sheet.sheet, record_id, audience="file")
    if as_json:
        console.as_json(
            {"id": told.record_id, "form": told.form.id, "state": told.state, "sign_off": _signed(told)}
        )
        return
    console.say(f"{told.record_id}  {told.form.title}  {told.state}")


def _say_word(desk: opening.Opened, record_id: str, word: Word) -> None:
    do: Callable[..., Any] = desk.store.do
    if word.sends_back:
        do(signing.send_back, record_id, word.sends_back, name=word.name)
    elif word.confirms:
        do(signing.confirm_sign_off, record_id)
    elif word.held_at:
        do(signing.sign_off_on_paper, record_id, word.name, word.held_at, word.on)
    elif word.name:
        do(signing.sign_off_on_laptop, record_id, word.name)
    else:
        do(signing.sign_off, record_id)


def _signed(told: sheet.Sheet) -> dict[str, Any] | None:
    if told.sign_off is None:
        return None
    return asdict(told.sign_off) | {"is_confirmed": told.sign_off.is_confirmed}


def move(chosen: opening.Chosen, record_id: str, said: str, why: str) -> None:
    """Move a form, a note or a person to another file. Raises: errors.RecordMissing, ReasonMissing."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        desk.store.do(filing.move, record_id, family_id, why)
    console.tell("Moved, with its history. The wrong file keeps that something moved, never what.")
