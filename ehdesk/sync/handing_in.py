"""Handing in sealed work from a locked laptop, and bringing it back where the laptop is lost.

The journal is ciphertext already: it goes as it is, with the header whose slots open it. What a locked laptop
knows of the centre lies in one small file, sealed under the device secret of the computer's password store.
It opens one door, through which things go in and nothing comes out.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from ehdesk import errors, files
from ehdesk.models import enrolled
from ehdesk.sync import http, protocol
from ehdesk.vault import device as devices
from ehdesk.vault import header, journal, keyslots, opening, primitives

_PART = re.compile(r"[0-9]{8}(-[0-9a-f]{16})?", re.ASCII)


class Door(msgspec.Struct, frozen=True):
    """Where a locked laptop hands in, and the token that lets it do this and nothing else."""

    url: str
    token: str


def allow(folder: files.DataFolder, link: enrolled.Link, device: devices.DeviceSecrets) -> None:
    """From now on this laptop may hand in while it is locked. Raises: HandInNeedsKeyring, and a keyring's."""
    vault_id, secret = _secret(folder, device)
    authority, token_hash = link.token.partition(".")[0], protocol.digest(link.token.encode())
    door = Door(link.url, protocol.hand_in_token(authority, link.device, token_hash))
    sealed = primitives.seal(_key(secret), msgspec.json.encode(door), _bound(vault_id))
    files.write_durably(folder.hand_in, sealed)


def forbid(folder: files.DataFolder) -> None:
    """It may not any more."""
    folder.hand_in.unlink(missing_ok=True)


def hand_in(
    folder: files.DataFolder,
    device: devices.DeviceSecrets,
    reach: Callable[[str, str], http.Centre] = http.Centre,
    *,
    go_on: Callable[[], bool] = lambda: True,
    far: Callable[[int, int], object] = lambda _done, _of: None,
) -> int:
    """Hand in what the centre has not got of the journal; how many bytes went. The vault stays locked.

    It is held only while the journal is read, so that whoever unlocks meanwhile waits for nothing. `go_on` is
    asked before each piece, `far` told how many bytes of how many are there.
    Raises: HandInNotAllowed, HandInNeedsKeyring, VaultInUse, CentreRefusal; what went stays there.
    """
    if not folder.hand_in.exists():
        raise errors.HandInNotAllowed
    vault_id, secret = _secret(folder, device)
    try:
        opened = primitives.unseal(_key(secret), folder.hand_in.read_bytes(), _bound(vault_id))
    except primitives.NotOpened as error:
        raise errors.HandInNotAllowed from error
    door = msgspec.json.decode(opened, type=Door)
    with opening.claim(folder):
        parts = list(_parts(folder))
        files.write_durably(folder.handed_in, b"")
    went = done = 0
    of = sum(len(content) for _name, content in parts)
    with reach(door.url, door.token) as way:
        for name, content in parts:
            went += _send(way, name, content, go_on, partial(_tell, far, done, of))
            done += len(content)
    if went:  # whoever unlocked and synced meanwhile may have taken the mark away
        files.write_durably(folder.handed_in, b"")
    return went


def settle(folder: files.DataFolder, link: enrolled.Link, way: http.Centre) -> None:
    """All has come in the ordinary way: the centre may forget what was handed in. Raises: CentreRefusal."""
    if folder.handed_in.exists():
        way.received(link.previous)
        folder.handed_in.unlink(missing_ok=True)


def lay_out(place: Path, parts: dict[str, bytes]) -> None:
    """Write what a device handed in so that `read` and other programs find it: a header and a journal."""
    folder = files.DataFolder(place)
    files.make_folder(place)
    files.make_folder(folder.journal)
    for name, content in parts.items():
        if name.startswith("header-"):
            files.write_durably(folder.header, content)  # the newest comes last
        elif _PART.fullmatch(name):
            files.write_durably(folder.journal / f"{name}.ehj", content)


def read(place: Path, recovery_code: str) -> list[journal.Entry]:
    """The changes in what was handed in. Raises: VaultMissing, WrongRecoveryCode, RecoveryCodeUnreadable."""
    folder = files.DataFolder(place)
    keys: keyslots.Keys = opening.open_with_recovery_code(folder, recovery_code, device=devices.NoKeyring())
    return journal.read_files(sorted(folder.journal.glob("*.ehj")), keys.journal, keys.vault_id)


def _parts(folder: files.DataFolder) -> Iterator[tuple[str, bytes]]:
    """The header first: without it nothing opens the rest."""
    head = folder.header.read_bytes()
    yield f"header-{protocol.digest(head)[:16]}", head
    if folder.journal.is_dir():
        for path in sorted(folder.journal.glob("*.ehj")):
            yield path.stem, path.read_bytes()


def _send(
    way: http.Centre, name: str, content: bytes, go_on: Callable[[], bool], far: Callable[[int], object]
) -> int:
    """Send what is missing. Where something else stands under the name (an append that a crash cut off was
    taken back), the whole goes under a name of its own: nothing is ever replaced there."""
    held, digest = way.sealed_so_far(name) if go_on() else (0, "")
    if held > len(content) or (digest and protocol.digest(content[:held]) != digest):
        name = f"{name}-{protocol.digest(content)[:16]}"
        held, _ = way.sealed_so_far(name)
    went = 0
    while held < len(content) and go_on():
        now = way.hand_in(name, held, len(content), content[held : held + protocol.PIECE])
        if now <= held:
            raise errors.CentreAway
        went, held = went + now - held, now
        far(held)
    return went


def _tell(far: Callable[[int, int], object], before: int, of: int, held: int) -> None:
    far(before + held, of)


def _secret(folder: files.DataFolder, device: devices.DeviceSecrets) -> tuple[str, bytes]:
    found = header.read(folder)
    secret = device.read(found.vault_id) if found.slot(keyslots.PASSPHRASE) else None
    if secret is None:
        raise errors.HandInNeedsKeyring
    return found.vault_id, secret


def _key(device_secret: bytes) -> bytes:
    return primitives.derive(device_secret, "ehdesk/1/hand-in")


def _bound(vault_id: str) -> bytes:
    return f"ehdesk/1/hand-in|{vault_id}".encode()
