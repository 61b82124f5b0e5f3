"""Writes docs/reference/engines.md: runs the contract test on each engine, and asks it every named query itself.

``python tests/store/support_table.py``
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "engines.md"
CONTRACT = (
    "tests/store/test_contract.py",
    "tests/store/test_lost_engine.py::test_killing_the_engine_loses_no_acknowledged_change",
)
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "store")]

from engines import ENGINES  # noqa: E402 - found on the path above
from pyoxigraph import QueryResultsFormat, QuerySolutions  # noqa: E402
from test_engine_queries import CATALOGUE, TABLES, arguments, rows  # noqa: E402

from graph_service.errors import GraphServiceError  # noqa: E402
from graph_service.services.ask import ask  # noqa: E402
from graph_service.services.deployment import Deployment  # noqa: E402
from graph_service.services.importing.loading import load  # noqa: E402
from graph_service.settings import Settings  # noqa: E402
from graph_service.store.protocol.endpoint import Refused  # noqa: E402
from graph_service.store.protocol.replica import Replica  # noqa: E402


class Outcomes:
    """Which tests passed on which engine."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what became of a test."""
        name, _, parameters = report.nodeid.rpartition("::")[2].partition("[")
        kind = next((k for k in ENGINES if k in parameters), "")
        if kind and (report.when == "call" or report.failed or report.skipped):
            kind = kind if "sparql-" in parameters or "killing" in name else "embedded"
            self.found[name][kind].add(report.outcome)


def capability(name: str) -> str:
    """The name of a test as a sentence."""
    return name.removeprefix("test_").replace("_", " ").capitalize()


def contract() -> Iterator[str]:
    """The table of the contract."""
    outcomes = Outcomes()
    status = pytest.main(["-q", "-p", "no:randomly", *CONTRACT], plugins=[outcomes])
    assert status == pytest.ExitCode.OK
    yield f"| what holds | embedded | {' | '.join(ENGINES)} |"
    yield f"|---|---|{'---|' * len(ENGINES)}"
    for name, by_kind in outcomes.found.items():
        if not by_kind.keys() & ENGINES.keys():
            continue
        cells = [{frozenset({"passed"}): "yes"}.get(frozenset(by_kind[kind]), "no") for kind in ("embedded", *ENGINES)]
        yield f"| {capability(name)} | {' | '.join(cells)} |"


def own_answers(deployment: Deployment) -> Mapping[str, list[str]]:
    """Named queries by what the engine itself makes of them."""
    found: dict[str, list[str]] = {"the same rows": [], "other rows": [], "refused": []}
    for name in TABLES:
        expected = rows((ROOT / "tests" / "queries" / name / "expected.csv").read_text(encoding="utf-8"))
        try:
            result = ask(deployment, CATALOGUE.get(name), arguments(name, "expected")).result
            assert isinstance(result, QuerySolutions)
            got = rows((result.serialize(format=QueryResultsFormat.CSV) or b"").decode())
            found["the same rows" if got == expected else "other rows"].append(name)
        except Refused:
            found["refused"].append(name)
        except (GraphServiceError, ValueError):  # an analysis that was given what can't be
            found["other rows"].append(name)
    return found


def queries() -> Iterator[str]:
    """What each engine itself makes of the named queries; the copy is kept out of it."""

    def refuse(_: Replica) -> None:
        raise Refused("The engine refuses it.")

    Replica.current = refuse  # type: ignore[method-assign,assignment] # here alone
    for start in ENGINES.values():
        folder = Path(tempfile.mkdtemp())
        server = start(folder)
        deployment = Deployment(Settings(store=f"sparql:{server.address}", home=ROOT, engine_answers="engine"))
        load(deployment.store, [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo"], deployment.vocabulary)
        asked = Deployment(replace(deployment.settings))
        try:
            found = own_answers(asked)
            yield f"**{asked.store.engine.capitalize()}**, of {len(TABLES)} queries:"
            yield ""
            for what, names in found.items():
                listed = f": {', '.join(names)}" if names and what != "the same rows" else ""
                yield f"- {what}: {len(names)}{listed}"
            engine = asked.store._endpoint.engine  # type: ignore[attr-defined] # noqa: SLF001 - what it is about
            yield f"- so questions go to {'the engine' if engine.answers else 'a copy beside each server'} by default."
            yield ""
        finally:
            asked.close()
            deployment.close()
            server.stop()


def main() -> None:
    """Write the page."""
    parts = [
        "# SPARQL engines",
        "",
        "<!-- Written by tests/store/support_table.py, from runs on the engines; edit what it reads instead. -->",
        "",
        "What the store does on each engine, as the contract test found it.",
        "[How to run on one](../how-to/run-on-a-sparql-engine.md).",
        "",
        *contract(),
        "",
        "## Named queries, as the engine itself answers them",
        "",
        "On the seed data, with their examples. A query that an engine refuses, the copy answers.",
        "",
        *queries(),
    ]
    PAGE.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
