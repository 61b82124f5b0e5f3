"""The W3C's suites of result formats, written by our writers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store
from rdflib.collection import Collection

from graph_service.formats import formats, write
from graph_service.formats import written as whole
from graph_service.model.answer import Answer, Receipt
from graph_service.model.context import Context
from graph_service.model.named_query import NamedQuery

HERE = Path(__file__).parent
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
XSD = "http://www.w3.org/2001/XMLSchema#"

#: The engine keeps numbers by their value: what the suite has, and what comes back for it.
SAME_VALUE = {
    "csv03": {"1.0E6": "1000000"},
    "tsv03": {"1.0e6": f'"1000000"^^<{XSD}double>', f'"-3"^^<{XSD}negativeInteger>': "-3"},
}


@dataclass(frozen=True)
class Case:
    """One entry of a manifest."""

    name: str
    data: Path
    query: Path
    expected: Path


def cases(suite: str) -> list[Case]:
    """The entries of a suite's manifest, in its order."""
    path = HERE / suite / "manifest.ttl"
    manifest = rdflib.Graph().parse(path, publicID=path.as_uri())

    def file(subject: Any, name: rdflib.URIRef) -> Path:
        return path.parent / Path(urlsplit(str(manifest.value(subject, name))).path).name

    [entries] = manifest.objects(None, MF.entries)
    found = []
    for entry in Collection(manifest, entries):
        action = manifest.value(entry, MF.action)
        name = str(entry).rpartition("#")[2]
        found.append(Case(name, file(action, QT.data), file(action, QT.query), file(entry, MF.result)))
    return found


def written(case: Case, columns: list[str]) -> bytes:
    """What our writer of the expected file's suffix writes; ``SELECT *`` has no order of columns, so it is given."""
    text = case.query.read_text(encoding="utf-8")
    text = text.replace("SELECT *", "SELECT " + " ".join(f"?{column}" for column in columns))
    store = Store()
    store.load(path=case.data, format=RdfFormat.TURTLE)
    query = NamedQuery(case.name, case.name, text, form="truth" if "ASK" in text else "rows")
    receipt = Receipt(case.name, query.digest, {}, 1, "test", ())
    answer = Answer(query, text, store.query(text), receipt)
    return whole(lambda output: write(formats()[case.expected.suffix[1:]], answer, Context({}), output))


def relabelled(text: str) -> str:
    """``text`` with blank nodes numbered as they come, and plain line ends."""
    labels: dict[str, str] = {}
    return re.sub(r"_:\w+", lambda node: labels.setdefault(node[0], f"_:n{len(labels)}"), text.replace("\r\n", "\n"))


def bindings(document: Any) -> Any:
    """A document of JSON results with blank nodes numbered as they come; its rows are in the order asked for."""
    labels: dict[str, str] = {}
    for row in document.get("results", {}).get("bindings", ()):
        for _, term in sorted(row.items()):
            if term["type"] == "bnode":
                term["value"] = labels.setdefault(term["value"], f"n{len(labels)}")
    return document


@pytest.mark.parametrize("case", cases("csv-tsv-res"), ids=lambda case: case.name)
def test_csv_and_tsv(case: Case) -> None:
    """To the byte, but for line ends, labels of blank nodes, and numbers that the engine writes in another way."""
    expected = relabelled(case.expected.read_text(encoding="utf-8"))
    for theirs, ours in SAME_VALUE.get(case.name, {}).items():
        assert expected.count(theirs) == 1
        expected = expected.replace(theirs, ours)
    columns = re.findall(r"\w+", expected.splitlines()[0])
    assert relabelled(written(case, columns).decode()) == expected


@pytest.mark.parametrize("case", cases("json-res"), ids=lambda case: case.name)
def test_json(case: Case) -> None:
    """The same columns, rows and terms."""
    expected = json.loads(case.expected.read_text(encoding="utf-8"))
    found = json.loads(written(case, expected["head"].get("vars", [])))
    assert bindings(found) == bindings(expected)


def test_all_cases_are_run() -> None:
    """As many as the suites have."""
    assert [len(cases(suite)) for suite in ("csv-tsv-res", "json-res")] == [6, 4]
