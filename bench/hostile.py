"""Latency of a named query while four hostile queries run all the time, beside its idle value; prints Markdown.

python bench/hostile.py [--seconds 20]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).parent.parent
SEED_DATA = [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo"]
PORT = 8104
#: A new language each time, so that no answer is one that was kept.
ADDRESS = "http://127.0.0.1:{port}/queries/building-block-reuse.csv?stack=demo&lang=en-x-{number:05}"
HOSTILE = {
    "Cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "path explosion": "SELECT (COUNT(*) AS ?n) { ?s (!<urn:x>|^!<urn:x>)* ?o }",
    "result bomb": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "nested braces": "SELECT * " + "{" * 60 + " ?s ?p ?o . ?a ?b ?c . ?d ?e ?f FILTER(?o < ?f) " + "}" * 60,
}


@contextmanager
def attacked(stop: threading.Event) -> Iterator[list[int]]:
    """Each hostile query is sent again as soon as it ends; the list counts them."""
    sent = [0]

    def attack(query: str) -> None:
        while not stop.is_set():
            request = Request(
                f"http://127.0.0.1:{PORT}/sparql", query.encode(), {"Content-Type": "application/sparql-query"}
            )
            try:
                urlopen(request, timeout=60).read()  # noqa: S310 - this machine
            except HTTPError as error:
                error.close()
            sent[0] += 1

    threads = [threading.Thread(target=attack, args=[query], daemon=True) for query in HOSTILE.values()]
    for thread in threads:
        thread.start()
    time.sleep(1)
    yield sent
    stop.set()


def latencies(seconds: float, first: int) -> list[float]:
    """Milliseconds of single requests, one after the other."""
    taken: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.perf_counter()
        urlopen(ADDRESS.format(port=PORT, number=first + len(taken)), timeout=60).read()  # noqa: S310 - this machine
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def row(label: str, taken: list[float], idle: list[float]) -> str:
    """A line of the report."""
    median, late = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
    ratio = late / statistics.quantiles(idle, n=100)[98]
    return f"| {label} | {len(taken)} | {median:.1f} | {late:.1f} | {ratio:.2f} |"


def main() -> None:
    """Load the seed data, serve, measure idle and attacked, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    seconds = parser.parse_args().seconds
    service = Path(sys.executable).parent / "graph-service"
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "GRAPH_STORE": f"oxigraph:{folder}/store", "GRAPH_CLIENT_SECONDS": "0"}
        subprocess.run([service, "load", *SEED_DATA], check=True, env=environment)
        server = subprocess.Popen(
            [service, "serve", "--port", str(PORT)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            for _ in range(300):
                try:
                    urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.1)
            latencies(2, 0)
            idle = latencies(seconds, 10_000)
            with attacked(threading.Event()) as sent:
                busy = latencies(seconds, 50_000)
            print("| | requests | median ms | p99 ms | p99 ÷ idle p99 |\n|---|---|---|---|---|")
            print(row("idle", idle, idle))
            print(row(f"while four hostile queries run ({sent[0]} were ended)", busy, idle))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
