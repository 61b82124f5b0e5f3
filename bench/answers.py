"""Every named query on the inventory of Japan and on a generated catalogue; prints a report in Markdown.

    python bench/answers.py [--services 3100] [--times 5] [--only NAME …]

"Cold" is an answer that was not kept: arguments are read and bound, SPARQL is evaluated, an analysis runs where the
query has one, and all rows are written as CSV. The SPARQL alone stands beside it. Both are medians of single
questions, one after the other. A query about one thing is asked about one that much hangs on. Of the generated
catalogue (see ``gate.py``) many services share the organisations, events, systems and Building Blocks of the
fictional country.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gate import seed
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
#: What an answer should take at most, in milliseconds.
LIMIT = 200.0


def arguments(query: NamedQuery, instead: Mapping[str, str]) -> dict[str, list[str]]:
    """The arguments of the example, with those of another stack in the place of the fictional country's."""
    return {
        name: [instead.get(name, parameter.example.strip('<>"'))]
        for name, parameter in query.parameters.items()
        if parameter.example != "UNDEF" or (name == "stack" and name in instead)
    }


@dataclass(frozen=True)
class Taken:
    """What an answer took in milliseconds, and how many rows or statements it has."""

    whole: float
    computing: float
    sparql: float
    rows: int


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
    return Taken(whole, computing, sparql, first.rows)


def report(deployment: Deployment, instead: Mapping[str, str], names: Sequence[str], times: int) -> Iterator[str]:
    """The lines of a table."""
    yield "| named query | rows | whole, ms | of that computing, ms | SPARQL, ms | |"
    yield "|---|---|---|---|---|---|"
    for name in names:
        query = deployment.queries.get(name)
        taken = median(deployment, query, arguments(query, instead), times)
        mark = "over" if taken.whole > LIMIT else ""
        yield f"| {name} | {taken.rows:,} | {taken.whole:.1f} | {taken.computing:.1f} | {taken.sparql:.1f} | {mark} |"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, default=3_100)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folders = Path(name) / "japan", Path(name) / "generated"
        deployment = Deployment(Settings(store=f"oxigraph:{folders[0]}", home=ROOT))
        load(deployment.store, SEED_DATA, deployment.vocabulary)
        deployment.close()
        seed(folders[1], options.services)
        generated = f"The fictional country with {options.services:,} more services"
        titles = "The inventory of Japan: 3,108 services", generated
        for folder, title, instead in zip(folders, titles, (JAPAN, {}), strict=True):
            deployment = Deployment(Settings(store=f"oxigraph:{folder}", home=ROOT))
            print(f"\n## {title}\n")
            for line in report(deployment, instead, options.only or list(deployment.queries.queries), options.times):
                print(line, flush=True)
            deployment.close()


if __name__ == "__main__":
    main()
