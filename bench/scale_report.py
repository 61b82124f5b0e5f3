"""The page of a run of ``scale.py`` in Markdown: targets first, then how it was measured, then all numbers."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from changes import CHANGES
from findings import CONVENTIONAL, DISK, OURS, SECONDS, TIMES, Ratio, Size, Verdict, judged, median_ratio
from measuring import Measured, Question, exponent
from peers import LIMIT

#: How many times as long a load may take as Oxigraph's, and full validation should at least as the gate.
LOAD, GATE = 1.2, 1000
#: Seconds after which the copy in memory should have a change.
REFRESH = 5
_ENGINES = (OURS, DISK, *CONVENTIONAL, "rdflib")
_METHOD = f"""
## How it was measured

Measured by `bench/scale.py` in one run, on one machine, one engine at a time. The data are fictional: the fictional country of the
seed data with so many services more, with journeys, systems, observations, roadmap items and assessments (`bench/generated.py`).

- **The same question on the same statements.** Each engine holds the default graph of our store, all that readers see, and is asked the SPARQL
  that our service evaluates, with the arguments of its example bound. Where an engine gives another number of rows than ours,
  its time is marked † and compared with nothing.
- **Ours** is the whole answer, cold, which is not one that was kept: arguments read and bound, SPARQL evaluated, an analysis where the query has one
  (the others are not asked to do that), all rows written as CSV. It is asked in its process; the others over HTTP, as they are used.
  What HTTP adds shows in the row of a query that asks nothing. "Memory" is the copy of the default graph in memory, which answers as soon as
  it is filled; "disk" is the embedded store, which answers until then.
- **Oxigraph** is `oxigraph serve` over its own store, put in order by `oxigraph optimize`. **Virtuoso** has room for 4 GB of pages and is filled by
  its bulk loader. **Jena** holds the graph in memory and is asked through a small server of this bench. **rdflib** is asked at the smallest size.
- Times are medians of three after one that is not counted; what takes more than three seconds is asked once. The limit is {LIMIT} s:
  "> {LIMIT} s" was over it, "(> {LIMIT} s)" was over it with fewer services and not asked again. Ratios with such an engine are bounds.
- "Aggregates" are queries that group, count, add up or average in their SPARQL.
"""


def page(sizes: Sequence[Size], questions: Sequence[Question], seconds: float) -> Iterator[str]:
    """The whole page."""
    verdicts = {size.services: judged(size, questions) for size in sizes}
    yield "# Speed at 1,000 to 100,000 services\n" if len(sizes) > 2 else "# Speed at growing sizes\n"  # noqa: PLR2004
    yield "Our embedded store against bare engines on the same statements, and the gate against full validation.\n"
    yield from _targets(sizes[-1], verdicts[sizes[-1].services])
    yield _METHOD
    yield from _machine(sizes[-1], seconds)
    for size in sizes:
        yield from _size(size, verdicts[size.services], questions)
    yield from _growth(sizes, questions)


def _targets(size: Size, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """What was wanted, at the largest size, and what was found."""
    aggregates = [verdict for verdict in verdicts if verdict.question.is_aggregate]
    yield f"\n## Targets, with {size.services:,} services\n"
    yield from _head("what", "target", "measured", "")
    own, both, peer = size.loads
    wall = own.taken.wall
    against = f"{wall / both.taken.wall:.2f} × ({wall / peer.taken.wall:.2f} × where Oxigraph keeps no default graph)"
    yield _row(
        "bulk load against `oxigraph load` of the same statements",
        f"≤ {LOAD} ×",
        against,
        _met(wall <= LOAD * both.taken.wall),
    )
    for what, kept, target in (
        ("named queries, cold", [v.is_quick for v in verdicts], f"< {SECONDS:g} s"),
        ("named queries against the fastest conventional engine", [v.is_no_slower for v in verdicts], "no slower"),
        ("aggregates against Oxigraph", [v.is_ahead for v in aggregates], f"≥ {TIMES:g} × faster"),
    ):
        yield _row(what, target, f"{sum(kept)} of {len(kept)}", _met(all(kept)))
    if size.changed:
        refreshed = size.changed.slowest_refreshed
        yield _row(
            "a change is in the copy in memory",
            f"≤ {REFRESH} s",
            f"{refreshed:.3f} s at most",
            _met(refreshed <= REFRESH),
        )
    yield "\nEngines, as medians of how many times as long they take as ours from memory, over all named queries:\n"
    yield from _head("engine", "all", "aggregates")
    for name in _ENGINES[1:]:
        if name in size.engines:
            ratios = (median_ratio(size, name, [v.question for v in some]) for some in (verdicts, aggregates))
            yield _row(name, *map(_times, ratios))


def _machine(size: Size, seconds: float) -> Iterator[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cpu = next(
        iter(
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "",
    )
    yield f"Machine: {os.cpu_count()} cores ({cpu}), {memory:.0f} GB of memory, {platform.system()} {platform.release()}, Python"
    yield f"{platform.python_version()}. Measured on {time.strftime('%Y-%m-%d')} in {seconds / 60:.0f} minutes. Versions: "
    told = [engine.version for name, engine in size.engines.items() if name not in (DISK, "rdflib")]
    yield ", ".join([*told, f"rdflib {version('rdflib')}", f"pySHACL {version('pyshacl')}"]) + "."
    if missing := [name for name in CONVENTIONAL if name not in size.engines]:
        yield f"\nNot measured, because not installed here: {', '.join(missing)}."


def _size(size: Size, verdicts: Sequence[Verdict], questions: Sequence[Question]) -> Iterator[str]:
    yield f"\n## {size.services:,} services\n"
    yield f"The default graph has {size.statements:,} statements.\n"
    yield "### Load and export\n"
    yield from _head("what", "statements then", "seconds", "ours ÷ it", "most MB held", "MB on disk")
    own = size.loads[0].taken.wall
    for load in size.loads:
        ratio = "" if load is size.loads[0] else f"{own / load.taken.wall:.2f}"
        yield _row(
            load.what,
            f"{load.statements:,}",
            f"{load.taken.wall:.2f}",
            ratio,
            f"{load.taken.memory:,}",
            f"{load.disk:,}",
        )
    for name, engine in size.engines.items():
        if "load" in engine.steps:
            yield _row(
                f"{name}, the default graph alone",
                f"{size.statements:,}" if engine.whole else "another number",
                f"{engine.steps['load']:.2f}",
                "",
                "",
                "",
            )
    if size.exports:
        ours, peer = size.exports
        yield f"\nExport of the catalogue of services: ours {ours.wall:.2f} s, sorted; `oxigraph dump` {peer.wall:.2f} s; {ours.wall / peer.wall:.2f} ×."
    yield from _changes(size)
    yield from _start(size)
    yield from _queries(size, verdicts, questions)


def _changes(size: Size) -> Iterator[str]:
    if not size.changed:
        return
    change = size.changed
    yield "\n### A change through the gate\n"
    yield f"A new title of one service, from the turn to the flush to disk: {change.committed * 1000:.1f} ms (median of {CHANGES}). The copy in memory"
    yield f"has it {change.refreshed * 1000:.1f} ms later ({change.slowest_refreshed * 1000:.1f} ms at most)."
    if size.validated:
        full = size.validated
        yield f"Full validation by pySHACL of {full.statements:,} statements: {full.seconds:.1f} s, {full.seconds / change.committed:,.0f} × ({full.findings} findings)."


def _start(size: Size) -> Iterator[str]:
    yield "\n### Start and memory\n"
    yield from _head(
        "engine", "start, s", "MB then", "MB after all questions", "most MB", "a query that asks nothing, ms"
    )
    for name, engine in size.engines.items():
        steps = ", ".join(f"{step} {seconds:.2f}" for step, seconds in engine.steps.items())
        yield _row(
            name,
            steps,
            f"{engine.loaded:,}",
            f"{engine.after:,}",
            f"{engine.most:,}",
            f"{engine.empty.seconds * 1000:.2f}",
        )


def _queries(size: Size, verdicts: Sequence[Verdict], questions: Sequence[Question]) -> Iterator[str]:
    names = [name for name in _ENGINES if name in size.engines]
    yield "\n### Named queries, cold, in ms\n"
    yield from _head("named query", "", "rows", *names, "fastest conventional ÷ ours", "Oxigraph ÷ ours", "misses")
    for verdict in verdicts:
        question = verdict.question
        cells = [_cell(size.answer(name, question), verdict.ours) for name in names]
        kind = " ".join(["aggregate"] * question.is_aggregate + ["analysis"] * question.is_analysed)
        yield _row(
            question.name,
            kind,
            f"{verdict.ours.rows:,}",
            *cells,
            _times(verdict.fastest),
            _times(verdict.oxigraph),
            ", ".join(verdict.missed),
        )


def _growth(sizes: Sequence[Size], questions: Sequence[Question]) -> Iterator[str]:
    names = [name for name in _ENGINES[:-1] if any(name in size.engines for size in sizes)]
    yield "\n## Growth\n"
    yield "The power of the number of services with which times grow: 0 is none, 1 in proportion.\n"
    yield from _head("named query", *names)
    found: dict[str, list[float]] = {name: [] for name in names}
    rows = []
    for question in questions:
        powers = []
        for name in names:
            taken = {s.services: a.seconds for s in sizes if (a := s.answer(name, question)) and not a.problem}
            powers.append(exponent(taken))
            found[name] += [] if powers[-1] is None else [powers[-1]]
        rows.append(_row(question.name, *("" if power is None else f"{power:.2f}" for power in powers)))
    yield _row("median", *(f"{statistics.median(each):.2f}" if each else "" for each in found.values()))
    yield from rows


def _cell(answer: Measured | None, ours: Measured) -> str:
    if answer is None:
        return ""
    told = {"over": f"> {LIMIT} s", "unasked": f"(> {LIMIT} s)", "error": "error"}.get(answer.problem)
    mark = "" if answer.rows == ours.rows else " †"
    return told or f"{answer.seconds * 1000:,.1f}{mark}"


def _times(ratio: Ratio | None) -> str:
    if ratio is None:
        return ""
    digits = 0 if ratio.number >= 100 else 1 if ratio.number >= 10 else 2  # noqa: PLR2004 - three digits that tell
    return f"{'> ' if ratio.is_bound else ''}{ratio.number:,.{digits}f}"


def _met(is_met: bool) -> str:
    return "met" if is_met else "missed"


def _head(*cells: str) -> Iterable[str]:
    return _row(*cells), "|---" * len(cells) + "|"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
