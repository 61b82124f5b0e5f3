"""Speed and memory at growing sizes, against bare engines on the same statements; prints tables in Markdown.

    python bench/scale.py --oxigraph path/to/oxigraph [--sizes 1000 10000 100000] [--endpoint virtuoso=http://…/sparql]

For each size: the first load (``load --unchecked`` against ``oxigraph load`` of the same N-Quads); each named query,
cold, answered whole by this service from its copy in memory and from disk, and its SPARQL alone by ``oxigraph serve``
over the same default graph, by rdflib at the smallest size, and by endpoints that were filled beforehand with the file
that ``--keep`` leaves; a gated change of one service against full validation by pySHACL; the export against ``oxigraph
dump``. Times by the clock are medians; run it on an idle machine. A query has thirty seconds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import rdflib
from answers import arguments
from generated import BASE, ROOT, english, name, thing, write_dump
from measuring import Taken, asked, exponent, run
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    serialize,
)

from graph_service.model.change import Change
from graph_service.services.ask import evaluate, prepare
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.gate import validate
from graph_service.services.importing.loading import current_statements
from graph_service.settings import Settings
from graph_service.store.embedded.replica import Replica
from graph_service.store.oxigraph import OxigraphStore

#: How long a query may take, in seconds.
LIMIT = 30
#: Up to how many services all is validated by pySHACL, and asked of rdflib.
VALIDATED = RDFLIB = 1_000
#: Where the peer's server listens.
PORT = 8699
#: The table in which the queries of all sizes stand, by size, engine and query.
Table = dict[int, dict[str, dict[str, Taken | None]]]


@dataclass(frozen=True)
class Size:
    """The stores and files of one size."""

    folder: Path
    services: int
    home: Path = field(default=ROOT)

    @property
    def dump(self) -> Path:
        """All named graphs, as N-Quads."""
        return self.folder / f"{self.services}.nq"

    @property
    def default(self) -> Path:
        """The default graph, as N-Triples."""
        return self.folder / f"{self.services}.nt"

    @property
    def store(self) -> Path:
        """Our store."""
        return self.folder / f"ours-{self.services}"

    def peer(self, name: str) -> Path:
        """A store of the peer."""
        return self.folder / f"{name}-{self.services}"

    def opened(self) -> Deployment:
        """This service on our store."""
        return Deployment(Settings(store=f"oxigraph:{self.store}", home=self.home))


def loaded(size: Size, oxigraph: Path) -> list[str]:
    """Load both stores; the row that tells what it took."""
    write_dump(size.dump, size.services)
    command: list[str | Path] = [ROOT / ".venv" / "bin" / "graph-service", "load", "--unchecked", size.dump]
    ours = run(command, GRAPH_STORE=f"oxigraph:{size.store}")
    peer = run([oxigraph, "load", "--location", size.peer("named"), "--file", size.dump])
    Store.read_only(str(size.store)).dump(size.default, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    run([oxigraph, "load", "--location", size.peer("default"), "--file", size.default])
    run([oxigraph, "optimize", "--location", size.peer("default")])
    return row("load", ours, peer)


def exported(size: Size, oxigraph: Path) -> list[str]:
    """Write our largest graph as a file, and have the peer do so."""
    graph = f"{BASE}graph/demo/services"
    command: list[str | Path] = [
        ROOT / ".venv" / "bin" / "graph-service",
        "export",
        "--stack",
        "demo",
        "--catalogue",
        "services",
    ]
    target = size.folder / "export.nq"
    ours = run([*command, "--format", "nq", "--output", target], GRAPH_STORE=f"oxigraph:{size.store}")
    dump: list[str | Path] = [
        oxigraph,
        "dump",
        "--location",
        size.peer("named"),
        "--graph",
        graph,
        "--file",
        size.folder / "dump.nt",
    ]
    return row("export", ours, run(dump))


def gated(size: Size, changes: int = 20) -> list[str]:
    """A new title of one service, through the gate; at the smallest size, all through pySHACL."""
    deployment = size.opened()
    statements = current_statements(deployment.store, BASE) if size.services <= VALIDATED else []
    deployment.gate.prepare()
    graph, title = NamedNode(f"{BASE}graph/demo/services"), name("dct:title")
    walls = []
    for number in range(changes):
        this = thing("service", number)
        old = [Quad(t.subject, t.predicate, t.object, graph) for t in deployment.store.match(this, title, None)]
        new = Quad(this, title, english(f"A new title of service {number}"), graph)
        started = time.perf_counter()
        apply(deployment, Change({}, "A new title", added=[new], removed=old))
        walls.append(time.perf_counter() - started)
    started = time.perf_counter()
    if statements:
        validate(statements, deployment.vocabulary)
    whole = Taken(time.perf_counter() - started, 0) if statements else None
    deployment.close()
    return row("a gated change; peer: all of it by pySHACL", Taken(statistics.median(walls), 0), whole)


def row(what: str, ours: Taken, peer: Taken | None) -> list[str]:
    """A row: seconds of both, their ratio, MB of both."""
    told = [
        what,
        f"{ours.wall:.3f}",
        f"{peer.wall:.3f}" if peer else "-",
        f"{ours.wall / peer.wall:.3f}" if peer else "-",
    ]
    return [*told, str(ours.memory or "-"), str(peer.memory or "-") if peer else "-"]


def queries(size: Size, oxigraph: Path, endpoints: Mapping[str, str], times: int) -> dict[str, dict[str, Taken | None]]:
    """What each named query takes on each engine."""
    found: dict[str, dict[str, Taken | None]] = {}
    deployment = size.opened()
    named = deployment.queries.queries
    texts = {key: prepare(deployment, query, arguments(query, {})).text for key, query in named.items()}
    deployment.close()
    replica = Replica()

    def dump(file: Path) -> None:
        file.symlink_to(size.default)

    for engine in ("disk", "memory"):
        if engine == "memory":
            replica.fill(dump, size.folder, _generation(size))
            replica.settle()
        copy = replica if engine == "memory" else None
        found[engine] = {asking: _ours(size, asking, copy, times) for asking in texts}
    replica.close()
    with served(oxigraph, size.peer("default")) as address:
        for engine, at in {"oxigraph": address, **endpoints}.items():
            found[engine] = {
                asking: asked(partial(_over_http, at, text), times, LIMIT + 5) for asking, text in texts.items()
            }
    if size.services <= RDFLIB:
        graph = rdflib.Graph().parse(size.default)
        found["rdflib"] = {asking: asked(partial(_in_rdflib, graph, text), 1, 5) for asking, text in texts.items()}
    return found


def _generation(size: Size) -> int:
    deployment = size.opened()
    try:
        return deployment.store.generation()
    finally:
        deployment.close()


def _ours(size: Size, asking: str, replica: Replica | None, times: int) -> Taken | None:
    """A whole answer: bound, evaluated, analysed and written. Opening the store is not counted."""
    deployment = size.opened()

    def ready() -> None:
        assert isinstance(deployment.store, OxigraphStore)  # noqa: S101 - the settings name one
        deployment.store.replica = replica

    def ask() -> int:
        query = deployment.queries.get(asking)
        answer = evaluate(deployment.store, prepare(deployment, query, arguments(query, {})))
        if isinstance(answer.result, QuerySolutions):
            return len((answer.result.serialize(format=QueryResultsFormat.CSV) or b"").splitlines()) - 1
        assert not isinstance(answer.result, QueryBoolean)  # noqa: S101 - no named query asks whether
        return len((serialize(answer.result, format=RdfFormat.N_TRIPLES) or b"").splitlines())

    return asked(ask, times, LIMIT, ready)


@contextmanager
def served(oxigraph: Path, folder: Path) -> Iterator[str]:
    """The peer's server."""
    command = [oxigraph, "serve", "--location", folder, "--bind", f"127.0.0.1:{PORT}", "--timeout-s", str(LIMIT)]
    process = subprocess.Popen(list(map(str, command)), stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{PORT}/query"
    try:
        for _ in range(100):
            try:
                _over_http(address, "ASK {}")
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def _in_rdflib(graph: rdflib.Graph, text: str) -> int:
    return sum(1 for _ in graph.query(text))


def _over_http(address: str, text: str) -> int:
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv, application/n-triples;q=0.9"}
    request = urllib.request.Request(address, text.encode(), headers)  # noqa: S310 - an address of the benchmark
    with urllib.request.urlopen(request, timeout=LIMIT + 5) as answer:  # noqa: S310
        return len(answer.read().splitlines()) - 1


def report(table: Table) -> Iterator[str]:
    """The queries of all sizes: milliseconds of each engine, and how ours grow."""
    for services, engines in table.items():
        yield f"\n### Named queries with {services:,} services, cold, in ms\n"
        yield f"| named query | rows | {' | '.join(engines)} | memory ÷ oxigraph | MB in memory |"
        yield "|---|---|" + "---|" * (len(engines) + 2)
        for asking in engines["memory"]:
            ours, peer = engines["memory"][asking], engines["oxigraph"][asking]
            cells = [f"{taken.wall * 1000:,.1f}" if (taken := found[asking]) else "over" for found in engines.values()]
            ratio = f"{ours.wall / peer.wall:.2f}" if ours and peer else "-"
            rows, memory = (f"{ours.rows:,}", f"{ours.memory:,}") if ours else ("-", "-")
            yield f"| {asking} | {rows} | {' | '.join(cells)} | {ratio} | {memory} |"
    yield "\n### Growth: the power of the number of services with which times grow\n"
    yield "| named query | memory | disk |"
    yield "|---|---|---|"
    for asking in next(iter(table.values()))["memory"]:
        powers = [
            exponent({n: taken.wall for n, engines in table.items() if (taken := engines[engine][asking])})
            for engine in ("memory", "disk")
        ]
        yield f"| {asking} | {' | '.join('-' if power is None else f'{power:.2f}' for power in powers)} |"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oxigraph", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--endpoint", nargs="*", default=(), help="NAME=ADDRESS, for one size")
    parser.add_argument("--keep", type=Path, help="The folder in which dumps and stores are left.")
    options = parser.parse_args()
    endpoints = dict(each.split("=", 1) for each in options.endpoint)
    table: Table = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        for services in options.sizes:
            size = Size(folder, services)
            print(
                f"\n### {services:,} services\n\n| what | ours, s | peer, s | ratio | ours, MB | peer, MB |", flush=True
            )
            print("|---|---|---|---|---|---|", flush=True)
            for measured in (loaded, exported):
                print(f"| {' | '.join(measured(size, options.oxigraph))} |", flush=True)
            table[services] = queries(size, options.oxigraph, endpoints, options.times)
            print(f"| {' | '.join(gated(size))} |", flush=True)
    for line in report(table):
        print(line)


if __name__ == "__main__":
    main()
