"""Bundles in and out: import and export."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ehdesk import errors, files
from ehdesk.commands import console, opening, reference
from ehdesk.models import bundle, bundle_file, bundle_out, bundle_shape

KINDS = {
    "practitioner": ("practitioner", "practitioners"),
    "family": ("family", "families"),
    "person": ("person", "people"),
    "episode": ("episode", "episodes"),
    "form": ("form", "forms"),
    "agency": ("agency", "agencies"),
    "link": ("link between people", "links between people"),
}


def bring_in(chosen: opening.Chosen, file: Path, *, as_json: bool) -> None:
    """Import a bundle and report. Raises: errors.FileUnreadable, BundleRefusal."""
    content = read(file)
    with opening.opened(chosen) as desk:
        checked = bundle.read_bundle(content, today=desk.clock.today())
        report = desk.store.do(bundle.bring_in, checked.bundle).result
    if as_json:
        console.as_json(_told(report, checked.warnings))
        return
    _say(report, checked.warnings)


def take_out(chosen: opening.Chosen, output: Path, *, reader: str, references: Sequence[str]) -> None:
    """Export families to a file that was not there before. Raises: errors.WouldOverwrite, FileUnwritable."""
    if output.exists():
        raise errors.WouldOverwrite(file=output.name)
    with opening.opened(chosen) as desk:
        families = [reference.family_id(desk.store, said) for said in references] or None
        content = desk.store.do(bundle_out.export, reader=reader, families=families).result
    write(output, content)
    console.tell(f"{output} is not encrypted. Keep it only as long as you need it.")


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
        "differences": [asdict(one) for one in report.differences],
        "warnings": [asdict(one) for one in warnings],
    }


def _say(report: bundle.Report, warnings: Sequence[bundle_shape.Fault]) -> None:
    if report.changed_nothing:
        console.say("Nothing is new: nothing has been changed.")
    for kind, count in report.new.items():
        console.say(f"{count} {KINDS[kind][count > 1]} brought in")
    if report.already_here:
        console.say(f"{report.already_here} records were here already, the same")
    for one in report.differences:
        keys = ", ".join(one.keys)
        console.say(f"Left as it is here: {one.kind} {one.record_id} differs in {keys}")
    for warning in warnings:
        console.tell(f"Please look: {warning.path}: {warning.words}")
