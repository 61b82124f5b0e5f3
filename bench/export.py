"""Export of a large catalogue, sorted, against ``oxigraph dump`` of the same store, which writes in any order.

    python bench/export.py --oxigraph path/to/oxigraph [--statements 100000 1000000] [--pairs 3] [--formats nq ttl]

The runs are paired: ours, then the peer's, then ours again, so that other work on the machine hits both. Times are of
whole processes, with their start; memory is the most that a process had resident.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

BASE = "https://w3id.org/public-service-graph/"
GRAPH = NamedNode(f"{BASE}graph/bench/services")
FORMATS = ("nq", "nt", "trig", "ttl", "rdf", "jsonld", "zip")
#: What the peer can't write.
OURS_ALONE = {"zip"}
DCT, PSG = "http://purl.org/dc/terms/", f"{BASE}def/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True)
class Run:
    """What a process took: seconds by the clock, seconds of computing, and mebibytes."""

    wall: float
    computing: float
    memory: float


def statements(number: int) -> Iterator[Quad]:
    """Services of ten statements each."""
    chance = random.Random(1)  # noqa: S311 - the same data each time
    for key in range(number // 10):
        this = NamedNode(f"{BASE}id/service/bench-{key}")
        yield Quad(this, TYPE, NamedNode("http://purl.org/vocab/cpsv#PublicService"), GRAPH)
        yield Quad(this, NamedNode(f"{DCT}title"), Literal(f"Service number {key}", language="en"), GRAPH)
        yield Quad(this, NamedNode(f"{DCT}title"), Literal(f"Le service numéro {key}", language="fr"), GRAPH)
        yield Quad(this, NamedNode(f"{DCT}identifier"), Literal(f"S{key}"), GRAPH)
        yield Quad(this, NamedNode(f"{PSG}transactionsPerYear"), Literal(chance.randrange(10**6)), GRAPH)
        for name in ("usesSystem", "hasJourney", "ownedBy", "replaces", "realises"):
            other = NamedNode(f"{BASE}id/{name.lower()}/{chance.randrange(number // 20)}")
            yield Quad(this, NamedNode(f"{PSG}{name}"), other, GRAPH)


def run(command: Sequence[str | Path], **environment: str) -> Run:
    """Run a command to its end."""
    start = time.perf_counter()
    with subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    wall = time.perf_counter() - start
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(runs: Sequence[Run]) -> Run:
    """The median of each."""
    return Run(
        statistics.median(found.wall for found in runs),
        statistics.median(found.computing for found in runs),
        statistics.median(found.memory for found in runs),
    )


def make(place: Path, number: int) -> None:
    """A store with that many statements, give or take those that came twice."""
    store = Store(place)
    store.bulk_extend(statements(number))
    store.optimize()
    store.flush()


def compare(folder: Path, oxigraph: Path, number: int, pairs: int, formats: Sequence[str]) -> Iterator[str]:
    """A row for each format."""
    # In a process of its own: a child inherits the peak of memory of the process that starts it.
    subprocess.run([sys.executable, __file__, "--make", folder / "store", "--statements", str(number)], check=True)
    ours_command = [Path(sys.executable).with_name("graph-service"), "export", "--output", folder / "ours", "--format"]
    settings = {"GRAPH_STORE": f"oxigraph:{folder / 'store'}", "GRAPH_KEYS": str(folder / "keys")}
    for name in formats:
        ours, peers = [], []
        for _ in range(pairs):
            ours.append(run([*ours_command, name], **settings))
            if name in OURS_ALONE:
                continue
            graph = [] if name in {"nq", "trig"} else ["--graph", GRAPH.value]
            written = ["--file", folder / "peer", "--format", name, *graph]
            peers.append(run([oxigraph, "dump", "--location", folder / "store", *written]))
        yield row(number, name, median(ours), median(peers) if peers else None)


def row(number: int, name: str, ours: Run, peer: Run | None) -> str:
    """A row of the report."""
    cells = [f"{number:,}", name, f"{ours.wall:.1f}", f"{ours.computing:.1f}", f"{ours.memory:.0f}"]
    if peer:
        speed = [f"{peer.wall / ours.wall:.2f}", f"{peer.computing / ours.computing:.2f}"]
        cells += [f"{peer.wall:.1f}", f"{peer.computing:.1f}", f"{peer.memory:.0f}", *speed]
    else:
        cells += ["-"] * 5
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oxigraph", type=Path, default=Path("oxigraph"))
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--statements", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--formats", nargs="+", default=FORMATS, choices=FORMATS)
    given = parser.parse_args()
    if given.make:
        make(given.make, given.statements[0])
        return
    print(
        "| statements | format | ours, s | computing, s | MiB | peer, s | computing, s | MiB | speed | by computing |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for number in given.statements:
        with tempfile.TemporaryDirectory() as folder:
            for line in compare(Path(folder), given.oxigraph, number, given.pairs, given.formats):
                print(line, flush=True)


if __name__ == "__main__":
    main()
