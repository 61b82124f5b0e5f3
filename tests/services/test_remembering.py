"""What a deployment remembers of a generation of the data."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from graph_service.services.deployment import Deployment


def test_what_several_want_at_once_is_worked_out_once(seeded: Deployment) -> None:
    """The others wait for it and get the same; what it needs itself may be remembered too."""
    begun, may_end, made = threading.Event(), threading.Event(), list[int]()

    def make() -> list[int]:
        begun.set()
        assert may_end.wait(30)
        made.append(seeded.remembered("a test, within", lambda: len(made)))
        return [*made]

    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(seeded.remembered, "a test", make) for _ in range(4)]
        assert begun.wait(30)
        may_end.set()
        found = [each.result() for each in waiting]
    assert made == [0]
    assert all(each is found[0] for each in found)
