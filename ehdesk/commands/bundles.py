"""Bundles in and out: import and export."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from ehdesk import errors, files
from ehdesk.commands import console, opening, reference
from ehdesk.models import acts, bundle, bundle_file, bundle_out, bundle_shape, copies, stored
from ehdesk.vault import cabinet

Recipient: TypeAlias = bundle_out.Recipient

KINDS = {
    "practitioner": ("practitioner", "practitioners"),
    "family": ("family", "families"),
    "person": ("person", "people"),
    "episode": ("episode", "episodes"),
    "form": ("form", "forms"),
    "document": ("document", "documents"),
    "agency": ("agency", "agencies"),
    "link": ("link between people", "links between people"),
    "visit": ("visit", "visits"),
    "copy": ("copy given", "copies given"),
    "paper_run": ("paper in the book", "papers in the book"),
    "moved_away": ("line of what was moved", "lines of what was moved"),
    "own_word": ("word of yours", "words of yours"),
}


def bring_in(chosen: opening.Chosen, file: Path, *, as_json: bool) -> None:
    """Import a bundle and report. Raises: errors.FileUnreadable, BundleRefusal."""
    content = read(file)
    with opening.opened(chosen) as desk:
        checked = bundle.read_bundle(content, today=desk.clock.today())
        report = desk.store.do(bundle.bring_in, checked.bundle, _files_beside(file)).result
    if as_json:
        console.as_json(_told(report, checked.warnings))
        return
    _say(report, checked.warnings)


def take_out(
    chosen: opening.Chosen,
    output: Path,
    *,
    reader: str,
    references: Sequence[str],
    recipient: bundle_out.Recipient | None = None,
) -> None:
    """Export families to a file that was not there before.

    Raises: errors.WouldOverwrite, FileUnwritable; SharingRefused, AskTheFamily for an agency.
    """
    if output.exists():
        raise errors.WouldOverwrite(file=output.name)
    with opening.opened(chosen) as desk:
        families = [reference.family_id(desk.store, said) for said in references] or None
        said: dict[str, Any] = {"reader": reader, "families": families, "recipient": recipient}
        content = desk.store.do(bundle_out.export, **said).result
        write(output, content)
        _write_documents(desk, output, content)
        _note_copies(desk, reader, families, recipient)
    console.tell(f"{output} is not encrypted. Keep it only as long as you need it.")


def folder_beside(bundle: Path) -> Path:
    """Where the documents of a bundle lie: `families.json.files` beside `families.json`."""
    return bundle.with_name(bundle.name + ".files")


def _write_documents(desk: opening.Opened, output: Path, content: bytes) -> None:
    """Write the documents that a bundle lists beside it, each called by its SHA-256."""
    wanted = bundle_out.documents_of(content)
    if not wanted:
        return
    folder = folder_beside(output)
    try:
        files.make_folder(folder)
    except OSError as error:
        raise errors.FileUnwritable(file=folder.name, reason=error.strerror) from error
    for sha256 in wanted:
        write(folder / sha256, desk.store.cabinet.read(sha256))
    console.tell(
        f"{folder} holds {console.counted(len(wanted), 'document', 'documents')}, not encrypted. "
        "It belongs to the bundle."
    )


def _files_beside(file: Path) -> Callable[[str], bytes | None]:
    """The documents beside a bundle, by their SHA-256."""

    def found(sha256: str) -> bytes | None:
        path = folder_beside(file) / sha256
        try:
            return path.read_bytes() if path.stat().st_size <= cabinet.LARGEST else None
        except OSError:
            return None

    return found


def _note_copies(
    desk: opening.Opened,
    reader: str,
    families: Sequence[str] | None,
    recipient: bundle_out.Recipient | None,
) -> None:
    """Note in each family's file that somebody else got a copy; one's own move to another vault is none."""
    if reader != "practitioner":
        ids = families if families is not None else desk.store.ask(_all_families)
        agency = recipient.agency if recipient is not None else ""
        who = recipient.who if recipient is not None else ""
        to = who or "The family" if reader == "family" else agency or "Another agency"
        copy = copies.Copy(to=to, what="The family's file", reader=reader, method="exported")
        desk.store.do(copies.exported, ids, copy)


def _all_families(read: acts.Reading) -> tuple[str, ...]:
    return tuple(stored.families(read))


def read(file: Path) -> bytes:
    """A file's content, when it is not too large. Raises: errors.FileUnreadable, BundleTooLarge."""
    try:
        if file.stat().st_size > bundle_file.LARGEST:
            raise errors.BundleTooLarge(megabytes=bundle_file.LARGEST // (1024 * 1024))
        return file.read_bytes()
    except OSError as error:
        raise errors.FileUnreadable(file=file.name, reason=error.strerror) from error


def write(output: Path, content: bytes) -> None:
    """Write a file that only this worker may read. Raises: errors.FileUnwritable."""
    try:
        files.write_durably(output, content)
    except OSError as error:
        raise errors.FileUnwritable(file=output.name, reason=error.strerror) from error


def _told(report: bundle.Report, warnings: Sequence[bundle_shape.Fault]) -> dict[str, object]:
    return {
        "new": {kind: report.new.get(kind, 0) for kind in KINDS},
        "already_here": report.already_here,
        "documents_left_out": report.without_bytes,
        "differences": [asdict(one) for one in report.differences],
        "warnings": [asdict(one) for one in warnings],
    }


def _say(report: bundle.Report, warnings: Sequence[bundle_shape.Fault]) -> None:
    if report.changed_nothing:
        console.say("Nothing is new: nothing has been changed.")
    for kind, count in report.new.items():
        console.say(f"{count} {KINDS[kind][count > 1]} brought in")
    if report.already_here:
        here = console.counted(report.already_here, "record was", "records were")
        console.say(f"{here} here already, the same")
    if report.without_bytes:
        left = console.counted(report.without_bytes, "document", "documents")
        console.tell(f"{left} left out: not beside the bundle, or not whole")
    for one in report.differences:
        keys = ", ".join(one.keys)
        console.say(f"Left as it is here: {one.kind} {one.record_id} differs in {keys}")
    for warning in warnings:
        console.tell(f"Please look: {warning.path}: {warning.words}")
