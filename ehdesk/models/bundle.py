"""Bringing a bundle of families into the record, and taking families out as one.

An import never overwrites: what is new comes in, what is here with the same content is left alone,
and what is here with other content is told and left as it is. See docs/bundle.md.
"""

import copy
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from ehdesk import errors
from ehdesk.models import (
    acts,
    base,
    bundle_file,
    bundle_shape,
    directory,
    document,
    episode,
    family,
    held,
    keeping,
    linking,
    person,
    practitioner,
    sheet,
    spelling,
    stored,
    together,
)
from ehdesk.models import form as forms
from ehdesk.rules import paths


@dataclass(frozen=True)
class Difference:
    """A record that is here with other content: the keys that differ, and what it is."""

    record_id: str
    kind: str
    keys: tuple[str, ...]


@dataclass
class Report:
    """What an import did. `new` counts by kind; `already_here` is what was the same; `without_bytes` are
    documents that were left out, because their files did not come along."""

    new: dict[str, int] = field(default_factory=dict)
    already_here: int = 0
    differences: list[Difference] = field(default_factory=list)
    without_bytes: int = 0

    @property
    def changed_nothing(self) -> bool:
        """Whether nothing was written."""
        return not self.new

    def count(self, kind: str) -> None:
        """One more record of this kind came in."""
        self.new[kind] = self.new.get(kind, 0) + 1

    def compare(
        self,
        found: held.Held,
        kind: str,
        said: Mapping[str, Any],
        here: Mapping[str, Any],
        family_id: str | None,
    ) -> None:
        """Whether a record that is here says the same as the bundle, in the same family file."""
        if found.kind != kind:
            self.differences.append(Difference(found.id, kind, ("kind",)))
            return
        own = {"$author": found.standing_author(), "$created_at": _utc(found.standing_created_at())}
        stands = {**here, **own}
        keys = {key for key in here if not key.startswith("$")} | {*said}
        differing = [key for key in keys if not _is_same(said.get(key), stands.get(key))]
        if found.family_id != family_id:
            differing.append("family")
        if differing:
            self.differences.append(Difference(found.id, kind, tuple(sorted(differing))))
        else:
            self.already_here += 1


def _is_same(one: Any, other: Any) -> bool:
    """Whether two answers say the same; the order in which codes were ticked says nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(base.pack, one)) == sorted(map(base.pack, other))
    return bool(one == other)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


Files = Callable[[str], bytes | None]
"""Gives the bytes of a document by its SHA-256, or None."""


def _no_files(_sha256: str) -> bytes | None:
    return None


def read_bundle(content: bytes, *, today: date) -> bundle_shape.Checked:
    """A bundle file, checked whole. Raises: BundleTooLarge, BundleUnreadable, BundleFaulty."""
    return bundle_file.read(content, today=today)


@acts.act("family.imported")
def bring_in(work: acts.Work, said: bundle_shape.Bundle, files: Files = _no_files) -> Report:
    """Bring in a checked bundle: one act for each family, all of them in one transaction.

    `files` gives the bytes of a document by its SHA-256; without them it is left out and counted.
    """
    report = Report()
    for one in said.practitioners:
        _of_no_family(work, one, "practitioner", practitioner.add, report)
    _end_act(work)
    for each in said.families:
        _family(work, each, report)
        for paper in each.documents:
            _document(work, each.id, paper, files, report)
        _kept(work, each, each.id, report)
        _end_act(work)
        for form in each.forms:
            if not _is_held(work, form):
                _form(work, form, each.id, report)
        _end_act(work)
    for form in said.unfiled:
        _form(work, form, None, report)
    _kept(work, said, None, report)
    _end_act(work)
    for agency in said.agencies:
        _of_no_family(work, agency, "agency", directory.add_agency, report)
    for link in said.links:
        _link(work, link, report)
    for _ in range(spelling.bring_in(work, said.own_words)):
        report.count("own_word")
    return report


def _holder(work: acts.Work, author: str) -> str:
    """Who holds what is its author's alone: this worker, where they wrote it in an earlier vault."""
    wrote, me = practitioner.get(work, author), practitioner.me(work)
    is_me = wrote is not None and wrote.name.strip().casefold() == me.name.strip().casefold()
    return work.by if is_me else author


def _is_held(work: acts.Work, said: bundle_shape.FormSaid) -> bool:
    """Whether this worker may hold a form of a family, be it a draft. The others come in as acts of their
    own: a centre takes nothing that is a third person's alone, and would refuse the family with them."""
    is_draft = said.status == "draft" and said.finished_at is None
    is_own = is_draft and work.form(said.form, said.form_version).audience != "file"
    return not is_own or _holder(work, said.author.practitioner) == work.by


def _end_act(work: acts.Work) -> None:
    """Each family is an act of its own, so that what travels stays small; nothing new is no act."""
    keeping.keep(work)
    work.turn_over()


def _of_no_family(
    work: acts.Work,
    said: bundle_shape.PractitionerSaid | bundle_shape.AgencySaid,
    kind: str,
    add: Callable[..., Any],
    report: Report,
) -> None:
    """A practitioner or an agency: what belongs to no family."""
    told = msgspec.to_builtins(said)
    answers = {key: value for key, value in told.items() if key not in ("id", "author", "at")}
    found = work.find(said.id)
    if found is None:
        add(work, answers, record_id=said.id)
        _put_written(work, said)
        report.count(kind)
    else:
        report.compare(found, kind, answers | _written(said), found.fields, None)


def _family(work: acts.Work, said: bundle_shape.FamilySaid, report: Report) -> None:
    found = work.find(said.id)
    if found is None:
        if said.reference and family.by_reference(work, said.reference):
            raise errors.ReferenceTaken(reference=said.reference)
        opened: dict[str, Any] = {"name": said.name, "reference": said.reference, "record_id": said.id}
        family.open_family(work, **opened, **said.answers)
        _put_written(work, said)
        report.count("family")
    else:
        answers = {"name": said.name, "reference": said.reference or found.fields.get("reference")}
        told = answers | said.answers | _written(said)
        report.compare(found, "family", told, found.fields, said.id)
    for one in said.people:
        _person(work, said.id, one, report)
    for each in said.episodes:
        _episode(work, said.id, each, report)
    for form in said.forms:
        if _is_held(work, form):
            _form(work, form, said.id, report)


def _person(work: acts.Work, family_id: str, said: bundle_shape.PersonSaid, report: Report) -> None:
    answers = said.answers | _relationships(said.relationships)
    marks = {person.MERGED_INTO: said.merged_into, "$status": "void"} if said.merged_into else {}
    found = work.find(said.id)
    if found is None:
        person.add_person(work, family_id, answers, said.restricted, record_id=said.id)
        for mark, value in marks.items():
            work.edit(work.record(said.id), mark, value)
        _put_as_typed(work, said)
        _put_written(work, said)
        report.count("person")
        return
    kept, hidden = person.split(answers, said.restricted)
    beside = work.sibling(found)
    here = {**found.fields, **(beside.fields if beside else {})}
    here |= _relationships(bundle_shape.ties(here.pop("relationships", None)))
    told = copy.deepcopy({**kept, **hidden, **marks, **_written(said)})
    for path, text in said.as_typed.items():
        paths.put(told, _typed_at(path), text)
    report.compare(found, "person", told, here, family_id)


def _put_as_typed(work: acts.Work, said: bundle_shape.PersonSaid) -> None:
    """Dates that cannot be read yet, where the person's page keeps them."""
    for path, text in said.as_typed.items():
        record = work.record(said.id)
        is_apart = path.split("/")[0] in person.RESTRICTED_KEYS
        work.edit((work.sibling(record) if is_apart else None) or record, _typed_at(path), text)


def _typed_at(path: str) -> str:
    return path if "/" in path else person.AS_TYPED + path


def _relationships(said: Iterable[bundle_shape.Relationship]) -> dict[str, Any]:
    """Relationships as the person's record keeps them: a table with a row for each other person."""
    rows = {}
    for n, one in enumerate(said, start=1):
        told = {"is": one.is_, "parental_responsibility": one.parental_responsibility, "basis": one.basis}
        cells = {cell: value for cell, value in told.items() if value}
        rows[one.to] = {"rank": f"{n:06d}", "person": one.to, **cells}
    return {"relationships": rows} if rows else {}


def _episode(work: acts.Work, family_id: str, said: bundle_shape.EpisodeSaid, report: Report) -> None:
    found = work.find(said.id)
    if found is None:
        episode.open_episode(work, family_id, said.answers, record_id=said.id)
        _put_written(work, said)
        report.count("episode")
    else:
        report.compare(found, "episode", said.answers | _written(said), found.fields, family_id)


def _document(
    work: acts.Work, family_id: str, said: bundle_shape.DocumentSaid, files: Files, report: Report
) -> None:
    """A document comes in with its bytes, checked against what the bundle says, or not at all."""
    found = work.find(said.id)
    if found is not None:
        told = {
            **{key: getattr(said, key) for key in ("title", "kind", "dated", "sha256", "media_type", "size")},
            "about": list(said.about) or None,
            "note": said.note or None,
            "$status": "void" if said.taken_away else None,
        }
        here = {key: found.fields.get(key) for key in told}
        report.compare(found, found.kind, told | _written(said), here, family_id)
        return
    content = files(said.sha256)
    if content is None or hashlib.sha256(content).hexdigest() != said.sha256:
        report.without_bytes += 1
        return
    new = document.New(
        said.title, said.kind, said.dated, said.about, said.note, said.media_type, is_apart=said.apart
    )
    document.add(work, family_id, content, new, record_id=said.id)
    _put_written(work, said)
    if said.taken_away:
        work.edit(work.record(said.id), "$status", "void")
    report.count("document")


def _written(said: bundle_shape.Written) -> dict[str, str]:
    """Who wrote a record down and when, as its own marks; nothing where the bundle does not say."""
    told = {"$author": said.author, "$created_at": _utc(said.at) if said.at else None}
    return {mark: value for mark, value in told.items() if value is not None}


def _put_written(work: acts.Work, said: bundle_shape.Written) -> None:
    """The same for a record that comes in now."""
    for mark, value in _written(said).items():
        work.edit(work.record(said.id), mark, value)


_KEPT = (
    ("visit", "visits"),
    ("copy", "copies"),
    ("paper_run", "paper"),
    (stored.MOVED_AWAY, "moved_away"),
)


def _kept(
    work: acts.Work,
    said: bundle_shape.Bundle | bundle_shape.FamilySaid,
    family_id: str | None,
    report: Report,
) -> None:
    """What is planned, given, printed and moved, of a family or of none."""
    for kind, name in _KEPT:
        some: tuple[bundle_shape.KeptSaid, ...] = getattr(said, name, ())
        for one in some:
            found = work.find(one.id)
            marks = _written(one)
            if found is not None:
                report.compare(found, kind, {**one.answers, **marks}, found.fields, family_id)
                continue
            scope = base.family_scope(family_id) if family_id else base.own_scope(_holder(work, one.author))
            moved = {"$moved": True} if kind == stored.MOVED_AWAY else {}
            fields = [*marks.items(), *moved.items(), *_paths(one.answers)]
            work.create(kind, scope, family=family_id, record_id=one.id, fields=fields)
            report.count(kind)


def _link(work: acts.Work, said: bundle_shape.LinkSaid, report: Report) -> None:
    """A link comes in as it was said; where two desks said it of the same two, the one here stands."""
    found = work.find(said.id)
    if found is None:
        linking.bring_in(work, said.id, said.one, said.other, said.verdict)
        _put_written(work, said)
        report.count("link")
        return
    answers = {"one": said.one, "other": said.other, "verdict": said.verdict}
    report.compare(found, linking.KIND, answers | _written(said), found.fields, None)


def _form(work: acts.Work, said: bundle_shape.FormSaid, family_id: str | None, report: Report) -> None:
    found = work.find(said.id)
    if found is None:
        _new_form(work, said, family_id)
        report.count("form")
        return
    beside = work.sibling(found)
    here = {**found.fields, **sheet.together(found.fields, beside.fields if beside else {})}
    kind = work.form(said.form, said.form_version).record
    answers = sheet.together(said.answers, said.restricted)
    report.compare(found, kind, {**answers, **_marks(said)}, here, family_id)


def _new_form(work: acts.Work, said: bundle_shape.FormSaid, family_id: str | None) -> None:
    """A form as it stands in the bundle: its author, times and status are its own, not the import's."""
    form = work.form(said.form, said.form_version)
    is_draft = said.status == "draft" and said.finished_at is None
    author = _holder(work, said.author.practitioner)
    scope = forms.scope_of(form, family_id, author, is_draft=is_draft)
    where: dict[str, Any] = {"family": family_id, "episode": said.episode, "form": form}
    fields = [*_marks(said).items(), *_paths(said.answers)]
    made = work.create(form.record, scope, **where, record_id=said.id, fields=fields)
    if said.restricted:
        apart = base.family_scope(family_id, "restricted") if family_id else scope
        fields = _paths(said.restricted)
        work.create(form.record + base.RESTRICTED, apart, **where, beside=made.id, fields=fields)


def _marks(said: bundle_shape.FormSaid) -> dict[str, Any]:
    """The record's own fields of a form: status, author, times."""
    marks = {
        "$status": said.status,
        "$author": said.author.practitioner,
        "$agency": said.author.agency,
        "$created_at": _utc(said.at),
        "$finished_at": _utc(said.finished_at) if said.finished_at else None,
        "$version": said.version if said.version > 1 else None,
        "$amended_because": said.why,
        "$as_shown": said.as_shown or None,
        "$language": said.language,
        "$reopened_on": said.reopened_on,
        together.CHECKED: said.checked_together or None,
        **{f"${key}": value for key, value in said.signing.items()},
    }
    return {key: value for key, value in marks.items() if value is not None}


def _paths(answers: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [path for key, value in answers.items() for path in paths.paths_of(key, value)]
