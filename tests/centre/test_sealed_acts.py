"""An act that comes back sealed is what the centre's key opens, and nothing that somebody only claims."""

import tracemalloc
import zlib
from collections.abc import Sequence

import msgspec
import pytest

from ehdesk.centre import reading, signing
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol
from ehdesk.vault import primitives

KEY = bytes(range(32))
SAID = (
    b'{"id":"one","verb":"note.written","by":"maya","at":"2026-09-07T10:00:00Z","incarnation":"life",'
    b'"changes":[{"record":"r","kind":"note","scope":"authority","edits":[]}]}'
)


def sealed(
    content: bytes = SAID, *, act: str = "one", to: bytes = KEY, bound_to: str = "one"
) -> protocol.Sealed:
    public = bytes.fromhex(signing.public_seal_key(to))
    closed = primitives.seal_to(public, zlib.compress(content), protocol.sealed_for(bound_to))
    return protocol.Sealed(act, protocol.digest(content), closed)


def opened(act: protocol.Sealed, key: bytes = KEY) -> reading.Incoming:
    (found,) = every_opened([act], key)
    return found


def every_opened(acts: Sequence[protocol.Sealed], key: bytes = KEY) -> list[reading.Incoming]:
    return reading.opened([reading.read(msgspec.Raw(protocol.encode_sealed(act))) for act in acts], key)


def test_what_was_sealed_is_read_as_it_was_written_byte_for_byte() -> None:
    found = opened(sealed())
    assert (found.id, bytes(found.content), found.sha256) == ("one", SAID, protocol.digest(SAID))
    assert found.aside == ""
    assert found.act is not None


def test_what_had_been_set_aside_stays_so_for_a_reason_that_there_is() -> None:
    assert opened(msgspec.structs.replace(sealed(), aside="not_allowed")).aside == "not_allowed"
    assert opened(msgspec.structs.replace(sealed(), aside="because")).aside == ""


def test_nothing_is_read_with_another_key_or_under_another_id() -> None:
    other = bytes(range(1, 33))
    for one in (sealed(to=other), sealed(bound_to="two"), sealed(act="two", bound_to="two")):
        found = opened(one)
        assert (found.act, found.aside) == (None, protocol.NO_KEY)
    assert opened(sealed(), b"").aside == protocol.NO_KEY


def test_a_hash_that_is_only_claimed_is_not_believed() -> None:
    """Else who knows the id and the hash of somebody's act would be told what became of it."""
    claimed = msgspec.structs.replace(sealed(b"{}"), sha256=protocol.digest(SAID))
    found = opened(claimed)
    assert found.act is None
    assert found.sha256 == protocol.digest(protocol.encode_sealed(claimed)) != claimed.sha256


def test_what_unpacks_to_more_than_a_message_may_hold_is_not_opened() -> None:
    assert opened(sealed(b" " * (33 << 20) + SAID)).aside == protocol.NO_KEY


def bomb(n: int, *, hashed: bool = True) -> protocol.Sealed:
    """Twelve million letters that are a few thousand bytes on their way."""
    said = b'{"id":"one","pad":"%s%d"}' % (b"x" * (12 << 20), n)
    made = sealed(said)
    return made if hashed else msgspec.structs.replace(made, sha256="0" * 64)


def test_very_many_small_values_in_an_envelope_are_refused_before_they_are_read() -> None:
    lists = b'{"id":"one","pad":[%s[]]}' % (b"[]," * (3 << 20))
    tracemalloc.start()
    with pytest.raises(Refused, match="too_large"):
        every_opened([sealed(lists)])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 80 << 20, "three million lists would have been 240 MiB"


def test_bombs_in_envelopes_are_refused_before_they_fill_the_memory() -> None:
    """Five hundred of them go into one message."""
    assert len(every_opened([bomb(1), bomb(2)])) == 2
    for hashed in (True, False):
        envelope = bomb(3, hashed=hashed)
        assert len(envelope.content) < 20_000
        tracemalloc.start()
        with pytest.raises(Refused, match="too_large"):
            every_opened([envelope] * 500)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 100 << 20


def test_a_receipt_is_over_the_acts_own_bytes_and_over_the_envelope_where_nothing_opens_it() -> None:
    act = sealed()
    raw = msgspec.Raw(protocol.encode_sealed(act))
    (taken,) = protocol.receipts([raw], [protocol.Ack("one", "taken", 7)])
    (closed,) = protocol.receipts([raw], [protocol.Ack("one", "aside", reason=protocol.NO_KEY)])
    assert (taken.sha256, closed.sha256) == (protocol.digest(SAID), protocol.digest(bytes(raw)))
