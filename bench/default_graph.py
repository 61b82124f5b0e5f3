"""What a default graph costs that is formed from many graphs when a query asks, beside one that is kept.

python bench/default_graph.py
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, Store

GRAPHS, SERVICES, BLOCKS = 30, 10_000, 25
QUERIES = {
    "reuse count": "SELECT ?b (COUNT(DISTINCT ?s) AS ?n) { ?t <e:block> ?b ; <e:of> ?s } GROUP BY ?b",
    "services of one": "SELECT ?s { ?t <e:block> <e:block/3> ; <e:of> ?s . ?s <e:owner> ?o }",
    "one thing": "SELECT ?p ?o { <e:service/77> ?p ?o }",
}


def node(name: str) -> NamedNode:
    """A name of this benchmark."""
    return NamedNode(f"e:{name}")


def catalogue() -> Iterator[Quad]:
    """Services with three steps each, spread over the graphs."""
    chance = random.Random(1)  # noqa: S311 - the same data each time
    for number in range(SERVICES):
        graph, service = node(f"graph/{number % GRAPHS}"), node(f"service/{number}")
        yield Quad(service, node("a"), node("Service"), graph)
        yield Quad(service, node("owner"), node(f"owner/{number % 250}"), graph)
        for place in range(3):
            step = node(f"step/{number}/{place}")
            yield Quad(step, node("of"), service, graph)
            yield Quad(step, node("block"), node(f"block/{chance.randrange(BLOCKS)}"), graph)


def milliseconds(store: Store, query: str, **options: Any) -> float:
    """The median of five runs."""
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        list(store.query(query, **options))  # type: ignore[arg-type]
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print the report."""
    quads = list(catalogue())
    with tempfile.TemporaryDirectory() as name:
        named, kept = Store(str(Path(name) / "named")), Store(str(Path(name) / "kept"))
        named.bulk_extend(quads)
        kept.bulk_extend([Quad(quad.subject, quad.predicate, quad.object) for quad in quads])
        for store in (named, kept):
            store.optimize()
        graphs = [node(f"graph/{number}") for number in range(GRAPHS)]
        print(f"| query | list of {GRAPHS} graphs, ms | union of all, ms | kept default graph, ms | list ÷ kept |")
        print("|---|---|---|---|---|")
        for label, query in QUERIES.items():
            listed = milliseconds(named, query, default_graph=graphs)
            union = milliseconds(named, query, use_default_graph_as_union=True)
            default = milliseconds(kept, query)
            print(f"| {label} | {listed:.2f} | {union:.2f} | {default:.2f} | {listed / default:.1f} |")


if __name__ == "__main__":
    main()
