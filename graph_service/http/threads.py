"""How many requests are worked on at once: as many as there are processors but one, and those that take long besides.

More threads of Python than processors only stand in each other's way: they wait for the interpreter and for a processor
in turns, and all that is asked takes longer, above all what is answered from memory, for which one processor is left.
What takes long must not keep what is short waiting: it counts no longer once it has been worked on for a while.
"""

from __future__ import annotations

import asyncio
import os

from anyio import CapacityLimiter

#: After how many seconds a request is one that takes long.
LONG = 0.1
#: How many threads there are at most.
MOST = 40
#: How many requests are worked on at once, but for those that take long.
AT_ONCE = max((os.cpu_count() or 1) - 1, 1)


async def govern(limiter: CapacityLimiter, base: int = AT_ONCE) -> None:
    """Give ``limiter`` so many threads, and one for each that takes long, until it is cancelled."""
    before: set[object] = set()
    while True:
        now = set(limiter.statistics().borrowers)
        limiter.total_tokens = min(base + len(now & before), MOST)
        before = now
        await asyncio.sleep(LONG)
