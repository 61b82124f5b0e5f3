"""Every named query on the inventory of Japan and on generated catalogues; prints a report in Markdown.

    python bench/answers.py [--services 3100 100000] [--times 5] [--only NAME …]

"Cold" is an answer that was not kept: arguments are read and bound, SPARQL is evaluated, an analysis runs where the
query has one, and all rows are written as CSV. The SPARQL alone stands beside it. Both are medians of single
questions, one after the other; what takes longer than three seconds is asked once. A query about one thing is asked
about one that much hangs on. The generated catalogues are those of ``generated.py``. Each query has a process of its
own, which is ended after a minute of computing; the most memory that it held stands beside the times.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from generated import seed
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

from graph_service.model.named_query import NamedQuery
from graph_service.services.ask import evaluate, prepare
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
SEED_DATA = [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "japan"]
#: What is asked about on Japan where a query's example is a thing of another stack.
JAPAN = {
    "stack": "japan",
    "service": "japan-215192",
    "system": "japan-e-gov",
    "event": "https://w3id.org/public-service-graph/id/life-event/japan-death-and-inheritance",
    "thing": "https://w3id.org/public-service-graph/id/system/japan-e-gov",
}
#: A question that takes longer than this, in milliseconds, is asked once.
LONG = 3000.0
#: What an answer should take at most, in milliseconds, up to the size of Japan and above it.
LIMITS = 200.0, 2000.0
#: Up to how many services the first limit holds.
AS_JAPAN = 5_000
#: After how many seconds of computing a query is ended.
CUT = 60


def arguments(query: NamedQuery, instead: Mapping[str, str]) -> dict[str, list[str]]:
    """The arguments of the example, with those of another stack in the place of the fictional country's."""
    return {
        name: [instead.get(name, parameter.example.strip('<>"'))]
        for name, parameter in query.parameters.items()
        if parameter.example != "UNDEF" or (name == "stack" and name in instead)
    }


@dataclass(frozen=True)
class Taken:
    """What an answer took in milliseconds and in MB, and how many rows or statements it has."""

    whole: float
    computing: float
    sparql: float
    rows: int
    memory: int = 0


def asked(deployment: Deployment, query: NamedQuery, given: Mapping[str, list[str]]) -> Taken:
    """What the whole answer took, how much of it was computing, and what the SPARQL alone takes."""
    started, computed = time.perf_counter(), time.process_time()
    answer = evaluate(deployment.store, prepare(deployment, query, given))
    assert not isinstance(answer.result, QueryBoolean)  # noqa: S101 - no named query asks whether
    if isinstance(answer.result, QuerySolutions):
        count = len((answer.result.serialize(format=QueryResultsFormat.CSV) or b"").splitlines()) - 1
    else:
        count = len((serialize(answer.result, format=RdfFormat.N_TRIPLES) or b"").splitlines())
    whole, computing = time.perf_counter() - started, time.process_time() - computed
    started = time.perf_counter()
    result = deployment.store.query(answer.text)
    assert not isinstance(result, QueryBoolean)  # noqa: S101 - as above
    sum(1 for _ in result)
    return Taken(whole * 1000, computing * 1000, (time.perf_counter() - started) * 1000, count)


def median(deployment: Deployment, query: NamedQuery, given: Mapping[str, list[str]], times: int) -> Taken:
    """Medians of so many questions, after one that warms the caches of the file system."""
    first = asked(deployment, query, given)
    taken = [first] if first.whole > LONG else [asked(deployment, query, given) for _ in range(times)]
    whole, computing, sparql = (
        statistics.median(getattr(each, part) for each in taken) for part in ("whole", "computing", "sparql")
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Taken(whole, computing, sparql, first.rows, memory)


def answer(to: Connection, folder: Path, name: str, instead: Mapping[str, str], times: int, cut: int) -> None:
    """Ask one query in this process, tell what it took, and end without waiting for the engine.

    The system ends the process after ``cut`` seconds of computing.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (cut, cut + 1))
    deployment = Deployment(Settings(store=f"oxigraph:{folder}", home=ROOT))
    query = deployment.queries.get(name)
    to.send(median(deployment, query, arguments(query, instead), times))
    to.close()
    os._exit(0)


def report(folder: Path, instead: Mapping[str, str], names: Sequence[str], times: int, limit: float) -> Iterator[str]:
    """The lines of a table."""
    yield "| named query | rows | whole, ms | of that computing, ms | SPARQL, ms | MB | |"
    yield "|---|---|---|---|---|---|---|"
    context = multiprocessing.get_context("spawn")
    for name in names:
        told, to = context.Pipe(duplex=False)
        process = context.Process(target=answer, args=(to, folder, name, instead, times, CUT))
        process.start()
        to.close()
        try:
            taken: Taken = told.recv()
            numbers = " | ".join(f"{each:,.1f}" for each in (taken.whole, taken.computing, taken.sparql))
            mark = "over" if taken.computing > limit else ""
            yield f"| {name} | {taken.rows:,} | {numbers} | {taken.memory:,} | {mark} |"
        except EOFError:
            process.join()
            if process.exitcode != -signal.SIGXCPU:
                raise
            yield f"| {name} | | | | | | ended after {CUT} s of computing |"
        process.join()


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, nargs="*", default=[3_100, 100_000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=())
    options = parser.parse_args()
    names = options.only or sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "japan"
        deployment = Deployment(Settings(store=f"oxigraph:{folder}", home=ROOT))
        load(deployment.store, SEED_DATA, deployment.vocabulary)
        deployment.close()
        print("\n## The inventory of Japan: 3,108 services\n")
        for line in report(folder, JAPAN, names, options.times, LIMITS[0]):
            print(line, flush=True)
        for services in options.services:
            folder = Path(name) / str(services)
            statements = seed(folder, services)
            print(f"\n## The fictional country with {services:,} more services: {statements:,} statements\n")
            for line in report(folder, {}, names, options.times, LIMITS[services > AS_JAPAN]):
                print(line, flush=True)


if __name__ == "__main__":
    main()
