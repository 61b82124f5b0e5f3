"""What takes long keeps nobody waiting who wants little, and little is worked on at once."""

from __future__ import annotations

import threading

import anyio
from anyio import CapacityLimiter, to_thread

from graph_service.http import threads


async def _threads_for(long: int) -> float:
    """How many threads there are once so many requests take long and a short one was answered."""
    limiter, end = CapacityLimiter(1), threading.Event()
    begun = [threading.Event() for _ in range(long)]

    def wait(number: int) -> None:
        begun[number].set()
        end.wait(60)

    async def ask(number: int) -> None:
        await to_thread.run_sync(wait, number, limiter=limiter)

    async with anyio.create_task_group() as asked, anyio.create_task_group() as governing:
        governing.start_soon(threads.govern, limiter, 2)
        for number in range(long):
            asked.start_soon(ask, number)
        with anyio.fail_after(60):
            while not all(each.is_set() for each in begun):
                await anyio.lowlevel.checkpoint()
            assert await to_thread.run_sync(lambda: "short", limiter=limiter) == "short"
        found = limiter.total_tokens
        end.set()
        governing.cancel_scope.cancel()
    return found


def test_short_requests_pass_by_long_ones() -> None:
    """Ten that don't end take ten threads, one after the other, and there is one more."""
    assert anyio.run(_threads_for, 10) >= 11


def test_there_are_never_more_threads_than_the_most() -> None:
    """However many take long."""
    assert anyio.run(_threads_for, threads.MOST - 1) == threads.MOST
