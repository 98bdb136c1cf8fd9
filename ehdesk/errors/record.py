"""2xx and 3xx: what can go wrong when the family's record and its forms are written and read."""

from typing import Any

from ehdesk.errors.base import Refusal


class RecordRefusal(Refusal):
    """2xx: writing and reading the family's record."""


class RecordMissing(RecordRefusal):
    """No record with that id is in this vault."""

    number = 201
    title = "That record is not on this laptop"
    todo = "Go back and open it again from the list. It may have been moved to another team."


class OutsideAnAct(RecordRefusal):
    """A program's fault: something tried to write without an act, so without a trace."""

    number = 202
    title = "ehdesk tried to change the record in a way that leaves no trace, and was stopped"
    todo = "Tell your IT support. Your work is safe."


class RecordLocked(RecordRefusal):
    """A finished form, or a note of an earlier day."""

    number = 203
    title = "This is finished and cannot be changed as it stands"
    safe = "What was finished stays as it is."
    todo = "To correct it, choose Amend and say why. Both versions are kept."


class OtherVoice(RecordRefusal):
    """Undo on a field that somebody else set meanwhile. `details`: who, at, value."""

    number = 204
    title = "Somebody else has changed this since"
    safe = "Both versions are kept in the history."
    todo = "Look at the history of this question and choose there."


class NotComplete(RecordRefusal):
    """Finishing a form that has gaps; `faults` is every one of them (forms.answers.Fault)."""

    number = 205
    title = "{count} answers are needed before this can be finished"
    title_of_one = "One answer is needed before this can be finished"
    safe = "Everything that you have written is saved."
    todo = "Answer what is listed, then finish again."

    def __init__(self, faults: tuple[Any, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class RowGone(RecordRefusal):
    """An answer for a row that has been taken away."""

    number = 206
    title = "That row has been taken away"
    safe = "The row is kept in the history."
    todo = "Add a row, or bring the old one back with Undo."


class NothingToUndo(RecordRefusal):
    """No step back (or forward) is left."""

    number = 207
    title = "There is nothing left to undo here"
    todo = "Earlier versions are in the history of each question."


class MigrationStopped(RecordRefusal):
    """Bringing the vault's tables to this version would have lost something."""

    number = 208
    title = "The vault could not be brought to this version of ehdesk ({reason})"
    safe = "The vault is as it was before."
    todo = "Go on with the earlier ehdesk and tell your IT support."


class NotItsAuthor(RecordRefusal):
    """A draft that only its author may write or read."""

    number = 209
    title = "This is still being written by somebody else"
    todo = "It can be read when it is finished."


class FieldUnknown(RecordRefusal):
    """A field that this kind of record does not have. `details`: field."""

    number = 210
    title = "There is no place for “{field}” in this record"
    todo = "Tell your IT support which page this was."


class NumbersFirst(RecordRefusal):
    """A real vault takes no family before the two urgent numbers are entered and read back."""

    number = 211
    title = "Your authority’s two urgent numbers come first"
    safe = "Nothing has been changed, and what you typed is kept."
    todo = "Enter the daytime and the out-of-hours number in Settings and read them back, then try again."


class OtherForm(RecordRefusal):
    """The record that was named is not the form that was named with it. `details`: form."""

    number = 212
    title = "That record is another form: {form}"
    todo = "Name that form, or look for the record’s id with: ehdesk show REF"


class RecordJoined(RecordRefusal):
    """A change to a person's record that was joined to another one of the same human."""

    number = 231
    title = "This record was joined to another one of the same person"
    todo = "Write it into the record that stands now, or undo the joining first."


class NotOnePerson(RecordRefusal):
    """Two records were to be joined that nobody has linked, or that are not in one family file."""

    number = 232
    title = "These two records cannot be joined yet"
    todo = (
        "Say first that they are the same person. Only records in one family file are joined; "
        "across families they are linked."
    )


class ProtectBothFirst(RecordRefusal):
    """Of two records to be joined one keeps where they live from somebody, and the other does not."""

    number = 233
    title = "One of the two records keeps where they live from somebody, the other does not"
    todo = "Open the other record, say there too from whom it is kept, then join them."


class LaterJoinFirst(RecordRefusal):
    """A joining is to be undone while the record that stands was joined to a third one."""

    number = 234
    title = "The record that stands was joined to another one since"
    todo = "Undo that joining first."


class LevelUnknown(RecordRefusal):
    """A level that is not in the authority's scheme. `details`: level."""

    number = 235
    title = "The authority’s scheme has no level “{level}”"
    todo = "Choose one of its levels."


class AlreadySettled(RecordRefusal):
    """Two versions that somebody else has settled meanwhile, or that never were."""

    number = 253
    title = "This has been settled already"
    safe = "Every version is kept in the history of the question."
    todo = "Look at what stands now, and change it there if it is not right."


class ChangedWhileLooking(RecordRefusal):
    """Two versions were to be settled, and what stands is not any more what was shown."""

    number = 255
    title = "A colleague has changed this while you were looking"
    safe = "Nothing has been settled. Every version is kept."
    todo = "Look at what stands now, then choose again."


class NothingSetAside(RecordRefusal):
    """What was set aside has been taken up again already, or is not here."""

    number = 254
    title = "This is not set aside any more"
    safe = "Nothing has been changed."
    todo = "Look at the record: what you wrote may stand there already."


class ReasonMissing(RecordRefusal):
    """Something that needs a reason was done without one."""

    number = 236
    title = "A reason is needed"
    todo = "Say why in a few words, then try again."


class DatesCrossed(RecordRefusal):
    """Something would end before it began."""

    number = 237
    title = "That would end before it began"
    todo = "Check the two dates."


class NotInThisFamily(RecordRefusal):
    """A person of another family was named, or nobody who is in this file."""

    number = 238
    title = "That person is not in this family file"
    todo = "Add them to the family first, or choose somebody who is in it."


class SharingRefused(RecordRefusal):
    """Something would go to an agency that the family does not want to have it. `details`: why, advice."""

    number = 251
    title = "The family did not agree to this"
    safe = "Nothing has been printed, saved or taken out."
    todo = "{why}. {advice}"


class AskTheFamily(RecordRefusal):
    """Something would go to an agency about which the family is to be asked first. `details`: why, advice."""

    number = 252
    title = "Ask the family first"
    safe = "Nothing has been printed, saved or taken out."
    todo = "{why}. {advice}"


class NothingOffered(RecordRefusal):
    """Taking over an answer that is not offered any more: it was answered, or its source has gone."""

    number = 213
    title = "There is nothing to take over here any more"
    safe = "What is written here stays as it is."
    todo = "Answer the question as usual."


class NotFinishedYet(RecordRefusal):
    """Signing off, or sending back, what is still being written or is void."""

    number = 214
    title = "This is not finished"
    todo = "Finish it first. It can be signed off, or sent back, after that."


class OwnSignOff(RecordRefusal):
    """Signing off one's own form."""

    number = 215
    title = "Somebody else has to sign this off"
    todo = "Ask your manager. They can sign on a desk of theirs, on paper, or here beside you."


class NotInTheTeam(RecordRefusal):
    """Writing about a family with which the worker has nothing to do now."""

    number = 217
    title = "You are not in the team around this family"
    safe = "Nothing has been changed in this file. What you wrote in it before is kept."
    todo = (
        "If you have something to write down now, begin a note without a family: it stays yours until it is "
        "filed. Whoever leads the work with this family, or the Early Help Coordinator, can add you to the "
        "team."
    )


class NotAllowed(RecordRefusal):
    """Something that belongs to another role or tie. `details`: who."""

    number = 220
    title = "Somebody else has to do this"
    safe = "Nothing has been changed, and a draft stays a draft."
    todo = "{who} can do it. Ask them."


class NothingToConfirm(RecordRefusal):
    """Confirming a sign-off where none waits for it."""

    number = 216
    title = "There is no sign-off that waits to be confirmed"
    todo = "Look at what happened to this form, at its top."


class NameNeeded(RecordRefusal):
    """Signing off without saying who."""

    number = 218
    title = "Whose sign-off is it?"
    todo = "Enter the name of the manager who signs."


class PlaceNeeded(RecordRefusal):
    """Signed on paper, without saying where the paper is."""

    number = 219
    title = "Where is the signed paper held?"
    todo = "Enter where it can be found, like “family file, Bridge Street”."


class FormRefusal(Refusal):
    """3xx: form definitions and answers."""


class FormFaulty(FormRefusal):
    """A definition that cannot be used. `details`: file; faults (where, problem, cure) with their text."""

    number = 301
    title = "The form definition {file} cannot be used"
    safe = "No record has been changed. Forms that are already filled are safe."
    todo = "Correct the file and check it again:\n{text}"


class FormUnknown(FormRefusal):
    """No definition with that id, or not in that version. `details`: form, version, known."""

    number = 302
    title = "There is no form called {form} (version {version})"
    safe = "No record has been changed."
    todo = "Use one of: {known}. A record in a newer version needs a newer ehdesk."


class AnswerUnreadable(FormRefusal):
    """An answer that its question cannot hold. `details`: question (its label) and message (what to do)."""

    number = 303
    title = "That answer does not fit the question “{question}”"
    safe = "What was there before is still there."
    todo = "{message}"
