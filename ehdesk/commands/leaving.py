"""How a paper leaves by command: as a file that is not encrypted, or locked, to be sent."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ehdesk import errors
from ehdesk.commands import bundles, console
from ehdesk.models import acts, family, person, readership, store, visit_pack
from ehdesk.paper import sealed, text, unprintable
from ehdesk.rules import folding, readers

_LEAST_NAME = 3


@dataclass(frozen=True)
class Way:
    """Where a paper goes. With `to_send` it is locked, and `file` may be a folder: its name tells nothing."""

    file: Path
    to_send: bool = False

    @property
    def method(self) -> str:
        """The way of giving, as the log of copies has it."""
        return "emailed" if self.to_send else "saved"


@dataclass(frozen=True)
class Gone:
    """The file that was written, and the password that opens it; "" where it is not locked."""

    file: Path
    password: str = field(default="", repr=False)

    def told(self) -> dict[str, Any]:
        """The same for JSON."""
        return {"file": str(self.file), "password": self.password or None}


def check(kept: store.Store, way: Way, reader: readers.Reader, family_id: str | None) -> None:
    """Let pass what may go that way to that reader.

    Raises: NotSafeToSend, ReaderForSending; NameTells, WouldOverwrite for the file of a locked copy.
    """
    if not way.to_send:
        return
    if reader.is_family:
        if not reader.person:
            raise errors.ReaderForSending
        kept.ask(visit_pack.check_safe_to_send, reader.person)
    if way.file.is_dir():
        return
    if way.file.exists():
        raise errors.WouldOverwrite(file=way.file.name)
    if family_id is not None and kept.ask(_tells, way.file.stem, family_id):
        raise errors.NameTells


def write(way: Way, pdf: bytes, setter: text.Typesetter | None = None) -> Gone:
    """Write the file, locked where it is to be sent; say first which letters cannot be printed.

    Raises: FileUnwritable.
    """
    unknown = unprintable.said(setter.unknown) if setter is not None else ""
    if unknown:
        console.tell(unknown)
    if not way.to_send:
        bundles.write(way.file, pdf)
        return Gone(way.file)
    file = way.file / sealed.neutral_name() if way.file.is_dir() else way.file
    password = sealed.password()
    bundles.write(file, sealed.sealed(pdf, password))
    return Gone(file, password)


def say(gone: Gone, to: str = "") -> None:
    """What to do with the file. The password is said here and nowhere else."""
    if not gone.password:
        console.tell(f"{gone.file} is not encrypted. Print it, then delete it.")
        return
    console.say(f"Saved as {gone.file}, locked. Its password, for {to or 'whoever reads it'}:")
    console.say(f"  {gone.password}")
    console.tell("Say it on the telephone or at the door, never in the same email. It is not shown again.")
    console.tell("Once the file is sent, delete it here: theirs stays locked.")


def _tells(read: acts.Reading, stem: str, family_id: str) -> bool:
    """Whether a file's name says whose it is: it holds a name of the family, or its reference."""
    name, reference = family.named(read, family_id)
    names = [name, *person.names(read, family_id).values()]
    names += [said for one in readership.facts(read, family_id).people for said in one.names]
    said = " ".join(folding.fold(stem.replace("_", " ").replace("-", " ").replace(".", " ")).split())
    number = "".join(folding.fold(reference).split()).replace("-", "")
    words = {word for each in names for word in folding.fold(each.replace("-", " ")).split()}
    found = any(word in said.split() for word in words if len(word) >= _LEAST_NAME)
    return found or bool(number and number in said.replace(" ", ""))
