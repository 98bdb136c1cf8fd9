"""An act is packed once: what comes out is what went in, and what is broken says so."""

import base64
import threading
from random import Random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from ehdesk.sync import packed

LONG = b'{"text":"%s"}' % (b"What the school nurse said. " * 100)


@given(st.binary(max_size=200).flatmap(lambda said: st.just(b"{" + said * 20 + b"}")))
def test_what_was_packed_is_read_as_it_was(act: bytes) -> None:
    kept = packed.packed(act)
    assert packed.plain(kept) == act
    assert kept == act or len(kept) <= len(act) * 3 // 4


def test_a_short_act_and_one_that_packs_badly_stay_as_they_are() -> None:
    short = b'{"text":"%s"}' % (b"a" * 900)
    noise = b'{"text":"%s"}' % base64.b64encode(Random(1).randbytes(3_000))
    assert packed.packed(short) == short
    assert packed.packed(noise) == noise
    assert packed.packed(LONG)[:4] == packed.FRAME


BROKEN = {
    "cut short": packed.packed(LONG)[:-4],
    "something behind it": packed.packed(LONG) + b"x",
    "another frame behind it": packed.packed(LONG) * 2,
    "no size": zstandard.ZstdCompressor(write_content_size=False).compress(LONG),
    "far too large": zstandard.compress(b" " * (packed.LARGEST + 1)),
    "only its beginning": packed.FRAME,
    "changed within": packed.packed(LONG)[:9] + b"\xff" + packed.packed(LONG)[10:],
}


@pytest.mark.parametrize("kept", BROKEN.values(), ids=BROKEN)
def test_a_broken_frame_is_told_as_what_cannot_be_read(kept: bytes) -> None:
    with pytest.raises(packed.BrokenFrame):
        packed.plain(kept)


def test_many_threads_pack_and_read_at_once() -> None:
    wrong: list[bytes] = []

    def run(n: int) -> None:
        act = LONG + b"%d" % n
        wrong.extend(act for _ in range(300) if packed.plain(packed.packed(act)) != act)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []
