"""Whoever waits for the vault has it next; who has it may take it again."""

import statistics
import threading
import time

import pytest

from ehdesk.models import turns

PULLED = 0.01


def test_who_waits_has_it_before_who_has_just_had_it() -> None:
    lock, goes_on, taken = turns.Turns(), threading.Event(), 0
    begun = threading.Event()

    def pull() -> None:
        nonlocal taken
        while not goes_on.is_set():
            with lock:
                taken += 1
                begun.set()
                time.sleep(PULLED)

    pulling = threading.Thread(target=pull)
    pulling.start()
    begun.wait()
    passed = []
    for _ in range(20):
        before = taken
        with lock:
            passed.append(taken - before)
    goes_on.set()
    pulling.join()
    assert statistics.median(passed) <= 1, "the turn that was being had, and no other"


def test_who_has_it_may_take_it_again_and_lets_go_of_it_once() -> None:
    lock, had = turns.Turns(), threading.Event()

    def take() -> None:
        with lock:
            had.set()

    other = threading.Thread(target=take)
    with lock:
        with lock:
            other.start()
        assert not had.wait(0.05)
    other.join(10)
    assert had.is_set()


def test_what_goes_wrong_meanwhile_lets_go_of_it() -> None:
    lock = turns.Turns()
    with pytest.raises(ZeroDivisionError), lock:
        raise ZeroDivisionError
    other = threading.Thread(target=lambda: lock.__enter__())
    other.start()
    other.join(10)
    assert not other.is_alive()
