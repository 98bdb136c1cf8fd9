"""What a schema cannot see in a bundle: ids that meet, dates that exist, answers that their form accepts."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from ehdesk import errors
from ehdesk.forms import answers, definition, identifiers, loader
from ehdesk.models import bundle_moments, bundle_pointers, person, sheet
from ehdesk.models import form as forms
from ehdesk.models.bundle_pointers import Known
from ehdesk.models.bundle_shape import (
    Bundle,
    EpisodeSaid,
    FamilySaid,
    Fault,
    FormSaid,
    KeptSaid,
    PersonSaid,
    Written,
)

_ROW_ID = re.compile("[0-9a-z][0-9a-z-]{0,63}")


@dataclass
class _Found:
    """What the check gathers on its way through one bundle."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def fault(self, path: str, words: str) -> None:
        self.faults.append(Fault(path, words))

    def warn(self, path: str, words: str) -> None:
        self.warnings.append(Fault(path, words))


def check(bundle: Bundle, *, today: date) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Faults, then warnings, in the order of the file. The bundle fits its schema already."""
    found = _Found(list(bundle_moments.faults(bundle)))
    _check_ids(bundle, found)
    practitioners = {one.id for one in bundle.practitioners}
    ids = {record_id for _path, record_id in _ids(bundle)}
    for n, family in enumerate(bundle.families):
        _check_family(family, f"families[{n}]", practitioners, ids, today, found)
    for n, form in enumerate(bundle.unfiled):
        if form.episode:
            found.fault(f"unfiled[{n}].episode", "A form without a family has no episode")
        _check_form(form, f"unfiled[{n}]", practitioners, Known(frozenset(practitioners)), today, found)
    _check_kept(bundle, "", practitioners, ids, found)
    for word, day in bundle.own_words.items():
        _check_date(day, f"own_words.{word}", found)
    _check_links(bundle, found)
    return tuple(found.faults), tuple(found.warnings)


def _check_links(bundle: Bundle, found: _Found) -> None:
    people = {who.id for family in bundle.families for who in family.people}
    for n, link in enumerate(bundle.links):
        for end in ("one", "other"):
            if getattr(link, end) not in people:
                found.fault(f"links[{n}].{end}", "No person of this bundle has this id")
        if link.one == link.other:
            found.fault(f"links[{n}].other", "A person is not linked to themselves")


def _check_ids(bundle: Bundle, found: _Found) -> None:
    places: dict[str, str] = {}
    for path, record_id in _ids(bundle):
        if record_id in places:
            found.fault(path, f"This id is used already at {places[record_id]}")
        else:
            places[record_id] = path
    references: dict[str, str] = {}
    for n, family in enumerate(bundle.families):
        if family.reference is None:
            continue
        if family.reference in references:
            found.fault(f"families[{n}].reference", f"{references[family.reference]} has this reference too")
        references.setdefault(family.reference, f"families[{n}]")


def _ids(bundle: Bundle) -> Iterator[tuple[str, str]]:
    for n, practitioner in enumerate(bundle.practitioners):
        yield f"practitioners[{n}].id", practitioner.id
    for n, family in enumerate(bundle.families):
        place = f"families[{n}]"
        yield f"{place}.id", family.id
        for name in ("people", "episodes", "forms", "documents", "visits", "copies", "paper", "moved_away"):
            for m, one in enumerate(getattr(family, name)):
                yield f"{place}.{name}[{m}].id", one.id
    for name in ("unfiled", "agencies", "links", "visits", "copies", "paper"):
        for n, each in enumerate(getattr(bundle, name)):
            yield f"{name}[{n}].id", each.id


def _check_kept(
    said: Bundle | FamilySaid, place: str, practitioners: set[str], ids: set[str], found: _Found
) -> None:
    """What is planned, given, printed and moved: by somebody of this bundle, and of something in it."""
    for name in ("visits", "copies", "paper", "moved_away"):
        some: tuple[KeptSaid, ...] = getattr(said, name, ())
        for n, one in enumerate(some):
            at = f"{place}{name}[{n}]"
            _check_written(one, at, practitioners, found)
            who = one.answers.get("who")
            if isinstance(who, str) and who not in practitioners:
                found.fault(f"{at}.answers.who", "No practitioner of this bundle has this id")
            for key in ("of_record", "original"):
                if one.answers.get(key) not in (None, *ids):
                    found.fault(f"{at}.answers.{key}", "Nothing in this bundle has this id")
            for page, entered in one.answers.get("entered", {}).items():
                if entered["by"] not in practitioners:
                    found.fault(
                        f"{at}.answers.entered.{page}.by", "No practitioner of this bundle has this id"
                    )
            for key in ("cancelled_on", "printed_on", "expected_on"):
                _check_date(one.answers.get(key), f"{at}.answers.{key}", found)


def _check_written(said: Written, place: str, practitioners: set[str], found: _Found) -> None:
    """Whoever wrote it down is a practitioner of this bundle."""
    if said.author is not None and said.author not in practitioners:
        found.fault(f"{place}.author", "No practitioner of this bundle has this id")


def _check_family(
    family: FamilySaid, place: str, practitioners: set[str], ids: set[str], today: date, found: _Found
) -> None:
    _check_written(family, place, practitioners, found)
    people = {who.id for who in family.people}
    episodes = {episode.id for episode in family.episodes}
    for n, who in enumerate(family.people):
        _check_person(who, f"{place}.people[{n}]", people, today, found)
        _check_written(who, f"{place}.people[{n}]", practitioners, found)
    _check_merged(family, place, people, found)
    for n, episode in enumerate(family.episodes):
        _check_episode(episode, f"{place}.episodes[{n}]", people, practitioners, today, found)
        _check_written(episode, f"{place}.episodes[{n}]", practitioners, found)
    known = Known(frozenset(people | practitioners), bundle_pointers.rows_of(family.forms))
    for n, form in enumerate(family.forms):
        at = f"{place}.forms[{n}]"
        if form.episode and form.episode not in episodes:
            found.fault(f"{at}.episode", "No episode of this family has this id")
        _check_form(form, at, practitioners, known, today, found)
    for n, document in enumerate(family.documents):
        at = f"{place}.documents[{n}]"
        _check_written(document, at, practitioners, found)
        if set(document.about) - ids:
            found.fault(f"{at}.about", "Nobody in this bundle has this id")
        _check_date(document.dated, f"{at}.dated", found)
    _check_kept(family, f"{place}.", practitioners, ids, found)


def _check_merged(family: FamilySaid, place: str, people: set[str], found: _Found) -> None:
    """A record that was joined to another one leads, over others perhaps, to one that stands."""
    into = {who.id: who.merged_into for who in family.people if who.merged_into}
    for n, who in enumerate(family.people):
        at, seen = who.merged_into, {who.id}
        while at is not None and at not in seen and at in people:
            seen.add(at)
            at = into.get(at)
        if at is not None:
            found.fault(f"{place}.people[{n}].merged_into", "This leads to no person of this family")


def _check_person(who: PersonSaid, place: str, people: set[str], today: date, found: _Found) -> None:
    said = who.answers
    at = f"{place}.answers"
    if not any(said.get(key) for key in ("given_names", "due_date", "dob")):  # a newborn may have no name yet
        found.fault(f"{at}.given_names", "This is missing")
    if said.get("dob") and said.get("due_date"):
        found.fault(f"{at}.due_date", "Somebody who has been born has no due date")
    if "NONE" in said.get("disability", ()) and len(said["disability"]) > 1:
        found.fault(f"{at}.disability", "NONE stands alone")
    for key in ("dob", "deceased_on"):
        _check_date(said.get(key), f"{at}.{key}", found, latest=today)
    _check_date(said.get("due_date"), f"{at}.due_date", found)
    _check_addresses(said.get("addresses", {}), f"{at}.addresses", found)
    hidden = who.restricted.get("protected_addresses", {})
    _check_addresses(hidden, f"{place}.restricted.protected_addresses", found)
    for row_id, row in said.get("stays", {}).items():
        for key in ("from", "to"):
            _check_date(row.get(key), f"{at}.stays.{row_id}.{key}", found)
    _check_as_typed(who, place, found)
    _check_secrets(who, place, found)
    _warn_of_numbers(said, at, found)
    told: set[str] = set()
    for n, one in enumerate(who.relationships):
        if one.to not in people or one.to == who.id:
            found.fault(f"{place}.relationships[{n}].to", "No other person of this family has this id")
        elif one.to in told:
            found.fault(f"{place}.relationships[{n}].to", "What they are to this person is said twice")
        told.add(one.to)
    for n, somebody in enumerate(who.restricted.get("address_confidential_from", ())):
        if isinstance(somebody, str) and somebody not in people:
            found.fault(
                f"{place}.restricted.address_confidential_from[{n}]", "No person of this family has this id"
            )


def _check_as_typed(who: PersonSaid, place: str, found: _Found) -> None:
    for path in who.as_typed:
        key, _, row_id = path.rpartition("/")[0].partition("/")
        if key and row_id not in {**who.answers, **who.restricted}.get(key, {}):
            found.fault(f"{place}.as_typed.{path}", "No row of this person has this id")


def _check_secrets(said: PersonSaid, place: str, found: _Found) -> None:
    """Where somebody must not learn an address and none is protected, none may stand in the open."""
    if not said.restricted.get("address_confidential_from"):
        return
    if any(key in said.restricted for key in person.PROTECTED.values()):
        return
    for key, protected in person.PROTECTED.items():
        if key in said.answers:
            words = f"Somebody must not learn it: this belongs into `restricted` as `{protected}`"
            found.fault(f"{place}.answers.{key}", words)


def _check_addresses(rows: dict[str, dict[str, Any]], place: str, found: _Found) -> None:
    for row_id, row in rows.items():
        _check_date(row.get("from"), f"{place}.{row_id}.from", found)
        _check_date(row.get("to"), f"{place}.{row_id}.to", found)
        if row.get("postcode"):
            _warn(identifiers.postcode(row["postcode"]).problem, f"{place}.{row_id}.postcode", found)


def _warn_of_numbers(said: dict[str, Any], place: str, found: _Found) -> None:
    if said.get("nhs_no"):
        _warn(identifiers.nhs_number(said["nhs_no"]).problem, f"{place}.nhs_no", found)
    if said.get("upn"):
        _warn(identifiers.upn(said["upn"]).problem, f"{place}.upn", found)


def _warn(problem: str, place: str, found: _Found) -> None:
    if problem:
        found.warn(place, problem)


def _check_episode(
    episode: EpisodeSaid,
    place: str,
    people: set[str],
    practitioners: set[str],
    today: date,
    found: _Found,
) -> None:
    said = episode.answers
    for key in ("opened_on", "closed_on"):
        _check_date(said.get(key), f"{place}.answers.{key}", found, latest=today)
    if said.get("closed_on") and said["closed_on"] < said["opened_on"]:
        found.fault(f"{place}.answers.closed_on", "This lies before opened_on")
    for row_id, row in said.get("children", {}).items():
        at = f"{place}.answers.children.{row_id}"
        if row["person"] not in people:
            found.fault(f"{at}.person", "No person of this family has this id")
        for key in ("joined_on", "left_on"):
            _check_date(row.get(key), f"{at}.{key}", found)
    for table in ("leads", "levels", "agencies"):
        for row_id, row in said.get(table, {}).items():
            at = f"{place}.answers.{table}.{row_id}"
            for key in ("from", "to", "accepted_on"):
                _check_date(row.get(key), f"{at}.{key}", found)
            for key in ("practitioner", "by"):
                if row.get(key) and row[key] not in practitioners:
                    found.fault(f"{at}.{key}", "No practitioner of this bundle has this id")


def _check_date(value: str | None, place: str, found: _Found, *, latest: date | None = None) -> None:
    """A date that may lack its day or its month; the schema has seen to its shape."""
    if value is None:
        return
    padded = (value + "-01-01")[:10] if len(value) == 4 else (value + "-01")[:10]
    try:
        day = date.fromisoformat(padded)
    except ValueError:
        found.fault(place, "There is no such day")
        return
    if latest and day > latest:
        found.fault(place, "This lies in the future")


def _check_form(
    said: FormSaid, place: str, practitioners: set[str], known: Known, today: date, found: _Found
) -> None:
    if said.author.practitioner not in practitioners:
        found.fault(f"{place}.author.practitioner", "No practitioner of this bundle has this id")
    _check_times(said, place, today, found)
    try:
        form = loader.load(said.form, said.form_version)
    except errors.FormUnknown:
        found.fault(f"{place}.form", "There is no form of this id and version")
        return
    if not _fit(form, said, place, found):
        return
    everything = sheet.together(said.answers, said.restricted)
    if said.status in ("finished", "amended"):
        for fault in answers.to_put_right(form, everything, today=today):
            side = "restricted" if fault.path.split("/")[0] in said.restricted else "answers"
            found.fault(f"{place}.{side}.{fault.path.replace('/', '.')}", fault.message)
    for one in bundle_pointers.pointers(form, everything):
        if one.to not in said.as_shown and one.to not in said.gone and not known.has(one):
            side = "restricted" if one.path.split(".")[0] not in said.answers else "answers"
            found.fault(f"{place}.{side}.{one.path}", _nothing_there(one))


def _nothing_there(pointer: bundle_pointers.Pointer) -> str:
    if pointer.rows_of:
        return f"No row of this family's {pointer.rows_of} has this id"
    return "Nobody of this family has this id"


def _fit(form: definition.Form, said: FormSaid, place: str, found: _Found) -> bool:
    """Whether every answer is one of the form's, in its exact shape and on its side."""
    before = len(found.faults)
    questions = {question.key: question for question in form.questions()}
    for side, given in (("answers", said.answers), ("restricted", said.restricted)):
        for key, value in given.items():
            at = f"{place}.{side}.{key}"
            if key not in questions:
                found.fault(at, "The form has no such question")
                continue
            question = _on_side(questions[key], side)
            if question is None:
                other = "answers" if side == "restricted" else "restricted"
                found.fault(at, f"This belongs into `{other}`")
            else:
                _check_shape(question, value, at, found)
    return len(found.faults) == before


def _on_side(question: definition.Question, side: str) -> definition.Question | None:
    """What of a question stands on this side: an open table's restricted columns stand apart from it."""
    hidden = side == "restricted"
    if question.restricted or question.kind != "table":
        return question if question.restricted is hidden else None
    columns = tuple(column for column in question.columns if column.restricted is hidden)
    return msgspec.structs.replace(question, columns=columns) if columns else None


def _check_shape(question: definition.Question, value: Any, place: str, found: _Found) -> None:
    """The answer as a form would keep it must be the answer as it stands here, to the letter."""
    if question.kind == "table" and isinstance(value, dict):
        _check_rows(question, value, place, found)
        return
    try:
        kept = forms.as_kept(question, value)
    except errors.AnswerUnreadable as error:
        found.fault(place, str(error.details["message"]))
        return
    if value is None or json.dumps(kept, sort_keys=True) == json.dumps(value, sort_keys=True):
        return
    if question.kind in ("text", "long_text"):
        found.fault(place, "This is empty, or holds line ends that a form would not keep")
    else:
        found.fault(place, f"This should be written {json.dumps(kept, ensure_ascii=False)}")


def _check_rows(table: definition.Question, rows: dict[str, Any], place: str, found: _Found) -> None:
    columns = {column.key: column for column in table.columns}
    for row_id, row in rows.items():
        at = f"{place}.{row_id}"
        if not _ROW_ID.fullmatch(row_id) or not isinstance(row, dict) or not isinstance(row.get("rank"), str):
            found.fault(at, "A row has an id in small letters and digits, and a rank, which is text")
            continue
        for key, value in row.items():
            if key in columns:
                _check_shape(columns[key], value, f"{at}.{key}", found)
            elif key != "rank":
                found.fault(f"{at}.{key}", f"There is no such column: use {', '.join(columns)}")


def _check_times(said: FormSaid, place: str, today: date, found: _Found) -> None:
    if said.at.date() > today:
        found.fault(f"{place}.at", "This lies in the future")
    if said.status == "draft" and said.finished_at and not (said.why or said.reopened_on):
        words = "A draft has not been finished, unless `why` or `reopened_on` says that it is written again"
        found.fault(f"{place}.finished_at", words)
    if said.status in ("finished", "amended") and not said.finished_at:
        found.fault(f"{place}.finished_at", "This is missing: the form has been finished")
    if said.finished_at and said.finished_at < said.at:
        found.fault(f"{place}.finished_at", "This lies before it was begun")
    if said.status == "amended" and not said.why:
        found.fault(f"{place}.why", "This is missing: why it was amended")
