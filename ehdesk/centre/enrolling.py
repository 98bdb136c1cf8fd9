"""What a centre says of itself, and letting a desk in with a code that is used once."""

from datetime import datetime
from typing import Any

import msgspec

from ehdesk.centre import people, reading, signing, standing, store, tables
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol

_settings_decoder = msgspec.json.Decoder(dict[str, Any])
_LONGEST = 200

LIMITS = protocol.Limits()
"""What this centre takes in one message, as it tells everybody."""


def enrol(opened: store.Store, message: protocol.Enrol, now: datetime) -> protocol.Enrolled:
    """Let a desk in. The same desk may ask again with the same code while it has not exchanged anything:
    its answer may have been lost. A code that was made for another than whose vault it is stays good.

    Raises: Refused ("code", "unreadable"), errors.DatabaseAway.
    """
    _check_sound(message)
    said = signing.tidy_code(message.code)
    with opened.transaction(signing.authority_in(said)) as ledger:
        staff, device_id, token = _let_in(ledger, signing.hash_of(said), message, now)
        practitioner = _practitioner(ledger, staff, message.practitioner, now)
        row = ledger.rows(tables.authority)[0]
        manages = people.managed_by(ledger, staff)
    return protocol.Enrolled(
        device=device_id,
        token=token,
        practitioner=practitioner,
        epoch=row.epoch,
        name=staff.name,
        role=staff.role,
        agency=staff.agency,
        authority=row.name,
        settings=_settings_decoder.decode(row.settings),
        manages=manages,
        account=staff.id,
    )


def hello(opened: store.Store, authority: str) -> protocol.Hello:
    """What the centre says of itself to anybody. Without an authority it speaks for its only one.

    Raises: Refused ("unreadable") for one that is not kept here, errors.DatabaseAway.
    """
    kept = opened.authorities()
    asked = authority or (kept[0] if len(kept) == 1 else "")
    if asked not in kept:
        raise Refused("unreadable", "name the authority")
    with opened.transaction(asked) as ledger:
        row = ledger.rows(tables.authority)[0]
    return protocol.Hello(
        centre=row.name,
        oldest=protocol.OLDEST,
        newest=protocol.PROTOCOL,
        epoch=row.epoch,
        keys=(signing.public_of(row.sign_key), signing.public_of(row.spare_key)),
        limits=LIMITS,
    )


def _let_in(
    ledger: store.Ledger, code_hash: str, message: protocol.Enrol, now: datetime
) -> tuple[people.Staff, str, str]:
    """Use the code: whose it is, the device and its token. Raises: Refused ("code")."""
    rows = ledger.rows(tables.code, tables.code.c.hash == code_hash, locked=True)
    if not rows or not reading.is_after(rows[0].expires_at, now):
        raise Refused("code")
    code = rows[0]
    staff = people.one(ledger, code.staff)
    if staff is None or not staff.is_here:
        raise Refused("code")
    if code.used_at is not None:
        _forget_unanswered(ledger, code.device, message)
    else:
        _check_is_theirs(ledger, staff, message)
        _check_life_is_free(ledger, message)
    device_id, token = people.add_device(ledger, staff.id, message, now)
    used = {"used_at": tables.stamp(now), "device": device_id}
    ledger.change(tables.code, used, tables.code.c.hash == code_hash)
    return staff, device_id, token


def _forget_unanswered(ledger: store.Ledger, device_id: str, message: protocol.Enrol) -> None:
    """The same desk once more, before it has exchanged anything: what it was given first ends.

    Raises: Refused ("code") for anybody else.
    """
    here = tables.device.c.id == device_id
    rows = ledger.rows(tables.device, here)
    is_same = bool(rows) and (rows[0].public_key, rows[0].incarnation, rows[0].round) == (
        message.key,
        message.incarnation,
        0,
    )
    if not is_same or rows[0].revoked_at is not None:
        raise Refused("code")
    ledger.change(tables.device, {"revoked_at": rows[0].enrolled_at}, here)


def _check_is_theirs(ledger: store.Ledger, staff: people.Staff, message: protocol.Enrol) -> None:
    """A vault that is known to be somebody else's is not let in as theirs: by who its worker was here when it
    was let in before, by the device that it was, by the id under which they write, and by its life.

    Raises: Refused ("code").
    """
    device, alias, life = tables.device.c, tables.alias.c, tables.life.c
    known = (
        ledger.rows(tables.device, device.id == message.device, device.staff != staff.id),
        ledger.rows(tables.alias, alias.practitioner == message.account, alias.staff != staff.id),
        ledger.rows(tables.alias, alias.practitioner == message.practitioner, alias.staff != staff.id),
        ledger.rows(tables.life, life.incarnation == message.incarnation, life.staff != staff.id),
    )
    if any(known):
        raise Refused("code", "this vault is another person's", is_anothers=True)


def _check_life_is_free(ledger: store.Ledger, message: protocol.Enrol) -> None:
    """A life that another device lives is not taken again. The same desk may come with a second code, where
    the answer to its first never came: what it was given then ends.

    Raises: Refused ("code").
    """
    here = (tables.device.c.incarnation == message.incarnation, tables.device.c.revoked_at.is_(None))
    for row in ledger.rows(tables.device, *here):
        if (row.public_key, row.round) != (message.key, 0):
            raise Refused("code", "this vault is enrolled already")
        ledger.change(tables.device, {"revoked_at": row.enrolled_at}, tables.device.c.id == row.id)


def _practitioner(ledger: store.Ledger, staff: people.Staff, said: str, now: datetime) -> str:
    """Who the worker is at the authority: the id of their first desk, where nobody else has it.

    Families that name this id already are theirs from now on.
    """
    rows = ledger.rows(tables.alias, tables.alias.c.practitioner == said)
    is_free = not rows or rows[0].staff == staff.id
    if not rows:
        ledger.add(tables.alias, [{"practitioner": said, "staff": staff.id}])
        standing.grant_from_now(ledger, now)
    if staff.practitioner is not None:
        return staff.practitioner
    if not is_free:
        return staff.id
    ledger.change(tables.staff, {"practitioner": said}, tables.staff.c.id == staff.id)
    people.note_change(ledger)
    return said


def _check_sound(message: protocol.Enrol) -> None:
    said = (message.code, message.incarnation, message.practitioner, message.key)
    every = (*said, message.device, message.account)
    if not all(said) or not all(len(one) <= _LONGEST and "\0" not in one for one in every):
        raise Refused("unreadable")
    if not signing.is_public_key(message.key):
        raise Refused("unreadable")
