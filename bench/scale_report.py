"""The page of a run of ``scale.py`` in Markdown: targets first, then how it was measured, then all numbers."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from changes import CHANGES, VALIDATION
from findings import CONVENTIONAL, DISK, OURS, SECONDS, TIMES, Ratio, Size, Verdict, judged, median_ratio
from measuring import Measured, Question, exponent
from peers import LIMIT

#: How many times as long a load may take as Oxigraph's, and full validation should at least as the gate.
LOAD, GATE = 1.2, 1000
#: Up to how many services a load is repeated.
REPEATED = 10_000
#: Seconds after which the copy in memory should have a change.
REFRESH = 5
_ENGINES = (OURS, DISK, *CONVENTIONAL, "rdflib")
_METHOD = f"""
## How it was measured

By `bench/scale.py` in one run, on one machine, one engine at a time. The data are fictional: the fictional country of
the seed data with so many services more, their journeys, systems, observations, roadmap items and assessments
(`bench/generated.py`).

- **The same question on the same statements.** Each engine holds the default graph of our store, all that readers see,
  and is asked the SPARQL that our service evaluates, with the arguments of its example. Where an engine gives another
  number of rows than ours, its time is marked † and compared with nothing.
- **Ours** is the whole answer, cold, which is one that was not kept: arguments are read and bound, SPARQL is evaluated,
  an analysis runs where the query has one (the others need not do that), all rows are written as CSV. It is asked
  within its process, the others over HTTP, as each is used; what HTTP adds shows where a query asks nothing. "Ours" is
  answered by the copies of the default graph: in columns where a query reads much, in memory otherwise
  (`GRAPH_COLUMNS` and `GRAPH_REPLICA` are `memory`). "Ours, disk" is answered by the embedded store, which answers
  until the copies are filled.
- **Oxigraph** is `oxigraph serve` over its own store, after `oxigraph optimize`. **Virtuoso** has room for 4 GB of its
  pages, and is filled by its bulk loader. **Jena** holds the graph in memory, and is asked through a small server of
  the bench; its load has the start of Java in it. **rdflib** is asked at the smallest size.
- Times are medians of three, after one that is not counted; what takes more than three seconds is asked once, and a
  load of more than {REPEATED:,} services is made once. An answer may take {LIMIT} s, and longer from our memory:
  "> {LIMIT} s" took longer, and "(> {LIMIT} s)" took longer with fewer services and was not asked again. A ratio to it
  is a bound. "Error" is what an engine refuses.
- "Aggregates" are queries that group, count, add up or average in their SPARQL.
- **Full validation** gives pySHACL all statements of the stacks, with ontology and code lists, and all shapes. It is
  repeated at a larger size only where it would take less than {VALIDATION // 60} minutes.
"""


def page(sizes: Sequence[Size], questions: Sequence[Question], seconds: float) -> Iterator[str]:
    """The whole page."""
    verdicts = {size.services: judged(size, questions) for size in sizes}
    *others, last = (f"{size.services:,}" for size in sizes)
    yield f"# Speed with {' and '.join([', '.join(others), last] if others else [last])} services\n"
    yield "Our embedded store against bare engines on the same statements, and the gate against full validation.\n"
    yield from _targets(sizes, verdicts[sizes[-1].services])
    yield _METHOD
    yield from _machine(sizes[-1], seconds)
    for size in sizes:
        yield from _size(sizes, size, verdicts[size.services])
    yield from _growth(sizes, questions)


def _targets(sizes: Sequence[Size], verdicts: Sequence[Verdict]) -> Iterator[str]:
    """What was wanted, at the largest size, and what was found."""
    size = sizes[-1]
    aggregates = [verdict for verdict in verdicts if verdict.question.is_aggregate]
    compared = [verdict for verdict in verdicts if verdict.fastest]
    yield f"\n## Targets, with {size.services:,} services\n"
    yield from _head("what", "target", "measured", "")
    for load in size.loads[1:]:
        ratio = size.loads[0].taken.wall / load.taken.wall
        yield _row(
            f"bulk load against {load.what}", f"at most {LOAD:g} times", f"{ratio:.2f} times", _met(ratio <= LOAD)
        )
    for what, kept, target in (
        ("named queries, cold", [v.is_quick for v in verdicts], f"under {SECONDS:g} s"),
        ("named queries against the fastest conventional engine", [v.is_no_slower for v in compared], "no slower"),
        ("aggregates against Oxigraph", [v.is_ahead for v in aggregates], f"at least {TIMES:g} times faster"),
    ):
        yield _row(what, target, f"{sum(kept)} of {len(kept)}", _met(all(kept)))
    if size.changed:
        if gate := _gate(sizes, size):
            told = f"{_times(gate)} times"
            yield _row(
                "a change through the gate against full validation",
                f"at least {GATE:,} times faster",
                told,
                _met(gate.number >= GATE),
            )
        most = size.changed.slowest_refreshed
        yield _row(
            "a change is in the copies in memory", f"within {REFRESH} s", f"{most:.3f} s at most", _met(most <= REFRESH)
        )
    yield "\nWhere one is missed: [what was tried and why it stays](../explanation/speed.md#what-misses-its-target)."
    yield "\nMedians, over the named queries, of how many times as long an engine takes as ours from memory:\n"
    yield from _head("engine", "all", "aggregates", "over the limit", "errors", "other number of rows")
    for name in _ENGINES[1:]:
        if name in size.engines:
            ratios = [median_ratio(size, name, [v.question for v in some]) for some in (verdicts, aggregates)]
            problems = [answer.problem for answer in size.engines[name].answers.values()]
            over, errors = len(problems) - problems.count("") - problems.count("error"), problems.count("error")
            differing = sum(name in verdict.differing for verdict in verdicts)
            yield _row(name, *map(_times, ratios), str(over), str(errors), str(differing))


def _gate(sizes: Sequence[Size], size: Size) -> Ratio | None:
    """How many times as long full validation takes as the gate; at least that of the largest size it was done at."""
    full = [each for each in sizes if each.validated and each.services <= size.services]
    if not full or not full[-1].validated or not size.changed:
        return None
    return Ratio(full[-1].validated.seconds / size.changed.committed, is_bound=full[-1] is not size)


def _machine(size: Size, seconds: float) -> Iterator[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    processor = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    yield f"Machine: {os.cpu_count()} cores ({processor}), {memory:.0f} GB of memory, {system}."
    yield f"Measured on {time.strftime('%Y-%m-%d')} in {seconds / 60:.0f} minutes."
    told = [engine.version for name, engine in size.engines.items() if name not in (DISK, "rdflib")]
    yield ", ".join([*told, f"rdflib {version('rdflib')}", f"pySHACL {version('pyshacl')}"]) + "."
    if missing := [name for name in CONVENTIONAL if name not in size.engines]:
        yield f"\nNot measured, because it is not installed here or doesn't start: {', '.join(missing)}."


def _size(sizes: Sequence[Size], size: Size, verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield f"\n## {size.services:,} services\n"
    yield f"The default graph has {size.statements:,} statements.\n"
    yield "### Load and export\n"
    yield from _head("what", "statements then", "seconds", "ours ÷ it", "most MB held", "MB on disk")
    own = size.loads[0].taken.wall
    for load in size.loads:
        ratio = "" if load is size.loads[0] else f"{own / load.taken.wall:.2f}"
        told = (f"{load.taken.wall:.2f}", ratio, f"{load.taken.memory:,}", f"{load.disk:,}")
        yield _row(load.what, f"{load.statements:,}", *told)
    for name, engine in size.engines.items():
        if "load" in engine.steps:
            held = f"{size.statements:,}" if engine.is_whole else "another number"
            yield _row(f"{name}, the default graph alone", held, f"{engine.steps['load']:.2f}", "", "", "")
    if size.exports:
        ours, peer = (taken.wall for taken in size.exports)
        yield f"\nExport of the catalogue of services takes {ours:.2f} s, sorted, and `oxigraph dump` {peer:.2f} s,"
        yield f"unsorted; ours takes {ours / peer:.2f} times as long."
    yield from _changes(sizes, size)
    yield from _start(size)
    yield from _queries(size, verdicts)


def _changes(sizes: Sequence[Size], size: Size) -> Iterator[str]:
    if not size.changed:
        return
    committed, refreshed, most = (
        f"{seconds * 1000:.1f} ms"
        for seconds in (size.changed.committed, size.changed.refreshed, size.changed.slowest_refreshed)
    )
    yield "\n### A change through the gate\n"
    yield f"A new title of one service, from the turn to the flush to disk: {committed} (median of {CHANGES})."
    yield f"The copies in memory have it {refreshed} later (at most {most})."
    if size.validated:
        full = size.validated
        told = f"{full.seconds:.1f} s, with {full.findings:,} findings"
        yield f"Full validation by pySHACL of {full.statements:,} statements takes {told}."
    if gate := _gate(sizes, size):
        yield f"It takes {_times(gate)} times as long as the change."


def _start(size: Size) -> Iterator[str]:
    yield "\n### Start and memory\n"
    yield from _head(
        "engine", "start, s", "MB then", "MB after all questions", "most MB", "a query that asks nothing, ms"
    )
    for name, engine in size.engines.items():
        steps = ", ".join(f"{step} {seconds:.2f}" for step, seconds in engine.steps.items())
        empty = f"{engine.empty.seconds * 1000:.2f}"
        yield _row(name, steps, f"{engine.loaded:,}", f"{engine.after:,}", f"{engine.most:,}", empty)


def _queries(size: Size, verdicts: Sequence[Verdict]) -> Iterator[str]:
    names = [name for name in _ENGINES if name in size.engines]
    yield "\n### Named queries, cold, in ms\n"
    ratios = ("fastest conventional ÷ ours", "Oxigraph ÷ ours")
    yield from _head("named query", "", "rows", *names, *ratios, "misses")
    for verdict in verdicts:
        question = verdict.question
        cells = [_cell(size.answer(name, question), verdict.ours) for name in names]
        kind = ", ".join(["aggregate"] * question.is_aggregate + ["analysis"] * question.is_analysed)
        told = (_times(verdict.fastest), _times(verdict.oxigraph), ", ".join(verdict.missed))
        yield _row(question.name, kind, f"{verdict.ours.rows:,}", *cells, *told)
    refused = [
        f"- {name}, {question}: `{' '.join(answer.said.split())[:100]}`"
        for name in names
        for question, answer in size.engines[name].answers.items()
        if answer.problem == "error"
    ]
    if refused:
        yield "\nErrors:\n"
        yield from refused


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
