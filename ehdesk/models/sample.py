"""The invented families that a practice vault is filled with: the three that ship, or generated ones.

What is being written in them is the practising worker's own, to go on with.
"""

from collections.abc import Collection
from datetime import date

import msgspec

from ehdesk import files
from ehdesk.models import acts, bundle, bundle_file, bundle_shape, generate, replay, store
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
