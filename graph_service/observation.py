"""What operators watch of the work done here: how long it takes, how it ends, and, where they trace, spans of it.

Labels have few values: names of work, codes of errors, named queries of the catalogue. Nothing that a stranger writes
is one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from prometheus_client import Counter, Histogram

#: The id of the request that is being answered; empty where there is none.
REQUEST: ContextVar[str] = ContextVar("REQUEST", default="")

_BUCKETS = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
WORK = Histogram(
    "graph_service_work_seconds",
    "How long work took: named-query, sandbox-query, gate, commit; and its outcome, done or the code of the error.",
    ["work", "outcome"],
    buckets=_BUCKETS,
    registry=None,
)
NAMED_QUERIES = Histogram(
    "graph_service_named_query_seconds",
    "How long named queries took that were evaluated, by name.",
    ["query"],
    buckets=_BUCKETS,
    registry=None,
)
PROBLEMS = Counter(
    "graph_service_problems_total", "Problem documents that were sent, by their code.", ["problem"], registry=None
)
KEPT_ANSWERS = Counter(
    "graph_service_kept_answers_total",
    "Requests whose answer was kept from before (hit), also after a change (stale), or had to be made (miss).",
    ["result"],
    registry=None,
)

#: Tells of a request, when it was answered, by which route and with which status.
Answered = Callable[[str, int], None]


class Tracing:
    """Makes no spans: what stands here until ``telemetry`` was started."""

    def span(self, _work: str, _query: str) -> AbstractContextManager[object]:
        """A span of the trace of the request that is being answered."""
        return nullcontext()

    def request(self, _method: str, _headers: Mapping[bytes, bytes]) -> AbstractContextManager[Answered]:
        """The span of a request, part of the trace that its headers name."""
        return nullcontext(_unheard)

    def stop(self) -> None:
        """Send what was not sent yet."""


def _unheard(_route: str, _status: int) -> None:
    pass


#: The one that is in use, in a list of one.
TRACING = [Tracing()]


@contextmanager
def observed(work: str, query: str = "") -> Iterator[None]:
    """What is done within is ``work``, of the named ``query`` where one is given: timed, and a span of the trace."""
    outcome, start = "done", time.perf_counter()
    with TRACING[0].span(work, query):
        try:
            yield
        except Exception as error:
            outcome = str(getattr(error, "code", "error"))
            raise
        finally:
            seconds = time.perf_counter() - start
            WORK.labels(work, outcome).observe(seconds)
            if query:
                NAMED_QUERIES.labels(query).observe(seconds)
