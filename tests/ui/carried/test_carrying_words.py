"""What the foot of the window says of the centre, state by state: true, calm, and naming nobody."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ehdesk import errors
from ehdesk.models import sent
from ehdesk.ui import carrying, carrying_words, going

AT = datetime(2026, 9, 7, 13, 2, tzinfo=UTC)
QUIET = carrying.State(counts=sent.Counts(is_enrolled=True, authority="Harlow Beck", told_at=AT), mood="fine")


def foot(state: carrying.State) -> carrying_words.Said:
    return carrying_words.line(state, lambda _moment: "14:02")


def counting(*, waits: int = 0, aside: int = 0, seconds: int = 0, news: int = 0) -> carrying.State:
    told = replace(QUIET.counts, waits=waits, aside=aside, seconds=seconds, news=news)
    return replace(QUIET, counts=told)


def going_on(**far: int) -> carrying.State:
    return replace(QUIET, is_going=True, far=going.Far(**far))


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (QUIET, "Received 14:02", "received"),
        (counting(waits=3), "3 on this laptop · the rest received 14:02", "quiet"),
        (counting(news=2), "2 new from colleagues · Received 14:02", "received"),
        (counting(waits=1204, news=1),
         "1 new from colleagues · 1,204 on this laptop · the rest received 14:02", "quiet"),
        (counting(aside=1), "1 needs you · Received 14:02", "warm"),
        (counting(aside=1, seconds=2, waits=1), "3 need you · the rest received 14:02", "warm"),
        (replace(counting(waits=3), mood="away", error=errors.CentreAway()),
         "No network: fine – everything is on this laptop", "quiet"),
        (replace(counting(waits=3), mood="elsewhere", error=errors.NotTheCentre()),
         "Not sent yet: this network wants you to sign in first · 3 on this laptop", "quiet"),
        (replace(QUIET, mood="busy", error=errors.CentreBusy(seconds=3)),
         "Not sent yet: the centre is busy and is tried again by itself", "quiet"),
        (replace(QUIET, mood="trouble", error=ZeroDivisionError()),
         "Not sent yet: it is tried again by itself", "quiet"),
        (replace(counting(waits=2), mood="trouble", error=errors.CentreBehind()),
         "Not sent yet: the centre is older than this version of ehdesk · 2 on this laptop", "quiet"),
        (replace(QUIET, mood="stopped", error=errors.TooOldForCentre()),
         "Needs you: this version of ehdesk is too old to hear from the centre", "warm"),
        (replace(QUIET, is_going=True), "Sending and receiving…", "quiet"),
        (going_on(records=40), "Sending and receiving…", "quiet"),
        (going_on(records=1203), "Receiving: 1,203 records so far", "quiet"),
        (going_on(records=1203, of_records=3391), "Receiving: about 1,200 of 3,400 records", "quiet"),
        (going_on(records=3391, of_records=3391, of_files=5), "Sending and receiving: 0 of 5 files", "quiet"),
        (going_on(files=2, of_files=5), "Sending and receiving: 2 of 5 files", "quiet"),
        (going_on(of_files=1), "Sending and receiving: 1 file", "quiet"),
        (replace(going_on(files=2, of_files=5), is_ending=True), "Stopping…", "quiet"),
        (replace(QUIET, is_going=True, is_ending=True), "Stopping…", "quiet"),
        (replace(QUIET, counts=sent.Counts(is_enrolled=True)), "Not sent yet", "quiet"),
    ],
)  # fmt: skip
def test_each_state_has_its_words_and_its_sign(state: carrying.State, text: str, tone: str) -> None:
    said = foot(state)
    assert (said.text, said.tone) == (text, tone)
    assert said.sign, "colour is never the only sign"
    assert len(said.short) <= len(said.text)


def test_green_is_said_only_where_all_is_received() -> None:
    for state in (
        counting(waits=1),
        counting(aside=1),
        replace(QUIET, mood="away"),
        replace(QUIET, is_going=True),
    ):
        assert foot(state).tone != "received"
        assert carrying_words.heading(state).tone != "received"


def test_the_head_of_the_page_says_the_same_in_a_sentence() -> None:
    assert carrying_words.heading(QUIET).text == "All that you wrote is received"
    assert carrying_words.heading(counting(waits=1)).text == "1 change waits on this laptop"
    away = replace(QUIET, mood="away")
    assert carrying_words.heading(away).text == "No network: fine. Nothing waits."
    assert carrying_words.heading(counting(aside=2)).text == "All is sent, but not all of it was taken"
