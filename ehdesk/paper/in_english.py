"""A filled copy in another language: which of its words are English, and which somebody has translated."""

from collections.abc import Mapping
from typing import Any

from ehdesk.forms import definition
from ehdesk.paper import languages, marks, pairs, sheet
from ehdesk.words import Words

_PLAIN, _TRANSLATION = "in_plain_words", "in_plain_words_translation"
_TRANSLATOR, _TRANSLATED_ON = "translator", "translated_on"


def told(on: sheet.Sheet, words: Words, explains: str) -> None:
    """That the answers are in English and who will go through them; a place for the name where none is known."""
    if not _other_language(words):
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
    wanted = _other_language(words)
    said, name, day = (answers.get(key) for key in (_TRANSLATION, _TRANSLATOR, _TRANSLATED_ON))
    if not (wanted and said and name and day):
        return form, answers
    if languages.of(str(said), wanted).split("-")[0] != wanted.split("-")[0]:
        return form, answers
    by = words.text("Translated by {name} on {date}.").format(name=name, date=words.date(str(day)))
    answers[_PLAIN] = f"{said}\n{pairs.other(by) or by}"
    return _without(form, {_TRANSLATION, _TRANSLATOR, _TRANSLATED_ON}), answers


def _other_language(words: Words) -> str:
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
