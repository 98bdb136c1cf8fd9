"""Handing in sealed work while the vault is locked, and bringing it back on another laptop."""

from pathlib import Path

from ehdesk import errors
from ehdesk.commands import console, opening
from ehdesk.models import enrolled, replay
from ehdesk.sync import handing_in


def hand_in(chosen: opening.Chosen) -> None:
    """Hand in what the centre has not got, without the passphrase.

    Raises: errors.HandInNotAllowed, HandInNeedsKeyring, VaultInUse, CentreRefusal.
    """
    went = handing_in.hand_in(chosen.folder(), chosen.device())
    console.say(f"{console.counted(went, 'byte', 'bytes')} handed in, sealed. The vault stays locked.")


def allow(chosen: opening.Chosen) -> None:
    """Let this laptop hand in while it is locked. Raises: errors.NotEnrolled, HandInNeedsKeyring."""
    with opening.opened(chosen) as desk:
        link = desk.store.ask(enrolled.link)
        if link is None:
            raise errors.NotEnrolled
        handing_in.allow(desk.folder, link, chosen.device())
    console.say("This laptop may hand in its sealed work while it is locked: ehdesk hand-in")


def forbid(chosen: opening.Chosen) -> None:
    """It may not any more."""
    handing_in.forbid(chosen.folder())
    console.say("This laptop hands nothing in while it is locked.")


def bring_back(chosen: opening.Chosen, place: Path, code_file: Path | None) -> None:
    """Take what a lost laptop handed in into this vault of the same worker, to be sent from here.

    Raises: errors.NotEnrolled, VaultMissing, WrongRecoveryCode, RecoveryCodeUnreadable, SecondCopyNotWritten.
    """
    code = opening.passphrase(
        opening.Chosen(passphrase_file=code_file), "Recovery code of the lost laptop's vault: "
    )
    entries = handing_in.read(place, code)
    with opening.opened(chosen) as desk:
        if desk.store.ask(enrolled.link) is None:
            raise errors.NotEnrolled
        done = desk.store.do(replay.bring_back, entries)
    if not done.second_copy:
        raise errors.SecondCopyNotWritten
    told = done.result
    console.say(f"{console.counted(told.put_back, 'change', 'changes')} came back: ehdesk sync sends them.")
    if told.set_aside:
        console.say(
            f"{console.counted(told.set_aside, 'change', 'changes')} kept aside, because nothing here fits."
        )
