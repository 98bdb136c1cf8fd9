"""The full check: vault, journal, history, trail, search and backups, each said in one line."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ehdesk import errors, files
from ehdesk.commands import console, opening
from ehdesk.models import soundness
from ehdesk.vault import backup


@dataclass(frozen=True)
class Finding:
    """What one part of the check found. `words` says it either way."""

    part: str
    sound: bool
    words: str


def check(chosen: opening.Chosen, *, as_json: bool) -> None:
    """Check everything and say it. Raises: errors.CheckFailed when anything is wrong."""
    header = _header(chosen.folder())  # before opening, which mends a damaged copy
    with opening.opened(chosen) as desk:
        found = [header, *_record(desk), *_backups(desk)]
    if as_json:
        console.as_json(
            {"sound": all(one.sound for one in found), "findings": [asdict(one) for one in found]}
        )
    else:
        for one in found:
            console.say(f"{'sound' if one.sound else 'WRONG'}  {one.part}: {one.words}")
    wrong = sum(not one.sound for one in found)
    if wrong:
        raise errors.CheckFailed(count=wrong)


def _header(folder: files.DataFolder) -> Finding:
    def content(path: Path) -> bytes:
        return path.read_bytes() if path.exists() else b""

    if content(folder.header) == content(folder.header_copy) != b"":
        return Finding("header", sound=True, words="both copies are the same, and open the vault")
    return Finding("header", sound=False, words="its two copies differed; opening has mended the bad one")


def _record(desk: opening.Opened) -> Iterator[Finding]:
    kept = desk.store
    parts: tuple[tuple[str, Callable[..., soundness.Found]], ...] = (
        ("database", soundness.database),
        ("history", soundness.history),
        ("trail", soundness.trail),
        ("search", soundness.search),
        ("documents", soundness.documents),
    )
    for part, ask in parts:
        found = kept.ask(ask)
        yield Finding(part, sound=not found.wrong, words=found.words)
    back = (
        f"{console.counted(kept.recovered, 'part', 'parts')} put back at this opening"
        if kept.recovered
        else "nothing to put back"
    )
    damaged = (
        f"{console.counted(kept.damaged, 'part', 'parts')} cannot be read; {back}" if kept.damaged else back
    )
    yield Finding("journal", sound=not kept.damaged, words=damaged)


def _backups(desk: opening.Opened) -> Iterator[Finding]:
    taken = backup.list_backups(desk.folder)
    if not taken:
        yield Finding("backups", sound=True, words="none yet")
    for one in taken:
        try:
            backup.check(desk.keys, one)
        except errors.BackupFaulty as problem:
            yield Finding(f"backup {one.path.name}", sound=False, words=problem.words()[0])
        else:
            yield Finding(f"backup {one.path.name}", sound=True, words="opened and whole")
