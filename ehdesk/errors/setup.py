"""6xx: what can go wrong with the machine and the commands."""

from ehdesk.errors.base import Refusal


class SetupRefusal(Refusal):
    """6xx: the machine and the commands."""


class SettingsFaulty(SetupRefusal):
    """An authority's settings that cannot be used. `details`: file and problem."""

    number = 601
    title = "The authority's settings in {file} cannot be used"
    safe = "No record has been changed."
    todo = "Correct the file: {problem}."


class NoPassphrase(SetupRefusal):
    """A command needs the passphrase and nobody is there to type it."""

    number = 611
    title = "The passphrase is needed, and there is no terminal to type it at"
    todo = "Name a file that holds it: --passphrase-file FILE. It is never given on the command line."


class PassphraseUnread(SetupRefusal):
    """The file with the passphrase could not be read."""

    number = 612
    title = "The passphrase file {file} could not be read"
    todo = "Check its name and that you may read it. Its first line is the passphrase."


class PassphrasesDiffer(SetupRefusal):
    """The new passphrase was typed differently the second time."""

    number = 613
    title = "The two passphrases are not the same"
    safe = "No vault was made."
    todo = "Start again and type the same one twice."


class NumbersMissing(SetupRefusal):
    """A vault for real families needs the numbers to call."""

    number = 614
    title = "The daytime and out-of-hours numbers are missing"
    safe = "No vault was made."
    todo = "Give --daytime and --out-of-hours. Every screen and every family's page shows them."


class FamilyNotFound(SetupRefusal):
    """No family, or more than one, answers to what was typed."""

    number = 615
    title = "{found} families answer to that reference"
    todo = "Type the whole reference. `ehdesk families` lists them."


class FileUnreadable(SetupRefusal):
    """A file that a command was given could not be read."""

    number = 616
    title = "The file {file} could not be read: {reason}"
    todo = "Check its name and that you may read it."


class FileUnwritable(SetupRefusal):
    """The file that a command should write could not be written."""

    number = 617
    title = "The file {file} could not be written: {reason}"
    todo = "Choose a folder that you may write to, with room on its disk."


class AnswersUnusable(SetupRefusal):
    """The file of answers does not fit the form; `faults` says where."""

    number = 618
    title = "The answers do not fit the form: {count} faults"
    title_of_one = "The answers do not fit the form: one fault"
    todo = "Mend what is listed. `ehdesk forms FORM` shows the keys and codes; so does docs/commands.md."

    def __init__(self, faults: tuple[object, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class WouldOverwrite(SetupRefusal):
    """The file is there already."""

    number = 619
    title = "The file {file} is there already"
    todo = "Choose another name, or move the old file away."


class CheckFailed(SetupRefusal):
    """The full check found something."""

    number = 620
    title = "The check found {count} things wrong"
    title_of_one = "The check found one thing wrong"
    safe = "Nothing has been changed, and the backups are kept."
    todo = "Do not delete anything. Ask your support, and keep this list."


class NothingToPrint(SetupRefusal):
    """The family has no such form, or no family was named."""

    number = 621
    title = "There is no such form to print"
    todo = "`ehdesk show REF` lists the family's forms. Without REF an empty form is printed."


class StageUnknown(SetupRefusal):
    """The form has no such stage. `details`: stage, known."""

    number = 622
    title = "The form has no stage called {stage}"
    todo = "Its stages are: {known}."


class NoScreen(SetupRefusal):
    """The desk was wanted where no window can be shown."""

    number = 623
    title = "There is no screen here to open the desk on"
    todo = "Walk a visit without one: ehdesk demo --offscreen DIR leaves pictures and printed forms there."


class WalkStopped(SetupRefusal):
    """A walk through the windows waited in vain. `details`: what."""

    number = 624
    title = "The walk stopped: it waited in vain until {what}"
    safe = "The pictures taken so far are kept. No family's record was touched."
    todo = "Try again. If it stops there again, tell your IT support this sentence."


class NoEpisode(SetupRefusal):
    """A command works on an episode and the family has none."""

    number = 625
    title = "This family has no episode yet"
    todo = "Open one on the desk, or finish the family's Part A. `ehdesk show REF` lists the episodes."


class NoPlan(SetupRefusal):
    """The family's newest episode has no plan."""

    number = 626
    title = "This family has no plan yet"
    todo = "Begin one: ehdesk fill action_plan REF --answers FILE."


class PersonNotFound(SetupRefusal):
    """Nobody of the family, or more than one, answers to what was typed. `details`: found, who, said."""

    number = 627
    title = "{found} {who} of this family answer to {said}"
    todo = "Give the whole name, or the id. `ehdesk show REF` lists the people."


class KeptApart(SetupRefusal):
    """A document that is kept apart was asked for somebody else."""

    number = 628
    title = "This document is kept apart, and no copy of it goes out"
    todo = "Save it for yourself with --reader practitioner, or ask your manager who may have it."


class NoSuchLine(SetupRefusal):
    """A line of a plan, a team or a directory was named that is not there. `details`: what, said, command."""

    number = 629
    title = "There is no {what} {said}"
    todo = "`{command}` lists what there is. Name one of them, then try again."


class ColleagueNotFound(SetupRefusal):
    """Somebody was named as one of the authority's staff and is not on its list. `details`: said."""

    number = 630
    title = "Nobody of your authority’s staff answers to {said}"
    todo = "Give their whole name as the authority writes it, after `ehdesk sync`. Or name them as `worker`."


class SeveralColleagues(SetupRefusal):
    """Two of the staff have the name that was typed. `details`: said, ids."""

    number = 631
    title = "More than one of your authority’s staff is called {said}"
    todo = "Give the id instead of the name: {ids}."
