"""24x and 5xx: what can go wrong with files that come in and go out: documents and bundles."""

from ehdesk.errors.base import Refusal
from ehdesk.errors.record import RecordRefusal


class DocumentTooLarge(RecordRefusal):
    """More than the cabinet takes in one piece."""

    number = 241
    title = "That file is larger than {megabytes} MB"
    safe = "The file is still where it was. Nothing has been added."
    todo = "Add a smaller copy of it, or only the pages that matter."


class DocumentUnreadable(RecordRefusal):
    """A picture or PDF that is broken, or that is not what its name says."""

    number = 242
    title = "That file cannot be read: {reason}"
    safe = "The file is still where it was. Nothing has been added."
    todo = "Open it on your computer to see whether it is whole, save it again and add that copy."


class PhotoFromPhone(RecordRefusal):
    """A HEIC photo, which this computer has nothing to open with."""

    number = 245
    title = "This photo is in a form that only its phone can open (HEIC)"
    safe = "The photo is still where it was. Nothing has been added."
    todo = (
        "Send it from the phone again by email: most phones then make a JPEG of it. For the next ones choose "
        "“Most compatible” on an iPhone (Settings, Camera, Formats). Or open it here and save it as JPEG."
    )


class DocumentDamaged(RecordRefusal):
    """Neither copy of a document's bytes can be read."""

    number = 243
    title = "This document cannot be opened: its file is missing or damaged"
    safe = "What is written about it is safe, and so is everything else in the file."
    todo = (
        "Run a full check in Settings. If you have a backup of this laptop's folder elsewhere, the file may "
        "still be in it."
    )


class DocumentNotHere(RecordRefusal):
    """A document of another desk whose bytes have not come to this one."""

    number = 246
    title = "This file has not come to this laptop yet"
    safe = "What is written about it is here, and the file is safe at the centre or where it was added."
    todo = "It comes by itself when you are online. A large one may take a while."


class AddingStopped(RecordRefusal):
    """The worker stopped it."""

    number = 244
    title = "You stopped it: the file was not added"
    safe = "The file is still where it was. Nothing of it is left in the vault."
    todo = "Add it again when you are ready."


class BundleRefusal(Refusal):
    """5xx: import and export."""


class BundleTooLarge(BundleRefusal):
    """The file is larger than an import reads."""

    number = 501
    title = "The file is too large to import"
    todo = "Split it: one file may have at most {megabytes} MB."


class BundleUnreadable(BundleRefusal):
    """The file is not JSON, or is nested too deep."""

    number = 502
    title = "The file could not be read as a bundle: {reason}"
    todo = "Ask whoever made the file to make it again."


class BundleFaulty(BundleRefusal):
    """The bundle has faults; `faults` is every one of them, each with `path` and `words`."""

    number = 503
    title = "The bundle was refused because of {count} faults"
    title_of_one = "The bundle was refused because of one fault"
    todo = "Mend what is listed and import it again. docs/bundle.md describes the shape."

    def __init__(self, faults: tuple[object, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class ReferenceTaken(BundleRefusal):
    """A family of the bundle has the reference of another family that is here. `details`: reference."""

    number = 504
    title = "Another family on this laptop has the reference {reference}"
    todo = "Ask whoever made the file which of the two families it belongs to."
