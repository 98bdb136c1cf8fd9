"""What workers do in the simulation, by the product's verbs."""

from collections.abc import Callable, Mapping
from typing import Any

from ehdesk import errors
from ehdesk.models import acts, base, document, episode, family, filing, form, lead, person, team
from ehdesk.rules import paths
from tests.proofs.simulation.world import Desk, World

_ROWS = ("a", "b")


@acts.act("answer.given")
def edit(work: acts.Work, record_id: str, path: str, value: Any) -> None:
    work.edit(work.record(record_id), path, value)


@acts.act("answer.given")
def edit_all(work: acts.Work, record_ids: list[str], path: str, value: Any) -> None:
    """One act on several records: all of it, or none."""
    for record_id in record_ids:
        work.edit(work.record(record_id), path, value)


@acts.act("answer.given")
def edit_and_make(work: acts.Work, record_id: str, family_id: str, words: str) -> str:
    """One act that changes a record and begins another."""
    work.edit(work.record(record_id), "title", words)
    scope = base.family_scope(family_id)
    return work.create("note", scope, family=family_id, fields=[("title", words)]).id


@acts.act("form.started")
def make(work: acts.Work, family_id: str) -> str:
    scope = base.family_scope(family_id)
    return work.create("note", scope, family=family_id, fields=[("title", "Begun"), ("$status", "draft")]).id


def open_family(world: World, desk: Desk, name: str) -> str:
    """A family with a child, an episode that the worker leads, and a page to write in."""
    made = str(desk.do(family.open_family, name=name))
    desk.do(person.add_person, made, {"given_names": "Zofia", "family_name": name, "role": "child"})
    world.episodes[made] = str(desk.do(episode.open_episode, made, {"opened_on": "2026-09-01"}))
    world.families.append(made)
    world.notes.append(desk.do(make, made))
    return made


def fields(desk: Desk, record_id: str) -> dict[str, Any] | None:
    """A record as it stands on a desk."""
    found = desk.disk.raw.execute("SELECT fields FROM record WHERE id = ?", (record_id,)).fetchone()
    return None if found is None else dict(base.unpack(found[0]))


def here(world: World, desk: Desk, among: list[str]) -> list[str]:
    """Those of some records that are on this desk."""
    ids = {row[0] for row in desk.disk.raw.execute("SELECT id FROM record")}
    return [one for one in among if one in ids]


# What may be done, each drawn by its weight


def write(world: World, desk: Desk, words: str) -> None:
    """One edit of some kind, upon whatever stands on this desk."""
    chance, notes = world.chance, here(world, desk, world.notes)
    if not notes:
        return
    record_id = chance.choice(notes)
    stands = fields(desk, record_id) or {}
    kind, row, rows = chance.choice(_KINDS), chance.choice(_ROWS), stands.get("rows") or {}
    if kind == "text":
        desk.do(edit, record_id, chance.choice(("title", "note")), words)
    elif kind == "clear":
        desk.do(edit, record_id, "note", None)
    elif kind == "list":
        now, code = list(stands.get("codes") or []), chance.choice("pqrs")
        fresh = [one for one in now if one != code] if code in now else [*now, code]
        desk.do(edit, record_id, "codes", fresh or None)
    elif kind == "row" and row not in rows:
        desk.do(edit, record_id, f"rows/{row}", {"rank": row, "said": words})
    elif kind == "cell" and row in rows:
        desk.do(edit, record_id, f"rows/{row}/{chance.choice(('said', 'more'))}", words)
    elif kind == "gone" and row in rows:
        desk.do(edit, record_id, f"rows/{row}", None)


_KINDS = ("text", "text", "list", "row", "cell", "gone", "clear")


def write_in_several(world: World, desk: Desk, words: str) -> None:
    """One act on two records."""
    notes = here(world, desk, world.notes)
    if len(notes) > 1:
        desk.do(edit_all, world.chance.sample(notes, 2), "both", words)


def write_and_begin(world: World, desk: Desk, words: str) -> None:
    """One act that writes in a record and begins another."""
    notes, families = here(world, desk, world.notes), here(world, desk, world.families)
    if notes and families:
        world.notes.append(
            desk.do(edit_and_make, world.chance.choice(notes), world.chance.choice(families), words)
        )


def void(world: World, desk: Desk, words: str) -> None:
    """A page that should not be there: whoever writes on it meanwhile is too late."""
    notes = here(world, desk, world.notes)
    if notes:
        desk.do(edit, world.chance.choice(notes), "$status", "void")


def begin(world: World, desk: Desk, words: str) -> None:
    """A page more in a family's file."""
    families = here(world, desk, world.families)
    if families:
        world.notes.append(desk.do(make, world.chance.choice(families)))


def take_note(world: World, desk: Desk, words: str) -> None:
    """A real note, typed with pauses: one act that grows."""
    families = here(world, desk, world.families)
    if families:
        chosen = world.chance.choice(families)
        made = desk.do(form.start, "note", family_id=chosen, answers={"at": "2026-09-07T10:15"})
        world.notes.append(made)
        for end in range(1, world.chance.randrange(2, 4)):
            desk.do(form.answer, made, "text", words + "." * end, sitting=words)


def enclose(world: World, desk: Desk, words: str) -> None:
    """A document with its file, of some pieces."""
    families = here(world, desk, world.families)
    if families:
        content = world.chance.randbytes(world.chance.randrange(1, 200))
        desk.do(document.add, world.chance.choice(families), content, document.New(words))


def change_team(world: World, desk: Desk, words: str) -> None:
    """Somebody joins the team around a family, or leaves it."""
    found = here(world, desk, list(world.episodes.values()))
    if not found:
        return
    chosen = world.chance.choice(found)
    rows = paths.get(fields(desk, chosen) or {}, "agencies") or {}
    here_still = sorted(row for row, said in rows.items() if not said.get("to"))
    if here_still and world.chance.random() < 0.5:
        desk.do(team.leave_team, chosen, world.chance.choice(here_still))
    else:
        other = world.chance.choice([one for one in world.desks if one is not desk] or [desk])
        desk.do(team.join_team, chosen, {"agency": "Bridge Street", "practitioner": other.me})


def hand_over(world: World, desk: Desk, words: str) -> None:
    """Somebody else leads from now on."""
    found = here(world, desk, list(world.episodes.values()))
    if found:
        other = world.chance.choice(world.desks)
        told = {"name": other.name, "practitioner": other.me}
        desk.do(lead.hand_over_lead, world.chance.choice(found), told, reason=words)


def move(world: World, desk: Desk, words: str) -> None:
    """A note that lay in the wrong file."""
    notes, families = here(world, desk, world.notes), here(world, desk, world.families)
    if notes and len(families) > 1:
        desk.do(filing.move, world.chance.choice(notes), world.chance.choice(families), words)


Doing = Callable[[World, Desk, str], None]

WORK: dict[Doing, float] = {
    write: 30,
    write_in_several: 4,
    write_and_begin: 4,
    void: 3,
    begin: 3,
    take_note: 3,
    enclose: 3,
    change_team: 2,
    hand_over: 1,
    move: 4,
    lambda world, desk, words: _nothing(open_family(world, desk, words)): 1,
}


def _nothing(_made: Any) -> None:
    """What a verb gives is not needed."""


def work(world: World, desk: Desk, words: str, odds: Mapping[Doing, float] = WORK) -> None:
    """Something, as the seed will have it. What the product refuses is refused."""
    (doing,) = world.chance.choices(list(odds), list(odds.values()))
    try:
        doing(world, desk, words)
    except errors.Refusal:
        return
