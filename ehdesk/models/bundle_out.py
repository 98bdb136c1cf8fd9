"""Taking families out of the record as a bundle, with only what the reader may have."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ehdesk.forms import definition
from ehdesk.models import acts, base, bundle_file, bundle_shape, practitioner, sheet, signing, stored, trail

MAY_HOLD: Mapping[str, frozenset[str]] = {
    "practitioner": frozenset({"file", "restricted", "quality", "practitioner"}),
    "agency": frozenset({"file"}),
    "family": frozenset({"file"}),
}
"""Who may read a bundle, and the audiences of the records that may stand in it."""


@acts.act("bundle.exported", local=True)
def export(work: acts.Work, *, reader: str, families: Sequence[str] | None = None) -> bytes:
    """`take_out`, with a line in the trail that says who took a copy and when."""
    content = take_out(work, reader=reader, families=families)
    only = families[0] if families and len(families) == 1 else None
    trail.taken_out(work, only, content)
    return content


def take_out(
    read: acts.Reading,
    *,
    reader: str = "practitioner",
    families: Sequence[str] | None = None,
    anyones: bool = False,
) -> bytes:
    """Families (all, or those with these ids) as a bundle file for this reader (a key of `MAY_HOLD`).

    Only the practitioner's own bundle has restricted values, drafts and what belongs to the quality
    of the work; for others nothing shows that something was left out. `anyones` is for checks: also
    the drafts that only another practitioner may read.
    """
    ids = families if families is not None else stored.families(read)
    said = tuple(_family(read, family_id, reader, anyones=anyones) for family_id in ids)
    all_of_it = reader == "practitioner" and families is None
    waiting = [one for one in stored.unfiled(read) if anyones or not base.is_of_another(one.scope, read.me)]
    unfiled = tuple(_forms(read, waiting, reader)) if all_of_it else ()
    bundle = bundle_shape.Bundle(
        families=said,
        practitioners=tuple(_practitioners(read, said, unfiled, all_of_it=all_of_it)),
        unfiled=unfiled,
        made_at=read.clock.now(),
        made_for=reader,
    )
    return bundle_file.write(bundle)


def logical(read: acts.Reading) -> str:
    """A hash of what the families' records say, whatever this vault is and the order things came in."""
    said = msgspec.json.decode(take_out(read, families=tuple(stored.families(read)), anyones=True))
    del said["made_at"]
    _sort(said)
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def _sort(said: dict[str, Any]) -> None:
    lists = [said.get("practitioners", []), said["families"]]
    lists += [one.get(name, []) for one in said["families"] for name in ("people", "episodes", "forms")]
    for each in lists:
        each.sort(key=lambda one: one["id"])


def _family(read: acts.Reading, family_id: str, reader: str, *, anyones: bool) -> bundle_shape.FamilySaid:
    own, *rest = stored.of_family(read, family_id, audiences=MAY_HOLD[reader])
    if not anyones:
        rest = [one for one in rest if not base.is_of_another(one.scope, read.me)]
    answers = dict(own.answers)
    return bundle_shape.FamilySaid(
        id=own.id,
        name=answers.pop("name"),
        reference=answers.pop("reference"),
        answers=answers,
        people=tuple(_person(one) for one in rest if one.kind == "person"),
        episodes=tuple(
            bundle_shape.EpisodeSaid(one.id, one.answers) for one in rest if one.kind == "episode"
        ),
        forms=tuple(_forms(read, rest, reader)),
    )


def _person(one: stored.Stored) -> bundle_shape.PersonSaid:
    answers = dict(one.answers)
    table: base.Fields = answers.pop("relationships", None) or {}
    rows = sorted(table.values(), key=lambda row: str(row.get("rank", "")))
    relationships = tuple(
        bundle_shape.Relationship(row["person"], row["is"], row.get("parental_responsibility"))
        for row in rows
    )
    return bundle_shape.PersonSaid(one.id, answers, one.restricted, relationships)


def _forms(
    read: acts.Reading, records: Iterable[stored.Stored], reader: str
) -> Iterator[bundle_shape.FormSaid]:
    for one in records:
        if one.form is None:
            continue
        form = read.form(one.form, one.form_version)
        if reader == "practitioner":
            yield _form(one, form)
        elif one.status in ("finished", "amended") and (form.family_copy or reader != "family"):
            yield _copy(one, form, reader)


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
    )


def _copy(one: stored.Stored, form: definition.Form, reader: str) -> bundle_shape.FormSaid:
    """What another reader gets of a form: no reasons and no names behind the scenes."""
    whole = _form(one, form)
    inside = {question.key for question in form.questions() if not question.show_on_family_paper}
    kept = {key: value for key, value in whole.answers.items() if reader != "family" or key not in inside}
    return msgspec.structs.replace(
        whole, answers=kept, status="finished", why=None, version=1, as_shown={}, restricted={}, signing={}
    )


def _practitioners(
    read: acts.Reading,
    families: Iterable[bundle_shape.FamilySaid],
    unfiled: Iterable[bundle_shape.FormSaid],
    *,
    all_of_it: bool,
) -> Iterator[bundle_shape.PractitionerSaid]:
    """Everybody whom the vault knows, or only those who wrote or are named in what is taken out."""
    forms = [form for one in families for form in one.forms] + list(unfiled)
    written = msgspec.json.encode(forms).decode()
    for one in stored.practitioners(read):
        if all_of_it or one.id in written:
            known = {key: value for key, value in one.answers.items() if key in practitioner.KEYS}
            yield bundle_shape.PractitionerSaid(id=one.id, **known)
