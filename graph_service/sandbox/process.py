"""The process that evaluates untrusted queries: ``python -m graph_service.sandbox.process FOLDER MEGABYTES``.

It opens a snapshot to read, steps back behind other processes, gives up memory, files and network (but for a further
argument ``networked``, where it may call other servers), and then answers one job after another: a line
of JSON comes in; a line of JSON and as many bytes as that says go out.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple, serialize

from graph_service.sandbox.confinement import limit_files, limit_memory
from graph_service.sandbox.job import Job
from graph_service.sandbox.messages import header, send, streams
from graph_service.sandbox.network import leave_network
from graph_service.sandbox.result_formats import GRAPHS, RESULTS
from graph_service.sandbox.rows import Budget, rows

MAX_BYTES = 32 * 1024 * 1024
#: The process ends itself this long after its caller should have ended it.
_GRACE = 2.0
#: What a call to another server opens at most.
_CONNECTIONS = 16


def request(job: Job) -> bytes:
    """The message that asks for ``job``."""
    return header(asdict(job))


def main(folder: str, megabytes: int, *, networked: bool = False) -> None:
    """Answer jobs from standard input until it ends."""
    if not networked:
        leave_network()
    incoming, outgoing = streams()
    store = Store.read_only(folder)
    list(store.query("SELECT * { ?s ?p ?o } LIMIT 1"))  # type: ignore[arg-type] # loads what is loaded late
    limit_memory(megabytes)
    # The engine opens sixteen files at first, and the others when it needs them.
    limit_files(len(list(Path(folder).glob("*.sst"))) + (_CONNECTIONS if networked else 0))
    send(outgoing, {"status": "ready"})
    for line in incoming:
        given: dict[str, Any] = json.loads(line)
        job = Job(**given)
        signal.setitimer(signal.ITIMER_REAL, job.seconds + _GRACE)  # nobody handles it: it ends the process
        try:
            content, truncated = _answer(store, job)
        except MemoryError:
            send(outgoing, {"status": "memory"})
        except (SyntaxError, ValueError, RuntimeError, OSError, KeyError) as error:
            send(outgoing, {"status": "wrong", "detail": str(error)[:2000]})
        else:
            send(outgoing, {"status": "answered", "truncated": truncated, "length": len(content)}, content)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(store: Store, job: Job) -> tuple[bytes, bool]:
    graphs: dict[str, Any] = {}
    if job.default_graphs or job.named_graphs:
        graphs["default_graph"] = [NamedNode(name) for name in job.default_graphs]
        graphs["named_graphs"] = [NamedNode(name) for name in job.named_graphs]
    result = store.query(job.text, base_iri=job.base, **graphs)
    budget = Budget(job.rows, MAX_BYTES)
    if isinstance(result, QueryBoolean):
        return result.serialize(format=RESULTS[job.format]) or b"", False
    if isinstance(result, QuerySolutions):
        return rows(result, RESULTS[job.format], budget), budget.exceeded
    assert isinstance(result, QueryTriples)  # noqa: S101 - there is no fourth kind
    content = serialize(_within(budget, result), format=GRAPHS[job.format], prefixes=dict(job.prefixes))
    return content or b"", budget.exceeded


def _within(budget: Budget, triples: QueryTriples) -> Iterator[Triple]:
    for triple in islice(triples, budget.rows + 1):
        if not budget.take(len(str(triple))):
            return
        yield triple


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), networked="networked" in sys.argv[3:])
