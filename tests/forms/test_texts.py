"""What translators are given is what the forms say."""

from babel.messages import pofile

from ehdesk import words
from ehdesk.forms import loader, texts


def test_the_template_holds_every_text_of_every_form() -> None:
    with (words.locale_folder() / "ehdesk.pot").open("rb") as opened:
        found = [message for message in pofile.read_po(opened) if message.id]
    kept = {message.id for message in found}
    said = {text for form in loader.load_all().values() for text, _where in texts.of(form)}
    fresh = texts.template(loader.load_all().values()).decode()
    assert said <= kept, f"make resources/locale/ehdesk.pot again: {sorted(said - kept)}"
    assert len(found) == fresh.count("\nmsgid ") - 1, "make resources/locale/ehdesk.pot again"


def test_a_text_is_given_with_the_places_where_it_stands() -> None:
    where = {place for text, place in texts.of(loader.load("note")) if text == "Seen alone"}
    assert where == {"note/children/seen"}


def test_the_familys_words_are_short_and_plain() -> None:
    """A reading age of 9: at most 12 words a sentence on average, and no sentence above 16."""
    form = loader.load("feedback_parent")
    said = [form.intro, form.closing] + [
        text
        for question in form.questions()
        if question.filled_by == "family"
        for text in (question.label, question.hint)
    ]
    sentences = [
        sentence.split()
        for text in said
        for sentence in text.replace("?", ".").split(".")
        if sentence.strip()
    ]
    assert max(len(sentence) for sentence in sentences) <= 16
    assert sum(len(sentence) for sentence in sentences) / len(sentences) <= 12
