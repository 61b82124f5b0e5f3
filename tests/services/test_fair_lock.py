"""The turn to change the store is had in the order in which it was asked for."""

from __future__ import annotations

import threading

import pytest

from graph_service.services.fair_lock import FairLock

LONG = 30.0


def _waiting(lock: FairLock, times: int) -> None:
    """Wait until so many threads are in the queue."""
    looked = threading.Event()
    while lock.waiting < times:
        looked.wait(0.001)


def test_who_asked_first_has_it_first_however_soon_the_holder_asks_again() -> None:
    lock, order = FairLock(), list[str]()

    def ask(name: str) -> None:
        assert lock.acquire(LONG)
        order.append(name)
        lock.release()

    assert lock.acquire(LONG)
    threads = []
    for number, name in enumerate(("first", "second", "third"), start=1):
        threads.append(threading.Thread(target=ask, args=(name,)))
        threads[-1].start()
        _waiting(lock, number)
    lock.release()
    ask("the holder again")
    for thread in threads:
        thread.join(LONG)
    assert order == ["first", "second", "third", "the holder again"]


def test_the_holder_may_ask_again_and_keeps_it_until_it_let_go_as_often() -> None:
    lock, had = FairLock(), threading.Event()

    def ask() -> None:
        assert lock.acquire(LONG)
        had.set()
        lock.release()

    assert lock.acquire(LONG)
    assert lock.acquire(0)
    other = threading.Thread(target=ask)
    other.start()
    _waiting(lock, 1)
    lock.release()
    assert not had.is_set()
    lock.release()
    assert had.wait(LONG)
    other.join(LONG)


def test_who_waited_too_long_leaves_the_queue() -> None:
    lock, had = FairLock(), list[bool]()
    assert lock.acquire(LONG)
    other = threading.Thread(target=lambda: had.append(lock.acquire(0.01)))
    other.start()
    other.join(LONG)
    assert had == [False]
    lock.release()
    assert lock.acquire(0)


def test_another_thread_cannot_let_it_go() -> None:
    lock, said = FairLock(), list[str]()

    def let_go() -> None:
        try:
            lock.release()
        except RuntimeError as error:
            said.append(str(error))

    assert lock.acquire(LONG)
    other = threading.Thread(target=let_go)
    other.start()
    other.join(LONG)
    assert said == ["A lock is let go by the thread that has it alone."]
    with pytest.raises(RuntimeError):
        FairLock().release()
