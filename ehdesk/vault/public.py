"""What the unlock window may show before the passphrase: the place's name and the numbers to call.

Kept in the clear in `public.json`. Nothing of a worker or a family ever stands here.
"""

from typing import NamedTuple

from ehdesk import files


class Public(NamedTuple):
    """The content of `public.json`. `saved_at` is when the vault was last locked, in UTC ISO form."""

    vault_id: str
    name_of_place: str = ""
    daytime: str = ""
    out_of_hours: str = ""
    practice: bool = False
    keyring: bool = False
    saved_at: str = ""


def write(folder: files.DataFolder, public: Public) -> None:
    """Put it on disk, whole or not at all."""
    import json  # late: the first window reads it without, see `of`

    files.write_durably(folder.public, json.dumps(public._asdict(), ensure_ascii=False, indent=1).encode())


def may_take_families(folder: files.DataFolder) -> bool:
    """Whether the numbers to call stand there. Practice, where every family is invented, needs none."""
    found = read(folder)
    if found is None:
        return False
    return found.practice or bool(found.daytime.strip() and found.out_of_hours.strip())


def is_practice(folder: files.DataFolder) -> bool | None:
    """Whether every family is invented here; None where nothing says so."""
    found = read(folder)
    return None if found is None else found.practice


def read(folder: files.DataFolder) -> Public | None:
    """What is there, or None when it is missing or damaged: the vault opens without it."""
    import json  # late, as above

    try:
        return of(json.loads(folder.public.read_bytes()))
    except (OSError, ValueError):
        return None


def of(found: object) -> Public | None:
    """What a parsed `public.json` says, or None where it is not what `write` puts there."""
    if not isinstance(found, dict):
        return None
    try:
        public = Public(**{name: value for name, value in found.items() if name in Public._fields})
    except TypeError:
        return None
    kinds = Public.__annotations__
    return public if all(isinstance(getattr(public, name), kinds[name]) for name in kinds) else None
