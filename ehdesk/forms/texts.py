"""Every text of a form that a person may read, for translators: the source of `ehdesk.pot`."""

import datetime
import io
from collections.abc import Iterable, Iterator

from ehdesk import words
from ehdesk.forms import definition

_FIXED = (
    *("Yes", "No", "I do not know", "Someone on file", "A row that is not here"),
    *(words.CHECKED_BY, words.CAUTION),
    *words.MONTHS,
    *words.WEEKDAYS,
    *words.SHORT_WEEKDAYS,
    *words.HOW_DATES_ARE_SAID,
)
# What stands around the questions on paper.
_ON_PAPER = (
    *("Page {n} of {m}", "Early Help form {register}", "{authority} Early Help", "TRAINING"),
    *("About this form", "Family reference", "Your name", "Family", "Reference", "Written by", "Date"),
    *("Status", "Amended", "Void", "Draft – not finished", "Not answered", "Not ticked"),
    *("row", "{label} (key)", "{n} on a scale from {low} to {high}", "Tick all that apply"),
    *("Day", "Month", "Year", "Time", "From", "To", "Signed"),
    *("If you ticked “{question}”:", "If you answered “{question}”:", "If you ticked {answers}:"),
    *("If you ticked {answers} at “{question}”:", "“{answer}”", " or "),
    *("Copy {n} for {reader}, {date}", "A court or an inspector", "The court or inspector"),
    *("The words in the boxes are in English.", "{name} will go through them with you."),
    *("Who will go through them with you", "Translated by {name} on {date}."),
)
# Why Early Help is involved, on a page of its own (`paper.why`; the forms may not look up there).
_PACK = (
    "Ask in the office",
    "At any other time: {number}",
    "Chronology",
    "Contents",
    "Early Help papers",
    "Early Help, in office hours: {number}",
    "Form",
    "How to reach them",
    "If somebody is in danger now, call 999.",
    "If you have found these papers, please call us. Please do not read on.",
    "No date",
    "Page",
    "Papers for a visit",
)
"""The cover of a pack, the chronology and the contact sheet."""
_PICTURES = (
    "A calendar",
    "A calendar with an arrow back to it",
    "A card",
    "A chart",
    "A clock",
    "A folder",
    "A grown-up with a child",
    "A heart",
    "A house",
    "A house beside an arrow up",
    "A kite",
    "A letter",
    "A light bulb",
    "A list of people",
    "A list with ticks",
    "A lock",
    "A page about a family",
    "A page and a magnifying glass",
    "A page goes from one person to another",
    "A page with a lock",
    "A pen and a speech bubble",
    "A pen that signs a page",
    "A pen that writes a name",
    "A person",
    "A person and a question",
    "A person beside an arrow up",
    "A person between two ways",
    "A person who speaks between two others",
    "A person who thinks",
    "A person with both arms up",
    "A puzzle with a piece missing",
    "A question in a speech bubble",
    "A school",
    "A shield with a tick",
    "A speech bubble with a cross",
    "A speech bubble with the number one",
    "A star",
    "A telephone that rings",
    "A telephone with its keys",
    "A tick in a circle",
    "A wand with stars",
    "A warning sign",
    "A worker with a badge and a star",
    "An arrow to one person",
    "An ear that listens",
    "An eye over a page",
    "An eye that watches",
    "Hands that hold a heart",
    "One, two, three",
    "People around a table",
    "Steps that go up",
    "The world",
    "Three stars",
    "Two arrows in a circle",
    "Two pages that are the same",
    "Two people who talk",
    "Two people who talk, and the sun",
    "Two people with a heart between them",
    "Two people, one helps the other",
    "Two speech bubbles in two languages",
    "Words in a speech bubble",
)
"""What the pictures of easy read show, for who cannot see them (`paper.pictograms`)."""
_WHY = (
    *("Why we are involved", "Early Help is your choice."),
    "This page tells you why we are here and what comes next.",
    *("What brought us together", "What we hope", "Who works with you", "How to say no", "Who to call"),
    *("You or somebody who knows you asked for help.", "These things came up:"),
    "Your worker can tell you more. Ask any time.",
    *("We work out together what should get better.", "Your worker tells you what comes next."),
    "We look together at what goes well and what would help.",
    *("One service makes a plan with you.", "We give you advice."),
    *("We ask children’s social care to help. We tell you why.", "We meet next on {date}."),
    *("{name} is your main worker.", "{name}, {agency}"),
    "These words are in English. Ask us to go through them.",
    *("You can say no. You can stop at any time.", "Tell your worker, or call {daytime}."),
    "You can see what we write about you. Tell us if it is wrong.",
    *("We keep what you say private.", "We must tell others if a child is in danger."),
    *("Are you worried about a child? Call {daytime}.", "At night and at weekends call {out_of_hours}."),
    "In an emergency call 999.",
)
_ABOUT = "# Every text of ehdesk's forms. English is the source; see README.md beside this file."


def of(form: definition.Form) -> tuple[tuple[str, str], ...]:
    """Each text with where it stands ("note/kind"), in the form's order; a text may come more than once."""
    found = [(text, form.id) for text in (form.title, form.short_title, form.intro, form.closing)]
    for section in form.sections:
        where = f"{form.id}/{section.id}"
        found += [(section.title, where), (section.intro, where), (section.easy, where)]
        found += [(prompt, where) for prompt in section.prompts]
        for question in section.questions:
            found += _of_question(question, f"{form.id}/{question.key}")
    return tuple((text, where) for text, where in found if text.strip())


def around() -> tuple[tuple[str, str], ...]:
    """Each text that no form has and that stands around the answers, with where it is said."""
    return tuple(
        (text, where)
        for where, some in (
            ("ehdesk/forms", _FIXED),
            ("ehdesk/paper", _ON_PAPER),
            ("ehdesk/paper/why", _WHY),
            ("ehdesk/paper/pack", _PACK),
            ("ehdesk/paper/pictograms", _PICTURES),
        )
        for text in some
    )


def _of_question(question: definition.Question, where: str) -> Iterator[tuple[str, str]]:
    yield question.label, where
    yield question.hint, where
    yield question.easy, where
    yield question.if_missing, where
    yield question.low_label, where
    yield question.high_label, where
    yield question.row_name, where
    for prompt in question.prompts:
        yield prompt, where
    for option in question.options:
        yield option.label, where
        yield option.hint, where
    for check in question.checks:
        yield check.message, where
    for column in question.columns:
        yield from _of_question(column, f"{where}/{column.key}")


def template(forms: Iterable[definition.Form]) -> bytes:
    """A gettext template (.pot) with each text once and every place where it stands."""
    from babel.messages import Catalog, pofile  # late: only building needs it

    # A fixed date, so that the file changes only when a text does.
    made = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    catalogue = Catalog(project="ehdesk", version="1", creation_date=made, header_comment=_ABOUT)
    for text, where in around():
        catalogue.add(text, locations=[(where, 0)])
    for counted in words.COUNTS:
        catalogue.add(counted, locations=[("ehdesk/forms", 0)])
    for month in words.MONTHS:
        catalogue.add(month, context=words.MONTH_ALONE, locations=[("ehdesk/forms", 0)])
    for form in forms:
        for text, where in of(form):
            catalogue.add(text, locations=[(where, 0)])
    written = io.BytesIO()
    pofile.write_po(written, catalogue, width=110, include_lineno=False, sort_output=True)
    return written.getvalue()
