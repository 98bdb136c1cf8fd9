"""What a centre says of itself, and what is said when a desk is let in: a part of `protocol`."""

from datetime import datetime
from typing import Any

import msgspec


class Limits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one message may hold: acts, bytes as sent (compressed), bytes when unpacked, arrivals back."""

    acts: int = 500
    sent_bytes: int = 1 << 20
    plain_bytes: int = 32 << 20
    arrivals: int = 500


class Hello(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a centre says of itself to anybody: the oldest and the newest protocol it speaks, and who it is.

    `epoch` is a random id that changes when the centre was restored from a backup. `keys` are its Ed25519
    public keys (hex), the one in use first and the spare behind it.
    """

    centre: str
    oldest: int
    newest: int
    epoch: str
    keys: tuple[str, ...]
    limits: Limits = Limits()


class Enrol(msgspec.Struct, frozen=True, omit_defaults=True):
    """A desk asks to be let in with a code that is used once.

    `practitioner` is the id that the worker has had on this desk; the centre keeps it where it can.
    `key` is the desk's Ed25519 public key (hex). `at` is the desk's own time: acts from before it are of a
    vault that belonged to one worker, who might do everything in it. A vault that was let in before says
    whose it is: the `device` that it was, and the `account` that it heard then.
    """

    code: str
    key: str
    incarnation: str
    practitioner: str
    name: str = ""
    agency: str = ""
    at: datetime | None = None
    device: str = ""
    account: str = ""


class Colleague(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody of the authority's staff. `id` is what a lead or a member of a team is named by; `ids` are
    the other practitioner ids that stand for them; `left` says that they work there no more."""

    id: str
    name: str
    role: str = ""
    agency: str = ""
    ids: tuple[str, ...] = ()
    left: bool = False


class Enrolled(msgspec.Struct, frozen=True, omit_defaults=True):
    """The desk is in. `token` is told once; the centre keeps its hash.

    `practitioner` is the worker's id at the authority: acts that were made before under another id are
    taken as theirs. `account` is who they are at the authority for good, also in any copy of its centre.
    `settings` are the authority's, as its file says them. `manages` are the practitioner ids
    of those whom they manage.
    """

    device: str
    token: str
    practitioner: str
    epoch: str
    name: str
    role: str
    agency: str = ""
    authority: str = ""
    settings: dict[str, Any] = {}
    manages: tuple[str, ...] = ()
    account: str = ""
