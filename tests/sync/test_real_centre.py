"""A real desk and the real centre over HTTP: what each proves to the other."""

import logging
from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.centre import signing
from ehdesk.models import acts, base, enrolled, family, idle
from ehdesk.sync import engine, http, protocol
from ehdesk.vault import cipher
from tests import building
from tests.at_a_centre import Office, an_older_version, link, office, sync
from tests.centre import building as centres

__all__ = ["office"]


def proofs(read: acts.Reading) -> list[tuple[bytes, bytes, str, list[str]]]:
    """Each proof that was kept, with the acts whose receipts point at it."""
    rows = read.connection.execute(sa.select(base.answered)).all()
    named = sa.select(base.act.c.id).join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    return [
        (row.said, row.listed, row.signature,
         list(read.connection.execute(named.where(base.receipt.c.answered_n == row.n)).scalars()))
        for row in rows
    ]  # fmt: skip


def test_what_was_received_can_be_proved_later_by_what_the_vault_keeps(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    building.a_family(desk)
    told = sync(desk)
    assert told.taken > 0
    ((said, listed, signature, named),) = desk.ask(proofs)
    receipts = msgspec.json.decode(listed, type=tuple[protocol.Receipt, ...])
    contents = {
        row.id: row.content
        for row in desk.ask(lambda read: read.connection.execute(sa.select(base.act)).all())
    }
    assert {one.act for one in receipts} == set(named) == set(contents)
    assert all(one.sha256 == protocol.digest(contents[one.act]) for one in receipts)
    assert said.decode().split("|")[-1] == protocol.digest(listed)
    assert signing.is_signed(link(desk).keys[0], signature, said)


def test_nothing_is_taken_in_from_a_centre_with_other_keys(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    building.a_family(desk)
    waits = desk.ask(enrolled.standing).waits
    other = signing.public_of(signing.new_key())
    sync(desk)  # the first exchange of a life asks only
    building.a_note(desk, building.a_family(desk, "Okafor").family, text="Seen at home.")
    wrong = msgspec.structs.replace(link(desk), keys=(other,))
    with pytest.raises(errors.OtherKeys) as met:
        sync(desk, wrong)
    assert "Try another network" in met.value.words()[2]
    desk.do(enrolled.remember, wrong)
    assert 0 < desk.ask(enrolled.standing).waits != waits + 1
    with pytest.raises(errors.NotTheCentre):
        sync(desk)
    desk.do(enrolled.remember, msgspec.structs.replace(wrong, keys=("00" * 32, *link_keys(office))))
    assert sync(desk).taken > 0, "the spare key counts as the one in use"


def link_keys(office: Office) -> tuple[str, ...]:
    with http.Centre(office.url) as way:
        return way.hello().keys


def test_a_desk_without_its_key_is_told_so_and_nothing_of_it_is_taken(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    building.a_family(desk)
    thief = msgspec.structs.replace(link(desk), signs_with=signing.new_key().hex())
    with pytest.raises(errors.ChangedOnTheWay):
        sync(desk, thief)
    assert sync(desk).taken > 0


def kept_acts(read: acts.Reading) -> dict[str, bytes]:
    return {row.id: row.content for row in read.connection.execute(sa.select(base.act))}


def fields(read: acts.Reading, record_id: str) -> dict[str, Any]:
    """What a record says."""
    wanted = sa.select(base.record.c.fields).where(base.record.c.id == record_id)
    return dict(base.unpack(read.connection.execute(wanted).scalar()))


LATER = b"""{"later":{"n":1.50},"id":"a-later","verb":"form.started","by":"ME","at":"2026-09-07T09:00:00Z",
"incarnation":"LIFE","changes":[{"record":"n-later","kind":"note","scope":"family:fam/file","family":"fam",
"new":true,"weather":"fine","edits":[{"path":"text","value":"Seen.","colour":[1,2]}]}]}"""


def test_what_a_later_version_says_more_passes_through_an_earlier_one_as_it_came(office: Office) -> None:
    maya = office.centre.desk("Maya")
    centres.worked_family(maya)
    later = LATER.replace(b"ME", maya.me.encode()).replace(b"LIFE", maya.incarnation.encode())
    assert [ack.verdict for ack in maya.swap(later).acks] == ["taken"]
    ruth = office.desk("Ruth Hale", "Ruth")
    sync(ruth)
    assert ruth.ask(kept_acts)["a-later"] == later
    assert ruth.ask(fields, "n-later")["text"] == "Seen."


def test_a_desk_that_is_too_old_still_hands_in_its_work_and_hears_nothing(office: Office) -> None:
    maya, ruth = office.centre.desk("Maya"), office.desk("Ruth Hale", "Ruth")
    centres.worked_family(maya)
    building.a_family(ruth)
    with an_older_version(ruth) as way:
        with pytest.raises(errors.TooOldForCentre) as met:
            engine.sync(ruth.store, way)
        with pytest.raises(errors.TooOldForCentre):
            engine.sync(ruth.store, way)
    assert "still takes it" in met.value.words()[1]
    assert ruth.ask(enrolled.standing).waits == 0
    assert link(ruth).cursor == 0
    sync(ruth)
    names = {line.name for line in ruth.ask(family.caseload).lines}
    assert names == {"Kowalczyk-Hughes", "Okafor"}, "the new version hears what the old one could not"


def test_a_centre_that_speaks_only_what_was_given_up_is_named(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    older = str(protocol.OLDEST - 1).encode()
    with http.at(link(desk), transport=Behind(older)) as way, pytest.raises(errors.CentreBehind):
        engine.sync(desk.store, way)


class Behind(httpx.BaseTransport):
    """A centre that names an older protocol than it speaks."""

    def __init__(self, version: bytes) -> None:
        self.way, self.version = httpx.HTTPTransport(), version

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["accept-encoding"] = "identity"
        answer = self.way.handle_request(request)
        content = answer.read()
        answer.close()
        answer.headers[protocol.VERSION] = self.version.decode()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)

    def close(self) -> None:
        self.way.close()


class Changes(httpx.BaseTransport):
    """A box on the way that changes one word of each answer, with certificates that the laptop trusts."""

    def __init__(self, was: bytes, becomes: bytes) -> None:
        self.way, self.was, self.becomes = httpx.HTTPTransport(), was, becomes

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["accept-encoding"] = "identity"
        answer = self.way.handle_request(request)
        content = answer.read().replace(self.was, self.becomes)
        headers = [one for one in answer.headers.multi_items() if one[0] != "content-length"]
        answer.close()
        return httpx.Response(answer.status_code, headers=headers, content=content)

    def close(self) -> None:
        self.way.close()


def test_an_answer_that_somebody_changed_on_the_way_is_not_taken_in(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    before = link(desk)
    with (
        http.at(before, transport=Changes(b'"practitioner"', b'"coordinator"')) as way,
        pytest.raises(errors.NotTheCentre),
    ):
        engine.sync(desk.store, way)
    assert link(desk) == before
    assert sync(desk).rounds > 0


def test_the_seal_never_shows_its_key() -> None:
    seal = http.Seal("device", "5e" * 32, ())
    assert "5e" * 32 not in repr(replace(seal, device="other"))


def test_neither_end_writes_anything_where_nobody_has_anything_to_say(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk = office.desk("Maya Okonjo")
    building.a_family(desk)
    sync(desk)
    assert sync(desk).rounds == 1
    before, files = link(desk), desk.ask(proofs)
    monkeypatch.setattr(logging.getLogger("ehdesk"), "propagate", True)
    caplog.set_level(logging.DEBUG, "ehdesk")
    beside = cipher.connect(desk.folder.database, desk.keys.database)
    changes = beside.execute("PRAGMA data_version").fetchone()
    desk.time.pass_by(minutes=5)
    told = sync(desk)
    assert (told.rounds, told.taken, told.records) == (1, 0, {})
    assert link(desk) == before
    assert desk.ask(proofs) == files
    assert beside.execute("PRAGMA data_version").fetchone() == changes
    beside.close()
    assert not [one for one in caplog.records if one.name.startswith("ehdesk.centre")]


def test_when_the_centre_was_heard_is_known_after_the_vault_was_locked(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    building.a_family(desk)
    sync(desk)
    sync(desk)
    desk.time.pass_by(minutes=5)
    before = link(desk)
    sync(desk)
    heard = desk.ask(idle.heard_at, before)
    assert heard > before.told_at, "the foot of the window says when the centre was heard"
    desk.store.take_standing("practitioner")
    assert desk.ask(idle.heard_at, before) == heard
    killed = desk.open_copy(desk.folder.root.with_name("killed"), life=9)
    assert killed.ask(idle.heard_at, before) == before.told_at, "who is killed says an earlier time"
    desk.reopen()
    assert desk.ask(idle.heard_at, before) == heard


def test_who_writes_after_that_is_in_step_with_the_centre(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    home = building.a_family(desk)
    for _ in range(4):
        sync(desk)
    building.a_note(desk, home.family, text="Zofia showed me a drawing.")
    told = sync(desk)
    assert told.taken > 0
    assert desk.ask(enrolled.standing).waits == 0


def test_an_answer_that_claims_silence_is_only_heard_where_the_desk_allowed_it(office: Office) -> None:
    desk = office.desk("Maya Okonjo")
    building.a_family(desk)

    class Quiet:
        """A centre that says nothing came in, whatever is handed to it."""

        def exchange(self, body: bytes) -> protocol.Answer:
            said = msgspec.json.decode(body, type=protocol.Exchange)
            return protocol.Answer(epoch=said.epoch, cursor=said.cursor, idle=True)

    waits = desk.ask(enrolled.standing).waits
    sync(desk)  # the first exchange of a life only asks
    building.a_family(desk, "Okafor")
    waits = desk.ask(enrolled.standing).waits
    with pytest.raises(errors.NotTheCentre):
        engine.sync(desk.store, Quiet())  # type: ignore[arg-type]
    assert desk.ask(enrolled.standing).waits == waits > 0
