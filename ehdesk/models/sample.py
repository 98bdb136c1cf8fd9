"""The invented families that a practice vault is filled with: the three that ship, or generated ones.

What is being written in them is the practising worker's own, to go on with.
"""

from collections.abc import Collection
from datetime import date

import msgspec
import sqlalchemy as sa

from ehdesk import files
from ehdesk.models import acts, base, bundle, bundle_file, bundle_shape, generate, replay, store
from ehdesk.sync import protocol

TOLD_UNTIL = date(2026, 9, 30)
"""The story of the shipped families ends on this day. A clock that is behind does not refuse them."""


def shipped(today: date) -> bundle_shape.Bundle:
    """The three families of `resources/sample/families.json`. Raises: BundleRefusal."""
    content = (files.resources() / "sample" / "families.json").read_bytes()
    return bundle_file.read(content, today=max(today, TOLD_UNTIL)).bundle


def fill(kept: store.Store, references: Collection[str] = ()) -> bundle.Report:
    """Fill a vault with the shipped families, or those of some references; a second time changes nothing."""
    said = shipped(kept.clock.today())
    if references:
        some = tuple(one for one in said.families if one.reference in references)
        said = msgspec.structs.replace(said, families=some)
    return kept.do(bundle.bring_in, _begun_by(kept.me, said)).result


def fill_with_generated(kept: store.Store, count: int, *, seed: int) -> bundle.Report:
    """Fill a vault with so many generated families, the newest of them of today."""
    made = generate.bundle(count, seed=seed, until=kept.clock.today())
    return kept.do(bundle.bring_in, _begun_by(kept.me, made)).result


SARAH = "0197f000-0001-7000-8000-000000000002"
"""Sarah Doyle, one of the invented practitioners: a colleague of whoever practises."""


@acts.act("colleague.wrote", local=True)
def let_colleague_write(work: acts.Work, record_id: str, *edits: protocol.Edit) -> None:
    """Let Sarah have written in a record while the worker did, as a centre would bring it."""
    record = work.record(record_id)
    family, episode = record.family_id, record.episode_id
    change = protocol.Change(record_id, record.kind, record.scope, edits, family=family, episode=episode)
    act = protocol.Act(work.clock.new_id(), "answer.given", SARAH, work.at, SARAH, (change,))
    replay.apply(work, act, protocol.encode_act(act))


@acts.act("form.arrived", local=True)
def let_newer_form_come(work: acts.Work, family_id: str, form_id: str, version: int, said: str) -> str:
    """Let a form come in that Sarah began with a newer ehdesk, and that is not known here; its id."""
    record_id = work.clock.new_id()
    change = protocol.Change(
        record_id,
        form_id,
        f"family:{family_id}/file",
        (protocol.Edit("asked_from_next_year", value=said),),
        new=True,
        family=family_id,
        form=form_id,
        form_version=version,
    )
    act = protocol.Act(work.clock.new_id(), "form.started", SARAH, work.at, SARAH, (change,))
    replay.apply(work, act, protocol.encode_act(act))
    return record_id


@acts.act("answer.set_aside", local=True)
def let_centre_refuse(work: acts.Work, record_id: str, reason: str, *edits: protocol.Edit) -> None:
    """Let a centre have set aside what the worker wrote in a record, for one of its reasons."""
    record = work.record(record_id)
    change = protocol.Change(record_id, record.kind, record.scope, edits, family=record.family_id)
    me = work.bench.me
    act = protocol.Act(work.clock.new_id(), "answer.given", me, work.at, work.bench.incarnation, (change,))
    line = {"act_id": act.id, "part": 0, "at": work.at, "reason": reason}
    work.connection.execute(sa.insert(base.set_aside), {**line, "content": protocol.encode_act(act)})


def _begun_by(me: str, said: bundle_shape.Bundle) -> bundle_shape.Bundle:
    """The same with this practitioner as the author of every draft."""
    families = tuple(
        msgspec.structs.replace(one, forms=tuple(_begun(me, form) for form in one.forms))
        for one in said.families
    )
    return msgspec.structs.replace(said, families=families)


def _begun(me: str, form: bundle_shape.FormSaid) -> bundle_shape.FormSaid:
    if form.status != "draft":
        return form
    return msgspec.structs.replace(form, author=msgspec.structs.replace(form.author, practitioner=me))
