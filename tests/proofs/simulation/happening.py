"""What happens to desks, the network and the centre in the simulation, each drawn by its weight."""

import contextlib
from collections.abc import Callable

from ehdesk import errors
from ehdesk.centre import admin, people
from ehdesk.models import document, enrolled, replay
from tests.proofs.simulation import way
from tests.proofs.simulation.world import Desk, World

MOST_DESKS = 5


def sync(world: World, desk: Desk) -> None:
    """The worker has a network, or believes so."""
    desk.sync()


def hear_late(world: World, desk: Desk) -> None:
    """A message that lay about somewhere comes in."""
    world.deliver_late()


def die(world: World, desk: Desk) -> None:
    """The laptop will lose its power at its next write."""
    desk.disk.dies = world.chance.choice(("before the commit", "after the commit", "before the journal"))
    desk.disk.spared = world.chance.randrange(4)


def fill_up(world: World, desk: Desk) -> None:
    """The disk is full, until somebody makes room."""
    desk.disk.full = not desk.disk.full


def lock(world: World, desk: Desk) -> None:
    """Lock and unlock."""
    try:
        desk.store.close_sitting()
    except errors.DiskFull:
        return
    desk.open_again()


def centre_dies(world: World, desk: Desk) -> None:
    """The centre's process ends within its next exchange."""
    world.centre.opened.dies.append(world.chance.choice(("before the commit", "after the commit")))
    world.centre.opened.spared[0] = world.chance.randrange(3)


def back_up(world: World, desk: Desk) -> None:
    """The desk takes a backup of its own."""
    world.backups.append((desk, desk.disk.copy()))


def restore(world: World, desk: Desk) -> None:
    """The vault goes back to a backup: with the journal beside it, or on a new disk without."""
    mine = [disk for owner, disk in world.backups if owner is desk]
    if not mine:
        return
    chosen = world.chance.choice(mine).copy()
    if world.chance.random() < 0.6:
        chosen.written = list(desk.disk.written)
        chosen.files = {**chosen.files, **desk.disk.files}
    else:
        desk.gave_up |= {one.act_id for one in desk.disk.written} - {one.act_id for one in chosen.written}
    named = desk.ask(document.named)
    desk.disk = chosen
    desk.open_again(was_restored=True)
    desk.strays |= named - desk.ask(document.named)  # their words were in the lost database only


def let_in_late(world: World, desk: Desk) -> None:
    """Somebody has worked by themselves for long, and is let in now."""
    if len(world.desks) < MOST_DESKS:
        name = world.chance.choice(("Maya", "Sam", "Ola", "Carol"))
        made = world.joins(name, enrols=False)
        world.newcomer_works(made)
        made.enrol()


def revoke(world: World, desk: Desk) -> None:
    """The authority takes a laptop's access away."""
    if sum(one.counts for one in world.desks) > 2 and desk.ask(enrolled.link):
        _shut_out(world, desk)


def _shut_out(world: World, desk: Desk) -> None:
    """A centre that was put back from a copy may never have heard of the laptop: nothing lets it in."""
    with world.centre.ledger() as ledger, contextlib.suppress(errors.DeviceUnknown):
        admin.revoke(ledger, desk.link().device, world.time.moment)
    for one in world.desks:
        one.is_revoked = one.is_revoked or one.door.token == desk.door.token
    world.shut_out.add(desk.link().device)


def copy_folder(world: World, desk: Desk) -> None:
    """The desk's folder is copied to a second laptop, and both go on."""
    if len(world.desks) < MOST_DESKS and desk.ask(enrolled.link):
        world.twin(desk)


def centre_backs_up(world: World, desk: Desk) -> None:
    """The centre's keeper takes a copy of its database."""
    world.copies.append(world.centre.opened.copy())


def centre_goes_back(world: World, desk: Desk) -> None:
    """The centre's database is put back from a copy, and its keeper says so before desks come."""
    if world.copies:
        world.go_back(world.chance.choice(world.copies))


def change_manager(world: World, desk: Desk) -> None:
    """Ruth manages somebody, or does not any more."""
    staff_id, ruth = world.centre.staff[desk.name], world.centre.staff["Ruth"]
    if staff_id == ruth:
        return
    with world.centre.ledger() as ledger:
        now = people.one(ledger, staff_id)
        manager = None if now is not None and now.manager else ruth
        admin.change_staff(ledger, staff_id, {"manager": manager}, world.time.moment)


def change_version(world: World, desk: Desk) -> None:
    """The desk is brought to another version, or was never brought to this one."""
    desk.door.speaks = world.chance.choice(way.SPEAKS)


def centre_moves_on(world: World, desk: Desk) -> None:
    """The centre is brought to a later version, or back."""
    world.is_ahead = not world.is_ahead


def lose(world: World, desk: Desk) -> None:
    """A laptop is gone for ever. It had handed in its sealed journal, and that is opened on another one."""
    if len(world.desks) < MOST_DESKS and desk.ask(enrolled.link) and not desk.is_revoked:
        _shut_out(world, desk)
        desk.is_on = False
        with world.no_faults():  # who opens it waits until the new laptop holds what the lost one held
            made = world.joins(desk.name)
            made.sync()
        desk.heir = made
        before = [one for one in world.desks if one is desk or one.heir is desk]
        for lost in before:  # what lies sealed at the centre of an earlier one is opened once more
            made.do(replay.bring_back, list(lost.disk.written))
        for lost in before:  # what is withdrawn by now does not come in
            outside = {one.act_id for one in lost.disk.written} - made.acts()
            lost.gave_up |= outside
            made.gave_up |= outside


def wait_a_day(world: World, desk: Desk) -> None:
    """Nothing happens for a day."""
    world.time.pass_by(hours=25)


Happening = Callable[[World, Desk], None]

HAPPENINGS: dict[Happening, float] = {
    hear_late: 4,
    die: 6,
    fill_up: 2,
    lock: 3,
    centre_dies: 4,
    back_up: 3,
    restore: 4,
    let_in_late: 2,
    revoke: 2,
    copy_folder: 2,
    centre_backs_up: 3,
    centre_goes_back: 3,
    change_manager: 2,
    change_version: 3,
    centre_moves_on: 1,
    lose: 1,
    wait_a_day: 1,
}
"""What goes wrong or otherwise, besides a desk that exchanges, and how often it does as a rule."""


def mend(desk: Desk) -> None:
    """What was wrong with a laptop is put right."""
    desk.disk.dies, desk.disk.full, desk.disk.spared = "", False, 0
    if desk.door.speaks == "too old":
        desk.door.speaks = "now"
    desk.store.retry_journal()
    for _ in range(2):  # a code may have grown too old
        link = desk.ask(enrolled.link)
        if desk.is_revoked or not (link is None or link.over):
            return
        desk.enrol()
