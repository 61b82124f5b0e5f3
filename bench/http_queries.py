"""Named queries and SPARQL over HTTP, beside bare Oxigraph and rdflib-endpoint; prints a report in Markdown.

    python bench/http_queries.py --peers BIN [--seconds 5]

BIN is a folder with the commands ``oxigraph`` and ``rdflib-endpoint``; ``wrk`` must be on the path.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from pyoxigraph import QueryTriples, RdfFormat, serialize

from graph_service.services.ask import prepare
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
SEED_DATA = [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo"]
NAMED = {
    "building-block-reuse": {"stack": "demo"},
    "services-using-building-block": {"building_block": "payments"},
    "missing-building-blocks": {"stack": "demo"},
    "building-blocks": {},
}
SMALL = "SELECT ?p ?o WHERE { <https://w3id.org/public-service-graph/id/building-block/payments> ?p ?o }"
MEDIUM = "SELECT ?class (COUNT(?s) AS ?n) WHERE { ?s a ?class ; ?p ?o } GROUP BY ?class ORDER BY ?class"
OURS, OXIGRAPH, ENDPOINT = 8101, 8102, 8103
ACCEPT = {"Accept": "application/sparql-results+json"}


@contextmanager
def server(*words: str | Path, port: int, **environment: str) -> Iterator[None]:
    """A server as a process, ready when it takes connections."""
    process = subprocess.Popen(
        words, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except URLError as error:
                if not isinstance(error.reason, ConnectionError):
                    break
                time.sleep(0.1)
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def milliseconds(addresses: Callable[[int], str], times: int = 30) -> float:
    """The median latency of single requests, one after the other."""
    taken = []
    for number in range(times):
        started = time.perf_counter()
        with urlopen(Request(addresses(number), headers=ACCEPT), timeout=60) as answer:  # noqa: S310 - this machine
            answer.read()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken[times // 5 :])


def per_second(address: str, seconds: int) -> float:
    """Requests answered in a second, over eight connections."""
    words = ["wrk", "-t1", "-c8", f"-d{seconds}", "-H", f"Accept: {ACCEPT['Accept']}, */*;q=0.1", address]
    report = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in report:
        sys.exit(f"{address} did not answer well:\n{report}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", report)
    return float(found[1]) if found else 0.0


def named(name: str, **parameters: str) -> str:
    """The address of a named query here."""
    return f"http://127.0.0.1:{OURS}/queries/{name}.csv?{urlencode(parameters)}"


def sparql(port: int, text: str) -> str:
    """The address of a SPARQL query at a server."""
    path = {OURS: "sparql", OXIGRAPH: "query", ENDPOINT: ""}[port]
    return f"http://127.0.0.1:{port}/{path}?query={quote(text)}"


def _without_comments(text: str) -> str:
    """The query in fewer bytes, so that it fits into an address."""
    lines = (re.sub(r"\s+", " ", line) for line in text.splitlines() if not line.startswith("#"))
    return "\n".join(lines)


def report(deployment: Deployment, seconds: int) -> Iterator[str]:
    """The lines of the report."""
    yield "| named query | cold ms | bare Oxigraph ms | ratio | cached /s | bare Oxigraph /s | ratio |"
    yield "|---|---|---|---|---|---|---|"
    for name, arguments in NAMED.items():
        given = {key: [value] for key, value in arguments.items()}
        text = _without_comments(prepare(deployment, deployment.queries.get(name), given).text)
        cold = milliseconds(lambda n, name=name, arguments=arguments: named(name, **arguments, lang=f"en-x-{n:04}"))  # type: ignore[misc]
        bare = milliseconds(lambda _, text=text: sparql(OXIGRAPH, text))  # type: ignore[misc]
        cached, bare_rate = per_second(named(name, **arguments), seconds), per_second(sparql(OXIGRAPH, text), seconds)
        yield (
            f"| {name} | {cold:.1f} | {bare:.1f} | {cold / bare:.2f} "
            f"| {cached:.0f} | {bare_rate:.0f} | {cached / bare_rate:.1f} |"
        )
    yield ""
    yield (
        "| /sparql | new ms | asked before ms | bare Oxigraph ms | rdflib-endpoint ms "
        "| new ÷ Oxigraph | rdflib-endpoint ÷ new | rdflib-endpoint ÷ asked before |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for label, text in (("small", SMALL), ("medium", MEDIUM)):
        again, bare, endpoint = (
            milliseconds(lambda _, port=port, text=text: sparql(port, text), 20)  # type: ignore[misc]
            for port in (OURS, OXIGRAPH, ENDPOINT)
        )
        new = milliseconds(lambda n, text=text: sparql(OURS, f"{text} # {n}"), 20)  # type: ignore[misc]
        yield (
            f"| {label} | {new:.1f} | {again:.1f} | {bare:.1f} | {endpoint:.1f} "
            f"| {new / bare:.2f} | {endpoint / new:.1f} | {endpoint / again:.0f} |"
        )


def main() -> None:
    """Load the seed data, start the servers, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder = Path(name)
        deployment = Deployment(Settings(store=f"oxigraph:{folder / 'here'}", home=ROOT))
        load(deployment.store, SEED_DATA, deployment.vocabulary)
        result = deployment.store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(result, QueryTriples)  # noqa: S101 - a CONSTRUCT gives statements
        serialize(result, str(folder / "data.nt"), format=RdfFormat.N_TRIPLES)
        service = Path(sys.executable).parent / "graph-service"
        ours = {"GRAPH_STORE": f"oxigraph:{folder / 'store'}", "GRAPH_CLIENT_SECONDS": "0"}
        ours["GRAPH_ARCHIVE"] = str(folder / "archive")
        subprocess.run([service, "load", *SEED_DATA], check=True, env={**os.environ, **ours})
        oxigraph = given.peers / "oxigraph"
        subprocess.run(
            [oxigraph, "load", "-l", folder / "ox", "-f", folder / "data.nt"], check=True, capture_output=True
        )
        servers.enter_context(server(service, "serve", "--port", str(OURS), port=OURS, **ours))
        bind = f"127.0.0.1:{OXIGRAPH}"
        servers.enter_context(server(oxigraph, "serve", "-l", folder / "ox", "-b", bind, port=OXIGRAPH))
        endpoint = (given.peers / "rdflib-endpoint", "serve", "--port", str(ENDPOINT), folder / "data.nt")
        servers.enter_context(server(*endpoint, port=ENDPOINT))
        for line in report(deployment, given.seconds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
