"""What a page of a form needs from the record, read in one go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ehdesk import clock
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, entries, limits
from ehdesk.models import acts, agreement, beyond, family, form, history, person, practitioner
from ehdesk.rules import sharing
from ehdesk.ui import answer_input

Words = Callable[[str], str]
_UNBORN = "unborn"


@dataclass(frozen=True)
class Opened:
    """A form as its page needs it: the sheet, the family's name, who can be picked, names by id.

    `agreements` is what the family agreed to, and `agencies` whom a paper may be meant for.
    `beyond` is what the form's checks may ask of its episode; `seen` the mark of what was read; `about` the
    ids of the records that it comes from; `two` the paths of which two versions are kept.
    """

    sheet: form.Sheet
    family_name: str
    reference: str
    around: answer_input.Surroundings
    names: Mapping[str, str]
    agreements: sharing.Agreements = field(default_factory=sharing.Agreements)
    agencies: tuple[str, ...] = ()
    beyond: form_answers.Around = field(default_factory=form_answers.Around)
    offers: Mapping[str, form.Offer] = field(default_factory=dict)
    seen: int = 0
    about: frozenset[str] = frozenset()
    two: frozenset[str] = frozenset()


def open_form(read: acts.Reading, record_id: str, words: Words, *, audience: str | None = None) -> Opened:
    """The form in this record, for its worker or as much as an audience may read. Raises: RecordMissing."""
    sheet = form.sheet(read, record_id, audience=audience)
    people = person.people(read, sheet.family_id) if sheet.family_id else ()
    workers = practitioner.names(read)
    around = beyond.around(
        read, sheet.form, sheet.answers, family_id=sheet.family_id, episode_id=sheet.episode_id
    )
    name, reference = family.named(read, sheet.family_id) if sheet.family_id else ("", "")
    named = person.names(read, sheet.family_id) if sheet.family_id else {}
    return Opened(
        sheet=sheet,
        family_name=name,
        reference=reference,
        around=replace(
            surroundings(people, practitioner.alongside(read), read, words), rows=_choices(around.rows)
        ),
        names={**workers, **named, **beyond.names(around.rows), **sheet.as_shown},
        beyond=around,
        agreements=agreement.standing(read, sheet.family_id) if sheet.family_id else sharing.Agreements(),
        agencies=agreement.agencies_of(read, sheet.family_id) if sheet.family_id else (),
        offers=form.carried(read, record_id),
        seen=read.mark,
        about=about(read, sheet, named),
        two=two_versions(read, sheet),
    )


def two_versions(read: acts.Reading, sheet: form.Sheet) -> frozenset[str]:
    """The paths at which two versions wait for somebody to settle them."""
    return frozenset(each.path for each in history.second_versions(read, sheet.record_id))


def about(read: acts.Reading, sheet: form.Sheet, people: Iterable[str]) -> frozenset[str]:
    """The records that a page of this sheet shows something of."""
    around = (each for each in (sheet.family_id, sheet.episode_id) if each is not None)
    return frozenset((*form.parts(read, sheet.record_id), *around, *people))


def _choices(rows: entries.Named) -> dict[str, tuple[answer_input.RowChoice, ...]]:
    return {
        place: tuple(answer_input.RowChoice(row_id, called) for row_id, called in named.items())
        for place, named in rows.items()
    }


def with_authority(opened: Opened, settings: Any) -> Opened:
    """The same with what the authority decides: its levels of need, its limits in checks and their words."""
    scheme = getattr(settings, "scheme", None)
    if scheme is None:
        return opened
    asked = definition.with_options(opened.sheet.form, {"levels": definition.levels(scheme.levels)})
    asked = limits.with_limits(asked, settings.limits)
    if asked is opened.sheet.form:
        return opened
    return replace(opened, sheet=replace(opened.sheet, form=asked))


def open_new(
    read: acts.Reading, family_id: str | None, words: Words
) -> tuple[str, answer_input.Surroundings]:
    """The family's name and people for a form that is not written yet."""
    people = person.people(read, family_id) if family_id else ()
    name, _reference = family.named(read, family_id) if family_id else ("", "")
    return name, surroundings(people, practitioner.alongside(read), read, words)


def prefilled(asked: definition.Form, now: datetime) -> dict[str, str]:
    """What a new form knows already: today's date and the time, where it asks for them at its start."""
    here = clock.local(now)
    known = {"today": here.date().isoformat(), "now": here.strftime("%Y-%m-%dT%H:%M")}
    shown = set(form_answers.visible(asked, {}))
    return {q.key: known[q.prefill] for q in asked.questions() if q.key in shown and q.prefill in known}


def surroundings(
    people: tuple[person.PersonCard, ...],
    workers: Mapping[str, str],
    read: acts.Reading,
    words: Words,
) -> answer_input.Surroundings:
    """Who can be picked, today's date and the words."""
    return answer_input.Surroundings(
        people=tuple(_choice(card) for card in people),
        colleagues=tuple(
            answer_input.PersonChoice(key, name, "you" if key == read.me else "")
            for key, name in workers.items()
        ),
        today=read.clock.today(),
        agencies=practitioner.agencies(read),
        words=words,
    )


def _choice(card: person.PersonCard) -> answer_input.PersonChoice:
    unborn = card.is_child and card.age == _UNBORN
    age = "" if unborn and _UNBORN in card.known_as.lower() else card.age  # "Unborn baby" says it already
    about = ", ".join(part for part in (card.relationship, age) if part)
    return answer_input.PersonChoice(card.id, card.known_as, about, card.is_child and not unborn, unborn)
