"""Writes docs/reference/engines.md: runs the contract test on each engine, and asks it every named query itself.

``python tests/store/support_table.py``
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "engines.md"
CONTRACT = (
    "tests/store/test_contract.py",
    "tests/store/test_lost_engine.py::test_killing_the_engine_loses_no_acknowledged_change",
)
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "queries")]

from engines import ENGINES  # noqa: E402 - found on the path above
from test_queries import CATALOGUE, TABLES, analysed, expected  # noqa: E402

from graph_service.errors import GraphServiceError  # noqa: E402
from graph_service.services.deployment import Deployment  # noqa: E402
from graph_service.services.importing.loading import load  # noqa: E402
from graph_service.settings import Settings  # noqa: E402
from graph_service.store.protocol.endpoint import Refused  # noqa: E402
from graph_service.store.protocol.engines import engine_named  # noqa: E402
from graph_service.store.sparql import SparqlStore  # noqa: E402


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
        cells = [{frozenset({"passed"}): "yes"}.get(frozenset(by_kind[kind]), "") for kind in ("embedded", *ENGINES)]
        yield f"| {capability(name)} | {' | '.join(cells)} |"


def own_answers(deployment: Deployment) -> Mapping[str, list[str]]:
    """Named queries, as they stand in their files, by what the engine itself makes of them."""
    store = deployment.store
    assert isinstance(store, SparqlStore)
    found: dict[str, list[str]] = {"the same rows": [], "other rows": [], "refused": []}
    for name in TABLES:
        query = CATALOGUE.get(name)
        try:
            got = analysed(query, store.query_engine(query.text), deployment.names)
            found["the same rows" if got == expected(name) else "other rows"].append(name)
        except Refused:
            found["refused"].append(name)
        except (GraphServiceError, ValueError, KeyError):  # an analysis that was given what can't be
            found["other rows"].append(name)
    return found


def queries() -> Iterator[str]:
    """What each engine itself makes of the named queries."""
    for start in ENGINES.values():
        server = start(Path(tempfile.mkdtemp()))
        deployment = Deployment(Settings(store=f"sparql:{server.address}", home=ROOT))
        try:
            load(
                deployment.store, [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo"], deployment.vocabulary
            )
            answers = engine_named(server.name).answers
            yield f"**{deployment.store.engine.capitalize()}**, of {len(TABLES)} queries:"
            yield ""
            for what, names in own_answers(deployment).items():
                listed = f": {', '.join(names)}" if names and what != "the same rows" else ""
                yield f"- {what}: {len(names)}{listed}"
            yield f"- so questions go to {'the engine' if answers else 'a copy beside each server'} by default."
            yield ""
        finally:
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
