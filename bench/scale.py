"""Graph Service at growing sizes against Oxigraph, Virtuoso, Jena, rdflib and pySHACL; prints a page in Markdown.

    python bench/scale.py [--oxigraph path/to/oxigraph] [--sizes 1000 10000 100000] > docs/reference/scale.md

Virtuoso and Jena are started where they are installed; ``peers.py`` says from which packages. One engine runs at a
time. Run it on an idle machine. What is measured, and how, stands on the page (``scale_report.py``).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from changes import VALIDATION, changed, validated
from findings import OURS, Asked, Load, Size
from generated import BASE, write_dump
from measuring import Engine, Measured, Question, Refused, Taken, TooLong, measured, run, size_of
from peers import jena, oxigraph, virtuoso
from pyoxigraph import DefaultGraph, RdfFormat, Store
from scale_report import REPEATED, page
from workers import in_rdflib, ours, questions

#: Up to how many services rdflib is asked.
RDFLIB = 1_000
_SERVICE = Path(sys.executable).with_name("graph-service")
_EMPTY = Question("", "SELECT ?one { VALUES ?one { 1 } }")


def main() -> None:
    """Measure, and print the page; after an error, that of what was measured before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oxigraph", type=Path, default=Path(sys.executable).with_name("oxigraph"))
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--port", type=int, default=8690, help="The first of four that servers listen to.")
    options = parser.parse_args()
    found: list[Size] = []
    started = time.time()
    try:
        for services in sorted(options.sizes):
            with tempfile.TemporaryDirectory() as folder:
                earlier = found[-1] if found else None
                found.append(Size(services))
                bench = Bench(Path(folder), found[-1], earlier, options.oxigraph.absolute(), options.times)
                asked = bench.measure(options.port)
    except BaseException:
        found.pop()
        raise
    finally:
        if found:
            print("\n".join(page(found, asked, time.time() - started)))


@dataclass
class Bench:
    """One size, measured in ``folder``; ``earlier`` is the one before it."""

    folder: Path
    size: Size
    earlier: Size | None
    oxigraph: Path
    times: int

    def measure(self, port: int) -> list[Question]:
        """All of it; the questions that were asked."""
        dump, default, store = self.folder / "all.nq", self.folder / "default.nt", self.folder / "ours"
        self._say("made up")
        write_dump(dump, self.size.services)
        self._load(dump, default, store)
        self._export(store)
        asked = list(questions(store))
        engines: dict[str, Callable[[], Engine | None]] = {
            OURS: lambda: ours(store, in_memory=True),
            "ours, disk": lambda: ours(store, in_memory=False),
            "Oxigraph": lambda: oxigraph(self.folder / "oxigraph", default, port, self.oxigraph),
            "Virtuoso": lambda: virtuoso(self.folder / "virtuoso", default, port + 1),
            "Jena": lambda: jena(self.folder / "jena", default, port + 3),
        }
        if self.size.services <= RDFLIB:
            engines["rdflib"] = lambda: in_rdflib(default)
        for name, start in engines.items():
            self._ask(name, asked, start)
        self._say("one change through the gate")
        self.size.changed = changed(store)
        before = self.earlier and self.earlier.validated
        growth = self.size.services / self.earlier.services if self.earlier else 0
        if not self.earlier or (before and before.seconds * growth < VALIDATION):
            self._say("full validation by pySHACL")
            self.size.validated = validated(store)
        return asked

    def _say(self, what: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {self.size.services:,} services: {what}", file=sys.stderr, flush=True)

    def _load(self, dump: Path, default: Path, store: Path) -> None:
        """Fill our store; then Oxigraph's, with the same file, and with all statements that ours has by then."""
        peer = self.folder / "peer"

        def load_ours() -> Taken:
            return run([_SERVICE, "load", "--unchecked", dump], GRAPH_STORE=f"oxigraph:{store}")

        def load_peer() -> Taken:
            return run([self.oxigraph, "load", "--location", peer, "--file", dump])

        def load_both() -> Taken:
            both = run([self.oxigraph, "load", "--location", peer, "--file", dump, default])
            order = run([self.oxigraph, "optimize", "--location", peer])
            return Taken(both.wall + order.wall, both.computing + order.computing, max(both.memory, order.memory))

        self._fill("`graph-service load --unchecked`", load_ours, store)
        held = Store.read_only(str(store))
        held.dump(default, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        self.size.statements = sum(1 for _ in held.quads_for_pattern(None, None, None, DefaultGraph()))
        self._fill("`oxigraph load` of that file and of the default graph, and `optimize`", load_both, peer)
        self._fill("`oxigraph load` of the same file", load_peer, peer)

    def _fill(self, what: str, fill: Callable[[], Taken], store: Path) -> None:
        """Fill a store anew, several times where that takes little."""
        self._say(what)
        taken = []
        for _ in range(self.times if self.size.services <= REPEATED else 1):
            shutil.rmtree(store, ignore_errors=True)
            taken.append(fill())
        wall, computing, memory = (
            statistics.median(getattr(each, part) for each in taken) for part in ("wall", "computing", "memory")
        )
        filled = Taken(wall, computing, int(memory))
        self.size.loads.append(Load(what, len(Store.read_only(str(store))), filled, size_of(store)))

    def _export(self, store: Path) -> None:
        """Write the largest graph as a file; Oxigraph does so from the store of the same file."""
        self._say("export")
        catalogue = ["--stack", "demo", "--catalogue", "services", "--format", "nq"]
        graph = ["--graph", f"{BASE}graph/demo/services", "--file", str(self.folder / "out.nt")]
        self.size.exports = (
            run([_SERVICE, "export", *catalogue, "--output", self.folder / "out.nq"], GRAPH_STORE=f"oxigraph:{store}"),
            run([self.oxigraph, "dump", "--location", self.folder / "peer", *graph]),
        )

    def _ask(self, name: str, asked: Sequence[Question], start: Callable[[], Engine | None]) -> None:
        """Start an engine, ask it everything, and end it."""
        self._say(name)
        try:
            engine = start()
            if engine is None:
                self._say(f"{name} is not installed")
                return
            engine.ask(_EMPTY)
        except (Refused, TooLong, OSError, subprocess.CalledProcessError) as error:
            self._say(f"{name} can't be asked: {error}")
            return
        try:
            self.size.engines[name] = self._answers(name, asked, engine)
        finally:
            engine.stop()

    def _answers(self, name: str, asked: Sequence[Question], engine: Engine) -> Asked:
        found = Asked(engine.version, dict(engine.steps), *engine.held())
        found.empty = measured(engine, _EMPTY, self.times)
        whole = f"FILTER(?count = {self.size.statements})"
        count = f"SELECT ?count {{ {{ SELECT (COUNT(*) AS ?count) {{ ?s ?p ?o }} }} {whole} }}"
        found.is_whole = measured(engine, Question("", count), 1).rows == 1
        for question in asked:
            before = self.earlier and self.earlier.answer(name, question)
            if before and before.problem in ("over", "unasked") and name != OURS:
                found.answers[question.name] = Measured(problem="unasked")
                continue
            found.answers[question.name] = measured(engine, question, self.times)
            found.most = max(found.most, engine.held()[1])
        found.after = engine.held()[0]
        return found


if __name__ == "__main__":
    main()
