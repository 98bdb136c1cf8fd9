"""What goes in and out of opening a vault: the answers of first run, and the vault once it is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ehdesk import files

if TYPE_CHECKING:
    from ehdesk.models import store as stores
    from ehdesk.vault import keyslots, opening, public


@dataclass(frozen=True)
class NewDesk:
    """What first run asks before there is a vault. It lives in that window only until the vault is made."""

    practice: bool = False
    name: str = ""
    team: str = ""
    agency: str = ""
    passphrase: str = field(default="", repr=False)
    keyring: bool = True
    daytime: str = ""
    out_of_hours: str = ""

    def avoid(self) -> tuple[str, ...]:
        """Words that make a poor passphrase for this person."""
        return tuple(part for part in (self.name, self.team, self.agency) if part)


@dataclass
class Opened:
    """A vault that was just opened, and what there is to say about how it opened."""

    folder: files.DataFolder
    store: stores.Store
    keys: keyslots.Keys = field(repr=False)
    claim: opening.Claim = field(repr=False)
    public: public.Public
    me: Any = None
    place: Any = None
    recovery_code: str = field(default="", repr=False)
    header_mended: bool = False
