"""4xx: what can go wrong on the way to paper, and back from it."""

from typing import Any

from ehdesk.errors.base import Refusal


class PaperRefusal(Refusal):
    """4xx: printing."""


class NotForFamilies(PaperRefusal):
    """A form that no family gets a copy of was asked for as a family's copy."""

    number = 401
    title = "This form is not copied for families"
    safe = "Nothing was printed."
    todo = "Print it for a practitioner, or ask your manager how to answer a request to see it."


class NotForAgencies(PaperRefusal):
    """A form about the quality of the work was asked for another agency."""

    number = 402
    title = "This form is not copied for other agencies"
    safe = "Nothing has been printed."
    todo = "Print it for yourself, or choose another form."


class NotBlank(PaperRefusal):
    """A form that is never printed empty was asked for empty: what it says is written on a screen."""

    number = 403
    title = "This form is not printed empty"
    safe = "Nothing was printed."
    todo = "Fill it in on the screen, then print it filled."


class NotEasyRead(PaperRefusal):
    """Easy read was asked for of a form that nobody has put into easy words."""

    number = 430
    title = "This form is not printed in easy read"
    safe = "Nothing was printed."
    todo = (
        "Easy read is there for the agreement and for feedback. Print this one in standard or large print, "
        "or print “Why we are involved”."
    )


class PaperCodeUnreadable(PaperRefusal):
    """Wrong length, a foreign character, or the check character does not fit."""

    number = 404
    title = "That is not a whole page code"
    todo = (
        "The code stands at the head and foot of the page: two groups of four letters and numbers, and "
        "one of three. One of them may be missing or mistyped."
    )


class PaperUnknown(PaperRefusal):
    """A whole page code that this vault never printed, or printed after the backup it went back to."""

    number = 405
    title = "This page was not printed from here"
    safe = "Nothing has been changed."
    todo = (
        "It may come from a colleague's laptop, or from before a restore. Ask who printed it, or open the "
        "family's file and type the answers into the form."
    )


class PaperSpoiled(PaperRefusal):
    """The page of a run that was marked as spoiled or destroyed."""

    number = 406
    title = "This paper was marked as spoiled or destroyed"
    safe = "Nothing has been changed."
    todo = "Look in the book of printed paper which page took its place."


class PageEntered(PaperRefusal):
    """A page that was typed in already."""

    number = 407
    title = "This page has been typed in already"
    safe = "Nothing has been changed."
    todo = "Open the form and look. What is wrong there can be changed in the form itself."


class PaperStateUnknown(PaperRefusal):
    """No such place for paper. `details`: state, known."""

    number = 408
    title = "Paper cannot be marked as {state}"
    safe = "Nothing has been changed."
    todo = "Use one of: {known}."


class PaperOlder(PaperRefusal):
    """The page of a form that has changed since it was printed. `details`: form."""

    number = 409
    title = "The form has changed since this page was printed"
    safe = "Nothing has been changed."
    todo = "Its questions are not the same any more. Open {form} in the family's file, and type into that."


class PaperFinished(PaperRefusal):
    """The form that the page belongs to was finished without it. `details`: form."""

    number = 410
    title = "This form is finished already"
    safe = "Nothing has been changed."
    todo = "Open {form}, choose Amend and say why. Then enter the page again."


class PaperOfNobody(PaperRefusal):
    """A page that was printed for no family, and nobody has said whose it is."""

    number = 411
    title = "This page belongs to no family yet"
    safe = "Nothing has been changed."
    todo = "Choose the family whose answers stand on it."


class NotSafeToSend(PaperRefusal):
    """A copy was to be sent to somebody for whom that is not marked as safe. `details`: name, safe."""

    number = 415
    title = "It is not marked as safe to send {name} an email"
    safe = "Nothing has been made or sent."
    todo = (
        "What is marked as safe: {safe}. Give it by hand, or ask them when they are alone, and tick it in "
        "their record."
    )


class PrinterSilent(PaperRefusal):
    """The printer did not begin: it is gone, switched off, or the file could not be made."""

    number = 416
    title = "The printer did not take the pages"
    safe = "Nothing is noted as printed or given."
    todo = "See that it is switched on, connected and has paper, or choose another. Then print again."


class NoPrinter(PaperRefusal):
    """Something was to be printed, and this computer knows no printer."""

    number = 424
    title = "This computer knows no printer"
    safe = "Nothing is noted as printed or given."
    todo = "Connect one and try again. “Print later” keeps the paper for then; “Save as PDF” makes a file."


class FormOnPaperOnly(PaperRefusal):
    """Something was to be printed, and the system's own window was told to make a file instead."""

    number = 425
    title = "A file was chosen instead of a printer"
    safe = "No file was made, and nothing is noted as printed or given."
    todo = "Print again and choose a printer. “Save as PDF” makes a file, and says that it is not encrypted."


class CodeOnPaperOnly(PaperRefusal):
    """The recovery sheet was to be printed: this computer knows no printer, or a file was chosen instead."""

    number = 423
    title = "The recovery sheet was not printed"
    safe = (
        "No printer was found, or a file was chosen. The code is not written into a file: whoever finds "
        "that can open your vault."
    )
    todo = "Choose a printer that puts it on paper, or write the code down by hand."


class PrintingStopped(PaperRefusal):
    """A print job that began and did not end, or was stopped. `details`: page (how many went), total."""

    number = 417
    title = "Printing stopped after {page} of {total} pages"
    safe = "Nothing is noted as printed or given."
    todo = "Destroy any page that came out: its code leads nowhere. Then print again."


class PaperToKeep(PaperRefusal):
    """The code of a page that is the family's to keep: nothing on it is filled in."""

    number = 418
    title = "There is nothing to type in on this page"
    safe = "Nothing has been changed."
    todo = "It says why we are involved. Give it back to the family, or say in their file where it is now."


class ReaderForSending(PaperRefusal):
    """A copy for the family was to be sent, and nobody said to whom of it."""

    number = 419
    title = "Say who of the family the copy is sent to"
    safe = "Nothing has been made or sent."
    todo = "What is safe to send is marked for each of them (--for NAME)."


class OneReaderOnly(PaperRefusal):
    """Papers for several readers were to go in one locked copy."""

    number = 420
    title = "These papers are for more than one reader"
    safe = "Nothing has been made or sent."
    todo = "A copy to send is for one person. Make one for each, or print them."


class NameTells(PaperRefusal):
    """The file of a locked copy was to have a name that says whose it is."""

    number = 421
    title = "The file's name tells whose it is"
    safe = "Nothing has been made or sent."
    todo = (
        "A file's name can be read by anybody. Give a folder instead, and it gets a name that tells nothing."
    )


class WitnessNeeded(PaperRefusal):
    """A copy that was read out, and nobody was there to hear it."""

    number = 422
    title = "Say who was there as a witness"
    safe = "Nothing has been noted."
    todo = "When a paper is read out, somebody who is not of the family hears it too: name them."


class NotTheirs(PaperRefusal):
    """A copy of a form was asked for somebody in the family who is not to have it. `details`: why."""

    number = 412
    title = "This is not for this reader"
    safe = "Nothing has been printed, saved or taken out."
    todo = "{why}. If they are to have it all the same, say why, and your reason stays with the copy."


class ReaderUnknown(PaperRefusal):
    """Nobody, or more than one, of the family answers to what was typed. `details`: said, known."""

    number = 414
    title = "Nobody of this family is known as {said}, or more than one is"
    safe = "Nothing has been printed, saved or taken out."
    todo = "Give the whole name, or the id. The family's readers are: {known}."


class LookFirst(PaperRefusal):
    """Words that may tell where somebody lives stand in what would go out. `faults` says where each is."""

    number = 413
    title = "Look at {count} places in the text before this goes out"
    title_of_one = "Look at one place in the text before this goes out"
    safe = "Nothing has been printed, saved or taken out."
    todo = "Read each one. Leave its answer out (--leave-out KEY), or say that the rest may go (--checked)."

    def __init__(self, found: tuple[Any, ...]) -> None:
        super().__init__(count=len(found))
        self.faults = found
