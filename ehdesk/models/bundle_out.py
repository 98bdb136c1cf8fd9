"""Taking families out of the record as a bundle, with only what the reader may have."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from ehdesk.forms import definition
from ehdesk.models import (
    acts,
    agreement,
    base,
    bundle_file,
    bundle_people,
    bundle_pointers,
    bundle_reader,
    bundle_shape,
    directory,
    document,
    linking,
    practitioner,
    sheet,
    signing,
    spelling,
    stored,
    together,
    trail,
)

MAY_HOLD: Mapping[str, frozenset[str]] = {
    "practitioner": frozenset({"file", "restricted", "quality", "practitioner"}),
    "agency": frozenset({"file"}),
    "family": frozenset({"file"}),
}
"""Who may read a bundle, and the audiences of the records that may stand in it."""


@dataclass(frozen=True)
class Recipient:
    """Who will read a bundle: the agency, or the one of the family by name or id.

    `was_asked`: the family has been asked about the agency and agreed. `checked`: somebody has looked at the
    words that may tell of a protected place.
    """

    agency: str = ""
    was_asked: bool = False
    who: str = ""
    checked: bool = False


@acts.act("bundle.exported", local=True)
def export(
    work: acts.Work,
    *,
    reader: str,
    families: Sequence[str] | None = None,
    recipient: Recipient | None = None,
) -> bytes:
    """`take_out`, with a line in the trail that says who took a copy and when."""
    content = take_out(work, reader=reader, families=families, recipient=recipient)
    only = families[0] if families and len(families) == 1 else None
    trail.taken_out(work, only, content)
    return content


def take_out(
    read: acts.Reading,
    *,
    reader: str = "practitioner",
    families: Sequence[str] | None = None,
    recipient: Recipient | None = None,
    anyones: bool = False,
) -> bytes:
    """Families (all, or those with these ids) as a bundle file for this reader (a key of `MAY_HOLD`).

    Only the practitioner's own bundle has restricted values, drafts and what belongs to the quality
    of the work; for others nothing shows that something was left out. An agency that a family refused
    gets nothing. `anyones` is for checks: also the drafts that only another practitioner may read.
    Raises: SharingRefused, AskTheFamily.
    """
    ids = tuple(families if families is not None else stored.families(read))
    if reader == "agency":
        _check_agency(read, ids, recipient or Recipient())
    to = recipient or Recipient()
    said = _known_only(tuple(_family(read, family_id, reader, to, anyones=anyones) for family_id in ids))
    all_of_it = reader == "practitioner" and families is None
    waiting = [one for one in stored.unfiled(read) if anyones or not base.is_of_another(one.scope, read.me)]
    by_id = frozenset(one.id for one in stored.practitioners(read))
    unfiled = tuple(_forms(read, waiting, reader, by_id)) if all_of_it else ()
    inside = {one.id for each in said for one in each.people}
    links = tuple(_links(read, inside)) if reader == "practitioner" else ()
    named = None if all_of_it else _named(said, unfiled, links)
    bundle = bundle_shape.Bundle(
        families=said,
        agencies=tuple(_agencies(read)) if all_of_it else (),
        links=links,
        practitioners=tuple(_practitioners(read, named, reader)),
        unfiled=unfiled,
        visits=tuple(_kept(read, stored.without_family(read, "visit"))) if all_of_it else (),
        copies=tuple(_kept(read, stored.without_family(read, "copy"))) if all_of_it else (),
        paper=tuple(_kept(read, stored.without_family(read, "paper_run"))) if all_of_it else (),
        own_words=spelling.own_days(read) if all_of_it else {},
        made_at=read.clock.now(),
        made_for=reader,
    )
    return bundle_file.write(bundle)


def documents_of(content: bytes) -> tuple[str, ...]:
    """The SHA-256 of every document that a bundle of ours lists."""
    said = msgspec.json.decode(content, type=bundle_shape.Bundle)
    return tuple(dict.fromkeys(one.sha256 for family in said.families for one in family.documents))


def _check_agency(read: acts.Reading, ids: Sequence[str], to: Recipient) -> None:
    for family_id in ids:
        agreement.check_agency(read, family_id, to.agency, was_asked=to.was_asked)


def logical(read: acts.Reading) -> str:
    """A hash of what the families' records say, whatever this vault is and the order things came in."""
    said = msgspec.json.decode(take_out(read, families=tuple(stored.families(read)), anyones=True))
    del said["made_at"]
    _sort(said)
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def _sort(said: dict[str, Any]) -> None:
    lists = [said.get(name, []) for name in ("practitioners", "families", "links")]
    names = ("people", "episodes", "forms", "documents", "visits", "copies", "paper", "moved_away")
    lists += [one.get(name, []) for one in said["families"] for name in names]
    for each in lists:
        each.sort(key=lambda one: one["id"])


def _family(
    read: acts.Reading, family_id: str, reader: str, to: Recipient, *, anyones: bool
) -> bundle_shape.FamilySaid:
    own, *rest = stored.of_family(read, family_id, audiences=MAY_HOLD[reader])
    if not anyones:
        rest = [one for one in rest if not base.is_of_another(one.scope, read.me)]
    answers = dict(own.answers)
    is_own = reader == "practitioner"
    people = frozenset(one.id for one in rest if one.kind == "person")
    by_id = frozenset(one.id for one in stored.practitioners(read))
    if not is_own:
        by = bundle_reader.eyes(read, family_id, reader, who=to.who, agency=to.agency)
        return _for_others(read, (own, *rest), reader, by, by_id, checked=to.checked)
    return bundle_shape.FamilySaid(
        id=own.id,
        name=answers.pop("name"),
        reference=answers.pop("reference"),
        answers=answers,
        people=tuple(bundle_people.said(one, is_own=True) for one in rest if one.kind == "person"),
        episodes=tuple(_episode(one, is_own=True) for one in rest if one.kind == "episode"),
        forms=tuple(_forms(read, rest, reader, people | by_id)),
        documents=tuple(_documents(rest)),
        visits=tuple(_kept(read, _of_kind(rest, "visit"))),
        copies=tuple(_kept(read, _of_kind(rest, "copy"))),
        paper=tuple(_kept(read, _of_kind(rest, "paper_run"))),
        moved_away=tuple(_kept(read, stored.moved_away(read, family_id))),
        **_written(own, is_own=True),
    )


def _for_others(
    read: acts.Reading,
    records: Sequence[stored.Stored],
    reader: str,
    by: bundle_reader.Eyes,
    workers: frozenset[str],
    *,
    checked: bool,
) -> bundle_shape.FamilySaid:
    """A family as somebody else may have it. Raises: LookFirst, unless `checked`."""
    own, *rest = records
    answers = dict(own.answers)
    known = bundle_reader.known(frozenset(one.id for one in rest if one.kind == "person"), by)
    people = (bundle_people.said(one, is_own=False) for one in rest if one.kind == "person")
    said = bundle_shape.FamilySaid(
        id=own.id,
        name=answers.pop("name"),
        reference=answers.pop("reference"),
        answers=answers,
        people=tuple(filter(None, (bundle_reader.person(one, by, known) for one in people))),
        episodes=tuple(
            bundle_shape.EpisodeSaid(one.id, bundle_reader.agencies(one.answers, by))
            for one in rest
            if one.kind == "episode"
        ),
        forms=_forms(read, rest, reader, known | workers, by),
    )
    if not checked:
        bundle_reader.look_first(said, by)
    return said


def _episode(one: stored.Stored, *, is_own: bool) -> bundle_shape.EpisodeSaid:
    return bundle_shape.EpisodeSaid(one.id, one.answers, **_written(one, is_own=is_own))


def _written(one: stored.Stored, *, is_own: bool) -> dict[str, Any]:
    """Who wrote it down and when, for the practitioner's own other vault; others need not know."""
    return {"author": one.author, "at": one.created_at} if is_own else {}


def _of_kind(records: Iterable[stored.Stored], kind: str) -> list[stored.Stored]:
    return [one for one in records if one.kind == kind]


def _kept(read: acts.Reading, records: Iterable[stored.Stored]) -> Iterator[bundle_shape.KeptSaid]:
    """Visits, copies, paper and lines of what was moved: all of each, but what is somebody else's alone."""
    for one in records:
        if not base.is_of_another(one.scope, read.me):
            yield bundle_shape.KeptSaid(one.id, one.author, one.created_at, one.answers)


def _known_only(families: tuple[bundle_shape.FamilySaid, ...]) -> tuple[bundle_shape.FamilySaid, ...]:
    """No copy, paper or document names a record that is not in this bundle, but in another file."""
    ids = {one.id for each in families for some in (each.people, each.forms, each.documents) for one in some}
    return tuple(
        msgspec.structs.replace(
            each,
            copies=tuple(_within(one, ids) for one in each.copies),
            paper=tuple(_within(one, ids) for one in each.paper),
            documents=tuple(
                msgspec.structs.replace(one, about=tuple(who for who in one.about if who in ids))
                for one in each.documents
            ),
        )
        for each in families
    )


def _within(one: bundle_shape.KeptSaid, ids: set[str]) -> bundle_shape.KeptSaid:
    gone = {key for key in ("of_record", "original") if one.answers.get(key) not in (None, *ids)}
    if not gone:
        return one
    answers = {key: value for key, value in one.answers.items() if key not in gone}
    return msgspec.structs.replace(one, answers=answers)


def _documents(records: Iterable[stored.Stored]) -> Iterator[bundle_shape.DocumentSaid]:
    """Documents go to the practitioner's own other vault only; others get a copy of each by itself."""
    for one in records:
        if one.kind in ("document", document.APART):
            fields = one.fields
            told = {key: fields[key] for key in ("kind", "dated", "note") if key in fields}
            yield bundle_shape.DocumentSaid(
                one.id,
                fields["title"],
                fields["media_type"],
                fields["size"],
                fields["sha256"],
                one.author,
                one.created_at,
                about=tuple(fields.get("about") or ()),
                apart=one.kind == document.APART,
                taken_away=one.status == "void",
                **told,
            )


_ID = re.compile("[0-9a-z][0-9a-z-]{0,63}")


def _agencies(read: acts.Reading) -> Iterator[bundle_shape.AgencySaid]:
    for one in stored.of_authority(read, "agency"):
        known = {key: value for key, value in one.answers.items() if key in directory.KEYS}
        yield bundle_shape.AgencySaid(id=one.id, **known, **_written(one, is_own=True))


def _links(read: acts.Reading, inside: set[str]) -> Iterator[bundle_shape.LinkSaid]:
    """The links whose two ends are taken out together."""
    for one in stored.of_authority(read, linking.KIND):
        said = one.answers
        if {said["one"], said["other"]} <= inside:
            ends = said["one"], said["other"], said.get("verdict")
            yield bundle_shape.LinkSaid(one.id, *ends, **_written(one, is_own=True))


def _forms(
    read: acts.Reading,
    records: Iterable[stored.Stored],
    reader: str,
    people: frozenset[str],
    by: bundle_reader.Eyes | None = None,
) -> tuple[bundle_shape.FormSaid, ...]:
    """The forms that this reader may have, each with what its answers point at or a word that it is gone."""
    said = [(one, read.form(one.form, one.form_version)) for one in records if one.form is not None]
    if reader == "practitioner":
        forms = [(_form(one, form), form) for one, form in said]
    else:
        finished = [(one, form) for one, form in said if one.status in ("finished", "amended")]
        may_have = [(one, form) for one, form in finished if form.family_copy or reader != "family"]
        copies = [(_copy(one, form, reader, by), form) for one, form in may_have]
        forms = [(said, form) for said, form in copies if said is not None]
    known = bundle_pointers.Known(people, bundle_pointers.rows_of(one for one, _form in forms))
    return tuple(_pointing(one, form, known, is_own=reader == "practitioner") for one, form in forms)


def _pointing(
    said: bundle_shape.FormSaid, form: definition.Form, known: bundle_pointers.Known, *, is_own: bool
) -> bundle_shape.FormSaid:
    """For others, nothing that points at what they do not have: it would tell that there is something."""
    if not is_own:
        return msgspec.structs.replace(said, answers=bundle_pointers.without(form, said.answers, known))
    given = sheet.together(said.answers, said.restricted)
    gone = [one.to for one in bundle_pointers.pointers(form, given) if not known.has(one)]
    left = dict.fromkeys(one for one in gone if one not in said.as_shown and _ID.fullmatch(one))
    return msgspec.structs.replace(said, gone=tuple(left))


def _form(one: stored.Stored, form: definition.Form) -> bundle_shape.FormSaid:
    """All of a form: what another vault of this practitioner needs to hold the same."""
    finished_at = one.fields.get("$finished_at")
    return bundle_shape.FormSaid(
        id=one.id,
        form=form.id,
        form_version=form.version,
        status=one.status,
        author=bundle_shape.Author(one.author, one.fields.get("$agency")),
        at=one.created_at,
        answers=sheet.in_order(form, one.answers),
        episode=one.episode_id,
        finished_at=datetime.fromisoformat(finished_at) if finished_at else None,
        why=one.fields.get("$amended_because"),
        version=one.fields.get("$version", 1),
        as_shown=one.fields.get("$as_shown", {}),
        language=one.fields.get("$language"),
        restricted=one.restricted,
        signing={key[1:]: one.fields[key] for key in signing.MARKS if key in one.fields},
        reopened_on=one.fields.get("$reopened_on"),
        checked_together=one.fields.get(together.CHECKED, {}),
    )


def _copy(
    one: stored.Stored, form: definition.Form, reader: str, by: bundle_reader.Eyes | None
) -> bundle_shape.FormSaid | None:
    """What another reader gets of a form: no reasons, no names behind the scenes. None: it is not theirs."""
    whole = _form(one, form)
    inside = {question.key for question in form.questions() if not question.show_on_family_paper}
    kept = {key: value for key, value in whole.answers.items() if reader != "family" or key not in inside}
    said = msgspec.structs.replace(
        whole,
        answers=kept,
        status="finished",
        why=None,
        version=1,
        as_shown={},
        restricted={},
        signing={},
        reopened_on=None,
        checked_together={},
    )
    return said if by is None else bundle_reader.form(said, form, by)


def _named(
    families: Iterable[bundle_shape.FamilySaid],
    unfiled: Iterable[bundle_shape.FormSaid],
    links: Iterable[bundle_shape.LinkSaid],
) -> str:
    """Where everybody stands who wrote or is named in what is taken out."""
    families = tuple(families)
    forms = [form for one in families for form in one.forms] + list(unfiled)
    kept = [
        (one.author, one.episodes, one.documents, one.visits, one.copies, one.paper, one.moved_away)
        for one in families
    ] + [[who.author for who in one.people] for one in families]
    return msgspec.json.encode((forms, kept, tuple(links))).decode()


def _practitioners(
    read: acts.Reading, named: str | None, reader: str
) -> Iterator[bundle_shape.PractitionerSaid]:
    """Everybody whom the vault knows, or only those who are `named`, and whoever wrote those down.

    A family gets no agencies with them: one may be a school that not all of them may know of.
    """
    is_own = reader == "practitioner"
    keys = frozenset({"name", "role"}) if reader == "family" else practitioner.KEYS
    known = {one.id: one for one in stored.practitioners(read)}
    wanted = {one for one in known if named is None or one in named}
    waiting = set(wanted) if is_own else set()
    while waiting:
        waiting = {known[one].author for one in waiting if known[one].author in known} - wanted
        wanted |= waiting
    for one in known.values():
        if one.id in wanted:
            said = {key: value for key, value in one.answers.items() if key in keys}
            yield bundle_shape.PractitionerSaid(id=one.id, **said, **_written(one, is_own=is_own))
