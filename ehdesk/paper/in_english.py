"""A filled copy in another language: which of its words are English, and which somebody has translated."""

from collections.abc import Mapping
from typing import Any

from ehdesk.forms import definition
from ehdesk.models import why
from ehdesk.paper import languages, marks, pairs, sheet
from ehdesk.words import Words

_PLAIN, _TRANSLATION = "in_plain_words", "in_plain_words_translation"
_TRANSLATOR, _TRANSLATED_ON = "translator", "translated_on"


def told(on: sheet.Sheet, words: Words, explains: str) -> None:
    """That the answers are in English, and who will go through them; or a line for the name."""
    if not other_language(words):
        return
    say = words.text
    on.paragraph(say("The words in the boxes are in English."), on.look.label, gap=12, keeps=True)
    if explains:
        on.paragraph(say("{name} will go through them with you.").format(name=explains), on.look.body)
        return
    asked = say("Who will go through them with you")
    on.paragraph(asked, on.look.body, keeps=True)
    marks.writing_lines(on, asked, 1)


def translated(
    form: definition.Form, given: Mapping[str, Any], words: Words
) -> tuple[definition.Form, dict[str, Any]]:
    """The form with its plain words as the translator wrote them, in a copy in that language.

    Only with the translation, its translator and its date: a translation that nobody answers for is not
    printed. The translator and the date stand under it.
    """
    answers = dict(given)
    wanted = other_language(words)
    said, name, day = (answers.get(key) for key in (_TRANSLATION, _TRANSLATOR, _TRANSLATED_ON))
    if not (answers.get(_PLAIN) and _is_answered_for(said, name, day, wanted)):
        return form, answers
    answers[_PLAIN] = _signed(str(said), str(name), str(day), words)
    return _without(form, {_TRANSLATION, _TRANSLATOR, _TRANSLATED_ON}), answers


def plain_words(plain: why.Plain, words: Words) -> str:
    """What was written for the family: translated where somebody answers for it, else as it was written."""
    given = (plain.translation, plain.translator, plain.translated_on)
    if not _is_answered_for(*given, other_language(words)):
        return plain.words
    return _signed(*given, words)


def _is_answered_for(said: Any, name: Any, day: Any, wanted: str) -> bool:
    """Whether a translation is in the wanted language, and says who made it and when."""
    if not (wanted and said and name and day):
        return False
    return languages.of(str(said), wanted).split("-")[0] == wanted.split("-")[0]


def _signed(said: str, name: str, day: str, words: Words) -> str:
    by = words.text("Translated by {name} on {date}.").format(name=name, date=words.date(day))
    return f"{said}\n{pairs.other(by) or by}"


def other_language(words: Words) -> str:
    """The language of a copy that is not English alone."""
    language = words.second if isinstance(words, pairs.Both) else words.language
    return "" if language.split("-")[0] == "en" else language


def _without(form: definition.Form, keys: set[str]) -> definition.Form:
    import msgspec  # late: only a translated copy needs it

    sections = tuple(
        msgspec.structs.replace(
            section, questions=tuple(each for each in section.questions if each.key not in keys)
        )
        for section in form.sections
    )
    return msgspec.structs.replace(form, sections=sections)
